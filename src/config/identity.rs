//! Who is who: the merchant's number and serial, and which keys may be the platform's.

use std::collections::HashSet;

use crate::crypto::{PrivateKey, PublicKey};
use crate::error::{Error, one_line};
use crate::language::{Lang, Text, say};
use crate::signature::{PUBLIC_KEY_ID, PlatformKeys, significant};

/// A serial number has at most 20 bytes, by RFC 5280.
const SERIAL_DIGITS: usize = 40;

/// WeChat Pay's have 40 digits. Other issuers' have at least 64 random bits.
const FEWEST_DIGITS: usize = 16;

/// What is known of the merchant, whose own key can't be a platform key.
#[derive(Clone, Copy, Default)]
pub(crate) struct Merchant<'a> {
    pub(crate) serial: Option<&'a str>,
    pub(crate) private_key: Option<&'a PrivateKey>,
}

/// It is quoted in a header.
pub(super) fn mchid(value: String) -> Result<String, Error> {
    if fits(&value) {
        return Ok(value);
    }
    // Longer than a merchant's number, it may be a key that was given in the wrong place.
    let (shown, remedy) = (shown(&value, false), remedy(&value));
    Err(Error::config(say!(
        "mchid `{shown}` may hold letters, digits, `_` and `-` only: {remedy}",
        "商户号 mchid `{shown}` 只能含有字母、数字、`_` 和 `-`：{remedy}";
        shown, remedy
    )))
}

pub(super) fn merchant_serial(value: String) -> Result<String, Error> {
    let serial = serial("serial", value)?;
    if serial.starts_with(PUBLIC_KEY_ID) {
        return Err(Error::config(say!(
            "serial `{serial}` is the id of WeChat Pay's public key: give it to platform_key(), and \
             to serial() the serial number of apiclient_cert.pem",
            "serial `{serial}` 是微信支付公钥的 ID：请传给 platform_key()，而 serial() 应为 \
             apiclient_cert.pem 的序列号"
        )));
    }
    let length = serial.len();
    if is_hexadecimal(&serial) && length >= FEWEST_DIGITS {
        return Ok(serial);
    }
    let shown = shown(&serial, true);
    Err(Error::config(if is_hexadecimal(&serial) {
        say!(
            "serial `{shown}` has {length} digits, but the merchant certificate's serial number has \
             {SERIAL_DIGITS} as a rule: give what `openssl x509 -in apiclient_cert.pem -noout -serial` \
             prints after `serial=`",
            "serial `{shown}` 只有 {length} 位，而商户 API 证书序列号通常为 {SERIAL_DIGITS} 位：请填写 \
             `openssl x509 -in apiclient_cert.pem -noout -serial` 输出中 `serial=` 之后的内容"; shown
        )
    } else {
        say!(
            "serial `{shown}` is not hexadecimal, so it is not a certificate's serial number: give \
             what `openssl x509 -in apiclient_cert.pem -noout -serial` prints after `serial=`",
            "serial `{shown}` 不是十六进制，因此不是证书序列号：请填写 `openssl x509 -in \
             apiclient_cert.pem -noout -serial` 输出中 `serial=` 之后的内容"; shown
        )
    }))
}

