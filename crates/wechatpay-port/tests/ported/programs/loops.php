<?php
$receivers = [];
foreach (['1900000109' => 10, '1900000110' => 25] as $account => $amount) {
    $receivers[] = [
        'type' => 'MERCHANT_ID',
        'account' => (string) $account,
        'amount' => $amount, // in fen
        'description' => "share of {$account}",
    ];
}
$response = $instance->chain('v3/profitsharing/orders')->post(['json' => [
    'transaction_id' => '4208450740201411110007820472',
    'receivers' => $receivers,
    'unfreeze_unsplit' => true,
]]);
print_r(json_decode((string) $response->getBody(), true));
