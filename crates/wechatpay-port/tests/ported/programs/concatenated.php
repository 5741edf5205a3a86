<?php
$id = '4200001';
$query = ['mchid' => '1900000109'];
$response = $instance->chain('v3/pay/transactions/id/' . $id)->get(['query' => $query]);
$order = json_decode($response->getBody()->getContents(), true);
echo 'state: ' . ($order['trade_state'] ?? 'unknown') . "\n";
