//! How a word may go on: the paths of the catalogue, and an endpoint's fields as items.

use std::collections::BTreeSet;

use http::Method;
use wechatpay_chain::catalogue::{self, BodyKind, Endpoint, Field, Fields, Type};
use wechatpay_chain::template;

use crate::commands::describe::shapes::ADDED;
use crate::items::is_v2;

/// The sub-commands that take a path.
const VERBS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
const DESCRIBE: &str = "describe";

/// What the last word may become.
pub(super) fn candidates(words: &[String]) -> Vec<String> {
    let Some((current, before)) = words.split_last().filter(|(word, _)| !word.starts_with('-'))
    else {
        return Vec::new();
    };
    let is_command = |word: &String| word == DESCRIBE || VERBS.contains(&word.as_str());
    let Some(at) = before.iter().position(is_command) else {
        return Vec::new();
    };
    let (command, typed) = (before[at].as_str(), &before[at + 1..]);
    if command == DESCRIBE {
        let method = typed.iter().find_map(|word| method(word));
        let is_there = typed.iter().any(|word| word.contains('/'));
        let is_meant = |one: Endpoint| method.as_ref().is_none_or(|method| one.method() == *method);
        return if is_there { Vec::new() } else { paths(current, is_meant) };
    }
    let Some(method) = method(command) else {
        return Vec::new();
    };
    let path = typed.iter().find_map(|word| Some((word, catalogue::endpoint(&method, word)?)));
    let Some((path, endpoint)) = path else {
        return paths(current, |one| one.method() == method);
    };
    let is_new = |item: &String| {
        let name = item.trim_end_matches(['=', ':', '@']);
        // A shell may have split an item at its `=`.
        !typed.iter().any(|word| word == name || word.starts_with(item))
    };
    let items = items(path, endpoint).into_iter();
    items.filter(|item| item.starts_with(current) && is_new(item)).collect()
}

fn method(word: &str) -> Option<Method> {
    let method = Method::from_bytes(word.to_ascii_uppercase().as_bytes()).ok()?;
    VERBS.contains(&word.to_ascii_lowercase().as_str()).then_some(method)
}

/// Segment by segment, as files are.
fn paths(current: &str, is_meant: impl Fn(Endpoint) -> bool) -> Vec<String> {
    let paths = catalogue::endpoints().filter(|one| is_meant(*one)).map(Endpoint::path);
    let next = paths.filter_map(|path| {
        let rest = path.strip_prefix(current)?;
        let end = rest.find('/').map_or(path.len(), |slash| current.len() + slash + 1);
        Some(path[..end].to_owned())
    });
    next.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The items that a call may have, the path's variables first.
fn items(path: &str, endpoint: Endpoint) -> Vec<String> {
    let variables = template::variables(path).unwrap_or_default();
    let mut items: Vec<_> = variables.iter().map(|name| format!("{name}=")).collect();
    if is_v2(path) {
        // Of GET too; all of them are texts.
        let parameters = [endpoint.query(), endpoint.body()].into_iter().flatten();
        let parameters = parameters.map(Field::name).filter(|name| !ADDED.contains(name));
        items.extend(parameters.map(|name| format!("{name}=")));
        return items;
    }
    items.extend(endpoint.query().iter().map(|field| format!("{}==", field.name())));
    match endpoint.body_kind() {
        Some(BodyKind::Json) => fields(endpoint.body(), "", &mut items),
        Some(BodyKind::Multipart) => items.push("file@".to_owned()),
        _ => {}
    }
    items
}

/// `amount[total]:=`, as the verbs read it.
fn fields(fields: Fields, parent: &str, items: &mut Vec<String>) {
    for field in fields {
        let name = field.name();
        let name = if parent.is_empty() { name.to_owned() } else { format!("{parent}[{name}]") };
        match field.kind() {
            Type::Object if !field.fields().is_empty() => {
                self::fields(field.fields(), &name, items)
            }
            Type::String => items.push(format!("{name}=")),
            _ => items.push(format!("{name}:=")),
        }
    }
}
