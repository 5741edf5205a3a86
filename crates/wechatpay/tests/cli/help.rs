//! The help: each of its rows is run by a test, and what is typed wrongly is told on one line.

use std::collections::BTreeSet;

use super::{Sandbox, finish};

/// The other tests of the command.
const TESTS: [&str; 15] = [
    include_str!("asking.rs"),
    include_str!("calls.rs"),
    include_str!("catalogue.rs"),
    include_str!("catalogue_page.rs"),
    include_str!("chinese.rs"),
    include_str!("configured.rs"),
    include_str!("events.rs"),
    include_str!("init.rs"),
    include_str!("interrupted.rs"),
    include_str!("items.rs"),
    include_str!("local.rs"),
    include_str!("outcomes.rs"),
    include_str!("porting.rs"),
    include_str!("serving.rs"),
    include_str!("structs/mod.rs"),
];

/// The names of a section's rows.
fn rows<'a>(help: &'a str, section: &str) -> Vec<&'a str> {
    let mut lines = help.lines().skip_while(|line| *line != section).skip(1);
    let rows = lines.by_ref().take_while(|line| line.starts_with("  "));
    rows.filter_map(|row| row.split_whitespace().next()).collect()
}

/// Commands, each with its flags, as all `--help` have them.
fn all(sandbox: &Sandbox, command: &[&str], found: &mut BTreeSet<(String, String)>) {
    let help = sandbox.run(&[command, &["--help"]].concat()).ok().out;
    let name = command.join(" ");
    let words = help.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    for flag in words.filter(|word| word.strip_prefix("--").is_some_and(|name| !name.is_empty())) {
        found.insert((name.clone(), flag.to_owned()));
    }
    for sub in rows(&help, "Commands:").into_iter().filter(|sub| *sub != "help") {
        found.insert((name.clone(), sub.to_owned()));
        all(sandbox, &[command, &[sub]].concat(), found);
    }
}

/// Whether a function of the tests has the words of the command and this one as literals of their
/// own. A gateway is also served by a helper.
fn is_typed(command: &str, word: &str) -> bool {
    let functions = TESTS.iter().flat_map(|test| test.split("\nfn "));
    functions.into_iter().any(|function| {
        let has = |word: &str| function.contains(&format!("\"{word}\""));
        let mut words = command.split_whitespace();
        has(word) && words.all(|it| has(it) || it == "gateway" && function.contains("serve("))
    })
}

#[test]
fn each_row_of_each_help_is_run_by_a_test() {
    let sandbox = Sandbox::new();
    let mut found = BTreeSet::new();
    all(&sandbox, &[], &mut found);
    let has = |command: &str, word: &str| found.contains(&(command.to_owned(), word.to_owned()));
    assert!(has("", "gateway") && has("notify", "decrypt") && has("get", "--dry-run"), "{found:?}");
    assert!(has("gateway", "--fault-every") && has("", "--root-certificate"), "{found:?}");
    let lacking: Vec<_> = found
        .iter()
        .filter(|(command, word)| {
            // What all commands have is to be typed once.
            let shared = word.starts_with("--") && has("", word);
            !is_typed(if shared { "" } else { command }, word)
        })
        .collect();
    assert!(lacking.is_empty(), "no test types {lacking:?}");
}

#[test]
fn what_is_typed_wrongly_is_told_on_one_line() {
    let sandbox = Sandbox::new();
    for (args, english, chinese) in [
        (
            &["get"][..],
            "not provided: <PATH>: see `wechatpay get --help`",
            "缺少 <PATH>：请看 `wechatpay get --help`",
        ),
        (&["gett"], "a similar subcommand exists: 'get'", "没有命令 `gett`，是否想写 `get`？"),
        (&["get", "x", "--no"], "unexpected argument '--no'", "不认识参数 `--no`"),
        (
            &["gateway", "--port", "x"],
            "`x` is not valid for --port <PORT>: give a whole number",
            "--port <PORT> 的值 `x` 不正确：应为整数",
        ),
        (
            &["gateway", "--show", "cobol"],
            "rust, php, node, go, java]: see `wechatpay gateway --help`",
            "可选：rust、php、node、go、java：请看 `wechatpay gateway --help`",
        ),
        (
            &["decrypt", "--field", "/a", "--nonce", "b"],
            "cannot be used with '--nonce <NONCE>'",
            "不能与 --nonce <NONCE> 同时使用",
        ),
        (&["sign", "--method", "GET"], "--target <TARGET>", "缺少 --target <TARGET>"),
    ] {
        for (language, words) in [("C", english), ("zh_CN.UTF-8", chinese)] {
            let mut command = sandbox.command(args);
            command.env("LANG", language);
            let failed = finish(command, b"").fails(2, words);
            assert!(failed.err.starts_with("wechatpay: ") && failed.out.is_empty());
            assert_eq!(failed.err.lines().count(), 1, "{}", failed.err);
        }
    }
    // Who typed nothing is shown all of it.
    let nothing = sandbox.run(&[]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.err.contains("Commands:"), "{}", nothing.err);
}

#[test]
fn the_chinese_help_is_in_order() {
    let sandbox = Sandbox::new();
    let help = |args: &[&str]| {
        let mut command = sandbox.command(args);
        command.env("LC_ALL", "zh_CN.UTF-8");
        finish(command, b"").ok().out
    };
    let bill = help(&["bill", "--help"]);
    let at = |text: &str| bill.find(text).unwrap_or_else(|| panic!("{text} is not in {bill}"));
    let order =
        ["参数：", "<KIND>  ", "[ITEM]...  ", "选项：", "--date", "--output", "账户：", "--mchid"];
    let places: Vec<_> = order.iter().map(|text| at(text)).collect();
    assert!(places.is_sorted(), "{bill}");
    for text in [help(&["--help"]), help(&["gateway", "--help"]), help(&["completions", "-h"])] {
        for english in ["Options:", "Arguments:", "Account:", "[default", "[possible", "Print "] {
            assert!(!text.contains(english), "{english} is in {text}");
        }
    }
    let mut found = BTreeSet::new();
    all(&sandbox, &[], &mut found);
    let commands: BTreeSet<_> = found.into_iter().map(|(command, _)| command).collect();
    assert!(commands.len() > 15, "{commands:?}");
    for command in commands {
        let words: Vec<_> = command.split_whitespace().chain(["--help"]).collect();
        for row in help(&words).lines().filter(|line| line.starts_with("  ")) {
            let is_argument = row.trim_start().starts_with(['-', '<', '[']);
            let is_chinese =
                row.contains(|c: char| c >= '\u{4e00}') || row.ends_with("Wechatpay-Nonce");
            assert!(is_chinese || !is_argument, "{command}: {row}");
        }
    }
}
