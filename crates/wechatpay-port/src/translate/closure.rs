//! Closures: of promises, and local functions.

use std::collections::HashMap;

use php_ast::Span;
use php_ast::owned::{Arg, Block as PhpBlock, Expr, ExprKind, Param};

use super::mentioned::mentions;
use super::{Function, Translator, Variable};
use crate::code::{Block, Code, Kind, Link, Statement};
use crate::finding::Message;
use crate::term::{Form, Term, Type};
use crate::uses::Uses;

/// A closure of PHP: its parameters and what it does.
struct Lambda<'e> {
    parameters: &'e [Param],
    body: Body<'e>,
}

impl Lambda<'_> {
    fn span(&self) -> (u32, u32) {
        match self.body {
            Body::Block(block) => (block.span.start, block.span.end),
            Body::Value(value) => (value.span.start, value.span.end),
        }
    }
}

enum Body<'e> {
    Block(&'e PhpBlock),
    Value(&'e Expr),
}

/// A closure of Rust that is not written yet.
struct Written {
    parameter: Option<String>,
    block: Block,
    result: Type,
    fallible: bool,
    moves: bool,
}

impl Translator<'_> {
    /// `->then(…)`, `->otherwise(…)`, `->wait()`
    pub(super) fn on_promise(
        &mut self,
        promise: Term,
        method: &str,
        arguments: &[Arg],
        span: Span,
    ) -> Option<Term> {
        let Type::Promise(item) = promise.kind.clone() else { return None };
        match method {
            "wait" => {
                let code = self.waited(promise.code);
                Some(Term::owned(code, *item))
            }
            "then" => {
                let mut promise = promise;
                let mut item = *item;
                if let Some(callback) = arguments
                    .first()
                    .and_then(Arg::value)
                    .filter(|callback| !matches!(callback.kind, ExprKind::Null))
                {
                    let lambda = lambda(callback)?;
                    let written = self.lambda(&lambda, item.clone(), None)?;
                    item = written.result.clone();
                    promise.code = with_closure(
                        promise.code,
                        if written.fallible { "try_then" } else { "then" },
                        written,
                    );
                }
                if let Some(callback) = arguments.get(1).and_then(Arg::value) {
                    return self.otherwise(promise.code, item, callback);
                }
                Some(Term::owned(promise.code, Type::Promise(Box::new(item))))
            }
            "otherwise" => {
                let callback = arguments.first()?.value()?;
                let _ = span;
                self.otherwise(promise.code, *item, callback)
            }
            _ => None,
        }
    }

    fn otherwise(&mut self, promise: Code, item: Type, callback: &Expr) -> Option<Term> {
        let lambda = lambda(callback)?;
        let (mut promise, mut item) = (promise, item);
        let has_null = matches!(
            item,
            Type::Unit
                | Type::Json
                | Type::Text
                | Type::Int
                | Type::Float
                | Type::Bool
                | Type::List
                | Type::Hole
        );
        if !has_null && matches!(self.lambda_result(&lambda, Type::Error), Type::Unit | Type::Null)
        {
            // PHP gives null in place of the response.
            promise = promise.method("then", vec![Code::text("drop")]);
            item = Type::Unit;
        }
        let written = self.lambda(&lambda, Type::Error, Some(item.clone()))?;
        let method = if written.fallible { "or_else" } else { "otherwise" };
        Some(Term::owned(with_closure(promise, method, written), Type::Promise(Box::new(item))))
    }

    /// Translates the closure twice: once to know what it returns.
    fn lambda(&mut self, lambda: &Lambda<'_>, item: Type, result: Option<Type>) -> Option<Written> {
        if self.function.depth > 3 {
            return None;
        }
        let result = match result {
            Some(result) => result,
            None => self.lambda_result(lambda, item.clone()),
        };
        Some(self.lambda_once(lambda, item, Some(result)))
    }

    /// What a closure returns, by a translation that leaves no trace.
    fn lambda_result(&mut self, lambda: &Lambda<'_>, item: Type) -> Type {
        let before = (
            self.findings.len(),
            self.calls.len(),
            self.counts,
            self.function.before.len(),
            self.function.holes,
        );
        let comments = (self.commented.clone(), self.comments_from, self.pending_comments.clone());
        let written = self.lambda_once(lambda, item, None);
        self.findings.truncate(before.0);
        self.calls.truncate(before.1);
        self.counts = before.2;
        self.function.before.truncate(before.3);
        self.function.holes = before.4;
        (self.commented, self.comments_from, self.pending_comments) = comments;
        written.result
    }

    fn lambda_once(&mut self, lambda: &Lambda<'_>, item: Type, result: Option<Type>) -> Written {
        let uses = match &lambda.body {
            Body::Block(block) => Uses::of(&block.stmts),
            Body::Value(value) => Uses::of_expression(value),
        };
        let mut variables: HashMap<String, Variable> = HashMap::new();
        let mut captured = Vec::new();
        for (php, variable) in &self.function.variables {
            let is_parameter =
                lambda.parameters.iter().any(|parameter| parameter.name.or_error() == php);
            if is_parameter || !uses.names().any(|name| name == php) {
                continue;
            }
            captured.push((php.clone(), variable.clone()));
            let mut inside = variable.clone();
            // It is moved in, as a value of its own.
            inside.form = Form::Place;
            variables.insert(php.clone(), inside);
        }
        captured.sort_by(|(_, a), (_, b)| a.name.cmp(&b.name));
        let (from, to) = lambda.span();
        let inner = Function {
            name: self.function.name.clone(),
            variables,
            uses: std::rc::Rc::new(uses),
            result: result.clone(),
            this: if self.function.this.is_empty() { "" } else { "this" },
            depth: self.function.depth + 1,
            ..Function::default()
        };
        let outer = std::mem::replace(&mut self.function, inner);
        let parameter = lambda.parameters.first().map(|parameter| {
            let php = parameter.name.or_error().to_owned();
            let name =
                if item == Type::Error { "error".to_owned() } else { self.variable_name(&php) };
            self.declare(&php, name.clone(), item.clone(), Form::Place, None, 0);
            if item == Type::Error {
                self.function.error = Some(php);
            }
            name
        });
        let mut block = match &lambda.body {
            Body::Block(block) => self.statements(&block.stmts, block.span.end.saturating_sub(1)),
            Body::Value(value) => self.value_block(value),
        };
        let returned = self.function.returned.clone().unwrap_or(Type::Unit);
        let kind = result.unwrap_or_else(|| returned.clone());
        if !block.diverges() && kind != Type::Unit {
            let default = self.default_of(&kind);
            block.push(Kind::Tail(default));
        }
        let fallible = self.function.fallible;
        finish_returns(&mut block, fallible, kind == Type::Unit);
        let uses_this = mentions(&block, "this");
        let uses_client = mentions(&block, "client") && !uses_this;
        let holes = self.function.holes;
        self.function = outer;
        self.function.holes += holes;
        let parameter = parameter.filter(|name| mentions(&block, name));
        let mut moves = false;
        for (php, variable) in captured {
            if !mentions(&block, &variable.name) {
                continue;
            }
            moves = true;
            // One that nobody needs later is moved in.
            let stays = variable.form == Form::Ref
                || self.function.uses.is_read_after(&php, to)
                || self.function.uses.in_loop(from, variable.at)
                || self.function.depth > 0;
            if !variable.kind.is_copy() && stays {
                let term = Term::new(
                    Code::Text(variable.name.clone()),
                    variable.kind.clone(),
                    variable.form,
                );
                let own = self.cloned(term);
                self.function
                    .before
                    .push(Statement::new(Kind::Let(variable.name.clone(), Some(own))));
            }
        }
        if uses_this {
            moves = true;
            let this = Code::text(self.function.this).method("clone", Vec::new());
            self.function.before.push(Statement::new(Kind::Let("this".to_owned(), Some(this))));
        } else if uses_client {
            moves = true;
            let client = self.client().method("clone", Vec::new());
            self.function.before.push(Statement::new(Kind::Let("client".to_owned(), Some(client))));
        }
        Written { parameter, block, result: kind, fallible, moves }
    }

    /// `fn () => value`
    fn value_block(&mut self, value: &Expr) -> Block {
        let mut block = Block::default();
        let kinds = self.returning(Some(value), value.span);
        let mut before = std::mem::take(&mut self.function.before);
        block.statements.append(&mut before);
        block.statements.extend(kinds.into_iter().map(Statement::new));
        block
    }

    /// A value for PHP's null, which a function without `return` gives.
    pub(super) fn default_of(&mut self, kind: &Type) -> Code {
        let value = match kind {
            Type::Json | Type::Hole | Type::Null => Code::text("Value::Null"),
            Type::Text => Code::call("String::new", Vec::new()),
            Type::Int => Code::text("0"),
            Type::Float => Code::text("0.0"),
            Type::Bool => Code::text("false"),
            Type::List => Code::call("Vec::new", Vec::new()),
            Type::Unit => Code::text("()"),
            _ => {
                self.function.fallible = true;
                let error =
                    Code::call("Error::other", vec![Code::text("\"PHP returns null here\"")]);
                return Code::Prefix("return ", Box::new(Code::call("Err", vec![error])));
            }
        };
        Code::Prefix("return ", Box::new(value))
    }

    /// A closure that is no callback of a promise.
    pub(super) fn local_function(&mut self, expression: &Expr) -> Term {
        self.hole(
            expression.span,
            Message::new("write this closure in Rust", "请用 Rust 改写此闭包"),
        )
    }

    /// `$f = function () {…};`
    pub(super) fn assign_function(&mut self, name: &str, value: &Expr, span: Span) -> Vec<Kind> {
        match encryption(value) {
            Some(key) => {
                self.function.encryptors.push((name.to_owned(), key.clone()));
                Vec::new()
            }
            None => self.not_ported(span),
        }
    }

    /// `$f(…)`
    pub(super) fn call_variable(&mut self, name: &str, arguments: &[Arg], span: Span) -> Term {
        let Some((_, key)) =
            self.function.encryptors.iter().find(|(known, _)| known == name).cloned()
        else {
            return self.unknown(span);
        };
        let Some(plaintext) = arguments.first().and_then(Arg::value) else {
            return self.unknown(span);
        };
        if self.function.sensitive {
            return self.encrypted(plaintext);
        }
        self.rsa_encrypt(plaintext, &key).unwrap_or_else(|| self.unknown(span))
    }
}

