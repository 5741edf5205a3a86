<?php
use GuzzleHttp\Exception\RequestException;
use GuzzleHttp\Exception\ConnectException;

function query($instance, string $no): ?array
{
    try {
        $response = $instance->chain('v3/pay/transactions/id/{id}')->get(['id' => $no]);
        return json_decode((string) $response->getBody(), true);
    } catch (RequestException $e) {
        if ($e->hasResponse() && $e->getResponse()->getStatusCode() === 404) {
            return null;
        }
        throw $e;
    } catch (\Throwable $e) {
        throw new \RuntimeException("failed: {$e->getMessage()}");
    }
}

function total($instance, int $default = 0): int
{
    try {
        $bill = json_decode($instance->v3->bill->tradebill->get(['query' => ['bill_date' => '2024-01-01']])->getBody(), true);
    } catch (ConnectException $e) {
        return $default;
    }
    return $bill['total'] ?? 0;
}

try {
    $order = query($instance, '42');
    echo $order ? $order['trade_state'] : 'none', PHP_EOL;
} catch (\Exception $e) {
    // ignored
}
