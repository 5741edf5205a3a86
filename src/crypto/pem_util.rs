//! Keys, certificates and serial numbers under the names of PHP's `PemUtil`.

use std::path::Path;

use openssl::x509::X509Ref;

use super::key_uri::{Source, parse};
use super::{PrivateKey, PublicKey, pkcs12, read};
use crate::error::Error;
use crate::language::{Text, say};

/// Reads keys, certificates and serial numbers, with the names of PHP's `PemUtil`.
///
/// ```no_run
/// use wechatpay_chain::{Client, PemUtil, PrivateKey};
///
/// # fn main() -> Result<(), wechatpay_chain::Error> {
/// let builder = Client::builder()
///     .serial(PemUtil::parse_certificate_serial_no("file:///certs/apiclient_cert.pem")?)
///     .private_key(PrivateKey::from_file("/certs/apiclient_key.pem")?);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct PemUtil;

impl PemUtil {
    /// Reads the private key in a PEM file. The path may begin with `file://`.
    ///
    /// # Errors
    ///
    /// As [`PrivateKey::from_file`].
    #[doc(alias = "loadPrivateKey")]
    pub fn load_private_key(path: impl AsRef<Path>) -> Result<PrivateKey, Error> {
        match file_uri(path.as_ref()) {
            Some(uri) => PrivateKey::load(uri),
            None => PrivateKey::from_file(path),
        }
    }

    /// Reads a private key from PEM text, or from another format that [`PrivateKey::load`] takes.
    ///
    /// # Errors
    ///
    /// As [`PrivateKey::load`].
    #[doc(alias = "loadPrivateKeyFromString")]
    pub fn load_private_key_from_string(content: impl AsRef<str>) -> Result<PrivateKey, Error> {
        PrivateKey::load(content)
    }

    /// Reads the certificate in a PEM file, and returns its public key with
    /// [its serial number](PublicKey::certificate_serial). The path may begin with `file://`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the file can't be read,
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if it does not contain a certificate with an
    /// RSA key.
    #[doc(alias("loadCertificate", "loadX509Certificate"))]
    pub fn load_certificate(path: impl AsRef<Path>) -> Result<PublicKey, Error> {
        match file_uri(path.as_ref()) {
            Some(uri) => certificate(uri),
            None => PublicKey::from_certificate(&read(the_certificate(), path.as_ref())?),
        }
    }

    /// Reads a certificate from PEM text, and returns its public key with
    /// [its serial number](PublicKey::certificate_serial).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if the text does not contain a certificate;
    /// the message says what it contains instead. PHP returns false.
    #[doc(alias("loadCertificateFromString", "loadX509CertificateFromString"))]
    pub fn load_certificate_from_string(content: impl AsRef<[u8]>) -> Result<PublicKey, Error> {
        PublicKey::from_certificate(content.as_ref())
    }

    /// Returns the serial number of a certificate, which is given as PEM text or as `file://`
    /// followed by a path: hexadecimal, in upper case, leading zeros kept.
    /// [`ClientBuilder::serial`](crate::ClientBuilder::serial) takes that of the merchant's
    /// certificate, [`ClientBuilder::platform_key`](crate::ClientBuilder::platform_key) that of a
    /// platform certificate.
    ///
    /// # Errors
    ///
    /// As [`load_certificate`](Self::load_certificate).
    #[doc(alias = "parseCertificateSerialNo")]
    pub fn parse_certificate_serial_no(certificate: impl AsRef<str>) -> Result<String, Error> {
        self::certificate(certificate.as_ref())?.into_certificate_serial()
    }

    /// Returns the serial number of the certificate in `apiclient_cert.p12`, whose passphrase is the
    /// mchid. [`PrivateKey::from_pkcs12`] reads the key in it.
    ///
    /// # Errors
    ///
    /// As [`PrivateKey::from_pkcs12`], and if the file does not contain a certificate.
    pub fn parse_pkcs12_serial_no(
        der: impl AsRef<[u8]>,
        passphrase: &str,
    ) -> Result<String, Error> {
        let certificate = pkcs12::open(der.as_ref(), passphrase)?.cert.ok_or_else(|| {
            Error::crypto(say!(
                "the .p12 contains no certificate: take apiclient_cert.p12",
                ".p12 文件中没有证书：请使用 apiclient_cert.p12"
            ))
        })?;
        serial(&certificate)
    }
}

/// A certificate's serial number in whole bytes, which keeps the leading zero of `0ABC`.
pub(super) fn serial(certificate: &X509Ref) -> Result<String, Error> {
    let hexadecimal = certificate.serial_number().to_bn().and_then(|number| {
        let hexadecimal = number.to_hex_str()?;
        Ok(hexadecimal.to_ascii_uppercase())
    });
    hexadecimal.map_err(|error| {
        Error::crypto(say!(
            "the certificate's serial number can't be read: {error}",
            "无法读取证书的序列号：{error}"
        ))
        .with_source(error)
    })
}

fn certificate(thing: &str) -> Result<PublicKey, Error> {
    match parse(thing)? {
        Source::File(path) => PublicKey::from_certificate(&read(the_certificate(), &path)?),
        Source::Pem(pem) => PublicKey::from_certificate(pem.as_bytes()),
        Source::Der(form, _) => {
            let scheme = form.scheme();
            Err(Error::crypto(say!(
                "a certificate was expected, but `{scheme}…` is a key: give PEM text, or `file://` \
                 followed by a path",
                "这里需要证书，而 `{scheme}…` 是密钥：请传入 PEM 文本，或 `file://` 加路径"
            )))
        }
    }
}

fn the_certificate() -> Text {
    say!("the certificate", "证书")
}

fn file_uri(path: &Path) -> Option<&str> {
    path.to_str().filter(|path| path.starts_with("file://"))
}
