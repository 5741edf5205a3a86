//! Clients of what the environment and profiles configure. The environment is a process's own, so
//! each of these runs in a process that was started with it.

use crate::support;

use std::io::Write;
use std::path::Path;
use std::process::Command;

use http::Method;
use serde_json::json;
use support::folder::Folder;
use support::log::Log;
use wechatpay_chain::{Client, ClientBuilder, Error, ErrorKind, Gateway, Lang, PrivateKey};

/// What a child is to do, and whether that this process is one.
const TASK: &str = "SETTINGS_TASK";

/// A gateway, and a folder with its keys and a profile.
struct Merchant {
    gateway: Gateway,
    folder: Folder,
}

impl Merchant {
    fn new() -> Self {
        let merchant = Self { gateway: support::gateway(), folder: Folder::new() };
        let gateway = &merchant.gateway;
        gateway.on(Method::GET, "/v3/x", |_| json!("called"));
        merchant.private("key.pem", gateway.merchant_key_pem());
        merchant.private("cert.pem", gateway.merchant_certificate_pem());
        merchant.private("pub_key.pem", gateway.platform_public_key_pem());
        merchant.private("apiv3.txt", &format!("{}\r\n", gateway.apiv3_key()));
        let profile = format!(
            "[profiles.main]\nmchid = {}\nbase_uri = \"{}\"\nprivate_key = \"key.pem\"\n\
             certificate = \"cert.pem\"\nplatform_keys = {{ \"{}\" = \"pub_key.pem\" }}\n\
             [profiles.lacking]\nmchid = \"1\"\napiv3_key = \"HIDDEN\"\n",
            gateway.mchid(),
            gateway.base_uri(),
            gateway.public_key_id(),
        );
        merchant.private("config.toml", &profile);
        merchant
    }

    fn private(&self, name: &str, contents: &str) {
        use std::os::unix::fs::PermissionsExt;
        let path = self.folder.file(name, contents);
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }

    fn variables(&self) -> Vec<(&'static str, String)> {
        let gateway = &self.gateway;
        vec![
            ("MCHID", gateway.mchid().to_owned()),
            ("CERTIFICATE", "cert.pem".to_owned()),
            ("PRIVATE_KEY", "key.pem".to_owned()),
            ("PLATFORM_KEY", format!("{}=pub_key.pem", gateway.public_key_id())),
            ("BASE_URI", gateway.base_uri().to_owned()),
        ]
    }

    /// What the task printed in a process with these variables alone.
    /// The same of a task that makes calls of APIv2 first.
    #[track_caller]
    fn run_v2(&self, task: &str, variables: &[(&str, String)]) -> String {
        let mut starter = Command::new("/usr/bin/env");
        starter.arg("V2=1");
        finish(starter, self.folder.path(), task, variables)
    }

    #[track_caller]
    fn run(&self, task: &str, variables: &[(&str, String)]) -> String {
        run(self.folder.path(), task, variables)
    }
}

#[track_caller]
fn run(folder: &Path, task: &str, variables: &[(&str, String)]) -> String {
    finish(Command::new("/usr/bin/env"), folder, task, variables)
}

/// What the task printed when `starter` started it.
#[track_caller]
fn finish(mut starter: Command, folder: &Path, task: &str, variables: &[(&str, String)]) -> String {
    starter.arg(std::env::current_exe().unwrap());
    starter.args(["--exact", "settings::the_child", "--nocapture"]).current_dir(folder);
    starter.env_clear().env(TASK, task).env("HOME", folder);
    for (name, value) in variables {
        starter.env(format!("WECHATPAY_{name}"), value);
    }
    let output = starter.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let failed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}{failed}");
    said
}

/// Not a test by itself: what the others run.
#[test]
fn the_child() {
    let Ok(task) = std::env::var(TASK) else { return };
    let log = Log::default();
    let client: Result<Client, Error> =
        tracing::dispatcher::with_default(&log.dispatch(), || match task.split_once(' ') {
            None if task == "env" => Client::from_env(),
            None => ClientBuilder::from_env().and_then(|builder| match &*task {
                "open" => builder.build(),
                _ => builder
                    .private_key(PrivateKey::from_file("key.pem")?)
                    .serial(std::env::var("OWN_SERIAL").unwrap_or_default())
                    .build(),
            }),
            Some(("profile", name)) => Client::from_profile(name),
            Some((_, name)) => ClientBuilder::from_profile(name).and_then(ClientBuilder::build),
        });
    let mut said = String::new();
    let called = client.and_then(|client| {
        if std::env::var_os("V2").is_some() {
            let order = json!({"mch_id": "1900000109", "out_trade_no": "none"});
            for path in ["v2/pay/orderquery", "v2/secapi/pay/reverse"] {
                let error = client.chain(path).post(json!({"xml": order.clone()})).unwrap_err();
                said += &format!("V2 {error}\n");
            }
        }
        client.chain("v3/x").get(())?;
        if let Err(error) = client.notifications() {
            said += &format!("NOTIFICATIONS {error}\n");
        }
        Ok(())
    });
    match called {
        Ok(()) => said += "CALLED\n",
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Config, "{error}");
            let chinese = error.localized(Lang::Chinese);
            said += &format!("ENGLISH {error}\nCHINESE {chinese}\n");
        }
    }
    let warnings: String = log.text().lines().filter(|line| line.contains("WARN")).collect();
    std::io::stdout().write_all(format!("{said}{warnings}\n").as_bytes()).unwrap();
}

