//! `sign`, `verify`, `encrypt`, `decrypt`: one step of the protocol by itself.

use http::Method;
use serde_json::Value;
use wechatpay_chain::{AesGcm, Client, Error, ErrorKind, Formatter, Rsa, Sensitive};

use crate::command_line::{Decrypt, Encrypt, Sign, Verify};
use crate::config::Config;
use crate::failure::Failure;
use crate::terminal::harmless_line;
use crate::{input, output, splice};

pub(crate) fn sign(sign: &Sign, config: &Config) -> Result<(), Failure> {
    let key = config.private_key()?;
    let (Some(method), Some(target)) = (&sign.method, &sign.target) else {
        let signature = Rsa::sign(input::read(sign.file.as_ref())?, &key);
        return output::line(&signature.map_err(|error| Failure::local(&error))?);
    };
    let (Some(mchid), Some(serial)) = (&config.mchid, config.serial()?) else {
        return Err(Failure::usage(say!(
            "an Authorization names the merchant: set WECHATPAY_MCHID and WECHATPAY_SERIAL",
            "Authorization 中要写明商户：请设置 WECHATPAY_MCHID 与 WECHATPAY_SERIAL"
        )));
    };
    if !target.starts_with('/') {
        return Err(Failure::usage(say!(
            "the target is the path and the query, and begins with /: /v3/…",
            "target 是以 / 开头的路径与查询参数：/v3/…"
        )));
    }
    // Most requests that have no body have no standard input to read either.
    let body = match &sign.file {
        Some(_) => input::read(sign.file.as_ref())?,
        None => Vec::new(),
    };
    let (timestamp, nonce) = (Formatter::timestamp(), Formatter::nonce(32));
    let message = Formatter::request(&method.to_ascii_uppercase(), target, timestamp, &nonce, body);
    let signature = Rsa::sign(message, &key).map_err(|error| Failure::local(&error))?;
    output::line(&Formatter::authorization(mchid, &nonce, &signature, timestamp, &serial))
}

pub(crate) fn verify(verify: &Verify, config: &Config) -> Result<(), Failure> {
    let keys = if verify.merchant {
        let key = config.merchant_certificate()?.ok_or_else(|| {
            Failure::usage(say!(
                "no certificate of the merchant's: set WECHATPAY_CERTIFICATE (--certificate)",
                "没有商户证书：请设置 WECHATPAY_CERTIFICATE（--certificate）"
            ))
        })?;
        vec![(key.certificate_serial().unwrap_or_default().to_owned(), key)]
    } else {
        config.needed_platform_keys()?
    };
    let body = input::read(verify.file.as_ref())?;
    let message = match (&verify.timestamp, &verify.nonce) {
        (Some(timestamp), Some(nonce)) => Formatter::response(timestamp, nonce, body),
        _ => body,
    };
    // Whose it is said to be stands in a header that is not given here.
    for (serial, key) in &keys {
        let verdict = Rsa::verify(&message, &verify.signature, key);
        if verdict.map_err(|error| Failure::local(&error))? {
            return output::line(&say!("valid, by {serial}", "验签通过（{serial}）"));
        }
    }
    let serials = keys.iter().map(|(serial, _)| serial.as_str()).collect::<Vec<_>>().join(", ");
    Err(Failure::check(say!(
        "the signature is not that of {serials} for these bytes: is it the right key, and the body \
         as it came?",
        "签名与 {serials} 及这些内容不符：密钥是否正确，内容是否原样？"
    )))
}