/// The key of `function ($text) use ($key) { return Rsa::encrypt($text, $key); }`.
fn encryption(value: &Expr) -> Option<&Expr> {
    let lambda = lambda(value)?;
    let returned = match lambda.body {
        Body::Value(value) => value,
        Body::Block(block) => match &block.stmts[..] {
            [only] => match &only.kind {
                php_ast::owned::StmtKind::Return(Some(value)) => value,
                _ => return None,
            },
            _ => return None,
        },
    };
    let ExprKind::StaticMethodCall(call) = &returned.kind else { return None };
    let [parameter] = lambda.parameters else { return None };
    let is_plaintext = matches!(&call.args.first()?.value()?.kind, ExprKind::Variable(name) if name.as_str() == parameter.name.or_error());
    if super::path::is_named(&call.method, "encrypt") && is_plaintext {
        call.args.get(1)?.value()
    } else {
        None
    }
}

fn lambda(expression: &Expr) -> Option<Lambda<'_>> {
    match &expression.kind {
        ExprKind::Closure(closure) => {
            Some(Lambda { parameters: &closure.params, body: Body::Block(&closure.body) })
        }
        ExprKind::ArrowFunction(arrow) => {
            Some(Lambda { parameters: &arrow.params, body: Body::Value(&arrow.body) })
        }
        ExprKind::Parenthesized(inner) => lambda(inner),
        _ => None,
    }
}

