//! Shared by the targets: WeChat Pay's key, its signature headers, a client without connections.

use std::convert::Infallible;
use std::future::Future;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, Uri};
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use wechatpay_chain::{Body, BoxError, BoxFuture, Client, PublicKey, SignInput, Signer};

pub const SERIAL: &str = "PUB_KEY_ID_0114232134912410000000000000";
pub const NOW: &str = "1700000000";
const NAMES: [&str; 8] = [
    "wechatpay-serial",
    "wechatpay-timestamp",
    "wechatpay-nonce",
    "wechatpay-signature",
    "content-encoding",
    "content-type",
    "request-id",
    "wechatpay-statement-sha1",
];

static KEY: LazyLock<PKey<Private>> =
    LazyLock::new(|| PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap());

/// The time at which all signatures are made and verified.
pub fn fixed() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)
}

pub fn platform_key() -> PublicKey {
    PublicKey::from_pem(KEY.public_key_to_pem().unwrap()).unwrap()
}

/// WeChat Pay's headers for `body`.
pub fn signed(body: &[u8]) -> HeaderMap {
    let message = [NOW.as_bytes(), b"nonce", body, b""].join(&b'\n');
    let mut signer = openssl::sign::Signer::new(MessageDigest::sha256(), &KEY).unwrap();
    let signature = openssl::base64::encode_block(&signer.sign_oneshot_to_vec(&message).unwrap());
    let values = [SERIAL, NOW, "nonce", &signature];
    let pairs = NAMES.iter().zip(values);
    pairs.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
}

/// Appends the fuzzer's headers: pairs of a header's number and its value.
pub fn append(headers: &mut HeaderMap, pairs: Vec<(u8, Vec<u8>)>) {
    for (name, value) in pairs.into_iter().take(16) {
        if let Ok(value) = HeaderValue::from_bytes(&value) {
            let name = NAMES[usize::from(name) % NAMES.len()];
            headers.append(HeaderName::from_static(name), value);
        }
    }
}

/// The last request to the transport, and the response that it returns.
#[derive(Default)]
pub struct Tape {
    pub gone: Vec<Uri>,
    pub response: Response<Vec<u8>>,
}

struct Anything;

impl Signer for Anything {
    fn authorization<'a>(
        &'a self,
        _: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(async { Ok("signed".to_owned()) })
    }
}

pub fn client() -> (Client, Arc<Mutex<Tape>>) {
    let tape = Arc::new(Mutex::new(Tape::default()));
    let own = Arc::clone(&tape);
    let transport = tower::service_fn(move |request: Request<Body>| {
        let mut tape = own.lock().unwrap();
        tape.gone.push(request.uri().clone());
        let response = tape.response.clone().map(Body::from);
        async { Ok::<_, Infallible>(response) }
    });
    let client = Client::builder()
        .signer(Anything)
        .platform_key(SERIAL, platform_key())
        .clock(fixed)
        .transport(transport)
        .build()
        .unwrap();
    (client, tape)
}

/// A runtime on this thread, so that calls don't switch threads.
pub fn block_on<F: Future>(future: F) -> F::Output {
    thread_local! {
        static RUNTIME: tokio::runtime::Runtime =
            tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    }
    RUNTIME.with(|runtime| runtime.block_on(future))
}
