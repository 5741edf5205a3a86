<?php

declare(strict_types=1);

namespace App\Services;

use App\Models\Order;
use GuzzleHttp\Exception\RequestException;
use Illuminate\Support\Facades\Log;
use WeChatPay\Builder;
use WeChatPay\Crypto\AesGcm;
use WeChatPay\Crypto\Rsa;
use WeChatPay\Formatter;
use WeChatPay\Util\PemUtil;

/**
 * 微信支付服务
 */
class WechatPayService
{
    const CURRENCY = 'CNY';

    /** @var \WeChatPay\BuilderChainable */
    protected $instance;

    protected $merchantId;
    protected $appId;
    private $privateKey;
    private string $apiV3Key;

    public function __construct()
    {
        $this->merchantId = config('wechat.mch_id');
        $this->appId = env('WECHAT_APP_ID');
        $this->apiV3Key = config('wechat.v3_key');
        $this->privateKey = Rsa::from('file://' . storage_path('cert/apiclient_key.pem'), Rsa::KEY_TYPE_PRIVATE);
        $platformCert = 'file://' . storage_path('cert/platform.pem');
        $platformKey = Rsa::from($platformCert, Rsa::KEY_TYPE_PUBLIC);
        $serial = PemUtil::parseCertificateSerialNo($platformCert);
        $this->instance = Builder::factory([
            'mchid'      => $this->merchantId,
            'serial'     => config('wechat.serial'),
            'privateKey' => $this->privateKey,
            'certs'      => [$serial => $platformKey],
        ]);
    }

    /**
     * JSAPI 下单
     *
     * @param string $openid 用户标识
     * @param int $total 金额（分）
     * @return array
     */
    public function jsapi($orderNo, string $openid, int $total, string $description = '商品')
    {
        try {
            $resp = $this->instance->v3->pay->transactions->jsapi->post([
                'json' => [
                    'mchid' => $this->merchantId,
                    'out_trade_no' => $orderNo,
                    'appid' => $this->appId,
                    'description' => $description,
                    'notify_url' => route('wechat.notify'),
                    'amount' => [
                        'total' => $total, // 分
                        'currency' => self::CURRENCY,
                    ],
                    'payer' => ['openid' => $openid],
                ],
            ]);
            $result = json_decode($resp->getBody()->getContents(), true);
            Log::info('jsapi', $result);
            return $this->sign($result['prepay_id']);
        } catch (RequestException $e) {
            Log::error($e->getMessage());
            throw new \RuntimeException('下单失败：' . $e->getMessage());
        }
    }

    private function sign(string $prepayId): array
    {
        $timestamp = (string) time();
        $nonce = Formatter::nonce();
        $package = 'prepay_id=' . $prepayId;
        $message = Formatter::joinedByLineFeed($this->appId, $timestamp, $nonce, $package);
        return [
            'appId' => $this->appId,
            'timeStamp' => $timestamp,
            'nonceStr' => $nonce,
            'package' => $package,
            'signType' => 'RSA',
            'paySign' => Rsa::sign($message, $this->privateKey),
        ];
    }

    public function query($orderNo)
    {
        $resp = $this->instance->chain("v3/pay/transactions/out-trade-no/{$orderNo}")->get(['query' => ['mchid' => $this->merchantId]]);
        return json_decode((string) $resp->getBody(), true);
    }

    public function refund(Order $order, $money, $reason = null)
    {
        $data = [
            'transaction_id' => $order->transaction_id,
            'out_refund_no' => 'R' . $order->order_no,
            'amount' => [
                'refund' => (int) ($money * 100),
                'total' => $order->total,
                'currency' => 'CNY',
            ],
        ];
        if ($reason) {
            $data['reason'] = $reason;
        }
        $response = $this->instance->chain('v3/refund/domestic/refunds')->post(['json' => $data]);
        $result = json_decode($response->getBody(), true);
        if (isset($result['status']) && in_array($result['status'], ['SUCCESS', 'PROCESSING'])) {
            return true;
        }
        return false;
    }

    public function notify()
    {
        $inWechatpaySignature = request()->header('Wechatpay-Signature');
        $inWechatpayTimestamp = request()->header('Wechatpay-Timestamp');
        $inWechatpaySerial = request()->header('Wechatpay-Serial');
        $inWechatpayNonce = request()->header('Wechatpay-Nonce');
        $inBody = file_get_contents('php://input');
        $platformPublicKeyInstance = Rsa::from('file:///path/to/wechatpay/inWechatpaySerial.pem', Rsa::KEY_TYPE_PUBLIC);
        $timeOffsetStatus = 300 >= abs(Formatter::timestamp() - (int)$inWechatpayTimestamp);
        $verifiedStatus = Rsa::verify(
            Formatter::joinedByLineFeed($inWechatpayTimestamp, $inWechatpayNonce, $inBody),
            $inWechatpaySignature,
            $platformPublicKeyInstance
        );
        if ($timeOffsetStatus && $verifiedStatus) {
            $inBodyArray = (array)json_decode($inBody, true);
            ['resource' => [
                'ciphertext'      => $ciphertext,
                'nonce'           => $nonce,
                'associated_data' => $aad
            ]] = $inBodyArray;
            $inBodyResource = AesGcm::decrypt($ciphertext, $this->apiV3Key, $nonce, $aad);
            $inBodyResourceArray = (array)json_decode($inBodyResource, true);
            Order::where('order_no', $inBodyResourceArray['out_trade_no'])->update(['status' => 1]);
            return response()->json(['code' => 'SUCCESS', 'message' => '成功']);
        }
        return response()->json(['code' => 'FAIL'], 500);
    }
}
