//! The Authorization header's fields, and the refusal when they do not hold.

use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};
use serde_json::json;

use super::answer::Answer;
use super::diagnosis::Diagnosis;

pub(super) const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";
const FIELDS: [&str; 5] = ["mchid", "serial_no", "timestamp", "nonce_str", "signature"];
/// How many bytes of the body a refusal shows.
const SHOWN: usize = 100;

/// A request's bytes as they came; `body` is what is signed of it.
pub(super) struct Signed<'a> {
    pub(super) method: &'a str,
    pub(super) target: &'a str,
    pub(super) body: &'a [u8],
    /// The body's length, where only its first bytes are known.
    pub(super) length: usize,
}

/// The fields of the header, all present.
pub(super) struct Authorization<'a> {
    pub(super) mchid: &'a str,
    pub(super) serial_no: &'a str,
    pub(super) timestamp: &'a str,
    pub(super) nonce_str: &'a str,
    pub(super) signature: &'a str,
}

/// A refusal, and the message's first four lines.
pub(super) struct Refusal {
    pub(super) wrong: Wrong,
    pub(super) head: String,
}

impl Refusal {
    pub(super) fn into_answer(self, request: &Signed<'_>, diagnosis: Option<&Diagnosis>) -> Answer {
        self.wrong.into_answer(request, &self.head, diagnosis)
    }
}

/// Why a request is refused.
#[derive(Debug)]
pub(super) struct Wrong {
    field: &'static str,
    issue: &'static str,
    message: String,
}

impl Wrong {
    pub(super) fn new(
        field: &'static str,
        issue: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self { field, issue, message: message.into() }
    }

    /// What is wrong, in WeChat Pay's words.
    fn title(&self) -> &str {
        self.message.split_once(": ").map_or(&*self.message, |(title, _)| title)
    }

    fn malformed(message: impl Into<String>) -> Self {
        Self::new("authorization", "authorization malformed", message)
    }

    /// In WeChat Pay's own shape. The message to sign holds nothing secret.
    fn into_answer(
        self,
        request: &Signed<'_>,
        head: &str,
        diagnosis: Option<&Diagnosis>,
    ) -> Answer {
        let length = head.len() + request.length + 1;
        let (body, end) = match request.body.get(..SHOWN) {
            Some(cut) if request.body.len() > SHOWN => (cut, ""),
            _ => (request.body, "\n"),
        };
        let truncated = format!("{head}{}{end}", String::from_utf8_lossy(body));
        let mut body = json!({
            "code": "SIGN_ERROR",
            "message": self.message,
            "detail": {
                "detail": { "issue": self.issue },
                "field": self.field,
                "location": "authorization",
                "sign_information": {
                    "method": request.method,
                    "url": request.target,
                    "truncated_sign_message": truncated,
                    "sign_message_length": length,
                },
            },
        });
        if let Some(diagnosis) = diagnosis {
            // The remedy of a wrong signature is the diagnosis; other refusals say what is right.
            let own = if self.field == "signature" { self.title() } else { &*self.message };
            body["message"] = format!("{own}: {diagnosis}").into();
            body["detail"]["diagnosis"] = diagnosis.to_json();
        }
        // WeChat Pay signs its responses to signed requests alone.
        Answer::from((StatusCode::UNAUTHORIZED, body)).unsigned()
    }
}

impl<'a> Authorization<'a> {
    pub(super) fn of(headers: &'a HeaderMap) -> Result<Self, Wrong> {
        header(headers).and_then(parse)
    }
}

fn header(headers: &HeaderMap) -> Result<&str, Wrong> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next().ok_or_else(|| {
        let message = format!(
            "缺少Authorization头: the Authorization header is missing: sign the request and send \
             `Authorization: {SCHEME} mchid=\"…\",nonce_str=\"…\",signature=\"…\",timestamp=\"…\",\
             serial_no=\"…\"`"
        );
        Wrong::new("authorization", "authorization missing", message)
    })?;
    if values.next().is_some() {
        return Err(Wrong::malformed(
            "Authorization头重复: there are several Authorization headers: send one",
        ));
    }
    value.to_str().map_err(|_| {
        Wrong::malformed(
            "Authorization头含非法字符: the Authorization header has characters beyond ASCII: \
             remove them",
        )
    })
}

