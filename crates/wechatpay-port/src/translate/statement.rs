//! Statements, one after the other, with their comments.

use php_ast::Span;
use php_ast::owned::{Expr, ExprKind, Stmt, StmtKind};

use super::{Translator, Variable};
use crate::State;
use crate::code::{Block, Code, Kind, Link, Statement};
use crate::finding::{Kind as FindingKind, Message};
use crate::source::Parsed;
use crate::term::{Form, Type, quoted};

impl Translator<'_> {
    /// Statements up to an offset, which the comments behind the last one reach to.
    pub(super) fn statements(&mut self, statements: &[Stmt], end: u32) -> Block {
        let mut block = Block::default();
        let mut place = 0;
        while let Some(statement) = statements.get(place) {
            let next = statements.get(place + 1).map_or(end, |next| next.span.start);
            self.statement(statement, next, &mut block);
            place += 1;
        }
        let comments = self.comments_before(end);
        if !comments.is_empty() {
            block.statements.push(Statement { before: comments, ..Statement::new(Kind::Nothing) });
        }
        block
    }

    fn statement(&mut self, statement: &Stmt, next: u32, block: &mut Block) {
        let span = statement.span;
        let comments = self.comments_before(span.start);
        let spaced = self.has_empty_line_before(span.start, comments.len());
        let outer_holes = std::mem::take(&mut self.function.holes);
        let outer_before = std::mem::take(&mut self.function.before);
        let not_ported = self.counts.not_ported;
        let kinds =
            if self.has_error(statement) { self.not_ported(span) } else { self.kinds(statement) };
        let mut behind = self.comment_behind(span.end, next);
        let mut inside = comments;
        inside.extend(self.comments_before(span.end));
        let is_compound = is_compound(statement);
        let state = if self.counts.not_ported > not_ported && !is_compound {
            self.counts.not_ported = not_ported;
            State::NotPorted
        } else if self.function.holes > 0 {
            State::Holes
        } else {
            State::Ported
        };
        let silent = matches!(
            statement.kind,
            StmtKind::Nop | StmtKind::Block(_) | StmtKind::Namespace(_) | StmtKind::Use(_)
        );
        if !silent {
            self.count(state);
        }
        self.function.holes += outer_holes;
        let before = std::mem::replace(&mut self.function.before, outer_before);
        let (first, last) = self.source.lines_of(span);
        let php = (!silent).then_some((first, last, state));
        let count = before.len() + kinds.len();
        let all = before.into_iter().map(|statement| statement.kind).chain(kinds);
        for (place, kind) in all.enumerate() {
            let first = place == 0;
            block.statements.push(Statement {
                kind,
                before: if first { std::mem::take(&mut inside) } else { Vec::new() },
                behind: if place + 1 == count { behind.take() } else { None },
                spaced: first && spaced,
                php,
            });
        }
        if count == 0 && (!inside.is_empty() || behind.is_some()) {
            inside.extend(behind);
            block.statements.push(Statement {
                before: inside,
                spaced,
                ..Statement::new(Kind::Nothing)
            });
        }
    }

    /// Whether PHP would not take the statement. What is inside a block is looked at there.
    fn has_error(&self, statement: &Stmt) -> bool {
        let span = statement.span;
        !is_compound(statement)
            && self.source.errors.iter().any(|error| {
                let at = error.span().start;
                span.start <= at && at < span.end.max(span.start + 1)
            })
    }

    fn kinds(&mut self, statement: &Stmt) -> Vec<Kind> {
        let span = statement.span;
        match &statement.kind {
            StmtKind::Expression(expression) => self.effect(expression, span),
            StmtKind::Echo(expressions) => {
                let expressions: Vec<&Expr> = expressions.iter().collect();
                vec![Kind::Do(self.printed(&expressions))]
            }
            StmtKind::Return(value) => self.returning(value.as_deref(), span),
            StmtKind::If(branch) => self.if_statement(branch, span),
            StmtKind::TryCatch(caught) => self.try_catch(caught, span),
            StmtKind::Throw(thrown) => vec![Kind::Do(self.thrown(thrown))],
            StmtKind::Foreach(foreach) => self.foreach(foreach, span),
            StmtKind::For(for_loop) => self.for_loop(for_loop, span),
            StmtKind::While(while_loop) => self.while_loop(while_loop, span),
            StmtKind::Switch(switch) => self.switch(switch, span),
            StmtKind::Break(None) => vec![Kind::Do(Code::text("break"))],
            StmtKind::Continue(None) => vec![Kind::Do(Code::text("continue"))],
            StmtKind::Block(block) => {
                let block = self.statements(&block.stmts, block.span.end.saturating_sub(1));
                vec![Kind::Do(Code::Block(String::new(), block))]
            }
            StmtKind::Nop | StmtKind::Use(_) | StmtKind::Namespace(_) => Vec::new(),
            StmtKind::Declare(declare) if declare.body.is_none() => Vec::new(),
            StmtKind::InlineHtml(html) if html.as_str().trim().is_empty() => Vec::new(),
            // Translated as items of the module.
            StmtKind::Function(_) | StmtKind::Class(_) | StmtKind::Const(_) => Vec::new(),
            StmtKind::Unset(_) => self.not_ported(span),
            _ => self.not_ported(span),
        }
    }

    /// An expression for what it does.
    fn effect(&mut self, expression: &Expr, span: Span) -> Vec<Kind> {
        match &expression.kind {
            ExprKind::Parenthesized(inner) | ExprKind::ErrorSuppress(inner) => {
                return self.effect(inner, span);
            }
            ExprKind::Assign(assign) => return self.assignment(assign, span),
            ExprKind::Include(_, path) if is_autoload(path) => return Vec::new(),
            ExprKind::Exit(_) => return self.exit(expression, span),
            ExprKind::UnaryPostfix(unary) => {
                return self.stepped(
                    &unary.operand,
                    unary.op == php_ast::UnaryPostfixOp::PostIncrement,
                    span,
                );
            }
            ExprKind::UnaryPrefix(unary) if unary.op == php_ast::UnaryPrefixOp::PreIncrement => {
                return self.stepped(&unary.operand, true, span);
            }
            _ => {}
        }
        let term = self.expression(expression);
        match (&term.kind, &term.code) {
            (Type::Promise(_), _) => {
                let message = Message::new(
                    "nothing waits for this promise, and here nothing is sent until something does",
                    "没有代码等待此 promise；此处在等待之前不会发送请求",
                );
                let hole = self.hole(span, message);
                let code = self.hole_as(hole.code, "()");
                vec![Kind::Do(code), Kind::Let("_promise".to_owned(), Some(term.code))]
            }
            (Type::Hole, code) => {
                let code = self.hole_as(code.clone(), "()");
                vec![Kind::Do(code)]
            }
            (_, Code::Chain(_, links)) if links.iter().any(|link| matches!(link, Link::Try)) => {
                let last_is_used = !matches!(term.kind, Type::Text | Type::Int | Type::Bool)
                    || super::sdk::ends_tried(&term.code);
                if last_is_used {
                    vec![Kind::Do(term.code)]
                } else {
                    vec![Kind::Let("_".to_owned(), Some(term.code))]
                }
            }
            (Type::Unit, _) => vec![Kind::Do(term.code)],
            (_, Code::Call(name, _)) if name.ends_with('!') => vec![Kind::Do(term.code)],
            // It does nothing.
            (_, Code::Text(_) | Code::Json(_)) => Vec::new(),
            _ => vec![Kind::Let("_".to_owned(), Some(term.code))],
        }
    }

    fn stepped(&mut self, operand: &Expr, up: bool, span: Span) -> Vec<Kind> {
        let ExprKind::Variable(name) = &operand.kind else { return self.not_ported(span) };
        match self.function.variables.get(name.as_str()) {
            Some(Variable { name, kind: Type::Int, form: Form::Place, .. }) => {
                let operator = if up { "+=" } else { "-=" };
                vec![Kind::Assign(Code::Text(name.clone()), operator, Code::text("1"))]
            }
            _ => self.not_ported(span),
        }
    }

    fn exit(&mut self, expression: &Expr, span: Span) -> Vec<Kind> {
        let ExprKind::Exit(value) = &expression.kind else { return Vec::new() };
        let mut kinds = Vec::new();
        if let Some(value) = value
            && !matches!(value.kind, ExprKind::Int(_))
        {
            kinds.push(Kind::Do(self.printed(&[value])));
        }
        if !self.function.plain
            && self.function.result.as_ref().is_none_or(|result| *result == Type::Unit)
        {
            self.function.returned.get_or_insert(Type::Unit);
            kinds.push(Kind::Do(Code::text("return")));
            return kinds;
        }
        self.not_ported(span)
    }

    /// `return …`
    pub(super) fn returning(&mut self, value: Option<&Expr>, span: Span) -> Vec<Kind> {
        let Some(value) = value else {
            self.note_return(Type::Unit);
            return match self.function.result.clone() {
                Some(kind) if kind != Type::Unit => vec![Kind::Do(self.default_of(&kind))],
                _ => vec![Kind::Do(Code::text("return"))],
            };
        };
        let mut term = self.expression(value);
        if term.kind == Type::Body || term.kind == Type::Error && term.form != Form::Owned {
            let text = self.string(term);
            term = crate::term::Term::owned(text, Type::Text);
        }
        self.note_return(term.kind.clone());
        let Some(kind) = self.function.result.clone() else {
            return vec![Kind::Do(Code::Prefix("return ", Box::new(term.code)))];
        };
        if kind == Type::Unit && matches!(term.kind, Type::Unit) {
            return vec![Kind::Do(term.code), Kind::Do(Code::text("return"))];
        }
        let last_use = self.is_last_use(value) && term.form == Form::Place && term.kind == kind;
        let code = if last_use { Some(term.code) } else { self.coerced(term, &kind) };
        match code {
            Some(code) => vec![Kind::Do(Code::Prefix("return ", Box::new(code)))],
            None => self.not_ported(span),
        }
    }

    fn note_return(&mut self, kind: Type) {
        let kind = match self.function.returned.take() {
            Some(before) => before.union(&kind),
            None => kind,
        };
        self.function.returned = Some(kind);
    }

    /// A statement that has no Rust: its text in a comment, behind a hole.
    pub(super) fn not_ported(&mut self, span: Span) -> Vec<Kind> {
        let message = Message::new(
            "this statement is not translated: write it in Rust",
            "此语句没有翻译，请用 Rust 补上",
        );
        self.find(FindingKind::NotPorted, span, message);
        self.counts.not_ported += 1;
        self.function.holes += 1;
        let (first, _) = self.source.lines_of(span);
        let text = quoted(&format!("PHP line {first} is not translated"));
        let code = if self.settings.draft {
            self.helpers.insert(super::Helper::Hole);
            self.function.fallible = true;
            Code::call("hole::<()>", vec![Code::Text(text)]).tried()
        } else {
            Code::call("compile_error!", vec![Code::Text(text)])
        };
        let mut comments: Vec<String> = vec![format!("PHP line {first}:")];
        for line in self.source.slice(span).lines() {
            comments.extend(Parsed::comment_lines(&format!("// {}", line.trim_end())));
        }
        // The comments in it are part of that text.
        for (place, comment) in self.source.comments.iter().enumerate() {
            if span.start <= comment.span.start && comment.span.end <= span.end {
                self.commented[place] = true;
            }
        }
        self.function.before.clear();
        self.pending_comments.extend(comments);
        vec![Kind::Do(code)]
    }

    /// Comments up to an offset that are not written yet.
    pub(super) fn comments_before(&mut self, offset: u32) -> Vec<String> {
        let mut lines = std::mem::take(&mut self.pending_comments);
        let source = self.source;
        let end = source.comments.partition_point(|comment| comment.span.start < offset);
        while self.commented.get(self.comments_from) == Some(&true) {
            self.comments_from += 1;
        }
        for place in self.comments_from..end {
            if !std::mem::replace(&mut self.commented[place], true) {
                lines.extend(Parsed::comment_lines(&source.comments[place].text));
            }
        }
        lines
    }

    /// The comment on the line on which a statement ends.
    fn comment_behind(&mut self, end: u32, next: u32) -> Option<String> {
        let source = self.source;
        let place = source.comments.partition_point(|comment| comment.span.start < end);
        let comment = source.comments.get(place)?;
        let same_line = source.line(comment.span.start) == source.line(end.saturating_sub(1));
        if !same_line || comment.span.start >= next || self.commented[place] {
            return None;
        }
        let mut lines = Parsed::comment_lines(&comment.text);
        if lines.len() != 1 {
            return None;
        }
        self.commented[place] = true;
        lines.pop()
    }

    fn has_empty_line_before(&self, offset: u32, _comments: usize) -> bool {
        let before = self.source.text.get(..offset as usize).unwrap_or("");
        // Over the comments on the lines before.
        for line in before.rsplit('\n').skip(1) {
            let line = line.trim();
            if line.is_empty() {
                return true;
            }
            if !(line.starts_with("//")
                || line.starts_with('#')
                || line.starts_with('*')
                || line.starts_with("/*"))
            {
                return false;
            }
        }
        false
    }
}

fn is_compound(statement: &Stmt) -> bool {
    matches!(
        statement.kind,
        StmtKind::If(_)
            | StmtKind::TryCatch(_)
            | StmtKind::Foreach(_)
            | StmtKind::While(_)
            | StmtKind::For(_)
            | StmtKind::DoWhile(_)
            | StmtKind::Switch(_)
            | StmtKind::Block(_)
    )
}

/// `require 'vendor/autoload.php'`
fn is_autoload(path: &Expr) -> bool {
    match &path.kind {
        ExprKind::String(text) => text.to_str().is_some_and(|text| text.ends_with("autoload.php")),
        ExprKind::Binary(binary) => is_autoload(&binary.right),
        ExprKind::Parenthesized(inner) => is_autoload(inner),
        _ => false,
    }
}
