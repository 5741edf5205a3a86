//! Percent-encoding for each part of a URI.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::parse::is_triplet;

/// Which characters are not encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Allow {
    /// Letters, digits and `-._~`: values.
    Unreserved,
    /// These, the reserved characters, and `%XX`: literals, and values of `{+name}` and `{#name}`.
    Reserved,
    /// The characters that RFC 3986 allows in a path, and `%XX`.
    Path,
    /// The characters that RFC 3986 allows in a query, and `%XX`.
    Query,
}

/// All except letters, digits and `-._~`.
pub(crate) const NOT_UNRESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const NOT_IN_PATH: &AsciiSet = &NOT_UNRESERVED
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/');

const NOT_IN_QUERY: &AsciiSet = &NOT_IN_PATH.remove(b'?');

const NOT_RESERVED: &AsciiSet = &NOT_IN_QUERY.remove(b'#').remove(b'[').remove(b']');

impl Allow {
    /// The characters that are encoded. The `%` of a `%XX` is handled by `push`.
    const fn encoded(self) -> &'static AsciiSet {
        match self {
            Self::Unreserved => NOT_UNRESERVED,
            Self::Reserved => NOT_RESERVED,
            Self::Path => NOT_IN_PATH,
            Self::Query => NOT_IN_QUERY,
        }
    }
}

/// Appends `text`, with all other characters percent-encoded as UTF-8.
pub(crate) fn push(text: &str, allow: Allow, out: &mut String) {
    let mut rest = text;
    if allow != Allow::Unreserved && text.contains('%') {
        while let Some(at) = rest.as_bytes().windows(3).position(is_triplet) {
            out.extend(utf8_percent_encode(&rest[..at], allow.encoded()));
            out.push_str(&rest[at..at + 3]);
            rest = &rest[at + 3..];
        }
    }
    out.extend(utf8_percent_encode(rest, allow.encoded()));
}
