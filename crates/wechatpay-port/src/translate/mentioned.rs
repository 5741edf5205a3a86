//! The names in a piece of Rust, found without laying it out.

use std::collections::HashSet;

use crate::code::{Block, Code, Json, Kind, Link, Statement};

/// The names in a text of Rust.
pub(super) fn of_text(text: &str) -> HashSet<&str> {
    let mut names = HashSet::new();
    in_text(text, &mut |name| _ = names.insert(name));
    names
}

/// Whether a name is in a block.
pub(super) fn mentions(block: &Block, name: &str) -> bool {
    let mut is_there = false;
    in_block(block, &mut |found| is_there |= found == name);
    is_there
}

/// Calls `found` with each name in a text of Rust, outside of comments, and of literals but for formats.
pub(super) fn in_text<'a>(text: &'a str, found: &mut impl FnMut(&'a str)) {
    let bytes = text.as_bytes();
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += text[at..].find('\n').unwrap_or(text.len() - at);
            }
            b'"' => {
                at += 1;
                while at < bytes.len() && bytes[at] != b'"' {
                    match bytes[at] {
                        b'\\' => at += 2,
                        b'{' => {
                            let start = at + 1;
                            let mut end = start;
                            while end < bytes.len() && is_word(bytes[end]) {
                                end += 1;
                            }
                            if end > start && matches!(bytes.get(end), Some(b'}' | b':')) {
                                found(&text[start..end]);
                            }
                            at = end.max(at + 1);
                        }
                        _ => at += 1,
                    }
                }
                at += 1;
            }
            byte if is_word(byte) => {
                let start = at;
                while at < bytes.len() && is_word(bytes[at]) {
                    at += 1;
                }
                if start == 0 || bytes[start - 1] != b'.' || start >= 2 && bytes[start - 2] == b'.'
                {
                    found(&text[start..at]);
                }
            }
            _ => at += 1,
        }
    }
}

pub(super) fn in_block<'a>(block: &'a Block, found: &mut impl FnMut(&'a str)) {
    block.statements.iter().for_each(|statement| in_statement(statement, found));
}

pub(super) fn in_statement<'a>(statement: &'a Statement, found: &mut impl FnMut(&'a str)) {
    match &statement.kind {
        Kind::Let(pattern, value) => {
            in_text(pattern, found);
            value.iter().for_each(|value| in_code(value, found));
        }
        Kind::Assign(target, _, value) => {
            in_code(target, found);
            in_code(value, found);
        }
        Kind::Do(code) | Kind::Tail(code) => in_code(code, found),
        Kind::Nothing => {}
    }
}

pub(super) fn in_code<'a>(code: &'a Code, found: &mut impl FnMut(&'a str)) {
    match code {
        Code::Text(text) => in_text(text, found),
        Code::Chain(root, links) => {
            in_code(root, found);
            for link in links {
                match link {
                    Link::Method(_, arguments) => {
                        arguments.iter().for_each(|argument| in_code(argument, found));
                    }
                    Link::Index(index) => in_code(index, found),
                    Link::Field(_) | Link::Await | Link::Try => {}
                }
            }
        }
        Code::Call(name, arguments) => {
            in_text(name, found);
            arguments.iter().for_each(|argument| in_code(argument, found));
        }
        Code::Json(json) => in_json(json, found),
        Code::Closure(head, body) => {
            in_text(head, found);
            in_code(body, found);
        }
        Code::Block(head, block) => {
            in_text(head, found);
            in_block(block, found);
        }
        Code::If(branches, otherwise) => {
            for (condition, block) in branches {
                in_code(condition, found);
                in_block(block, found);
            }
            otherwise.iter().for_each(|block| in_block(block, found));
        }
        Code::Match(subject, arms) => {
            in_code(subject, found);
            for (pattern, code) in arms {
                in_text(pattern, found);
                in_code(code, found);
            }
        }
        Code::List(open, items, _) => {
            in_text(open, found);
            items.iter().for_each(|item| in_code(item, found));
        }
        Code::Prefix(prefix, inner) => {
            in_text(prefix, found);
            in_code(inner, found);
        }
        Code::Binary(left, _, right) => {
            in_code(left, found);
            in_code(right, found);
        }
        Code::Struct(name, fields) => {
            in_text(name, found);
            for (field, value) in fields {
                in_text(field, found);
                in_code(value, found);
            }
        }
    }
}

fn in_json<'a>(json: &'a Json, found: &mut impl FnMut(&'a str)) {
    match json {
        Json::Literal(text) => in_text(text, found),
        Json::Code(code) => in_code(code, found),
        Json::List(entries) | Json::Map(entries) => {
            for entry in &entries.entries {
                entry.key.iter().for_each(|key| in_text(key, found));
                in_json(&entry.value, found);
            }
        }
    }
}
