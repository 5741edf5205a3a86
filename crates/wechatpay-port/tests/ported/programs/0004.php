<?php
$instance['v3/brand/profitsharing/receivers/add']->postAsync(['json'   => ['brand_mchid'   => "1217752501201407033233368018", 'appid'   => "plus+eq=", "sub_appid"   => 'AbCdEf12345', "type"   => 'a b', 'account'   => "AbCdEf12345", 'name'   => "a/b", 'relation_type'   => "ünïcode"]])
->then(fn ($response) => json_decode((string) $response->getBody(), true))
->wait();
