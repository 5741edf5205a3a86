//! The documented endpoints.

use std::collections::HashSet;

use wechatpay_chain::catalogue::{self, BodyKind, Endpoint, Type, endpoint};
use wechatpay_chain::http::Method;

fn get(path: &str) -> Option<&'static str> {
    endpoint(&Method::GET, path).map(Endpoint::path)
}

#[test]
fn it_has_all_of_them() {
    let of = |version| catalogue::endpoints().filter(|one| one.path().starts_with(version)).count();
    // 1,017 pages, and one that only the official SDKs have.
    assert_eq!(of("v3/"), 1018);
    assert_eq!(of("v2/"), 123);
    assert_eq!(catalogue::endpoints().len(), 1018 + 123);
    assert_eq!(catalogue::events().len(), 102);
    let events: HashSet<_> = catalogue::events().map(catalogue::Event::event_type).collect();
    assert_eq!(events.len(), 102);
    // Three pages list no fields.
    assert_eq!(catalogue::events().filter(|event| event.resource().len() == 0).count(), 3);
    for one in catalogue::endpoints() {
        assert!(!one.title().is_empty() && !one.family().is_empty() || one.doc_links().len() > 0);
    }
}

/// A path as a call has it: with a value for each variable.
fn filled(template: &str) -> String {
    let mut path = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, behind) = behind.split_once('}').unwrap();
        path += before;
        if name != "empty" {
            path += "4200001234_Ab%2F";
        }
        rest = behind;
    }
    path + rest
}

#[test]
fn each_is_found_by_its_template_and_by_a_path() {
    let mut ambiguous = Vec::new();
    for one in catalogue::endpoints() {
        assert_eq!(endpoint(&one.method(), one.path()), Some(one), "{one}");
        assert_eq!(endpoint(&one.method(), &format!("/{}", one.path())), Some(one), "{one}");
        let path = filled(one.path());
        let Some(found) = endpoint(&one.method(), &path) else { panic!("{one}: {path}") };
        if found != one {
            ambiguous.push(one.to_string());
        }
    }
    ambiguous.sort();
    assert_eq!(
        ambiguous,
        [
            "POST v2/secapi/mch/{addinstitutionsub}",
            "POST v2/secapi/mch/{modifyinstitutionsub}",
            "POST v3/apply4subject/applyment/{applyment_id}/cancel",
        ]
    );
}

#[test]
fn a_path_is_found_however_it_is_written() {
    let id = "v3/pay/transactions/id/{transaction_id}";
    for path in [
        "v3/pay/transactions/id/4200001234",
        "/v3/pay/transactions/id/4200001234?mchid=1900000109",
        "https://api.mch.weixin.qq.com/v3/pay/transactions/id/4200001234",
        "v3/pay/transactions/id/{id}",
        "v3/pay/transactions/id/{transaction_id}{?mchid}",
        "v3/pay/transactions/id/{transaction_id}?mchid={mchid}",
    ] {
        assert_eq!(get(path), Some(id), "{path}");
    }
    assert_eq!(get("/hk/v3/certificates"), Some("v3/certificates"));
    let customs = "https://apihk.mch.weixin.qq.com/global/v3/customs/orders";
    assert_eq!(get(customs), Some("v3/customs/orders"));
    for path in [
        "",
        "/",
        "v3",
        "v3/pay/transactions/id",
        "v3/pay/transactions/id/",
        "v3/pay/transactions//4200001234",
        "V3/pay/transactions/id/4200001234",
        "v3/pay/Transactions/id/4200001234",
        "v3/pay/transactions/id/4200001234/more",
        "https://api.mch.weixin.qq.com",
        "{",
        "支付",
    ] {
        assert_eq!(get(path), None, "{path}");
    }
    assert_eq!(endpoint(&Method::DELETE, id), None);
    assert_eq!(endpoint(&Method::HEAD, id), None);
}

#[test]
fn a_word_goes_before_a_variable() {
    let post = |path: &str| endpoint(&Method::POST, path).map(Endpoint::path);
    let upload = "v3/merchant-service/images/upload";
    assert_eq!(post(upload), Some(upload));
    assert_eq!(
        get("v3/merchant-service/images/abc"),
        Some("v3/merchant-service/images/{media_id}")
    );
    // Only one of them is a trailing slash.
    assert_eq!(post("v3/ecommerce/applyments/"), Some("v3/ecommerce/applyments/{empty}"));
    assert_eq!(get("v3/ecommerce/applyments/200"), Some("v3/ecommerce/applyments/{applyment_id}"));
    // PHP's path has no capitals, so these are variables, named like their values.
    for name in ["addInstitutionsub", "modifyInstitutionsub", "queryInstitutionsub"] {
        let expected = format!("v2/secapi/mch/{{{}}}", name.to_lowercase());
        assert_eq!(post(&format!("v2/secapi/mch/{name}")), Some(expected.as_str()));
    }
}

