//! The written crate's own tests: each function sends what PHP sends.

use std::fmt::Write as _;

use serde_json::Value;

use super::Module;
use super::signature::{Signature, signatures};
use crate::sent::{Body, Function, Unknown};

const SUPPORT: &str = r#"
/// Making its keys takes time, so it is one for all tests. Each has it for itself while it runs.
static GATEWAY: LazyLock<Mutex<Gateway>> =
    LazyLock::new(|| Mutex::new(Gateway::start().expect("the gateway starts")));

/// The requests that the gateway is to get in a test.
struct Calls {
    gateway: MutexGuard<'static, Gateway>,
    client: Client,
    before: usize,
    expected: Vec<(String, Option<String>)>,
}

impl Calls {
    fn start() -> Self {
        let gateway = GATEWAY.lock().unwrap_or_else(PoisonError::into_inner);
        let client = gateway.client().expect("the client is built");
        let before = gateway.requests().len();
        let expected = Vec::new();
        Self {
            gateway,
            client,
            before,
            expected,
        }
    }

    /// Next comes this method, with this path and query. Its response is `{}`.
    fn expect(&mut self, request: &str) {
        let (method, target) = request.split_once(' ').expect("a method and a target");
        let path = target.split('?').next().expect("the first part");
        let method = method.parse().expect("a method");
        self.gateway.on(method, path, |_| json!({}));
        let no_body = Some(String::new());
        self.expected.push((request.to_owned(), no_body));
    }

    /// And it has this body.
    #[allow(dead_code, reason = "some requests have none")]
    fn body(&mut self, body: impl ToString) {
        let (_, expected) = self.expected.last_mut().expect("a request");
        *expected = Some(body.to_string());
    }

    /// And a body that is not known here.
    #[allow(dead_code, reason = "most are known")]
    fn any_body(&mut self) {
        let (_, expected) = self.expected.last_mut().expect("a request");
        *expected = None;
    }

    /// Only the requests count: what was made of the responses, `{}`, does not.
    fn check<T>(self, _: T) {
        let mut sent = Vec::new();
        for request in self.gateway.requests().iter().skip(self.before) {
            let body = match self.expected.get(sent.len()) {
                Some((_, None)) => None,
                _ => Some(String::from_utf8_lossy(request.body()).into_owned()),
            };
            sent.push((format!("{} {}", request.method(), request.target()), body));
        }
        assert_eq!(sent, self.expected);
    }
}
"#;

