//! What is known to be wrong in the documents. `catalogue/overrides.txt` has it, and
//! `cargo run -p catalogue-generator` writes it here.

use wechatpay_chain::catalogue::Endpoint;

use crate::language::text;

/// An endpoint a line, with the note in English and in Chinese, separated by tabs.
const NOTES: &str = include_str!("notes.txt");

pub(super) fn of(endpoint: Endpoint) -> Option<&'static str> {
    let name = endpoint.to_string();
    NOTES.lines().find_map(|line| {
        let mut parts = line.split('\t');
        let notes = parts.next().filter(|named| *named == name).and(parts.next());
        let (english, chinese) = (notes?, parts.next()?);
        Some(text(english, chinese))
    })
}
