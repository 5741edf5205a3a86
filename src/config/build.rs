//! Builds a client: checks the builder's settings and assembles the service.

use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use native_tls::Certificate;
use tower::{Layer, ServiceBuilder};

use super::identity::{self, Merchant, platform_keys, refuse_expired};
use super::{AddLayer, ClientBuilder};
use crate::certificates::{Certificates, SelfVerifier, Store};
use crate::client::Client;
use crate::crypto::{ApiV3Key, PublicKey, certificate_der};
use crate::error::Error;
use crate::inner::{Incoming, Inner, Resending, SignsWith};
use crate::language::{Text, say};
use crate::middleware::{NoSigner, RsaSigner, SignLayer, Signer, Verifier, VerifyLayer};
use crate::options::Timeout;
use crate::request::{Base, Defaults};
use crate::resend::ResendLayer;
use crate::runtime;
use crate::signature::{KeySource, PUBLIC_KEY_ID, PlatformKeys};
use crate::transport::{Hosts, Http, HttpConfig, HttpService, MutualTls, erase, is_loopback};

const ACCEPTED: &str = "application/json, text/plain, application/x-gzip, application/pdf, \
                        image/png, image/*;q=0.5";
const JSON: &str = "application/json; charset=utf-8";

/// The longest timeout of a download of certificates, even if calls have none.
const LONGEST_DOWNLOAD: Duration = Duration::from_secs(30);

