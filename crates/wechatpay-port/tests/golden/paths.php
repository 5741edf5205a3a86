<?php

class Orders
{
    const BASE = 'v3/pay/transactions';
    private $client;
    private string $mchid;

    public function __construct(\WeChatPay\BuilderChainable $client, string $mchid)
    {
        $this->client = $client;
        $this->mchid = $mchid;
    }

    public function interpolated(string $outTradeNo)
    {
        return $this->client->chain("v3/pay/transactions/out-trade-no/{$outTradeNo}?mchid={$this->mchid}")->get();
    }

    public function concatenated(array $order)
    {
        $path = self::BASE . '/id/' . $order['transaction_id'];
        return $this->client->chain($path)->get(['query' => ['mchid' => $this->mchid]]);
    }

    public function formatted($refundNo)
    {
        return json_decode($this->client->chain(sprintf('v3/refund/domestic/refunds/%s', $refundNo))->get()->getBody(), true);
    }

    public function whole(string $url, string $method = 'GET')
    {
        return $this->client->request($method, $url, ['http_errors' => false]);
    }

    public function built(array $filter)
    {
        return $this->client->chain('v3/marketing/favor/stocks?' . http_build_query(['offset' => 0, 'limit' => $filter['limit']]))->get();
    }
}
