//! Bills as WeChat Pay writes them: columns in Chinese, each value behind a backtick, two lines of
//! sums at the end, amounts in yuan.

use super::given::GivenRow;
use super::model::order::{Order, Payment};
use super::model::refund::Refund;
use crate::gateway::time::beijing_plain;

/// A line of a bill.
#[derive(Clone, Copy)]
pub(super) enum Entry<'a> {
    Payment(&'a Order, &'a Payment),
    Refund(&'a Order, &'a Payment, &'a Refund),
}

/// Which bill of trades.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BillType {
    All,
    Success,
    Refund,
}

/// A column's name, and its value in a line.
type Column = (&'static str, fn(Entry<'_>) -> String);

const ORDER: [Column; 14] = [
    ("交易时间", |entry| beijing_plain(entry.at())),
    ("公众账号ID", |entry| entry.order().text("/appid").to_owned()),
    ("商户号", |entry| entry.order().text("/mchid").to_owned()),
    ("特约商户号", |_| "0".to_owned()),
    ("设备号", |entry| entry.order().text("/scene_info/device_id").to_owned()),
    ("微信订单号", |entry| entry.payment().transaction_id.clone()),
    ("商户订单号", |entry| entry.order().out_trade_no.clone()),
    ("用户标识", |entry| entry.order().openid().to_owned()),
    ("交易类型", |entry| entry.order().trade_type().to_owned()),
    ("交易状态", |entry| {
        if entry.refund().is_some() { "REFUND" } else { "SUCCESS" }.to_owned()
    }),
    ("付款银行", |_| "OTHERS".to_owned()),
    ("货币种类", |_| "CNY".to_owned()),
    ("应结订单金额", |entry| yuan(entry.paid())),
    ("代金券金额", |_| yuan(0)),
];
const REFUND_TIMES: [Column; 2] = [
    ("退款申请时间", |entry| {
        entry.refund().map_or_else(String::new, |it| beijing_plain(it.created))
    }),
    ("退款成功时间", |entry| {
        let completed = entry.refund().and_then(|refund| refund.completed);
        completed.map_or_else(String::new, beijing_plain)
    }),
];
const REFUND: [Column; 6] = [
    ("微信退款单号", |entry| {
        entry.refund().map_or("0", |refund| &refund.refund_id).to_owned()
    }),
    ("商户退款单号", |entry| {
        entry.refund().map_or("0", |refund| &refund.out_refund_no).to_owned()
    }),
    ("退款金额", |entry| yuan(entry.given_back())),
    ("充值券退款金额", |_| yuan(0)),
    ("退款类型", |entry| entry.refund().map_or("", |_| "ORIGINAL").to_owned()),
    ("退款状态", |entry| entry.refund().map_or("", Refund::status).to_owned()),
];
const GOODS: [Column; 5] = [
    ("商品名称", |entry| entry.order().text("/description").to_owned()),
    ("商户数据包", |entry| entry.order().text("/attach").to_owned()),
    // The sandbox takes no fees.
    ("手续费", |_| "0.00000".to_owned()),
    ("费率", |_| "0.00%".to_owned()),
    ("订单金额", |entry| yuan(entry.paid())),
];
const ASKED: [Column; 1] = [("申请退款金额", |entry| yuan(entry.given_back()))];
const NOTE: [Column; 1] = [("费率备注", |_| String::new())];

const TRADE_SUMS: &str = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,\
                          订单总金额,申请退款总金额";
const FLOW: &str = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),\
                    账户结余(元),资金变更提交申请人,备注,业务凭证号";
const AMOUNT: &str = "收支金额(元)";
const BALANCE: &str = "账户结余(元)";
const FLOW_SUMS: &str = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额";

impl<'a> Entry<'a> {
    /// When it happened, in seconds since 1970.
    pub(super) fn at(self) -> u64 {
        match self {
            Self::Payment(_, payment) => payment.at,
            Self::Refund(.., refund) => refund.created,
        }
    }

    /// What comes first in a bill; a refund comes after its payment.
    pub(super) fn rank(self) -> (u64, bool, usize) {
        let sequence = self.refund().map_or(self.order().sequence, |refund| refund.sequence);
        (self.at(), self.refund().is_some(), sequence)
    }

    fn order(self) -> &'a Order {
        match self {
            Self::Payment(order, _) | Self::Refund(order, ..) => order,
        }
    }

    fn payment(self) -> &'a Payment {
        match self {
            Self::Payment(_, payment) | Self::Refund(_, payment, _) => payment,
        }
    }

    pub(super) fn refund(self) -> Option<&'a Refund> {
        match self {
            Self::Payment(..) => None,
            Self::Refund(.., refund) => Some(refund),
        }
    }

    /// In fen; 0 for a refund.
    fn paid(self) -> u64 {
        if self.refund().is_some() { 0 } else { self.order().total }
    }

    /// In fen; 0 for a payment.
    fn given_back(self) -> u64 {
        self.refund().map_or(0, |refund| refund.amount)
    }
}

fn columns(bill_type: BillType) -> Vec<Column> {
    let columns: Vec<&[Column]> = match bill_type {
        BillType::All => vec![&ORDER, &REFUND, &GOODS, &ASKED, &NOTE],
        BillType::Success => vec![&ORDER, &GOODS, &NOTE],
        BillType::Refund => vec![&ORDER, &REFUND_TIMES, &REFUND, &GOODS, &ASKED, &NOTE],
    };
    columns.concat()
}