/// The text of `tests/calls.rs`. `None` if no function sends anything.
pub(super) fn text(package: &str, modules: &[Module<'_>], limit: Option<u32>) -> Option<String> {
    let (mut tests, mut comments) = (String::new(), Vec::new());
    let mut names = Vec::new();
    let mut used = Vec::new();
    for module in modules {
        let written = signatures(&module.ported.rust);
        for function in module.functions {
            match test(module, function, &written, &mut names) {
                Ok(test) => {
                    tests.push('\n');
                    tests += &test;
                    used.push(module.name.as_str());
                }
                Err(why) => comments.extend(why.map(|why| {
                    let shown = shown(function);
                    format!("// - {}:{}: {shown}: {why}\n", module.source, function.line)
                })),
            }
        }
    }
    if tests.is_empty() && comments.is_empty() {
        return None;
    }
    let mut text = "//! What PHP sends, each function must send: method, path, query and body.\n//!\n\
                    //! Written by `wechatpay port`. The values are those of the PHP text; arguments are made up.\n"
        .to_owned();
    if let Some(limit) = limit {
        let _ = write!(text, "\n#![recursion_limit = \"{limit}\"]\n");
    }
    if !comments.is_empty() {
        text += "\n// Not tested, since the text does not tell what they send:\n//\n";
        comments.iter().for_each(|comment| text += comment);
    }
    if !tests.is_empty() {
        let library = package.replace('-', "_");
        text += "\nuse std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};\n\nuse serde_json::json;\nuse wechatpay_chain::{Client, Gateway};\n\n";
        text += &imports(&library, &used);
        text += SUPPORT;
        text += &tests;
    }
    Some(text)
}

/// `use pay::{a, b};`, as rustfmt writes it.
fn imports(library: &str, used: &[&str]) -> String {
    let mut sorted = used.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    if let [only] = sorted[..] {
        return format!("use {library}::{only};\n");
    }
    let line = format!("use {library}::{{{}}};\n", sorted.join(", "));
    if line.len() <= 101 {
        return line;
    }
    let mut text = format!("use {library}::{{\n");
    let mut line = "   ".to_owned();
    for name in sorted {
        if line.len() + name.len() + 2 > 100 {
            text += &line;
            text.push('\n');
            line = "   ".to_owned();
        }
        let _ = write!(line, " {name},");
    }
    text + &line + "\n};\n"
}

fn shown(function: &Function) -> String {
    match (&function.class, &function.name) {
        (Some(class), Some(name)) => format!("{class}::{name}"),
        (_, Some(name)) => name.clone(),
        _ => "the statements".to_owned(),
    }
}

fn why(unknown: &Unknown) -> String {
    format!("line {}: {}", unknown.line, unknown.text)
}

/// The test of a function. Otherwise why there is none, unless it is a private part of others.
fn test(
    module: &Module<'_>,
    function: &Function,
    written: &[Signature],
    names: &mut Vec<String>,
) -> Result<String, Option<String>> {
    let Some(signature) = find(function, written) else { return Err(None) };
    let mut made = None;
    let mut unknown = function.open.iter().map(why).collect::<Vec<_>>();
    if let Some(owner) = signature.owner.as_deref().filter(|_| signature.has_self) {
        let new =
            written.iter().find(|one| one.owner.as_deref() == Some(owner) && one.name == "new");
        let new = new.ok_or_else(|| Some(format!("`{owner}` has no `new`")))?;
        let path = format!("{}::{owner}::new", module.name);
        let mut text = call(&path, &arguments(new, function)?, "service", new.is_async);
        if new.may_fail {
            text += "    let service = service.expect(\"the service is built\");\n";
            unknown.push(format!("`{owner}::new` may fail: it needs its configuration"));
        }
        made = Some(text);
    }
    let path = match (&made, &signature.owner) {
        (Some(_), _) => format!("service.{}", signature.name),
        (None, Some(owner)) => format!("{}::{owner}::{}", module.name, signature.name),
        (None, None) => format!("{}::{}", module.name, signature.name),
    };
    let arguments = arguments(signature, function)?;
    let mut expected = String::new();
    for one in &function.calls {
        let target = match &one.target {
            Ok(target) => target,
            Err(why_not) => {
                unknown.push(why(why_not));
                break;
            }
        };
        expected += &expect(&format!("{} {target}", one.method));
        match &one.body {
            Ok(Body::None) => {}
            Ok(Body::Json(json)) => {
                let _ = writeln!(expected, "    calls.body(json!({}));", literal(json, 1));
            }
            Ok(Body::Text(text)) => {
                let _ = writeln!(expected, "    calls.body({text:?});");
            }
            Err(why_not) => {
                let _ = writeln!(expected, "    // {}", why(why_not));
                expected += "    calls.any_body();\n";
            }
        }
    }
    if expected.is_empty() {
        unknown.dedup();
        return Err(Some(unknown.join("; ")));
    }
    let mut name = match signature.name.as_str() {
        "run" if signature.owner.is_none() => module.name.clone(),
        name => format!("{}_{name}", module.name),
    };
    let twins = names.iter().filter(|other| **other == name).count();
    names.push(name.clone());
    if twins > 0 {
        let _ = write!(name, "_{}", twins + 1);
    }
    let mut text = format!("/// {}, line {}.\n", module.source, function.line);
    text += if signature.is_async { "#[tokio::test]\n" } else { "#[test]\n" };
    // A hole that is filled in is not known here.
    let hole = module.hole_within(function);
    unknown.extend(hole);
    unknown.dedup();
    if !unknown.is_empty() {
        let reason = format!("    #[ignore = {:?}]\n", unknown.join("; "));
        text += reason.trim_start();
    }
    let keyword = if signature.is_async { "async fn" } else { "fn" };
    let _ = writeln!(text, "{keyword} {name}() {{\n    let mut calls = Calls::start();");
    text += &expected;
    text += &made.unwrap_or_default();
    text += &call(&path, &arguments, "result", signature.is_async);
    text += "    calls.check(result);\n}\n";
    Ok(text)
}

/// The Rust function of a PHP function: its name in other letters.
fn find<'s>(function: &Function, written: &'s [Signature]) -> Option<&'s Signature> {
    let plain = |name: &str| name.replace('_', "").to_ascii_lowercase();
    let wanted = function.name.as_deref().unwrap_or("run");
    written.iter().find(|one| {
        one.owner.as_deref().map(plain) == function.class.as_deref().map(plain)
            && plain(one.name.trim_start_matches("r#")) == plain(wanted)
    })
}

