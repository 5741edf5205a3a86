//! From the tree of PHP to Rust that is not laid out yet.

mod array;
mod assign;
mod builtin;
mod class;
mod closure;
mod control;
mod convert;
mod expression;
mod factory;
mod function;
mod helper;
mod imports;
mod mentioned;
mod module;
mod notify;
mod operator;
mod options;
mod path;
mod payment;
mod sdk;
mod statement;
mod text;
mod tidy;
mod tries;
mod verb;

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use php_ast::Span;
use serde_json::Value;

pub(crate) use module::translate;
pub(crate) use path::is_chain_call;

use helper::Helper;

use crate::code::{Code, Statement};
use crate::finding::{Finding, Kind, Message};
use crate::source::Parsed;
use crate::term::{Form, Term, Type};
use crate::uses::Uses;
use crate::{Call, Counts, Settings, State};

/// What is known of the whole file while it is translated.
pub(crate) struct Translator<'a> {
    source: &'a Parsed,
    settings: &'a Settings,
    /// What names stand for, by `use`: in small letters, without the leading backslash.
    imports: HashMap<String, String>,
    /// Functions by name, methods by `class::method`, in small letters.
    signatures: HashMap<String, Signature>,
    /// Constants by name, or `class::NAME`.
    constants: HashMap<String, Term>,
    /// The class that is being translated.
    class: Option<Rc<Class>>,
    findings: Vec<Finding>,
    calls: Vec<Call>,
    counts: Counts,
    helpers: BTreeSet<Helper>,
    recursion: u32,
    /// Where statements begin that are nested too deep.
    deep: std::collections::HashSet<u32>,
    /// Which comments are written.
    commented: Vec<bool>,
    /// Comments before this one are somewhere else.
    comments_from: usize,
    /// Comments for the next statement that is written.
    pending_comments: Vec<String>,
    function: Function,
}

/// What is known of the function that is being translated.
#[derive(Default)]
struct Function {
    /// In Rust: `run`, `Service::close`.
    name: String,
    variables: HashMap<String, Variable>,
    uses: Rc<Uses>,
    /// What it returns, as far as it is translated.
    returned: Option<Type>,
    /// What it is to return.
    result: Option<Type>,
    /// Whether its result is the function's own, and not in `Ok`.
    plain: bool,
    /// Holes in the statement that is being translated.
    holes: usize,
    /// Whether there is a `?`.
    fallible: bool,
    /// The block of PHP that is being translated.
    scope: usize,
    /// Statements that must come before the one that is being translated.
    before: Vec<Statement>,
    /// How the object is reached: `self`, in a closure that outlives it `this`.
    this: &'static str,
    /// How deep it is in closures.
    depth: usize,
    /// Catching: the variable of PHP that holds the error.
    error: Option<String>,
    /// Where the error has a response: the name of that.
    response: Option<String>,
    /// Whether an idiom took the place of some statements.
    idiom: bool,
    /// Variables whose value was written where they are read.
    inlined: std::collections::HashSet<String>,
    /// Closures that encrypt a sensitive field.
    encryptors: Vec<(String, php_ast::owned::Expr)>,
    /// Arrays that may get a `paySign` later.
    arrays: HashMap<String, Vec<php_ast::owned::ArrayElement>>,
    /// Whether fields are encrypted by `sensitive`.
    sensitive: bool,
    /// Whether the function handles a notification.
    notification: bool,
    /// Whether the notification is parsed already.
    parsed: bool,
}

#[derive(Clone, Debug)]
struct Variable {
    name: String,
    kind: Type,
    form: Form,
    known: Option<Value>,
    parts: Option<Vec<crate::term::Part>>,
    /// The block of PHP in which it is declared.
    scope: usize,
    at: u32,
}

/// What callers need to know of a function.
#[derive(Clone, Debug)]
struct Signature {
    name: String,
    parameters: Vec<Parameter>,
    result: Type,
    /// Whether it takes the client first.
    client: bool,
    /// Whether it takes the headers and the body of a notification last.
    notification: bool,
    /// Whether it has a `self`.
    method: bool,
}

