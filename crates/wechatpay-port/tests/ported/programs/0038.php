<?php
$response = $instance->chain("v3/platsolution/ecommerce/recharge-employees")->post([
    'json' => [
        'sub_mchid' => 'é',
        'sp_openid' => '50%25',
    ],
]);
print_r(\json_decode((string)$response->getBody()));
