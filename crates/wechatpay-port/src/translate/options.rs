//! Arguments that no JSON can hold, such as the stream of an upload: the builder `Options`.

use php_ast::owned::{ArrayElement, Expr, ExprKind};

use super::Translator;
use super::path::is_option;
use crate::code::Code;
use crate::term::{Term, Type, quoted};

impl Translator<'_> {
    /// Whether one of the options is no JSON.
    pub(super) fn needs_builder(&mut self, elements: &[ArrayElement]) -> bool {
        self.encrypts(elements)
            || elements.iter().any(|element| {
                let key = element.key.as_ref().and_then(|key| self.static_text(key));
                key.as_deref() == Some("body") && self.is_stream(element.value())
            })
    }

    /// A text that needs no translation to be known.
    pub(super) fn static_text(&self, expression: &Expr) -> Option<String> {
        match &expression.kind {
            ExprKind::String(text) => text.to_str().map(str::to_owned),
            ExprKind::ClassConstAccess(access) => {
                let ExprKind::Identifier(member) = &access.member.kind else { return None };
                guzzle_option(member.as_str()).map(str::to_owned)
            }
            _ => None,
        }
    }

    /// `$media->getStream()`, or a variable that holds it.
    fn is_stream(&self, expression: &Expr) -> bool {
        match &expression.kind {
            ExprKind::MethodCall(call) => super::path::is_named(&call.method, "getStream"),
            ExprKind::Variable(name) => self
                .function
                .variables
                .get(name.as_str())
                .is_some_and(|variable| variable.kind == Type::Stream),
            _ => false,
        }
    }

    /// `Options::new().var(…).body(…)`
    pub(super) fn built(&mut self, elements: &[ArrayElement], added: Vec<(String, Term)>) -> Code {
        let mut code = Code::call("Options::new", Vec::new());
        let encrypts = self.encrypts(elements);
        let outer = std::mem::replace(&mut self.function.sensitive, encrypts);
        if encrypts {
            self.function.idiom = true;
            let sensitive = self.client().method("sensitive", Vec::new());
            let sensitive = self.tried(sensitive);
            self.function.before.push(crate::code::Statement::new(crate::code::Kind::Let(
                "sensitive".to_owned(),
                Some(sensitive),
            )));
            code = code.method("sensitive", vec![Code::text("&sensitive")]);
        }
        for (name, term) in added {
            let value = self.serialized(term);
            code = if name == "query" {
                code.method("query", vec![value])
            } else {
                code.method("var", vec![Code::Text(quoted(&name)), value])
            };
        }
        for element in elements {
            let Some(key) = element.key.as_ref().and_then(|key| self.static_text(key)) else {
                let hole = self.unknown(element.span);
                code = code.method("var", vec![Code::text("\"?\""), hole.code]);
                continue;
            };
            code = match (key.as_str(), &element.value().kind) {
                ("headers", ExprKind::Array(headers)) => self.headers(code, headers),
                ("body", _) => {
                    let body = self.expression(element.value());
                    let body = match body.kind {
                        Type::Stream => body.code,
                        _ => self.string(body),
                    };
                    code.method("body", vec![body])
                }
                (name, _) => {
                    let value = self.expression(element.value());
                    let value = self.serialized(value);
                    if is_option(name) {
                        code.method(name, vec![value])
                    } else {
                        code.method("var", vec![Code::Text(quoted(name)), value])
                    }
                }
            };
        }
        self.function.sensitive = outer;
        code
    }

    fn headers(&mut self, code: Code, headers: &[ArrayElement]) -> Code {
        headers.iter().fold(code, |code, header| {
            let name = header.key.as_ref().and_then(|key| self.static_text(key));
            if self.function.sensitive
                && name.is_some_and(|name| name.eq_ignore_ascii_case("Wechatpay-Serial"))
            {
                return code;
            }
            let value = self.expression(header.value());
            let value = self.text_argument(value);
            match header.key.as_ref().and_then(|key| self.static_text(key)) {
                Some(name) => code.method("header", vec![Code::Text(quoted(&name)), value]),
                None => {
                    let hole = self.unknown(header.span);
                    code.method("headers", vec![hole.code])
                }
            }
        })
    }
}

/// `RequestOptions::JSON`
pub(super) fn guzzle_option(constant: &str) -> Option<&'static str> {
    Some(match constant {
        "JSON" => "json",
        "QUERY" => "query",
        "BODY" => "body",
        "HEADERS" => "headers",
        "FORM_PARAMS" => "form_params",
        "MULTIPART" => "multipart",
        "SINK" => "sink",
        "TIMEOUT" => "timeout",
        "CONNECT_TIMEOUT" => "connect_timeout",
        "HTTP_ERRORS" => "http_errors",
        "DEBUG" => "debug",
        _ => return None,
    })
}
