<?php
try {
$response = $instance->v3->global->profitSharing->receivers->delete([
    'base_uri' => 'https://apihk.mch.weixin.qq.com/',
    'json' => [
        'sub_mchid' => 'a/b',
        'appid' => '1217752501201407033233368018',
        'sub_appid' => '[brackets]{braces}',
        'type' => 'ünïcode',
        'account' => 'quote\'"',
    ],
]);
    $result = json_decode((string) $response->getBody(), true);
    print_r($result);
} catch (\Exception $e) {
    echo $e->getMessage(), PHP_EOL;
    if ($e instanceof \GuzzleHttp\Exception\RequestException && $e->hasResponse()) {
        echo $e->getResponse()->getBody(), PHP_EOL;
    }
}
