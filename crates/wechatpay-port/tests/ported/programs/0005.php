<?php
$options = ["combine_out_trade_no" => 'quote\'"'];
$response = $instance->chain('v3/combine-transactions/out-trade-no/{combine_out_trade_no}')->get($options);
print_r(json_decode((string) $response->getBody(), true));
