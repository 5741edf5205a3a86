<?php
$response = $instance["v3/payroll-card/wesure/insurance"]->post([
    "json"   => [
        'sp_mchid'   => '中文值',
        'wesure_order_no'   => '@#$',
        'token'   => '2026-11-22T10:20:30+08:00',
        'insurance_company_order_no'   => "ünïcode",
        'openid'   => "[brackets]{braces}",
        'insure_state'   => 'tilde~dash-dot.under_',
        'insure_effect_time'   => '100%',
        'insure_invalid_time'   => 'tilde~dash-dot.under_',
        'insurance_company_name'   => '@#$',
    ],
]);
print_r(json_decode((string) $response->getBody(), true));
