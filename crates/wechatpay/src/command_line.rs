//! What may be typed. The texts of `--help` are English here, and Chinese in `language.rs`.

#![allow(
    rustdoc::bare_urls,
    rustdoc::broken_intra_doc_links,
    reason = "they are shown on a terminal"
)]

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// The heading in `--help` of what says whose account it is.
pub(crate) const ACCOUNT: &str = "Account";

/// Call WeChat Pay's API v3, and find out why a call fails
#[derive(Debug, Parser)]
#[command(name = "wechatpay", version, after_help = super::language::EXIT_CODES)]
pub(crate) struct Args {
    #[command(flatten, next_help_heading = ACCOUNT)]
    pub(crate) account: Account,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Whose account it is. No secret is taken here: others can read a command line.
#[derive(Debug, Default, Group)]
pub(crate) struct Account {
    /// The profile of the configuration file [env: WECHATPAY_PROFILE]
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// The configuration file [env: WECHATPAY_CONFIG] [default: ~/.config/wechatpay/config.toml]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The merchant's number [env: WECHATPAY_MCHID]
    #[arg(long, global = true, value_name = "MCHID")]
    pub(crate) mchid: Option<String>,
    /// The serial number of the merchant's certificate [env: WECHATPAY_SERIAL]
    #[arg(long, global = true, value_name = "SERIAL")]
    pub(crate) serial: Option<String>,
    /// The merchant's certificate, apiclient_cert.pem [env: WECHATPAY_CERTIFICATE]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) certificate: Option<PathBuf>,
    /// The merchant's private key, apiclient_key.pem [env: WECHATPAY_PRIVATE_KEY]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) private_key: Option<PathBuf>,
    /// The id of the platform key, PUB_KEY_ID_… [env: WECHATPAY_PLATFORM_ID]
    #[arg(long, global = true, value_name = "ID")]
    pub(crate) platform_id: Option<String>,
    /// WeChat Pay's public key or a platform certificate, several times for several [env:
    /// WECHATPAY_PLATFORM_KEY]
    #[arg(long, global = true, value_name = "[ID=]FILE")]
    pub(crate) platform_key: Vec<String>,
    /// A file with the APIv3 key [env: WECHATPAY_APIV3_KEY_FILE, or the key: WECHATPAY_APIV3_KEY]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) apiv3_key_file: Option<PathBuf>,
    /// Where the API is, with a / at its end [env: WECHATPAY_BASE_URI] [default: https://api.mch.weixin.qq.com/]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) base_uri: Option<String>,
    /// A certificate to trust for TLS beside the system's [env: WECHATPAY_ROOT_CERTIFICATE]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) root_certificate: Option<PathBuf>,
    /// The longest that a call may take, in seconds [env: WECHATPAY_TIMEOUT] [default: 30]
    #[arg(long, global = true, value_name = "SECONDS")]
    pub(crate) timeout: Option<u64>,
    /// Show the exchange, redacted; twice: also the message that is signed, with the body
    #[arg(short, long, global = true, help_heading = None, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Call by GET
    #[command(after_help = "Example:
  wechatpay get v3/pay/transactions/id/{transaction_id} transaction_id=4200001 mchid==1900000109")]
    Get(Call),
    /// Call by POST
    #[command(after_help = "Examples:
  wechatpay post v3/pay/transactions/native appid=wxd678efh567hg6787 mchid=1900000109 \\
      description=Tea out_trade_no=20240101A notify_url=https://shop.example/notify \\
      'amount[total]:=1'
  wechatpay post v3/merchant/media/upload file@shop.png")]
    Post(Call),
    /// Call by PUT
    #[command(after_help = "Example:
  wechatpay put v3/marketing/favor/callbacks notify_url=https://example.com/notify")]
    Put(Call),
    /// Call by PATCH
    #[command(after_help = "Example:
  wechatpay patch v3/global/merchants/{mchid} mchid=1900000109 --data-file body.json")]
    Patch(Call),
    /// Call by DELETE
    #[command(after_help = "Example:
  wechatpay delete v3/merchant-service/complaint-notifications")]
    Delete(Call),
    /// Sign a file, or standard input, with the merchant's private key
    #[command(after_help = "Examples:
  wechatpay sign message.txt
  wechatpay sign --method POST --target /v3/pay/transactions/native body.json")]
    Sign(Sign),
    /// Verify a signature with the platform's key
    #[command(after_help = "Example:
  wechatpay verify --timestamp 1554208460 --nonce 593BEC0C --signature Z3Vh… body.json")]
    Verify(Verify),
    /// Encrypt a sensitive field with the platform's key
    #[command(after_help = "Examples:
  printf 张三 | wechatpay encrypt
  wechatpay encrypt --field /contact_info/contact_name application.json")]
    Encrypt(Encrypt),
    /// Decrypt a sensitive field with the merchant's private key, or a resource with the APIv3 key
    #[command(after_help = "Examples:
  wechatpay decrypt --field /payer/name answer.json
  wechatpay decrypt --nonce fdasflkja484 --associated-data transaction ciphertext.txt")]
    Decrypt(Decrypt),
    /// Look into a saved notification
    #[command(after_help = "Example:
  wechatpay notify decrypt notification.http")]
    Notify(Notify),
    /// Download the platform's certificates, verified, as wechatpay_SERIAL.pem
    #[command(after_help = "Example:
  wechatpay certificates --dir certs")]
    Certificates(Certificates),
    /// Check the configuration, the keys, the clock and the connection
    #[command(after_help = "Example:
  wechatpay doctor --profile main")]
    Doctor,
    /// Apply for a bill, download it, and check its hash
    #[command(after_help = "Examples:
  wechatpay bill trade --date 2024-01-01 -o trade.csv
  wechatpay bill v3/bill/fundflowbill bill_date==2024-01-01 account_type==BASIC -o fund.csv")]
    Bill(Bill),
    /// Stand in for WeChat Pay on this machine, until Ctrl-C
    #[command(after_help = "Examples:
  wechatpay gateway --port 8787 --dir sandbox
  wechatpay gateway --stubs stubs.json --fault slow-body=2s --fault-every 3

Faults: wrong-signature, probe, no-signature, clock-skew[=SECONDS], unknown-serial,
rotate-certificate, other-key-mode, 429[=SECONDS], 500, 502, slow-headers[=SECONDS],
slow-body[=SECONDS], cut-before, cut-after, truncated-body")]
    Gateway(Gateway),
    /// Print completions for a shell
    #[command(after_help = "Example:
  wechatpay completions bash > ~/.local/share/bash-completion/completions/wechatpay")]
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Debug, Group)]
pub(crate) struct Call {
    /// The path, with variables as {name}
    pub(crate) path: String,
    /// k=v: a variable of the path, or text in the JSON body; k:=json; a[b]=v: nested; k==v: query;
    /// Header:value; k@file: a file to upload; -: the body is standard input
    #[arg(value_name = "ITEM")]
    pub(crate) items: Vec<String>,
    /// The body is this file
    #[arg(long, value_name = "FILE")]
    pub(crate) data_file: Option<PathBuf>,
    /// The answer's body goes to this file
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Print the address, the headers and the message to sign, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Do not ask before a call that may move money
    #[arg(short, long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Group)]
pub(crate) struct Sign {
    /// What to sign; default: standard input
    pub(crate) file: Option<PathBuf>,
    /// Make the Authorization of a request by this method, whose body the file is
    #[arg(long, requires = "target", value_name = "METHOD")]
    pub(crate) method: Option<String>,
    /// The request's path and query, beginning with /
    #[arg(long, requires = "method", value_name = "TARGET")]
    pub(crate) target: Option<String>,
}

#[derive(Debug, Group)]
pub(crate) struct Verify {
    /// What was signed; default: standard input
    pub(crate) file: Option<PathBuf>,
    /// The signature in Base64: Wechatpay-Signature
    #[arg(long, value_name = "BASE64")]
    pub(crate) signature: String,
    /// Wechatpay-Timestamp: the file is the body of an answer or a notification
    #[arg(long, requires = "nonce", value_name = "SECONDS")]
    pub(crate) timestamp: Option<String>,
    /// Wechatpay-Nonce
    #[arg(long, requires = "timestamp", value_name = "NONCE")]
    pub(crate) nonce: Option<String>,
    /// Verify with the merchant's certificate, which signs requests
    #[arg(long)]
    pub(crate) merchant: bool,
}

#[derive(Debug, Group)]
pub(crate) struct Encrypt {
    /// What to encrypt; default: standard input
    pub(crate) file: Option<PathBuf>,
    /// A JSON pointer such as /payer/name: that field of the JSON is encrypted in its place
    #[arg(long, value_name = "POINTER")]
    pub(crate) field: Vec<String>,
}

#[derive(Debug, Group)]
pub(crate) struct Decrypt {
    /// What to decrypt, in Base64; default: standard input
    pub(crate) file: Option<PathBuf>,
    /// A JSON pointer such as /payer/name: that field of the JSON is decrypted in its place
    #[arg(long, conflicts_with = "nonce", value_name = "POINTER")]
    pub(crate) field: Vec<String>,
    /// The nonce of a resource, which the APIv3 key decrypts
    #[arg(long, value_name = "NONCE")]
    pub(crate) nonce: Option<String>,
    /// The associated data of a resource
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
    /// Say whether it is WeChat Pay's, and what it is about
    #[command(after_help = "Example:
  wechatpay notify verify notification.http")]
    Verify(Saved),
    /// Verify it, and print its resource
    #[command(after_help = "Example:
  wechatpay notify decrypt --headers headers.txt body.json")]
    Decrypt(Saved),
}

#[derive(Debug, Group)]
pub(crate) struct Saved {
    /// The notification as it came: headers, an empty line, the body; default: standard input
    pub(crate) file: Option<PathBuf>,
    /// The headers, a line each; the other file is then the body alone
    #[arg(long, value_name = "FILE")]
    pub(crate) headers: Option<PathBuf>,
    /// Refuse it if it is older than 300 s, as a server must
    #[arg(long)]
    pub(crate) fresh: bool,
}

#[derive(Debug, Group)]
pub(crate) struct Certificates {
    /// Where the files go
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) dir: PathBuf,
}

