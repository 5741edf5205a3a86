//! A client whose requests go nowhere: each is written down as it would be sent.

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value, json};
use wechatpay_chain::tower::service_fn;
use wechatpay_chain::{Body, Client, ClientBuilder, http};

pub(crate) struct Recorder {
    pub(crate) client: Client,
    sent: Arc<Mutex<Vec<Value>>>,
}

impl Recorder {
    /// Each request gets a response, `{}`.
    pub(crate) fn new() -> Self {
        let sent = Arc::new(Mutex::new(Vec::new()));
        let tape = Arc::clone(&sent);
        let transport = service_fn(move |request: http::Request<Body>| {
            let tape = Arc::clone(&tape);
            async move {
                let request = written(request).await;
                tape.lock().unwrap_or_else(PoisonError::into_inner).push(request);
                Ok::<_, Infallible>(http::Response::new("{}".to_owned()))
            }
        });
        let builder = ClientBuilder::for_tests(transport).expect("keys are made");
        let client = builder.base_uri("https://api.mch.weixin.qq.com/").build();
        Self { client: client.expect("the client is built"), sent }
    }

    /// The requests that this sends, also if it fails or panics after that.
    pub(crate) fn record<T>(&self, run: impl FnOnce(&Client) -> T) -> Vec<Value> {
        let _ = catch_unwind(AssertUnwindSafe(|| drop(run(&self.client))));
        std::mem::take(&mut *self.sent.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn written(request: http::Request<Body>) -> Value {
    let (parts, body) = request.into_parts();
    let body = body.into_bytes().await.unwrap_or_default();
    let text = String::from_utf8_lossy(&body);
    let headers = parts.headers.iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into())
    });
    json!({
        "method": parts.method.as_str(),
        "url": parts.uri.to_string(),
        "headers": Value::Object(headers.collect::<Map<_, _>>()),
        "body": text,
    })
}
