//! The pages of a list, one call each.

mod cursor;

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::Stream;
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::cursor::Cursor;
use super::Chain;
use crate::error::{Error, ErrorKind, Outcome, one_line};
use crate::language::say;
use crate::options::Options;
use crate::promise::Promise;
use crate::response::Response;

impl Chain {
    /// Reads a list page by page, by as many GETs as it has pages. See [`Pages`].
    ///
    /// ```no_run
    /// use serde_json::{Value, json};
    ///
    /// # fn complaints(client: &wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
    /// let query = json!({"query": {"limit": 50, "begin_date": "2024-01-01", "end_date": "2024-01-02"}});
    /// for complaint in client.chain("v3/merchant-service/complaints-v2").pages(query).items().wait() {
    ///     let complaint: Value = complaint?;
    ///     println!("{}", complaint["complaint_id"]);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages(&self, options: impl Into<Options>) -> Pages {
        Pages::new(self.clone(), options.into())
    }
}

/// The pages of a list, a [`Response`] each: a [`Stream`], or by [`wait`](Self::wait) an iterator.
/// [`items`](Self::items) has the entries of all pages instead.
///
/// Nothing is sent before the first page is asked for, and no page before it is asked for. How the next
/// page is asked for follows from the response and the query:
///
/// | endpoints | next page |
/// |---|---|
/// | the response has `next_page_token` | `page_token` |
/// | the query has `page_index` | the next `page_index` |
/// | all others | `offset`, more by the number of entries received; the first one is that of the query, or 0 |
///
/// `limit` or `page_size` is the query's, and sent as it is. The entries are the list `data`, or else the
/// only list in the response.
///
/// It ends when as many entries were received as the first page's `total_count` (or `total_num`) says;
/// at a page without entries; at a page with fewer than the `limit` that the response states, if it
/// states no total; and after an error, which is the last item. A page that was received before is
/// such an error, so a server that ignores the `offset` ends it, too.
///
/// ```no_run
/// use serde_json::json;
/// use wechatpay_chain::ResponseExt;
///
/// # async fn pages(client: wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
/// let devices = client.chain("v3/iotmanage/devices");
/// let mut pages = devices.pages(json!({"query": {"limit": 100}}));
/// while let Some(page) = pages.next().await {
///     println!("{}", page?.value()?["total_count"]);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until a page is asked for"]
pub struct Pages {
    chain: Chain,
    options: Options,
    /// What is wrong with the options.
    mistake: Option<Error>,
    cursor: Cursor,
    /// The call under way.
    call: Option<Promise<Response>>,
    is_over: bool,
}

/// A response with its entries.
struct Page {
    response: Response,
    entries: Vec<Value>,
}

impl Pages {
    fn new(chain: Chain, mut options: Options) -> Self {
        let query = options.refuse_sink().and_then(|()| options.take_query());
        let cursor = query.and_then(|query| Cursor::new(chain.path(), query));
        let (cursor, mistake) = match cursor {
            Ok(cursor) => (cursor, None),
            Err(error) => (Cursor::default(), Some(error.not_sent())),
        };
        Self { chain, options, mistake, cursor, call: None, is_over: false }
    }

    /// Returns the next page; `None` after the last one. The same as `StreamExt::next`, without that
    /// trait.
    ///
    /// # Errors
    ///
    /// Those of a call; [`ErrorKind::Options`] if the query is no object; [`ErrorKind::Decode`] if a page
    /// is not the page of a list, or was received before.
    pub async fn next(&mut self) -> Option<Result<Response, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns an iterator that blocks this thread until each page is there.
    pub fn wait(mut self) -> impl Iterator<Item = Result<Response, Error>> + Send {
        std::iter::from_fn(move || self.wait_page().map(|page| page.map(|page| page.response)))
    }

    /// Returns the entries of all pages, decoded as `T`: a struct, or [`Value`].
    ///
    /// An error is always the last item, also with the option `http_errors` off.
    pub fn items<T: DeserializeOwned>(mut self) -> Items<T> {
        // An error that is returned as a response has no entries: the list would look complete.
        self.options = self.options.http_errors(true);
        Items { pages: self, entries: VecDeque::new(), of: PhantomData }
    }

