<?php
try {
$response = $instance['v3/rate-activity/applications/id/{application_id}']->get([  // optional
    'application_id' => '中文值',
]);
    $result = \json_decode((string)$response->getBody());
    print_r($result);
} catch (\Exception $e) {
    echo $e->getMessage(), PHP_EOL;
    if ($e instanceof \GuzzleHttp\Exception\RequestException && $e->hasResponse()) {
        echo $e->getResponse()->getBody(), PHP_EOL;
    }
}
