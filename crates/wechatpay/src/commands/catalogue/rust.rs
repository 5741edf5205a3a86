//! A call in Rust.

use super::layout::{Syntax, properties};
use super::sample::{Body, Call, Sample, Taken};

const SYNTAX: Syntax = Syntax {
    object: ["{", "}"],
    nothing: "{}",
    arrow: ": ",
    text: |text| format!("{text:?}"),
    encrypted: ["sensitive.encrypt(", ")?"],
    json: ["json!(", ").to_string()"],
    file_name: "media.filename()",
    file_hash: "media.sha256()",
    last_comma: true,
};

/// What the calls need around them.
pub(super) const SETUP: &str = r#"use serde_json::{Value, json};
use wechatpay_chain::{
    Client, Error, MediaUtil, Multipart, Options, PrivateKey, PublicKey, ResponseExt, chain,
};

let client = Client::builder()
    .mchid("1900000109")
    .serial("3775B6A45ACD588826D15E583A95F5DD00000000")
    .private_key(PrivateKey::from_file("apiclient_key.pem")?)
    .platform_key(
        "PUB_KEY_ID_0114232134912410000000000000",
        PublicKey::from_file("pub_key.pem")?,
    )
    .secret(std::env::var("WECHATPAY_APIV2_KEY")?) // for paths under v2/
    .merchant_certificate(std::fs::read("apiclient_cert.pem")?) // for some of them
    .build()?;
"#;

/// A notification of this type.
pub(super) fn notification(event: &str) -> String {
    format!(
        "let notification = client.notifications()?.parse(&headers, &body)?;
if notification.event_type == {event:?} {{
    let resource: Value = notification.resource_json()?;
}}
"
    )
}

/// What is before the chain, the chain in three styles, and what is behind it.
pub(super) fn call(call: &Call) -> (String, [String; 3], String) {
    let path = call.path();
    let chains = [
        format!("chain!(client{})", properties(&path)),
        format!("client.chain({path:?})"),
        format!("client[{path:?}]"),
    ];
    let mut before = String::new();
    if let Some(host) = call.other_host() {
        before += &format!("// Client::builder().trust_host({host:?})\n");
    }
    if call.has_encrypted() {
        before += "let sensitive = client.sensitive()?;\n";
    }
    let arguments = arguments(call, &mut before);
    let verb = call.endpoint.method().as_str().to_ascii_lowercase();
    let after = match call.taken {
        Taken::Response => format!(".{verb}({arguments})?;\n"),
        Taken::Bill => format!(".bill({arguments}).save(\"bill.csv\")?;\n"),
        Taken::Bills => format!(".bills({arguments}).save(\"bill.csv\")?;\n"),
        Taken::File(_) if call.is_v2() => format!(".{verb}({arguments})?;\n"),
        Taken::File(name) => format!(".download({arguments}).save({name:?})?;\n"),
    };
    before += "let response = ";
    (before, chains, after)
}

fn arguments(call: &Call, before: &mut String) -> String {
    let mut fields = call.variables.clone();
    let mut put = |name: &str, value: Sample| fields.push((name.to_owned(), value));
    if !call.headers.is_empty() {
        put("headers", Sample::Object(call.headers.clone()));
    }
    if !call.query.is_empty() && !call.is_v2() {
        put("query", Sample::Object(call.query.clone()));
    }
    match &call.body {
        Body::Json(body) => put("json", body.clone()),
        Body::Xml(body) => put("xml", body.clone()),
        Body::None | Body::Upload(..) => {}
    }
    if let Some(base) = call.endpoint.base_uri() {
        put("base_uri", Sample::Text(base.to_owned()));
    }
    if let (Taken::File(name), true) = (call.taken, call.is_v2()) {
        put("sink", Sample::Text(name.to_owned()));
    }
    let map = (!fields.is_empty()).then(|| {
        let map = SYNTAX.write(&Sample::Object(fields), 0, 0);
        format!("json!({map})")
    });
    let options = match &map {
        Some(map) => format!("Options::from({map})"),
        None => "Options::new()".to_owned(),
    };
    match &call.body {
        Body::Upload(part, meta) => {
            let body = upload(part, meta, before);
            format!("{options}.body({body})")
        }
        _ if call.has_encrypted() => {
            *before += &format!("let options = {options}.sensitive(&sensitive);\n");
            "options".to_owned()
        }
        _ => map.unwrap_or_else(|| "()".to_owned()),
    }
}

/// The body of an upload. What `MediaUtil` makes itself needs no meta.
fn upload(part: &str, meta: &Sample, before: &mut String) -> String {
    *before += "let media = MediaUtil::new(\"picture.png\")?;\n";
    if part == "file" && is_usual(meta) {
        return "media.stream()".to_owned();
    }
    let meta = SYNTAX.write(meta, 4, 25);
    *before += &format!(
        "let body = Multipart::new()
    .json(\"meta\", json!({meta}))
    .file({part:?}, \"picture.png\");\n"
    );
    "body".to_owned()
}

/// Whether it is what the libraries make of a file by themselves.
pub(super) fn is_usual(meta: &Sample) -> bool {
    let Sample::Object(fields) = meta else { return false };
    let usual = ["filename", "sha256"];
    fields.len() == usual.len() && fields.iter().all(|(name, _)| usual.contains(&name.as_str()))
}
