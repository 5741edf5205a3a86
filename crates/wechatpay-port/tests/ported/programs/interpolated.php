<?php
// The number is in the path, as many write it.
$mchid = '1900000109';
$outTradeNo = '20240101-7';
$response = $instance->chain("v3/pay/transactions/out-trade-no/{$outTradeNo}?mchid=$mchid")->get();
echo $response->getStatusCode(), PHP_EOL;
