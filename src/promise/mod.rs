//! A call to be made, with PHP's combinators.

mod detached;
mod journal;
mod many;

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use serde::de::DeserializeOwned;
use tokio::runtime::Id;

pub(crate) use self::journal::Journal;
use crate::error::{Error, ErrorKind};
use crate::language::say;
use crate::response::{Response, ResponseExt};
use crate::runtime;

/// A boxed future, as used by [`Signer`](crate::Signer) and [`Verifier`](crate::Verifier).
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The result of a call that is made once the promise is awaited or waited for.
///
/// A promise is lazy: nothing is sent before [`wait`](Self::wait) or `.await`. Closures, layers and
/// signers run on the thread that waits or polls. Inside tokio, that runtime watches the sockets and
/// timers; anywhere else a thread of this crate does, so code of yours that blocks delays its own call
/// only.
///
/// Dropping a promise in flight cancels the call and closes its connection. If bytes of the request
/// were sent, the outcome is then unknown: query the order before you repeat a POST.
///
/// An error covers everything that the promise has sent: each stage, the siblings in
/// [`all`](Self::all), and the calls that its closures made. See [`Error::outcome`].
///
/// A call that has started on a tokio runtime must finish there, since only that runtime watches its
/// connection. If it is polled or waited for elsewhere it fails, with an unknown outcome. The runtime
/// needs its I/O and time drivers (tokio's `enable_all`). Put a loop of many calls into one `async`
/// block: each combinator wraps the future before it, and thousands of them would exhaust the stack.
///
/// ```
/// use wechatpay_chain::Promise;
///
/// let text = Promise::ready(6).then(|n| n * 7).then(|n| n.to_string()).wait()?;
/// assert_eq!(text, "42");
/// # Ok::<(), wechatpay_chain::Error>(())
/// ```
#[must_use = "nothing is sent until the promise is awaited or waited for"]
pub struct Promise<T> {
    state: State<T>,
    journal: Journal,
    /// The journal of the promise in which this one was polled.
    outer: Option<Journal>,
}

enum State<T> {
    Ready(Option<Result<T, Error>>),
    /// Not started.
    Future(BoxFuture<'static, Result<T, Error>>),
    /// Begun in this tokio of the caller's, or outside any.
    Begun(BoxFuture<'static, Result<T, Error>>, Option<Id>),
}

// Nothing is ever pinned in place: the future is boxed.
impl<T> Unpin for Promise<T> {}

impl<T: Send + 'static> Promise<T> {
    /// Creates a promise that has its value already.
    pub fn ready(value: T) -> Self {
        Self::from(Ok(value))
    }

    /// Creates a promise of a future's result. The future may use tokio on any executor.
    ///
    /// ```no_run
    /// # fn two(client: wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
    /// use serde_json::json;
    /// use wechatpay_chain::Promise;
    ///
    /// let orders = client.chain("v3/pay/transactions/id/{id}");
    /// let promise = Promise::from_future(async move {
    ///     for id in ["4200001", "4200002"] {
    ///         orders.get_async(json!({"id": id, "query": {"mchid": "1900000109"}})).await?;
    ///     }
    ///     Ok(())
    /// });
    /// promise.wait()
    /// # }
    /// ```
    pub fn from_future(future: impl Future<Output = Result<T, Error>> + Send + 'static) -> Self {
        let state = State::Future(Box::pin(future));
        Self { state, journal: Journal::default(), outer: None }
    }

    /// Maps the value. PHP's `then`.
    pub fn then<U, F>(self, f: F) -> Promise<U>
    where
        U: Send + 'static,
        F: FnOnce(T) -> U + Send + 'static,
    {
        self.try_then(|value| Ok(f(value)))
    }

    /// Maps the value with a closure that can fail.
    pub fn try_then<U, F>(self, f: F) -> Promise<U>
    where
        U: Send + 'static,
        F: FnOnce(T) -> Result<U, Error> + Send + 'static,
    {
        Promise::from_future(async move { f(self.await?) })
    }

    /// Makes another call with the value of this one.
    ///
    /// ```no_run
    /// # fn pay(client: wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
    /// use serde_json::json;
    ///
    /// let order = client.chain("v3/pay/transactions/out-trade-no/{no}");
    /// let query = json!({"no": "20240101001", "query": {"mchid": "1900000109"}});
    /// let close = json!({"no": "20240101001", "json": {"mchid": "1900000109"}});
    /// order.get_async(query).and_then(move |_open| order.chain("close").post_async(close)).wait()?;
    /// # Ok(())
    /// # }
    /// ```
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

    /// Replaces an error by a value. PHP's `otherwise`.
    ///
    /// ```
    /// use wechatpay_chain::{Error, Promise};
    ///
    /// let promise: Promise<u32> = Promise::from(Err(Error::other("no stock")));
    /// assert_eq!(promise.otherwise(|error| { println!("{error}"); 0 }).wait()?, 0);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn otherwise<F>(self, f: F) -> Promise<T>
    where
        F: FnOnce(Error) -> T + Send + 'static,
    {
        self.or_else(|error| Ok(f(error)))
    }

    /// Replaces an error by a value or by another error.
    pub fn or_else<F>(self, f: F) -> Promise<T>
    where
        F: FnOnce(Error) -> Result<T, Error> + Send + 'static,
    {
        Promise::from_future(async move { self.await.or_else(f) })
    }

    /// Makes the call and blocks this thread until it is done, inside or outside a runtime.
    ///
    /// In async code it blocks a worker of the runtime, and the first time in a process a warning is
    /// logged: use `.await` there.
    ///
    /// # Errors
    ///
    /// Those of the call and of the closures.
    pub fn wait(self) -> Result<T, Error> {
        self.wait_for("wait", ".await")
    }

    /// [`wait`](Self::wait), called by this name, in place of which async code calls `instead`.
    pub(crate) fn wait_for(mut self, method: &str, instead: &str) -> Result<T, Error> {
        // A closure, a layer or a signer has no other way, and blocks its own call only.
        if Journal::current().is_none() && !matches!(self.state, State::Ready(_)) {
            runtime::warn_if_async(method, instead);
        }
        self.write_down();
        match self.state {
            State::Ready(Some(result)) => result,
            State::Begun(_, Some(_)) => Err(begun_elsewhere()),
            _ => runtime::block_on(self)?,
        }
    }

    /// The promise around this one, if there is one, accounts for it, too.
    fn write_down(&mut self) {
        if matches!(self.state, State::Ready(_)) {
            return;
        }
        let Some(outer) = Journal::current() else { return };
        let is_known =
            outer.is(&self.journal) || self.outer.as_ref().is_some_and(|known| known.is(&outer));
        if !is_known {
            outer.include(&self.journal);
            self.outer = Some(outer);
        }
    }
}

impl Promise<Response> {
    /// Decodes the response's body as JSON: [`ResponseExt::json`] of the response to come.
    ///
    /// # Errors
    ///
    /// Those of the call and of [`ResponseExt::json`].
    ///
    /// ```no_run
    /// use serde::Deserialize;
    /// use serde_json::json;
    ///
    /// #[derive(Deserialize)]
    /// struct Order {
    ///     trade_state: String,
    /// }
    ///
    /// # async fn state(client: wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
    /// let query = json!({"id": "4200001", "query": {"mchid": "1900000109"}});
    /// let order: Order = client.chain("v3/pay/transactions/id/{id}").get_async(query).json().await?;
    /// println!("{}", order.trade_state);
    /// # Ok(())
    /// # }
    /// ```
    pub fn json<D: DeserializeOwned + Send + 'static>(self) -> Promise<D> {
        self.try_then(|response| response.json())
    }

