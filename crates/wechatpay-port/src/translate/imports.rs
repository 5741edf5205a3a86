//! The `use` lines of a module, by what is in its text.

use super::mentioned;

/// Names of the library.
const LIBRARY: [&str; 25] = [
    "AesEcb",
    "AesGcm",
    "Body",
    "Chain",
    "Client",
    "Error",
    "ErrorKind",
    "Formatter",
    "Hash",
    "MediaUtil",
    "Notification",
    "NotificationParser",
    "Options",
    "Outcome",
    "PemUtil",
    "PrivateKey",
    "Promise",
    "PublicKey",
    "Response",
    "ResponseExt",
    "Rsa",
    "Sensitive",
    "Transformer",
    "chain!",
    "notification::",
];

pub(super) fn header(body: &str, file: &str) -> String {
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file).replace(['`', '\n', '\r'], "");
    let mut header = format!("//! Ported from `{file}`.\n");
    if ["3.14", "2.718", "1.414", "0.693", "0.318", "1.570", "0.785", "6.283"]
        .iter()
        .any(|constant| body.contains(constant))
    {
        header.push_str("\n#![allow(clippy::approx_constant)]\n");
    }
    let names = mentioned::of_text(body);
    let mut groups: Vec<String> = Vec::new();
    let http: Vec<&str> =
        ["HeaderMap", "Method"].into_iter().filter(|name| names.contains(*name)).collect();
    groups.extend(line("http", &http));
    let json: Vec<&str> = [("Value", "Value"), ("json", "json!")]
        .into_iter()
        .filter(
            |(name, written)| {
                if *name == "json" { body.contains(written) } else { names.contains(name) }
            },
        )
        .map(|(name, _)| name)
        .collect();
    groups.extend(line("serde_json", &json));
    let library: Vec<&str> = LIBRARY
        .into_iter()
        .filter(|name| match *name {
            "ResponseExt" => [".json()", ".json::<", ".xml::<", ".xml()", ".request_id()"]
                .iter()
                .any(|method| body.contains(method)),
            "chain!" => body.contains("chain!("),
            "notification::" => body.contains("notification::"),
            name => names.contains(name),
        })
        .map(|name| name.trim_end_matches(['!', ':']))
        .collect();
    groups.extend(line("wechatpay_chain", &library));
    if !groups.is_empty() {
        header.push('\n');
        header.push_str(&groups.concat());
    }
    header.push('\n');
    header
}

/// `use path::{names};`, as rustfmt orders and breaks it.
fn line(path: &str, names: &[&str]) -> Option<String> {
    let mut names = names.to_vec();
    // rustfmt: names in small letters come last here, since capitals sort before them.
    names.sort_by_key(|name| (name.starts_with(|first: char| first.is_ascii_lowercase()), *name));
    Some(match names.as_slice() {
        [] => return None,
        [only] => format!("use {path}::{only};\n"),
        names => {
            let flat = format!("use {path}::{{{}}};", names.join(", "));
            if flat.len() < crate::print::WIDTH - 1 {
                return Some(flat + "\n");
            }
            let mut text = format!("use {path}::{{\n   ");
            let mut column = 3;
            for name in names {
                if column + name.len() + 2 > crate::print::WIDTH {
                    text.push_str("\n   ");
                    column = 3;
                }
                text.push_str(&format!(" {name},"));
                column += name.len() + 2;
            }
            text + "\n};\n"
        }
    })
}
