//! Where a function of PHP writes and reads its variables, found before it is translated.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use php_ast::AssignOp;
use php_ast::owned::{
    Block, CatchClause, Expr, ExprKind, Stmt, StmtKind, visitor::OwnedVisitor, walk_owned_block,
    walk_owned_catch_clause, walk_owned_expr, walk_owned_stmt,
};

/// What happens to a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Read,
    /// `$x = …`
    Write,
    /// `$x['k'] = …`, `$x .= …`, `$x++`
    Amend,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Occurrence {
    pub act: Act,
    pub at: u32,
    /// The block it is in.
    scope: usize,
}

/// All occurrences of the variables of one function.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    variables: HashMap<String, Vec<Occurrence>>,
    /// Variables that get keys of text: `$x['k'] = …`.
    keyed: HashSet<String>,
    /// Variables that get entries: `$x[] = …`.
    listed: HashSet<String>,
    /// Variables on which a path is built.
    clients: HashSet<String>,
    /// Variables that are read as an array: `$x['k']`.
    arrays: HashSet<String>,
    /// Variables whose properties are read: `$x->id`.
    objects: HashSet<String>,
    /// Whether a path is built on something that is no variable.
    pub builds_paths: bool,
    /// Variables that a closure changes.
    captured: HashSet<String>,
    /// The block around each block.
    parents: Vec<usize>,
    /// The span of each loop.
    loops: Vec<(u32, u32)>,
    blocks: HashMap<u32, usize>,
}

struct Walk {
    uses: Uses,
    scope: usize,
}

impl Uses {
    pub(crate) fn of<'a>(statements: impl IntoIterator<Item = &'a Stmt>) -> Self {
        let mut walk = Walk { uses: Self { parents: vec![0], ..Self::default() }, scope: 0 };
        for statement in statements {
            let _ = walk.visit_stmt(statement);
        }
        walk.uses
    }

    pub(crate) fn of_expression(expression: &Expr) -> Self {
        let mut walk = Walk { uses: Self { parents: vec![0], ..Self::default() }, scope: 0 };
        let _ = walk.visit_expr(expression);
        walk.uses
    }

    fn all(&self, name: &str) -> &[Occurrence] {
        self.variables.get(name).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.variables.keys().map(String::as_str)
    }

    pub(crate) fn is_read_after(&self, name: &str, at: u32) -> bool {
        self.all(name).iter().any(|occurrence| occurrence.at >= at && occurrence.act != Act::Write)
    }

    pub(crate) fn is_written(&self, name: &str) -> bool {
        self.all(name).iter().any(|occurrence| occurrence.act != Act::Read)
    }

    pub(crate) fn is_amended(&self, name: &str) -> bool {
        self.all(name).iter().any(|occurrence| occurrence.act == Act::Amend)
    }

    pub(crate) fn is_read(&self, name: &str) -> bool {
        self.all(name).iter().any(|occurrence| occurrence.act != Act::Write)
    }

    /// Whether what is declared at `at` in the block `scope` is changed later.
    pub(crate) fn is_changed_after(&self, name: &str, at: u32, scope: usize) -> bool {
        for occurrence in self
            .all(name)
            .iter()
            .filter(|o| o.at > at && (scope == usize::MAX || self.is_around(scope, o.scope)))
        {
            match occurrence.act {
                Act::Amend => return true,
                // It is declared anew.
                Act::Write if occurrence.scope == scope => return false,
                Act::Write => return true,
                Act::Read => {}
            }
        }
        false
    }

    /// Variables that are first written between `start` and `end`, and read behind it.
    pub(crate) fn escaping(&self, start: u32, end: u32) -> Vec<String> {
        let mut names: Vec<(u32, String)> = Vec::new();
        for (name, occurrences) in &self.variables {
            let Some(first) = occurrences.iter().filter(|o| o.act != Act::Read).map(|o| o.at).min()
            else {
                continue;
            };
            if first >= start && first < end && self.read_before_written_after(name, end) {
                names.push((first, name.clone()));
            }
        }
        names.sort();
        names.into_iter().map(|(_, name)| name).collect()
    }

    /// Whether a read behind `at` has no write of its own behind `at`, in its block or around it.
    fn read_before_written_after(&self, name: &str, at: u32) -> bool {
        let behind = || self.all(name).iter().filter(move |occurrence| occurrence.at >= at);
        behind().filter(|read| read.act != Act::Write).any(|read| {
            !behind().any(|write| {
                write.act == Act::Write
                    && write.at < read.at
                    && self.is_around(write.scope, read.scope)
            })
        })
    }

    fn is_around(&self, outer: usize, mut inner: usize) -> bool {
        while inner != outer && inner != 0 {
            inner = self.parents[inner];
        }
        inner == outer
    }

    pub(crate) fn is_keyed(&self, name: &str) -> bool {
        self.keyed.contains(name)
    }

    pub(crate) fn is_listed(&self, name: &str) -> bool {
        self.listed.contains(name)
    }

    /// Whether all changes come one after the other, in one block.
    pub(crate) fn is_straight(&self, name: &str, scope: usize) -> bool {
        !self.captured.contains(name)
            && self
                .all(name)
                .iter()
                .all(|occurrence| occurrence.act == Act::Read || occurrence.scope == scope)
    }

    pub(crate) fn is_object(&self, name: &str) -> bool {
        self.objects.contains(name)
    }

    pub(crate) fn is_client(&self, name: &str) -> bool {
        self.clients.contains(name)
    }

    pub(crate) fn is_array(&self, name: &str) -> bool {
        self.arrays.contains(name) || self.keyed.contains(name)
    }

    pub(crate) fn scope_of(&self, block_start: u32, otherwise: usize) -> usize {
        self.blocks.get(&block_start).copied().unwrap_or(otherwise)
    }

    pub(crate) fn in_loop(&self, at: u32, declared: u32) -> bool {
        self.loops.iter().any(|&(start, end)| start < at && at < end && declared < start)
    }
}

