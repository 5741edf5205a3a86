//! Why the command failed: one line, and an exit code.

use std::fmt;
use std::io;

use http::Method;
use wechatpay_chain::catalogue::Endpoint;
use wechatpay_chain::{Error, ErrorKind, Outcome};

use super::remedy::said_here;
use super::system::plain;

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
        let code = match error.kind() {
            ErrorKind::Config | ErrorKind::Options | ErrorKind::Io => USAGE,
            _ => CHECK,
        };
        Self::new(code, said_here(error))
    }

    /// With more behind it.
    pub(crate) fn with(mut self, more: &str) -> Self {
        self.message += more;
        self
    }

    /// Of a file or a key that was configured.
    pub(crate) fn configured(error: &Error) -> Self {
        Self::usage(said_here(error))
    }

    pub(crate) fn file(path: &std::path::Path, error: &io::Error) -> Self {
        let path = path.display();
        Self::usage(say!("`{path}`: {error}", "`{path}`：{error}"))
    }

    /// Of a call that was interrupted, by the signal's number.
    pub(crate) fn interrupted(method: &Method, signal: u8) -> Self {
        if reads(method) {
            return Self::new(128 + signal, say!("interrupted", "已中断"));
        }
        let message = say!(
            "interrupted [outcome unknown: query before you repeat it]",
            "已中断 [请求可能已生效：重试前请先查询]"
        );
        Self::new(UNKNOWN, message)
    }

    /// Of a call that was not sent, since nobody confirmed it.
    pub(crate) fn unconfirmed(message: impl Into<String>) -> Self {
        Self::new(NOT_SENT, message)
    }

    /// Of what failed here after the call was done.
    pub(crate) fn after(mut self, method: &Method) -> Self {
        self.code = ACCEPTED;
        if !reads(method) {
            self.message += &accepted();
        }
        self
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
        let reads = reads(method);
        let code = match (error.kind(), error.outcome()) {
            (
                ErrorKind::Config
                | ErrorKind::Path
                | ErrorKind::Options
                | ErrorKind::UntrustedHost
                | ErrorKind::Io,
                Outcome::NotSent,
            ) => USAGE,
            (_, Outcome::NotSent) => NOT_SENT,
            (_, Outcome::Refused) => REFUSED,
            (_, Outcome::Accepted) => ACCEPTED,
            _ => UNKNOWN,
        };
        let said = said_here(error);
        let is_told =
            ["query it before you repeat it", "请先查询"].iter().any(|told| said.contains(told));
        let remedy = match code {
            UNKNOWN if is_told => String::new(),
            NOT_SENT => say!(" [nothing was sent]", " [请求未发出]"),
            UNKNOWN if !reads => say!(
                " [outcome unknown: query before you repeat it]",
                " [请求可能已生效：重试前请先查询]"
            ),
            ACCEPTED if !reads => accepted(),
            _ => retry_after(error),
        };
        Self::new(code, format!("{said}{remedy}"))
    }
}

/// Whether a call changes nothing.
pub(crate) fn reads(method: &Method) -> bool {
    [Method::GET, Method::HEAD].contains(method)
}

fn accepted() -> String {
    say!(" [WeChat Pay accepted it: do not repeat it]", " [微信支付已受理：请勿重试]")
}

/// When WeChat Pay wants the call again.
fn retry_after(error: &Error) -> String {
    let headers = error.response().map(http::Response::headers);
    let wait = headers.and_then(|headers| headers.get(http::header::RETRY_AFTER)?.to_str().ok());
    match wait.map(|wait| (wait.parse::<u32>(), wait.escape_debug())) {
        Some((Ok(seconds), _)) => {
            say!(" [Retry-After: wait {seconds} s]", " [Retry-After：请等待 {seconds} 秒]")
        }
        Some((Err(_), wait)) => say!(" [Retry-After: {wait}]", " [Retry-After：{wait}]"),
        None => String::new(),
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain(&self.message))
    }
}
