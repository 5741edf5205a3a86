//! A v2 request: its path, and the signed XML or query.

use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};
use http::request::Parts;
use http::{Method, Uri};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::mutual_tls::is_demanded;
use super::{Account, HMAC_SHA256, MD5, V2};
use crate::error::{Error, one_line};
use crate::formatter::Formatter;
use crate::json_value::{kind_of, plain_number};
use crate::language::say;
use crate::options::{Query, Settings};
use crate::xml;

/// The parameters that may name the merchant, as PHP looks for them.
const MERCHANT: [&str; 3] = ["mch_id", "mchid", "combine_mch_id"];

/// The path behind `v2/`; `None` for a path of APIv3.
pub(crate) fn path(expanded: &str) -> Option<&str> {
    let path = expanded.strip_prefix('/').unwrap_or(expanded);
    let (version, rest) = path.split_once('/')?;
    version.eq_ignore_ascii_case("v2").then_some(rest)
}

/// The headers of a v2 request, from those of APIv3.
pub(crate) fn headers(defaults: &HeaderMap) -> HeaderMap {
    let mut headers = defaults.clone();
    let accepted = HeaderValue::from_static("text/xml, text/plain, application/x-gzip");
    headers.insert(ACCEPT, accepted);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/xml; charset=utf-8"));
    headers.remove("wechatpay-serial");
    headers
}

/// Turns the option `xml` into a signed body, or for a GET into a signed query.
pub(crate) fn prepare(
    account: Option<&Account>,
    method: &Method,
    path: &str,
    settings: &mut Settings,
) -> Result<V2, Error> {
    if let Some(name) = settings.bodies().first() {
        return Err(Error::options(say!(
            "`{name}` is not for APIv2, whose requests are XML: use `xml` with the parameters",
            "`{name}` 不适用于 APIv2（请求为 XML）：请用 `xml` 传参数"
        )));
    }
    let Some(account) = account else {
        return Err(Error::config(say!(
            "`v2/…` is signed by the APIv2 key, which the client does not have: give it by secret() \
             of Client::builder()",
            "`v2/…` 用 APIv2 密钥签名，而客户端没有设置：请用 Client::builder() 的 secret() 设置"
        )));
    };
    let is_get = *method == Method::GET;
    let parameters = parameters(settings, is_get)?;
    let nonceless = settings.nonceless.take().unwrap_or(false);
    let signed = signed(account, parameters, nonceless)?;
    if is_get {
        settings.query = Some(Query::Map(signed));
    } else {
        settings.body = Some(xml::write(&Value::Object(signed))?.into());
    }
    let security = settings.security.take().unwrap_or_else(|| is_demanded(path));
    if security && !account.mutual_tls {
        return Err(Error::config(say!(
            "the call needs mutual TLS: give apiclient_cert.pem by merchant_certificate() of \
             Client::builder(), or set `security` to false",
            "此调用需要双向 TLS：请用 Client::builder() 的 merchant_certificate() 给出 apiclient_cert.pem，\
             或把 `security` 设为 false"
        )));
    }
    Ok(V2 { security })
}

/// An option of APIv2 does nothing in a v3 call, so it is a mistake there.
pub(crate) fn refuse_v3(settings: &Settings) -> Result<(), Error> {
    let given = [
        ("xml", settings.xml.is_some()),
        ("security", settings.security.is_some()),
        ("nonceless", settings.nonceless.is_some()),
    ];
    let Some((name, _)) = given.into_iter().find(|(_, given)| *given) else { return Ok(()) };
    Err(Error::options(say!(
        "`{name}` belongs to APIv2, but the path does not begin with `v2/`: write it as in \
         `v2/pay/micropay`, or remove the option",
        "`{name}` 只用于 APIv2，而路径不以 `v2/` 开头：请写成 `v2/pay/micropay` 的形式，或去掉该选项"
    )))
}

fn parameters(settings: &mut Settings, is_get: bool) -> Result<Map<String, Value>, Error> {
    let query = match settings.query.take() {
        None => None,
        Some(Query::Map(map)) if is_get => Some(map),
        Some(_) if is_get => {
            return Err(Error::options(say!(
                "the query of a v2 call is signed, so it can't be a ready string: give an object",
                "v2 调用的查询参数要参与签名，不能是现成的字符串：请给出对象"
            )));
        }
        Some(_) => {
            return Err(Error::options(say!(
                "a v2 call has its parameters in `xml`, and no `query`: move them there",
                "v2 调用的参数在 `xml` 中，没有 `query`：请移到 `xml`"
            )));
        }
    };
    match (settings.xml.take(), query) {
        (Some(_), Some(_)) => Err(Error::options(say!(
            "`xml` and `query` are both the parameters of a v2 GET: give one of them",
            "`xml` 和 `query` 都是 v2 GET 的参数：只保留其中一个"
        ))),
        (Some(parameters), None) | (None, Some(parameters)) => Ok(parameters),
        (None, None) => Err(Error::options(say!(
            "a v2 call has no parameters: give them by `xml`, such as json!({{\"xml\": {{…}}}})",
            "v2 调用缺少参数：请用 `xml` 给出，例如 json!({{\"xml\": {{…}}}})"
        ))),
    }
}