/// With these in place of those.
fn with(
    mut all: Vec<(&'static str, String)>,
    more: &[(&'static str, &str)],
) -> Vec<(&'static str, String)> {
    for (name, value) in more {
        all.retain(|(known, _)| known != name);
        all.push((name, (*value).to_owned()));
    }
    all
}

#[test]
fn the_environment_is_enough() {
    let merchant = Merchant::new();
    let variables = merchant.variables();
    for task in ["env", "open"] {
        let said = merchant.run(task, &variables);
        assert!(said.contains("CALLED") && !said.contains("others can read"), "{said}");
        assert!(said.contains("NOTIFICATIONS"), "{said}");
    }
    // A program adds to it, or gives what it lacks.
    let lacking = with(variables.clone(), &[("PRIVATE_KEY", ""), ("CERTIFICATE", "")]);
    let said = merchant.run("add", &[&lacking[..], &[("X", String::new())]].concat());
    assert!(said.contains("WECHATPAY_SERIAL (WECHATPAY_CERTIFICATE)"), "{said}");
    let said = merchant.run("add", &with(variables.clone(), &[("PRIVATE_KEY", "")]));
    assert!(said.contains("not configured: WECHATPAY_SERIAL"), "{said}");
    // A file's last line break is no part of the secret, and certificates are downloaded by it.
    let by_key = with(variables, &[("PLATFORM_KEY", ""), ("APIV3_KEY_FILE", "apiv3.txt")]);
    let said = merchant.run("env", &by_key);
    assert!(said.contains("CALLED") && !said.contains("NOTIFICATIONS"), "{said}");
    let wrong = with(by_key, &[("APIV3_KEY", "short\n")]);
    assert!(merchant.run("env", &wrong).contains("6 bytes, but must have 32"));
}

/// APIv2 beside APIv3, and alone: then a certificate is there for mutual TLS, and not for its serial
/// number.
#[test]
fn apiv2_has_its_key() {
    let merchant = Merchant::new();
    merchant.private("apiv2.txt", &format!("{}\n", merchant.gateway.secret()));
    let v2 = |variables: &[(&'static str, String)]| {
        let all = with(variables.to_vec(), &[("APIV2_KEY_FILE", "apiv2.txt")]);
        merchant.run_v2("env", &all)
    };
    let said = v2(&merchant.variables());
    assert!(said.matches("ORDERNOTEXIST").count() == 2 && said.contains("CALLED"), "{said}");
    let alone = with(merchant.variables(), &[("PLATFORM_KEY", "")]);
    let said = v2(&alone);
    assert!(said.matches("ORDERNOTEXIST").count() == 2, "{said}");
    assert!(said.contains("has only what APIv2 needs"), "{said}");
    let only = with(alone, &[("PRIVATE_KEY", ""), ("CERTIFICATE", "")]);
    let said = v2(&only);
    // Over plain http there is no certificate to present.
    assert!(said.matches("ORDERNOTEXIST").count() == 2, "{said}");
    // A serial number of its own says that APIv3 is meant.
    let serial = with(only, &[("SERIAL", "3775B6A45ACD588826D15E583A95F5DD00000000")]);
    assert!(v2(&serial).contains("WECHATPAY_PRIVATE_KEY, WECHATPAY_PLATFORM_KEY"));
    for (key, words) in [("APIV2_KEY", "5 bytes"), ("APIV2_KEY_FILE", "give it without `_FILE`")] {
        let said = merchant.run("env", &with(merchant.variables(), &[(key, "short")]));
        assert!(said.contains(words), "{said}");
    }
    let profile = std::fs::read_to_string(merchant.folder.path().join("config.toml")).unwrap();
    let profile =
        profile.replace("[profiles.lacking]", "apiv2_key_file = \"apiv2.txt\"\n[profiles.lacking]");
    merchant.private("config.toml", &profile);
    let said = merchant.run_v2("profile main", &[("CONFIG", "config.toml".to_owned())]);
    assert!(said.matches("ORDERNOTEXIST").count() == 2, "{said}");
}

#[test]
fn keys_may_be_texts() {
    let merchant = Merchant::new();
    let gateway = &merchant.gateway;
    let flat = |pem: &str| format!("\"{}\"", pem.replace('\n', "\\n"));
    let key = flat(gateway.merchant_key_pem());
    let texts = [
        ("PRIVATE_KEY", &*key),
        ("CERTIFICATE", &flat(gateway.merchant_certificate_pem())),
        ("PLATFORM_KEY", &flat(gateway.platform_public_key_pem())),
        ("PLATFORM_ID", gateway.public_key_id()),
    ];
    let variables = with(merchant.variables(), &texts);
    assert!(merchant.run("env", &variables).contains("CALLED"));
    // Not where a file is due; and no piece of it is shown.
    let said = merchant.run("env", &with(variables.clone(), &[("APIV3_KEY_FILE", &key)]));
    assert!(said.contains("ENGLISH WECHATPAY_APIV3_KEY_FILE is a text where"), "{said}");
    assert!(said.contains("CHINESE WECHATPAY_APIV3_KEY_FILE 应为文件路径"), "{said}");
    let damaged = key.replacen("MII", "M*I", 1);
    let damaged = merchant.run("env", &with(variables, &[("PRIVATE_KEY", &damaged)]));
    assert!(damaged.contains("`WECHATPAY_PRIVATE_KEY`: "), "{damaged}");
    for said in [said, damaged] {
        assert!(!said.contains(&key[60..100]), "{said}");
    }
}

/// A secret is easily given where its file is due: then it must not be in the error.
#[test]
fn a_secret_in_place_of_its_file_is_not_shown() {
    let merchant = Merchant::new();
    for (name, secret) in [
        ("APIV3_KEY_FILE", "0123456789abcdef0123456789ABCDEF"),
        ("PRIVATE_KEY_PASSPHRASE_FILE", "open sesame"),
    ] {
        let variables = with(merchant.variables(), &[(name, secret)]);
        let said = merchant.run("env", &variables);
        assert!(said.contains(name) && !said.contains(secret), "{said}");
        let profile = format!("[profiles.p]\n{} = \"{secret}\"\n", name.to_lowercase());
        merchant.private("wrong.toml", &profile);
        let said = merchant.run("profile p", &[("CONFIG", "wrong.toml".to_owned())]);
        assert!(said.contains(name) && !said.contains(secret), "{said}");
    }
    let variables = with(merchant.variables(), &[("APIV3_KEY_FILE", "secrets/none")]);
    assert!(merchant.run("env", &variables).contains("secrets/none"));
}

#[test]
fn all_that_is_missing_is_named() {
    let folder = Folder::new();
    for task in ["env", "open"] {
        let said = run(folder.path(), task, &[]);
        let all = "WECHATPAY_MCHID, WECHATPAY_SERIAL (WECHATPAY_CERTIFICATE), WECHATPAY_PRIVATE_KEY, \
                   WECHATPAY_PLATFORM_KEY";
        assert!(said.contains(&format!("ENGLISH not configured: {all}; set it there")), "{said}");
        assert!(said.contains(&format!("CHINESE 尚未配置：{all}；请在此设置")), "{said}");
    }
    // What is missing comes before what is wrong with a key.
    let said = run(folder.path(), "env", &[("PRIVATE_KEY", "none.pem".to_owned())]);
    assert!(said.contains("not configured: WECHATPAY_MCHID"), "{said}");
    let one = [("PRIVATE_KEY", "none.pem".to_owned()), ("TIMEOUT", "soon".to_owned())];
    assert!(run(folder.path(), "env", &one).contains("WECHATPAY_TIMEOUT=30"));
    let said = run(folder.path(), "open", &one[..1]);
    assert!(said.contains("can't be read from `none.pem`"), "{said}");
}

#[test]
fn an_encrypted_key_asks_for_its_passphrase() {
    let merchant = Merchant::new();
    let pem = merchant.gateway.merchant_key_pem().as_bytes();
    let key = openssl::pkey::PKey::private_key_from_pem(pem).unwrap();
    let aes = openssl::symm::Cipher::aes_256_cbc();
    let pem = key.private_key_to_pem_pkcs8_passphrase(aes, b"open sesame").unwrap();
    let pem = String::from_utf8(pem).unwrap();
    for key in [&pem, &pem.replace('\n', "\\n")] {
        let variables = with(merchant.variables(), &[("PRIVATE_KEY", key)]);
        let said = merchant.run("env", &variables);
        assert!(said.contains("by WECHATPAY_PRIVATE_KEY_PASSPHRASE_FILE, or decrypt"), "{said}");
        let opened = with(variables.clone(), &[("PRIVATE_KEY_PASSPHRASE", "open sesame")]);
        assert!(merchant.run("env", &opened).contains("CALLED"));
        let said = merchant.run("env", &with(variables, &[("PRIVATE_KEY_PASSPHRASE", "close")]));
        assert!(said.contains("the passphrase is wrong"), "{said}");
    }
}

#[test]
fn a_profile_is_read_and_the_environment_goes_first() {
    let merchant = Merchant::new();
    let file = ("CONFIG", "config.toml".to_owned());
    for task in ["profile main", "builder main"] {
        let said = merchant.run(task, std::slice::from_ref(&file));
        assert!(said.contains("CALLED") && !said.contains("takes the place"), "{said}");
    }
    let said = merchant.run("env", &[file.clone(), ("PROFILE", "main".to_owned())]);
    assert!(said.contains("CALLED"), "{said}");
    // A variable that takes a value's place is warned of where the program names the profile.
    let other = [file.clone(), ("MCHID", "1".to_owned())];
    let client = merchant.run("profile lacking", &other);
    assert!(client.contains("WECHATPAY_MCHID takes the place of"), "{client}");
    assert!(client.contains("not configured: WECHATPAY_SERIAL"), "{client}");
    let place = "set it there, or in the profile `lacking` of `config.toml`";
    assert!(client.contains(place) && !client.contains("HIDDEN"), "{client}");
    assert!(client.contains("或写入 `config.toml` 的配置 `lacking`"), "{client}");
    let other = [&other[..], &[("PROFILE", "lacking".to_owned())]].concat();
    assert!(!merchant.run("env", &other).contains("takes the place"));
    // An explicit name goes before the variable's.
    assert!(
        merchant
            .run("profile main", &[file.clone(), ("PROFILE", "none".to_owned())])
            .contains("CALLED")
    );
    let said = merchant.run("profile other", &[file]);
    assert!(said.contains("`config.toml` has no profile `other`, but lacking, main"), "{said}");
    assert!(said.contains("choose one by WECHATPAY_PROFILE") && !said.contains("HIDDEN"), "{said}");
    let said = merchant.run("profile main", &[]);
    assert!(said.contains(".config/wechatpay/config.toml`: No such file"), "{said}");
}

#[test]
fn a_file_that_others_can_read_is_warned_of() {
    use std::os::unix::fs::PermissionsExt;

    let merchant = Merchant::new();
    for name in ["key.pem", "config.toml"] {
        let path = merchant.folder.path().join(name);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let variables =
            with(merchant.variables(), &[("CONFIG", "config.toml"), ("PROFILE", "main")]);
        let said = merchant.run("env", &variables);
        assert!(said.contains("CALLED") && said.contains("others can read"), "{said}");
        assert!(said.contains(&format!("chmod 600 '{name}'")), "{said}");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

/// Filled in and loaded by a shell, as it says itself; and the profile that the page shows.
#[test]
fn the_examples_work() {
    let merchant = Merchant::new();
    let gateway = &merchant.gateway;
    for (copy, name) in [
        ("key.pem", "apiclient_key.pem"),
        ("cert.pem", "apiclient_cert.pem"),
        ("apiv3.txt", "apiv3_key.txt"),
    ] {
        let folder = merchant.folder.path();
        std::fs::rename(folder.join(copy), folder.join(name)).unwrap();
    }
    let id = "PUB_KEY_ID_0114232134912410000000000000";
    let base = format!("WECHATPAY_BASE_URI={}", gateway.base_uri());
    let variables = include_str!("../../.env.example")
        .replace(id, gateway.public_key_id())
        .replace("# WECHATPAY_TIMEOUT", "WECHATPAY_TIMEOUT")
        .replace("# WECHATPAY_BASE_URI=https://api.mch.weixin.qq.com/", &base);
    merchant.private(".env", &variables);
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", "set -a; . ./.env; set +a; exec \"$@\"", "sh"]);
    let said = finish(shell, merchant.folder.path(), "env", &[]);
    assert!(said.contains("CALLED") && !said.contains("NOTIFICATIONS"), "{said}");
    let page = include_str!("../../docs/deployment.md");
    let (_, profile) = page.split_once("[profiles.main]").unwrap();
    let profile = profile.split("```").next().unwrap().replace(id, gateway.public_key_id());
    merchant.private("config.toml", &format!("[profiles.main]{profile}"));
    let variables =
        [("CONFIG", "config.toml".to_owned()), ("BASE_URI", gateway.base_uri().to_owned())];
    let said = merchant.run("profile main", &variables);
    assert!(said.contains("CALLED") && !said.contains("NOTIFICATIONS"), "{said}");
}
