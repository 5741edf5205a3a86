//! Lays Rust out as rustfmt does, with comments where they belong.
//!
//! Each `flat` gives the text on one line, if it can be on one; each `write` gives it on as many lines as
//! it needs. A written text has its first line without indentation.

mod chain;
mod json;
mod list;
mod statement;

pub(crate) use statement::{Printer, finish};

use crate::code::{Block, Code};

/// What rustfmt calls `max_width`, `chain_width` and so on, by default.
pub(crate) const WIDTH: usize = 100;
const CHAIN: usize = 60;
const CALL: usize = 60;
const LIST: usize = 60;
const IF_ELSE: usize = 50;
const STRUCT: usize = 18;
pub(crate) const STEP: usize = 4;

/// Where a text is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At {
    /// The indentation of the statement or argument.
    pub indent: usize,
    /// The column of its first character.
    pub column: usize,
    /// How many characters follow its last one.
    pub after: usize,
}

impl At {
    pub(crate) fn line(indent: usize, after: usize) -> Self {
        Self { indent, column: indent, after }
    }

    fn moved(self, columns: usize) -> Self {
        Self { column: self.column + columns, ..self }
    }

    fn room(self) -> usize {
        WIDTH.saturating_sub(self.column + self.after)
    }
}

/// The columns that a text takes, Chinese characters taking two.
pub(crate) fn width(text: &str) -> usize {
    // Marks are control characters.
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_control()) {
        return text.len();
    }
    let mut columns = 0;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            statement::OPEN => _ = characters.by_ref().find(|&mark| mark == statement::SHUT),
            wide if is_wide(wide) => columns += 2,
            _ => columns += 1,
        }
    }
    columns
}

fn is_wide(character: char) -> bool {
    matches!(u32::from(character),
        0x1100..=0x115f | 0x2e80..=0x303e | 0x3041..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd)
}

pub(crate) fn spaces(count: usize) -> String {
    " ".repeat(count)
}

fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or(text)
}

fn lines(text: &str) -> usize {
    text.split('\n').count()
}

/// Whether a written text stays within the width.
fn fits(text: &str, at: At) -> bool {
    let mut lines = text.split('\n').peekable();
    let mut column = at.column;
    while let Some(line) = lines.next() {
        let after = if lines.peek().is_none() { at.after } else { 0 };
        if column + width(line) + after > WIDTH {
            return false;
        }
        column = 0;
    }
    true
}

impl Code {
    /// On one line, if it can be on one.
    pub(crate) fn flat(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Chain(root, links) => chain::flat(root, links),
            Self::Call(name, arguments) => Some(format!("{name}({})", list::flat(arguments)?)),
            Self::Json(value) => Some(format!("json!({})", value.flat()?)),
            Self::Closure(head, body) => match &**body {
                Self::Block(inner, block) if inner.is_empty() && block.statements.is_empty() => {
                    Some(format!("{head} {{}}"))
                }
                body => Some(format!("{head} {}", body.flat()?)),
            },
            Self::Block(head, block) if block.statements.is_empty() => Some(spaced(head, "{}")),
            Self::Block(..) | Self::Match(..) => None,
            Self::If(branches, otherwise) => flat_if(branches, otherwise.as_ref()),
            Self::List(open, items, close) => Some(format!("{open}{}{close}", list::flat(items)?)),
            Self::Prefix(prefix, inner) => Some(format!("{prefix}{}", inner.flat()?)),
            Self::Binary(left, operator, right) => {
                Some(format!("{} {operator} {}", left.flat()?, right.flat()?))
            }
            Self::Struct(name, fields) => {
                let fields = fields
                    .iter()
                    .map(|(field, value)| Some(flat_field(field, &value.flat()?)))
                    .collect::<Option<Vec<_>>>()?;
                if fields.is_empty() {
                    return Some(format!("{name} {{}}"));
                }
                Some(format!("{name} {{ {} }}", fields.join(", ")))
            }
        }
    }

    /// On as many lines as it needs.
    pub(crate) fn write(&self, at: At) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Chain(root, links) => chain::write(root, links, at),
            Self::Call(name, arguments) => {
                let inside = list::write_arguments(name, arguments, at.moved(width(name) + 1));
                format!("{name}({inside})")
            }
            Self::Json(value) => {
                let inside = value.write(At { after: at.after + 1, ..at.moved("json!(".len()) });
                format!("json!({inside})")
            }
            Self::Closure(head, body) => write_closure(head, body, at),
            Self::Block(head, block) => {
                if block.statements.is_empty() {
                    return spaced(head, "{}");
                }
                spaced(head, &write_block(block, at.indent))
            }
            Self::If(branches, otherwise) => write_if(branches, otherwise.as_ref(), at),
            Self::Match(subject, arms) => write_match(subject, arms, at),
            Self::List(open, items, close) => list::write_list(open, items, close, at),
            Self::Prefix(prefix, inner) => {
                format!("{prefix}{}", inner.write(at.moved(width(prefix))))
            }
            Self::Binary(left, operator, right) => write_binary(left, operator, right, at),
            Self::Struct(name, fields) => write_struct(name, fields, at),
        }
    }
}

