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
        Code::Prefix("&", inner) => alone && matches!(**inner, Code::Json(..) | Code::Call(..) | Code::List(..)),
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
    let stays = fits(first, at) && (matches!(last, Code::Json(..)) || fits(rest, At { column: 0, ..at }));
    stays.then_some(whole)
}

fn is_format(name: &str) -> bool {
    matches!(name, "println!" | "format!" | "eprintln!" | "panic!")
}

/// The format on a line of its own, then the values on as few lines as they need.
fn write_format(arguments: &[Code], at: At) -> String {
    let indent = at.indent + STEP;
    let mut text = String::from("\n");
    let mut column = 0;
    for (place, argument) in arguments.iter().enumerate() {
        let last = place + 1 == arguments.len();
        let written = argument.write(At::line(indent, 1));
        if place <= 1 {
            text.push_str(&spaces(indent));
            column = indent;
        } else if column + 1 + width(&written) + usize::from(!last) > super::WIDTH || written.contains('\n') {
            text.push_str(&format!("\n{}", spaces(indent)));
            column = indent;
        } else {
            text.push(' ');
            column += 1;
        }
        text.push_str(&written);
        column += width(&written);
        if !last {
            text.push(',');
            column += 1;
        }
        if place == 0 {
            text.push('\n');
        }
    }
    if arguments.len() > 1 {
        text.push('\n');
    }
    format!("{text}{}", spaces(at.indent))
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
