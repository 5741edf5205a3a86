//! A PHP text, parsed: its tree, its lines, its comments.

use php_ast::Span;
use php_ast::owned::{Comment, Program};
use php_rs_parser::diagnostics::ParseError;

/// A parsed text.
pub(crate) struct Parsed {
    pub text: String,
    pub program: Program,
    pub comments: Vec<Comment>,
    pub errors: Vec<ParseError>,
    /// Whether it is the inside of an array: `'k' => […],`.
    pub fragment: bool,
    /// Where each line begins.
    lines: Vec<usize>,
    /// Lines that were put before the text to parse it.
    added: u32,
}

/// Parses a whole file, statements without `<?php`, or a fragment of an array.
pub(crate) fn parse(text: &str) -> Parsed {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let added = !opens_php(text);
    let whole = if added { format!("<?php\n{text}") } else { text.to_owned() };
    let parsed = read(whole, u32::from(added), false);
    if parsed.errors.is_empty() || text.len() > FRAGMENT {
        return parsed;
    }
    let inside = text.trim_start().strip_prefix("<?php").unwrap_or(text);
    let before = if inside.len() == text.len() { 0 } else { lines_before(text, inside) };
    let newlines = "\n".repeat(before as usize);
    let fragment = read(format!("<?php {newlines}return [\n{}\n];", inside.trim_end()), 1, true);
    if fragment.errors.is_empty() { fragment } else { parsed }
}

/// The longest text, in bytes, that is tried as a fragment.
const FRAGMENT: usize = 1 << 20;

/// Whether the text has PHP's opening tag.
fn opens_php(text: &str) -> bool {
    text.contains("<?php") || text.contains("<?=") || text.trim_start().starts_with("<?")
}

fn lines_before(text: &str, inside: &str) -> u32 {
    let before = text.len() - inside.len();
    text.get(..before).map_or(0, |before| before.matches('\n').count()) as u32
}

fn read(text: String, added: u32, fragment: bool) -> Parsed {
    let result = php_rs_parser::parse(&text);
    let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut comments = result.comments;
    comments.sort_by_key(|comment| comment.span.start);
    Parsed {
        program: result.program,
        comments,
        errors: result.errors,
        text,
        fragment,
        lines,
        added,
    }
}

impl Parsed {
    /// The line of an offset, in the user's text, from 1.
    pub(crate) fn line(&self, offset: u32) -> u32 {
        let line = self.lines.partition_point(|&start| start <= offset as usize) as u32;
        line.saturating_sub(self.added).max(1)
    }

    /// First and last line of a span.
    pub(crate) fn lines_of(&self, span: Span) -> (u32, u32) {
        (self.line(span.start), self.line(span.end.saturating_sub(1).max(span.start)))
    }

    /// The text of a span.
    pub(crate) fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// The text of a span on one line, cut if it is long.
    pub(crate) fn excerpt(&self, span: Span) -> String {
        let slice = self.slice(span);
        let mut words = String::new();
        for word in slice.split_whitespace() {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
            if words.len() > 160 {
                let end = (0..=157).rev().find(|&at| words.is_char_boundary(at)).unwrap_or(0);
                words.truncate(end);
                words.push('…');
                break;
            }
        }
        words
    }

    /// The lines of a comment, without what makes it one.
    pub(crate) fn comment_lines(text: &str) -> Vec<String> {
        let text = text.trim();
        if let Some(line) = text.strip_prefix("//").or_else(|| text.strip_prefix('#')) {
            return vec![clean(line)];
        }
        let inside = text.strip_prefix("/*").unwrap_or(text);
        let inside = inside.strip_suffix("*/").unwrap_or(inside);
        let inside = inside.strip_prefix('*').unwrap_or(inside);
        let mut lines: Vec<String> = inside
            .lines()
            .map(|line| clean(line.trim_start().strip_prefix('*').unwrap_or(line.trim_start())))
            .collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        let blank = lines.iter().take_while(|line| line.is_empty()).count();
        lines.drain(..blank);
        lines
    }
}

/// A line of a comment as Rust takes it: no carriage return, nothing that changes the direction of text.
fn clean(line: &str) -> String {
    let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
    line.chars()
        .filter(|c| !c.is_control() || *c == '\t')
        .filter(|c| !misleads(*c))
        .map(|c| if c == '\t' { ' ' } else { c })
        .collect()
}

/// Rust refuses comments and literals with characters that reverse the text shown.
pub(crate) fn misleads(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
