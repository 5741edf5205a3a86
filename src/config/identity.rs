//! Who is who: the merchant's number and serial, and which keys may be the platform's.

use std::collections::HashSet;

use crate::crypto::{PrivateKey, PublicKey};
use crate::error::{Error, one_line};
use crate::language::say;
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
    let shown = shown(&value, false);
    Err(Error::config(format!(
        "mchid `{shown}` may hold letters, digits, `_` and `-` only: {}",
        remedy(&value)
    )))
}

pub(super) fn merchant_serial(value: String) -> Result<String, Error> {
    let serial = serial("serial", value)?;
    if serial.starts_with(PUBLIC_KEY_ID) {
        return Err(Error::config(format!(
            "serial `{serial}` is the id of WeChat Pay's public key: give it to platform_key(), and \
             to serial() the serial number of apiclient_cert.pem"
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
             `openssl x509 -in apiclient_cert.pem -noout -serial` 输出中 `serial=` 之后的内容"
        )
    } else {
        say!(
            "serial `{shown}` is not hexadecimal, so it is not a certificate's serial number: give \
             what `openssl x509 -in apiclient_cert.pem -noout -serial` prints after `serial=`",
            "serial `{shown}` 不是十六进制，因此不是证书序列号：请填写 `openssl x509 -in \
             apiclient_cert.pem -noout -serial` 输出中 `serial=` 之后的内容"
        )
    }))
}

/// A serial number as WeChat Pay writes it, in upper case and at most 40 digits, or a public key's
/// id. What is left of another spelling is named with its remedy.
fn serial(name: &str, value: String) -> Result<String, Error> {
    let refused = |reason: &str| {
        let shown = shown(&value, true);
        Err(Error::config(format!("{name} `{shown}` {reason}")))
    };
    let bare = value.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
    let prefixed = |prefix: &str| {
        let start = bare.get(..prefix.len())?;
        start.eq_ignore_ascii_case(prefix).then(|| &bare[prefix.len()..])
    };
    if prefixed("serial=").is_some() {
        return refused("begins with `serial=`, as openssl prints it: give what comes after it");
    }
    if prefixed("0x").is_some_and(|rest| !rest.is_empty() && is_hexadecimal(rest)) {
        return refused("begins with `0x`: remove it");
    }
    if bare.contains(':') && is_hexadecimal(&bare.replace(':', "")) {
        return refused("has colons between its digits: remove them");
    }
    if !fits(&value) {
        let remedy = remedy(&value);
        return refused(&format!("may hold letters, digits, `_` and `-` only: {remedy}"));
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
        _ if trimmed.bytes().all(|byte| byte.is_ascii_digit()) => refused(
            "is a decimal number: give it in hexadecimal, as `openssl x509 -in FILE -noout -serial` \
             prints it after `serial=`",
        ),
        digits => refused(&format!(
            "has {digits} digits, but a serial number has at most {SERIAL_DIGITS}: remove what \
             does not belong to it"
        )),
    }
}

fn fits(value: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    !value.is_empty() && value.bytes().all(fits)
}

/// For what does not fit.
fn remedy(value: &str) -> &'static str {
    if value.is_empty() {
        "it is empty"
    } else if value.contains(['"', '\'']) {
        "remove the quotes"
    } else if value.contains(char::is_whitespace) {
        "remove the spaces and line breaks"
    } else {
        "remove the other characters"
    }
}

/// Hides a long text that is neither a serial nor an id: it may be a key in the wrong place.
fn shown(value: &str, may_be_serial: bool) -> String {
    let digits = |c: char| c.is_ascii_hexdigit() || " :\"'=\n\r\t".contains(c);
    let rest = value.trim_start_matches("serial=").trim_start_matches("0x");
    let is_serial = may_be_serial
        && (value.trim().starts_with(PUBLIC_KEY_ID)
            || rest.chars().all(digits)
                && rest.matches(|c: char| c.is_ascii_hexdigit()).count() > 32);
    match value.len() {
        0..=16 => one_line(value, 64),
        17..=64 if is_serial => one_line(value, 64),
        length => format!("(a text of {length} bytes)"),
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
            return Err(Error::config(format!("platform_key `{id}` is given twice: give it once")));
        }
        Ok((id, key))
    };
    keys.into_iter().map(check).collect()
}

fn refuse_merchants(id: &str, key: &PublicKey, merchant: Merchant<'_>) -> Result<(), Error> {
    let remedy = "responses are signed by WeChat Pay, so give its public key (pub_key.pem with its \
                  PUB_KEY_ID_…) or a platform certificate, not apiclient_cert.pem";
    let serials = [Some(id), key.certificate_serial()];
    if merchant.serial.is_some_and(|own| {
        serials.iter().flatten().any(|serial| significant(serial) == significant(own))
    }) {
        return Err(Error::config(format!(
            "platform_key `{id}` is the merchant's own certificate (it has the serial number given \
             by serial()): {remedy}"
        )));
    }
    if merchant.private_key.is_some_and(|own| key.belongs_to(own)) {
        return Err(Error::config(format!(
            "platform_key `{id}` is the merchant's own public key, that of private_key(): {remedy}"
        )));
    }
    Ok(())
}

/// Responses name a certificate by its serial number, and a public key by its id.
fn refuse_other_kind(id: &str, key: &PublicKey) -> Result<(), Error> {
    let reason = match key.certificate_serial() {
        Some(own) if id.starts_with(PUBLIC_KEY_ID) => format!(
            "is the id of a public key, but a certificate was given, whose serial number is \
             `{own}`: give pub_key.pem under this id, or the certificate under its serial number"
        ),
        Some(own) if is_hexadecimal(id) && significant(own) != significant(id) => format!(
            "is a certificate whose serial number is `{own}`: give it under that, since responses \
             name it so"
        ),
        None if is_hexadecimal(id) => format!(
            "is a certificate's serial number, but a public key without certificate was given: \
             give the certificate's file under it, or pub_key.pem under its {PUBLIC_KEY_ID}…"
        ),
        _ => return Ok(()),
    };
    Err(Error::config(format!("platform_key `{id}` {reason}")))
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
        return Err(Error::config(format!(
            "platform_key: {}, and no other key is given: check the clock, and give the current \
             certificate, or WeChat Pay's public key (pub_key.pem), or have certificates downloaded \
             by download_certificates",
            faults.join("; ")
        )));
    }
    for fault in &faults {
        tracing::warn!("{fault}, so it is not used: give the current one by platform_key");
    }
    Ok(any)
}
