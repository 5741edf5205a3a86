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

/// Why a request is refused, in Chinese as WeChat Pay says it, and in English with the remedy.
pub(in crate::gateway) struct Refused {
    status: StatusCode,
    chinese: &'static str,
    english: String,
}

impl Refused {
    fn new(chinese: &'static str, english: impl Into<String>) -> Self {
        Self { status: StatusCode::OK, chinese, english: english.into() }
    }
}

/// As WeChat Pay refuses to communicate: `return_code` FAIL, unsigned.
impl From<Refused> for StubResponse {
    fn from(refused: Refused) -> Self {
        let message = format!("{}: {}", refused.chinese, refused.english);
        Self::new(refused.status).failure_of_v2(&message).reason(one_line(&message, 400))
    }
}

/// The address, the certificate, the merchant, then the signature.
pub(in crate::gateway) fn check(head: &Parts, body: &[u8], keys: &Keys) -> Result<(), Refused> {
    if super::is_of_v3(head.uri.path()) {
        let english = "this path is APIv3's, but the body is XML, as of APIv2: send JSON and an \
                       Authorization, or send the XML to a path of APIv2";
        let refused = Refused::new("该接口为APIv3接口", english);
        return Err(Refused { status: StatusCode::UNAUTHORIZED, ..refused });
    }
    check_certificate(head, keys)?;
    let fields = super::fields(&head.method, head.uri.query(), body).map_err(|what| {
        Refused::new("XML格式错误", format!("the body is no XML of one level: {what}"))
    })?;
    let mchid = ["mch_id", "mchid", "combine_mch_id", "partner"];
    match mchid.iter().find_map(|name| get(&fields, name)) {
        Some(MCHID) => {}
        Some(other) => {
            let other = one_line(other, 40);
            let english = format!("the merchant `{other}` is not this gateway's: send {MCHID}");
            return Err(Refused::new("商户号mch_id参数错误", english));
        }
        None => return Err(Refused::new("缺少参数mch_id", "mch_id is missing: add it")),
    }
    let Some(given) = get(&fields, "sign") else {
        return Err(Refused::new("签名错误", "sign is missing: add the request's signature"));
    };
    let Some(kind) = kind(&fields) else {
        return Err(Refused::new(
            "签名错误",
            "sign_type is neither MD5 nor HMAC-SHA256: write one of them, or leave it out for MD5",
        ));
    };
    let expected = |secret| sign(kind, &fields, secret);
    match expected(&keys.secret) {
        Ok(expected) if expected == given => Ok(()),
        _ => {
            let mistake = mistake(&fields, given, kind, keys).ok().flatten();
            let mistake = mistake.unwrap_or_else(|| {
                let text = one_line(&text(&fields), 300);
                format!(
                    "the signature must be over `{text}&key=` and the APIv2 key: if that is what \
                     was signed, it was another key: take the one in apiv2_key.txt, or of \
                     Gateway::secret"
                )
            });
            Err(Refused::new("签名错误", mistake))
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
            "this call needs mutual TLS: present apiclient_cert.pem with its key",
        )),
        Some(presented) if !is_same(presented, &keys.merchant.certificate) => Err(Refused::new(
            "商户证书错误",
            "another certificate was presented: present this merchant's apiclient_cert.pem",
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
) -> Result<Option<String>, ErrorStack> {
    let secret = &*keys.secret;
    if sign(kind, fields, secret)?.eq_ignore_ascii_case(given) {
        return Ok(said("sign is in lower case: write its hexadecimal digits in upper case"));
    }
    let other = match kind {
        Kind::Md5 => Kind::HmacSha256,
        Kind::HmacSha256 => Kind::Md5,
    };
    if is(&sign(other, fields, secret)?, given) {
        return Ok(said(match other {
            Kind::HmacSha256 => {
                "it is signed by HMAC-SHA256, but sign_type does not say so: add sign_type, which \
                 is signed, too"
            }
            Kind::Md5 => "sign_type says HMAC-SHA256, but it is signed by MD5: sign it as it says",
        }));
    }
    if is(&sign(kind, fields, &keys.apiv3_key)?, given) {
        return Ok(said("it is signed with the APIv3 key: take the APIv2 key"));
    }
    let as_text = |text: String| digest(kind, &text, secret);
    if is(&as_text(text(fields))?, given) {
        return Ok(said("the key was not appended: add `&key=` and the APIv2 key to the text"));
    }
    if is(&as_text(format!("{}{secret}", text(fields)))?, given) {
        return Ok(said("the key was appended without `&key=`: write it as `&key=` and the key"));
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
) -> Result<Option<String>, ErrorStack> {
    let joined = |pairs: &[(String, String)]| {
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{}&key={secret}", pairs.join("&"))
    };
    let unsigned: Fields = fields.iter().filter(|(name, _)| name != "sign").cloned().collect();
    let mut sorted = unsigned.clone();
    sorted.sort();
    if sorted.iter().any(|(_, value)| value.is_empty()) && is(&digest(joined(&sorted))?, given) {
        return Ok(said("empty fields were signed: leave them out of the text"));
    }
    let filled: Fields = unsigned.iter().filter(|(_, value)| !value.is_empty()).cloned().collect();
    if is(&digest(joined(&filled))?, given) {
        return Ok(said("the fields were not sorted: sort them by the bytes of their names"));
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
        return Ok(said("the values were percent-encoded before signing: sign them as they are"));
    }
    Ok(None)
}

/// One field was left out of what was signed, or is another one by now.
fn one_field(
    fields: &Fields,
    given: &str,
    kind: Kind,
    secret: &str,
) -> Result<Option<String>, ErrorStack> {
    for (index, (name, value)) in fields.iter().enumerate().take(64) {
        if name == "sign" || value.is_empty() {
            continue;
        }
        let shown = one_line(name, 40);
        let mut without = fields.clone();
        without.remove(index);
        if is(&sign(kind, &without, secret)?, given) {
            return Ok(Some(format!("`{shown}` was not signed: sign all fields that are sent")));
        }
        let instead = |value: String| {
            let mut changed = fields.clone();
            changed[index].1 = value;
            sign(kind, &changed, secret)
        };
        if value.trim() != value && is(&instead(value.trim().to_owned())?, given) {
            return Ok(Some(format!(
                "`{shown}` has white space around it that was not signed: send it without"
            )));
        }
        if value.contains('\n') && is(&instead(value.replace('\n', "\r\n"))?, given) {
            return Ok(Some(format!(
                "`{shown}` was signed with CR LF, which XML reads as LF: write lines with LF"
            )));
        }
    }
    Ok(None)
}

fn is(expected: &str, given: &str) -> bool {
    expected.eq_ignore_ascii_case(given)
}

#[expect(clippy::unnecessary_wraps, reason = "it is what mistake returns")]
fn said(what: &str) -> Option<String> {
    Some(what.to_owned())
}
