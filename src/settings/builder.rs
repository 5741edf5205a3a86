//! Clients of what is configured outside of the program.

use std::time::Duration;

use super::{Flags, Settings};
use crate::certificates::Refresh;
use crate::client::Client;
use crate::config::ClientBuilder;
use crate::crypto::PrivateKey;
use crate::error::{Error, shown_path};

impl Client {
    /// Builds a client of what the environment configures, as the command `wechatpay` reads it.
    ///
    /// | variable | value |
    /// |---|---|
    /// | `WECHATPAY_MCHID` | the merchant's number |
    /// | `WECHATPAY_SERIAL` | the serial number of the merchant's certificate; default: that of `WECHATPAY_CERTIFICATE` |
    /// | `WECHATPAY_CERTIFICATE` | `apiclient_cert.pem` |
    /// | `WECHATPAY_PRIVATE_KEY` | `apiclient_key.pem` |
    /// | `WECHATPAY_PRIVATE_KEY_PASSPHRASE` | its passphrase, if it is encrypted |
    /// | `WECHATPAY_PLATFORM_KEY` | WeChat Pay's public key, or a platform certificate; default: certificates are [downloaded](ClientBuilder::download_certificates) by the APIv3 key |
    /// | `WECHATPAY_PLATFORM_ID` | the public key's id, `PUB_KEY_ID_…` |
    /// | `WECHATPAY_APIV3_KEY` | the APIv3 key |
    /// | `WECHATPAY_APIV2_KEY` | the APIv2 key, for calls under `v2/`: [`secret`](ClientBuilder::secret); then `WECHATPAY_CERTIFICATE` is also the [`merchant_certificate`](ClientBuilder::merchant_certificate) |
    /// | `WECHATPAY_BASE_URI` | [`base_uri`](ClientBuilder::base_uri) |
    /// | `WECHATPAY_ROOT_CERTIFICATE` | [`root_certificate`](ClientBuilder::root_certificate) |
    /// | `WECHATPAY_TIMEOUT` | [`timeout`](ClientBuilder::timeout) in seconds |
    /// | `WECHATPAY_PROFILE` | the profile that has what is not here; default: the one that the file names by `default = "…"`, or `[profiles.default]` |
    /// | `WECHATPAY_CONFIG` | the file of profiles; default: `~/.config/wechatpay/config.toml`, if it exists |
    ///
    /// Keys and certificates are paths, or texts in PEM, whose line breaks may be `\n`. The variables
    /// `WECHATPAY_APIV3_KEY_FILE`, `WECHATPAY_APIV2_KEY_FILE` and
    /// `WECHATPAY_PRIVATE_KEY_PASSPHRASE_FILE` name files with the secret. `WECHATPAY_MCHID` and the
    /// APIv2 key are enough for a client that calls `v2/…` alone. An empty variable counts as none. The variables are read by this call alone.
    ///
    /// A file with a secret that other users can read is warned of by [`tracing`].
    ///
    /// ```no_run
    /// use wechatpay_chain::Client;
    ///
    /// # fn main() -> Result<(), wechatpay_chain::Error> {
    /// let client = Client::from_env()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config), which names all variables that are missing, or
    /// the value or file that is wrong; it never shows a key.
    pub fn from_env() -> Result<Self, Error> {
        settings(None)?.complete_builder(Settings::private_key)?.build()
    }

    /// Builds a client of a profile of the configuration file, `~/.config/wechatpay/config.toml` or
    /// `WECHATPAY_CONFIG`.
    ///
    /// Variables take precedence over the profile's values, as in [`from_env`](Self::from_env) and in
    /// the command. In a program with several merchants, set no variable of a merchant's: one that
    /// takes the place of the profile's value is warned of by [`tracing`].
    ///
    /// ```toml
    /// [profiles.main]
    /// mchid = "1900000109"
    /// private_key = "apiclient_key.pem"      # relative to this file
    /// certificate = "apiclient_cert.pem"
    /// platform_id = "PUB_KEY_ID_0114232134912410000000000000"
    /// platform_key = "pub_key.pem"
    /// apiv3_key_file = "apiv3_key.txt"
    /// ```
    ///
    /// ```no_run
    /// use wechatpay_chain::Client;
    ///
    /// # fn main() -> Result<(), wechatpay_chain::Error> {
    /// let client = Client::from_profile("main")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`from_env`](Self::from_env), and if there is no such file or profile.
    pub fn from_profile(name: impl Into<String>) -> Result<Self, Error> {
        settings(Some(name.into()))?.complete_builder(Settings::private_key)?.build()
    }
}

