//! What the sub-commands about notifications and the local gateway's calls take.

use std::path::PathBuf;

use clap::Args as Group;

use crate::language::text;

/// Which local gateway it is.
#[derive(Debug, Clone, Group)]
pub(crate) struct Local {
    #[arg(help = text(
        "The folder of `wechatpay gateway` [default: sandbox, if there is one and no --config]",
        "`wechatpay gateway` 的目录 [默认：sandbox（若存在且未写 --config）]"
    ))]
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}

#[derive(Debug, Group)]
pub(crate) struct Trigger {
    #[arg(help = text(
        "The type of notification, such as TRANSACTION.SUCCESS",
        "回调通知类型，如 TRANSACTION.SUCCESS"
    ))]
    #[arg(required_unless_present = "list")]
    pub(crate) event: Option<String>,
    #[arg(help = text(
        "k=v, k:=json, a.b=v or a[b]=v: a field of the resource; the others are made up",
        "k=v、k:=json、a.b=v 或 a[b]=v：resource 的字段；其余字段自动生成"
    ))]
    #[arg(value_name = "ITEM")]
    pub(crate) items: Vec<String>,
    #[arg(help = text(
        "Where to send it, on this machine [default: the notify_url of the newest order]",
        "发往本机的哪个地址 [默认：最新订单的 notify_url]"
    ))]
    #[arg(long, value_name = "URL")]
    pub(crate) to: Option<String>,
    #[arg(help = text("List the types, and send nothing", "列出全部类型，不发送"))]
    #[arg(long)]
    pub(crate) list: bool,
    #[arg(help = text("Print JSON", "输出 JSON"))]
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) local: Local,
}

#[derive(Debug, Group)]
pub(crate) struct Resend {
    #[arg(help = text(
        "The notification's id, which `wechatpay logs` lists",
        "通知 ID，可用 `wechatpay logs` 查看"
    ))]
    pub(crate) id: String,
    #[arg(help = text(
        "Where to send it, on this machine [default: where it went before]",
        "发往本机的哪个地址 [默认：原地址]"
    ))]
    #[arg(long, value_name = "URL")]
    pub(crate) to: Option<String>,
    #[arg(help = text("Print JSON", "输出 JSON"))]
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) local: Local,
}

#[derive(Debug, Group)]
pub(crate) struct Logs {
    #[arg(help = text(
        "The Request-ID of a call, or the id of a notification: print all of it",
        "调用的 Request-ID 或通知 ID：输出其全部内容"
    ))]
    #[arg(conflicts_with_all = ["notifications", "status", "path", "follow"])]
    pub(crate) id: Option<String>,
    #[arg(help = text(
        "List notifications instead of calls",
        "列出回调通知，而不是调用"
    ))]
    #[arg(long, conflicts_with = "path")]
    pub(crate) notifications: bool,
    #[arg(help = text(
        "Only this status, as in 401 or 4xx",
        "只列出此状态码，如 401 或 4xx"
    ))]
    #[arg(long, value_name = "STATUS")]
    pub(crate) status: Option<String>,
    #[arg(help = text(
        "Only calls that have this in their path or query",
        "只列出路径或查询参数含此文本的调用"
    ))]
    #[arg(long, value_name = "TEXT")]
    pub(crate) path: Option<String>,
    #[arg(help = text("Go on with new ones, until Ctrl-C", "持续输出新的记录，直到 Ctrl-C"))]
    #[arg(short, long)]
    pub(crate) follow: bool,
    #[arg(help = text("Print JSON, one per line", "输出 JSON，每行一条"))]
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) local: Local,
}

#[derive(Debug, Group)]
pub(crate) struct Listen {
    #[arg(help = text(
        "The receiver, by http: it gets the bytes and headers as they came",
        "接收方的 http 地址：原样收到报文与头部"
    ))]
    #[arg(long, value_name = "URL")]
    pub(crate) forward_to: String,
    #[arg(help = text(
        "The port of 127.0.0.1; 0 for a free one",
        "127.0.0.1 的端口；0 为任一空闲端口"
    ))]
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub(crate) port: u16,
    #[arg(help = text(
        "Also forward what does not verify, which is refused otherwise",
        "验签失败的通知也转发；默认拒绝"
    ))]
    #[arg(long)]
    pub(crate) forward_invalid: bool,
    #[arg(help = text("Print JSON, one per line", "输出 JSON，每行一条"))]
    #[arg(long)]
    pub(crate) json: bool,
    #[arg(help = text(
        "The folder of `wechatpay gateway`, whose keys verify [default: the account's keys]",
        "`wechatpay gateway` 的目录，用其密钥验签 [默认：所配置账户的密钥]"
    ))]
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}
