<?php

namespace App\Pay;

use Psr\Http\Message\ResponseInterface;
use WeChatPay\BuilderChainable;

class Service0
{
    private $client;

    public function __construct(BuilderChainable $client)
    {
        $this->client = $client;
    }

    public function createCall0()
    {
        $response = $this->client->v3->abnormalFundProcessing->receipts->_receipt_id_->transferInstructions->_out_instruction_no_->get([
                    'receipt_id' => "x?y=z&k",
                    'out_instruction_no' => '(paren)*!',
                ]);
        print_r(\json_decode((string)$response->getBody()));
    }

    public function createCall1()
    {
        try {
        $options = [
                    'json' => [
                        "out_batch_no" => '100%',
                        "out_detail_no" => 'a b',
                    ],
                ];
        $response = $this->client['v3/bank-batch-transfer/receipt/detail-receipts']->post($options);
            $result = json_decode($response->getBody()->getContents(), true);
            print_r($result);
        } catch (\Exception $e) {
            echo $e->getMessage(), PHP_EOL;
            if ($e instanceof \GuzzleHttp\Exception\RequestException && $e->hasResponse()) {
                echo $e->getResponse()->getBody(), PHP_EOL;
            }
        }
    }

    public function closeCall2()
    {
        $response = $this->client->chain('v3/brand/applyments/cancel-applyment')->post([
                    'json' => [
                        'applyment_id' => '@#$',
                        'business_code' => 'plus+eq=',
                    ],
                ]);
        print_r(\json_decode((string)$response->getBody()));
    }
}
