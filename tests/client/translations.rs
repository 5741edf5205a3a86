//! What is wrong with a call, in Chinese.

use crate::support;

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use wechatpay_chain::template::{expand, variables};
use wechatpay_chain::{
    BoxError, Client, Error, Failover, Lang, MediaUtil, Multipart, Options, Promise, ResponseExt,
    Retry,
};

use support::server::{Reply, Server, answer, signature, signed_answer};
use support::{NOBODY, assert_translated, builder, client};

fn nobody() -> Client {
    let server = Server::start(|_| Reply::ok("{}"));
    builder(&server).base_uri(NOBODY).build().unwrap()
}

#[track_caller]
fn says(error: &Error, chinese: &str) {
    assert_translated(error);
    assert_eq!(error.localized(Lang::Chinese), chinese);
}

fn call(path: &str, options: impl Into<Options>) -> Error {
    nobody().chain(path).post(options).unwrap_err()
}

fn meets(method: Method, bytes: Vec<u8>) -> Error {
    let server = Server::start(move |_| Reply::Last(bytes.clone()));
    client(&server).chain("v3/t").request(method, Options::new().timeout(5)).unwrap_err()
}

#[test]
fn what_is_wrong_with_a_path() {
    says(
        &call("v3/t/{id}", ()),
        "POST v3/t/{id}：模板 `v3/t/{id}` 缺少参数 `id`：请以字符串或数字给出",
    );
    says(
        &call("v3/t/{id}", json!({"id": []})),
        "POST v3/t/{id}：模板 `v3/t/{id}` 会出现空缺，因为参数 `id` 为空数组：请给出字符串或数字",
    );
    says(
        &call("v3/{+id}", json!({"id": "a#b"})),
        "POST v3/{+id}：模板 `v3/{+id}` 会在参数 `id` 的 `#` 处被截断：请写 `%23`，或用 `{id}`，它会编码",
    );
    says(
        &call("v3/ABc", ()),
        "POST v3/ABc：路径段 `ABc` 含有连续两个大写字母，说明它是值（openid、单号等），PHP 会悄悄把它\
         转成小写：请在此处写变量，例如 `{name}`，再以参数给出该值",
    );
    for (path, options) in [
        ("v3/{id", json!({})),
        ("v3/id}", json!({})),
        ("v3/{}", json!({})),
        ("v3/{=id}", json!({})),
        ("v3/{a b}", json!({})),
        ("v3/{id:0}", json!({"id": "1"})),
        ("v3/{id:2}", json!({"id": ["1"]})),
        ("v3/{id}", json!({"id": false})),
        ("v3/{id}", json!({"id": ""})),
        ("v3/{id}", json!({"id": {}})),
        ("v3/{id}", json!({"id": [null]})),
        ("v3/{id}", json!({"id": [[1]]})),
        ("v3/{id}", json!({"id": ".."})),
        ("v2/pay", json!({})),
        ("mailto:a", json!({})),
        ("ftp://a/", json!({})),
        ("https:a", json!({})),
        ("https://a b/", json!({})),
        ("https://pay.example.com/", json!({})),
        ("https://a@pay.example.com/", json!({})),
        ("https://pay.example.com:x/", json!({})),
        ("http://pay.example.com/", json!({})),
    ] {
        assert_translated(&call(path, options));
    }
    let chain = nobody().chain("v3/t?a=1");
    assert_translated(&chain.chain("x").get(()).unwrap_err());
    assert_translated(&nobody().chain("v3").chain("https://a/").get(()).unwrap_err());
    for (template, values) in [("{a}", json!([])), ("{a:3}", json!({"a": {}})), ("{a", json!({}))] {
        assert_translated(&expand(template, &values).unwrap_err());
    }
    assert_translated(&expand("{a}", &json!({"a": [{}]})).unwrap_err());
    assert_translated(&variables("{a").unwrap_err());
}

