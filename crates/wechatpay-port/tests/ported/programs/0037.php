<?php
$params = [
    'out_recharge_no' => 'plus+eq=',
];
$response = $instance['v3/platsolution/ecommerce/bank-transfer-recharges/out-recharge-no/{out_recharge_no}']->get($params);
print_r(json_decode((string) $response->getBody(), true));