/// An argument for each parameter, as it is written.
fn arguments(signature: &Signature, function: &Function) -> Result<Vec<String>, Option<String>> {
    let mut arguments = Vec::new();
    for (name, type_) in &signature.params {
        let plain =
            |name: &str| name.trim_start_matches("r#").replace('_', "").to_ascii_lowercase();
        let known = function.arguments.iter().find(|(php, _)| plain(php) == plain(name));
        let argument = match (type_.as_str(), known) {
            ("&Client", _) => Some("&calls.client".to_owned()),
            ("Client", _) => Some("calls.client.clone()".to_owned()),
            (_, Some((_, Err(unknown)))) => return Err(Some(why(unknown))),
            (type_, Some((_, Ok(value)))) => argument(type_, value),
            _ => None,
        };
        let no = || Some(format!("`{name}: {type_}` is to be made by hand"));
        arguments.push(argument.ok_or_else(no)?);
    }
    Ok(arguments)
}

fn argument(type_: &str, value: &Value) -> Option<String> {
    match (type_, value) {
        ("&str", Value::String(text)) => Some(format!("{text:?}")),
        ("String" | "impl Into<String>", Value::String(text)) => {
            Some(format!("{text:?}.to_owned()"))
        }
        ("i64" | "u64" | "i32" | "u32" | "usize", Value::Number(number)) => {
            Some(number.to_string())
        }
        ("bool", Value::Bool(flag)) => Some(flag.to_string()),
        ("Value", value) => Some(format!("json!({})", literal(value, 1))),
        ("&Value", value) => Some(format!("&json!({})", literal(value, 1))),
        (type_, value) => {
            let inner = type_.strip_prefix("Option<")?.strip_suffix('>')?;
            Some(format!("Some({})", argument(inner, value)?))
        }
    }
}

/// `let name = path(arguments);`, as rustfmt writes it.
fn call(path: &str, arguments: &[String], name: &str, is_async: bool) -> String {
    let inline = arguments.join(", ");
    let line = format!("    let {name} = {path}({inline});\n");
    let mut text = if (line.len() <= 101 && inline.len() <= 60) || arguments.is_empty() {
        line
    } else {
        let lines: String = arguments.iter().map(|one| format!("        {one},\n")).collect();
        format!("    let {name} = {path}(\n{lines}    );\n")
    };
    if is_async {
        let _ = writeln!(text, "    let {name} = {name}.await;");
    }
    text
}

/// `calls.expect("…");`, as rustfmt writes it.
fn expect(request: &str) -> String {
    let literal = format!("{request:?}");
    let width = literal.chars().count();
    // One that is too wide for all forms is left as it is.
    match width {
        82 => format!("    calls\n        .expect({literal});\n"),
        83..=91 => format!("    calls.expect(\n        {literal},\n    );\n"),
        _ => format!("    calls.expect({literal});\n"),
    }
}

/// A value as `json!` takes it.
fn literal(value: &Value, depth: usize) -> String {
    let pad = "    ".repeat(depth + 1);
    let end = "    ".repeat(depth);
    match value {
        Value::Object(map) if !map.is_empty() => {
            let lines = map
                .iter()
                .map(|(key, value)| format!("{pad}{key:?}: {},\n", literal(value, depth + 1)));
            format!("{{\n{}{end}}}", lines.collect::<String>())
        }
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            let lines = items.iter().map(|item| format!("{pad}{},\n", literal(item, depth + 1)));
            format!("[\n{}{end}]", lines.collect::<String>())
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| literal(item, depth)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::String(text) => format!("{text:?}"),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(small), _) if i32::try_from(small).is_ok() => number.to_string(),
            (Some(_), _) => format!("{number}_i64"),
            (None, Some(_)) => format!("{number}_u64"),
            (None, None) => number.to_string(),
        },
        value => value.to_string(),
    }
}
