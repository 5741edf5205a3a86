//! The module: its items in the order of PHP, its imports, its helpers.

use std::rc::Rc;

use php_ast::Span;
use php_ast::owned::{ClassDecl, FunctionDecl, NamespaceBody, Stmt, StmtKind, UseDecl};

use super::class::{Structure, is_factory};
use super::function::{Given, Item};
use super::{Function, Helper, Translator};
use crate::code::{Block, Code, Kind, Statement};
use crate::finding::{Finding, Kind as FindingKind, Message};
use crate::print::{Printer, STEP, WIDTH, finish, spaces, width};
use crate::source::Parsed;
use crate::term::{Form, Term, Type};
use crate::uses::Uses;
use crate::{Ported, Settings, State};

/// A part of the module.
enum Part {
    Function(Item),
    Structure(Structure),
    /// Comments, and PHP that is not translated.
    Text(Vec<String>, Option<Code>, Span),
    Constant(String),
}

pub(crate) fn translate(
    source: &Parsed,
    settings: &Settings,
    module: String,
    file: &str,
) -> Ported {
    let mut translator = Translator::new(source, settings);
    let mut parts = Vec::new();
    // Until what the functions return is known.
    for _ in 0..3 {
        let known = format!("{:?}", translator.results());
        translator.reset();
        parts = translator.parts();
        if format!("{:?}", translator.results()) == known {
            break;
        }
    }
    translator.finish(parts, module, file)
}

impl<'a> Translator<'a> {
    fn new(source: &'a Parsed, settings: &'a Settings) -> Self {
        let mut translator = Self {
            source,
            settings,
            imports: Default::default(),
            signatures: Default::default(),
            constants: Default::default(),
            class: None,
            findings: Vec::new(),
            calls: Vec::new(),
            counts: Default::default(),
            helpers: Default::default(),
            recursion: 0,
            deep: Default::default(),
            commented: vec![false; source.comments.len()],
            comments_from: 0,
            pending_comments: Vec::new(),
            function: Function::default(),
        };
        let mut statements = Vec::new();
        flatten(&source.program.stmts, &mut statements);
        translator.deep = statements
            .iter()
            .filter(|s| crate::depth::of(s) > crate::depth::DEEPEST)
            .map(|s| s.span.start)
            .collect();
        statements.retain(|statement| !translator.deep.contains(&statement.span.start));
        for statement in &statements {
            if let StmtKind::Use(declaration) = &statement.kind {
                translator.import(declaration);
            }
        }
        for statement in &statements {
            match &statement.kind {
                StmtKind::Function(function) => {
                    let given = given(function, statement.span);
                    let signature = translator.signature(&given);
                    translator.signatures.insert(given.php.to_ascii_lowercase(), signature);
                }
                StmtKind::Class(class) => {
                    translator.class = Some(translator.know_class(class));
                    translator.know_methods(class);
                    translator.class = None;
                }
                StmtKind::Const(items) => {
                    for item in items {
                        if let Some(value) = translator.constant_value(&item.value) {
                            let name = item.name.or_error().to_owned();
                            let rust = Code::text(crate::names::constant(&name));
                            let term = match super::function::kind_of(&value) {
                                Type::Text => Term::new(rust, Type::Text, Form::Ref),
                                Type::Json => translator.known_term(&value),
                                kind => Term::owned(rust, kind),
                            };
                            translator.constants.insert(name, term.known(value));
                        }
                    }
                }
                _ => {}
            }
        }
        translator
    }

    fn import(&mut self, declaration: &UseDecl) {
        for item in &declaration.uses {
            let full = item.name.to_string_repr().trim_start_matches('\\').to_ascii_lowercase();
            let alias = match &item.alias {
                Some(alias) => alias.or_error().to_ascii_lowercase(),
                None => full.rsplit('\\').next().unwrap_or(&full).to_owned(),
            };
            self.imports.insert(alias, full);
        }
    }

    /// The results of all functions, by name.
    fn results(&self) -> Vec<(&String, &Type)> {
        let mut results: Vec<_> =
            self.signatures.iter().map(|(name, signature)| (name, &signature.result)).collect();
        results.sort_by_key(|(name, _)| *name);
        results
    }

