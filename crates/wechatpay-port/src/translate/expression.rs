//! Expressions.

use php_ast::CastKind;
use php_ast::owned::{Expr, ExprKind};
use serde_json::{Number, Value};

use super::Translator;
use crate::code::{Block, Code, Entries, Json};
use crate::finding::Message;
use crate::term::{Form, Term, Type};

impl Translator<'_> {
    /// The Rust of an expression; a hole where there is none.
    pub(super) fn expression(&mut self, expression: &Expr) -> Term {
        let span = expression.span;
        match &expression.kind {
            ExprKind::Int(number) => Term::int(*number),
            ExprKind::Float(number) => float(*number),
            ExprKind::String(text) => match text.to_str() {
                Some(text) => Term::literal(text),
                None => self.hole(span, Message::new("this text is not UTF-8", "此文本不是 UTF-8")),
            },
            ExprKind::Nowdoc(nowdoc) => Term::literal(nowdoc.value.as_str()),
            ExprKind::InterpolatedString(parts) => self.interpolated(parts),
            ExprKind::Heredoc(heredoc) => self.interpolated(&heredoc.parts),
            ExprKind::Bool(value) => Term::bool(*value),
            ExprKind::Null => Term::null(),
            ExprKind::Variable(name) => self.variable(name.as_str(), span),
            ExprKind::Parenthesized(inner) => self.expression(inner),
            ExprKind::ErrorSuppress(inner) => self.expression(inner),
            ExprKind::Array(elements) => self.array(elements, span),
            ExprKind::Cast(kind, inner) => self.cast(*kind, inner, expression),
            ExprKind::Binary(binary) => self.binary(binary, span),
            ExprKind::UnaryPrefix(unary) => self.prefix(unary, span),
            ExprKind::Ternary(ternary) => self.ternary(ternary, span),
            ExprKind::NullCoalesce(coalesce) => self.coalesce(coalesce, span),
            ExprKind::Isset(operands) => self.isset(operands),
            ExprKind::Empty(operand) => {
                let term = self.expression(operand);
                Term::owned(self.truth(term).not(), Type::Bool)
            }
            ExprKind::ArrayAccess(access) => self.entry_of(access, expression),
            ExprKind::PropertyAccess(access) | ExprKind::NullsafePropertyAccess(access) => {
                self.property(access, expression)
            }
            ExprKind::MethodCall(call) | ExprKind::NullsafeMethodCall(call) => {
                self.method_call(call, expression)
            }
            ExprKind::StaticMethodCall(call) => self.static_call(call, span),
            ExprKind::ClassConstAccess(access) => self.class_constant(access, span),
            ExprKind::StaticPropertyAccess(_) => self.unknown(span),
            ExprKind::FunctionCall(call) => self.function_call(call, span),
            ExprKind::New(new) => self.instance(new, span),
            ExprKind::Name(name) => self.constant(name.as_str(), span),
            ExprKind::Identifier(name) => self.constant(name.as_str(), span),
            ExprKind::MagicConst(kind) => self.magic(*kind, span),
            ExprKind::Closure(_) | ExprKind::ArrowFunction(_) => self.local_function(expression),
            ExprKind::Match(matched) => self.match_expression(matched, span),
            ExprKind::Throw(thrown) => {
                let code = self.thrown(thrown);
                Term::owned(code, Type::Hole)
            }
            ExprKind::Clone(inner) => {
                let term = self.expression(inner);
                let kind = term.kind.clone();
                Term::owned(self.cloned(term), kind)
            }
            ExprKind::Print(inner) => {
                let code = self.printed(&[inner.as_ref()]);
                Term::owned(code, Type::Unit)
            }
            _ => self.unknown(span),
        }
    }

    pub(super) fn variable(&mut self, name: &str, span: php_ast::Span) -> Term {
        if let Some(variable) = self.function.variables.get(name) {
            let mut term =
                Term::new(Code::Text(variable.name.clone()), variable.kind.clone(), variable.form);
            term.known = variable.known.clone();
            term.parts = variable.parts.clone();
            return term;
        }
        if self.function.uses.is_client(name) {
            return Term::new(self.client(), Type::Client, Form::Ref);
        }
        if let ("this", Some(class)) = (name, &self.class) {
            return Term::new(
                Code::text(self.function.this),
                Type::Class(class.name.clone()),
                Form::Ref,
            );
        }
        let message = Message::new(
            format!("${name} comes from elsewhere: make it a parameter"),
            format!("${name} 来自别处：请作为参数传入"),
        );
        self.hole(span, message)
    }

    fn cast(&mut self, kind: CastKind, inner: &Expr, whole: &Expr) -> Term {
        match kind {
            CastKind::String => {
                let term = self.expression(inner);
                match term.kind {
                    Type::Body | Type::Text | Type::Hole => term,
                    _ => {
                        let known = term.known.as_ref().and_then(super::text::php_text);
                        let text = self.string(term);
                        Term::owned(text, Type::Text).known(known.map(Value::String))
                    }
                }
            }
            CastKind::Int => {
                if let Some(advice) = self.money(whole) {
                    return advice;
                }
                let term = self.expression(inner);
                let known = term.known.as_ref().and_then(|known| match known {
                    Value::Number(number) => number.as_i64(),
                    Value::String(text) => text.parse().ok(),
                    Value::Bool(value) => Some(i64::from(*value)),
                    _ => None,
                });
                match known {
                    Some(number) => Term::int(number),
                    None if term.kind == Type::Hole => term,
                    None => Term::owned(self.int(term), Type::Int),
                }
            }
            CastKind::Bool => {
                let term = self.expression(inner);
                Term::owned(self.truth(term), Type::Bool)
            }
            CastKind::Float => {
                let term = self.expression(inner);
                match self.coerced(term, &Type::Float) {
                    Some(code) => Term::owned(code, Type::Float),
                    None => self.unknown(whole.span),
                }
            }
            CastKind::Object => match &inner.kind {
                ExprKind::Array(elements) if elements.is_empty() => self.json_term(
                    Json::Map(Entries::default()),
                    Some(Value::Object(serde_json::Map::new())),
                ),
                ExprKind::Array(_) => {
                    let term = self.expression(inner);
                    match term.kind {
                        Type::Json => term,
                        _ => self.unknown(whole.span),
                    }
                }
                _ => {
                    let term = self.expression(inner);
                    if term.kind == Type::Json { term } else { self.unknown(whole.span) }
                }
            },
            CastKind::Array => {
                let term = self.expression(inner);
                if matches!(term.kind, Type::Json | Type::List | Type::Hole) {
                    term
                } else {
                    self.unknown(whole.span)
                }
            }
            _ => self.unknown(whole.span),
        }
    }

    fn ternary(&mut self, ternary: &php_ast::owned::TernaryExpr, span: php_ast::Span) -> Term {
        let Some(then) = &ternary.then_expr else {
            return self.elvis(&ternary.condition, &ternary.else_expr, span);
        };
        let condition = self.condition(&ternary.condition);
        let then = self.expression(then);
        let otherwise = self.expression(&ternary.else_expr);
        self.chosen(condition, then, otherwise, span)
    }

    /// `if a { b } else { c }`
    pub(super) fn chosen(
        &mut self,
        condition: Code,
        then: Term,
        otherwise: Term,
        span: php_ast::Span,
    ) -> Term {
        let both_ref = then.form == Form::Ref
            && otherwise.form == Form::Ref
            && then.kind == otherwise.kind
            && then.kind == Type::Text;
        let kind = then.kind.union(&otherwise.kind);
        let (then, otherwise, form) = if both_ref {
            (Some(then.code), Some(otherwise.code), Form::Ref)
        } else {
            (self.coerced(then, &kind), self.coerced(otherwise, &kind), Form::Owned)
        };
        match (then, otherwise) {
            (Some(then), Some(otherwise)) => {
                let code =
                    Code::If(vec![(condition, Block::value(then))], Some(Block::value(otherwise)));
                Term::new(super::control::without_literals(code), kind, form)
            }
            _ => self.unknown(span),
        }
    }

    fn elvis(&mut self, value: &Expr, default: &Expr, span: php_ast::Span) -> Term {
        let term = self.expression(value);
        let default = self.expression(default);
        match term.kind {
            Type::Hole => term,
            Type::Text if term.form != Form::Owned => {
                let condition = term.code.clone().method("is_empty", Vec::new());
                if default.kind == Type::Text {
                    let (default, own) = (self.str_ref(default), self.str_ref(term));
                    return Term::new(
                        Code::If(vec![(condition, Block::value(default))], Some(Block::value(own))),
                        Type::Text,
                        Form::Ref,
                    );
                }
                self.chosen(condition, default, term, span)
            }
            Type::Json if default.kind == Type::Text => {
                let default = self.str_ref(default);
                let code = term.code.method("as_str", Vec::new());
                let code = code
                    .method("filter", vec![Code::text("|text| !text.is_empty()")])
                    .method("unwrap_or", vec![default]);
                Term::new(code, Type::Text, Form::Ref)
            }
            _ if matches!(term.form, Form::Place | Form::Ref) => {
                let condition = self.truth(term.clone());
                self.chosen(condition, term, default, span)
            }
            _ => self.unknown(span),
        }
    }

    fn coalesce(
        &mut self,
        coalesce: &php_ast::owned::NullCoalesceExpr,
        span: php_ast::Span,
    ) -> Term {
        if let ExprKind::Variable(name) = &coalesce.left.kind
            && !self.function.variables.contains_key(name.as_str())
        {
            return self.unknown(span);
        }
        if let ExprKind::Throw(thrown) = &coalesce.right.kind {
            return self.required(&coalesce.left, thrown);
        }
        let left = self.expression(&coalesce.left);
        let right = self.expression(&coalesce.right);
        match (&left.kind, &right.kind) {
            (Type::Hole, _) => left,
            (Type::Json, Type::Text) => {
                let empty = right.known_text() == Some("");
                let code = left.code.method("as_str", Vec::new());
                let code = if empty {
                    code.method("unwrap_or_default", Vec::new())
                } else {
                    let default = self.str_ref(right);
                    code.method("unwrap_or", vec![default])
                };
                Term::new(code, Type::Text, Form::Ref)
            }
            (Type::Json, Type::Int) => {
                let condition = left.code.clone().method("is_null", Vec::new());
                let zero = right.known == Some(Value::from(0));
                let left = Term::owned(self.int(left), Type::Int);
                // Null is 0 as well.
                if zero { left } else { self.chosen(condition, right, left, span) }
            }
            (Type::Json, Type::Bool) => {
                let code = left.code.method("as_bool", Vec::new());
                let code = if right.known == Some(Value::Bool(false)) {
                    code.method("unwrap_or_default", Vec::new())
                } else {
                    code.method("unwrap_or", vec![right.code])
                };
                Term::owned(code, Type::Bool)
            }
            (Type::Json, Type::Null) => left,
            (Type::Json, Type::Json) if left.form != Form::Owned => {
                let condition = left.code.clone().method("is_null", Vec::new());
                self.chosen(condition, right, left, span)
            }
            (Type::Null, _) => right,
            // It is never null here.
            (Type::Text | Type::Int | Type::Bool | Type::Float, _) => left,
            _ => self.unknown(span),
        }
    }

    /// `$x ?? throw new …`
    fn required(&mut self, value: &Expr, thrown: &Expr) -> Term {
        let term = self.expression(value);
        if term.kind != Type::Json {
            return term;
        }
        let error = self.error_of(thrown);
        let code = term
            .code
            .method("as_str", Vec::new())
            .method("ok_or_else", vec![Code::Closure("||".to_owned(), Box::new(error))]);
        Term::new(self.tried(code), Type::Text, Form::Ref)
    }

    fn isset(&mut self, operands: &[Expr]) -> Term {
        let mut all: Option<Code> = None;
        for operand in operands {
            let term = match &operand.kind {
                ExprKind::Variable(name)
                    if !self.function.variables.contains_key(name.as_str()) =>
                {
                    self.unknown(operand.span)
                }
                _ => self.expression(operand),
            };
            let code = match term.kind {
                Type::Json => term.code.method("is_null", Vec::new()).not(),
                Type::Hole => self.hole_as(term.code, "bool"),
                Type::Null => Code::text("false"),
                _ => Code::text("true"),
            };
            all = Some(match all {
                Some(before) => before.binary("&&", code),
                None => code,
            });
        }
        Term::owned(all.unwrap_or_else(|| Code::text("true")), Type::Bool)
    }

    /// A condition of `if`, `while`, `?:`.
    pub(super) fn condition(&mut self, expression: &Expr) -> Code {
        let term = self.expression(expression);
        self.truth(term)
    }
}

fn float(number: f64) -> Term {
    let mut literal = format!("{number:?}");
    if let Some(exponent) = literal.find('e')
        && !literal[..exponent].contains('.')
    {
        literal.insert_str(exponent, ".0");
    }
    if !number.is_finite() {
        literal = if number.is_nan() { "f64::NAN" } else { "f64::INFINITY" }.to_owned();
    }
    Term::owned(Code::Text(literal), Type::Float).known(Number::from_f64(number).map(Value::Number))
}
