//! XML of APIv2 for a terminal: a line for each element.

use serde_json::Value;

use super::terminal::harmless_line;

/// Of what was read.
pub(crate) fn indented(fields: &Value) -> String {
    let mut shown = "<xml>\n".to_owned();
    children(fields, 1, &mut shown);
    shown + "</xml>\n"
}

fn children(fields: &Value, depth: usize, shown: &mut String) {
    for (name, value) in fields.as_object().into_iter().flatten() {
        match value {
            Value::Array(items) => {
                items.iter().for_each(|item| element(name, item, depth, shown));
            }
            one => element(name, one, depth, shown),
        }
    }
}

fn element(name: &str, value: &Value, depth: usize, shown: &mut String) {
    let indent = "  ".repeat(depth);
    let name = harmless_line(name);
    *shown += &match value.as_str() {
        Some(text) => format!("{indent}<{name}>{}</{name}>\n", harmless_line(text)),
        None => {
            let mut inner = String::new();
            children(value, depth + 1, &mut inner);
            format!("{indent}<{name}>\n{inner}{indent}</{name}>\n")
        }
    };
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_element_has_a_line() {
        let fields = json!({"code": "SUCCESS", "text": "a\u{9b}2J\n", "item": [{"n": "1"}, "2"]});
        assert_eq!(
            indented(&fields),
            "<xml>\n  <code>SUCCESS</code>\n  <text>a\\u009b2J\\u000a</text>\n  <item>\n    <n>1</n>\n  \
             </item>\n  <item>2</item>\n</xml>\n"
        );
    }
}
