//! `doctor`: each check with its remedy. What is checked on this machine stands here, what WeChat
//! Pay is asked for in `online`.

mod online;

use std::time::SystemTime;

use serde_json::{Value, json};
use wechatpay_chain::notification::V2NotificationParser;
use wechatpay_chain::{AesGcm, Formatter, NotificationParser, PublicKey, Rsa};

use super::certificates::day;
use crate::command_line::{Account, Doctor};
use crate::config::{self, Config};
use crate::failure::Failure;
use crate::language::{is_chinese, text};
use crate::output;
use crate::remedy::said_here;
use crate::system::plain;

/// A certificate that expires within this time is to be renewed.
const SOON_DAYS: u64 = 30;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Right,
    /// It works, or can't be told.
    Doubtful,
    Wrong,
}

/// The checks so far.
#[derive(Default)]
struct Report {
    wrong: usize,
    /// The lines, where they are JSON.
    json: Option<Vec<Value>>,
}

impl Report {
    fn line(&mut self, state: State, check: &str, found: &str) -> Result<(), Failure> {
        let (english, mark) = match state {
            State::Right => ("ok", text("ok  ", "正常")),
            State::Doubtful => ("note", text("note", "注意")),
            State::Wrong => ("fail", text("FAIL", "失败")),
        };
        self.wrong += usize::from(state == State::Wrong);
        let found = plain(found);
        if let Some(lines) = &mut self.json {
            lines.push(json!({"check": check, "result": english, "found": found}));
            return Ok(());
        }
        let check = if is_chinese() { chinese(check) } else { check };
        output::line(&say!("{mark}  {check}: {found}", "{mark}  {check}：{found}"))
    }

    fn right(&mut self, check: &str, found: &str) -> Result<(), Failure> {
        self.line(State::Right, check, found)
    }

    fn doubtful(&mut self, check: &str, found: &str) -> Result<(), Failure> {
        self.line(State::Doubtful, check, found)
    }

    fn wrong(&mut self, check: &str, found: &str) -> Result<(), Failure> {
        self.line(State::Wrong, check, found)
    }
}

/// A check's name.
fn chinese(check: &str) -> &str {
    match check {
        "permissions" => "文件权限",
        "private key" => "商户私钥",
        "key pair" => "密钥配对",
        "serial" => "证书序列号",
        "certificate" => "商户证书",
        "APIv3 key" => "APIv3 密钥",
        "APIv2 key" => "APIv2 密钥",
        "platform key" => "平台公钥",
        "platform certificate" => "平台证书",
        "client" => "客户端",
        "connection" => "连接",
        "clock" => "时钟",
        "signature" => "签名",
        "response" => "应答",
        "decryption" => "解密",
        other => other,
    }
}

pub(crate) fn run(wanted: &Doctor, account: &Account) -> Result<(), Failure> {
    let config = Config::gather(account)?;
    let mut report = Report { wrong: 0, json: wanted.json.then(Vec::new) };
    files(&config, &mut report)?;
    apiv2_key(&config, &mut report)?;
    if config.is_v2_only() {
        apiv2_alone(&config, &mut report)?;
    } else {
        merchant(&config, &mut report)?;
        apiv3_key(&config, &mut report)?;
        platform(&config, &mut report)?;
        online::check(&config, &mut report)?;
    }
    if let Some(lines) = report.json {
        output::value(&json!({"ok": report.wrong == 0, "checks": lines}))?;
    }
    match report.wrong {
        0 => Ok(()),
        wrong => Err(Failure::check(say!(
            "{wrong} check(s) failed, see FAIL",
            "{wrong} 项未通过，见“失败”"
        ))),
    }
}

fn files(config: &Config, report: &mut Report) -> Result<(), Failure> {
    for path in &config.exposed {
        report.wrong("permissions", &config::exposed(path))?;
    }
    if config.exposed.is_empty() {
        report.right(
            "permissions",
            &say!("no secret file is open to others", "私密文件他人不可读"),
        )?;
    }
    Ok(())
}

fn merchant(config: &Config, report: &mut Report) -> Result<(), Failure> {
    let key = match config.private_key() {
        Ok(key) => {
            report.right("private key", &{
                let bits = key.bits();
                say!("RSA, {bits} bits", "RSA，{bits} 位")
            })?;
            Some(key)
        }
        Err(failure) => {
            report.wrong("private key", &failure.to_string())?;
            None
        }
    };
    let certificate = match config.merchant_certificate() {
        Ok(Some(certificate)) => certificate,
        Ok(None) => {
            let remedy = say!(
                "not given, so the key can't be compared: add --certificate apiclient_cert.pem",
                "未提供，无法核对私钥：请加 --certificate apiclient_cert.pem"
            );
            return report.doubtful("certificate", &remedy);
        }
        Err(failure) => return report.wrong("certificate", &failure.to_string()),
    };
    if let Some(key) = key {
        let signature = Rsa::sign("doctor", &key).map_err(|error| Failure::local(&error))?;
        let pair = Rsa::verify("doctor", &signature, &certificate);
        match pair.map_err(|error| Failure::local(&error))? {
            true => {
                report.right("key pair", &say!("key and certificate match", "私钥与证书匹配"))?
            }
            false => report.wrong(
                "key pair",
                &say!(
                    "the private key is not the certificate's: take apiclient_key.pem and \
                     apiclient_cert.pem of one and the same application",
                    "私钥与证书不匹配：请使用同一次申请的 apiclient_key.pem 与 apiclient_cert.pem"
                ),
            )?,
        }
    }
    let own = certificate.certificate_serial().unwrap_or_default();
    let given = config.serial()?.unwrap_or_default();
    if own.trim_start_matches('0').eq_ignore_ascii_case(given.trim_start_matches('0')) {
        report.right("serial", own)?;
    } else {
        let given = given.escape_debug();
        let wrong = say!(
            "the certificate's is {own}, but {given} is configured: set WECHATPAY_SERIAL={own}",
            "证书序列号为 {own}，但配置的是 {given}：请设置 WECHATPAY_SERIAL={own}"
        );
        report.wrong("serial", &wrong)?;
    }
    expiry("certificate", &certificate, report)
}

