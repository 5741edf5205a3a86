//! A call to be made, with PHP's words for what comes after it.

use std::fmt;

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::future::try_join_all;
use tokio::runtime::{Handle, Id};

use crate::error::Error;
use crate::runtime::{self, Background};

/// A boxed future, as object-safe traits need it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The result of a call that is made when it is awaited, or waited for.
///
/// It is lazy: until [`wait`](Self::wait) or `.await` nothing is sent. `.await` inside tokio runs
/// the call on the caller's runtime; on any other executor, and with `wait`, it runs on a
/// background runtime of this crate.
///
/// Dropping it in flight cancels the call. A request of which bytes have left is then in doubt:
/// query the order before you repeat a POST.
///
/// A call that has begun on one tokio runtime stays there, since only that runtime drives its
/// connection: polled or waited for anywhere else it is given up with an error, which says that it
/// is in doubt. The runtime must have its drivers on (tokio's `enable_all`), as any that does
/// networking has. A loop of many calls belongs in one `async` block: each combinator is a future
/// around the one before, and thousands of them would exhaust the stack.
///
/// ```
/// use wechatpay_chain::Promise;
///
/// let text = Promise::ready(6).then(|n| n * 7).then(|n| n.to_string()).wait()?;
/// assert_eq!(text, "42");
/// # Ok::<(), wechatpay_chain::Error>(())
/// ```
#[must_use = "nothing is sent until the promise is awaited or waited for"]
pub struct Promise<T>(State<T>);

enum State<T> {
    Ready(Option<Result<T, Error>>),
    /// Not begun.
    Future(BoxFuture<'static, Result<T, Error>>),
    /// Begun on this tokio runtime.
    Begun(BoxFuture<'static, Result<T, Error>>, Id),
    /// Polled outside tokio: it went on the background runtime.
    Background(Background<T>),
}

// Nothing is ever pinned in place: the future is boxed.
impl<T> Unpin for Promise<T> {}

impl<T: Send + 'static> Promise<T> {
    /// A promise that is kept already.
    pub fn ready(value: T) -> Self {
        Self::from(Ok(value))
    }

    /// A promise that keeps what the future gives. The future may use tokio on any executor.
    pub fn from_future(future: impl Future<Output = Result<T, Error>> + Send + 'static) -> Self {
        Self(State::Future(Box::pin(future)))
    }

    /// All of them at once, their values in the same order; or the first error, which cancels the
    /// others.
    pub fn all(promises: impl IntoIterator<Item = Promise<T>>) -> Promise<Vec<T>> {
        let promises: Vec<_> = promises.into_iter().collect();
        Promise::from_future(async move { try_join_all(promises).await })
    }

    /// What to make of the value. PHP's `then`.
    pub fn then<U, F>(self, f: F) -> Promise<U>
    where
        U: Send + 'static,
        F: FnOnce(T) -> U + Send + 'static,
    {
        self.try_then(|value| Ok(f(value)))
    }

    /// What to make of the value, when that can fail.
    pub fn try_then<U, F>(self, f: F) -> Promise<U>
    where
        U: Send + 'static,
        F: FnOnce(T) -> Result<U, Error> + Send + 'static,
    {
        Promise::from_future(async move { f(self.await?) })
    }

    /// The next call, made of this one's value.
    pub fn and_then<U, P, F>(self, f: F) -> Promise<U>
    where
        U: Send + 'static,
        P: Into<Promise<U>>,
        F: FnOnce(T) -> P + Send + 'static,
    {
        Promise::from_future(async move {
            let next: Promise<U> = f(self.await?).into();
            next.await
        })
    }

    /// A value to go on with after an error. PHP's `otherwise`.
    pub fn otherwise<F>(self, f: F) -> Promise<T>
    where
        F: FnOnce(Error) -> T + Send + 'static,
    {
        self.or_else(|error| Ok(f(error)))
    }

    /// A value to go on with after an error, or another error.
    pub fn or_else<F>(self, f: F) -> Promise<T>
    where
        F: FnOnce(Error) -> Result<T, Error> + Send + 'static,
    {
        Promise::from_future(async move { self.await.or_else(f) })
    }

    /// Makes the call and blocks this thread until it is done, inside or outside a runtime.
    ///
    /// # Errors
    ///
    /// Those of the call and of the closures after it.
    pub fn wait(self) -> Result<T, Error> {
        match self.0 {
            State::Ready(Some(result)) => result,
            State::Begun(..) => Err(begun_elsewhere()),
            _ => runtime::block_on(self),
        }
    }
}

impl<T: Send + 'static> Future for Promise<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let here = Handle::try_current().map(|handle| handle.id()).ok();
        self.0 = match (std::mem::replace(&mut self.0, State::Ready(None)), here) {
            (State::Future(future), Some(here)) => State::Begun(future, here),
            (State::Future(future), None) => State::Background(Background::spawn(future)?),
            (State::Begun(_, there), here) if here != Some(there) => {
                return Poll::Ready(Err(begun_elsewhere()));
            }
            (state, _) => state,
        };
        let polled = match &mut self.0 {
            State::Ready(result) => Poll::Ready(result.take().unwrap_or_else(|| {
                Err(Error::other("this promise was polled again after it was kept"))
            })),
            State::Future(future) | State::Begun(future, _) => future.as_mut().poll(context),
            State::Background(background) => background.poll(context),
        };
        if polled.is_ready() {
            self.0 = State::Ready(None);
        }
        polled
    }
}

/// Its connection and its timers belong to a runtime that nobody may be driving: waiting for them
/// could last for ever.
fn begun_elsewhere() -> Error {
    Error::other(
        "the call was begun on another runtime, so it was given up: it may have taken effect, so \
         query it before you repeat it; await a promise where it was first polled",
    )
}

impl<T> From<Result<T, Error>> for Promise<T> {
    fn from(result: Result<T, Error>) -> Self {
        Self(State::Ready(Some(result)))
    }
}

impl<T> fmt::Debug for Promise<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            State::Ready(_) => "Promise(ready)",
            State::Future(_) => "Promise(not yet sent)",
            State::Begun(..) => "Promise(in flight on a runtime)",
            State::Background(_) => "Promise(in flight on the background runtime)",
        })
    }
}
