//! How another process finds the local gateway: by the profile that it wrote to its folder. Its own
//! calls are signed by the merchant's key.

use std::env;
use std::path::{Path, PathBuf};

use serde_json::Value;
use wechatpay_chain::gateway::{GatewayBuilder, KeyMode};
use wechatpay_chain::{Client, Error, ErrorKind, Gateway, Options, Outcome, ResponseExt};

use crate::command_line::{Account, Local};
use crate::config::Config;
use crate::failure::Failure;

/// Where `wechatpay gateway` keeps its keys, unless told otherwise.
const FOLDER: &str = "sandbox";

/// A local gateway, which may not run.
pub(super) struct Found {
    client: Client,
    base_uri: String,
    /// `None` if a profile led to it.
    dir: Option<PathBuf>,
}

/// The configuration of the gateway with this folder.
pub(super) fn config_of(dir: &Path, account: &Account) -> Result<Config, Failure> {
    let file = dir.join("config.toml");
    if !file.is_file() {
        let dir = dir.display();
        return Err(Failure::usage(say!(
            "`{dir}` is not the folder of a gateway: start one by `wechatpay gateway --dir '{dir}'`",
            "`{dir}` 不是网关的目录：请用 `wechatpay gateway --dir '{dir}'` 启动网关"
        )));
    }
    Config::load(&Account { config: Some(file), ..account.clone() })
}

impl Found {
    pub(super) fn by(local: &Local, account: &Account) -> Result<Self, Failure> {
        let is_named = account.config.is_some()
            || account.profile.is_some()
            || account.base_uri.is_some()
            || env::var_os("WECHATPAY_CONFIG").is_some();
        let usual = || Some(PathBuf::from(FOLDER)).filter(|dir| !is_named && dir.is_dir());
        let dir = local.dir.clone().or_else(usual);
        let config = match &dir {
            Some(dir) => config_of(dir, account)?,
            None => Config::load(account)?,
        };
        let base_uri = config.base_uri().to_owned();
        if !is_here(&base_uri) {
            return Err(Failure::usage(say!(
                "`{base_uri}` is not a local gateway: start one by `wechatpay gateway`, and give its \
                 folder by --dir",
                "`{base_uri}` 不是本地网关：请用 `wechatpay gateway` 启动，并以 --dir 给出其目录"
            )));
        }
        Ok(Self { client: config.client()?, base_uri, dir })
    }

    pub(super) fn get(&self, path: &str, query: Value) -> Result<Value, Failure> {
        let response = self.client.chain(path).get(Options::new().query(query));
        response.and_then(|response| response.json()).map_err(|error| self.failed(&error))
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        post(&self.client, path, body).map_err(|error| self.failed(&error))
    }

    /// The same. If the gateway does not run, one with its keys does for as long as the call takes.
    pub(super) fn post_or_start(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        let error = match post(&self.client, path, body) {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        let Some(dir) = self.dir.as_ref().filter(|_| is_absent(&error)) else {
            return Err(self.failed(&error));
        };
        let gateway = self.builder(dir).start().map_err(|error| Failure::configured(&error))?;
        let client = gateway.client().map_err(|error| Failure::configured(&error))?;
        post(&client, path, body).map_err(|error| self.failed(&error))
    }

    /// At the same address, so that the profile stays what it is.
    fn builder(&self, dir: &Path) -> GatewayBuilder {
        let uri = self.base_uri.parse::<http::Uri>().unwrap_or_default();
        let port = uri.port_u16().unwrap_or_default();
        let is_tls = uri.scheme_str() == Some("https");
        Gateway::builder().dir(dir).port(port).tls(is_tls).keys(mode(dir))
    }

    fn failed(&self, error: &Error) -> Failure {
        let base_uri = &self.base_uri;
        if is_absent(error) {
            return Failure::not_running(say!(
                "no gateway runs at {base_uri}: start it by `wechatpay gateway`",
                "{base_uri} 没有运行中的网关：请用 `wechatpay gateway` 启动"
            ));
        }
        match error.api() {
            Some(api) => Failure::usage(api.message.clone()),
            None => Failure::configured(error),
        }
    }
}

/// That of the gateway that ran last: its folder has the keys of its mode.
fn mode(dir: &Path) -> KeyMode {
    let has = |name: &str| dir.join(name).is_file();
    match (has("platform_cert.pem"), has("pub_key.pem")) {
        (true, false) => KeyMode::Certificate,
        (false, true) => KeyMode::PublicKey,
        _ => KeyMode::Switching,
    }
}

fn post(client: &Client, path: &str, body: &Value) -> Result<Value, Error> {
    client.chain(path).post(Options::new().json(body.clone()))?.json()
}

fn is_absent(error: &Error) -> bool {
    error.kind() == ErrorKind::Connect && error.outcome() == Outcome::NotSent
}

fn is_here(base_uri: &str) -> bool {
    let uri = base_uri.parse::<http::Uri>().unwrap_or_default();
    let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let is_loopback =
        |host: &str| host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    host.eq_ignore_ascii_case("localhost") || is_loopback(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_gateway_is_on_this_machine() {
        for here in ["http://127.0.0.1:1/", "https://localhost:8787/", "http://[::1]:1/"] {
            assert!(is_here(here), "{here}");
        }
        for there in ["https://api.mch.weixin.qq.com/", "http://127.0.0.1.example/", "x", ""] {
            assert!(!is_here(there), "{there}");
        }
    }
}
