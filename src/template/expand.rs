//! The expansion of RFC 6570, section 3.

use std::borrow::Cow;

use serde_json::Value;

use super::encode::{self, Allow};
use super::parse::{Modifier, Operator, Part, Parts, Variable, variables};
use crate::value::{kind_of, plain_number};

/// A variable on its way into the URI: what to look up, and for where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'t> {
    pub(super) name: &'t str,
    pub(super) place: Place,
    pub(super) operator: Operator,
    /// Whether nothing comes behind its expression.
    pub(super) last: bool,
}

/// Where in the URI something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Fragment,
}

/// Expands a template with the values that `look_up` knows or refuses.
///
/// # Errors
///
/// What is wrong, for the end of a sentence that begins with the template.
pub(super) fn expand<'v>(
    template: &str,
    look_up: &mut dyn FnMut(Wanted<'_>) -> Result<Option<&'v Value>, String>,
) -> Result<String, String> {
    let mut out = String::with_capacity(template.len() + 64);
    let mut place = Place::Path;
    let mut parts = Parts::of(template);
    while let Some(part) = parts.next() {
        let last = parts.is_done();
        match part? {
            Part::Literal(text) => {
                place = place.after(text);
                encode::push(text, Allow::Reserved, &mut out);
            }
            Part::Expression(operator, list) => {
                place = place.after(operator.first);
                let mut expression = Expression { operator, members: 0, out: &mut out };
                for variable in variables(list) {
                    let variable = variable?;
                    let name = variable.name;
                    if let Some(value) = look_up(Wanted { name, place, operator, last })? {
                        expression.push(variable, value)?;
                    }
                }
            }
        }
    }
    Ok(out)
}

impl Place {
    fn after(self, text: &str) -> Self {
        match self {
            _ if text.contains('#') => Self::Fragment,
            Self::Path if text.contains('?') => Self::Query,
            place => place,
        }
    }
}

/// An expression under way.
struct Expression<'o> {
    operator: Operator,
    members: usize,
    out: &'o mut String,
}

impl Expression<'_> {
    fn push(&mut self, variable: Variable<'_>, value: &Value) -> Result<(), String> {
        match (value, variable.modifier) {
            (Value::Null, _) => {}
            (Value::Array(_) | Value::Object(_), Modifier::Prefix(_)) => {
                let (name, kind) = (variable.name, kind_of(value));
                return Err(format!("asks for the first characters of `{name}`, which is {kind}"));
            }
            (Value::Array(items), modifier) => {
                let items = items.iter().filter(|item| !item.is_null()).map(|item| (None, item));
                self.push_all(variable.name, modifier, items)?;
            }
            (Value::Object(map), modifier) => {
                let items = map.iter().filter(|(_, item)| !item.is_null());
                let items = items.map(|(key, item)| (Some(key.as_str()), item));
                self.push_all(variable.name, modifier, items)?;
            }
            (_, modifier) => {
                let text = scalar(variable.name, value)?;
                let text = match modifier {
                    Modifier::Prefix(length) => first_characters(&text, length),
                    Modifier::None | Modifier::Explode => &text,
                };
                self.begin();
                self.begin_named(variable.name, text.is_empty());
                self.encode(text);
            }
        }
        Ok(())
    }

    fn push_all<'v>(
        &mut self,
        name: &str,
        modifier: Modifier,
        items: impl Iterator<Item = (Option<&'v str>, &'v Value)>,
    ) -> Result<(), String> {
        if modifier == Modifier::Explode {
            return self.push_exploded(name, items);
        }
        let mut joined = String::new();
        let mut any = false;
        for (key, item) in items {
            for text in key.map(Cow::from).into_iter().chain([scalar(name, item)?]) {
                if any {
                    joined.push(',');
                }
                any = true;
                encode::push(&text, self.allow(), &mut joined);
            }
        }
        if any {
            self.begin();
            self.begin_named(name, joined.is_empty());
            self.out.push_str(&joined);
        }
        Ok(())
    }

    fn push_exploded<'v>(
        &mut self,
        name: &str,
        items: impl Iterator<Item = (Option<&'v str>, &'v Value)>,
    ) -> Result<(), String> {
        for (key, item) in items {
            let text = scalar(name, item)?;
            self.begin();
            match key {
                Some(key) => {
                    self.encode(key);
                    let empty = self.operator.named && text.is_empty();
                    self.out.push_str(if empty { self.operator.if_empty } else { "=" });
                }
                None => self.begin_named(name, text.is_empty()),
            }
            self.encode(&text);
        }
        Ok(())
    }

    fn begin(&mut self) {
        if self.members == 0 {
            self.out.push_str(self.operator.first);
        } else {
            self.out.push(self.operator.separator);
        }
        self.members += 1;
    }

    fn begin_named(&mut self, name: &str, empty: bool) {
        if self.operator.named {
            encode::push(name, Allow::Reserved, self.out);
            self.out.push_str(if empty { self.operator.if_empty } else { "=" });
        }
    }

    fn encode(&mut self, text: &str) {
        encode::push(text, self.allow(), self.out);
    }

    fn allow(&self) -> Allow {
        if self.operator.reserved { Allow::Reserved } else { Allow::Unreserved }
    }
}

/// A value's text.
fn scalar<'v>(name: &str, value: &'v Value) -> Result<Cow<'v, str>, String> {
    Ok(match value {
        Value::String(text) => text.into(),
        Value::Number(number) => plain_number(number).into(),
        Value::Bool(true) => "1".into(),
        Value::Bool(false) | Value::Null => "".into(),
        Value::Array(_) | Value::Object(_) => {
            return Err(format!(
                "can't take `{name}`, which has {} inside: give text, or a list or an object of text",
                kind_of(value)
            ));
        }
    })
}

/// Characters, not bytes: nothing is cut within one.
fn first_characters(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}
