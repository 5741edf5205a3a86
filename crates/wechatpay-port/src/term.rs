//! An expression of Rust with what is known of its value.

use serde_json::Value;

use crate::code::Code;

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    Unit,
    /// PHP's null, and nothing else.
    Null,
    Bool,
    Int,
    Float,
    /// `&str` or `String`, by its [`Form`].
    Text,
    /// `serde_json::Value`
    Json,
    /// `Vec<Value>`
    List,
    /// `Vec<u8>` or `&[u8]`
    Bytes,
    Client,
    Chain,
    /// The response itself.
    Response,
    /// The body of a response.
    Body,
    Promise(Box<Type>),
    Error,
    PrivateKey,
    PublicKey,
    Media,
    /// `Body`, what a request sends.
    Stream,
    /// A verified and decrypted notification.
    Notification,
    /// A struct of this module.
    Class(String),
    /// What is not translated.
    Hole,
}

/// How a value is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A value of its own.
    Owned,
    /// A variable, field or entry, which belongs to another.
    Place,
    /// A reference.
    Ref,
}

/// A piece of a text: literal, or a value.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Literal(String),
    Value(Box<Term>, /* the name that the value has in PHP */ Option<String>),
}

#[derive(Clone, Debug)]
pub(crate) struct Term {
    pub code: Code,
    pub kind: Type,
    pub form: Form,
    /// The value, if it is the same in each run.
    pub known: Option<Value>,
    /// The pieces that a text is made of.
    pub parts: Option<Vec<Part>>,
}

impl Term {
    pub(crate) fn new(code: Code, kind: Type, form: Form) -> Self {
        Self { code, kind, form, known: None, parts: None }
    }

    pub(crate) fn owned(code: Code, kind: Type) -> Self {
        Self::new(code, kind, Form::Owned)
    }

    pub(crate) fn known(mut self, known: impl Into<Option<Value>>) -> Self {
        self.known = known.into();
        self
    }

    pub(crate) fn literal(text: &str) -> Self {
        Self::new(Code::Text(quoted(text)), Type::Text, Form::Ref).known(Value::from(text))
    }

    pub(crate) fn null() -> Self {
        Self::owned(Code::text("Value::Null"), Type::Null).known(Value::Null)
    }

    pub(crate) fn int(number: i64) -> Self {
        let literal = if i32::try_from(number).is_ok() {
            number.to_string()
        } else {
            format!("{number}_i64")
        };
        Self::owned(Code::Text(literal), Type::Int).known(Value::from(number))
    }

    pub(crate) fn bool(value: bool) -> Self {
        Self::owned(Code::text(value.to_string()), Type::Bool).known(Value::from(value))
    }

    /// The text of a known text.
    pub(crate) fn known_text(&self) -> Option<&str> {
        self.known.as_ref().and_then(Value::as_str)
    }

    pub(crate) fn is_literal(&self) -> bool {
        matches!(&self.code, Code::Text(text) if text.starts_with('"'))
    }
}

impl Type {
    /// The type of a field, of a result.
    pub(crate) fn rust(&self) -> String {
        match self {
            Self::Unit => "()",
            Self::Bool => "bool",
            Self::Int => "i64",
            Self::Float => "f64",
            Self::Text => "String",
            Self::Json | Self::Null | Self::Hole => "Value",
            Self::List => "Vec<Value>",
            Self::Bytes => "Vec<u8>",
            Self::Body => "Bytes",
            Self::Client => "Client",
            Self::Chain => "Chain",
            Self::Response => "Response",
            Self::Promise(inner) => return format!("Promise<{}>", inner.rust()),
            Self::Error => "Error",
            Self::PrivateKey => "PrivateKey",
            Self::PublicKey => "PublicKey",
            Self::Media => "MediaUtil",
            Self::Stream => "Body",
            Self::Notification => "Notification",
            Self::Class(name) => name,
        }
        .to_owned()
    }

    /// The type of a parameter.
    pub(crate) fn parameter(&self) -> String {
        match self {
            Self::Unit | Self::Bool | Self::Int | Self::Float => self.rust(),
            Self::Text => "&str".to_owned(),
            Self::List => "&[Value]".to_owned(),
            Self::Bytes | Self::Body => "&[u8]".to_owned(),
            Self::Promise(_) => self.rust(),
            other => format!("&{}", other.rust()),
        }
    }

    /// Whether a value is copied when it is passed.
    pub(crate) fn is_copy(&self) -> bool {
        matches!(self, Self::Unit | Self::Bool | Self::Int | Self::Float)
    }

    /// The type that holds the values of both.
    pub(crate) fn union(&self, other: &Self) -> Self {
        match (self, other) {
            (a, b) if a == b => a.clone(),
            (Self::Hole, other) | (other, Self::Hole) => other.clone(),
            (Self::Int, Self::Float) | (Self::Float, Self::Int) => Self::Float,
            (Self::Promise(a), Self::Promise(b)) => Self::Promise(Box::new(a.union(b))),
            _ => Self::Json,
        }
    }

    /// Whether `json!` takes it.
    pub(crate) fn is_json(&self) -> bool {
        matches!(
            self,
            Self::Unit
                | Self::Null
                | Self::Bool
                | Self::Int
                | Self::Float
                | Self::Text
                | Self::Json
                | Self::List
                | Self::Hole
        )
    }
}

/// A literal of Rust.
pub(crate) fn quoted(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for character in text.chars() {
        match character {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            '\0' => literal.push_str("\\0"),
            hidden
                if hidden.is_control()
                    || crate::source::misleads(hidden)
                    || is_invisible(hidden) =>
            {
                literal.push_str(&format!("\\u{{{:x}}}", u32::from(hidden)));
            }
            other => literal.push(other),
        }
    }
    literal.push('"');
    literal
}

/// Clippy refuses invisible characters in literals.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// What is inside a format of `format!`.
pub(crate) fn in_format(text: &str) -> String {
    let literal = quoted(text);
    literal[1..literal.len() - 1].replace('{', "{{").replace('}', "}}")
}
