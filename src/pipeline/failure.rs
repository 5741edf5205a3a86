//! Errors without a response: the timeout, and what fails in the layers.

use std::time::Duration;

use crate::error::{BoxError, Error, ErrorKind, Outcome};
use crate::language::{Text, say};
use crate::runtime;
use crate::transport::Progress;

/// The future within the call's timeout, if it has one.
pub(crate) async fn within<T>(
    limit: Option<Duration>,
    progress: &Progress,
    future: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    if limit.is_none() {
        return future.await;
    }
    let within = runtime::home().await?.within(limit, future).await;
    within.unwrap_or_else(|limit| Err(timed_out(limit, progress)))
}

fn timed_out(limit: Duration, progress: &Progress) -> Error {
    progress.end();
    let outcome = progress.outcome();
    let state = match outcome {
        Outcome::NotSent => Some(say!("nothing was sent", "没有发出任何内容")),
        _ => progress.caution(),
    };
    let limit = limit.as_secs_f64();
    let message = match state {
        Some(state) => say!(
            "no response within the timeout of {limit} s: {state}",
            "超时：在 timeout 的 {limit} 秒内没有收到应答：{state}";
            state
        ),
        None => say!(
            "no response within the timeout of {limit} s",
            "超时：在 timeout 的 {limit} 秒内没有收到应答"
        ),
    };
    Error::new(ErrorKind::Timeout, message).with_outcome(outcome)
}

/// The error of a call from an error of the layers, which may be ours, wrap ours, or be their own.
/// Its outcome is what is known of this call's attempts, since a layer may return the error of
/// another call.
pub(crate) fn from_layers(error: BoxError, progress: &Progress) -> Error {
    // A request that a layer has detached is not sent after the caller got this error.
    progress.end();
    in_our_terms(error).with_outcome(progress.outcome())
}

fn in_our_terms(error: BoxError) -> Error {
    let error = match error.downcast::<Error>() {
        Ok(error) => return *error,
        Err(error) => error,
    };
    let mut kind = ErrorKind::Other;
    let mut cause = Some(&*error as &(dyn std::error::Error + 'static));
    while let Some(error) = cause {
        if let Some(ours) = error.downcast_ref::<Error>() {
            kind = ours.kind();
            break;
        }
        if error.is::<tower::timeout::error::Elapsed>() || error.is::<tokio::time::error::Elapsed>()
        {
            kind = ErrorKind::Timeout;
        }
        cause = error.source();
    }
    let cause = Text::of(&*error);
    Error::new(kind, say!("the call failed: {cause}", "调用失败：{cause}"; cause))
        .with_source(error)
}
