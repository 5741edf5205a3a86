//! Notification handlers: what PHP puts together from headers, `Rsa::verify` and `AesGcm::decrypt` is
//! `NotificationParser` here.

use php_ast::Span;
use php_ast::owned::{Arg, ArrayAccessExpr, Expr, ExprKind};
use serde_json::Value;

use super::Translator;
use crate::code::{Code, Kind, Statement};
use crate::term::{Form, Term, Type, quoted};

impl Translator<'_> {
    /// Whether the statements verify and decrypt a notification.
    pub(super) fn handles_notification(&self, span: Span) -> bool {
        let text = self.source.slice(span);
        text.contains("Rsa::verify(") && text.contains("AesGcm::decrypt(")
    }

    /// `Rsa::verify(…)`: the parser verifies, and decrypts.
    pub(super) fn notification_verified(&mut self, span: Span) -> Term {
        self.notification_parsed(span);
        Term::owned(Code::text("notification").method("is_ok", Vec::new()), Type::Bool)
    }

    /// `AesGcm::decrypt(…)`: the notification, whose resource is decrypted.
    pub(super) fn notification_decrypted(&mut self, span: Span) -> Term {
        self.notification_parsed(span);
        let code = self.tried(Code::text("notification"));
        Term::owned(code, Type::Notification)
    }

    fn notification_parsed(&mut self, span: Span) {
        self.function.idiom = true;
        if std::mem::replace(&mut self.function.parsed, true) {
            return;
        }
        self.note(
            span,
            "NotificationParser verifies and decrypts: it checks headers, time, serial number and signature",
            "NotificationParser 负责验签与解密：检查请求头、时间、序列号与签名",
        );
        let parser = self.client().method("notifications", Vec::new());
        let parsed =
            self.tried(parser).method("parse", vec![Code::text("headers"), Code::text("body")]);
        self.function
            .before
            .push(Statement::new(Kind::Let("notification".to_owned(), Some(parsed))));
    }

    /// The check of the time, which the parser does.
    pub(super) fn is_time_check(&self, operands: [&Expr; 2]) -> bool {
        self.function.notification
            && operands.iter().any(|operand| matches!(&operand.kind, ExprKind::FunctionCall(call) if super::sdk::named_function(call, "abs")))
    }

    /// `$_SERVER['HTTP_WECHATPAY_SERIAL']`, `$headers['wechatpay-serial']`
    pub(super) fn server_header(&mut self, access: &ArrayAccessExpr) -> Option<Term> {
        if !self.function.notification {
            return None;
        }
        let index = access.index.as_ref()?;
        if let ExprKind::Int(0) = index.kind {
            // Headers are lists in PSR-7.
            return match &access.array.kind {
                ExprKind::ArrayAccess(inner) => self.server_header(inner),
                ExprKind::MethodCall(call) => self.header_call(&call.args),
                _ => None,
            };
        }
        let name = self.static_text(index)?;
        let name = match name.strip_prefix("HTTP_") {
            Some(name) => name.replace('_', "-"),
            None => name,
        };
        self.header(&name)
    }

    /// `$request->header('Wechatpay-Serial')`
    pub(super) fn header_call(&mut self, arguments: &[Arg]) -> Option<Term> {
        if !self.function.notification {
            return None;
        }
        let name = self.static_text(arguments.first()?.value()?)?;
        self.header(&name)
    }

    fn header(&mut self, name: &str) -> Option<Term> {
        let lower = name.to_ascii_lowercase();
        lower.strip_prefix("wechatpay-")?;
        let words: Vec<String> = lower
            .split('-')
            .map(|word| {
                let (first, rest) = word.split_at(word.len().min(1));
                first.to_ascii_uppercase() + rest
            })
            .collect();
        let header =
            Code::text("headers").method("get", vec![Code::Text(quoted(&words.join("-")))]);
        let text = header
            .method("and_then", vec![Code::text("|value| value.to_str().ok()")])
            .method("unwrap_or_default", Vec::new());
        Some(Term::new(text, Type::Text, Form::Ref))
    }

    /// `file_get_contents('php://input')`
    pub(super) fn notification_body(&mut self, span: Span) -> Term {
        if self.function.notification {
            return Term::new(Code::text("body"), Type::Bytes, Form::Ref);
        }
        self.unknown(span)
    }

    /// `$request->getContent()`
    pub(super) fn is_body_call(&self, method: &str) -> bool {
        self.function.notification
            && matches!(
                method,
                "getContent" | "getInput" | "getRawBody" | "rawBody" | "getContents"
            )
    }

    /// `$inBody = '';`, where the documentation leaves a blank.
    pub(super) fn is_blank_body(&self, name: &str, term: &Term) -> bool {
        self.function.notification
            && term.known == Some(Value::from(""))
            && name.to_ascii_lowercase().contains("body")
    }
}
