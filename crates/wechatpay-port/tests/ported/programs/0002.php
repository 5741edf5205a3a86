<?php
$response = $instance->chain("v3/brand/applyments/cancel-applyment")->post([
    'json'   => [
        'applyment_id'   => '@#$',
        'business_code'   => "plus+eq=",
    ],
]);
print_r(json_decode((string) $response->getBody(), true));
