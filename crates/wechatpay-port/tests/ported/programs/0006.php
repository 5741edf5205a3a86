<?php
$response = $instance->v3->discountCard->orders->outTradeNo->_out_trade_no_->get([
    'out_trade_no' => "0",
]);
print_r(json_decode((string) $response->getBody(), true));