    fn reset(&mut self) {
        self.findings.clear();
        self.calls.clear();
        self.counts = Default::default();
        self.helpers.clear();
        self.recursion = 0;
        self.commented.fill(false);
        self.comments_from = 0;
        self.pending_comments.clear();
        self.class = None;
    }

    fn parts(&mut self) -> Vec<Part> {
        if self.source.fragment {
            return self.fragment();
        }
        let source = self.source;
        let mut statements = Vec::new();
        flatten(&source.program.stmts, &mut statements);
        let mut parts = Vec::new();
        let mut run: Vec<&Stmt> = Vec::new();
        let mut place = 0;
        let end = source.text.len() as u32;
        let loose: Vec<&Stmt> =
            statements.iter().copied().filter(|s| !self.is_item(s) && does_something(s)).collect();
        let uses = Rc::new(Uses::of(loose.iter().copied()));
        let mut body = Block::default();
        let mut client = None;
        let handles = |statement: &&&Stmt, text: &str| source.slice(statement.span).contains(text);
        let notification = loose.iter().any(|s| handles(&s, "Rsa::verify("))
            && loose.iter().any(|s| handles(&s, "AesGcm::decrypt("));
        let name = if notification { "receive" } else { "run" };
        let mut state = Function {
            name: name.to_owned(),
            uses: uses.clone(),
            result: Some(Type::Unit),
            notification,
            ..Function::default()
        };
        let mut from = 0;
        while place < statements.len() {
            let statement = statements[place];
            let next = statements.get(place + 1).map_or(end, |next| next.span.start);
            self.comments_from =
                source.comments.partition_point(|comment| comment.span.start < from);
            if self.is_item(statement) {
                let comments = self.comments_before(statement.span.start);
                self.item(statement, comments, &mut parts);
            } else {
                self.function = std::mem::take(&mut state);
                if does_something(statement) {
                    run.push(statement);
                }
                if let Some(built) = self.built_client(statement, &mut body) {
                    client = Some(built);
                } else {
                    let mut count = 1;
                    while statements
                        .get(place + count)
                        .is_some_and(|next| !self.is_item(next) && factory_of(next).is_none())
                    {
                        count += 1;
                    }
                    let group: Vec<Stmt> = statements[place..place + count]
                        .iter()
                        .map(|&statement| statement.clone())
                        .collect();
                    let next = statements.get(place + count).map_or(end, |next| next.span.start);
                    let mut block = self.statements(&group, next);
                    body.statements.append(&mut block.statements);
                    run.extend(
                        statements[place + 1..place + count]
                            .iter()
                            .filter(|statement| does_something(statement)),
                    );
                    place += count - 1;
                }
                state = std::mem::take(&mut self.function);
            }
            let _ = next;
            from = statements[place].span.end;
            place += 1;
        }
        self.function = state;
        if let Some(item) = client {
            parts.push(Part::Function(item));
        }
        let has_code =
            body.statements.iter().any(|statement| !matches!(statement.kind, Kind::Nothing));
        if !run.is_empty() && has_code || parts.is_empty() {
            parts.push(Part::Function(self.run(body)));
        } else if !body.statements.is_empty() {
            let comments: Vec<String> =
                body.statements.into_iter().flat_map(|statement| statement.before).collect();
            parts.insert(0, Part::Text(comments, None, Span::new(0, 0)));
        }
        parts
    }

    /// `pub fn run(client: &Client) -> Result<(), Error>`
    fn run(&mut self, mut body: Block) -> Item {
        super::closure::finish_returns(&mut body, true, true);
        super::tidy::tidy(&mut body, self.function.idiom, &self.function.inlined);
        let unused = if super::mentioned::mentions(&body, "client") { "" } else { "_" };
        let asynchronous = if self.settings.asynchronous { "async " } else { "" };
        let mut parameters = vec![format!("{unused}client: &Client")];
        if self.function.notification {
            for (name, kind) in [("headers", "&HeaderMap"), ("body", "&[u8]")] {
                let unused = if super::mentioned::mentions(&body, name) { "" } else { "_" };
                parameters.push(format!("{unused}{name}: {kind}"));
            }
        }
        let head = super::function::Head {
            name: format!("pub {asynchronous}fn {}", self.function.name),
            parameters,
            result: " -> Result<(), Error>".to_owned(),
        };
        Item { doc: Vec::new(), attributes: Vec::new(), head, block: body, span: Span::new(0, 0) }
    }

