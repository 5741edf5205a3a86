//! The calls on the page of `catalogue`: compiled, sent to the gateway, and typed into a shell.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use wechatpay_chain::{Check, Client, ErrorKind};

use super::catalogue_page::{data, text, written};
use super::{Sandbox, catalogue_samples, finish};

/// Of each kind of endpoint the first one, and every 100th.
fn chosen<'d>(data: &'d Value) -> Vec<&'d Value> {
    let mut kinds = BTreeSet::new();
    let endpoints = data["endpoints"].as_array().unwrap();
    let is_chosen = |(at, endpoint): &(usize, &'d Value)| {
        let command = text(endpoint, "command");
        let marks = ["<<'END'", "$(", " -o ", ":='", "v2/"].map(|it| command.contains(it));
        let has = ["encrypted", "base", "query", "variables"];
        let has = has.map(|name| !endpoint[name].is_null());
        let kind = (text(endpoint, "method"), text(endpoint, "kind"), marks, has);
        kinds.insert(kind) || at % 100 == 0
    };
    endpoints.iter().enumerate().filter(is_chosen).map(|(_, endpoint)| endpoint).collect()
}

/// The commands, by a shell, each as it is on the page but for `--dry-run --strict`.
#[test]
fn the_commands_are_right() {
    let sandbox = Sandbox::new();
    let data = data(&written(&sandbox));
    sandbox.folder.file("picture.png", "picture");
    let config = sandbox.folder.at("home/wechatpay/config.toml");
    let profile = std::fs::read_to_string(config).unwrap();
    let profile = profile + "apiv2_key_file = \"../../apiv2.txt\"\n";
    sandbox.private("home/wechatpay/config.toml", &profile);
    let bin = Path::new(env!("CARGO_BIN_EXE_wechatpay")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let mut count = 0;
    for endpoint in chosen(&data) {
        let command = text(endpoint, "command");
        // A bill is applied for, which the tests of `bill` do.
        if command.starts_with("wechatpay bill ") {
            continue;
        }
        count += 1;
        let verb = format!(" {} ", text(endpoint, "method").to_ascii_lowercase());
        let typed = command.replacen(&verb, &format!("{verb}--dry-run --strict "), 1);
        let mut shell = Command::new("sh");
        shell.args(["-c", &typed]).env_clear().env("PATH", &path).env("LANG", "C");
        shell.env("HOME", sandbox.folder.path()).env("XDG_CONFIG_HOME", sandbox.folder.at("home"));
        shell.current_dir(sandbox.folder.path());
        let ran = finish(shell, b"").ok();
        let method = text(endpoint, "method");
        let base = endpoint["base"].as_str().unwrap_or(sandbox.gateway.base_uri());
        let expected = format!("{method} {base}");
        assert!(ran.out.starts_with(&expected), "{typed}\n{}", ran.out);
        let is_encrypted = endpoint["encrypted"] == true;
        assert!(!is_encrypted || !ran.out.contains("张三"), "{typed}\n{}", ran.out);
    }
    assert!(count > 50, "{count}");
}

/// The beginning of the module: the `use` of the page's setup, and that of its other parts.
const HEAD: &str = "//! Samples of the page, generated: see catalogue_calls.rs.

#![allow(unused, clippy::all, clippy::pedantic)]

use wechatpay_chain::Response;
";

/// The samples in Rust, as a module of these tests.
fn module(data: &Value) -> String {
    let (uses, setup) = text(&data["setup"], "rust").split_once("\n\n").unwrap();
    let event = text(&data["events"][0], "rust");
    let mut module = format!(
        "{HEAD}{uses}\n
fn setup() -> Result<Client, Box<dyn std::error::Error>> {{\n{setup}Ok(client)\n}}\n
fn event(client: &Client, headers: http::HeaderMap, body: Vec<u8>) -> Result<(), Error> {{
{event}Ok(())\n}}\n
pub(super) const ALL: &[(&str, fn(&Client) -> Result<Response, Error>)] = &[\n"
    );
    for endpoint in chosen(data) {
        let name = format!("{} {}", text(endpoint, "method"), text(endpoint, "path"));
        let [before, after] = [0, 2].map(|at| endpoint["rust"][at].as_str().unwrap());
        for chain in endpoint["rust"][1].as_array().unwrap() {
            let call = format!("{before}{}{after}", chain.as_str().unwrap());
            module += &format!("({name:?}, |client: &Client| {{\n{call}Ok(response)\n}}),\n");
        }
    }
    module + "];\n"
}

/// They are compiled with these tests. After a change: `WRITE_SAMPLES=1 cargo test -p wechatpay --test cli
/// the_rust`.
#[test]
fn the_rust_is_compiled() {
    let sandbox = Sandbox::new();
    let made = module(&data(&written(&sandbox)));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/catalogue_samples.rs");
    if std::env::var_os("WRITE_SAMPLES").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let checked_in = std::fs::read_to_string(&file).unwrap();
    assert!(checked_in == made, "it is another one now: WRITE_SAMPLES=1 writes it");
    assert!(catalogue_samples::ALL.len() >= 150, "{}", catalogue_samples::ALL.len());
}

/// Those that stay on this machine and write no file: the gateway may refuse them, but not the client.
#[test]
fn the_rust_is_right() {
    let sandbox = Sandbox::new();
    let data = data(&written(&sandbox));
    let client = sandbox.gateway.client_builder().check_arguments(Check::Error).build().unwrap();
    let elsewhere = ["base_uri", "MediaUtil", ".save(", "\"sink\""];
    let is_here = |name: &str| {
        let endpoints = data["endpoints"].as_array().unwrap();
        let (method, path) = name.split_once(' ').unwrap();
        let one = endpoints.iter().find(|it| it["method"] == method && it["path"] == path).unwrap();
        let rust = one["rust"].to_string();
        !elsewhere.iter().any(|word| rust.contains(&word.replace('"', "\\\"")))
    };
    let mut count = 0;
    for (name, call) in catalogue_samples::ALL.iter().filter(|(name, _)| is_here(name)) {
        count += 1;
        match call(&client) {
            Ok(_) => {}
            Err(error) => assert_eq!(error.kind(), ErrorKind::Api, "{name}: {error}"),
        }
    }
    assert!(count > 100, "{count}");
}

#[test]
fn properties_are_the_path() {
    let sandbox = Sandbox::new();
    let client: Client = sandbox.gateway.client().unwrap();
    for endpoint in data(&written(&sandbox))["endpoints"].as_array().unwrap() {
        let [chained, declared, index] =
            [0, 1, 2].map(|at| endpoint["rust"][1][at].as_str().unwrap());
        let segments = chained.strip_prefix("chain!(client->").unwrap().strip_suffix(')').unwrap();
        let segments = segments.split("->").map(|segment| segment.trim_matches('"'));
        let chain = segments.fold(client.chain(""), |chain, segment| chain.seg(segment));
        let path = chain.path();
        let documented = text(endpoint, "path");
        assert!(path.split('?').next() == Some(documented), "{path} {documented}");
        assert_eq!(declared, format!("client.chain({path:?})"));
        assert_eq!(index, format!("client[{path:?}]"));
        // PHP has a query as an option.
        let php = chained.split_once('>').unwrap().1.replace(['"', ')'], "");
        let php = format!("$instance->{}->", php.split('?').next().unwrap());
        assert!(text(endpoint, "php").contains(&php), "{php} {}", endpoint["php"]);
    }
}

/// What is not in quotes is balanced, and ends as a statement does.
fn is_statement(php: &str) -> bool {
    let (mut open, mut quote, mut escaped) = (Vec::new(), None, false);
    for c in php.chars() {
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(begin), c) if c == begin => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(') => open.push(')'),
            (None, '[') => open.push(']'),
            (None, '{') => open.push('}'),
            (None, ')' | ']' | '}') if open.pop() != Some(c) => return false,
            _ => {}
        }
    }
    open.is_empty() && quote.is_none() && php.ends_with(['\n'])
}

#[test]
fn the_php_is_well_formed() {
    let sandbox = Sandbox::new();
    let data = data(&written(&sandbox));
    let mut secured = 0;
    for endpoint in data["endpoints"].as_array().unwrap() {
        let php = text(endpoint, "php");
        assert!(is_statement(php) && php.ends_with(");\n"), "{php}");
        let is_encrypted = endpoint["encrypted"] == true;
        assert_eq!(php.contains("$encrypt("), is_encrypted, "{php}");
        secured += usize::from(php.contains("'security' => true"));
    }
    assert!(secured > 30, "{secured}");
    assert!(is_statement(data["setup"]["php"].as_str().unwrap()));
    assert!(data["events"].as_array().unwrap().iter().all(|it| is_statement(text(it, "php"))));
}