fn spaced(head: &str, rest: &str) -> String {
    if head.is_empty() { rest.to_owned() } else { format!("{head} {rest}") }
}

fn flat_field(field: &str, value: &str) -> String {
    if field == value { value.to_owned() } else { format!("{field}: {value}") }
}

fn write_struct(name: &str, fields: &[(String, Code)], at: At) -> String {
    let whole = Code::Struct(name.to_owned(), fields.to_vec());
    if let Some(flat) = whole.flat() {
        let inside = width(&flat).saturating_sub(width(name) + 5);
        if inside <= STRUCT && width(&flat) <= at.room() {
            return flat;
        }
    }
    let indent = at.indent + STEP;
    let mut text = format!("{name} {{\n");
    for (field, value) in fields {
        let written = value.write(At { indent, column: indent + width(field) + 2, after: 1 });
        text.push_str(&format!("{}{},\n", spaces(indent), flat_field(field, &written)));
    }
    text + &spaces(at.indent) + "}"
}

/// `{ … }`, its first line without indentation.
fn write_block(block: &Block, indent: usize) -> String {
    let mut printer = Printer::default();
    printer.block(block, indent + STEP);
    format!("{{\n{}{}}}", printer.text, spaces(indent))
}

fn write_closure(head: &str, body: &Code, at: At) -> String {
    let here = at.moved(width(head) + 1);
    if let Code::Block(inner, block) = body
        && inner.is_empty()
    {
        if let Some(value) = block.only_value() {
            return write_closure(head, value, at);
        }
        return if block.statements.is_empty() {
            format!("{head} {{}}")
        } else {
            format!("{head} {}", write_block(block, at.indent))
        };
    }
    if let Some(flat) = body.flat()
        && width(&flat) <= here.room()
    {
        return format!("{head} {}", body.write(here));
    }
    match body {
        Code::Block(..) | Code::Match(..) | Code::Struct(..) | Code::Json(..) => {
            format!("{head} {}", body.write(here))
        }
        _ => format!("{head} {}", write_block(&Block::value(body.clone()), at.indent)),
    }
}

fn flat_if(branches: &[(Code, Block)], otherwise: Option<&Block>) -> Option<String> {
    let [(condition, then)] = branches else { return None };
    let (then, otherwise) = (then.only_value()?.flat()?, otherwise?.only_value()?.flat()?);
    let flat = format!("if {} {{ {then} }} else {{ {otherwise} }}", condition.flat()?);
    (width(&flat) <= IF_ELSE).then_some(flat)
}

fn write_if(branches: &[(Code, Block)], otherwise: Option<&Block>, at: At) -> String {
    if let Some(flat) = flat_if(branches, otherwise)
        && width(&flat) <= at.room()
    {
        return flat;
    }
    write_branches(branches, otherwise, at)
}

