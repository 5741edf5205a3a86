//! A bill: one call returns the file's address and hash, another one fetches it.

use http::Response;
use serde_json::Value;

use super::Check;
use crate::body::Body;
use crate::error::{Error, ErrorKind, Outcome, one_line};
use crate::inner::Inner;
use crate::json_value::kind_of;
use crate::language::{Text, say};
use crate::options::Options;
use crate::path::Path;
use crate::pipeline;
use crate::response::ResponseExt;
use crate::template::{shown, site};

pub(super) async fn open(
    client: &Inner,
    path: Path,
    options: Options,
) -> Result<Response<Body>, Error> {
    let applied_for = shown(path.as_str());
    let (response, asked) = pipeline::ask(client, path, options).await?;
    if !response.status().is_success() {
        return Ok(response.map(Body::from));
    }
    let named: Value = response.json()?;
    let text = |key: &str| named[key].as_str();
    let missing = |what, remedy| missing(&applied_for, &named, what, remedy);
    let Some(url) = ADDRESS.into_iter().find_map(text) else {
        let what = say!("address of a file", "文件地址");
        return Err(missing(what, no_address()));
    };
    let (Some(hash_type), Some(value)) = (text("hash_type"), text("hash_value")) else {
        let what = say!("hash_type and hash_value", "hash_type 和 hash_value");
        return Err(missing(what, no_hash()));
    };
    let check = Check::new(hash_type, value.to_owned(), ErrorKind::Decode).map_err(|error| {
        // The first call succeeded; nothing was fetched.
        error.with_outcome(Outcome::Accepted)
    })?;
    // Where it may go is checked as for any signed request.
    let opened =
        pipeline::open(client, Path::ROOT.join(url), Options::new(), Some(asked.shared)).await;
    let response = opened.map_err(|error| match error.kind() {
        ErrorKind::UntrustedHost => elsewhere(url, error),
        _ => error,
    })?;
    Ok(response.map(|body| check.of(body)))
}

/// The fields with the address: `download_url` of bills, `url` of the flows of coupons.
const ADDRESS: [&str; 2] = ["download_url", "url"];

fn no_address() -> Text {
    say!(
        "it may not be made yet, so look at its state by get() and ask again later; of a list of \
         encrypted files, use bills()",
        "文件可能尚未生成，请用 get() 查看状态，稍后重试；如果应答是加密文件的列表，请用 bills()",
    )
}

fn no_hash() -> Text {
    say!(
        "get() the response, and download() its address, with hash() if another field has it",
        "请用 get() 取得应答，再用 download() 下载其中的地址；如果另有字段给出摘要，请用 hash() 校验",
    )
}

/// The fields are named, and their values are not shown: one may be the key to the file.
pub(super) fn missing(path: &str, response: &Value, what: Text, remedy: Text) -> Error {
    let fields = response.as_object().map(|map| {
        let names: Vec<_> = map.keys().map(|name| format!("`{name}`")).collect();
        one_line(&names.join(", "), 400)
    });
    let fields = match fields.as_deref() {
        None => {
            let kind = kind_of(response);
            say!("is {kind}", "是{kind}"; kind)
        }
        Some("") => say!("has no fields", "没有字段"),
        Some(fields) => say!("has the fields {fields}", "有字段 {fields}"),
    };
    let message = say!(
        "the response of `{path}` {fields}, but no {what}: {remedy}",
        "`{path}` 的应答{fields}，但没有{what}：{remedy}"; fields, what, remedy
    );
    Error::new(ErrorKind::Decode, message).with_outcome(Outcome::Accepted)
}

fn elsewhere(url: &str, error: Error) -> Error {
    let (site, outcome) = (site(url), error.outcome());
    let message = say!(
        "the file is at `{site}`, where no signed request may go: if that is right, fetch it by \
         client.download_unsigned(address).hash(hash_type, hash_value)",
        "文件位于 `{site}`，已签名的请求不能发往该处：确认无误后，请用 \
         client.download_unsigned(address).hash(hash_type, hash_value) 下载"
    );
    Error::new(ErrorKind::UntrustedHost, message).with_outcome(outcome).with_source(error)
}