    /// `$instance = Builder::factory([…])`: with the statements before it, the function `client`.
    fn built_client(&mut self, statement: &Stmt, body: &mut Block) -> Option<Item> {
        let (name, value) = factory_of(statement)?;
        let comments = self.comments_before(statement.span.start);
        let term = self.expression(value);
        let state = if self.function.holes > 0 { State::Holes } else { State::Ported };
        self.function.holes = 0;
        self.count(state);
        let (first, last) = self.source.lines_of(statement.span);
        let mut block = std::mem::take(body);
        let value = Kind::Do(Code::Prefix("return ", Box::new(term.code)));
        block.statements.push(Statement {
            before: comments,
            spaced: !block.statements.is_empty(),
            php: Some((first, last, state)),
            ..Statement::new(value)
        });
        // Those that `run` needs as well are there, too.
        let needed: Vec<Statement> = self.needed_later(&block, statement.span.end);
        body.statements.extend(needed);
        super::closure::finish_returns(&mut block, true, false);
        super::tidy::tidy(&mut block, true, &self.function.inlined);
        self.declare(
            name,
            "client".to_owned(),
            Type::Client,
            Form::Ref,
            None,
            statement.span.start,
        );
        let head = super::function::Head {
            name: "pub fn client".to_owned(),
            parameters: Vec::new(),
            result: " -> Result<Client, Error>".to_owned(),
        };
        Some(Item { doc: Vec::new(), attributes: Vec::new(), head, block, span: Span::new(0, 0) })
    }

    /// The statements whose variables are read behind an offset.
    fn needed_later(&self, block: &Block, at: u32) -> Vec<Statement> {
        let mut needed: Vec<Statement> = Vec::new();
        let mut names: Vec<String> = self
            .function
            .variables
            .iter()
            .filter(|(php, _)| self.function.uses.is_read_after(php, at))
            .map(|(_, variable)| variable.name.clone())
            .collect();
        for statement in block.statements.iter().rev() {
            if let Kind::Let(pattern, Some(code)) = &statement.kind {
                let name = pattern
                    .trim_start_matches("mut ")
                    .split(':')
                    .next()
                    .unwrap_or(pattern)
                    .to_owned();
                if names.contains(&name) {
                    let mut inner = Block::default();
                    inner.push(Kind::Do(code.clone()));
                    let others: Vec<String> = self
                        .function
                        .variables
                        .values()
                        .map(|v| v.name.clone())
                        .filter(|name| super::mentioned::mentions(&inner, name))
                        .collect();
                    names.extend(others);
                    needed.insert(
                        0,
                        Statement { before: Vec::new(), behind: None, ..statement.clone() },
                    );
                }
            }
        }
        needed
    }

    fn item(&mut self, statement: &Stmt, comments: Vec<String>, parts: &mut Vec<Part>) {
        match &statement.kind {
            _ if self.deep.contains(&statement.span.start) => {
                self.untranslated_item(statement, comments, parts)
            }
            StmtKind::Function(function) => {
                let given = given(function, statement.span);
                let key = given.php.to_ascii_lowercase();
                let Some(signature) = self.signatures.get(&key).cloned() else { return };
                let mut item = self.function_item(&given, &signature, None);
                self.learn_result(&key);
                item.doc.splice(0..0, comments);
                parts.push(Part::Function(item));
            }
            StmtKind::Class(class) => {
                let known = self.class_of_declaration(class);
                self.class = Some(known);
                let mut structure = self.class_item(class, statement.span);
                self.class = None;
                structure.comments = comments;
                parts.push(Part::Structure(structure));
            }
            StmtKind::Const(items) => {
                for item in items {
                    let name = item.name.or_error();
                    let constant = crate::names::constant(name);
                    match self.constants.get(name).and_then(|term| term.known.clone()) {
                        Some(serde_json::Value::String(text)) => {
                            parts.push(Part::Constant(format!(
                                "pub const {constant}: &str = {};",
                                crate::term::quoted(&text)
                            )));
                        }
                        Some(serde_json::Value::Number(number)) if number.is_i64() => {
                            parts.push(Part::Constant(format!(
                                "pub const {constant}: i64 = {number};"
                            )));
                        }
                        _ => {}
                    }
                }
            }
            _ => self.untranslated_item(statement, comments, parts),
        }
    }

