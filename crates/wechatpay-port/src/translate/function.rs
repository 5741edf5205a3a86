//! Functions and methods: their parameters, their results, and calls of them.

use std::collections::HashMap;
use std::rc::Rc;

use php_ast::Span;
use php_ast::owned::{Arg, ArgKind, Block as PhpBlock, Comment, Param, TypeHint, TypeHintKind};
use serde_json::Value;

use super::{Function, Parameter, Signature, Translator};
use crate::code::{Block, Code, Kind};
use crate::names;
use crate::source::Parsed;
use crate::term::{Form, Term, Type};
use crate::uses::Uses;

/// A function of Rust, ready to be written.
pub(super) struct Item {
    pub doc: Vec<String>,
    pub attributes: Vec<String>,
    pub head: Head,
    pub block: Block,
    pub span: Span,
}

pub(super) struct Head {
    /// `pub fn run`
    pub name: String,
    pub parameters: Vec<String>,
    /// ` -> Result<(), Error>`
    pub result: String,
}

/// What a function of PHP is.
pub(super) struct Given<'e> {
    pub php: String,
    pub parameters: &'e [Param],
    pub result: Option<&'e TypeHint>,
    pub body: &'e PhpBlock,
    pub doc: Option<&'e Comment>,
    pub span: Span,
    pub is_static: bool,
    pub public: bool,
}

