//! What is configured outside of the program: by the flags of a command, then by environment
//! variables, then by a profile of the configuration file.

mod builder;
mod key;
mod profile;
mod sources;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use self::key::Key;
use self::profile::Profile;
pub use self::profile::usual_file;
use self::sources::Sources;
use crate::crypto::{PrivateKey, PublicKey};
use crate::error::{Error, one_line};
use crate::language::{Text, say};

/// What errors call a value such as `MCHID`.
type Names = fn(&str) -> String;

/// Where values were looked for.
#[derive(Clone)]
pub(crate) struct Origin {
    names: Names,
    /// The profile.
    place: Text,
}

impl Origin {
    /// Names all that is missing at once.
    pub(crate) fn missing(&self, names: &[&str]) -> Error {
        let names = names.iter().map(|name| (self.names)(name)).collect::<Vec<_>>().join(", ");
        let place = &self.place;
        Error::config(say!(
            "not configured: {names}; set it there, or in {place}",
            "尚未配置：{names}；请在此设置，或写入{place}"; place
        ))
    }
}

/// The flags of a command. They take precedence over the environment.
pub struct Flags {
    /// The name of the profile.
    pub profile: Option<String>,
    /// The configuration file.
    pub config: Option<PathBuf>,
    /// Other values, by the name of their variable without `WECHATPAY_`.
    pub values: Vec<(&'static str, OsString)>,
    /// Platform keys: `[ID=]FILE`.
    pub platform_keys: Vec<String>,
    /// What errors call a value such as `MCHID`.
    pub names: Names,
}

impl Flags {
    fn of_library(profile: Option<String>) -> Self {
        Self {
            profile,
            config: None,
            values: Vec::new(),
            platform_keys: Vec::new(),
            names: |name| match name {
                "SERIAL" => "WECHATPAY_SERIAL (WECHATPAY_CERTIFICATE)".to_owned(),
                name => format!("WECHATPAY_{name}"),
            },
        }
    }
}

/// What was configured. Keys are read when they are needed.
pub struct Settings {
    /// The merchant's number.
    pub mchid: Option<String>,
    /// Files that others can read, and should not.
    pub exposed: Vec<PathBuf>,
    /// Variables that count in place of the profile's values.
    overridden: BTreeSet<String>,
    serial: Option<String>,
    certificate: Option<Key>,
    private_key: Option<Key>,
    /// Once it is known, be it configured or typed.
    passphrase: OnceCell<Zeroizing<String>>,
    platform_id: Option<String>,
    platform_keys: Vec<(Option<String>, Key)>,
    apiv3_key: OnceCell<Zeroizing<String>>,
    apiv2_key: OnceCell<Zeroizing<String>>,
    root_certificate: Option<Key>,
    base_uri: Option<String>,
    timeout: Option<u64>,
    origin: Origin,
}

impl Settings {
    /// Reads flags, environment and profile, as they are now.
    ///
    /// # Errors
    ///
    /// A profile that can't be read, a value of the wrong type. What is missing is no error yet.
    pub fn read(flags: &Flags) -> Result<Self, Error> {
        let sources = Sources::new(flags)?;
        let private_key = sources.key("PRIVATE_KEY")?;
        let (apiv3_key, apiv3_key_file) = sources.secret("APIV3_KEY")?;
        let (apiv2_key, apiv2_key_file) = sources.secret("APIV2_KEY")?;
        let (passphrase, passphrase_file) = sources.secret("PRIVATE_KEY_PASSPHRASE")?;
        let key_file = private_key.as_ref().and_then(Key::file).map(Path::to_owned);
        let profile_file = sources.profile.file.clone();
        let private = [profile_file, key_file, apiv3_key_file, apiv2_key_file, passphrase_file];
        let timeout = sources.text("TIMEOUT")?.map(|timeout| {
            timeout.parse().map_err(|_| {
                Error::config(say!(
                    "the timeout is not a number of seconds: give it as in WECHATPAY_TIMEOUT=30",
                    "超时时间不是秒数：写法如 WECHATPAY_TIMEOUT=30"
                ))
            })
        });
        Ok(Self {
            mchid: sources.text("MCHID")?,
            exposed: private.into_iter().flatten().filter(|path| is_exposed(path)).collect(),
            overridden: sources.overridden(),
            serial: sources.text("SERIAL")?,
            certificate: sources.key("CERTIFICATE")?,
            platform_id: sources.text("PLATFORM_ID")?,
            platform_keys: sources.platform_keys()?,
            root_certificate: sources.key("ROOT_CERTIFICATE")?,
            base_uri: sources.text("BASE_URI")?,
            timeout: timeout.transpose()?,
            private_key,
            passphrase: known(passphrase),
            apiv3_key: known(apiv3_key),
            apiv2_key: known(apiv2_key),
            origin: Origin { names: flags.names, place: sources.profile.place() },
        })
    }

    /// The serial number that is configured, or else the certificate's.
    ///
    /// # Errors
    ///
    /// A certificate that can't be read.
    pub fn serial(&self) -> Result<Option<String>, Error> {
        if self.serial.is_some() {
            return Ok(self.serial.clone());
        }
        let certificate = self.certificate()?;
        Ok(certificate.and_then(|key| key.certificate_serial().map(str::to_owned)))
    }