    /// The call of the next page; `None` after the last one.
    fn call(&mut self) -> Option<Promise<Response>> {
        if self.is_over {
            return None;
        }
        let begun = self.call.take();
        let begun = begun.or_else(|| Some(Promise::from(Err(self.mistake.take()?))));
        Some(begun.unwrap_or_else(|| {
            self.chain.get_async(self.options.clone().query(self.cursor.query()))
        }))
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page, Error>>> {
        let Some(mut call) = self.call() else { return Poll::Ready(None) };
        match Pin::new(&mut call).poll(context) {
            Poll::Ready(result) => Poll::Ready(self.receive(result)),
            Poll::Pending => {
                self.call = Some(call);
                Poll::Pending
            }
        }
    }

    fn wait_page(&mut self) -> Option<Result<Page, Error>> {
        let result = self.call()?.wait_for("wait", "next().await");
        self.receive(result)
    }

    fn receive(&mut self, result: Result<Response, Error>) -> Option<Result<Page, Error>> {
        let is_first = self.cursor.is_first();
        let page = result.and_then(|response| {
            let (entries, is_last) = self.cursor.advance(&response)?;
            self.is_over = is_last;
            Ok(Page { response, entries })
        });
        match page {
            // The end of a list that does not say how long it is.
            Ok(Page { response, entries })
                if entries.is_empty() && !is_first && response.status().is_success() =>
            {
                None
            }
            Ok(page) => Some(Ok(page)),
            Err(error) => {
                self.is_over = true;
                Some(Err(error))
            }
        }
    }
}

impl Stream for Pages {
    type Item = Result<Response, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let page = ready!(self.poll_page(context));
        Poll::Ready(page.map(|page| page.map(|page| page.response)))
    }
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("chain", &self.chain).finish_non_exhaustive()
    }
}

/// The entries of all [`Pages`]: a [`Stream`], or by [`wait`](Self::wait) an iterator.
///
/// An entry that does not fit `T` is an error, [`ErrorKind::Decode`]; the next ones can still be read.
/// The error of a page is the last item.
#[must_use = "nothing is sent until an entry is asked for"]
pub struct Items<T> {
    pages: Pages,
    /// Of the page received last.
    entries: VecDeque<Value>,
    of: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Items<T> {
    /// Returns the next entry; `None` after the last one. The same as `StreamExt::next`, without that
    /// trait.
    ///
    /// # Errors
    ///
    /// Those of [`Pages::next`], and [`ErrorKind::Decode`] if the entry does not fit `T`.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns an iterator that blocks this thread until each entry is there.
    pub fn wait(mut self) -> impl Iterator<Item = Result<T, Error>> {
        std::iter::from_fn(move || {
            loop {
                if let Some(entry) = self.entries.pop_front() {
                    return Some(decode(entry));
                }
                match self.pages.wait_page()? {
                    Ok(page) => self.entries = page.entries.into(),
                    Err(error) => return Some(Err(error)),
                }
            }
        })
    }
}

impl<T: DeserializeOwned> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(entry) = self.entries.pop_front() {
                return Poll::Ready(Some(decode(entry)));
            }
            match ready!(self.pages.poll_page(context)) {
                None => return Poll::Ready(None),
                Some(Ok(page)) => self.entries = page.entries.into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}

fn decode<T: DeserializeOwned>(entry: Value) -> Result<T, Error> {
    serde_json::from_value(entry).map_err(|error| {
        let reason = one_line(&error.to_string(), 300);
        unusable(say!(
            "an entry of the list is not what was asked for: {reason}",
            "列表中的一项与所要求的类型不符：{reason}"
        ))
    })
}

/// Something is wrong with a page that was received.
fn unusable(message: crate::language::Text) -> Error {
    Error::new(ErrorKind::Decode, message).with_outcome(Outcome::Accepted)
}
