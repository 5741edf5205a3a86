//! Paths of endpoints: `$instance->v3->pay`, `->chain('v3/pay')`, `['v3/pay']`.

use php_ast::owned::{Expr, ExprKind};
use serde_json::Value;

use super::Translator;
use crate::code::Code;
use crate::names;
use crate::term::{Part, Term, Type, quoted};
use crate::uses::is_path;

/// A path as PHP builds it.
pub(super) struct Path {
    pub receiver: Code,
    /// The path of the receiver, if it is a chain.
    prefix: Option<String>,
    steps: Vec<Step>,
    /// Variables of the template that come from interpolated values.
    pub variables: Vec<(String, Term)>,
    pub query: Option<Query>,
}

enum Step {
    Segment(String),
    Chain(Piece),
    Index(Piece),
}

/// The text of a path.
enum Piece {
    Template(String),
    /// With the text, if it is the same in each run.
    Code(Code, Option<String>),
}

/// The query that stood in a path.
pub(super) enum Query {
    Pairs(Vec<(String, Term)>),
    Text(Term),
}

impl Translator<'_> {
    /// The path that an expression builds, if it builds one.
    pub(super) fn path(&mut self, expression: &Expr) -> Option<Path> {
        let mut reversed = Vec::new();
        let mut root = expression;
        loop {
            match &root.kind {
                ExprKind::Parenthesized(inner) => root = inner,
                ExprKind::PropertyAccess(access) if !is_this(&access.object) => {
                    reversed.push((root, &access.property));
                    root = &access.object;
                }
                ExprKind::MethodCall(call)
                    if is_named(&call.method, "chain") && call.args.len() == 1 =>
                {
                    reversed.push((root, call.args[0].value()?));
                    root = &call.object;
                }
                ExprKind::ArrayAccess(access) => {
                    reversed.push((root, access.index.as_ref()?));
                    root = &access.array;
                }
                _ => break,
            }
        }
        let evidence = reversed.last().is_some_and(|(step, argument)| builds_path(step, argument));
        let (receiver, prefix) = self.receiver(root, evidence)?;
        let mut path =
            Path { receiver, prefix, steps: Vec::new(), variables: Vec::new(), query: None };
        for (step, argument) in reversed.into_iter().rev() {
            match &step.kind {
                ExprKind::PropertyAccess(_) => match &argument.kind {
                    ExprKind::Identifier(name) => {
                        path.steps.push(Step::Segment(name.as_str().to_owned()))
                    }
                    _ => {
                        let term = self.expression(argument);
                        let is_value = |text: &str| {
                            !text.starts_with('_')
                                && text.len() > 3
                                && text.contains(|c: char| c.is_ascii_digit())
                        };
                        let step = match (&argument.kind, term.known_text()) {
                            // A number that was made elsewhere: its letters are kept.
                            (ExprKind::Variable(name), Some(text)) if is_value(text) => {
                                let name = variable_name("", Some(name.as_str()), &path.variables);
                                path.variables.push((name.clone(), term));
                                Step::Chain(Piece::Template(format!("{{{name}}}")))
                            }
                            (_, Some(text)) => Step::Segment(text.to_owned()),
                            (_, None) => Step::Chain(self.piece(term, argument, &mut path)),
                        };
                        path.steps.push(step);
                    }
                },
                ExprKind::MethodCall(_) => {
                    let term = self.expression(argument);
                    let piece = self.piece(term, argument, &mut path);
                    path.steps.push(Step::Chain(piece));
                }
                _ => {
                    let term = self.expression(argument);
                    let piece = self.piece(term, argument, &mut path);
                    path.steps.push(match piece {
                        // An index takes templates, and those only.
                        Piece::Template(template) => Step::Index(Piece::Template(template)),
                        code => Step::Chain(code),
                    });
                }
            }
        }
        Some(path)
    }

    /// The client or chain that a path begins with, and the path of the chain.
    fn receiver(&mut self, root: &Expr, evidence: bool) -> Option<(Code, Option<String>)> {
        let empty = Some(String::new());
        match &root.kind {
            ExprKind::Variable(name) if name.as_str() != "this" => {
                match self.function.variables.get(name.as_str()) {
                    Some(variable) if variable.kind == Type::Client => {
                        Some((Code::Text(variable.name.clone()), empty))
                    }
                    Some(variable) if variable.kind == Type::Chain => {
                        let prefix =
                            variable.known.as_ref().and_then(Value::as_str).map(str::to_owned);
                        Some((Code::Text(variable.name.clone()), prefix))
                    }
                    Some(_) => None,
                    None if evidence || self.function.uses.is_client(name.as_str()) => {
                        Some((self.client(), empty))
                    }
                    None => None,
                }
            }
            ExprKind::PropertyAccess(access) => {
                let ExprKind::Identifier(property) = &access.property.kind else { return None };
                let is_client = self.class.as_ref().is_some_and(|class| {
                    class.clients.iter().any(|name| name == property.as_str())
                });
                (is_client || evidence).then(|| (self.client(), empty))
            }
            ExprKind::StaticPropertyAccess(_)
            | ExprKind::StaticMethodCall(_)
            | ExprKind::MethodCall(_)
            | ExprKind::FunctionCall(_)
                if evidence =>
            {
                let before = self.findings.len();
                let (calls, holes) = (self.calls.len(), self.function.holes);
                let term = self.expression(root);
                if term.kind == Type::Client || term.kind == Type::Chain {
                    return Some((term.code, empty));
                }
                // A container of the framework gives it: here it is the parameter.
                self.findings.truncate(before);
                self.calls.truncate(calls);
                self.function.holes = holes;
                Some((self.client(), empty))
            }
            ExprKind::Assign(_) | ExprKind::New(_) => None,
            _ => None,
        }
    }

    /// How the function reaches the client.
    pub(super) fn client(&self) -> Code {
        match &self.class {
            Some(_) if !self.function.this.is_empty() => {
                Code::text(self.function.this).field("client")
            }
            _ => Code::text("client"),
        }
    }

    /// `->request($method, $uri)`
    pub(super) fn push_uri(&mut self, path: &mut Path, uri: &Expr) {
        let term = self.expression(uri);
        let piece = self.piece(term, uri, path);
        path.steps.push(Step::Chain(piece));
    }

    /// The text of a path, whose values become variables of the template.
    fn piece(&mut self, term: Term, argument: &Expr, path: &mut Path) -> Piece {
        let is_variable = matches!(argument.kind, ExprKind::Variable(_));
        if is_variable
            && term.parts.is_some()
            && let Some(name) = term.code.flat()
        {
            self.function.inlined.insert(name);
        }
        // Values stay variables of the template, also those that are known: their letters are kept.
        let has_values = term.parts.iter().flatten().any(|part| matches!(part, Part::Value(..)));
        if let (Some(text), false, false) = (term.known_text(), is_variable, has_values) {
            return Piece::Template(text.to_owned());
        }
        let Some(parts) = term.parts.clone().or_else(|| self.only_value(&term, argument)) else {
            let known = term.known_text().map(str::to_owned);
            return Piece::Code(self.text_argument(term), known);
        };
        let mut template = String::new();
        let mut query: Option<Vec<Part>> = None;
        for part in parts {
            let part = match part {
                // A part of the path itself, such as a constant with its beginning.
                Part::Value(value, _)
                    if value.known_text().is_some_and(|text| text.contains(['/', '?'])) =>
                {
                    Part::Literal(value.known_text().unwrap_or_default().to_owned())
                }
                part => part,
            };
            match (part, &mut query) {
                (Part::Literal(text), None) => match text.split_once('?') {
                    Some((before, behind)) => {
                        template.push_str(before);
                        query = Some(vec![Part::Literal(behind.to_owned())]);
                    }
                    None => template.push_str(&text),
                },
                (part, Some(query)) => query.push(part),
                (Part::Value(value, name), None) => {
                    let name = variable_name(&template, name.as_deref(), &path.variables);
                    template.push_str(&format!("{{{name}}}"));
                    path.variables.push((name, *value));
                }
            }
        }
        if !path.variables.is_empty() {
            self.note(
                argument.span,
                "PHP lower-cases capitals in the values of this path; here they are variables of the template, and kept",
                "PHP 会改写此路径中值的大写字母；此处作为模板变量，原样发送",
            );
        }
        if let Some(query) = query {
            path.query = Some(self.query(query));
        }
        Piece::Template(template)
    }

    /// A path that is one value, with a slash before it or not.
    fn only_value(&self, term: &Term, argument: &Expr) -> Option<Vec<Part>> {
        match &argument.kind {
            // The whole path comes from elsewhere.
            ExprKind::Variable(_)
            | ExprKind::FunctionCall(_)
            | ExprKind::MethodCall(_)
            | ExprKind::ArrayAccess(_) => None,
            _ => match term.kind {
                Type::Int => Some(vec![Part::Value(Box::new(term.clone()), None)]),
                _ => None,
            },
        }
    }

    /// `a=1&b={$c}` as pairs, or as one text.
    fn query(&mut self, parts: Vec<Part>) -> Query {
        if let [Part::Value(term, _)] = parts
            .iter()
            .filter(|part| !matches!(part, Part::Literal(text) if text.is_empty()))
            .collect::<Vec<_>>()
            .as_slice()
            && term.kind == Type::Json
        {
            // What `http_build_query` was given.
            return Query::Text((**term).clone());
        }
        let mut pairs: Vec<(String, Vec<Part>)> = Vec::new();
        let mut in_value = false;
        let mut readable = true;
        for part in parts.iter().cloned() {
            match part {
                Part::Literal(text) => {
                    for (place, piece) in text.split('&').enumerate() {
                        if place > 0 {
                            in_value = false;
                        }
                        if in_value {
                            if let Some((_, value)) = pairs.last_mut()
                                && !piece.is_empty()
                            {
                                value.push(Part::Literal(decoded(piece)));
                            }
                        } else if let Some((key, value)) = piece.split_once('=') {
                            let value = if value.is_empty() {
                                Vec::new()
                            } else {
                                vec![Part::Literal(decoded(value))]
                            };
                            pairs.push((decoded(key), value));
                            in_value = true;
                        } else if !piece.is_empty() {
                            readable = false;
                        }
                    }
                }
                Part::Value(..) if !in_value => readable = false,
                value @ Part::Value(..) => {
                    if let Some((_, parts)) = pairs.last_mut() {
                        parts.push(value);
                    }
                }
            }
        }
        if !readable || pairs.is_empty() {
            return Query::Text(self.joined(parts));
        }
        Query::Pairs(pairs.into_iter().map(|(key, parts)| (key, self.joined(parts))).collect())
    }

    /// The chain or client that the path leads to.
    pub(super) fn chain(&mut self, path: &Path) -> Code {
        let mut code = path.receiver.clone();
        let mut segments: Vec<String> = Vec::new();
        let mut is_root = true;
        for step in &path.steps {
            if let Step::Segment(name) = step {
                segments.push(name.clone());
                continue;
            }
            code = with_segments(code, &mut segments, &mut is_root);
            code = match step {
                Step::Chain(Piece::Template(template)) => {
                    code.method("chain", vec![Code::Text(quoted(template))])
                }
                Step::Chain(Piece::Code(text, _)) | Step::Index(Piece::Code(text, _)) => {
                    code.method("chain", vec![text.clone()])
                }
                Step::Index(Piece::Template(template)) => code.index(Code::Text(quoted(template))),
                Step::Segment(_) => code,
            };
            is_root = false;
        }
        with_segments(code, &mut segments, &mut is_root)
    }
}

