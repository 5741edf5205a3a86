//! Whether a request of APIv2 is signed right, and what its sender did wrong if it is not.

use http::StatusCode;
use http::request::Parts;
use openssl::error::ErrorStack;
use openssl::x509::X509;

use super::sign::{Kind, digest, kind, sign, text};
use super::xml::{Fields, get};
use crate::error::one_line;
use crate::gateway::keys::{Keys, MCHID};
use crate::gateway::response::StubResponse;
use crate::gateway::tls::Peer;
use crate::language::{Text, say};

/// Why a request is refused.
pub(in crate::gateway) struct Refused {
    status: StatusCode,
    message: Text,
}

impl Refused {
    /// `words` are WeChat Pay's, and begin the Chinese message. The reason names the remedy.
    fn new(words: &'static str, reason: &Text) -> Self {
        let message = say!("{reason}", "{words}：{reason}"; reason);
        Self { status: StatusCode::OK, message }
    }
}

/// As WeChat Pay refuses to communicate: `return_code` FAIL, unsigned.
impl From<Refused> for StubResponse {
    fn from(refused: Refused) -> Self {
        Self::new(refused.status).failure_of_v2(refused.message)
    }
}

/// The address, the certificate, the merchant, then the signature.
pub(in crate::gateway) fn check(head: &Parts, body: &[u8], keys: &Keys) -> Result<(), Refused> {
    if super::is_of_v3(head.uri.path()) {
        let reason = say!(
            "this path is APIv3's, but the body is XML, as of APIv2: send JSON and an Authorization, \
             or send the XML to a path of APIv2",
            "请求体却是 APIv2 的 XML，请发送 JSON 和 Authorization，或将 XML 发送到 APIv2 的路径"
        );
        let refused = Refused::new("该接口为APIv3接口", &reason);
        return Err(Refused { status: StatusCode::UNAUTHORIZED, ..refused });
    }
    check_certificate(head, keys)?;
    let fields = super::fields(&head.method, head.uri.query(), body).map_err(|what| {
        let reason = say!("the body is not valid XML of one level: {what}", "请求体{what}"; what);
        Refused::new("XML格式错误", &reason)
    })?;
    let mchid = ["mch_id", "mchid", "combine_mch_id", "partner"];
    match mchid.iter().find_map(|name| get(&fields, name)) {
        Some(MCHID) => {}
        Some(other) => {
            let other = one_line(other, 40);
            let reason = say!(
                "the merchant `{other}` is not this gateway's: send {MCHID}",
                "`{other}` 不是此网关的商户号，请发送 {MCHID}"
            );
            return Err(Refused::new("商户号mch_id参数错误", &reason));
        }
        None => {
            let reason = say!("mch_id is missing: add it", "请加上");
            return Err(Refused::new("缺少参数mch_id", &reason));
        }
    }
    let Some(given) = get(&fields, "sign") else {
        let reason =
            say!("sign is missing: add the request's signature", "缺少 sign，请加上请求的签名");
        return Err(Refused::new("签名错误", &reason));
    };
    let Some(kind) = kind(&fields) else {
        let reason = say!(
            "sign_type is neither MD5 nor HMAC-SHA256: write one of them, or leave it out for MD5",
            "sign_type 既不是 MD5 也不是 HMAC-SHA256，请使用其中之一；使用 MD5 时也可以不发送"
        );
        return Err(Refused::new("签名错误", &reason));
    };
    let expected = |secret| sign(kind, &fields, secret);
    match expected(&keys.secret) {
        Ok(expected) if expected == given => Ok(()),
        _ => {
            let mistake = mistake(&fields, given, kind, keys).ok().flatten();
            let mistake = mistake.unwrap_or_else(|| {
                let text = one_line(&text(&fields), 300);
                say!(
                    "the signature must be over `{text}&key=` and the APIv2 key: if that is what was \
                     signed, it was another key: use the one in apiv2_key.txt",
                    "待签名串应为 `{text}&key=` 加 APIv2 密钥；如果签名的就是它，则密钥不同，请使用 \
                     apiv2_key.txt 中的密钥"
                )
            });
            Err(Refused::new("签名错误", &mistake))
        }
    }
}

/// Whether a call needs mutual TLS.
fn demands_certificate(path: &str) -> bool {
    match path.split('/').collect::<Vec<_>>()[1..] {
        ["mmpaymkttransfers", name] => !matches!(name, "query_coupon_stock" | "querycouponsinfo"),
        ["secapi" | "mmpaymkttransfers" | "mmpaysptrans" | "wxv" | "fund", ..] => true,
        ["applyment", "micro", ..] | ["pay", "downloadfundflow"] => true,
        ["deposit", name] => matches!(name, "consume" | "refund" | "reverse"),
        _ => false,
    }
}

/// Over plain http nobody can present a certificate, and so
/// nobody has to.
fn check_certificate(head: &Parts, keys: &Keys) -> Result<(), Refused> {
    let Some(Peer::Tls(presented)) = head.extensions.get() else { return Ok(()) };
    let demands = demands_certificate(head.uri.path());
    match presented.as_ref().filter(|_| demands) {
        None if demands => Err(Refused::new(
            "缺少商户证书",
            &say!(
                "this call needs mutual TLS: present apiclient_cert.pem with its key",
                "该接口需要双向证书，请提供 apiclient_cert.pem 及其私钥"
            ),
        )),
        Some(presented) if !is_same(presented, &keys.merchant.certificate) => Err(Refused::new(
            "商户证书错误",
            &say!(
                "another certificate was presented: present this merchant's apiclient_cert.pem",
                "提供的是其他证书，请提供该商户的 apiclient_cert.pem"
            ),
        )),
        _ => Ok(()),
    }
}

