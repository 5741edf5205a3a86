//! Text from outside on a terminal, which obeys or hides some characters.

use wechatpay_chain::__misleads as misleads;

/// What a terminal obeys or hides is shown as JSON's escapes. Lines stay lines.
pub(crate) fn harmless(text: &str) -> String {
    escaped(text, |character| misleads(character) && !"\n\t".contains(character))
}

/// The same on one line.
pub(crate) fn harmless_line(text: &str) -> String {
    escaped(text, misleads)
}

/// The columns that a text takes: Chinese characters take two.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(|character| if is_wide(character) { 2 } else { 1 }).sum()
}

fn is_wide(character: char) -> bool {
    matches!(character,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}')
}

fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_escaped(character) {
            let units = &mut [0; 2];
            shown.extend(character.encode_utf16(units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_told_nothing() {
        let text = "中\u{1b}[2J\r\n\u{202e}\tx\u{180e}\u{fff9}\u{fffb}\u{e0041}\u{9b}";
        assert_eq!(
            harmless(text),
            "中\\u001b[2J\\u000d\n\\u202e\tx\\u180e\\ufff9\\ufffb\\udb40\\udc41\\u009b"
        );
        assert_eq!(harmless_line("a\n\tb"), "a\\u000a\\u0009b");
    }
}
