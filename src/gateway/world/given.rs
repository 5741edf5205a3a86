//! Rows of bills that a test gives, besides what happened at the gateway.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::csv;
use super::state::World;
use crate::error::{Error, one_line};
use crate::gateway::running::Gateway;
use crate::gateway::time::{beijing_day, is_day, now};
use crate::json_value::kind_of;
use crate::language::{Text, say};

impl Gateway {
    /// Adds rows to the bills of a day, such as `2024-01-01`, after those of what happened on that day
    /// at this gateway. Called again for the same day, it replaces the rows that it added.
    ///
    /// `rows` is a list of objects: a value for the name of each column, as text. A row with columns
    /// of the bill of trades (`商户订单号`, `订单金额`, …) is in `v3/bill/tradebill`: with `交易状态`
    /// `REFUND` in that of refunds, otherwise in that of payments. A row with columns of the flow of
    /// funds (`资金流水单号`, `收支金额(元)`, …) is in `v3/bill/fundflowbill` and in the encrypted bills
    /// of sub-merchants. Columns left out have the value that such a row usually has: `SUCCESS`,
    /// `0.00`, noon of that day. Sums and balances follow from the rows.
    ///
    /// ```
    /// use serde_json::json;
    /// use wechatpay_chain::Gateway;
    /// use wechatpay_chain::bill::BillReader;
    ///
    /// # fn main() -> Result<(), wechatpay_chain::Error> {
    /// let gateway = Gateway::start()?;
    /// gateway.bill("2024-01-01", json!([
    ///     {"商户订单号": "20240101001", "商品名称": "咖啡, 大杯", "订单金额": "12.34"},
    ///     {"商户订单号": "20240101001", "交易状态": "REFUND", "退款金额": "2.00"},
    /// ]))?;
    ///
    /// let bill = gateway.client()?.chain("v3/bill/tradebill");
    /// let file = bill.bill(json!({"query": {"bill_date": "2024-01-01"}})).get()?;
    /// let mut bill = BillReader::new(&file.body()[..])?;
    /// assert_eq!(bill.rows().count(), 2);
    /// assert_eq!(bill.summary().unwrap().get("订单总金额"), Some("12.34"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`](crate::ErrorKind::Options), if the date is none or in the future, or a
    /// row has a column that no bill has, columns of both kinds, an amount that is not of the form
    /// `12.34`, or a value that the format can't hold: one with a comma and a backtick. Nothing is
    /// added then.
    pub fn bill(&self, date: &str, rows: Value) -> Result<(), Error> {
        self.shared.world.give(date, &rows).map_err(Error::options)
    }
}

impl World {
    fn give(&self, date: &str, rows: &Value) -> Result<(), Text> {
        if !is_day(date) || *date > *beijing_day(now()) {
            let date = one_line(date, 40);
            return Err(say!(
                "`{date}` is not a day such as 2024-01-01, today or earlier",
                "“{date}”不是 2024-01-01 这样的日期，或者晚于今天",
            ));
        }
        let Some(rows) = rows.as_array() else {
            let kind = kind_of(rows);
            return Err(say!(
                "the rows of a bill are a list of objects, and this is {kind}",
                "账单的数据行应为对象的列表，而不是{kind}"; kind
            ));
        };
        let given = rows.iter().enumerate().map(|(index, row)| {
            GivenRow::read(row, date, self.mchid).map_err(|problem| {
                let number = index + 1;
                say!("row {number}: {problem}", "第 {number} 行：{problem}"; problem)
            })
        });
        let given = given.collect::<Result<Vec<_>, _>>()?;
        self.state().given.0.insert(date.to_owned(), given);
        Ok(())
    }
}

/// By their days.
#[derive(Default)]
pub(super) struct Given(BTreeMap<String, Vec<GivenRow>>);

impl Given {
    pub(super) fn trades<'a>(&'a self, day: &str) -> impl Iterator<Item = &'a GivenRow> {
        self.0.get(day).into_iter().flatten().filter(|row| !row.is_flow)
    }

    pub(super) fn flows<'a>(&'a self, day: &str) -> impl Iterator<Item = &'a GivenRow> {
        self.0.get(day).into_iter().flatten().filter(|row| row.is_flow)
    }

    pub(super) fn flows_before<'a>(&'a self, day: &str) -> impl Iterator<Item = &'a GivenRow> {
        self.0.range(..day.to_owned()).flat_map(|(_, rows)| rows).filter(|row| row.is_flow)
    }
}

