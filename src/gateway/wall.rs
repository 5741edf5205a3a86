//! The wall between the gateway and the client: the gateway checks what the client signs, so it must
//! not use the client's code for that, or one mistake would hide the other.

use std::fs;
use std::path::Path;

/// The client's modules for signing, verifying and keys.
const FORBIDDEN: [&str; 3] = ["middleware", "signature", "crypto"];
/// They hand out a client and its keys, and check no request.
const HANDING_OUT: [&str; 2] = ["builder.rs", "running.rs"];

#[test]
fn only_what_hands_out_a_client_uses_the_clients_code() {
    let gateway = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/gateway");
    let mut files = Vec::new();
    collect(&gateway, &mut files);
    assert!(files.len() > 40, "{files:?}");
    for (name, text) in files {
        let used = used_modules(&text);
        let allowed = HANDING_OUT.contains(&&*name) || name == "wall.rs";
        assert!(used.is_empty() || allowed, "{name} uses {used:?} of the client");
    }
}

#[test]
fn each_way_to_name_a_module_is_seen() {
    for (text, module) in [
        ("use crate::crypto::PrivateKey;", "crypto"),
        ("let key = crate::crypto::PrivateKey::from_pem(pem);", "crypto"),
        ("use crate::{error, signature::Headers};", "signature"),
        ("use crate::{\n    error::Error,\n    middleware,\n};", "middleware"),
        ("use super::super::crypto::Rsa;", "crypto"),
        ("use crate::PrivateKey;", "PrivateKey"),
    ] {
        assert_eq!(used_modules(text), [module], "{text}");
    }
    for text in ["use crate::error::Error;", "// crate::crypto", "use super::sign::sign;"] {
        assert!(used_modules(text).is_empty(), "{text}");
    }
}

fn collect(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(concat!(env!("CARGO_MANIFEST_DIR"), "/src/gateway"));
            let name = name.unwrap().to_str().unwrap().replace('\\', "/");
            files.push((name, fs::read_to_string(path).unwrap()));
        }
    }
}

/// The forbidden modules that a file names, and the types that it takes from the crate's root, which
/// re-exports theirs.
fn used_modules(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join(" ");
    let of_modules = |name: &String| FORBIDDEN.contains(&&**name);
    let of_root = |name: &String| {
        of_modules(name) || name.starts_with(char::is_uppercase) && name != "Gateway"
    };
    let mut used = Vec::new();
    for (at, root) in code.match_indices("crate::") {
        used.extend(first_segments(&code[at + root.len()..]).into_iter().filter(of_root));
    }
    for (at, parent) in code.match_indices("super::") {
        used.extend(first_segments(&code[at + parent.len()..]).into_iter().filter(of_modules));
    }
    used
}

/// `a::b` begins with `a`, and `{a::b, c::{d}}` with `a` and `c`.
fn first_segments(path: &str) -> Vec<String> {
    let name = |text: &str| {
        let text = text.trim_start();
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        text[..end].to_owned()
    };
    let Some(group) = path.strip_prefix('{') else {
        return vec![name(path)];
    };
    let mut names = vec![name(group)];
    let mut depth = 0_usize;
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&group[at + 1..])),
            _ => {}
        }
    }
    names
}
