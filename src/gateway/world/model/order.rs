//! An order, from its creation to its refunds.

use serde_json::{Value, json};

use crate::gateway::time::{beijing, parse};
use crate::gateway::v2;

/// How an order is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Jsapi,
    Native,
    App,
    H5,
    /// By the payer's code, of APIv2.
    Micropay,
}

impl Kind {
    pub(crate) fn trade_type(self) -> &'static str {
        match self {
            Self::Jsapi => "JSAPI",
            Self::Native => "NATIVE",
            Self::App => "APP",
            Self::H5 => "MWEB",
            Self::Micropay => "MICROPAY",
        }
    }
}

pub(crate) struct Order {
    pub(crate) kind: Kind,
    /// Whether it was created by an endpoint for merchants overseas.
    pub(crate) is_overseas: bool,
    /// What it was created with.
    pub(crate) request: Value,
    pub(crate) out_trade_no: String,
    /// In fen.
    pub(crate) total: u64,
    pub(crate) closed: bool,
    /// Whether a reversal closed it.
    pub(crate) reversed: bool,
    /// How its requests are signed, if it was created by APIv2.
    pub(crate) v2: Option<v2::Kind>,
    pub(crate) payment: Option<Payment>,
    /// What was given back of it, in fen.
    pub(crate) refunded: u64,
    /// Which one of the world's orders it is.
    pub(crate) sequence: usize,
}

pub(crate) struct Payment {
    pub(crate) transaction_id: String,
    /// Seconds since 1970.
    pub(crate) at: u64,
}

impl Order {
    pub(crate) fn new(
        kind: Kind,
        request: Value,
        out_trade_no: String,
        total: u64,
        sequence: usize,
    ) -> Self {
        Self {
            kind,
            is_overseas: false,
            request,
            out_trade_no,
            total,
            closed: false,
            reversed: false,
            v2: None,
            payment: None,
            refunded: 0,
            sequence,
        }
    }

    /// A string that it was created with.
    pub(crate) fn text(&self, pointer: &str) -> &str {
        self.request.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    /// Who pays it: the user that the merchant named, or a made-up one.
    pub(crate) fn openid(&self) -> &str {
        let named = self.text("/payer/openid");
        if named.is_empty() { "oSANDBOX0000000000000000user" } else { named }
    }

    /// How it is paid, as responses call it.
    pub(crate) fn trade_type(&self) -> &'static str {
        self.kind.trade_type()
    }

    pub(crate) fn trade_state(&self) -> (&'static str, &'static str) {
        match self {
            Self { reversed: true, .. } => ("REVOKED", "订单已撤销"),
            Self { refunded: 1.., .. } => ("REFUND", "订单发生过退款，退款详情请查询退款单"),
            Self { payment: Some(_), .. } => ("SUCCESS", "支付成功"),
            Self { closed: true, .. } => ("CLOSED", "订单已关闭"),
            Self { kind: Kind::Micropay, .. } => ("USERPAYING", "需要用户输入支付密码"),
            _ => ("NOTPAY", "订单未支付"),
        }
    }

    /// Whether it can no longer be paid at `now`, in seconds since 1970. WeChat Pay leaves such an
    /// order `NOTPAY` until the merchant closes it.
    pub(crate) fn has_expired(&self, now: u64) -> bool {
        let limit = parse(self.text("/time_expire"));
        limit.is_some_and(|limit| limit <= i64::try_from(now).unwrap_or(i64::MAX))
    }

    /// The currency that it was created with.
    pub(crate) fn currency(&self) -> &str {
        let named = self.text("/amount/currency");
        if named.is_empty() { "CNY" } else { named }
    }

    /// Copies members that it was created with.
    pub(crate) fn copy_to(&self, shown: &mut Value, names: &[&str]) {
        for name in names {
            if let Some(value) = self.request.get(name) {
                shown[name] = value.clone();
            }
        }
    }

    /// What a query returns and the notification of its payment contains.
    pub(crate) fn shown(&self) -> Value {
        if self.is_overseas { self.shown_overseas() } else { self.shown_at_home() }
    }

    /// The payer pays as many CNY.
    fn shown_overseas(&self) -> Value {
        let (state, description) = self.trade_state();
        let mut shown = json!({
            "out_trade_no": self.out_trade_no,
            "trade_type": self.trade_type(),
            "trade_state": state,
            "trade_state_desc": description,
            "amount": { "total": self.total, "currency": self.currency() },
        });
        let seller = ["mchid", "appid", "sp_mchid", "sp_appid", "sub_mchid", "sub_appid"];
        self.copy_to(&mut shown, &seller);
        self.copy_to(&mut shown, &["attach"]);
        if let Some(payment) = &self.payment {
            shown["id"] = payment.transaction_id.as_str().into();
            shown["bank_type"] = "OTHERS".into();
            shown["success_time"] = beijing(payment.at).into();
            self.copy_to(&mut shown, &["payer"]);
            if shown.get("payer").is_none() {
                shown["payer"] = json!({ "openid": self.openid() });
            }
            shown["amount"]["payer_total"] = self.total.into();
            shown["amount"]["payer_currency"] = "CNY".into();
            shown["amount"]["exchange_rate"] = exchange_rate();
            shown["promotion_detail"] = json!([]);
        }
        shown
    }

    fn shown_at_home(&self) -> Value {
        let (state, description) = self.trade_state();
        let mut shown = json!({
            "appid": self.text("/appid"),
            "mchid": self.text("/mchid"),
            "out_trade_no": self.out_trade_no,
            "trade_state": state,
            "trade_state_desc": description,
            "attach": self.text("/attach"),
            "amount": { "total": self.total, "currency": "CNY" },
        });
        if let Some(scene) = self.request.get("scene_info").filter(|value| !value.is_null()) {
            shown["scene_info"] = scene.clone();
        }
        if let Some(payment) = &self.payment {
            shown["transaction_id"] = payment.transaction_id.as_str().into();
            shown["trade_type"] = self.trade_type().into();
            shown["bank_type"] = "OTHERS".into();
            shown["success_time"] = beijing(payment.at).into();
            shown["payer"] = json!({ "openid": self.openid() });
            shown["amount"]["payer_total"] = self.total.into();
            shown["amount"]["payer_currency"] = "CNY".into();
            shown["promotion_detail"] = json!([]);
        }
        shown
    }
}

/// One for one; the unit is 10^-8.
pub(crate) fn exchange_rate() -> Value {
    json!({ "type": "SETTLEMENT_RATE", "rate": 100_000_000 })
}
