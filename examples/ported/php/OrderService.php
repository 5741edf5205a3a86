<?php

declare(strict_types=1);

namespace TeaShop\Pay;

use WeChatPay\BuilderChainable;

/**
 * Orders of the tea shop.
 */
class OrderService
{
    private const APPID = 'wxd678efh567hg6787';
    private const MCHID = '1900000109';

    /** @var BuilderChainable */
    private $client;

    public function __construct(BuilderChainable $client)
    {
        $this->client = $client;
    }

    /**
     * Places an order. The customer scans the code of its address.
     */
    public function native(string $outTradeNo, string $description, int $total): string
    {
        $response = $this->client->v3->pay->transactions->native->post([
            'json' => [
                'appid'        => self::APPID,
                'mchid'        => self::MCHID,
                'description'  => $description,
                'out_trade_no' => $outTradeNo,
                'notify_url'   => 'https://teashop.example/notify',
                'amount'       => [
                    'total'    => $total, // in fen
                    'currency' => 'CNY',
                ],
            ],
        ]);
        $order = json_decode((string) $response->getBody(), true);

        return $order['code_url'];
    }

    /**
     * An order inside WeChat: of the customer with this openid.
     */
    public function jsapi(string $outTradeNo, string $openid, int $total, string $attach = ''): array
    {
        $params = [
            'json' => [
                'appid'        => self::APPID,
                'mchid'        => self::MCHID,
                'description'  => 'Tea',
                'out_trade_no' => $outTradeNo,
                'notify_url'   => 'https://teashop.example/notify',
                'amount'       => ['total' => $total],
                'payer'        => ['openid' => $openid],
            ],
        ];
        if ($attach !== '') {
            $params['json']['attach'] = $attach;
        }
        $response = $this->client->chain('v3/pay/transactions/jsapi')->post($params);

        return json_decode((string) $response->getBody(), true);
    }

    public function query(string $outTradeNo): array
    {
        // Numbers with capitals are safe in a variable.
        $response = $this->client->chain("v3/pay/transactions/out-trade-no/{$outTradeNo}")->get([
            'query' => ['mchid' => self::MCHID],
        ]);

        return json_decode($response->getBody()->getContents(), true);
    }

    public function isPaid(string $outTradeNo): bool
    {
        $order = $this->query($outTradeNo);

        return $order['trade_state'] === 'SUCCESS';
    }

    public function close(string $outTradeNo): bool
    {
        $response = $this->client['v3/pay/transactions/out-trade-no/{out_trade_no}/close']->post([
            'out_trade_no' => $outTradeNo,
            'json'         => ['mchid' => self::MCHID],
        ]);

        return $response->getStatusCode() === 204;
    }
}