    fn is_item(&self, statement: &Stmt) -> bool {
        is_item(statement) || self.deep.contains(&statement.span.start)
    }

    fn untranslated_item(
        &mut self,
        statement: &Stmt,
        comments: Vec<String>,
        parts: &mut Vec<Part>,
    ) {
        let message = Message::new("this declaration is not translated", "此声明没有翻译");
        self.find(FindingKind::NotPorted, statement.span, message);
        self.count(State::NotPorted);
        let mut lines = comments;
        let (first, _) = self.source.lines_of(statement.span);
        lines.push(format!("PHP line {first}, not translated:"));
        for line in self.source.slice(statement.span).lines() {
            lines.extend(Parsed::comment_lines(&format!("// {line}")));
        }
        self.mark_comments(statement.span);
        let hole = (!self.settings.draft).then(|| {
            Code::call(
                "compile_error!",
                vec![Code::Text(crate::term::quoted(&format!(
                    "PHP line {first} is not translated"
                )))],
            )
        });
        parts.push(Part::Text(lines, hole, statement.span));
    }

    fn mark_comments(&mut self, span: Span) {
        for (place, comment) in self.source.comments.iter().enumerate() {
            if span.start <= comment.span.start && comment.span.end <= span.end {
                self.commented[place] = true;
            }
        }
    }

    fn class_of_declaration(&mut self, class: &ClassDecl) -> Rc<super::Class> {
        self.know_class(class)
    }

    /// `'k' => […],`
    fn fragment(&mut self) -> Vec<Part> {
        let source = self.source;
        for statement in &source.program.stmts {
            if let StmtKind::Return(Some(value)) = &statement.kind {
                self.function = Function {
                    name: "value".to_owned(),
                    uses: Rc::new(Uses::of_expression(value)),
                    ..Function::default()
                };
                self.function.result = Some(Type::Json);
                let term = if self.deep.contains(&statement.span.start) {
                    self.unknown(value.span)
                } else {
                    self.expression(value)
                };
                let code = self.value(term);
                let state = if self.function.holes > 0 { State::Holes } else { State::Ported };
                self.count(state);
                let mut block = Block::default();
                let comments = self.comments_before(value.span.start);
                let (first, last) = source.lines_of(value.span);
                let fallible = self.function.fallible;
                let tail = if fallible { Code::call("Ok", vec![code]) } else { code };
                block.statements.push(Statement {
                    before: comments,
                    php: Some((first, last.saturating_sub(1).max(first), state)),
                    ..Statement::new(Kind::Tail(tail))
                });
                let result = if fallible { " -> Result<Value, Error>" } else { " -> Value" };
                let head = super::function::Head {
                    name: "pub fn value".to_owned(),
                    parameters: Vec::new(),
                    result: result.to_owned(),
                };
                return vec![Part::Function(Item {
                    doc: Vec::new(),
                    attributes: Vec::new(),
                    head,
                    block,
                    span: Span::new(0, 0),
                })];
            }
        }
        Vec::new()
    }

    fn finish(mut self, mut parts: Vec<Part>, module: String, file: &str) -> Ported {
        let covered = self.syntax_errors();
        let mut printer = Printer::default();
        let mut first = true;
        for part in &mut parts {
            if !first {
                printer.raw("");
            }
            first = false;
            match part {
                Part::Function(item) => self.write_function(&mut printer, item, 0),
                Part::Structure(structure) => self.write_structure(&mut printer, structure),
                Part::Constant(text) => printer.raw(text),
                Part::Text(lines, hole, span) => {
                    if span.end > 0 {
                        printer.begin(self.source.lines_of(*span), State::NotPorted);
                    }
                    lines.iter().for_each(|line| printer.comment(line, 0));
                    if let Some(hole) = hole {
                        printer.raw(&format!("{};", hole.flat().unwrap_or_default()));
                    }
                    if span.end > 0 {
                        printer.end();
                    }
                }
            }
        }
        if !covered && !self.settings.draft {
            printer.raw("\ncompile_error!(\"the PHP text is not valid\");");
        }
        let used: Vec<Helper> = {
            let names = super::mentioned::of_text(&printer.text);
            self.helpers.iter().copied().filter(|helper| names.contains(helper.name())).collect()
        };
        for helper in used {
            printer.raw("");
            printer.raw(helper.text());
        }
        let (body, mut lines) = finish(&printer.text);
        let header = super::imports::header(&body, file);
        let shift = header.matches('\n').count() as u32;
        for mapping in &mut lines {
            mapping.rust.0 += shift;
            mapping.rust.1 += shift;
        }
        lines.sort_by_key(|mapping| (mapping.php, mapping.rust));
        self.findings.sort_by_key(|finding| finding.line);
        self.calls.sort_by_key(|call| call.line);
        let recursion_limit =
            (self.recursion > 110).then(|| (self.recursion + 60).next_power_of_two().max(256));
        Ported {
            module,
            rust: header + &body,
            findings: self.findings,
            calls: self.calls,
            lines,
            statements: self.counts,
            recursion_limit,
        }
    }

