//! Whether a query is as documented.

use crate::catalogue::{Endpoint, Field, Type};
use crate::error::one_line;
use crate::gateway::keys::Keys;
use crate::gateway::percent::percent_decode;
use crate::gateway::request::ReceivedRequest;
use crate::gateway::world::calls::fields::missing_parameter;
use crate::gateway::world::calls::known::{NAMED, undocumented};
use crate::gateway::world::calls::refusal::Refusal;
use crate::gateway::world::calls::sensitive::decrypt;
use crate::language::{Text, say};

use super::either::is_missing;
use super::validate::{unlisted, unlisted_number};

/// Refuses a query that is not as documented.
pub(super) fn check(
    keys: &Keys,
    endpoint: Endpoint,
    request: &ReceivedRequest,
) -> Result<(), Refusal> {
    let documented = endpoint.query();
    let pairs = pairs(request);
    let unknown = pairs.iter().filter(|(name, _)| documented.get(name).is_none());
    let unknown: Vec<_> =
        unknown.take(NAMED).map(|(name, _)| format!("/query/{}", one_line(name, 80))).collect();
    if !unknown.is_empty() {
        return Err(undocumented(unknown));
    }
    for field in documented.iter() {
        let name = field.name();
        let given = pairs.iter().filter(|(of, value)| of == name && !value.is_empty());
        let has = |name: &str| pairs.iter().any(|(of, value)| of == name && !value.is_empty());
        if is_missing(documented, field, has) {
            return Err(Refusal::field("query", name, None, missing_parameter(name)));
        }
        for (_, value) in given {
            if let Some(issue) = issue(field, value) {
                return Err(Refusal::field("query", name, Some(&value.as_str().into()), issue));
            }
            if field.is_encrypted() {
                decrypt(keys, request, "query", name, value)?;
            }
        }
    }
    Ok(())
}

/// Names and values, decoded. A list's parameters may be written `name[0]`.
pub(super) fn pairs(request: &ReceivedRequest) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode(&text.replace('+', " "));
    let pairs = request.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decode(name);
        let name = name.split_once('[').map_or(&*name, |(name, _)| name);
        (name.to_owned(), decode(value))
    };
    pairs.map(pair).collect()
}

fn issue(field: Field, text: &str) -> Option<Text> {
    let not = |what: Text| Some(say!("is not {what}: send {what}", "不是{what}，请更正"; what));
    match field.kind() {
        Type::Integer => match text.parse::<i64>() {
            #[expect(clippy::cast_precision_loss, reason = "the values listed are small")]
            Ok(number) => unlisted_number(field, Some(number as f64)),
            Err(_) => not(say!("an integer", "整数")),
        },
        Type::Number => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => unlisted_number(field, Some(number)),
            _ => not(say!("a number", "数字")),
        },
        Type::Boolean if !["true", "false", "1", "0"].contains(&text) => {
            not(say!("true or false", " true 或 false"))
        }
        Type::String if !field.is_encrypted() => unlisted(field, text),
        // How a list is written, the documents do not say.
        _ => None,
    }
}
