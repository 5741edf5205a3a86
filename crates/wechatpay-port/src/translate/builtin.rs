//! Functions and constants of PHP itself.

use php_ast::owned::{Arg, Expr, ExprKind, FunctionCallExpr, NewExpr};
use php_ast::{MagicConstKind, Span};
use serde_json::Value;

use super::Translator;
use crate::code::{Code, Entries, Json, Link};
use crate::finding::Message;
use crate::term::{Form, Term, Type, quoted};

/// The arguments of a call, if they are plain.
pub(super) fn plain(arguments: &[Arg]) -> Option<Vec<&Expr>> {
    arguments
        .iter()
        .map(|argument| match &argument.kind {
            php_ast::owned::ArgKind::Value(value) if argument.name.is_none() => Some(value),
            _ => None,
        })
        .collect()
}

impl Translator<'_> {
    pub(super) fn function_call(&mut self, call: &FunctionCallExpr, span: Span) -> Term {
        let name = match &call.name.kind {
            ExprKind::Name(name) => name.as_str().to_owned(),
            ExprKind::Identifier(name) => name.as_str().to_owned(),
            ExprKind::Variable(name) => return self.call_variable(name.as_str(), &call.args, span),
            _ => return self.unknown(span),
        };
        let lower = name.trim_start_matches('\\').to_ascii_lowercase();
        if let Some(signature) =
            self.signatures.get(lower.rsplit('\\').next().unwrap_or(&lower)).cloned()
        {
            return self.call_own(&signature, None, &call.args, span);
        }
        let Some(arguments) = plain(&call.args) else { return self.unknown(span) };
        self.builtin(lower.rsplit('\\').next().unwrap_or(&lower), &arguments, span)
            .unwrap_or_else(|| self.unknown(span))
    }

    fn builtin(&mut self, name: &str, arguments: &[&Expr], span: Span) -> Option<Term> {
        let first = arguments.first().copied();
        Some(match (name, arguments) {
            ("json_decode", [text, ..]) => self.json_decode(text),
            ("json_encode", [value, ..]) => self.json_encode(value),
            ("print_r" | "var_export", [_, returned])
                if !matches!(returned.kind, ExprKind::Bool(false)) =>
            {
                let term = self.expression(first?);
                match term.kind {
                    Type::Json | Type::List => {
                        let code =
                            if term.kind == Type::List { self.value(term) } else { term.code };
                        Term::owned(
                            Code::call("format!", vec![Code::text("\"{:#}\""), code]),
                            Type::Text,
                        )
                    }
                    _ => Term::owned(self.string(term), Type::Text),
                }
            }
            ("print_r" | "var_dump" | "var_export" | "dump" | "dd", [value]) => {
                Term::owned(self.dumped(value), Type::Unit)
            }
            ("error_log", [value, ..]) => {
                let mut code = self.printed(&[value]);
                if let Code::Call(name, _) = &mut code {
                    *name = "eprintln!".to_owned();
                }
                Term::owned(code, Type::Unit)
            }
            ("printf", _) => {
                let term = self.sprintf(arguments, span);
                Term::owned(
                    Code::call("println!", vec![Code::text("\"{}\""), self.display(term)]),
                    Type::Unit,
                )
            }
            ("sprintf", _) => self.sprintf(arguments, span),
            ("time", []) => Term::owned(Code::call("Formatter::timestamp", Vec::new()), Type::Int),
            ("strval", [value]) => {
                let term = self.expression(value);
                if term.kind == Type::Text {
                    term
                } else {
                    Term::owned(self.string(term), Type::Text)
                }
            }
            ("boolval", [value]) => Term::owned(self.condition(value), Type::Bool),
            (
                "floatval" | "round" | "bcmul" | "bcdiv" | "bcadd" | "bcsub" | "number_format"
                | "floor" | "ceil",
                _,
            ) => self.money_hole(span),
            ("intval", [value, ..]) => {
                if let ExprKind::Binary(_) | ExprKind::FunctionCall(_) =
                    &super::operator::unwrapped(value).kind
                {
                    let before = (self.findings.len(), self.calls.len(), self.function.holes);
                    let term = self.expression(value);
                    if term.kind == Type::Hole {
                        self.findings.truncate(before.0);
                        self.calls.truncate(before.1);
                        self.function.holes = before.2;
                        return Some(if is_money(value) {
                            self.money_hole(span)
                        } else {
                            self.unknown(span)
                        });
                    }
                    return Some(Term::owned(self.int(term), Type::Int));
                }
                let term = self.expression(value);
                if term.kind == Type::Hole { term } else { Term::owned(self.int(term), Type::Int) }
            }
            ("count" | "sizeof", [value]) => {
                let term = self.expression(value);
                let length = match term.kind {
                    Type::Json => {
                        self.helpers.insert(super::Helper::Items);
                        Code::call("items", vec![self.value_ref(term)]).method("len", Vec::new())
                    }
                    Type::List => term.code.method("len", Vec::new()),
                    _ => return None,
                };
                Term::owned(
                    Code::Binary(Box::new(length), "as", Box::new(Code::text("i64"))),
                    Type::Int,
                )
            }
            ("strlen", [value]) => {
                let term = self.expression(value);
                let length = match term.kind {
                    Type::Text | Type::Body | Type::Bytes => term.code.method("len", Vec::new()),
                    Type::Json => self.str_entry(term).method("len", Vec::new()),
                    _ => return None,
                };
                Term::owned(
                    Code::Binary(Box::new(length), "as", Box::new(Code::text("i64"))),
                    Type::Int,
                )
            }
            ("trim" | "strtolower" | "strtoupper" | "rtrim" | "ltrim", [value]) => {
                let term = self.expression(value);
                let text = match term.kind {
                    Type::Text => term.code,
                    Type::Json => self.str_entry(term),
                    _ => self.string(term),
                };
                let method = match name {
                    "trim" => "trim",
                    "strtolower" => "to_lowercase",
                    "strtoupper" => "to_uppercase",
                    "rtrim" => "trim_end",
                    _ => "trim_start",
                };
                let code = text.method(method, Vec::new());
                if method.starts_with("to_") {
                    Term::owned(code, Type::Text)
                } else {
                    Term::owned(code.method("to_owned", Vec::new()), Type::Text)
                }
            }
            ("is_null", [value]) => self.is_kind(value, "is_null")?,
            ("is_array", [value]) => self.is_kind(value, "is_array")?,
            ("is_string", [value]) => self.is_kind(value, "is_string")?,
            ("in_array", [needle, haystack, ..]) => {
                let (needle, haystack) = (self.expression(needle), self.expression(haystack));
                let Code::Json(Json::List(list)) = haystack.code else { return None };
                let literals: Option<Vec<String>> = list
                    .entries
                    .iter()
                    .map(|entry| entry.value.flat().filter(|text| text.starts_with('"')))
                    .collect();
                let patterns = literals.filter(|literals| !literals.is_empty())?.join(" | ");
                let (needle, patterns) = match (&needle.kind, needle.form) {
                    (Type::Json, _) => {
                        (needle.code.method("as_str", Vec::new()), format!("Some({patterns})"))
                    }
                    (Type::Text, Form::Ref) => (needle.code, patterns),
                    (Type::Text, _) => (needle.code.method("as_str", Vec::new()), patterns),
                    _ => return None,
                };
                Term::owned(Code::call("matches!", vec![needle, Code::Text(patterns)]), Type::Bool)
            }
            ("http_build_query", [value]) => {
                let term = self.expression(value);
                // It is what the option makes of it.
                if term.kind == Type::Json { term } else { return None }
            }
            ("file_get_contents", [path]) => {
                let path = self.expression(path);
                if path.known_text() == Some("php://input") {
                    return Some(self.notification_body(span));
                }
                let path = match path.known_text().and_then(|text| text.strip_prefix("file://")) {
                    Some(path) => Code::Text(quoted(path)),
                    None => self.text_argument(path),
                };
                let read = Code::call("std::fs::read_to_string", vec![path])
                    .method("map_err", vec![Code::text("Error::other")]);
                Term::owned(self.tried(read), Type::Text)
            }
            ("getenv" | "env", [name, rest @ ..]) => self.environment(name, rest)?,
            ("basename", [path]) => {
                let path = self.expression(path);
                let text = path.known_text()?;
                Term::literal(text.rsplit('/').next().unwrap_or(text))
            }
            ("uniqid", _) | ("md5", _) | ("date", _) | ("rand" | "mt_rand", _) => return None,
            ("array_merge", [left, right]) => self.array_merge(left, right)?,
            _ => return None,
        })
    }

    fn is_kind(&mut self, value: &Expr, method: &str) -> Option<Term> {
        let term = self.expression(value);
        match term.kind {
            Type::Json => Some(Term::owned(term.code.method(method, Vec::new()), Type::Bool)),
            Type::Hole => Some(term),
            _ => None,
        }
    }

    /// `json_decode((string) $response->getBody(), true)`
    fn json_decode(&mut self, text: &Expr) -> Term {
        let term = self.expression(text);
        match term.kind {
            Type::Body => match body_of(term.code) {
                Ok(response) => {
                    let code = response.method("json::<Value>", Vec::new());
                    Term::owned(self.tried(code), Type::Json)
                }
                Err(bytes) => self.parsed("serde_json::from_slice", bytes),
            },
            Type::Notification => {
                let code = term.code.method("resource_json", Vec::new());
                Term::owned(self.tried(code), Type::Json)
            }
            Type::Bytes => {
                let bytes = match term.form {
                    Form::Ref => term.code,
                    _ => term.code.reference(),
                };
                self.parsed("serde_json::from_slice", bytes)
            }
            Type::Json => {
                let text = self.str_entry(term);
                self.parsed("serde_json::from_str", text)
            }
            Type::Hole => {
                let code = self.hole_as(term.code, "Value");
                Term::owned(code, Type::Hole)
            }
            _ => {
                let text = self.str_ref(term);
                self.parsed("serde_json::from_str", text)
            }
        }
    }

    fn parsed(&mut self, function: &str, text: Code) -> Term {
        let code = Code::call(format!("{function}::<Value>"), vec![text])
            .method("map_err", vec![Code::text("Error::other")]);
        Term::owned(self.tried(code), Type::Json)
    }

    fn json_encode(&mut self, value: &Expr) -> Term {
        let term = self.expression(value);
        let known = term.known.as_ref().map(Value::to_string).map(Value::String);
        let code = match term.kind {
            Type::Json => term.code.method("to_string", Vec::new()),
            _ => self.value(term).method("to_string", Vec::new()),
        };
        Term::owned(code, Type::Text).known(known)
    }

    fn environment(&mut self, name: &Expr, rest: &[&Expr]) -> Option<Term> {
        let name = self.expression(name);
        let name = name.known_text()?.to_owned();
        let variable = Code::call("std::env::var", vec![Code::Text(quoted(&name))]);
        Some(match rest {
            [] => {
                let code = variable.method("map_err", vec![Code::text("Error::other")]);
                Term::owned(self.tried(code), Type::Text)
            }
            [default] => {
                let default = self.expression(default);
                match (&default.kind, default.known_text()) {
                    (Type::Null, _) | (_, Some("")) => {
                        Term::owned(variable.method("unwrap_or_default", Vec::new()), Type::Text)
                    }
                    (Type::Text, _) => {
                        let default = self.string(default);
                        Term::owned(
                            variable.method(
                                "unwrap_or_else",
                                vec![Code::Closure("|_|".to_owned(), Box::new(default))],
                            ),
                            Type::Text,
                        )
                    }
                    _ => return None,
                }
            }
            _ => return None,
        })
    }

    /// Two literal maps become one.
    fn array_merge(&mut self, left: &Expr, right: &Expr) -> Option<Term> {
        let (left, right) = (self.expression(left), self.expression(right));
        match (left.code, right.code) {
            (Code::Json(Json::Map(left)), Code::Json(Json::Map(right))) => {
                let mut entries = left;
                entries.entries.extend(right.entries);
                Some(self.json_term(Json::Map(entries), None))
            }
            _ => None,
        }
    }

    pub(super) fn constant(&mut self, name: &str, span: Span) -> Term {
        let name = name.trim_start_matches('\\');
        match name {
            "PHP_EOL" => return Term::literal("\n"),
            "DIRECTORY_SEPARATOR" => return Term::literal("/"),
            "JSON_UNESCAPED_UNICODE" | "JSON_UNESCAPED_SLASHES" | "JSON_PRETTY_PRINT" => {
                return Term::int(0);
            }
            _ => {}
        }
        match self.constants.get(name) {
            Some(term) => term.clone(),
            None => self.unknown(span),
        }
    }

    pub(super) fn magic(&mut self, kind: MagicConstKind, span: Span) -> Term {
        match kind {
            MagicConstKind::Dir => {
                let message = Message::new(
                    "__DIR__ is the folder of the PHP file: give the path",
                    "__DIR__ 是 PHP 文件所在目录：请给出路径",
                );
                self.hole(span, message)
            }
            _ => self.unknown(span),
        }
    }

    /// `new X(…)`
    pub(super) fn instance(&mut self, new: &NewExpr, span: Span) -> Term {
        let class = match &new.class.kind {
            ExprKind::Name(name) => self.class_name(&name.to_string_repr()),
            ExprKind::Identifier(name) => self.class_name(name.as_str()),
            _ => return self.unknown(span),
        };
        match class.as_str() {
            "stdclass" => self.json_term(
                Json::Map(Entries::default()),
                Some(Value::Object(serde_json::Map::new())),
            ),
            "wechatpay\\util\\mediautil" | "mediautil" => self.media(&new.args, span),
            "guzzlehttp\\psr7\\lazyopenstream" | "lazyopenstream" => {
                match new.args.first().and_then(Arg::value) {
                    Some(path) => self.expression(path),
                    None => self.unknown(span),
                }
            }
            "arrayobject" if new.args.is_empty() => self.json_term(
                Json::Map(Entries::default()),
                Some(Value::Object(serde_json::Map::new())),
            ),
            _ => self.unknown(span),
        }
    }
}

/// The response of `response.body()`.
pub(super) fn body_of(code: Code) -> Result<Code, Code> {
    match code {
        Code::Chain(root, mut links) => match links.last() {
            Some(Link::Method(name, _)) if name == "body" => {
                links.pop();
                Ok(if links.is_empty() { *root } else { Code::Chain(root, links) })
            }
            _ => Err(Code::Chain(root, links)),
        },
        code => Err(code),
    }
}

fn is_money(value: &Expr) -> bool {
    match &super::operator::unwrapped(value).kind {
        ExprKind::Binary(binary) => {
            matches!(binary.op, php_ast::BinaryOp::Mul | php_ast::BinaryOp::Div)
        }
        ExprKind::FunctionCall(call) => {
            matches!(&call.name.kind, ExprKind::Identifier(name) if matches!(name.as_str(), "round" | "bcmul" | "strval" | "floatval"))
                || matches!(&call.name.kind, ExprKind::Name(name) if matches!(name.as_str(), "round" | "bcmul" | "strval" | "floatval"))
        }
        _ => false,
    }
}
