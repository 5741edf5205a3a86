//! A v2 response: its signature, and whether it is a failure.

use serde_json::{Map, Value};

use super::{Secret, kind_of};
use crate::crypto::Hash;
use crate::error::ApiError;
use crate::language::{Text, say};
use crate::response::Verification;
use crate::xml;

/// The paths whose responses WeChat Pay does not sign, the same that PHP exempts.
const UNSIGNED: [&str; 24] = [
    "/mchrisk/querymchrisk",
    "/mchrisk/setmchriskcallback",
    "/mchrisk/syncmchriskresult",
    "/mmpaymkttransfers/gethbinfo",
    "/mmpaymkttransfers/gettransferinfo",
    "/mmpaymkttransfers/pay_bank",
    "/mmpaymkttransfers/promotion/paywwsptrans2pocket",
    "/mmpaymkttransfers/promotion/querywwsptrans2pocket",
    "/mmpaymkttransfers/promotion/transfers",
    "/mmpaymkttransfers/query_bank",
    "/mmpaymkttransfers/sendgroupredpack",
    "/mmpaymkttransfers/sendminiprogramhb",
    "/mmpaymkttransfers/sendredpack",
    "/papay/entrustweb",
    "/papay/h5entrustweb",
    "/papay/partner/entrustweb",
    "/papay/partner/h5entrustweb",
    "/pay/downloadbill",
    "/pay/downloadfundflow",
    "/payitil/report",
    "/risk/getpublickey",
    "/risk/getviolation",
    "/secapi/mch/submchmanage",
    "/xdc/apiv2getsignkey/sign/getsignkey",
];

/// Whether this path returns a file.
pub(crate) fn is_bill(path: &str) -> bool {
    ["/pay/downloadbill", "/pay/downloadfundflow"].contains(&path)
}

/// What the error of a bill begins with.
const XML: &[u8] = b"<xml";

/// Whether a body that begins so is XML, and no bill; `None` if that is still open.
pub(crate) fn begins_as_xml(body: &[u8]) -> Option<bool> {
    let body = body.trim_ascii_start();
    let known = body.len() >= XML.len() || !XML.starts_with(body);
    known.then(|| body.starts_with(XML))
}

/// In a response's extensions: a 2xx whose `return_code` or `result_code` is not `SUCCESS`.
#[derive(Debug, Clone)]
pub(crate) struct Failed {
    pub(crate) api: ApiError,
    /// Whether WeChat Pay took the request in: then `result_code` says what became of it.
    communicated: bool,
}

/// Checks a 2xx. `is_wechat_pay` tells whether the host is one that may leave out signatures.
///
/// # Errors
///
/// Why it can't be trusted.
pub(crate) fn judge(
    secret: &Secret,
    path: &str,
    is_wechat_pay: bool,
    body: &[u8],
) -> Result<(Verification, Option<Failed>), (Verification, Text)> {
    let is_exempt = is_wechat_pay && UNSIGNED.contains(&path);
    // A bill or a page; its error is XML, as everywhere.
    if is_exempt && begins_as_xml(body) != Some(true) {
        return Ok((Verification::Exempt, None));
    }
    let fields = xml::read(body).map_err(|error| {
        let reason = say!("{error}", "{error}"; error);
        (Verification::Missing, reason)
    })?;
    let failed = failure(&fields);
    let signature = fields.get("sign").and_then(Value::as_str).filter(|sign| !sign.is_empty());
    let verification = match signature {
        _ if is_exempt => Verification::Exempt,
        Some(signature) => verify(secret, &fields, signature)?,
        // A page, or another protocol's XML.
        None if !fields.contains_key("return_code") => {
            let reason = say!(
                "it has neither `return_code` nor `sign`, so it is not one of APIv2",
                "它既没有 `return_code` 也没有 `sign`，不是 APIv2 的应答"
            );
            return Err((Verification::Missing, reason));
        }
        // WeChat Pay signs no failure to communicate.
        None if failed.is_some() => Verification::Missing,
        None => {
            let reason = say!("it has no `sign`", "它没有 `sign`");
            return Err((Verification::Missing, reason));
        }
    };
    Ok((verification, failed))
}

fn verify(
    secret: &Secret,
    fields: &Map<String, Value>,
    signature: &str,
) -> Result<Verification, (Verification, Text)> {
    let kind = kind_of(signature);
    let expected = secret
        .sign(kind, fields)
        .map_err(|error| (Verification::Wrong, say!("{error}", "{error}"; error)))?;
    if Hash::equals(&expected, signature) {
        return Ok(Verification::Verified { serial: kind.to_owned() });
    }
    let reason = say!(
        "its `sign` is not the {kind} of its fields with this APIv2 key: compare the key with the \
         one at pay.weixin.qq.com",
        "它的 `sign` 不是用此 APIv2 密钥对各字段计算的 {kind}：请与 pay.weixin.qq.com 上的密钥核对"
    );
    Err((Verification::Wrong, reason))
}

fn failure(fields: &Map<String, Value>) -> Option<Failed> {
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let first = |names: [&str; 2]| {
        let texts = names.into_iter().filter_map(text);
        texts.filter(|text| !text.is_empty()).map(str::to_owned).next()
    };
    let communicated = text("return_code") == Some("SUCCESS");
    if communicated && text("result_code").is_none_or(|code| code == "SUCCESS") {
        return None;
    }
    let code = first(["err_code", "error_code"]).unwrap_or_else(|| "FAIL".to_owned());
    let message = first(["err_code_des", "return_msg"]).unwrap_or_default();
    Some(Failed { api: ApiError { code, message, detail: Value::Null }, communicated })
}

/// Whether a failure proves that its request did not take effect: `result_code` of a response that
/// is signed, or that WeChat Pay never signs. A failure to communicate is unsigned and has no code:
/// it proves nothing, except where the signature of the request was refused.
pub(crate) fn is_final(failed: &Failed, verification: &Verification) -> bool {
    match verification {
        Verification::Verified { .. } | Verification::Exempt if failed.communicated => true,
        Verification::Missing | Verification::Verified { .. } | Verification::Exempt => {
            !failed.communicated && REFUSED_SIGNATURE.iter().any(|t| failed.api.message.contains(t))
        }
        Verification::Wrong => false,
    }
}

/// What `return_msg` says when the request's signature is wrong.
const REFUSED_SIGNATURE: [&str; 2] = ["签名错误", "签名失败"];
