//! `try`, `catch`, `throw`, and what is asked of an error.

use php_ast::Span;
use php_ast::owned::{CatchClause, Expr, ExprKind, TryCatchStmt};

use super::Translator;
use super::control::Branch;
use crate::code::{Block, Code, Kind, Link, Statement};
use crate::term::{Form, Term, Type, quoted};

impl Translator<'_> {
    pub(super) fn try_catch(&mut self, caught: &TryCatchStmt, span: Span) -> Vec<Kind> {
        if caught.finally.is_some() || caught.catches.is_empty() {
            return self.not_ported(span);
        }
        let escaping: Vec<String> = self
            .function
            .uses
            .escaping(span.start, span.end)
            .into_iter()
            .filter(|name| !self.function.variables.contains_key(name))
            .collect();
        let outer_fallible = self.function.fallible;
        let mut body = self.scoped(
            caught.body.span.start,
            &caught.body.stmts,
            caught.body.span.end.saturating_sub(1),
        );
        if jumps(&body.block) {
            // Out of a loop, which a closure cannot.
            return self.not_ported(span);
        }
        let returns = has_return(&body.block);
        let diverges = body.block.diverges();
        self.function.fallible = outer_fallible;
        let mut catches: Vec<(Option<Code>, Branch)> = Vec::new();
        for clause in &caught.catches {
            let condition = match self.catches(clause) {
                Ok(condition) => condition,
                Err(()) => return self.not_ported(span),
            };
            let branch = self.catch(clause);
            catches.push((condition, branch));
        }
        // What the closure gives, and what is done with it.
        let given: Vec<String> = if diverges { Vec::new() } else { escaping.clone() };
        let result = self.function.result.clone().unwrap_or(Type::Unit);
        let mut branches = vec![std::mem::replace(&mut body, Branch::empty())];
        branches.extend(
            catches.iter_mut().map(|(_, branch)| std::mem::replace(branch, Branch::empty())),
        );
        let pattern =
            if given.is_empty() { None } else { self.giving(&given, &mut branches, span) };
        let mut blocks = branches.into_iter().map(|branch| branch.block);
        let mut block = blocks.next().unwrap_or_default();
        let catches: Vec<(Option<Code>, Block)> =
            catches.into_iter().map(|(condition, _)| condition).zip(blocks).collect();
        let value_type = match (returns, diverges, &pattern) {
            (true, true, _) => result.rust(),
            (true, false, None) => format!("Option<{}>", result.rust()),
            (true, false, Some(_)) => return self.not_ported(span),
            (false, _, None) => "()".to_owned(),
            (false, _, Some(_)) => given
                .iter()
                .map(|name| self.function.variables[name].kind.rust())
                .collect::<Vec<_>>()
                .join(", "),
        };
        let value_type = if given.len() > 1 { format!("({value_type})") } else { value_type };
        close(&mut block, returns && !diverges, pattern.is_some());
        let (head, run) = if self.settings.asynchronous && self.function.depth_sync() {
            ("async".to_owned(), Link::Await)
        } else {
            (format!("|| -> Result<{value_type}, Error>"), Link::Try)
        };
        let tried = if head == "async" {
            if let Some(Statement { kind: Kind::Tail(Code::Call(name, _)), .. }) =
                block.statements.last_mut()
                && name == "Ok"
            {
                *name = format!("Ok::<{value_type}, Error>");
            }
            Code::Block(head, block)
        } else {
            Code::Closure(head, Box::new(Code::Block(String::new(), block)))
        };
        let mut kinds = vec![Kind::Let("tried".to_owned(), Some(tried))];
        let called = match run {
            Link::Await => Code::Chain(Box::new(Code::text("tried")), vec![Link::Await]),
            _ => Code::call("tried", Vec::new()),
        };
        let handled = self.handled(catches);
        let uses_error =
            |block: &Block| if super::mentioned::mentions(block, "error") { "error" } else { "_" };
        let name = uses_error(&handled);
        let arm = |pattern: &str, value: Code| (pattern.to_owned(), value);
        let code = match (returns, diverges, pattern) {
            (true, true, _) => Code::Match(
                Box::new(called),
                vec![
                    arm("Ok(value)", Code::Prefix("return ", Box::new(Code::text("value")))),
                    arm(&format!("Err({name})"), Code::Block(String::new(), handled)),
                ],
            ),
            (true, false, _) => Code::Match(
                Box::new(called),
                vec![
                    arm("Ok(Some(value))", Code::Prefix("return ", Box::new(Code::text("value")))),
                    arm("Ok(None)", Code::Block(String::new(), Block::default())),
                    arm(&format!("Err({name})"), Code::Block(String::new(), handled)),
                ],
            ),
            (false, _, Some(pattern)) => {
                let value = if given.len() > 1 { "values" } else { "value" };
                let code = Code::Match(
                    Box::new(called),
                    vec![
                        arm(&format!("Ok({value})"), Code::text(value)),
                        arm(&format!("Err({name})"), Code::Block(String::new(), handled)),
                    ],
                );
                kinds.push(Kind::Let(pattern, Some(code)));
                return kinds;
            }
            (false, _, None) => {
                if handled
                    .statements
                    .iter()
                    .all(|statement| matches!(statement.kind, Kind::Nothing))
                {
                    self.note(
                        span,
                        "nothing is done with this error: after a timeout, money may have moved",
                        "此错误没有被处理：超时之后，资金可能已经变动",
                    );
                }
                let condition = match name {
                    "error" => Code::Prefix("let Err(error) = ", Box::new(called)),
                    _ if handled.statements.is_empty() => {
                        kinds.push(Kind::Let("_".to_owned(), Some(called)));
                        return kinds;
                    }
                    _ => called.method("is_err", Vec::new()),
                };
                Code::If(vec![(condition, handled)], None)
            }
        };
        kinds.push(Kind::Do(code));
        kinds
    }

    /// The catch clauses as one block.
    fn handled(&mut self, catches: Vec<(Option<Code>, Block)>) -> Block {
        let mut pairs = Vec::new();
        let mut otherwise = None;
        for (condition, block) in catches {
            match condition {
                Some(condition) => pairs.push((condition, block)),
                None => {
                    otherwise = Some(block);
                    break;
                }
            }
        }
        if pairs.is_empty() {
            return otherwise.unwrap_or_default();
        }
        // What no clause catches goes on.
        let otherwise = otherwise.unwrap_or_else(|| {
            self.function.fallible = true;
            let error =
                Code::Prefix("return ", Box::new(Code::call("Err", vec![Code::text("error")])));
            Block { statements: vec![Statement::new(Kind::Do(error))] }
        });
        let mut block = Block::default();
        block.push(Kind::Do(Code::If(pairs, Some(otherwise))));
        block
    }

    fn catch(&mut self, clause: &CatchClause) -> Branch {
        let variables = self.function.variables.clone();
        let error = self.function.error.clone();
        if let Some(name) = clause.var.as_ref().and_then(|name| name.as_str()) {
            self.declare(
                name,
                "error".to_owned(),
                Type::Error,
                Form::Place,
                None,
                clause.span.start,
            );
            self.function.error = Some(name.to_owned());
        }
        let branch = self.scoped(
            clause.body.span.start,
            &clause.body.stmts,
            clause.body.span.end.saturating_sub(1),
        );
        self.function.variables = variables;
        self.function.error = error;
        branch
    }

    /// Which errors a clause catches; `None`: all.
    fn catches(&mut self, clause: &CatchClause) -> Result<Option<Code>, ()> {
        let mut condition: Option<Code> = None;
        for name in &clause.types {
            let class = self.class_name(&name.to_string_repr());
            match self.error_is(Code::text("error"), &class) {
                Some(Code::Text(text)) if text == "true" => return Ok(None),
                Some(code) => {
                    condition = Some(match condition {
                        Some(before) => before.binary("||", code),
                        None => code,
                    });
                }
                None => return Err(()),
            }
        }
        Ok(condition)
    }

    /// Whether an error is what PHP throws as that class.
    pub(super) fn error_is(&mut self, error: Code, class: &str) -> Option<Code> {
        let kind = |name: &str| {
            error
                .clone()
                .method("kind", Vec::new())
                .binary("==", Code::text(format!("ErrorKind::{name}")))
        };
        Some(match class.rsplit('\\').next().unwrap_or(class) {
            "throwable" | "exception" | "error" | "runtimeexception" | "guzzleexception"
            | "transferexception" => Code::text("true"),
            "requestexception" | "badresponseexception" | "clientexception" | "serverexception" => {
                error.method("response", Vec::new()).method("is_some", Vec::new())
            }
            "connectexception" => kind("Connect"),
            "invalidargumentexception" if class.contains("wechatpay") => kind("Config"),
            "invalidargumentexception" | "unexpectedvalueexception" => kind("Options"),
            "wechatpayexception" => Code::text("true"),
            _ => return None,
        })
    }

    /// A condition; whether it asks for the error's response, which the block then has.
    pub(super) fn branch_condition(&mut self, condition: &Expr) -> (Code, bool) {
        let mut operands = Vec::new();
        conjuncts(condition, &mut operands);
        let asks = operands.iter().any(|operand| self.asks_response(operand));
        if !asks {
            return (self.condition(condition), false);
        }
        let mut others = Vec::new();
        let outer = self.function.response.replace("response".to_owned());
        for operand in operands {
            let implied = self.asks_response(operand)
                || matches!(&operand.kind, ExprKind::Binary(binary) if binary.op == php_ast::BinaryOp::Instanceof);
            if !implied {
                others.push(self.condition(operand));
            }
        }
        self.function.response = outer;
        let response = Code::text("error").method("response", Vec::new());
        let response = match others.into_iter().reduce(|a, b| a.binary("&&", b)) {
            Some(condition) => response.method(
                "filter",
                vec![Code::Closure("|response|".to_owned(), Box::new(condition))],
            ),
            None => response,
        };
        (Code::Prefix("let Some(response) = ", Box::new(response)), true)
    }

    fn asks_response(&self, expression: &Expr) -> bool {
        match &expression.kind {
            ExprKind::Parenthesized(inner) => self.asks_response(inner),
            ExprKind::MethodCall(call) => {
                let is_error = matches!(&call.object.kind, ExprKind::Variable(name) if self.function.error.as_deref() == Some(name.as_str()));
                is_error
                    && (super::path::is_named(&call.method, "hasResponse")
                        || super::path::is_named(&call.method, "getResponse"))
            }
            _ => false,
        }
    }

    /// `$e->getMessage()`
    pub(super) fn on_error(&mut self, error: Term, method: &str) -> Option<Term> {
        let code = error.code;
        Some(match method {
            "getMessage" => Term::new(code, Type::Error, Form::Place),
            "getCode" => {
                let status = code.method("status", Vec::new()).method(
                    "map_or",
                    vec![Code::text("0"), Code::text("|status| i64::from(status.as_u16())")],
                );
                Term::owned(status, Type::Int)
            }
            "hasResponse" => Term::owned(
                code.method("response", Vec::new()).method("is_some", Vec::new()),
                Type::Bool,
            ),
            "getResponse" => match &self.function.response {
                Some(name) => Term::new(Code::text(name.clone()), Type::Response, Form::Ref),
                None => {
                    let missing = Code::Closure(
                        "||".to_owned(),
                        Box::new(Code::call("Error::other", vec![Code::text("\"no response\"")])),
                    );
                    let response =
                        code.method("response", Vec::new()).method("ok_or_else", vec![missing]);
                    Term::new(self.tried(response), Type::Response, Form::Ref)
                }
            },
            "getTraceAsString" => Term::owned(
                Code::call(
                    "format!",
                    vec![Code::text(format!("\"{{{}:?}}\"", code.flat().unwrap_or_default()))],
                ),
                Type::Text,
            ),
            _ => return None,
        })
    }

    /// `throw …`
    pub(super) fn thrown(&mut self, thrown: &Expr) -> Code {
        self.function.fallible = true;
        let error = match &thrown.kind {
            ExprKind::Variable(name) if self.function.error.as_deref() == Some(name.as_str()) => {
                Code::text("error")
            }
            _ => self.error_of(thrown),
        };
        Code::Prefix("return ", Box::new(Code::call("Err", vec![error])))
    }

    /// `new \RuntimeException('…')`
    pub(super) fn error_of(&mut self, thrown: &Expr) -> Code {
        let ExprKind::New(new) = &thrown.kind else {
            let hole = self.unknown(thrown.span);
            return self.hole_as(hole.code, "Error");
        };
        let class = super::sdk::class_of(&new.class).unwrap_or_default();
        let class = class.rsplit('\\').next().unwrap_or(&class).to_owned();
        let message = new.args.first().and_then(php_ast::owned::Arg::value);
        let message = match message {
            Some(message) => {
                let term = self.expression(message);
                match term.kind {
                    Type::Text if term.form == Form::Owned || term.is_literal() => term.code,
                    _ => self.string(term),
                }
            }
            None => Code::Text(quoted(&class)),
        };
        if !matches!(
            class.as_str(),
            "Exception"
                | "RuntimeException"
                | "InvalidArgumentException"
                | "UnexpectedValueException"
                | "LogicException"
        ) {
            self.note(
                thrown.span,
                format!("{class} is an Error here"),
                format!("{class} 在此为 Error"),
            );
        }
        Code::call("Error::other", vec![message])
    }
}

