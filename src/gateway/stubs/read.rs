//! Reads stubs. A mistake is named with its stub, line and remedy.

use std::sync::atomic::AtomicUsize;

use http::{Method, StatusCode};
use serde_json::{Map, Value};

use super::{Stub, Stubs};
use crate::digits;
use crate::error::{Error, one_line};
use crate::gateway::response::StubResponse;
use crate::gateway::template::{METHODS, Template, check_template};
use crate::language::{Text, say};

const FIELDS: [&str; 9] =
    ["method", "path", "query", "times", "sensitive", "status", "headers", "json", "body"];

/// The stubs of a text.
pub(in crate::gateway) fn read_all(json: &str) -> Result<Vec<Stubs>, Error> {
    parse(json).map_err(|what| Error::options(say!("stubs: {what}", "桩：{what}"; what)))
}

pub(super) fn parse(text: &str) -> Result<Vec<Stubs>, Text> {
    let list: Value = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        say!(
            "not valid JSON at line {line}, character {column}: write a list of stubs, [{{…}}, …]",
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
    let lines = lines(text);
    let mut all: Vec<Stubs> = Vec::new();
    // The numbers of the stubs in each of `all`.
    let mut numbers: Vec<Vec<usize>> = Vec::new();
    for (index, stub) in list.iter().enumerate() {
        let (number, line) = (index + 1, lines.get(index).copied().unwrap_or(1));
        let named = |what: Text| say!("stub {number} (line {line}): {what}", "第 {number} 个桩（第 {line} 行）：{what}"; what);
        let fields = stub.as_object().ok_or_else(|| {
            named(say!(
                "not an object: write {{\"method\": …, \"path\": …}}",
                "不是对象：请写成 {{\"method\": …, \"path\": …}}"
            ))
        })?;
        let (method, path, stub) = read(fields).map_err(named)?;
        let template = Template::parse(&path);
        let alike = |other: &Stubs| other.method == method && other.template.is_like(&template);
        let Some(at) = all.iter().position(alike) else {
            all.push(Stubs { method, path, template, stubs: vec![stub] });
            numbers.push(vec![number]);
            continue;
        };
        if all[at].template != template {
            let (other, path) = (numbers[at][0], &all[at].path);
            return Err(named(say!(
                "its path takes the calls of stub {other}, `{path}`: use the same names of variables",
                "其路径与第 {other} 个桩的 `{path}` 匹配相同的请求：请使用相同的变量名"
            )));
        }
        let covers = |earlier: &Stub| {
            earlier.left.is_none() && earlier.query.iter().all(|pair| stub.query.contains(pair))
        };
        if let Some(earlier) = all[at].stubs.iter().position(covers) {
            let other = numbers[at][earlier];
            return Err(named(say!(
                "it is never reached, because stub {other} responds to all of its calls: give stub \
                 {other} `times` or a `query`, or remove one of them",
                "永远不会生效，因为第 {other} 个桩会应答它的全部请求：请给第 {other} 个桩加上 `times` 或 \
                 `query`，或者去掉其中一个"
            )));
        }
        all[at].stubs.push(stub);
        numbers[at].push(number);
    }
    Ok(all)
}

/// The line on which each item of the list begins.
fn lines(text: &str) -> Vec<usize> {
    let (mut found, mut line, mut depth) = (Vec::new(), 1, 0_usize);
    let (mut is_string, mut is_escaped, mut is_due) = (false, false, false);
    for byte in text.bytes() {
        if byte == b'\n' {
            line += 1;
        }
        if is_string {
            is_string = is_escaped || byte != b'"';
            is_escaped = !is_escaped && byte == b'\\';
            continue;
        }
        if depth == 1 && is_due && !byte.is_ascii_whitespace() && byte != b']' {
            found.push(line);
            is_due = false;
        }
        match byte {
            b'"' => is_string = true,
            b'[' | b'{' => {
                depth += 1;
                is_due |= depth == 1;
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 1 => is_due = true,
            _ => {}
        }
    }
    found
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
    let sensitive = fields.get("sensitive").map(pointers).transpose()?;
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
    Ok((method, path.to_owned(), Stub { query, left, sensitive, response, json }))
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

/// A list of JSON pointers, in which `*` is each item of a list.
fn pointers(value: &Value) -> Result<Vec<String>, Text> {
    let is_pointer = |text: &&str| text.starts_with('/') && text.len() > 1;
    let pointer = |value: &Value| value.as_str().filter(is_pointer).map(str::to_owned);
    let all = value.as_array().and_then(|items| items.iter().map(pointer).collect());
    all.ok_or_else(|| {
        say!(
            "`sensitive` is not a list of JSON pointers: write [\"/name\", \"/receivers/*/name\"]",
            "`sensitive` 不是 JSON 指针的列表：请写成 [\"/name\", \"/receivers/*/name\"]"
        )
    })
}
