<?php

use WeChatPay\Builder;
use WeChatPay\Crypto\Rsa;

$instance = Builder::factory([
    'mchid'      => '1900000109',
    'serial'     => '3775B6A45ACD588826D15E583A95F5DD00000000',
    'privateKey' => Rsa::from('file:///etc/teashop/apiclient_key.pem', Rsa::KEY_TYPE_PRIVATE),
    'certs'      => [
        'PUB_KEY_ID_0114232134912410000000000000' => Rsa::from('file:///etc/teashop/pub_key.pem', Rsa::KEY_TYPE_PUBLIC),
    ],
]);
