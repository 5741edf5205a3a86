//! Handlers as data: responses that are written in JSON, for a gateway that runs as a process.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::{Method, StatusCode};
use serde_json::{Map, Value};

use super::folder::unusable;
use super::request::ReceivedRequest;
use super::response::StubResponse;
use super::routes::{Handler, Routes};
use super::template::Template;
use crate::digits;
use crate::error::{Error, one_line};
use crate::language::{Text, say};

const FIELDS: [&str; 8] = ["method", "path", "query", "times", "status", "headers", "json", "body"];
const METHODS: [Method; 5] =
    [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// The stubs of a text.
pub(super) fn read_all(json: &str) -> Result<Vec<Stubs>, Error> {
    parse(json).map_err(|what| Error::options(say!("stubs: {what}", "桩：{what}"; what)))
}

/// The stubs of a file.
pub(super) fn load(path: &Path) -> Result<Vec<Stubs>, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| unusable(path, error))?;
    let path = path.display();
    parse(&text).map_err(|what| Error::options(say!("`{path}`: {what}", "`{path}`：{what}"; what)))
}

/// The stubs of one method and path, in the order of the list.
pub(super) struct Stubs {
    method: Method,
    path: String,
    template: Template,
    stubs: Vec<Stub>,
}

struct Stub {
    query: Vec<(String, String)>,
    /// `None` without a limit.
    left: Option<AtomicUsize>,
    response: StubResponse,
    /// The body, into which variables of the path are filled.
    json: Option<Value>,
}

fn parse(text: &str) -> Result<Vec<Stubs>, Text> {
    let list: Value = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        say!(
            "invalid JSON at line {line}, character {column}: write a list of stubs, [{{…}}, …]",
            "第 {line} 行第 {column} 个字符处不是有效的 JSON：请写成桩的列表 [{{…}}, …]"
        )
    })?;
    if let Some(at) = digits::changed(text) {
        let line = text[..at].matches('\n').count() + 1;
        return Err(say!(
            "at line {line} a number has more digits than can be kept, so that the response would \
             contain another number: write it with fewer digits, or as a string",
            "第 {line} 行有一个数字的位数过多，无法原样保留，应答中会变成另一个数字：\
             请减少位数，或写成字符串"
        ));
    }
    let Value::Array(list) = list else {
        return Err(say!(
            "not a list: put the stubs into brackets, [{{…}}, …]",
            "不是列表：请把桩放进方括号 [{{…}}, …]"
        ));
    };
    let mut all: Vec<Stubs> = Vec::new();
    for (index, stub) in list.iter().enumerate() {
        let number = index + 1;
        let named = |what: Text| say!("stub {number}: {what}", "第 {number} 个桩：{what}"; what);
        let fields = stub.as_object().ok_or_else(|| {
            named(say!(
                "not an object: write {{\"method\": …, \"path\": …}}",
                "不是对象：请写成 {{\"method\": …, \"path\": …}}"
            ))
        })?;
        let (method, path, stub) = read(fields).map_err(named)?;
        let template = Template::parse(&path);
        let same = |other: &&mut Stubs| other.method == method && other.template == template;
        match all.iter_mut().find(same) {
            Some(stubs) => {
                if stubs.stubs.iter().any(|earlier| earlier.takes_all_of(&stub)) {
                    return Err(named(say!(
                        "it never responds, because an earlier one of its path takes all of its calls: \
                         give that one `times` or `query`",
                        "它不会被用到，因为同一路径上靠前的桩会应答它的全部调用：请为那一个加上 `times` 或 `query`"
                    )));
                }
                stubs.stubs.push(stub);
            }
            None => all.push(Stubs { method, path, template, stubs: vec![stub] }),
        }
    }
    Ok(all)
}

