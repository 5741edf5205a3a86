<?php
use WeChatPay\Util\MediaUtil;
use WeChatPay\Crypto\Rsa;
use WeChatPay\Transformer;
use GuzzleHttp\Psr7\LazyOpenStream;

// 实例化一个媒体文件流，注意文件后缀名需符合接口要求
$media = new MediaUtil('/your/file/path/image.jpg');
$resp = $instance
->v3->marketing->favor->media->imageUpload
->post([
    'body'    => $media->getStream(),
    'headers' => [
        'content-type' => $media->getContentType(),
    ]
]);

$encryptor = static function(string $msg) use ($platformPublicKeyInstance): string {
    return Rsa::encrypt($msg, $platformPublicKeyInstance);
};
$res = $instance->chain('v3/applyment4sub/applyment/')->post([
    'json' => [
        'business_code' => 'APL_98761234',
        'contact_info'  => [
            'contact_name' => $encryptor('张三'),
        ],
    ],
    'headers' => [
        'Wechatpay-Serial' => $platformCertificateSerial,
    ],
]);

$instance->v3->billdownload->file->get(['query' => ['token' => 'AbC'], 'sink' => new LazyOpenStream('/tmp/bill.csv', 'w+')]);

$res = $instance->v2->mmpaymkttransfers->promotion->transfers->post([
    'xml' => ['appid' => 'wx8888888888888888', 'mch_id' => '1900000109', 'amount' => '1'],
    'security' => true,
]);
$result = Transformer::toArray((string) $res->getBody());
echo $result['payment_no'] ?? 'none', "\n";

$response = $instance->v3->refund->domestic->refunds
->postAsync(['json' => ['transaction_id' => '1217752501201407033233368018', 'amount' => ['refund' => 888]]])
->then(static function($response) {
    // 正常逻辑回调处理
    echo $response->getBody(), PHP_EOL;
    return $response;
})
->otherwise(static function($e) {
    // 异常错误处理
    echo $e->getMessage(), PHP_EOL;
    if ($e instanceof \GuzzleHttp\Exception\RequestException && $e->hasResponse()) {
        $r = $e->getResponse();
        echo $r->getStatusCode() . ' ' . $r->getReasonPhrase(), PHP_EOL;
    }
})
->wait();
