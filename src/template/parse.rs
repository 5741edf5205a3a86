//! Parses templates strictly by the grammar of RFC 6570, section 2.

use crate::language::{Text, say};

/// A part of a template.
pub(super) enum Part<'t> {
    Literal(&'t str),
    /// `{…}`, without the braces.
    Expression(Operator, &'t str),
}

/// Splits a template into literals and expressions.
pub(super) struct Parts<'t> {
    rest: &'t str,
}

impl<'t> Parts<'t> {
    pub(super) fn of(template: &'t str) -> Self {
        Self { rest: template }
    }

    /// Whether nothing is left.
    pub(super) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }
}

impl<'t> Iterator for Parts<'t> {
    type Item = Result<Part<'t>, Text>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let Some(inside) = self.rest.strip_prefix('{') else {
            let end = self.rest.find(['{', '}']).unwrap_or(self.rest.len());
            if self.rest[end..].starts_with('}') {
                return Some(Err(say!("has a `}}` without its `{{`", "有 `}}` 而没有对应的 `{{`")));
            }
            let (literal, rest) = self.rest.split_at(end);
            self.rest = rest;
            return Some(Ok(Part::Literal(literal)));
        };
        let Some((expression, rest)) = inside.split_once('}') else {
            return Some(Err(say!("has a `{{` without its `}}`", "有 `{{` 而没有对应的 `}}`")));
        };
        self.rest = rest;
        let (operator, variables) = Operator::split(expression);
        Some(Ok(Part::Expression(operator, variables)))
    }
}

/// The operator at the start of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Operator {
    /// The character; empty for `{name}`.
    pub(super) symbol: &'static str,
    /// The operator that, after the separator, has the same effect for the second and further values.
    pub(super) next: &'static str,
    /// Between values, unless `next` begins with it.
    pub(super) separator: &'static str,
    /// Whether the name of the variable precedes its value.
    pub(super) named: bool,
    /// Whether reserved characters and `%XX` are kept unencoded.
    pub(super) reserved: bool,
}

impl Operator {
    const fn joined(symbol: &'static str, next: &'static str) -> Self {
        Self { symbol, next, separator: ",", named: false, reserved: !symbol.is_empty() }
    }

    const fn repeated(symbol: &'static str, next: &'static str, named: bool) -> Self {
        Self { symbol, next, separator: "", named, reserved: false }
    }

    /// Splits an expression into its operator and its variables.
    fn split(expression: &str) -> (Self, &str) {
        let operator = match expression.as_bytes().first() {
            Some(b'+') => Self::joined("+", "+"),
            Some(b'#') => Self::joined("#", "+"),
            Some(b'.') => Self::repeated(".", ".", false),
            Some(b'/') => Self::repeated("/", "/", false),
            Some(b';') => Self::repeated(";", ";", true),
            Some(b'?') => Self::repeated("?", "&", true),
            Some(b'&') => Self::repeated("&", "&", true),
            _ => return (Self::joined("", ""), expression),
        };
        (operator, &expression[1..])
    }
}

/// A variable of an expression.
#[derive(Debug, Clone, Copy)]
pub(super) struct Variable<'t> {
    pub(super) name: &'t str,
    pub(super) modifier: Modifier,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Modifier {
    None,
    /// `*`: each item of a list or map separately.
    Explode,
    /// `:n`: the first n characters.
    Prefix(usize),
}

/// The variables of an expression.
pub(super) fn variables(list: &str) -> impl Iterator<Item = Result<Variable<'_>, Text>> {
    list.split(',').map(variable)
}

fn variable(text: &str) -> Result<Variable<'_>, Text> {
    let (name, modifier) = if let Some(name) = text.strip_suffix('*') {
        (name, Modifier::Explode)
    } else if let Some((name, length)) = text.split_once(':') {
        let length = prefix(length).ok_or_else(|| {
            let shown = shown(text);
            say!(
                "has `{shown}`: the colon must be followed by a length from 1 to 9999",
                "中的 `{shown}` 有误：冒号后必须是 1 到 9999 的长度"
            )
        })?;
        (name, Modifier::Prefix(length))
    } else {
        (text, Modifier::None)
    };
    if is_name(name) {
        return Ok(Variable { name, modifier });
    }
    let (shown_text, shown_name) = (shown(text), shown(name));
    Err(match name.chars().next() {
        None => say!("has a variable without a name", "中有变量没有名称"),
        Some('=' | ',' | '!' | '@' | '|') => {
            say!(
                "has `{shown_text}`, whose operator is reserved by RFC 6570",
                "中的 `{shown_text}` 使用了 RFC 6570 保留的运算符"
            )
        }
        Some(_) => say!(
            "has `{shown_name}`, which is not a valid name of a variable: use letters, digits, `_`, \
             `%XX`, and dots between them",
            "中的 `{shown_name}` 不是有效的变量名：请用字母、数字、`_`、`%XX`，以及它们之间的点"
        ),
    })
}

/// 1 to 9999, without leading zeros.
fn prefix(length: &str) -> Option<usize> {
    let digits = (1..=4).contains(&length.len()) && length.bytes().all(|b| b.is_ascii_digit());
    if digits && !length.starts_with('0') { length.parse().ok() } else { None }
}

/// Accepts letters of any script, not only ASCII as the RFC: PHP code uses such names.
fn is_name(name: &str) -> bool {
    name.split('.').all(|part| {
        let mut rest = part;
        while let Some(character) = rest.chars().next() {
            let length = match character {
                '%' if is_triplet(rest.as_bytes()) => 3,
                '_' => 1,
                _ if character.is_alphanumeric() => character.len_utf8(),
                _ => return false,
            };
            rest = &rest[length..];
        }
        !part.is_empty()
    })
}

/// Whether the text begins with `%XX`.
pub(super) fn is_triplet(text: &[u8]) -> bool {
    matches!(text, [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

fn shown(text: &str) -> String {
    crate::error::one_line(text, 80)
}
