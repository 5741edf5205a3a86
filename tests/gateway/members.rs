//! Bodies that the gateway's merchant world refuses, since WeChat Pay does: members that no document
//! names, nulls, amounts that are no integers.

use crate::support;

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, Gateway, Outcome, Response, ResponseExt};

struct Shop {
    gateway: Gateway,
    client: Client,
}

impl Shop {
    /// With a paid order of 100 fen.
    fn new() -> Self {
        let gateway = support::gateway();
        let client = gateway.client().unwrap();
        let shop = Self { gateway, client };
        shop.order("native", shop.body("ORDER-1")).unwrap();
        shop.gateway.pay("ORDER-1").unwrap();
        shop
    }

    fn body(&self, number: &str) -> Value {
        json!({
            "appid": "wxd678efh567hg6787",
            "mchid": self.gateway.mchid(),
            "description": "咖啡",
            "out_trade_no": number,
            "notify_url": "https://shop.example/notify",
            "amount": {"total": 100},
        })
    }

    fn order(&self, kind: &str, body: Value) -> Result<Response, Error> {
        let kind = json!({"kind": kind, "json": body});
        self.client.chain("v3/pay/transactions/{kind}").post(kind)
    }

    fn refund(&self, more: Value) -> Result<Response, Error> {
        let mut body = json!({
            "out_trade_no": "ORDER-1",
            "out_refund_no": "R-1",
            "amount": {"refund": 1, "total": 100, "currency": "CNY"},
        });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.client.chain("v3/refund/domestic/refunds").post(json!({"json": body}))
    }
}

/// Refused by `PARAM_ERROR`; the message and the detail.
#[track_caller]
fn refused(result: Result<Response, Error>) -> (String, Value) {
    let error = result.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400), "{error}");
    assert_ne!(error.outcome(), Outcome::NotSent);
    let api = error.api().unwrap();
    assert_eq!(api.code, "PARAM_ERROR");
    (api.message.clone(), api.detail.clone())
}

#[test]
fn members_that_are_not_documented_are_named() {
    let shop = Shop::new();
    let wrong = json!({"appid": "wxd678efh567hg6787", "mchid": shop.gateway.mchid()});
    let (message, detail) = refused(shop.refund(wrong));
    assert!(message.starts_with("the endpoint has no "), "{message}");
    assert_eq!(detail, json!({"location": null, "value": ["/body/appid", "/body/mchid"]}));

    let undefined = |result| refused(result).1["value"].clone();
    let with = |kind: &str, pointer: &str, value: Value| {
        let mut body = shop.body("ORDER-2");
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(parent).unwrap()[name] = value;
        shop.order(kind, body)
    };
    for kind in ["native", "jsapi", "app", "h5"] {
        assert_eq!(undefined(with(kind, "/sign_type", json!("RSA"))), json!(["/body/sign_type"]));
    }
    for (kind, pointer, value, named) in [
        ("native", "/amount/Total", json!(1), "/body/amount/Total"),
        ("native", "/payer", json!({"openid": "o"}), "/body/payer/openid"),
        (
            "native",
            "/detail",
            json!({"goods_detail": [{}, {"x": 1}]}),
            "/body/detail/goods_detail/1/x",
        ),
        ("jsapi", "/scene_info", json!({"h5_info": {"type": "iOS"}}), "/body/scene_info/h5_info"),
        ("app", "/a~/b", json!(1), "/body/a~0~1b"),
        ("native", "/attach", json!({"a": 1}), "/body/attach/a"),
        ("native", "/out", json!(1), "/body/out"),
    ] {
        let result = match pointer {
            "/a~/b" => {
                let mut body = shop.body("ORDER-2");
                body["a~/b"] = value;
                shop.order(kind, body)
            }
            _ => with(kind, pointer, value),
        };
        assert_eq!(undefined(result), json!([named]), "{pointer}");
    }
    let close = json!({"n": "ORDER-1", "json": {"mchid": shop.gateway.mchid(), "appid": "wx"}});
    let close = shop.client.chain("v3/pay/transactions/out-trade-no/{n}/close").post(close);
    assert_eq!(undefined(close), json!(["/body/appid"]));
    // A client can't have the refusal be of any length.
    let many: serde_json::Map<_, _> = (0..100).map(|at| (format!("x{at}"), at.into())).collect();
    assert_eq!(undefined(shop.refund(Value::Object(many))).as_array().unwrap().len(), 20);
}

