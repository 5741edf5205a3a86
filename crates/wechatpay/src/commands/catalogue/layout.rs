//! Values as literals of a programming language, on as few lines as are readable.

use super::sample::Sample;

/// Longer ones are broken into lines.
const COLUMNS: usize = 72;

/// How a language writes a value.
pub(super) struct Syntax {
    pub(super) object: [&'static str; 2],
    /// What an object without fields is.
    pub(super) nothing: &'static str,
    pub(super) arrow: &'static str,
    pub(super) text: fn(&str) -> String,
    /// Before and behind the plain text.
    pub(super) encrypted: [&'static str; 2],
    /// Before and behind the JSON that becomes a string.
    pub(super) json: [&'static str; 2],
    pub(super) file_name: &'static str,
    pub(super) file_hash: &'static str,
    /// Whether a comma ends the last line.
    pub(super) last_comma: bool,
}

impl Syntax {
    /// A value whose first line begins after `used` columns, and whose other lines are indented.
    pub(super) fn write(&self, value: &Sample, indent: usize, used: usize) -> String {
        let on_one = self.line(value);
        if used + on_one.chars().count() <= COLUMNS {
            return on_one;
        }
        let inside = indent + 4;
        match value {
            Sample::Object(fields) if !fields.is_empty() => {
                let line = |(name, value): &(String, Sample)| {
                    let key = format!("{}{}", (self.text)(name), self.arrow);
                    let value = self.write(value, inside, inside + key.chars().count() + 1);
                    format!("{key}{value}")
                };
                self.block(self.object, fields.iter().map(line), indent)
            }
            Sample::List(items) if !items.is_empty() => {
                let items = items.iter().map(|item| self.write(item, inside, inside + 1));
                self.block(["[", "]"], items, indent)
            }
            Sample::Json(value) => {
                let [before, after] = self.json;
                format!("{before}{}{after}", self.write(value, indent, used + before.len()))
            }
            _ => on_one,
        }
    }

    fn block(
        &self,
        [open, close]: [&str; 2],
        lines: impl Iterator<Item = String>,
        indent: usize,
    ) -> String {
        let (outer, inner) = (" ".repeat(indent), " ".repeat(indent + 4));
        let lines: Vec<_> = lines.map(|line| format!("{inner}{line}")).collect();
        let last = if self.last_comma { "," } else { "" };
        format!("{open}\n{}{last}\n{outer}{close}", lines.join(",\n"))
    }

    fn line(&self, value: &Sample) -> String {
        let wrapped = |[before, after]: [&str; 2], value: &str| format!("{before}{value}{after}");
        match value {
            Sample::Text(text) => (self.text)(text),
            Sample::Number(number) => number.to_string(),
            Sample::Boolean(is) => is.to_string(),
            Sample::Object(fields) if fields.is_empty() => self.nothing.to_owned(),
            Sample::Object(fields) => {
                let field = |(name, value): &(String, Sample)| {
                    format!("{}{}{}", (self.text)(name), self.arrow, self.line(value))
                };
                wrapped(self.object, &fields.iter().map(field).collect::<Vec<_>>().join(", "))
            }
            Sample::List(items) => {
                let items: Vec<_> = items.iter().map(|item| self.line(item)).collect();
                wrapped(["[", "]"], &items.join(", "))
            }
            Sample::Encrypted(text) => wrapped(self.encrypted, &(self.text)(text)),
            Sample::Json(inside) => wrapped(self.json, &self.line(inside)),
            Sample::FileName => self.file_name.to_owned(),
            Sample::FileHash => self.file_hash.to_owned(),
        }
    }
}

/// A path as properties: a variable as `_name_`, a hyphen as a capital.
pub(super) fn properties(path: &str) -> String {
    let property = |segment: &str| match segment.strip_prefix('{') {
        Some(name) => format!("->_{}_", name.trim_end_matches('}')),
        // With a query.
        None if segment.contains('?') => format!("->{segment:?}"),
        None => {
            let mut words = segment.split('-');
            let first = words.next().unwrap_or_default().to_owned();
            let capital = |word: &str| word[..1].to_ascii_uppercase() + &word[1..];
            format!("->{}", words.fold(first, |name, word| name + &capital(word)))
        }
    };
    path.split('/').map(property).collect()
}
