//! Whose account it is: flags, then the environment, then the profile.

use std::cell::OnceCell;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use wechatpay_chain::certificates::Refresh;
use wechatpay_chain::{Client, ClientBuilder, PemUtil, PrivateKey, PublicKey};
use zeroize::Zeroizing;

use super::command_line::Account;
use super::failure::Failure;
use super::profile::Profile;
use super::prompt;
use super::terminal::harmless_line;

/// Where WeChat Pay is.
pub(crate) const LIVE: &str = "https://api.mch.weixin.qq.com/";

/// What was configured. Files are read when they are needed.
pub(crate) struct Config {
    pub(crate) mchid: Option<String>,
    serial: Option<String>,
    pub(crate) certificate: Option<PathBuf>,
    private_key: Option<PathBuf>,
    /// Once it is known, be it configured or typed.
    passphrase: OnceCell<Zeroizing<String>>,
    platform_id: Option<String>,
    platform_keys: Vec<(Option<String>, PathBuf)>,
    apiv3_key: OnceCell<Zeroizing<String>>,
    root_certificate: Option<PathBuf>,
    pub(crate) base_uri: String,
    timeout: Option<u64>,
    pub(crate) verbose: bool,
    /// Files that others can read, and should not.
    pub(crate) exposed: Vec<PathBuf>,
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
        let name = account.profile.clone().or_else(|| variable("PROFILE"));
        let file = account.config.clone().or_else(|| variable("CONFIG").map(PathBuf::from));
        let profile = Profile::load(name.as_deref(), file)?;
        let text = |flag: &Option<String>, name: &str| match flag.clone().or_else(|| variable(name))
        {
            Some(text) => Ok(Some(text)),
            None => profile.text(&name.to_ascii_lowercase()),
        };
        let path = |flag: &Option<PathBuf>, name: &str| match flag
            .clone()
            .or_else(|| variable(name).map(PathBuf::from))
        {
            Some(path) => check_is_path(path, name).map(Some),
            None => profile.path(&name.to_ascii_lowercase()),
        };
        let private_key = path(&account.private_key, "PRIVATE_KEY")?;
        let mut private: Vec<PathBuf> = profile.file.iter().chain(&private_key).cloned().collect();
        let mut secret = |flag: &Option<PathBuf>, name: &str| -> Result<_, Failure> {
            let (key, named) = (name.to_ascii_lowercase(), format!("{name}_FILE"));
            let file = match (flag, variable(name)) {
                (Some(file), _) => Some(check_is_path(file.clone(), &named)?),
                (None, Some(value)) => return Ok(Some(Zeroizing::new(value))),
                (None, None) => match variable(&named) {
                    Some(file) => Some(check_is_path(file.into(), &named)?),
                    None => profile.path(&format!("{key}_file"))?,
                },
            };
            let Some(file) = file else {
                return Ok(profile.text(&key)?.map(Zeroizing::new));
            };
            let read = fs::read_to_string(&file).map_err(|error| Failure::file(&file, &error))?;
            private.push(file);
            let text = Zeroizing::new(read);
            Ok(Some(Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned())))
        };
        let apiv3_key = secret(&account.apiv3_key_file, "APIV3_KEY")?;
        let passphrase = secret(&None, "PRIVATE_KEY_PASSPHRASE")?;
        let timeout = text(&account.timeout.map(|timeout| timeout.to_string()), "TIMEOUT")?;
        let timeout = timeout.map(|timeout| {
            timeout.parse().map_err(|_| {
                Failure::usage(say!(
                    "the timeout is not a number of seconds: give it as in WECHATPAY_TIMEOUT=30",
                    "超时时间不是秒数：写法如 WECHATPAY_TIMEOUT=30"
                ))
            })
        });
        Ok(Self {
            mchid: text(&account.mchid, "MCHID")?,
            serial: text(&account.serial, "SERIAL")?,
            certificate: path(&account.certificate, "CERTIFICATE")?,
            platform_id: text(&account.platform_id, "PLATFORM_ID")?,
            platform_keys: platform_keys(&account.platform_key, &profile)?,
            root_certificate: path(&account.root_certificate, "ROOT_CERTIFICATE")?,
            base_uri: base_uri(text(&account.base_uri, "BASE_URI")?)?,
            timeout: timeout.transpose()?,
            private_key,
            passphrase: known(passphrase),
            apiv3_key: known(apiv3_key),
            verbose: account.verbose > 0,
            exposed: private.into_iter().filter(|path| is_exposed(path)).collect(),
        })
    }

    /// The serial number that is configured, or else the certificate's.
    pub(crate) fn serial(&self) -> Result<Option<String>, Failure> {
        if self.serial.is_some() {
            return Ok(self.serial.clone());
        }
        let certificate = self.merchant_certificate()?;
        Ok(certificate.and_then(|key| key.certificate_serial().map(str::to_owned)))
    }

    pub(crate) fn merchant_certificate(&self) -> Result<Option<PublicKey>, Failure> {
        let certificate = self.certificate.as_ref().map(PemUtil::load_certificate).transpose();
        certificate.map_err(|error| Failure::configured(&error))
    }

    /// An encrypted one's passphrase is asked for, if it was not configured.
    pub(crate) fn private_key(&self) -> Result<PrivateKey, Failure> {
        let file = self.private_key.as_ref().ok_or_else(|| missing(&[PRIVATE_KEY]))?;
        let with = |passphrase: &Zeroizing<String>| {
            let key = PrivateKey::from_file_encrypted(file, passphrase.as_bytes());
            key.map_err(|error| Failure::configured(&error))
        };
        if let Some(passphrase) = self.passphrase.get() {
            return with(passphrase);
        }
        let error = match PrivateKey::from_file(file) {
            Ok(key) => return Ok(key),
            Err(error) => error,
        };
        if !error.needs_passphrase() {
            return Err(Failure::configured(&error));
        }
        let shown = file.display();
        let question = say!("Passphrase of `{shown}`", "`{shown}` 的口令");
        match prompt::secret(&question) {
            Some(typed) => with(self.passphrase.get_or_init(|| typed)),
            None => Err(Failure::configured(&error)),
        }
    }

    /// The platform's keys and their ids; a certificate needs none, since it bears it.
    pub(crate) fn platform_keys(&self) -> Result<Vec<(String, PublicKey)>, Failure> {
        let only = self.platform_keys.iter().filter(|(id, _)| id.is_none()).count() == 1;
        let mut keys: Vec<(String, PublicKey)> = Vec::new();
        for (id, file) in &self.platform_keys {
            let key = PublicKey::from_file(file).map_err(|error| Failure::configured(&error))?;
            let own = key.certificate_serial().map(str::to_owned);
            // PLATFORM_ID is that of the only one whose id is not with its file.
            let given = if only { self.platform_id.clone() } else { None };
            let id = id.clone().or(given).or(own);
            let id = id.ok_or_else(|| match only {
                true => missing(&[PLATFORM_ID]),
                false => nameless(file),
            })?;
            if keys.iter().any(|(known, _)| *known == id) {
                let id = id.escape_debug();
                return Err(Failure::usage(say!(
                    "two platform keys have the id `{id}`: give each once",
                    "有两个平台公钥的 ID 都是 `{id}`：每个只给一次"
                )));
            }
            keys.push((id, key));
        }
        Ok(keys)
    }

    /// The same where there must be one.
    pub(crate) fn needed_platform_keys(&self) -> Result<Vec<(String, PublicKey)>, Failure> {
        let keys = self.platform_keys()?;
        if keys.is_empty() { Err(missing(&[PLATFORM_KEY])) } else { Ok(keys) }
    }

    pub(crate) fn apiv3_key(&self) -> Option<&str> {
        self.apiv3_key.get().map(|key| key.as_str())
    }

    /// Asked for, if it was not configured.
    pub(crate) fn needed_apiv3_key(&self) -> Result<&str, Failure> {
        if self.apiv3_key.get().is_none() {
            let typed = prompt::secret(&say!("APIv3 key", "APIv3 密钥"));
            let typed = typed.ok_or_else(|| missing(&[APIV3_KEY]))?;
            self.apiv3_key.get_or_init(|| typed);
        }
        self.apiv3_key().ok_or_else(|| missing(&[APIV3_KEY]))
    }

    /// A builder of all that needs no secret.
    pub(crate) fn public_builder(&self) -> Result<ClientBuilder, Failure> {
        let mut builder = Client::builder().base_uri(&self.base_uri);
        if let Some(seconds) = self.timeout {
            builder = builder.timeout(Duration::from_secs(seconds));
        }
        if let Some(file) = &self.root_certificate {
            let read = fs::read(file).map_err(|error| Failure::file(file, &error));
            builder = builder.root_certificate(read?);
        }
        for (id, key) in self.platform_keys()? {
            builder = builder.platform_key(id, key);
        }
        Ok(builder)
    }

    /// The builder of the client. What is missing is named, all at once.
    pub(crate) fn builder(&self) -> Result<ClientBuilder, Failure> {
        let serial = self.serial()?;
        let needed = [
            (self.mchid.is_none(), MCHID),
            (serial.is_none(), SERIAL),
            (self.private_key.is_none(), PRIVATE_KEY),
            (self.platform_keys.is_empty() && self.apiv3_key.get().is_none(), PLATFORM_KEY),
        ];
        let lacking: Vec<_> =
            needed.iter().filter(|(lacks, _)| *lacks).map(|(_, what)| *what).collect();
        let (Some(mchid), Some(serial), true) = (&self.mchid, serial, lacking.is_empty()) else {
            return Err(missing(&lacking));
        };
        let builder = self.public_builder()?;
        let mut builder = builder.mchid(mchid).serial(serial).private_key(self.private_key()?);
        if let Some(key) = self.apiv3_key() {
            builder = builder.apiv3_key(key);
            if self.platform_keys.is_empty() {
                builder = builder.download_certificates(Refresh::new());
            }
        }
        Ok(builder)
    }

    pub(crate) fn client(&self) -> Result<Client, Failure> {
        self.builder()?.build().map_err(|error| Failure::configured(&error))
    }
}

