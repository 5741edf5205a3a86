//! Reads `apiclient_cert.p12`, which contains the merchant's key and certificate.

use openssl::error::ErrorStack;
use openssl::pkcs12::{ParsedPkcs12_2, Pkcs12};

use super::{check_length, is_unsupported};
use crate::error::Error;
use crate::language::say;

/// # Errors
///
/// If this is not a .p12, the passphrase is wrong, or OpenSSL no longer supports the ciphers.
pub(super) fn open(der: &[u8], passphrase: &str) -> Result<ParsedPkcs12_2, Error> {
    check_length(say!("the .p12", ".p12 文件"), der)?;
    // OpenSSL's binding panics on it, and OpenSSL would truncate the passphrase there.
    if passphrase.contains('\0') {
        return Err(Error::crypto(say!(
            "the passphrase of the .p12 contains a NUL: it must be the mchid",
            ".p12 的密码含有 NUL 字符：密码应为商户号"
        )));
    }
    let file = Pkcs12::from_der(der).map_err(|error| {
        let what = if der.starts_with(b"-----BEGIN ") {
            say!("PEM text (use from_pem)", "一段 PEM 文本，请使用 from_pem")
        } else {
            say!("damaged, or something else", "已损坏，或是其他内容")
        };
        Error::crypto(say!(
            "a .p12 (PKCS#12) was expected, but this is {what}: give the bytes of \
             apiclient_cert.p12",
            "给出的内容不是 .p12（PKCS#12）（{what}）：请传入 apiclient_cert.p12 的全部字节";
            what
        ))
        .with_source(error)
    })?;
    file.parse2(passphrase).map_err(|error| refused(&error).with_source(error))
}

fn refused(error: &ErrorStack) -> Error {
    if is_unsupported(error) {
        return Error::crypto(say!(
            "the .p12 is encrypted with a cipher (probably RC2) that OpenSSL 3 has moved to its \
             legacy provider: take apiclient_key.pem and apiclient_cert.pem, which come with it, or \
             extract them by `openssl pkcs12 -legacy -nodes -in apiclient_cert.p12`",
            ".p12 的加密算法（可能是 RC2）已被 OpenSSL 3 移到 legacy provider：请改用随附的 \
             apiclient_key.pem 和 apiclient_cert.pem，或用 `openssl pkcs12 -legacy -nodes -in \
             apiclient_cert.p12` 导出"
        ));
    }
    Error::crypto(say!(
        "the .p12 can't be opened: the passphrase is wrong (WeChat Pay sets it to the mchid), or \
         the file is damaged",
        "无法打开 .p12：密码错误（微信支付设定的密码是商户号），或文件已损坏"
    ))
}
