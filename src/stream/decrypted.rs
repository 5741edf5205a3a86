//! A body that is decrypted while it is received.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use crate::body::Body;
use crate::crypto::GcmDecrypter;
use crate::error::{BoxError, Error, Outcome};
use crate::language::say;

/// The length of the tag at the end, in bytes.
const TAG: u64 = 16;

/// Decrypts `body`. It ends with an error unless its tag is right; chunks must not be trusted before.
pub(crate) fn decrypted(body: Body, decrypter: GcmDecrypter) -> Body {
    Body::stream(Decrypted { body, decrypter: Some(decrypter) })
}

struct Decrypted {
    body: Body,
    /// `None` when it ended.
    decrypter: Option<GcmDecrypter>,
}

impl http_body::Body for Decrypted {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        loop {
            let Some(mut decrypter) = self.decrypter.take() else {
                return Poll::Ready(None);
            };
            let polled = Pin::new(&mut self.body).poll_frame(context);
            if polled.is_pending() {
                self.decrypter = Some(decrypter);
                return Poll::Pending;
            }
            let data = match ready!(polled) {
                Some(Ok(frame)) => frame.into_data().unwrap_or_default(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None if decrypter.finish() => return Poll::Ready(None),
                None => return Poll::Ready(Some(Err(wrong().into()))),
            };
            let plaintext = match decrypter.update(&data) {
                Ok(plaintext) => plaintext,
                Err(error) => return Poll::Ready(Some(Err(wrong().with_source(error).into()))),
            };
            self.decrypter = Some(decrypter);
            if !plaintext.is_empty() {
                return Poll::Ready(Some(Ok(Frame::data(plaintext.into()))));
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        let held = self.decrypter.as_ref().map_or(0, GcmDecrypter::held);
        match self.body.size_hint().exact() {
            Some(length) => SizeHint::with_exact((length + held).saturating_sub(TAG)),
            None => SizeHint::new(),
        }
    }
}

fn wrong() -> Error {
    let message = say!(
        "the file can't be decrypted: it was modified or truncated, or its encrypt_key and nonce are \
         those of another file; nothing of it is kept, request the bill again",
        "文件无法解密：文件被篡改或不完整，或 encrypt_key 与 nonce 不属于该文件；未保留任何内容，请重新申请账单",
    );
    Error::crypto(message).with_outcome(Outcome::Unknown)
}
