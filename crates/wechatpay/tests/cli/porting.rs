//! `port`: PHP in, Rust out.

use std::path::Path;

use super::{Sandbox, finish};

const CLEAN: &str = "<?php
// The certificates.
$response = $instance->v3->certificates->get();
print_r(json_decode((string) $response->getBody(), true));
";

const OPEN: &str = "<?php
$response = $instance->chain('v3/pay/transactions/native')->post(['json' => [
    'appid' => config('pay.app_id'),
    'description' => '</td><script>alert(1)</script>',
]]);
";

#[test]
fn ports_a_file_to_standard_output() {
    let sandbox = Sandbox::new();
    sandbox.folder.file("certificates.php", CLEAN);
    let ran = sandbox.run(&["port", "certificates.php"]).ok();
    assert!(ran.out.contains("pub fn run(client: &Client) -> Result<(), Error> {"), "{}", ran.out);
    assert!(ran.out.contains("    // The certificates.\n"), "{}", ran.out);
    assert!(ran.err.ends_with(" ported, 0 with holes, 0 not ported\n"), "{}", ran.err);
    let input = sandbox.run_with(&["port", "-", "--async"], CLEAN).ok().out;
    assert!(input.contains("pub async fn run(client: &Client)"), "{input}");
    sandbox.run(&["port", "none.php"]).fails(2, "`none.php`: ");
    sandbox.folder.file("gbk.php", b"<?php // \xd6\xa7\xb8\xb6\n");
    sandbox.run(&["port", "gbk.php"]).fails(2, "`gbk.php` is not UTF-8: convert it first");
}

#[test]
fn what_is_left_to_do_is_told_by_line() {
    let sandbox = Sandbox::new();
    sandbox.folder.file("order.php", OPEN);
    let ran =
        sandbox.run(&["port", "order.php"]).fails(1, "order.php:3: hole: config('pay.app_id')");
    assert!(ran.err.contains("1 place is left to do"), "{}", ran.err);
    assert!(ran.out.contains("config('pay.app_id')"), "{}", ran.out);
    let draft = sandbox.run(&["port", "--draft", "order.php"]).fails(1, "order.php:3: hole: ").out;
    assert_ne!(draft, ran.out);
    let mut chinese = sandbox.command(&["port", "order.php"]);
    chinese.env("LANG", "zh_CN.UTF-8");
    finish(chinese, b"").fails(1, "order.php:3: 空缺：config('pay.app_id')");

    let json = sandbox.run(&["port", "--json", "order.php"]);
    assert_eq!(json.code, 1);
    let file = &json.json()["files"][0];
    assert_eq!(file["file"], "order.php");
    assert_eq!(file["module"], "order");
    assert_eq!(file["rust"], ran.out);
    assert_eq!(file["findings"][0]["kind"], "hole");
    assert_eq!(file["findings"][0]["line"], 3);
    assert_eq!(file["statements"]["not_ported"], 0);
}

#[test]
fn writes_a_crate_and_nobody_elses_files() {
    let sandbox = Sandbox::new();
    let at = |name: &str| sandbox.folder.path().join(name);
    for folder in ["app/vendor", "app/.git", "app/a", "empty"] {
        std::fs::create_dir_all(at(folder)).unwrap();
    }
    sandbox.folder.file("app/a/0001.php", CLEAN);
    sandbox.folder.file("app/pay.php", CLEAN);
    for name in ["app/vendor/x.php", "app/.git/y.php", "app/a/z.txt"] {
        sandbox.folder.file(name, "<?php no");
    }
    let chain = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let chain = chain.to_str().unwrap();
    let port = ["port", "app", "-o", "tea", "--chain", chain, "--html", "tea.html"];
    assert_eq!(sandbox.run(&port).ok().out, "");
    let read = |name: &str| std::fs::read_to_string(at(name)).unwrap();
    assert!(read("tea/Cargo.toml").contains("name = \"tea\""));
    assert!(read("tea/src/lib.rs").ends_with("pub mod pay;\npub mod php_0001;\n"));
    assert!(read("tea/src/pay.rs").contains("chain!(client->v3->certificates).get(())?"));
    assert!(read("tea/tests/calls.rs").contains("calls.expect(\"GET /v3/certificates\");"));
    assert!(read("tea.html").contains("$instance-&gt;v3-&gt;certificates-&gt;get();"));
    // Its own files, as they were.
    sandbox.run(&port).ok();
    std::fs::write(at("tea/src/pay.rs"), "// Mine.\n").unwrap();
    sandbox.run(&port).fails(2, "tea/src/pay.rs` is there and was not written by this command");
    assert_eq!(read("tea/src/pay.rs"), "// Mine.\n");
    sandbox
        .run(&["port", "app", "-o", "t", "--chain", "app"])
        .fails(2, "does not hold wechatpay-chain");
    sandbox.run(&["port", "empty"]).fails(2, "`empty` has no .php file");
    sandbox.run(&["port", "app", "--chain", chain]).fails(2, "--output");
}

#[test]
fn the_page_shows_the_holes_and_no_markup_of_others() {
    let sandbox = Sandbox::new();
    sandbox.folder.file("order.php", OPEN);
    sandbox.run(&["port", "order.php", "--html", "order.html"]).fails(1, "1 place");
    let page = std::fs::read_to_string(sandbox.folder.path().join("order.html")).unwrap();
    assert!(page.contains("<a href=\"#f0-3\">order.php:3</a>"), "{page}");
    assert!(page.contains("id=\"f0-3\""), "{page}");
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script"), "{page}");
    let mut chinese = sandbox.command(&["port", "order.php", "--html", "order.html"]);
    chinese.env("LANG", "zh_CN.UTF-8");
    finish(chinese, b"");
    let page = std::fs::read_to_string(sandbox.folder.path().join("order.html")).unwrap();
    assert!(page.contains("PHP 与 Rust 对照") && page.contains("lang=\"zh-CN\""), "{page}");
}
