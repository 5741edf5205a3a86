//! The files that keep a gateway's keys from one start to the next.

use super::folder::Folder;
use super::keys::{Certified, Keys, MCHID, Named, alphanumerics};
use super::proxy_certificate::ProxyCertificate;
use crate::error::{BoxError, Error, ErrorKind};
use crate::language::{Text, say};

const MERCHANT_KEY: &str = "apiclient_key.pem";
const MERCHANT_CERTIFICATE: &str = "apiclient_cert.pem";
const PLATFORM_CERTIFICATE: &str = "platform_cert.pem";
const PUBLIC_KEY: &str = "pub_key.pem";
const PUBLIC_KEY_ID: &str = "pub_key_id.txt";
const APIV3_KEY: &str = "apiv3_key.txt";
const SECRET: &str = "apiv2_key.txt";
const CONFIG: &str = "config.toml";
const PLATFORM_KEY: &str = "platform/platform_key.pem";
const PUBLIC_KEY_PRIVATE: &str = "platform/pub_key_private.pem";
const TLS_CERTIFICATE: &str = "tls_cert.pem";
const TLS_KEY: &str = "platform/tls_key.pem";
/// What the platform keeps of its own, since a merchant's key mode may leave it out.
const KEPT_CERTIFICATE: &str = "platform/platform_cert.pem";
const KEPT_ID: &str = "platform/pub_key_id.txt";
const PROXY_AUTHORITY: &str = "proxy_ca.pem";
const PROXY_CERTIFICATE: &str = "platform/proxy_cert.pem";
const PROXY_KEY: &str = "platform/proxy_key.pem";

/// The files that a start in another key mode removes.
pub(super) const OF_SOME_MODES: [&str; 3] = [PLATFORM_CERTIFICATE, PUBLIC_KEY, PUBLIC_KEY_ID];

/// The first line of the keys that no merchant has. PEM allows text before a key.
const MARK: &str = "The local gateway's own private key, as WeChat Pay would have it (sandbox).\n";

/// The keys of the last start. `None` at the first start.
pub(super) fn load(folder: &Folder) -> Result<Option<Keys>, Error> {
    if folder.is_new() {
        return Ok(None);
    }
    let file = |name| folder.read(name)?.ok_or_else(|| folder.missing(name));
    let merchant = [file(MERCHANT_KEY)?, file(MERCHANT_CERTIFICATE)?];
    // Gateways of before the key modes kept them with the merchant's alone.
    let either = |name, before| match folder.read(name)? {
        Some(text) => Ok(text),
        None => file(before),
    };
    let platform = [file(PLATFORM_KEY)?, either(KEPT_CERTIFICATE, PLATFORM_CERTIFICATE)?];
    let named = [file(PUBLIC_KEY_PRIVATE)?, either(KEPT_ID, PUBLIC_KEY_ID)?];
    let apiv3_key = file(APIV3_KEY)?;
    // Gateways of before APIv2 wrote none.
    let secret = match folder.read(SECRET)? {
        Some(secret) => secret,
        None => alphanumerics(32).map_err(|error| unfit(folder, error.into()))?,
    };
    // They are derived from the others; a change would be overwritten silently.
    for name in OF_SOME_MODES {
        folder.read(name)?;
    }
    let keys = || -> Result<Keys, BoxError> {
        let [merchant_key, merchant_certificate] = &merchant;
        let [platform_key, platform_certificate] = &platform;
        let [key, id] = &named;
        Ok(Keys::of(
            Certified::read(merchant_key, merchant_certificate)?,
            Certified::read(platform_key, platform_certificate)?,
            Named::read(key, id)?,
            apiv3_key.clone(),
            secret.clone(),
        ))
    };
    keys().map(Some).map_err(|error| unfit(folder, error))
}

/// The TLS certificate of an earlier start. `None` if there is none.
pub(super) fn load_tls(folder: &Folder) -> Result<Option<Certified>, Error> {
    let Some(certificate) = folder.read(TLS_CERTIFICATE)? else {
        return Ok(None);
    };
    let key = folder.read(TLS_KEY)?.ok_or_else(|| folder.missing(TLS_KEY))?;
    Certified::read(&key, &certificate).map(Some).map_err(|error| unfit(folder, error))
}

