//! What a request says that its response repeats: its numbers, its amounts.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::query;
use super::validate::fits;
use crate::catalogue::{Endpoint, Field, Fields, Type};
use crate::gateway::request::ReceivedRequest;

/// The longest text that is repeated, in bytes.
const LONGEST: usize = 512;

/// Texts, numbers and booleans of a request, by their names within objects: `amount/total`.
#[derive(Default)]
pub(super) struct Echo {
    by_path: HashMap<String, Value>,
    /// Of members of objects, too, by the last name alone.
    by_name: HashMap<String, Value>,
}

impl Echo {
    pub(super) fn of(endpoint: Endpoint, request: &ReceivedRequest) -> Self {
        let mut echo = Self::default();
        for name in endpoint.path_variables() {
            if let Some(value) = request.var(name) {
                echo.add(name, name, &value.into());
            }
        }
        for (name, value) in query::pairs(request) {
            if endpoint.query().get(&name).is_some_and(|field| !field.is_encrypted()) {
                echo.add(&name, &name, &value.into());
            }
        }
        if let Some(Value::Object(members)) = request.json() {
            echo.members(endpoint.body(), &members, "");
        }
        echo
    }

    /// Of a list the first item. What is encrypted is not repeated.
    fn members(&mut self, fields: Fields, members: &Map<String, Value>, path: &str) {
        for (name, value) in members {
            let Some(field) = fields.get(name).filter(|field| !field.is_encrypted()) else {
                continue;
            };
            let path = format!("{path}{name}");
            let value = value.as_array().map_or(Some(value), |items| items.first());
            match value {
                Some(Value::Object(members)) => {
                    self.members(field.fields(), members, &format!("{path}/"));
                }
                Some(value) => self.add(&path, name, value),
                None => {}
            }
        }
    }

    fn add(&mut self, path: &str, name: &str, value: &Value) {
        let is_short = value.as_str().is_none_or(|text| text.len() <= LONGEST);
        if is_short && !value.is_array() && !value.is_null() {
            self.by_path.entry(path.to_owned()).or_insert_with(|| value.clone());
            if is_number(name) {
                self.by_name.entry(name.to_owned()).or_insert_with(|| value.clone());
            }
        }
    }

    /// What was sent for the response's field at this path, if it may have that value.
    pub(super) fn get(&self, field: Field, kind: Type, path: &str) -> Option<Value> {
        let sent = self.by_path.get(path).or_else(|| self.by_name.get(field.name()))?;
        // Parameters are texts.
        let read = |text: &str| serde_json::from_str::<Value>(text).ok();
        let value = match (kind, sent) {
            (Type::Integer | Type::Number | Type::Boolean, Value::String(text)) => read(text)?,
            _ => sent.clone(),
        };
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let is_listed = field.values().len() == 0 || field.values().any(|listed| listed == text);
        (fits(kind, &value) && is_listed).then_some(value)
    }
}

/// Whether a name is that of a number, which is the same wherever it is.
fn is_number(name: &str) -> bool {
    ["id", "_no", "_code"].iter().any(|end| name.ends_with(end))
}
