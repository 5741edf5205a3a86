//! How numbers are written. `src/catalogue/numbers.rs` of the library reads them.

use std::collections::HashMap;

use crate::compact::deflated;

#[derive(Default)]
pub(crate) struct Numbers(pub(crate) Vec<u8>);

impl Numbers {
    /// LEB128.
    fn number(&mut self, mut number: usize) {
        while number > 0x7f {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }

    /// The difference to the number before it: 0, 1, -1, 2, -2 are written as 0, 2, 1, 4, 3.
    fn difference(&mut self, number: usize, last: &mut usize) {
        if number >= *last {
            self.number((number - *last) * 2);
        } else {
            self.number((*last - number) * 2 - 1);
        }
        *last = number;
    }

    /// How many strings, how long they are together, and each with a line feed.
    pub(crate) fn lines(&mut self, strings: &[String]) {
        self.number(strings.len());
        self.number(strings.iter().map(|string| string.len() + 1).sum());
        for string in strings {
            self.0.extend(string.bytes());
            self.0.push(b'\n');
        }
    }

    /// How many rows, then column by column: 0 and the numbers, or 1 and their differences,
    /// whichever becomes smaller.
    pub(crate) fn columns<const N: usize>(&mut self, rows: &[[usize; N]]) {
        self.number(rows.len());
        for column in 0..N {
            let (mut plain, mut differences, mut last) = (Self(vec![0]), Self(vec![1]), 0);
            for row in rows {
                plain.number(row[column]);
                differences.difference(row[column], &mut last);
            }
            let smaller = if deflated([&plain.0]).len() < deflated([&differences.0]).len() {
                plain
            } else {
                differences
            };
            self.0.extend(smaller.0);
        }
    }

    /// How many lists, the length of each, and all their numbers as differences.
    pub(crate) fn lists(&mut self, lists: &[Vec<usize>]) {
        self.lengths(lists);
        let mut last = 0;
        for number in lists.iter().flatten() {
            self.difference(*number, &mut last);
        }
    }

    /// Lists whose numbers often follow each other as they did before: 0 is what followed the last
    /// time, 1 the first number not met yet, and anything else how far that one is away, plus 1.
    pub(crate) fn sequences(&mut self, lists: &[Vec<usize>]) {
        self.lengths(lists);
        let mut next = HashMap::new();
        let mut met = 0;
        for list in lists {
            let mut before = None;
            for number in list {
                if next.get(&before) == Some(number) {
                    self.number(0);
                } else {
                    self.number(met - number + 1);
                }
                next.insert(before, *number);
                met = met.max(number + 1);
                before = Some(*number);
            }
        }
    }

    fn lengths(&mut self, lists: &[Vec<usize>]) {
        self.number(lists.len());
        for list in lists {
            self.number(list.len());
        }
    }
}
