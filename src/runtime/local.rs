//! Runtimes that sync calls lend themselves, so that the thread which waits for a call also watches
//! its socket: no other thread needs to be woken on the way.
//!
//! A runtime that was given back goes to the next call, along with the connections that it watches.
//! No task is ever spawned on one, since nobody would drive it after the call.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Waker};

use tokio::runtime::{Builder, Handle, Id, Runtime};

use crate::error::{Error, ErrorKind};

/// How many are kept for later calls. There are more only while more threads make calls.
const MOST: usize = 64;

/// Those that nobody uses, and the process that made them.
static KEPT: Mutex<(u32, Vec<Runtime>)> = Mutex::new((0, Vec::new()));

thread_local! {
    /// The one that polls a future on this thread, and by which waker.
    static DRIVING: RefCell<Option<(Handle, Waker)>> = const { RefCell::new(None) };
}

/// The local runtime that polls the future of this context. One that is polled by anybody else on
/// this thread, by another executor in a closure, say, has to be woken by another thread.
pub(super) fn driving(context: &Context<'_>) -> Option<Handle> {
    DRIVING.with_borrow(|driving| {
        let (handle, waker) = driving.as_ref()?;
        waker.will_wake(context.waker()).then(|| handle.clone())
    })
}

/// Whether this is the local runtime of a sync call on this thread.
pub(super) fn is_driving(runtime: Id) -> bool {
    DRIVING
        .with_borrow(|driving| driving.as_ref().is_some_and(|(handle, _)| handle.id() == runtime))
}

/// Must be called outside tokio.
pub(super) fn block_on<F: Future>(future: F) -> Result<F::Output, Error> {
    let runtime = match kept(Vec::pop) {
        Some(runtime) => runtime,
        None => Builder::new_current_thread().enable_all().build().map_err(|error| {
            let message = format!("no runtime can be made for the call: {error}");
            Error::new(ErrorKind::Io, message).with_source(error).not_sent()
        })?,
    };
    let handle = runtime.handle().clone();
    let mut future = pin!(future);
    let output = runtime.block_on(poll_fn(|context| {
        let _driving = Driving::new(handle.clone(), context.waker().clone());
        future.as_mut().poll(context)
    }));
    let surplus = kept(|kept| {
        if kept.len() < MOST {
            kept.push(runtime);
            return None;
        }
        Some(runtime)
    });
    // Shutting it down may take a while, which this call need not wait for.
    surplus.into_iter().for_each(Runtime::shutdown_background);
    Ok(output)
}

struct Driving {
    outer: Option<(Handle, Waker)>,
}

impl Driving {
    fn new(handle: Handle, waker: Waker) -> Self {
        Self { outer: DRIVING.replace(Some((handle, waker))) }
    }
}

impl Drop for Driving {
    fn drop(&mut self) {
        DRIVING.set(self.outer.take());
    }
}

/// A child process leaves its parent's alone: both share their reactors.
fn kept<T>(work: impl FnOnce(&mut Vec<Runtime>) -> T) -> T {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    if kept.0 != process {
        kept.0 = process;
        std::mem::forget(std::mem::take(&mut kept.1));
    }
    work(&mut kept.1)
}