pub(super) struct GivenRow {
    is_flow: bool,
    day: String,
    mchid: &'static str,
    values: HashMap<String, String>,
}

impl GivenRow {
    fn read(row: &Value, day: &str, mchid: &'static str) -> Result<Self, Text> {
        let Some(columns) = row.as_object() else {
            let kind = kind_of(row);
            return Err(say!("it is {kind}, and not an object", "是{kind}，而不是对象"; kind));
        };
        let is_flow = columns.keys().any(|name| csv::is_flow(name));
        let mut values = HashMap::new();
        for (name, value) in columns {
            let known = if is_flow { csv::is_flow(name) } else { csv::is_trade(name) };
            let name = one_line(name, 40);
            if !known {
                return Err(say!(
                    "no bill with its other columns has a column `{name}`",
                    "没有哪种账单既有该行的其他列，又有“{name}”这一列",
                ));
            }
            let Some(value) = value.as_str() else {
                return Err(say!("{name}: give it as text", "{name}：请以字符串给出"));
            };
            if value.contains(",`") {
                return Err(say!(
                    "{name}: a comma and a backtick would end the value",
                    "{name}：逗号加反引号会使该值提前结束",
                ));
            }
            if decimals(&name).is_some_and(|decimals| amount(value, decimals).is_none()) {
                return Err(say!(
                    "{name}: it is not an amount in yuan such as 12.34",
                    "{name}：不是以元为单位的金额，例如 12.34",
                ));
            }
            values.insert(name, value.to_owned());
        }
        Ok(Self { is_flow, day: day.to_owned(), mchid, values })
    }

    pub(super) fn is_refund(&self) -> bool {
        self.value("交易状态") == "REFUND"
    }

    pub(super) fn is_expense(&self) -> bool {
        self.value("收支类型") == "支出"
    }

    /// In the column's smallest unit: fen, or for fees a thousandth of it.
    pub(super) fn amount(&self, name: &str) -> u64 {
        decimals(name).and_then(|decimals| amount(&self.value(name), decimals)).unwrap_or(0)
    }

    pub(super) fn given(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// What was given, or what such a row usually has.
    pub(super) fn value(&self, name: &str) -> String {
        let other = |other: &str| self.given(other).unwrap_or("0.00").to_owned();
        match name {
            _ if self.values.contains_key(name) => other(name),
            "交易时间" | "记账时间" | "退款申请时间" => {
                format!("{} 12:00:00", self.day)
            }
            "商户号" => self.mchid.to_owned(),
            "应结订单金额" => other("订单金额"),
            "订单金额" => other("应结订单金额"),
            "退款金额" => other("申请退款金额"),
            "申请退款金额" => other("退款金额"),
            "特约商户号" | "微信退款单号" | "商户退款单号" => "0".to_owned(),
            "交易类型" => "JSAPI".to_owned(),
            "交易状态" => "SUCCESS".to_owned(),
            "付款银行" => "OTHERS".to_owned(),
            "货币种类" => "CNY".to_owned(),
            "费率" => "0.00%".to_owned(),
            "业务名称" | "业务类型" if self.is_expense() => "退款".to_owned(),
            "业务名称" | "业务类型" => "交易".to_owned(),
            "收支类型" => "收入".to_owned(),
            "资金变更提交申请人" => "system".to_owned(),
            _ => match decimals(name) {
                Some(decimals) => format!("0.{}", "0".repeat(decimals)),
                None => String::new(),
            },
        }
    }
}

/// How many decimals an amount has; `None` for a column of another kind.
fn decimals(name: &str) -> Option<usize> {
    match name {
        "手续费" => Some(5),
        _ if name.contains("金额") || name.starts_with("账户结余") => Some(2),
        _ => None,
    }
}

fn amount(yuan: &str, decimals: usize) -> Option<u64> {
    let (whole, fraction) = yuan.split_once('.')?;
    let digits = format!("{whole}{fraction}");
    let fits = !whole.is_empty() && fraction.len() == decimals;
    let fits = fits && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| fits)
}