    /// The merchant's certificate.
    ///
    /// # Errors
    ///
    /// If it can't be read.
    pub fn certificate(&self) -> Result<Option<PublicKey>, Error> {
        self.certificate.as_ref().map(Key::certificate).transpose()
    }

    /// What the private key is called: its path, or its variable.
    pub fn private_key_name(&self) -> &str {
        self.private_key.as_ref().map_or("", |key| &key.name)
    }

    /// The private key, by the passphrase if it is known.
    ///
    /// # Errors
    ///
    /// If it is missing or can't be read; see [`Error::needs_passphrase`].
    pub fn private_key(&self) -> Result<PrivateKey, Error> {
        let key = self.private_key.as_ref().ok_or_else(|| self.missing(&["PRIVATE_KEY"]))?;
        let read = key.private(self.passphrase.get().map(|passphrase| passphrase.as_bytes()));
        read.map_err(|error| {
            if !error.needs_passphrase() {
                return error;
            }
            let (name, variable) = (&key.name, (self.origin.names)("PRIVATE_KEY_PASSPHRASE_FILE"));
            let message = say!(
                "the private key `{name}` is encrypted: give its passphrase by {variable}, or decrypt \
                 it by `openssl pkey -in … -out …` first",
                "商户 API 私钥 `{name}` 已加密：请用 {variable} 给出口令，或先用 `openssl pkey -in … -out …` \
                 解密"
            );
            Error::config(message).with_source(error)
        })
    }

    /// Keeps a passphrase that was typed.
    pub fn with_passphrase(&self, typed: Zeroizing<String>) {
        self.passphrase.get_or_init(|| typed);
    }

    /// The platform's keys and their ids; a certificate needs none, since it bears it.
    ///
    /// # Errors
    ///
    /// If one can't be read, has no id, or that of another one.
    pub fn platform_keys(&self) -> Result<Vec<(String, PublicKey)>, Error> {
        let only = self.platform_keys.iter().filter(|(id, _)| id.is_none()).count() == 1;
        let mut keys: Vec<(String, PublicKey)> = Vec::new();
        for (id, file) in &self.platform_keys {
            let key = file.public()?;
            let own = key.certificate_serial().map(str::to_owned);
            // PLATFORM_ID is that of the only one whose id is not with its file. A public key's, a
            // profile's say, is not that of a certificate which takes the key's place.
            let given = self
                .platform_id
                .clone()
                .filter(|id| only && (own.is_none() || !id.starts_with("PUB_KEY_ID_")));
            let id = id.clone().or(given).or(own);
            let id = id.ok_or_else(|| match only {
                true => self.missing(&["PLATFORM_ID"]),
                false => self.nameless(file),
            })?;
            if keys.iter().any(|(known, _)| *known == id) {
                let id = one_line(&id, 64);
                return Err(Error::config(say!(
                    "two platform keys have the id `{id}`: give each once",
                    "有两个平台公钥的 ID 都是 `{id}`：每个只给一次"
                )));
            }
            keys.push((id, key));
        }
        Ok(keys)
    }

    /// The APIv3 key.
    pub fn apiv3_key(&self) -> Option<&str> {
        self.apiv3_key.get().map(|key| key.as_str())
    }

    /// Keeps an APIv3 key that was typed.
    pub fn with_apiv3_key(&self, typed: Zeroizing<String>) {
        self.apiv3_key.get_or_init(|| typed);
    }

    /// The APIv2 key.
    pub fn apiv2_key(&self) -> Option<&str> {
        self.apiv2_key.get().map(|key| key.as_str())
    }

    /// Keeps an APIv2 key that was typed.
    pub fn with_apiv2_key(&self, typed: Zeroizing<String>) {
        self.apiv2_key.get_or_init(|| typed);
    }

    /// Whether APIv2 is all that it is enough for: nothing verifies a response of APIv3.
    pub fn is_v2_only(&self) -> bool {
        let has_v3 = self.serial.is_some()
            || !self.platform_keys.is_empty()
            || self.apiv3_key.get().is_some();
        self.apiv2_key.get().is_some() && !has_v3
    }

    /// The base_uri, if another than WeChat Pay's is configured.
    pub fn base_uri(&self) -> Option<&str> {
        self.base_uri.as_deref()
    }

    /// The error that names what is missing.
    pub fn missing(&self, names: &[&str]) -> Error {
        self.origin.missing(names)
    }

    /// Of several public keys, one whose id nobody gave.
    fn nameless(&self, key: &Key) -> Error {
        let (name, variable) = (&key.name, (self.origin.names)("PLATFORM_KEY"));
        Error::config(say!(
            "the id of the platform key `{name}` is not known: give it before the path, \
             PUB_KEY_ID_…={name}, in {variable}, or in `platform_keys` of a profile",
            "不知道平台公钥 `{name}` 的 ID：请在 {variable} 中写在路径之前，PUB_KEY_ID_…={name}，或写入配置的 \
             `platform_keys`"
        ))
    }
}

fn known(secret: Option<Zeroizing<String>>) -> OnceCell<Zeroizing<String>> {
    secret.map_or_else(OnceCell::new, OnceCell::from)
}

/// Whether others can read a file.
#[cfg(unix)]
pub fn is_exposed(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

/// Elsewhere permissions are not bits.
#[cfg(not(unix))]
pub fn is_exposed(_: &Path) -> bool {
    false
}
