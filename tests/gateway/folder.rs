//! The gateway's folder: keys that outlast a start, and files that are not its own.

use crate::support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use wechatpay_chain::certificates::Refresh;
use wechatpay_chain::gateway::{GatewayBuilder, KeyMode};
use wechatpay_chain::{ErrorKind, Gateway, PrivateKey, ResponseExt, Verification};

use support::folder::Folder;

const KEPT: [&str; 14] = [
    "apiclient_key.pem",
    "apiclient_cert.pem",
    "platform_cert.pem",
    "pub_key.pem",
    "pub_key_id.txt",
    "apiv3_key.txt",
    "apiv2_key.txt",
    "platform/platform_key.pem",
    "platform/pub_key_private.pem",
    "platform/platform_cert.pem",
    "platform/pub_key_id.txt",
    "proxy_ca.pem",
    "platform/proxy_cert.pem",
    "platform/proxy_key.pem",
];

fn builder(folder: &Folder) -> GatewayBuilder {
    Gateway::builder().dir(folder.path().join("keys"))
}

/// All files but the one that names the port.
fn contents(folder: &Folder) -> BTreeMap<String, String> {
    let read = |name: &str| fs::read_to_string(folder.path().join("keys").join(name)).unwrap();
    KEPT.iter().map(|name| ((*name).to_owned(), read(name))).collect()
}

#[test]
fn a_list_of_a_stranger_s_is_left_alone() {
    for text in ["mine\n", "mine", "0123 apiclient_key.pem\n"] {
        let folder = Folder::new();
        fs::create_dir(folder.path().join("keys")).unwrap();
        let list = folder.file("keys/.wechatpay-gateway", text);
        let error = builder(&folder).start().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(".wechatpay-gateway` is not the gateway's"), "{error}");
        assert_eq!(fs::read_to_string(list).unwrap(), text);
        assert!(!folder.path().join("keys/apiclient_key.pem").exists());
    }
}

#[test]
fn a_client_of_the_first_start_works_with_the_second() {
    let folder = Folder::new();
    let first = builder(&folder).start().unwrap();
    let port = first.base_uri().rsplit(':').next().unwrap().trim_end_matches('/').to_owned();
    let client = first.client().unwrap();
    let (by_certificate, files) = (first.client_builder(), contents(&folder));
    // Certificates that came later are not kept: the first one signs again.
    first.rotate_certificate().unwrap();
    assert_eq!(first.dir(), Some(&*fs::canonicalize(folder.path().join("keys")).unwrap()));
    drop(first);

    let second = builder(&folder).port(port.parse().unwrap()).start().unwrap();
    assert_eq!(contents(&folder), files);
    let answer = client.chain("v3/certificates").get(json!({})).unwrap();
    let verified = answer.extensions().get::<Verification>().unwrap();
    let serial = second.public_key_id().to_owned();
    assert_eq!(*verified, Verification::Verified { serial });
    let listed: Value = answer.json().unwrap();
    assert_eq!(listed["data"].as_array().unwrap().len(), 1);
    assert_eq!(listed["data"][0]["serial_no"], second.platform_serial());
    // The platform's key is the same, and the APIv3 key as well.
    let downloading = by_certificate.download_certificates(Refresh::new()).build().unwrap();
    downloading.certificates().unwrap().refresh().wait().unwrap();
    assert!(second.requests().iter().all(wechatpay_chain::gateway::ReceivedRequest::verified));
}

#[test]
fn what_only_the_platform_has_is_apart_and_marked() {
    let folder = Folder::new();
    let gateway = builder(&folder).start().unwrap();
    for (name, text) in contents(&folder) {
        use std::os::unix::fs::PermissionsExt;
        let path = folder.path().join("keys").join(&name);
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{name}");
        if name.starts_with("platform/") && text.contains("PRIVATE KEY") {
            assert!(text.contains("(sandbox)"), "{text}");
        }
        if ["platform/platform_key.pem", "platform/pub_key_private.pem"].contains(&&*name) {
            let key = PrivateKey::from_pem(&text).unwrap();
            assert!(format!("{key:?}").contains("2048"), "{key:?}");
        }
    }
    let config = fs::read_to_string(folder.path().join("keys/config.toml")).unwrap();
    assert!(config.contains(gateway.base_uri()), "{config}");
}