#[derive(Clone, Debug)]
struct Parameter {
    php: String,
    /// Its place in PHP.
    at: usize,
    name: String,
    kind: Type,
    default: Option<Value>,
}

/// What is known of a class.
#[derive(Debug, Default)]
struct Class {
    /// In PHP, in small letters.
    php: String,
    name: String,
    /// Properties that hold the client.
    clients: Vec<String>,
    /// Fields by their names in PHP.
    fields: HashMap<String, Field>,
    /// Properties whose value is the same in each run.
    known: HashMap<String, Value>,
}

#[derive(Clone, Debug)]
struct Field {
    name: String,
    kind: Type,
}

impl Translator<'_> {
    fn line(&self, span: Span) -> u32 {
        self.source.line(span.start)
    }

    fn find(&mut self, kind: Kind, span: Span, message: Message) {
        let line = self.line(span);
        self.findings.push(Finding { kind, line, php: self.source.excerpt(span), message });
    }

    fn note(&mut self, span: Span, english: impl Into<String>, chinese: impl Into<String>) {
        let message = Message::new(english, chinese);
        let line = self.line(span);
        if !self.findings.iter().any(|known| known.line == line && known.message == message) {
            self.find(Kind::Note, span, message);
        }
    }

    /// What is left for somebody to write.
    fn hole(&mut self, span: Span, message: Message) -> Term {
        let (line, php) = (self.line(span), self.source.excerpt(span));
        self.find(Kind::Hole, span, message);
        self.function.holes += 1;
        let text = crate::term::quoted(&format!("PHP line {line}: {php}"));
        let code = if self.settings.draft {
            self.helpers.insert(Helper::Hole);
            self.function.fallible = true;
            Code::call("hole", vec![Code::Text(text)]).tried()
        } else {
            Code::call("compile_error!", vec![Code::Text(text)])
        };
        Term::owned(code, Type::Hole)
    }

    /// A hole of the usual kind: something that is not part of the wrapper.
    fn unknown(&mut self, span: Span) -> Term {
        self.hole(
            span,
            Message::new(
                "this is not known here: write it in Rust",
                "此处无法翻译，请用 Rust 补上",
            ),
        )
    }

    fn count(&mut self, state: State) {
        match state {
            State::Ported => self.counts.ported += 1,
            State::Holes => self.counts.holes += 1,
            State::NotPorted => self.counts.not_ported += 1,
        }
    }

    /// Marks that the code has a `?`.
    fn tried(&mut self, code: Code) -> Code {
        self.function.fallible = true;
        code.tried()
    }

    /// Waits for a promise, in the way of the module.
    fn waited(&mut self, code: Code) -> Code {
        if self.settings.asynchronous && self.function.depth_sync() {
            let code = match code {
                Code::Chain(root, mut links) => {
                    links.push(crate::code::Link::Await);
                    Code::Chain(root, links)
                }
                root => Code::Chain(Box::new(root), vec![crate::code::Link::Await]),
            };
            self.tried(code)
        } else {
            self.tried(code.method("wait", Vec::new()))
        }
    }

    /// The full name of a class in PHP, in small letters and without the leading backslash.
    fn class_name(&self, name: &str) -> String {
        let lower = name.to_ascii_lowercase();
        if let Some(full) = lower.strip_prefix('\\') {
            return full.to_owned();
        }
        let (first, rest) = lower
            .split_once('\\')
            .map_or((lower.as_str(), None), |(first, rest)| (first, Some(rest)));
        match (self.imports.get(first), rest) {
            (Some(full), None) => full.clone(),
            (Some(full), Some(rest)) => format!("{full}\\{rest}"),
            (None, _) => lower,
        }
    }
}

impl Function {
    /// Whether `.await` may be written here: not in the closures of a promise.
    fn depth_sync(&self) -> bool {
        self.depth == 0
    }
}