#[test]
fn it_knows_the_facts_of_an_endpoint() {
    let one = endpoint(&Method::GET, "v3/pay/transactions/out-trade-no/{out_trade_no}").unwrap();
    assert_eq!(one.method(), Method::GET);
    assert_eq!(one.path_variables().collect::<Vec<_>>(), ["out_trade_no"]);
    assert_eq!(one.family(), "基础支付");
    assert_eq!((one.body_kind(), one.base_uri()), (None, None));
    assert!(one.body().is_empty());
    assert!(one.query().get("mchid").unwrap().is_required());
    assert_eq!(one.response().get("amount").unwrap().kind(), Type::Object);
    assert!(one.doc_links().all(|link| link.starts_with("https://")));

    let order = endpoint(&Method::POST, "v3/pay/transactions/jsapi").unwrap();
    assert_eq!(order.body_kind(), Some(BodyKind::Json));
    let goods = order.body().get("detail").unwrap().fields().get("goods_detail").unwrap();
    assert_eq!(goods.kind(), Type::List(&Type::Object));
    assert!(goods.fields().get("merchant_goods_id").unwrap().is_required());

    let abroad = endpoint(&Method::POST, "v3/customs/orders").unwrap();
    assert_eq!(abroad.base_uri(), Some("https://apihk.mch.weixin.qq.com/global/"));
    let encrypted = abroad
        .body()
        .iter()
        .chain(endpoint(&Method::POST, "v3/customs/verify-certificate").unwrap().body());
    assert!(encrypted.clone().any(|field| field.is_encrypted()));
    assert!(encrypted.clone().any(|field| !field.is_encrypted()));

    let image = endpoint(&Method::POST, "v3/global/merchant-storage/file/upload").unwrap();
    assert_eq!(image.body_kind(), Some(BodyKind::Multipart));
    assert!(image.body().get("meta").unwrap().is_json_encoded());

    let refund = endpoint(&Method::POST, "v2/pay/refundquery").unwrap();
    assert_eq!(refund.body_kind(), Some(BodyKind::Xml));
    let numbered = refund.response().get("refund_fee_0").unwrap();
    assert_eq!(numbered.name(), "refund_fee_$n");
    assert_eq!(
        refund.response().get("coupon_refund_id_1_23").unwrap().name(),
        "coupon_refund_id_$n_$m"
    );
    assert_eq!(refund.response().get("refund_fee_"), None);
    assert_eq!(refund.response().get("refund_fee_1x"), None);
}

#[test]
fn a_misspelt_path_finds_what_was_meant() {
    for (written, meant) in [
        ("v3/pay/transaction/id/4200001234", "v3/pay/transactions/id/{transaction_id}"),
        ("v3/pay/transactions/4200001234", "v3/pay/transactions/id/{transaction_id}"),
        ("v3/pay/transactions/jspai", "v3/pay/transactions/jsapi"),
        ("pay/transactions/native", "v3/pay/transactions/native"),
        ("/v3/refund/domestic/refund", "v3/refund/domestic/refunds"),
        ("v3/certificate", "v3/certificates"),
        (
            "v3/pay/transactions/out_trade_no/{id}",
            "v3/pay/transactions/out-trade-no/{out_trade_no}",
        ),
    ] {
        let found: Vec<_> = catalogue::similar(written).map(Endpoint::path).collect();
        assert_eq!(found.first(), Some(&meant), "{written}: {found:?}");
        assert!(found.len() <= 5);
    }
    let exact = "v3/pay/transactions/id/{transaction_id}";
    assert_eq!(catalogue::similar(exact).next().map(Endpoint::path), Some(exact));
    for path in ["", "index.html", "favicon.ico/a/b/c", &"x/".repeat(100_000), &"x".repeat(100_000)]
    {
        assert_eq!(catalogue::similar(path).next(), None);
    }
}

#[test]
fn words_find_endpoints() {
    let paths = |words| catalogue::search(words).map(Endpoint::path).collect::<Vec<_>>();
    let refund = "v3/refund/domestic/refunds/{out_refund_no}";
    let found = paths("refund 查询");
    assert!(found.contains(&refund), "{found:?}");
    assert_eq!(found, paths("REFUND  查询 "));
    let titles: Vec<_> = catalogue::search("退款").map(Endpoint::title).collect();
    // Titles first, the shortest of them before all others.
    let with: Vec<_> = titles.iter().map(|title| title.contains("退款")).collect();
    assert!(with.is_sorted_by(|one, next| one >= next));
    assert!(titles[0].chars().count() <= 4, "{titles:?}");
    assert!(paths("查退款").contains(&refund));
    assert!(
        paths("jsapi get").is_empty() || !paths("jsapi get").contains(&"v3/pay/transactions/jsapi")
    );
    assert!(paths("post jsapi").contains(&"v3/pay/transactions/jsapi"));
    assert!(paths("").is_empty() && paths("  ").is_empty() && paths("xyzzy").is_empty());
}
