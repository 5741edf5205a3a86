//! Which threads drive a call.
//!
//! A call is polled by whoever waits for it: a task of the caller's tokio, another executor, or the
//! thread of a sync call. Closures, layers and signers run there, and there alone. What their code
//! must never hold up is driven elsewhere:
//!
//! - Inside the caller's tokio, sockets and timers are that runtime's own.
//! - Everywhere else they are watched by one thread of this crate's, which runs nothing else. A sync
//!   call from a plain thread watches its own ([`local`]).
//! - What a layer spawns outside the caller's tokio goes to a runtime that does nothing else either.
//!
//! So user code that blocks delays its own call and no other one.

mod local;
mod park;
mod threads;
mod worker;

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::{EnterGuard, Handle, Id};
use tokio::task::{JoinHandle, block_in_place};
use tokio::time::Sleep;
use tracing::Instrument;
use tracing::instrument::WithSubscriber;

use self::threads::Threads;
#[cfg(feature = "gateway")]
pub(crate) use self::worker::is_polling;
pub(crate) use self::worker::warn_if_async;
use crate::error::Error;

/// The runtime that watches the sockets and timers of a call.
#[derive(Clone)]
pub(crate) struct Home {
    handle: Handle,
    /// Whether a sync call has lent itself this runtime, which nobody drives after it.
    is_local: bool,
}

impl Home {
    pub(crate) fn id(&self) -> Id {
        self.handle.id()
    }

    /// Has what a future opens, sockets and timers, belong to this runtime.
    pub(crate) fn run<F: Future>(&self, future: F) -> impl Future<Output = F::Output> {
        entered(self.handle.clone(), future)
    }

    /// A task that lasts as long as this runtime. It must be this crate's own.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        if !self.is_local {
            self.handle.spawn(task);
        } else if let Ok(threads) = Threads::get() {
            threads.io.spawn(task);
        }
    }

    /// The future, or the limit if that is over first. `None` for no limit.
    pub(crate) async fn within<F: Future>(
        &self,
        limit: Option<Duration>,
        future: F,
    ) -> Result<F::Output, Duration> {
        let Some(limit) = limit else { return Ok(future.await) };
        let limited = {
            let _entered = self.handle.enter();
            tokio::time::timeout(limit, future)
        };
        limited.await.map_err(|_| limit)
    }

    pub(crate) fn sleep(&self, time: Duration) -> Sleep {
        let _entered = self.handle.enter();
        tokio::time::sleep(time)
    }
}

/// The home of the future that awaits this.
///
/// # Errors
///
/// When the thread that watches sockets can't be started. Nothing was sent then.
pub(crate) async fn home() -> Result<Home, Error> {
    if users().is_none() {
        if let Some(handle) = poll_fn(|context| Poll::Ready(local::driving(context))).await {
            return Ok(Home { handle, is_local: true });
        }
    }
    lasting_home()
}

/// The same for what may last longer than a sync call.
pub(crate) fn lasting_home() -> Result<Home, Error> {
    let handle = match users() {
        Some(handle) => handle,
        None => Threads::get()?.io.clone(),
    };
    Ok(Home { handle, is_local: false })
}

/// The caller's own tokio, if this thread is in one.
fn users() -> Option<Handle> {
    let current = Handle::try_current().ok()?;
    let is_ours = local::is_driving(current.id()) || Threads::are_tasks(current.id());
    (!is_ours).then_some(current)
}

/// Its id.
pub(crate) fn users_id() -> Option<Id> {
    users().map(|handle| handle.id())
}

/// Where tasks go that may run user code: the caller's signer, a layer.
///
/// # Errors
///
/// When its threads can't be started. Nothing was sent then.
pub(crate) fn background() -> Result<&'static Handle, Error> {
    Threads::get()?.tasks()
}

/// Where a promise goes on by itself, and its closures with it: the caller's own tokio, or the same.
///
/// # Errors
///
/// Those of [`background`].
pub(crate) fn tasks() -> Result<Handle, Error> {
    match users() {
        Some(handle) => Ok(handle),
        None => background().cloned(),
    }
}

/// Has what user code spawns on this thread go where it can't hold up anything of this crate's. Does
/// nothing inside a tokio.
///
/// # Errors
///
/// Those of [`background`].
pub(crate) fn enter() -> Result<Option<EnterGuard<'static>>, Error> {
    if Handle::try_current().is_ok() { Ok(None) } else { Ok(Some(background()?.enter())) }
}

/// Drives a future on this thread until it is done, wherever this thread is: outside tokio, inside
/// any runtime, or inside another call's closure.
///
/// # Errors
///
/// When the threads of this crate can't be started. Nothing was sent then.
pub(crate) fn block_on<F: Future>(future: F) -> Result<F::Output, Error> {
    let is_plain = Handle::try_current().is_err();
    // The cooperative budget is a task's. A loop of sync calls within one would use it up.
    let future = tokio::task::coop::unconstrained(entered(background()?.clone(), future));
    if is_plain {
        local::block_on(future)
    } else if threads::is_task_thread() {
        // Another thread takes over its other tasks, of which this call may need one.
        Ok(block_in_place(|| park::block_on(future)))
    } else {
        // Not `block_in_place`, on a worker of the caller's: it panics in a `LocalSet` and wherever
        // else tokio forbids it, which nobody can ask beforehand. The caller is warned instead.
        Ok(park::block_on(future))
    }
}

/// Runs work that blocks, on a thread for such.
///
/// # Errors
///
/// When there is no such thread.
pub(crate) fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<JoinHandle<T>, Error> {
    let home = lasting_home()?;
    threads::spawning(|| home.handle.spawn_blocking(work))
}

/// The caller's span and subscriber go along to another thread.
pub(crate) fn with_callers_context<F: Future>(future: F) -> impl Future<Output = F::Output> {
    future.in_current_span().with_current_subscriber()
}

/// Enters a runtime for each poll of a future.
async fn entered<F: Future>(handle: Handle, future: F) -> F::Output {
    let mut future = pin!(future);
    poll_fn(move |context| {
        let _entered = handle.enter();
        future.as_mut().poll(context)
    })
    .await
}

#[cfg(test)]
mod tests {
    use futures_util::stream::{FuturesUnordered, StreamExt};

    use super::*;

    fn is_local(home: Result<Home, Error>) -> bool {
        home.unwrap().is_local
    }

    /// So that its thread watches its own socket, and no other one is woken.
    #[test]
    fn a_sync_call_from_a_plain_thread_is_at_home_on_that_thread() {
        assert!(block_on(async { is_local(home().await) }).unwrap());
        assert!(!block_on(async { is_local(lasting_home()) }).unwrap());
        // What must last does not stay there, even where a connection is opened.
        let lasting = async { home().await.unwrap().run(async { lasting_home() }).await };
        let (local, lasting) =
            block_on(async { (home().await.unwrap(), lasting.await.unwrap()) }).unwrap();
        assert!(local.is_local && local.id() != lasting.id());
    }

    #[test]
    fn whatever_polls_it_by_a_waker_of_its_own_has_another_home() {
        let unordered = async {
            let mut futures: FuturesUnordered<_> = [home()].into_iter().collect();
            is_local(futures.next().await.unwrap())
        };
        assert!(!block_on(unordered).unwrap());
        // A sync call within another one's closure.
        assert!(!block_on(async { block_on(async { is_local(home().await) }).unwrap() }).unwrap());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let own = runtime.block_on(async { home().await.unwrap().id() });
        assert_eq!(own, runtime.handle().id());
        assert!(!runtime.block_on(async { block_on(async { is_local(home().await) }).unwrap() }));
    }
}
