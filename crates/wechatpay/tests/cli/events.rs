//! `trigger`, `resend`, `logs` and `listen`: notifications of the local gateway, and its calls.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};

use super::serving::{Running, serve, until};
use super::{Ran, Sandbox, command, finish};
use crate::support::folder::Folder;
use crate::support::server::{Reply, Server, answer};

/// It accepts what comes after the first `refusals`.
fn receiver(refusals: usize) -> (Server, String) {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let server = Server::start(move |_| {
        let before = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        match before < refusals {
            true => Reply::Last(answer(500, "", b"{\"code\":\"FAIL\"}")),
            false => Reply::Last(answer(204, "", b"")),
        }
    });
    let url = server.base_uri() + "notify";
    (server, url)
}

/// A command that goes on, and the lines of its standard output.
fn going(
    mut command: std::process::Command,
) -> (Running, impl Iterator<Item = std::io::Result<String>>) {
    let mut child = Running(command.stdout(Stdio::piped()).spawn().unwrap());
    let lines = BufReader::new(child.0.stdout.take().unwrap()).lines();
    (child, lines)
}

#[test]
fn each_type_is_triggered_and_its_receiver_s_response_is_told() {
    let sandbox = Sandbox::new();
    let (server, url) = receiver(1);
    let trigger = |args: &[&str]| sandbox.run(&[&["trigger"], args].concat());
    let items = ["out_trade_no=20240101A", "amount.total:=7", "payer[openid]=o1", "attach:=null"];
    let refused = trigger(&[&["TRANSACTION.SUCCESS", "--to", &url], &items[..]].concat());
    let refused = refused.fails(1, "the receiver did not accept it");
    assert!(refused.out.contains(&format!(" {url} 500 ")), "{}", refused.out);
    assert!(refused.out.ends_with("ms\n{\"code\":\"FAIL\"}\n"), "{}", refused.out);
    assert!(!refused.err.contains("local gateway"), "{}", refused.err);

    let sent = server.requests().remove(0);
    let parser = sandbox.gateway.client().unwrap().notifications().unwrap();
    let paid = parser.parse(&sent.headers, &sent.body).unwrap().resource_json().unwrap();
    assert_eq!((&paid["out_trade_no"], &paid["amount"]["total"]), (&json!("20240101A"), &json!(7)));
    assert_eq!((&paid["payer"]["openid"], paid.get("attach")), (&json!("o1"), None));

    let sent = trigger(&["COUPON.USE", "--to", &url, "--json"]).ok().json();
    assert_eq!((&sent["state"], &sent["attempts"][0]["status"]), (&json!("accepted"), &json!(204)));
    let all = trigger(&["--list"]).ok().out;
    assert!(all.contains("REFUND.ABNORMAL\n") && all.lines().count() > 100);
    assert!(trigger(&["--list", "--json"]).ok().json().is_array());

    let mut chinese =
        sandbox.command(&["trigger", "TRANSACTION.SUCCESS", "--to", "http://127.0.0.1:9/"]);
    chinese.env("LANG", "zh_CN.UTF-8");
    finish(chinese, b"").fails(1, "接收方没有应答：无法连接 127.0.0.1:9");

    trigger(&["TRANSACTION.SUCESS", "--to", &url]).fails(2, "did you mean `TRANSACTION.SUCCESS`?");
    trigger(&["COUPON.USE", "--to", "https://shop.example/"]).fails(2, "is not on it");
    trigger(&["COUPON.USE", "--to", "http://127.0.0.1:1/"])
        .fails(1, "did not respond: no connection");
    trigger(&["COUPON.USE", "a==b"]).fails(2, "item 1 is not a field");
    trigger(&[]).fails(2, "<EVENT>");
    let id = sandbox.gateway.deliveries()[0].id.clone();
    let again = sandbox.run(&["resend", &id]).ok().out;
    assert!(again.starts_with(&format!("TRANSACTION.SUCCESS {id} {url} 204 ")), "{again}");
    sandbox
        .run(&["resend", &id, "--to", "http://127.0.0.1:1/", "--json"])
        .fails(1, "did not respond");
    sandbox.run(&["resend", "none"]).fails(2, "no notification has the id `none`");
}