fn with_closure(promise: Code, method: &str, written: Written) -> Code {
    let parameter = written.parameter.as_deref().unwrap_or("_");
    let head = if written.moves { format!("move |{parameter}|") } else { format!("|{parameter}|") };
    let body = match written.block.only_value() {
        Some(value) => value.clone(),
        None => match written.block.statements.as_slice() {
            [Statement { kind: Kind::Do(code), before, behind: None, .. }]
                if before.is_empty() && !code.ends_in_block() =>
            {
                code.clone()
            }
            _ => Code::Block(String::new(), written.block.clone()),
        },
    };
    promise.method(method, vec![Code::Closure(head, Box::new(body))])
}

/// Makes the last `return` the value, and wraps values in `Ok` where the block has a `?`.
pub(super) fn finish_returns(block: &mut Block, fallible: bool, unit: bool) {
    if fallible {
        wrap_returns(block);
    }
    let last =
        block.statements.iter().rposition(|statement| !matches!(statement.kind, Kind::Nothing));
    let diverges = block.diverges();
    if let Some(last) = last {
        let statement = &mut block.statements[last];
        match &mut statement.kind {
            Kind::Do(code) | Kind::Tail(code) => {
                if diverges && let Some(value) = unreturned(code.clone()) {
                    statement.kind = Kind::Tail(value);
                }
            }
            _ => {}
        }
    }
    if fallible && unit && !diverges {
        block.push(Kind::Tail(Code::call("Ok", vec![Code::text("()")])));
    }
    drop_unit_tail(block);
}

