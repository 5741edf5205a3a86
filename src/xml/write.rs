//! Writes XML as PHP's `Transformer` does it.

use std::fmt::Write;

use serde_json::Value;

use super::read::is_character;
use crate::error::{Error, one_line};
use crate::json_value::plain_number;
use crate::language::say;

/// `<xml>…</xml>` from an object or a list.
pub(crate) fn write(value: &Value) -> Result<String, Error> {
    let mut out = String::with_capacity(512);
    out.push_str("<xml>");
    content(value, &mut out)?;
    out.push_str("</xml>");
    Ok(out)
}

fn content(value: &Value, out: &mut String) -> Result<(), Error> {
    match value {
        Value::Null | Value::Bool(false) => {}
        Value::Bool(true) => out.push('1'),
        Value::Number(number) => out.push_str(&plain_number(number)),
        Value::String(value) => text(value, out)?,
        Value::Array(items) => items.iter().try_for_each(|item| element("item", item, out))?,
        Value::Object(fields) => {
            for (name, value) in fields {
                let name = if is_name(name) { name } else { "item" };
                element(name, value, out)?;
            }
        }
    }
    Ok(())
}

fn element(name: &str, value: &Value, out: &mut String) -> Result<(), Error> {
    // Writing to a string does not fail.
    let _ = write!(out, "<{name}>");
    content(value, out)?;
    let _ = write!(out, "</{name}>");
    Ok(())
}

fn text(text: &str, out: &mut String) -> Result<(), Error> {
    if let Some(character) = text.chars().find(|character| !is_character(*character)) {
        let shown = one_line(&character.to_string(), 10);
        return Err(Error::options(say!(
            "a value has the character `{shown}`, which XML can't represent: remove it",
            "某个值含有 XML 无法表示的字符 `{shown}`：请去掉它"
        )));
    }
    // A parser reads a bare carriage return as a line feed, also within CDATA: then the signature
    // would be over another text.
    if text.contains('\r') {
        for character in text.chars() {
            match character {
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '&' => out.push_str("&amp;"),
                '\r' => out.push_str("&#13;"),
                other => out.push(other),
            }
        }
    } else if text.contains(['<', '>', '&', '"']) {
        // CDATA ends at its first `]]>`, so a text that has one is written as two.
        let _ = write!(out, "<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"));
    } else {
        out.push_str(text);
    }
    Ok(())
}

/// Whether it can name an element, by PHP's rule.
pub(crate) fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    let is_first = characters.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    is_first && characters.all(|c| c.is_alphabetic() || c.is_ascii_digit() || "._:-".contains(c))
}
