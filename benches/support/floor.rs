//! The floor: the reference call written by hand with only hyper and OpenSSL. It signs, sends and
//! verifies; it has no timeout and no error handling, and its URL is a constant. Each task has its
//! own connection, or all share hyper-util's pool.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::{Request, Response, Uri, request};
use http_body_util::{BodyExt, Empty};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use openssl::base64::{decode_block, encode_block};
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private, Public};
use openssl::rand::rand_bytes;
use openssl::sign::Verifier;
use tokio::net::TcpStream;

use super::{Keys, MCHID, MERCHANT_SERIAL, PLATFORM_SERIAL, TARGET, sign};

/// The keys, parsed once.
pub(crate) struct Parsed {
    merchant: PKey<Private>,
    platform: PKey<Public>,
}

impl Parsed {
    pub(crate) fn of(keys: &Keys) -> Arc<Self> {
        let platform = keys.platform.public_key_to_pem().unwrap();
        Arc::new(Self {
            merchant: keys.merchant.clone(),
            platform: PKey::public_key_from_pem(&platform).unwrap(),
        })
    }
}

/// One connection.
pub(crate) struct Floor {
    keys: Arc<Parsed>,
    host: String,
    sender: SendRequest<Empty<Bytes>>,
}

impl Floor {
    pub(crate) async fn connect(keys: Arc<Parsed>, address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let (sender, connection) = handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        Self { keys, host: address.to_string(), sender }
    }

    pub(crate) async fn call(&mut self) -> Response<Bytes> {
        let request = self.keys.request(TARGET).header("host", &self.host);
        let request = request.body(Empty::new()).unwrap();
        self.sender.ready().await.unwrap();
        let response = self.sender.send_request(request).await.unwrap();
        self.keys.verified(response).await
    }
}

/// hyper-util's pool of connections, the usual choice for a call written by hand.
#[derive(Clone)]
pub(crate) struct Pooled {
    keys: Arc<Parsed>,
    uri: Uri,
    pool: Client<HttpConnector, Empty<Bytes>>,
}

impl Pooled {
    pub(crate) fn new(keys: Arc<Parsed>, address: SocketAddr) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let pool = Client::builder(TokioExecutor::new()).build(connector);
        Self { keys, uri: format!("http://{address}{TARGET}").parse().unwrap(), pool }
    }

    pub(crate) async fn call(&self) -> Response<Bytes> {
        let request = self.keys.request(&self.uri).body(Empty::new()).unwrap();
        self.keys.verified(self.pool.request(request).await.unwrap()).await
    }
}

impl Parsed {
    fn request<U: TryInto<Uri, Error: Into<http::Error>>>(&self, uri: U) -> request::Builder {
        let timestamp = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let mut random = [0; 16];
        rand_bytes(&mut random).unwrap();
        let nonce = format!("{:032x}", u128::from_ne_bytes(random));
        let message = format!("GET\n{TARGET}\n{timestamp}\n{nonce}\n\n");
        let signature = encode_block(&sign(&self.merchant, message.as_bytes()));
        let authorization = format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{MCHID}\",serial_no=\"{MERCHANT_SERIAL}\",\
             timestamp=\"{timestamp}\",nonce_str=\"{nonce}\",signature=\"{signature}\""
        );
        Request::get(uri)
            .header("accept", "application/json")
            .header("content-type", "application/json; charset=utf-8")
            .header("user-agent", "floor/1.0")
            .header("wechatpay-serial", PLATFORM_SERIAL)
            .header("authorization", authorization)
    }

    async fn verified(&self, response: Response<Incoming>) -> Response<Bytes> {
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        assert!(parts.status.is_success());
        let header = |name| parts.headers[name].to_str().unwrap();
        assert_eq!(header("wechatpay-serial"), PLATFORM_SERIAL);
        let (timestamp, nonce) = (header("wechatpay-timestamp"), header("wechatpay-nonce"));
        let mut message = format!("{timestamp}\n{nonce}\n").into_bytes();
        message.extend_from_slice(&body);
        message.push(b'\n');
        let signature = decode_block(header("wechatpay-signature")).unwrap();
        assert!(verify(&self.platform, &message, &signature));
        Response::from_parts(parts, body)
    }
}

/// OpenSSL's verification.
pub(crate) fn verify(key: &PKey<Public>, message: &[u8], signature: &[u8]) -> bool {
    let mut verifier = Verifier::new(MessageDigest::sha256(), key).unwrap();
    verifier.verify_oneshot(signature, message).unwrap()
}
