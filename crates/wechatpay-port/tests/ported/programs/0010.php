<?php
$options = ['openid'   => '@#$', 'query'   => ['appid'   => '中文值', 'sub_mchid'   => "x?y=z&k", 'sub_appid'   => 'é', 'sub_openid'   => "1217752501201407033233368018", 'plan_id'   => 'x?y=z&k', 'contract_status'   => '中文值', 'offset'   => 0, 'limit'   => 20]];
$response = $instance['v3/edu-papay/user/{openid}/contracts']->get($options);
print_r(json_decode((string) $response->getBody(), true));
