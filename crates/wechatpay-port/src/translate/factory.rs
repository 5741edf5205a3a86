//! `Builder::factory([…])` is `Client::builder()`.

use php_ast::Span;
use php_ast::owned::{ArrayElement, Expr, ExprKind};

use super::Translator;
use crate::code::Code;
use crate::finding::Message;
use crate::term::{Form, Term, Type};

impl Translator<'_> {
    pub(super) fn factory(&mut self, config: &Expr, span: Span) -> Term {
        let ExprKind::Array(elements) = &config.kind else {
            let message = Message::new(
                "give these settings to Client::builder()",
                "请将这些配置交给 Client::builder()",
            );
            let hole = self.hole(span, message);
            let code = self.hole_as(hole.code, "Client");
            return Term::owned(code, Type::Client);
        };
        let mut code = Code::call("Client::builder", Vec::new());
        for element in elements {
            code = self.setting(code, element);
        }
        let code = code.method("build", Vec::new());
        Term::owned(self.tried(code), Type::Client)
    }

    fn setting(&mut self, builder: Code, element: &ArrayElement) -> Code {
        let key = element.key.as_ref().and_then(|key| self.static_text(key)).unwrap_or_default();
        let value = element.value();
        match key.as_str() {
            "mchid" | "serial" | "base_uri" => {
                let term = self.expression(value);
                let text = self.text_argument(term);
                builder.method(key, vec![text])
            }
            "privateKey" => {
                let key = self.owned_key(value, &Type::PrivateKey);
                builder.method("private_key", vec![key])
            }
            "certs" => self.certificates(builder, value, element.span),
            "secret" => {
                let term = self.expression(value);
                let text = self.text_argument(term);
                builder.method("secret", vec![text])
            }
            "timeout" | "connect_timeout" => {
                let term = self.expression(value);
                builder.method(key, vec![term.code])
            }
            "merchant" => self.merchant(builder, value, element.span),
            _ => {
                let message = Message::new(
                    "this setting of Guzzle has no counterpart: see the settings of ClientBuilder",
                    "Guzzle 的此配置没有直接对应，请参阅 ClientBuilder 的配置",
                );
                let hole = self.hole(element.span, message);
                // In the place of the setting, so that it can't be missed.
                builder.method("user_agent", vec![self.hole_as(hole.code, "String")])
            }
        }
    }

    fn owned_key(&mut self, value: &Expr, kind: &Type) -> Code {
        let term = self.expression(value);
        match &term.kind {
            known if known == kind && term.form == Form::Place && self.is_last_use(value) => {
                term.code
            }
            known if known == kind => self.cloned(term),
            Type::Hole => {
                let rust = kind.rust();
                self.hole_as(term.code, &rust)
            }
            _ => {
                let text = self.text_argument(term);
                self.tried(Code::call(format!("{}::load", kind.rust()), vec![text]))
            }
        }
    }

    /// `[$serial => $key]`
    fn certificates(&mut self, builder: Code, value: &Expr, span: Span) -> Code {
        let ExprKind::Array(elements) = &value.kind else {
            let hole = self.unknown(span);
            let hole = self.hole_as(hole.code, "String");
            return builder
                .method("platform_key", vec![hole.clone(), Code::text("PublicKey::load(\"\")?")]);
        };
        let mut builder = builder;
        for element in elements {
            let serial = match &element.key {
                Some(key) => {
                    let term = self.expression(key);
                    match (&term.kind, term.form) {
                        (Type::Text, Form::Place) if self.is_last_use(key) => term.code,
                        _ => self.text_argument(term),
                    }
                }
                None => {
                    let hole = self.unknown(element.span);
                    self.hole_as(hole.code, "String")
                }
            };
            let key = self.owned_key(element.value(), &Type::PublicKey);
            builder = builder.method("platform_key", vec![serial, key]);
        }
        builder
    }

    /// `'merchant' => ['cert' => …, 'key' => …]`
    fn merchant(&mut self, builder: Code, value: &Expr, span: Span) -> Code {
        let ExprKind::Array(elements) = &value.kind else {
            let hole = self.unknown(span);
            let hole = self.hole_as(hole.code, "Vec<u8>");
            return builder.method("merchant_certificate", vec![hole]);
        };
        let mut builder = builder;
        for element in elements {
            let key =
                element.key.as_ref().and_then(|key| self.static_text(key)).unwrap_or_default();
            let path = self.expression(element.value());
            match key.as_str() {
                "cert" => {
                    let path = match path
                        .known_text()
                        .map(|text| text.trim_start_matches("file://").to_owned())
                    {
                        Some(path) => Code::Text(crate::term::quoted(&path)),
                        None => self.text_argument(path),
                    };
                    let read = Code::call("std::fs::read", vec![path])
                        .method("map_err", vec![Code::text("Error::other")]);
                    let read = self.tried(read);
                    builder = builder.method("merchant_certificate", vec![read]);
                }
                "key" => {
                    let path = self.text_argument(path);
                    let load = self.tried(Code::call("PrivateKey::load", vec![path]));
                    builder = builder.method("private_key", vec![load]);
                }
                _ => {
                    let hole = self.unknown(element.span);
                    let hole = self.hole_as(hole.code, "Vec<u8>");
                    builder = builder.method("merchant_certificate", vec![hole]);
                }
            }
        }
        builder
    }
}
