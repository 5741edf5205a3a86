<?php
$response = $instance->chain("v3/new-tax-control-fapiao/merchant/{sub_mchid}/check")->post(['sub_mchid' => 'back\\slash|pipe^`']);
print_r(json_decode($response->getBody()->getContents(), true));
