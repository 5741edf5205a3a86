//! A page with the PHP text and the Rust text side by side.

mod rows;

use std::fmt::Write as _;

use crate::{Counts, Finding, Kind, Message, Ported, Source, State};
use rows::Row;

const STYLE: &str = include_str!("style.css");

/// The language of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    fn of<'a>(self, english: &'a str, chinese: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }

    fn said(self, message: &Message) -> &str {
        self.of(&message.english, &message.chinese)
    }
}

/// A page of one HTML file that shows each PHP text next to its translation, line by line, with the
/// holes in colour and a link to each. It loads and runs nothing.
///
/// ```
/// use wechatpay_port::{Language, Settings, Source, port, side_by_side};
///
/// let source = Source { name: "pay.php", text: "<?php $instance->v3->certificates->get();" };
/// let ported = port(source, &Settings::default());
/// let page = side_by_side([(source, &ported)], Language::English);
/// assert!(page.contains("$instance-&gt;v3-&gt;certificates-&gt;get();"));
/// ```
#[must_use]
pub fn side_by_side<'a>(
    files: impl IntoIterator<Item = (Source<'a>, &'a Ported)>,
    language: Language,
) -> String {
    let files: Vec<_> = files.into_iter().collect();
    let mut page = Page { text: String::new(), language };
    page.head(&files);
    for (index, (source, ported)) in files.iter().enumerate() {
        page.file(index, source, ported);
    }
    page.text += "</body>\n</html>\n";
    page.text
}

struct Page {
    text: String,
    language: Language,
}

impl Page {
    fn head(&mut self, files: &[(Source<'_>, &Ported)]) {
        let language = self.language;
        let title = language.of("PHP and Rust, side by side", "PHP 与 Rust 对照");
        let _ = write!(
            self.text,
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
             <style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n",
            language.of("en", "zh-CN"),
        );
        let mut sum = Counts::default();
        for (_, ported) in files {
            sum.ported += ported.statements.ported;
            sum.holes += ported.statements.holes;
            sum.not_ported += ported.statements.not_ported;
        }
        self.counts(sum);
        let open: Vec<_> = files
            .iter()
            .enumerate()
            .flat_map(|(index, (source, ported))| {
                let findings = ported.findings.iter().filter(|finding| finding.kind != Kind::Note);
                findings.map(move |finding| (index, source, finding))
            })
            .collect();
        if !open.is_empty() {
            self.text += "<ol class=\"todo\">\n";
        }
        for (index, source, finding) in &open {
            let place = format!("{}:{}", source.name, finding.line);
            let _ = writeln!(
                self.text,
                "<li class=\"{}\"><a href=\"#{}\">{}</a> <code>{}</code> {}</li>",
                class(finding.kind),
                anchor(*index, finding.line),
                escaped(&place),
                escaped(&finding.php),
                escaped(language.said(&finding.message)),
            );
        }
        if !open.is_empty() {
            self.text += "</ol>\n";
        }
        self.text += "</header>\n";
    }

    fn counts(&mut self, counts: Counts) {
        let language = self.language;
        let Counts { ported, holes, not_ported } = counts;
        let _ = writeln!(
            self.text,
            "<p>{}: <b class=\"ported\">{ported} {}</b>, <b class=\"holes\">{holes} {}</b>, \
             <b class=\"none\">{not_ported} {}</b></p>",
            language.of("Statements", "语句"),
            language.of("ported", "已移植"),
            language.of("with holes", "留有空缺"),
            language.of("not ported", "未移植"),
        );
    }

    fn file(&mut self, index: usize, source: &Source<'_>, ported: &Ported) {
        let _ = writeln!(self.text, "<section id=\"f{index}\">\n<h2>{}</h2>", escaped(source.name));
        self.counts(ported.statements);
        let _ = writeln!(
            self.text,
            "<table>\n<thead><tr><th>PHP: {}</th><th>Rust: src/{}.rs</th></tr></thead>\n<tbody>",
            escaped(source.name),
            escaped(&ported.module),
        );
        let (php, rust) = (lines(source.text), lines(&ported.rust));
        for row in rows::rows(&ported.lines, php.len(), rust.len()) {
            let findings: Vec<_> = ported
                .findings
                .iter()
                .filter(|finding| row.php.contains(&(finding.line.max(1) as usize - 1)))
                .collect();
            self.row(index, &row, (&php, &rust), &findings);
        }
        self.text += "</tbody>\n</table>\n</section>\n";
    }

    fn row(
        &mut self,
        index: usize,
        row: &Row,
        (php, rust): (&[&str], &[&str]),
        findings: &[&Finding],
    ) {
        // A finding says it, also where the statement around it counts as whole.
        let worst = findings.iter().map(|finding| finding.kind).max().unwrap_or(Kind::Note);
        let state = match (row.state, worst) {
            (Some(State::NotPorted), _) | (_, Kind::NotPorted) => "none",
            (Some(State::Holes), _) | (_, Kind::Hole) => "holes",
            (Some(State::Ported), _) => "joined",
            (None, _) => "",
        };
        let _ = write!(self.text, "<tr class=\"{state}\"><td>");
        for (at, line) in row.php.clone().zip(&php[row.php.clone()]) {
            let is_found = findings.iter().any(|finding| finding.line as usize == at + 1);
            let id = if is_found {
                format!(" id=\"{}\"", anchor(index, u32::try_from(at + 1).unwrap_or(u32::MAX)))
            } else {
                String::new()
            };
            self.line(at + 1, line, &id);
        }
        self.text += "</td><td>";
        for (at, line) in row.rust.clone().zip(&rust[row.rust.clone()]) {
            self.line(at + 1, line, "");
        }
        self.text += "</td></tr>\n";
        for finding in findings {
            let kind = match finding.kind {
                Kind::Note => self.language.of("note", "注意"),
                Kind::Hole => self.language.of("hole", "空缺"),
                Kind::NotPorted => self.language.of("not ported", "未移植"),
            };
            let _ = writeln!(
                self.text,
                "<tr><td colspan=\"2\" class=\"remark {}\">{}: {kind}: <code>{}</code> {}</td></tr>",
                class(finding.kind),
                finding.line,
                escaped(&finding.php),
                escaped(self.language.said(&finding.message)),
            );
        }
    }

    fn line(&mut self, number: usize, line: &str, id: &str) {
        let line = escaped(line);
        let _ =
            write!(self.text, "<div class=\"line\"{id}><i>{number}</i><span>{line}</span></div>");
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().collect()
}

fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Note => "note",
        Kind::Hole => "holes",
        Kind::NotPorted => "none",
    }
}

fn anchor(file: usize, line: u32) -> String {
    format!("f{file}-{line}")
}

/// Text as it is shown: nothing of it is markup, and nothing of it hides or turns other text.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => shown += "&amp;",
            '<' => shown += "&lt;",
            '>' => shown += "&gt;",
            '"' => shown += "&quot;",
            '\t' => shown.push('\t'),
            character if misleads(character) => {
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
            }
            character => shown.push(character),
        }
    }
    shown
}

fn misleads(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(escaped("<a href=\"x\">&'"), "&lt;a href=&quot;x&quot;&gt;&amp;'");
        assert_eq!(escaped("a\u{202e}b\u{7}\tc"), "a\\u{202e}b\\u{7}\tc");
    }
}
