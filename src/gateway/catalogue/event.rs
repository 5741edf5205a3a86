//! The resource of a notification with all documented fields.
//!
//! Of a notification's fields only the names are documented here. Their types are those of the
//! endpoint's response that has most of them, or else of fields with the same name elsewhere.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::text::made_up;
use crate::catalogue::{Event, Field, Fields, Type, endpoints};

/// A made-up resource. `url` is what its URLs are.
pub(in crate::gateway) fn resource(event: Event, url: &str) -> Value {
    let names: Vec<&str> = event.resource().collect();
    let sample = Sample { known: Known::of(&names), event, url };
    sample.members(&names, "")
}

struct Sample<'a> {
    known: Known<'a>,
    event: Event,
    url: &'a str,
}

impl Sample<'_> {
    /// The members whose names begin with `prefix`.
    fn members(&self, names: &[&str], prefix: &str) -> Value {
        let mut members = Map::new();
        let below = names.iter().filter_map(|name| Some((name, name.strip_prefix(prefix)?)));
        for (path, name) in below.filter(|(_, name)| !name.contains('.')) {
            let deeper = format!("{path}.");
            let value = match names.iter().any(|name| name.starts_with(&deeper)) {
                true => self.object(names, path, &deeper),
                false => self.scalar(path, name),
            };
            members.insert(name.to_owned(), value);
        }
        members.into()
    }

    fn object(&self, names: &[&str], path: &str, deeper: &str) -> Value {
        let object = self.members(names, deeper);
        match self.known.objects.get(path).map(|field| field.kind()) {
            Some(Type::List(_)) => vec![object].into(),
            _ => object,
        }
    }

    fn scalar(&self, path: &str, name: &str) -> Value {
        let found = self.known.scalars.get(path).or_else(|| self.known.named.get(name));
        let Some(field) = found else {
            return match name {
                _ if is_number(name) => 1.into(),
                _ => self.text(name, None).into(),
            };
        };
        let one = |kind: Type| match kind {
            Type::Integer | Type::Number => {
                field.values().next().and_then(|value| value.parse().ok()).unwrap_or(1_i64).into()
            }
            Type::Boolean => true.into(),
            _ => self.text(name, Some(*field)).into(),
        };
        match field.kind() {
            Type::List(of) => vec![one(*of)].into(),
            kind => one(kind),
        }
    }

    /// A state is the one that the event is about, if it can be.
    fn text(&self, name: &str, field: Option<Field>) -> String {
        let state = self.event.event_type().rsplit('.').next().unwrap_or_default();
        let values = || field.into_iter().flat_map(|field| field.values());
        let is_state = name.ends_with("state") || name.ends_with("status");
        match values().find(|value| *value == state).or_else(|| values().next()) {
            Some(listed) => listed.to_owned(),
            None if is_state => state.to_owned(),
            None => made_up(name, || self.url.to_owned()),
        }
    }
}

/// Whether a field whose type nobody documents is a number, by its name.
fn is_number(name: &str) -> bool {
    let ends = ["amount", "total", "count", "fee", "quantity", "refund", "_num"];
    ends.iter().any(|end| name.ends_with(end))
}

/// The documented fields with the names that are wanted.
#[derive(Default)]
struct Known<'a> {
    /// By their whole names.
    objects: HashMap<&'a str, Field>,
    scalars: HashMap<&'a str, Field>,
    /// By the last part of their names.
    named: HashMap<&'a str, Field>,
}

impl<'a> Known<'a> {
    fn of(names: &[&'a str]) -> Self {
        let last = |name: &&'a str| name.rsplit('.').next().unwrap_or(name);
        let whole: HashMap<&str, &'a str> = names.iter().map(|name| (*name, *name)).collect();
        let ends: HashMap<&str, &'a str> =
            names.iter().map(last).map(|name| (name, name)).collect();
        let mut known = Self::default();
        let mut responses = Vec::new();
        for endpoint in endpoints().filter(|endpoint| endpoint.path().starts_with("v3/")) {
            let mut found = Vec::new();
            walk(endpoint.response(), "", &mut |path, field| {
                if let Some(name) = whole.get(path) {
                    found.push((*name, field));
                }
                if let Some(name) = ends.get(field.name()).filter(|_| is_scalar(field)) {
                    known.named.entry(name).or_insert(field);
                }
            });
            responses.push(found);
        }
        responses.sort_by_key(|found| std::cmp::Reverse(found.len()));
        for (name, field) in responses.into_iter().flatten() {
            let kept = if is_scalar(field) { &mut known.scalars } else { &mut known.objects };
            kept.entry(name).or_insert(field);
        }
        known
    }
}

fn is_scalar(field: Field) -> bool {
    !matches!(field.kind(), Type::Object | Type::List(Type::Object))
}

fn walk(fields: Fields, prefix: &str, each: &mut impl FnMut(&str, Field)) {
    for field in fields.iter() {
        let path = format!("{prefix}{}", field.name());
        each(&path, field);
        if !field.fields().is_empty() {
            walk(field.fields(), &format!("{path}."), each);
        }
    }
}
