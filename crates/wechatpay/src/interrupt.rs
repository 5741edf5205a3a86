//! A call that the user ends by Ctrl-C, or the system by SIGTERM.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use http::Method;
use tokio::runtime::Builder;
use wechatpay_chain::{Error, Promise};

use super::failure::Failure;

/// How long a write that is in progress may take to end.
const LAST_WRITE: Duration = Duration::from_secs(5);

/// The result of a call. An interrupted one is dropped, which removes its temporary files.
pub(crate) fn wait<T: Send + 'static>(
    promise: Promise<T>,
    method: &Method,
) -> Result<Result<T, Error>, Failure> {
    let local = |error: std::io::Error| {
        Failure::check(say!("the call can't be made: {error}", "无法发起调用：{error}"))
    };
    let runtime = Builder::new_current_thread().enable_all().build().map_err(local)?;
    let ended = runtime.block_on(async {
        let mut signals = Signals::new()?;
        let mut promise = pin!(promise);
        std::io::Result::Ok(
            poll_fn(|context| {
                if let Poll::Ready(result) = promise.as_mut().poll(context) {
                    return Poll::Ready(Ok(result));
                }
                signals.poll(context).map(Err)
            })
            .await,
        )
    });
    // Nothing of it is left when the command ends.
    runtime.shutdown_timeout(LAST_WRITE);
    ended.map_err(local)?.map_err(|signal| Failure::interrupted(method, signal))
}

/// What ends a command, by the signal's number.
#[cfg(unix)]
struct Signals([(u8, tokio::signal::unix::Signal); 2]);

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self([(2, signal(SignalKind::interrupt())?), (15, signal(SignalKind::terminate())?)]))
    }

    fn poll(&mut self, context: &mut std::task::Context<'_>) -> Poll<u8> {
        for (number, signal) in &mut self.0 {
            if signal.poll_recv(context).is_ready() {
                return Poll::Ready(*number);
            }
        }
        Poll::Pending
    }
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC, tokio::signal::windows::CtrlClose);

#[cfg(windows)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self(tokio::signal::windows::ctrl_c()?, tokio::signal::windows::ctrl_close()?))
    }

    fn poll(&mut self, context: &mut std::task::Context<'_>) -> Poll<u8> {
        match (self.0.poll_recv(context), self.1.poll_recv(context)) {
            (Poll::Ready(_), _) => Poll::Ready(2),
            (_, Poll::Ready(_)) => Poll::Ready(15),
            _ => Poll::Pending,
        }
    }
}
