<?php
$options = [
    "receipt_id" => 'x?y=z&k',
    'out_instruction_no' => '(paren)*!',
];
$instance->v3->abnormalFundProcessing->receipts->_receipt_id_->transferInstructions->_out_instruction_no_->getAsync($options)
->then(fn ($response) => json_decode($response->getBody()->getContents(), true))
->otherwise(static function($e) { echo $e->getMessage(), PHP_EOL; })
->wait();
