<?php
$response = $instance['v3/ecommerce/applyments/out-request-no/{out_request_no}/revoke']->post([  // optional
    'out_request_no' => 'é',
]);
print_r(json_decode($response->getBody()->getContents(), true));
