//! Why a request was not sent again, as the error of its call says it.

use super::Failure;
use crate::language::{Text, say};
use crate::transport::Call;

/// Records it for the error of the call.
pub(super) fn not_retried(call: &Call, why: Text) {
    call.progress.not_retried(say!("not retried: {why}", "未重试：{why}"; why));
}

/// It may be sent once only.
pub(super) fn no_resend() -> Text {
    say!("no `resend`", "未设置 `resend`")
}

/// Its body is gone with the first attempt.
pub(super) fn read_once() -> Text {
    say!("its body is a stream, which is read once", "请求体是只能读取一次的流")
}

/// There is no other address. `served` says whether failover is for other calls of this client.
pub(super) fn no_other_address(failure: Failure, may_repeat: bool, served: bool) -> Text {
    let why = if served {
        say!("failover() is for calls to the base_uri", "failover() 仅用于发往 base_uri 的调用")
    } else {
        say!("no failover()", "未设置 failover()")
    };
    if failure == Failure::Unsent || may_repeat {
        return why;
    }
    let resend = no_resend();
    say!("{why} and {resend}", "{why}，且{resend}"; why, resend)
}

/// An address failed, and the next one is not tried.
pub(super) fn stays(may: bool, may_repeat: bool, was_last: bool) -> Text {
    if !may && !may_repeat {
        no_resend()
    } else if !may {
        say!("no Failover::resend_idempotent(true)", "未设置 Failover::resend_idempotent(true)")
    } else if was_last {
        say!("no other address is left", "没有其他可用地址")
    } else {
        read_once()
    }
}
