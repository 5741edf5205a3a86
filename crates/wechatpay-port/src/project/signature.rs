//! The functions of a written module, read from its text.

/// A function that a test can call.
#[derive(Debug, PartialEq)]
pub(super) struct Signature {
    /// The struct whose method it is.
    pub(super) owner: Option<String>,
    pub(super) name: String,
    pub(super) is_async: bool,
    /// Whether it is called on a value.
    pub(super) has_self: bool,
    /// Whether it returns a `Result`.
    pub(super) may_fail: bool,
    /// Names and types, without `self`.
    pub(super) params: Vec<(String, String)>,
}

/// The public functions of a formatted module.
pub(super) fn signatures(rust: &str) -> Vec<Signature> {
    let mut found = Vec::new();
    let mut owner = None;
    let mut lines = rust.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("impl ").and_then(|rest| rest.strip_suffix(" {")) {
            owner = Some(name.to_owned());
        } else if line == "}" {
            owner = None;
        }
        let text = line.trim_start();
        let Some(rest) = text.strip_prefix("pub ") else { continue };
        let (is_async, rest) = match rest.strip_prefix("async ") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let Some(rest) = rest.strip_prefix("fn ") else { continue };
        let mut whole = rest.to_owned();
        while !whole.trim_end().ends_with('{') {
            let Some(line) = lines.next() else { break };
            whole += line.trim_start();
        }
        found.extend(signature(owner.clone(), is_async, &whole));
    }
    found
}

fn signature(owner: Option<String>, is_async: bool, text: &str) -> Option<Signature> {
    let (name, rest) = text.split_once('(')?;
    let (name, _) = name.split_once('<').unwrap_or((name, ""));
    let (mut params, mut has_self) = (Vec::new(), false);
    for param in split(rest) {
        match param.split_once(':') {
            Some((name, type_)) => params.push((name.trim().to_owned(), type_.trim().to_owned())),
            None => has_self |= param.trim().ends_with("self"),
        }
    }
    let may_fail = text.contains(") -> Result<");
    Some(Signature { owner, name: name.to_owned(), is_async, has_self, may_fail, params })
}

/// The parameters, up to the parenthesis that closes them.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, character) in text.char_indices() {
        match character {
            '(' | '<' | '[' => depth += 1,
            ')' if depth == 0 => {
                parts.push(&text[start..at]);
                break;
            }
            ')' | '>' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_rustfmt_writes() {
        let rust = "impl Service {\n    pub fn new(client: Client) -> Self {\n        Self { client }\n    }\n\n\
                    \x20   pub async fn query(\n        &self,\n        no: &str,\n        map: HashMap<String, Value>,\n    ) \
                    -> Result<Value, Error> {\n    }\n    fn private(&self) {}\n}\n\npub fn run(client: &Client) -> Result<(), Error> {\n}\n";
        let found = signatures(rust);
        let names: Vec<_> = found
            .iter()
            .map(|one| (one.owner.as_deref(), one.name.as_str(), one.is_async, one.has_self))
            .collect();
        assert_eq!(
            names,
            [
                (Some("Service"), "new", false, false),
                (Some("Service"), "query", true, true),
                (None, "run", false, false),
            ]
        );
        assert_eq!(found[1].params[0], ("no".to_owned(), "&str".to_owned()));
        assert!(!found[0].may_fail && found[1].may_fail);
        assert_eq!(found[1].params[1].1, "HashMap<String, Value>");
    }
}
