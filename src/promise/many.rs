//! Many promises at once: all of them, or a few at a time.

use futures_util::future::{join_all, try_join_all};
use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};

use super::Promise;
use crate::error::Error;
use crate::language::say;

impl<T: Send + 'static> Promise<T> {
    /// Runs all promises at once. Returns their values in the same order, or the first error, which
    /// cancels the others.
    ///
    /// ```
    /// use wechatpay_chain::Promise;
    ///
    /// let sum = Promise::all((1..=3).map(Promise::ready)).then(|values| values.iter().sum::<i32>());
    /// assert_eq!(sum.wait()?, 6);
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    pub fn all(promises: impl IntoIterator<Item = Promise<T>>) -> Promise<Vec<T>> {
        let promises: Vec<_> = promises.into_iter().collect();
        Promise::from_future(async move { try_join_all(promises).await })
    }

    /// Runs all promises at once, waits for each, and returns their results in the same order. It never
    /// fails, and no error cancels another promise. Guzzle's `settle`.
    ///
    /// The [`outcome`](Error::outcome) of each error speaks for its own promise.
    ///
    /// ```
    /// use wechatpay_chain::{Error, Promise};
    ///
    /// let failed = Promise::from(Err(Error::other("no stock")));
    /// let results = Promise::settle([Promise::ready(1), failed, Promise::ready(3)]).wait()?;
    /// assert!(matches!(results[..], [Ok(1), Err(_), Ok(3)]));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn settle(
        promises: impl IntoIterator<Item = Promise<T>>,
    ) -> Promise<Vec<Result<T, Error>>> {
        let promises: Vec<_> = promises.into_iter().collect();
        Promise::from_future(async move { Ok(join_all(promises).await) })
    }

    /// As [`all`](Self::all), with at most `limit` promises in flight at a time. Guzzle's `Pool`.
    ///
    /// A promise is taken from the iterator only when there is room for it, so an iterator that makes
    /// ten thousand calls holds no more than `limit` of them at once. The first error cancels those in
    /// flight, and takes no more from the iterator.
    ///
    /// # Errors
    ///
    /// The first error. [`ErrorKind::Options`](crate::ErrorKind::Options) if `limit` is 0.
    ///
    /// ```no_run
    /// # fn orders(client: wechatpay_chain::Client, numbers: Vec<String>) -> Result<(), wechatpay_chain::Error> {
    /// use serde_json::json;
    /// use wechatpay_chain::Promise;
    ///
    /// let order = client.chain("v3/pay/transactions/out-trade-no/{number}");
    /// let calls = numbers.into_iter().map(move |number| {
    ///     order.get_async(json!({"number": number, "query": {"mchid": "1900000109"}}))
    /// });
    /// let responses = Promise::all_limited(8, calls).wait()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn all_limited<I>(limit: usize, promises: I) -> Promise<Vec<T>>
    where
        I: IntoIterator<Item = Promise<T>>,
        I::IntoIter: Send + 'static,
    {
        if limit == 0 {
            return no_room();
        }
        let promises = promises.into_iter();
        Promise::from_future(async move {
            let done = limited(limit, promises, |place, result| result.map(|value| (place, value)));
            Ok(in_order(done.try_collect().await?))
        })
    }

    /// As [`settle`](Self::settle), with at most `limit` promises in flight at a time, which are taken
    /// from the iterator as by [`all_limited`](Self::all_limited).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`](crate::ErrorKind::Options) if `limit` is 0; no other one.
    ///
    /// ```
    /// use wechatpay_chain::Promise;
    ///
    /// let results = Promise::settle_limited(2, (0..10).map(Promise::ready)).wait()?;
    /// assert_eq!(results.len(), 10);
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    pub fn settle_limited<I>(limit: usize, promises: I) -> Promise<Vec<Result<T, Error>>>
    where
        I: IntoIterator<Item = Promise<T>>,
        I::IntoIter: Send + 'static,
    {
        if limit == 0 {
            return no_room();
        }
        let promises = promises.into_iter();
        Promise::from_future(async move {
            let done = limited(limit, promises, |place, result| (place, result));
            Ok(in_order(done.collect().await))
        })
    }
}

/// As they are done, each with its place. Not `buffered`: one that takes long would hold up the others.
fn limited<T: Send + 'static, U>(
    limit: usize,
    promises: impl Iterator<Item = Promise<T>>,
    done: impl Fn(usize, Result<T, Error>) -> U + Copy,
) -> impl Stream<Item = U> {
    let placed = promises.enumerate().map(move |(place, promise)| async move {
        let result = promise.await;
        done(place, result)
    });
    stream::iter(placed).buffer_unordered(limit)
}

fn in_order<T>(mut placed: Vec<(usize, T)>) -> Vec<T> {
    placed.sort_unstable_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, value)| value).collect()
}

fn no_room<T>() -> Promise<T> {
    Promise::from(Err(Error::options(say!(
        "the limit of promises in flight is 0, so none could ever be sent: make it 1 or more",
        "同时进行的 promise 上限为 0，任何调用都无法发送：请设为 1 或更大"
    ))
    .not_sent()))
}
