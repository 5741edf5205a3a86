//! XML of one level, as APIv2 has it.

use std::fmt::Write;

use quick_xml::Reader;
use quick_xml::events::Event;

/// Names and texts, in their order.
pub(in crate::gateway) type Fields = Vec<(String, String)>;

/// The elements within the outermost one, or what is wrong, in Chinese and English.
pub(in crate::gateway) fn read(body: &[u8]) -> Result<Fields, String> {
    let text = std::str::from_utf8(body).map_err(|_| "不是UTF-8: it is not UTF-8".to_owned())?;
    let mut reader = Reader::from_str(text);
    let (mut fields, mut open): (Fields, usize) = (Vec::new(), 0);
    let broken = |what: &str| Err(format!("不是格式良好的XML: {what}"));
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        return broken("it does not begin with `<`");
    }
    loop {
        match reader.read_event() {
            Err(error) => return broken(&format!("it is not well-formed: {error}")),
            Ok(Event::Eof) => return broken("it is cut off"),
            Ok(Event::DocType(_)) => return broken("it has a document type: leave that out"),
            Ok(Event::Start(start)) => {
                open += 1;
                if open > 2 {
                    return broken("an element has elements of its own: send texts only");
                }
                if open == 2 {
                    let name = String::from_utf8_lossy(start.name().into_inner()).into_owned();
                    fields.push((name, String::new()));
                }
            }
            Ok(Event::Empty(start)) if open == 1 => {
                let name = String::from_utf8_lossy(start.name().into_inner()).into_owned();
                fields.push((name, String::new()));
            }
            Ok(Event::Empty(_)) => return broken("it has no fields"),
            Ok(Event::End(_)) => {
                open -= 1;
                if open == 0 {
                    return Ok(fields);
                }
            }
            Ok(Event::Text(text)) if text.windows(3).any(|three| three == b"]]>") => {
                return broken(
                    "`]]>` is in a text: within CDATA, write it as `]]]]><![CDATA[>`, or leave it \
                     out",
                );
            }
            Ok(Event::Text(text)) if open == 2 => {
                add(&mut fields, &text.xml10_content().unwrap_or_default());
            }
            Ok(Event::CData(text)) if open == 2 => {
                add(&mut fields, &text.xml10_content().unwrap_or_default());
            }
            Ok(Event::GeneralRef(reference)) if open == 2 => {
                let character = reference.resolve_char_ref().ok().flatten();
                let text = match (&*reference, character) {
                    (_, Some(character)) => character.to_string(),
                    (b"lt", _) => "<".to_owned(),
                    (b"gt", _) => ">".to_owned(),
                    (b"amp", _) => "&".to_owned(),
                    (b"quot", _) => "\"".to_owned(),
                    (b"apos", _) => "'".to_owned(),
                    _ => return broken("it has an entity that is not XML's own"),
                };
                add(&mut fields, &text);
            }
            Ok(_) => {}
        }
    }
}

fn add(fields: &mut Fields, text: &str) {
    if let Some((_, value)) = fields.last_mut() {
        value.push_str(text);
    }
}

/// `<xml>…</xml>`, all texts as CDATA, as WeChat Pay writes them.
pub(in crate::gateway) fn write(fields: &[(String, String)]) -> String {
    let mut xml = "<xml>".to_owned();
    for (name, value) in fields {
        // A parser reads a CR as a LF, unless it is a reference.
        let value = value.replace("]]>", "]]]]><![CDATA[>").replace('\r', "]]>&#13;<![CDATA[");
        // Writing to a string does not fail.
        let _ = write!(xml, "<{name}><![CDATA[{value}]]></{name}>");
    }
    xml + "</xml>"
}

/// The text of a field that is not empty.
pub(in crate::gateway) fn get<'f>(fields: &'f [(String, String)], name: &str) -> Option<&'f str> {
    let value = fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    value.filter(|value| !value.is_empty())
}
