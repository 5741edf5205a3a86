//! A row of a bill.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::value::MapDeserializer;

use super::field::Field;
use super::money;
use super::reader::invalid;
use crate::error::Error;
use crate::language::{Text, say};

/// A row of a bill: an entry, or the sums. Its values are taken by their column's name.
///
/// ```
/// use wechatpay_chain::bill::BillReader;
///
/// let bill = "商户订单号,订单金额\n`20240101001,`12.34\n";
/// let mut bill = BillReader::new(bill.as_bytes())?;
/// let row = bill.rows().next().unwrap()?;
/// assert_eq!(row.get("商户订单号"), Some("20240101001"));
/// assert_eq!(row.fen("订单金额")?, 1234);
/// # Ok::<(), wechatpay_chain::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    headers: Arc<[String]>,
    /// The whole line.
    text: String,
    /// Where each value is in it, as many as there are headers.
    values: Vec<Range<usize>>,
    line: u64,
}

impl Row {
    /// # Errors
    ///
    /// If the line does not have a value for each header.
    pub(super) fn parse(headers: &Arc<[String]>, text: String, line: u64) -> Result<Self, Error> {
        if !text.starts_with('`') {
            let problem = say!("it does not begin with a backtick (`)", "没有以反引号（`）开头");
            return Err(invalid(line, problem));
        }
        let mut values = Vec::with_capacity(headers.len());
        let mut start = 1;
        for (end, separator) in text.match_indices(",`") {
            values.push(start..end);
            start = end + separator.len();
        }
        values.push(start..text.len());
        let (expected, found) = (headers.len(), values.len());
        if found != expected {
            let problem = say!(
                "it has {found} values, but there are {expected} columns",
                "有 {found} 个值，但表头有 {expected} 列",
            );
            return Err(invalid(line, problem));
        }
        Ok(Self { headers: Arc::clone(headers), text, values, line })
    }

    /// Returns the value of a column, without its backtick; `None` if there is no such column.
    pub fn get(&self, header: &str) -> Option<&str> {
        self.iter().find(|(name, _)| *name == header).map(|(_, value)| value)
    }

    /// Returns the columns' names and values, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let values =
            self.values.iter().map(|range| self.text.get(range.clone()).unwrap_or_default());
        self.headers.iter().map(String::as_str).zip(values)
    }

    /// Returns the number of the row's line in the file, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Returns the amount in a column, in fen. See [`fen`](super::fen).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode), naming line and column, if there is no such
    /// column, or its value is not an amount.
    pub fn fen(&self, header: &str) -> Result<i64, Error> {
        let problem = match self.get(header).map(money::parse) {
            Some(Ok(fen)) => return Ok(fen),
            Some(Err(problem)) => say!("{header}: {problem}", "{header}：{problem}"; problem),
            None => say!("there is no column `{header}`", "没有“{header}”这一列"),
        };
        Err(invalid(self.line, problem))
    }

    /// Deserializes the row to a struct or a map by the columns' names.
    ///
    /// Values are text: take them as strings, as integers (the counts of the sums), as enums with a
    /// variant for each text, or in a type of your own. An `Option` is `None` for an empty value. An
    /// amount is an `i64` by [`deserialize_fen`](super::deserialize_fen); it can't be a float, which
    /// would not be exact.
    ///
    /// ```
    /// use serde::Deserialize;
    /// use wechatpay_chain::bill::{self, BillReader};
    ///
    /// #[derive(Deserialize)]
    /// struct Trade<'a> {
    ///     #[serde(rename = "商户订单号")]
    ///     out_trade_no: &'a str,
    ///     #[serde(rename = "订单金额", deserialize_with = "bill::deserialize_fen")]
    ///     total: i64,
    /// }
    ///
    /// let bill = "商户订单号,订单金额\n`20240101001,`12.34\n";
    /// for row in BillReader::new(bill.as_bytes())?.rows() {
    ///     let row = row?;
    ///     let trade: Trade<'_> = row.deserialize()?;
    ///     assert_eq!((trade.out_trade_no, trade.total), ("20240101001", 1234));
    /// }
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode), naming the line and what is missing or does not
    /// fit.
    pub fn deserialize<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Error> {
        let fields = self.iter().map(|(name, value)| (name, Field { name, value }));
        T::deserialize(MapDeserializer::new(fields)).map_err(|error: serde::de::value::Error| {
            invalid(self.line, Text::verbatim(error.to_string())).with_source(error)
        })
    }
}

/// A map of the columns' names to the values.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
