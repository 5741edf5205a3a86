//! A promise that runs to its end once it is begun, whoever stops waiting for it.

use std::panic::resume_unwind;

use super::{Journal, Promise, State};
use crate::error::{Error, ErrorKind};
use crate::language::say;
use crate::runtime;

impl<T: Send + 'static> Promise<T> {
    /// Makes a promise that runs to its end once it is first polled, even if it is dropped then.
    ///
    /// When a browser disconnects, a web framework drops its handler; `tokio::time::timeout` and
    /// `select!` drop what loses. Without this the call is cancelled, and a POST is in doubt. With it,
    /// the call ends, and so do the stages before: put what stores the result into a
    /// [`then`](Self::then) before `detached`, since stages after it are dropped with the promise.
    ///
    /// It is lazy as any other promise: one that was never polled is never sent. The call runs as a task
    /// of the caller's tokio, or on this crate's background runtime if there is none, or for
    /// [`wait`](Self::wait); the caller's tracing span and subscriber go along, tokio's task-locals do not.
    /// A panic of a closure is passed on to whoever waits, and is lost if nobody does.
    ///
    /// # Errors
    ///
    /// Those of this promise. If the runtime is shut down first, an error with the outcome
    /// [`Unknown`](crate::Outcome::Unknown). The error of a promise around this one, in
    /// [`all`](Self::all), say, is `Unknown` as long as this one runs.
    ///
    /// ```no_run
    /// # fn save(_: &serde_json::Value) {}
    /// # async fn place(client: wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
    /// use serde_json::{Value, json};
    ///
    /// let order = json!({"json": {"out_trade_no": "20240101001", "amount": {"total": 1}}});
    /// client
    ///     .chain("v3/pay/transactions/native")
    ///     .post_async(order)
    ///     .json::<Value>()
    ///     .then(|order| save(&order))
    ///     .detached()
    ///     .await
    /// # }
    /// ```
    pub fn detached(self) -> Self {
        if matches!(self.state, State::Ready(_)) {
            return self;
        }
        Self::from_future(async move {
            // While the promise around it is polled, which accounts for this one.
            let running = Journal::current().map(|outer| outer.begin(&self.journal));
            let tasks = runtime::tasks()?;
            let task = tasks.spawn(runtime::with_callers_context(async move {
                let result = self.await;
                drop(running);
                result
            }));
            match task.await {
                Ok(result) => result,
                Err(stopped) => match stopped.try_into_panic() {
                    Ok(panic) => resume_unwind(panic),
                    Err(_) => Err(shut_down()),
                },
            }
        })
    }
}

fn shut_down() -> Error {
    Error::new(
        ErrorKind::Other,
        say!(
            "the runtime of the detached call was shut down before the call ended: it may have taken \
             effect, so query it before you repeat it",
            "运行该调用的运行时在调用结束前已关闭：调用可能已生效，请先查询，再决定是否重试"
        ),
    )
}
