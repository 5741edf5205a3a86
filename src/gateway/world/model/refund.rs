//! A refund, from its application to its completion.

use serde_json::{Value, json};

use super::order::exchange_rate;
use crate::error::{Error, one_line};
use crate::gateway::time::beijing;
use crate::language::say;

#[derive(Clone)]
pub(crate) struct Refund {
    /// Whether its order was created by an endpoint for merchants overseas.
    pub(crate) is_overseas: bool,
    /// What it was applied for with.
    pub(crate) request: Value,
    pub(crate) refund_id: String,
    pub(crate) out_refund_no: String,
    pub(crate) out_trade_no: String,
    pub(crate) transaction_id: String,
    /// Empty if there is none.
    pub(crate) notify_url: String,
    /// The order's, in fen.
    pub(crate) total: u64,
    /// In fen.
    pub(crate) amount: u64,
    /// Seconds since 1970.
    pub(crate) created: u64,
    pub(crate) status: RefundStatus,
    /// When it succeeded.
    pub(crate) completed: Option<u64>,
    /// Whether it was applied for by APIv2.
    pub(crate) v2: bool,
    /// Which one of the world's refunds it is.
    pub(crate) sequence: usize,
}

/// How far a refund is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefundStatus {
    Processing,
    Success,
    Closed,
    Abnormal,
}

impl RefundStatus {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Processing => "PROCESSING",
            Self::Success => "SUCCESS",
            Self::Closed => "CLOSED",
            Self::Abnormal => "ABNORMAL",
        }
    }

    /// As APIv2 calls it.
    pub(crate) fn v2_name(self) -> &'static str {
        match self {
            Self::Closed => "REFUNDCLOSE",
            Self::Abnormal => "CHANGE",
            Self::Processing | Self::Success => self.name(),
        }
    }

    /// The end of a refund with this name.
    pub(crate) fn named(name: &str) -> Result<Self, Error> {
        let ends = [Self::Success, Self::Closed, Self::Abnormal];
        ends.into_iter().find(|end| end.name() == name).ok_or_else(|| {
            let name = one_line(name, 32);
            Error::options(say!(
                "`{name}` is not the end of a refund: use SUCCESS, CLOSED or ABNORMAL",
                "`{name}` 不是退款的最终状态：请使用 SUCCESS、CLOSED 或 ABNORMAL"
            ))
        })
    }

    /// An abnormal refund may still be made good by hand. Each may keep what it has.
    pub(crate) fn may_become(self, next: Self) -> bool {
        self == next || matches!(self, Self::Processing | Self::Abnormal)
    }
}

const ACCOUNT: &str = "支付用户零钱";
const SOURCE: &str = "REFUND_SOURCE_UNSETTLED_FUNDS";

impl Refund {
    /// What a query does: it completes a refund that is being processed.
    pub(crate) fn complete(&mut self, now: u64) {
        if self.status == RefundStatus::Processing {
            self.set_status(RefundStatus::Success, now);
        }
    }

    /// A completed refund keeps its time.
    pub(crate) fn set_status(&mut self, status: RefundStatus, now: u64) {
        self.status = status;
        if status == RefundStatus::Success {
            self.completed.get_or_insert(now);
        }
    }

    pub(crate) fn status(&self) -> &'static str {
        self.status.name()
    }

    /// What the application and a query return.
    pub(crate) fn shown(&self) -> Value {
        if self.is_overseas { self.shown_overseas() } else { self.shown_at_home() }
    }

    fn shown_overseas(&self) -> Value {
        let mut shown = json!({
            "id": self.refund_id,
            "out_refund_no": self.out_refund_no,
            "transaction_id": self.transaction_id,
            "out_trade_no": self.out_trade_no,
            "channel": "ORIGINAL",
            "recv_account": ACCOUNT,
            "fund_source": SOURCE,
            "create_time": beijing(self.created),
            "status": self.status(),
            "amount": {
                "refund": self.amount,
                "currency": self.currency(),
                "payer_refund": self.amount,
                "payer_currency": "CNY",
                "exchange_rate": exchange_rate(),
            },
        });
        if let Some(completed) = self.completed {
            shown["success_time"] = beijing(completed).into();
        }
        shown
    }

    fn currency(&self) -> &Value {
        &self.request["amount"]["currency"]
    }

    fn shown_at_home(&self) -> Value {
        let mut shown = json!({
            "refund_id": self.refund_id,
            "out_refund_no": self.out_refund_no,
            "transaction_id": self.transaction_id,
            "out_trade_no": self.out_trade_no,
            "channel": "ORIGINAL",
            "user_received_account": ACCOUNT,
            "create_time": beijing(self.created),
            "status": self.status(),
            "funds_account": "AVAILABLE",
            "amount": {
                "total": self.total,
                "refund": self.amount,
                "payer_total": self.total,
                "payer_refund": self.amount,
                "settlement_total": self.total,
                "settlement_refund": self.amount,
                "discount_refund": 0,
                "currency": "CNY",
            },
            "promotion_detail": [],
        });
        if let Some(completed) = self.completed {
            shown["success_time"] = beijing(completed).into();
        }
        shown
    }

    /// What the notification contains.
    pub(crate) fn notice(&self, mchid: &str) -> Value {
        let mut notice = json!({
            "mchid": mchid,
            "out_trade_no": self.out_trade_no,
            "transaction_id": self.transaction_id,
            "out_refund_no": self.out_refund_no,
            "refund_id": self.refund_id,
            "refund_status": self.status(),
            "user_received_account": ACCOUNT,
            "amount": {
                "total": self.total,
                "refund": self.amount,
                "payer_total": self.total,
                "payer_refund": self.amount,
            },
        });
        if let Some(completed) = self.completed {
            notice["success_time"] = beijing(completed).into();
        }
        if self.is_overseas {
            notice["recv_account"] = ACCOUNT.into();
            notice["fund_source"] = SOURCE.into();
            notice["amount"]["currency"] = self.currency().clone();
            notice["amount"]["payer_currency"] = "CNY".into();
            notice["amount"]["exchange_rate"] = exchange_rate();
        }
        notice
    }
}
