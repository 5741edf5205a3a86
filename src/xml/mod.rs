//! XML as APIv2 uses it: elements and texts, without attributes.

mod deserialize;
mod read;
mod write;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use self::deserialize::Element;
pub(crate) use self::read::read;
pub(crate) use self::write::{is_name, write};
use crate::error::{Error, ErrorKind, one_line};
use crate::language::say;

/// Converts between JSON objects and APIv2's XML, with the names of PHP's `Transformer`.
///
/// ```
/// use serde_json::json;
/// use wechatpay_chain::Transformer;
///
/// let xml = Transformer::to_xml(&json!({"return_code": "SUCCESS", "attach": "<a>"}))?;
/// assert_eq!(xml, "<xml><return_code>SUCCESS</return_code><attach><![CDATA[<a>]]></attach></xml>");
/// assert_eq!(Transformer::to_array(&xml)?["attach"], "<a>");
/// # Ok::<(), wechatpay_chain::Error>(())
/// ```
#[derive(Debug)]
pub struct Transformer;

impl Transformer {
    /// Reads XML into an object of strings, nested objects, and lists of elements that have the same
    /// name.
    ///
    /// Attributes, comments, and text beside elements are dropped. At most 4 MiB, 10,000 elements and
    /// 32 levels are read.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] if it is not well-formed or too large, for which PHP returns an empty
    /// array, or if it has a document type or an entity other than XML's own five.
    #[doc(alias = "toArray")]
    pub fn to_array(xml: impl AsRef<[u8]>) -> Result<Value, Error> {
        read(xml.as_ref()).map(Value::Object)
    }

    /// Writes an object as the children of one element `xml`, without a declaration.
    ///
    /// A value with `<`, `>`, `&` or `"` is written as CDATA. The items of a list, and keys that are
    /// not names of elements, become `item`. Null and false are empty, true is `1`, as in PHP.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`] if a text has a control character, which XML can't represent.
    #[doc(alias = "toXml")]
    pub fn to_xml(value: &Value) -> Result<String, Error> {
        write(value)
    }
}

/// Deserializes the children of the outermost element. Numbers are read from their digits; an element
/// is also a list of one, and an empty one also `None`.
pub(crate) fn deserialize<T: DeserializeOwned>(fields: Map<String, Value>) -> Result<T, Error> {
    T::deserialize(Element(fields.into())).map_err(|error| {
        let reason = one_line(&error.to_string(), 300);
        let message = say!(
            "the XML does not fit the type that was asked for: {reason}",
            "XML 与所要求的类型不符：{reason}"
        );
        Error::new(ErrorKind::Decode, message)
    })
}

/// The texts of an object's own fields, without those that are nested.
pub(crate) fn texts(fields: &Map<String, Value>) -> impl Iterator<Item = (&str, &str)> {
    fields.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
}
