//! What a verb takes for options: JSON, or anything that serialises to it. And their copies.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Options, too_deep};
use crate::body::Body;
use crate::error::Error;
use crate::json_value::{is_deep, kind_of};
use crate::language::say;
use crate::multipart::Multipart;

impl From<Value> for Options {
    fn from(value: Value) -> Self {
        let mut options = Self::new();
        match value {
            _ if is_deep(&value) => options.note(Err(too_deep(&say!("the options", "选项")))),
            Value::Object(arguments) => options.arguments = arguments,
            Value::Null => {}
            // PHP's empty array.
            Value::Array(empty) if empty.is_empty() => {}
            other => {
                let kind = kind_of(&other);
                options.note(Err(Error::options(say!(
                    "the options are {kind}, but must be a JSON object such as \
                     json!({{\"query\": {{…}}}})",
                    "选项必须是 JSON 对象，例如 json!({{\"query\": {{…}}}})，而这里是{kind}";
                    kind
                ))));
            }
        }
        options
    }
}

impl From<Map<String, Value>> for Options {
    fn from(arguments: Map<String, Value>) -> Self {
        Value::Object(arguments).into()
    }
}

impl From<()> for Options {
    fn from((): ()) -> Self {
        Self::new()
    }
}

/// Anything that serialises to an object: a struct, a map, a [`Value`]. Fields are options and
/// variables, as the keys of the JSON object are; a field that is `None` is absent.
///
/// By reference, since a [`Value`] itself is taken as it is, without a copy.
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
impl<T: Serialize + ?Sized> From<&T> for Options {
    fn from(value: &T) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => value.into(),
            Err(error) => {
                let mut options = Self::new();
                options.note(Err(Error::options(say!(
                    "the options can't be written as JSON: {error}",
                    "选项无法序列化为 JSON：{error}"
                ))
                .with_source(error)));
                options
            }
        }
    }
}

impl<K: Serialize, V: Serialize, S> From<HashMap<K, V, S>> for Options {
    fn from(map: HashMap<K, V, S>) -> Self {
        (&map).into()
    }
}

impl<K: Serialize, V: Serialize> From<BTreeMap<K, V>> for Options {
    fn from(map: BTreeMap<K, V>) -> Self {
        (&map).into()
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
