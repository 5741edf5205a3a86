//! What may be typed, with the texts of `--help` in both languages.

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::language::text;

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
#[derive(Debug, Default, Group)]
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
    #[command(about = text("Print completions for a shell", "打印 shell 补全脚本"))]
    #[command(after_help = "Example:
  wechatpay completions bash > ~/.local/share/bash-completion/completions/wechatpay")]
    Completions {
        #[arg(help = text("The shell", "shell 名称"))]
        shell: Shell,
    },
}

#[derive(Debug, Group)]
pub(crate) struct Call {
    #[arg(help = text("The path, with variables as {name}", "路径，变量写作 {name}"))]
    pub(crate) path: String,
    #[arg(help = text(
        "k=v: a variable of the path, or text in the JSON body; k:=json; a[b]=v: nested; k==v: \
         query; Header:value; k@file: a file to upload; -: the body is standard input",
        "k=v：路径变量或 JSON 文本；k:=json；a[b]=v：嵌套；k==v：查询参数；Header:value；k@file：上传文件；-：请求体来自标准输入"
    ))]
    #[arg(value_name = "ITEM")]
    pub(crate) items: Vec<String>,
    #[arg(help = text("Read the body from this file", "以此文件为请求体"))]
    #[arg(long, value_name = "FILE")]
    pub(crate) data_file: Option<PathBuf>,
    #[arg(help = text("Write the response body to this file", "应答体写入此文件"))]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[arg(help = text(
        "Print the address, the headers and the message to sign, and send nothing",
        "只打印地址、头部与待签名串，不发送"
    ))]
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(help = text(
        "Do not ask before a call that may move money",
        "可能涉及资金的调用也不再询问"
    ))]
    #[arg(short, long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Group)]
pub(crate) struct Sign {
    #[arg(help = text("What to sign; default: standard input", "待签名的内容；默认为标准输入"))]
    pub(crate) file: Option<PathBuf>,
    #[arg(help = text(
        "Make the Authorization of a request by this method, whose body the file is",
        "生成此方法的请求的 Authorization，文件为请求体"
    ))]
    #[arg(long, requires = "target", value_name = "METHOD")]
    pub(crate) method: Option<String>,
    #[arg(help = text(
        "The request's path and query, beginning with /",
        "请求的路径与查询参数，以 / 开头"
    ))]
    #[arg(long, requires = "method", value_name = "TARGET")]
    pub(crate) target: Option<String>,
}

#[derive(Debug, Group)]
pub(crate) struct Verify {
    #[arg(help = text("What was signed; default: standard input", "被签名的内容；默认为标准输入"))]
    pub(crate) file: Option<PathBuf>,
    #[arg(help = text(
        "The signature in Base64: Wechatpay-Signature",
        "Base64 签名：Wechatpay-Signature"
    ))]
    #[arg(long, value_name = "BASE64")]
    pub(crate) signature: String,
    #[arg(help = text(
        "Wechatpay-Timestamp: the file is the body of an answer or a notification",
        "Wechatpay-Timestamp：此时文件为应答或通知的报文体"
    ))]
    #[arg(long, requires = "nonce", value_name = "SECONDS")]
    pub(crate) timestamp: Option<String>,
    #[arg(help = "Wechatpay-Nonce")]
    #[arg(long, requires = "timestamp", value_name = "NONCE")]
    pub(crate) nonce: Option<String>,
    #[arg(help = text(
        "Verify with the merchant's certificate, which signs requests",
        "用商户证书验签（请求由它签名）"
    ))]
    #[arg(long)]
    pub(crate) merchant: bool,
}

#[derive(Debug, Group)]
pub(crate) struct Encrypt {
    #[arg(help = text("What to encrypt; default: standard input", "待加密的内容；默认为标准输入"))]
    pub(crate) file: Option<PathBuf>,
    #[arg(help = text(
        "A JSON pointer such as /payer/name: that field of the JSON is encrypted in its place",
        "JSON 指针，如 /payer/name：就地加密该字段"
    ))]
    #[arg(long, value_name = "POINTER")]
    pub(crate) field: Vec<String>,
}

#[derive(Debug, Group)]
pub(crate) struct Decrypt {
    #[arg(help = text(
        "What to decrypt, in Base64; default: standard input",
        "待解密的 Base64；默认为标准输入"
    ))]
    pub(crate) file: Option<PathBuf>,
    #[arg(help = text(
        "A JSON pointer such as /payer/name: that field of the JSON is decrypted in its place",
        "JSON 指针，如 /payer/name：就地解密该字段"
    ))]
    #[arg(long, conflicts_with = "nonce", value_name = "POINTER")]
    pub(crate) field: Vec<String>,
    #[arg(help = text(
        "The nonce of a resource, which the APIv3 key decrypts",
        "resource 的 nonce，用 APIv3 密钥解密"
    ))]
    #[arg(long, value_name = "NONCE")]
    pub(crate) nonce: Option<String>,
    #[arg(help = text("The associated data of a resource", "resource 的 associated_data"))]
    #[arg(long, requires = "nonce", value_name = "TEXT")]
    pub(crate) associated_data: Option<String>,
}

