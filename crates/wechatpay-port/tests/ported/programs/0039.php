<?php
$instance->v3->platsolution->mchTransfer->batches->detailReceipts->outBatchNo->_out_batch_no_->outDetailNo->_out_detail_no_->getAsync([
    'out_batch_no'   => "a b",
    'out_detail_no'   => '100%',
    'query'   => [
        'sub_mchid'   => 'semi;comma,colon:',
    ],
])
->then(fn ($response) => json_decode((string) $response->getBody(), true))
->wait();
