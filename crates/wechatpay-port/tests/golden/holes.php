<?php
$mchid = config('pay.mchid');
$appid = env('APPID');
$secret = getenv('SECRET');
$order = Order::find(1);
$order->status = 2;
goto end;
$instance->chain('v3/pay/transactions/native')->post(['json' => ['mchid' => $mchid, 'appid' => $appid, 'attach' => $secret, 'total' => $order->total]]);
interface Payable { public function pay(); }