impl Branch {
    fn empty() -> Self {
        Self::of(Block::default())
    }
}

fn conjuncts<'e>(condition: &'e Expr, operands: &mut Vec<&'e Expr>) {
    match &condition.kind {
        ExprKind::Parenthesized(inner) => conjuncts(inner, operands),
        ExprKind::Binary(binary)
            if matches!(
                binary.op,
                php_ast::BinaryOp::BooleanAnd | php_ast::BinaryOp::LogicalAnd
            ) =>
        {
            conjuncts(&binary.left, operands);
            conjuncts(&binary.right, operands);
        }
        _ => operands.push(condition),
    }
}

/// Whether a `break` or `continue` leads out of the block.
fn jumps(block: &Block) -> bool {
    fn jump(code: &Code) -> bool {
        match code {
            Code::Text(text) => matches!(text.as_str(), "break" | "continue"),
            Code::If(branches, otherwise) => {
                branches.iter().any(|(_, block)| jumps(block))
                    || otherwise.as_ref().is_some_and(jumps)
            }
            Code::Match(_, arms) => arms.iter().any(|(_, code)| jump(code)),
            // A loop keeps its own.
            Code::Block(head, block) => head.is_empty() && jumps(block),
            _ => false,
        }
    }
    block.statements.iter().any(|statement| match &statement.kind {
        Kind::Do(code) | Kind::Tail(code) => jump(code),
        _ => false,
    })
}