/// The parameters as texts, with a nonce unless there is one, and the signature.
fn signed(
    account: &Account,
    parameters: Map<String, Value>,
    nonceless: bool,
) -> Result<Map<String, Value>, Error> {
    let mut fields = Map::with_capacity(parameters.len() + 2);
    for (name, value) in parameters {
        if let Some(text) = text(&name, value)? {
            fields.insert(name, text.into());
        }
    }
    check_merchant(account, &fields)?;
    if !nonceless && !fields.contains_key("nonce_str") {
        fields.insert("nonce_str".to_owned(), Formatter::nonce(32).into());
    }
    let kind = fields.get("sign_type").and_then(Value::as_str).unwrap_or(MD5);
    if ![MD5, HMAC_SHA256].contains(&kind) {
        let kind = one_line(kind, 40);
        return Err(Error::options(say!(
            "the sign_type `{kind}` is unknown: it is `MD5` or `HMAC-SHA256`, in upper case",
            "不支持的 sign_type `{kind}`：应为大写的 `MD5` 或 `HMAC-SHA256`"
        )));
    }
    let sign = account.secret.sign(kind, &fields)?;
    // A `sign` of the caller's would have been one of an earlier request.
    fields.shift_remove("sign");
    fields.insert("sign".to_owned(), sign.into());
    Ok(fields)
}

/// A parameter as PHP writes it; `None` for null, which is not sent.
fn text(name: &str, value: Value) -> Result<Option<String>, Error> {
    let shown = one_line(name, 80);
    if !xml::is_name(name) {
        return Err(Error::options(say!(
            "`{shown}` can't be the name of an XML element: it begins with a letter, and has \
             letters, digits and `._:-`",
            "`{shown}` 不能作为 XML 元素名：须以字母开头，只含字母、数字和 `._:-`"
        )));
    }
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        Value::Number(number) => Ok(Some(plain_number(&number))),
        Value::Bool(true) => Ok(Some("1".to_owned())),
        other => {
            let found = kind_of(&other);
            Err(Error::options(say!(
                "the parameter `{shown}` is {found}, but APIv2 has texts only: write it as its page \
                 says, such as \"N\", or as a string of JSON",
                "参数 `{shown}` 是{found}，而 APIv2 只有文本：请按接口文档写成如 \"N\" 的文本，或 JSON 字符串";
                found
            )))
        }
    }
}

/// A request in another merchant's name would be signed by the wrong key.
fn check_merchant(account: &Account, fields: &Map<String, Value>) -> Result<(), Error> {
    let Some(mchid) = &account.mchid else { return Ok(()) };
    let given = MERCHANT.iter().find_map(|name| fields.get(*name));
    match given.and_then(Value::as_str) {
        Some(given) if given == mchid => Ok(()),
        Some(given) => {
            let given = one_line(given, 40);
            Err(Error::options(say!(
                "the parameters name the merchant `{given}`, but the client is `{mchid}`: the APIv2 \
                 key belongs to one merchant, so use a client for each",
                "参数中的商户号是 `{given}`，而客户端是 `{mchid}`：APIv2 密钥属于一个商户，请为每个商户各建一个客户端"
            )))
        }
        None => Err(Error::options(say!(
            "the parameters lack the merchant: add `mch_id` (or `mchid`, `combine_mch_id`, as the \
             endpoint's page says) with `{mchid}`",
            "参数缺少商户号：请加上 `mch_id`（或按接口文档用 `mchid`、`combine_mch_id`），值为 `{mchid}`"
        ))),
    }
}

/// An address of APIv3, to which no v2 signature may go: a layer may have changed it.
pub(crate) fn refuse_address(uri: &Uri) -> Result<(), Error> {
    if !uri.path().split('/').any(|segment| segment.eq_ignore_ascii_case("v3")) {
        return Ok(());
    }
    Err(Error::path(say!(
        "`v2/…` leads to an address of APIv3, which has signatures of its own: remove `v2/`",
        "`v2/…` 指向了 APIv3 的地址，而 APIv3 另有签名方式：请去掉 `v2/`"
    )))
}

/// The text whose signature a request must have, without the key. `None` if it has no parameters.
pub fn signed_text(parts: &Parts, body: &[u8]) -> Option<String> {
    let of_query = |query: &str| -> Map<String, Value> {
        let decoded = |text| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.map(|(name, value)| (decoded(name), decoded(value).into())).collect()
    };
    let fields = match parts.method {
        Method::GET => of_query(parts.uri.query()?),
        _ => xml::read(body).ok()?,
    };
    Some(Formatter::query_string_like(Formatter::ksort(xml::texts(&fields))))
}
