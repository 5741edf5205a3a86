//! Arrays of PHP are JSON here, with their comments on their lines.

use php_ast::Span;
use php_ast::owned::{ArrayElement, ArrayElementKind, Expr, ExprKind};
use serde_json::{Map, Value};

use super::Translator;
use crate::code::{Code, Entries, Entry, Json};
use crate::source::Parsed;
use crate::term::{Term, Type, quoted};

impl Translator<'_> {
    /// An array, as a value of its own.
    pub(super) fn array(&mut self, elements: &[ArrayElement], span: Span) -> Term {
        if let Some(term) = self.signed_parameters(elements, span) {
            return term;
        }
        let (json, known) = self.array_json(elements, span);
        self.json_term(json, known)
    }

    pub(super) fn json_term(&mut self, mut json: Json, known: Option<Value>) -> Term {
        // rustfmt takes a list without maps for an array, and lays it out itself.
        if let Json::List(entries) = &mut json
            && entries
                .entries
                .iter()
                .all(|entry| matches!(entry.value, Json::Literal(_) | Json::Code(_)))
        {
            entries.broken = false;
        }
        self.recursion = self.recursion.max(recursion(&json));
        Term::owned(Code::Json(json), Type::Json).known(known)
    }

    /// A value in `json!`, and the value itself if it is the same in each run.
    pub(super) fn json(&mut self, expression: &Expr) -> (Json, Option<Value>) {
        match &expression.kind {
            ExprKind::Array(elements) => self.array_json(elements, expression.span),
            ExprKind::Parenthesized(inner) => self.json(inner),
            _ => {
                let term = self.expression(expression);
                let known = term.known.clone();
                (self.in_json(term), known)
            }
        }
    }

    fn array_json(&mut self, elements: &[ArrayElement], span: Span) -> (Json, Option<Value>) {
        let is_map = elements.iter().any(|element| element.key.is_some());
        let mut next = 0_i64;
        let mut entries = Vec::with_capacity(elements.len());
        let (mut map, mut list) = (Some(Map::new()), Some(Vec::new()));
        for element in elements {
            let (key, known_key) = match &element.key {
                Some(key) => self.key(key, &mut next),
                None if is_map => {
                    next += 1;
                    (Some(quoted(&(next - 1).to_string())), Some((next - 1).to_string()))
                }
                None => (None, None),
            };
            let (value, known) = match &element.kind {
                ArrayElementKind::Value(value) => self.json(value),
                ArrayElementKind::Spread(_) | ArrayElementKind::ByRef(_) => {
                    let hole = self.unknown(element.span);
                    (self.in_json(hole), None)
                }
                _ => (Json::Literal("null".to_owned()), None),
            };
            match (&mut map, known_key, known.clone()) {
                (Some(map), Some(key), Some(value)) => _ = map.insert(key, value),
                (map, _, _) if is_map => *map = None,
                _ => {}
            }
            match (&mut list, known) {
                (Some(list), Some(value)) => list.push(value),
                (list, _) => *list = None,
            }
            entries.push(Entry { key, value, before: Vec::new(), behind: None });
        }
        let mut entries =
            Entries { entries, broken: self.is_broken(elements, span), ..Entries::default() };
        self.comments_in(elements, span, &mut entries);
        if is_map {
            (Json::Map(entries), map.map(Value::Object))
        } else {
            (Json::List(entries), list.map(Value::Array))
        }
    }

    /// A key as it is written in `json!`, and the key itself if it is known.
    fn key(&mut self, key: &Expr, next: &mut i64) -> (Option<String>, Option<String>) {
        let term = self.expression(key);
        let known = match &term.known {
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Number(number)) => {
                if let Some(number) = number.as_i64() {
                    *next = (*next).max(number.saturating_add(1));
                }
                Some(number.to_string())
            }
            Some(Value::Bool(value)) => Some(u8::from(*value).to_string()),
            Some(Value::Null) => Some(String::new()),
            _ => None,
        };
        if let Some(known) = known {
            return (Some(quoted(&known)), Some(known));
        }
        let text = match term.kind {
            Type::Text => term.code,
            _ => self.string(term),
        };
        (Some(format!("({})", text.flat().unwrap_or_default())), None)
    }

    /// Whether PHP has each element on a line of its own.
    fn is_broken(&self, elements: &[ArrayElement], span: Span) -> bool {
        elements
            .first()
            .is_some_and(|first| self.source.line(first.span.start) != self.source.line(span.start))
    }

    /// Puts the comments between elements to their entries.
    fn comments_in(&mut self, elements: &[ArrayElement], span: Span, entries: &mut Entries) {
        let source = self.source;
        let first = source.comments.partition_point(|comment| comment.span.start < span.start);
        for (place, comment) in source.comments.iter().enumerate().skip(first) {
            if comment.span.start >= span.end {
                break;
            }
            if self.commented[place]
                || elements
                    .iter()
                    .any(|e| e.span.start <= comment.span.start && comment.span.end <= e.span.end)
            {
                continue;
            }
            self.commented[place] = true;
            let lines = Parsed::comment_lines(&comment.text);
            let line = source.line(comment.span.start);
            let before = elements.partition_point(|element| element.span.end <= comment.span.start);
            let previous = before
                .checked_sub(1)
                .map(|index| source.line(elements[index].span.end.saturating_sub(1)));
            let one = (lines.len() == 1).then(|| lines[0].clone());
            match (previous, one) {
                (Some(previous), Some(one))
                    if previous == line && entries.entries[before - 1].behind.is_none() =>
                {
                    entries.entries[before - 1].behind = Some(one);
                }
                (None, Some(one))
                    if source.line(span.start) == line && entries.opening.is_none() =>
                {
                    entries.opening = Some(one)
                }
                _ => match entries.entries.get_mut(before) {
                    Some(entry) => entry.before.extend(lines),
                    None => entries.closing.extend(lines),
                },
            }
        }
    }
}

/// How deep `json!` recurses for a value.
fn recursion(json: &Json) -> u32 {
    let (entries, step) = match json {
        Json::Map(entries) => (entries, 3),
        Json::List(entries) => (entries, 2),
        _ => return 1,
    };
    let mut deepest = 0;
    for (place, entry) in entries.entries.iter().enumerate() {
        let place = u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1);
        deepest = deepest.max(place.saturating_mul(step).saturating_add(recursion(&entry.value)));
    }
    deepest.saturating_add(4)
}
