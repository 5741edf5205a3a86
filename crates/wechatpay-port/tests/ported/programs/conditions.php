<?php
$attach = 'shop 7';
$total = 100;
$options = ['json' => ['out_trade_no' => 'T-1', 'amount' => ['total' => $total]]];
if ($attach !== '') {
    $options['json']['attach'] = $attach;
}
$options['json']['scene_info']['payer_client_ip'] = $total > 50 ? '14.23.150.211' : '127.0.0.1';
$options['headers'] = ['Wechatpay-Serial' => 'PUB_KEY_ID_0114232134912410000000000000'];
$result = $instance['v3/pay/transactions/jsapi']->post($options);