fn expiry(check: &str, certificate: &PublicKey, report: &mut Report) -> Result<(), Failure> {
    let Some(expires) = certificate.certificate_expiry() else {
        return Ok(());
    };
    let left = expires.duration_since(SystemTime::now()).unwrap_or_default().as_secs();
    let day = day(expires);
    if left == 0 {
        let wrong = say!(
            "expired on {day}: apply for a new one at pay.weixin.qq.com",
            "已于 {day} 过期：请在 pay.weixin.qq.com 重新申请"
        );
        return report.wrong(check, &wrong);
    }
    let days = left / 86_400;
    if days < SOON_DAYS {
        let soon = say!(
            "expires in {days} days ({day}): apply for a new one at pay.weixin.qq.com",
            "{days} 天后（{day}）过期：请在 pay.weixin.qq.com 重新申请"
        );
        return report.doubtful(check, &soon);
    }
    report.right(check, &say!("valid until {day}", "有效期至 {day}"))
}

fn apiv3_key(config: &Config, report: &mut Report) -> Result<(), Failure> {
    let Some(key) = config.apiv3_key() else {
        let note = say!(
            "not given: notifications and certificates can't be decrypted (WECHATPAY_APIV3_KEY_FILE)",
            "未提供：无法解密通知与证书（WECHATPAY_APIV3_KEY_FILE）"
        );
        return report.doubtful("APIv3 key", &note);
    };
    match AesGcm::encrypt("", key, Formatter::nonce(12), "") {
        Ok(_) => report.right("APIv3 key", &say!("32 bytes", "32 字节")),
        Err(error) => report.wrong("APIv3 key", &said_here(&error)),
    }
}

/// Few merchants need it, so it is no fault to have none.
fn apiv2_key(config: &Config, report: &mut Report) -> Result<(), Failure> {
    match config.apiv2_key().map(V2NotificationParser::new) {
        None => Ok(()),
        Some(Ok(_)) => report.right("APIv2 key", &say!("32 bytes", "32 字节")),
        Some(Err(error)) => report.wrong("APIv2 key", &said_here(&error)),
    }
}

/// What is there for APIv2. No call is made: there is none that needs no order.
fn apiv2_alone(config: &Config, report: &mut Report) -> Result<(), Failure> {
    if config.merchant_certificate()?.is_some() && !config.private_key_name().is_empty() {
        merchant(config, report)?;
    }
    if let Err(failure) = config.client() {
        report.wrong("client", &failure.to_string())?;
    }
    let note = say!(
        "not tried: only APIv2 is configured, for calls under v2/; for APIv3 add a platform key \
         (--platform-key) or the APIv3 key",
        "未检查：只配置了 APIv2，可调用 v2/ 下的路径；要用 APIv3，请再提供平台公钥（--platform-key）或 APIv3 密钥"
    );
    report.doubtful("connection", &note)
}

fn platform(config: &Config, report: &mut Report) -> Result<(), Failure> {
    let keys = match config.platform_keys() {
        Ok(keys) => keys,
        Err(failure) => return report.wrong("platform key", &failure.to_string()),
    };
    if keys.is_empty() && config.apiv3_key().is_none() {
        let wrong = say!(
            "not given, nor an APIv3 key to download certificates by: responses can't be verified \
             (--platform-key)",
            "未提供，也没有用于下载平台证书的 APIv3 密钥：无法验证应答（--platform-key）"
        );
        return report.wrong("platform key", &wrong);
    }
    if keys.is_empty() {
        let note = say!(
            "not given: certificates are downloaded by the APIv3 key (--platform-key)",
            "未提供：将用 APIv3 密钥下载平台证书（--platform-key）"
        );
        return report.doubtful("platform key", &note);
    }
    for (id, key) in keys {
        let parser = NotificationParser::builder().platform_key(&id, key.clone()).verifying_only();
        if let Err(error) = parser.build() {
            report.wrong("platform key", &said_here(&error))?;
        } else if key.certificate_serial().is_some() {
            let found = say!("certificate mode, {id}", "平台证书模式，{id}");
            report.right("platform key", &found)?;
            expiry("platform certificate", &key, report)?;
        } else if id.starts_with("PUB_KEY_ID_") {
            let found = say!("public key mode, {id}", "微信支付公钥模式，{id}");
            report.right("platform key", &found)?;
        } else {
            let id = id.escape_debug();
            let wrong = say!(
                "`{id}` is not the id of a public key, which begins with PUB_KEY_ID_ (--platform-id)",
                "`{id}` 不是公钥 ID：应以 PUB_KEY_ID_ 开头（--platform-id）"
            );
            report.wrong("platform key", &wrong)?;
        }
    }
    Ok(())
}
