//! Values of PHP, as far as they can be told without running it.

use php_ast::{
    ArrayElement, ArrayElementKind, BinaryOp, CastKind, Expr, ExprKind, StringPart, UnaryPrefixOp,
};
use serde_json::{Map, Value};

use super::Unknown;
use super::walk::Walk;

type Known = Result<Value, Unknown>;

impl<'a> Walk<'_, 'a> {
    /// The value of an expression that sends nothing.
    pub(super) fn value(&mut self, expr: &'a Expr<'a, 'a>) -> Known {
        let unknown = || self.file.unknown(expr.span);
        match &expr.kind {
            ExprKind::Int(number) => Ok((*number).into()),
            ExprKind::Float(number) => Ok((*number).into()),
            ExprKind::Bool(flag) => Ok((*flag).into()),
            ExprKind::Null => Ok(Value::Null),
            ExprKind::String(text) => text.to_str().map(Value::from).ok_or_else(unknown),
            ExprKind::Nowdoc { value, .. } => Ok((*value).into()),
            ExprKind::InterpolatedString(parts) | ExprKind::Heredoc { parts, .. } => {
                self.interpolated(expr, parts)
            }
            ExprKind::Parenthesized(inner) | ExprKind::ErrorSuppress(inner) => self.value(inner),
            ExprKind::Array(elements) => self.array(elements),
            ExprKind::Variable(name) => match self.variables.get(name.as_str()) {
                Some(value) => value.clone(),
                None => Err(unknown()),
            },
            ExprKind::PropertyAccess(access) => {
                let field = self.own_field(access);
                field.cloned().unwrap_or_else(|| Err(unknown()))
            }
            ExprKind::ClassConstAccess(access) => {
                self.constant(access).ok_or_else(|| self.file.unknown(expr.span))?
            }
            ExprKind::ArrayAccess(access) => {
                let Some(index) = access.index else { return Err(unknown()) };
                let index = self.value(index)?;
                let array = self.value(access.array)?;
                element(&array, &index).cloned().ok_or_else(|| self.file.unknown(expr.span))
            }
            ExprKind::Cast(kind, inner) => {
                let value = self.value(inner)?;
                cast(*kind, value).ok_or_else(|| self.file.unknown(expr.span))
            }
            ExprKind::UnaryPrefix(unary) => {
                let value = self.value(unary.operand)?;
                let negated = match (unary.op, &value) {
                    (UnaryPrefixOp::Negate, Value::Number(number)) => match number.as_i64() {
                        Some(number) => number.checked_neg().map(Value::from),
                        None => number.as_f64().map(|number| Value::from(-number)),
                    },
                    (UnaryPrefixOp::Plus, Value::Number(_)) => Some(value),
                    (UnaryPrefixOp::BooleanNot, value) => Some((!is_true(value)).into()),
                    _ => None,
                };
                negated.ok_or_else(|| self.file.unknown(expr.span))
            }
            ExprKind::Binary(binary) => {
                let (left, right) = (self.value(binary.left)?, self.value(binary.right)?);
                operate(binary.op, &left, &right).ok_or_else(|| self.file.unknown(expr.span))
            }
            ExprKind::Ternary(ternary) => {
                let condition = self.value(ternary.condition)?;
                match (is_true(&condition), ternary.then_expr) {
                    (true, Some(then)) => self.value(then),
                    (true, None) => Ok(condition),
                    (false, _) => self.value(ternary.else_expr),
                }
            }
            ExprKind::NullCoalesce(coalesce) => match self.value(coalesce.left)? {
                Value::Null => self.value(coalesce.right),
                value => Ok(value),
            },
            ExprKind::New(new) => match &new.class.kind {
                ExprKind::Name(_) | ExprKind::Identifier(_) if new.args.is_empty() => {
                    let class = self.file.unknown(new.class.span).text;
                    let is_std = class.trim_start_matches('\\').eq_ignore_ascii_case("stdclass");
                    is_std.then(|| Value::Object(Map::new())).ok_or_else(unknown)
                }
                _ => Err(unknown()),
            },
            ExprKind::FunctionCall(call) => {
                let name = self.file.unknown(call.name.span).text;
                let mut given = Vec::new();
                for arg in &*call.args {
                    given.push(self.value(arg.value().ok_or_else(unknown)?)?);
                }
                let name = name.trim_start_matches('\\').to_ascii_lowercase();
                function(&name, &given).ok_or_else(|| self.file.unknown(expr.span))
            }
            _ => Err(unknown()),
        }
    }

    fn interpolated(&mut self, expr: &'a Expr<'a, 'a>, parts: &'a [StringPart<'a, 'a>]) -> Known {
        let mut whole = String::new();
        for part in parts {
            match part {
                StringPart::Literal(literal) => match literal.to_str() {
                    Some(literal) => whole += literal,
                    None => return Err(self.file.unknown(expr.span)),
                },
                StringPart::Expr(inner) => {
                    let value = self.value(inner)?;
                    whole += &text(&value).ok_or_else(|| self.file.unknown(inner.span))?;
                }
                _ => return Err(self.file.unknown(expr.span)),
            }
        }
        Ok(whole.into())
    }

    fn array(&mut self, elements: &'a [ArrayElement<'a, 'a>]) -> Known {
        let mut array = Value::Array(Vec::new());
        for element in elements {
            match &element.kind {
                ArrayElementKind::Value(value) => {
                    let key = match &element.key {
                        Some(key) => Some(
                            key_of(&self.value(key)?)
                                .ok_or_else(|| self.file.unknown(element.span))?,
                        ),
                        None => None,
                    };
                    let value = self.value(value)?;
                    put(&mut array, key, value);
                }
                ArrayElementKind::Spread(spread) => match self.value(spread)? {
                    Value::Array(items) => {
                        items.into_iter().for_each(|item| put(&mut array, None, item));
                    }
                    Value::Object(map) => {
                        map.into_iter().for_each(|(key, item)| put(&mut array, Some(key), item));
                    }
                    _ => return Err(self.file.unknown(element.span)),
                },
                _ => return Err(self.file.unknown(element.span)),
            }
        }
        Ok(array)
    }
}

