//! Uploads as PHP's `MediaUtil` makes them, byte for byte but for the boundary.

use std::path::PathBuf;

use http_body::Body as _;
use serde_json::Value;
use wechatpay_chain::{Body, MediaUtil};

use crate::edge_cases::listed_cases;
use crate::recordings;

fn bytes(base64: &Value) -> Vec<u8> {
    openssl::base64::decode_block(base64.as_str().unwrap()).unwrap()
}

/// A folder for the files, removed with everything in it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("wechatpay-media-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Both ways to make it: of a file, and of the same bytes.
fn both(folder: &Folder, filename: &str, contents: &[u8]) -> [MediaUtil; 2] {
    let path = folder.0.join(filename);
    std::fs::write(&path, contents).unwrap();
    [MediaUtil::new(path).unwrap(), MediaUtil::from_bytes(filename, contents.to_vec())]
}

fn read(body: Body) -> Vec<u8> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(body.into_bytes()).unwrap().to_vec()
}

fn with_boundary(body: &[u8], boundary: &str, other: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = body;
    while let Some(at) =
        rest.windows(boundary.len()).position(|window| window == boundary.as_bytes())
    {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(other.as_bytes());
        rest = &rest[at + boundary.len()..];
    }
    [&out, rest].concat()
}

fn differences(media: &MediaUtil, recorded: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, php: &[u8], here: &[u8]| {
        if php != here {
            let (php, here) = (String::from_utf8_lossy(php), String::from_utf8_lossy(here));
            differences.push(format!("{what}: PHP {php:?}, here {here:?}"));
        }
    };
    let text = |key: &str| recorded[key].as_str().unwrap();
    compare("meta", text("meta").as_bytes(), media.meta().as_bytes());
    let boundary = media.content_type().strip_prefix("multipart/form-data; boundary=").unwrap();
    assert_eq!(boundary.len(), text("boundary").len());
    let content_type = with_boundary(media.content_type().as_bytes(), boundary, text("boundary"));
    compare("Content-Type", text("content_type").as_bytes(), &content_type);
    let announced = media.stream().size_hint().exact().expect("the length is known");
    let body = read(media.stream());
    assert_eq!(announced, body.len() as u64);
    let body = with_boundary(&body, boundary, text("boundary"));
    compare("body", &bytes(&recorded["wire_body_base64"]), &body);
    let chunked = recorded["headers"]["transfer-encoding"] == "chunked";
    compare("length", if chunked { b"unknown" } else { b"known" }, b"known");
    differences
}

#[test]
fn every_upload_is_phps_or_under_a_rule() {
    let vectors = recordings::vectors();
    let folder = Folder::new();
    let mut listed = listed_cases();
    listed.retain(|case, _| case.starts_with("media/"));
    let mut problems = Vec::new();
    let recorded = vectors["media_util"].as_array().unwrap();
    let mut rule_of = std::collections::BTreeMap::new();
    // The stream's bytes were those of the first file.
    let of_stream = bytes(&recorded[0]["result"]["file_base64"]);
    for vector in recorded {
        let (name, result) = (vector["name"].as_str().unwrap(), &vector["result"]);
        let case = format!("media/{name}");
        let differences = if result.is_null() {
            // PHP throws. Here there is no stream that could not be read twice.
            let media = MediaUtil::from_bytes("some.png", "bytes");
            vec![format!("PHP throws, here {}", media.meta())]
        } else {
            // A stream was given a name of its own.
            let meta: Value = serde_json::from_str(result["meta"].as_str().unwrap()).unwrap();
            let filename = meta["filename"].as_str().unwrap();
            let contents = match &result["file_base64"] {
                Value::Null => of_stream.clone(),
                base64 => bytes(base64),
            };
            let [of_file, of_bytes] = both(&folder, filename, &contents);
            let ours = differences(&of_file, result);
            assert_eq!(ours.len(), differences(&of_bytes, result).len(), "{case}");
            ours
        };
        match (differences.is_empty(), listed.remove(case.as_str())) {
            (false, None) => problems.push(format!("{case}: {}", differences.join("; "))),
            (true, Some(rule)) => problems.push(format!("{case} is as in PHP, but under `{rule}`")),
            (_, rule) => drop(rule_of.insert(case, (rule, differences))),
        }
    }
    assert!(problems.is_empty(), "{}:\n{}", problems.len(), problems.join("\n"));
    assert!(listed.is_empty(), "rules name uploads that are none: {listed:?}");
    assert!(recorded.len() >= 9);
    // The rule on lengths covers nothing but the length.
    for (case, (rule, differences)) in rule_of {
        if rule == Some("An upload has a length") {
            assert!(
                differences.len() == 1 && differences[0].starts_with("length:"),
                "{case}: {differences:?}"
            );
        }
    }
}
