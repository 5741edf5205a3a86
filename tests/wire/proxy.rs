//! Proxies: how they are asked, when they are not, and what their failures mean.
//!
//! No host here exists beyond this machine: `pay.invalid` is reached through the proxy alone.

use crate::support;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};

use wechatpay_chain::{ClientBuilder, ErrorKind, Outcome};

use support::folder::Folder;
use support::keys;
use support::server::{Reply, Server};

const USER: &str = "merchant";
const PASSWORD: &str = "p@ss:w/rd";

/// A proxy that leads every tunnel to one server.
struct Proxy {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// It answers each `CONNECT` by this, and opens the tunnel if that is a 200.
    fn start(target: SocketAddr, answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&heads);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (client, seen) = (client.unwrap(), Arc::clone(&seen));
                std::thread::spawn(move || tunnel(client, target, answer, &seen));
            }
        });
        Self { address, heads }
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

fn tunnel(mut client: TcpStream, target: SocketAddr, answer: &str, seen: &Mutex<Vec<String>>) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if client.read(&mut byte).unwrap() == 0 {
            return;
        }
        head.push(byte[0]);
    }
    seen.lock().unwrap().push(String::from_utf8(head).unwrap());
    client.write_all(answer.as_bytes()).unwrap();
    if !answer.starts_with("HTTP/1.1 200") {
        return;
    }
    let server = TcpStream::connect(target).unwrap();
    let (mut from_client, mut to_server) =
        (client.try_clone().unwrap(), server.try_clone().unwrap());
    let forth = std::thread::spawn(move || {
        let _ = std::io::copy(&mut from_client, &mut to_server);
        let _ = to_server.shutdown(std::net::Shutdown::Write);
    });
    let (mut from_server, mut to_client) = (server, client);
    let _ = std::io::copy(&mut from_server, &mut to_client);
    let _ = to_client.shutdown(std::net::Shutdown::Write);
    let _ = forth.join();
}

const OPEN: &str = "HTTP/1.1 200 Connection established\r\n\r\n";

fn server() -> (Server, Vec<u8>) {
    let (acceptor, pem) = keys::acceptor(None);
    (Server::at("127.0.0.1", Some(acceptor), |_| Reply::ok("{}")), pem)
}

/// A client of `https://pay.invalid/`.
fn builder(server: &Server, pem: &[u8]) -> ClientBuilder {
    support::builder(server).base_uri("https://pay.invalid/").root_certificate(pem)
}

#[test]
fn a_call_goes_through_the_tunnel() {
    let (server, pem) = server();
    let proxy = Proxy::start(server.address(), OPEN);
    let client = builder(&server, &pem).proxy(format!("http://{}", proxy.address));
    let client = client.build().unwrap();
    for _ in 0..2 {
        client.chain("v3/t").post(()).unwrap();
    }
    let heads = proxy.heads();
    assert_eq!(heads.len(), 1, "the tunnel is kept");
    assert!(heads[0].starts_with("CONNECT pay.invalid:443 HTTP/1.1\r\n"), "{}", heads[0]);
    assert!(!heads[0].to_ascii_lowercase().contains("authorization"), "{}", heads[0]);
    assert_eq!(server.requests().len(), 2);
    assert!(server.requests()[0].is_signed());
}

#[test]
fn user_and_password_go_to_the_proxy_alone() {
    let basic = openssl::base64::encode_block(format!("{USER}:{PASSWORD}").as_bytes());
    [PASSWORD, "p%40ss%3Aw%2Frd", &basic].into_iter().for_each(support::watch::secret);
    let (server, pem) = server();
    let proxy = Proxy::start(server.address(), OPEN);
    let address = proxy.address;
    let builder = builder(&server, &pem).proxy(format!("http://{USER}:p%40ss%3Aw%2Frd@{address}"));
    let client = builder.build().unwrap();
    client.chain("v3/t").get(()).unwrap();
    let head = &proxy.heads()[0];
    assert!(head.contains(&format!("Proxy-Authorization: Basic {basic}\r\n")), "{head}");
    assert!(!server.only_request().headers.contains_key("proxy-authorization"));
}

