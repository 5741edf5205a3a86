//! Whose account it is: what the library reads, with the flags first, and what is typed.

use std::ops::Deref;
use std::path::Path;

use wechatpay_chain::{
    __Flags as Flags, __Settings as Settings, Client, ClientBuilder, Error, PrivateKey, PublicKey,
};

use super::command_line::Account;
use super::failure::Failure;
use super::prompt;

/// Where WeChat Pay is.
pub(crate) const LIVE: &str = "https://api.mch.weixin.qq.com/";

/// What was configured.
pub(crate) struct Config {
    settings: Settings,
    pub(crate) verbose: bool,
}

impl Deref for Config {
    type Target = Settings;

    fn deref(&self) -> &Settings {
        &self.settings
    }
}

impl Config {
    /// Warns of what others can read.
    pub(crate) fn load(account: &Account) -> Result<Self, Failure> {
        let config = Self::gather(account)?;
        for path in &config.exposed {
            eprintln!("{}", exposed(path));
        }
        Ok(config)
    }

    pub(crate) fn gather(account: &Account) -> Result<Self, Failure> {
        let settings = Settings::read(&flags(account)).map_err(|error| Failure::configured(&error));
        Ok(Self { settings: settings?, verbose: account.verbose > 0 })
    }

    pub(crate) fn base_uri(&self) -> &str {
        self.settings.base_uri().unwrap_or(LIVE)
    }

    /// The serial number that is configured, or else the certificate's.
    pub(crate) fn serial(&self) -> Result<Option<String>, Failure> {
        self.settings.serial().map_err(|error| Failure::configured(&error))
    }

    pub(crate) fn merchant_certificate(&self) -> Result<Option<PublicKey>, Failure> {
        self.settings.certificate().map_err(|error| Failure::configured(&error))
    }

    /// An encrypted one's passphrase is asked for, if it was not configured.
    pub(crate) fn private_key(&self) -> Result<PrivateKey, Failure> {
        typed_private_key(&self.settings).map_err(|error| Failure::configured(&error))
    }

    pub(crate) fn platform_keys(&self) -> Result<Vec<(String, PublicKey)>, Failure> {
        self.settings.platform_keys().map_err(|error| Failure::configured(&error))
    }

    /// The same where there must be one.
    pub(crate) fn needed_platform_keys(&self) -> Result<Vec<(String, PublicKey)>, Failure> {
        let keys = self.platform_keys()?;
        if keys.is_empty() { Err(self.missing("PLATFORM_KEY")) } else { Ok(keys) }
    }

    /// Asked for, if it was not configured.
    pub(crate) fn needed_apiv3_key(&self) -> Result<&str, Failure> {
        if self.apiv3_key().is_none()
            && let Some(typed) = prompt::secret(&say!("APIv3 key", "APIv3 密钥"))
        {
            self.with_apiv3_key(typed);
        }
        self.apiv3_key().ok_or_else(|| self.missing("APIV3_KEY_FILE"))
    }

    /// The same of the APIv2 key.
    pub(crate) fn needed_apiv2_key(&self) -> Result<&str, Failure> {
        if self.apiv2_key().is_none()
            && let Some(typed) = prompt::secret(&say!("APIv2 key", "APIv2 密钥"))
        {
            self.with_apiv2_key(typed);
        }
        self.apiv2_key().ok_or_else(|| self.missing("APIV2_KEY_FILE"))
    }

    /// A builder of all that needs no secret.
    pub(crate) fn public_builder(&self) -> Result<ClientBuilder, Failure> {
        self.settings.public_builder().map_err(|error| Failure::configured(&error))
    }

    /// The builder of the client. What is missing is named, all at once.
    pub(crate) fn builder(&self) -> Result<ClientBuilder, Failure> {
        let builder = self.settings.complete_builder(typed_private_key);
        builder.map_err(|error| Failure::configured(&error))
    }

    pub(crate) fn client(&self) -> Result<Client, Failure> {
        self.builder()?.build().map_err(|error| Failure::configured(&error))
    }

    fn missing(&self, name: &str) -> Failure {
        Failure::configured(&self.settings.missing(&[name]))
    }
}

fn flags(account: &Account) -> Flags {
    let path = |path: &Option<_>| path.clone().map(std::path::PathBuf::into_os_string);
    let text = |text: &Option<String>| text.clone().map(Into::into);
    let values = [
        ("MCHID", text(&account.mchid)),
        ("SERIAL", text(&account.serial)),
        ("CERTIFICATE", path(&account.certificate)),
        ("PRIVATE_KEY", path(&account.private_key)),
        ("PLATFORM_ID", text(&account.platform_id)),
        ("APIV3_KEY_FILE", path(&account.apiv3_key_file)),
        ("APIV2_KEY_FILE", path(&account.apiv2_key_file)),
        ("BASE_URI", text(&account.base_uri)),
        ("ROOT_CERTIFICATE", path(&account.root_certificate)),
        ("TIMEOUT", account.timeout.map(|timeout| timeout.to_string().into())),
    ];
    Flags {
        profile: account.profile.clone(),
        config: account.config.clone(),
        values: values.into_iter().filter_map(|(name, value)| Some((name, value?))).collect(),
        platform_keys: account.platform_key.clone(),
        names: |name| match name {
            // It has no flag.
            "PRIVATE_KEY_PASSPHRASE"
            | "PRIVATE_KEY_PASSPHRASE_FILE"
            | "APIV3_KEY"
            | "APIV2_KEY" => format!("WECHATPAY_{name}"),
            "SERIAL" => "WECHATPAY_SERIAL (--serial, --certificate)".to_owned(),
            _ => {
                let flag = name.to_ascii_lowercase().replace('_', "-");
                format!("WECHATPAY_{name} (--{flag})")
            }
        },
    }
}

/// A script is not asked.
fn typed_private_key(settings: &Settings) -> Result<PrivateKey, Error> {
    let read = settings.private_key();
    if read.as_ref().is_err_and(Error::needs_passphrase) {
        let shown = settings.private_key_name();
        if let Some(typed) = prompt::secret(&say!("Passphrase of `{shown}`", "`{shown}` 的口令"))
        {
            settings.with_passphrase(typed);
            return settings.private_key();
        }
    }
    read
}

/// What is said of a file that others can read.
pub(crate) fn exposed(path: &Path) -> String {
    let path = path.display();
    say!(
        "warning: others can read `{path}`: chmod 600 '{path}'",
        "警告：他人可读取 `{path}`：chmod 600 '{path}'"
    )
}
