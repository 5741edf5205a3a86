//! Ported from PHP: uploads a file whose meta has an additional field. See docs/porting.md.
//!
//! `cargo run --example port_upload` needs no account: it calls the local gateway.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::fs;
use std::path::Path;

use http::Method;
use serde_json::{Value, json};
use wechatpay_chain::gateway::ReceivedRequest;
use wechatpay_chain::{Client, Gateway, MediaUtil, Options, ResponseExt};

fn main() -> Result<(), Box<dyn Error>> {
    let gateway = Gateway::start()?;
    gateway.on(Method::POST, "/v3/marketing/bank/packages/{package_id}/tasks", tasks);
    let path = std::env::temp_dir().join(format!("port-upload-{}.csv", std::process::id()));
    fs::write(&path, "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o\n")?;

    let task = upload(&gateway.client()?, &path);
    fs::remove_file(&path)?;
    let task = task?;
    println!("{task}");
    assert_eq!(task, json!({"task_id": "8956", "package_id": "8473295"}));

    // The gateway verified that the signature covers only the meta.
    let request = &gateway.requests()[0];
    assert!(request.verified());
    let body = String::from_utf8_lossy(request.body());
    assert!(body.contains(r#""bank_type":"CCB"}"#), "{body}");
    assert!(body.contains("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o\n"), "{body}");
    Ok(())
}

/// The port.
fn upload(client: &Client, path: &Path) -> Result<Value, wechatpay_chain::Error> {
    let mut media = MediaUtil::new(path)?;
    media.set_meta(json!({
        "filename": media.filename(),
        "sha256": media.sha256(),
        "bank_type": "CCB",
    }));
    let options = Options::new()
        .var("package_id", "8473295")
        .body(media.stream())
        .header("Content-Type", media.content_type());
    client.chain("v3/marketing/bank/packages/{package_id}/tasks").post(options)?.json()
}

/// WeChat Pay's side.
fn tasks(request: &ReceivedRequest) -> Value {
    json!({"task_id": "8956", "package_id": request.var("package_id")})
}
