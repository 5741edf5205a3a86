//! Columns of text, 80 wide, in colour on a terminal.

use super::json::{KEY, OTHER, PLAIN, TEXT};
use super::output;
use super::terminal::width;

pub(crate) const COLUMNS: usize = 80;

/// What a word is, which is its colour.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part {
    Name,
    Fact,
    Mark,
    Plain,
}

/// Text that is being laid out.
#[derive(Default)]
pub(crate) struct Page {
    text: String,
    column: usize,
    is_coloured: bool,
}

impl Page {
    /// For standard output.
    pub(crate) fn new() -> Self {
        Self { is_coloured: output::is_coloured(), ..Self::default() }
    }

    /// Goes on to a column, at least two behind the text.
    pub(crate) fn column(&mut self, column: usize) {
        let gap = match self.column {
            0 => column,
            at => column.saturating_sub(at).max(2),
        };
        self.text.extend(std::iter::repeat_n(' ', gap));
        self.column += gap;
    }

    pub(crate) fn put(&mut self, part: Part, text: &str) {
        self.column += width(text);
        let colour = match part {
            Part::Name if self.is_coloured => KEY,
            Part::Fact if self.is_coloured => TEXT,
            Part::Mark if self.is_coloured => OTHER,
            _ => {
                self.text += text;
                return;
            }
        };
        self.text.extend([colour, text, PLAIN]);
    }

    /// A word of several, on a new line at this column if it no longer fits.
    pub(crate) fn word(&mut self, part: Part, word: &str, indent: usize) {
        if self.column + 1 + width(word) > COLUMNS && self.column > indent {
            self.end();
        }
        if self.column == 0 {
            self.column(indent);
        } else if !self.text.ends_with(' ') {
            self.put(Part::Plain, " ");
        }
        self.put(part, word);
    }

    /// Sentences, which are broken behind spaces and Chinese punctuation marks.
    pub(crate) fn prose(&mut self, part: Part, text: &str, indent: usize) {
        for piece in text.split_inclusive([' ', '，', '；', '。', '：', '、']) {
            if self.column + width(piece.trim_end()) > COLUMNS && self.column > indent {
                self.end();
                self.column(indent);
            }
            self.put(part, piece);
        }
    }

    /// Ends the line.
    pub(crate) fn end(&mut self) {
        let length = self.text.trim_end_matches(' ').len();
        self.text.truncate(length);
        self.text.push('\n');
        self.column = 0;
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_wrapped_by_their_width() {
        let mut page = Page::default();
        page.put(Part::Name, "名称");
        page.column(8);
        let words: Vec<String> = (10..25).map(|n| format!("退款{n}")).collect();
        for word in &words {
            page.word(Part::Fact, word, 8);
        }
        page.end();
        let text = page.into_text();
        let lines: Vec<_> = text.lines().collect();
        assert!(lines[0].starts_with("名称    退款10 退款11"), "{text}");
        assert!(lines[1].starts_with("        退款20"), "{text}");
        assert!(lines.iter().all(|line| width(line) <= COLUMNS), "{text}");
        assert_eq!(lines.len(), 2);
    }
}
