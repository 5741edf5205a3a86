//! Reads what `crates/catalogue-generator/src/numbers.rs` writes.

use std::collections::HashMap;

/// The inflated details, and how far they are read.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
}

/// Strings, one behind the other.
pub(super) struct Strings {
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
}

/// Lists of numbers, likewise.
pub(super) struct Lists {
    numbers: Vec<u16>,
    ends: Vec<u32>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    fn number(&mut self) -> usize {
        let (mut number, mut shift) = (0, 0);
        while let Some((byte, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            number |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        number
    }

    fn difference(&mut self, last: &mut usize) -> u16 {
        let number = self.number();
        *last = if number % 2 == 0 { *last + number / 2 } else { *last - number.div_ceil(2) };
        narrow(*last)
    }

    pub(super) fn lines(&mut self) -> Strings {
        let (count, length) = (self.number(), self.number());
        let (text, rest) = self.bytes.split_at(length);
        self.bytes = rest;
        let mut strings = Strings::with_capacity(count, length);
        for line in String::from_utf8_lossy(text).lines() {
            strings.push([line]);
        }
        strings
    }

    pub(super) fn columns<const N: usize>(&mut self) -> Vec<[u16; N]> {
        let mut rows = vec![[0; N]; self.number()];
        for column in 0..N {
            let are_differences = self.number() == 1;
            let mut last = 0;
            for row in &mut rows {
                row[column] = if are_differences {
                    self.difference(&mut last)
                } else {
                    narrow(self.number())
                };
            }
        }
        rows
    }

    pub(super) fn lists(&mut self) -> Lists {
        let (ends, total) = self.ends();
        let mut last = 0;
        Lists { numbers: (0..total).map(|_| self.difference(&mut last)).collect(), ends }
    }

    pub(super) fn sequences(&mut self) -> Lists {
        let (ends, total) = self.ends();
        let mut numbers = Vec::with_capacity(total as usize);
        // The number that followed each number the last time.
        let mut next = HashMap::new();
        let mut met = 0;
        for end in &ends {
            let mut before = None;
            while numbers.len() < *end as usize {
                let number = match self.number() {
                    0 => next.get(&before).copied().unwrap_or_default(),
                    away => met + 1 - away,
                };
                next.insert(before, number);
                met = met.max(number + 1);
                before = Some(number);
                numbers.push(narrow(number));
            }
        }
        Lists { numbers, ends }
    }

    fn ends(&mut self) -> (Vec<u32>, u32) {
        let count = self.number();
        let mut end = 0;
        let ends = (0..count)
            .map(|_| {
                end += u32::from(narrow(self.number()));
                end
            })
            .collect();
        (ends, end)
    }
}

impl Strings {
    pub(super) fn with_capacity(count: usize, length: usize) -> Self {
        Self { text: String::with_capacity(length), ends: Vec::with_capacity(count) }
    }

    pub(super) fn push<'a>(&mut self, parts: impl IntoIterator<Item = &'a str>) {
        self.text.extend(parts);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    pub(super) fn get(&self, number: u16) -> &str {
        let (start, end) = bounds(&self.ends, number);
        &self.text[start..end]
    }
}

impl Lists {
    pub(super) fn get(&self, number: u16) -> &[u16] {
        let (start, end) = bounds(&self.ends, number);
        &self.numbers[start..end]
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }
}

fn bounds(ends: &[u32], number: u16) -> (usize, usize) {
    let number = usize::from(number);
    let start = number.checked_sub(1).map_or(0, |before| ends[before]);
    (start as usize, ends[number] as usize)
}

/// The generator counts in `u16`, too: it refuses a catalogue that needs more.
fn narrow(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