/// The certificate for WeChat Pay's hosts of an earlier start. `None` if there is none, or it is time
/// for a new one.
pub(super) fn load_proxy(folder: &Folder) -> Result<Option<ProxyCertificate>, Error> {
    let Some(authority) = folder.read(PROXY_AUTHORITY)? else {
        return Ok(None);
    };
    let file = |name| folder.read(name)?.ok_or_else(|| folder.missing(name));
    let (key, certificate) = (file(PROXY_KEY)?, file(PROXY_CERTIFICATE)?);
    let read = ProxyCertificate::read(&key, &certificate, &authority);
    read.map_err(|error| unfit(folder, error))
}

fn unfit(folder: &Folder, error: BoxError) -> Error {
    let (path, cause) = (folder.path().display(), Text::of(&*error));
    let message = say!(
        "the keys in `{path}` are unusable: {cause}: generate them again (--new-keys)",
        "`{path}` 中的密钥无法使用：{cause}：请重新生成（--new-keys）";
        cause
    );
    Error::new(ErrorKind::Config, message).with_source(error)
}

/// All files of a gateway that listens there.
pub(super) fn files(
    keys: &Keys,
    tls: Option<&Certified>,
    proxy: &ProxyCertificate,
    base_uri: &str,
) -> Vec<(&'static str, String)> {
    let named = &keys.public_key;
    let mut files = vec![
        (MERCHANT_KEY, keys.merchant.key_pem.clone()),
        (MERCHANT_CERTIFICATE, keys.merchant.certificate_pem.clone()),
        (APIV3_KEY, keys.apiv3_key.clone()),
        (SECRET, keys.secret.clone()),
        (PLATFORM_KEY, format!("{MARK}{}", keys.platform.key_pem)),
        (PUBLIC_KEY_PRIVATE, format!("{MARK}{}", named.key_pem)),
        (KEPT_CERTIFICATE, keys.platform.certificate_pem.clone()),
        (KEPT_ID, named.id.clone()),
        (PROXY_AUTHORITY, proxy.authority_pem.clone()),
        (PROXY_CERTIFICATE, proxy.certificate_pem.clone()),
        (PROXY_KEY, format!("{MARK}{}", proxy.key_pem)),
        (CONFIG, profile(keys, tls.is_some(), base_uri)),
    ];
    if keys.mode.has_certificate() {
        files.push((PLATFORM_CERTIFICATE, keys.platform.certificate_pem.clone()));
    }
    if keys.mode.has_public_key() {
        files.push((PUBLIC_KEY, named.public_pem.clone()));
        files.push((PUBLIC_KEY_ID, named.id.clone()));
    }
    if let Some(tls) = tls {
        files.push((TLS_CERTIFICATE, tls.certificate_pem.clone()));
        files.push((TLS_KEY, format!("{MARK}{}", tls.key_pem)));
    }
    files
}

/// For the command: `wechatpay --config DIR/config.toml`.
fn profile(keys: &Keys, has_tls: bool, base_uri: &str) -> String {
    let trusted = match has_tls {
        true => format!("root_certificate = \"{TLS_CERTIFICATE}\"\n"),
        false => String::new(),
    };
    let platform = match keys.mode.has_public_key() {
        true => {
            format!("platform_id = \"{}\"\nplatform_key = \"{PUBLIC_KEY}\"\n", keys.public_key.id)
        }
        // It bears its serial number.
        false => format!("platform_key = \"{PLATFORM_CERTIFICATE}\"\n"),
    };
    format!(
        "[profiles.default]\nmchid = \"{MCHID}\"\nserial = \"{}\"\nbase_uri = \"{base_uri}\"\n\
         private_key = \"{MERCHANT_KEY}\"\ncertificate = \"{MERCHANT_CERTIFICATE}\"\n\
         {platform}apiv3_key_file = \"{APIV3_KEY}\"\napiv2_key_file = \"{SECRET}\"\n{trusted}",
        keys.merchant.serial,
    )
}