/// Whether a bill of trades has this column.
pub(super) fn is_trade(name: &str) -> bool {
    // That of refunds has all of them.
    columns(BillType::Refund).iter().any(|(known, _)| *known == name)
}

/// Whether the bill of the account has this column.
pub(super) fn is_flow(name: &str) -> bool {
    FLOW.split(',').any(|known| known == name)
}

/// A bill of trades.
pub(super) fn trade(entries: &[Entry<'_>], given: &[&GivenRow], bill_type: BillType) -> String {
    let columns = columns(bill_type);
    let names = columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",");
    let mut bill = Bill::new(&names);
    for entry in entries {
        bill.line(columns.iter().map(|(_, value)| value(*entry)));
    }
    for row in given {
        bill.line(columns.iter().map(|(name, _)| row.value(name)));
    }
    let (paid, refunded) = (sum(entries, Entry::paid), sum(entries, Entry::given_back));
    let with = |sum: u64, name: &str| yuan(sum.saturating_add(sum_of(given, name)));
    let fees = sum_of(given, "手续费");
    bill.title(TRADE_SUMS);
    bill.line([
        (entries.len() + given.len()).to_string(),
        with(paid, "应结订单金额"),
        with(refunded, "退款金额"),
        with(0, "充值券退款金额"),
        format!("{}.{:05}", fees / 100_000, fees % 100_000),
        with(paid, "订单金额"),
        with(refunded, "申请退款金额"),
    ]);
    bill.0
}

/// A bill of the income and expenses of the account. `before` is the previous balance, in fen.
pub(super) fn fund_flow(entries: &[Entry<'_>], given: &[&GivenRow], before: u64) -> String {
    let mut bill = Bill::new(FLOW);
    let mut balance = before;
    for entry in entries {
        balance = balance.saturating_add(entry.paid()).saturating_sub(entry.given_back());
        let transaction_id = entry.payment().transaction_id.clone();
        let [business, flow, name, direction, amount, proof] = match entry.refund() {
            None => [
                transaction_id.clone(),
                transaction_id,
                "交易".to_owned(),
                "收入".to_owned(),
                yuan(entry.paid()),
                entry.order().out_trade_no.clone(),
            ],
            Some(refund) => [
                transaction_id,
                refund.refund_id.clone(),
                "退款".to_owned(),
                "支出".to_owned(),
                yuan(refund.amount),
                refund.out_refund_no.clone(),
            ],
        };
        bill.line([
            beijing_plain(entry.at()),
            business,
            flow,
            name.clone(),
            name,
            direction,
            amount,
            yuan(balance),
            "system".to_owned(),
            "本地网关（沙箱）".to_owned(),
            proof,
        ]);
    }
    for row in given {
        balance = after(balance, row);
        bill.line(FLOW.split(',').map(|name| match name {
            BALANCE => yuan(balance),
            _ => row.value(name),
        }));
    }
    let (expenses, income): (Vec<_>, Vec<_>) = given.iter().partition(|row| row.is_expense());
    let outgoing = entries.iter().filter(|entry| entry.refund().is_some()).count();
    let with = |sum: u64, rows: &[&GivenRow]| yuan(sum.saturating_add(sum_of(rows, AMOUNT)));
    bill.title(FLOW_SUMS);
    bill.line([
        (entries.len() + given.len()).to_string(),
        (entries.len() - outgoing + income.len()).to_string(),
        with(sum(entries, Entry::paid), &income),
        (outgoing + expenses.len()).to_string(),
        with(sum(entries, Entry::given_back), &expenses),
    ]);
    bill.0
}

/// The balance after these entries, in fen.
pub(super) fn balance(entries: &[Entry<'_>], given: &[&GivenRow]) -> u64 {
    let balance = sum(entries, Entry::paid).saturating_sub(sum(entries, Entry::given_back));
    given.iter().fold(balance, |balance, row| after(balance, row))
}

fn after(balance: u64, row: &GivenRow) -> u64 {
    match row.is_expense() {
        _ if row.given(BALANCE).is_some() => row.amount(BALANCE),
        true => balance.saturating_sub(row.amount(AMOUNT)),
        false => balance.saturating_add(row.amount(AMOUNT)),
    }
}

fn sum_of(rows: &[&GivenRow], name: &str) -> u64 {
    rows.iter().fold(0, |sum, row| sum.saturating_add(row.amount(name)))
}

fn sum<'a>(entries: &[Entry<'a>], amount: fn(Entry<'a>) -> u64) -> u64 {
    entries.iter().fold(0, |sum, entry| sum.saturating_add(amount(*entry)))
}

/// Fen as yuan: `0.01`.
fn yuan(fen: u64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

struct Bill(String);

impl Bill {
    fn new(title: &str) -> Self {
        let mut bill = Self("\u{feff}".to_owned());
        bill.title(title);
        bill
    }

    fn title(&mut self, columns: &str) {
        self.0.push_str(columns);
        self.0.push_str("\r\n");
    }

    fn line(&mut self, values: impl IntoIterator<Item = String>) {
        // A line break within a value would begin another line.
        let values =
            values.into_iter().map(|value| format!("`{}", value.replace(char::is_control, " ")));
        self.0.push_str(&values.collect::<Vec<_>>().join(","));
        self.0.push_str("\r\n");
    }
}
