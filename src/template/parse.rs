//! The grammar of RFC 6570, section 2, strictly.

/// Part of a template.
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
    type Item = Result<Part<'t>, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let Some(inside) = self.rest.strip_prefix('{') else {
            let end = self.rest.find(['{', '}']).unwrap_or(self.rest.len());
            if self.rest[end..].starts_with('}') {
                return Some(Err("has a `}` without its `{`".to_owned()));
            }
            let (literal, rest) = self.rest.split_at(end);
            self.rest = rest;
            return Some(Ok(Part::Literal(literal)));
        };
        let Some((expression, rest)) = inside.split_once('}') else {
            return Some(Err("has a `{` without its `}`".to_owned()));
        };
        self.rest = rest;
        let (operator, variables) = Operator::split(expression);
        Some(Ok(Part::Expression(operator, variables)))
    }
}

/// What an expression begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Operator {
    /// As it is written; nothing in `{name}`.
    pub(super) symbol: &'static str,
    /// What has the same effect behind the first value, together with the separator.
    pub(super) next: &'static str,
    /// Between values, where `next` does not begin with one.
    pub(super) separator: &'static str,
    /// Whether values bear their variable's name.
    pub(super) named: bool,
    /// Whether reserved characters and `%XX` go through as they are.
    pub(super) reserved: bool,
}

impl Operator {
    const fn joined(symbol: &'static str, next: &'static str) -> Self {
        Self { symbol, next, separator: ",", named: false, reserved: !symbol.is_empty() }
    }

    const fn repeated(symbol: &'static str, next: &'static str, named: bool) -> Self {
        Self { symbol, next, separator: "", named, reserved: false }
    }

    /// Takes the operator off an expression.
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
    /// `*`: each item of a list or map by itself.
    Explode,
    /// `:n`: the first n characters.
    Prefix(usize),
}

/// The variables of an expression.
pub(super) fn variables(list: &str) -> impl Iterator<Item = Result<Variable<'_>, String>> {
    list.split(',').map(variable)
}

fn variable(text: &str) -> Result<Variable<'_>, String> {
    let (name, modifier) = if let Some(name) = text.strip_suffix('*') {
        (name, Modifier::Explode)
    } else if let Some((name, length)) = text.split_once(':') {
        let length = prefix(length).ok_or_else(|| {
            format!("has `{}`: after the colon a length from 1 to 9999 is due", shown(text))
        })?;
        (name, Modifier::Prefix(length))
    } else {
        (text, Modifier::None)
    };
    if is_name(name) {
        return Ok(Variable { name, modifier });
    }
    Err(match name.chars().next() {
        None => "has a variable without a name".to_owned(),
        Some('=' | ',' | '!' | '@' | '|') => {
            format!("has `{}`, whose operator RFC 6570 keeps for the future", shown(text))
        }
        Some(_) => format!(
            "has `{}`, which is no variable's name: letters, digits, `_`, `%XX`, and dots between \
             them",
            shown(name)
        ),
    })
}

/// 1 to 9999, without leading zeros.
fn prefix(length: &str) -> Option<usize> {
    let digits = (1..=4).contains(&length.len()) && length.bytes().all(|b| b.is_ascii_digit());
    if digits && !length.starts_with('0') { length.parse().ok() } else { None }
}

/// Beyond the RFC's ASCII, letters of any script: PHP code has such names.
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

/// Whether `%XX` comes first.
pub(super) fn is_triplet(text: &[u8]) -> bool {
    matches!(text, [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

fn shown(text: &str) -> String {
    crate::error::one_line(text, 80)
}
