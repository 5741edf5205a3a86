//! A call that is not sent: a signer that writes down what it is to sign, and a transport that
//! refuses.

use std::sync::{Arc, Mutex, PoisonError};

use http::header::AUTHORIZATION;
use http::{Method, Request, Uri};
use wechatpay_chain::{
    __v2_signed_text, Body, BoxError, BoxFuture, Check, Client, Error, Formatter, Response,
    SignInput, Signer, Transformer, Verifier, VerifyInput,
};

use super::config::Config;
use super::failure::Failure;
use super::{items, output};

/// What a call would have been.
#[derive(Clone, Default)]
pub(crate) struct Recorder(Arc<Mutex<Recorded>>);

#[derive(Default)]
struct Recorded {
    /// What is signed: `METHOD\nTARGET\nTIMESTAMP\nNONCE\nBODY\n`.
    message: Vec<u8>,
    /// Method, address and headers, a line each.
    head: Option<String>,
    address: Option<Uri>,
}

/// Where a call would go, however its path and its variables spell that.
pub(crate) fn address(
    method: &Method,
    path: &str,
    items: &[String],
    config: &Config,
) -> Result<Uri, Failure> {
    // Of a merchant without a name, whom no parameter need name.
    let (client, recorder) = client_of(config, None, Check::Off)?;
    let call = client.__verbatim(path).request(method.clone(), items::variables(path, items)?);
    let recorded = recorder.take();
    match (recorded.address, call) {
        (Some(address), _) => Ok(address),
        // What would stop the call itself.
        (None, Err(error)) => Err(Failure::of_call(&error, method)),
        (None, Ok(_)) => Err(Failure::usage(say!("the call has no address", "该调用没有地址"))),
    }
}

/// It needs no keys but those that the request names.
pub(crate) fn client(config: &Config, check: Check) -> Result<(Client, Recorder), Failure> {
    client_of(config, config.mchid.as_ref(), check)
}

fn client_of(
    config: &Config,
    mchid: Option<&String>,
    check: Check,
) -> Result<(Client, Recorder), Failure> {
    let recorder = Recorder::default();
    let signer = Recording {
        recorder: recorder.clone(),
        mchid: config.mchid.clone().unwrap_or_default(),
        serial: config.serial()?.unwrap_or_default(),
    };
    let refusing = recorder.clone();
    let transport = tower::service_fn(move |request: Request<Body>| {
        refusing.head(request);
        std::future::ready(Err::<http::Response<Body>, BoxError>("a dry run sends nothing".into()))
    });
    let mut builder = config.public_builder()?.check_arguments(check);
    if let Some(key) = config.apiv2_key() {
        builder = builder.secret(key);
    }
    if let Some(mchid) = mchid {
        builder = builder.mchid(mchid);
    }
    let builder = builder.signer(signer).verifier(Nothing).transport(transport);
    let client = builder.build().map_err(|error| Failure::configured(&error))?;
    Ok((client, recorder))
}

impl Recorder {
    fn head(&self, request: Request<Body>) {
        let (parts, body) = request.into_parts();
        let is_v2 = !parts.headers.contains_key(AUTHORIZATION);
        let mut address = parts.uri.to_string();
        if let (true, Some((before, _))) = (is_v2, address.rsplit_once("&sign=")) {
            address = format!("{before}&sign=(redacted)");
        }
        let mut head = format!("{} {address}\n", parts.method);
        for (name, value) in &parts.headers {
            head += &format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes()));
        }
        let body = body.as_bytes().unwrap_or_default();
        let mut recorded = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let (true, Some(text)) = (is_v2, __v2_signed_text(&parts, body)) {
            recorded.message = format!("{text}&key=(omitted)\n").into_bytes();
            if let Some(body) = without_signature(body) {
                head += &format!("\n{body}\n");
            }
        }
        (recorded.head, recorded.address) = (Some(head), Some(parts.uri));
    }

    fn take(self) -> Recorded {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The call must have come to the transport: any other error is what would stop it.
    pub(crate) fn show(
        self,
        method: &Method,
        call: Result<Response, Error>,
    ) -> Result<(), Failure> {
        let recorded = self.take();
        match (recorded.head, call) {
            (Some(head), _) => {
                output::foreign(head.as_bytes())?;
                output::foreign(say!("\nmessage to sign:\n", "\n待签名串：\n").as_bytes())?;
                output::foreign(&recorded.message)
            }
            (None, Err(error)) => Err(Failure::of_call(&error, method)),
            (None, Ok(_)) => Ok(()),
        }
    }
}

/// The body of an APIv2 call, which may be shown to others.
fn without_signature(xml: &[u8]) -> Option<String> {
    let mut fields = Transformer::to_array(xml).ok()?;
    *fields.get_mut("sign")? = "(redacted)".into();
    Transformer::to_xml(&fields).ok()
}

struct Recording {
    recorder: Recorder,
    mchid: String,
    serial: String,
}

impl Signer for Recording {
    fn authorization<'a>(
        &'a self,
        input: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        let (timestamp, nonce) = (Formatter::timestamp(), Formatter::nonce(32));
        let message =
            Formatter::request(input.method.as_str(), input.target, timestamp, &nonce, input.body);
        self.recorder.0.lock().unwrap_or_else(PoisonError::into_inner).message = message;
        let unsigned =
            Formatter::authorization(&self.mchid, &nonce, "(none)", timestamp, &self.serial);
        Box::pin(std::future::ready(Ok(unsigned)))
    }
}

/// There is no response to verify.
struct Nothing;

impl Verifier for Nothing {
    fn verify<'a>(&'a self, _: &'a VerifyInput<'a>) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(std::future::ready(Err("a dry run has no response".into())))
    }
}
