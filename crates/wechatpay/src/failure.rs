//! Why the command failed: one line, and an exit code.

use std::fmt;
use std::io;

use http::Method;
use wechatpay_chain::catalogue::Endpoint;
use wechatpay_chain::{Error, ErrorKind, Outcome};

use super::remedy::said_here;

/// A signature or a check that does not hold, a file that can't be decrypted.
pub(crate) const CHECK: u8 = 1;
/// What was typed or configured is wrong.
pub(crate) const USAGE: u8 = 2;
/// Nothing was sent.
const NOT_SENT: u8 = 3;
/// WeChat Pay refused it.
const REFUSED: u8 = 4;
/// It may have taken effect.
const UNKNOWN: u8 = 5;
/// WeChat Pay did it, and something failed here after that.
const ACCEPTED: u8 = 6;

/// What standard error and the exit code tell.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    message: String,
    hints: Vec<Endpoint>,
}

impl Failure {
    fn new(code: u8, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), hints: Vec::new() }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(USAGE, message)
    }

    /// Of a local gateway that does not run.
    pub(crate) fn not_running(message: impl Into<String>) -> Self {
        Self::new(NOT_SENT, message)
    }

    pub(crate) fn check(message: impl Into<String>) -> Self {
        Self::new(CHECK, message)
    }

    /// Of work on this machine, where no request is at stake.
    pub(crate) fn local(error: &Error) -> Self {
        Self::check(said_here(error))
    }

    /// Of a file or a key that was configured.
    pub(crate) fn configured(error: &Error) -> Self {
        Self::usage(said_here(error))
    }

    pub(crate) fn file(path: &std::path::Path, error: &io::Error) -> Self {
        let path = path.display();
        Self::usage(say!("`{path}`: {error}", "`{path}`：{error}"))
    }

    /// Standard output that can't be written.
    pub(crate) fn output(error: &io::Error) -> Self {
        Self::check(say!("standard output can't be written: {error}", "无法写入标准输出：{error}"))
    }

    pub(crate) fn code(&self) -> u8 {
        self.code
    }

    /// Of a call whose arguments must be as documented: one that they stopped was not sent.
    pub(crate) fn not_sent(mut self) -> Self {
        if self.code == USAGE {
            self.code = NOT_SENT;
            self.message += &say!(" [nothing was sent]", " [请求未发出]");
        }
        self
    }

    /// What was perhaps meant, a line each.
    pub(crate) fn with_hints(mut self, hints: impl IntoIterator<Item = Endpoint>) -> Self {
        self.hints = hints.into_iter().collect();
        if !self.hints.is_empty() {
            self.message += &say!("; did you mean one of these?", "，是否想找：");
        }
        self
    }

    pub(crate) fn hints(&self) -> &[Endpoint] {
        &self.hints
    }
}

impl Failure {
    /// Of a call. What changes nothing has no effect to warn of.
    pub(crate) fn of_call(error: &Error, method: &Method) -> Self {
        let reads = [Method::GET, Method::HEAD].contains(method);
        let code = match (error.kind(), error.outcome()) {
            (ErrorKind::Config | ErrorKind::Path | ErrorKind::Options, Outcome::NotSent) => USAGE,
            (_, Outcome::NotSent) => NOT_SENT,
            (_, Outcome::Refused) => REFUSED,
            (_, Outcome::Accepted) => ACCEPTED,
            _ => UNKNOWN,
        };
        let remedy = match code {
            NOT_SENT => say!(" [nothing was sent]", " [请求未发出]"),
            UNKNOWN if !reads => say!(
                " [outcome unknown: query before you repeat it]",
                " [请求可能已生效：重试前请先查询]"
            ),
            ACCEPTED if !reads => {
                say!(" [WeChat Pay accepted it: do not repeat it]", " [微信支付已受理：请勿重试]")
            }
            _ => String::new(),
        };
        Self::new(code, format!("{}{remedy}", said_here(error)))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