impl ClientBuilder {
    /// Builds the client. It does not connect.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config), which names everything that is missing, or the
    /// setting that is invalid.
    pub fn build(mut self) -> Result<Client, Error> {
        self.refuse_incomplete(self.private_key.is_some())?;
        let (v2, v2_only) = (self.v2_account()?, self.is_v2_only());
        let secret = v2.as_ref().map(|account| account.secret.clone());
        let identity = self.identity()?;
        let apiv3_key = self.apiv3_key.as_ref().map(|key| ApiV3Key::new(key)).transpose()?;
        let base = Base::parse(&self.base_uri).map_err(Error::config)?;
        let resend = ResendLayer::new(base.uri(), self.failover.as_ref(), self.retry.as_ref())?;
        let others = resend.as_ref().map(ResendLayer::others).unwrap_or_default();
        let hosts = Hosts::new(base.uri(), &others, &self.trusted_hosts)?;
        #[cfg(feature = "gateway")]
        let hosts = if self.stand_in { hosts.of_stand_in(base.uri())? } else { hosts };
        let hosts = Arc::new(hosts);
        if is_loopback(base.uri().host().unwrap_or_default()) {
            tracing::warn!(
                base_uri = %base.uri(),
                "this client talks to a stand-in on this machine, not to WeChat Pay"
            );
        }
        let merchant_serial = self.serial.take().map(identity::merchant_serial).transpose()?;
        let merchant =
            Merchant { serial: merchant_serial.as_deref(), private_key: self.private_key.as_ref() };
        let keys = platform_keys(self.platform_keys, merchant)?;
        let headers = default_headers(&self.user_agent, &keys)?;
        let mut keys = PlatformKeys::new(keys, self.clock);
        let downloads = self.download_certificates.is_some();
        let usable = refuse_expired(&keys, downloads || self.verifier.is_some())?;
        let private_key = self.private_key.clone();
        let (signer, signs_with): (Arc<dyn Signer>, _) =
            match (self.signer, self.mchid.clone(), merchant_serial, self.private_key) {
                (None, Some(mchid), Some(serial), Some(key)) => {
                    let mchid = identity::mchid(mchid)?;
                    let signs_with = SignsWith::Key(key.clone());
                    (Arc::new(RsaSigner { mchid, serial, key, clock: self.clock }), signs_with)
                }
                (Some(signer), ..) => (Arc::clone(&signer), SignsWith::Signer(signer)),
                // It makes no call of APIv3.
                (None, ..) if v2_only => {
                    (Arc::new(NoSigner), SignsWith::Signer(Arc::new(NoSigner)))
                }
                (None, ..) => return Err(incomplete(say!("a signer", "签名器"))),
            };
        let sign = SignLayer { signer, hosts: Arc::clone(&hosts) };
        #[cfg(feature = "gateway")]
        if let Some(transport) = self.mock.take() {
            self.transport = Some(signing_mock(transport, self.transport.is_some(), self.clock)?);
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => {
                let config = HttpConfig {
                    root_certificates: root_certificates(&self.root_certificates)?,
                    connect_timeout: limit("connect_timeout", self.connect_timeout)?,
                    proxy: self.proxy?,
                    identity: None,
                };
                let plain = Http::new(config.clone());
                match identity {
                    None => erase(plain),
                    identity => {
                        let presenting = Http::new(HttpConfig { identity, ..config });
                        erase(MutualTls { plain, presenting })
                    }
                }
            }
        };
        let (clock, max_response_size) = (self.clock, self.max_response_size);
        // Verify around sign around the transport, and resending around that.
        let assembled = |verifier| {
            let hosts = Arc::clone(&hosts);
            let secret = secret.clone();
            let verify = VerifyLayer { verifier, hosts, clock, secret, max_response_size };
            let signed = ServiceBuilder::new().layer(verify).layer(sign.clone());
            let service = HttpService::new(signed.service(transport.clone()));
            match &resend {
                Some(resend) => HttpService::new(resend.layer(service)),
                None => service,
            }
        };
        let timeout = limit("timeout", self.timeout)?;
        let defaults = Defaults {
            base,
            headers,
            timeout,
            v2,
            v2_only,
            #[cfg(feature = "catalogue")]
            check: self.check,
        };
        let mut certificates = None;
        if let Some(download) = self.download_certificates {
            let settings = download.settings(apiv3_key.clone(), clock)?;
            let verifier = SelfVerifier::new(keys.clone(), &settings);
            let downloader = Inner {
                defaults: defaults.within(LONGEST_DOWNLOAD),
                hosts: Arc::clone(&hosts),
                incoming: Incoming::none(clock),
                signs_with: signs_with.clone(),
                key_source: None,
                service: assembled(Arc::new(verifier)),
                bare: transport.clone(),
                resending: Resending::new(resend.is_some()),
            };
            let store = Store::new(settings, usable, downloader);
            keys = keys.with_source(store.clone());
            certificates = Some(Certificates::new(store));
        }
        let (verifier, platform_keys) = match self.verifier {
            Some(verifier) => (verifier, None),
            None => (Arc::new(keys.clone()) as Arc<dyn Verifier>, Some(keys)),
        };
        let service = with_layers(assembled(verifier), self.layers)?;
        let incoming =
            Incoming { mchid: self.mchid, platform_keys, apiv3_key, secret, private_key, clock };
        let key_source = certificates.as_ref().map(|c| Arc::clone(c.store()) as Arc<dyn KeySource>);
        let resending = Resending::new(resend.is_some());
        let bare = transport;
        let inner =
            Inner { defaults, hosts, incoming, signs_with, key_source, service, bare, resending };
        Ok(Client::new(inner, certificates))
    }

    /// Names everything that is missing at once.
    pub(crate) fn refuse_incomplete(&self, has_private_key: bool) -> Result<(), Error> {
        let given = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
        let v2_only = self.is_v2_only();
        let own_signer = self.signer.is_some();
        let verifies = v2_only
            || self.verifier.is_some()
            || self.download_certificates.is_some()
            || !self.platform_keys.is_empty();
        let needed = [
            (
                own_signer || given(&self.mchid),
                "MCHID",
                say!("mchid(): the merchant's number", "mchid()：商户号"),
            ),
            (
                own_signer || v2_only || given(&self.serial),
                "SERIAL",
                say!(
                    "serial(): the merchant certificate's serial number",
                    "serial()：商户 API 证书序列号"
                ),
            ),
            (
                own_signer || v2_only || has_private_key,
                "PRIVATE_KEY",
                say!(
                    "private_key(): apiclient_key.pem",
                    "private_key()：商户 API 私钥 apiclient_key.pem"
                ),
            ),
            (
                verifies,
                "PLATFORM_KEY",
                say!(
                    "platform_key(): WeChat Pay's public key or a platform certificate, or \
                     download_certificates()",
                    "platform_key()：微信支付公钥或平台证书，或 download_certificates()"
                ),
            ),
        ];
        let missing: Vec<_> = needed.into_iter().filter(|(given, ..)| !given).collect();
        if !missing.is_empty() {
            if let Some(origin) = &self.origin {
                let missing: Vec<_> = missing.iter().map(|(_, name, _)| *name).collect();
                return Err(origin.missing(&missing));
            }
            return Err(incomplete(Text::joined(
                missing.into_iter().map(|(.., what)| what),
                say!("; ", "；"),
            )));
        }
        if self.verifier.is_some() && self.download_certificates.is_some() {
            return Err(Error::config(say!(
                "a verifier() takes the place of platform keys, so that download_certificates() \
                 would serve nobody: leave out one of them",
                "verifier() 会取代微信支付公钥和平台证书，download_certificates() 因此没有用处：\
                 请去掉其中一个"
            )));
        }
        Ok(())
    }
}

