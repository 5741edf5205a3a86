<?php
$response = $instance->v3->iotmanage->deviceInspections->_device_sn_->get([
    'device_sn' => 'a b',
]);
print_r(\json_decode((string)$response->getBody()));
