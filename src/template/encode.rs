//! Percent-encoding: which bytes may stand where they are.

use super::parse::is_triplet;

/// What goes through unencoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Allow {
    /// Letters, digits and `-._~`: values.
    Unreserved,
    /// These, the reserved characters, and `%XX`: literals, and values of `{+name}` and `{#name}`.
    Reserved,
    /// What RFC 3986 allows in a path, and `%XX`.
    Path,
    /// What RFC 3986 allows in a query, and `%XX`.
    Query,
}

/// Appends `text`, everything that is not allowed percent-encoded as UTF-8.
pub(crate) fn push(text: &str, allow: Allow, out: &mut String) {
    let bytes = text.as_bytes();
    let mut clean = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let fits = CLASS[usize::from(byte)] & allow.mask() != 0
            || (byte == b'%' && allow != Allow::Unreserved && is_triplet(&bytes[at..]));
        if !fits {
            // Within a character there is nothing to copy, and no place to cut.
            if clean < at {
                out.push_str(&text[clean..at]);
            }
            push_byte(byte, out);
            clean = at + 1;
        }
    }
    out.push_str(&text[clean..]);
}

pub(crate) fn push_byte(byte: u8, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(HEX[usize::from(byte >> 4)]));
    out.push(char::from(HEX[usize::from(byte & 15)]));
}

const UNRESERVED: u8 = 1;
const PATH: u8 = 2;
const QUERY: u8 = 4;
const OTHER_RESERVED: u8 = 8;

impl Allow {
    const fn mask(self) -> u8 {
        match self {
            Self::Unreserved => UNRESERVED,
            Self::Reserved => UNRESERVED | PATH | QUERY | OTHER_RESERVED,
            Self::Path => UNRESERVED | PATH,
            Self::Query => UNRESERVED | PATH | QUERY,
        }
    }
}

/// The first of the sets that each byte belongs to.
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let sets: [(&[u8], u8); 4] = [
        (b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~", UNRESERVED),
        (b"!$&'()*+,;=:@/", PATH),
        (b"?", QUERY),
        (b"#[]", OTHER_RESERVED),
    ];
    let mut set = 0;
    while set < sets.len() {
        let (bytes, bit) = sets[set];
        let mut at = 0;
        while at < bytes.len() {
            class[bytes[at] as usize] = bit;
            at += 1;
        }
        set += 1;
    }
    class
};
