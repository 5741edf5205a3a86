<?php
try {
$options = ['range_id' => '(paren)*!', "merchant_identifier" => "x?y=z&k", 'json' => ['sp_mchid' => '[brackets]{braces}']];
$response = $instance['v3/webizpay/avail-mch-ranges/{range_id}/merchant-identifiers/{merchant_identifier}']->delete($options);
    $result = json_decode((string) $response->getBody(), true);
    print_r($result);
} catch (\Exception $e) {
    echo $e->getMessage(), PHP_EOL;
    if ($e instanceof \GuzzleHttp\Exception\RequestException && $e->hasResponse()) {
        echo $e->getResponse()->getBody(), PHP_EOL;
    }
}
