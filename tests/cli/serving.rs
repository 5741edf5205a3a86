//! `doctor`, which looks at everything, and `gateway`, which serves until it is stopped.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use super::{Ran, Sandbox, command};
use crate::support::folder::Folder;
use crate::support::server::{Reply, Server, answer, signature};

#[test]
fn a_healthy_setup_passes_each_check() {
    let sandbox = Sandbox::new();
    let report = sandbox.run(&["doctor"]).ok().out;
    for check in [
        "permissions",
        "private key",
        "key pair",
        "serial",
        "certificate",
        "APIv3 key",
        "platform key",
        "connection",
        "clock",
        "signature",
        "answer",
        "decryption",
    ] {
        assert!(report.contains(&format!("ok    {check}: ")), "{check} in {report}");
    }
    assert!(report.contains("public key mode") && !report.contains("FAIL"), "{report}");
}

#[test]
fn each_mistake_fails_its_check() {
    let sandbox = Sandbox::new();
    let other = crate::support::gateway();
    sandbox.private("other_key.pem", other.merchant_key_pem());
    sandbox.private("short.txt", "short");
    sandbox.private("wrong.txt", other.apiv3_key());
    sandbox.folder.file("other_pub.pem", other.platform_public_key_pem());
    for (args, failed) in [
        (
            ["--private-key", "other_key.pem"],
            &["key pair: the private key is not", "signature: "][..],
        ),
        (["--serial", "ABCD"], &["serial: the certificate's is"]),
        (["--apiv3-key-file", "short.txt"], &["APIv3 key: the APIv3 key has 5 bytes"]),
        (["--apiv3-key-file", "wrong.txt"], &["decryption: "]),
        (["--platform-id", "ABCD"], &["platform key: `ABCD`"]),
        (["--platform-key", "other_pub.pem"], &["answer: "]),
        (["--base-uri", "http://127.0.0.1:1/"], &["connection: "]),
        (["--mchid", "1"], &["signature: "]),
    ] {
        let ran: Ran = sandbox.run(&["doctor", args[0], args[1]]).fails(1, "failed, see FAIL");
        for failed in failed {
            assert!(ran.out.contains(&format!("FAIL  {failed}")), "{failed} in {}", ran.out);
        }
    }
}

#[test]
fn a_clock_that_is_off_is_told() {
    let sandbox = Sandbox::new();
    let server = Server::start(|_| {
        let body = b"{\"data\":[]}";
        let date = "Date: Thu, 01 Jan 2015 00:00:00 GMT\r\n";
        Reply::Raw(answer(200, &format!("{date}{}", signature(body)), body))
    });
    let ran = sandbox.run(&["doctor", "--base-uri", &server.base_uri()]).fails(1, "FAIL");
    assert!(ran.out.contains("FAIL  clock: "), "{}", ran.out);
    assert!(ran.out.contains("synchronise it (NTP)"), "{}", ran.out);
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Reads until a line that begins so, and gives all of it.
fn until(lines: &mut impl Iterator<Item = std::io::Result<String>>, begin: &str) -> String {
    let mut text = String::new();
    for line in lines {
        let line = line.unwrap();
        text += &line;
        text.push('\n');
        if line.starts_with(begin) {
            return text;
        }
    }
    panic!("no line begins with {begin}: {text}");
}

fn serve(folder: &Folder) -> (Running, impl Iterator<Item = std::io::Result<String>> + use<>) {
    let mut gateway = command(folder.path());
    gateway.args(["gateway", "--dir", "keys", "--port", "0"]);
    let mut child = Running(gateway.stdout(Stdio::piped()).spawn().unwrap());
    let lines = BufReader::new(child.0.stdout.take().unwrap()).lines();
    (child, lines)
}

#[test]
fn the_gateway_serves_and_tells_each_call() {
    let folder = Folder::new();
    // Twice: what it wrote itself it may overwrite.
    for _ in 0..2 {
        let (_running, mut lines) = serve(&folder);
        let shown = until(&mut lines, "Calls, until Ctrl-C:");
        for part in [
            "// Rust",
            "// PHP",
            "// Go",
            "// Java",
            "'base_uri' => 'http://127.0.0.1:",
            "Its calls, in a browser: http://127.0.0.1:",
            "platform_cert.pem', Rsa::KEY_TYPE_PUBLIC",
            "local.URL.Host, local.Host = \"http\", \"127.0.0.1:",
            ".scheme(\"http\").host(\"127.0.0.1\").port(",
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        use std::os::unix::fs::PermissionsExt;
        for name in ["apiclient_key.pem", "apiv3_key.txt", "config.toml", ".gitignore"] {
            let path = folder.path().join("keys").join(name);
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{name}");
        }
        let run = |args: &[&str]| {
            let mut call = command(folder.path());
            call.args(["--config", "keys/config.toml"]).args(args);
            super::finish(call, b"")
        };
        run(&["get", "v3/certificates"]).ok();
        until(&mut lines, "GET /v3/certificates 200");
        run(&["get", "v3/none", "--mchid", "2"]).fails(4, "401");
        assert!(until(&mut lines, "GET /v3/none 401").contains("refused"));
    }
}

#[test]
fn the_gateway_overwrites_no_file_of_others() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path().join("keys")).unwrap();
    let real = folder.file("keys/apiclient_key.pem", "a real key");
    let mut gateway = command(folder.path());
    gateway.args(["gateway", "--dir", "keys"]);
    super::finish(gateway, b"").fails(2, "is not the gateway's");
    assert_eq!(std::fs::read_to_string(real).unwrap(), "a real key");
    assert!(!folder.path().join("keys/pub_key.pem").exists());
    // A port that is taken is told.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let mut gateway = command(folder.path());
    gateway.args(["gateway", "--dir", "free", "--port", &port, "--show", "php"]);
    super::finish(gateway, b"").fails(2, "take another");
}
