<?php
$params = [
    'activity_id' => '1217752501201407033233368018',
];
$response = $instance["v3/marketing/paygiftactivity/activities/{activity_id}/terminate"]->post($params);
print_r(json_decode($response->getBody()->getContents(), true));
