//! English or Chinese, by `LC_ALL`, `LC_MESSAGES` or `LANG`.
//!
//! Errors of the library stay English.

use std::env;

use clap::{Arg, ArgAction, Command, CommandFactory};

use super::command_line::{ACCOUNT, Args};

/// The text of the user's language: `say!("English {name}", "中文 {name}")`.
macro_rules! say {
    ($english:literal, $chinese:literal $(,)?) => {
        if $crate::language::is_chinese() { format!($chinese) } else { format!($english) }
    };
}

/// The end of `wechatpay --help`.
pub(crate) const EXIT_CODES: &str = "Example:
  wechatpay get v3/certificates

Exit codes: 0 done; 1 a check does not hold; 2 typed or configured wrongly; 3 not sent; 4 refused
by WeChat Pay; 5 unknown: it may have taken effect; 6 accepted, but something failed here after that.";

const EXIT_CODES_CHINESE: &str = "示例：
  wechatpay get v3/certificates

退出码：0 成功；1 校验未通过；2 用法或配置有误；3 请求未发出；4 被微信支付拒绝；5 结果未知：请求可能已生效；6 已受理，但之后本机出错。";

/// As POSIX has it: the first of them that is set decides.
pub(crate) fn is_chinese() -> bool {
    let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
    let language = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    language.is_some_and(|language| language.to_ascii_lowercase().starts_with("zh"))
}

/// The command line, its help in the user's language.
pub(crate) fn command() -> Command {
    if is_chinese() { in_chinese(Args::command(), "wechatpay") } else { Args::command() }
}

fn in_chinese(command: Command, path: &str) -> Command {
    let mut command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading("命令")
        .help_template("{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}")
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help("显示帮助")
                .help_heading(OPTIONS),
        );
    if let Some(about) = chinese(path) {
        command = command.about(about);
    }
    if path == "wechatpay" {
        let version = Arg::new("version")
            .short('V')
            .long("version")
            .action(ArgAction::Version)
            .help_heading(OPTIONS);
        command = command.after_help(EXIT_CODES_CHINESE).arg(version);
    } else if let Some(help) = command.get_after_help().map(ToString::to_string) {
        let help = help.replace("Examples:", "示例：").replace("Example:", "示例：");
        let help = help.replace("Faults:", "故障：").replace("SECONDS", "秒");
        command = command.after_help(help);
    }
    // Under headings of our own, nothing else keeps arguments in their order.
    let mut order = 0;
    command = command.mut_args(|arg| {
        let heading = match (arg.is_positional(), arg.get_help_heading()) {
            (true, _) => "参数",
            (false, Some(ACCOUNT)) => "账户",
            (false, _) => OPTIONS,
        };
        order += 1;
        let arg = arg.help_heading(heading).display_order(order);
        // An argument of several commands means the same in each, but for a few.
        let id = arg.get_id().as_str().to_owned();
        match chinese(&format!("{path}.{id}")).or_else(|| chinese(&id)) {
            Some(help) => with_values(arg, help),
            None => arg,
        }
    });
    let names: Vec<_> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let nested = if path == "wechatpay" { name.clone() } else { format!("{path}.{name}") };
        command = command.mut_subcommand(&name, |sub| in_chinese(sub, &nested));
    }
    command
}

const OPTIONS: &str = "选项";

/// The default and the values that are possible, in Chinese as well.
fn with_values(arg: Arg, help: &str) -> Arg {
    if !arg.get_action().takes_values() {
        return arg.help(help.to_owned());
    }
    let list = |values: Vec<String>| values.join("、");
    let default = arg.get_default_values().iter().map(|value| value.to_string_lossy().into());
    let default: Vec<String> = default.collect();
    let possible = arg.get_possible_values();
    let possible: Vec<_> = possible.iter().map(|value| value.get_name().to_owned()).collect();
    let mut help = help.to_owned();
    if !default.is_empty() {
        help += &format!(" [默认: {}]", list(default));
    }
    if !possible.is_empty() {
        help += &format!(" [可选: {}]", list(possible));
    }
    arg.hide_default_value(true).hide_possible_values(true).help(help)
}

fn chinese(id: &str) -> Option<&'static str> {
    CHINESE.iter().find(|(known, _)| *known == id).map(|(_, text)| *text)
}