/// Puts a value under a key, or under the next number.
pub(super) fn put(array: &mut Value, key: Option<String>, value: Value) {
    if let (Value::Array(items), None) = (&mut *array, &key) {
        items.push(value);
        return;
    }
    if let (Value::Array(items), Some(key)) = (&mut *array, &key) {
        match key.parse::<usize>() {
            Ok(index) if index == items.len() => return items.push(value),
            Ok(index) if index < items.len() => return items[index] = value,
            _ => {}
        }
        let map = items.drain(..).enumerate().map(|(index, item)| (index.to_string(), item));
        *array = Value::Object(map.collect());
    }
    if let Value::Object(map) = array {
        let key = key.unwrap_or_else(|| {
            let numbers = map.keys().filter_map(|key| key.parse::<i64>().ok());
            (numbers.max().unwrap_or(-1) + 1).to_string()
        });
        map.insert(key, value);
    }
}

pub(super) fn key_of(value: &Value) -> Option<String> {
    match value {
        Value::Array(_) | Value::Object(_) => None,
        value => text(value),
    }
}

pub(super) fn element<'v>(array: &'v Value, index: &Value) -> Option<&'v Value> {
    let key = key_of(index)?;
    match array {
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        Value::Object(map) => map.get(&key),
        _ => None,
    }
}

/// Whether the keys are 0, 1, 2 ….
pub(super) fn is_list(map: &Map<String, Value>) -> bool {
    map.keys().enumerate().all(|(index, key)| *key == index.to_string())
}

/// `(string) $value`.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Bool(false) => Some(String::new()),
        Value::Bool(true) => Some("1".to_owned()),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() => {
                (float.abs() < 1e15 && float.abs() > 1e-4).then(|| float.to_string())
            }
            _ => Some(number.to_string()),
        },
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// `(bool) $value`.
pub(super) fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty() && text != "0",
        Value::Array(items) => !items.is_empty(),
        // One of `new stdClass` is true, an array is not; nothing asks for it.
        Value::Object(map) => !map.is_empty(),
    }
}

