//! `init` writes a profile that works, and overwrites none.

use super::{Ran, Sandbox, command, finish};

/// `init` in a folder whose configuration file is `new/config.toml`.
fn init(sandbox: &Sandbox, args: &[&str]) -> Ran {
    let mut command = command(sandbox.folder.path());
    command.args(["init", "--config", "new/config.toml"]).args(args);
    finish(command, b"")
}

fn written(sandbox: &Sandbox) -> String {
    std::fs::read_to_string(sandbox.folder.path().join("new/config.toml")).unwrap()
}

#[test]
fn a_profile_is_written_that_works() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    let gateway = &sandbox.gateway;
    let id = format!("--platform-id={}", gateway.public_key_id());
    let base = format!("--base-uri={}", gateway.base_uri());
    let merchant = ["--mchid", "1900000109", "--private-key", "apiclient_key.pem"];
    let files = ["--certificate", "apiclient_cert.pem", "--apiv3-key-file", "apiv3.txt"];
    let key = ["--platform-key", "pub_key.pem", &id, &base];
    let made = init(&sandbox, &[&merchant[..], &files, &key].concat()).ok();
    assert!(made.out.contains(gateway.merchant_serial()), "{}", made.out);
    assert!(made.out.contains("next: wechatpay doctor --config 'new/config.toml'"), "{}", made.out);
    assert!(
        !made.out.contains(gateway.apiv3_key()) && !written(&sandbox).contains(gateway.apiv3_key())
    );
    let file = sandbox.folder.path().join("new/config.toml");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    // From any folder.
    let mut doctor = command(std::path::Path::new("/"));
    doctor.args(["doctor", "--config"]).arg(&file);
    finish(doctor, b"").ok();
    // A second one goes next to it, comments and all.
    let first = format!("# mine\n{}", written(&sandbox));
    sandbox.private("new/config.toml", &first);
    let second =
        ["--profile", "shop 2", "--platform-key", "platform.pem", "--apiv2-key-file", "apiv2.txt"];
    let second = init(&sandbox, &[&merchant[..], &files, &second].concat()).ok();
    assert!(second.out.contains("--profile shop 2"), "{}", second.out);
    let both = written(&sandbox);
    assert!(both.starts_with(&first) && both.contains("\n[profiles.\"shop 2\"]\n"), "{both}");
    assert!(!both.split("shop 2").nth(1).unwrap().contains("platform_id"), "{both}");
    // What is there stays, unless it is told otherwise.
    let again = [&merchant[..], &files, &["--profile", "shop 2"]].concat();
    init(&sandbox, &again).fails(2, "already, which is kept: add --force");
    assert_eq!(written(&sandbox), both);
    init(&sandbox, &[&again[..], &["--force"]].concat()).ok();
    let replaced = written(&sandbox);
    assert!(replaced.starts_with(&first) && !replaced.contains("apiv2"), "{replaced}");
    assert_eq!(replaced.matches("shop 2").count(), 1);
}

#[test]
fn what_does_not_fit_is_not_written() {
    let sandbox = Sandbox::new();
    sandbox.folder.file("other.pem", wechatpay_chain::Gateway::start().unwrap().merchant_key_pem());
    sandbox.private("short.txt", "short");
    let all = |key: &str, more: &[&str]| {
        let args =
            ["--mchid", "1900000109", "--private-key", key, "--certificate", "apiclient_cert.pem"];
        init(&sandbox, &[&args[..], more].concat())
    };
    let nothing = init(&sandbox, &[]).fails(2, "missing: --mchid (pay.weixin.qq.com");
    assert!(nothing.err.contains("--apiv3-key-file, by which"), "{}", nothing.err);
    let platform = ["--platform-key", "platform.pem"];
    all("other.pem", &platform).fails(2, "the private key is not the certificate's");
    all("gone.pem", &platform).fails(2, "gone.pem");
    all("apiclient_key.pem", &["--platform-key", "pub_key.pem"])
        .fails(2, "the public key's id is missing");
    let own = ["--platform-key", "apiclient_cert.pem"];
    all("apiclient_key.pem", &own).fails(2, "the merchant's own certificate");
    all("apiclient_key.pem", &["--apiv3-key-file", "short.txt"]).fails(2, "must have 32");
    let serial = [&platform[..], &["--serial", "AB"]].concat();
    all("apiclient_key.pem", &serial).fails(2, "leave out --serial");
    let mchid = [&platform[..], &["--mchid", "wx1"]].concat();
    let mixed = ["--private-key", "apiclient_key.pem", "--certificate", "apiclient_cert.pem"];
    init(&sandbox, &[&mixed[..], &mchid].concat()).fails(2, "`wx1` is not a merchant's number");
    assert!(!sandbox.folder.path().join("new").exists());
    // A file of another shape is left alone.
    std::fs::create_dir(sandbox.folder.path().join("new")).unwrap();
    for odd in ["not toml", "profiles = { default = { mchid = \"1\" } }\n"] {
        sandbox.private("new/config.toml", odd);
        all("apiclient_key.pem", &[&platform[..], &["--profile", "x"]].concat())
            .fails(2, "can't be added to");
        assert_eq!(written(&sandbox), odd);
    }
}
