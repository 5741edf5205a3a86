<?php
namespace app\common\service;

use think\facade\Db;
use think\facade\Log;
use WeChatPay\Builder;
use WeChatPay\Crypto\Rsa;

class PayService extends BaseService
{
    private $config;
    protected $app;
    public $debug = false;

    public function __construct($config)
    {
        $this->config = $config;
        $this->app = $this->getApp();
    }

    private function getApp()
    {
        $key = Rsa::from('file://' . $this->config['key_path']);
        return Builder::factory([
            'mchid' => $this->config['mch_id'],
            'serial' => $this->config['serial_no'],
            'privateKey' => $key,
            'certs' => [$this->config['public_key_id'] => Rsa::from('file://' . $this->config['public_key_path'], Rsa::KEY_TYPE_PUBLIC)],
        ]);
    }

    // 关闭订单
    public function close(string $outTradeNo): bool
    {
        $res = $this->app->chain("v3/pay/transactions/out-trade-no/{$outTradeNo}/close")->post([
            'json' => ['mchid' => $this->config['mch_id']],
        ]);
        return $res->getStatusCode() == 204;
    }

    public function transfer(array $list, $remark)
    {
        $total = 0;
        $details = [];
        foreach ($list as $k => $item) {
            if (empty($item['openid'])) {
                continue;
            }
            $details[] = [
                'out_detail_no' => $item['sn'],
                'transfer_amount' => $item['amount'],
                'openid' => $item['openid'],
            ];
            $total += $item['amount'];
        }
        try {
            $resp = $this->app->v3->transfer->batches->post(['json' => [
                'appid' => $this->config['app_id'],
                'total_amount' => $total,
                'total_num' => count($details),
                'transfer_detail_list' => $details,
            ]]);
            $body = json_decode($resp->getBody()->getContents());
            Db::name('transfer')->insert(['batch_id' => $body->batch_id]);
        } catch (\Exception $e) {
            Log::error('transfer: ' . $e->getMessage());
            return ['code' => 0, 'msg' => $e->getMessage()];
        }
        return ['code' => 1, 'batch_id' => $body->batch_id];
    }

    public function status($no)
    {
        $res = $this->app->chain('v3/pay/transactions/out-trade-no/' . $no)->get(['query' => ['mchid' => $this->config['mch_id']]]);
        $data = json_decode($res->getBody(), true);
        switch ($data['trade_state']) {
            case 'SUCCESS':
                $text = '支付成功';
                break;
            case 'REFUND':
            case 'CLOSED':
                $text = '已关闭';
                break;
            default:
                $text = '未知';
        }
        if ($data['amount']['total'] > 0) {
            $paid = true;
        } else {
            $paid = false;
        }
        return ['text' => $text, 'paid' => $paid];
    }
}
