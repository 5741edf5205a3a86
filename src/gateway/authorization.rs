//! The Authorization header's fields, and why a request is refused for them.

use http::HeaderMap;
use http::header::AUTHORIZATION;

pub(super) const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";
const EXAMPLE: &str = "Authorization: WECHATPAY2-SHA256-RSA2048 mchid=\"…\",nonce_str=\"…\",\
    signature=\"…\",timestamp=\"…\",serial_no=\"…\"";
const FIELDS: [&str; 5] = ["mchid", "serial_no", "timestamp", "nonce_str", "signature"];

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

/// Why a request is refused, and how to fix it.
#[derive(Debug)]
pub(super) struct Refusal {
    /// The field that is wrong.
    pub(super) field: &'static str,
    /// A short name of the problem.
    pub(super) issue: &'static str,
    /// The problem in WeChat Pay's words.
    pub(super) chinese: Box<str>,
    /// The problem in English.
    pub(super) english: Box<str>,
    pub(super) remedy: Box<str>,
    /// What the header looks like. It is kept out of logs, where nothing may look like an
    /// Authorization.
    pub(super) example: Option<&'static str>,
    /// The first four lines of the message to sign.
    pub(super) head: Box<str>,
}

impl Refusal {
    pub(super) fn new(
        field: &'static str,
        issue: &'static str,
        chinese: impl Into<Box<str>>,
        english: impl Into<Box<str>>,
        remedy: impl Into<Box<str>>,
    ) -> Self {
        Self {
            field,
            issue,
            chinese: chinese.into(),
            english: english.into(),
            remedy: remedy.into(),
            example: None,
            head: Box::default(),
        }
    }

    fn malformed(
        chinese: &'static str,
        english: impl Into<Box<str>>,
        remedy: impl Into<Box<str>>,
    ) -> Self {
        Self::new("authorization", "authorization malformed", chinese, english, remedy)
    }

    /// The problem in both languages, and the remedy.
    pub(super) fn summary(&self) -> String {
        format!("{}: {}: {}", self.chinese, self.english, self.remedy)
    }
}

impl<'a> Authorization<'a> {
    pub(super) fn of(headers: &'a HeaderMap) -> Result<Self, Refusal> {
        header(headers).and_then(parse)
    }
}

fn header(headers: &HeaderMap) -> Result<&str, Refusal> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next().ok_or_else(|| Refusal {
        example: Some(EXAMPLE),
        ..Refusal::new(
            "authorization",
            "authorization missing",
            "缺少Authorization头",
            "the Authorization header is missing",
            "sign the request and send the header",
        )
    })?;
    if values.next().is_some() {
        return Err(Refusal::malformed(
            "Authorization头重复",
            "there are several Authorization headers",
            "send one",
        ));
    }
    value.to_str().map_err(|_| {
        Refusal::malformed(
            "Authorization头含非法字符",
            "the Authorization header contains characters that are not ASCII",
            "remove them",
        )
    })
}

fn parse(value: &str) -> Result<Authorization<'_>, Refusal> {
    let fields = value.strip_prefix(SCHEME).and_then(|rest| rest.strip_prefix(' '));
    let mut rest = fields.ok_or_else(|| {
        Refusal::malformed(
            "认证类型错误",
            format!("the Authorization does not begin with `{SCHEME}` and one space"),
            "begin with them",
        )
    })?;
    let mut found = [None; FIELDS.len()];
    loop {
        let (name, value, after) = field(rest).ok_or_else(|| {
            Refusal::malformed(
                "Authorization格式错误",
                "the Authorization is not a comma-separated list of name=\"value\"",
                "quote each value, and remove spaces and a trailing comma",
            )
        })?;
        let slot = FIELDS.iter().position(|field| *field == name).ok_or_else(|| {
            Refusal::malformed(
                "Authorization含未知字段",
                format!("the Authorization contains the unknown field `{name}`"),
                format!("send only {}", FIELDS.join(", ")),
            )
        })?;
        if found[slot].replace(value).is_some() {
            let name = FIELDS[slot];
            return Err(Refusal::new(
                name,
                "field duplicated",
                "Authorization字段重复",
                format!("{name} is there twice"),
                "send it once",
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
            Refusal::new(
                name,
                "field missing",
                format!("Authorization缺少{name}"),
                format!("{name} is missing or empty"),
                format!("add {name}=\"…\""),
            )
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
            let Err(refusal) = parse(&bad) else { panic!("{bad}") };
            assert!(refusal.summary().contains(part), "{bad}: {}", refusal.summary());
        }
    }
}
