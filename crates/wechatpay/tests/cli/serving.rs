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
        "response",
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
        (["--platform-id", "ABCD"], &["platform key: --platform-key `ABCD`"]),
        (["--platform-key", "other_pub.pem"], &["response: "]),
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
fn what_is_not_configured_is_told() {
    let folder = Folder::new();
    let mut doctor = command(folder.path());
    // Nothing is sent; were it, it would stay on this machine.
    doctor.args(["doctor", "--base-uri", "http://127.0.0.1:1/"]);
    let ran = super::finish(doctor, b"").fails(1, "failed, see FAIL");
    for line in [
        "FAIL  private key: not configured: WECHATPAY_PRIVATE_KEY",
        "note  certificate: not given",
        "note  APIv3 key: not given",
        "FAIL  platform key: not given, nor an APIv3 key",
        "FAIL  client: not configured: WECHATPAY_MCHID (--mchid), WECHATPAY_SERIAL",
        "note  connection: not tried",
    ] {
        assert!(ran.out.contains(line), "{line} is not in {}", ran.out);
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

pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Reads until a line that begins so, and gives all of it.
pub(crate) fn until(
    lines: &mut impl Iterator<Item = std::io::Result<String>>,
    begin: &str,
) -> String {
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

pub(crate) fn serve(
    folder: &Folder,
    args: &[&str],
) -> (Running, impl Iterator<Item = std::io::Result<String>> + use<>) {
    let mut gateway = command(folder.path());
    gateway.args(["gateway", "--dir", "keys", "--port", "0"]).args(args);
    let mut child = Running(gateway.stdout(Stdio::piped()).spawn().unwrap());
    let lines = BufReader::new(child.0.stdout.take().unwrap()).lines();
    (child, lines)
}

/// The command, by the profile that the gateway wrote.
fn configured(folder: &Folder, args: &[&str]) -> Ran {
    let mut call = command(folder.path());
    call.args(["--config", "keys/config.toml"]).args(args);
    super::finish(call, b"")
}

#[test]
fn the_gateway_serves_and_tells_each_call() {
    let folder = Folder::new();
    let mut keys = Vec::new();
    // The second start uses the keys of the first, the third has new ones.
    for args in [&[][..], &[], &["--new-keys"]] {
        let (_running, mut lines) = serve(&folder, args);
        let shown = until(&mut lines, "Calls, until Ctrl-C:");
        for part in [
            "// Rust",
            "// PHP",
            "// Node.js",
            "// Go",
            "// Java",
            "'base_uri' => 'http://127.0.0.1:",
            "Its calls, in a browser: http://127.0.0.1:",
            "platform_cert.pem', Rsa::KEY_TYPE_PUBLIC",
            "'secret' => file_get_contents('",
            "secret: readFileSync('",
            ".secret(std::fs::read_to_string(\"",
            "baseURL: 'http://127.0.0.1:",
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
        let run = |args: &[&str]| configured(&folder, args);
        run(&["get", "v3/certificates"]).ok();
        until(&mut lines, "GET /v3/certificates 200");
        run(&["get", "v3/none", "--mchid", "2"]).fails(4, "401");
        assert!(until(&mut lines, "GET /v3/none 401").contains("refused"));
        run(&["get", "v3/none"]).fails(4, "404");
        assert!(
            until(&mut lines, "GET /v3/none 404").contains("there is no response for this path")
        );
        keys.push(std::fs::read_to_string(folder.path().join("keys/apiclient_key.pem")).unwrap());
    }
    assert!(keys[0] == keys[1] && keys[1] != keys[2]);
    std::fs::remove_file(folder.path().join("keys/pub_key.pem")).unwrap();
    let mut gateway = command(folder.path());
    gateway.args(["gateway", "--dir", "keys"]);
    super::finish(gateway, b"").fails(2, "--new-keys");
}

#[test]
fn a_call_that_is_cut_is_told_as_well() {
    let folder = Folder::new();
    for (fault, line) in [
        ("cut-before", "GET /v3/certificates cut (fault: cut-before)\n"),
        ("cut-after", "GET /v3/certificates 200 (fault: cut-after)\n"),
    ] {
        let (_running, mut lines) = serve(&folder, &["--fault", fault]);
        until(&mut lines, "Calls, until Ctrl-C:");
        let failed = configured(&folder, &["get", "v3/certificates"]).fails(5, "");
        // A GET has no effect.
        assert!(!failed.err.contains("may have taken effect"), "{}", failed.err);
        assert_eq!(until(&mut lines, "GET /v3/certificates"), line);
    }
}

#[test]
fn an_order_is_paid_from_the_terminal() {
    let folder = Folder::new();
    let (_running, mut lines) = serve(&folder, &[]);
    let shown = until(&mut lines, "Calls, until Ctrl-C:");
    let dir = folder.path().canonicalize().unwrap().join("keys");
    let told = format!("wechatpay --config '{}/config.toml' post _gateway/pay", dir.display());
    assert!(shown.contains(&told), "{shown}");
    let run = |args: &[&str]| configured(&folder, args);
    let order = "mchid=1900000109 appid=wxd678efh567hg6787 description=Tea out_trade_no=ORDER0001 \
                 notify_url=https://shop.example/ amount[total]:=1";
    let order: Vec<_> = ["post", "v3/pay/transactions/native"]
        .into_iter()
        .chain(order.split_whitespace())
        .collect();
    run(&order).ok();
    let paid = run(&["post", "_gateway/pay", "out_trade_no=ORDER0001"]).ok().json();
    assert_eq!(paid["delivery"]["elsewhere"], "https://shop.example/");
    let orders = run(&["get", "_gateway/orders"]).ok().json();
    assert_eq!(orders["data"][0]["trade_state"], "SUCCESS");
    run(&["post", "_gateway/pay", "out_trade_no=ORDER0001"]).fails(4, "is paid already");
    assert!(until(&mut lines, "POST /_gateway/pay 400").ends_with("or create another one\n"));
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
    super::finish(gateway, b"").fails(2, "use another");
}

#[test]
fn a_second_gateway_on_the_folder_is_refused() {
    let folder = Folder::new();
    let (running, mut lines) = serve(&folder, &[]);
    until(&mut lines, "Calls, until Ctrl-C:");
    let second = || {
        let mut gateway = command(folder.path());
        gateway.args(["gateway", "--dir", "keys"]);
        gateway
    };
    super::finish(second(), b"").fails(2, "another gateway is using `");
    configured(&folder, &["get", "v3/certificates"]).ok();
    // It is killed, and leaves no lock behind.
    drop(running);
    let (_running, mut lines) = serve(&folder, &[]);
    until(&mut lines, "Calls, until Ctrl-C:");
}

#[test]
fn the_key_mode_decides_what_is_configured() {
    for (mode, present, absent) in [
        ("certificate", "platform_cert.pem", "pub_key.pem"),
        ("public-key", "pub_key.pem", "platform_cert.pem"),
    ] {
        let folder = Folder::new();
        let (_running, mut lines) = serve(&folder, &["--keys", mode]);
        let shown = until(&mut lines, "Calls, until Ctrl-C:");
        // Rust, PHP, Node.js, Go and Java.
        assert_eq!(shown.matches(present).count(), 5, "{shown}");
        assert!(!shown.contains(absent), "{shown}");
        assert!(shown.contains("HTTPS_PROXY=http://127.0.0.1:"), "{shown}");
        assert!(shown.contains("/keys/proxy_ca.pem"), "{shown}");
        configured(&folder, &["get", "v3/merchant-service/complaint-notifications"])
            .fails(4, "RESOURCE_NOT_EXISTS");
        let listed = configured(&folder, &["get", "v3/certificates"]);
        match mode {
            "certificate" => drop(listed.ok()),
            _ => drop(listed.fails(4, "无可用的平台证书")),
        }
    }
    let folder = Folder::new();
    for (args, words) in [
        (["--keys", "both"], "possible values: certificate, switching, public-key"),
        (["--allow-host", "http://gateway"], "`http://gateway` is not a host name"),
        (["--listen", "gateway"], "give an IP address"),
    ] {
        let mut gateway = command(folder.path());
        gateway.args(["gateway", "--dir", "none"]).args(args);
        super::finish(gateway, b"").fails(2, words);
    }
}

#[test]
fn the_gateway_answers_by_stubs() {
    let folder = Folder::new();
    folder.file(
        "a.json",
        r#"[{"method": "GET", "path": "/v3/a/{id}", "json": {"id": "{id}"}},
            {"method": "GET", "path": "/v3/b", "json": {"from": "a"}}]"#,
    );
    folder.file("b.json", r#"[{"method": "GET", "path": "/v3/b", "json": {"from": "b"}}]"#);
    let (_running, mut lines) = serve(&folder, &["--stubs", "a.json", "--stubs", "b.json"]);
    until(&mut lines, "Calls, until Ctrl-C:");
    let run = |args: &[&str]| configured(&folder, args);
    assert_eq!(run(&["get", "v3/a/7"]).ok().json(), serde_json::json!({"id": "7"}));
    assert_eq!(run(&["get", "v3/b"]).ok().json(), serde_json::json!({"from": "b"}));
    folder.file("wrong.json", r#"[{"method": "GET", "path": "/v3/a"}, {"path": "/v3/b"}]"#);
    let mut gateway = command(folder.path());
    gateway.args(["gateway", "--dir", "none", "--stubs", "wrong.json"]);
    super::finish(gateway, b"")
        .fails(2, "`wrong.json`: stub 2 (line 1): it has no `method`: add one");
    assert!(!folder.path().join("none/apiclient_key.pem").exists());
}

#[test]
fn the_gateway_makes_faults() {
    let folder = Folder::new();
    folder.file(
        "s.json",
        r#"[{"method": "GET", "path": "/v3/a"}, {"method": "GET", "path": "/v3/b"}]"#,
    );
    let faults = ["--fault", "500", "--fault", "clock-skew=900s", "--fault-path", "GET /v3/a"];
    let limits = ["--fault-every", "2", "--fault-times", "1", "--stubs", "s.json"];
    let (_running, mut lines) = serve(&folder, &[&faults[..], &limits].concat());
    until(&mut lines, "Calls, until Ctrl-C:");
    let run = |path: &str| configured(&folder, &["get", path]);
    run("v3/a").ok();
    run("v3/b").ok();
    let failed = run("v3/a").fails(5, "SYSTEM_ERROR");
    let told = until(&mut lines, "GET /v3/a 500");
    assert!(
        told.contains("GET /v3/a 500 (fault: 500, clock-skew=900) failed on purpose"),
        "{told}"
    );
    assert!(failed.err.contains("is 900 s off the local clock"), "{}", failed.err);
    run("v3/a").ok();
    run("v3/a").ok();
    let fails = |args: &[&str], words: &str| {
        let mut gateway = command(folder.path());
        gateway.args(["gateway", "--dir", "none"]).args(args);
        super::finish(gateway, b"").fails(2, words)
    };
    fails(&["--fault", "500", "--fault-path", "v3/a"], "begins with /");
    fails(&["--fault", "500", "--fault-every", "0"], "give a whole number from 1 to");
    fails(&["--fault-times", "1"], "--fault <NAME");
    // The help has every name that the refusal lists.
    let refused = fails(&["--fault", "none"], "is not a fault of the gateway: use ").err;
    let names = refused.trim().rsplit_once("use ").unwrap().1;
    let mut help = command(folder.path());
    help.args(["gateway", "--help"]);
    let help = super::finish(help, b"").ok().out;
    assert!(names.split(", ").count() > 10, "{names}");
    for name in names.split(", ") {
        assert!(help.contains(name), "{name} is not in {help}");
    }
    assert!(!folder.path().join("none").exists());
}

#[test]
fn the_gateway_serves_tls_and_says_how_to_trust_it() {
    let folder = Folder::new();
    let (_running, mut lines) = serve(&folder, &["--tls"]);
    let shown = until(&mut lines, "Calls, until Ctrl-C:");
    for part in [
        "listens on https://127.0.0.1:",
        ".root_certificate(std::fs::read(",
        "'verify' => '",
        "ca: readFileSync('",
        "httpsAgent: new",
        "AppendCertsFromPEM",
        "-Djavax.net.ssl.trustStore=",
    ] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    configured(&folder, &["get", "v3/certificates"]).ok();
    until(&mut lines, "GET /v3/certificates 200");
    // Without it the system's certificates count, and this one is none of them.
    let config = std::fs::read_to_string(folder.path().join("keys/config.toml")).unwrap();
    let without = config.replace("root_certificate = \"tls_cert.pem\"\n", "");
    assert_ne!(config, without);
    folder.file("keys/without.toml", without);
    let run = |args: &[&str]| {
        let mut call = command(folder.path());
        call.args(["--config", "keys/without.toml", "get", "v3/certificates"]).args(args);
        super::finish(call, b"")
    };
    run(&[]).fails(3, "nothing was sent");
    run(&["--root-certificate", "keys/tls_cert.pem"]).ok();
    run(&["--root-certificate", "none.pem"]).fails(2, "none.pem");
}

#[test]
fn without_tls_nobody_is_told_of_a_certificate() {
    let folder = Folder::new();
    let shown = ["--show", "php", "--show", "node", "--show", "java"];
    let (_running, mut lines) = serve(&folder, &shown);
    let shown = until(&mut lines, "Calls, until Ctrl-C:");
    assert!(!shown.contains("tls_cert.pem"), "{shown}");
    assert!(!shown.contains("// Rust") && shown.contains("// PHP"), "{shown}");
}
