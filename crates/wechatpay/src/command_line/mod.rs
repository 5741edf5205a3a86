//! What may be typed, with the texts of `--help` in both languages.

mod arguments;
mod events;

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand};
use clap_complete::Shell;

use crate::language::text;

pub(crate) use arguments::{
    Bill, Call, Catalogue, Certificates, Decrypt, Describe, Encrypt, Find, Gateway, KeyMode,
    Notify, NotifyAction, Saved, Show, Sign, Verify,
};

pub(crate) use events::{Listen, Local, Logs, Resend, Trigger};

/// The heading in `--help` of what says whose account it is.
pub(crate) const ACCOUNT: &str = "Account";

/// The end of `wechatpay --help`.
const EXIT_CODES: &str = "Example:
  wechatpay get v3/certificates

Exit codes: 0 done; 1 a check does not hold; 2 typed or configured wrongly; 3 not sent; 4 refused
by WeChat Pay; 5 unknown: it may have taken effect; 6 accepted, but something failed here after that.";

const EXIT_CODES_CHINESE: &str = "示例：
  wechatpay get v3/certificates

退出码：0 成功；1 校验未通过；2 用法或配置有误；3 请求未发出；4 被微信支付拒绝；5 结果未知：请求可能已生效；6 已受理，但之后本机出错。";

