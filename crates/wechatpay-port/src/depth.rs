//! How deep a text is nested: what is nested deeper than anybody writes is not translated, since each
//! level takes some of the stack.

use std::ops::ControlFlow;

use php_ast::owned::visitor::OwnedVisitor;
use php_ast::owned::{Expr, Stmt, walk_owned_expr, walk_owned_stmt};

/// The deepest nesting that is translated.
pub(crate) const DEEPEST: usize = 200;

/// Enough for the parser, which takes 512 levels, and for [`DEEPEST`] levels here, without optimizations.
const STACK: usize = 128 << 20;

#[derive(Default)]
struct Depth {
    here: usize,
    most: usize,
}

impl Depth {
    fn within(&mut self, visit: impl FnOnce(&mut Self) -> ControlFlow<()>) -> ControlFlow<()> {
        self.here += 1;
        self.most = self.most.max(self.here);
        if self.here > DEEPEST {
            return ControlFlow::Break(());
        }
        visit(self)?;
        self.here -= 1;
        ControlFlow::Continue(())
    }
}

impl OwnedVisitor for Depth {
    type Break = ();

    fn visit_stmt(&mut self, statement: &Stmt) -> ControlFlow<()> {
        self.within(|depth| walk_owned_stmt(depth, statement))
    }

    fn visit_expr(&mut self, expression: &Expr) -> ControlFlow<()> {
        self.within(|depth| walk_owned_expr(depth, expression))
    }
}

/// The depth of a statement; more than [`DEEPEST`] if it is too deep.
pub(crate) fn of(statement: &Stmt) -> usize {
    let mut depth = Depth::default();
    let _ = depth.visit_stmt(statement);
    depth.most
}

/// Runs a translation with a stack that is large enough, whatever the caller's is; `None` if there is
/// no memory for it.
pub(crate) fn run<T: Send>(translate: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        thread.spawn_scoped(scope, translate).ok()?.join().ok()
    })
}