fn has_return(block: &Block) -> bool {
    block.statements.iter().any(|statement| match &statement.kind {
        Kind::Do(code) | Kind::Tail(code) => returns(code),
        _ => false,
    })
}

fn returns(code: &Code) -> bool {
    match code {
        Code::Prefix("return ", value) => !matches!(&**value, Code::Call(name, _) if name == "Err"),
        Code::Text(text) => text == "return",
        Code::If(branches, otherwise) => {
            branches.iter().any(|(_, block)| has_return(block))
                || otherwise.as_ref().is_some_and(has_return)
        }
        Code::Match(_, arms) => arms.iter().any(|(_, code)| returns(code)),
        Code::Block(head, block) => !head.starts_with("async") && has_return(block),
        _ => false,
    }
}

/// Makes a block the body of the closure of a `try`: its values in `Ok`, `Ok(())` at the end.
fn close(block: &mut Block, optional: bool, gives: bool) {
    if optional {
        optional_returns(block);
        block.push(Kind::Tail(Code::call("Ok", vec![Code::text("None")])));
        super::closure::finish_returns(block, true, false);
        return;
    }
    if gives {
        if let Some(Statement { kind: Kind::Tail(value), .. }) = block.statements.last_mut() {
            let inner = std::mem::replace(value, Code::text("()"));
            *value = Code::call("Ok", vec![inner]);
        }
        return;
    }
    super::closure::finish_returns(block, true, true);
}

fn optional_returns(block: &mut Block) {
    for statement in &mut block.statements {
        if let Kind::Do(code) | Kind::Tail(code) = &mut statement.kind {
            optional_code(code);
        }
    }
}

fn optional_code(code: &mut Code) {
    match code {
        Code::Prefix("return ", value) if !matches!(&**value, Code::Call(name, _) if name == "Err") =>
        {
            let inner = std::mem::replace(&mut **value, Code::text("()"));
            **value = Code::call("Some", vec![inner]);
        }
        Code::Text(text) if text == "return" => {
            *code = Code::Prefix("return ", Box::new(Code::call("Some", vec![Code::text("()")])))
        }
        Code::If(branches, otherwise) => {
            branches.iter_mut().for_each(|(_, block)| optional_returns(block));
            otherwise.iter_mut().for_each(optional_returns);
        }
        Code::Match(_, arms) => arms.iter_mut().for_each(|(_, code)| optional_code(code)),
        Code::Block(head, block) if !head.starts_with("async") => optional_returns(block),
        _ => {}
    }
}
