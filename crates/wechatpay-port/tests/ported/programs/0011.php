<?php
$options = [
    'out_budget_no' => "0",
    "query" => [
        'sponsor_mchid' => 'a/b',
    ],
];
$response = $instance->chain('v3/fund-app/mch-transfer/partner/charity-budget/{out_budget_no}')->get($options);
print_r(json_decode($response->getBody()->getContents(), true));
