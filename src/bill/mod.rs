//! Reads bills: trades, refunds, and the flow of funds, row by row.
//!
//! [`Chain::bill`](crate::Chain::bill) downloads a bill; [`BillReader`] reads it from a file or from
//! memory. Memory stays the same for a bill of any size.
//!
//! # The format
//!
//! A bill is not CSV. By WeChat Pay's pages on the
//! [bill of trades](https://pay.weixin.qq.com/docs/merchant/products/bill-download/format-trade.html)
//! and on the
//! [flow of funds](https://pay.weixin.qq.com/docs/partner/apis/partner-mini-program-payment/get-sub-mch-fund-flow-bill.html),
//! it has four parts: a line with the columns' names, a line for each entry, a line with the names of
//! the sums, and a line with the sums. Fields are separated by commas. Each value of an entry and of
//! the sums has a backtick (`` ` ``) before it, so that Excel takes no number for a float:
//!
//! ```text
//! 交易时间,商户订单号,商品名称,订单金额
//! `2024-01-01 10:00:00,`20240101001,`咖啡, 大杯,`12.34
//! 总交易单数,订单总金额
//! `1,`12.34
//! ```
//!
//! Nothing is quoted or escaped. So a value ends where a comma and a backtick follow, and a comma
//! alone belongs to the value: names of goods have some. A value that has a comma and a backtick, or a
//! line break, in it makes its row look too wide or too short, which is an error.
//!
//! Which columns there are depends on the type of the bill and on the merchant, so take values by their
//! column's name and not by their place. Amounts are in yuan: [`fen`] and [`deserialize_fen`] read
//! them exactly.
//!
//! The pages do not mention encoding and line breaks. Bills are UTF-8, as published samples show: with a
//! byte order mark or without, with CRLF or LF. Both are read. Whether a bill without entries, or one
//! part of a bill that WeChat Pay split, has sums is not documented, so they may be missing:
//! [`BillReader::summary`] is `None` then.

mod field;
mod lines;
mod money;
mod reader;
mod row;

pub use self::money::{deserialize_fen, fen};
pub use self::reader::BillReader;
pub use self::row::Row;
