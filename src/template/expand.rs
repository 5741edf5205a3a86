//! The expansion of RFC 6570, section 3.

use serde_json::Value;

use super::encode::{self, Allow};
use super::expression::Expression;
use super::parse::{Operator, Part, Parts, variables};

/// A variable on its way into the URI: what to look up, and for where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'t> {
    pub(super) name: &'t str,
    pub(super) place: Place,
    pub(super) operator: Operator,
    /// Whether nothing comes behind its expression.
    pub(super) last: bool,
}

/// Where in the URI something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Fragment,
}

/// Expands a template with the values that `look_up` knows or refuses.
///
/// # Errors
///
/// What is wrong, for the end of a sentence that begins with the template.
pub(super) fn expand<'v>(
    template: &str,
    look_up: &mut dyn FnMut(Wanted<'_>) -> Result<Option<&'v Value>, String>,
) -> Result<String, String> {
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
