//! Compares the arguments of a call with what is documented, before anything is sent.

use std::collections::HashSet;

use http::Method;
use serde_json::{Map, Value};

use super::endpoint::{BodyKind, Endpoint};
use super::field::{Field, Fields, Type};
use super::index::bare;
use super::similar;
use crate::body::Body;
use crate::crypto::decode_canonical;
use crate::error::{Error, one_line};
use crate::json_value::kind_of;
use crate::language::{Lang, Text, say};
use crate::options::{Query, Settings};

/// What a client does about arguments that differ from WeChat Pay's documentation. See
/// [`ClientBuilder::check_arguments`](crate::ClientBuilder::check_arguments).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Check {
    /// Compares nothing.
    #[default]
    Off,
    /// Logs a warning by `tracing`, and sends the request. It also warns of a text that is not among
    /// the values that are documented for its field, which WeChat Pay may have added since.
    Warn,
    /// Fails with [`ErrorKind::Options`](crate::ErrorKind::Options) before anything is sent.
    Error,
}

/// More of them are counted only.
const MOST: usize = 20;

/// The shortest value that is encrypted with RSA: a key of 2048 bits makes as many of these.
const ENCRYPTED: usize = 256;

/// The base of most endpoints.
const USUAL_BASE: &str = "https://api.mch.weixin.qq.com/";

/// What APIv2's signing adds.
const ADDED: [&str; 2] = ["sign", "nonce_str"];

impl Check {
    /// # Errors
    ///
    /// All that differs, in one error of kind Options.
    pub(crate) fn arguments(
        self,
        method: &Method,
        template: &str,
        expanded: &str,
        settings: &Settings,
        base: &str,
    ) -> Result<(), Error> {
        if self == Self::Off {
            return Ok(());
        }
        let by_template = super::endpoint(method, template);
        let Some(endpoint) = by_template.or_else(|| super::endpoint(method, expanded)) else {
            return Ok(());
        };
        let mut problems = Problems { with_values: self == Self::Warn, found: Vec::new() };
        problems.base(endpoint, expanded, settings.base_uri.as_deref().unwrap_or(base));
        match endpoint.body_kind() {
            _ if expanded.trim_start_matches('/').starts_with("v2/") => {
                let in_body = endpoint.body_kind() == Some(BodyKind::Xml);
                let fields = if in_body { endpoint.body() } else { endpoint.query() };
                let is_other = settings.query.is_some() || !settings.bodies().is_empty();
                if settings.xml.is_some() || !is_other {
                    let given = settings.xml.clone().unwrap_or_default();
                    problems.map(&At::of("xml", None), &given, fields, None);
                }
            }
            body => {
                problems.query(endpoint, expanded, settings);
                if body == Some(BodyKind::Json) {
                    problems.json(endpoint, settings);
                }
            }
        }
        let Some(found) = problems.into_text() else { return Ok(()) };
        let link = endpoint.doc_links().next().unwrap_or("https://pay.weixin.qq.com/doc/");
        let message = say!(
            "the arguments differ from the documentation of `{endpoint}`: {found} ({link})",
            "参数与 `{endpoint}` 的文档不符：{found}（{link}）";
            found
        );
        if self == Self::Warn {
            tracing::warn!("{}", message.localized(Lang::English));
            return Ok(());
        }
        Err(Error::options(message))
    }
}

/// Where a value is: the option, and the name in it.
struct At {
    option: &'static str,
    name: String,
}

impl At {
    fn of(option: &'static str, name: Option<&str>) -> Self {
        Self { option, name: name.map(|name| one_line(name, 80)).unwrap_or_default() }
    }

    fn member(&self, name: &str) -> Self {
        let name = one_line(name, 80);
        let name = if self.name.is_empty() { name } else { format!("{}.{name}", self.name) };
        Self { option: self.option, name }
    }

    fn item(&self, number: usize) -> Self {
        Self { option: self.option, name: format!("{}[{number}]", self.name) }
    }
}

struct Problems {
    found: Vec<Text>,
    /// Whether a value that is not documented is one.
    with_values: bool,
}

impl Problems {
    fn into_text(self) -> Option<Text> {
        let more = self.found.len().saturating_sub(MOST);
        let mut problems: Vec<_> = self.found.into_iter().take(MOST).collect();
        if more > 0 {
            problems.push(say!("and {more} more", "另有 {more} 处"));
        }
        (!problems.is_empty()).then(|| Text::joined(problems, say!("; ", "；")))
    }

