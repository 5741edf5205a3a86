<?php

declare(strict_types=1);

namespace TeaShop\Pay;

use WeChatPay\BuilderChainable;

class BillService
{
    /** @var BuilderChainable */
    private $client;

    public function __construct(BuilderChainable $client)
    {
        $this->client = $client;
    }

    /**
     * The trade bill of a day, into a file. Its hash, to compare with.
     */
    public function download(string $date, string $path): string
    {
        $response = $this->client->v3->bill->tradebill->get([
            'query' => [
                'bill_date' => $date,
                'bill_type' => 'ALL',
            ],
        ]);
        $bill = json_decode((string) $response->getBody(), true);
        // The address is used as it came.
        $this->client->chain($bill['download_url'])->get(['sink' => $path]);

        return $bill['hash_value'];
    }
}
