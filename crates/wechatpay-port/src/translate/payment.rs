//! The parameters with which a page or an app opens the payment, signed by hand in PHP.

use php_ast::Span;
use php_ast::owned::{ArrayElement, Expr};

use super::Translator;
use crate::code::{Code, Json};
use crate::term::{Form, Part, Term, Type};

impl Translator<'_> {
    /// An array with `paySign` or the app's `sign`.
    pub(super) fn signed_parameters(
        &mut self,
        elements: &[ArrayElement],
        span: Span,
    ) -> Option<Term> {
        if elements.len() < 4 || !self.reaches_client() {
            return None;
        }
        let jsapi = ["appId", "timeStamp", "nonceStr", "package", "paySign"];
        if jsapi.iter().all(|key| self.element(elements, key).is_some()) {
            return self.jsapi(elements, span);
        }
        let app = ["appid", "partnerid", "prepayid", "package", "noncestr", "timestamp", "sign"];
        if app.iter().all(|key| self.element(elements, key).is_some()) {
            let prepay_id = self.element(elements, "prepayid")?;
            let prepay_id = self.expression(prepay_id);
            return self.opened("app", elements, "appid", prepay_id, span);
        }
        None
    }

    pub(super) fn jsapi(&mut self, elements: &[ArrayElement], span: Span) -> Option<Term> {
        let package = self.element(elements, "package")?;
        let package = self.expression(package);
        let prepay_id = match (package.parts.as_deref(), package.known_text()) {
            (Some([Part::Literal(before), Part::Value(value, _)]), _) if before == "prepay_id=" => {
                (**value).clone()
            }
            (None, Some(text)) => Term::literal(text.strip_prefix("prepay_id=")?),
            _ => return None,
        };
        self.opened("jsapi", elements, "appId", prepay_id, span)
    }

    fn opened(
        &mut self,
        method: &str,
        elements: &[ArrayElement],
        appid: &str,
        prepay_id: Term,
        span: Span,
    ) -> Option<Term> {
        let appid = self.element(elements, appid)?;
        let appid = self.expression(appid);
        let items = vec![self.text_argument(appid), self.text_argument(prepay_id)];
        self.function.idiom = true;
        self.note(
            span,
            "the client signs these parameters with its own key",
            "由 client 使用自己的私钥签名这些参数",
        );
        let code = self.client().method(method, items);
        let code = self.tried(code);
        Some(Term::owned(Code::Json(Json::Code(Box::new(code))), Type::Json))
    }

    pub(super) fn element<'e>(&self, elements: &'e [ArrayElement], key: &str) -> Option<&'e Expr> {
        elements
            .iter()
            .find(|element| {
                element.key.as_ref().and_then(|known| self.static_text(known)).as_deref()
                    == Some(key)
            })
            .map(|element| element.value())
    }

    /// Whether the function has the client.
    fn reaches_client(&self) -> bool {
        match &self.class {
            Some(class) => !self.function.this.is_empty() && !class.clients.is_empty(),
            None => self.function.name == "run",
        }
    }

    /// `Rsa::encrypt($name, $key)` in a call with the header `Wechatpay-Serial`: `sensitive()` does both.
    pub(super) fn encrypts(&self, elements: &[ArrayElement]) -> bool {
        let Some(headers) = self.element(elements, "headers") else { return false };
        let php_ast::owned::ExprKind::Array(headers) = &headers.kind else { return false };
        let serial = headers.iter().any(|header| {
            let name = header.key.as_ref().and_then(|key| self.static_text(key));
            name.is_some_and(|name| name.eq_ignore_ascii_case("Wechatpay-Serial"))
        });
        let Some(json) = self.element(elements, "json") else { return false };
        let text = self.source.slice(json.span);
        serial
            && self.reaches_client()
            && (text.contains("Rsa::encrypt(")
                || self
                    .function
                    .encryptors
                    .iter()
                    .any(|(name, _)| text.contains(&format!("${name}("))))
    }

    /// An encrypted field.
    pub(super) fn encrypted(&mut self, plaintext: &Expr) -> Term {
        let plaintext = self.expression(plaintext);
        let plaintext = self.text_argument(plaintext);
        let code = Code::text("sensitive").method("encrypt", vec![plaintext]);
        Term::new(self.tried(code), Type::Json, Form::Owned)
    }
}
