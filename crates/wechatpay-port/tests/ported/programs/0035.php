<?php
try {
$data = array(
    'json' => array(
        'service_id' => 'back\\slash|pipe^`',
        'appid' => 'plus+eq=',
        'sub_mchid' => '中文值',
        'sub_appid' => '@#$',
        'out_order_no' => 'lower',
        "service_introduction" => 'semi;comma,colon:',
        'post_payments' => array(
            array(
                "name" => "[brackets]{braces}",
                'description' => "0",
                'amount' => 40000,
                'count' => 4,
            ),
        ),
        'post_discounts' => array(
            array(
                'name' => 'AbCdEf12345',
                "description" => "AbCdEf12345",
                'amount' => 100,
                'count' => 2,
            ),
        ),
        'risk_fund' => array(
            "name" => 'back\\slash|pipe^`',
            'amount' => 10000,
            'description' => 'tilde~dash-dot.under_',
        ),
        'time_range' => array(
            'start_time' => "quote'\"",
            'start_time_remark' => 'a/b',
            'end_time' => '50%25',
            'end_time_remark' => '(paren)*!',
        ),
        "location" => array(
            'start_location' => '2026-11-22T10:20:30+08:00',
            'end_location' => "中文值",
        ),
        'openid' => 'AbCdEf12345',
        'sub_openid' => '100%',
        'need_user_confirm' => true,
        'notify_url' => '100%',
        'attach' => '1217752501201407033233368018',
    ),
);
$data['json']['device'] = array(
    'start_device_id' => 'plus+eq=',
    'end_device_id' => 'a b',
    'materiel_no' => 'é',
);
$response = $instance->chain('v3/payscore/partner/serviceorder')->post($data);
    $result = json_decode($response->getBody()->getContents(), true);
    print_r($result);
} catch (\Exception $e) {
    echo $e->getMessage(), PHP_EOL;
    if ($e instanceof \GuzzleHttp\Exception\RequestException && $e->hasResponse()) {
        echo $e->getResponse()->getBody(), PHP_EOL;
    }
}