fn is_same(one: &X509, other: &X509) -> bool {
    matches!((one.to_der(), other.to_der()), (Ok(one), Ok(other)) if one == other)
}

/// Tries what others have done wrong; the first that leads to the given signature is it.
fn mistake(
    fields: &Fields,
    given: &str,
    kind: Kind,
    keys: &Keys,
) -> Result<Option<Text>, ErrorStack> {
    let secret = &*keys.secret;
    if sign(kind, fields, secret)?.eq_ignore_ascii_case(given) {
        return Ok(Some(say!(
            "sign is in lower case: write its hexadecimal digits in upper case",
            "sign 为小写，请使用大写的十六进制"
        )));
    }
    let other = match kind {
        Kind::Md5 => Kind::HmacSha256,
        Kind::HmacSha256 => Kind::Md5,
    };
    if is(&sign(other, fields, secret)?, given) {
        return Ok(Some(match other {
            Kind::HmacSha256 => say!(
                "it is signed by HMAC-SHA256, but sign_type does not say so: add sign_type, which is \
                 signed, too",
                "签名用的是 HMAC-SHA256，sign_type 却不是，请加上 sign_type，它也参与签名"
            ),
            Kind::Md5 => say!(
                "sign_type says HMAC-SHA256, but it is signed by MD5: sign it as it says",
                "sign_type 为 HMAC-SHA256，签名用的却是 MD5，请按 sign_type 签名"
            ),
        }));
    }
    if is(&sign(kind, fields, &keys.apiv3_key)?, given) {
        return Ok(Some(say!(
            "it is signed with the APIv3 key: use the APIv2 key",
            "签名用的是 APIv3 密钥，请使用 APIv2 密钥"
        )));
    }
    let as_text = |text: String| digest(kind, &text, secret);
    if is(&as_text(text(fields))?, given) {
        return Ok(Some(say!(
            "the key was not appended: add `&key=` and the APIv2 key to the text",
            "待签名串末尾缺少密钥，请加上 `&key=` 和 APIv2 密钥"
        )));
    }
    if is(&as_text(format!("{}{secret}", text(fields)))?, given) {
        return Ok(Some(say!(
            "the key was appended without `&key=`: write it as `&key=` and the key",
            "待签名串末尾的密钥前缺少 `&key=`，请加上"
        )));
    }
    if let Some(what) = of_the_text(fields, given, &as_text, secret)? {
        return Ok(Some(what));
    }
    one_field(fields, given, kind, secret)
}

/// The text was joined in another way.
fn of_the_text(
    fields: &Fields,
    given: &str,
    digest: &dyn Fn(String) -> Result<String, ErrorStack>,
    secret: &str,
) -> Result<Option<Text>, ErrorStack> {
    let joined = |pairs: &[(String, String)]| {
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{}&key={secret}", pairs.join("&"))
    };
    let unsigned: Fields = fields.iter().filter(|(name, _)| name != "sign").cloned().collect();
    let mut sorted = unsigned.clone();
    sorted.sort();
    if sorted.iter().any(|(_, value)| value.is_empty()) && is(&digest(joined(&sorted))?, given) {
        return Ok(Some(say!(
            "empty fields were signed: leave them out of the text",
            "空值的字段参与了签名，请从待签名串中去掉"
        )));
    }
    let filled: Fields = unsigned.iter().filter(|(_, value)| !value.is_empty()).cloned().collect();
    if is(&digest(joined(&filled))?, given) {
        return Ok(Some(say!(
            "the fields were not sorted: sort them by the bytes of their names",
            "字段没有排序，请按字段名的字节排序"
        )));
    }
    let encoded: Fields = sorted
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| {
            let value =
                percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
            (name.clone(), value.to_string())
        })
        .collect();
    if is(&digest(joined(&encoded))?, given) {
        return Ok(Some(say!(
            "the values were percent-encoded before signing: sign them as they are",
            "签名前对值做了 URL 编码，请对原值签名"
        )));
    }
    Ok(None)
}

/// One field was left out of what was signed, or is another one by now.
fn one_field(
    fields: &Fields,
    given: &str,
    kind: Kind,
    secret: &str,
) -> Result<Option<Text>, ErrorStack> {
    for (index, (name, value)) in fields.iter().enumerate().take(64) {
        if name == "sign" || value.is_empty() {
            continue;
        }
        let shown = one_line(name, 40);
        let mut without = fields.clone();
        without.remove(index);
        if is(&sign(kind, &without, secret)?, given) {
            return Ok(Some(say!(
                "`{shown}` was not signed: sign all fields that are sent",
                "`{shown}` 没有参与签名，请对发送的全部字段签名"
            )));
        }
        let instead = |value: String| {
            let mut changed = fields.clone();
            changed[index].1 = value;
            sign(kind, &changed, secret)
        };
        if value.trim() != value && is(&instead(value.trim().to_owned())?, given) {
            return Ok(Some(say!(
                "`{shown}` has white space around it that was not signed: send it without",
                "`{shown}` 的首尾空白没有参与签名，请去掉后发送"
            )));
        }
        if value.contains('\n') && is(&instead(value.replace('\n', "\r\n"))?, given) {
            return Ok(Some(say!(
                "`{shown}` was signed with CR LF, which XML reads as LF: write lines with LF",
                "`{shown}` 签名时的换行是 CR LF，而 XML 读作 LF，请使用 LF"
            )));
        }
    }
    Ok(None)
}

fn is(expected: &str, given: &str) -> bool {
    expected.eq_ignore_ascii_case(given)
}