/// Commands and arguments.
const CHINESE: [(&str, &str); 72] = [
    ("wechatpay", "调用微信支付 API v3，并找出调用失败的原因"),
    ("profile", "配置文件中的配置名 [环境变量: WECHATPAY_PROFILE]"),
    ("config", "配置文件 [环境变量: WECHATPAY_CONFIG] [默认: ~/.config/wechatpay/config.toml]"),
    ("mchid", "商户号 [环境变量: WECHATPAY_MCHID]"),
    ("serial", "商户证书序列号 [环境变量: WECHATPAY_SERIAL]"),
    ("certificate", "商户证书 apiclient_cert.pem [环境变量: WECHATPAY_CERTIFICATE]"),
    ("private_key", "商户私钥 apiclient_key.pem [环境变量: WECHATPAY_PRIVATE_KEY]"),
    ("platform_id", "平台公钥 ID，PUB_KEY_ID_… [环境变量: WECHATPAY_PLATFORM_ID]"),
    ("platform_key", "微信支付公钥或平台证书，可写多次 [环境变量: WECHATPAY_PLATFORM_KEY]"),
    ("root_certificate", "TLS 在系统证书之外另行信任的证书 [环境变量: WECHATPAY_ROOT_CERTIFICATE]"),
    (
        "apiv3_key_file",
        "存有 APIv3 密钥的文件 [环境变量: WECHATPAY_APIV3_KEY_FILE，或密钥本身: WECHATPAY_APIV3_KEY]",
    ),
    (
        "base_uri",
        "API 地址，以 / 结尾 [环境变量: WECHATPAY_BASE_URI] [默认: https://api.mch.weixin.qq.com/]",
    ),
    ("timeout", "单次调用的最长秒数 [环境变量: WECHATPAY_TIMEOUT] [默认: 30]"),
    ("verbose", "显示脱敏的请求与应答；写两次还显示含请求体的待签名串"),
    ("version", "显示版本"),
    ("get", "以 GET 调用"),
    ("post", "以 POST 调用"),
    ("put", "以 PUT 调用"),
    ("patch", "以 PATCH 调用"),
    ("delete", "以 DELETE 调用"),
    ("path", "路径，变量写作 {name}"),
    (
        "items",
        "k=v：路径变量或 JSON 文本；k:=json；a[b]=v：嵌套；k==v：查询参数；Header:value；k@file：上传文件；-：请求体来自标准输入",
    ),
    ("data_file", "以此文件为请求体"),
    ("output", "应答体写入此文件"),
    ("bill.output", "账单文件 [默认: 类型-日期.csv]"),
    ("bill.items", "与 get 的相同"),
    ("dry_run", "只打印地址、头部与待签名串，不发送"),
    ("yes", "可能涉及资金的调用也不再询问"),
    ("sign", "用商户私钥对文件或标准输入签名"),
    ("sign.file", "待签名的内容；默认为标准输入"),
    ("method", "生成此方法的请求的 Authorization，文件为请求体"),
    ("target", "请求的路径与查询参数，以 / 开头"),
    ("verify", "用平台公钥验签"),
    ("notify.verify", "验证保存下来的通知的签名"),
    ("notify.decrypt", "验签后解密通知，输出 resource 的内容"),
    ("verify.file", "被签名的内容；默认为标准输入"),
    ("signature", "Base64 签名：Wechatpay-Signature"),
    ("timestamp", "Wechatpay-Timestamp：此时文件为应答或通知的报文体"),
    ("verify.nonce", "Wechatpay-Nonce"),
    ("merchant", "用商户证书验签（请求由它签名）"),
    ("encrypt", "用平台公钥加密敏感字段"),
    ("encrypt.file", "待加密的内容；默认为标准输入"),
    ("encrypt.field", "JSON 指针，如 /payer/name：就地加密该字段"),
    ("decrypt", "用商户私钥解密敏感字段，或用 APIv3 密钥解密 resource"),
    ("decrypt.file", "待解密的 Base64；默认为标准输入"),
    ("decrypt.field", "JSON 指针，如 /payer/name：就地解密该字段"),
    ("decrypt.nonce", "resource 的 nonce，用 APIv3 密钥解密"),
    ("associated_data", "resource 的 associated_data"),
    ("notify", "查看保存的通知"),
    ("file", "原样的通知：头部、空行、报文体；默认为标准输入"),
    ("headers", "头部文件，每行一个；另一文件只含报文体"),
    ("fresh", "超过 300 秒则拒绝，与服务器的要求相同"),
    ("certificates", "下载并验证平台证书，存为 wechatpay_序列号.pem"),
    ("certificates.dir", "存放目录"),
    ("doctor", "检查配置、密钥、时钟与连接"),
    ("bill", "申请账单，下载并校验哈希"),
    ("kind", "trade、fund，或申请其他账单的路径"),
    ("date", "日期，YYYY-MM-DD"),
    ("gzip", "要求压缩"),
    ("gateway", "在本机模拟微信支付，直到 Ctrl-C"),
    ("port", "127.0.0.1 的端口；0 为任一空闲端口"),
    ("gateway.dir", "保存密钥的目录；下次启动沿用"),
    ("new_keys", "重新生成密钥"),
    ("tls", "以自有证书 tls_cert.pem 提供 https"),
    (
        "stubs",
        "以 JSON 写成的应答文件：[{\"method\": \"GET\", \"path\": \"/v3/x/{id}\", \"json\": {\"id\": \"{id}\"}}, …]",
    ),
    ("fault", "让调用遇到此故障，见下文；写多个则同时出现"),
    ("fault_path", "只对此路径的调用，如 /v3/x/{id} 或 'POST /v3/x'"),
    ("fault_every", "只对每第 N 次调用"),
    ("fault_times", "只对 N 次调用"),
    ("show", "打印哪种语言的配置"),
    ("completions", "打印 shell 补全脚本"),
    ("shell", "shell 名称"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn each(command: &Command, path: &str, check: &mut dyn FnMut(&str, Option<String>)) {
        check(path, command.get_about().map(ToString::to_string));
        for arg in command.get_arguments() {
            let id = format!("{path}.{}", arg.get_id());
            check(&id, arg.get_help().map(ToString::to_string));
        }
        for sub in command.get_subcommands() {
            each(sub, sub.get_name(), check);
        }
    }

    #[test]
    fn every_text_has_its_chinese() {
        let mut lacking = Vec::new();
        each(&in_chinese(Args::command(), "wechatpay"), "wechatpay", &mut |id, text| {
            let is_name = id == "verify.nonce";
            let chinese = text.is_some_and(|text| text.chars().any(|c| c >= '\u{4e00}'));
            if !chinese && !is_name {
                lacking.push(id.to_owned());
            }
        });
        assert!(lacking.is_empty(), "{lacking:?}");
    }

    #[test]
    fn both_command_lines_are_well_formed() {
        Args::command().debug_assert();
        in_chinese(Args::command(), "wechatpay").debug_assert();
    }
}
