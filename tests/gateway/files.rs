//! Bills from the gateway's merchant world, and uploads to it.

use crate::support;

use std::io::Read;

use serde_json::{Value, json};
use wechatpay_chain::{
    Client, Error, ErrorKind, Gateway, MediaUtil, Options, Response, ResponseExt, Verification,
};

use support::folder::Folder;
use support::sha1;

const DAY: usize = "2018-06-08".len();

/// An order that was paid, and one of whose money a part was given back. The days on which that
/// happened, in Beijing: they differ if midnight came between.
fn sell(gateway: &Gateway, client: &Client) -> [String; 3] {
    let days = [("number-1", "咖啡\n大杯"), ("number-2", "茶")].map(|(number, description)| {
        let body = json!({
            "appid": "wxd678efh567hg6787",
            "mchid": gateway.mchid(),
            "description": description,
            "out_trade_no": number,
            "attach": "桌号",
            "notify_url": "https://shop.example/notify",
            "amount": {"total": 1234},
        });
        client.chain("v3/pay/transactions/native").post(json!({"json": body})).unwrap();
        let paid = gateway.pay(number).unwrap();
        paid.order["success_time"].as_str().unwrap()[..DAY].to_owned()
    });
    let body = json!({
        "out_trade_no": "number-2",
        "out_refund_no": "R-1",
        "amount": {"refund": 205, "total": 1234, "currency": "CNY"},
    });
    let refund = client.chain("v3/refund/domestic/refunds").post(json!({"json": body}));
    let refund: Value = refund.unwrap().json().unwrap();
    let [first, second] = days;
    [first, second, refund["create_time"].as_str().unwrap()[..DAY].to_owned()]
}

/// The lines of the bills of these days, applied for, downloaded and compared with their hash: the
/// columns' names and the entries, by name; and the sums.
fn bills(client: &Client, path: &str, days: &[String], query: &Value) -> (Vec<Value>, Vec<String>) {
    let mut days = days.to_vec();
    days.dedup();
    let (mut entries, mut sums) = (Vec::new(), Vec::new());
    for day in days {
        let mut query = query.clone();
        query["bill_date"] = day.into();
        let response = match client.chain(path).bill(json!({"query": query})).get() {
            Ok(response) => response,
            // Where midnight came between, nothing of it happened on one of the days.
            Err(error) if error.api().is_some_and(|api| api.code == "NO_STATEMENT_EXIST") => {
                continue;
            }
            Err(error) => panic!("{error}"),
        };
        assert_eq!(response.verification(), Some(&Verification::Exempt));
        let text = String::from_utf8(response.into_body().to_vec()).unwrap();
        let lines = text.strip_prefix('\u{feff}').unwrap().strip_suffix("\r\n").unwrap();
        let lines = lines.split("\r\n").collect::<Vec<_>>();
        let [names, between @ .., _, sum] = &lines[..] else { panic!("{text}") };
        let values = |line: &str| -> Vec<String> {
            line.strip_prefix('`').unwrap().split(",`").map(str::to_owned).collect()
        };
        for line in between {
            let (names, values) = (names.split(','), values(line));
            assert_eq!(names.clone().count(), values.len(), "{line}");
            entries.push(
                names
                    .zip(values)
                    .map(|(name, value)| (name.to_owned(), Value::from(value)))
                    .collect(),
            );
        }
        sums = values(sum);
    }
    (entries, sums)
}

