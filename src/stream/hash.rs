//! A body that ends with an error unless its hash is the expected one.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use crate::body::Body;
use crate::crypto::Digest;
use crate::error::{BoxError, Error, ErrorKind, Outcome};
use crate::language::{Text, say};

/// Checks that the digest of `body` is `expected`; otherwise it ends with an error that begins with
/// `reason`. Chunks must not be trusted until the body has ended without an error.
pub(crate) fn checked(body: Body, digest: Digest, expected: String, reason: Text) -> Body {
    Body::stream(Checked { body, digest: Some(digest), expected, reason })
}

struct Checked {
    body: Body,
    /// `None` when it ended.
    digest: Option<Digest>,
    expected: String,
    reason: Text,
}

impl http_body::Body for Checked {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let Some(mut digest) = self.digest.take() else {
            return Poll::Ready(None);
        };
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if polled.is_pending() {
            self.digest = Some(digest);
            return Poll::Pending;
        }
        Poll::Ready(match ready!(polled) {
            Some(Ok(frame)) => {
                if let Some(Err(error)) = frame.data_ref().map(|data| digest.update(data)) {
                    return Poll::Ready(Some(Err(error)));
                }
                self.digest = Some(digest);
                Some(Ok(frame))
            }
            Some(Err(error)) => Some(Err(error)),
            None => match digest.is(&self.expected) {
                Ok(true) => None,
                Ok(false) => Some(Err(wrong(&self.reason).into())),
                Err(error) => Some(Err(error)),
            },
        })
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

fn wrong(reason: &Text) -> Error {
    let message = say!(
        "{reason}: don't use what was received, and download it again",
        "{reason}：不要使用已收到的内容，请重新下载";
        reason
    );
    Error::new(ErrorKind::Verify, message).with_outcome(Outcome::Unknown)
}