#[test]
fn a_changed_or_missing_file_is_told_and_nothing_is_written() {
    for (name, changed) in [
        ("pub_key.pem", None),
        ("platform/platform_key.pem", None),
        ("apiv3_key.txt", Some("0123456789abcdef0123456789abcdef")),
        ("apiclient_key.pem", Some("a real key")),
        ("apiv2_key.txt", None),
        ("apiv2_key.txt", Some("0123456789abcdef0123456789abcdef")),
    ] {
        let folder = Folder::new();
        drop(builder(&folder).start().unwrap());
        let path = folder.path().join("keys").join(name);
        match changed {
            Some(text) => fs::write(&path, text).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let error = builder(&folder).start().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        let words = if changed.is_some() { "is not as the gateway wrote it" } else { "is missing" };
        let shown = error.to_string();
        assert!(shown.contains(words) && shown.contains(name), "{shown}");
        assert_eq!(fs::read_to_string(&path).ok().as_deref(), changed);
        // New keys replace what is the gateway's, and not what was changed.
        let new = builder(&folder).new_keys(true).start();
        match changed {
            Some(text) => {
                assert!(new.unwrap_err().to_string().contains("is not the gateway's"));
                assert_eq!(fs::read_to_string(&path).unwrap(), text);
            }
            None => drop(new.unwrap()),
        }
    }
}

#[test]
fn a_refused_folder_is_left_as_it_was() {
    for name in ["apiclient_key.pem", "pub_key.pem"] {
        let folder = Folder::new();
        fs::create_dir(folder.path().join("keys")).unwrap();
        folder.file(&format!("keys/{name}"), "a real key");
        let error = builder(&folder).start().unwrap_err();
        assert!(error.to_string().contains("is not the gateway's"), "{error}");
        let found: Vec<_> = fs::read_dir(folder.path().join("keys")).unwrap().collect();
        assert_eq!(found.len(), 1, "{found:?}");
    }
}

#[test]
fn one_gateway_at_a_time_uses_a_folder() {
    let folder = Folder::new();
    let first = builder(&folder).start().unwrap();
    let config = || fs::read_to_string(folder.path().join("keys/config.toml")).unwrap();
    let before = config();
    for builder in [builder(&folder), builder(&folder).new_keys(true)] {
        let error = builder.start().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("another gateway is using `"), "{error}");
    }
    assert_eq!(config(), before);
    first.client().unwrap().chain("v3/certificates").get(()).unwrap();
    drop(first);
    assert_ne!(builder(&folder).start().unwrap().base_uri(), "");
}

/// The folder of a gateway that knew no key modes and was no proxy.
#[test]
fn an_older_folder_keeps_its_keys() {
    let folder = Folder::new();
    drop(builder(&folder).start().unwrap());
    let before = contents(&folder);
    let keys = folder.path().join("keys");
    let newer = |line: &str| {
        let name = line.split(' ').nth(1).unwrap().trim_end();
        name.contains("proxy")
            || ["platform/platform_cert.pem", "platform/pub_key_id.txt"].contains(&name)
    };
    let list = fs::read_to_string(keys.join(".wechatpay-gateway")).unwrap();
    for line in list.lines().filter(|line| newer(line)) {
        fs::remove_file(keys.join(line.split(' ').nth(1).unwrap())).unwrap();
    }
    let older: String = list.split_inclusive('\n').filter(|line| !newer(line)).collect();
    fs::write(keys.join(".wechatpay-gateway"), older).unwrap();
    drop(builder(&folder).keys(KeyMode::PublicKey).start().unwrap());
    drop(builder(&folder).start().unwrap());
    let after = contents(&folder);
    for name in KEPT.iter().filter(|name| !name.contains("proxy")) {
        assert_eq!(before[*name], after[*name], "{name}");
    }
    assert_ne!(before["proxy_ca.pem"], after["proxy_ca.pem"]);
}

/// A folder of a gateway that knew no APIv2 gets the key that it lacks, and keeps the others.
#[test]
fn an_older_folder_gets_an_apiv2_key() {
    let folder = Folder::new();
    drop(builder(&folder).start().unwrap());
    let before = contents(&folder);
    let keys = folder.path().join("keys");
    fs::remove_file(keys.join("apiv2_key.txt")).unwrap();
    let list = fs::read_to_string(keys.join(".wechatpay-gateway")).unwrap();
    let older: String = list.split_inclusive('\n').filter(|l| !l.contains("apiv2")).collect();
    assert_ne!(list, older);
    fs::write(keys.join(".wechatpay-gateway"), older).unwrap();
    let gateway = builder(&folder).start().unwrap();
    let after = contents(&folder);
    assert_eq!(after["apiv2_key.txt"], gateway.secret());
    for name in KEPT.iter().filter(|name| **name != "apiv2_key.txt") {
        assert_eq!(before[*name], after[*name], "{name}");
    }
}

#[test]
fn new_keys_are_new() {
    let folder = Folder::new();
    drop(builder(&folder).start().unwrap());
    let before = contents(&folder);
    drop(builder(&folder).new_keys(true).start().unwrap());
    let after = contents(&folder);
    for name in KEPT {
        assert_ne!(before[name], after[name], "{name}");
    }
    drop(builder(&folder).start().unwrap());
    assert_eq!(contents(&folder), after);
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_out_of_the_folder() {
    let (folder, elsewhere) = (Folder::new(), Folder::new());
    fs::create_dir(folder.path().join("keys")).unwrap();
    let link = folder.path().join("keys/platform");
    std::os::unix::fs::symlink(elsewhere.path(), link).unwrap();
    let error = builder(&folder).start().unwrap_err().to_string();
    assert!(error.contains("is not the gateway's"), "{error}");
    let is_empty = |path: &Path| fs::read_dir(path).unwrap().next().is_none();
    assert!(is_empty(elsewhere.path()));
    assert!(!folder.path().join("keys/apiclient_key.pem").exists());
}
