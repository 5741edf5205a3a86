//! The merchant's certificate with its key, for mutual TLS.

use native_tls::Identity;
use openssl::x509::X509;

use super::{PrivateKey, pem, pkcs12};
use crate::error::Error;
use crate::language::say;

/// From `apiclient_cert.pem`, or from `apiclient_cert.p12` by its passphrase, and the key that belongs
/// to it.
///
/// # Errors
///
/// Config, if there is no certificate in it, or it is another key's.
pub(crate) fn merchant_identity(
    certificate: &[u8],
    passphrase: &str,
    key: &PrivateKey,
) -> Result<Identity, Error> {
    let certificate = match pem::certificate(certificate)? {
        Some(der) => X509::from_der(&der).ok(),
        None => pkcs12::open(certificate, passphrase)?.cert,
    };
    let Some(certificate) = certificate else {
        return Err(Error::config(say!(
            "merchant_certificate() is no certificate: give the content of apiclient_cert.pem or \
             apiclient_cert.p12",
            "merchant_certificate() 不是证书：请给出 apiclient_cert.pem 或 apiclient_cert.p12 的内容"
        )));
    };
    let is_its_key = certificate.public_key().is_ok_and(|public| key.has_public_half(&public));
    if !is_its_key {
        return Err(Error::config(say!(
            "merchant_certificate() and private_key() don't belong together: take \
             apiclient_cert.pem and apiclient_key.pem of the same download",
            "merchant_certificate() 与 private_key() 不配套：请使用同一次下载的 apiclient_cert.pem 和 \
             apiclient_key.pem"
        )));
    }
    let unusable = |error: &dyn std::fmt::Display| {
        Error::config(say!(
            "the merchant's certificate can't be used for TLS: {error}",
            "商户证书无法用于 TLS：{error}"
        ))
    };
    let certificate = certificate.to_pem().map_err(|error| unusable(&error))?;
    let key = key.to_pkcs8().map_err(|error| unusable(&error))?;
    Identity::from_pkcs8(&certificate, &key).map_err(|error| unusable(&error))
}
