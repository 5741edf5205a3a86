//! Texts with values in them.

use php_ast::owned::{BinaryExpr, Expr, ExprKind, StringPart};
use php_ast::{BinaryOp, Span};
use serde_json::Value;

use super::Translator;
use crate::code::Code;
use crate::term::{Form, Part, Term, Type, in_format, quoted};

impl Translator<'_> {
    /// `"a {$b} c"`
    pub(super) fn interpolated(&mut self, parts: &[StringPart]) -> Term {
        let mut pieces = Vec::new();
        for part in parts {
            match part {
                StringPart::Literal(text) => {
                    pieces.push(Part::Literal(text.to_string_lossy().into_owned()))
                }
                StringPart::Expr(expression) => {
                    let piece = self.piece_of(expression);
                    pieces.extend(piece);
                }
                _ => {}
            }
        }
        self.joined(pieces)
    }

    /// `'a' . $b . 'c'`
    pub(super) fn concatenated(&mut self, binary: &BinaryExpr) -> Term {
        let mut operands = vec![&binary.right];
        let mut left = &binary.left;
        while let ExprKind::Binary(inner) = &left.kind
            && inner.op == BinaryOp::Concat
        {
            operands.push(&inner.right);
            left = &inner.left;
        }
        operands.push(left);
        let mut pieces = Vec::new();
        for operand in operands.into_iter().rev() {
            pieces.extend(self.piece_of(operand));
        }
        self.joined(pieces)
    }

    /// The parts that an expression adds to a text.
    pub(super) fn piece_of(&mut self, expression: &Expr) -> Vec<Part> {
        let term = self.expression(expression);
        let is_variable =
            matches!(expression.kind, ExprKind::Variable(_) | ExprKind::PropertyAccess(_));
        match (term.known.as_ref().and_then(php_text), term.parts.clone()) {
            (Some(text), _) if !is_variable => vec![Part::Literal(text)],
            // What a text was made of, unless it is a variable, which keeps its name.
            (None, Some(parts)) if !is_variable => parts,
            _ => vec![Part::Value(Box::new(term), value_name(expression))],
        }
    }

    /// One text of its parts.
    pub(super) fn joined(&mut self, parts: Vec<Part>) -> Term {
        let mut whole: Vec<Part> = Vec::new();
        for part in parts {
            match (part, whole.last_mut()) {
                (Part::Literal(text), Some(Part::Literal(before))) => before.push_str(&text),
                (Part::Literal(text), _) if text.is_empty() => {}
                (part, _) => whole.push(part),
            }
        }
        match whole.as_slice() {
            [] => return Term::literal(""),
            [Part::Literal(text)] => return Term::literal(text),
            [Part::Value(value, _)] if value.kind == Type::Text => {
                let mut term = (**value).clone();
                term.parts = Some(whole);
                return term;
            }
            [Part::Value(value, _)] => {
                let text = self.string((**value).clone());
                let mut term = Term::owned(text, Type::Text);
                term.parts = Some(whole);
                return term;
            }
            _ => {}
        }
        let (format, arguments) = self.format_of(&whole);
        let mut items = vec![Code::Text(format!("\"{format}\""))];
        items.extend(arguments);
        let known = whole.iter().map(known_part).collect::<Option<String>>();
        let mut term =
            Term::owned(Code::call("format!", items), Type::Text).known(known.map(Value::String));
        term.parts = Some(whole);
        term
    }

    /// The format and its values: simple names are in the format itself.
    pub(super) fn format_of(&mut self, parts: &[Part]) -> (String, Vec<Code>) {
        let (mut format, mut arguments) = (String::new(), Vec::new());
        for part in parts {
            match part {
                Part::Literal(text) => format.push_str(&in_format(text)),
                Part::Value(term, _) => {
                    let code = self.display((**term).clone());
                    match &code {
                        Code::Text(name) if is_name(name) => {
                            format.push_str(&format!("{{{name}}}"))
                        }
                        Code::Text(literal) if literal.starts_with('"') => {
                            format.push_str(
                                &literal[1..literal.len().saturating_sub(1)]
                                    .replace('{', "{{")
                                    .replace('}', "}}"),
                            );
                        }
                        Code::Call(name, items)
                            if name == "format!"
                                && matches!(items.first(), Some(Code::Text(text)) if text.starts_with('"')) =>
                        {
                            if let Some(Code::Text(inner)) = items.first() {
                                format.push_str(&inner[1..inner.len().saturating_sub(1)]);
                            }
                            arguments.extend(items.iter().skip(1).cloned());
                        }
                        _ => {
                            format.push_str("{}");
                            arguments.push(match code {
                                Code::Prefix("&", inner) => *inner,
                                code => code,
                            });
                        }
                    }
                }
            }
        }
        (format, arguments)
    }

    /// `println!` of what PHP prints.
    pub(super) fn printed(&mut self, expressions: &[&Expr]) -> Code {
        let mut parts = Vec::new();
        for expression in expressions {
            match &expression.kind {
                ExprKind::Binary(binary) if binary.op == BinaryOp::Concat => {
                    let term = self.concatenated(binary);
                    match term.parts.clone() {
                        Some(pieces) => parts.extend(pieces),
                        None => parts.push(match term.known_text() {
                            Some(text) => Part::Literal(text.to_owned()),
                            None => Part::Value(Box::new(term), None),
                        }),
                    }
                }
                _ => parts.extend(self.piece_of(expression)),
            }
        }
        self.print(parts)
    }

    fn print(&mut self, mut parts: Vec<Part>) -> Code {
        // `println!` ends the line itself.
        if let Some(Part::Literal(last)) = parts.last_mut()
            && let Some(before) = last.strip_suffix('\n')
        {
            *last = before.to_owned();
        }
        parts.retain(|part| !matches!(part, Part::Literal(text) if text.is_empty()));
        if parts.is_empty() {
            return Code::call("println!", Vec::new());
        }
        let mut whole: Vec<Part> = Vec::new();
        for part in parts {
            match (part, whole.last_mut()) {
                (Part::Literal(text), Some(Part::Literal(before))) => before.push_str(&text),
                (part, _) => whole.push(part),
            }
        }
        let (format, arguments) = self.format_of(&whole);
        let mut items = vec![Code::Text(format!("\"{format}\""))];
        items.extend(arguments);
        Code::call("println!", items)
    }

    /// `print_r($value)`, `var_dump($value)`
    pub(super) fn dumped(&mut self, expression: &Expr) -> Code {
        let term = self.expression(expression);
        let pretty = matches!(term.kind, Type::Json | Type::List | Type::Hole);
        let (code, format) = match term.kind {
            Type::Json => (term.code, "{:#}"),
            Type::List => (self.value(term), "{:#}"),
            Type::Hole => (self.hole_as(term.code, "Value"), "{:#}"),
            Type::Response | Type::Client | Type::Chain | Type::Promise(_) | Type::Media => {
                (term.code, "{:?}")
            }
            _ => (self.display(term), "{}"),
        };
        let code = match code {
            Code::Prefix("&", inner) => *inner,
            code => code,
        };
        match &code {
            Code::Text(name) if is_name(name) => {
                let inside = if pretty {
                    format!("{{{name}:#}}")
                } else {
                    format.replace("{", &format!("{{{name}"))
                };
                Code::call("println!", vec![Code::Text(quoted(&inside))])
            }
            _ => Code::call("println!", vec![Code::Text(format!("\"{format}\"")), code]),
        }
    }

    /// `sprintf('v3/…/%s', $a)`
    pub(super) fn sprintf(&mut self, arguments: &[&Expr], span: Span) -> Term {
        let Some((format, values)) = arguments.split_first() else { return self.unknown(span) };
        let format = self.expression(format);
        let Some(format) = format.known_text().map(str::to_owned) else {
            return self.unknown(span);
        };
        let mut values = values.iter();
        let mut parts = vec![Part::Literal(String::new())];
        let mut characters = format.chars();
        while let Some(character) = characters.next() {
            if character != '%' {
                match parts.last_mut() {
                    Some(Part::Literal(text)) => text.push(character),
                    _ => parts.push(Part::Literal(character.to_string())),
                }
                continue;
            }
            match characters.next() {
                Some('%') => parts.push(Part::Literal("%".to_owned())),
                Some('s' | 'd') => match values.next() {
                    Some(value) => parts.extend(self.piece_of(value)),
                    None => return self.unknown(span),
                },
                _ => return self.unknown(span),
            }
        }
        if values.next().is_some() {
            return self.unknown(span);
        }
        self.joined(parts)
    }

    /// A text that is at hand for as long as the statement.
    pub(super) fn text_of(&mut self, expression: &Expr) -> Code {
        let term = self.expression(expression);
        if term.form == Form::Place && term.kind == Type::Text {
            return term.code.reference();
        }
        self.text_argument(term)
    }
}

