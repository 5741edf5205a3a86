<?php
$response = $instance->v3->pay->partner->transactions->id->_transaction_id_->get([
    "transaction_id" => 'semi;comma,colon:',
    'query' => [
        'sp_mchid' => '(paren)*!',
        'sub_mchid' => "中文值",
    ],
]);
print_r(\json_decode((string)$response->getBody()));
