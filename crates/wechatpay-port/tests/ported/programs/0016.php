<?php
try {
$data = array('json' => array('sub_mchid' => 'lower'));
$data['json']['advertising_industry_filters'] = array('AbCdEf12345');
$response = $instance['v3/goldplan/merchants/open-advertising-show']->patch($data);
    $result = json_decode($response->getBody()->getContents(), true);
    print_r($result);
} catch (\Exception $e) {
    echo $e->getMessage(), PHP_EOL;
    if ($e instanceof \GuzzleHttp\Exception\RequestException && $e->hasResponse()) {
        echo $e->getResponse()->getBody(), PHP_EOL;
    }
}
