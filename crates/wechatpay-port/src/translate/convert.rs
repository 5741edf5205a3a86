//! From what a value is to what its place wants.

use super::{Helper, Translator};
use crate::code::{Code, Json, Link};
use crate::term::{Form, Term, Type};

impl Translator<'_> {
    /// A value in `json!`.
    pub(super) fn in_json(&mut self, term: Term) -> Json {
        if let Code::Json(json) = term.code {
            return json;
        }
        match term.kind {
            Type::Null => Json::Literal("null".to_owned()),
            Type::Hole => Json::Code(Box::new(self.hole_as(term.code, "Value"))),
            Type::Body | Type::Bytes => Json::Code(Box::new(self.display(term))),
            Type::Error | Type::Notification => Json::Code(Box::new(self.string(term))),
            // `json!` takes a reference itself.
            _ => match (term.code, &term.known) {
                (Code::Text(text), Some(_)) => Json::Literal(text),
                (Code::Prefix("&", inner), _) => Json::Code(inner),
                (code, _) => Json::Code(Box::new(code)),
            },
        }
    }

    /// An owned `Value`.
    pub(super) fn value(&mut self, term: Term) -> Code {
        match (&term.kind, term.form) {
            (Type::Json, Form::Owned) => term.code,
            (Type::Json, _) => match term.code {
                Code::Prefix("&", inner) => inner.method("clone", Vec::new()),
                code => code.method("clone", Vec::new()),
            },
            (Type::Null, _) => Code::text("Value::Null"),
            (Type::Hole, _) => self.hole_as(term.code, "Value"),
            _ => Code::Json(self.in_json(term)),
        }
    }

    /// A `&Value`.
    pub(super) fn value_ref(&mut self, term: Term) -> Code {
        match (&term.kind, term.form) {
            (Type::Json, Form::Ref) => term.code,
            (Type::Json, _) => term.code.reference(),
            (Type::Hole, _) => self.hole_as(term.code, "Value").reference(),
            _ => Code::Json(self.in_json(term)).reference(),
        }
    }

    /// A `&str`.
    pub(super) fn str_ref(&mut self, term: Term) -> Code {
        match (&term.kind, term.form) {
            (Type::Text, Form::Ref) => term.code,
            (Type::Text, _) => term.code.reference(),
            (Type::Hole, _) => {
                let code = self.hole_as(term.code, "String");
                if self.settings.draft { code.reference() } else { code }
            }
            (Type::Body | Type::Bytes | Type::Notification, _) => self.display(term).reference(),
            _ => self.string(term).reference(),
        }
    }

    /// A `&str` of something that is a text for sure: an entry of a response, say.
    pub(super) fn str_entry(&mut self, term: Term) -> Code {
        match term.kind {
            Type::Json => {
                term.code.method("as_str", Vec::new()).method("unwrap_or_default", Vec::new())
            }
            _ => self.str_ref(term),
        }
    }

    /// For `impl AsRef<str>`, `impl Into<String>`, `impl Into<PathBuf>` of something that is a text.
    pub(super) fn text_argument(&mut self, term: Term) -> Code {
        match (&term.kind, term.form) {
            (Type::Text, Form::Ref | Form::Owned) => term.code,
            (Type::Text, Form::Place) => term.code.reference(),
            (Type::Json, _) => self.str_entry(term),
            (Type::Body | Type::Bytes, _) => self.display(term),
            _ => self.str_ref(term),
        }
    }

    /// For `impl AsRef<[u8]>`: bytes or a text.
    pub(super) fn bytes_argument(&mut self, term: Term) -> Code {
        match (&term.kind, term.form) {
            (Type::Bytes | Type::Body, Form::Owned | Form::Ref) => term.code,
            (Type::Bytes | Type::Body, Form::Place) => term.code.reference(),
            _ => self.text_argument(term),
        }
    }

    /// An owned `String`, as PHP converts to text.
    pub(super) fn string(&mut self, term: Term) -> Code {
        match (&term.kind, term.form) {
            (Type::Text, Form::Owned) => term.code,
            (Type::Text, Form::Place) => term.code.method("clone", Vec::new()),
            (Type::Text, Form::Ref) if matches!(term.code, Code::If(..) | Code::Match(..)) => {
                each_value(term.code, &owned_literal)
            }
            (Type::Text, Form::Ref) => match (&term.code, term.known_text()) {
                (Code::Text(literal), Some("")) if literal == "\"\"" => {
                    Code::call("String::new", Vec::new())
                }
                _ => term.code.method("to_owned", Vec::new()),
            },
            (Type::Null, _) => Code::call("String::new", Vec::new()),
            (Type::Hole, _) => self.hole_as(term.code, "String"),
            (Type::Bool, _) => Code::call("String::from", vec![self.display(term)]),
            (Type::Body | Type::Bytes | Type::Notification, _) => {
                self.display(term).method("into_owned", Vec::new())
            }
            (Type::Json, _) => self.display(term),
            (Type::List, _) => {
                let value = self.value(term);
                value.method("to_string", Vec::new())
            }
            _ => term.code.method("to_string", Vec::new()),
        }
    }

    /// Something with `Display` that shows it as PHP does.
    pub(super) fn display(&mut self, term: Term) -> Code {
        match term.kind {
            Type::Json => {
                self.helpers.insert(Helper::Text);
                Code::call("text", vec![self.value_ref(term)])
            }
            Type::List => self.value(term),
            Type::Null | Type::Unit => Code::text("\"\""),
            Type::Bool => Code::If(
                vec![(term.code, crate::code::Block::value(Code::text("\"1\"")))],
                Some(crate::code::Block::value(Code::text("\"\""))),
            ),
            Type::Body | Type::Bytes => {
                let bytes = match term.form {
                    Form::Ref => term.code,
                    _ => term.code.reference(),
                };
                Code::call("String::from_utf8_lossy", vec![bytes])
            }
            Type::Notification => Code::call(
                "String::from_utf8_lossy",
                vec![term.code.method("resource_bytes", Vec::new())],
            ),
            Type::Hole => self.hole_as(term.code, "String"),
            _ => match term.code {
                Code::Call(name, mut arguments) if name == "i64::from" && arguments.len() == 1 => {
                    arguments.remove(0)
                }
                Code::Chain(root, mut links) if matches!(links.last(), Some(Link::Method(name, _)) if name == "to_string") =>
                {
                    links.pop();
                    if links.is_empty() { *root } else { Code::Chain(root, links) }
                }
                code => code,
            },
        }
    }

    /// A `bool`, as PHP takes it for true.
    pub(super) fn truth(&mut self, term: Term) -> Code {
        match (&term.kind, term.form) {
            (Type::Bool, _) => term.code,
            (Type::Int, _) => term.code.binary("!=", Code::text("0")),
            (Type::Float, _) => term.code.binary("!=", Code::text("0.0")),
            (Type::Text | Type::List | Type::Bytes, _) => {
                term.code.method("is_empty", Vec::new()).not()
            }
            (Type::Json, _) => {
                self.helpers.insert(Helper::Truthy);
                Code::call("truthy", vec![self.value_ref(term)])
            }
            (Type::Null | Type::Unit, _) => Code::text("false"),
            (Type::Hole, _) => self.hole_as(term.code, "bool"),
            _ => Code::text("true"),
        }
    }

    /// An `i64`.
    pub(super) fn int(&mut self, term: Term) -> Code {
        match term.kind {
            Type::Int => term.code,
            Type::Json => {
                self.helpers.insert(Helper::Int);
                Code::call("int", vec![self.value_ref(term)])
            }
            Type::Text => {
                let text = if term.is_literal() {
                    term.code
                } else {
                    term.code.method("trim", Vec::new())
                };
                text.method("parse::<i64>", Vec::new()).method("unwrap_or_default", Vec::new())
            }
            Type::Bool => Code::call("i64::from", vec![term.code]),
            Type::Float => Code::Binary(Box::new(term.code), "as", Box::new(Code::text("i64"))),
            Type::Hole => self.hole_as(term.code, "i64"),
            _ => Code::text("0"),
        }
    }

    /// An owned value of a type.
    pub(super) fn coerced(&mut self, term: Term, kind: &Type) -> Option<Code> {
        Some(match kind {
            Type::Hole => term.code,
            _ if term.kind == Type::Hole => {
                let rust = kind.rust();
                self.hole_as(term.code, &rust)
            }
            Type::Json => match term.kind.is_json()
                || matches!(term.kind, Type::Body | Type::Error | Type::Bytes)
            {
                true if term.kind == Type::Unit => Code::text("Value::Null"),
                true => self.value(term),
                false => return None,
            },
            Type::Text => match &term.kind {
                Type::Text
                | Type::Int
                | Type::Float
                | Type::Json
                | Type::Body
                | Type::Null
                | Type::Bool
                | Type::Bytes
                | Type::Error => self.string(term),
                _ => return None,
            },
            Type::Int => match &term.kind {
                Type::Int | Type::Json | Type::Text | Type::Bool | Type::Null => self.int(term),
                _ => return None,
            },
            Type::Float => match &term.kind {
                Type::Float => term.code,
                Type::Int => match term.known {
                    Some(number) => Code::Text(format!("{number}.0")),
                    None => Code::Binary(Box::new(term.code), "as", Box::new(Code::text("f64"))),
                },
                Type::Json => {
                    term.code.method("as_f64", Vec::new()).method("unwrap_or_default", Vec::new())
                }
                _ => return None,
            },
            Type::Bool => match &term.kind {
                Type::Unit => return None,
                _ => self.truth(term),
            },
            Type::Unit => match &term.kind {
                Type::Unit | Type::Null => Code::text("()"),
                _ => return None,
            },
            Type::List if term.kind == Type::Json => {
                let owned = self.value(term);
                owned
                    .method("as_array", Vec::new())
                    .method("cloned", Vec::new())
                    .method("unwrap_or_default", Vec::new())
            }
            kind if *kind == term.kind => match term.form {
                Form::Owned => term.code,
                _ if kind.is_copy() => term.code,
                Form::Place | Form::Ref => self.cloned(term),
            },
            _ => return None,
        })
    }

    /// A copy of its own.
    pub(super) fn cloned(&mut self, term: Term) -> Code {
        if term.form == Form::Owned || term.kind.is_copy() {
            return term.code;
        }
        match term.kind {
            Type::Text => self.string(term),
            Type::Bytes => term.code.method("to_vec", Vec::new()),
            Type::List if term.form == Form::Ref => term.code.method("to_vec", Vec::new()),
            _ => match term.code {
                Code::Prefix("&", inner) => inner.method("clone", Vec::new()),
                code => code.method("clone", Vec::new()),
            },
        }
    }

    /// An argument for a parameter.
    pub(super) fn argument(&mut self, term: Term, kind: &Type) -> Option<Code> {
        Some(match kind {
            Type::Text => self.str_ref(term),
            Type::Json if term.kind.is_json() => self.value_ref(term),
            Type::Promise(_) => self.coerced(term, kind)?,
            kind if kind.is_copy() => self.coerced(term, kind)?,
            kind if *kind == term.kind => match term.form {
                Form::Ref => term.code,
                _ => term.code.reference(),
            },
            Type::List | Type::Bytes => self.coerced(term, kind)?.reference(),
            _ if term.kind == Type::Hole => {
                let rust = kind.rust();
                self.hole_as(term.code, &rust).reference()
            }
            _ => return None,
        })
    }

    /// A hole of a type: in a draft, the compiler wants to know it.
    pub(super) fn hole_as(&mut self, code: Code, rust: &str) -> Code {
        match code {
            Code::Chain(root, links) if matches!(links.as_slice(), [Link::Try]) => match *root {
                Code::Call(name, arguments) if name == "hole" => {
                    Code::Call(format!("hole::<{rust}>"), arguments).tried()
                }
                root => Code::Chain(Box::new(root), links),
            },
            code => code,
        }
    }
}

/// Applies a conversion to each value of an `if` or `match`.
fn each_value(code: Code, convert: &impl Fn(Code) -> Code) -> Code {
    let block = |mut block: crate::code::Block| {
        if let Some(crate::code::Statement { kind: crate::code::Kind::Tail(value), .. }) =
            block.statements.last_mut()
        {
            *value = each_value(std::mem::replace(value, Code::text("()")), convert);
        }
        block
    };
    match code {
        Code::If(branches, otherwise) => Code::If(
            branches.into_iter().map(|(condition, then)| (condition, block(then))).collect(),
            otherwise.map(block),
        ),
        Code::Match(subject, arms) => Code::Match(
            subject,
            arms.into_iter().map(|(pattern, code)| (pattern, each_value(code, convert))).collect(),
        ),
        Code::Prefix("return ", value) => Code::Prefix("return ", value),
        code => convert(code),
    }
}

fn owned_literal(code: Code) -> Code {
    code.method("to_owned", Vec::new())
}