#[test]
fn what_is_wrong_with_options() {
    says(
        &call("v3/t", json!({"mchid": "1"})),
        "POST v3/t：参数 `mchid` 既不是模板 `v3/t` 的变量，也不是选项：请放入 `query` 或 `json`，或去掉它",
    );
    says(
        &call("v3/t", json!({"delay": 1})),
        "POST v3/t：不支持 Guzzle 的选项 `delay`：请在调用之前自行等待",
    );
    says(
        &call("v3/t", json!({"timeout": "1"})),
        "POST v3/t：`timeout` 的类型是字符串，而应为以秒为单位的数字",
    );
    says(
        &call("v3/t", json!({"headers": {"Host": "a"}})),
        "POST v3/t：不能设置请求头 `Host`：它由请求地址决定：请设置 base_uri",
    );
    let deep = (0..200).fold(json!(1), |value, _| json!([value]));
    let guzzle = "verify cert proxy curl allow_redirects handler auth cookies decode_content expect \
                  force_ip_resolve idn_conversion on_stats progress read_timeout stream synchronous \
                  version crypto_method xml security";
    let guzzle = guzzle.split(' ').map(|name| json!({name: 1}));
    let wrong = "query body multipart base_uri sink headers form_params http_errors".split(' ');
    let wrong = wrong.map(|name| json!({name: 1}));
    let others = [
        json!({"query": deep}),
        json!([1]),
        json!({"json": 1, "body": "a"}),
        json!({"headers": {"a b": "1"}}),
        json!({"headers": {"a": "\n"}}),
        json!({"headers": {"a": [[1]]}}),
        json!({"headers": {"Authorization": "1"}}),
        json!({"headers": {"Connection": "1"}}),
        json!({"headers": {"Content-Length": "1"}}),
        json!({"headers": {"Wechatpay-Serial": "1", "wechatpay-serial": "2"}}),
        json!({"base_uri": "a"}),
        json!({"base_uri": "http://a b/"}),
        json!({"base_uri": "https://a/../b"}),
        json!({"sink": "/nowhere/at/all"}),
        json!({"multipart": [], "headers": {"Content-Type": "a"}}),
        json!({"multipart": [1]}),
        json!({"multipart": [{"a": 1}]}),
        json!({"multipart": [{"contents": ""}]}),
        json!({"multipart": [{"name": 1}]}),
        json!({"multipart": [{"name": "a"}]}),
        json!({"multipart": [{"name": "a", "contents": "", "path": "b"}]}),
        json!({"multipart": [{"name": "a", "contents": "", "headers": 1}]}),
        json!({"multipart": [{"name": "a", "contents": "", "headers": {"a": "\n"}}]}),
        json!({"multipart": [{"name": "a", "path": "/"}]}),
        json!({"multipart": [{"name": "meta", "path": "a"}]}),
        json!({"multipart": [{"name": "a", "path": "/nowhere"}]}),
        json!({"multipart": [{"name": "a", "path": "/"}, {"name": "b", "contents": ""}]}),
    ];
    for options in guzzle.chain(wrong).chain(others) {
        assert_translated(&call("v3/t", &options));
    }
    let twice = Multipart::new().text("meta", "").text("meta", "");
    assert_translated(&call("v3/t", Options::new().body(twice)));
    assert_translated(&call("v3/t", Options::new().body(Multipart::new().file("a", "/tmp"))));
    assert_translated(&MediaUtil::new("/nowhere").unwrap_err());
    let connect = nobody().chain("v3/t").request(Method::CONNECT, ());
    assert_translated(&connect.unwrap_err());
}

#[test]
fn what_is_wrong_with_a_client() {
    let server = Server::start(|_| Reply::ok("{}"));
    let refused = |builder: wechatpay_chain::ClientBuilder| builder.build().unwrap_err();
    says(
        &refused(builder(&server).trust_host("*.example.com")),
        "trust_host(`*.example.com`) 不是主机：请写 `pay.example.com` 或 `pay.example.com:8443`",
    );
    for builder in [
        builder(&server).retry(Retry::new().max_attempts(0)),
        builder(&server).retry(Retry::new().budget(5000, 0.1)),
        builder(&server).failover(Failover::wechat()),
        builder(&server).failover(Failover::to(["a"])),
        builder(&server).failover(Failover::to(["ftp://a/"])),
        builder(&server).failover(Failover::to(["https://a/b"])),
        builder(&server)
            .base_uri("https://apihk.mch.weixin.qq.com/")
            .failover(Failover::to(["https://api.mch.weixin.qq.com/"])),
        builder(&server).base_uri("http://pay.example.com/"),
        builder(&server).base_uri("a"),
        builder(&server).proxy("socks5://a"),
        builder(&server).proxy("http://a/b"),
        builder(&server).proxy("http://a b"),
    ] {
        assert_translated(&refused(builder));
    }
}

