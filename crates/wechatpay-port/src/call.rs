//! The request that a call sends, as far as the text tells: the path as the library builds it.

use serde_json::{Map, Value};

/// A path with its variables in braces.
#[derive(Default)]
pub(crate) struct Template {
    text: String,
}

impl Template {
    /// A segment from a property's name.
    pub(crate) fn segment(&mut self, name: &str) {
        self.push(&normal(name));
    }

    /// A path from `chain('…')` or an index.
    pub(crate) fn join(&mut self, path: &str) {
        if path.starts_with("https://") || path.starts_with("http://") {
            self.push(path);
            return;
        }
        let (path, query) =
            path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        let segments: Vec<String> = split(path).into_iter().map(normal).collect();
        self.push(&segments.join("/"));
        if let Some(query) = query {
            self.text.push('?');
            self.text.push_str(query);
        }
    }

    fn push(&mut self, path: &str) {
        if self.text.is_empty() {
            self.text.push_str(path);
            return;
        }
        if path.is_empty() {
            return;
        }
        while self.text.ends_with('/') {
            self.text.pop();
        }
        self.text.push('/');
        self.text.push_str(path.trim_start_matches('/'));
    }

    pub(crate) fn text(self) -> String {
        self.text
    }
}

/// Slashes in braces do not separate.
fn split(path: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, character) in path.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '/' if depth == 0 => {
                pieces.push(&path[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(&path[start..]);
    pieces
}

/// `outTradeNo` is `out-trade-no`, `_name_` and `<name>` are `{name}`.
fn normal(segment: &str) -> String {
    let inside = |open: char, close: char| {
        segment
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .filter(|name| !name.is_empty())
    };
    if let Some(name) =
        inside('_', '_').filter(|name| name.chars().any(|c| c != '_')).or_else(|| inside('<', '>'))
    {
        return format!("{{{name}}}");
    }
    let mut normal = String::with_capacity(segment.len() + 4);
    let mut depth = 0_usize;
    for (at, character) in segment.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let escaped = segment[..at].ends_with('%')
            || at >= 2 && segment.is_char_boundary(at - 2) && segment[at - 2..].starts_with('%');
        if character.is_ascii_uppercase() && depth == 0 && !escaped {
            if !normal.is_empty() && !normal.ends_with('-') {
                normal.push('-');
            }
            normal.push(character.to_ascii_lowercase());
        } else {
            normal.push(character);
        }
    }
    normal
}

/// The names of the variables of a template.
pub(crate) fn placeholders(template: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some((_, behind)) = rest.split_once('{') {
        let Some((inside, behind)) = behind.split_once('}') else { break };
        for name in inside.trim_start_matches(['+', '#', '.', '/', ';', '?', '&']).split(',') {
            let name = name.trim_end_matches('*');
            names.push(name.split_once(':').map_or(name, |(name, _)| name).to_owned());
        }
        rest = behind;
    }
    names
}

/// The target of the request: path and query.
pub(crate) fn target(template: &str, options: &Value) -> Option<String> {
    let none = Map::new();
    let options = match options {
        Value::Object(options) => options,
        Value::Array(list) if list.is_empty() => &none,
        _ => return None,
    };
    let (path, own_query) =
        template.split_once('?').map_or((template, None), |(path, query)| (path, Some(query)));
    let mut target = String::from("/");
    let base = match options.get("base_uri") {
        Some(base) => path_of(base.as_str()?)?,
        None => "/",
    };
    target.push_str(base.trim_matches('/'));
    if !target.ends_with('/') {
        target.push('/');
    }
    let path = match path_of(path) {
        Some(absolute) => {
            target = "/".to_owned();
            absolute.trim_start_matches('/')
        }
        // A path that begins with a slash is the host's, whatever the base.
        None if path.starts_with('/') => {
            target = "/".to_owned();
            path.trim_start_matches('/')
        }
        None => path,
    };
    target.push_str(&expanded(path, options)?);
    let query = match options.get("query").filter(|query| !query.is_null()) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Object(pairs)) => Some(built_query(pairs)),
        Some(_) => return None,
        None => match own_query {
            Some(query) if query.contains('{') => return None,
            query => query.map(str::to_owned),
        },
    };
    if let Some(query) = query.filter(|query| !query.is_empty()) {
        target.push('?');
        target.push_str(&query);
    }
    Some(target)
}

/// The path of an absolute address.
fn path_of(address: &str) -> Option<&str> {
    let behind = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    Some(behind.find('/').map_or("/", |at| &behind[at..]))
}

fn expanded(path: &str, options: &Map<String, Value>) -> Option<String> {
    let mut text = String::new();
    let mut rest = path;
    while let Some((before, behind)) = rest.split_once('{') {
        text.push_str(&literal(before));
        let (name, behind) = behind.split_once('}')?;
        let plain =
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.');
        if !plain {
            return None;
        }
        match options.get(name).filter(|value| !value.is_null()) {
            Some(Value::String(value)) if !value.is_empty() => text.push_str(&encoded(value)),
            Some(Value::Number(value)) if value.is_i64() || value.is_u64() => {
                text.push_str(&value.to_string())
            }
            Some(Value::Bool(true)) => text.push('1'),
            None if name == "empty" && behind.is_empty() => {}
            _ => return None,
        }
        rest = behind;
    }
    Some(text + &literal(rest))
}

/// A literal of a template: only what no address may have is encoded.
fn literal(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_ascii_graphic()
                && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
            {
                c.to_string()
            } else {
                encoded(&c.to_string())
            }
        })
        .collect()
}

fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// As PHP's `http_build_query`, by RFC 3986.
fn built_query(pairs: &Map<String, Value>) -> String {
    let mut pieces = Vec::new();
    for (key, value) in pairs {
        push_query(&mut pieces, key.clone(), value);
    }
    pieces.join("&")
}

fn push_query(pieces: &mut Vec<String>, key: String, value: &Value) {
    match value {
        Value::Null => {}
        Value::Object(pairs) => pairs
            .iter()
            .for_each(|(name, value)| push_query(pieces, format!("{key}[{name}]"), value)),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(at, value)| push_query(pieces, format!("{key}[{at}]"), value)),
        Value::Bool(value) => pieces.push(format!("{}={}", encoded(&key), u8::from(*value))),
        Value::Number(number) => {
            pieces.push(format!("{}={}", encoded(&key), encoded(&number.to_string())))
        }
        Value::String(text) => pieces.push(format!("{}={}", encoded(&key), encoded(text))),
    }
}