#[test]
fn the_bill_of_trades_lists_what_happened() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let days = sell(&gateway, &client);
    let path = "v3/bill/tradebill";
    let (all, sums) = bills(&client, path, &days, &json!({}));
    let column = |entries: &[Value], name: &str| -> Vec<String> {
        entries.iter().map(|entry| entry[name].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(column(&all, "商户订单号"), ["number-1", "number-2", "number-2"]);
    assert_eq!(column(&all, "交易状态"), ["SUCCESS", "SUCCESS", "REFUND"]);
    assert_eq!(column(&all, "应结订单金额"), ["12.34", "12.34", "0.00"]);
    assert_eq!(column(&all, "申请退款金额"), ["0.00", "0.00", "2.05"]);
    assert_eq!(column(&all, "商户退款单号"), ["0", "0", "R-1"]);
    assert_eq!(column(&all, "退款状态"), ["", "", "PROCESSING"]);
    // A line break in a value begins no other line.
    assert_eq!(column(&all, "商品名称"), ["咖啡 大杯", "茶", "茶"]);
    assert_eq!(column(&all, "商户数据包"), ["桌号"; 3]);
    let orders = gateway.orders();
    assert_eq!(column(&all, "微信订单号")[0], orders[0]["transaction_id"]);
    let time = orders[0]["success_time"].as_str().unwrap();
    assert_eq!(column(&all, "交易时间")[0], time[..19].replace('T', " "));
    if days[0] == days[2] {
        assert_eq!(sums, ["3", "24.68", "2.05", "0.00", "0.00000", "24.68", "2.05"]);
    }

    let query = client.chain("v3/refund/domestic/refunds/{number}");
    let refund: Value = query.get(json!({"number": "R-1"})).unwrap().json().unwrap();
    let (paid, _) = bills(&client, path, &days, &json!({"bill_type": "SUCCESS"}));
    assert_eq!(column(&paid, "商户订单号"), ["number-1", "number-2"]);
    assert_eq!(paid[0].get("微信退款单号"), None);
    let (refunded, sums) = bills(&client, path, &days, &json!({"bill_type": "REFUND"}));
    assert_eq!(column(&refunded, "微信退款单号"), [refund["refund_id"].as_str().unwrap()]);
    assert_eq!(column(&refunded, "退款状态"), ["SUCCESS"]);
    let time = refund["success_time"].as_str().unwrap();
    assert_eq!(column(&refunded, "退款成功时间"), [time[..19].replace('T', " ")]);
    assert_eq!(sums, ["1", "0.00", "2.05", "0.00", "0.00000", "0.00", "2.05"]);
}

#[test]
fn the_bill_of_the_account_keeps_its_balance() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let days = sell(&gateway, &client);
    let (flow, sums) =
        bills(&client, "v3/bill/fundflowbill", &days, &json!({"account_type": "BASIC"}));
    let column = |name: &str| -> Vec<&str> {
        flow.iter().map(|entry| entry[name].as_str().unwrap()).collect()
    };
    assert_eq!(column("收支类型"), ["收入", "收入", "支出"]);
    assert_eq!(column("收支金额(元)"), ["12.34", "12.34", "2.05"]);
    assert_eq!(column("账户结余(元)"), ["12.34", "24.68", "22.63"]);
    assert_eq!(column("业务凭证号"), ["number-1", "number-2", "R-1"]);
    if days[0] == days[2] {
        assert_eq!(sums, ["3", "2", "24.68", "1", "2.05"]);
    }
}

#[test]
fn a_packed_bill_has_the_unpacked_ones_hash() {
    let dir = Folder::new();
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let [day, ..] = sell(&gateway, &client);
    let query = json!({"bill_date": day, "bill_type": "ALL", "tar_type": "GZIP"});
    let tradebill = client.chain("v3/bill/tradebill");
    let response = tradebill.bill(json!({"query": query})).save(dir.at("bill.gz")).unwrap();
    assert_eq!(response.headers()["content-type"], "application/x-gzip");
    assert!(response.headers().keys().all(|name| !name.as_str().starts_with("wechatpay-")));
    let packed = std::fs::read(dir.at("bill.gz")).unwrap();
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
    let applied: Value = tradebill.get(json!({"query": query})).unwrap().json().unwrap();
    assert_eq!(applied["hash_type"], "SHA1");
    assert_eq!(applied["hash_value"], sha1(&unpacked));
    let plain = tradebill.bill(json!({"query": {"bill_date": day}})).get().unwrap();
    assert_eq!(&plain.body()[..], unpacked);

    // It goes to the client by the name that the client has for the gateway.
    let port = gateway.base_uri().trim_end_matches('/').rsplit_once(':').unwrap().1;
    let base = format!("http://localhost:{port}/");
    let client = gateway.client_builder().base_uri(base).build().unwrap();
    let bill = client.chain("v3/bill/tradebill").bill(json!({"query": query}));
    assert_eq!(bill.get().unwrap().body()[..2], [0x1f, 0x8b]);
}

#[track_caller]
fn refused(result: Result<Response, Error>, status: u16, code: &str, words: &str) -> Value {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api, "{error}");
    let api = error.api().unwrap();
    assert_eq!((error.status().map(|it| it.as_u16()), &*api.code), (Some(status), code), "{error}");
    assert!(api.message.contains(words), "{words}: {}", api.message);
    api.detail.clone()
}

#[test]
fn a_bill_that_is_not_there_is_refused() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let [today, ..] = sell(&gateway, &client);
    for path in ["v3/bill/tradebill", "v3/bill/fundflowbill"] {
        let get = |query: Value| client.chain(path).get(json!({"query": query}));
        for (day, words) in [
            ("2019-6-11", "is not a date"),
            ("20190611", "is not a date"),
            ("2019-02-30", "is not a date"),
            ("2999-01-01", "is in the future"),
        ] {
            let detail = refused(get(json!({"bill_date": day})), 400, "PARAM_ERROR", words);
            assert_eq!((&detail["field"], &detail["value"]), (&json!("bill_date"), &json!(day)));
            assert_eq!(detail["location"], "query");
        }
        refused(client.chain(path).get(()), 400, "PARAM_ERROR", "?bill_date=");
        let tar = json!({"bill_date": today, "tar_type": "ZIP"});
        refused(get(tar), 400, "PARAM_ERROR", "send GZIP, or leave it out");
        let other_day = json!({"bill_date": "2019-06-11"});
        refused(get(other_day), 400, "NO_STATEMENT_EXIST", "2019-06-11");
    }
    let typed = |path: &str, name: &str, value: &str| {
        client.chain(path).get(json!({"query": {"bill_date": today, name: value}}))
    };
    refused(typed("v3/bill/tradebill", "bill_type", "NONE"), 400, "PARAM_ERROR", "ALL or SUCCESS");
    refused(typed("v3/bill/fundflowbill", "account_type", "NONE"), 400, "PARAM_ERROR", "BASIC or");
    refused(typed("v3/bill/fundflowbill", "account_type", "FEES"), 400, "NO_STATEMENT_EXIST", "");
    let download = client.chain("v3/billdownload/file");
    let unknown = download.get(json!({"query": {"token": "none"}}));
    refused(unknown, 404, "RESOURCE_NOT_EXISTS", "apply for it");
    refused(download.get(()), 400, "PARAM_ERROR", "?token=");
}

