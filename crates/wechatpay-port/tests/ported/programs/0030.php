<?php
$instance->v3->papay->insuranceSign->contracts->preEntrustSign->jsapi->postAsync(array(
    'json' => array(
        'appid' => 'tilde~dash-dot.under_',
        'openid' => 'semi;comma,colon:',
        'plan_id' => 12535,
        "out_contract_code" => 'a b',
        'insured_display_name' => "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        'contract_notify_url' => 'a/b',
        'policy_start_date' => "2026-11-22T10:20:30+08:00",
        'policy_end_date' => "100%",
        'policy_periods' => array(
            array(
                'policy_period_id' => 1,
                "estimated_deduct_date" => "a/b",
                'estimated_deduct_amount' => array(
                    'total' => 1,
                    'currency' => 'back\\slash|pipe^`',
                ),
                'policy_coverage_detail' => array(
                    "policy_amount" => '@#$',
                    'policy_clauses' => array(
                        array(
                            'clause_name' => "50%25",
                            "clause_quota" => "ünïcode",
                        ),
                    ),
                ),
            ),
        ),
        'amount' => array(
            'total' => 1,
            'currency' => "0",
        ),
        'out_trade_no' => '2026-11-22T10:20:30+08:00',
        'description' => 'a/b',
        'transaction_notify_url' => 'semi;comma,colon:',
        'out_user_code' => 'AbCdEf12345',
        'goods_tag' => "(paren)*!",
        "attach" => "ünïcode",
        'can_auto_insure' => true,
        'can_auto_reinsure' => true,
        'real_identity' => array(
            'real_name' => "2026-11-22T10:20:30+08:00",
            'id_card_number' => '(paren)*!',
            'identity_type' => 'lower',
        ),
        'combined_deduct_period_count' => 1,
    ),
    "headers" => array(
        'Wechatpay-Serial' => 'PUB_KEY_ID_0112300001092024010100000000001234',
    ),
))
->then(fn ($response) => \json_decode((string)$response->getBody()))
->wait();
