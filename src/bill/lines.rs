//! The lines of a bill, read one at a time.

use std::io::{BufRead, BufReader, Read};

use super::reader::invalid;
use crate::error::{Error, ErrorKind};
use crate::language::say;

/// The longest line, in bytes. WeChat Pay's have some hundreds; without a limit, a file without
/// line breaks would fill the memory.
const LONGEST: u64 = 1 << 20;

/// The first bytes of a GZIP file.
const GZIP: [u8; 2] = [0x1f, 0x8b];

pub(super) struct Lines<R> {
    input: BufReader<R>,
    /// The number of the last line, from 1.
    pub(super) number: u64,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input: BufReader::new(input), number: 0 }
    }

    /// The next line that is not empty, without its line break; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<String>, Error> {
        loop {
            let mut line = Vec::new();
            let mut input = (&mut self.input).take(LONGEST + 1);
            let length = input.read_until(b'\n', &mut line).map_err(|error| {
                let message = say!("the bill can't be read: {error}", "账单无法读取：{error}");
                Error::new(ErrorKind::Io, message).with_source(error)
            })?;
            if length == 0 {
                return Ok(None);
            }
            self.number += 1;
            if line.len() as u64 > LONGEST {
                return Err(invalid(
                    self.number,
                    say!(
                        "it has more than {LONGEST} bytes, so the file is not a bill",
                        "超过 {LONGEST} 字节，文件不是账单",
                    ),
                ));
            }
            if self.number == 1 && line.starts_with(&GZIP) {
                let problem = say!(
                    "the file is compressed: download it with unpacked(), or decompress it first",
                    "文件是压缩的：下载时请调用 unpacked()，或先解压",
                );
                return Err(invalid(1, problem));
            }
            if line.ends_with(b"\n") {
                line.pop();
                if line.ends_with(b"\r") {
                    line.pop();
                }
            }
            let line = String::from_utf8(line).map_err(|error| {
                let problem = say!("it is not UTF-8: {error}", "不是 UTF-8：{error}");
                invalid(self.number, problem).with_source(error)
            })?;
            let line = match line.strip_prefix('\u{feff}') {
                Some(rest) if self.number == 1 => rest.to_owned(),
                _ => line,
            };
            if !line.is_empty() {
                return Ok(Some(line));
            }
        }
    }
}