#[test]
fn a_proxy_that_fails_is_no_connection() {
    let (server, pem) = server();
    for (answer, words) in [
        (
            "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
            "refused the tunnel: 407 Proxy Authentication Required: give it the right user and \
             password, `http://user:password@",
        ),
        ("HTTP/1.1 403 Forbidden\r\n\r\n", "refused the tunnel: 403 Forbidden"),
        (
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nno!",
            "refused the tunnel: 400 Bad Request",
        ),
        ("HTTP/1.1 302 Found\r\nLocation: http://x\r\n\r\n", "refused the tunnel: 302 Found"),
        ("HTTP/1.1 502 Bad Gateway\r\n\r\n", "refused the tunnel: 502 Bad Gateway"),
        ("", "sent no valid response: "),
        ("SSH-2.0-OpenSSH\r\n", "sent no valid response: "),
    ] {
        let proxy = Proxy::start(server.address(), answer);
        let words =
            format!("no connection to pay.invalid:443: the proxy {} {words}", proxy.address);
        let proxy = format!("http://{USER}:{PASSWORD}@{}", proxy.address).replace("@ss:w/", "");
        let client = builder(&server, &pem).proxy(proxy).build().unwrap();
        let error = client.chain("v3/t").post(()).unwrap_err();
        let met = (error.kind(), error.outcome());
        assert_eq!(met, (ErrorKind::Connect, Outcome::NotSent), "{answer}: {error}");
        assert!(error.to_string().contains(&words), "{answer}: {error}");
        for secret in [USER, "prd", "Basic"] {
            assert!(!format!("{error} {error:?}").contains(secret), "{error:?}");
        }
    }
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = builder(&server, &pem).proxy(format!("http://{nobody}")).build().unwrap();
    let error = client.chain("v3/t").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotSent));
    let words = format!("no connection to pay.invalid:443: the proxy {nobody} can't be reached: ");
    assert!(error.to_string().contains(&words), "{error}");
    assert!(server.requests().is_empty());
    // What fails behind the proxy names both.
    let proxy = Proxy::start(server.address(), OPEN);
    let client = support::builder(&server).base_uri("https://pay.invalid/");
    let client = client.proxy(format!("http://{}", proxy.address)).build().unwrap();
    let error = client.chain("v3/t").post(()).unwrap_err().to_string();
    let words = format!(
        "to pay.invalid:443: by way of the proxy {}: certificate verify failed: ",
        proxy.address
    );
    assert!(error.contains(&words) && error.contains("self"), "{error}");
}

#[test]
fn a_silent_proxy_ends_at_the_connect_timeout() {
    let (server, pem) = server();
    let silent = Server::start(|_| Reply::Nothing);
    let client = builder(&server, &pem).proxy(silent.base_uri()).connect_timeout(0.2);
    let error = client.build().unwrap().chain("v3/t").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::NotSent), "{error}");
}

#[test]
fn this_machine_needs_no_proxy() {
    let server = Server::start(|_| Reply::ok("{}"));
    let proxy = Proxy::start(server.address(), OPEN);
    let client = support::builder(&server).proxy(format!("http://{}", proxy.address));
    client.build().unwrap().chain("v3/t").get(()).unwrap();
    let (server, pem) = self::server();
    let client = support::builder(&server).root_certificate(pem);
    let client = client.proxy(format!("http://{}", proxy.address)).build().unwrap();
    client.chain("v3/t").get(()).unwrap();
    assert!(proxy.heads().is_empty());
}

#[test]
fn other_proxies_are_refused() {
    let (server, pem) = server();
    for wrong in [
        "https://user:secret@proxy.invalid:3128",
        "socks5://user:secret@proxy.invalid:1080",
        "http://user:sec@ret@proxy.invalid:3128",
        "http://user:secret@proxy.invalid:3128/path",
        "http://proxy.invalid:99999",
        "proxy.invalid:3128",
        "http://user:secret#x@proxy.invalid:3128",
        "http://user:secret?x@proxy.invalid:3128",
        "http://user:12345#secret@proxy.invalid:3128",
        "http://user:secret#x",
        "http://",
        "",
    ] {
        let error = builder(&server, &pem).proxy(wrong).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{wrong}");
        let error = error.to_string();
        assert!(error.contains("write `http://proxy.example.com:3128`"), "{error}");
        assert!(!error.contains("secret") && !error.contains("ret@"), "{error}");
    }
}