/// The result of the function says what `json` gives.
pub(super) fn plain_json(block: &mut Block) {
    if let Some(Statement { kind: Kind::Tail(Code::Chain(_, links)), .. }) =
        block.statements.last_mut()
        && let Some(Link::Method(name, _)) = links.last_mut()
        && matches!(name.as_str(), "json::<Value>" | "xml::<Value>")
    {
        name.truncate(name.find(':').unwrap_or(name.len()));
    }
}

/// `()` at the end says nothing.
fn drop_unit_tail(block: &mut Block) {
    if let Some(Statement { kind: Kind::Tail(Code::Text(text)), .. }) = block.statements.last_mut()
        && text == "()"
        && let Some(last) = block.statements.last_mut()
    {
        last.kind = Kind::Nothing;
    }
}

/// What `return x` at the end of a function gives, through `if` and `match`.
fn unreturned(code: Code) -> Option<Code> {
    match code {
        Code::Prefix("return ", value) => Some(*value),
        Code::Text(text) if text == "return" => Some(Code::text("()")),
        Code::If(branches, Some(otherwise)) => {
            let branches = branches
                .into_iter()
                .map(|(condition, block)| (condition, unreturned_block(block)))
                .collect();
            Some(Code::If(branches, Some(unreturned_block(otherwise))))
        }
        Code::Match(subject, arms) => {
            let arms = arms.into_iter().map(|(pattern, code)| {
                let code = match code {
                    Code::Block(head, block) if head.is_empty() => {
                        Code::Block(head, unreturned_block(block))
                    }
                    code => unreturned(code.clone()).unwrap_or(code),
                };
                (pattern, code)
            });
            Some(Code::Match(subject, arms.collect()))
        }
        _ => None,
    }
}

fn unreturned_block(mut block: Block) -> Block {
    if let Some(last) =
        block.statements.iter().rposition(|statement| !matches!(statement.kind, Kind::Nothing))
        && let Kind::Do(code) | Kind::Tail(code) = &block.statements[last].kind
        && let Some(value) = unreturned(code.clone())
    {
        block.statements[last].kind = Kind::Tail(value);
    }
    block
}

/// `return x` is `return Ok(x)`.
fn wrap_returns(block: &mut Block) {
    for statement in &mut block.statements {
        match &mut statement.kind {
            Kind::Do(code) | Kind::Tail(code) => wrap_code(code),
            Kind::Let(_, Some(code)) => wrap_nested(code),
            _ => {}
        }
    }
}

fn wrap_code(code: &mut Code) {
    match code {
        Code::Prefix("return ", value) => {
            let is_wrapped =
                matches!(&**value, Code::Call(name, _) if name == "Ok" || name == "Err");
            if !is_wrapped {
                let inner = std::mem::replace(&mut **value, Code::text("()"));
                **value = match inner {
                    // `Ok(x?)` is `x`.
                    Code::Chain(root, mut links) if matches!(links.last(), Some(Link::Try)) => {
                        links.pop();
                        if links.is_empty() { *root } else { Code::Chain(root, links) }
                    }
                    inner => Code::call("Ok", vec![inner]),
                };
            }
        }
        Code::Text(text) if text == "return" => {
            *code = Code::Prefix("return ", Box::new(Code::call("Ok", vec![Code::text("()")])));
        }
        other => wrap_nested(other),
    }
}

fn wrap_nested(code: &mut Code) {
    match code {
        Code::If(branches, otherwise) => {
            branches.iter_mut().for_each(|(_, block)| wrap_returns(block));
            otherwise.iter_mut().for_each(wrap_returns);
        }
        Code::Match(_, arms) => arms.iter_mut().for_each(|(_, code)| wrap_code(code)),
        // The closure of a `try` has its own.
        Code::Block(head, block) if !head.starts_with("async") => wrap_returns(block),
        _ => {}
    }
}