fn parse(value: &str) -> Result<Authorization<'_>, Wrong> {
    let fields = value.strip_prefix(SCHEME).and_then(|rest| rest.strip_prefix(' '));
    let mut rest = fields.ok_or_else(|| {
        Wrong::malformed(format!(
            "认证类型错误: the Authorization does not begin with `{SCHEME}` and one space: begin \
             it so"
        ))
    })?;
    let mut found = [None; FIELDS.len()];
    loop {
        let (name, value, after) = field(rest).ok_or_else(|| {
            Wrong::malformed(
                "Authorization格式错误: the Authorization is not a list of name=\"value\" with a \
                 comma between: quote each value, and leave out spaces and a last comma",
            )
        })?;
        let slot = FIELDS.iter().position(|field| *field == name).ok_or_else(|| {
            Wrong::malformed(format!(
                "Authorization含未知字段: the Authorization has the field `{name}`: leave out all \
                 but {}",
                FIELDS.join(", ")
            ))
        })?;
        if found[slot].replace(value).is_some() {
            return Err(Wrong::new(
                FIELDS[slot],
                "field duplicated",
                format!("Authorization字段重复: {name} is there twice: give it once"),
            ));
        }
        match after.strip_prefix(',') {
            Some(after) => rest = after,
            None => break,
        }
    }
    let get = |slot: usize| {
        let value: Option<&str> = found[slot];
        value.filter(|value| !value.is_empty()).ok_or_else(|| {
            let name = FIELDS[slot];
            let message =
                format!("Authorization缺少{name}: {name} is missing or empty: add {name}=\"…\"");
            Wrong::new(name, "field missing", message)
        })
    };
    Ok(Authorization {
        mchid: get(0)?,
        serial_no: get(1)?,
        timestamp: get(2)?,
        nonce_str: get(3)?,
        signature: get(4)?,
    })
}

/// `name="value"`, and what follows: a comma, or nothing.
fn field(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.split_once("=\"")?;
    let (value, after) = rest.split_once('"')?;
    let name_fits = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let fits = name_fits
        && !value.contains(|c: char| c == '\\' || c.is_ascii_control())
        && (after.is_empty() || after.starts_with(','));
    fits.then_some((name, value, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses() {
        let good = "mchid=\"1\",nonce_str=\"n\",signature=\"s==\",timestamp=\"2\",serial_no=\"A\"";
        let other = "serial_no=\"A\",timestamp=\"2\",signature=\"s==\",nonce_str=\"n\",mchid=\"1\"";
        for fields in [good, other] {
            let text = format!("{SCHEME} {fields}");
            let parsed = parse(&text).unwrap();
            assert_eq!((parsed.mchid, parsed.serial_no), ("1", "A"));
            assert_eq!((parsed.timestamp, parsed.nonce_str), ("2", "n"));
            assert_eq!(parsed.signature, "s==");
        }
        for (bad, part) in [
            (String::new(), "does not begin"),
            (good.to_owned(), "does not begin"),
            (format!("{SCHEME}{good}"), "does not begin"),
            (format!("Bearer {good}"), "does not begin"),
            (format!("{} {good}", SCHEME.to_lowercase()), "does not begin"),
            (format!("{SCHEME}  {good}"), "quote each value"),
            (format!("{SCHEME} "), "quote each value"),
            (format!("{SCHEME} {good},"), "quote each value"),
            (format!("{SCHEME} {good} "), "quote each value"),
            (format!("{SCHEME} ,{good}"), "quote each value"),
            (format!("{SCHEME} {}", good.replace(',', ", ")), "quote each value"),
            (format!("{SCHEME} {}", good.replace(',', ";")), "quote each value"),
            (format!("{SCHEME} {}", good.replace('"', "")), "quote each value"),
            (format!("{SCHEME} {}", good.replace('=', " = ")), "quote each value"),
            (format!("{SCHEME} {}", &good[..good.len() - 1]), "quote each value"),
            (format!("{SCHEME} {}", good.replace("\"n\"", "\"a\\\"b\"")), "quote each value"),
            (format!("{SCHEME} {good},mchid=\"1\""), "mchid is there twice"),
            (format!("{SCHEME} {good},nonce=\"1\""), "field `nonce`"),
            (format!("{SCHEME} {}", good.replace("mchid", "MCHID")), "quote each value"),
            (format!("{SCHEME} {}", good.replace("\"n\"", "\"\"")), "nonce_str is missing"),
            (format!("{SCHEME} {}", good.replace("mchid=\"1\",", "")), "mchid is missing"),
            (format!("{SCHEME} {}", good.replace(",serial_no=\"A\"", "")), "serial_no is missing"),
        ] {
            let Err(wrong) = parse(&bad) else { panic!("{bad}") };
            assert!(wrong.message.contains(part), "{bad}: {}", wrong.message);
        }
    }
}