fn known_part(part: &Part) -> Option<String> {
    match part {
        Part::Literal(text) => Some(text.clone()),
        Part::Value(term, _) => term.known.as_ref().and_then(php_text),
    }
}

/// What PHP makes of a value in a text.
pub(crate) fn php_text(known: &Value) -> Option<String> {
    match known {
        Value::Null | Value::Bool(false) => Some(String::new()),
        Value::Bool(true) => Some("1".to_owned()),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if !number.is_f64() => Some(number.to_string()),
        _ => None,
    }
}

pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !crate::names::is_keyword(text)
}

/// `$outTradeNo`, `$order['out_trade_no']`, `$this->mchid`: the name of the value.
fn value_name(expression: &Expr) -> Option<String> {
    match &expression.kind {
        ExprKind::Variable(name) => Some(name.as_str().to_owned()),
        ExprKind::ArrayAccess(access) => match access.index.as_ref().map(|index| &index.kind) {
            Some(ExprKind::String(key)) => {
                key.to_str().map(str::to_owned).filter(|key| is_name(key))
            }
            Some(ExprKind::Identifier(key)) => Some(key.as_str().to_owned()),
            _ => None,
        },
        ExprKind::PropertyAccess(access) => match &access.property.kind {
            ExprKind::Identifier(name) => Some(name.as_str().to_owned()),
            _ => None,
        },
        ExprKind::Parenthesized(inner) | ExprKind::Cast(_, inner) => value_name(inner),
        ExprKind::FunctionCall(call) if call.args.len() == 1 => value_name(call.args[0].value()?),
        _ => None,
    }
}
