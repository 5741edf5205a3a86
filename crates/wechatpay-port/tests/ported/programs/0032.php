<?php
$response = $instance->chain('v3/partner-transfer/batches/batch-id/{batch_id}/details/detail-id/{detail_id}')->get([
    'batch_id' => "(paren)*!",
    'detail_id' => 'ünïcode',
]);
print_r(json_decode((string) $response->getBody(), true));
