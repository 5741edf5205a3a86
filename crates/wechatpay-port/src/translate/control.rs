//! `if`, `switch`, `match`, loops.

use php_ast::Span;
use php_ast::owned::{
    Expr, ExprKind, ForStmt, ForeachStmt, IfStmt, MatchExpr, Stmt, StmtKind, SwitchStmt, WhileStmt,
};

use super::{Translator, Variable};
use crate::code::{Block, Code, Kind, Link};
use crate::term::{Form, Term, Type};
use crate::uses::Uses;

/// A branch that is translated, with the variables as they are at its end.
pub(super) struct Branch {
    pub block: Block,
    variables: std::collections::HashMap<String, Variable>,
}

impl Branch {
    pub(super) fn of(block: Block) -> Self {
        Self { block, variables: std::collections::HashMap::new() }
    }
}

impl Translator<'_> {
    /// A statement in its own block.
    pub(super) fn branch(&mut self, statement: &Stmt) -> Branch {
        match &statement.kind {
            StmtKind::Block(block) => {
                self.scoped(statement.span.start, &block.stmts, block.span.end.saturating_sub(1))
            }
            _ => self.scoped(
                statement.span.start,
                std::slice::from_ref(statement),
                statement.span.end,
            ),
        }
    }

    pub(super) fn scoped(&mut self, start: u32, statements: &[Stmt], end: u32) -> Branch {
        let scope = self.function.uses.scope_of(start, self.function.scope);
        let outer = std::mem::replace(&mut self.function.scope, scope);
        let variables = self.function.variables.clone();
        let block = self.statements(statements, end);
        self.function.scope = outer;
        let inside = std::mem::replace(&mut self.function.variables, variables);
        // What was known may have changed.
        for (name, variable) in &mut self.function.variables {
            if inside.get(name).is_some_and(|inner| inner.known != variable.known) {
                variable.known = None;
                variable.parts = None;
            }
        }
        Branch { block, variables: inside }
    }

    /// Makes blocks give the variables that are read behind them: `let x = if … { … } else { … };`.
    pub(super) fn giving(
        &mut self,
        escaping: &[String],
        branches: &mut [Branch],
        span: Span,
    ) -> Option<String> {
        if escaping.is_empty() {
            return None;
        }
        let mut kinds = Vec::new();
        for name in escaping {
            let kind = branches
                .iter()
                .filter(|branch| !branch.block.diverges())
                .filter_map(|branch| branch.variables.get(name))
                .map(|variable| variable.kind.clone())
                .reduce(|a, b| a.union(&b))
                .unwrap_or(Type::Json);
            kinds.push(kind);
        }
        for branch in branches.iter_mut().filter(|branch| !branch.block.diverges()) {
            let mut values = Vec::new();
            for (name, kind) in escaping.iter().zip(&kinds) {
                let value = match branch.variables.get(name) {
                    Some(variable) => {
                        let form =
                            if variable.form == Form::Place { Form::Owned } else { variable.form };
                        let code = (escaping.len() == 1)
                            .then(|| taken(&mut branch.block, &variable.name))
                            .flatten();
                        let code = code.unwrap_or_else(|| Code::Text(variable.name.clone()));
                        self.coerced(Term::new(code, variable.kind.clone(), form), kind)
                    }
                    None => match self.default_of(kind) {
                        Code::Prefix("return ", value) => Some(*value),
                        code => Some(code),
                    },
                };
                values.push(value.unwrap_or_else(|| self.unknown(span).code));
            }
            let value =
                if values.len() == 1 { values.remove(0) } else { Code::List("(", values, ")") };
            give(&mut branch.block, value);
        }
        let mut names = Vec::new();
        for (name, kind) in escaping.iter().zip(kinds) {
            let rust = self.variable_name(name);
            let mutable = self.function.uses.is_changed_after(name, span.end, self.function.scope);
            self.declare(name, rust.clone(), kind, Form::Place, None, span.start);
            names.push(format!("{}{rust}", if mutable { "mut " } else { "" }));
        }
        Some(if names.len() == 1 { names.remove(0) } else { format!("({})", names.join(", ")) })
    }

    pub(super) fn if_statement(&mut self, branch: &IfStmt, span: Span) -> Vec<Kind> {
        let escaping: Vec<String> = self
            .function
            .uses
            .escaping(span.start, span.end)
            .into_iter()
            .filter(|name| !self.function.variables.contains_key(name))
            .collect();
        let mut conditions = Vec::new();
        let mut branches = Vec::new();
        let mut pairs: Vec<(&Expr, &Stmt)> = vec![(&branch.condition, &branch.then_branch)];
        pairs.extend(branch.elseif_branches.iter().map(|elseif| (&elseif.condition, &elseif.body)));
        for (condition, body) in pairs {
            let (condition, has_response) = self.branch_condition(condition);
            let outer = self.function.response.clone();
            if has_response {
                self.function.response = Some("response".to_owned());
            }
            conditions.push(condition);
            let branch = self.branch(body);
            if let Some(condition) = conditions.last_mut()
                && has_response
                && !super::mentioned::mentions(&branch.block, "response")
            {
                only_asks(condition);
            }
            branches.push(branch);
            self.function.response = outer;
        }
        let mut has_else = false;
        if let Some(otherwise) = &branch.else_branch {
            has_else = true;
            branches.push(self.branch(otherwise));
        } else if !escaping.is_empty() {
            has_else = true;
            branches.push(Branch {
                block: Block::default(),
                variables: self.function.variables.clone(),
            });
        }
        let pattern = self.giving(&escaping, &mut branches, span);
        let mut blocks = branches.into_iter().map(|branch| branch.block);
        let pairs: Vec<(Code, Block)> = conditions.into_iter().zip(blocks.by_ref()).collect();
        let otherwise = if has_else { blocks.next() } else { None };
        let code = without_literals(Code::If(
            pairs,
            otherwise.filter(|block| !block.statements.is_empty()),
        ));
        match pattern {
            Some(pattern) => vec![Kind::Let(pattern, Some(code))],
            None => vec![Kind::Do(code)],
        }
    }

    pub(super) fn foreach(&mut self, foreach: &ForeachStmt, span: Span) -> Vec<Kind> {
        if foreach.by_ref
            || foreach.key_by_ref
            || !self.function.uses.escaping(span.start, span.end).is_empty()
        {
            let hoisted = self.hoisted(span);
            if foreach.by_ref || foreach.key_by_ref || !hoisted {
                return self.not_ported(span);
            }
        }
        let subject = self.expression(&foreach.expr);
        let ExprKind::Variable(value) = &foreach.value.kind else { return self.not_ported(span) };
        let scope = self.function.uses.scope_of(foreach.body.span.start, self.function.scope);
        let outer = std::mem::replace(&mut self.function.scope, scope);
        let variables = self.function.variables.clone();
        let value_name = self.variable_name(value.as_str());
        self.declare(
            value.as_str(),
            value_name.clone(),
            Type::Json,
            Form::Ref,
            None,
            foreach.value.span.start,
        );
        let key = match &foreach.key {
            Some(Expr { kind: ExprKind::Variable(key), span, .. }) => {
                let name = self.variable_name(key.as_str());
                self.declare(key.as_str(), name.clone(), Type::Text, Form::Place, None, span.start);
                Some(name)
            }
            Some(_) => {
                self.function.scope = outer;
                self.function.variables = variables;
                return self.not_ported(span);
            }
            None => None,
        };
        let block = match &foreach.body.kind {
            StmtKind::Block(block) => {
                self.statements(&block.stmts, block.span.end.saturating_sub(1))
            }
            _ => self.statements(std::slice::from_ref(&foreach.body), foreach.body.span.end),
        };
        self.function.scope = outer;
        self.function.variables = variables;
        let used = |name: &str| {
            if super::mentioned::mentions(&block, name) { name.to_owned() } else { "_".to_owned() }
        };
        let key = key.filter(|key| super::mentioned::mentions(&block, key));
        let (pattern, items) = match (subject.kind.clone(), key) {
            (Type::Json | Type::Hole, None) => {
                self.helpers.insert(super::Helper::Items);
                (used(&value_name), Code::call("items", vec![self.value_ref(subject)]))
            }
            (Type::List, None) => (used(&value_name), subject.code.reference()),
            (Type::Json | Type::Hole, Some(key)) => {
                self.helpers.insert(super::Helper::Pairs);
                (
                    format!("({key}, {})", used(&value_name)),
                    Code::call("pairs", vec![self.value_ref(subject)]),
                )
            }
            _ => return self.not_ported(span),
        };
        let head = format!("for {pattern} in {}", items.flat().unwrap_or_default());
        vec![Kind::Do(Code::Block(head, block))]
    }

    /// Whether all that a loop gives to what follows is declared before it.
    fn hoisted(&mut self, span: Span) -> bool {
        let names = self.function.uses.escaping(span.start, span.end);
        names.iter().all(|name| self.function.variables.contains_key(name))
    }

    /// `for ($i = 0; $i < 3; $i++)`
    pub(super) fn for_loop(&mut self, for_loop: &ForStmt, span: Span) -> Vec<Kind> {
        match self.range(for_loop) {
            Some((name, at, head)) if self.hoisted_but(span, &name) => {
                let outer = self.function.variables.get(&name).cloned();
                let rust = self.variable_name(&name);
                let scope = self.function.scope;
                self.function.scope = self.function.uses.scope_of(for_loop.body.span.start, scope);
                self.declare(&name, rust.clone(), Type::Int, Form::Place, None, at);
                self.function.scope = scope;
                let branch = self.branch(&for_loop.body);
                self.function.variables.remove(&name);
                self.function.variables.extend(outer.map(|outer| (name, outer)));
                let used = super::mentioned::mentions(&branch.block, &rust);
                let head = format!("for {} in {head}", if used { &rust } else { "_" });
                vec![Kind::Do(Code::Block(head, branch.block))]
            }
            _ => self.not_ported(span),
        }
    }

    /// The variable of a counting loop, and its range.
    fn range(&mut self, for_loop: &ForStmt) -> Option<(String, u32, String)> {
        let ([init], [condition], [update]) =
            (&for_loop.init[..], &for_loop.condition[..], &for_loop.update[..])
        else {
            return None;
        };
        let ExprKind::Assign(init) = &init.kind else { return None };
        let ExprKind::Variable(name) = &init.target.kind else { return None };
        let is_counter = |expression: &Expr| matches!(&expression.kind, ExprKind::Variable(other) if other.as_str() == name.as_str());
        let ExprKind::Binary(compared) = &condition.kind else { return None };
        let range = match compared.op {
            php_ast::BinaryOp::Less => "..",
            php_ast::BinaryOp::LessOrEqual => "..=",
            _ => return None,
        };
        let counts = match &update.kind {
            ExprKind::UnaryPostfix(unary) => {
                unary.op == php_ast::UnaryPostfixOp::PostIncrement && is_counter(&unary.operand)
            }
            ExprKind::UnaryPrefix(unary) => {
                unary.op == php_ast::UnaryPrefixOp::PreIncrement && is_counter(&unary.operand)
            }
            _ => false,
        };
        let changed = Uses::of(std::slice::from_ref(&*for_loop.body)).is_written(name.as_str());
        if !counts || !is_counter(&compared.left) || changed {
            return None;
        }
        let (from, to) = (self.expression(&init.value), self.expression(&compared.right));
        if from.kind != Type::Int || to.kind != Type::Int {
            return None;
        }
        let to = match &to.code {
            Code::Text(_) => to.code.flat()?,
            code => format!("({})", code.flat()?),
        };
        Some((
            name.as_str().to_owned(),
            init.target.span.start,
            format!("{}{range}{to}", from.code.flat()?),
        ))
    }

    /// Whether nothing but the counter is given to what follows.
    fn hoisted_but(&mut self, span: Span, counter: &str) -> bool {
        let names = self.function.uses.escaping(span.start, span.end);
        names.iter().all(|name| name != counter && self.function.variables.contains_key(name))
    }

    pub(super) fn while_loop(&mut self, while_loop: &WhileStmt, span: Span) -> Vec<Kind> {
        if !self.hoisted(span) {
            return self.not_ported(span);
        }
        let condition = self.condition(&while_loop.condition);
        let Some(condition) = condition.flat() else { return self.not_ported(span) };
        let branch = self.branch(&while_loop.body);
        let head =
            if condition == "true" { "loop".to_owned() } else { format!("while {condition}") };
        vec![Kind::Do(Code::Block(head, branch.block))]
    }

    pub(super) fn switch(&mut self, switch: &SwitchStmt, span: Span) -> Vec<Kind> {
        let subject = self.expression(&switch.expr);
        if !matches!(subject.kind, Type::Text | Type::Json | Type::Int) {
            return self.not_ported(span);
        }
        let is_int = switch
            .body
            .cases
            .iter()
            .any(|case| matches!(case.value.as_ref().map(|v| &v.kind), Some(ExprKind::Int(_))));
        let subject = match (subject.kind.clone(), is_int) {
            (Type::Int, _) => subject.code,
            (Type::Json, true) => self.int(subject),
            (Type::Json, false) => self.str_entry(subject),
            (_, false) if subject.form != Form::Ref => subject.code.method("as_str", Vec::new()),
            _ => subject.code,
        };
        let mut arms: Vec<(String, Code)> = Vec::new();
        let mut patterns: Vec<String> = Vec::new();
        let mut has_default = false;
        let escaping: Vec<String> = self
            .function
            .uses
            .escaping(span.start, span.end)
            .into_iter()
            .filter(|name| !self.function.variables.contains_key(name))
            .collect();
        let mut bodies = Vec::new();
        for (place, case) in switch.body.cases.iter().enumerate() {
            match &case.value {
                Some(value) => {
                    let term = self.expression(value);
                    match (&term.code, &term.known) {
                        (Code::Text(text), Some(_)) => patterns.push(text.clone()),
                        _ => return self.not_ported(span),
                    }
                }
                None => {
                    has_default = true;
                    patterns = vec!["_".to_owned()];
                }
            }
            if case.body.is_empty() && place + 1 < switch.body.cases.len() {
                continue;
            }
            let (statements, ended) = match case.body.split_last() {
                Some((Stmt { kind: StmtKind::Break(None), .. }, before)) => (before, true),
                Some((
                    Stmt {
                        kind: StmtKind::Return(_) | StmtKind::Throw(_) | StmtKind::Continue(_),
                        ..
                    },
                    _,
                )) => (&case.body[..], true),
                _ => (&case.body[..], place + 1 == switch.body.cases.len()),
            };
            if !ended || statements.iter().any(has_break) {
                return self.not_ported(span);
            }
            bodies.push(self.scoped(case.span.start, statements, case.span.end));
            arms.push((patterns.join(" | "), Code::text("()")));
            patterns.clear();
        }
        if !has_default {
            arms.push(("_".to_owned(), Code::text("()")));
            bodies.push(Branch {
                block: Block::default(),
                variables: self.function.variables.clone(),
            });
        }
        // Rust takes the first arm that fits.
        let default = arms.iter().position(|(pattern, _)| pattern == "_");
        let pattern = self.giving(&escaping, &mut bodies, span);
        for ((_, code), branch) in arms.iter_mut().zip(bodies) {
            *code = Code::Block(String::new(), branch.block);
        }
        if let Some(default) = default {
            let arm = arms.remove(default);
            arms.push(arm);
        }
        let code = Code::Match(Box::new(subject), arms);
        match pattern {
            Some(pattern) => vec![Kind::Let(pattern, Some(code))],
            None => vec![Kind::Do(code)],
        }
    }

    /// `match ($x) { … }`
    pub(super) fn match_expression(&mut self, matched: &MatchExpr, span: Span) -> Term {
        let subject = self.expression(&matched.subject);
        let is_true = subject.known == Some(serde_json::Value::Bool(true));
        if is_true {
            return self.unknown(span);
        }
        let subject = match (&subject.kind, subject.form) {
            (Type::Text, Form::Ref) | (Type::Int, _) => subject.code,
            (Type::Text, _) => subject.code.method("as_str", Vec::new()),
            (Type::Json, _) => self.str_entry(subject),
            _ => return self.unknown(span),
        };
        let mut arms = Vec::new();
        let mut bodies = Vec::new();
        for arm in &matched.arms {
            let mut patterns = Vec::new();
            for condition in arm.conditions.iter().flatten() {
                let term = self.expression(condition);
                match (&term.code, &term.known) {
                    (Code::Text(text), Some(_)) => patterns.push(text.clone()),
                    _ => return self.unknown(span),
                }
            }
            if arm.conditions.is_none() {
                patterns.push("_".to_owned());
            }
            arms.push(patterns.join(" | "));
            bodies.push(self.expression(&arm.body));
        }
        if !arms.iter().any(|pattern| pattern == "_") {
            arms.push("_".to_owned());
            let error = Code::call("Error::other", vec![Code::text("\"no arm of match fits\"")]);
            self.function.fallible = true;
            bodies.push(Term::owned(
                Code::Prefix("return ", Box::new(Code::call("Err", vec![error]))),
                Type::Hole,
            ));
        }
        let kind = bodies
            .iter()
            .map(|body| body.kind.clone())
            .reduce(|a, b| a.union(&b))
            .unwrap_or(Type::Json);
        let all_ref = kind == Type::Text
            && bodies.iter().all(|body| body.form == Form::Ref || body.kind == Type::Hole);
        let mut pairs = Vec::new();
        for (pattern, body) in arms.into_iter().zip(bodies) {
            let code = if all_ref || matches!(body.code, Code::Prefix("return ", _)) {
                Some(body.code)
            } else {
                self.coerced(body, &kind)
            };
            match code {
                Some(code) => pairs.push((pattern, code)),
                None => return self.unknown(span),
            }
        }
        Term::new(
            Code::Match(Box::new(subject), pairs),
            kind,
            if all_ref { Form::Ref } else { Form::Owned },
        )
    }
}