impl Walk {
    fn note(&mut self, name: &str, act: Act, at: u32) {
        let scope = self.scope;
        self.uses.variables.entry(name.to_owned()).or_default().push(Occurrence { act, at, scope });
    }

    fn within(
        &mut self,
        start: u32,
        visit: impl FnOnce(&mut Self) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let scope = self.uses.parents.len();
        self.uses.parents.push(self.scope);
        self.uses.blocks.insert(start, scope);
        let outer = std::mem::replace(&mut self.scope, scope);
        let flow = visit(self);
        self.scope = outer;
        flow
    }

    /// The variable that `$x['a']['b']` is in.
    fn amend(&mut self, target: &Expr, at: u32) -> ControlFlow<()> {
        match &target.kind {
            ExprKind::ArrayAccess(access) => {
                if let ExprKind::Variable(name) = &access.array.kind {
                    match &access.index {
                        None => _ = self.uses.listed.insert(name.as_str().to_owned()),
                        Some(_) => _ = self.uses.keyed.insert(name.as_str().to_owned()),
                    }
                }
                if let Some(index) = &access.index {
                    self.visit_expr(index)?;
                }
                self.amend(&access.array, at)
            }
            ExprKind::Variable(name) => {
                self.note(name.as_str(), Act::Amend, at);
                ControlFlow::Continue(())
            }
            ExprKind::PropertyAccess(access) => self.visit_expr(&access.object),
            _ => self.visit_expr(target),
        }
    }

    fn write(&mut self, target: &Expr, at: u32) -> ControlFlow<()> {
        match &target.kind {
            ExprKind::Variable(name) => self.note(name.as_str(), Act::Write, at),
            ExprKind::Array(elements) => {
                for element in elements {
                    self.write(element.value(), at)?;
                }
            }
            _ => self.amend(target, at)?,
        }
        ControlFlow::Continue(())
    }
}

impl OwnedVisitor for Walk {
    type Break = ();

    fn visit_stmt(&mut self, statement: &Stmt) -> ControlFlow<()> {
        let span = (statement.span.start, statement.span.end);
        match &statement.kind {
            StmtKind::Function(_)
            | StmtKind::Class(_)
            | StmtKind::Interface(_)
            | StmtKind::Trait(_)
            | StmtKind::Enum(_) => {}
            StmtKind::Block(_) => self.within(span.0, |walk| walk_owned_stmt(walk, statement))?,
            StmtKind::If(branch) => {
                self.visit_expr(&branch.condition)?;
                self.branch(&branch.then_branch)?;
                for elseif in &branch.elseif_branches {
                    self.visit_expr(&elseif.condition)?;
                    self.branch(&elseif.body)?;
                }
                if let Some(otherwise) = &branch.else_branch {
                    self.branch(otherwise)?;
                }
            }
            StmtKind::Switch(switch) => {
                self.visit_expr(&switch.expr)?;
                for case in &switch.body.cases {
                    self.within(case.span.start, |walk| {
                        if let Some(value) = &case.value {
                            walk.visit_expr(value)?;
                        }
                        case.body.iter().try_for_each(|statement| walk.visit_stmt(statement))
                    })?;
                }
            }
            StmtKind::Foreach(foreach) => {
                self.visit_expr(&foreach.expr)?;
                self.uses.loops.push(span);
                self.within(foreach.body.span.start, |walk| {
                    if let Some(key) = &foreach.key {
                        walk.write(key, key.span.start)?;
                    }
                    walk.write(&foreach.value, foreach.value.span.start)?;
                    walk.body(&foreach.body)
                })?;
            }
            StmtKind::While(_) | StmtKind::For(_) | StmtKind::DoWhile(_) => {
                self.uses.loops.push(span);
                walk_owned_stmt(self, statement)?;
            }
            StmtKind::StaticVar(variables) => {
                for variable in variables {
                    self.note(variable.name.or_error(), Act::Write, span.0);
                }
            }
            _ => walk_owned_stmt(self, statement)?,
        }
        ControlFlow::Continue(())
    }

