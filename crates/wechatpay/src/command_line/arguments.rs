//! What each sub-command takes.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args as Group, Subcommand, ValueEnum};

use crate::language::text;

#[derive(Debug, Group)]
pub(crate) struct Call {
    #[arg(help = text("The path, with variables as {name}", "路径，变量写作 {name}"))]
    pub(crate) path: String,
    #[arg(help = text(
        "k=v: a variable of the path, or text in the JSON body, or under v2/ a parameter; k:=json; \
         a[b]=v: nested; k==v: query; Header:value; k@file: a file to upload; -: the body is standard \
         input",
        "k=v：路径变量或 JSON 文本，在 v2/ 下为参数；k:=json；a[b]=v：嵌套；k==v：查询参数；Header:value；k@file：上传文件；\
         -：请求体来自标准输入"
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
    #[arg(help = text(
        "Send nothing if an argument differs from WeChat Pay's documentation; without it: a warning",
        "参数与微信支付文档不符时不发送；默认只警告"
    ))]
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Debug, Group)]
pub(crate) struct Find {
    #[arg(help = text(
        "Words of the title, the product, the path or the method; all must be there",
        "标题、产品、路径或方法中的词，须全部符合"
    ))]
    #[arg(required = true, value_name = "WORD")]
    pub(crate) words: Vec<String>,
    #[arg(help = text("Print all of them, not only 20", "全部输出，不止 20 个"))]
    #[arg(long)]
    pub(crate) all: bool,
    #[arg(help = text("Print JSON", "输出 JSON"))]
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Group)]
pub(crate) struct Describe {
    #[arg(help = text(
        "The method; not needed if the path has one only",
        "方法；路径只有一种方法时可不写"
    ))]
    pub(crate) method: Option<String>,
    #[arg(help = text(
        "The path, with variables as {name} or with values",
        "路径，其中为 {name} 形式的变量，或为实际的值"
    ))]
    pub(crate) path: String,
    #[arg(help = text("Also print the fields of the response", "同时输出应答的字段"))]
    #[arg(long)]
    pub(crate) response: bool,
    #[arg(help = text("Print JSON", "输出 JSON"))]
    #[arg(long)]
    pub(crate) json: bool,
    #[arg(help = text(
        "Print a body to fill in, for --data-file, with the required fields",
        "输出待填写的请求体，供 --data-file 使用，只含必填字段"
    ))]
    #[arg(long, conflicts_with_all = ["response", "json"])]
    pub(crate) template: bool,
    #[arg(help = text("Also the optional fields in it", "请求体也含选填字段"))]
    #[arg(long, requires = "template")]
    pub(crate) all_fields: bool,
    #[arg(help = text(
        "Print Rust structs of its options and its response",
        "输出其选项与应答的 Rust 结构体"
    ))]
    #[arg(long, conflicts_with_all = ["response", "json", "template"])]
    pub(crate) rust: bool,
}

#[derive(Debug, Group)]
pub(crate) struct Catalogue {
    #[arg(help = text(
        "The folder of the page, new or empty, or of an earlier one",
        "网页所在目录，须为新目录、空目录或之前生成的目录"
    ))]
    #[arg(long, value_name = "DIR")]
    pub(crate) html: PathBuf,
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
        "Wechatpay-Timestamp: the file is the body of a response or a notification",
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
        "Which of WeChat Pay's keys the merchant has; switching: both",
        "商户持有微信支付的哪种密钥；switching 为两种都有"
    ))]
    #[arg(long, value_name = "MODE", default_value = "switching")]
    pub(crate) keys: KeyMode,
    #[arg(help = text(
        "Also listen on this address, such as 0.0.0.0, for containers and other machines",
        "同时监听此地址，如 0.0.0.0，供容器或其他机器访问"
    ))]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<IpAddr>,
    #[arg(help = text(
        "Accept calls by this host name, such as host.docker.internal; repeatable",
        "接受以此主机名访问，如 host.docker.internal；可写多次"
    ))]
    #[arg(long, value_name = "NAME")]
    pub(crate) allow_host: Vec<String>,
    #[arg(help = text(
        "Serve https, by a certificate of its own: tls_cert.pem",
        "以自有证书 tls_cert.pem 提供 https"
    ))]
    #[arg(long)]
    pub(crate) tls: bool,
    #[arg(help = text(
        "A JSON file of responses: [{\"method\": \"GET\", \"path\": \"/v3/x/{id}\", \"json\": \
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
    #[arg(help = text(
        "How many times as fast as time its clock goes, by which notifications are repeated; 0: never",
        "网关时钟的倍速，回调通知按此时钟重发；0 为不重发"
    ))]
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) clock_speed: u32,
    #[arg(help = text("The language whose configuration is printed", "打印哪种语言的配置"))]
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) show: Vec<Show>,
}

/// The merchant's key mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeyMode {
    Certificate,
    Switching,
    PublicKey,
}

/// For whom the gateway prints how to be configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Show {
    Rust,
    Php,
    Node,
    Go,
    Java,
}