const IMAGES: [&str; 2] = ["v3/merchant/media/upload", "v3/marketing/favor/media/image-upload"];
const VIDEO: &str = "v3/merchant/media/video_upload";

fn upload(client: &Client, path: &str, media: &MediaUtil) -> Result<Response, Error> {
    client.chain(path).post(Options::new().body(media.stream()))
}

#[test]
fn media_are_taken_as_they_are() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    // Also what looks like the end of the part.
    let bytes = b"\xff\xd8\r\n--\r\n\r\n--b--\r\n".to_vec();
    let image = MediaUtil::from_bytes("商店.JPG", bytes.clone());
    let taken: Value = upload(&client, IMAGES[0], &image).unwrap().json().unwrap();
    assert!(taken["media_id"].as_str().unwrap().len() > 32, "{taken}");
    let taken: Value = upload(&client, IMAGES[1], &image).unwrap().json().unwrap();
    assert!(taken["media_url"].as_str().unwrap().starts_with(gateway.base_uri()), "{taken}");
    let video = MediaUtil::from_bytes("shop.mp4", vec![7; 5 << 20]);
    let taken: Value = upload(&client, VIDEO, &video).unwrap().json().unwrap();
    assert!(taken["media_id"].is_string(), "{taken}");
    let image = MediaUtil::from_bytes("shop.png", vec![7; 2 << 20]);
    upload(&client, IMAGES[0], &image).unwrap();
}

#[test]
fn what_does_not_fit_together_in_an_upload_is_named() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    for path in [IMAGES[0], IMAGES[1], VIDEO] {
        let (name, most) = if path == VIDEO { ("a.mp4", 5 << 20) } else { ("a.png", 2 << 20) };
        let with = |meta: Value| {
            let mut media = MediaUtil::from_bytes(name, "contents");
            media.set_meta(meta);
            refused(upload(&client, path, &media), 400, "PARAM_ERROR", "of the meta")
        };
        let sha256 = MediaUtil::from_bytes(name, "contents").sha256();
        let other = MediaUtil::from_bytes(name, "content").sha256();
        let detail = with(json!({"filename": name, "sha256": other}));
        assert_eq!((&detail["field"], &detail["location"]), (&json!("/sha256"), &json!("meta")));
        assert!(detail["issue"].as_str().unwrap().contains(&sha256), "{detail}");
        assert_eq!(with(json!({"filename": name}))["field"], "/sha256");
        assert_eq!(with(json!({"filename": name, "sha256": "00"}))["field"], "/sha256");
        assert_eq!(with(json!({"sha256": sha256}))["field"], "/filename");
        assert_eq!(with(json!({"filename": "a.gif", "sha256": sha256}))["field"], "/filename");

        for (name, length, words) in [
            (name, 0, "has 0 bytes"),
            (name, most + 1, "MiB"),
            ("a.gif", 1, "does not end in"),
            ("png", 1, "does not end in"),
        ] {
            let media = MediaUtil::from_bytes(name, vec![7; length]);
            refused(upload(&client, path, &media), 400, "PARAM_ERROR", words);
        }
        let parts = |parts: Value| client.chain(path).post(json!({"multipart": parts}));
        let meta = json!({"filename": name, "sha256": sha256}).to_string();
        let meta = json!({"name": "meta", "contents": meta});
        let detail =
            refused(parts(json!([meta])), 400, "PARAM_ERROR", "`file` of the body is missing");
        assert_eq!(detail["field"], "file");
        let file = json!({"name": "file", "contents": "contents"});
        refused(parts(json!([meta, file])), 400, "PARAM_ERROR", "has no filename");
        let renamed = json!({"name": "file", "contents": "contents", "filename": "a.exe"});
        refused(parts(json!([meta, renamed])), 400, "PARAM_ERROR", "has a filename that");
        refused(parts(json!([file])), 400, "PARAM_ERROR", "`meta` of the body is missing");
        let list = json!({"name": "meta", "contents": "[]"});
        refused(parts(json!([list, file])), 400, "PARAM_ERROR", "the meta is a list");
        let json = client.chain(path).post(json!({"json": {}}));
        refused(json, 400, "PARAM_ERROR", "is not multipart/form-data");
    }
}
