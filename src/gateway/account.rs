//! What a client of the gateway is configured with.

use std::path::Path;

use super::cipher::{decrypt_field, encrypt_field};
use super::keys::MCHID;
use super::running::Gateway;
use crate::client::Client;
use crate::config::ClientBuilder;
use crate::error::Error;

impl Gateway {
    /// A client of this gateway.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config), which would be a mistake of this crate.
    pub fn client(&self) -> Result<Client, Error> {
        self.client_builder().build()
    }

    /// The builder of a client of this gateway: base_uri, merchant, keys and APIv3 key are set.
    ///
    /// Answers are then signed by the public key ([`public_key_id`](Self::public_key_id)), which
    /// such a client asks for; the platform certificate is known to it as well.
    ///
    /// Such a client sends nothing beyond this machine. WeChat Pay's API addresses, in an absolute
    /// address or a call's `base_uri`, are the gateway's own to it: the gateway receives those
    /// calls. Any other address beyond this machine is refused by
    /// [`ErrorKind::UntrustedHost`](crate::ErrorKind::UntrustedHost), also that of an unsigned
    /// download, and a base_uri or a failover beyond it by the builder's `build`.
    pub fn client_builder(&self) -> ClientBuilder {
        let builder = ClientBuilder::of_stand_in();
        let builder = match self.tls_certificate_pem() {
            Some(certificate) => builder.root_certificate(certificate),
            None => builder,
        };
        builder
            .base_uri(self.base_uri())
            .mchid(self.mchid())
            .serial(self.merchant_serial())
            .private_key(self.merchant_key.clone())
            .platform_key(self.platform_serial(), self.platform_key.clone())
            .platform_key(self.public_key_id(), self.public_key.clone())
            .apiv3_key(self.apiv3_key())
    }

    /// Where it listens: `http://127.0.0.1:<port>/`, or `https:` with [`GatewayBuilder::tls`]. In a
    /// browser, that is its page.
    ///
    /// [`GatewayBuilder::tls`]: super::GatewayBuilder::tls
    pub fn base_uri(&self) -> &str {
        &self.base_uri
    }

    /// The certificate that it serves TLS with, which a client must trust; none without
    /// [`GatewayBuilder::tls`](super::GatewayBuilder::tls). It is for 127.0.0.1, ::1 and localhost.
    pub fn tls_certificate_pem(&self) -> Option<&str> {
        self.tls_certificate_pem.as_deref()
    }

    /// The folder with its keys, as an absolute path, where [`GatewayBuilder::dir`] gave one.
    ///
    /// [`GatewayBuilder::dir`]: super::GatewayBuilder::dir
    pub fn dir(&self) -> Option<&Path> {
        self.dir.as_deref()
    }

    /// The number of the one merchant that it knows.
    pub fn mchid(&self) -> &str {
        MCHID
    }

    /// The serial number of the merchant's certificate, 40 hexadecimal digits.
    pub fn merchant_serial(&self) -> &str {
        &self.shared.keys.merchant.serial
    }

    /// The merchant's private key (`apiclient_key.pem`), PKCS#8 in PEM. It is good for this
    /// gateway only.
    pub fn merchant_key_pem(&self) -> &str {
        &self.shared.keys.merchant.key_pem
    }

    /// The merchant's certificate (`apiclient_cert.pem`).
    pub fn merchant_certificate_pem(&self) -> &str {
        &self.shared.keys.merchant.certificate_pem
    }

    /// The serial number of the first platform certificate, 40 hexadecimal digits.
    pub fn platform_serial(&self) -> &str {
        &self.shared.keys.platform.serial
    }

    /// The platform certificate, whose key signs answers unless the request asks for the public
    /// key.
    pub fn platform_certificate_pem(&self) -> &str {
        &self.shared.keys.platform.certificate_pem
    }

    /// The public key's id, `PUB_KEY_ID_…`. Answers to requests with this `Wechatpay-Serial` are
    /// signed by that key.
    pub fn public_key_id(&self) -> &str {
        &self.shared.keys.public_key.id
    }

    /// WeChat Pay's public key of that id (`pub_key.pem`).
    pub fn platform_public_key_pem(&self) -> &str {
        &self.shared.keys.public_key.public_pem
    }

    /// The APIv3 key, 32 letters and digits.
    pub fn apiv3_key(&self) -> &str {
        &self.shared.keys.apiv3_key
    }

    /// Decrypts a sensitive field of a request, by the platform key that the request's
    /// `Wechatpay-Serial` names.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) for a serial that is none of the platform's,
    /// and for what was not encrypted with that key.
    pub fn decrypt(&self, serial: &str, ciphertext: &str) -> Result<String, Error> {
        let keys = &self.shared.keys;
        let certified = keys.platform_certificates();
        let certified = certified.iter().find(|certified| certified.serial == serial);
        let key = match certified {
            Some(certified) => &certified.key,
            None if keys.public_key.id == serial => &keys.public_key.key,
            None => {
                let serial = crate::error::one_line(serial, 80);
                return Err(Error::crypto(format!(
                    "`{serial}` is no platform key of this gateway"
                )));
            }
        };
        decrypt_field(key, ciphertext).map_err(|error| {
            let message = format!("the field is not encrypted with the key `{serial}`: {error}");
            Error::crypto(message).with_source(error)
        })
    }

    /// Encrypts a field of an answer with the merchant's certificate, as WeChat Pay does.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) for more than 214 bytes.
    pub fn encrypt_for_merchant(&self, plaintext: &str) -> Result<String, Error> {
        encrypt_field(&self.shared.keys.merchant.key, plaintext).map_err(|error| {
            Error::crypto(format!("the field can't be encrypted: {error}")).with_source(error)
        })
    }
}
