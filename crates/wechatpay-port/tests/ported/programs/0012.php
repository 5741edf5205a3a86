<?php
$response = $instance->v3->fundApp->mchTransfer->transferToQqWalletBills->_out_bill_no_->get([
    'out_bill_no'   => '1217752501201407033233368018',
]);
print_r(json_decode((string) $response->getBody(), true));