#[test]
fn what_is_documented_is_taken() {
    let shop = Shop::new();
    let detail = json!({
        "cost_price": 608800,
        "invoice_id": "微信123",
        "goods_detail": [{"merchant_goods_id": "1246464644", "quantity": 1, "unit_price": 100}],
    });
    for (kind, more) in [
        (
            "native",
            json!({"support_fapiao": false, "limit_pay": ["no_credit"], "goods_tag": "WXG"}),
        ),
        ("jsapi", json!({"payer": {"openid": "o"}, "settle_info": {"profit_sharing": false}})),
        ("app", json!({"scene_info": {"store_info": {"id": "0001", "name": "腾讯大厦分店"}}})),
        ("h5", json!({"scene_info": {"payer_client_ip": "127.0.0.1", "h5_info": {"type": "Wap"}}})),
    ] {
        let mut body = shop.body(&format!("ORDER-{kind}"));
        body["detail"] = detail.clone();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        shop.order(kind, body).unwrap();
    }
    let refund = json!({
        "reason": "商品已售完",
        "funds_account": "AVAILABLE",
        "goods_detail": [{"merchant_goods_id": "1217752501201407033233368018", "unit_price": 1,
                          "refund_amount": 1, "refund_quantity": 1}],
    });
    shop.refund(refund).unwrap();
}

#[test]
fn null_is_no_value() {
    let shop = Shop::new();
    let (message, detail) = refused(shop.refund(json!({"notify_url": null})));
    assert!(message.contains("`/notify_url` of the body is null: leave"), "{message}");
    assert_eq!((&detail["field"], &detail["location"]), (&json!("/notify_url"), &json!("body")));
    let mut body = shop.body("ORDER-2");
    body["amount"]["currency"] = Value::Null;
    let (_, detail) = refused(shop.order("native", body));
    assert_eq!(detail["field"], "/amount/currency");
}

#[test]
fn an_amount_is_an_integer_of_fen() {
    let shop = Shop::new();
    // As text, since this client sends 1990.0 as 1990.
    for total in ["1990.0", "1989.9999999999998", "1e3"] {
        let text = shop.body("ORDER-2").to_string().replace("100}", &format!("{total}}}"));
        let native = shop.client.chain("v3/pay/transactions/native");
        let (message, detail) = refused(native.post(json!({"body": text})));
        let shown: Value = serde_json::from_str(total).unwrap();
        assert!(message.contains(&format!("is {shown}: send an integer of fen")), "{message}");
        assert!(message.contains("19.9 * 100"), "{message}");
        assert_eq!((&detail["field"], &detail["value"]), (&json!("/amount/total"), &shown));
    }
    // What 19.9 * 100 is, to the last digit, on its way here and back.
    let mut body = shop.body("ORDER-2");
    body["amount"]["total"] = json!(19.9 * 100.0);
    let (message, detail) = refused(shop.order("native", body));
    assert!(message.contains("is 1989.9999999999998: send"), "{message}");
    assert_eq!(detail["value"].to_string(), "1989.9999999999998");
}

#[test]
fn a_complaint_s_picture_is_uploaded() {
    let shop = Shop::new();
    let folder = support::folder::Folder::new();
    let media = wechatpay_chain::MediaUtil::new(folder.file("a.png", "picture")).unwrap();
    let options = wechatpay_chain::Options::new().body(media.stream());
    let sent = shop.client.chain("v3/merchant-service/images/upload").post(options).unwrap();
    assert!(sent.json::<Value>().unwrap()["media_id"].is_string());
}
