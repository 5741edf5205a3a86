<?php
try {
$response = $instance->v3->brand->partner->cardMember->preAuthTokens->post(array(
    'json' => array(
        'brand_id' => 'ünïcode',
        "card_id" => 'x?y=z&k',
        'openid' => 'é',
    ),
));
    $result = json_decode($response->getBody()->getContents(), true);
    print_r($result);
} catch (\Exception $e) {
    echo $e->getMessage(), PHP_EOL;
    if ($e instanceof \GuzzleHttp\Exception\RequestException && $e->hasResponse()) {
        echo $e->getResponse()->getBody(), PHP_EOL;
    }
}
