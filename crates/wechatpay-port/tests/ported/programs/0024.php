<?php
$instance->v3->marketing->partner->productCoupon->productCoupons->_product_coupon_id_->stocks->_stock_id_->uploadCouponCodes->postAsync([
    'product_coupon_id' => 'semi;comma,colon:',
    'stock_id' => 'é',
    'json' => [
        'brand_id' => "AbCdEf12345",
        'out_request_no' => "50%25",
        "code_list" => [
            'quote\'"',
        ],
    ],
])
->then(static function(\Psr\Http\Message\ResponseInterface $response) {
    print_r(json_decode((string) $response->getBody(), true));
})
->otherwise(static function($e) { echo $e->getMessage(), PHP_EOL; })
->wait();