    fn visit_block(&mut self, block: &Block) -> ControlFlow<()> {
        if self.uses.blocks.contains_key(&block.span.start) {
            return walk_owned_block(self, block);
        }
        self.within(block.span.start, |walk| walk_owned_block(walk, block))
    }

    fn visit_catch_clause(&mut self, clause: &CatchClause) -> ControlFlow<()> {
        if let Some(name) = clause.var.as_ref().and_then(|name| name.as_str()) {
            let name = name.to_owned();
            self.note(&name, Act::Write, clause.span.start);
        }
        walk_owned_catch_clause(self, clause)
    }

    fn visit_expr(&mut self, expression: &Expr) -> ControlFlow<()> {
        let at = expression.span.start;
        match &expression.kind {
            ExprKind::Variable(name) => self.note(name.as_str(), Act::Read, at),
            ExprKind::Assign(assign) => {
                self.visit_expr(&assign.value)?;
                let behind = assign.target.span.start;
                if assign.op == AssignOp::Assign {
                    self.write(&assign.target, behind)?;
                } else {
                    self.amend(&assign.target, behind)?;
                }
            }
            ExprKind::UnaryPostfix(unary) => self.amend(&unary.operand, at)?,
            ExprKind::UnaryPrefix(unary)
                if matches!(
                    unary.op,
                    php_ast::UnaryPrefixOp::PreIncrement | php_ast::UnaryPrefixOp::PreDecrement
                ) =>
            {
                self.amend(&unary.operand, at)?;
            }
            ExprKind::Closure(closure) => {
                for used in &closure.use_vars {
                    let act = if used.by_ref { Act::Amend } else { Act::Read };
                    self.note(used.name.or_error(), act, used.span.start);
                    if used.by_ref {
                        self.uses.captured.insert(used.name.or_error().to_owned());
                    }
                }
            }
            ExprKind::ArrowFunction(arrow) => {
                let before: Vec<String> = arrow
                    .params
                    .iter()
                    .map(|parameter| parameter.name.or_error().to_owned())
                    .collect();
                let kept: Vec<(String, usize)> =
                    before.iter().map(|name| (name.clone(), self.uses.all(name).len())).collect();
                self.visit_expr(&arrow.body)?;
                for (name, count) in kept {
                    if let Some(occurrences) = self.uses.variables.get_mut(&name) {
                        occurrences.truncate(count);
                    }
                }
            }
            ExprKind::PropertyAccess(access) => {
                let starts = matches!(&access.property.kind, ExprKind::Identifier(name) if matches!(name.as_str(), "v3" | "v2" | "hk" | "V3"));
                match &access.object.kind {
                    ExprKind::Variable(name) if starts => {
                        _ = self.uses.clients.insert(name.as_str().to_owned())
                    }
                    ExprKind::Variable(name) => {
                        _ = self.uses.objects.insert(name.as_str().to_owned())
                    }
                    _ if starts => self.uses.builds_paths = true,
                    _ => {}
                }
                walk_owned_expr(self, expression)?;
            }
            ExprKind::MethodCall(call) => {
                if let (ExprKind::Variable(name), ExprKind::Identifier(method)) =
                    (&call.object.kind, &call.method.kind)
                {
                    match method.as_str() {
                        "chain" => _ = self.uses.clients.insert(name.as_str().to_owned()),
                        "setMeta" if name.as_str() != "this" => {
                            self.note(name.as_str(), Act::Amend, at)
                        }
                        _ => {}
                    }
                }
                if super::translate::is_chain_call(call)
                    && !matches!(call.object.kind, ExprKind::Variable(_))
                {
                    self.uses.builds_paths = true;
                }
                walk_owned_expr(self, expression)?;
            }
            ExprKind::ArrayAccess(access) => {
                if let ExprKind::Variable(name) = &access.array.kind {
                    self.uses.arrays.insert(name.as_str().to_owned());
                    if let Some(ExprKind::String(path)) =
                        access.index.as_ref().map(|index| &index.kind)
                        && path.to_str().is_some_and(is_path)
                    {
                        self.uses.clients.insert(name.as_str().to_owned());
                    }
                }
                walk_owned_expr(self, expression)?;
            }
            _ => walk_owned_expr(self, expression)?,
        }
        ControlFlow::Continue(())
    }
}

/// Whether an index is the path of an endpoint.
pub(crate) fn is_path(index: &str) -> bool {
    let index = index.trim_start_matches('/');
    ["v3/", "v2/", "hk/v3/"].iter().any(|version| index.starts_with(version))
}

impl Walk {
    /// A branch, with braces or without.
    fn branch(&mut self, statement: &Stmt) -> ControlFlow<()> {
        self.within(statement.span.start, |walk| walk.body(statement))
    }

    fn body(&mut self, statement: &Stmt) -> ControlFlow<()> {
        match &statement.kind {
            StmtKind::Block(block) => walk_owned_block(self, block),
            _ => self.visit_stmt(statement),
        }
    }
}
