//! Reads XML, by quick-xml, within bounds.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind, one_line};
use crate::language::{Text, say};

/// Larger than any message of APIv2, in bytes. Bills are not XML.
const MAX_SIZE: usize = 4 * 1024 * 1024;
const MAX_ELEMENTS: usize = 10_000;
const MAX_DEPTH: usize = 32;

/// An element that has not ended.
struct Open {
    name: String,
    text: String,
    children: Map<String, Value>,
}

impl Open {
    /// Its text, or its children if it has any.
    fn value(self) -> Value {
        if self.children.is_empty() { Value::String(self.text) } else { self.children.into() }
    }
}

/// The children of the outermost element, whatever its name.
///
/// # Errors
///
/// Decode, of anything but one well-formed element without a document type.
pub(crate) fn read(xml: &[u8]) -> Result<Map<String, Value>, Error> {
    if xml.len() > MAX_SIZE {
        let size = xml.len();
        return Err(unreadable(say!(
            "it has {size} bytes, and at most {MAX_SIZE} are read",
            "共 {size} 字节，最多只读 {MAX_SIZE} 字节"
        )));
    }
    let text = std::str::from_utf8(xml)
        .map_err(|_| unreadable(say!("it is not UTF-8", "它不是 UTF-8 编码")))?;
    let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut open: Vec<Open> = Vec::new();
    let mut elements = 0_usize;
    loop {
        let event = reader.read_event().map_err(|error| {
            let reason = one_line(&error.to_string(), 200);
            unreadable(say!("it is not well-formed: {reason}", "它不是格式良好的 XML：{reason}"))
        })?;
        match event {
            Event::Start(start) => {
                count(&mut elements, open.len())?;
                open.push(element(&start)?);
            }
            Event::Empty(start) => {
                count(&mut elements, open.len())?;
                let element = element(&start)?;
                if let Some(children) = close(element, &mut open) {
                    return whole(&mut reader, children);
                }
            }
            Event::End(_) => {
                let Some(element) = open.pop() else { return Err(unfinished()) };
                if let Some(children) = close(element, &mut open) {
                    return whole(&mut reader, children);
                }
            }
            Event::Text(text) => {
                let text = text.xml10_content().map_err(|_| unfinished())?;
                add(&mut open, &text)?;
            }
            Event::CData(text) => {
                let text = text.xml10_content().map_err(|_| unfinished())?;
                add(&mut open, &text)?;
            }
            Event::GeneralRef(reference) => add(&mut open, &resolved(&reference)?)?,
            Event::DocType(_) => {
                return Err(unreadable(say!(
                    "it has a document type, which may define entities and is never read",
                    "它含有 DOCTYPE（可定义实体），一律不读取"
                )));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => return Err(unfinished()),
        }
    }
}

fn count(elements: &mut usize, depth: usize) -> Result<(), Error> {
    *elements += 1;
    if *elements > MAX_ELEMENTS || depth >= MAX_DEPTH {
        return Err(unreadable(say!(
            "it has more than {MAX_ELEMENTS} elements or {MAX_DEPTH} levels",
            "它的元素超过 {MAX_ELEMENTS} 个，或嵌套超过 {MAX_DEPTH} 层"
        )));
    }
    Ok(())
}

fn element(start: &BytesStart<'_>) -> Result<Open, Error> {
    let name = std::str::from_utf8(start.name().into_inner()).map_err(|_| unfinished())?;
    Ok(Open { name: name.to_owned(), text: String::new(), children: Map::new() })
}

/// Puts a finished element into its parent. Returns the children of the outermost one.
fn close(element: Open, open: &mut [Open]) -> Option<Map<String, Value>> {
    let Some(parent) = open.last_mut() else { return Some(element.children) };
    let name = element.name.clone();
    let value = element.value();
    match parent.children.get_mut(&name) {
        None => drop(parent.children.insert(name, value)),
        Some(Value::Array(list)) => list.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
    None
}

/// Behind the outermost element there may be white space and comments.
fn whole(
    reader: &mut Reader<&[u8]>,
    children: Map<String, Value>,
) -> Result<Map<String, Value>, Error> {
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return Ok(children),
            Ok(Event::Comment(_) | Event::PI(_)) => {}
            Ok(Event::Text(text)) if text.iter().all(u8::is_ascii_whitespace) => {}
            _ => {
                return Err(unreadable(say!(
                    "something follows its outermost element",
                    "最外层元素之后还有内容"
                )));
            }
        }
    }
}

/// Text, without characters that XML forbids, which PHP drops as well.
fn add(open: &mut [Open], text: &str) -> Result<(), Error> {
    match open.last_mut() {
        Some(element) => element.text.extend(text.chars().filter(|c| is_character(*c))),
        None if text.trim_ascii().is_empty() => {}
        None => {
            return Err(unreadable(say!("it does not begin with an element", "它不以元素开头")));
        }
    }
    Ok(())
}

fn resolved(reference: &BytesRef<'_>) -> Result<String, Error> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Ok(character.to_string());
    }
    let name = reference.decode().map_err(|_| unfinished())?;
    let own = match &*name {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        _ => {
            let name = one_line(&name, 40);
            return Err(unreadable(say!(
                "`&{name};` is not one of XML's own entities",
                "`&{name};` 不是 XML 自带的实体"
            )));
        }
    };
    Ok(own.to_owned())
}

/// The characters of XML 1.0, section 2.2.
pub(super) fn is_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

fn unfinished() -> Error {
    unreadable(say!("it is cut off, or not XML", "它不完整，或不是 XML"))
}

fn unreadable(reason: Text) -> Error {
    Error::new(
        ErrorKind::Decode,
        say!("the XML can't be read: {reason}", "无法读取 XML：{reason}"; reason),
    )
}
