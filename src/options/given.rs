//! What a verb takes for options: JSON, or anything that serialises to it. And their copies.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Options, too_deep};
use crate::body::Body;
use crate::error::Error;
use crate::json_value::{is_deep, kind_of};
use crate::language::say;
use crate::multipart::Multipart;

/// Anything that serialises to an object: a struct, a map, a [`Value`], by value or by reference.
/// Fields are options and variables, as the keys of the JSON object are; a field that is `None` is
/// absent. `()` is no options.
///
/// ```no_run
/// use serde::Serialize;
///
/// #[derive(Serialize)]
/// struct Query {
///     transaction_id: String,
///     query: Merchant,
/// }
///
/// #[derive(Serialize)]
/// struct Merchant {
///     mchid: String,
/// }
///
/// # fn get(client: &wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
/// let query = Query {
///     transaction_id: "1217752501201407033233368018".to_owned(),
///     query: Merchant { mchid: "1900000109".to_owned() },
/// };
/// client.chain("v3/pay/transactions/id/{transaction_id}").get(&query)?;
/// # Ok(())
/// # }
/// ```
impl<T: Serialize> From<T> for Options {
    fn from(given: T) -> Self {
        let mut options = Self::new();
        match arguments(&given) {
            Ok(arguments) => options.arguments = arguments,
            Err(error) => options.note(Err(error)),
        }
        options
    }
}

fn arguments(given: &impl Serialize) -> Result<Map<String, Value>, Error> {
    let value = serde_json::to_value(given).map_err(|error| {
        Error::options(say!(
            "the options can't be written as JSON: {error}",
            "选项无法序列化为 JSON：{error}"
        ))
        .with_source(error)
    })?;
    match value {
        _ if is_deep(&value) => Err(too_deep(&say!("the options", "选项"))),
        Value::Object(arguments) => Ok(arguments),
        Value::Null => Ok(Map::new()),
        // PHP's empty array.
        Value::Array(empty) if empty.is_empty() => Ok(Map::new()),
        other => {
            let kind = kind_of(&other);
            Err(Error::options(say!(
                "the options are {kind}, but must be a JSON object such as json!({{\"query\": {{…}}}})",
                "选项必须是 JSON 对象，例如 json!({{\"query\": {{…}}}})，而这里是{kind}";
                kind
            )))
        }
    }
}

/// A copy, so that a call can be made again with the same options.
impl From<&Options> for Options {
    fn from(options: &Options) -> Self {
        options.clone()
    }
}

/// A body from [`Body::stream`] can be read only once, so a call with the copy fails before anything
/// is sent, and says so. Any other body is copied, and a file is read again by each call.
impl Clone for Options {
    fn clone(&self) -> Self {
        Self {
            arguments: self.arguments.clone(),
            variables: self.variables.clone(),
            settings: self.settings.copied(),
            mistake: self.mistake.as_ref().map(again),
        }
    }
}

/// The same error once more, without its source.
pub(crate) fn again(error: &Error) -> Error {
    let copy = Error::new(error.kind(), say!("{error}", "{error}"; error));
    match error.claim() {
        Some(outcome) => copy.with_outcome(outcome),
        None => copy,
    }
}

/// What can be copied, or says in its place why it can't.
pub(super) trait Copied {
    fn copied(&self) -> Self;
}

impl<T: Clone> Copied for T {
    fn copied(&self) -> Self {
        self.clone()
    }
}

impl Copied for Body {
    fn copied(&self) -> Self {
        self.try_clone().unwrap_or_else(|| {
            Body::failing(Error::options(say!(
                "the body is a stream, which can be read only once, and these options are a copy: \
                 make the body anew for each call, or give its bytes to `body`",
                "请求体是流，只能读取一次，而这些选项是副本：请为每次调用重新创建请求体，或将其字节传给 `body`"
            )))
        })
    }
}

impl Copied for Multipart {
    fn copied(&self) -> Self {
        self.copy()
    }
}
