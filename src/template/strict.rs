//! Expands the template of a call, with stricter rules than RFC 6570: no variable may be missing or
//! empty.

use serde_json::Value;

use super::expand::{self, Place, Wanted};
use super::{malformed, shown};
use crate::error::Error;
use crate::json_value::kind_of;
use crate::language::{Text, say};

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
            say!(
                "needs the argument `{name}`: add it as a string or a number",
                "缺少参数 `{name}`：请以字符串或数字给出"
            )
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
fn refuse_hole(wanted: Wanted<'_>, value: &Value) -> Result<(), Text> {
    let in_path = wanted.place == Place::Path;
    let may_be_hole = in_path && !wanted.operator.named;
    let hole = match value {
        Value::String(text) if wanted.operator.reserved && text.contains('#') => {
            return refuse_fragment(wanted);
        }
        Value::Bool(false) if in_path => {
            say!("is false, which has no text", "为 false，没有对应的文本")
        }
        Value::String(text) if may_be_hole && text.is_empty() => say!("is empty", "为空"),
        Value::Array(items) if may_be_hole && items.is_empty() => {
            say!("is an empty list", "为空数组")
        }
        Value::Object(map) if may_be_hole && map.is_empty() => {
            say!("is an empty object", "为空对象")
        }
        Value::Array(items) => return items.iter().try_for_each(|item| refuse_item(wanted, item)),
        Value::Object(map) => return map.values().try_for_each(|item| refuse_item(wanted, item)),
        _ => return Ok(()),
    };
    let name = wanted.name;
    Err(say!(
        "would have a hole where the argument `{name}` {hole}: give a string or a number",
        "会出现空缺，因为参数 `{name}` {hole}：请给出字符串或数字";
        hole
    ))
}

/// Everything after a `#` would not be sent.
fn refuse_fragment(wanted: Wanted<'_>) -> Result<(), Text> {
    if wanted.place == Place::Fragment {
        return Ok(());
    }
    let name = wanted.name;
    Err(say!(
        "would be cut off where the argument `{name}` has a `#`: write `%23`, or use `{{{name}}}`, \
         which encodes it",
        "会在参数 `{name}` 的 `#` 处被截断：请写 `%23`，或用 `{{{name}}}`，它会编码"
    ))
}

fn refuse_item(wanted: Wanted<'_>, item: &Value) -> Result<(), Text> {
    let name = wanted.name;
    match item {
        Value::Null => Err(say!(
            "would have a hole where the argument `{name}` contains null: remove it",
            "会出现空缺，因为参数 `{name}` 含有 null：请去掉"
        )),
        Value::Array(_) | Value::Object(_) => {
            let kind = kind_of(item);
            Err(say!(
                "can't take the argument `{name}`, which contains {kind}: give a list or an object \
                 of strings and numbers",
                "不能使用参数 `{name}`，因为其中含有{kind}：请给出由字符串和数字组成的数组或对象";
                kind
            ))
        }
        _ => refuse_hole(wanted, item),
    }
}
