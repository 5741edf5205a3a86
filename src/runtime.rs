//! Which runtime a call runs on, and how a thread waits for one.
//!
//! Awaited inside tokio, a call runs on the caller's runtime. Everything else (`wait()`, the sync
//! verbs, other executors) runs on one background runtime, started when it is first needed.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::mpsc;

use once_cell::sync::OnceCell;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::{JoinHandle, block_in_place};
use tracing::Instrument;
use tracing::instrument::WithSubscriber;

use crate::error::{Error, ErrorKind};

/// Threads that may sit in a sync call made from within another call's closure or layer. tokio
/// starts each only when it is needed.
const MAX_BLOCKED_THREADS: usize = 4096;

/// That of a main thread: callers' closures and deep JSON run here as they would there.
const STACK_SIZE: usize = 8 << 20;

thread_local! {
    /// Whether this is a thread of the background runtime.
    static OURS: Cell<bool> = const { Cell::new(false) };
}

type Caught<T> = Result<T, Box<dyn Any + Send>>;

/// The runtime that drives every call which no other runtime drives.
pub(crate) fn background() -> Result<&'static Runtime, Error> {
    static BACKGROUND: OnceCell<Runtime> = OnceCell::new();
    BACKGROUND.get_or_try_init(|| {
        Builder::new_multi_thread()
            .thread_name("wechatpay-chain")
            .max_blocking_threads(MAX_BLOCKED_THREADS)
            .thread_stack_size(STACK_SIZE)
            .on_thread_start(|| OURS.set(true))
            .enable_all()
            .build()
            .map_err(|error| {
                let message = format!("the background runtime can't start: {error}");
                Error::new(ErrorKind::Io, message).with_source(error).not_sent()
            })
    })
}

/// Runs a future on the background runtime and blocks this thread until it is done, wherever this
/// thread is: outside tokio, inside any runtime, or inside a call on the background runtime itself.
pub(crate) fn block_on<T, F>(future: F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>> + Send + 'static,
    T: Send + 'static,
{
    let background = background()?;
    let (sender, receiver) = mpsc::sync_channel(1);
    // A task of its own: polled by hand in a loop of sync calls, a future would use up the
    // cooperative budget of the task around it and never become ready again.
    background.spawn(with_callers_context(async move {
        // The receiver waits as long as this task lives, so that nothing can be lost here.
        let _ = sender.send(caught(future).await);
    }));
    let received = if OURS.get() {
        // Our own worker: let another thread take over its other tasks, this call among them.
        block_in_place(|| receiver.recv())
    } else {
        receiver.recv()
    };
    resumed(received.ok())
}

/// Runs work that blocks on a thread of this runtime's for such; outside tokio, of the background
/// one's.
pub(crate) fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<JoinHandle<T>, Error> {
    match Handle::try_current() {
        Ok(handle) => Ok(handle.spawn_blocking(work)),
        Err(_) => Ok(background()?.spawn_blocking(work)),
    }
}

/// A task on the background runtime, for executors other than tokio. Aborted when dropped.
pub(crate) struct Background<T> {
    receiver: tokio::sync::oneshot::Receiver<Caught<Result<T, Error>>>,
    task: tokio::task::AbortHandle,
}

impl<T: Send + 'static> Background<T> {
    pub(crate) fn spawn<F>(future: F) -> Result<Self, Error>
    where
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let task = background()?.spawn(with_callers_context(async move {
            let _ = sender.send(caught(future).await);
        }));
        Ok(Self { receiver, task: task.abort_handle() })
    }

    pub(crate) fn poll(
        &mut self,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<T, Error>> {
        pin!(&mut self.receiver).poll(context).map(|received| resumed(received.ok()))
    }
}

impl<T> Drop for Background<T> {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The caller's span and subscriber go along to the other thread.
pub(crate) fn with_callers_context<F: Future>(future: F) -> impl Future<Output = F::Output> {
    future.in_current_span().with_current_subscriber()
}

/// A panic in the caller's closure or layer is theirs: it goes on in the thread that waits.
async fn caught<F: Future>(future: F) -> Caught<F::Output> {
    let mut future = pin!(future);
    std::future::poll_fn(|context| {
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => std::task::Poll::Ready(Err(panic)),
        }
    })
    .await
}

fn resumed<T>(received: Option<Caught<Result<T, Error>>>) -> Result<T, Error> {
    match received {
        Some(Ok(result)) => result,
        Some(Err(panic)) => resume_unwind(panic),
        None => Err(Error::other("the background runtime dropped the call")),
    }
}
