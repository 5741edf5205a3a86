<?php
// Three styles, and what they mix to.
$instance->v3->certificates->get();
$instance->chain('v3/certificates')->get([]);
$instance['v3/certificates']->get();
$instance->v3->pay->transactions->outTradeNo->_out_trade_no_->close->post(['out_trade_no' => 'A1', 'json' => ['mchid' => '1']]);
$instance->v3->applyment4sub->applyment->{'{empty}'}->post(['json' => ['a' => 1]]);
$instance->v3->{'merchant-service'}->chain('complaints-v2')->_id_->put(['id' => '1', 'json' => []]);
$orders = $instance->chain('v3/pay/transactions');
$orders->chain('id/{transaction_id}')->get(['transaction_id' => '1', 'query' => ['mchid' => '1']]);
$method = 'post';
$instance->chain('v3/refund/domestic/refunds')->{$method}(['json' => ['out_refund_no' => 'R1']]);
