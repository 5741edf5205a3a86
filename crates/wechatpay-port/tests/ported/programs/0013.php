<?php
$response = $instance['v3/global/merchant-service/complaint-notifications']->put([
    'base_uri'   => "https://apihk.mch.weixin.qq.com/",
    "json"   => [
        'url'   => "é",
    ],
]);
print_r(json_decode((string) $response->getBody(), true));
