//! Waits for a notification's response on the caller's thread, where that is possible.

use std::panic::catch_unwind;
use std::pin::pin;
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Wake};

use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::block_in_place;

use crate::error::Error;
use crate::language::say;
use crate::runtime::is_polling;

/// Runs the future on this thread. In a task of tokio's multi-thread runtime, another thread takes
/// over the worker's other tasks, of which one may be the receiver.
///
/// # Errors
///
/// [`ErrorKind::Options`](crate::ErrorKind::Options) in a task of a current-thread runtime: a
/// receiver on it could not respond. `instead` is the method to call there.
pub(super) fn wait<T>(
    instead: &str,
    future: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let flavor = Handle::try_current().ok().map(|handle| handle.runtime_flavor());
    match flavor {
        Some(flavor) if is_polling() => {
            // It panics in a LocalSet, where no other thread can take over.
            let is_multi = flavor == RuntimeFlavor::MultiThread
                && catch_unwind(|| block_in_place(|| ())).is_ok();
            if !is_multi {
                return Err(Error::options(say!(
                    "this would block the runtime's only thread, on which your handler could not \
                     respond: call `{instead}(…).await`",
                    "这会阻塞运行时唯一的线程，你的处理函数无法应答：请调用 `{instead}(…).await`",
                ))
                .not_sent());
            }
            block_in_place(|| block_on(future))
        }
        _ => block_on(future),
    }
}

struct Bell(mpsc::Sender<()>);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        // An error means that the future is ready already.
        let _ = self.0.send(());
    }
}

/// Polls the future on this thread until it is ready.
pub(super) fn block_on<F: Future>(future: F) -> F::Output {
    let (ring, rung) = mpsc::channel();
    let waker = Arc::new(Bell(ring)).into();
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        // The waker, which this function keeps, rings sooner or later.
        let _ = rung.recv();
    }
}
