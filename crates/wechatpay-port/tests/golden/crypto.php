<?php
use WeChatPay\Crypto\{Rsa, AesGcm, AesEcb, Hash};
use WeChatPay\Formatter;
use WeChatPay\Util\PemUtil;
use WeChatPay\Transformer;

function all(string $body, string $apiv3Key, string $file)
{
    $private = Rsa::from(["file:///certs/key.pem", 'secret']);
    $public = Rsa::from($file, Rsa::KEY_TYPE_PUBLIC);
    $signature = Rsa::sign(Formatter::response((string) Formatter::timestamp(), Formatter::nonce(), $body), $private);
    if (!Rsa::verify($body, $signature, $public)) {
        throw new \UnexpectedValueException('bad signature');
    }
    $resource = json_decode($body, true)['resource'];
    $plain = AesGcm::decrypt($resource['ciphertext'], $apiv3Key, $resource['nonce'], $resource['associated_data']);
    $order = json_decode($plain);
    echo $order->out_trade_no, ' ', $order->amount->total, PHP_EOL;
    $xml = Transformer::toXml(['appid' => '1', 'sign' => Hash::md5('a=1', $apiv3Key)]);
    return PemUtil::parseCertificateSerialNo($file) . $xml;
}
