//! `find`: documented endpoints by words.

use serde_json::{Value, json};
use wechatpay_chain::catalogue::{self, Endpoint};

use crate::command_line::Find;
use crate::failure::Failure;
use crate::output;
use crate::page::{Page, Part};
use crate::terminal::width;

/// Shown without `--all`.
const MOST: usize = 20;

/// Behind a longer path, the title is not aligned.
const PATH: usize = 60;

pub(crate) fn run(wanted: &Find) -> Result<(), Failure> {
    let words = wanted.words.join(" ");
    let mut found: Vec<Endpoint> = catalogue::search(&words).collect();
    if found.is_empty() {
        let failure = Failure::check(say!(
            "no documented endpoint has `{words}`",
            "文档中没有符合 `{words}` 的接口"
        ));
        return Err(failure.with_hints(catalogue::similar(&words)));
    }
    let all = found.len();
    if !wanted.all {
        found.truncate(MOST);
    }
    if wanted.json {
        return output::value(&found.iter().map(row).collect());
    }
    output::own(&table(&found))?;
    let shown = found.len();
    if shown < all {
        eprintln!(
            "{}",
            say!(
                "{shown} of {all}: add a word, or --all",
                "共 {all} 个，显示前 {shown} 个：请增加关键词，或加 --all"
            )
        );
    }
    Ok(())
}

fn row(endpoint: &Endpoint) -> Value {
    json!({
        "method": endpoint.method().as_str(),
        "path": endpoint.path(),
        "title": endpoint.title(),
        "family": endpoint.family(),
    })
}

fn table(found: &[Endpoint]) -> String {
    let widest = |text: fn(Endpoint) -> &'static str, most: usize| {
        let widths = found.iter().map(|one| width(text(*one)));
        widths.filter(|width| *width <= most).max().unwrap_or(0)
    };
    let title = 8 + widest(Endpoint::path, PATH) + 2;
    let family = title + widest(Endpoint::title, usize::MAX) + 2;
    let mut page = Page::new();
    for endpoint in found {
        page.put(Part::Mark, endpoint.method().as_str());
        page.column(8);
        page.put(Part::Name, endpoint.path());
        page.column(title);
        page.put(Part::Plain, endpoint.title());
        page.column(family);
        page.put(Part::Fact, endpoint.family());
        page.end();
    }
    page.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_has_a_row() {
        for endpoint in catalogue::endpoints() {
            let found: Vec<_> = catalogue::search(endpoint.title()).collect();
            let table = table(&found);
            let row = format!("{} ", endpoint.path());
            let has = |line: &str| line.contains(&row) && line.contains(endpoint.title());
            assert!(table.lines().any(has), "{endpoint}: {table}");
        }
    }
}
