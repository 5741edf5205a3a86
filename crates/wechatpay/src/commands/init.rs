//! `init`: a profile, made of flags and of what is asked for on the terminal, and checked before it
//! is written.

mod file;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use wechatpay_chain::{__is_exposed as is_exposed, AesGcm, Formatter, PrivateKey, PublicKey, Rsa};

use self::file::{Entry, ProfileFile};
use crate::command_line::{Account, Init};
use crate::commands::certificates::day;
use crate::config;
use crate::failure::Failure;
use crate::output;
use crate::prompt;
use crate::remedy::said_here;

/// What a profile is made of.
#[derive(Default)]
struct Answers {
    mchid: Option<String>,
    private_key: Option<PathBuf>,
    certificate: Option<PathBuf>,
    platform_key: Option<PathBuf>,
    platform_id: Option<String>,
    apiv3_key_file: Option<PathBuf>,
    apiv2_key_file: Option<PathBuf>,
}

pub(crate) fn run(wanted: &Init, account: &Account) -> Result<(), Failure> {
    let path = account.config.clone().or_else(|| variable("CONFIG").map(PathBuf::from));
    let path = path.or_else(wechatpay_chain::__configuration_file).ok_or_else(|| {
        Failure::usage(say!(
            "there is no place for the file, since neither HOME nor XDG_CONFIG_HOME is set: name it by \
             --config",
            "HOME 与 XDG_CONFIG_HOME 都未设置，无处存放配置文件：请用 --config 指定"
        ))
    })?;
    let name = account.profile.clone().or_else(|| variable("PROFILE"));
    let name = name.unwrap_or_else(|| "default".to_owned());
    let file = ProfileFile::read(path)?;
    if file.has(&name) && !wanted.force {
        replace(&file, &name)?;
    }
    let mut answers = Answers {
        mchid: account.mchid.clone(),
        private_key: account.private_key.clone(),
        certificate: account.certificate.clone(),
        platform_key: platform_key(account)?.map(|(_, file)| file),
        platform_id: platform_key(account)?
            .and_then(|(id, _)| id)
            .or_else(|| account.platform_id.clone()),
        apiv3_key_file: account.apiv3_key_file.clone(),
        apiv2_key_file: account.apiv2_key_file.clone(),
    };
    if !answers.missing().is_empty() {
        answers.ask(&file)?;
    }
    let missing = answers.missing();
    if !missing.is_empty() {
        let missing = missing.join(&say!("; ", "；"));
        return Err(Failure::usage(say!("missing: {missing}", "缺少：{missing}")));
    }
    let entries = answers.checked(account)?;
    let written = file.with(&name, &entries)?;
    let shown = file.path.display();
    output::line(&say!(
        "wrote the profile `{name}` to `{shown}`",
        "已将配置 `{name}` 写入 `{shown}`"
    ))?;
    written.into_iter().chain(answers.notes()).try_for_each(|note| output::line(&note))?;
    let other = if name == "default" { String::new() } else { format!(" --profile {name}") };
    let place = match account.config {
        Some(_) => format!(" --config '{shown}'"),
        None => String::new(),
    };
    output::line(&say!(
        "next: wechatpay doctor{place}{other}",
        "下一步：wechatpay doctor{place}{other}"
    ))
}

/// Nothing is overwritten that nobody agreed to.
fn replace(file: &ProfileFile, name: &str) -> Result<(), Failure> {
    let shown = file.path.display();
    let question = say!(
        "`{shown}` has a profile `{name}` already. Replace it?",
        "`{shown}` 中已有配置 `{name}`。是否替换？"
    );
    match prompt::yes(&question).map_err(|error| Failure::output(&error))? {
        Some(true) => Ok(()),
        _ => Err(Failure::usage(say!(
            "`{shown}` has a profile `{name}` already, which is kept: add --force to replace it, or name \
             another one by --profile",
            "`{shown}` 中已有配置 `{name}`，未作改动：如需替换请加 --force，或用 --profile 另取名称"
        ))),
    }
}

/// `[ID=]FILE`. Several are for a profile that is written by hand.
fn platform_key(account: &Account) -> Result<Option<(Option<String>, PathBuf)>, Failure> {
    match &account.platform_key[..] {
        [] => Ok(None),
        [one] => Ok(Some(match one.split_once('=') {
            Some((id, file)) if !id.contains(['/', '.']) => (Some(id.to_owned()), file.into()),
            _ => (None, one.into()),
        })),
        _ => Err(Failure::usage(say!(
            "init takes one platform key: write the others to `platform_keys` of the profile",
            "init 只接受一个平台公钥或证书：其余请写入配置的 `platform_keys`"
        ))),
    }
}