impl Translator<'_> {
    /// The signature, as far as the declaration tells.
    pub(super) fn signature(&mut self, given: &Given<'_>) -> Signature {
        let uses = Uses::of(&given.body.stmts);
        let in_class = self.class.is_some();
        let doc = given.doc.map(|doc| Parsed::comment_lines(&doc.text)).unwrap_or_default();
        let mut client = false;
        let mut parameters = Vec::new();
        let handles = self.handles_notification(given.body.span);
        for (at, parameter) in given.parameters.iter().enumerate() {
            let php = parameter.name.or_error().to_owned();
            let hint = parameter.type_hint.as_ref().and_then(|hint| self.hinted(hint));
            let unused_client = matches!(php.as_str(), "instance" | "client")
                && hint.is_none()
                && !uses.is_read(&php);
            if hint == Some(Type::Client) || uses.is_client(&php) || unused_client {
                client = true;
                continue;
            }
            let default =
                parameter.default.as_ref().and_then(|default| self.constant_value(default));
            let nullable = matches!(
                parameter.type_hint.as_ref().map(|hint| &hint.kind),
                Some(TypeHintKind::Nullable(_))
            ) || default == Some(Value::Null);
            let kind = if nullable || parameter.variadic {
                Type::Json
            } else {
                hint.or_else(|| documented(&doc, &php))
                    .or_else(|| default.as_ref().map(kind_of))
                    .unwrap_or_else(|| guessed(&php, &uses))
            };
            let mut name = self.variable_name(&php);
            let mut kind = kind;
            if handles && name == "headers" {
                // The module's own take its place.
                continue;
            }
            if handles && kind == Type::Text && name.contains("body") {
                (name, kind) = ("body".to_owned(), Type::Bytes);
            }
            parameters.push(Parameter { name, php, at, kind, default });
        }
        let result = given.result.and_then(|hint| self.hinted(hint));
        let notification = self.handles_notification(given.body.span);
        let own_client =
            !client && (given.is_static || !in_class) && (needs_client(&uses) || notification);
        Signature {
            name: names::value(&given.php),
            parameters,
            result: result.unwrap_or(Type::Hole),
            client: client || own_client,
            method: in_class && !given.is_static,
            notification: self.handles_notification(given.body.span),
        }
    }

    /// The type that a declaration of PHP names.
    pub(super) fn hinted(&self, hint: &TypeHint) -> Option<Type> {
        match &hint.kind {
            TypeHintKind::Keyword(keyword, _) => by_name(keyword.as_str()),
            TypeHintKind::Named(name) => {
                let class = self.class_name(&name.to_string_repr());
                by_name(&class).or_else(|| self.class_type(&class))
            }
            TypeHintKind::Nullable(inner) => match self.hinted(inner) {
                Some(client @ Type::Client) => Some(client),
                Some(_) => Some(Type::Json),
                None => None,
            },
            TypeHintKind::Union(types) => {
                let types: Option<Vec<Type>> = types.iter().map(|hint| self.hinted(hint)).collect();
                types?.into_iter().reduce(|a, b| a.union(&b))
            }
            _ => None,
        }
    }

    fn class_type(&self, class: &str) -> Option<Type> {
        Some(match class.rsplit('\\').next().unwrap_or(class) {
            "builderchainable" | "clientdecoratorinterface" | "clientdecorator" => Type::Client,
            "responseinterface" if class.contains("psr") || !class.contains('\\') => Type::Response,
            "promiseinterface" => Type::Promise(Box::new(Type::Response)),
            "throwable" | "exception" | "requestexception" | "guzzleexception" => Type::Error,
            "mediautil" => Type::Media,
            "openssl_asymmetric_key" | "opensslasymmetrickey" => Type::PrivateKey,
            "stdclass" => Type::Json,
            _ => return None,
        })
    }

    /// Translates the body of a function.
    pub(super) fn function_item(
        &mut self,
        given: &Given<'_>,
        signature: &Signature,
        owner: Option<&str>,
    ) -> Item {
        let uses = Rc::new(Uses::of(&given.body.stmts));
        let name = owner
            .map_or_else(|| signature.name.clone(), |owner| format!("{owner}::{}", signature.name));
        let result =
            if signature.result == Type::Hole { None } else { Some(signature.result.clone()) };
        self.function = Function {
            name,
            uses: uses.clone(),
            result: result.clone(),
            this: if signature.method { "self" } else { "" },
            notification: signature.notification,
            ..Function::default()
        };
        for parameter in &signature.parameters {
            let form = if parameter.kind.is_copy() || matches!(parameter.kind, Type::Promise(_)) {
                Form::Place
            } else {
                Form::Ref
            };
            self.declare(
                &parameter.php,
                parameter.name.clone(),
                parameter.kind.clone(),
                form,
                None,
                0,
            );
        }
        let mut block = Block::default();
        self.owned_parameters(signature, &uses, &mut block);
        let mut body = self.statements(&given.body.stmts, given.body.span.end.saturating_sub(1));
        block.statements.append(&mut body.statements);
        let kind = result
            .or_else(|| self.function.returned.clone())
            .filter(|kind| *kind != Type::Null)
            .unwrap_or(Type::Unit);
        if !block.diverges() && kind != Type::Unit {
            let default = self.default_of(&kind);
            block.push(Kind::Do(default));
        }
        super::closure::finish_returns(&mut block, true, kind == Type::Unit);
        super::closure::plain_json(&mut block);
        super::tidy::tidy(&mut block, self.function.idiom, &self.function.inlined);
        let mut parameters = Vec::new();
        if signature.method {
            parameters.push("&self".to_owned());
        }
        if signature.client {
            let unused = if super::mentioned::mentions(&block, "client") { "" } else { "_" };
            parameters.push(format!("{unused}client: &Client"));
        }
        for parameter in &signature.parameters {
            let unused = if super::mentioned::mentions(&block, &parameter.name) { "" } else { "_" };
            parameters.push(format!("{unused}{}: {}", parameter.name, parameter.kind.parameter()));
        }
        if signature.notification {
            for (name, kind) in [("headers", "&HeaderMap"), ("body", "&[u8]")] {
                if signature.parameters.iter().any(|parameter| parameter.name == name) {
                    continue;
                }
                let unused = if super::mentioned::mentions(&block, name) { "" } else { "_" };
                parameters.push(format!("{unused}{name}: {kind}"));
            }
        }
        let visible = if given.public { "pub " } else { "" };
        let asynchronous = if self.settings.asynchronous { "async " } else { "" };
        let mut attributes = Vec::new();
        if parameters.len() > 7 {
            attributes.push("#[allow(clippy::too_many_arguments)]".to_owned());
        }
        let head = Head {
            name: format!("{visible}{asynchronous}fn {}", signature.name),
            parameters,
            result: format!(" -> Result<{}, Error>", kind.rust()),
        };
        Item { doc: self.documentation(given.doc), attributes, head, block, span: given.span }
    }

    /// Parameters that the function changes are variables of its own.
    fn owned_parameters(&mut self, signature: &Signature, uses: &Uses, block: &mut Block) {
        for parameter in &signature.parameters {
            let changed = uses.is_changed_after(&parameter.php, 0, 0)
                && uses.is_amended(&parameter.php)
                || uses.is_changed_after(&parameter.php, 0, usize::MAX)
                    && uses.is_written(&parameter.php)
                    && !uses.is_straight(&parameter.php, 0);
            if !changed {
                continue;
            }
            let form = if parameter.kind.is_copy() { Form::Owned } else { Form::Ref };
            let term = Term::new(Code::Text(parameter.name.clone()), parameter.kind.clone(), form);
            let own = self.cloned(term);
            block.push(Kind::Let(format!("mut {}", parameter.name), Some(own)));
            self.declare(
                &parameter.php,
                parameter.name.clone(),
                parameter.kind.clone(),
                Form::Place,
                None,
                0,
            );
        }
    }

    /// A doc comment without what the signature says.
    pub(super) fn documentation(&mut self, doc: Option<&Comment>) -> Vec<String> {
        let Some(doc) = doc else { return Vec::new() };
        let mut lines: Vec<String> = Vec::new();
        for line in Parsed::comment_lines(&doc.text) {
            let trimmed = line.trim();
            let line = match trimmed.strip_prefix("@param") {
                Some(rest) => {
                    let Some((_, rest)) = rest.split_once('$') else { continue };
                    let (name, text) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
                    if text.trim().is_empty() {
                        continue;
                    }
                    if lines.last().is_some_and(|last| !last.is_empty()) {
                        lines.push(String::new());
                    }
                    lines.push(format!("`{}`: {}", names::value(name), text.trim()));
                    continue;
                }
                None if [
                    "@return", "@throws", "@var", "@access", "@author", "@date", "@package",
                ]
                .iter()
                .any(|tag| trimmed.starts_with(tag)) =>
                {
                    let mut words = trimmed.splitn(3, char::is_whitespace);
                    match words.nth(2) {
                        Some(text) if !text.trim().is_empty() => {
                            trimmed.trim_start_matches('@').to_owned()
                        }
                        _ => continue,
                    }
                }
                None => line,
            };
            if line.is_empty() && lines.last().is_none_or(String::is_empty) {
                continue;
            }
            lines.push(line);
        }
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines
    }

    /// The value of a constant expression.
    pub(super) fn constant_value(&mut self, expression: &php_ast::owned::Expr) -> Option<Value> {
        let before = (self.findings.len(), self.function.holes);
        let term = self.expression(expression);
        self.findings.truncate(before.0);
        self.function.holes = before.1;
        term.known
    }

    /// A call of a function or method of this file.
    pub(super) fn call_own(
        &mut self,
        signature: &Signature,
        receiver: Option<Code>,
        arguments: &[Arg],
        span: Span,
    ) -> Term {
        if signature.notification {
            return self.unknown(span);
        }
        let mut given: HashMap<String, Term> = HashMap::new();
        for (place, argument) in arguments.iter().enumerate() {
            let ArgKind::Value(value) = &argument.kind else { return self.unknown(span) };
            let name = match &argument.name {
                Some(name) => name.as_str().to_owned(),
                None => match signature.parameters.iter().find(|parameter| parameter.at == place) {
                    Some(parameter) => parameter.php.clone(),
                    // The client, or what PHP ignores.
                    None => continue,
                },
            };
            let term = self.expression(value);
            given.insert(name, term);
        }
        let mut items = Vec::new();
        if signature.client {
            let client = self.client();
            items.push(if self.function.this.is_empty() { client } else { client.reference() });
        }
        for parameter in &signature.parameters {
            let term = match given.remove(&parameter.php) {
                Some(term) => term,
                None => match &parameter.default {
                    Some(value) => self.known_term(value),
                    None => return self.unknown(span),
                },
            };
            match self.argument(term, &parameter.kind) {
                Some(code) => items.push(code),
                None => return self.unknown(span),
            }
        }
        let result =
            if signature.result == Type::Hole { Type::Json } else { signature.result.clone() };
        let code = match receiver {
            Some(receiver) => receiver.method(signature.name.clone(), items),
            None => {
                let name = match &self.class {
                    Some(_) if signature.method || self.is_static(signature) => {
                        format!("Self::{}", signature.name)
                    }
                    _ => signature.name.clone(),
                };
                Code::call(name, items)
            }
        };
        if self.settings.asynchronous {
            if !self.function.depth_sync() {
                return self.unknown(span);
            }
            let code = match code {
                Code::Chain(root, mut links) => {
                    links.push(crate::code::Link::Await);
                    Code::Chain(root, links)
                }
                root => Code::Chain(Box::new(root), vec![crate::code::Link::Await]),
            };
            return Term::owned(self.tried(code), result);
        }
        Term::owned(self.tried(code), result)
    }

    fn is_static(&self, signature: &Signature) -> bool {
        let Some(class) = &self.class else { return false };
        self.signatures.iter().any(|(key, known)| {
            known.name == signature.name && key.starts_with(&format!("{}::", class.php))
        })
    }

    /// A literal of a known value.
    pub(super) fn known_term(&mut self, value: &Value) -> Term {
        match value {
            Value::String(text) => Term::literal(text),
            Value::Null => Term::null(),
            Value::Bool(value) => Term::bool(*value),
            Value::Number(number) if number.is_i64() => {
                Term::int(number.as_i64().unwrap_or_default())
            }
            other => {
                let text = if *other == Value::Array(Vec::new()) {
                    "[]".to_owned()
                } else {
                    other.to_string()
                };
                Term::owned(Code::Json(crate::code::Json::Literal(text)), Type::Json)
                    .known(other.clone())
            }
        }
    }
}

