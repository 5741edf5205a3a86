//! The Authorization header's fields, and why a request is refused for them.

use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::language::{Text, say};

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
    /// The problem; in Chinese in WeChat Pay's words.
    pub(super) title: Text,
    /// The details and the remedy, for refusals that no diagnosis explains.
    pub(super) remedy: Text,
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
        title: Text,
        remedy: Text,
    ) -> Box<Self> {
        Box::new(Self { field, issue, title, remedy, example: None, head: Box::default() })
    }

    fn malformed(title: Text, remedy: Text) -> Box<Self> {
        Self::new("authorization", "authorization malformed", title, remedy)
    }

    /// The problem and what is said of it.
    pub(super) fn with(&self, what: &Text) -> Text {
        let title = &self.title;
        say!("{title}: {what}", "{title}：{what}"; title, what)
    }
}

impl<'a> Authorization<'a> {
    pub(super) fn of(headers: &'a HeaderMap) -> Result<Self, Box<Refusal>> {
        header(headers).and_then(parse)
    }
}

fn header(headers: &HeaderMap) -> Result<&str, Box<Refusal>> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next().ok_or_else(|| {
        let mut refusal = Refusal::new(
            "authorization",
            "authorization missing",
            say!("the Authorization header is missing", "缺少 Authorization 头"),
            say!("sign the request and send the header", "请对请求签名，并发送该请求头"),
        );
        refusal.example = Some(EXAMPLE);
        refusal
    })?;
    if values.next().is_some() {
        return Err(Refusal::malformed(
            say!("there are several Authorization headers", "Authorization 头重复"),
            say!("send one", "请只发送一个"),
        ));
    }
    value.to_str().map_err(|_| {
        Refusal::malformed(
            say!(
                "the Authorization header contains characters that are not ASCII",
                "Authorization 头含有非 ASCII 字符"
            ),
            say!("remove them", "请去掉"),
        )
    })
}

fn parse(value: &str) -> Result<Authorization<'_>, Box<Refusal>> {
    let fields = value.strip_prefix(SCHEME).and_then(|rest| rest.strip_prefix(' '));
    let mut rest = fields.ok_or_else(|| {
        Refusal::malformed(
            say!("the authentication scheme is wrong", "认证类型错误"),
            say!(
                "the Authorization does not begin with `{SCHEME}` and one space: begin with them",
                "Authorization 没有以 `{SCHEME}` 和一个空格开头：请以此开头"
            ),
        )
    })?;
    let mut found = [None; FIELDS.len()];
    loop {
        let (name, value, after) = field(rest).ok_or_else(|| {
            Refusal::malformed(
                say!(
                    "the Authorization is not a comma-separated list of name=\"value\"",
                    "Authorization 不是以逗号分隔的 name=\"value\" 列表"
                ),
                say!(
                    "quote each value, and remove spaces and a trailing comma",
                    "请给每个值加上双引号，去掉空格和末尾的逗号"
                ),
            )
        })?;
        let slot = FIELDS.iter().position(|field| *field == name).ok_or_else(|| {
            let known = FIELDS.join(", ");
            Refusal::malformed(
                say!(
                    "the Authorization contains the unknown field `{name}`",
                    "Authorization 含有未知字段 `{name}`"
                ),
                say!("send only {known}", "请只发送 {known}"),
            )
        })?;
        if found[slot].replace(value).is_some() {
            let name = FIELDS[slot];
            return Err(Refusal::new(
                name,
                "field duplicated",
                say!("{name} is there twice", "Authorization 字段 {name} 重复"),
                say!("send it once", "请只发送一次"),
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
                say!("{name} is missing or empty", "Authorization 缺少 {name}"),
                say!("add {name}=\"…\"", "请加上 {name}=\"…\""),
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
            let text = refusal.with(&refusal.remedy).to_string();
            assert!(text.contains(part), "{bad}: {text}");
        }
    }
}