#[test]
fn without_a_destination_it_goes_where_orders_are_notified() {
    let sandbox = Sandbox::new();
    sandbox.run(&["trigger", "COUPON.USE"]).fails(2, "say where to send it");
    let (server, url) = receiver(0);
    let order = json!({"json": {
        "appid": "wxd678efh567hg6787",
        "mchid": sandbox.gateway.mchid(),
        "description": "咖啡",
        "out_trade_no": "ORDER-1",
        "notify_url": url,
        "amount": {"total": 100},
    }});
    sandbox.gateway.client().unwrap().chain("v3/pay/transactions/native").post(order).unwrap();
    sandbox.run(&["trigger", "COUPON.USE"]).ok();
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn only_a_local_gateway_is_asked() {
    let folder = Folder::new();
    let run = |args: &[&str]| {
        let mut run = command(folder.path());
        run.args(args);
        finish(run, b"")
    };
    run(&["logs"]).fails(2, "is not a local gateway");
    run(&["logs", "--dir", "none"]).fails(2, "`none` is not the folder of a gateway");
    run(&["listen", "--forward-to", "a", "--dir", "none"])
        .fails(2, "is not the folder of a gateway");
}

/// A folder is enough: the gateway runs for as long as the call takes, where it ran before.
#[test]
fn a_gateway_that_does_not_run_is_started_for_a_notification() {
    let folder = Folder::new();
    let (running, mut lines) = serve(&folder, &["--clock-speed", "60"]);
    until(&mut lines, "Calls, until Ctrl-C:");
    drop(running);
    let config = || std::fs::read_to_string(folder.path().join("keys/config.toml")).unwrap();
    let before = config();
    let run = |args: &[&str]| {
        let mut run = command(folder.path());
        run.args(args).args(["--dir", "keys"]);
        finish(run, b"")
    };
    run(&["logs"]).fails(3, "no gateway runs at http://127.0.0.1:");
    run(&["resend", "x"]).fails(3, "no gateway runs");
    let (_server, url) = receiver(0);
    run(&["trigger", "REFUND.CLOSED", "--to", &url]).ok();
    assert_eq!(config(), before);
    run(&["logs"]).fails(3, "no gateway runs");
}

#[test]
fn calls_are_listed_filtered_and_shown_whole() {
    let sandbox = Sandbox::new();
    sandbox.run(&["get", "v3/certificates"]).ok();
    sandbox.run(&["get", "v3/none", "--mchid", "2"]).fails(4, "401");
    let logs = |args: &[&str]| sandbox.run(&[&["logs"], args].concat());
    let all = logs(&[]).ok().out;
    let lines: Vec<_> = all.lines().collect();
    assert_eq!(lines.len(), 2, "{all}");
    let calls = sandbox.gateway.requests();
    let (id, refused) = (calls[0].request_id(), calls[1].request_id());
    assert!(lines[0].contains(" GET /v3/certificates 200 ") && lines[0].ends_with(id), "{all}");
    // The diagnosis, in one language.
    assert!(
        lines[1].contains(&format!("{refused} mchid")) || lines[1].contains("`mchid`"),
        "{all}"
    );
    for filter in [["--status", "4xx"], ["--status", "401"], ["--path", "none"]] {
        let some = logs(&filter).ok().out;
        assert!(some.lines().count() == 1 && some.contains(refused), "{some}");
    }
    logs(&["--status", "x"]).fails(2, "--status is a status");
    let line: Value =
        serde_json::from_str(logs(&["--json"]).ok().out.lines().next().unwrap()).unwrap();
    assert_eq!((&line["request_id"], &line["status"]), (&json!(id), &json!(200)));

    let whole = logs(&[id]).ok().out;
    for part in [
        "\nGET /v3/certificates\n",
        "authorization: WECHATPAY2-SHA256-RSA2048 mchid=",
        "signature=\"…\"",
        "\nHTTP 200\n",
        "wechatpay-signature: …",
        "\"data\": [",
    ] {
        assert!(whole.contains(part), "{part} is not in {whole}");
    }
    assert_eq!(logs(&[id, "--json"]).ok().json(), line);
    logs(&["none"]).fails(2, "no call has the Request-ID `none`");
    // Whoever looks is not listed.
    assert_eq!(sandbox.gateway.requests().len(), 2);
}

#[test]
fn notifications_are_listed_with_their_attempts() {
    let sandbox = Sandbox::new();
    let (_server, url) = receiver(1);
    let notify = || sandbox.gateway.notify(&url, "COUPON.USE", json!({"coupon_id": "C1"}));
    let id = notify().unwrap().id;
    sandbox.gateway.advance(std::time::Duration::from_secs(15)).unwrap();
    let logs = |args: &[&str]| sandbox.run(&[&["logs", "--notifications"], args].concat());
    let all = logs(&[]).ok().out;
    assert_eq!(all.lines().count(), 2, "{all}");
    assert!(all.lines().next().unwrap().contains(&format!("COUPON.USE {id} {url} 500 ")), "{all}");
    assert_eq!(logs(&["--status", "204"]).ok().out.lines().count(), 1);
    let line: Value = serde_json::from_str(logs(&["--json"]).ok().out.trim_end()).unwrap();
    assert_eq!((&line["id"], line["attempts"].as_array().unwrap().len()), (&json!(id), 2));
    let whole = sandbox.run(&["logs", &id]).ok().out;
    assert!(
        whole.contains("\"coupon_id\": \"C1\"") && whole.contains("\"code\": \"FAIL\""),
        "{whole}"
    );
}

#[test]
fn the_list_goes_on_with_new_calls() {
    let sandbox = Sandbox::new();
    sandbox.run(&["get", "v3/certificates"]).ok();
    let (_running, mut lines) = going(sandbox.command(&["logs", "--follow"]));
    assert!(lines.next().unwrap().unwrap().contains(" GET /v3/certificates 200 "));
    sandbox.run(&["get", "v3/none"]).fails(4, "404");
    assert!(lines.next().unwrap().unwrap().contains(" GET /v3/none 404 "));
}

fn listen(
    sandbox: &Sandbox,
    args: &[&str],
) -> (Running, impl Iterator<Item = std::io::Result<String>> + use<>, String) {
    let v2 = ["--apiv2-key-file", "apiv2.txt", "--port", "0"];
    let (running, mut lines) = going(sandbox.command(&[&["listen"], args, &v2[..]].concat()));
    let first = lines.next().unwrap().unwrap();
    let url = first.split(' ').find(|word| word.starts_with("http://")).unwrap();
    let url = url.trim_end_matches(':').to_owned();
    (running, lines, url)
}

#[test]
fn notifications_are_verified_shown_and_forwarded_as_they_came() {
    let sandbox = Sandbox::new();
    let (server, url) = receiver(1);
    let (_running, mut lines, here) = listen(&sandbox, &["--forward-to", &url]);
    let fields = || json!({"coupon_id": "C1"});
    // The receiver's response goes to the sender.
    let refused = sandbox.gateway.notify(&here, "COUPON.USE", fields()).unwrap();
    assert_eq!((refused.status.as_u16(), &*refused.body), (500, &b"{\"code\":\"FAIL\"}"[..]));
    let line = lines.next().unwrap().unwrap();
    assert!(line.contains(&format!("COUPON.USE {} → forwarded, 500, ", refused.id)), "{line}");
    let shown: Vec<_> = lines.by_ref().take(3).map(Result::unwrap).collect();
    assert_eq!(serde_json::from_str::<Value>(&shown.concat()).unwrap(), fields());
    assert!(sandbox.gateway.notify(&here, "COUPON.USE", fields()).unwrap().accepted());
    let parser = sandbox.gateway.client().unwrap().notifications().unwrap();
    for forwarded in server.requests() {
        assert_eq!(forwarded.target, "/notify");
        assert_eq!(forwarded.headers["user-agent"], "Mozilla/4.0");
        parser.parse(&forwarded.headers, &forwarded.body).unwrap();
    }

    let probe = sandbox.gateway.notification("COUPON.USE", fields()).probe().send(&here).unwrap();
    assert_eq!(probe.status.as_u16(), 401);
    assert_eq!(serde_json::from_slice::<Value>(&probe.body).unwrap()["code"], "FAIL");
    let told = until(&mut lines, "");
    let told = told + &lines.by_ref().take(3).map(|line| line.unwrap() + "\n").collect::<String>();
    let told = told + &lines.next().unwrap().unwrap();
    assert!(told.contains("does not verify: ") && told.ends_with("→ not forwarded; 401"), "{told}");
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn json_lines_apiv2_and_what_does_not_verify() {
    let sandbox = Sandbox::new();
    let (server, url) = receiver(0);
    let args = ["--forward-to", &url, "--forward-invalid", "--json"];
    let listening = sandbox.command(&[&["listen"], &args[..]].concat());
    let mut listening = listening;
    listening.args(["--apiv2-key-file", "apiv2.txt"]).stderr(Stdio::piped());
    let (mut running, mut lines) = going(listening);
    let mut told = BufReader::new(running.0.stderr.take().unwrap()).lines();
    let first = told.find(|line| line.as_ref().unwrap().starts_with("Listening")).unwrap().unwrap();
    let here = first.split(' ').find(|word| word.starts_with("http://")).unwrap();
    let here = here.trim_end_matches(':');
    let mut next = || -> Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };

    let notify = sandbox.gateway.notification("COUPON.USE", json!({"coupon_id": "C1"}));
    notify.clone().wrong_signature().send(here).unwrap();
    let line = next();
    assert_eq!((&line["valid"], &line["forwarded"]), (&json!(false), &json!(true)));
    assert!(line["error"].is_string() && line["status"] == 204, "{line}");
    notify.send(here).unwrap();
    let line = next();
    assert_eq!((&line["valid"], &line["resource"]["coupon_id"]), (&json!(true), &json!("C1")));

    let order = json!({"xml": {
        "appid": "wxd678efh567hg6787",
        "mch_id": sandbox.gateway.mchid(),
        "body": "咖啡",
        "out_trade_no": "T1",
        "total_fee": 100,
        "spbill_create_ip": "127.0.0.1",
        "notify_url": here,
        "trade_type": "NATIVE",
    }});
    sandbox.gateway.client().unwrap().chain("v2/pay/unifiedorder").post(order).unwrap();
    sandbox.gateway.pay("T1").unwrap();
    let line = next();
    assert_eq!((&line["event_type"], &line["valid"]), (&json!("v2.payment"), &json!(true)));
    assert_eq!(line["resource"]["out_trade_no"], "T1");
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_receiver_that_is_not_there_is_told() {
    let sandbox = Sandbox::new();
    let (_running, mut lines, here) = listen(&sandbox, &["--forward-to", "127.0.0.1:1/notify"]);
    let failed = sandbox.gateway.notify(&here, "COUPON.USE", json!({})).unwrap();
    assert_eq!(failed.status.as_u16(), 500);
    let line = lines.next().unwrap().unwrap();
    assert!(line.contains("→ not forwarded: ") && line.ends_with("; 500"), "{line}");
    let ran: Ran = sandbox.run(&["listen", "--forward-to", "https://shop.example/"]);
    ran.fails(2, "--forward-to is an http address");
}
