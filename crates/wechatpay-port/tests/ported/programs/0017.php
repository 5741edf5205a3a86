<?php
$instance->chain('v3/gov/subsidy/zhejiang/authcode/try')->postAsync([
    "json" => [
        'sp_serial_no' => 'ünïcode',
        'mchnt_no' => "a/b",
        "term_no" => "中文值",
        'auth_code' => 'semi;comma,colon:',
        'category' => 'semi;comma,colon:',
        'county_code' => '@#$',
    ],
])
->then(static function(\Psr\Http\Message\ResponseInterface $response) {
    print_r(\json_decode((string)$response->getBody()));
})
->otherwise(static function($e) { echo $e->getMessage(), PHP_EOL; })
->wait();
