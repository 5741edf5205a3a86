//! Runtimes that sync calls lend themselves, so that the thread which waits for a call also watches
//! its socket: no other thread needs to be woken on the way.
//!
//! A runtime that was given back goes to the next call, along with the connections that it watches.
//! No task is ever spawned on one, since nobody would drive it after the call.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Context;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Handle, Id, Runtime};

use super::threads::Threads;
use crate::error::{Error, ErrorKind};
use crate::language::say;

/// How long one is kept for later calls: longer than an idle connection.
const IDLE: Duration = Duration::from_secs(10);

/// Those that nobody uses.
static KEPT: Mutex<Kept> = Mutex::new(Kept { process: 0, idle: Vec::new(), is_trimmed: false });

struct Kept {
    /// The process that made them.
    process: u32,
    /// The one that was used last is the last.
    idle: Vec<(Runtime, Instant)>,
    /// Whether a task closes those whose time is over.
    is_trimmed: bool,
}

thread_local! {
    /// The one that polls a future on this thread, and the data of the waker by which it does. The
    /// waker's address alone: `will_wake` also compares vtables, of which there may be copies.
    static DRIVING: RefCell<Option<(Handle, *const ())>> = const { RefCell::new(None) };
}

/// The local runtime that polls the future of this context. One that is polled by anybody else on
/// this thread, by another executor in a closure, say, has to be woken by another thread.
pub(super) fn driving(context: &Context<'_>) -> Option<Handle> {
    DRIVING.with_borrow(|driving| {
        let (handle, waker) = driving.as_ref()?;
        (*waker == context.waker().data()).then(|| handle.clone())
    })
}

/// Whether this is the local runtime of a sync call on this thread.
pub(super) fn is_driving(runtime: Id) -> bool {
    DRIVING
        .with_borrow(|driving| driving.as_ref().is_some_and(|(handle, _)| handle.id() == runtime))
}

/// Must be called outside tokio.
pub(super) fn block_on<F: Future>(future: F) -> Result<F::Output, Error> {
    let runtime = match kept().idle.pop() {
        Some((runtime, _)) => runtime,
        None => Builder::new_current_thread().enable_all().build().map_err(|error| {
            let message = say!(
                "no runtime can be made for the call: {error}",
                "无法为调用创建 runtime：{error}"
            );
            Error::new(ErrorKind::Io, message).with_source(error).not_sent()
        })?,
    };
    let handle = runtime.handle().clone();
    let mut future = pin!(future);
    let output = runtime.block_on(poll_fn(|context| {
        let _driving = Driving::new(handle.clone(), context.waker().data());
        future.as_mut().poll(context)
    }));
    let mut kept = kept();
    kept.idle.push((runtime, Instant::now()));
    if !kept.is_trimmed {
        if let Ok(threads) = Threads::get() {
            threads.io.spawn(trim());
            kept.is_trimmed = true;
        }
    }
    Ok(output)
}

/// Closes those that no call has used for a while, until none is left.
async fn trim() {
    loop {
        tokio::time::sleep(IDLE).await;
        let (over, is_over) = {
            let mut kept = kept();
            let is_idle = |(_, since): &(Runtime, Instant)| since.elapsed() >= IDLE;
            let count = kept.idle.iter().take_while(|runtime| is_idle(runtime)).count();
            let over: Vec<_> = kept.idle.drain(..count).collect();
            kept.is_trimmed = !kept.idle.is_empty();
            (over, kept.idle.is_empty())
        };
        over.into_iter().for_each(|(runtime, _)| runtime.shutdown_background());
        if is_over {
            return;
        }
    }
}

struct Driving {
    outer: Option<(Handle, *const ())>,
}

impl Driving {
    fn new(handle: Handle, waker: *const ()) -> Self {
        Self { outer: DRIVING.replace(Some((handle, waker))) }
    }
}

impl Drop for Driving {
    fn drop(&mut self) {
        DRIVING.set(self.outer.take());
    }
}

/// A child process leaves its parent's alone: both share their reactors.
fn kept() -> MutexGuard<'static, Kept> {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    if kept.process != process {
        std::mem::forget(std::mem::take(&mut kept.idle));
        (kept.process, kept.is_trimmed) = (process, false);
    }
    kept
}
