//! `describe`: what is documented of an endpoint.

mod notes;
mod rust;
pub(super) mod shapes;

use http::Method;
use wechatpay_chain::catalogue::{self, BodyKind, Endpoint, Field, Fields};

use crate::command_line::Describe;
use crate::failure::Failure;
use crate::language::text;
use crate::page::{COLUMNS, Page, Part};
use crate::terminal::width;
use crate::{items, output, xml};

/// The widest column of names: types behind longer ones are not aligned.
const NAMES: usize = 40;
const TYPES: usize = 10;

pub(crate) fn run(wanted: &Describe) -> Result<(), Failure> {
    let endpoint = find(wanted.method.as_deref(), &wanted.path)?;
    if wanted.template {
        let template = shapes::template(endpoint, wanted.all_fields)?;
        match items::is_v2(endpoint.path()) {
            true => output::own(&xml::indented(&template)),
            false => output::indented(&template),
        }
    } else if wanted.rust {
        output::own(&rust::module(endpoint)?)
    } else if wanted.json {
        output::value(&shapes::facts(endpoint, wanted.response))
    } else {
        output::own(&described(endpoint, wanted.response))
    }
}

fn find(method: Option<&str>, path: &str) -> Result<Endpoint, Failure> {
    let methods = match method {
        Some(name) => {
            Method::from_bytes(name.to_ascii_uppercase().as_bytes()).into_iter().collect()
        }
        None => vec![Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE],
    };
    let found = methods.iter().filter_map(|method| catalogue::endpoint(method, path));
    let mut found: Vec<Endpoint> = found.collect();
    // The path itself goes before another one in which a part of it is a value.
    let bare = path.trim_start_matches('/');
    if found.iter().any(|endpoint| endpoint.path() == bare) {
        found.retain(|endpoint| endpoint.path() == bare);
    }
    let shown = method.map_or_else(|| path.to_owned(), |method| format!("{method} {path}"));
    match found[..] {
        [endpoint] => Ok(endpoint),
        [] => {
            let unknown = say!("`{shown}` is not documented", "文档中没有 `{shown}`");
            Err(Failure::usage(unknown).with_hints(catalogue::similar(path)))
        }
        _ => {
            let several = say!("`{shown}` has several methods", "`{shown}` 有多种方法");
            Err(Failure::usage(several).with_hints(found))
        }
    }
}

fn described(endpoint: Endpoint, with_response: bool) -> String {
    let mut page = Page::new();
    page.put(Part::Mark, endpoint.method().as_str());
    page.put(Part::Plain, " ");
    page.put(Part::Name, endpoint.path());
    page.end();
    page.put(Part::Plain, endpoint.title());
    page.end();
    page.end();
    let facts = |facts: &mut dyn Iterator<Item = &'static str>| facts.collect::<Vec<_>>();
    for (label, facts) in [
        (text("Product", "产品"), facts(&mut endpoint.families())),
        (text("Role", "角色"), facts(&mut endpoint.roles())),
        (text("Rate limit", "频率限制"), facts(&mut endpoint.rate_limit().into_iter())),
        (text("Base address", "接口地址"), facts(&mut endpoint.base_uri().into_iter())),
        (text("Headers", "请求头"), facts(&mut endpoint.headers())),
        (text("Links", "链接"), facts(&mut endpoint.doc_links())),
    ] {
        if facts.is_empty() {
            continue;
        }
        page.put(Part::Plain, label);
        page.column(14);
        for fact in facts.iter().flat_map(|fact| fact.split_whitespace()) {
            page.word(Part::Fact, fact, 14);
        }
        page.end();
    }
    if let Some(note) = notes::of(endpoint) {
        page.put(Part::Plain, text("Note", "注意"));
        page.column(14);
        page.prose(Part::Plain, note, 14);
        page.end();
    }
    let variables: Vec<_> = endpoint.path_variables().collect();
    if !variables.is_empty() {
        heading(&mut page, text("Path", "路径变量"));
        for name in variables {
            page.column(2);
            page.put(Part::Name, name);
            page.end();
        }
    }
    let body = match endpoint.body_kind() {
        Some(BodyKind::Xml) => text("Body (XML)", "请求体（XML）"),
        Some(BodyKind::Multipart) => text("Body (upload)", "请求体（上传）"),
        _ => text("Body (JSON)", "请求体（JSON）"),
    };
    section(&mut page, text("Query", "查询参数"), endpoint.query());
    section(&mut page, body, endpoint.body());
    if with_response {
        section(&mut page, text("Response", "应答"), endpoint.response());
    }
    page.into_text()
}

fn heading(page: &mut Page, heading: &str) {
    page.end();
    page.put(Part::Plain, heading);
    page.end();
}

fn section(page: &mut Page, title: &str, fields: Fields) {
    if !fields.is_empty() {
        heading(page, title);
        let types = (widest(fields, 2) + 2).min(NAMES);
        tree(page, fields, 2, types);
    }
}

/// The column at which the names of a tree end.
fn widest(fields: Fields, indent: usize) -> usize {
    let of = |field: Field| (indent + width(field.name())).max(widest(field.fields(), indent + 2));
    fields.iter().map(of).max().unwrap_or(0)
}

fn tree(page: &mut Page, fields: Fields, indent: usize, types: usize) {
    for field in fields {
        page.column(indent);
        page.put(Part::Name, field.name());
        page.column(types);
        page.put(Part::Plain, &field.kind().to_string());
        let marks = [
            (field.is_required(), text("required", "必填")),
            (field.is_encrypted(), text("encrypted", "加密")),
            (field.is_json_encoded(), text("JSON in a string", "JSON 字符串")),
        ];
        let marks: Vec<_> = marks.into_iter().filter_map(|(is, mark)| is.then_some(mark)).collect();
        let values = values(field);
        if !marks.is_empty() || !values.is_empty() {
            page.column(types + TYPES);
        }
        // So far to the left that the longest one fits.
        let longest = values.iter().map(|value| width(value)).max().unwrap_or(0);
        let wrapped = COLUMNS.saturating_sub(longest).min(types + TYPES);
        for mark in marks {
            page.word(Part::Mark, mark, wrapped);
        }
        for value in &values {
            page.word(Part::Fact, value, wrapped);
        }
        page.end();
        tree(page, field.fields(), indent + 2, types);
    }
}

/// `= A | B`, each word with its sign.
fn values(field: Field) -> Vec<String> {
    let last = field.values().len().saturating_sub(1);
    let signs = |at: usize| (if at == 0 { "= " } else { "" }, if at < last { " |" } else { "" });
    let values = field.values().enumerate().map(|(at, value)| (signs(at), value));
    values.map(|((before, after), value)| format!("{before}{value}{after}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_fits_into_80_columns() {
        for endpoint in catalogue::endpoints() {
            let text = described(endpoint, true);
            // Behind the path. A link is one word.
            let lines = text.lines().skip(1).filter(|line| !line.contains("https://"));
            let wide: Vec<_> = lines.filter(|line| width(line) > COLUMNS).collect();
            assert!(wide.is_empty(), "{endpoint}: {wide:#?}");
            assert!(text.lines().all(|line| !line.ends_with(' ')), "{text}");
            for name in endpoint.path_variables() {
                assert!(text.lines().any(|line| line.trim() == name), "{name}: {text}");
            }
            for fields in [endpoint.query(), endpoint.body(), endpoint.response()] {
                let line = |field: Field| format!("\n  {} ", field.name());
                let missing = fields.iter().find(|field| !text.contains(&line(*field)));
                assert!(missing.is_none(), "{missing:?}: {text}");
            }
        }
    }
}