#[derive(Debug, Group)]
pub(crate) struct Notify {
    #[command(subcommand)]
    pub(crate) action: NotifyAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum NotifyAction {
    #[command(about = text(
        "Say whether it is WeChat Pay's, and what it is about",
        "验证保存下来的通知的签名"
    ))]
    #[command(after_help = "Example:
  wechatpay notify verify notification.http")]
    Verify(Saved),
    #[command(about = text(
        "Verify it, and print its resource",
        "验签后解密通知，输出 resource 的内容"
    ))]
    #[command(after_help = "Example:
  wechatpay notify decrypt --headers headers.txt body.json")]
    Decrypt(Saved),
}

#[derive(Debug, Group)]
pub(crate) struct Saved {
    #[arg(help = text(
        "The notification as it came: headers, an empty line, the body; default: standard input",
        "原样的通知：头部、空行、报文体；默认为标准输入"
    ))]
    pub(crate) file: Option<PathBuf>,
    #[arg(help = text(
        "The headers, a line each; the other file is then the body alone",
        "头部文件，每行一个；另一文件只含报文体"
    ))]
    #[arg(long, value_name = "FILE")]
    pub(crate) headers: Option<PathBuf>,
    #[arg(help = text(
        "Refuse it if it is older than 300 s, as a server must",
        "超过 300 秒则拒绝，与服务器的要求相同"
    ))]
    #[arg(long)]
    pub(crate) fresh: bool,
}

#[derive(Debug, Group)]
pub(crate) struct Certificates {
    #[arg(help = text("Where the files go", "存放目录"))]
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) dir: PathBuf,
}

#[derive(Debug, Group)]
pub(crate) struct Bill {
    #[arg(help = text(
        "trade, fund, or the path that applies for another bill",
        "trade、fund，或申请其他账单的路径"
    ))]
    pub(crate) kind: String,
    #[arg(help = text("Items as those of get", "与 get 的相同"))]
    #[arg(value_name = "ITEM")]
    pub(crate) items: Vec<String>,
    #[arg(help = text("The day, YYYY-MM-DD", "日期，YYYY-MM-DD"))]
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<String>,
    #[arg(help = text("Request the compressed file", "下载压缩文件"))]
    #[arg(long)]
    pub(crate) gzip: bool,
    #[arg(help = text("The file [default: KIND-DATE.csv]", "账单文件 [默认: 类型-日期.csv]"))]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Group)]
pub(crate) struct Gateway {
    #[arg(help = text(
        "The port of 127.0.0.1; 0 for a free one",
        "127.0.0.1 的端口；0 为任一空闲端口"
    ))]
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub(crate) port: u16,
    #[arg(help = text(
        "Where its keys are kept; the next start uses the same",
        "保存密钥的目录；下次启动沿用"
    ))]
    #[arg(long, value_name = "DIR", default_value = "sandbox")]
    pub(crate) dir: PathBuf,
    #[arg(help = text("Make its keys anew", "重新生成密钥"))]
    #[arg(long)]
    pub(crate) new_keys: bool,
    #[arg(help = text(
        "Serve https, by a certificate of its own: tls_cert.pem",
        "以自有证书 tls_cert.pem 提供 https"
    ))]
    #[arg(long)]
    pub(crate) tls: bool,
    #[arg(help = text(
        "A JSON file of answers: [{\"method\": \"GET\", \"path\": \"/v3/x/{id}\", \"json\": \
         {\"id\": \"{id}\"}}, …]",
        "以 JSON 写成的应答文件：[{\"method\": \"GET\", \"path\": \"/v3/x/{id}\", \"json\": {\"id\": \
         \"{id}\"}}, …]"
    ))]
    #[arg(long, value_name = "FILE")]
    pub(crate) stubs: Vec<PathBuf>,
    #[arg(help = text(
        "Inject this fault (see below); repeat to combine",
        "让调用遇到此故障，见下文；写多个则同时出现"
    ))]
    #[arg(long, value_name = "NAME[=SECONDS]")]
    pub(crate) fault: Vec<String>,
    #[arg(help = text(
        "Only calls of this path, as in /v3/x/{id} or 'POST /v3/x'",
        "只对此路径的调用，如 /v3/x/{id} 或 'POST /v3/x'"
    ))]
    #[arg(long, requires = "fault", value_name = "PATH")]
    pub(crate) fault_path: Option<String>,
    #[arg(help = text("Only every Nth matching call", "只对每第 N 次调用"))]
    #[arg(long, requires = "fault", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) fault_every: Option<u32>,
    #[arg(help = text("Only N of these calls", "只对 N 次调用"))]
    #[arg(long, requires = "fault", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) fault_times: Option<u32>,
    #[arg(help = text("The language whose configuration is printed", "打印哪种语言的配置"))]
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) show: Vec<Show>,
}

/// For whom the gateway prints how to be configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Show {
    Rust,
    Php,
    Go,
    Java,
}
