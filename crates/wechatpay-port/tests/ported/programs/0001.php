<?php
try {
$params = [
    "json" => [
        "out_batch_no" => '100%',
        "out_detail_no" => "a b",
    ],
];
$response = $instance['v3/bank-batch-transfer/receipt/detail-receipts']->post($params);
    $result = json_decode($response->getBody()->getContents(), true);
    print_r($result);
} catch (\Exception $e) {
    echo $e->getMessage(), PHP_EOL;
    if ($e instanceof \GuzzleHttp\Exception\RequestException && $e->hasResponse()) {
        echo $e->getResponse()->getBody(), PHP_EOL;
    }
}
