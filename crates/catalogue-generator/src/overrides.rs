//! The known slips of the documents: `overrides.txt`, applied to what the other files say.
//!
//! ```text
//! POST v3/webizpay/bill/proof
//!   rename response updated_time update_time
//!   why Everywhere else the pair is `create_time` and `update_time`.
//!   zh 其他接口均为 `create_time` 与 `update_time`。
//! ```
//!
//! An endpoint, what is known of it, and the reason in English and in Chinese, which must be there.
//! What is known is one or more of
//!
//! - `rename SECTION FIELD NAME`: the field is documented under a wrong name. SECTION is `query`,
//!   `body` or `response`, FIELD is dotted;
//! - `field SECTION FIELD`: the field looks wrong, and stays;
//! - `instead METHOD`: somebody uses this method, which is not documented;
//! - `variable NAME`: this variable of the path is left out or misnamed in the documents' samples;
//! - `same PATH`: another endpoint of this method, which a path with values can't tell from this one;
//! - `add`: it is not documented. Its facts follow, as in the other files;
//! - `absent`: it is in other lists, and left out here.
//!
//! What does not fit the other files, say because the documents were mended, is an error.

use std::fmt::Write;

use crate::{Catalogue, Endpoint, Field};

/// A slip, for those who look the endpoint up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    /// The endpoint's.
    pub method: String,
    /// The endpoint's.
    pub path: String,
    /// The reason in English.
    pub why: String,
    /// The reason in Chinese.
    pub zh: String,
}

/// An override as it is written: its lines without what is above.
#[derive(Default)]
struct Override {
    note: Note,
    changes: Vec<(usize, String)>,
    /// Of an endpoint that is added, its text.
    facts: Option<String>,
}

/// Applies the overrides of this text, and returns the reason of each.
///
/// # Errors
///
/// The first line that is not understood, lacks a reason, or matches nothing, by its number.
pub fn apply(catalogue: &mut Catalogue, text: &str) -> Result<Vec<Note>, String> {
    let mut notes: Vec<Note> = Vec::new();
    for (line, one) in parse(text)? {
        let name = format!("{} {}", one.note.method, one.note.path);
        let at = |line: usize, error: &str| format!("line {line}: {name}: {error}");
        if one.note.why.is_empty() || one.note.zh.is_empty() {
            return Err(at(line, "the reason is missing: add a line `why …` and a line `zh …`"));
        }
        if one.changes.is_empty() {
            return Err(at(line, "nothing is said of it: add a line such as `rename …`"));
        }
        if notes.iter().any(|note| (&note.method, &note.path) == (&one.note.method, &one.note.path))
        {
            return Err(at(line, "it is here twice"));
        }
        for (line, change) in &one.changes {
            one.change(catalogue, change).map_err(|error| at(*line, &error))?;
        }
        notes.push(one.note);
    }
    Ok(notes)
}

fn parse(text: &str) -> Result<Vec<(usize, Override)>, String> {
    let mut all: Vec<(usize, Override)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        if !line.starts_with(' ') {
            let (method, path) = line.split_once(' ').unwrap_or((line, ""));
            let [method, path] = [method, path].map(str::to_owned);
            let note = Note { method, path, ..Note::default() };
            all.push((number, Override { note, ..Override::default() }));
            continue;
        }
        let Some((_, one)) = all.last_mut() else {
            return Err(format!("line {number}: no endpoint before it: {trimmed}"));
        };
        match trimmed.split_once(' ') {
            Some(("why", why)) => why.clone_into(&mut one.note.why),
            Some(("zh", zh)) => zh.clone_into(&mut one.note.zh),
            _ => match &mut one.facts {
                // A `String` takes all that is written.
                Some(facts) => drop(writeln!(facts, "{line}")),
                None => {
                    one.changes.push((number, trimmed.to_owned()));
                    if trimmed == "add" {
                        let head = format!("{} {}\n", one.note.method, one.note.path);
                        one.facts = Some(head);
                    }
                }
            },
        }
    }
    Ok(all)
}

impl Override {
    fn change(&self, catalogue: &mut Catalogue, change: &str) -> Result<(), String> {
        let (method, path) = (&self.note.method, &self.note.path);
        let has = |catalogue: &Catalogue, method: &str, path: &str| {
            catalogue.endpoints.iter().any(|one| one.method == method && one.path == path)
        };
        let words: Vec<&str> = change.split(' ').collect();
        match words[..] {
            ["add"] if has(catalogue, method, path) => Err("it is documented now".into()),
            ["add"] => self.add(catalogue),
            ["absent"] if has(catalogue, method, path) => Err("it is documented now".into()),
            ["absent"] => Ok(()),
            ["instead", other] if has(catalogue, other, path) => {
                Err(format!("`{other}` is documented, too"))
            }
            ["same", other] if !has(catalogue, method, other) => {
                Err(format!("`{method} {other}` is not documented"))
            }
            _ => {
                let mut endpoints = catalogue.endpoints.iter_mut();
                let found = endpoints.find(|one| one.method == *method && one.path == *path);
                let endpoint = found.ok_or("it is not documented")?;
                match words[..] {
                    ["instead" | "same", _] => Ok(()),
                    ["variable", name] if path.contains(&format!("{{{name}}}")) => Ok(()),
                    ["variable", name] => Err(format!("the path has no variable `{name}`")),
                    ["field", section, field] => find(endpoint, section, field).map(|_| ()),
                    ["rename", section, field, name] => {
                        let last = field.rsplit('.').next().unwrap_or(field);
                        let new = format!("{}{name}", &field[..field.len() - last.len()]);
                        if find(endpoint, section, &new).is_ok() {
                            return Err(format!("{section} has `{new}` already"));
                        }
                        name.clone_into(&mut find(endpoint, section, field)?.name);
                        Ok(())
                    }
                    _ => Err(format!("not an override: {change}")),
                }
            }
        }
    }

    /// Where the order of the paths puts it, and before APIv2's.
    fn add(&self, catalogue: &mut Catalogue) -> Result<(), String> {
        let mut added = Catalogue::default();
        added.read(self.facts.as_deref().unwrap_or_default())?;
        let place = |one: &Endpoint| one.path > self.note.path || one.path.starts_with("v2/");
        let at = catalogue.endpoints.iter().position(place).unwrap_or(catalogue.endpoints.len());
        catalogue.endpoints.splice(at..at, added.endpoints);
        Ok(())
    }
}

/// The field of this dotted name.
fn find<'a>(
    endpoint: &'a mut Endpoint,
    section: &str,
    dotted: &str,
) -> Result<&'a mut Field, String> {
    let mut fields = match section {
        "query" => &mut endpoint.query,
        "body" => &mut endpoint.body,
        "response" => &mut endpoint.response,
        _ => return Err(format!("`{section}` is not query, body or response")),
    };
    let absent = || format!("{section} has no field `{dotted}`");
    let (around, name) = dotted.rsplit_once('.').unwrap_or(("", dotted));
    for name in around.split('.').filter(|name| !name.is_empty()) {
        let inner = fields.iter_mut().find(|field| field.name == name);
        fields = &mut inner.ok_or_else(absent)?.fields;
    }
    fields.iter_mut().find(|field| field.name == name).ok_or_else(absent)
}
