//! URI templates: all of RFC 6570, and the stricter rules of calls.

mod dot_segments;
mod encode;
mod expand;
mod expression;
mod parse;
mod shown;
mod strict;

use serde_json::Value;

pub(crate) use self::dot_segments::dot_segment;
pub(crate) use self::encode::{Allow, NOT_UNRESERVED, push};
pub(crate) use self::shown::{shown, shown_base, site};
pub(crate) use self::strict::expand_strict;
use crate::error::{Error, one_line};
use crate::json_value::kind_of;
use crate::language::{Text, say};

/// Expands a URI template by RFC 6570, all four levels.
///
/// `variables` is a JSON object whose values are strings, numbers, lists or objects. A variable that
/// is null or absent is undefined and expands to nothing. As in PHP, `true` becomes `1` and `false`
/// the empty string. A number is written with all its digits and without an exponent, `10.0` as `10`.
/// Names of variables may contain letters of any script.
///
/// A call such as [`Chain::get`](crate::Chain::get) is stricter than the RFC: it fails if a variable
/// has no argument, because the URL would address another endpoint, or none.
///
/// ```
/// use serde_json::json;
/// use wechatpay_chain::template::expand;
///
/// let variables = json!({"id": "a/b", "fields": ["x", "y"]});
/// assert_eq!(expand("v3/orders/{id}{?fields*}", &variables)?, "v3/orders/a%2Fb?fields=x&fields=y");
/// # Ok::<(), wechatpay_chain::Error>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::Path`](crate::ErrorKind::Path) if the template is malformed, a value is nested
/// more deeply than the RFC allows, a prefix (`{name:3}`) is applied to a list, or `variables` is not
/// an object.
pub fn expand(template: &str, variables: &Value) -> Result<String, Error> {
    let variables = match variables {
        Value::Object(map) => Some(map),
        Value::Null => None,
        other => {
            let kind = kind_of(other);
            return Err(Error::path(say!(
                "the variables are {kind}, but must be an object",
                "变量必须是对象，而这里是{kind}";
                kind
            )));
        }
    };
    expand::expand(template, &mut |wanted| Ok(variables.and_then(|map| map.get(wanted.name))))
        .map_err(|reason| malformed(&one_line(template, 200), &reason))
}

/// Returns the names of a template's variables in order, each once.
///
/// ```
/// use wechatpay_chain::template::variables;
///
/// assert_eq!(variables("v3/orders/{id}{?fields*,id}")?, ["id", "fields"]);
/// # Ok::<(), wechatpay_chain::Error>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::Path`](crate::ErrorKind::Path) if the template is malformed.
pub fn variables(template: &str) -> Result<Vec<String>, Error> {
    let mut names: Vec<String> = Vec::new();
    let expanded = expand::expand(template, &mut |wanted| {
        if names.iter().all(|known| known != wanted.name) {
            names.push(wanted.name.to_owned());
        }
        Ok(None)
    });
    expanded.map_err(|reason| malformed(&shown(template), &reason))?;
    Ok(names)
}

fn malformed(shown: &str, reason: &Text) -> Error {
    Error::path(say!("the template `{shown}` {reason}", "模板 `{shown}` {reason}"; reason))
}