/// All that may be typed.
#[derive(Debug, Parser)]
#[command(name = "wechatpay", version)]
#[command(about = text(
    "Call WeChat Pay's API v3, and find out why a call fails",
    "调用微信支付 API v3，并找出调用失败的原因"
))]
#[command(after_help = text(EXIT_CODES, EXIT_CODES_CHINESE))]
pub(crate) struct Args {
    #[command(flatten, next_help_heading = ACCOUNT)]
    pub(crate) account: Account,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Whose account it is. No secret is taken here: others can read a command line.
#[derive(Debug, Clone, Default, Group)]
pub(crate) struct Account {
    #[arg(help = text(
        "The profile of the configuration file [env: WECHATPAY_PROFILE]",
        "配置文件中的配置名 [环境变量: WECHATPAY_PROFILE]"
    ))]
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    #[arg(help = text(
        "The configuration file [env: WECHATPAY_CONFIG] [default: ~/.config/wechatpay/config.toml]",
        "配置文件 [环境变量: WECHATPAY_CONFIG] [默认: ~/.config/wechatpay/config.toml]"
    ))]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[arg(help = text(
        "The merchant's number [env: WECHATPAY_MCHID]",
        "商户号 [环境变量: WECHATPAY_MCHID]"
    ))]
    #[arg(long, global = true, value_name = "MCHID")]
    pub(crate) mchid: Option<String>,
    #[arg(help = text(
        "The serial number of the merchant's certificate [env: WECHATPAY_SERIAL]",
        "商户证书序列号 [环境变量: WECHATPAY_SERIAL]"
    ))]
    #[arg(long, global = true, value_name = "SERIAL")]
    pub(crate) serial: Option<String>,
    #[arg(help = text(
        "The merchant's certificate, apiclient_cert.pem [env: WECHATPAY_CERTIFICATE]",
        "商户证书 apiclient_cert.pem [环境变量: WECHATPAY_CERTIFICATE]"
    ))]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) certificate: Option<PathBuf>,
    #[arg(help = text(
        "The merchant's private key, apiclient_key.pem [env: WECHATPAY_PRIVATE_KEY]",
        "商户私钥 apiclient_key.pem [环境变量: WECHATPAY_PRIVATE_KEY]"
    ))]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) private_key: Option<PathBuf>,
    #[arg(help = text(
        "The id of the platform key, PUB_KEY_ID_… [env: WECHATPAY_PLATFORM_ID]",
        "平台公钥 ID，PUB_KEY_ID_… [环境变量: WECHATPAY_PLATFORM_ID]"
    ))]
    #[arg(long, global = true, value_name = "ID")]
    pub(crate) platform_id: Option<String>,
    #[arg(help = text(
        "WeChat Pay's public key or a platform certificate, several times for several [env: \
         WECHATPAY_PLATFORM_KEY]",
        "微信支付公钥或平台证书，可写多次 [环境变量: WECHATPAY_PLATFORM_KEY]"
    ))]
    #[arg(long, global = true, value_name = "[ID=]FILE")]
    pub(crate) platform_key: Vec<String>,
    #[arg(help = text(
        "A file with the APIv3 key [env: WECHATPAY_APIV3_KEY_FILE, or the key: WECHATPAY_APIV3_KEY]",
        "存有 APIv3 密钥的文件 [环境变量: WECHATPAY_APIV3_KEY_FILE，或密钥本身: WECHATPAY_APIV3_KEY]"
    ))]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) apiv3_key_file: Option<PathBuf>,
    #[arg(help = text(
        "A file with the APIv2 key, for paths under v2/ [env: WECHATPAY_APIV2_KEY_FILE, or the key: \
         WECHATPAY_APIV2_KEY]",
        "存有 APIv2 密钥的文件，用于 v2/ 下的路径 [环境变量: WECHATPAY_APIV2_KEY_FILE，或密钥本身: \
         WECHATPAY_APIV2_KEY]"
    ))]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) apiv2_key_file: Option<PathBuf>,
    #[arg(help = text(
        "Where the API is, with a / at its end [env: WECHATPAY_BASE_URI] [default: \
         https://api.mch.weixin.qq.com/]",
        "API 地址，以 / 结尾 [环境变量: WECHATPAY_BASE_URI] [默认: https://api.mch.weixin.qq.com/]"
    ))]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) base_uri: Option<String>,
    #[arg(help = text(
        "An additional certificate to trust for TLS [env: WECHATPAY_ROOT_CERTIFICATE]",
        "TLS 在系统证书之外另行信任的证书 [环境变量: WECHATPAY_ROOT_CERTIFICATE]"
    ))]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) root_certificate: Option<PathBuf>,
    #[arg(help = text(
        "The longest that a call may take, in seconds [env: WECHATPAY_TIMEOUT] [default: 30]",
        "单次调用的最长秒数 [环境变量: WECHATPAY_TIMEOUT] [默认: 30]"
    ))]
    #[arg(long, global = true, value_name = "SECONDS")]
    pub(crate) timeout: Option<u64>,
    #[arg(help = text(
        "Show the exchange, redacted; twice: also the message that is signed, with the body",
        "显示脱敏的请求与应答；写两次还显示含请求体的待签名串"
    ))]
    #[arg(short, long, global = true, help_heading = None, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(about = text("Send a GET request", "发送 GET 请求"))]
    #[command(after_help = "Example:
  wechatpay get v3/pay/transactions/id/{transaction_id} transaction_id=4200001 mchid==1900000109")]
    Get(Call),
    #[command(about = text("Send a POST request", "发送 POST 请求"))]
    #[command(after_help = "Examples:
  wechatpay post v3/pay/transactions/native appid=wxd678efh567hg6787 mchid=1900000109 \\
      description=Tea out_trade_no=20240101A notify_url=https://shop.example/notify \\
      'amount[total]:=1'
  wechatpay post v2/pay/orderquery appid=wxd678efh567hg6787 mch_id=1900000109 \\
      out_trade_no=20240101A
  wechatpay post v3/merchant/media/upload file@shop.png")]
    Post(Call),
    #[command(about = text("Send a PUT request", "发送 PUT 请求"))]
    #[command(after_help = "Example:
  wechatpay put v3/marketing/favor/callbacks notify_url=https://example.com/notify")]
    Put(Call),
    #[command(about = text("Send a PATCH request", "发送 PATCH 请求"))]
    #[command(after_help = "Example:
  wechatpay patch v3/global/merchants/{mchid} mchid=1900000109 --data-file body.json")]
    Patch(Call),
    #[command(about = text("Send a DELETE request", "发送 DELETE 请求"))]
    #[command(after_help = "Example:
  wechatpay delete v3/merchant-service/complaint-notifications")]
    Delete(Call),
    #[command(about = text("Find documented endpoints by words", "按关键词查找文档中的接口"))]
    #[command(after_help = "Examples:
  wechatpay find 退款
  wechatpay find refund 查询")]
    Find(Find),
    #[command(about = text(
        "Describe a documented endpoint: its parameters, fields and links",
        "说明文档中的接口：参数、字段与链接"
    ))]
    #[command(allow_missing_positional = true)]
    #[command(after_help = "Examples:
  wechatpay describe POST v3/pay/transactions/jsapi
  wechatpay describe v3/refund/domestic/refunds --template > refund.json")]
    Describe(Describe),
    #[command(about = text(
        "Write a page of all documented endpoints, with their fields and calls",
        "生成包含全部文档接口、字段与调用示例的网页"
    ))]
    #[command(after_help = "Example:
  wechatpay catalogue --html catalogue")]
    Catalogue(Catalogue),
    #[command(about = text(
        "Sign a file, or standard input, with the merchant's private key",
        "用商户私钥对文件或标准输入签名"
    ))]
    #[command(after_help = "Examples:
  wechatpay sign message.txt
  wechatpay sign --method POST --target /v3/pay/transactions/native body.json")]
    Sign(Sign),
    #[command(about = text("Verify a signature with the platform's key", "用平台公钥验签"))]
    #[command(after_help = "Example:
  wechatpay verify --timestamp 1554208460 --nonce 593BEC0C --signature Z3Vh… body.json")]
    Verify(Verify),
    #[command(about = text(
        "Encrypt a sensitive field with the platform's key",
        "用平台公钥加密敏感字段"
    ))]
    #[command(after_help = "Examples:
  printf 张三 | wechatpay encrypt
  wechatpay encrypt --field /contact_info/contact_name application.json")]
    Encrypt(Encrypt),
    #[command(about = text(
        "Decrypt a sensitive field with the merchant's private key, or a resource with the APIv3 \
         key",
        "用商户私钥解密敏感字段，或用 APIv3 密钥解密 resource"
    ))]
    #[command(after_help = "Examples:
  wechatpay decrypt --field /payer/name answer.json
  wechatpay decrypt --nonce fdasflkja484 --associated-data transaction ciphertext.txt")]
    Decrypt(Decrypt),
    #[command(about = text("Look into a saved notification", "查看保存的通知"))]
    #[command(after_help = "Example:
  wechatpay notify decrypt notification.http")]
    Notify(Notify),
    #[command(about = text(
        "Download the platform's certificates, verified, as wechatpay_SERIAL.pem",
        "下载并验证平台证书，存为 wechatpay_序列号.pem"
    ))]
    #[command(after_help = "Example:
  wechatpay certificates --dir certs")]
    Certificates(Certificates),
    #[command(about = text(
        "Check the configuration, the keys, the clock and the connection",
        "检查配置、密钥、时钟与连接"
    ))]
    #[command(after_help = "Example:
  wechatpay doctor --profile main")]
    Doctor,
    #[command(about = text(
        "Apply for a bill, download it, and check its hash",
        "申请账单，下载并校验哈希"
    ))]
    #[command(after_help = "Examples:
  wechatpay bill trade --date 2024-01-01 -o trade.csv
  wechatpay bill v3/bill/fundflowbill bill_date==2024-01-01 account_type==BASIC -o fund.csv")]
    Bill(Bill),
    #[command(about = text(
        "Stand in for WeChat Pay on this machine, until Ctrl-C",
        "在本机模拟微信支付，直到 Ctrl-C"
    ))]
    #[command(after_help = "Examples:
  wechatpay gateway --port 8787 --dir sandbox
  wechatpay gateway --stubs stubs.json --fault slow-body=2s --fault-every 3

