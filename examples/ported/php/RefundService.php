<?php

declare(strict_types=1);

namespace TeaShop\Pay;

use GuzzleHttp\Exception\RequestException;
use Psr\Http\Message\ResponseInterface;
use WeChatPay\BuilderChainable;

class RefundService
{
    private $client;

    public function __construct(BuilderChainable $client)
    {
        $this->client = $client;
    }

    /**
     * Pays back. The state of the refund, or the code of WeChat Pay's refusal.
     */
    public function refund(string $outTradeNo, string $outRefundNo, int $refund, int $total): string
    {
        try {
            $response = $this->client->v3->refund->domestic->refunds->post([
                'json' => [
                    'out_trade_no'  => $outTradeNo,
                    'out_refund_no' => $outRefundNo,
                    'amount'        => ['refund' => $refund, 'total' => $total, 'currency' => 'CNY'],
                ],
            ]);
            $result = json_decode((string) $response->getBody(), true);

            return $result['status'];
        } catch (RequestException $e) {
            if ($e->hasResponse()) {
                $refusal = json_decode((string) $e->getResponse()->getBody(), true);

                return $refusal['code'];
            }
            throw $e;
        }
    }

    public function query(string $outRefundNo): string
    {
        return $this->client->chain('v3/refund/domestic/refunds/{out_refund_no}')
            ->getAsync(['out_refund_no' => $outRefundNo])
            ->then(static function (ResponseInterface $response): string {
                $refund = json_decode((string) $response->getBody(), true);

                return $refund['status'];
            })
            ->wait();
    }
}
