//! Calls: `->get([…])`, `->postAsync([…])`, `->request('POST', $uri, […])`.

use php_ast::Span;
use php_ast::owned::{Arg, Expr, ExprKind, MethodCallExpr};
use serde_json::{Map, Value};

use super::Translator;
use super::path::{Path, Query, is_option};
use crate::Call;
use crate::code::{Code, Entries, Entry, Json};
use crate::term::{Form, Term, Type, quoted};

/// The method of a call.
enum Verb {
    /// `get`, `post`, …
    Named(&'static str),
    /// Known at run time.
    Code(Code),
}

impl Translator<'_> {
    /// A call of the API, if the expression is one.
    pub(super) fn verb(&mut self, call: &MethodCallExpr, span: Span) -> Option<Term> {
        let (name, asynchronous) = match &call.method.kind {
            ExprKind::Identifier(name) => verb_of(name.as_str())?,
            // `->{$method}(…)` and `->$method(…)`.
            ExprKind::Variable(_)
            | ExprKind::Parenthesized(_)
            | ExprKind::InterpolatedString(_)
            | ExprKind::String(_)
            | ExprKind::FunctionCall(_)
            | ExprKind::Binary(_) => ("", false),
            _ => return None,
        };
        let is_request = name == "request";
        let root_is_client =
            is_request && self.path(&call.object).is_some_and(|path| path.is_client());
        if is_request && !root_is_client {
            return None;
        }
        let mut path = self.path(&call.object)?;
        if !path.has_steps() && path.is_client() && !is_request {
            return None;
        }
        let (verb, options) = match name {
            "request" => {
                let method = call.args.first()?.value()?;
                let uri = call.args.get(1)?.value()?;
                let method = self.expression(method);
                let verb = self.verb_value(method);
                self.push_uri(&mut path, uri);
                (verb, call.args.get(2))
            }
            "" => {
                let method = self.expression(&call.method);
                let (verb, asynchronous) = match method.known_text().and_then(verb_of) {
                    Some((name, asynchronous)) => {
                        self.function.inlined.extend(method.code.flat());
                        (Verb::Named(name), asynchronous)
                    }
                    None => (self.verb_value(method), false),
                };
                return Some(self.made(verb, asynchronous, path, call.args.first(), span));
            }
            name => (Verb::Named(name), call.args.first()),
        };
        Some(self.made(verb, asynchronous, path, options, span))
    }

    fn verb_value(&mut self, method: Term) -> Verb {
        if let Some((name, _)) =
            method.known_text().map(str::to_ascii_lowercase).as_deref().and_then(verb_of)
        {
            return Verb::Named(name);
        }
        let method = self.str_ref(method);
        let upper = match method {
            Code::Prefix("&", inner) => *inner,
            code => code,
        }
        .method("to_uppercase", Vec::new())
        .method("parse::<Method>", Vec::new())
        .method("map_err", vec![Code::text("Error::other")]);
        Verb::Code(self.tried(upper))
    }

    fn made(
        &mut self,
        verb: Verb,
        asynchronous: bool,
        path: Path,
        options: Option<&Arg>,
        span: Span,
    ) -> Term {
        let chain = self.chain(&path);
        let template = path.template();
        let (options, known) = self.options(options, path, template.as_deref());
        self.record(&verb, template.as_deref(), known.as_ref(), span);
        let awaits = self.settings.asynchronous && self.function.depth_sync();
        let suffix = if asynchronous || awaits { "_async" } else { "" };
        let code = match verb {
            Verb::Named(name) => chain.method(format!("{name}{suffix}"), vec![options]),
            Verb::Code(method) => chain.method(format!("request{suffix}"), vec![method, options]),
        };
        if asynchronous {
            return Term::owned(code, Type::Promise(Box::new(Type::Response)));
        }
        let code = if awaits { self.waited(code) } else { self.tried(code) };
        Term::owned(code, Type::Response)
    }

