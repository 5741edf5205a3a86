<?php

// Yesterday's bill, into a file.

$response = $instance->v3->bill->tradebill->get([
    'query' => [
        'bill_date' => '2024-01-01',
        'bill_type' => 'ALL',
    ],
]);
$bill = json_decode((string) $response->getBody(), true);
$instance->chain($bill['download_url'])->get(['sink' => '/var/lib/teashop/bill.csv']);
echo $bill['hash_value'], PHP_EOL;