fn needs_client(uses: &Uses) -> bool {
    uses.names().any(|name| uses.is_client(name) && !uses.is_written(name)) || uses.builds_paths
}

fn by_name(name: &str) -> Option<Type> {
    Some(match name.trim_start_matches('\\').to_ascii_lowercase().as_str() {
        "string" => Type::Text,
        "int" | "integer" => Type::Int,
        "float" | "double" => Type::Float,
        "bool" | "boolean" | "false" | "true" => Type::Bool,
        "array" | "iterable" | "object" => Type::Json,
        "void" | "never" => Type::Unit,
        "null" => Type::Json,
        _ => return None,
    })
}

/// `@param int $amount`
fn documented(doc: &[String], name: &str) -> Option<Type> {
    let line = doc.iter().find(|line| {
        line.trim_start().starts_with("@param")
            && line.split_whitespace().any(|word| word.trim_end_matches(',') == format!("${name}"))
    })?;
    let kind = line.split_whitespace().nth(1)?;
    if kind.ends_with("[]") || kind.starts_with("array") {
        return Some(Type::Json);
    }
    if kind.contains('|') {
        return kind
            .split('|')
            .map(by_name)
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .reduce(|a, b| a.union(&b));
    }
    by_name(kind)
}

pub(super) fn kind_of(value: &Value) -> Type {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => Type::Json,
        Value::Bool(_) => Type::Bool,
        Value::Number(number) if number.is_f64() => Type::Float,
        Value::Number(_) => Type::Int,
        Value::String(_) => Type::Text,
    }
}

/// What a parameter without a type is, by what is done with it and by its name.
fn guessed(name: &str, uses: &Uses) -> Type {
    let lower = name.to_ascii_lowercase();
    if uses.is_array(name)
        || uses.is_object(name)
        || lower.ends_with("params")
        || lower.ends_with("options")
        || lower.ends_with("config")
        || lower.ends_with("data")
    {
        return Type::Json;
    }
    let amount = ["amount", "total", "fee", "price", "count", "limit", "offset", "page"]
        .iter()
        .any(|word| lower.ends_with(word));
    if amount { Type::Int } else { Type::Text }
}
