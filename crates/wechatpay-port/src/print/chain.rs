//! Chains of methods: on one line, with the last call over several lines, or a line for each call.

use super::{At, CHAIN, STEP, first_line, lines, list, spaces, width};
use crate::code::{Code, Link};

/// A call or field with the `?` behind it.
struct Part<'a> {
    link: &'a Link,
    tries: usize,
}

pub(super) fn flat(root: &Code, links: &[Link]) -> Option<String> {
    let mut text = root.flat()?;
    for link in links {
        text.push_str(&flat_link(link)?);
    }
    Some(text)
}

fn flat_link(link: &Link) -> Option<String> {
    Some(match link {
        Link::Method(name, arguments) => format!(".{name}({})", list::flat(arguments)?),
        Link::Field(name) => format!(".{name}"),
        Link::Index(index) => format!("[{}]", index.flat()?),
        Link::Await => ".await".to_owned(),
        Link::Try => "?".to_owned(),
    })
}

fn flat_part(part: &Part<'_>) -> Option<String> {
    Some(flat_link(part.link)? + &"?".repeat(part.tries))
}

pub(super) fn write(root: &Code, links: &[Link], at: At) -> String {
    // What is before an index, and `?` behind the root, belong to the root.
    let inner =
        links.iter().rposition(|link| matches!(link, Link::Index(_))).map_or(0, |last| last + 1);
    let inner = inner + links[inner..].iter().take_while(|link| matches!(link, Link::Try)).count();
    let mut root_text = if inner == 0 {
        root.write(At { after: 0, ..at })
    } else {
        match flat(root, &links[..inner]) {
            Some(text) if links.len() > inner || width(&text) <= at.room() => text,
            _ => written_plainly(root, &links[..inner], at),
        }
    };
    let parts = parts(&links[inner..]);
    if parts.is_empty() {
        return root_text;
    }
    let flat_parts: Option<Vec<String>> = parts.iter().map(flat_part).collect();
    // rustfmt counts the last `?` three times for the width, twice for a chain.
    let tries = parts.last().map_or(0, |last| last.tries);
    let limit = if parts.len() == 1 { at.room() } else { at.room().min(CHAIN + 1) };
    if let Some(texts) = &flat_parts
        && !root_text.contains('\n')
    {
        let total =
            width(&root_text) + 2 * tries + texts.iter().map(|text| width(text)).sum::<usize>();
        // The arguments of a call have their own limit.
        let written = written_plainly_parts(&root_text, &parts, at);
        if total <= limit && !written.contains('\n') {
            return written;
        }
    }
    let (last, others) = parts.split_last().expect("there is a part");
    let before: Option<String> =
        others.iter().map(flat_part).collect::<Option<Vec<_>>>().map(|texts| texts.concat());
    let root_is_short = width(&root_text) + at.column.saturating_sub(at.indent) <= STEP
        && !root_text.contains('\n')
        && parts.len() > 1;
    // Each on a line of its own.
    let indent = at.indent + STEP;
    let mut vertical_from = 0;
    let mut vertical_root = root_text.clone();
    if root_is_short && let Some(first) = flat_part(&parts[0]) {
        vertical_root.push_str(&first);
        vertical_from = 1;
    }
    let last_vertical = write_part(last, At::line(indent, at.after));
    if let Some(before) = before
        && !root_text.contains('\n')
    {
        let prefix = width(&root_text) + width(&before);
        if prefix + last.tries < limit {
            let overflowed =
                write_part(last, At { after: at.after + 2 * tries, ..at.moved(prefix) });
            let count = lines(&overflowed);
            let first = width(first_line(&overflowed)) + prefix + last.tries <= limit;
            if first && count > 1 && (count >= 5 || lines(&last_vertical) >= count) {
                root_text.push_str(&before);
                return root_text + &overflowed;
            }
        }
    }
    let mut text = vertical_root;
    for part in &others[vertical_from.min(others.len())..] {
        text.push_str(&format!("\n{}{}", spaces(indent), write_part(part, At::line(indent, 0))));
    }
    text + &format!("\n{}{last_vertical}", spaces(indent))
}

fn parts(links: &[Link]) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for link in links {
        match (link, parts.last_mut()) {
            (Link::Try, Some(part)) => part.tries += 1,
            _ => parts.push(Part { link, tries: 0 }),
        }
    }
    parts
}

fn write_part(part: &Part<'_>, at: At) -> String {
    let text = match part.link {
        Link::Method(name, arguments) => {
            let inside = At { after: at.after + part.tries, ..at.moved(width(name) + 2) };
            format!(".{name}({})", list::write_arguments(name, arguments, inside))
        }
        link => flat_link(link).unwrap_or_default(),
    };
    text + &"?".repeat(part.tries)
}

fn written_plainly_parts(root: &str, parts: &[Part<'_>], at: At) -> String {
    let mut text = root.to_owned();
    for part in parts {
        let here = at.moved(width(&text));
        text.push_str(&write_part(part, here));
    }
    text
}

/// One behind the other, wherever that leads.
fn written_plainly(root: &Code, links: &[Link], at: At) -> String {
    let mut text = root.write(At { after: at.after + links.len(), ..at });
    for link in links {
        let part = Part { link, tries: 0 };
        text.push_str(&match link {
            Link::Index(index) => format!("[{}]", index.write(at)),
            Link::Try => "?".to_owned(),
            _ => write_part(&part, at),
        });
    }
    text
}
