//! Expands the template of a call, with stricter rules than RFC 6570: no variable may be missing or
//! empty.

use serde_json::Value;

use super::expand::{self, Place, Wanted};
use super::{malformed, shown};
use crate::error::Error;
use crate::json_value::kind_of;

/// A last segment that needs no argument: it expands to the trailing slash of some onboarding
/// endpoints.
const TRAILING_SLASH: &str = "/{empty}";

/// Expands a call's template. `look_up` returns the argument of a variable.
///
/// # Errors
///
/// [`ErrorKind::Path`](crate::ErrorKind::Path) if the template is malformed, a variable has no
/// argument, or an argument is nested or would leave a part of the path empty.
pub(crate) fn expand_strict<'v>(
    template: &str,
    look_up: &mut dyn FnMut(&str) -> Option<&'v Value>,
) -> Result<String, Error> {
    let may_be_empty = template.ends_with(TRAILING_SLASH);
    expand::expand(template, &mut |wanted| {
        let name = wanted.name;
        let value = look_up(name);
        if may_be_empty && wanted.last && name == "empty" && value.is_none_or(is_nothing) {
            return Ok(None);
        }
        let value = value.filter(|value| !value.is_null()).ok_or_else(|| {
            format!("needs the argument `{name}`: add it as a string or a number")
        })?;
        refuse_hole(wanted, value)?;
        Ok(Some(value))
    })
    .map_err(|reason| malformed(&shown(template), &reason))
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

/// PHP sends the URL with the empty part, which addresses another endpoint or none.
fn refuse_hole(wanted: Wanted<'_>, value: &Value) -> Result<(), String> {
    let in_path = wanted.place == Place::Path;
    let may_be_hole = in_path && !wanted.operator.named;
    let hole = match value {
        Value::String(text) if wanted.operator.reserved && text.contains('#') => {
            return refuse_fragment(wanted);
        }
        Value::Bool(false) if in_path => "is false, which has no text",
        Value::String(text) if may_be_hole && text.is_empty() => "is empty",
        Value::Array(items) if may_be_hole && items.is_empty() => "is an empty list",
        Value::Object(map) if may_be_hole && map.is_empty() => "is an empty object",
        Value::Array(items) => return items.iter().try_for_each(|item| refuse_item(wanted, item)),
        Value::Object(map) => return map.values().try_for_each(|item| refuse_item(wanted, item)),
        _ => return Ok(()),
    };
    let name = wanted.name;
    Err(format!("would have a hole where the argument `{name}` {hole}: give a string or a number"))
}

/// Everything after a `#` would not be sent.
fn refuse_fragment(wanted: Wanted<'_>) -> Result<(), String> {
    if wanted.place == Place::Fragment {
        return Ok(());
    }
    Err(format!(
        "would be cut off where the argument `{}` has a `#`: write `%23`, or use `{{{}}}`, which \
         encodes it",
        wanted.name, wanted.name
    ))
}

fn refuse_item(wanted: Wanted<'_>, item: &Value) -> Result<(), String> {
    let name = wanted.name;
    match item {
        Value::Null => {
            Err(format!("would have a hole where the argument `{name}` contains null: remove it"))
        }
        Value::Array(_) | Value::Object(_) => Err(format!(
            "can't take the argument `{name}`, which contains {}: give a list or an object of \
             strings and numbers",
            kind_of(item)
        )),
        _ => refuse_hole(wanted, item),
    }
}