    /// The endpoint has a base of its own, and the call goes to the usual one.
    fn base(&mut self, endpoint: Endpoint, path: &str, base: &str) {
        let Some(needed) = endpoint.base_uri() else { return };
        let is_bare =
            bare(path) == path.trim_start_matches('/').split(['?', '#']).next().unwrap_or("");
        if is_bare && base == USUAL_BASE {
            self.found.push(say!(
                "it is at another address: set `base_uri` to `{needed}`",
                "该接口使用另一个地址：请把 `base_uri` 设为 `{needed}`"
            ));
        }
    }

    fn query(&mut self, endpoint: Endpoint, expanded: &str, settings: &Settings) {
        let (fields, at) = (endpoint.query(), At::of("query", None));
        let text = match &settings.query {
            Some(Query::Map(map)) => {
                // PHP's lists and objects are parameters with brackets, of whatever type.
                return self.map(&at, map, fields, Some(endpoint.body()));
            }
            Some(Query::Text(text)) => text,
            None => expanded.split_once('?').map_or("", |(_, query)| query),
        };
        // Names alone: a ready string has no types.
        let text = text.split('#').next().unwrap_or_default();
        let names = text.split('&').filter(|parameter| !parameter.is_empty()).map(|parameter| {
            let name = parameter.split(['=', '[', '%']).next().unwrap_or_default();
            name.to_owned()
        });
        let names: HashSet<String> = names.collect();
        let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
        names.sort_unstable();
        self.names(&at, &names, fields, Some(endpoint.body()));
    }

    fn json(&mut self, endpoint: Endpoint, settings: &Settings) {
        let (fields, at) = (endpoint.body(), At::of("json", None));
        // An upload that only signs JSON, a stream, or no JSON at all: it can't be told what is in it.
        let as_it_is = settings.body.as_ref().and_then(Body::as_bytes);
        let as_it_is = as_it_is.and_then(|body| serde_json::from_slice(body).ok());
        let json = settings.json.as_ref().or(as_it_is.as_ref());
        if fields.is_empty() || (json.is_none() && !settings.bodies().is_empty()) {
            return;
        }
        match json {
            Some(Value::Object(map)) => self.map(&at, map, fields, Some(endpoint.query())),
            Some(other) => {
                let kind = kind_of(other);
                self.found.push(say!(
                    "`json` is {kind}, but must be an object",
                    "`json` 是{kind}，但应为对象";
                    kind
                ));
            }
            None => self.map(&at, &Map::new(), fields, None),
        }
    }

    /// The members of an object. `others` are those of the other part of the request.
    fn map(&mut self, at: &At, map: &Map<String, Value>, fields: Fields, others: Option<Fields>) {
        let given = map.iter().filter(|(_, value)| !value.is_null());
        let names: Vec<&str> = given.clone().map(|(name, _)| name.as_str()).collect();
        self.names(at, &names, fields, others);
        for (name, value) in given {
            if let Some(field) = fields.get(name) {
                self.value(&at.member(name), value, field);
            }
        }
    }

    /// Names that are unknown, and those that are missing.
    fn names(&mut self, at: &At, names: &[&str], fields: Fields, others: Option<Fields>) {
        let is_v2 = at.option == "xml";
        for given in names.iter().filter(|name| fields.get(name).is_none()) {
            if is_v2 && ADDED.contains(given) {
                continue;
            }
            let At { option, name } = at.member(given);
            let elsewhere = others.is_some_and(|others| others.get(given).is_some());
            let free = fields.iter().map(Field::name).filter(|name| !names.contains(name));
            let problem = if elsewhere {
                let other = if option == "query" { "json" } else { "query" };
                say!(
                    "`{name}` belongs into `{other}`, not `{option}`",
                    "`{name}` 应放入 `{other}`，而不是 `{option}`"
                )
            } else if let Some(meant) = similar::nearest(given, free) {
                say!(
                    "`{name}` in `{option}` is unknown: did you mean `{meant}`?",
                    "`{option}` 中的 `{name}` 不在文档中：是否想写 `{meant}`？"
                )
            } else {
                say!("`{name}` in `{option}` is unknown", "`{option}` 中的 `{name}` 不在文档中")
            };
            self.found.push(problem);
        }
        for field in fields.iter().filter(|field| field.is_required()) {
            let needed = field.name();
            // `name_$n` may be needed once or never.
            let is_added = is_v2 && ADDED.contains(&needed) || needed.contains('$');
            if !is_added && !names.contains(&needed) {
                let At { option, name } = at.member(needed);
                self.found.push(say!(
                    "`{name}` in `{option}` is missing",
                    "`{option}` 中缺少必填的 `{name}`"
                ));
            }
        }
    }

