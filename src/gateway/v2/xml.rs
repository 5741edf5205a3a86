//! XML of one level, as APIv2 has it.

use std::fmt::Write;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::gateway::diagnosis::form;
use crate::language::{Text, say};

/// Names and texts, in their order.
pub(in crate::gateway) type Fields = Vec<(String, String)>;

/// The elements within the outermost one, or what is wrong.
pub(in crate::gateway) fn read(body: &[u8]) -> Result<Fields, Text> {
    let text = std::str::from_utf8(body).map_err(|_| say!("it is not UTF-8", "不是 UTF-8"))?;
    let mut reader = Reader::from_str(text);
    let (mut fields, mut open): (Fields, usize) = (Vec::new(), 0);
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('{') {
        return Err(say!("it is JSON: send XML", "是 JSON，请发送 XML"));
    }
    if !start.starts_with('<') {
        return Err(if form::is_one(start.as_bytes()) {
            say!("it is a form (`a=1&b=2`): send XML", "是表单（`a=1&b=2`），请发送 XML")
        } else {
            say!("it does not begin with `<`", "没有以 `<` 开头")
        });
    }
    loop {
        match reader.read_event() {
            Err(error) => return Err(say!("it is not well-formed: {error}", "格式不良：{error}")),
            Ok(Event::Eof) => return Err(say!("it is cut off", "不完整")),
            Ok(Event::DocType(_)) => {
                return Err(say!(
                    "it has a document type: leave that out",
                    "含有文档类型声明，请去掉"
                ));
            }
            Ok(Event::Start(start)) => {
                open += 1;
                if open > 2 {
                    return Err(say!(
                        "an element has elements of its own: send texts only",
                        "元素中还有元素，请只发送文本"
                    ));
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
            Ok(Event::Empty(_)) => return Err(say!("it has no fields", "没有字段")),
            Ok(Event::End(_)) => {
                open -= 1;
                if open == 0 {
                    return Ok(fields);
                }
            }
            Ok(Event::Text(text)) if text.windows(3).any(|three| three == b"]]>") => {
                return Err(say!(
                    "`]]>` is in a text: within CDATA, write it as `]]]]><![CDATA[>`, or leave it out",
                    "文本中含有 `]]>`，请在 CDATA 中写成 `]]]]><![CDATA[>`，或者去掉"
                ));
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
                    _ => {
                        return Err(say!(
                            "it has an entity that is not XML's own",
                            "含有 XML 自身没有的实体"
                        ));
                    }
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
