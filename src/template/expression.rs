//! Expands the values of an expression, RFC 6570, sections 2.4 and 3.2.
//!
//! `{name}` with a scalar value, the only form that documented endpoints use, is expanded here.
//! `uritemplate-next` expands the others, one variable at a time. It never receives what it handles
//! incorrectly: names and keys are percent-encoded and prefixes cut before, and `parse.rs` has
//! checked the template.

use std::borrow::Cow;

use serde_json::Value;
use uritemplate::{TemplateVar, UriTemplate};

use super::encode::{self, Allow};
use super::parse::{Modifier, Operator, Variable};
use crate::json_value::{kind_of, plain_number};
use crate::language::{Text, say};

/// An expression that is being expanded.
pub(super) struct Expression<'o> {
    operator: Operator,
    /// Whether a value was appended.
    begun: bool,
    out: &'o mut String,
}

impl<'o> Expression<'o> {
    pub(super) fn new(operator: Operator, out: &'o mut String) -> Self {
        Self { operator, begun: false, out }
    }

    /// Appends a variable's value. Null, and empty lists and objects, append nothing.
    ///
    /// # Errors
    ///
    /// If the value is nested, or a prefix is applied to a list or an object.
    pub(super) fn push(&mut self, variable: Variable<'_>, value: &Value) -> Result<(), Text> {
        let name = variable.name;
        let value = match (value, variable.modifier) {
            (Value::Null, _) => return Ok(()),
            (Value::Array(_) | Value::Object(_), Modifier::Prefix(_)) => {
                let kind = kind_of(value);
                return Err(say!(
                    "asks for the first characters of `{name}`, which is {kind}",
                    "要取 `{name}` 的前几个字符，而它是{kind}";
                    kind
                ));
            }
            (Value::Array(items), _) => {
                let items = items.iter().filter(|item| !item.is_null());
                let items = items.map(|item| Ok(scalar(name, item)?.into_owned()));
                TemplateVar::List(items.collect::<Result<_, Text>>()?)
            }
            (Value::Object(map), _) => {
                let items = map.iter().filter(|(_, item)| !item.is_null());
                let items = items
                    .map(|(key, item)| Ok((self.encoded(key), scalar(name, item)?.into_owned())));
                TemplateVar::AssociativeArray(items.collect::<Result<_, Text>>()?)
            }
            (_, modifier) => {
                let text = scalar(name, value)?;
                let text = match modifier {
                    Modifier::Prefix(length) => first_characters(&text, length),
                    Modifier::None | Modifier::Explode => &text,
                };
                if self.operator.symbol.is_empty() {
                    self.begin();
                    encode::push(text, Allow::Unreserved, self.out);
                    return Ok(());
                }
                TemplateVar::Scalar(text.to_owned())
            }
        };
        self.push_by_library(name, variable.modifier == Modifier::Explode, value);
        Ok(())
    }

    fn push_by_library(&mut self, name: &str, explode: bool, value: TemplateVar) {
        let empty = match &value {
            TemplateVar::Scalar(_) => false,
            TemplateVar::List(items) => items.is_empty(),
            TemplateVar::AssociativeArray(items) => items.is_empty(),
        };
        if empty {
            return;
        }
        let symbol = self.begin();
        let mut alias = String::with_capacity(name.len());
        encode::push(name, Allow::Reserved, &mut alias);
        // The library treats a list of empty strings as an empty string.
        if let TemplateVar::List(items) = &value {
            let blank = items.len() > 1 && items.iter().all(String::is_empty);
            if blank && self.operator.named && !explode {
                self.out.extend([symbol, &alias, "=", &",".repeat(items.len() - 1)]);
                return;
            }
        }
        let star = if explode { "*" } else { "" };
        let mut template = UriTemplate::new(&format!("{{{symbol}{alias}{star}}}"));
        self.out.push_str(&template.set(&alias, value).build());
    }

    /// Appends the separator before a value, and returns the operator for the value.
    fn begin(&mut self) -> &'static str {
        if std::mem::replace(&mut self.begun, true) {
            self.out.push_str(self.operator.separator);
            self.operator.next
        } else {
            self.operator.symbol
        }
    }

    fn encoded(&self, key: &str) -> String {
        let allow = if self.operator.reserved { Allow::Reserved } else { Allow::Unreserved };
        let mut out = String::with_capacity(key.len());
        encode::push(key, allow, &mut out);
        out
    }
}

/// The text of a scalar value.
fn scalar<'v>(name: &str, value: &'v Value) -> Result<Cow<'v, str>, Text> {
    Ok(match value {
        Value::String(text) => text.into(),
        Value::Number(number) => plain_number(number).into(),
        Value::Bool(true) => "1".into(),
        Value::Bool(false) | Value::Null => "".into(),
        Value::Array(_) | Value::Object(_) => {
            let kind = kind_of(value);
            return Err(say!(
                "can't take `{name}`, which contains {kind}: give a string, or a list or an object \
                 of strings",
                "不能使用 `{name}`，因为其中含有{kind}：请给出字符串，或由字符串组成的数组或对象";
                kind
            ));
        }
    })
}

/// Counts characters, not bytes, so that none is split.
fn first_characters(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}
