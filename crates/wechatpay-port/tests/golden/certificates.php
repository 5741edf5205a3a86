<?php
use WeChatPay\Crypto\AesGcm;
use WeChatPay\Util\PemUtil;

$apiv3Key = '0123456789abcdef0123456789ABCDEF';
$response = $instance->v3->certificates->get();
$certificates = [];
foreach (json_decode((string) $response->getBody(), true)['data'] as $entry) {
    $encrypted = $entry['encrypt_certificate'];
    $pem = AesGcm::decrypt(
        $encrypted['ciphertext'], $apiv3Key, $encrypted['nonce'], $encrypted['associated_data']
    );
    $certificates[PemUtil::parseCertificateSerialNo($pem)] = $pem;
}
print_r($certificates);
