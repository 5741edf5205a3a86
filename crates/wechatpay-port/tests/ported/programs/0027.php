<?php
$instance->v3->merchantStore->stores->postAsync([
    'json'   => [
        "sub_mchid"   => 'a/b',
        "store_basics"   => [
            'store_reference_id'   => 'quote\'"',
            'brand_name'   => "x?y=z&k",
            'store_name'   => "100%",
            'branch_name'   => '(paren)*!',
            "brand_id"   => 1001,
        ],
        "store_address"   => [  // 必填
            "address_code"   => '0',
            'address_detail'   => 'é',
            "address_complements"   => 'ünïcode',
            'longitude'   => 'AbCdEf12345',
            'latitude'   => '中文值',
        ],
        'store_business'   => [
            'service_phone'   => '100%',
            "business_hours"   => 'ünïcode',
        ],
        'store_recipient'   => [  // optional
            [  // 单位：分
                "mchid"   => 'semi;comma,colon:',
                'company_name'   => 'x?y=z&k',
            ],
        ],
    ],
])
->then(static function(ResponseInterface $response): void { echo $response->getStatusCode(), PHP_EOL; })
->wait();