#[test]
fn what_goes_wrong_on_the_wire() {
    let error = nobody().chain("v3/t").get(()).unwrap_err();
    let said = error.localized(Lang::Chinese);
    assert!(said.starts_with("GET v3/t：无法连接到 127.0.0.1:1："), "{said}");
    assert_translated(&error);

    let server = Server::start(|_| Reply::Raw(Vec::new()));
    let error = client(&server).chain("v3/t").post(Options::new().timeout(0.05)).unwrap_err();
    assert_translated(&error);

    let refusal = json!({"code": "NO_AUTH", "message": "无权限"}).to_string();
    says(
        &meets(Method::POST, signed_answer(403, refusal.as_bytes())),
        "POST v3/t：403 NO_AUTH：无权限，Request-ID 08F7",
    );
    says(
        &meets(Method::POST, answer(502, "Content-Type: text/html\r\n", b"<html>")),
        "POST v3/t：502 Bad Gateway（6 字节，text/html）（没有签名；请求可能已经生效，请先查询，再决定是否重试）",
    );
    says(
        &meets(Method::GET, answer(302, "Location: https://a/?b\r\n", b"")),
        "GET v3/t：302 重定向到 `https://a/?…`，没有跟随，因为请求只针对原地址：确认无误后请自行调用（没有签名）",
    );
    for (status, headers, body) in [
        (200, String::new(), &b"{}"[..]),
        (200, signature(b"other"), b"{}"),
        (400, signature(b"other"), b"{}"),
        (503, String::new(), b""),
        (599, String::new(), b"a"),
        (200, "Content-Encoding: br\r\n".to_owned(), b"{}"),
        (200, "Content-Encoding: gzip\r\n".to_owned(), b"{}"),
        (200, "Content-Encoding: gzip, gzip, gzip, gzip, gzip\r\n".to_owned(), b"{}"),
    ] {
        for method in [Method::GET, Method::POST] {
            assert_translated(&meets(method, answer(status, &headers, body)));
        }
    }
    assert_translated(&meets(Method::POST, b"nonsense".to_vec()));
    assert_translated(&meets(
        Method::POST,
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n".to_vec(),
    ));

    let server = Server::start(|_| Reply::ok("{}"));
    let small = builder(&server).max_response_size(1).build().unwrap();
    assert_translated(&small.chain("v3/t").get(()).unwrap_err());
    let response = client(&server).chain("v3/t").get(()).unwrap();
    says(
        &response.json::<Vec<Value>>().unwrap_err(),
        "应答体不是所要的 JSON：invalid type: map, expected a sequence at line 1 column 0",
    );
    let bill = client(&server).chain("v3/bill/tradebill").bill(()).get().unwrap_err();
    says(
        &bill,
        "`v3/bill/tradebill` 的应答没有字段，但没有文件地址：文件可能尚未生成，请用 get() 查看状态，\
         稍后重试；如果应答是加密文件的列表，请用 bills()",
    );
    let link = client(&server).download_unsigned("ftp://a/").get().unwrap_err();
    assert_translated(&link);
    let file = client(&server).download_unsigned(format!("{}a", server.base_uri()));
    assert_translated(&file.hash("SHA1", "00").get().unwrap_err());
    let file = client(&server).download_unsigned(format!("{}a", server.base_uri()));
    assert_translated(&file.max_size(1).get().unwrap_err());
}

/// The words of user code stay, and what is ours around them is translated.
#[test]
fn the_words_of_others_stay() {
    struct Broken;

    impl wechatpay_chain::Signer for Broken {
        fn authorization<'a>(
            &'a self,
            _: &'a wechatpay_chain::SignInput<'a>,
        ) -> wechatpay_chain::BoxFuture<'a, Result<String, BoxError>> {
            Box::pin(async { Err("the HSM is on holiday".into()) })
        }
    }

    let server = Server::start(|_| Reply::ok("{}"));
    let client = builder(&server).signer(Broken).build().unwrap();
    let error = client.chain("v3/t").get(Options::new().timeout(Duration::from_secs(9)));
    let error = error.unwrap_err();
    assert_eq!(error.localized(Lang::Chinese), "GET v3/t：签名失败：the HSM is on holiday");
    let error = Promise::<()>::from(Err(Error::other("out of stock"))).wait().unwrap_err();
    assert_eq!(error.localized(Lang::Chinese), "out of stock");
}
