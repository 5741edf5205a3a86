//! What a client of the gateway is configured with.

use std::path::Path;

use super::cipher::{decrypt_field, encrypt_field};
use super::key_mode::KeyMode;
use super::keys::MCHID;
use super::running::Gateway;
use crate::client::Client;
use crate::config::ClientBuilder;
use crate::error::Error;
use crate::language::say;

impl Gateway {
    /// Builds a client of this gateway.
    ///
    /// ```
    /// use wechatpay_chain::Gateway;
    ///
    /// let gateway = Gateway::start()?;
    /// let response = gateway.client()?.chain("v3/certificates").get(())?;
    /// assert_eq!(response.status(), 200);
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config), which would be a bug of this crate.
    pub fn client(&self) -> Result<Client, Error> {
        self.client_builder().build()
    }

    /// Returns a builder for a client of this gateway. Base URI, merchant, keys and APIv3 key are set.
    ///
    /// The client has the keys of the gateway's [`KeyMode`](super::KeyMode). By default it asks for
    /// responses signed with the public key ([`public_key_id`](Self::public_key_id)), and knows the
    /// platform certificate as well.
    ///
    /// The client sends nothing beyond this machine. Calls to WeChat Pay's API hosts, by an absolute
    /// URL or a call's `base_uri`, go to the gateway. Every other host beyond this machine is
    /// [`ErrorKind::UntrustedHost`](crate::ErrorKind::UntrustedHost), also for an unsigned download;
    /// the builder's `build` refuses a `base_uri` or failover host beyond this machine.
    pub fn client_builder(&self) -> ClientBuilder {
        let builder = ClientBuilder::of_stand_in();
        let builder = match self.tls_certificate_pem() {
            Some(certificate) => builder
                .root_certificate(certificate)
                .merchant_certificate(self.merchant_certificate_pem()),
            None => builder,
        };
        let mode = self.key_mode();
        let builder = match mode.has_certificate() {
            true => builder.platform_key(self.platform_serial(), self.platform_key.clone()),
            false => builder,
        };
        let builder = match mode.has_public_key() {
            true => builder.platform_key(self.public_key_id(), self.public_key.clone()),
            false => builder,
        };
        builder
            .base_uri(self.base_uri())
            .mchid(self.mchid())
            .serial(self.merchant_serial())
            .private_key(self.merchant_key.clone())
            .apiv3_key(self.apiv3_key())
            .secret(self.secret())
    }

    /// The gateway's address: `http://127.0.0.1:<port>/`, or `https:` with [`GatewayBuilder::tls`].
    /// A browser shows its page there.
    ///
    /// [`GatewayBuilder::tls`]: super::GatewayBuilder::tls
    pub fn base_uri(&self) -> &str {
        &self.base_uri
    }

    /// The TLS certificate, which clients must trust. `None` without
    /// [`GatewayBuilder::tls`](super::GatewayBuilder::tls). It is valid for 127.0.0.1, ::1 and
    /// localhost.
    pub fn tls_certificate_pem(&self) -> Option<&str> {
        self.tls_certificate_pem.as_deref()
    }

    /// The certificate that a client must trust which uses this gateway as its https proxy, because
    /// its host can't be changed: `HTTPS_PROXY` is the [`base_uri`](Self::base_uri). The folder has it
    /// as `proxy_ca.pem`.
    ///
    /// The gateway accepts `CONNECT` to WeChat Pay's API hosts, and responds itself; it refuses all
    /// others, and sends nothing to the network. The certificate can sign for no other hosts, its key
    /// is not kept, and it expires after 90 days. A start within its last 30 days generates another.
    ///
    /// ```
    /// use wechatpay_chain::{Client, Gateway, PrivateKey, PublicKey};
    ///
    /// let gateway = Gateway::start()?;
    /// // The base_uri is WeChat Pay's.
    /// let client = Client::builder()
    ///     .proxy(gateway.base_uri())
    ///     .root_certificate(gateway.proxy_ca_pem())
    ///     .mchid(gateway.mchid())
    ///     .serial(gateway.merchant_serial())
    ///     .private_key(PrivateKey::from_pem(gateway.merchant_key_pem())?)
    ///     .platform_key(
    ///         gateway.public_key_id(),
    ///         PublicKey::from_pem(gateway.platform_public_key_pem())?,
    ///     )
    ///     .build()?;
    /// client.chain("v3/certificates").get(())?;
    /// assert_eq!(gateway.requests()[0].headers()["host"], "api.mch.weixin.qq.com");
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    pub fn proxy_ca_pem(&self) -> &str {
        &self.proxy_ca_pem
    }

    /// Which of WeChat Pay's keys the merchant has.
    pub fn key_mode(&self) -> KeyMode {
        self.shared.keys.mode
    }

    /// The folder of the keys, as an absolute path. `None` without [`GatewayBuilder::dir`].
    ///
    /// [`GatewayBuilder::dir`]: super::GatewayBuilder::dir
    pub fn dir(&self) -> Option<&Path> {
        self.dir.as_deref()
    }

    /// The merchant's number.
    pub fn mchid(&self) -> &str {
        MCHID
    }

    /// The serial number of the merchant's certificate, 40 hexadecimal digits.
    pub fn merchant_serial(&self) -> &str {
        &self.shared.keys.merchant.serial
    }

    /// The merchant's private key (`apiclient_key.pem`), PKCS#8 in PEM. Only this
    /// gateway accepts it.
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

    /// The platform certificate. By default its key signs responses unless the request asks for the
    /// public key.
    pub fn platform_certificate_pem(&self) -> &str {
        &self.shared.keys.platform.certificate_pem
    }

    /// The public key's id, `PUB_KEY_ID_…`. By default responses to requests with this
    /// `Wechatpay-Serial` are signed with that key.
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

    /// The APIv2 key, 32 letters and digits.
    pub fn secret(&self) -> &str {
        &self.shared.keys.secret
    }

    /// Decrypts a sensitive field of a request, with the platform key that the request's
    /// `Wechatpay-Serial` names.
    ///
    /// ```
    /// use wechatpay_chain::{Gateway, PublicKey, Rsa};
    ///
    /// let gateway = Gateway::start()?;
    /// let key = PublicKey::from_pem(gateway.platform_public_key_pem())?;
    /// let field = Rsa::encrypt("张三", &key)?;
    /// assert_eq!(gateway.decrypt(gateway.public_key_id(), &field)?, "张三");
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto), if the serial is not that of a platform key
    /// that the merchant has,
    /// or the field was not encrypted with that key.
    pub fn decrypt(&self, serial: &str, ciphertext: &str) -> Result<String, Error> {
        let key = self.shared.keys.platform_key(serial).ok_or_else(|| {
            let serial = crate::error::one_line(serial, 80);
            Error::crypto(say!(
                "`{serial}` is not a platform key of this gateway",
                "`{serial}` 不是此网关的微信支付公钥或平台证书"
            ))
        })?;
        decrypt_field(&key, ciphertext).map_err(|error| {
            Error::crypto(say!(
                "the field is not encrypted with the key `{serial}`: {error}",
                "该字段不是用密钥 `{serial}` 加密的：{error}"
            ))
            .with_source(error)
        })
    }

    /// Encrypts a field of a response with the merchant's certificate, as WeChat Pay does.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto), if the text has more than 214 bytes.
    pub fn encrypt_for_merchant(&self, plaintext: &str) -> Result<String, Error> {
        encrypt_field(&self.shared.keys.merchant.key, plaintext).map_err(|error| {
            Error::crypto(say!("the field can't be encrypted: {error}", "该字段无法加密：{error}"))
                .with_source(error)
        })
    }
}
