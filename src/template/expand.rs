//! Expands a template by RFC 6570, section 3.

use serde_json::Value;

use super::encode::{self, Allow};
use super::expression::Expression;
use super::parse::{Operator, Part, Parts, variables};
use crate::language::Text;

/// A variable that is needed, and its position in the URI.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'t> {
    pub(super) name: &'t str,
    pub(super) place: Place,
    pub(super) operator: Operator,
    /// Whether its expression ends the template.
    pub(super) last: bool,
}

/// A part of the URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Fragment,
}

/// Expands a template with the values that `look_up` returns.
///
/// # Errors
///
/// What is wrong; ends a sentence that begins with the template.
pub(super) fn expand<'v>(
    template: &str,
    look_up: &mut dyn FnMut(Wanted<'_>) -> Result<Option<&'v Value>, Text>,
) -> Result<String, Text> {
    let mut out = String::with_capacity(template.len() + 64);
    let mut place = Place::Path;
    let mut parts = Parts::of(template);
    while let Some(part) = parts.next() {
        let last = parts.is_done();
        match part? {
            Part::Literal(text) => {
                place = place.after(text);
                encode::push(text, Allow::Reserved, &mut out);
            }
            Part::Expression(operator, list) => {
                place = place.after(operator.symbol);
                let mut expression = Expression::new(operator, &mut out);
                for variable in variables(list) {
                    let variable = variable?;
                    let name = variable.name;
                    if let Some(value) = look_up(Wanted { name, place, operator, last })? {
                        expression.push(variable, value)?;
                    }
                }
            }
        }
    }
    Ok(out)
}

impl Place {
    fn after(self, text: &str) -> Self {
        match self {
            _ if text.contains('#') => Self::Fragment,
            Self::Path if text.contains('?') => Self::Query,
            place => place,
        }
    }
}
