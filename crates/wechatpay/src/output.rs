//! What a call gave: the body to standard output, everything about it to standard error.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use http::Method;
use serde::de::IgnoredAny;
use serde_json::Value;
use wechatpay_chain::{Error, ErrorKind, Response, ResponseExt, Transformer, Verification};

use super::failure::Failure;
use super::terminal::harmless;
use super::{json, xml};

/// Of an error only a refusal's body is shown: another may be a stranger's.
pub(crate) fn response(method: &Method, response: Result<Response, Error>) -> Result<(), Failure> {
    match response {
        Ok(response) => {
            about(&response);
            body(response.body())
        }
        Err(error) => {
            refused(&error)?;
            Err(Failure::of_call(&error, method))
        }
    }
}

/// Where a body goes: no symbolic link, since another may have laid it there.
pub(crate) fn check_target(file: &Path) -> Result<(), Failure> {
    if !file.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()) {
        return Ok(());
    }
    let shown = file.display();
    Err(Failure::usage(say!(
        "`{shown}` is a symbolic link, which is not followed: name the file itself, or remove the link",
        "`{shown}` 是符号链接，不会写入其指向的文件：请直接写明文件，或删除该链接"
    )))
}

/// Of a body that went to a file.
pub(crate) fn saved(
    method: &Method,
    response: Result<Response, Error>,
    file: &Path,
) -> Result<(), Failure> {
    match response {
        Ok(response) => {
            about(&response);
            let shown = file.display();
            let bytes = file.metadata().map_or(0, |metadata| metadata.len());
            eprintln!(
                "{}",
                say!("saved `{shown}`, {bytes} bytes", "已保存 `{shown}`，{bytes} 字节")
            );
            Ok(())
        }
        Err(error) => {
            refused(&error)?;
            Err(Failure::of_call(&error, method))
        }
    }
}

fn refused(error: &Error) -> Result<(), Failure> {
    let Some(response) = error.response() else {
        return Ok(());
    };
    eprintln!("{}", status(response, error.verification()));
    match error.kind() {
        ErrorKind::Api => body(response.body()),
        _ => Ok(()),
    }
}

fn about(response: &Response) {
    eprintln!("{}", status(response, response.verification()));
}

fn status(response: &Response, verification: Option<&Verification>) -> String {
    let status = response.status();
    let id = response.request_id().map_or("-".to_owned(), |id| id.escape_debug().to_string());
    let verified = match verification {
        Some(Verification::Verified { serial }) => {
            say!("verified by {serial}", "已验签（{serial}）")
        }
        Some(Verification::Exempt) => say!("not signed, by protocol", "按协议不签名"),
        Some(Verification::Wrong) => say!("not verified", "未通过验签"),
        _ => say!("not signed", "未签名"),
    };
    format!("HTTP {status}, Request-ID {id}, {verified}")
}

fn body(body: &[u8]) -> Result<(), Failure> {
    if body.is_empty() {
        return Ok(());
    }
    let is_json = serde_json::from_slice::<IgnoredAny>(body).is_ok();
    let xml = Some(body).filter(|body| body.trim_ascii_start().starts_with(b"<xml"));
    let xml = xml.and_then(|body| Transformer::to_array(body).ok());
    let on_terminal = io::stdout().is_terminal();
    match std::str::from_utf8(body) {
        Ok(text) if is_json && is_coloured() => {
            write(json::coloured(text).as_bytes())?;
        }
        Ok(_) if xml.is_some() && on_terminal => {
            write(xml::indented(&xml.unwrap_or_default()).as_bytes())?;
            return Ok(());
        }
        Err(_) if on_terminal => {
            let bytes = body.len();
            eprintln!(
                "{}",
                say!("{bytes} bytes, no text: use -o FILE", "{bytes} 字节，非文本：请用 -o 文件")
            );
            return Ok(());
        }
        Ok(text) if on_terminal => {
            let lines = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
            write(harmless(&lines).as_bytes())?;
        }
        // As it came: what was signed.
        _ => write(body)?,
    }
    if is_json || xml.is_some() { write(b"\n") } else { Ok(()) }
}

/// One line of text.
pub(crate) fn line(text: &str) -> Result<(), Failure> {
    foreign(format!("{text}\n").as_bytes())
}

/// What was decrypted, or else comes from outside: as it is, but harmless on a terminal.
pub(crate) fn foreign(bytes: &[u8]) -> Result<(), Failure> {
    if !io::stdout().is_terminal() {
        return write(bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => write(harmless(text).as_bytes()),
        Err(_) => {
            let length = bytes.len();
            eprintln!(
                "{}",
                say!(
                    "{length} bytes, not text: send them to a file by > FILE",
                    "{length} 字节，非文本：请用 > 文件 写入文件"
                )
            );
            Ok(())
        }
    }
}

/// Text of this program's own, with its colours.
pub(crate) fn own(text: &str) -> Result<(), Failure> {
    write(text.as_bytes())
}

/// Whether standard output takes colours.
pub(crate) fn is_coloured() -> bool {
    io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none()
}

/// A JSON value that this machine made.
pub(crate) fn value(value: &Value) -> Result<(), Failure> {
    body(value.to_string().as_bytes())
}

/// The same, to be edited by hand.
pub(crate) fn indented(value: &Value) -> Result<(), Failure> {
    body(format!("{value:#}").as_bytes())
}

/// Prints one line, and returns whether anybody reads it.
pub(crate) fn is_read(text: &str) -> Result<bool, Failure> {
    let mut stdout = io::stdout().lock();
    match writeln!(stdout, "{text}").and_then(|()| stdout.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Failure::output(&error)),
    }
}

/// A pipe that was closed is no failure: `head` closes it.
fn write(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::output(&error)),
        _ => Ok(()),
    }
}