/// As a statement: never on one line.
pub(super) fn write_branches(
    branches: &[(Code, Block)],
    otherwise: Option<&Block>,
    at: At,
) -> String {
    let mut text = String::new();
    for (condition, block) in branches {
        if !text.is_empty() {
            text.push_str(" else ");
        }
        let column = if text.is_empty() { at.column } else { at.indent + 2 } + "if ".len();
        let room = WIDTH.saturating_sub(column);
        let flat = condition.flat().filter(|flat| width(flat) <= room);
        let breaks_brace = flat.as_ref().is_some_and(|flat| width(flat) + 2 > room);
        let written = match flat.filter(|_| breaks_brace) {
            Some(flat) => flat,
            None => condition.write(At { indent: at.indent, column, after: 2 }),
        };
        let brace = if written.contains('\n') && !written.ends_with([')', '}', ']'])
            || broken_operator(condition, &written)
            || breaks_brace
        {
            format!("\n{}", spaces(at.indent))
        } else {
            " ".to_owned()
        };
        text.push_str(&format!("if {written}{brace}"));
        text.push_str(&if block.statements.is_empty() {
            "{\n".to_owned() + &spaces(at.indent) + "}"
        } else {
            write_block(block, at.indent)
        });
    }
    if let Some(block) = otherwise {
        text.push_str(" else ");
        text.push_str(&if block.statements.is_empty() {
            "{\n".to_owned() + &spaces(at.indent) + "}"
        } else {
            write_block(block, at.indent)
        });
    }
    text
}

/// A condition that was broken at `&&` has its brace on a line of its own.
fn broken_operator(condition: &Code, written: &str) -> bool {
    written.contains('\n') && matches!(condition, Code::Binary(..))
}

fn write_match(subject: &Code, arms: &[(String, Code)], at: At) -> String {
    let subject = subject.write(At { after: 2, ..at.moved("match ".len()) });
    let indent = at.indent + STEP;
    let mut text = format!("match {subject} {{\n");
    for (pattern, code) in arms {
        let head = format!("{}{pattern} => ", spaces(indent));
        let here = At { indent, column: width(&head), after: 1 };
        let arm = match code {
            Code::Block(inner, block) if inner.is_empty() => match block.only_value() {
                Some(value) if !matches!(value, Code::If(..) | Code::Match(..)) => {
                    write_arm(value, here)
                }
                _ if block.statements.is_empty() => "{}".to_owned(),
                _ => write_block(block, indent),
            },
            code => write_arm(code, here),
        };
        let comma =
            if arm.ends_with('}') && arm.contains('\n') && arm.starts_with('{') || arm == "{}" {
                ""
            } else {
                ","
            };
        text.push_str(&format!("{head}{arm}{comma}\n"));
    }
    text + &spaces(at.indent) + "}"
}

fn write_arm(code: &Code, here: At) -> String {
    if let Some(flat) = code.flat()
        && width(&flat) <= here.room()
    {
        return code.write(here);
    }
    let written = code.write(here);
    if fits(&written, here)
        && written.contains('\n')
        && matches!(code, Code::Block(..) | Code::Json(..) | Code::Call(..) | Code::Chain(..))
    {
        return written;
    }
    write_block(&Block::value(code.clone()), here.indent)
}

fn write_binary(left: &Code, operator: &str, right: &Code, at: At) -> String {
    if let (Some(left), Some(right)) = (left.flat(), right.flat()) {
        let flat = format!("{left} {operator} {right}");
        if width(&flat) <= at.room() {
            return flat;
        }
    }
    let indent = at.indent + STEP;
    let written = left.write(At { after: 0, ..at });
    let right = right.write(At { indent, column: indent + width(operator) + 1, after: at.after });
    format!("{written}\n{}{operator} {right}", spaces(indent))
}