Faults: wrong-signature, probe, no-signature, clock-skew[=SECONDS], unknown-serial,
rotate-certificate, other-key-mode, 429[=SECONDS], 500, 502, slow-headers[=SECONDS],
slow-body[=SECONDS], cut-before, cut-after, truncated-body")]
    Gateway(Gateway),
    #[command(about = text(
        "List the local gateway's calls, or its notifications",
        "列出本地网关的调用或回调通知"
    ))]
    #[command(after_help = "Examples:
  wechatpay logs --status 4xx --follow
  wechatpay logs --notifications
  wechatpay logs SANDBOX-k3V…")]
    Logs(Logs),
    #[command(about = text(
        "Send a notification of any type, signed and encrypted by the local gateway's keys",
        "发送任一类型的回调通知，用本地网关的密钥签名和加密"
    ))]
    #[command(after_help = "Examples:
  wechatpay trigger TRANSACTION.SUCCESS --to http://127.0.0.1:3000/notify
  wechatpay trigger REFUND.ABNORMAL out_refund_no=20240101R amount.refund:=100
  wechatpay trigger --list")]
    Trigger(Trigger),
    #[command(about = text(
        "Send a notification of the local gateway again",
        "重新发送本地网关的回调通知"
    ))]
    #[command(after_help = "Example:
  wechatpay resend SANDBOX-k3V… --to http://127.0.0.1:3000/notify")]
    Resend(Resend),
    #[command(about = text(
        "Receive notifications, verify, show and forward them, until Ctrl-C",
        "接收回调通知，验签、显示并转发，直到 Ctrl-C"
    ))]
    #[command(after_help = "Examples:
  wechatpay listen --forward-to http://127.0.0.1:3000/notify --dir sandbox
  wechatpay listen --forward-to localhost:3000/notify --port 8080 --profile main")]
    Listen(Listen),
    #[command(about = text("Print completions for a shell", "打印 shell 补全脚本"))]
    #[command(after_help = "Example:
  wechatpay completions bash > ~/.local/share/bash-completion/completions/wechatpay")]
    Completions {
        #[arg(help = text("The shell", "shell 名称"))]
        shell: Shell,
    },
}
