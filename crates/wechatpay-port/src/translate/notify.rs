//! Notification handlers: headers, `Rsa::verify` and `AesGcm::decrypt` are `NotificationParser`.

use php_ast::Span;
use php_ast::owned::{ArrayAccessExpr, Stmt};

use super::Translator;
use crate::code::Block;
use crate::term::Term;

impl Translator<'_> {
    pub(super) fn notification_idiom(&mut self, _statements: &[Stmt], _block: &mut Block) -> usize {
        0
    }

    pub(super) fn server_header(&mut self, _access: &ArrayAccessExpr) -> Option<Term> {
        None
    }

    pub(super) fn notification_body(&mut self, span: Span) -> Term {
        self.unknown(span)
    }
}
