<?php
use Psr\Http\Message\ResponseInterface;

$instance->v3->certificates->getAsync()
    ->then(static function (ResponseInterface $response) {
        // decoded
        print_r(json_decode((string) $response->getBody(), true));
    })
    ->otherwise(static function ($e) { echo $e->getMessage(), PHP_EOL; })
    ->wait();

$order = $instance->chain('v3/pay/transactions/id/{id}')->getAsync(['id' => '1'])
    ->then(fn ($response) => json_decode($response->getBody()->getContents(), true))
    ->wait();
echo "state: {$order['trade_state']}\n";

$no = 'R' . $order['out_trade_no'];
$instance->v3->refund->domestic->refunds->postAsync(['json' => ['out_refund_no' => $no]])
    ->then(function ($response) use ($no) { echo $no, ' ', $response->getStatusCode(), PHP_EOL; })
    ->wait();

// nobody waits
$instance->v3->certificates->getAsync();