/// The value of a last `let x = v;`, which is then not needed.
fn taken(block: &mut Block, name: &str) -> Option<Code> {
    let last = block.statements.last_mut()?;
    match &last.kind {
        Kind::Let(pattern, Some(_))
            if pattern.split(':').next() == Some(name) && !pattern.contains(':') => {}
        _ => return None,
    }
    match std::mem::replace(&mut last.kind, Kind::Nothing) {
        Kind::Let(_, code) => code,
        _ => None,
    }
}

/// `if let Some(response) = error.response()` whose block does not need the response.
fn only_asks(condition: &mut Code) {
    let Code::Prefix("let Some(response) = ", inner) = condition else { return };
    let mut code = std::mem::replace(&mut **inner, Code::text("error"));
    match &mut code {
        Code::Chain(_, links) if matches!(links.last(), Some(Link::Method(name, _)) if name == "filter") =>
        {
            if let Some(Link::Method(name, _)) = links.last_mut() {
                "is_some_and".clone_into(name);
            }
            *condition = code;
        }
        _ => *condition = code.method("is_some", Vec::new()),
    }
}

/// `if a { true } else { false }` is `a`.
pub(super) fn without_literals(code: Code) -> Code {
    let Code::If(branches, Some(otherwise)) = &code else { return code };
    let [(condition, then)] = branches.as_slice() else { return code };
    match (then.only_value(), otherwise.only_value()) {
        (Some(Code::Text(then)), Some(Code::Text(otherwise))) => {
            match (then.as_str(), otherwise.as_str()) {
                ("true", "false") => condition.clone(),
                ("false", "true") => condition.clone().not(),
                _ => code,
            }
        }
        _ => code,
    }
}

fn give(block: &mut Block, value: Code) {
    match block.statements.last_mut() {
        Some(last) if matches!(last.kind, Kind::Nothing) => last.kind = Kind::Tail(value),
        _ => block.push(Kind::Tail(value)),
    }
}

fn has_break(statement: &Stmt) -> bool {
    match &statement.kind {
        StmtKind::Break(_) => true,
        StmtKind::If(branch) => {
            has_break(&branch.then_branch)
                || branch.elseif_branches.iter().any(|elseif| has_break(&elseif.body))
                || branch.else_branch.as_ref().is_some_and(|otherwise| has_break(otherwise))
        }
        StmtKind::Block(block) => block.stmts.iter().any(has_break),
        _ => false,
    }
}
