<?php
try {
$response = $instance->chain('v3/mchalterapply/merchantnamealterapplyment/merchant/{sub_mchid}/out-request-no/{out_request_no}')->get(['sub_mchid'   => '[brackets]{braces}', 'out_request_no'   => 'AbCdEf12345']);
    $result = json_decode($response->getBody()->getContents(), true);
    print_r($result);
} catch (\Exception $e) {
    echo $e->getMessage(), PHP_EOL;
    if ($e instanceof \GuzzleHttp\Exception\RequestException && $e->hasResponse()) {
        echo $e->getResponse()->getBody(), PHP_EOL;
    }
}
