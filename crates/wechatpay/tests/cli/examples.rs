//! The examples of all helps, typed into a shell as they are printed there.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use http::Method;
use serde_json::json;
use wechatpay_chain::{AesGcm, Formatter, PrivateKey, PublicKey, Rsa};

use super::{Sandbox, command, finish, local};

/// The examples of one help, each on one line.
fn examples(sandbox: &Sandbox, command: &[&str]) -> Vec<String> {
    let help = sandbox.run(&[command, &["--help"]].concat()).ok().out;
    let (_, after) = help.split_once("\nExample").unwrap_or_else(|| panic!("{command:?}: {help}"));
    let lines = after.lines().skip(1).take_while(|line| line.starts_with("  "));
    let text: String = lines.map(|line| format!("{}\n", line.trim_start())).collect();
    text.replace("\\\n", "").lines().map(str::to_owned).collect()
}

/// What the examples speak of, in the sandbox's folder and at its gateway.
fn prepare(sandbox: &Sandbox) -> Vec<(&'static str, String)> {
    let gateway = &sandbox.gateway;
    let file = |name: &str, contents: &str| drop(sandbox.folder.file(name, contents));
    file("shop.png", "picture");
    file("message.txt", "message");
    file("application.json", "{\"contact_info\":{\"contact_name\":\"张三\"}}");
    let own = PublicKey::from_pem(gateway.merchant_certificate_pem()).unwrap();
    let name = Rsa::encrypt("李四", &own).unwrap();
    file("answer.json", &json!({"payer": {"name": name}}).to_string());
    let resource = AesGcm::encrypt("{}", gateway.apiv3_key(), "fdasflkja484", "transaction");
    file("ciphertext.txt", &resource.unwrap());
    let notification = local::saved_notification(sandbox);
    let (headers, body) = notification.split_once("\r\n\r\n").unwrap();
    file("notification.http", &notification);
    file("headers.txt", headers);
    file("body.json", body);
    file("stubs.json", "[]");
    std::fs::create_dir_all(sandbox.folder.path().join(".local/share/bash-completion/completions"))
        .unwrap();
    let config = sandbox.folder.path().join("home/wechatpay/config.toml");
    let profile = std::fs::read_to_string(&config).unwrap();
    let profile = profile + "apiv2_key_file = \"../../apiv2.txt\"\n";
    let main = profile.replace("[profiles.default]", "[profiles.main]");
    sandbox.private("home/wechatpay/config.toml", &format!("{profile}\n{main}"));
    gateway.on(Method::GET, "/v3/pay/transactions/id/{id}", |_| json!({}));
    gateway.on(Method::PUT, "/v3/marketing/favor/callbacks", |_| json!({}));
    gateway.on(Method::PATCH, "/v3/global/merchants/{mchid}", |_| ());
    gateway.on(Method::DELETE, "/v3/merchant-service/complaint-notifications", |_| ());
    // A bill is of a day on which something happened.
    let client = gateway.client().unwrap();
    let order = json!({"json": {
        "appid": "wxd678efh567hg6787",
        "mchid": gateway.mchid(),
        "description": "x",
        "out_trade_no": "ORDER-1",
        "notify_url": "https://shop.example/notify",
        "amount": {"total": 1},
    }});
    client.chain("v3/pay/transactions/native").post(order).unwrap();
    let paid = gateway.pay("ORDER-1").unwrap();
    let day = paid.order["success_time"].as_str().unwrap()[..10].to_owned();
    // The gateway's platform key is not at hand: the merchant's stands for it.
    let key = PrivateKey::from_pem(gateway.merchant_key_pem()).unwrap();
    let message = Formatter::response(1_554_208_460, "593BEC0C", body);
    let signature = Rsa::sign(message, &key).unwrap();
    vec![("2024-01-01", day), ("Z3Vh…", format!("{signature} --platform-key apiclient_cert.pem"))]
}

#[test]
fn each_example_of_each_help_works() {
    let sandbox = Sandbox::new();
    let replaced = prepare(&sandbox);
    let bin = Path::new(env!("CARGO_BIN_EXE_wechatpay")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let commands = "get post put patch delete find describe catalogue sign verify encrypt decrypt certificates doctor bill \
                    completions";
    let commands = commands.split_whitespace().map(|name| vec![name]);
    let nested = [vec![], vec!["notify"], vec!["notify", "verify"], vec!["notify", "decrypt"]];
    let mut count = 0;
    for command in commands.chain(nested) {
        for example in examples(&sandbox, &command) {
            count += 1;
            let text = replaced
                .iter()
                .fold(example.clone(), |text, (theirs, ours)| text.replace(theirs, ours));
            let folder = sandbox.folder.path();
            let mut shell = Command::new("sh");
            shell.args(["-c", &text]).env_clear().env("PATH", &path).current_dir(folder);
            shell.env("LANG", "C").env("HOME", folder).env("XDG_CONFIG_HOME", folder.join("home"));
            let ran = finish(shell, b"");
            assert_eq!(ran.code, 0, "{example}\n{}\n{}", ran.out, ran.err);
        }
    }
    assert!(count >= 20, "{count}");
}

#[test]
fn each_example_of_the_gateway_serves() {
    let sandbox = Sandbox::new();
    sandbox.folder.file("stubs.json", "[]");
    let examples = examples(&sandbox, &["gateway"]);
    assert!(examples.len() >= 2, "{examples:?}");
    for example in examples {
        // That port may be taken here.
        let text = example.replace("--port 8787", "--port 0");
        let args: Vec<_> = text.split_whitespace().skip(1).collect();
        let mut gateway = command(sandbox.folder.path());
        let mut child = gateway.args(args).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let serves =
            lines.map_while(Result::ok).any(|line| line.starts_with("Calls, until Ctrl-C"));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(serves, "{example}");
    }
}