impl Path {
    pub(super) fn is_client(&self) -> bool {
        self.steps.is_empty() && self.prefix.as_deref() == Some("")
    }

    pub(super) fn has_steps(&self) -> bool {
        !self.steps.is_empty()
    }

    /// The template, if it is the same in each run.
    pub(super) fn template(&self) -> Option<String> {
        let mut path = crate::call::Template::default();
        path.join(self.prefix.as_ref()?);
        for step in &self.steps {
            match step {
                Step::Segment(name) => path.segment(name),
                Step::Chain(Piece::Template(template)) | Step::Index(Piece::Template(template)) => {
                    path.join(template)
                }
                Step::Chain(Piece::Code(_, known)) | Step::Index(Piece::Code(_, known)) => {
                    path.join(known.as_ref()?)
                }
            }
        }
        Some(path.text())
    }
}

/// `chain!(client->a->b)`, or `.seg("a")` behind something else.
fn with_segments(code: Code, segments: &mut Vec<String>, is_root: &mut bool) -> Code {
    if segments.is_empty() {
        return code;
    }
    let names = std::mem::take(segments);
    let Some(receiver) = code.flat().filter(|_| *is_root) else {
        return names
            .iter()
            .fold(code, |code, name| code.method("seg", vec![Code::Text(quoted(name))]));
    };
    *is_root = false;
    let path: String = names
        .iter()
        .map(
            |name| if is_plain(name) { format!("->{name}") } else { format!("->{}", quoted(name)) },
        )
        .collect();
    Code::text(format!("chain!({receiver}{path})"))
}

