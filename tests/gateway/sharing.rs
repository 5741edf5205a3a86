//! Profit sharing: receivers, shares of a payment, what is left, and returns.

use crate::orders::refused;
use crate::support;

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, Gateway, Options, PublicKey, Response, ResponseExt};

const NUMBER: &str = "1217752501201407033233368018";
const STORE: &str = "1900000200";
const USER: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";

/// The transaction_id of a paid order of 100 fen.
fn paid(gateway: &Gateway, number: &str, profit_sharing: bool) -> String {
    let order = json!({
        "appid": "wxd678efh567hg6787",
        "mchid": gateway.mchid(),
        "description": "咖啡",
        "out_trade_no": number,
        "notify_url": "https://shop.example/notify",
        "amount": {"total": 100},
        "settle_info": {"profit_sharing": profit_sharing},
    });
    let client = gateway.client().unwrap();
    client.chain("v3/pay/transactions/native").post(json!({"json": order})).unwrap();
    gateway.pay(number).unwrap().transaction_id
}

fn post(client: &Client, path: &str, body: &Value) -> Result<Response, Error> {
    client.chain(format!("v3/profitsharing/{path}")).post(json!({"json": body}))
}

/// Adds the store, whose name is encrypted, and the user.
fn add_receivers(client: &Client) -> Value {
    let sensitive = client.sensitive().unwrap();
    let mut store = json!({
        "appid": "wxd678efh567hg6787",
        "type": "MERCHANT_ID",
        "account": STORE,
        "name": "腾讯充值",
        "relation_type": "STORE",
    });
    sensitive.encrypt_fields(&mut store, &["/name"]).unwrap();
    let add = client.chain("v3/profitsharing/receivers/add");
    let added = add.post(Options::new().sensitive(&sensitive).json(store));
    let mut added: Value = added.unwrap().json().unwrap();
    sensitive.decrypt_fields(&mut added, &["/name"]).unwrap();
    let user = json!({
        "appid": "wxd678efh567hg6787",
        "type": "PERSONAL_OPENID",
        "account": USER,
        "relation_type": "USER",
    });
    post(client, "receivers/add", &user).unwrap();
    added
}

/// A request that gives the store and the user these amounts.
fn request(id: &str, number: &str, amounts: [u64; 2], releases: bool) -> Value {
    json!({
        "appid": "wxd678efh567hg6787",
        "transaction_id": id,
        "out_order_no": number,
        "receivers": [
            {"type": "MERCHANT_ID", "account": STORE, "amount": amounts[0], "description": "分给门店"},
            {"type": "PERSONAL_OPENID", "account": USER, "amount": amounts[1], "description": "返现"},
        ],
        "unfreeze_unsplit": releases,
    })
}

fn left(client: &Client, id: &str) -> Value {
    let chain = client.chain("v3/profitsharing/transactions/{transaction_id}/amounts");
    let left: Value = chain.get(json!({"transaction_id": id})).unwrap().json().unwrap();
    assert_eq!(left["transaction_id"], id);
    left["unsplit_amount"].clone()
}

fn query(client: &Client, id: &str, number: &str) -> Result<Value, Error> {
    let chain = client.chain("v3/profitsharing/orders/{out_order_no}");
    chain.get(json!({"out_order_no": number, "query": {"transaction_id": id}}))?.json()
}

