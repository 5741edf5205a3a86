//! Arguments and lists.

use super::{At, CALL, LIST, STEP, fits, spaces, width};
use crate::code::Code;

pub(super) fn flat(items: &[Code]) -> Option<String> {
    let items = items.iter().map(Code::flat).collect::<Option<Vec<_>>>()?;
    Some(items.join(", "))
}

/// Between the parentheses of a call; `at` is behind the opening one.
pub(super) fn write_arguments(name: &str, arguments: &[Code], at: At) -> String {
    let at = At { after: at.after + 1, ..at };
    if arguments.is_empty() {
        return String::new();
    }
    if let Some(flat) = flat(arguments)
        && (width(&flat) <= CALL || arguments.len() == 1)
        && width(&flat) <= at.room()
    {
        return written_flat(arguments, at);
    }
    if let Some(overflowed) = overflow(arguments, at) {
        return overflowed;
    }
    if is_format(name) {
        return write_format(arguments, at);
    }
    let indent = at.indent + STEP;
    let comma = if name.ends_with('!') { "" } else { "," };
    let lines: Vec<String> = arguments
        .iter()
        .map(|argument| format!("{}{}", spaces(indent), argument.write(At::line(indent, 1))))
        .collect();
    format!("\n{}{comma}\n{}", lines.join(",\n"), spaces(at.indent))
}

fn written_flat(arguments: &[Code], at: At) -> String {
    let texts: Vec<String> = arguments.iter().map(|argument| argument.write(at)).collect();
    texts.join(", ")
}

/// The last argument goes over several lines, the others stay on the first.
fn overflow(arguments: &[Code], at: At) -> Option<String> {
    let (last, others) = arguments.split_last()?;
    let alone = others.is_empty();
    let may = match last {
        Code::Closure(..) | Code::Block(..) | Code::Match(..) => true,
        Code::Json(..) | Code::Call(..) | Code::List(..) | Code::Struct(..) => alone,
        Code::Prefix("&", inner) => {
            alone && matches!(**inner, Code::Json(..) | Code::Call(..) | Code::List(..))
        }
        _ => false,
    };
    if !may {
        return None;
    }
    let mut before = flat(others)?;
    if !before.is_empty() {
        before.push_str(", ");
    }
    let here = at.moved(width(&before));
    let written = last.write(here);
    let whole = format!("{before}{written}");
    // A call inside that had to put its arguments on their lines gains nothing by staying here.
    let (first, rest) = whole.split_once('\n')?;
    // rustfmt does not look at the lines inside a macro.
    let stays =
        fits(first, at) && (matches!(last, Code::Json(..)) || fits(rest, At { column: 0, ..at }));
    stays.then_some(whole)
}

fn is_format(name: &str) -> bool {
    matches!(name, "println!" | "format!" | "eprintln!" | "panic!")
}

/// The format on a line of its own, then the values on one line, or a line for each.
fn write_format(arguments: &[Code], at: At) -> String {
    let indent = at.indent + STEP;
    let Some((format, values)) = arguments.split_first() else { return String::new() };
    let mut text = format!("\n{}{}", spaces(indent), format.write(At::line(indent, 1)));
    if let Some(flat) = flat(values).filter(|flat| {
        !values.is_empty() && width(flat) <= CALL && indent + width(flat) <= super::WIDTH
    }) {
        text.push_str(&format!(",\n{}{flat}", spaces(indent)));
    } else {
        for value in values {
            text.push_str(&format!(",\n{}{}", spaces(indent), value.write(At::line(indent, 1))));
        }
    }
    format!("{text}\n{}", spaces(at.indent))
}

pub(super) fn write_list(open: &str, items: &[Code], close: &str, at: At) -> String {
    let here = At { after: at.after + width(close), ..at.moved(width(open)) };
    if let Some(flat) = flat(items)
        && width(&flat) <= LIST
        && width(&flat) <= here.room()
    {
        return format!("{open}{}{close}", written_flat(items, here));
    }
    if let [only] = items
        && open == "("
    {
        return format!("({})", only.write(here));
    }
    let indent = at.indent + STEP;
    let mut text = format!("{open}\n");
    for item in items {
        text.push_str(&format!("{}{},\n", spaces(indent), item.write(At::line(indent, 1))));
    }
    text + &spaces(at.indent) + close
}
