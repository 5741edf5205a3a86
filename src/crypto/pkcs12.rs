//! Reads `apiclient_cert.p12`, which contains the merchant's key and certificate.

use openssl::error::ErrorStack;
use openssl::pkcs12::{ParsedPkcs12_2, Pkcs12};

use super::{check_length, is_unsupported};
use crate::error::Error;

/// # Errors
///
/// If this is not a .p12, the passphrase is wrong, or OpenSSL no longer supports the ciphers.
pub(super) fn open(der: &[u8], passphrase: &str) -> Result<ParsedPkcs12_2, Error> {
    check_length("the .p12", der)?;
    // OpenSSL's binding panics on it, and OpenSSL would truncate the passphrase there.
    if passphrase.contains('\0') {
        return Err(Error::crypto(
            "the passphrase of the .p12 contains a NUL: it must be the mchid",
        ));
    }
    let file = Pkcs12::from_der(der).map_err(|error| {
        let what = if der.starts_with(b"-----BEGIN ") {
            "PEM text (use from_pem)"
        } else {
            "damaged, or something else"
        };
        Error::crypto(format!(
            "a .p12 (PKCS#12) was expected, but this is {what}: give the bytes of \
             apiclient_cert.p12"
        ))
        .with_source(error)
    })?;
    file.parse2(passphrase).map_err(|error| refused(&error).with_source(error))
}

fn refused(error: &ErrorStack) -> Error {
    if is_unsupported(error) {
        return Error::crypto(
            "the .p12 is encrypted with a cipher (probably RC2) that OpenSSL 3 has moved to its \
             legacy provider: take apiclient_key.pem and apiclient_cert.pem, which come with it, or \
             extract them by `openssl pkcs12 -legacy -nodes -in apiclient_cert.p12`",
        );
    }
    Error::crypto(
        "the .p12 can't be opened: the passphrase is wrong (WeChat Pay sets it to the mchid), or \
         the file is damaged",
    )
}
