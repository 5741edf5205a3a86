//! Statements, and marks of where each came from.

use super::{At, STEP, first_line, fits, lines, spaces, width, write_branches};
use crate::code::{Block, Code, Kind, Statement};
use crate::{Mapping, State};

/// Writes statements one below the other.
///
/// What came from PHP is written between marks, which take no width and are removed by [`finish`].
#[derive(Default)]
pub(crate) struct Printer {
    pub text: String,
}

pub(super) const OPEN: char = '\u{1}';
pub(super) const SHUT: char = '\u{2}';

impl Printer {
    /// A line of any text, such as the head of a function.
    pub(crate) fn raw(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    pub(crate) fn comment(&mut self, comment: &str, indent: usize) {
        self.raw(format!("{}// {comment}", spaces(indent)).trim_end());
    }

    /// What is written until [`end`](Self::end) came from these lines of PHP.
    pub(crate) fn begin(&mut self, (first, last): (u32, u32), state: State) {
        self.text.push_str(&format!("{OPEN}{first},{last},{}{SHUT}", state as u8));
    }

    pub(crate) fn end(&mut self) {
        // Before the line's end, so that the mark is on the last line.
        let line_ends = self.text.ends_with('\n');
        if line_ends {
            self.text.pop();
        }
        self.text.push_str(&format!("{OPEN}{SHUT}"));
        if line_ends {
            self.text.push('\n');
        }
    }

    pub(crate) fn block(&mut self, block: &Block, indent: usize) {
        for (place, statement) in block.statements.iter().enumerate() {
            self.statement(statement, indent, place == 0);
        }
    }

    pub(crate) fn statement(&mut self, statement: &Statement, indent: usize, first: bool) {
        if statement.spaced && !first {
            self.raw("");
        }
        if let Some((first, last, state)) = statement.php {
            self.begin((first, last), state);
        }
        for comment in &statement.before {
            self.comment(comment, indent);
        }
        let text = match &statement.kind {
            Kind::Nothing => String::new(),
            Kind::Let(pattern, None) => format!("let {pattern};"),
            Kind::Let(pattern, Some(value)) => {
                write_value(&format!("let {pattern} ="), value, indent)
            }
            Kind::Assign(target, operator, value) => {
                let target = target.write(At::line(indent, width(operator) + 2));
                write_value(&format!("{target} {operator}"), value, indent)
            }
            Kind::Do(code) if code.ends_in_block() => nested(code, indent),
            Kind::Do(code) => code.write(At::line(indent, 1)) + ";",
            Kind::Tail(Code::If(branches, otherwise)) if block_is_large(branches) => {
                write_branches(branches, otherwise.as_ref(), At::line(indent, 0))
            }
            Kind::Tail(code) => code.write(At::line(indent, 0)),
        };
        let behind =
            statement.behind.as_ref().map_or_else(String::new, |comment| format!(" // {comment}"));
        if !text.is_empty() {
            self.raw(&format!("{}{text}{behind}", spaces(indent)));
        } else if !behind.is_empty() {
            self.raw(&format!("{}{}", spaces(indent), behind.trim_start()));
        }
        if statement.php.is_some() {
            self.end();
        }
    }
}

fn block_is_large(branches: &[(Code, Block)]) -> bool {
    branches.iter().any(|(_, block)| block.only_value().is_none())
}

fn nested(code: &Code, indent: usize) -> String {
    match code {
        Code::If(branches, otherwise) => {
            write_branches(branches, otherwise.as_ref(), At::line(indent, 0))
        }
        code => code.write(At::line(indent, 0)),
    }
}

/// `let x =` or `x =` and its value, on the same line or the next.
fn write_value(head: &str, value: &Code, indent: usize) -> String {
    let here = At { indent, column: indent + width(head) + 1, after: 1 };
    let same = value.write(here);
    if fits(&same, here) && !same.contains('\n') {
        return format!("{head} {same};");
    }
    let below = At::line(indent + STEP, 1);
    let next = value.write(below);
    let prefer_next = fits(&next, below)
        && (!next.contains('\n')
            || !fits(&same, here)
            || lines(&same) > lines(&next) + 1
            || first_line(&same).ends_with('(') && !first_line(&next).ends_with('('));
    if prefer_next {
        return format!("{head}\n{}{next};", spaces(indent + STEP));
    }
    format!("{head} {same};")
}

/// Removes the marks: the text, and which lines came from which.
pub(crate) fn finish(marked: &str) -> (String, Vec<Mapping>) {
    let mut text = String::with_capacity(marked.len());
    let mut mappings: Vec<Mapping> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut line = 1;
    let mut rest = marked;
    while let Some(at) = rest.find([OPEN, '\n']) {
        text.push_str(&rest[..at]);
        if rest[at..].starts_with('\n') {
            text.push('\n');
            line += 1;
            rest = &rest[at + 1..];
            continue;
        }
        let inside = &rest[at + 1..];
        let Some((mark, behind)) = inside.split_once(SHUT) else { break };
        rest = behind;
        let mut numbers = mark.split(',').map(|number| number.parse::<u32>().unwrap_or(0));
        match (numbers.next(), numbers.next(), numbers.next()) {
            (Some(first), Some(last), Some(state)) => {
                open.push(mappings.len());
                let state = [State::Ported, State::Holes, State::NotPorted][state.min(2) as usize];
                mappings.push(Mapping { php: (first, last), rust: (line, line), state });
            }
            _ => {
                if let Some(mapping) = open.pop().and_then(|place| mappings.get_mut(place)) {
                    mapping.rust.1 = line;
                }
            }
        }
    }
    text.push_str(rest);
    (text, mappings)
}