impl Answers {
    /// What a profile can't do without, and where it is.
    fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        let mut need = |is_there: bool, what: String| {
            if !is_there {
                missing.push(what);
            }
        };
        need(
            self.mchid.is_some(),
            say!(
                "--mchid (pay.weixin.qq.com, account information)",
                "--mchid（商户平台 pay.weixin.qq.com 的商户信息）"
            ),
        );
        need(
            self.private_key.is_some(),
            say!(
                "--private-key apiclient_key.pem (API security, merchant API certificate)",
                "--private-key apiclient_key.pem（API 安全，商户 API 证书）"
            ),
        );
        need(
            self.certificate.is_some(),
            say!(
                "--certificate apiclient_cert.pem (it comes with the private key)",
                "--certificate apiclient_cert.pem（与商户私钥一同下载）"
            ),
        );
        need(
            self.platform_key.is_some() || self.apiv3_key_file.is_some(),
            say!(
                "--platform-key pub_key.pem with --platform-id PUB_KEY_ID_… (API security, WeChat Pay public \
             key), or --apiv3-key-file, by which platform certificates are downloaded",
                "--platform-key pub_key.pem 与 --platform-id PUB_KEY_ID_…（API 安全，微信支付公钥），或用于下载平台证书的 \
             --apiv3-key-file"
            ),
        );
        missing
    }

    /// Asks for what no flag gave; an empty line leaves it out, or takes what is offered.
    fn ask(&mut self, file: &ProfileFile) -> Result<(), Failure> {
        let (mchid, key, certificate) = (
            say!("mchid", "商户号"),
            say!("private key file", "商户私钥文件"),
            say!("merchant certificate file", "商户 API 证书文件"),
        );
        self.mchid = text(self.mchid.take(), &mchid, None)?;
        self.private_key = path(self.private_key.take(), &key, "apiclient_key.pem")?;
        self.certificate = path(self.certificate.take(), &certificate, "apiclient_cert.pem")?;
        let platform = say!(
            "WeChat Pay's public key, or a platform certificate (file)",
            "微信支付公钥或平台证书文件"
        );
        self.platform_key = path(self.platform_key.take(), &platform, "pub_key.pem")?;
        let is_key = |file: &PathBuf| {
            PublicKey::from_file(file).is_ok_and(|key| key.certificate_serial().is_none())
        };
        if self.platform_key.as_ref().is_some_and(is_key) {
            let id = say!("its id, PUB_KEY_ID_…", "公钥 ID，PUB_KEY_ID_…");
            self.platform_id = text(self.platform_id.take(), &id, None)?;
        }
        let apiv3 = say!(
            "file with the APIv3 key (none: type the key)",
            "存有 APIv3 密钥的文件（留空则输入密钥）"
        );
        self.apiv3_key_file = path(self.apiv3_key_file.take(), &apiv3, "apiv3_key.txt")?;
        if self.apiv3_key_file.is_none()
            && let Some(typed) = prompt::secret(&say!("APIv3 key", "APIv3 密钥"))
        {
            check_apiv3_key(&typed)?;
            self.apiv3_key_file = Some(file.secret("apiv3_key.txt", &typed)?);
        }
        Ok(())
    }

    /// The entries, once keys and certificates are known to fit.
    fn checked(&mut self, account: &Account) -> Result<Vec<Entry>, Failure> {
        let configured = |error| Failure::configured(&error);
        let (Some(mchid), Some(key_file), Some(certificate_file)) =
            (&self.mchid, &self.private_key, &self.certificate)
        else {
            return Ok(Vec::new());
        };
        if mchid.is_empty() || !mchid.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Failure::usage(say!(
                "`{mchid}` is not a merchant's number, which has digits alone",
                "`{mchid}` 不是商户号：商户号只含数字"
            )));
        }
        let certificate = PublicKey::from_file(certificate_file).map_err(configured)?;
        let Some(serial) = certificate.certificate_serial() else {
            let shown = certificate_file.display();
            return Err(Failure::usage(say!(
                "`{shown}` is a public key, not a certificate: give apiclient_cert.pem",
                "`{shown}` 是公钥，不是证书：请给出 apiclient_cert.pem"
            )));
        };
        if let Some(given) =
            account.serial.as_ref().filter(|given| !given.eq_ignore_ascii_case(serial))
        {
            return Err(Failure::usage(say!(
                "the certificate's serial number is {serial}, not {given}: leave out --serial",
                "证书序列号为 {serial}，而不是 {given}：请去掉 --serial"
            )));
        }
        if let Some(key) = private_key(key_file)? {
            let signature = Rsa::sign("init", &key).map_err(configured)?;
            if !Rsa::verify("init", &signature, &certificate).map_err(configured)? {
                return Err(Failure::usage(say!(
                    "the private key is not the certificate's: take apiclient_key.pem and \
                     apiclient_cert.pem of one and the same application",
                    "私钥与证书不匹配：请使用同一次申请的 apiclient_key.pem 与 apiclient_cert.pem"
                )));
            }
        }
        let mut entries = vec![
            Entry::text("mchid", mchid),
            Entry::path("private_key", key_file)?,
            Entry::path("certificate", certificate_file)?,
        ];
        if let Some(file) = &self.platform_key {
            let key = PublicKey::from_file(file).map_err(configured)?;
            let id = self.platform_id.as_deref().filter(|_| key.certificate_serial().is_none());
            match (id, key.certificate_serial()) {
                // It bears its own.
                (_, Some(_)) => {}
                (Some(id), None) if id.starts_with("PUB_KEY_ID_") => {
                    entries.push(Entry::text("platform_id", id));
                }
                _ => {
                    return Err(Failure::usage(say!(
                        "the public key's id is missing: give --platform-id PUB_KEY_ID_…, which stands \
                         next to the key at pay.weixin.qq.com, API security",
                        "缺少公钥 ID：请给出 --platform-id PUB_KEY_ID_…，它与公钥一同显示在商户平台的 API 安全中"
                    )));
                }
            }
            if key.certificate_serial() == Some(serial) {
                return Err(Failure::usage(say!(
                    "the platform key is the merchant's own certificate: give pub_key.pem",
                    "平台公钥处给的是商户自己的证书：请给出 pub_key.pem"
                )));
            }
            entries.push(Entry::path("platform_key", file)?);
        }
        if let Some(file) = &self.apiv3_key_file {
            let key = fs::read_to_string(file).map_err(|error| Failure::file(file, &error))?;
            check_apiv3_key(key.trim_end_matches(['\r', '\n']))?;
            entries.push(Entry::path("apiv3_key_file", file)?);
        }
        if let Some(file) = &self.apiv2_key_file {
            fs::metadata(file).map_err(|error| Failure::file(file, &error))?;
            entries.push(Entry::path("apiv2_key_file", file)?);
        }
        entries.extend(account.base_uri.as_ref().map(|base| Entry::text("base_uri", base)));
        Ok(entries)
    }

    /// What was found, and what the profile can't do yet.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let certificate =
            self.certificate.as_ref().and_then(|file| PublicKey::from_file(file).ok());
        if let Some(certificate) = certificate {
            let serial = certificate.certificate_serial().unwrap_or_default();
            let until = certificate.certificate_expiry().map(day).unwrap_or_default();
            notes.push(say!(
                "serial number {serial}, valid until {until}",
                "证书序列号 {serial}，有效期至 {until}"
            ));
        }
        if self.apiv3_key_file.is_none() {
            notes.push(say!(
                "without the APIv3 key notifications can't be decrypted: set one at pay.weixin.qq.com, API \
                 security, and add apiv3_key_file",
                "没有 APIv3 密钥就无法解密回调通知：请在商户平台的 API 安全中设置，并加入 apiv3_key_file"
            ));
        }
        if self.platform_key.is_none() {
            notes.push(say!(
                "without a platform key, certificates are downloaded by the APIv3 key",
                "没有平台公钥：将用 APIv3 密钥下载平台证书"
            ));
        }
        let secrets = [&self.private_key, &self.apiv3_key_file, &self.apiv2_key_file];
        for file in secrets.into_iter().flatten().filter(|file| is_exposed(file)) {
            notes.push(config::exposed(file));
        }
        notes
    }
}

