//! What a merchant has for APIv2: the APIv2 key, and the certificate for mutual TLS.

use native_tls::Identity;

use super::{ClientBuilder, identity};
use crate::crypto::merchant_identity;
use crate::error::Error;
use crate::language::say;
use crate::v2::{Account, Secret};

impl ClientBuilder {
    /// Sets the APIv2 key, 32 bytes, which signs the calls under `v2/` and verifies their responses.
    /// Default: none, and such calls are errors.
    ///
    /// A client may have APIv2's settings alone, [`mchid`](Self::mchid) and this one. Then calls of
    /// APIv3 are errors.
    ///
    /// ```
    /// use wechatpay_chain::Client;
    ///
    /// # let key = "exposed_your_key_here_have_risks";
    /// let client = Client::builder().mchid("1900000109").secret(key).build()?;
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    pub fn secret(mut self, secret: impl AsRef<[u8]>) -> Self {
        self.v2.secret = Some(secret.as_ref().to_vec().into());
        self
    }

    /// Sets the merchant's certificate, whose key is [`private_key`](Self::private_key), for the calls
    /// of APIv2 that need mutual TLS: the PEM text of `apiclient_cert.pem`, or the bytes of
    /// `apiclient_cert.p12`, whose passphrase is the mchid. Default: none, and such calls are errors.
    ///
    /// They have connections of their own. A [`transport`](Self::transport) of yours has to present
    /// the certificate itself.
    pub fn merchant_certificate(mut self, certificate: impl AsRef<[u8]>) -> Self {
        self.v2.certificate = Some(certificate.as_ref().to_vec().into());
        self
    }

    /// A serial number of outside of the program. That of a certificate does not say that APIv3 is
    /// meant: mutual TLS needs the certificate, too.
    pub(crate) fn configured_serial(mut self, serial: String, is_the_certificates: bool) -> Self {
        self = self.serial(serial);
        self.v2.has_certificates_serial = is_the_certificates;
        self
    }

    /// Whether APIv2 is all that it has settings for.
    pub(super) fn is_v2_only(&self) -> bool {
        let has_v3 = (self.serial.is_some() && !self.v2.has_certificates_serial)
            || !self.platform_keys.is_empty()
            || self.download_certificates.is_some()
            || self.signer.is_some()
            || self.verifier.is_some();
        self.v2.secret.is_some() && !has_v3
    }

    pub(super) fn v2_account(&self) -> Result<Option<Account>, Error> {
        let Some(secret) = &self.v2.secret else { return Ok(None) };
        let mchid = self.mchid.clone().map(identity::mchid).transpose()?;
        // Over plain http nobody can present a certificate: at a gateway on this machine.
        let is_plain = self.base_uri.starts_with("http://");
        let mutual_tls = self.v2.certificate.is_some() || self.transport.is_some() || is_plain;
        Ok(Some(Account { mchid, secret: Secret::new(secret)?, mutual_tls }))
    }

    /// The certificate with its key, as TLS takes it.
    pub(super) fn identity(&self) -> Result<Option<Identity>, Error> {
        let Some(certificate) = &self.v2.certificate else { return Ok(None) };
        let key = self.private_key.as_ref().ok_or_else(|| {
            Error::config(say!(
                "merchant_certificate() needs its key: give apiclient_key.pem by private_key()",
                "merchant_certificate() 需要与之配套的私钥：请用 private_key() 给出 apiclient_key.pem"
            ))
        })?;
        let passphrase = self.mchid.as_deref().unwrap_or_default();
        merchant_identity(certificate, passphrase, key).map(Some)
    }
}