#[test]
fn a_payment_is_shared_until_nothing_is_left() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let id = paid(&gateway, NUMBER, true);
    let added = add_receivers(&client);
    assert_eq!(
        added,
        json!({
            "type": "MERCHANT_ID", "account": STORE, "relation_type": "STORE", "name": "腾讯充值",
        })
    );
    assert_eq!(left(&client, &id), 100);

    let first = request(&id, "P1", [20, 10], false);
    let shared: Value = post(&client, "orders", &first).unwrap().json().unwrap();
    assert_eq!(shared["state"], "PROCESSING");
    assert_eq!(shared["receivers"][0]["result"], "PENDING");
    assert_eq!(left(&client, &id), 70);
    let again: Value = post(&client, "orders", &first).unwrap().json().unwrap();
    assert_eq!(again, shared, "the same request is the same shares");
    assert_eq!(left(&client, &id), 70);
    let finished = query(&client, &id, "P1").unwrap();
    assert_eq!(
        (&finished["state"], &finished["order_id"]),
        (&json!("FINISHED"), &shared["order_id"])
    );
    for (index, account, amount) in [(0, STORE, 20), (1, USER, 10)] {
        let share = &finished["receivers"][index];
        assert_eq!(share["account"], account);
        assert_eq!((&share["result"], &share["amount"]), (&json!("SUCCESS"), &json!(amount)));
        assert_eq!(share["detail_id"], shared["receivers"][index]["detail_id"]);
        assert_ne!(share["finish_time"], shared["receivers"][index]["finish_time"]);
    }

    let detail = post(&client, "orders", &request(&id, "P2", [70, 1], false));
    refused(detail, 403, "NOT_ENOUGH", "the 70 fen that are left");
    let overflow = request(&id, "P2", [u64::MAX, 1], false);
    refused(post(&client, "orders", &overflow), 403, "NOT_ENOUGH", "the 70 fen that are left");
    assert_eq!(left(&client, &id), 70);
    post(&client, "orders", &request(&id, "P2", [40, 10], false)).unwrap();

    // What was given back to the payer is not shared.
    let refund = json!({
        "transaction_id": id, "out_refund_no": "R1",
        "amount": {"refund": 5, "total": 100, "currency": "CNY"},
    });
    client.chain("v3/refund/domestic/refunds").post(json!({"json": refund})).unwrap();
    assert_eq!(left(&client, &id), 15);
    let unfreeze =
        json!({"transaction_id": id, "out_order_no": "P3", "description": "解冻全部剩余资金"});
    let released: Value = post(&client, "orders/unfreeze", &unfreeze).unwrap().json().unwrap();
    assert_eq!(released["receivers"][0]["account"], gateway.mchid());
    assert_eq!(released["receivers"][0]["amount"], 15);
    assert_eq!(released["receivers"][0]["description"], "解冻全部剩余资金");
    assert_eq!(left(&client, &id), 0);
    refused(
        post(&client, "orders", &request(&id, "P4", [1, 1], false)),
        403,
        "NOT_ENOUGH",
        "the 0 fen that are left",
    );
}

#[test]
fn the_rest_may_be_released_at_once() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let id = paid(&gateway, NUMBER, true);
    add_receivers(&client);
    let shared: Value =
        post(&client, "orders", &request(&id, "P1", [20, 10], true)).unwrap().json().unwrap();
    let receivers = shared["receivers"].as_array().unwrap();
    assert_eq!(receivers.iter().map(|it| it["amount"].as_u64().unwrap()).sum::<u64>(), 100);
    assert_eq!(receivers[2]["account"], gateway.mchid());
    assert_eq!(left(&client, &id), 0);
}

#[test]
fn a_share_is_returned() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let id = paid(&gateway, NUMBER, true);
    add_receivers(&client);
    post(&client, "orders", &request(&id, "P1", [20, 10], false)).unwrap();
    let give_back = |number: &str, amount: u64, mchid: &str| {
        let body = json!({
            "out_order_no": "P1", "out_return_no": number, "return_mchid": mchid,
            "amount": amount, "description": "用户退款",
        });
        post(&client, "return-orders", &body)
    };
    refused(give_back("B1", 5, STORE), 400, "INVALID_REQUEST", "until its state is FINISHED");
    query(&client, &id, "P1").unwrap();
    let returned: Value = give_back("B1", 15, STORE).unwrap().json().unwrap();
    assert_eq!((&returned["result"], &returned["amount"]), (&json!("PROCESSING"), &json!(15)));
    assert_eq!(give_back("B1", 15, STORE).unwrap().json::<Value>().unwrap(), returned);
    let detail =
        refused(give_back("B2", 6, STORE), 400, "INVALID_REQUEST", "the 5 fen that are left");
    assert_eq!(detail["field"], "/amount");
    refused(give_back("B1", 5, STORE), 400, "INVALID_REQUEST", "a new out_return_no");
    // A person can't be made to give back.
    refused(give_back("B2", 1, USER), 400, "INVALID_REQUEST", "got no share");
    give_back("B2", 5, STORE).unwrap();
    let chain = client.chain("v3/profitsharing/return-orders/{out_return_no}");
    let query = |of: &str| chain.get(json!({"out_return_no": "B1", "query": {"out_order_no": of}}));
    let shown: Value = query("P1").unwrap().json().unwrap();
    assert_eq!(
        (&shown["result"], &shown["return_id"]),
        (&json!("SUCCESS"), &returned["return_id"])
    );
    refused(query("P2"), 404, "RESOURCE_NOT_EXISTS", "correct the numbers");
}

