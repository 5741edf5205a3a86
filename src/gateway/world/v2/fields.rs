//! The fields of a request, and what is wrong with them.

use openssl::error::ErrorStack;
use serde_json::Value;

use crate::error::one_line;
use crate::gateway::request::ReceivedRequest;
use crate::gateway::v2::xml::{self, Fields, get};
use crate::gateway::v2::{Kind, kind};
use crate::language::{Text, say};

/// `result_code` FAIL: its code and message.
pub(super) struct Failure {
    pub(super) code: &'static str,
    pub(super) message: Text,
}

impl Failure {
    /// `words` are WeChat Pay's, and begin the Chinese message. The reason names the remedy.
    pub(super) fn new(code: &'static str, words: &'static str, reason: &Text) -> Self {
        Self { code, message: say!("{reason}", "{words}：{reason}"; reason) }
    }

    fn parameter(name: &str, issue: &Text) -> Self {
        Self::new("PARAM_ERROR", "参数错误", &say!("`{name}` {issue}", "`{name}` {issue}"; issue))
    }
}

impl From<ErrorStack> for Failure {
    fn from(error: ErrorStack) -> Self {
        let reason = say!("OpenSSL failed: {error}", "OpenSSL 出错：{error}");
        Self::new("SYSTEMERROR", "系统错误", &reason)
    }
}

/// The fields of a request that was verified.
pub(super) struct Asked {
    fields: Fields,
    pub(super) kind: Kind,
    /// By the host that the client called.
    pub(super) host: String,
}

impl Asked {
    pub(super) fn of(request: &ReceivedRequest) -> Result<Self, Failure> {
        let fields = xml::read(request.body())
            .map_err(|what| Failure::new("XML_FORMAT_ERROR", "XML格式错误", &what))?;
        let kind = kind(&fields).unwrap_or(Kind::Md5);
        let host = request.headers().get("host").and_then(|host| host.to_str().ok());
        Ok(Self { fields, kind, host: host.unwrap_or_default().to_owned() })
    }

    pub(super) fn get(&self, name: &str) -> &str {
        get(&self.fields, name).unwrap_or_default()
    }

    /// All fields but those that differ each time.
    pub(super) fn meant(&self) -> Value {
        let meant = self.fields.iter().filter(|(name, _)| name != "sign" && name != "nonce_str");
        meant.map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect()
    }

    /// A text that must be there, of at most so many characters.
    pub(super) fn text(&self, name: &'static str, most: usize) -> Result<&str, Failure> {
        let value = self.get(name);
        if value.is_empty() {
            let reason = say!("`{name}` is missing: add it", "`{name}` 缺失，请加上");
            return Err(Failure::new("LACK_PARAMS", "缺少参数", &reason));
        }
        if value.chars().count() > most {
            let issue = say!("is longer than {most}: shorten it", "超过 {most} 个字符，请缩短");
            return Err(Failure::parameter(name, &issue));
        }
        Ok(value)
    }

    /// A merchant's own number.
    pub(super) fn number(&self, name: &'static str, most: usize) -> Result<&str, Failure> {
        let value = self.text(name, most)?;
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-|*@".contains(&byte);
        if value.bytes().all(fits) {
            return Ok(value);
        }
        let shown = one_line(value, 60);
        let issue = say!(
            "is `{shown}`: it may have digits, letters and _-|*@ only",
            "为 `{shown}`，只能含有数字、字母和 _-|*@"
        );
        Err(Failure::parameter(name, &issue))
    }

    /// An amount in fen.
    pub(super) fn fen(&self, name: &'static str) -> Result<u64, Failure> {
        let value = self.text(name, 12)?;
        let digits = value.bytes().all(|byte| byte.is_ascii_digit());
        let fen = value.parse().ok().filter(|fen| digits && *fen > 0);
        fen.ok_or_else(|| {
            let issue = say!(
                "is not an amount: send whole fen, 1 or more, as 88 for ¥0.88",
                "不是金额，请发送以分为单位的整数，至少为 1，例如 0.88 元为 88"
            );
            Failure::parameter(name, &issue)
        })
    }
}
