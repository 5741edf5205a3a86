//! Parameters and fields.

use std::fmt;

use super::details::{Details, FieldRow};

/// The parameters of a query, or the fields of a body, a response or an object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fields(pub(super) u16);

/// A parameter of a query, or a field of a body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Field(u16);

/// The type of a [`Field`].
///
/// ```
/// use wechatpay_chain::catalogue::Type;
///
/// assert_eq!(Type::List(&Type::Object).to_string(), "object[]");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Type {
    /// A string. Of a multipart body's part that is a file, the documents say object.
    String,
    /// A number without fraction.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An object: see [`Field::fields`].
    Object,
    /// A list of values of this type.
    List(&'static Self),
}

/// By the numbers of the compact form.
const TYPES: [Type; 10] = [
    Type::String,
    Type::Integer,
    Type::Number,
    Type::Boolean,
    Type::Object,
    Type::List(&Type::String),
    Type::List(&Type::Integer),
    Type::List(&Type::Number),
    Type::List(&Type::Boolean),
    Type::List(&Type::Object),
];

impl Fields {
    /// Returns the fields, in the order of the documents.
    pub fn iter(self) -> impl ExactSizeIterator<Item = Field> + DoubleEndedIterator + Clone {
        Details::get().trees.get(self.0).iter().map(|field| Field(*field))
    }

    /// Returns the field of this name. APIv2's numbered fields, such as `coupon_id_$n`, are also
    /// found by a name with digits: `coupon_id_0`.
    ///
    /// ```
    /// use wechatpay_chain::catalogue;
    /// use wechatpay_chain::http::Method;
    ///
    /// let order = catalogue::endpoint(&Method::POST, "v3/pay/transactions/jsapi").unwrap();
    /// let amount = order.body().get("amount").unwrap();
    /// assert!(amount.is_required());
    /// assert!(amount.fields().get("total").is_some());
    /// ```
    pub fn get(self, name: &str) -> Option<Field> {
        let exact = self.iter().find(|field| field.name() == name);
        exact.or_else(|| self.iter().find(|field| is_numbered(field.name(), name)))
    }

    /// Returns how many fields there are.
    pub fn len(self) -> usize {
        self.iter().len()
    }

    /// Returns `true` if none is documented.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

impl Field {
    fn row(self) -> &'static FieldRow {
        &Details::get().fields[usize::from(self.0)]
    }

    /// Returns the name.
    pub fn name(self) -> &'static str {
        Details::get().names.get(self.row()[0])
    }

    /// Returns the type.
    pub fn kind(self) -> Type {
        TYPES[usize::from(self.row()[1] / 8)]
    }

    /// Returns `true` if the documents say that it must be there. If it belongs to an object, that
    /// holds wherever the object is.
    pub fn is_required(self) -> bool {
        self.row()[1] & 1 != 0
    }

    /// Returns `true` if its value is encrypted with the platform's key. See
    /// [`Sensitive`](crate::Sensitive).
    pub fn is_encrypted(self) -> bool {
        self.row()[1] & 2 != 0
    }

    /// Returns `true` if it is a string that holds JSON. [`fields`](Self::fields) tells the fields of
    /// that JSON.
    pub fn is_json_encoded(self) -> bool {
        self.row()[1] & 4 != 0
    }

    /// Returns the values that the documents list; none if it may have any.
    pub fn values(
        self,
    ) -> impl ExactSizeIterator<Item = &'static str> + DoubleEndedIterator + Clone {
        Details::get().values.get(self.row()[2])
    }

    /// Returns the fields of the object, of each object in the list, or of the JSON in the string.
    pub fn fields(self) -> Fields {
        Fields(self.row()[3])
    }
}

impl IntoIterator for Fields {
    type Item = Field;
    type IntoIter = std::vec::IntoIter<Field>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter().collect::<Vec<_>>().into_iter()
    }
}

/// Whether a name has digits where the documents have `$n` and `$m`.
fn is_numbered(documented: &str, name: &str) -> bool {
    let mut parts = documented.split(['$']);
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else {
        return false;
    };
    for part in parts {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        // Without the letter behind `$`.
        let behind = part.get(1..).and_then(|part| rest[digits..].strip_prefix(part));
        match behind {
            Some(behind) if digits > 0 => rest = behind,
            _ => return false,
        }
    }
    rest.is_empty()
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Object => "object",
            Self::List(of) => return write!(f, "{of}[]"),
        };
        f.pad(name)
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name(), self.kind())?;
        if !self.fields().is_empty() {
            write!(f, " {:?}", self.fields())?;
        }
        Ok(())
    }
}