/// The transport of a client for tests.
#[cfg(feature = "gateway")]
fn signing_mock(
    transport: HttpService,
    has_another: bool,
    clock: fn() -> std::time::SystemTime,
) -> Result<HttpService, Error> {
    if has_another {
        return Err(Error::config(say!(
            "a client for tests has its transport from for_tests(), and transport() would take its \
             place: leave it out",
            "测试客户端的传输层来自 for_tests()，而 transport() 会取代它：请去掉"
        )));
    }
    tracing::warn!("this client talks to a mock in this process, not to WeChat Pay");
    Ok(HttpService::new(crate::mock::Mock { transport, clock }))
}

fn limit(name: &str, timeout: Timeout) -> Result<Option<Duration>, Error> {
    timeout.limit(name).map_err(|error| Error::config(Text::of(&error)).with_source(error))
}

fn incomplete(missing: Text) -> Error {
    Error::config(
        say!("Client::builder() lacks {missing}", "Client::builder() 缺少 {missing}"; missing),
    )
}

fn default_headers(user_agent: &str, keys: &[(String, PublicKey)]) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(ACCEPTED));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    let user_agent = HeaderValue::from_str(user_agent).map_err(|error| {
        Error::config(say!(
            "the user_agent has a control character: remove it",
            "user_agent 含有控制字符：请去掉"
        ))
        .with_source(error)
    })?;
    headers.insert(USER_AGENT, user_agent);
    if let Some((id, _)) = keys.iter().find(|(serial, _)| serial.starts_with(PUBLIC_KEY_ID)) {
        let id = HeaderValue::from_str(id).map_err(|error| {
            Error::config(say!("a platform_key's id is malformed", "platform_key 的 ID 格式有误"))
                .with_source(error)
        })?;
        headers.insert("wechatpay-serial", id);
    }
    Ok(headers)
}

fn root_certificates(pems: &[Vec<u8>]) -> Result<Vec<Certificate>, Error> {
    let parse = |pem: &Vec<u8>| {
        let refused = |reason: Text| {
            Error::config(say!(
                "a root_certificate is not a certificate in PEM: {reason}",
                "root_certificate 不是 PEM 格式的证书：{reason}";
                reason
            ))
        };
        let der =
            certificate_der(pem).map_err(|error| refused(Text::of(&error)))?.ok_or_else(|| {
                refused(say!(
                    "no whole `BEGIN CERTIFICATE` block in it",
                    "其中没有完整的 `BEGIN CERTIFICATE` 块"
                ))
            })?;
        Certificate::from_der(&der)
            .map_err(|error| refused(say!("it is damaged", "证书已损坏")).with_source(error))
    };
    pems.iter().map(parse).collect()
}

fn with_layers(service: HttpService, layers: Vec<AddLayer>) -> Result<HttpService, Error> {
    if layers.is_empty() {
        return Ok(service);
    }
    // A layer such as tower's Buffer starts a task of its own, which must outlive any runtime of
    // the caller's.
    let _context = runtime::background()?.enter();
    Ok(layers.into_iter().rev().fold(service, |inner, add| add(inner)))
}