impl ClientBuilder {
    /// Starts with what the environment configures, as [`Client::from_env`] reads it, so that the
    /// program can add to it. What is missing may still be set, or replaced by a
    /// [`signer`](Self::signer); [`build`](Self::build) names the variables that are.
    ///
    /// ```no_run
    /// use wechatpay_chain::{ClientBuilder, Failover};
    ///
    /// # fn main() -> Result<(), wechatpay_chain::Error> {
    /// let client = ClientBuilder::from_env()?.failover(Failover::wechat()).build()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if a value or a file is wrong.
    pub fn from_env() -> Result<Self, Error> {
        settings(None)?.open_builder()
    }

    /// Starts with a profile of the configuration file, as [`Client::from_profile`] reads it.
    ///
    /// # Errors
    ///
    /// As [`from_env`](Self::from_env), and if there is no such file or profile.
    pub fn from_profile(name: impl Into<String>) -> Result<Self, Error> {
        settings(Some(name.into()))?.open_builder()
    }
}

/// Of a program. The command prints its own warnings.
fn settings(profile: Option<String>) -> Result<Settings, Error> {
    let is_named = profile.is_some();
    let settings = Settings::read(&Flags::of_library(profile))?;
    for path in &settings.exposed {
        let path = shown_path(path);
        tracing::warn!("others can read `{path}`: chmod 600 '{path}'");
    }
    for name in settings.overridden.iter().filter(|_| is_named) {
        tracing::warn!("WECHATPAY_{name} takes the place of the named profile's value: unset it");
    }
    Ok(settings)
}

impl Settings {
    /// A builder of all that needs no secret and names no merchant.
    ///
    /// # Errors
    ///
    /// A key or a certificate that can't be read.
    pub fn public_builder(&self) -> Result<ClientBuilder, Error> {
        let mut builder = ClientBuilder::configured_by(self.origin.clone());
        if let Some(base_uri) = &self.base_uri {
            builder = builder.base_uri(base_uri);
        }
        if let Some(seconds) = self.timeout {
            builder = builder.timeout(Duration::from_secs(seconds));
        }
        if let Some(certificate) = &self.root_certificate {
            builder = builder.root_certificate(certificate.text()?);
        }
        for (id, key) in self.platform_keys()? {
            builder = builder.platform_key(id, key);
        }
        Ok(builder)
    }

    /// The builder of the client. The private key is read, or its passphrase asked for, once nothing
    /// is missing.
    ///
    /// # Errors
    ///
    /// What is missing, all at once; a key or a certificate that can't be read.
    pub fn complete_builder(
        &self,
        private_key: impl FnOnce(&Self) -> Result<PrivateKey, Error>,
    ) -> Result<ClientBuilder, Error> {
        let builder = self.keyless_builder()?;
        builder.refuse_incomplete(self.private_key.is_some())?;
        if self.private_key.is_none() {
            // APIv2 alone needs none.
            return Ok(builder);
        }
        Ok(builder.private_key(private_key(self)?))
    }

    /// What is missing may still be set.
    fn open_builder(&self) -> Result<ClientBuilder, Error> {
        let builder = self.keyless_builder()?;
        if self.private_key.is_none() {
            return Ok(builder);
        }
        Ok(builder.private_key(self.private_key()?))
    }

    fn keyless_builder(&self) -> Result<ClientBuilder, Error> {
        let mut builder = self.public_builder()?;
        if let Some(mchid) = &self.mchid {
            builder = builder.mchid(mchid);
        }
        if let Some(serial) = self.serial()? {
            let is_the_certificates = self.serial.is_none();
            builder = builder.configured_serial(serial, is_the_certificates);
        }
        if let Some(key) = self.apiv2_key() {
            builder = builder.secret(key);
            if let (Some(certificate), true) = (&self.certificate, self.private_key.is_some()) {
                builder = builder.merchant_certificate(certificate.text()?);
            }
        }
        if let Some(key) = self.apiv3_key() {
            builder = builder.apiv3_key(key);
            if self.platform_keys.is_empty() {
                builder = builder.download_certificates(Refresh::new());
            }
        }
        Ok(builder)
    }
}
