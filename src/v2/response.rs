//! A v2 response: its signature, and whether it is a failure.

use serde_json::{Map, Value};

use super::Secret;
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

/// Those of them that respond with a file or a page. Their errors are XML, as everywhere.
const FILES: [&str; 6] = [
    "/papay/entrustweb",
    "/papay/h5entrustweb",
    "/papay/partner/entrustweb",
    "/papay/partner/h5entrustweb",
    "/pay/downloadbill",
    "/pay/downloadfundflow",
];

/// Whether this path returns a file.
pub(crate) fn is_bill(path: &str) -> bool {
    ["/pay/downloadbill", "/pay/downloadfundflow"].contains(&path)
}

/// Whether a body that begins so is XML, and neither a bill nor a page; `None` if that is still open.
pub(crate) fn begins_as_xml(body: &[u8]) -> Option<bool> {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    const XML: [&[u8]; 2] = [b"<xml", b"<?xml"];

    let body = body.strip_prefix(MARK).unwrap_or(body).trim_ascii_start();
    let is_open =
        [MARK, XML[0], XML[1]].iter().any(|it| it.len() > body.len() && it.starts_with(body));
    (!is_open).then(|| XML.iter().any(|xml| body.starts_with(xml)))
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
    if is_exempt && FILES.contains(&path) && begins_as_xml(body) != Some(true) {
        return Ok((Verification::Exempt, None));
    }
    let fields = xml::read(body).map_err(|error| {
        let reason = say!("{error}", "{error}"; error);
        (Verification::Missing, reason)
    })?;
    if !["return_code", "sign"].iter().any(|name| fields.contains_key(*name)) {
        // A proxy's page may be well-formed.
        let reason = say!(
            "it has neither `return_code` nor `sign`, so it is not one of APIv2",
            "它既没有 `return_code` 也没有 `sign`，不是 APIv2 的应答"
        );
        return Err((Verification::Missing, reason));
    }
    let failed = failure(&fields);
    let signature = fields.get("sign").and_then(Value::as_str).filter(|sign| !sign.is_empty());
    let verification = match signature {
        _ if is_exempt => Verification::Exempt,
        Some(signature) => match secret.verify(&fields, signature) {
            Ok(kind) => Verification::Verified { serial: kind.to_owned() },
            Err(reason) => return Err((Verification::Wrong, reason)),
        },
        // WeChat Pay signs no failure to communicate.
        None if failed.is_some() => Verification::Missing,
        None => {
            let reason = say!("it has no `sign`", "它没有 `sign`");
            return Err((Verification::Missing, reason));
        }
    };
    Ok((verification, failed))
}

fn failure(fields: &Map<String, Value>) -> Option<Failed> {
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let first = |names: [&str; 2]| {
        let texts = names.into_iter().filter_map(text);
        texts.filter(|text| !text.is_empty()).map(str::to_owned).next()
    };
    // Of two, or of one with elements in it, nobody can tell.
    let succeeded = |name: &str| fields.get(name).map(|code| code == "SUCCESS");
    let communicated = succeeded("return_code") == Some(true);
    if communicated && succeeded("result_code").unwrap_or(true) {
        return None;
    }
    let code = first(["err_code", "error_code"]).unwrap_or_else(|| "FAIL".to_owned());
    let message = first(["err_code_des", "return_msg"]).unwrap_or_default();
    Some(Failed { api: ApiError { code, message, detail: Value::Null }, communicated })
}

/// Whether a failure proves that its request did not take effect.
///
/// The `result_code` of a signed response does. That of an unsigned one does not, although WeChat Pay
/// signs none of its kind: of transfers and red packets its pages say that some which failed are done
/// all the same, and have to be queried.
///
/// A failure to communicate is unsigned and has no code. It proves nothing, except where the signature
/// of the request was refused, as for APIv3: such a request is not carried out, so that WeChat Pay has
/// no signature to make. TLS alone says then that the response is WeChat Pay's. A base_uri on this
/// machine or a proxy that ends TLS could write such a response to a payment that was made; but it
/// has the request and could as well hold it back and send it later, which no outcome can tell.
pub(crate) fn is_final(failed: &Failed, verification: &Verification) -> bool {
    match verification {
        Verification::Verified { .. } if failed.communicated => true,
        Verification::Wrong => false,
        Verification::Missing | Verification::Verified { .. } | Verification::Exempt => {
            !failed.communicated && REFUSED_SIGNATURE.iter().any(|t| failed.api.message.contains(t))
        }
    }
}

/// What `return_msg` says when the request's signature is wrong.
const REFUSED_SIGNATURE: [&str; 2] = ["签名错误", "签名失败"];