fn read(fields: &Map<String, Value>) -> Result<(Method, String, Stub), Text> {
    if let Some(unknown) = fields.keys().find(|key| !FIELDS.contains(&key.as_str())) {
        let known = FIELDS.join(", ");
        let unknown = one_line(unknown, 40);
        return Err(say!(
            "`{unknown}` is not a field of a stub: use {known}",
            "`{unknown}` 不是桩的字段：请使用 {known}"
        ));
    }
    let text = |name: &str| match fields.get(name) {
        None => Err(say!("it has no `{name}`: add one", "缺少 `{name}`：请加上")),
        Some(value) => value.as_str().ok_or_else(|| {
            say!("`{name}` is not text: put it in quotes", "`{name}` 不是字符串：请加上引号")
        }),
    };
    let method = text("method")?;
    let method = METHODS.into_iter().find(|known| known.as_str() == method).ok_or_else(|| {
        let known = METHODS.map(|method| method.to_string()).join(", ");
        let method = one_line(method, 40);
        say!(
            "`{method}` is not a supported method: use {known}",
            "不支持方法 `{method}`：请使用 {known}"
        )
    })?;
    let path = text("path")?;
    check_template(path).map_err(|what| {
        let path = one_line(path, 80);
        say!("the path `{path}` {what}", "路径 `{path}` {what}"; what)
    })?;
    let query = texts(fields, "query")?;
    let left = match fields.get("times") {
        None => None,
        Some(times) => {
            let times = times.as_u64().and_then(|times| usize::try_from(times).ok());
            let times = times.filter(|times| *times > 0);
            let times = times.ok_or_else(|| {
                say!("`times` is not an integer of at least 1", "`times` 不是大于等于 1 的整数")
            })?;
            Some(AtomicUsize::new(times))
        }
    };
    let json = fields.get("json").cloned();
    let body = fields.contains_key("body").then(|| text("body")).transpose()?;
    if json.is_some() && body.is_some() {
        return Err(say!(
            "it has both `json` and `body`: keep one",
            "同时有 `json` 和 `body`：请只保留一个"
        ));
    }
    let empty = json.is_none() && body.is_none();
    let status = match fields.get("status") {
        None if empty => StatusCode::NO_CONTENT,
        None => StatusCode::OK,
        Some(status) => {
            let status = status.as_u64().filter(|status| (200..600).contains(status));
            status
                .and_then(|status| StatusCode::from_u16(u16::try_from(status).ok()?).ok())
                .ok_or_else(|| {
                    say!(
                        "`status` is not an integer from 200 to 599",
                        "`status` 不是 200 到 599 的整数"
                    )
                })?
        }
    };
    let mut response = StubResponse::new(status);
    if let Some(json) = &json {
        response = response.json(json.clone());
    }
    if let Some(body) = body {
        response = response.body(body.to_owned());
    }
    let headers = texts(fields, "headers")?;
    if headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
        response.headers.clear();
    }
    for (name, value) in headers {
        response = response.header(name, value);
    }
    let response = response
        .checked()
        .map_err(|mistake| say!("`headers`: {mistake}", "`headers`：{mistake}"; mistake))?;
    Ok((method, path.to_owned(), Stub { query, left, response, json }))
}

/// An object whose values are strings; empty if it is missing.
fn texts(fields: &Map<String, Value>, name: &str) -> Result<Vec<(String, String)>, Text> {
    let unfit = || {
        say!(
            "`{name}` is not an object of strings: write {{\"name\": \"value\"}}",
            "`{name}` 不是值为字符串的对象：请写成 {{\"name\": \"value\"}}"
        )
    };
    let Some(value) = fields.get(name) else {
        return Ok(Vec::new());
    };
    let pair = |(key, value): (&String, &Value)| Some((key.clone(), value.as_str()?.to_owned()));
    let pairs = value.as_object().ok_or_else(unfit)?.iter().map(pair);
    pairs.collect::<Option<_>>().ok_or_else(unfit)
}

