//! Which of WeChat Pay's keys the merchant has, and what is signed with which.

use http::HeaderMap;
use http::header::HeaderName;
use openssl::pkey::{PKey, Private};

use super::keys::Keys;
use crate::error::one_line;
use crate::language::{Text, say};

/// The header in which a request names the key that it wants, and a response the one that signed.
pub(super) const SERIAL: HeaderName = HeaderName::from_static("wechatpay-serial");
/// What the id of a public key begins with.
const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_";

/// Which of WeChat Pay's keys the merchant of a [`Gateway`](super::Gateway) has; set by
/// [`GatewayBuilder::keys`](super::GatewayBuilder::keys).
///
/// | | responses are signed with | notifications are signed with | `GET /v3/certificates` |
/// |---|---|---|---|
/// | `Certificate` | the platform certificate | the platform certificate | the certificates |
/// | `Switching` | the public key, if `Wechatpay-Serial` of the request is its id; otherwise the platform certificate | the public key | the certificates |
/// | `PublicKey` | the public key | the public key | `404 RESOURCE_NOT_EXISTS` |
///
/// A client of [`Gateway::client_builder`](super::Gateway::client_builder) has the keys of the mode,
/// and so has the folder of [`GatewayBuilder::dir`](super::GatewayBuilder::dir). A sensitive field
/// that is encrypted with a key that the merchant does not have is refused.
///
/// ```
/// use wechatpay_chain::gateway::KeyMode;
/// use wechatpay_chain::{Gateway, Verification};
///
/// # fn main() -> Result<(), wechatpay_chain::Error> {
/// let gateway = Gateway::builder().keys(KeyMode::Certificate).start()?;
/// let response = gateway.client()?.chain("v3/certificates").get(())?;
/// let serial = gateway.platform_serial().to_owned();
/// assert_eq!(response.extensions().get(), Some(&Verification::Verified { serial }));
///
/// let gateway = Gateway::builder().keys(KeyMode::PublicKey).start()?;
/// let error = gateway.client()?.chain("v3/certificates").get(()).unwrap_err();
/// assert_eq!(error.api().map(|api| api.code.as_str()), Some("RESOURCE_NOT_EXISTS"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum KeyMode {
    /// Platform certificates alone, as merchants have them who never applied for a public key.
    Certificate,
    /// Both, as while a merchant switches from the certificates to the public key. The default.
    #[default]
    Switching,
    /// The public key alone, as merchants have it who registered lately, or have switched.
    PublicKey,
}

impl KeyMode {
    pub(super) fn has_certificate(self) -> bool {
        self != Self::PublicKey
    }

    pub(super) fn has_public_key(self) -> bool {
        self != Self::Certificate
    }
}

/// One of WeChat Pay's keys.
pub(super) struct SigningKey {
    /// The certificate's serial number, or the public key's id.
    pub(super) serial: String,
    pub(super) key: PKey<Private>,
}

impl Keys {
    /// Whether the public key signs the response to a request with these headers.
    pub(super) fn responds_by_public_key(&self, headers: &HeaderMap) -> bool {
        match self.mode {
            KeyMode::Certificate => false,
            KeyMode::Switching => {
                headers.get(SERIAL).is_some_and(|id| id == self.public_key.id.as_str())
            }
            KeyMode::PublicKey => true,
        }
    }

    /// The public key, or else the newest certificate's key.
    pub(super) fn signing_key(&self, by_public_key: bool) -> SigningKey {
        if by_public_key {
            let named = &self.public_key;
            return SigningKey { serial: named.id.clone(), key: named.key.clone() };
        }
        let platform = self.platform_now();
        SigningKey { serial: platform.serial.clone(), key: platform.key.clone() }
    }

    /// The platform's key with this serial number or id, to which sensitive fields are encrypted. The
    /// merchant has to have it.
    pub(super) fn platform_key(&self, serial: &str) -> Option<PKey<Private>> {
        if self.public_key.id == serial {
            return self.mode.has_public_key().then(|| self.public_key.key.clone());
        }
        let certificates = self.platform_certificates();
        let mut certificates = certificates.iter().filter(|_| self.mode.has_certificate());
        let certified = certificates.find(|certified| certified.serial == serial)?;
        Some(certified.key.clone())
    }

    /// What the log says of a request that asks for a public key that the merchant does not have.
    /// WeChat Pay ignores it.
    pub(super) fn unknown_public_key(&self, headers: &HeaderMap) -> Option<Text> {
        let asked = headers.get(SERIAL)?.to_str().ok()?;
        if !asked.starts_with(PUBLIC_KEY_ID) || self.platform_key(asked).is_some() {
            return None;
        }
        let asked = one_line(asked, 60);
        let id = &self.public_key.id;
        Some(match self.mode {
            KeyMode::Certificate => say!(
                "Wechatpay-Serial asks for `{asked}`, but the merchant has no public key: the platform \
                 certificate signed the response, as at WeChat Pay",
                "Wechatpay-Serial 要求 `{asked}`，但该商户没有微信支付公钥：与微信支付一样，应答由平台证书签名"
            ),
            KeyMode::Switching => say!(
                "Wechatpay-Serial asks for `{asked}`, but the merchant has {id}: the platform \
                 certificate signed the response, as at WeChat Pay",
                "Wechatpay-Serial 要求 `{asked}`，但该商户的是 {id}：与微信支付一样，应答由平台证书签名"
            ),
            KeyMode::PublicKey => say!(
                "Wechatpay-Serial asks for `{asked}`, but the merchant has {id}: the public key signed \
                 the response, as at WeChat Pay",
                "Wechatpay-Serial 要求 `{asked}`，但该商户的是 {id}：与微信支付一样，应答由微信支付公钥签名"
            ),
        })
    }
}
