<?php
$data = ["stock_id"   => 'ünïcode', 'query'   => ['stock_creator_mchid'   => 'AbCdEf12345', "offset"   => 0, "limit"   => "0"]];
$response = $instance->chain('v3/marketing/favor/stocks/{stock_id}/items')->get($data);
print_r(\json_decode((string)$response->getBody()));