/// A serial number as WeChat Pay writes it, in upper case and at most 40 digits, or a public key's
/// id. What is left of another spelling is named with its remedy.
fn serial(name: &str, value: String) -> Result<String, Error> {
    let refused = |reason: Text| {
        let shown = shown(&value, true);
        Err(Error::config(
            say!("{name} `{shown}` {reason}", "{name} `{shown}` {reason}"; shown, reason),
        ))
    };
    let bare = value.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
    let prefixed = |prefix: &str| {
        let start = bare.get(..prefix.len())?;
        start.eq_ignore_ascii_case(prefix).then(|| &bare[prefix.len()..])
    };
    if prefixed("serial=").is_some() {
        return refused(say!(
            "begins with `serial=`, as openssl prints it: give what comes after it",
            "以 `serial=` 开头（openssl 的输出如此）：请只填写其后的部分"
        ));
    }
    if prefixed("0x").is_some_and(|rest| !rest.is_empty() && is_hexadecimal(rest)) {
        return refused(say!("begins with `0x`: remove it", "以 `0x` 开头：请去掉"));
    }
    if bare.contains(':') && is_hexadecimal(&bare.replace(':', "")) {
        return refused(say!("has colons between its digits: remove them", "含有冒号：请去掉"));
    }
    if !fits(&value) {
        let remedy = remedy(&value);
        return refused(say!(
            "may hold letters, digits, `_` and `-` only: {remedy}",
            "只能含有字母、数字、`_` 和 `-`：{remedy}";
            remedy
        ));
    }
    if !is_hexadecimal(&value) {
        return Ok(value);
    }
    // A zero too many, as some tools write it, means nothing.
    let surplus = value.len().saturating_sub(SERIAL_DIGITS);
    let zeros = value.len() - significant(&value).len();
    let trimmed = &value[surplus.min(zeros)..];
    match trimmed.len() {
        0..=SERIAL_DIGITS => Ok(trimmed.to_ascii_uppercase()),
        _ if trimmed.bytes().all(|byte| byte.is_ascii_digit()) => refused(say!(
            "is a decimal number: give it in hexadecimal, as `openssl x509 -in FILE -noout -serial` \
             prints it after `serial=`",
            "是十进制数：请填写十六进制的序列号，即 `openssl x509 -in FILE -noout -serial` 输出中 \
             `serial=` 之后的部分"
        )),
        digits => refused(say!(
            "has {digits} digits, but a serial number has at most {SERIAL_DIGITS}: remove what \
             does not belong to it",
            "有 {digits} 位，而序列号最多 {SERIAL_DIGITS} 位：请去掉多余的部分"
        )),
    }
}

fn fits(value: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    !value.is_empty() && value.bytes().all(fits)
}

/// For what does not fit.
fn remedy(value: &str) -> Text {
    if value.is_empty() {
        say!("it is empty", "它是空的")
    } else if value.contains(['"', '\'']) {
        say!("remove the quotes", "请去掉引号")
    } else if value.contains(char::is_whitespace) {
        say!("remove the spaces and line breaks", "请去掉空格和换行")
    } else {
        say!("remove the other characters", "请去掉其他字符")
    }
}

/// Hides a long text that is neither a serial nor an id: it may be a key in the wrong place.
fn shown(value: &str, may_be_serial: bool) -> Text {
    let digits = |c: char| c.is_ascii_hexdigit() || " :\"'=\n\r\t".contains(c);
    let rest = value.trim_start_matches("serial=").trim_start_matches("0x");
    let is_serial = may_be_serial
        && (value.trim().starts_with(PUBLIC_KEY_ID)
            || rest.chars().all(digits)
                && rest.matches(|c: char| c.is_ascii_hexdigit()).count() > 32);
    match value.len() {
        0..=16 => Text::verbatim(one_line(value, 64)),
        17..=64 if is_serial => Text::verbatim(one_line(value, 64)),
        length => say!("(a text of {length} bytes)", "（{length} 字节的文本）"),
    }
}