pub(crate) fn encrypt(encrypt: &Encrypt, config: &Config) -> Result<(), Failure> {
    let sensitive = sensitive(config)?;
    let printed = if encrypt.field.is_empty() {
        let text = input::text(encrypt.file.as_ref())?;
        sensitive.encrypt(text).map_err(|error| Failure::local(&error))?.to_string()
    } else {
        let (text, mut json) = input::json(encrypt.file.as_ref())?;
        let paths: Vec<_> = encrypt.field.iter().map(String::as_str).collect();
        sensitive.encrypt_fields(&mut json, &paths).map_err(|error| Failure::local(&error))?;
        with_fields(&text, &json)?
    };
    let serial = sensitive.serial();
    eprintln!("Wechatpay-Serial: {serial}");
    output::line(&printed)
}

/// The JSON that was read, but for the fields that were changed.
fn with_fields(text: &str, json: &Value) -> Result<String, Failure> {
    // It was valid before.
    splice::changed(text, json).map_err(|error| Failure::check(error.to_string()))
}

/// Whether a pointer leads to a field; null holds any.
fn leads(json: &Value, steps: &[&str]) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        return true;
    };
    let step = step.replace("~1", "/").replace("~0", "~");
    match json {
        Value::Null => true,
        Value::Object(members) if step == "*" => {
            members.is_empty() || members.values().any(|member| leads(member, rest))
        }
        Value::Array(items) if step == "*" => {
            items.is_empty() || items.iter().any(|item| leads(item, rest))
        }
        Value::Object(members) => members.get(&step).is_some_and(|member| leads(member, rest)),
        Value::Array(items) => {
            let item = step.parse::<usize>().ok().and_then(|index| items.get(index));
            item.is_some_and(|item| leads(item, rest))
        }
        _ => false,
    }
}

pub(crate) fn decrypt(decrypt: &Decrypt, config: &Config) -> Result<(), Failure> {
    if let Some(nonce) = &decrypt.nonce {
        let associated = decrypt.associated_data.as_deref().unwrap_or_default();
        let key = config.needed_apiv3_key()?;
        let ciphertext = input::text(decrypt.file.as_ref())?;
        let plaintext = AesGcm::decrypt(ciphertext, key, nonce, associated);
        return output::foreign(&plaintext.map_err(|error| not_decrypted(&error))?);
    }
    if decrypt.field.is_empty() {
        let key = config.private_key()?;
        let plaintext = Rsa::decrypt(input::text(decrypt.file.as_ref())?, &key);
        output::foreign(&plaintext.map_err(|error| Failure::local(&error))?)?;
        return output::foreign(b"\n");
    }
    let (text, mut json) = input::json(decrypt.file.as_ref())?;
    let paths: Vec<_> = decrypt.field.iter().map(String::as_str).collect();
    for path in &paths {
        let steps: Vec<_> = path.strip_prefix('/').unwrap_or_default().split('/').collect();
        if path.starts_with('/') && !leads(&json, &steps) {
            let path = harmless_line(path);
            return Err(Failure::usage(say!(
                "the path `{path}` leads nowhere: there is no such field",
                "路径 `{path}` 没有匹配的字段：没有这个字段"
            )));
        }
    }
    let sensitive = sensitive(config)?;
    sensitive.decrypt_fields(&mut json, &paths).map_err(|error| Failure::local(&error))?;
    output::json(&with_fields(&text, &json)?)
}

/// GCM tells only that something differs.
fn not_decrypted(error: &Error) -> Failure {
    let failure = Failure::local(error);
    match error.kind() {
        ErrorKind::Crypto => failure.with(&say!(
            " [or the nonce or the associated data is not the resource's: give `nonce` and \
             `associated_data` as they came]",
            " [也可能是 nonce 或 associated_data 与该 resource 不符：请原样给出]"
        )),
        _ => failure,
    }
}

/// With downloaded certificates these come first.
fn sensitive(config: &Config) -> Result<Sensitive, Failure> {
    let client: Client = config.client()?;
    if let Some(certificates) = client.certificates() {
        let refreshed = certificates.refresh().wait();
        refreshed.map_err(|error| Failure::of_call(&error, &Method::GET))?;
    }
    client.sensitive().map_err(|error| Failure::configured(&error))
}
