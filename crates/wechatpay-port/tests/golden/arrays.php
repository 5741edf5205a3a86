<?php
$params = [
    // the merchant
    'mchid' => '1900000109', // required
    "description" => "a \"quoted\" \$5 \u{4e2d}\n",
    'amount' => array('total' => 2147483648, 'rate' => 0.5, 'big' => 1e25, 'neg' => -1),
    'detail' => [ # flat
        'goods' => [['id' => 1], ['id' => 2]],
        /* the end */
    ],
    'empty' => [], 'object' => new \stdClass(), 'cast' => (object)[],
    'flags' => [TRUE, false, NULL],
    7 => 'seven',
];
$params['attach'] = 'more';
$params['amount']['currency'] = 'CNY';
$params['detail']['goods'][] = ['id' => 3];
$list = [];
$list[] = 'a';
$instance->chain('v3/pay/transactions/native')->post(['json' => $params, 'query' => ['tags' => $list]]);
$map = [];
$map['k'] = 'v';
$instance->chain('v3/pay/transactions/h5')->post(['json' => $map]);
print_r($map);