fn is_hexadecimal(serial: &str) -> bool {
    serial.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// In the order given, so that the first public key's id is known.
///
/// # Errors
///
/// A serial that is malformed, a key under another one's name, the merchant's own key.
pub(crate) fn platform_keys(
    keys: Vec<(String, PublicKey)>,
    merchant: Merchant<'_>,
) -> Result<Vec<(String, PublicKey)>, Error> {
    let mut seen = HashSet::new();
    let check = |(id, key): (String, PublicKey)| {
        let id = serial("platform_key", id)?;
        refuse_merchants(&id, &key, merchant)?;
        refuse_other_kind(&id, &key)?;
        if !seen.insert(significant(&id).to_owned()) {
            return Err(Error::config(say!(
                "platform_key `{id}` is given twice: give it once",
                "platform_key `{id}` 重复：请只传入一次"
            )));
        }
        Ok((id, key))
    };
    keys.into_iter().map(check).collect()
}

fn refuse_merchants(id: &str, key: &PublicKey, merchant: Merchant<'_>) -> Result<(), Error> {
    let remedy = || {
        say!(
            "responses are signed by WeChat Pay, so give its public key (pub_key.pem with its \
             PUB_KEY_ID_…) or a platform certificate, not apiclient_cert.pem",
            "应答由微信支付签名，请传入微信支付公钥（pub_key.pem 及其 PUB_KEY_ID_…）或平台证书，\
             而不是 apiclient_cert.pem"
        )
    };
    let serials = [Some(id), key.certificate_serial()];
    if merchant.serial.is_some_and(|own| {
        serials.iter().flatten().any(|serial| significant(serial) == significant(own))
    }) {
        let remedy = remedy();
        return Err(Error::config(say!(
            "platform_key `{id}` is the merchant's own certificate (it has the serial number given \
             by serial()): {remedy}",
            "platform_key `{id}` 是商户自己的证书（序列号与 serial() 相同）：{remedy}";
            remedy
        )));
    }
    if merchant.private_key.is_some_and(|own| key.belongs_to(own)) {
        let remedy = remedy();
        return Err(Error::config(say!(
            "platform_key `{id}` is the merchant's own public key, that of private_key(): {remedy}",
            "platform_key `{id}` 是商户自己的公钥（与 private_key() 配对）：{remedy}";
            remedy
        )));
    }
    Ok(())
}

/// Responses name a certificate by its serial number, and a public key by its id.
fn refuse_other_kind(id: &str, key: &PublicKey) -> Result<(), Error> {
    let reason = match key.certificate_serial() {
        Some(own) if id.starts_with(PUBLIC_KEY_ID) => say!(
            "is the id of a public key, but a certificate was given, whose serial number is \
             `{own}`: give pub_key.pem under this id, or the certificate under its serial number",
            "是公钥 ID，而传入的是序列号为 `{own}` 的证书：请以该 ID 传入 pub_key.pem，\
             或以证书的序列号传入证书"
        ),
        Some(own) if is_hexadecimal(id) && significant(own) != significant(id) => say!(
            "is a certificate whose serial number is `{own}`: give it under that, since responses \
             name it so",
            "对应的证书序列号是 `{own}`：请以该序列号传入，应答中使用的就是它"
        ),
        None if is_hexadecimal(id) => say!(
            "is a certificate's serial number, but a public key without certificate was given: \
             give the certificate's file under it, or pub_key.pem under its {PUBLIC_KEY_ID}…",
            "是证书序列号，而传入的是单独的公钥：请以该序列号传入证书文件，\
             或以 {PUBLIC_KEY_ID}… 传入 pub_key.pem"
        ),
        _ => return Ok(()),
    };
    Err(Error::config(say!("platform_key `{id}` {reason}", "platform_key `{id}` {reason}"; reason)))
}

/// Warns of a configured certificate that is not valid now, and returns whether a usable key is
/// configured.
///
/// # Errors
///
/// When no key is valid and none can be `downloaded`: no response could be verified.
pub(crate) fn refuse_expired(keys: &PlatformKeys, downloaded: bool) -> Result<bool, Error> {
    let (faults, any) = keys.judge_configured();
    if !any && !faults.is_empty() && !downloaded {
        let faults = Text::joined(faults, say!("; ", "；"));
        return Err(Error::config(say!(
            "platform_key: {faults}, and no other key is given: check the clock, and give the \
             current certificate, or WeChat Pay's public key (pub_key.pem), or have certificates \
             downloaded by download_certificates",
            "platform_key：{faults}，且没有传入其他密钥：请检查时钟，并传入当前的平台证书或微信支付公钥\
             （pub_key.pem），或通过 download_certificates 下载平台证书";
            faults
        )));
    }
    for fault in &faults {
        let warning = say!(
            "{fault}, so it is not used: give the current one by platform_key",
            "{fault}，因此不使用：请通过 platform_key 传入当前的";
            fault
        );
        // The fault is that of an error, so it is in the language of errors.
        tracing::warn!("{}", warning.localized(Lang::from_env()));
    }
    Ok(any)
}