    /// Tells what is wrong with the text; returns whether each error is in a statement that is not translated.
    fn syntax_errors(&mut self) -> bool {
        let source = self.source;
        let mut covered = true;
        for error in &source.errors {
            let span = error.span();
            let start = (span.start as usize).min(source.text.len());
            let line_start = source
                .text
                .get(..start)
                .and_then(|before| before.rfind('\n'))
                .map_or(0, |at| at + 1);
            let line_end = source
                .text
                .get(start..)
                .and_then(|behind| behind.find('\n'))
                .map_or(source.text.len(), |at| at + start);
            let excerpt = source.excerpt(Span::new(line_start as u32, line_end as u32));
            let line = source.line(span.start);
            covered &= self
                .findings
                .iter()
                .any(|known| known.kind == FindingKind::NotPorted && known.line == line);
            self.findings.push(Finding {
                kind: FindingKind::NotPorted,
                line: source.line(span.start),
                php: excerpt,
                message: Message::new(
                    format!("this is not PHP: {error}"),
                    format!("这不是 PHP：{error}"),
                ),
            });
        }
        covered
    }

    fn write_function(&self, printer: &mut Printer, item: &Item, indent: usize) {
        if item.span.end > 0 {
            let state = if self.has_holes(item.span) { State::Holes } else { State::Ported };
            printer.begin(self.source.lines_of(item.span), state);
        }
        write_doc(printer, &item.doc, indent);
        for attribute in &item.attributes {
            printer.raw(&format!("{}{attribute}", spaces(indent)));
        }
        let empty = item.block.statements.is_empty();
        let flat =
            format!("{}({}){}", item.head.name, item.head.parameters.join(", "), item.head.result);
        if indent + width(&flat) + 2 <= WIDTH {
            printer.raw(&format!("{}{flat} {{{}", spaces(indent), if empty { "}" } else { "" }));
        } else {
            printer.raw(&format!("{}{}(", spaces(indent), item.head.name));
            for parameter in &item.head.parameters {
                printer.raw(&format!("{}{parameter},", spaces(indent + STEP)));
            }
            printer.raw(&format!(
                "{}){} {{{}",
                spaces(indent),
                item.head.result,
                if empty { "}" } else { "" }
            ));
        }
        if !empty {
            printer.block(&item.block, indent + STEP);
            printer.raw(&format!("{}}}", spaces(indent)));
        }
        if item.span.end > 0 {
            printer.end();
        }
    }

    /// Private methods that nothing calls are for others to call.
    fn show_unused(&self, structure: &mut Structure) {
        for place in 0..structure.items.len() {
            let Some(name) =
                structure.items[place].head.name.split_whitespace().last().map(str::to_owned)
            else {
                continue;
            };
            let private = !structure.items[place].head.name.starts_with("pub ");
            let called = || {
                structure.items.iter().enumerate().filter(|(other, _)| *other != place).any(
                    |(_, item)| {
                        let mut text = Printer::default();
                        text.block(&item.block, 0);
                        text.text.contains(&format!(".{name}("))
                            || text.text.contains(&format!("::{name}("))
                    },
                )
            };
            if private && !called() {
                let head = &mut structure.items[place].head.name;
                *head = format!("pub {head}");
            }
        }
    }

    fn has_holes(&self, span: Span) -> bool {
        let (first, last) = self.source.lines_of(span);
        self.findings.iter().any(|finding| {
            finding.kind != FindingKind::Note && (first..=last).contains(&finding.line)
        })
    }

