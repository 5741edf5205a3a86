<?php
$data = array(
    'batch_id' => "中文值",
    'detail_id' => '100%',
);
$response = $instance->v3->transfer->batches->batchId->_batch_id_->details->detailId->_detail_id_->get($data);
print_r(json_decode($response->getBody()->getContents(), true));
