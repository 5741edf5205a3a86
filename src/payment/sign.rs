//! Signs payment parameters, with a key or with a client's signer.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;

use crate::client::Client;
use crate::crypto::{PrivateKey, decode_canonical};
use crate::error::{Error, ErrorKind};
use crate::formatter::seconds_since_1970;
use crate::inner::SignsWith;
use crate::language::say;
use crate::middleware::Signer;
use crate::pipeline::within;
use crate::promise::Promise;
use crate::transport::Progress;

/// The bytes of a signature by an RSA key of 2048 bits, the shortest that is allowed.
const SHORTEST: usize = 256;

/// Parameters whose signature is still empty.
pub(super) struct Unsigned<P> {
    message: String,
    pub(super) parameters: P,
    signature: fn(&mut P) -> &mut String,
}

impl<P: Send + 'static> Unsigned<P> {
    /// Takes the message to sign, the parameters, and the place of the signature in them.
    pub(super) fn new(
        message: String,
        parameters: P,
        signature: fn(&mut P) -> &mut String,
    ) -> Self {
        Self { message, parameters, signature }
    }

    pub(super) fn sign(mut self, key: &PrivateKey) -> Result<P, Error> {
        *(self.signature)(&mut self.parameters) = key.sign(self.message.as_bytes())?;
        Ok(self.parameters)
    }

    /// Signs with the client's key or signer what `unsigned` makes of the time of the client's clock.
    pub(super) fn sign_with(
        client: &Client,
        unsigned: impl FnOnce(i64) -> Result<Self, Error> + Send + 'static,
    ) -> Promise<P> {
        let client = client.inner();
        let now = client.incoming.clock;
        let unsigned = move || unsigned(seconds_since_1970(now()));
        match &client.signs_with {
            // At once: waiting for it needs no runtime and no thread.
            SignsWith::Key(key) => Promise::from(unsigned().and_then(|it| it.sign(key))),
            SignsWith::Signer(signer) => {
                let signer = Arc::clone(signer);
                let timeout = client.defaults.timeout;
                Promise::from_future(async move {
                    let mut unsigned = unsigned()?;
                    let signature = signature(&*signer, unsigned.message.as_bytes());
                    // Of a call that is never sent.
                    let signature = within(timeout, &Progress::default(), signature).await?;
                    *(unsigned.signature)(&mut unsigned.parameters) = signature;
                    Ok(unsigned.parameters)
                })
            }
        }
    }
}

/// The signature by a signer, which may be the user's own: it may fail, panic, or return anything.
async fn signature(signer: &dyn Signer, message: &[u8]) -> Result<String, Error> {
    let sign_error = |message| Error::new(ErrorKind::Sign, message);
    let signed = AssertUnwindSafe(async { signer.sign(message).await }).catch_unwind().await;
    let Ok(signed) = signed else {
        return Err(sign_error(say!(
            "the signer panicked while it signed payment parameters",
            "签名器在签支付参数时 panic",
        )));
    };
    let signature = signed.map_err(|error| match error.downcast::<Error>() {
        // That of a signer without the method.
        Ok(error) if error.kind() == ErrorKind::Sign => *error,
        Ok(error) => sign_error(say!(
            "the signer failed: {error}",
            "签名器失败：{error}";
            error
        ))
        .with_source(error),
        Err(error) => {
            sign_error(say!("the signer failed: {error}", "签名器失败：{error}")).with_source(error)
        }
    })?;
    // Hexadecimal digits are Base64, too, of other bytes.
    let is_hexadecimal = signature.bytes().all(|byte| byte.is_ascii_hexdigit());
    match decode_canonical(&signature) {
        Some(bytes) if bytes.len() >= SHORTEST && !is_hexadecimal => Ok(signature),
        _ => Err(sign_error(say!(
            "the signer returned no RSA signature: Signer::sign must return the signature in Base64 \
             without line breaks, of 256 bytes or more",
            "签名器返回的不是 RSA 签名：Signer::sign 须返回 Base64 编码、不含换行、不短于 256 字节的签名",
        ))),
    }
}