    fn write_structure(&self, printer: &mut Printer, structure: &mut Structure) {
        self.show_unused(structure);
        let state = if self.has_holes(structure.span) { State::Holes } else { State::Ported };
        printer.begin(self.source.lines_of(structure.span), state);
        structure.comments.iter().for_each(|line| printer.comment(line, 0));
        write_doc(printer, &structure.doc, 0);
        printer.raw(if structure.fields.is_empty() {
            "#[derive(Clone, Debug, Default)]"
        } else {
            "#[derive(Clone, Debug)]"
        });
        if structure.fields.is_empty() {
            printer.raw(&format!("pub struct {};", structure.name));
        } else {
            printer.raw(&format!("pub struct {} {{", structure.name));
            let mut items = Printer::default();
            structure
                .items
                .iter()
                .filter(|item| item.head.name != "pub fn new")
                .for_each(|item| self.write_function(&mut items, item, STEP));
            for (name, kind) in &structure.fields {
                // What nothing reads is for others to read.
                let read = [format!("self.{name}"), format!("this.{name}")]
                    .iter()
                    .any(|read| items.text.contains(read.as_str()));
                printer.raw(&format!(
                    "{}{}{name}: {kind},",
                    spaces(STEP),
                    if read { "" } else { "pub " }
                ));
            }
            printer.raw("}");
        }
        if !structure.items.is_empty() || !structure.constants.is_empty() {
            printer.raw("");
            printer.raw(&format!("impl {} {{", structure.name));
            for constant in &structure.constants {
                printer.raw(&format!("{}{constant}", spaces(STEP)));
            }
            for (place, item) in structure.items.iter().enumerate() {
                if place > 0 || !structure.constants.is_empty() {
                    printer.raw("");
                }
                self.write_function(printer, item, STEP);
            }
            printer.raw("}");
        }
        printer.end();
    }
}

/// `/// …`, or `// …` where Markdown would make something else of it.
fn write_doc(printer: &mut Printer, doc: &[String], indent: usize) {
    let special = doc.iter().any(|line| {
        let line = line.trim_start();
        line.starts_with(['-', '*', '+', '#', '>', '|', '=', '@'])
            || line.starts_with(|c: char| c.is_ascii_digit())
            || line.contains(['[', ']', '<', '`']) && !line.starts_with('`')
    });
    let slashes = if special { "//" } else { "///" };
    for line in doc {
        printer.raw(format!("{}{slashes} {}", spaces(indent), line.trim()).trim_end());
    }
}

fn given(function: &FunctionDecl, span: Span) -> Given<'_> {
    Given {
        php: function.name.or_error().to_owned(),
        parameters: &function.params,
        result: function.return_type.as_ref(),
        body: &function.body,
        doc: function.doc_comment.as_ref(),
        span,
        is_static: true,
        public: true,
    }
}

/// The statements in all namespaces.
fn flatten<'e>(statements: &'e [Stmt], into: &mut Vec<&'e Stmt>) {
    for statement in statements {
        match &statement.kind {
            StmtKind::Namespace(namespace) => {
                if let NamespaceBody::Braced(block) = &namespace.body {
                    flatten(&block.stmts, into);
                }
            }
            _ => into.push(statement),
        }
    }
}

fn is_item(statement: &Stmt) -> bool {
    matches!(
        statement.kind,
        StmtKind::Function(_)
            | StmtKind::Class(_)
            | StmtKind::Interface(_)
            | StmtKind::Trait(_)
            | StmtKind::Enum(_)
            | StmtKind::Const(_)
    )
}

fn does_something(statement: &Stmt) -> bool {
    !matches!(
        statement.kind,
        StmtKind::Nop | StmtKind::Use(_) | StmtKind::Declare(_) | StmtKind::Namespace(_)
    )
}

/// `$instance = Builder::factory([…])`
fn factory_of(statement: &Stmt) -> Option<(&str, &php_ast::owned::Expr)> {
    let StmtKind::Expression(expression) = &statement.kind else { return None };
    let php_ast::owned::ExprKind::Assign(assign) = &expression.kind else { return None };
    let php_ast::owned::ExprKind::Variable(name) = &assign.target.kind else { return None };
    is_factory(&assign.value).then_some((name.as_str(), &assign.value))
}