#[derive(Debug, Group)]
pub(crate) struct Bill {
    /// trade, fund, or the path that applies for another bill
    pub(crate) kind: String,
    /// Items as those of get
    #[arg(value_name = "ITEM")]
    pub(crate) items: Vec<String>,
    /// The day, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<String>,
    /// Have it compressed
    #[arg(long)]
    pub(crate) gzip: bool,
    /// The file [default: KIND-DATE.csv]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Group)]
pub(crate) struct Gateway {
    /// The port of 127.0.0.1; 0 for a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub(crate) port: u16,
    /// Where its keys are kept; the next start uses the same
    #[arg(long, value_name = "DIR", default_value = "sandbox")]
    pub(crate) dir: PathBuf,
    /// Make its keys anew
    #[arg(long)]
    pub(crate) new_keys: bool,
    /// Serve https, by a certificate of its own: tls_cert.pem
    #[arg(long)]
    pub(crate) tls: bool,
    /// A JSON file of answers: [{"method": "GET", "path": "/v3/x/{id}", "json": {"id": "{id}"}}, …]
    #[arg(long, value_name = "FILE")]
    pub(crate) stubs: Vec<PathBuf>,
    /// Let calls meet this fault, see below; several meet them together
    #[arg(long, value_name = "NAME[=SECONDS]")]
    pub(crate) fault: Vec<String>,
    /// Only calls of this path, as in /v3/x/{id} or 'POST /v3/x'
    #[arg(long, requires = "fault", value_name = "PATH")]
    pub(crate) fault_path: Option<String>,
    /// Only each Nth of these calls
    #[arg(long, requires = "fault", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) fault_every: Option<u32>,
    /// Only N of these calls
    #[arg(long, requires = "fault", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) fault_times: Option<u32>,
    /// The language whose configuration is printed
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
