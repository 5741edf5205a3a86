//! What a call tells: the connection, the clock, whether WeChat Pay takes the signature, and
//! whether its response verifies. The call is `GET /v3/certificates`, which changes nothing.

use std::error::Error as _;
use std::time::SystemTime;

use wechatpay_chain::certificates::Refresh;
use wechatpay_chain::{Error, ErrorKind, Response, ResponseExt, Verification};

use super::Report;
use crate::commands::call::is_local;
use crate::config::Config;
use crate::failure::Failure;
use crate::remedy::said_here;
use crate::terminal::harmless_line;

/// WeChat Pay takes 300 s; a clock this far off, in seconds, will not stay within that.
const DOUBTFUL: u64 = 30;
const REFUSED: u64 = 300;

pub(super) fn check(config: &Config, report: &mut Report) -> Result<(), Failure> {
    let client = match config.client() {
        Ok(client) => client,
        Err(failure) => {
            report.wrong("client", &failure.to_string())?;
            let found =
                say!("not tried: correct what is above first", "未检查：请先解决上面的问题");
            return report.doubtful("connection", &found);
        }
    };
    let called = client.chain("v3/certificates").get(());
    let response = match &called {
        Ok(response) => response,
        Err(error) => match error.response() {
            Some(response) => response,
            None => return no_answer(config, error, report),
        },
    };
    let base = config.base_uri();
    let found = if base.starts_with("http://") {
        say!("{base} responds, without TLS: it is this machine", "{base} 有应答，本机无 TLS")
    } else {
        say!("{base} responds, its TLS certificate is valid", "{base} 有应答，TLS 证书有效")
    };
    report.right("connection", &found)?;
    clock(response, report)?;
    let accepted = signature(response, report)?;
    verification(called.as_ref().err(), response, report)?;
    // It would be refused once more.
    if accepted { decryption(config, report) } else { Ok(()) }
}

fn no_answer(config: &Config, error: &Error, report: &mut Report) -> Result<(), Failure> {
    // What the causes say is looked for in English, since many of them speak it alone.
    let mut english = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        english += &format!(": {cause}");
        source = cause.source();
    }
    let text = said_here(error);
    let lower = english.to_ascii_lowercase();
    let base = config.base_uri();
    let remedy = if error.kind() == ErrorKind::Config || lower.contains("names the proxy") {
        // It has its remedy.
        None
    } else if lower.contains(": the proxy ") || lower.contains("by way of the proxy") {
        Some(say!(
            "see that the proxy runs and lets calls to {base} through: HTTPS_PROXY, NO_PROXY",
            "请检查代理是否运行、是否允许访问 {base}：HTTPS_PROXY、NO_PROXY"
        ))
    } else if lower.contains("certificate verify failed") || lower.contains("ssl") {
        Some(say!(
            "TLS: set the clock, install the system's CA certificates, and look for a proxy between",
            "TLS：请校准时钟，安装系统 CA 证书，并检查中间代理"
        ))
    } else if base.parse().is_ok_and(|base| is_local(&base)) {
        Some(say!(
            "is the gateway running there? Start it by `wechatpay gateway --port …`",
            "网关是否在该处运行？请用 `wechatpay gateway --port …` 启动"
        ))
    } else {
        Some(say!(
            "see that {base} can be reached: DNS, firewall, proxy",
            "请检查能否访问 {base}：DNS、防火墙、代理"
        ))
    };
    let remedy = remedy.map_or_else(String::new, |remedy| say!("; {remedy}", "；{remedy}"));
    report.wrong("connection", &format!("{text}{remedy}"))
}

fn clock(response: &Response, report: &mut Report) -> Result<(), Failure> {
    let date = response.headers().get("date").and_then(|date| date.to_str().ok());
    let Some(there) = date.and_then(|date| httpdate::parse_http_date(date).ok()) else {
        return report.doubtful("clock", &say!("the response has no Date", "应答没有 Date"));
    };
    let here = SystemTime::now();
    let off = here.duration_since(there).or_else(|_| there.duration_since(here));
    let off = off.unwrap_or_default().as_secs();
    let remedy = say!(
        "{off} s from the server's: synchronise it (NTP); 300 s are refused",
        "与服务器相差 {off} 秒：请用 NTP 校时；相差 300 秒会被拒绝"
    );
    match off {
        0..DOUBTFUL => {
            report.right("clock", &say!("{off} s from the server's", "与服务器相差 {off} 秒"))
        }
        DOUBTFUL..REFUSED => report.doubtful("clock", &remedy),
        _ => report.wrong("clock", &remedy),
    }
}

/// Its reason is English.
fn code(status: http::StatusCode) -> String {
    let number = status.as_u16();
    say!("{status}", "{number}")
}

/// 401 is what WeChat Pay says of a signature that it refuses: then it is false.
fn signature(response: &Response, report: &mut Report) -> Result<bool, Failure> {
    let status = response.status();
    if status == http::StatusCode::UNAUTHORIZED {
        let said: serde_json::Value = response.json().unwrap_or_default();
        let said = harmless_line(said["message"].as_str().unwrap_or_default());
        let status = code(status);
        let wrong = say!(
            "refused ({status}: {said}): mchid, serial and private key must be of one merchant",
            "被拒绝（{status}：{said}）：商户号、证书序列号与私钥须属于同一商户"
        );
        report.wrong("signature", &wrong)?;
        return Ok(false);
    }
    let shown = code(status);
    if status.is_success() || status.is_client_error() {
        report.right("signature", &say!("accepted ({shown})", "已接受（{shown}）"))?;
    } else {
        report.doubtful("signature", &say!("not judged ({shown})", "未判定（{shown}）"))?;
    }
    Ok(true)
}

fn verification(
    error: Option<&Error>,
    response: &Response,
    report: &mut Report,
) -> Result<(), Failure> {
    let verification = error.map_or_else(|| response.verification(), Error::verification);
    let is_refusal = error.is_some_and(|error| error.kind() == ErrorKind::Api);
    match (verification, error) {
        (Some(Verification::Verified { serial }), _) => {
            report.right("response", &say!("verified by {serial}", "验签通过（{serial}）"))
        }
        // Which says why: the time, the serial number, or the signature.
        (Some(Verification::Wrong), Some(error)) => report.wrong("response", &said_here(error)),
        (_, Some(error)) if !is_refusal => report.wrong("response", &said_here(error)),
        _ => report.doubtful("response", &say!("not signed", "未签名")),
    }
}

/// Whether the APIv3 key is the merchant's: WeChat Pay encrypts the certificates by it.
fn decryption(config: &Config, report: &mut Report) -> Result<(), Failure> {
    if config.apiv3_key().is_none() {
        return Ok(());
    }
    let builder = config.builder()?.download_certificates(Refresh::new());
    let Some(certificates) = builder.build().ok().and_then(|client| client.certificates()) else {
        return Ok(());
    };
    match certificates.refresh().wait() {
        Ok(()) => {
            report.right("decryption", &say!("the APIv3 key is the merchant's", "APIv3 密钥正确"))
        }
        Err(error) if error.kind() == ErrorKind::Crypto => {
            report.wrong("decryption", &said_here(&error))
        }
        Err(error) => report.doubtful("decryption", &said_here(&error)),
    }
}
