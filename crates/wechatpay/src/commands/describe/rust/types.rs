//! Structs and enums of fields.

use std::fmt::Write;

use wechatpay_chain::catalogue::{Field, Fields, Type};

use super::names::{self, Taken};
use crate::language::text;

/// rustfmt breaks lines that are longer.
const WIDEST: usize = 100;

const DERIVES: &str = "Debug, Clone, PartialEq, Serialize, Deserialize";

/// What is written so far.
pub(super) struct Types {
    text: String,
    taken: Taken,
    /// Names of the objects around a field, the outermost first: the struct of the whole, and fields.
    path: Vec<String>,
}

/// A field of a struct.
pub(super) struct Member {
    pub(super) name: String,
    /// Without `Option`.
    pub(super) kind: String,
    pub(super) is_required: bool,
    pub(super) doc: String,
}

/// Which way a value goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Sent,
    /// An enum has a variant for values that are not documented, so that a new one can be decoded.
    Received,
}

impl Types {
    pub(super) fn new() -> Self {
        // What the file imports or the prelude has.
        let taken = Taken::with(&["Serialize", "Deserialize", "Option", "Some", "String", "Vec"]);
        Self { text: String::new(), taken, path: Vec::new() }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    pub(super) fn name(&mut self, name: String) -> String {
        self.taken.unique(name)
    }

    /// The struct of these fields, and of all that is in them.
    pub(super) fn tree(&mut self, name: &str, doc: &str, fields: Fields, way: Way) {
        self.path.push(name.to_owned());
        self.fields(name, doc, fields, way);
        self.path.pop();
    }

    /// A struct, before those that its fields need.
    fn fields(&mut self, name: &str, doc: &str, fields: Fields, way: Way) {
        let before = std::mem::take(&mut self.text);
        let members = fields.iter().map(|field| self.member(field, way)).collect();
        let below = std::mem::replace(&mut self.text, before);
        self.object(name, doc, members, way == Way::Sent && has_default(fields));
        self.text += &below;
    }

    /// The name of a field's type: as much of the path to it as makes it unique.
    fn inner(&mut self, field: Field) -> String {
        let own = names::type_(field.name());
        let (root, around) = self.path.split_first().map_or(("", &[][..]), |(a, b)| (a, b));
        let longer = (0..=around.len()).rev().map(|from| around[from..].concat());
        let mut names = longer.map(|around| format!("{root}{around}{own}"));
        let free = names.find(|name| self.taken.is_free(name));
        self.taken.unique(free.unwrap_or_else(|| format!("{root}{own}")))
    }

    fn member(&mut self, field: Field, way: Way) -> Member {
        let (kind, of_json) = match field.kind() {
            Type::List(of) => (format!("Vec<{}>", self.kind(field, *of, way)), None),
            Type::String if field.is_json_encoded() && !field.fields().is_empty() => {
                let inner = self.object_of(field, way);
                ("String".to_owned(), Some(inner))
            }
            of => (self.kind(field, of, way), None),
        };
        let doc = doc(field, of_json.as_deref(), way);
        Member { name: field.name().to_owned(), kind, is_required: field.is_required(), doc }
    }

    /// The type of a value that is no list.
    fn kind(&mut self, field: Field, of: Type, way: Way) -> String {
        match of {
            Type::Object if field.fields().is_empty() => {
                "serde_json::Map<String, serde_json::Value>".to_owned()
            }
            Type::Object => self.object_of(field, way),
            Type::Number if is_fraction(field.name()) => "serde_json::Number".to_owned(),
            Type::Integer | Type::Number => "i64".to_owned(),
            Type::Boolean => "bool".to_owned(),
            Type::String if is_enum(field) => self.listed(field, way),
            _ => "String".to_owned(),
        }
    }

    fn object_of(&mut self, field: Field, way: Way) -> String {
        let name = self.inner(field);
        self.path.push(names::type_(field.name()));
        self.fields(&name, &format!("`{}`.", field.name()), field.fields(), way);
        self.path.pop();
        name
    }

    fn listed(&mut self, field: Field, way: Way) -> String {
        let name = self.inner(field);
        let mut variants = Taken::default();
        let mut lines = String::new();
        for value in field.values() {
            let variant = variants.unique(names::type_(value));
            if variant != value {
                // Writing to a `String` cannot fail, here and below.
                let _ = writeln!(lines, "    #[serde(rename = {value:?})]");
            }
            let _ = writeln!(lines, "    {variant},");
        }
        if way == Way::Received {
            let other = variants.unique("Other".to_owned());
            let doc = text("A value that is not documented.", "文档中没有的值。");
            let _ = writeln!(lines, "    /// {doc}\n    #[serde(untagged)]\n    {other}(String),");
        }
        let doc = format!("`{}`.", field.name());
        self.item(&doc, DERIVES, &format!("enum {name}"), &lines);
        name
    }

    /// A struct of these members.
    pub(super) fn object(&mut self, name: &str, doc: &str, members: Vec<Member>, is_default: bool) {
        let mut taken = Taken::default();
        let mut lines = String::new();
        for Member { name, mut kind, is_required, doc } in members {
            let field = taken.unique(names::field(&name));
            let _ = writeln!(lines, "    /// {doc}");
            if names::plain(&field) != name {
                let _ = writeln!(lines, "    #[serde(rename = {name:?})]");
            }
            if !is_required {
                lines += "    #[serde(skip_serializing_if = \"Option::is_none\")]\n";
                kind = format!("Option<{kind}>");
            }
            let is_wide = 4 + "pub : ,".len() + field.chars().count() + kind.len() > WIDEST;
            let gap = if is_wide { "\n        " } else { " " };
            let _ = writeln!(lines, "    pub {field}:{gap}{kind},");
        }
        let derives = DERIVES.replacen("Clone", "Clone, Default", usize::from(is_default));
        self.item(doc, &derives, &format!("struct {name}"), &lines);
    }

    fn item(&mut self, doc: &str, derives: &str, head: &str, lines: &str) {
        let _ = write!(self.text, "\n/// {doc}\n#[derive({derives})]\npub {head} {{\n{lines}}}\n");
    }
}

/// Many pages say number of amounts and counts, which have no fraction. What may have one keeps its
/// digits in a `serde_json::Number`.
fn is_fraction(name: &str) -> bool {
    ["rate", "ratio", "percent", "percentage", "latitude", "longitude", "score"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// A string of these values. What is encrypted, or holds JSON, has other ones.
fn is_enum(field: Field) -> bool {
    field.values().len() > 0 && !field.is_encrypted() && !field.is_json_encoded()
}

/// Whether all that is required has a default.
pub(super) fn has_default(fields: Fields) -> bool {
    fields.iter().filter(|field| field.is_required()).all(|field| match field.kind() {
        Type::String => field.is_json_encoded() || !is_enum(field),
        Type::Number => !is_fraction(field.name()),
        Type::Object => has_default(field.fields()),
        _ => true,
    })
}

fn doc(field: Field, of_json: Option<&str>, way: Way) -> String {
    let mut doc = field.kind().to_string();
    let mut mark = |mark: &str| doc.extend([text(", ", "，"), mark]);
    if field.is_required() {
        mark(text("required", "必填"));
    }
    if field.is_encrypted() {
        mark(text("encrypted: `client.sensitive()`", "加密：`client.sensitive()`"));
    }
    match of_json {
        Some(inner) if way == Way::Sent => mark(&format!(
            "{}: `serde_json::to_string(&{inner})`",
            text("JSON in a string", "JSON 字符串")
        )),
        Some(inner) => mark(&format!(
            "{}: `serde_json::from_str::<{inner}>()`",
            text("JSON in a string", "JSON 字符串")
        )),
        None if field.is_json_encoded() => mark(text("JSON in a string", "JSON 字符串")),
        None => {}
    }
    let is_text = matches!(field.kind(), Type::String | Type::List(Type::String));
    if field.values().len() > 0 && !(is_text && is_enum(field)) {
        let values: Vec<_> = field.values().map(|value| format!("`{value}`")).collect();
        doc.extend([text(": ", "："), &values.join(" | ")]);
    }
    doc
}