const MCHID: &str = "WECHATPAY_MCHID (--mchid)";
const SERIAL: &str = "WECHATPAY_SERIAL (--serial, --certificate)";
const PRIVATE_KEY: &str = "WECHATPAY_PRIVATE_KEY (--private-key)";
const PLATFORM_ID: &str = "WECHATPAY_PLATFORM_ID (--platform-id)";
const PLATFORM_KEY: &str = "WECHATPAY_PLATFORM_KEY (--platform-key)";
const APIV3_KEY: &str = "WECHATPAY_APIV3_KEY_FILE (--apiv3-key-file)";

fn missing(names: &[&str]) -> Failure {
    let names = names.join(", ");
    Failure::usage(say!(
        "not configured: {names}; set it there, or in a profile of ~/.config/wechatpay/config.toml",
        "尚未配置：{names}；请在此设置，或写入 ~/.config/wechatpay/config.toml 的配置中"
    ))
}

fn known(secret: Option<Zeroizing<String>>) -> OnceCell<Zeroizing<String>> {
    secret.map_or_else(OnceCell::new, OnceCell::from)
}

/// Of the flags, or the environment, or the profile: the first that has any.
fn platform_keys(
    flags: &[String],
    profile: &Profile,
) -> Result<Vec<(Option<String>, PathBuf)>, Failure> {
    let named = |text: &String| match text.split_once('=') {
        Some((id, file)) if is_id(id) => (Some(id.to_owned()), file.into()),
        _ => (None, text.into()),
    };
    let given: Vec<(Option<String>, PathBuf)> = match flags {
        [] => variable("PLATFORM_KEY").iter().map(named).collect(),
        flags => flags.iter().map(named).collect(),
    };
    for (_, file) in &given {
        check_is_path(file.clone(), "PLATFORM_KEY")?;
    }
    if given.is_empty() { profile.platform_keys() } else { Ok(given) }
}

