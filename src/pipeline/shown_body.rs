//! A response's body as the option `debug` logs it: on one line, its beginning, without secrets.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use crate::error::one_line;
use crate::template;
use crate::xml;

/// How much of it is logged, in bytes.
const LIMIT: usize = 4 << 10;

/// The names of members whose value is a secret or may be used as one, without `_`, `-` and case: a
/// name that ends so.
const SECRET: [&str; 9] =
    ["token", "secret", "password", "key", "sign", "signature", "ticket", "authinfo", "cookie"];

/// A body that may be logged. What is binary is told by its length.
pub(super) struct Shown<'a>(pub(super) &'a [u8]);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.0.len();
        let Ok(text) = std::str::from_utf8(self.0) else {
            return write!(f, "({bytes} bytes, not text)");
        };
        let text = match serde_json::from_str(text) {
            Ok(mut json) => {
                redact(&mut json);
                Cow::Owned(json.to_string())
            }
            Err(_) if is_xml(text) => match without_secrets(text) {
                Some(xml) => Cow::Owned(xml),
                None => return write!(f, "({bytes} bytes of XML that is not well-formed)"),
            },
            Err(_) => Cow::Borrowed(text),
        };
        let mut end = text.len().min(LIMIT);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        f.write_str(&one_line(&text[..end], usize::MAX))?;
        if end < text.len() { write!(f, "… ({bytes} bytes)") } else { Ok(()) }
    }
}

/// A body of APIv2.
fn is_xml(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with("<xml") || text.starts_with("<?xml")
}

fn without_secrets(text: &str) -> Option<String> {
    let mut fields = Value::Object(xml::read(text.as_bytes()).ok()?);
    redact(&mut fields);
    xml::write(&fields).ok()
}

/// Takes secrets out, and the queries of links: whoever has a link can use it.
fn redact(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if is_secret(name) && !value.is_null() {
                    *value = "(redacted)".into();
                } else {
                    redact(value);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(redact),
        Value::String(text) if text.starts_with("https://") || text.starts_with("http://") => {
            *text = template::shown(text);
        }
        Value::String(text) if text.contains("-----BEGIN ") => *text = "(a text in PEM)".to_owned(),
        _ => {}
    }
}

fn is_secret(name: &str) -> bool {
    let name: String = name.chars().filter(|c| !"_-".contains(*c)).collect();
    let name = name.to_ascii_lowercase();
    SECRET.iter().any(|secret| name.ends_with(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(body: impl AsRef<[u8]>) -> String {
        Shown(body.as_ref()).to_string()
    }

    #[test]
    fn secrets_and_the_queries_of_links_are_not_shown() {
        let body = r#"{"paySign": "hunter2", "a": [{"session_token": "hunter2", "n": 1}],
            "sandbox_signkey": "hunter2", "sign": null, "authinfo": {"x": "hunter2"},
            "h5_url": "https://wx.tenpay.com/hunter2",
            "download_url": "https://api.mch.weixin.qq.com/v3/billdownload/file?token=hunter2",
            "pem": "-----BEGIN PRIVATE KEY-----\nhunter2"}"#;
        assert_eq!(
            shown(body),
            r#"{"paySign":"(redacted)","a":[{"session_token":"(redacted)","n":1}],"#.to_owned()
                + r#""sandbox_signkey":"(redacted)","sign":null,"authinfo":"(redacted)","#
                + r#""h5_url":"https://wx.tenpay.com/…","#
                + r#""download_url":"https://api.mch.weixin.qq.com/v3/billdownload/file?…","#
                + r#""pem":"(a text in PEM)"}"#
        );
    }

    #[test]
    fn nor_are_they_in_xml() {
        let body = "\n<?xml version='1.0'?>\n<xml><sign><![CDATA[hunter2]]></sign><a>1 &lt;</a>\
                    <sandbox_signkey>hunter2</sandbox_signkey><access_token>hunter2</access_token>\
                    <l><paySign>hunter2</paySign></l><u>https://wx.tenpay.com/x?id=hunter2</u></xml>";
        assert_eq!(
            shown(body),
            "<xml><sign>(redacted)</sign><a><![CDATA[1 <]]></a>\
             <sandbox_signkey>(redacted)</sandbox_signkey><access_token>(redacted)</access_token>\
             <l><paySign>(redacted)</paySign></l><u>https://wx.tenpay.com/…</u></xml>"
        );
        let cut = "<xml><sign>hunter2</si";
        assert_eq!(shown(cut), "(22 bytes of XML that is not well-formed)");
    }

    #[test]
    fn what_is_shown_is_short_and_on_one_line() {
        assert_eq!(shown(""), "");
        assert_eq!(shown("<html>\n\u{202e}"), "<html>\\n\\u{202e}");
        assert_eq!(shown([0xff, 0xfe, 0]), "(3 bytes, not text)");
        assert_eq!(shown("x".repeat(LIMIT)), "x".repeat(LIMIT));
        // A character of three bytes that the limit would cut.
        let text = "中".repeat(LIMIT);
        let expected = format!("{}… ({} bytes)", "中".repeat(LIMIT / 3), 3 * LIMIT);
        assert_eq!(shown(text), expected);
    }
}
