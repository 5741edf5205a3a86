//! Reads a bill from its first line to its last.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::lines::Lines;
use super::row::Row;
use crate::error::{Error, ErrorKind, shown_path};
use crate::language::{Text, say};

/// Reads a bill row by row. See the [module](crate::bill) for the format.
///
/// Reading is sync and goes through a buffer, so a plain [`File`] is as good as a buffered one.
///
/// ```no_run
/// use serde_json::json;
/// use wechatpay_chain::Client;
/// use wechatpay_chain::bill::BillReader;
///
/// # fn reconcile(client: &Client) -> Result<(), wechatpay_chain::Error> {
/// client
///     .chain("v3/bill/tradebill")
///     .bill(json!({"query": {"bill_date": "2024-01-01", "tar_type": "GZIP"}}))
///     .unpacked()
///     .save("2024-01-01.csv")?;
/// let mut bill = BillReader::open("2024-01-01.csv")?;
/// let mut total = 0;
/// for row in bill.rows() {
///     total += row?.fen("订单金额")?;
/// }
/// if let Some(summary) = bill.summary() {
///     assert_eq!(summary.fen("订单总金额")?, total);
/// }
/// # Ok(())
/// # }
/// ```
pub struct BillReader<R> {
    lines: Lines<R>,
    headers: Arc<[String]>,
    summary: Option<Row>,
    ended: bool,
}

impl BillReader<File> {
    /// Opens a file and reads its first line.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`] if the file can't be opened, and those of [`new`](Self::new).
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|error| {
            let shown = shown_path(path);
            let message = say!(
                "the bill `{shown}` can't be opened: {error}",
                "账单 `{shown}` 无法打开：{error}"; shown
            );
            Error::new(ErrorKind::Io, message).with_source(error)
        })?;
        Self::new(file)
    }
}

impl<R: Read> BillReader<R> {
    /// Reads the first line, with the columns' names. For a bill in memory give `&response.body()[..]`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] if the bill is empty, compressed, or not UTF-8, or begins with a row;
    /// [`ErrorKind::Io`] if reading fails.
    pub fn new(input: R) -> Result<Self, Error> {
        let mut lines = Lines::new(input);
        let Some(line) = lines.next()? else {
            let message = say!("the bill is empty", "账单为空");
            return Err(Error::new(ErrorKind::Decode, message));
        };
        if line.starts_with('`') {
            let problem = say!(
                "it is a row, and not the columns' names: give the whole bill",
                "是数据行，而不是表头：请提供完整的账单",
            );
            return Err(invalid(lines.number, problem));
        }
        Ok(Self { lines, headers: names(&line), summary: None, ended: false })
    }

    /// Returns the names of the columns.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Returns the rows that were not read yet. The sums are not among them.
    ///
    /// An error is the last item. It is an [`ErrorKind::Decode`] that names the line if a row does not
    /// have a value for each column, if a line is not UTF-8 or has more than 1 MiB, if the sums are
    /// incomplete, or if anything follows them; and an [`ErrorKind::Io`] if reading fails.
    pub fn rows(&mut self) -> impl Iterator<Item = Result<Row, Error>> {
        std::iter::from_fn(|| self.next_row().transpose())
    }

    /// Returns the sums at the end of the bill, once [`rows`](Self::rows) has returned all rows; before
    /// that `None`.
    ///
    /// If it is `None` afterwards, the bill has no sums: a bill of trades or of the flow of funds that
    /// was saved without checking its hash may be truncated then.
    pub fn summary(&self) -> Option<&Row> {
        self.summary.as_ref()
    }

    fn next_row(&mut self) -> Result<Option<Row>, Error> {
        if self.ended {
            return Ok(None);
        }
        // Whatever comes after an error is not to be trusted.
        self.ended = true;
        let Some(line) = self.lines.next()? else {
            return Ok(None);
        };
        if line.starts_with('`') {
            let row = Row::parse(&self.headers, line, self.lines.number)?;
            self.ended = false;
            return Ok(Some(row));
        }
        let headers = names(&line);
        let Some(sums) = self.lines.next()? else {
            let problem = say!(
                "the bill ends after it, without the sums that it names, or it is not a row that \
                 begins with a backtick (`)",
                "账单到此结束，缺少汇总数据；或者该行不是以反引号（`）开头的数据行",
            );
            return Err(invalid(self.lines.number, problem));
        };
        let summary = Row::parse(&headers, sums, self.lines.number)?;
        if self.lines.next()?.is_some() {
            let problem =
                say!("it follows the sums, which end a bill", "位于汇总数据之后，而账单应到此结束");
            return Err(invalid(self.lines.number, problem));
        }
        self.summary = Some(summary);
        Ok(None)
    }
}

fn names(line: &str) -> Arc<[String]> {
    line.split(',').map(str::to_owned).collect()
}

/// What is wrong with a line of a bill.
pub(super) fn invalid(line: u64, problem: Text) -> Error {
    let message =
        say!("line {line} of the bill: {problem}", "账单第 {line} 行：{problem}"; problem);
    Error::new(ErrorKind::Decode, message)
}

/// Shows the columns' names only.
impl<R> fmt::Debug for BillReader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BillReader").field("headers", &self.headers).finish_non_exhaustive()
    }
}