    /// Keeps the request for those who check what is sent.
    fn record(&mut self, verb: &Verb, template: Option<&str>, options: Option<&Value>, span: Span) {
        let method = match verb {
            Verb::Named(name) => Some(name.to_ascii_uppercase()),
            Verb::Code(_) => None,
        };
        let path = template
            .zip(options)
            .and_then(|(template, options)| crate::call::target(template, options));
        if let (Some(template), Some(options)) = (template, options) {
            for name in crate::call::placeholders(template) {
                let missing = options
                    .get(&name)
                    .is_none_or(|value| value.is_null() || value.as_str() == Some(""));
                if missing && name != "empty" {
                    self.note(
                        span,
                        format!("the path's variable {name} has no value: PHP leaves a hole in the path, here the call is an error"),
                        format!("路径变量 {name} 没有值：PHP 会留空，此处调用会报错"),
                    );
                }
            }
        }
        let body =
            options.and_then(|options| options.get("json")).filter(|json| !json.is_null()).cloned();
        let other_body = options.is_some_and(|options| {
            ["body", "xml", "form_params", "multipart"].iter().any(|k| options.get(k).is_some())
        });
        let known = method.is_some() && path.is_some() && options.is_some() && !other_body;
        let function = self.function.name.clone();
        let line = self.line(span);
        self.calls.push(Call { line, function, method, path, body, known });
    }

    /// The argument of a verb, and its value if it is the same in each run.
    fn options(
        &mut self,
        argument: Option<&Arg>,
        path: Path,
        template: Option<&str>,
    ) -> (Code, Option<Value>) {
        let mut added = self.added(path);
        let given = argument.and_then(Arg::value);
        let elements = match given.map(|given| &given.kind) {
            None => return self.only_added(added),
            Some(ExprKind::Array(elements)) if elements.is_empty() => {
                return self.only_added(added);
            }
            Some(ExprKind::Array(elements)) => Some(elements),
            Some(_) => None,
        };
        let given = given.expect("there is an argument");
        if let Some(elements) = elements {
            if self.needs_builder(elements) {
                return (self.built(elements, added), None);
            }
            let (json, known) = self.json(given);
            let Json::Map(mut entries) = json else {
                let hole = self.unknown(given.span);
                return (hole.code, None);
            };
            let given_query =
                entries.entries.iter().any(|entry| entry.key.as_deref() == Some("\"query\""));
            if given_query {
                added.retain(|(name, _)| name != "query");
            }
            self.drop_unused(&mut entries, template, given.span);
            let known = merged(known, &added);
            let mut all: Vec<Entry> =
                added.into_iter().map(|(name, term)| self.entry(&name, term)).collect();
            all.append(&mut entries.entries);
            entries.entries = all;
            let term = self.json_term(Json::Map(entries), None);
            return (term.code, known);
        }
        let term = self.expression(given);
        let known = merged(term.known.clone(), &added);
        let is_variable = matches!(given.kind, ExprKind::Variable(_));
        let code = match (&term.kind, term.form) {
            (Type::Json, Form::Place) if !added.is_empty() => {
                let code = if self.is_last_use(given) { term.code } else { term.code.reference() };
                Code::call("Options::from", vec![code])
            }
            (Type::Json, Form::Place) if is_variable && self.is_last_use(given) => term.code,
            (Type::Json, Form::Place) => term.code.reference(),
            (Type::Null, _) => Code::text("()"),
            (Type::Json, _) if added.is_empty() => term.code,
            _ => {
                let value = self.value(term);
                if added.is_empty() { value } else { Code::call("Options::from", vec![value]) }
            }
        };
        let code = added.into_iter().fold(code, |code, (name, term)| {
            let value = self.serialized(term);
            if name == "query" {
                code.method("query", vec![value])
            } else {
                code.method("var", vec![Code::Text(quoted(&name)), value])
            }
        });
        (code, known)
    }

    /// Whether a variable is not read any more.
    pub(super) fn is_last_use(&self, expression: &Expr) -> bool {
        match &expression.kind {
            ExprKind::Variable(name) => {
                let declared =
                    self.function.variables.get(name.as_str()).map_or(0, |variable| variable.at);
                !self.function.uses.is_read_after(name.as_str(), expression.span.end)
                    && !self.function.uses.in_loop(expression.span.start, declared)
            }
            _ => false,
        }
    }

