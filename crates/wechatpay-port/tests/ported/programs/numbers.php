<?php
$total = 3;
$price = 1050;
$response = $instance->v3->pay->transactions->native->post([
    'json' => [
        'amount' => ['total' => $total * $price, 'currency' => 'CNY'],
        'big' => 20240101123456789,
        'half' => 0.5,
        'whole' => 10.0,
        'negative' => -7,
        'is_free' => false,
        'list' => [],
        'map' => new \stdClass(),
        'goods' => [['id' => 'a', 'n' => 1], ['id' => 'b', 'n' => 2]],
    ],
]);