/// Whether a segment is a name of Rust as well.
fn is_plain(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !name.is_empty()
}

/// A name for a value in a path that neither the call nor the template has yet.
fn variable_name(template: &str, name: Option<&str>, taken: &[(String, Term)]) -> String {
    let mut wanted = match name {
        Some(name) if !is_option(name) => names::value(name),
        _ => {
            let segment = template.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            let segment = segment.trim_start_matches('{').trim_end_matches('}');
            if segment.is_empty() { "value".to_owned() } else { names::value(segment) }
        }
    };
    if is_option(&wanted) || wanted.starts_with(|first: char| first.is_ascii_digit()) {
        wanted = format!("{wanted}_value");
    }
    let first = wanted.clone();
    let mut number = 2;
    while taken.iter().any(|(name, _)| *name == wanted)
        || template.contains(&format!("{{{wanted}}}"))
    {
        wanted = format!("{first}_{number}");
        number += 1;
    }
    wanted
}

/// The options of a call.
pub(super) fn is_option(name: &str) -> bool {
    matches!(
        name,
        "query"
            | "json"
            | "body"
            | "form_params"
            | "multipart"
            | "headers"
            | "base_uri"
            | "sink"
            | "timeout"
            | "connect_timeout"
            | "http_errors"
            | "debug"
            | "xml"
            | "security"
            | "nonceless"
    )
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let hex = |at: usize| behind.get(at).and_then(|&digit| char::from(digit).to_digit(16));
        match (first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &behind[2..];
                continue;
            }
            (b'+', ..) => bytes.push(b' '),
            _ => bytes.push(*first),
        }
        rest = behind;
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn is_this(expression: &Expr) -> bool {
    matches!(&expression.kind, ExprKind::Variable(name) if name.as_str() == "this")
}

