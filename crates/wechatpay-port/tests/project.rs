//! The crate that is written: its files, whom it replaces, what its tests say.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use wechatpay_port::{Language, Ported, Project, Settings, Source, port, side_by_side};

/// A folder of its own, removed with everything in it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("wechatpay-port-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const PHP: &str = "<?php
class Pay {
    private $client;
    public function __construct($client) { $this->client = $client; }
    public function query(string $outTradeNo) {
        return $this->client->chain('v3/pay/{no}')->get(['no' => $outTradeNo, 'query' => ['a' => 1]]);
    }
    public function order($openid) {
        $json = ['openid' => $openid, 'time' => time(), 'big' => 10000000000];
        return $this->client->v3->pay->post(['json' => $json]);
    }
}
";

const RUST: &str = "use wechatpay_chain::{Client, Error, Response};

pub struct Pay {
    client: Client,
}

impl Pay {
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    pub fn query(&self, out_trade_no: &str) -> Result<Response, Error> {
        todo!()
    }

    pub fn order(&self, openid: &str) -> Result<Response, Error> {
        todo!()
    }
}
";

fn project(folder: &Path, rust: &str) -> Project {
    let mut ported = Ported::default();
    ported.module = "pay".to_owned();
    ported.rust = rust.to_owned();
    let mut project = Project::new(folder);
    project.chain(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).unwrap();
    project.add(Source { name: "src/pay.php", text: PHP }, ported);
    project
}

#[test]
fn the_tests_assert_what_php_sends() {
    let folder = Folder::new();
    let crate_folder = folder.0.join("Tea Shop");
    project(&crate_folder, RUST).write(&Settings::default()).unwrap();
    assert!(folder.read("Tea Shop/Cargo.toml").contains("name = \"tea-shop\"\n"));
    assert_eq!(folder.read("Tea Shop/src/pay.rs"), RUST);
    assert!(folder.read("Tea Shop/src/lib.rs").ends_with("\npub mod pay;\n"));
    let tests = folder.read("Tea Shop/tests/calls.rs");
    let query = "/// pay.php, line 5.
#[test]
fn pay_query() {
    let mut calls = Calls::start();
    calls.expect(\"GET /v3/pay/out-trade-no-1?a=1\");
    let service = pay::Pay::new(calls.client.clone());
    let result = service.query(\"out-trade-no-1\");
    calls.check(result);
}
";
    assert!(tests.contains(query), "{tests}");
    // What is not known is said, and is not claimed.
    let order = "#[test]
fn pay_order() {
    let mut calls = Calls::start();
    calls.expect(\"POST /v3/pay\");
    // line 9: time()
    calls.any_body();
";
    assert!(tests.contains(order), "{tests}");
}

#[test]
fn own_files_are_replaced_and_no_others() {
    let folder = Folder::new();
    let write = |rust: &str| project(&folder.0, rust).write(&Settings::default());
    write(RUST).unwrap();
    let other = RUST.replace("Response, Error>", "Response, Error >");
    write(&other).unwrap();
    assert_eq!(folder.read("src/pay.rs"), other);

    fs::write(folder.0.join("src/pay.rs"), "// Mine.\n").unwrap();
    let error = write(RUST).unwrap_err();
    assert!(error.english.contains("src/pay.rs") && error.english.contains("nothing was written"));
    assert!(error.chinese.contains("未写入任何文件"), "{error:?}");
    assert_eq!(folder.read("src/pay.rs"), "// Mine.\n");
    // Not any other either.
    fs::remove_file(folder.0.join("src/lib.rs")).unwrap();
    write(RUST).unwrap_err();
    assert!(!folder.0.join("src/lib.rs").exists());

    let foreign = Folder::new();
    fs::write(foreign.0.join("Cargo.toml"), "[package]\n").unwrap();
    let error = project(&foreign.0, RUST).write(&Settings::default()).unwrap_err();
    assert!(error.english.contains("was not written by this command"), "{error}");
    assert_eq!(fs::read_dir(&foreign.0).unwrap().count(), 1);
}

#[test]
fn the_library_is_where_it_was_said_to_be() {
    let folder = Folder::new();
    let error = Project::new(&folder.0).chain(&folder.0).unwrap_err();
    assert!(error.english.contains("does not hold wechatpay-chain"), "{error}");
    let project = Project::new(folder.0.join("pay"));
    let files = project.files(&Settings::default().asynchronous(true));
    let manifest = &files.iter().find(|(name, _)| name == "Cargo.toml").unwrap().1;
    assert!(manifest.contains("\nwechatpay-chain = { version = \""), "{manifest}");
    assert!(manifest.contains("\ntokio = { version = \"1\", features = [\"macros\""), "{manifest}");
    // A folder inside of this workspace is not one of its members.
    let inside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pay");
    let files = Project::new(inside).files(&Settings::default());
    assert!(files.iter().any(|(_, text)| text.ends_with("\n[workspace]\n")));
}

/// What PHP programs are made of, in any order.
const WORDS: [&str; 46] = [
    "<?php ",
    "$a",
    "$this->client",
    "->v3",
    "->chain(",
    "'v3/{x}'",
    "\"v3/{$a}\"",
    "->get(",
    "->postAsync(",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    ";",
    ",",
    " = ",
    " => ",
    "'json'",
    "'query'",
    "->then(",
    "->wait()",
    "function ",
    "fn ($r) => ",
    "use ",
    "class A ",
    "public ",
    "static ",
    "if (",
    "else ",
    "foreach ",
    "return ",
    "try ",
    "catch (\\Exception $e) ",
    "1",
    "1.5e300",
    "-",
    ".",
    "?:",
    "??",
    "<<<X\n",
    "\nX",
    "// 中\n",
    "/* ",
    "namespace N;\n",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_too_odd(words in proptest::collection::vec(0..WORDS.len(), 0..60), any in ".{0,20}") {
        let mut text: String = words.into_iter().map(|word| WORDS[word]).collect();
        text += &any;
        let source = Source { name: "a.php", text: &text };
        let settings = Settings::default();
        let ported = port(source, &settings);
        prop_assert!(!side_by_side([(source, &ported)], Language::Chinese).is_empty());
        let mut project = Project::new("/a");
        project.add(source, ported);
        prop_assert!(project.files(&settings).len() >= 3);
    }
}
