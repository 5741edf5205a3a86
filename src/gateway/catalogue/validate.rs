//! Whether a body is as documented.

use serde_json::{Map, Value};

use super::either::is_missing;
use crate::catalogue::{BodyKind, Endpoint, Field, Fields, Type};
use crate::gateway::keys::Keys;
use crate::gateway::request::ReceivedRequest;
use crate::gateway::world::calls::fields::{self, missing};
use crate::gateway::world::calls::known::{NAMED, escaped, null, undocumented};
use crate::gateway::world::calls::refusal::Refusal;
use crate::gateway::world::calls::sensitive::decrypt;
use crate::json_value::kind_of;
use crate::language::{Text, say};

/// How many values of a field a refusal lists.
const LISTED: usize = 16;

/// Refuses a body that is not as documented. Uploads are not looked at, and neither is a body of an
/// endpoint for which none is documented: some pages forget it.
pub(super) fn check(
    keys: &Keys,
    endpoint: Endpoint,
    request: &ReceivedRequest,
) -> Result<(), Refusal> {
    let documented = endpoint.body();
    let may_be_empty = !documented.iter().any(Field::is_required);
    if endpoint.body_kind() != Some(BodyKind::Json) || request.body().is_empty() && may_be_empty {
        return Ok(());
    }
    let body = fields::Fields::parse("body", request.body())?.whole;
    let mut walk = Walk::default();
    if let Some(members) = body.as_object() {
        walk.members(documented, members, "");
    }
    if !walk.unknown.is_empty() {
        return Err(undocumented(walk.unknown));
    }
    if let Some(pointer) = walk.null {
        return Err(null(&pointer));
    }
    if let Some(refusal) = walk.wrong {
        return Err(refusal);
    }
    for (pointer, ciphertext) in walk.encrypted {
        decrypt(keys, request, "body", &pointer, ciphertext)?;
    }
    Ok(())
}

/// What was found. The kinds of mistakes are told in the order in which the world tells them.
#[derive(Default)]
struct Walk<'a> {
    unknown: Vec<String>,
    null: Option<String>,
    /// The first field that is missing or has another value than documented.
    wrong: Option<Refusal>,
    /// Pointers and values.
    encrypted: Vec<(String, &'a str)>,
}

impl<'a> Walk<'a> {
    fn members(&mut self, fields: Fields, members: &'a Map<String, Value>, pointer: &str) {
        for (name, value) in members {
            let pointer = format!("{pointer}/{}", escaped(name));
            match fields.get(name) {
                Some(field) => self.value(field, field.kind(), value, &pointer),
                None if self.unknown.len() < NAMED => self.unknown.push(format!("/body{pointer}")),
                None => {}
            }
        }
        for field in fields.iter() {
            if is_missing(fields, field, |name| members.contains_key(name)) {
                let pointer = format!("{pointer}/{}", field.name());
                self.refuse(&pointer, None, missing());
            }
        }
    }

    fn value(&mut self, field: Field, kind: Type, value: &'a Value, pointer: &str) {
        if !fits(kind, value) {
            if value.is_null() {
                self.null.get_or_insert_with(|| pointer.to_owned());
            } else {
                let (shown, wanted) = (shown(value), wanted(kind));
                let issue =
                    say!("is {shown}: send {wanted}", "是{shown}，请发送{wanted}"; shown, wanted);
                self.refuse(pointer, Some(value), issue);
            }
            return;
        }
        match value {
            Value::Object(members) if !field.fields().is_empty() => {
                self.members(field.fields(), members, pointer);
            }
            // The documents do not tell its members.
            Value::Object(_) => self.nulls(value, pointer),
            Value::Array(items) => {
                let Type::List(of) = kind else { return };
                for (index, item) in items.iter().enumerate() {
                    self.value(field, *of, item, &format!("{pointer}/{index}"));
                }
            }
            Value::String(text) if field.is_encrypted() => {
                self.encrypted.push((pointer.to_owned(), text));
            }
            Value::String(text) => {
                if let Some(issue) = unlisted(field, text) {
                    self.refuse(pointer, Some(value), issue);
                }
            }
            Value::Number(number) => {
                if let Some(issue) = unlisted_number(field, number.as_f64()) {
                    self.refuse(pointer, Some(value), issue);
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// JSON is nested at most 128 deep.
    fn nulls(&mut self, value: &Value, pointer: &str) {
        match value {
            Value::Null => {
                self.null.get_or_insert_with(|| pointer.to_owned());
            }
            Value::Object(members) => {
                for (name, value) in members {
                    self.nulls(value, &format!("{pointer}/{}", escaped(name)));
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.nulls(item, &format!("{pointer}/{index}"));
                }
            }
            _ => {}
        }
    }

    fn refuse(&mut self, pointer: &str, value: Option<&Value>, issue: Text) {
        self.wrong.get_or_insert_with(|| Refusal::field("body", pointer, value, issue));
    }
}

/// Whether a value is of this type.
pub(super) fn fits(kind: Type, value: &Value) -> bool {
    match kind {
        Type::String => value.is_string(),
        Type::Integer => value.is_i64() || value.is_u64(),
        Type::Number => value.is_number(),
        Type::Boolean => value.is_boolean(),
        Type::Object => value.is_object(),
        Type::List(_) => value.is_array(),
    }
}

/// A number where an integer is wanted has a fraction, or too many digits.
fn shown(value: &Value) -> Text {
    if value.is_number() { Text::verbatim(value.to_string()) } else { kind_of(value) }
}

fn wanted(kind: Type) -> Text {
    match kind {
        Type::String => say!("a string", "字符串"),
        Type::Integer => say!("an integer", "整数"),
        Type::Number => say!("a number", "数字"),
        Type::Boolean => say!("true or false", " true 或 false"),
        Type::Object => say!("an object", "对象"),
        Type::List(_) => say!("a list", "数组"),
    }
}

/// Why a string is not a value of the field.
pub(super) fn unlisted(field: Field, text: &str) -> Option<Text> {
    let values = field.values();
    (values.len() > 0 && !values.clone().any(|value| value == text)).then(|| unknown(field))
}

/// The same of a number. Some pages list names for numbers, which say nothing.
pub(super) fn unlisted_number(field: Field, number: Option<f64>) -> Option<Text> {
    let values: Vec<f64> = field.values().filter_map(|value| value.parse().ok()).collect();
    let is_whole = values.len() == field.values().len() && !values.is_empty();
    let is_listed = values.iter().any(|value| Some(*value) == number);
    (is_whole && !is_listed).then(|| unknown(field))
}

fn unknown(field: Field) -> Text {
    let values = field.values();
    let more = values.len().saturating_sub(LISTED);
    let issue = fields::unknown(&values.take(LISTED).collect::<Vec<_>>());
    match more {
        0 => issue,
        more => say!(
            "{issue}, or one of {more} more that are documented",
            "{issue}，或文档中另外 {more} 个值之一";
            issue
        ),
    }
}
