//! The pages of a list, one call each.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::Stream;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Chain;
use crate::error::{Error, ErrorKind, Outcome, one_line};
use crate::language::say;
use crate::options::Options;
use crate::promise::Promise;
use crate::response::{Response, ResponseExt};

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
        let cursor = options.take_query().and_then(|query| Cursor::new(chain.path(), query));
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
    pub fn items<T: DeserializeOwned>(self) -> Items<T> {
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
            self.chain.get_async(self.options.clone().query(&self.cursor.query))
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
        let is_first = self.cursor.seen.is_empty();
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

/// Where in the list the next page is.
#[derive(Default)]
struct Cursor {
    /// Of the next page.
    query: Map<String, Value>,
    /// The number of entries before the next page, by `offset`.
    offset: u64,
    /// The number of entries at which it ends.
    total: Option<u64>,
    /// Whether the next page is named by a token.
    has_token: bool,
    /// The hashes of the pages and tokens received.
    seen: HashSet<u64>,
}

impl Cursor {
    fn new(path: &str, mut query: Map<String, Value>) -> Result<Self, Error> {
        if path.contains('?') {
            return Err(Error::options(say!(
                "pages() sets the query of each page, but the path has a query already: move it to \
                 the option `query`",
                "pages() 会设置每一页的 query，但路径中已有 query：请将其移到选项 `query`"
            )));
        }
        let is_by_offset = !query.keys().any(|key| key.starts_with("page_"));
        if is_by_offset && !query.contains_key("offset") {
            query.insert("offset".to_owned(), 0.into());
        }
        let offset = number(&query, "offset")?.unwrap_or(0);
        number(&query, "page_index")?;
        let has_token = query.get("page_token").is_some_and(|token| !token.is_null());
        Ok(Self { query, offset, has_token, ..Self::default() })
    }

    /// Takes note of a page. Returns its entries, and whether it is the last one.
    fn advance(&mut self, response: &Response) -> Result<(Vec<Value>, bool), Error> {
        // With `http_errors` off.
        if !response.status().is_success() {
            return Ok((Vec::new(), true));
        }
        let mut body = response.value()?;
        let entries = entries(&mut body)?;
        let count = entries.len() as u64;
        if count == 0 {
            return Ok((entries, true));
        }
        if !self.is_new(&entries) {
            return Err(self.repeated());
        }
        let total = body["total_count"].as_u64().or_else(|| body["total_num"].as_u64());
        self.total = self.total.or(total);
        self.offset += count;
        let is_last = match (&body["next_page_token"], self.total) {
            (Value::String(token), _) if !token.is_empty() => {
                if !self.is_new(token) {
                    return Err(self.repeated());
                }
                self.has_token = true;
                self.query.insert("page_token".to_owned(), token.as_str().into());
                return Ok((entries, false));
            }
            _ if self.has_token => true,
            (_, Some(total)) => self.offset >= total,
            (_, None) => body["limit"].as_u64().is_some_and(|limit| count < limit),
        };
        match number(&self.query, "page_index")? {
            Some(index) => self.query.insert("page_index".to_owned(), (index + 1).into()),
            None => self.query.insert("offset".to_owned(), self.offset.into()),
        };
        Ok((entries, is_last))
    }

    fn is_new(&mut self, page: impl Hash) -> bool {
        let mut hasher = DefaultHasher::new();
        page.hash(&mut hasher);
        self.seen.insert(hasher.finish())
    }

    fn repeated(&self) -> Error {
        let count = self.offset;
        unusable(say!(
            "after {count} entries the server returned a page that it had returned before: read this \
             list by get(), with the parameters that its documentation names",
            "读取 {count} 项之后，服务器再次返回了此前已返回的一页：请改用 get()，按该接口文档的分页参数读取"
        ))
    }
}

/// A number of the query, also as a string.
fn number(query: &Map<String, Value>, key: &str) -> Result<Option<u64>, Error> {
    let number = match query.get(key) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) => text.parse().ok(),
        Some(value) => value.as_u64(),
    };
    number.map(Some).ok_or_else(|| {
        Error::options(say!(
            "`query.{key}` must be a whole number, 0 or more, for pages()",
            "使用 pages() 时 `query.{key}` 必须是不小于 0 的整数"
        ))
    })
}

/// The list `data`, or the only one; empty if there is none.
fn entries(body: &mut Value) -> Result<Vec<Value>, Error> {
    let Value::Object(fields) = body else { return Ok(Vec::new()) };
    let lists: Vec<&str> =
        fields.iter().filter(|(_, field)| field.is_array()).map(|(name, _)| &**name).collect();
    let name = match lists[..] {
        _ if lists.contains(&"data") => "data",
        [] => return Ok(Vec::new()),
        [only] => only,
        _ => {
            let lists = one_line(&lists.join(", "), 300);
            return Err(unusable(say!(
                "the response has several lists ({lists}) and none is named `data`, so it is not \
                 known which one has pages: read it by get()",
                "应答中有多个列表（{lists}），且没有名为 `data` 的列表，无法确定对哪一个分页：请改用 get() 读取"
            )));
        }
    };
    let name = name.to_owned();
    match fields.get_mut(&name).map(Value::take) {
        Some(Value::Array(entries)) => Ok(entries),
        _ => Ok(Vec::new()),
    }
}
