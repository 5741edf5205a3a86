//! A response with all documented fields.

use serde_json::{Map, Value};

use super::echo::Echo;
use super::text::made_up;
use crate::catalogue::{Endpoint, Field, Fields, Type};
use crate::gateway::request::ReceivedRequest;
use crate::gateway::world::World;
use crate::gateway::world::calls::refusal::Refusal;
use crate::gateway::world::calls::sensitive::seal;

pub(super) struct Sample<'a> {
    world: &'a World,
    request: &'a ReceivedRequest,
    echo: Echo,
}

impl<'a> Sample<'a> {
    pub(super) fn new(world: &'a World, endpoint: Endpoint, request: &'a ReceivedRequest) -> Self {
        Self { world, request, echo: Echo::of(endpoint, request) }
    }

    pub(super) fn object(&self, fields: Fields) -> Result<Value, Refusal> {
        self.members(fields, "")
    }

    fn members(&self, fields: Fields, path: &str) -> Result<Value, Refusal> {
        let mut members = Map::new();
        for field in fields.iter() {
            let path = format!("{path}{}", field.name());
            members.insert(field.name().to_owned(), self.value(field, field.kind(), &path)?);
        }
        Ok(members.into())
    }

    fn value(&self, field: Field, kind: Type, path: &str) -> Result<Value, Refusal> {
        if let Type::List(of) = kind {
            return Ok(vec![self.value(field, *of, path)?].into());
        }
        if kind == Type::Object {
            return self.members(field.fields(), &format!("{path}/"));
        }
        if field.is_encrypted() {
            let text = self.made_up(field);
            return seal(self.world, &text).map(Value::from);
        }
        if let Some(sent) = self.echo.get(field, kind, path) {
            return Ok(sent);
        }
        let listed = field.values().next();
        Ok(match kind {
            Type::String if field.is_json_encoded() => {
                self.members(field.fields(), &format!("{path}/"))?.to_string().into()
            }
            Type::String => self.text(field).into(),
            // The first page is the last one.
            Type::Integer | Type::Number if field.name() == "offset" => 0.into(),
            Type::Integer | Type::Number => {
                listed.and_then(|listed| listed.parse::<i64>().ok()).unwrap_or(1).into()
            }
            Type::Boolean => (!field.name().starts_with("has_")).into(),
            Type::Object | Type::List(_) => Value::Null,
        })
    }

    /// A text that is not the request's.
    pub(super) fn text(&self, field: Field) -> String {
        match field.values().next() {
            Some(listed) => listed.to_owned(),
            None => self.made_up(field),
        }
    }

    fn made_up(&self, field: Field) -> String {
        made_up(field.name(), || self.world.address(self.request.headers(), "/sample"))
    }

    /// The text of a response of APIv2.
    pub(super) fn flat(&self, field: Field) -> String {
        let numeric = matches!(field.kind(), Type::Integer | Type::Number);
        let listed = field.values().next();
        if numeric { listed.unwrap_or("1").to_owned() } else { self.text(field) }
    }
}
