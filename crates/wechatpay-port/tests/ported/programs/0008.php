<?php
$instance->chain('v3/ecommerce/individual-contracts/pre-entrust-sign-with-real-name-identity/mini-program')->postAsync([  // 单位：分
    'json' => [  // optional
        'appid' => '100%',
        'out_contract_code' => '1217752501201407033233368018',
        'openid' => 'quote\'"',
        'real_name' => "50%25",
        'cred_type' => 'semi;comma,colon:',
        'cred_id' => "0",
    ],
    'headers' => [  // 必填
        "Wechatpay-Serial" => 'PUB_KEY_ID_0112300001092024010100000000001234',
    ],
])
->then(static function(\Psr\Http\Message\ResponseInterface $response) {
    print_r(json_decode((string) $response->getBody(), true));
})
->wait();