pub(super) fn is_named(expression: &Expr, name: &str) -> bool {
    matches!(&expression.kind, ExprKind::Identifier(identifier) if identifier.as_str() == name)
}

/// Whether a step shows that what it is on is the client.
fn builds_path(step: &Expr, argument: &Expr) -> bool {
    let text = match &argument.kind {
        ExprKind::Identifier(name) => return matches!(name.as_str(), "v3" | "v2" | "hk" | "V3"),
        ExprKind::String(text) => text.to_str().map(str::to_owned),
        ExprKind::InterpolatedString(parts) => match parts.first() {
            Some(php_ast::owned::StringPart::Literal(text)) => text.to_str().map(str::to_owned),
            _ => None,
        },
        ExprKind::Binary(binary) => return builds_path(step, &binary.left),
        _ => None,
    };
    let by_chain = matches!(step.kind, ExprKind::MethodCall(_));
    text.map_or(by_chain, |text| {
        is_path(&text)
            || text.starts_with("https://api")
            || matches!(text.as_str(), "v3" | "v2")
                && !matches!(step.kind, ExprKind::ArrayAccess(_))
    })
}

/// `…->chain('v3/…')`
pub(crate) fn is_chain_call(call: &php_ast::owned::MethodCallExpr) -> bool {
    is_named(&call.method, "chain")
        && call
            .args
            .first()
            .and_then(|argument| argument.value())
            .is_some_and(|argument| builds_path(argument, argument))
}