    /// Decodes the response's body as any JSON. A response without a body is
    /// [`Value::Null`](serde_json::Value::Null).
    ///
    /// # Errors
    ///
    /// Those of the call and of [`ResponseExt::value`].
    pub fn value(self) -> Promise<serde_json::Value> {
        self.json()
    }
}

impl<T: Send + 'static> Future for Promise<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.write_down();
        // Outside tokio, what user code spawns has to go somewhere.
        let _entered = runtime::enter()?;
        let here = runtime::users_id();
        self.state = match std::mem::replace(&mut self.state, State::Ready(None)) {
            State::Future(future) => State::Begun(future, here),
            State::Begun(_, Some(there)) if here != Some(there) => {
                return Poll::Ready(Err(begun_elsewhere()));
            }
            state => state,
        };
        let open = self.journal.open();
        let polled = match &mut self.state {
            State::Ready(result) => Poll::Ready(result.take().unwrap_or_else(|| {
                let message = say!(
                    "this promise was polled again after it had completed",
                    "这个 Promise 在完成之后又被轮询"
                );
                Err(Error::new(ErrorKind::Other, message))
            })),
            State::Future(future) | State::Begun(future, _) => future.as_mut().poll(context),
        };
        drop(open);
        polled.map(|result| {
            // What the future had under way, a sibling's call, is cancelled with it.
            self.state = State::Ready(None);
            result.map_err(|error| self.journal.judge(error))
        })
    }
}

/// Its connection and its timers belong to a runtime that nobody may be driving: waiting for them
/// could take forever.
fn begun_elsewhere() -> Error {
    Error::new(
        ErrorKind::Other,
        say!(
            "the call was started on another runtime, so it can't be waited for here: it may have taken \
             effect, so query it before you repeat it; await a promise where it was first polled",
            "该调用是在另一个运行时上开始的，无法在此等待：它可能已生效，请先查询，再决定是否重试；请在首次轮询 \
             promise 的运行时上等待它"
        ),
    )
}

impl<T> From<Result<T, Error>> for Promise<T> {
    fn from(result: Result<T, Error>) -> Self {
        Self { state: State::Ready(Some(result)), journal: Journal::default(), outer: None }
    }
}

impl<T> fmt::Debug for Promise<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.state {
            State::Ready(_) => "Promise(ready)",
            State::Future(_) => "Promise(not yet sent)",
            State::Begun(..) => "Promise(in flight)",
        })
    }
}
