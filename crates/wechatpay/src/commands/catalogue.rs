//! `catalogue`: a page of all documented endpoints, to be read in a browser.

mod data;
mod layout;
mod php;
mod rust;
mod sample;
mod shell;

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use wechatpay_chain::__replace_file as replace_file;

use crate::command_line::Catalogue;
use crate::failure::Failure;

const PAGE: &str = include_str!("catalogue/page.html");
const STYLE: &str = include_str!("catalogue/page.css");
const SCRIPT: &str = include_str!("catalogue/page.js");

/// By this a page is known to be one of ours.
const MARK: &str = "<meta name=\"generator\" content=\"wechatpay catalogue\">";

pub(crate) fn run(wanted: &Catalogue) -> Result<(), Failure> {
    let folder = &wanted.html;
    let failed = |error: io::Error| Failure::file(folder, &error);
    if !is_ours(folder).map_err(failed)? {
        let shown = folder.display();
        return Err(Failure::usage(say!(
            "`{shown}` is not empty, and no catalogue is in it: give a new or an empty folder",
            "目录 `{shown}` 不为空，且其中不是接口目录：请指定新目录或空目录"
        )));
    }
    fs::create_dir_all(folder).map_err(failed)?;
    let file = folder.join("index.html");
    let page = page();
    replace_file(&file, page.as_bytes(), false).map_err(|error| Failure::file(&file, &error))?;
    let (shown, bytes) = (file.display(), page.len());
    eprintln!("{}", say!("saved `{shown}`, {bytes} bytes", "已保存 `{shown}`，{bytes} 字节"));
    Ok(())
}

/// Whether a folder may be written to: it is new, empty, or has a page of ours.
fn is_ours(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => {
            if entries.next().is_none() {
                return Ok(true);
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
    }
    let page = match File::open(folder.join("index.html")) {
        Ok(page) => page,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let mut head = Vec::new();
    page.take(4096).read_to_end(&mut head)?;
    Ok(head.windows(MARK.len()).any(|bytes| bytes == MARK.as_bytes()))
}

/// One file, so that it can be moved and sent, and is whole or not there.
fn page() -> String {
    // It can't end the element that it is in.
    let data = data::data().to_string().replace('<', "\\u003c");
    let version = env!("CARGO_PKG_VERSION");
    let parts = [
        ("GENERATOR", MARK),
        ("VERSION", version),
        ("STYLE", STYLE),
        ("SCRIPT", SCRIPT),
        ("DATA", &data),
    ];
    let mut rest = PAGE;
    let mut page = String::with_capacity(data.len() + 40_000);
    while let Some((before, name, after)) = next(rest) {
        page += before;
        page += parts.iter().find(|(part, _)| *part == name).map_or("", |(_, text)| text);
        rest = after;
    }
    page + rest
}

/// Up to the next `{{NAME}}`, its name, and what is behind it.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (name, after) = rest.split_once("}}")?;
    Some((before, name, after))
}