    /// What came from values in the path.
    fn added(&mut self, path: Path) -> Vec<(String, Term)> {
        let mut added = path.variables;
        match path.query {
            Some(Query::Pairs(pairs)) => {
                let known = pairs
                    .iter()
                    .map(|(key, term)| Some((key.clone(), term.known.clone()?)))
                    .collect::<Option<Map<_, _>>>();
                let entries = pairs.into_iter().map(|(key, term)| self.entry(&key, term)).collect();
                let json = Json::Map(Entries { entries, ..Entries::default() });
                added.push((
                    "query".to_owned(),
                    Term::owned(Code::Json(json), Type::Json).known(known.map(Value::Object)),
                ));
            }
            Some(Query::Text(text)) => added.push(("query".to_owned(), text)),
            None => {}
        }
        added
    }

    fn entry(&mut self, name: &str, term: Term) -> Entry {
        Entry {
            key: Some(quoted(name)),
            value: self.in_json(term),
            before: Vec::new(),
            behind: None,
        }
    }

    fn only_added(&mut self, added: Vec<(String, Term)>) -> (Code, Option<Value>) {
        let known = merged(Some(Value::Object(Map::new())), &added);
        if added.is_empty() {
            return (Code::text("()"), known);
        }
        let entries = added.into_iter().map(|(name, term)| self.entry(&name, term)).collect();
        (Code::Json(Json::Map(Entries { entries, ..Entries::default() })), known)
    }

    /// For `impl Serialize`.
    pub(super) fn serialized(&mut self, term: Term) -> Code {
        match (&term.kind, term.form) {
            (Type::Null, _) => Code::text("()"),
            (Type::Body | Type::Error | Type::Bytes, _) => self.string(term),
            (Type::Hole, _) => self.hole_as(term.code, "Value"),
            (_, Form::Place) if !term.kind.is_copy() => term.code.reference(),
            _ => term.code,
        }
    }

    /// An argument that nothing uses: PHP drops it, here it would be an error.
    fn drop_unused(&mut self, entries: &mut Entries, template: Option<&str>, span: Span) {
        let Some(template) = template else { return };
        let names = crate::call::placeholders(template);
        let mut kept = Vec::with_capacity(entries.entries.len());
        let mut comments = Vec::new();
        for mut entry in std::mem::take(&mut entries.entries) {
            let name = entry
                .key
                .as_deref()
                .and_then(|key| key.strip_prefix('"'))
                .and_then(|key| key.strip_suffix('"'));
            let unused = name
                .is_some_and(|name| !is_option(name) && !names.iter().any(|known| known == name));
            if !unused {
                let mut before = std::mem::take(&mut comments);
                before.append(&mut entry.before);
                entry.before = before;
                kept.push(entry);
                continue;
            }
            let name = name.unwrap_or_default();
            self.note(
                span,
                format!("nothing uses the argument {name}: PHP drops it or gives it to Guzzle, here it is left out"),
                format!("参数 {name} 没有被使用：PHP 会忽略它或交给 Guzzle，此处已去掉"),
            );
            comments.append(&mut entry.before);
            let value = entry.value.flat().unwrap_or_else(|| "…".to_owned());
            comments.push(format!("PHP: '{name}' => {value}"));
        }
        entries.closing.splice(0..0, comments);
        entries.entries = kept;
    }
}

/// The verb, and whether it returns a promise.
fn verb_of(name: &str) -> Option<(&'static str, bool)> {
    let (name, asynchronous) =
        name.strip_suffix("Async").map_or((name, false), |name| (name, true));
    let verb = ["get", "post", "put", "patch", "delete", "request"]
        .into_iter()
        .find(|verb| *verb == name)?;
    Some((verb, asynchronous))
}

fn merged(known: Option<Value>, added: &[(String, Term)]) -> Option<Value> {
    let mut known = match known? {
        Value::Object(known) => known,
        Value::Array(list) if list.is_empty() => Map::new(),
        Value::Null => Map::new(),
        _ => return None,
    };
    for (name, term) in added {
        known.insert(name.clone(), term.known.clone()?);
    }
    Some(Value::Object(known))
}
