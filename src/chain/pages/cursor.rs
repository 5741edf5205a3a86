//! Which page is the next one.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value};

use super::unusable;
use crate::error::{Error, one_line};
use crate::language::say;
use crate::response::{Response, ResponseExt};

/// The largest offset that is taken from a query.
const MOST: u64 = u64::MAX / 2;

/// Where in the list the next page is.
#[derive(Default)]
pub(super) struct Cursor {
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
    pub(super) fn new(path: &str, mut query: Map<String, Value>) -> Result<Self, Error> {
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

    /// That of the next page.
    pub(super) fn query(&self) -> &Map<String, Value> {
        &self.query
    }

    /// Whether no page with entries was received.
    pub(super) fn is_first(&self) -> bool {
        self.seen.is_empty()
    }

    /// Takes note of a page. Returns its entries, and whether it is the last one.
    pub(super) fn advance(&mut self, response: &Response) -> Result<(Vec<Value>, bool), Error> {
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
    // So that the entries of no list make it overflow.
    let number = number.filter(|number| *number <= MOST);
    number.map(Some).ok_or_else(|| {
        Error::options(say!(
            "`query.{key}` must be a whole number from 0 to {MOST} for pages()",
            "使用 pages() 时 `query.{key}` 必须是 0 到 {MOST} 的整数"
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