/// None of an encrypted key whose passphrase nobody typed.
fn private_key(file: &Path) -> Result<Option<PrivateKey>, Failure> {
    match PrivateKey::from_file(file) {
        Ok(key) => Ok(Some(key)),
        Err(error) if error.needs_passphrase() => {
            let shown = file.display();
            let question = say!("Passphrase of `{shown}`", "`{shown}` 的口令");
            let Some(typed) = prompt::secret(&question) else {
                return Ok(None);
            };
            let key = PrivateKey::from_file_encrypted(file, typed.as_bytes());
            key.map(Some).map_err(|error| Failure::configured(&error))
        }
        Err(error) => Err(Failure::configured(&error)),
    }
}

fn check_apiv3_key(key: &str) -> Result<(), Failure> {
    let tried = AesGcm::encrypt("", key, Formatter::nonce(12), "");
    tried.map(drop).map_err(|error| Failure::usage(said_here(&error)))
}

/// An answer; none on an empty line, or without a terminal.
fn text(
    given: Option<String>,
    question: &str,
    offered: Option<&str>,
) -> Result<Option<String>, Failure> {
    if given.is_some() {
        return Ok(given);
    }
    let offer = offered.map(|offered| format!(" [{offered}]")).unwrap_or_default();
    let typed = prompt::line(&say!("{question}{offer}: ", "{question}{offer}："));
    let typed = typed.map_err(|error| Failure::output(&error))?;
    Ok(typed.and_then(|typed| match typed.is_empty() {
        true => offered.map(str::to_owned),
        false => Some(typed),
    }))
}

/// The same of a file; the usual one is offered where it is.
fn path(given: Option<PathBuf>, question: &str, usual: &str) -> Result<Option<PathBuf>, Failure> {
    let offered = Some(usual).filter(|usual| Path::new(usual).is_file());
    let given = given.map(|file| file.to_string_lossy().into_owned());
    Ok(text(given, question, offered)?.map(PathBuf::from))
}

/// An empty one counts as none.
fn variable(name: &str) -> Option<String> {
    env::var(format!("WECHATPAY_{name}")).ok().filter(|value| !value.is_empty())
}
