<?php
$params = [
    'stock_id'   => '[brackets]{braces}',
    'json'   => [
        "coupon_code_list"   => [
            '50%25',
        ],
    ],
];
$params['json']['upload_request_no'] = '中文值';
$instance['v3/marketing/busifavor/stocks/{stock_id}/couponcodes']->postAsync($params)
->then(fn ($response) => json_decode((string) $response->getBody(), true))
->otherwise(static function($e) { echo $e->getMessage(), PHP_EOL; })
->wait();