/// The environment is a process's, so each of these is a process: this very test, once more.
#[test]
fn the_environment_is_heeded() {
    const CHILD: &str = "TEST_PROXY_CHILD";
    if let Ok(mode) = std::env::var(CHILD) {
        let keys = std::fs::read(std::env::var("TEST_PROXY_CA").unwrap()).unwrap();
        let server = Server::start(|_| Reply::ok("{}"));
        let mut builder = builder(&server, &keys).verifier(support::server_less::Accept);
        if mode == "off" {
            builder = builder.no_proxy();
        }
        match builder.build().unwrap().chain("v3/t").get(()) {
            Ok(_) => writeln!(std::io::stderr(), "it was answered"),
            Err(error) => writeln!(std::io::stderr(), "{:?}: {error}", error.kind()),
        }
        .unwrap();
        return;
    }
    let (server, pem) = server();
    let proxy = Proxy::start(server.address(), OPEN);
    let dir = Folder::new();
    let ca = dir.file("ca.pem", std::str::from_utf8(&pem).unwrap());
    let named = format!("http://{USER}:secret@{}", proxy.address);
    let socks = format!("socks5://{USER}:secret@{}", proxy.address);
    let run = |mode: &str, variables: &[(&str, &str)]| {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "proxy::the_environment_is_heeded", "--nocapture"]);
        for name in ["HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "HTTP_PROXY"] {
            child.env_remove(name).env_remove(name.to_ascii_lowercase());
        }
        child.env(CHILD, mode).env("TEST_PROXY_CA", &ca).envs(variables.iter().copied());
        let output = child.output().unwrap();
        let (out, err) = (output.stdout, output.stderr);
        let said = String::from_utf8([out, err].concat()).unwrap();
        assert!(!said.contains("secret"), "{said}");
        said
    };
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        let before = proxy.heads().len();
        let said = run("on", &[(name, &named)]);
        assert!(said.contains("it was answered"), "{name}: {said}");
        assert_eq!(proxy.heads().len(), before + 1, "{name}");
        assert!(proxy.heads()[before].contains("Proxy-Authorization: Basic "));
    }
    let asked = proxy.heads().len();
    for (mode, variables) in [
        ("off", &[("HTTPS_PROXY", &*named)][..]),
        ("on", &[("HTTPS_PROXY", &*named), ("NO_PROXY", "example.com,.invalid")]),
        ("on", &[("HTTPS_PROXY", &*named), ("no_proxy", "*")]),
        ("on", &[("HTTP_PROXY", &*named)]),
    ] {
        // There is no such host.
        let said = run(mode, variables);
        assert!(said.contains("Connect: GET v3/t: no connection"), "{variables:?}: {said}");
    }
    for unreadable in [
        "http://user:se^cret@proxy.invalid:1".to_owned(),
        "socks://user:secret@proxy.invalid:1".to_owned(),
        "http://user:12345#secret@proxy.invalid:1".to_owned(),
    ] {
        let said = run("on", &[("HTTPS_PROXY", &unreadable)]);
        assert!(said.contains("HTTPS_PROXY can't be read as a proxy"), "{said}");
    }
    // One that is empty is not set.
    let said =
        run("on", &[("https_proxy", ""), ("HTTPS_PROXY", &named), ("REQUEST_METHOD", "GET")]);
    assert!(said.contains("it was answered"), "{said}");
    let asked = asked + 1;
    let said = run("on", &[("ALL_PROXY", &socks)]);
    assert!(said.contains("no_proxy()") && said.contains("Connect"), "{said}");
    let words = format!("the environment's ALL_PROXY names the proxy socks5://{}, ", proxy.address);
    assert!(said.contains(&words), "{said}");
    assert!(said.contains("a SOCKS proxy often has a port for http") && said.contains("NO_PROXY"));
    assert_eq!(proxy.heads().len(), asked);
}
