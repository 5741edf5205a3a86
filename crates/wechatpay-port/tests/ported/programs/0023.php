<?php
$instance->chain('v3/marketing/partner/delivery-plan/{sp_mchid}/notify-url')->postAsync([
    'sp_mchid' => 'AbCdEf12345',
    'json' => [
        'notify_url' => '@#$',
    ],
])
->then(static function(ResponseInterface $response): void { echo $response->getStatusCode(), PHP_EOL; })
->otherwise(static function($e) { echo $e->getMessage(), PHP_EOL; })
->wait();