fn cast(kind: CastKind, value: Value) -> Option<Value> {
    match (kind, &value) {
        (CastKind::String, _) => text(&value).map(Value::from),
        (CastKind::Bool, _) => Some(is_true(&value).into()),
        (CastKind::Int, Value::Number(number)) if number.is_i64() => Some(value),
        (CastKind::Int, Value::String(text)) => text.parse::<i64>().ok().map(Value::from),
        (CastKind::Array, Value::Array(_) | Value::Object(_)) => Some(value),
        (CastKind::Object, Value::Array(items)) if items.is_empty() => {
            Some(Value::Object(Map::new()))
        }
        (CastKind::Object, Value::Object(_)) => Some(value),
        _ => None,
    }
}

fn operate(op: BinaryOp, left: &Value, right: &Value) -> Option<Value> {
    let integers = || Some((left.as_i64()?, right.as_i64()?));
    let same = || left == right && left.is_number() == right.is_number();
    let same_type = std::mem::discriminant(left) == std::mem::discriminant(right);
    match op {
        BinaryOp::Concat => Some((text(left)? + &text(right)?).into()),
        BinaryOp::Add => integers().and_then(|(a, b)| a.checked_add(b)).map(Value::from),
        BinaryOp::Sub => integers().and_then(|(a, b)| a.checked_sub(b)).map(Value::from),
        BinaryOp::Mul => integers().and_then(|(a, b)| a.checked_mul(b)).map(Value::from),
        BinaryOp::Identical => Some(same().into()),
        BinaryOp::NotIdentical => Some((!same()).into()),
        BinaryOp::Equal if same_type => Some(same().into()),
        BinaryOp::NotEqual if same_type => Some((!same()).into()),
        BinaryOp::Less => integers().map(|(a, b)| (a < b).into()),
        BinaryOp::Greater => integers().map(|(a, b)| (a > b).into()),
        BinaryOp::LessOrEqual => integers().map(|(a, b)| (a <= b).into()),
        BinaryOp::GreaterOrEqual => integers().map(|(a, b)| (a >= b).into()),
        BinaryOp::BooleanAnd | BinaryOp::LogicalAnd => {
            Some((is_true(left) && is_true(right)).into())
        }
        BinaryOp::BooleanOr | BinaryOp::LogicalOr => Some((is_true(left) || is_true(right)).into()),
        _ => None,
    }
}

/// The functions that request arrays are made with.
fn function(name: &str, given: &[Value]) -> Option<Value> {
    match (name, given) {
        ("strval", [value]) => text(value).map(Value::from),
        ("intval", [value]) => cast(CastKind::Int, value.clone()),
        ("trim", [Value::String(text)]) => Some(text.trim().into()),
        ("strtolower", [Value::String(text)]) => Some(text.to_ascii_lowercase().into()),
        ("strtoupper", [Value::String(text)]) => Some(text.to_ascii_uppercase().into()),
        ("strlen", [Value::String(text)]) => Some(text.len().into()),
        ("count", [Value::Array(items)]) => Some(items.len().into()),
        ("array_merge", arrays) => {
            let mut merged = Value::Array(Vec::new());
            for array in arrays {
                match array {
                    Value::Array(items) => {
                        items.iter().for_each(|item| put(&mut merged, None, item.clone()));
                    }
                    Value::Object(map) => map
                        .iter()
                        .for_each(|(key, item)| put(&mut merged, Some(key.clone()), item.clone())),
                    _ => return None,
                }
            }
            Some(merged)
        }
        ("array_filter", [Value::Object(map)]) => {
            let kept = map.iter().filter(|(_, value)| is_true(value));
            Some(Value::Object(kept.map(|(key, value)| (key.clone(), value.clone())).collect()))
        }
        _ => None,
    }
}
