//! What is inside `json!`, which rustfmt leaves as it is: laid out as PHP has it.

use super::{At, STEP, spaces, width};
use crate::code::{Entries, Entry, Json};

impl Json {
    pub(crate) fn flat(&self) -> Option<String> {
        match self {
            Self::Literal(text) => Some(text.clone()),
            Self::Code(code) => code.flat(),
            Self::List(entries) => Some(format!("[{}]", flat(entries)?)),
            Self::Map(entries) => Some(format!("{{{}}}", flat(entries)?)),
        }
    }

    pub(crate) fn write(&self, at: At) -> String {
        if let Some(flat) = self.flat()
            && width(&flat) <= at.room()
        {
            return flat;
        }
        match self {
            Self::Literal(text) => text.clone(),
            Self::Code(code) => code.write(at),
            Self::List(entries) => write(entries, at, "[", "]"),
            Self::Map(entries) => write(entries, at, "{", "}"),
        }
    }
}

fn flat(entries: &Entries) -> Option<String> {
    let no_comments = entries.opening.is_none() && entries.closing.is_empty();
    if !no_comments || entries.broken && !entries.entries.is_empty() {
        return None;
    }
    let entries = entries.entries.iter().map(flat_entry).collect::<Option<Vec<_>>>()?;
    Some(entries.join(", "))
}

fn flat_entry(entry: &Entry) -> Option<String> {
    if !entry.before.is_empty() || entry.behind.is_some() {
        return None;
    }
    let value = entry.value.flat()?;
    Some(entry.key.as_ref().map_or_else(|| value.clone(), |key| format!("{key}: {value}")))
}

fn write(entries: &Entries, at: At, open: &str, close: &str) -> String {
    let indent = at.indent + STEP;
    let mut text = open.to_owned();
    if let Some(comment) = &entries.opening {
        text.push_str(&format!(" // {comment}"));
    }
    text.push('\n');
    for entry in &entries.entries {
        for comment in &entry.before {
            push_comment(&mut text, comment, indent);
        }
        text.push_str(&spaces(indent));
        let mut column = indent;
        if let Some(key) = &entry.key {
            text.push_str(key);
            text.push_str(": ");
            column += width(key) + 2;
        }
        text.push_str(&entry.value.write(At { indent, column, after: 1 }));
        text.push(',');
        if let Some(comment) = &entry.behind {
            text.push_str(&format!(" // {comment}"));
        }
        text.push('\n');
    }
    for comment in &entries.closing {
        push_comment(&mut text, comment, indent);
    }
    text + &spaces(at.indent) + close
}

fn push_comment(text: &mut String, comment: &str, indent: usize) {
    let line = format!("{}// {comment}", spaces(indent));
    text.push_str(line.trim_end());
    text.push('\n');
}