/// A stray brace is a mistake here, but literal text in [`Gateway::on`](crate::Gateway::on).
fn check_template(path: &str) -> Result<(), Text> {
    if !path.starts_with('/') {
        return Err(say!("does not begin with /: write /v3/…", "没有以 / 开头：请写成 /v3/…"));
    }
    if path.contains(['?', '#']) {
        return Err(say!(
            "has a query or a fragment: a query goes into `query`",
            "含有查询串或片段：查询串请写在 `query` 中"
        ));
    }
    if path.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(say!(
            "has white space in it: remove it, or write %20",
            "含有空白：请去掉，或写成 %20"
        ));
    }
    let names: Vec<_> = path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
    if names.iter().enumerate().any(|(at, name)| names[..at].contains(name)) {
        return Err(say!(
            "has a variable twice: give each a name of its own",
            "有变量出现两次：请各取不同的名称"
        ));
    }
    let mut name: Option<usize> = None;
    for character in path.chars() {
        name = match (character, name) {
            ('{', None) => Some(0),
            ('}', Some(1..)) => None,
            ('{' | '}' | '/', Some(_)) | ('}', None) => {
                return Err(say!(
                    "has a brace without its pair, or without a name: write {{name}}",
                    "有花括号不配对或没有名称：请写成 {{name}}"
                ));
            }
            (_, length) => length.map(|length| length + 1),
        };
    }
    if name.is_some() {
        return Err(say!(
            "has a brace without its pair: write {{name}}",
            "有花括号不配对：请写成 {{name}}"
        ));
    }
    Ok(())
}

impl Stubs {
    pub(super) fn add_to(self, routes: &Routes) {
        let (method, path) = (self.method.clone(), self.path.clone());
        let handler: Handler = Arc::new(move |request: &ReceivedRequest| self.respond(request));
        routes.add(method, &path, handler);
    }

    fn respond(&self, request: &ReceivedRequest) -> StubResponse {
        let fitting = self.stubs.iter().find(|stub| stub.fits(request) && stub.takes_one());
        fitting.map_or_else(
            || {
                let message = format!(
                    "没有匹配的桩: the stubs of {} {} are used up, or require another query",
                    self.method, self.path
                );
                StubResponse::error(StatusCode::NOT_FOUND, "RESOURCE_NOT_EXISTS", &message)
            },
            |stub| stub.filled(request),
        )
    }
}

impl Stub {
    /// Whether it responds to each call that a later one would fit.
    fn takes_all_of(&self, later: &Self) -> bool {
        self.left.is_none() && self.query.iter().all(|pair| later.query.contains(pair))
    }

    fn fits(&self, request: &ReceivedRequest) -> bool {
        let has = |(name, value): &(String, String)| {
            request.query_value(name).as_deref() == Some(value.as_str())
        };
        self.query.iter().all(has)
    }

    fn takes_one(&self) -> bool {
        self.left.as_ref().is_none_or(|left| {
            let less = |left: usize| left.checked_sub(1);
            left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less).is_ok()
        })
    }

    fn filled(&self, request: &ReceivedRequest) -> StubResponse {
        match &self.json {
            Some(json) => self.response.clone().body(fill(json, request).to_string()),
            None => self.response.clone(),
        }
    }
}

/// Replaces `{name}` in a string by the path variable of that name; other braces stay.
fn fill(json: &Value, request: &ReceivedRequest) -> Value {
    match json {
        Value::String(text) => Value::String(fill_text(text, request)),
        Value::Array(list) => list.iter().map(|value| fill(value, request)).collect(),
        Value::Object(fields) => {
            let filled = fields.iter().map(|(key, value)| (key.clone(), fill(value, request)));
            Value::Object(filled.collect())
        }
        other => other.clone(),
    }
}

/// Braces in a variable's value are not replaced.
fn fill_text(text: &str, request: &ReceivedRequest) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let variable = after.split_once('}').and_then(|(name, after)| {
            let value = request.var(name)?;
            Some((value, after))
        });
        match variable {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled + rest
}