#[test]
fn what_can_not_be_shared_is_refused() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let id = paid(&gateway, NUMBER, true);
    let plain = paid(&gateway, "plain-order", false);
    let good = request(&id, "P1", [20, 10], false);
    let detail = refused(post(&client, "orders", &good), 400, "INVALID_REQUEST", "was not added");
    assert_eq!(detail["field"], "/receivers/0/account");
    add_receivers(&client);
    let user = json!({"appid": "wxd678efh567hg6787", "type": "PERSONAL_OPENID", "account": USER});
    post(&client, "receivers/delete", &user).unwrap();
    let detail = refused(post(&client, "orders", &good), 400, "INVALID_REQUEST", "was not added");
    assert_eq!(detail["field"], "/receivers/1/account");
    add_receivers(&client);
    refused(
        post(&client, "orders", &request(&plain, "P1", [1, 1], false)),
        400,
        "INVALID_REQUEST",
        "profit_sharing: true",
    );
    refused(
        post(&client, "orders", &request("4200000000", "P1", [1, 1], false)),
        404,
        "RESOURCE_NOT_EXISTS",
        "no payment has this transaction_id",
    );
    let with = crate::orders::with;
    for (pointer, value, words) in [
        ("/unfreeze_unsplit", Value::Null, "is missing: send true or false"),
        ("/unfreeze_unsplit", json!("true"), "is a string: send true or false"),
        ("/receivers", json!([]), "has 0 members"),
        ("/receivers", Value::Null, "is missing: send a list"),
        ("/receivers/0/type", json!("MCHID"), "is unknown: send MERCHANT_ID or"),
        ("/receivers/0/amount", json!(1.5), "send an integer of fen"),
        ("/receivers/0/name", json!("腾讯充值"), "encrypt it with RSA-OAEP"),
        ("/receivers/0/nick", json!("x"), "/body/receivers/0/nick"),
        ("/appid", Value::Null, "is missing: add it"),
        ("/out_order_no", json!("P/1"), "contains other characters"),
    ] {
        refused(post(&client, "orders", &with(&good, pointer, value)), 400, "PARAM_ERROR", words);
    }
    post(&client, "orders", &good).unwrap();
    let other = with(&good, "/receivers/0/amount", json!(21));
    refused(post(&client, "orders", &other), 400, "INVALID_REQUEST", "a new out_order_no");
    let error = query(&client, &plain, "P1").unwrap_err();
    assert_eq!(error.api().unwrap().code, "RESOURCE_NOT_EXISTS");
}

#[test]
fn a_name_is_encrypted_with_the_key_that_the_header_names() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let sensitive = client.sensitive().unwrap();
    let add = |serial: &str, name: &str| {
        let body = json!({
            "appid": "wxd678efh567hg6787", "type": "MERCHANT_ID", "account": STORE,
            "name": name, "relation_type": "STORE",
        });
        let headers = json!({"Wechatpay-Serial": serial});
        client
            .chain("v3/profitsharing/receivers/add")
            .post(json!({"json": body, "headers": headers}))
    };
    let name = sensitive.encrypt("腾讯充值").unwrap().to_string();
    add(sensitive.serial(), &name).unwrap();
    // Neither plain text, nor text of another key.
    let other = if sensitive.serial() == gateway.public_key_id() {
        gateway.platform_serial()
    } else {
        gateway.public_key_id()
    };
    for (serial, name) in [(sensitive.serial(), "腾讯充值"), (other, &*name)] {
        let detail = refused(add(serial, name), 400, "PARAM_ERROR", "encrypt it with RSA-OAEP");
        assert_eq!((&detail["field"], &detail["value"]), (&json!("/name"), &Value::Null));
    }
    // A client that knows a platform certificate names it only by request.
    let key = PublicKey::from_pem(gateway.platform_certificate_pem()).unwrap();
    let builder = support::merchant(&gateway).platform_key(gateway.platform_serial(), key);
    let body = json!({
        "appid": "wxd678efh567hg6787", "type": "MERCHANT_ID", "account": STORE,
        "name": name, "relation_type": "STORE",
    });
    let unnamed = post(&builder.build().unwrap(), "receivers/add", &body);
    refused(unnamed, 400, "PARAM_ERROR", "the header Wechatpay-Serial is missing");
}
