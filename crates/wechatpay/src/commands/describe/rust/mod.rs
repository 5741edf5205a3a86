//! An endpoint as Rust: structs that serde reads and writes.
//!
//! `…Options` is what a verb takes: the variables of the path, `query`, and `json`. `…Query` and
//! `…Request` are the latter two, `…Response` is the response. Objects and enums in them are named
//! after their field, and after those around it as far as it takes to be unique: `JsapiRequestAmount`.

mod names;
mod types;

use std::fmt::Write;

use wechatpay_chain::catalogue::{BodyKind, Endpoint, Field};

use self::types::{Member, Types, Way, has_default};
use crate::failure::Failure;
use crate::items;
use crate::language::text;

/// The source text of a module.
pub(super) fn module(endpoint: Endpoint) -> Result<String, Failure> {
    let path = endpoint.path();
    if items::is_v2(path) {
        return Err(Failure::usage(say!(
            "`{path}` is of APIv2, whose XML has texts only: `wechatpay describe {path} --template` \
             prints it, and the option `xml` takes a JSON map",
            "`{path}` 属于 APIv2，其 XML 只有文本：可用 `wechatpay describe {path} --template` 输出，\
             由选项 `xml` 以 JSON 对象传入"
        )));
    }
    let name = names::endpoint(path);
    let mut types = Types::new();
    let [options, query, request, response] =
        ["Options", "Query", "Request", "Response"].map(|part| types.name(format!("{name}{part}")));
    let has_json = endpoint.body_kind() == Some(BodyKind::Json) && !endpoint.body().is_empty();
    let title = endpoint.title();

    let mut members: Vec<Member> = endpoint
        .path_variables()
        .map(|name| Member {
            name: name.to_owned(),
            kind: "String".to_owned(),
            is_required: true,
            doc: text("a variable of the path", "路径变量").to_owned(),
        })
        .collect();
    let mut part = |name: &str, kind: &str, doc: &str| {
        members.push(Member {
            name: name.to_owned(),
            kind: kind.to_owned(),
            is_required: true,
            doc: doc.to_owned(),
        });
    };
    if !endpoint.query().is_empty() {
        part("query", &query, text("the query", "查询参数"));
    }
    if has_json {
        part("json", &request, text("the body", "请求体"));
    }
    let has_options = !members.is_empty();
    if has_options {
        let doc = format!("{title}: {}", text("the options of the call.", "调用的选项。"));
        let body_has = !has_json || has_default(endpoint.body());
        types.object(&options, &doc, members, has_default(endpoint.query()) && body_has);
    }
    if !endpoint.query().is_empty() {
        let doc = format!("{title}: {}", text("the query.", "查询参数。"));
        types.tree(&query, &doc, endpoint.query(), Way::Sent);
    }
    if has_json {
        let doc = format!("{title}: {}", text("the body.", "请求体。"));
        types.tree(&request, &doc, endpoint.body(), Way::Sent);
    }
    if !endpoint.response().is_empty() {
        let doc = format!("{title}: {}", text("the response.", "应答。"));
        types.tree(&response, &doc, endpoint.response(), Way::Received);
    }
    let types = types.into_text();
    let mut module = head(endpoint, has_options.then_some(&*options), &response);
    if !types.is_empty() {
        module += "\nuse serde::{Deserialize, Serialize};\n";
    }
    Ok(module + &types)
}

/// What it is, and how it is called.
fn head(endpoint: Endpoint, options: Option<&str>, response: &str) -> String {
    let mut head = format!("// {endpoint}\n// {}\n", endpoint.title());
    for link in endpoint.doc_links() {
        let _ = writeln!(head, "// {link}");
    }
    head += "//\n";
    let mut line = |line: &str| {
        let _ = writeln!(head, "//     {line}");
    };
    if let Some(options) = options {
        line(&format!("let options = {options} {{ … }};"));
    }
    let fields = || endpoint.query().iter().chain(endpoint.body().iter());
    let is_encrypted = fields().any(has_encrypted);
    if is_encrypted {
        line("let sensitive = client.sensitive()?;");
    }
    let mut more = String::new();
    if endpoint.body_kind() == Some(BodyKind::Multipart) {
        line("let media = MediaUtil::new(\"…\")?;");
        more += ".body(media.stream()).header(\"Content-Type\", media.content_type())";
    }
    if is_encrypted {
        more += ".sensitive(&sensitive)";
    }
    for header in endpoint.headers().filter(|header| *header != "Wechatpay-Serial") {
        let _ = write!(more, ".header({header:?}, \"…\")");
    }
    if let Some(base) = endpoint.base_uri() {
        let _ = write!(more, ".base_uri({base:?})");
    }
    if !more.is_empty() {
        let new = options.map_or("Options::new()", |_| "Options::from(&options)");
        line(&format!("let options = {new}{more};"));
    }
    let given = match options {
        Some(_) if more.is_empty() => "&options",
        None if more.is_empty() => "()",
        _ => "options",
    };
    let verb = endpoint.method().as_str().to_ascii_lowercase();
    let call = format!("client.chain({:?}).{verb}({given})?", endpoint.path());
    if endpoint.response().is_empty() {
        line(&format!("{call};"));
    } else {
        line(&format!("let response: {response} = {call}.json()?;"));
    }
    head
}

fn has_encrypted(field: Field) -> bool {
    field.is_encrypted() || field.fields().iter().any(has_encrypted)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use wechatpay_chain::catalogue;

    use super::*;

    #[test]
    fn names_are_unique_in_every_endpoint() {
        for endpoint in catalogue::endpoints().filter(|one| one.path().starts_with("v3/")) {
            let Ok(text) = module(endpoint) else { panic!("{endpoint}") };
            let items = text.lines().filter(|line| line.starts_with("pub "));
            let mut names = HashSet::new();
            for item in items {
                assert!(item.ends_with(" {") && item.len() <= 100, "{endpoint}: {item}");
                assert!(names.insert(item), "{endpoint}: {item} twice");
            }
            // Between braces, fields and variants.
            let mut members = HashSet::new();
            for line in text.lines() {
                match line.strip_prefix("    ") {
                    Some(member) if !member.starts_with(['/', '#', ' ']) => {
                        let name = member.split([':', ',', '(']).next();
                        assert!(members.insert(name), "{endpoint}: {member} twice");
                    }
                    Some(_) => {}
                    None => members.clear(),
                }
            }
        }
    }
}
