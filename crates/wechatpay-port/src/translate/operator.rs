//! Operators, and arithmetic on money.

use php_ast::owned::{BinaryExpr, Expr, ExprKind, UnaryPrefixExpr};
use php_ast::{BinaryOp, Span, UnaryPrefixOp};
use serde_json::Value;

use super::Translator;
use crate::code::Code;
use crate::finding::Message;
use crate::term::{Form, Term, Type};

impl Translator<'_> {
    pub(super) fn binary(&mut self, binary: &BinaryExpr, span: Span) -> Term {
        match binary.op {
            BinaryOp::Concat => self.concatenated(binary),
            BinaryOp::BooleanAnd | BinaryOp::LogicalAnd => self.both(binary, "&&"),
            BinaryOp::BooleanOr | BinaryOp::LogicalOr => self.both(binary, "||"),
            BinaryOp::Equal | BinaryOp::Identical => self.compared(binary, "==", span),
            BinaryOp::NotEqual | BinaryOp::NotIdentical => self.compared(binary, "!=", span),
            BinaryOp::Less => self.compared(binary, "<", span),
            BinaryOp::Greater => self.compared(binary, ">", span),
            BinaryOp::LessOrEqual => self.compared(binary, "<=", span),
            BinaryOp::GreaterOrEqual => self.compared(binary, ">=", span),
            BinaryOp::Add => self.arithmetic(binary, "+", span),
            BinaryOp::Sub => self.arithmetic(binary, "-", span),
            BinaryOp::Mul => self.arithmetic(binary, "*", span),
            BinaryOp::Mod => self.arithmetic(binary, "%", span),
            BinaryOp::Div => self.money_hole(span),
            BinaryOp::Instanceof => self.instance_of(binary, span),
            _ => self.unknown(span),
        }
    }

    fn both(&mut self, binary: &BinaryExpr, operator: &'static str) -> Term {
        let left = self.expression(&binary.left);
        let right = self.expression(&binary.right);
        if self.function.notification && operator == "&&" {
            // What the parser checks as well.
            if left.known == Some(Value::Bool(true)) {
                return Term::owned(self.truth(right), Type::Bool);
            }
            if right.known == Some(Value::Bool(true)) {
                return Term::owned(self.truth(left), Type::Bool);
            }
        }
        let (left, right) = (self.truth(left), self.truth(right));
        let grouped = |code: Code| match &code {
            Code::Binary(_, inner, _) if matches!(*inner, "&&" | "||") && *inner != operator => {
                Code::List("(", vec![code], ")")
            }
            Code::If(..) => Code::List("(", vec![code], ")"),
            _ => code,
        };
        Term::owned(grouped(left).binary(operator, grouped(right)), Type::Bool)
    }

    fn compared(&mut self, binary: &BinaryExpr, operator: &'static str, span: Span) -> Term {
        if let Some(term) = self.compared_status(binary, operator) {
            return term;
        }
        if self.is_time_check([&binary.left, &binary.right]) {
            return Term::bool(true);
        }
        let left = self.expression(&binary.left);
        let right = self.expression(&binary.right);
        let equality = matches!(operator, "==" | "!=");
        let code = match (&left.kind, &right.kind) {
            (Type::Hole, _) | (_, Type::Hole) => {
                let (left, right) = if left.kind == Type::Hole {
                    let rust = right.kind.rust();
                    (self.hole_as(left.code, &rust), right.code)
                } else {
                    let rust = left.kind.rust();
                    (left.code, self.hole_as(right.code, &rust))
                };
                left.binary(operator, right)
            }
            (kind, Type::Null) if equality => self.null_check(left.code, &kind.clone(), operator),
            (Type::Null, kind) if equality => self.null_check(right.code, &kind.clone(), operator),
            (Type::Bool, Type::Bool) => match (&right.known, &left.known) {
                (Some(Value::Bool(value)), _) if equality => {
                    negated(left.code, *value == (operator == "=="))
                }
                (_, Some(Value::Bool(value))) if equality => {
                    negated(right.code, *value == (operator == "=="))
                }
                _ => left.code.binary(operator, right.code),
            },
            (_, Type::Bool) if equality && right.known.is_some() && left.kind != Type::Json => {
                let expected = right.known == Some(Value::Bool(true));
                let code = self.truth(left);
                negated(code, expected == (operator == "=="))
            }
            (Type::Int, Type::Int) | (Type::Float, Type::Float) => {
                left.code.binary(operator, right.code)
            }
            (Type::Int | Type::Float, Type::Int | Type::Float) => {
                let (Some(left), Some(right)) =
                    (self.coerced(left, &Type::Float), self.coerced(right, &Type::Float))
                else {
                    return self.unknown(span);
                };
                left.binary(operator, right)
            }
            (Type::Text, Type::Text)
                if equality
                    && (left.known_text() == Some("") || right.known_text() == Some("")) =>
            {
                let text = if right.known_text() == Some("") { left.code } else { right.code };
                negated(text.method("is_empty", Vec::new()), operator == "==")
            }
            (Type::Text, Type::Text) => left.code.binary(operator, right.code),
            (Type::Json, Type::Text | Type::Int | Type::Bool | Type::Float) if equality => {
                json_place(left).binary(operator, dereferenced(right))
            }
            (Type::Text | Type::Int | Type::Bool | Type::Float, Type::Json) if equality => {
                json_place(right).binary(operator, dereferenced(left))
            }
            (Type::Json, Type::Json) if equality => {
                json_place(left).binary(operator, json_place(right))
            }
            (Type::Json, Type::Int)
            | (Type::Int, Type::Json)
            | (Type::Text, Type::Int)
            | (Type::Int, Type::Text) => {
                let (left, right) = (self.int(left), self.int(right));
                left.binary(operator, right)
            }
            _ => return self.unknown(span),
        };
        // `x as i64 < y` would begin a list of types.
        let code = match code {
            Code::Binary(left, "<", right) if matches!(*left, Code::Binary(_, "as", _)) => {
                Code::Binary(Box::new(Code::List("(", vec![*left], ")")), "<", right)
            }
            code => code,
        };
        Term::owned(code, Type::Bool)
    }

    /// `$response->getStatusCode() === 204`
    fn compared_status(&mut self, binary: &BinaryExpr, operator: &'static str) -> Option<Term> {
        let ExprKind::MethodCall(call) = &unwrapped(&binary.left).kind else { return None };
        if !super::path::is_named(&call.method, "getStatusCode") {
            return None;
        }
        let ExprKind::Int(status) = unwrapped(&binary.right).kind else { return None };
        let status = u16::try_from(status).ok()?;
        let response = self.expression(&call.object);
        if response.kind != Type::Response {
            return None;
        }
        let code = response.code.method("status", Vec::new());
        let code =
            if matches!(operator, "==" | "!=") { code } else { code.method("as_u16", Vec::new()) };
        Some(Term::owned(code.binary(operator, Code::text(status.to_string())), Type::Bool))
    }

    fn null_check(&mut self, code: Code, kind: &Type, operator: &str) -> Code {
        match kind {
            Type::Json => negated(code.method("is_null", Vec::new()), operator == "=="),
            Type::Null => Code::text((operator == "==").to_string()),
            // It is never null here.
            _ => Code::text((operator != "==").to_string()),
        }
    }

    fn instance_of(&mut self, binary: &BinaryExpr, span: Span) -> Term {
        let term = self.expression(&binary.left);
        let class = match &binary.right.kind {
            ExprKind::Name(name) => self.class_name(&name.to_string_repr()),
            ExprKind::Identifier(name) => self.class_name(name.as_str()),
            _ => return self.unknown(span),
        };
        if term.kind != Type::Error {
            return self.unknown(span);
        }
        match self.error_is(term.code, &class) {
            Some(code) => Term::owned(code, Type::Bool),
            None => self.unknown(span),
        }
    }

    fn arithmetic(&mut self, binary: &BinaryExpr, operator: &'static str, span: Span) -> Term {
        if let Some(money) = self.money_in(binary) {
            return money;
        }
        let left = self.expression(&binary.left);
        let right = self.expression(&binary.right);
        if left.kind == Type::Float || right.kind == Type::Float {
            return self.money_hole(span);
        }
        if let (Some(left), Some(right)) = (
            left.known.as_ref().and_then(Value::as_i64),
            right.known.as_ref().and_then(Value::as_i64),
        ) {
            let known = match operator {
                "+" => left.checked_add(right),
                "-" => left.checked_sub(right),
                "*" => left.checked_mul(right),
                _ => left.checked_rem(right),
            };
            if let Some(known) = known {
                let mut term = Term::int(known);
                // As PHP has it: 24 * 3600.
                let small = [left, right]
                    .iter()
                    .all(|&operand| i32::try_from(operand).is_ok() && operand >= 0)
                    && i32::try_from(known).is_ok();
                if small {
                    term.code = Code::text(left.to_string())
                        .binary(operator, Code::text(right.to_string()));
                }
                return term;
            }
        }
        match (&left.kind, &right.kind) {
            (Type::Hole, _) => left,
            (_, Type::Hole) => right,
            (Type::Int | Type::Json | Type::Text, Type::Int | Type::Json | Type::Text) => {
                let (left, right) = (self.int(left), self.int(right));
                let grouped = |code: Code| match &code {
                    Code::Binary(_, inner, _) if matches!(*inner, "+" | "-") && operator != "+" => {
                        Code::List("(", vec![code], ")")
                    }
                    _ => code,
                };
                Term::owned(grouped(left).binary(operator, grouped(right)), Type::Int)
            }
            _ => self.unknown(span),
        }
    }

    /// `$money * 100` is a hole: PHP computes it with floats.
    fn money_in(&mut self, binary: &BinaryExpr) -> Option<Term> {
        if binary.op != BinaryOp::Mul {
            return None;
        }
        let hundred = |e: &Expr| {
            matches!(unwrapped(e).kind, ExprKind::Int(100 | 1000))
                || matches!(unwrapped(e).kind, ExprKind::Float(_))
        };
        let literal = |e: &Expr| matches!(unwrapped(e).kind, ExprKind::Int(_));
        let money = hundred(&binary.left) && !literal(&binary.right)
            || hundred(&binary.right) && !literal(&binary.left);
        let span = Span::new(binary.left.span.start, binary.right.span.end);
        money.then(|| self.money_hole(span))
    }

    /// `(int) ($money * 100)` as one hole.
    pub(super) fn money(&mut self, expression: &Expr) -> Option<Term> {
        let inner = match &expression.kind {
            ExprKind::Cast(_, inner) => unwrapped(inner),
            ExprKind::FunctionCall(call) => unwrapped(call.args.first()?.value()?),
            _ => return None,
        };
        match &inner.kind {
            ExprKind::Binary(binary) => {
                let before = self.findings.len();
                let term = self.money_in(binary)?;
                self.findings.truncate(before);
                self.function.holes = self.function.holes.saturating_sub(1);
                drop(term);
                Some(self.money_hole(expression.span))
            }
            ExprKind::FunctionCall(_) | ExprKind::Cast(..) => {
                self.money(inner)?;
                self.findings.pop();
                Some(self.money_hole(expression.span))
            }
            _ => None,
        }
    }

    pub(super) fn money_hole(&mut self, span: Span) -> Term {
        let message = Message::new(
            "PHP computes this with floats, which lose a fen now and then: keep amounts in fen, as integers",
            "PHP 在此用浮点数计算，可能差一分钱：金额请始终以分为单位、用整数保存",
        );
        self.hole(span, message)
    }

    pub(super) fn prefix(&mut self, unary: &UnaryPrefixExpr, span: Span) -> Term {
        match unary.op {
            UnaryPrefixOp::BooleanNot => {
                let code = self.condition(&unary.operand);
                Term::owned(code.not(), Type::Bool)
            }
            UnaryPrefixOp::Plus => self.expression(&unary.operand),
            UnaryPrefixOp::Negate => {
                let term = self.expression(&unary.operand);
                match (&term.kind, &term.known) {
                    (Type::Int, Some(Value::Number(number))) => {
                        match number.as_i64().and_then(i64::checked_neg) {
                            Some(negative) => Term::int(negative),
                            None => self.unknown(span),
                        }
                    }
                    (Type::Float, Some(Value::Number(number))) => {
                        let negative = number
                            .as_f64()
                            .map(|number| -number)
                            .and_then(serde_json::Number::from_f64);
                        Term::owned(Code::Prefix("-", Box::new(term.code)), Type::Float)
                            .known(negative.map(Value::Number))
                    }
                    (Type::Int | Type::Float, None) => {
                        Term::owned(Code::Prefix("-", Box::new(term.code)), term.kind)
                    }
                    _ => self.unknown(span),
                }
            }
            _ => self.unknown(span),
        }
    }
}

/// An entry or a variable, which `==` takes by value.
fn json_place(term: Term) -> Code {
    match (term.form, term.code) {
        (_, Code::Prefix("&", inner)) => *inner,
        (Form::Ref, code) => Code::Prefix("*", Box::new(code)),
        (_, code) => code,
    }
}

fn dereferenced(term: Term) -> Code {
    match term.code {
        Code::Prefix("&", inner) => *inner,
        code => code,
    }
}

fn negated(code: Code, holds: bool) -> Code {
    if holds { code } else { code.not() }
}

pub(super) fn unwrapped(expression: &Expr) -> &Expr {
    match &expression.kind {
        ExprKind::Parenthesized(inner) => unwrapped(inner),
        _ => expression,
    }
}
