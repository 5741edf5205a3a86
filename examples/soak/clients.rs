//! The clients, one for each configuration that matters to the ledger.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use wechatpay_chain::certificates::Refresh;
use wechatpay_chain::{
    BoxError, BoxFuture, Client, ClientBuilder, Failover, Formatter, PrivateKey, PublicKey, Retry,
    Rsa, SignInput, Signer,
};

use crate::Result;
use crate::server::Merchant;

/// Nobody listens there: TCP's port 1 is that of a service which nobody has.
pub(crate) const NOBODY: &str = "127.0.0.1:1";
/// Shorter than the delay of some responses.
const TIMEOUT: Duration = Duration::from_secs(1);
/// How soon after its replacement the new certificate is known, for clients that download them.
const REFRESH: Duration = Duration::from_secs(2);

/// One client, and how its callers use it.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) client: Client,
    /// Uses the sync verbs, from separate threads.
    pub(crate) sync: bool,
    /// Whether orders are made with the option `resend`; then its signatures are counted.
    pub(crate) resend: Option<Arc<Signed>>,
}

pub(crate) fn all(merchant: &Merchant) -> Result<Vec<Kind>> {
    let port = merchant.base_uri.trim_start_matches("http://127.0.0.1:");
    // The same server by another name is another address.
    let other = || Failover::to([format!("http://localhost:{port}")]);
    let short = (Duration::from_millis(50), Duration::from_secs(2));
    let retry = || Retry::new().backoff(short.0, short.1).budget(50, 0.2);
    let signed = Arc::new(Signed::default());
    let signer = Counting {
        mchid: merchant.mchid.clone(),
        serial: merchant.serial.clone(),
        key: PrivateKey::from_pem(&merchant.private_key)?,
        signed: Arc::clone(&signed),
    };
    let kind = |name, builder: ClientBuilder| -> Result<Kind> {
        let client = builder.timeout(TIMEOUT).trust_host(NOBODY).build()?;
        Ok(Kind { name, client, sync: false, resend: None })
    };
    let by_key = || by_public_key(merchant);
    let by_certificate = || by_certificates(merchant);
    let failover = by_key()?
        .failover(other().resend_idempotent(true).backoff(short.0, short.1))
        .retry(retry());
    let resending = by_key()?
        .failover(other().resend_idempotent(true).backoff(short.0, short.1))
        .retry(retry())
        .signer(signer);
    let from_nobody = by_certificate()?
        .base_uri(format!("http://{NOBODY}/"))
        .failover(Failover::to([&merchant.base_uri]));
    Ok(vec![
        kind("public key", by_key()?)?,
        Kind { sync: true, ..kind("public key, sync", by_key()?)? },
        kind("certificates", by_certificate()?)?,
        Kind { sync: true, ..kind("certificates, failover, sync", from_nobody)? },
        kind("public key, failover, retry", failover)?,
        Kind { resend: Some(signed), ..kind("the same, resend, a signer", resending)? },
    ])
}

fn merchant_of(merchant: &Merchant) -> Result<ClientBuilder> {
    Ok(Client::builder()
        .base_uri(&merchant.base_uri)
        .mchid(&merchant.mchid)
        .serial(&merchant.serial)
        .private_key(PrivateKey::from_pem(&merchant.private_key)?))
}

/// Also with the first certificate, as while switching to the public key.
fn by_public_key(merchant: &Merchant) -> Result<ClientBuilder> {
    let certificate = PublicKey::from_pem(&merchant.platform_certificate)?;
    Ok(merchant_of(merchant)?
        .platform_key(&merchant.public_key_id, PublicKey::from_pem(&merchant.public_key)?)
        .platform_key(&merchant.platform_serial, certificate))
}

fn by_certificates(merchant: &Merchant) -> Result<ClientBuilder> {
    Ok(merchant_of(merchant)?
        .apiv3_key(&merchant.apiv3_key)
        .download_certificates(Refresh::new().every(REFRESH)))
}

/// How often each order that is under way was signed: that is how often it was sent, or less.
#[derive(Default)]
pub(crate) struct Signed(Mutex<HashMap<String, u32>>);

impl Signed {
    pub(crate) fn take(&self, number: &str) -> u32 {
        self.counts().remove(number).unwrap_or_default()
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<String, u32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Counting {
    mchid: String,
    serial: String,
    key: PrivateKey,
    signed: Arc<Signed>,
}

impl Counting {
    fn sign(&self, input: &SignInput<'_>) -> std::result::Result<String, BoxError> {
        let order: Value = serde_json::from_slice(input.body).unwrap_or_default();
        if let Some(number) = order["out_trade_no"].as_str() {
            *self.signed.counts().entry(number.to_owned()).or_default() += 1;
        }
        let (timestamp, nonce) = (Formatter::timestamp(), Formatter::nonce(32));
        let method = input.method.as_str();
        let message = Formatter::request(method, input.target, timestamp, &nonce, input.body);
        let signature = Rsa::sign(&message, &self.key)?;
        let serial = &self.serial;
        Ok(Formatter::authorization(&self.mchid, &nonce, &signature, timestamp, serial))
    }
}

impl Signer for Counting {
    fn authorization<'a>(
        &'a self,
        input: &'a SignInput<'a>,
    ) -> BoxFuture<'a, std::result::Result<String, BoxError>> {
        Box::pin(std::future::ready(self.sign(input)))
    }
}