    fn value(&mut self, at: &At, value: &Value, field: Field) {
        if let (Type::List(of), Value::Array(items)) = (field.kind(), value) {
            for (number, item) in items.iter().enumerate() {
                self.one(&at.item(number), item, *of, field);
            }
        } else {
            self.one(at, value, field.kind(), field);
        }
    }

    /// A value that is no list of its field, or an item of it.
    fn one(&mut self, at: &At, value: &Value, type_: Type, field: Field) {
        let At { option, name } = at;
        // Both are texts in the end.
        let is_text = matches!(*option, "query" | "xml");
        if !has_type(value, type_, is_text) {
            let kind = kind_of(value);
            self.found.push(say!(
                "`{name}` in `{option}` is {kind}, but must be {type_}",
                "`{option}` 中的 `{name}` 是{kind}，但应为 {type_}";
                kind
            ));
        } else if field.is_encrypted() && !value.as_str().is_some_and(is_encrypted) {
            self.found.push(say!(
                "`{name}` in `{option}` must be encrypted: use client.sensitive()",
                "`{option}` 中的 `{name}` 必须加密：请用 client.sensitive()"
            ));
        } else if let Value::Object(map) = value {
            if !field.fields().is_empty() {
                self.map(at, map, field.fields(), None);
            }
        } else if let (true, Value::String(text)) = (field.is_json_encoded(), value) {
            match serde_json::from_str::<Value>(text) {
                Ok(Value::Object(map)) => self.map(at, &map, field.fields(), None),
                Ok(_) => {}
                Err(_) => self.found.push(say!(
                    "`{name}` in `{option}` must be a string of JSON",
                    "`{option}` 中的 `{name}` 应为 JSON 字符串"
                )),
            }
        } else if let (true, Type::String, Value::String(text)) = (self.with_values, type_, value) {
            self.listed(at, text, field);
        }
    }

    /// A text that is not among the values of its field.
    fn listed(&mut self, at: &At, text: &str, field: Field) {
        if field.is_encrypted() || field.values().len() == 0 || field.values().any(|it| it == text)
        {
            return;
        }
        let (At { option, name }, text) = (at, one_line(text, 80));
        let problem = match similar::nearest(&text, field.values()) {
            Some(meant) => say!(
                "`{text}` is not a documented value of `{name}` in `{option}`: did you mean `{meant}`?",
                "`{text}` 不是文档所列的 `{option}` 中 `{name}` 的取值：是否想写 `{meant}`？"
            ),
            None => say!(
                "`{text}` is not a documented value of `{name}` in `{option}`",
                "`{text}` 不是文档所列的 `{option}` 中 `{name}` 的取值"
            ),
        };
        self.found.push(problem);
    }
}

fn has_type(value: &Value, type_: Type, is_text: bool) -> bool {
    let number = || match value {
        Value::String(text) if is_text => text.parse().ok(),
        _ => value.as_f64(),
    };
    match type_ {
        Type::String => value.is_string() || (is_text && (value.is_number() || value.is_boolean())),
        Type::Integer => number().is_some_and(|number| number.fract() == 0.0),
        Type::Number => number().is_some(),
        Type::Boolean => value.is_boolean() || is_text && !value.is_array() && !value.is_object(),
        Type::Object => value.is_object(),
        Type::List(_) => value.is_array(),
    }
}

fn is_encrypted(text: &str) -> bool {
    decode_canonical(text).is_some_and(|bytes| bytes.len() >= ENCRYPTED)
}

/// What was probably meant by a path that is not documented for this method.
pub(crate) fn meant(method: &Method, path: &str) -> Option<Text> {
    let is_whole = path.matches('{').count() == path.matches('}').count();
    if is_whole && super::endpoint(method, path).is_some() {
        return None;
    }
    let meant = similar::similar(path);
    let meant = meant.iter().find(|one| one.method() == method).or(meant.first())?;
    let shown = if meant.method() == method { meant.path().to_owned() } else { meant.to_string() };
    Some(say!("did you mean `{shown}`?", "是否想调用 `{shown}`？"))
}
