<?php
$options = [
    "json" => [
        'plate_number' => 'quote\'"',
        'company_name' => 'a b',
        "mchid" => 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
        'main_license' => 'tilde~dash-dot.under_',
        'deputy_license' => '50%25',
        'region_id' => 510100,
        'invoice_flag' => '0',
        'taxi_state' => 'quote\'"',
    ],
];
$response = $instance->chain("v3/taxi-invoice/taxi/update-taxi")->post($options);
print_r(\json_decode((string)$response->getBody()));
