//! Handlers as data: responses that are written in JSON, for a gateway that runs as a process.

mod files;
mod read;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::{Method, StatusCode};
use serde_json::Value;

use super::keys::Keys;
use super::request::ReceivedRequest;
use super::response::StubResponse;
use super::routes::{Handler, Routes};
use super::template::Template;
use super::world::calls::fields::Fields;
use super::world::calls::refusal::Refusal;
use super::world::calls::sensitive::decrypt;
use crate::catalogue::{self, Type, endpoint};
use crate::language::say;

pub(super) use self::files::StubFiles;
pub(super) use self::read::read_all;

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
    /// Patterns of JSON pointers. `None` for those that are documented.
    sensitive: Option<Vec<String>>,
    response: StubResponse,
    /// The body, into which variables of the path are filled.
    json: Option<Value>,
}

impl Stubs {
    pub(super) fn add_to(self, routes: &Routes, keys: &Arc<Keys>) {
        let stubs = Arc::new(self);
        routes.add(stubs.method.clone(), &stubs.path, stubs.handler(keys));
    }

    fn handler(self: &Arc<Self>, keys: &Arc<Keys>) -> Handler {
        let (stubs, keys) = (Arc::clone(self), Arc::clone(keys));
        Arc::new(move |request: &ReceivedRequest| stubs.respond(request, &keys))
    }

    /// A request that is refused does not use up a stub's `times`.
    fn respond(&self, request: &ReceivedRequest, keys: &Keys) -> StubResponse {
        for stub in self.stubs.iter().filter(|stub| stub.fits(request) && !stub.is_used_up()) {
            if let Err(refusal) = stub.check_sensitive(request, keys) {
                return refusal.into();
            }
            if stub.takes_one() {
                return stub.filled(request);
            }
        }
        let (method, path) = (&self.method, &self.path);
        let message = say!(
            "the stubs of {method} {path} are used up, or require another query",
            "没有匹配的桩：{method} {path} 的桩已用完，或需要其他查询参数"
        );
        StubResponse::refusal(StatusCode::NOT_FOUND, "RESOURCE_NOT_EXISTS", message)
    }
}

impl Stub {
    fn fits(&self, request: &ReceivedRequest) -> bool {
        let has = |(name, value): &(String, String)| {
            request.query_value(name).as_deref() == Some(value.as_str())
        };
        self.query.iter().all(has)
    }

    fn is_used_up(&self) -> bool {
        self.left.as_ref().is_some_and(|left| left.load(Ordering::SeqCst) == 0)
    }

    /// Refuses a request of which a sensitive field is not encrypted, as WeChat Pay does.
    fn check_sensitive(&self, request: &ReceivedRequest, keys: &Keys) -> Result<(), Refusal> {
        let patterns = match &self.sensitive {
            Some(patterns) => patterns.clone(),
            None => documented(request),
        };
        if patterns.is_empty() || request.body().is_empty() {
            return Ok(());
        }
        let fields = Fields::parse("body", request.body())?;
        for pointer in patterns.iter().flat_map(|pattern| fields.matching(pattern)) {
            let ciphertext = fields.string(&pointer)?;
            decrypt(keys, request, "body", &pointer, ciphertext)?;
        }
        Ok(())
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

/// Pointers to the sensitive fields of a documented endpoint.
fn documented(request: &ReceivedRequest) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(endpoint) = endpoint(request.method(), request.path()) {
        collect(endpoint.body(), "", &mut found);
    }
    found
}

fn collect(fields: catalogue::Fields, parent: &str, found: &mut Vec<String>) {
    for field in fields.iter() {
        let list = if matches!(field.kind(), Type::List(_)) { "/*" } else { "" };
        let pointer = format!("{parent}/{}{list}", field.name());
        if field.is_encrypted() {
            found.push(pointer);
        } else {
            collect(field.fields(), &pointer, found);
        }
    }
}
