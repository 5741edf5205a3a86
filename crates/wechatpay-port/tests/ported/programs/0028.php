<?php
$response = $instance['v3/multiuse/stocks/{stock_id}/send-flow']->get([
    'stock_id' => '2026-11-22T10:20:30+08:00',
]);
print_r(json_decode($response->getBody()->getContents(), true));