/// A key's text, which CI systems keep in variables, is not shown.
fn check_is_path(path: PathBuf, name: &str) -> Result<PathBuf, Failure> {
    let text = path.to_string_lossy();
    // The Base64 of a key without its lines is longer than any path.
    if !text.contains("-----BEGIN") && !text.contains('\n') && text.len() < 1024 {
        return Ok(path);
    }
    let flag = match name {
        // It has none.
        "PRIVATE_KEY_PASSPHRASE_FILE" => String::new(),
        _ => format!(" (--{})", name.to_ascii_lowercase().replace('_', "-")),
    };
    Err(Failure::usage(say!(
        "WECHATPAY_{name}{flag} is a text where the path of a file is due: write the text to a \
         file that others can't read (chmod 600), and give its path",
        "WECHATPAY_{name}{flag} 应为文件路径，但给的是内容本身：请将内容写入他人不可读的文件（chmod 600），\
         再给出其路径"
    )))
}

/// Without a slash at its end the last segment would be dropped from each address, as RFC 3986 has
/// it.
fn base_uri(given: Option<String>) -> Result<String, Failure> {
    let Some(given) = given else {
        return Ok(LIVE.to_owned());
    };
    let path = given.parse::<http::Uri>().ok().map(|uri| uri.path().to_owned());
    if path.is_none_or(|path| path.is_empty() || path.ends_with('/')) {
        return Ok(given);
    }
    let shown = harmless_line(&given);
    Err(Failure::usage(say!(
        "the base address `{shown}` does not end in /, so its last segment would be dropped: write \
         it with / at the end (--base-uri, WECHATPAY_BASE_URI)",
        "API 地址 `{shown}` 不以 / 结尾，最后一段会被丢弃：请在末尾加 /（--base-uri、WECHATPAY_BASE_URI）"
    )))
}

/// A path with `=` in it is written with its folder, `./a=b.pem`.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Of several public keys, one whose id nobody gave.
fn nameless(file: &Path) -> Failure {
    let file = file.display();
    Failure::usage(say!(
        "the id of the platform key `{file}` is not known: give it as --platform-key \
         PUB_KEY_ID_…={file}",
        "不知道平台公钥 `{file}` 的 ID：写法为 --platform-key PUB_KEY_ID_…={file}"
    ))
}

fn variable(name: &str) -> Option<String> {
    env::var(format!("WECHATPAY_{name}")).ok().filter(|value| !value.is_empty())
}

/// What is said of a file that others can read.
pub(crate) fn exposed(path: &Path) -> String {
    let path = path.display();
    say!(
        "warning: others can read `{path}`: chmod 600 '{path}'",
        "警告：他人可读取 `{path}`：chmod 600 '{path}'"
    )
}

#[cfg(unix)]
fn is_exposed(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

/// Elsewhere permissions are not bits.
#[cfg(not(unix))]
fn is_exposed(_: &Path) -> bool {
    false
}
