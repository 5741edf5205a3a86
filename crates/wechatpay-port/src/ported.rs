//! What [`port`](crate::port) takes and returns.

use serde_json::Value;

use crate::{Finding, Kind, Message};

/// A PHP text.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The path, as shown to the user. Its stem names the module.
    pub name: &'a str,
    /// The text: a whole file, statements without `<?php`, or a fragment of an array.
    pub text: &'a str,
}

/// How to translate.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Settings {
    /// Write `async` functions. Default: false, as in PHP.
    pub asynchronous: bool,
    /// Make holes errors at run time, so that the module compiles. Default: false, holes do not compile.
    pub draft: bool,
}

impl Settings {
    /// Sets [`asynchronous`](Self::asynchronous).
    #[must_use]
    pub fn asynchronous(mut self, asynchronous: bool) -> Self {
        self.asynchronous = asynchronous;
        self
    }

    /// Sets [`draft`](Self::draft).
    #[must_use]
    pub fn draft(mut self, draft: bool) -> Self {
        self.draft = draft;
        self
    }
}

/// The translation of one file.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Ported {
    /// The module's name: `php_0001` for `0001.php`, `class_00` for `class-00.php`.
    pub module: String,
    /// The module's text.
    pub rust: String,
    /// Holes, what was not translated, and notes, in the order of the PHP text.
    pub findings: Vec<Finding>,
    /// Each call of the API, in the order of the PHP text.
    pub calls: Vec<Call>,
    /// Which lines of the PHP text became which lines of the Rust text, in the order of the PHP text.
    pub lines: Vec<Mapping>,
    /// How many statements were translated.
    pub statements: Counts,
    /// The `#![recursion_limit]` that the crate needs for the large maps of this module, if more than
    /// Rust's own 128.
    pub recursion_limit: Option<u32>,
}

impl Ported {
    /// For a text that cannot be translated for want of memory.
    pub(crate) fn untranslated(module: String) -> Self {
        let message = Message::new("no memory to translate this text", "没有足够的内存翻译此文件");
        let finding = Finding { kind: Kind::NotPorted, line: 1, php: String::new(), message };
        let rust = "compile_error!(\"the PHP text is not translated\");\n".to_owned();
        Self {
            module,
            rust,
            findings: vec![finding],
            statements: Counts { not_ported: 1, ..Counts::default() },
            ..Self::default()
        }
    }
}

/// A call of the API.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Call {
    /// The line in the PHP text, from 1.
    pub line: u32,
    /// The Rust function in the module: `run`, or `Service::query_order`.
    pub function: String,
    /// `GET`, `POST`, …; `None` where it depends on a value at run time.
    pub method: Option<String>,
    /// The expanded path with its query, as it is sent: `/v3/certificates?a=1`. `None` where it depends
    /// on a value at run time.
    pub path: Option<String>,
    /// The JSON of the body. `None` without one, and where it depends on a value at run time.
    pub body: Option<Value>,
    /// Whether all of the request is known: method, path and body.
    pub known: bool,
}

/// Lines of the PHP text and the lines of the Rust text that they became; both from 1, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mapping {
    /// First and last line of the PHP text.
    pub php: (u32, u32),
    /// First and last line of the Rust text.
    pub rust: (u32, u32),
    /// How much of it was translated.
    pub state: State,
}

/// How much of a statement was translated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// All.
    Ported,
    /// All but marked holes.
    Holes,
    /// Nothing: the PHP text is in a comment.
    NotPorted,
}

/// Statements of the PHP text by how much of them was translated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Translated.
    pub ported: usize,
    /// Translated but for marked holes.
    pub holes: usize,
    /// Not translated.
    pub not_ported: usize,
}
