<?php
try {
$response = $instance->v3->ecommerce->refunds->apply->post([
    'json'   => [
        'individual_auth_id'   => '(paren)*!',
        'sub_mchid'   => 'back\\slash|pipe^`',
        "sp_appid"   => 'semi;comma,colon:',
        "sub_appid"   => "[brackets]{braces}",
        'combine_mchid'   => "plus+eq=",
        "combine_out_trade_no"   => 'tilde~dash-dot.under_',
        'combine_transaction_id'   => "0",
        'transaction_id'   => 'quote\'"',
        "out_trade_no"   => 'é',
        'out_refund_no'   => "back\\slash|pipe^`",
        'reason'   => "plus+eq=",
        'amount'   => [
            'refund'   => 888,
            "from"   => [
                [
                    'account'   => "semi;comma,colon:",
                    'amount'   => 444,
                ],
            ],
            'total'   => 888,
            "currency"   => "[brackets]{braces}",
        ],
        "notify_url"   => "lower",
        'refund_account'   => '(paren)*!',
        'funds_account'   => 'quote\'"',
    ],
]);
    $result = json_decode($response->getBody()->getContents(), true);
    print_r($result);
} catch (\Exception $e) {
    echo $e->getMessage(), PHP_EOL;
    if ($e instanceof \GuzzleHttp\Exception\RequestException && $e->hasResponse()) {
        echo $e->getResponse()->getBody(), PHP_EOL;
    }
}
