//! The library's errors, in the user's language and with the command's own remedies.

use super::{Ran, Sandbox, finish};

fn run(sandbox: &Sandbox, args: &[&str], language: &str) -> Ran {
    let mut command = sandbox.command(args);
    command.env("LANG", language);
    finish(command, b"")
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character))
}

/// What is run, its exit code, and what it says in English and in Chinese.
type Case<'a> = (&'a [&'a str], i32, &'a [&'a str], &'a [&'a str]);

#[test]
fn an_error_of_the_library_is_in_one_language() {
    let sandbox = Sandbox::new();
    let cases: [Case<'_>; 6] = [
        (
            &["get", "v3/x", "--base-uri", "http://127.0.0.1:1/"],
            3,
            &["GET v3/x: no connection to 127.0.0.1:1: Connection refused", "nothing was sent"],
            &["GET v3/x：无法连接到 127.0.0.1:1：连接被拒绝（系统错误 111）", "请求未发出"],
        ),
        (
            &["get", "https://pay.example.com/v3/x"],
            2,
            &["may not go to", "it is yours, give it as --base-uri (WECHATPAY_BASE_URI)"],
            &["不能发往", "是自己的主机，请以 --base-uri（WECHATPAY_BASE_URI）给出"],
        ),
        (
            &["get", "v3/a/{id}"],
            2,
            &["needs the argument `id`", "add it as a string or a number"],
            &["缺少参数 `id`", "请以字符串或数字给出"],
        ),
        (
            &["get", "v3/a/{id"],
            2,
            &["the template `v3/a/{id` has a `{` without its `}`"],
            &["模板 `v3/a/{id` 有 `{` 而没有对应的 `}`"],
        ),
        (
            &["get", "v3/x", "--private-key", "none.pem"],
            2,
            &["the private key can't be read from"],
            &["无法从", "读取私钥"],
        ),
        (
            &["doctor", "--base-uri", "http://127.0.0.1:1/"],
            1,
            &["no connection to 127.0.0.1:1: Connection refused", "is the gateway running there?"],
            &["无法连接到 127.0.0.1:1：连接被拒绝（系统错误 111）", "网关是否在该处运行"],
        ),
    ];
    for (args, code, english, chinese) in cases {
        let (here, there) = (run(&sandbox, args, "C"), run(&sandbox, args, "zh_CN.UTF-8"));
        // The log, which is in English, is not of interest.
        let said = |ran: &Ran| {
            let lines = ran.out.lines().chain(ran.err.lines());
            lines.filter(|line| !line.starts_with("* ")).collect::<Vec<_>>().join("\n")
        };
        assert_eq!((here.code, there.code), (code, code), "{}", there.err);
        let (here, there) = (said(&here), said(&there));
        assert!(!is_chinese(&here) && is_chinese(&there), "{here}\n{there}");
        for words in english {
            assert!(here.contains(words) && !there.contains(words), "{words}: {here}\n{there}");
        }
        for words in chinese {
            assert!(there.contains(words), "{words}: {there}");
        }
    }
}
