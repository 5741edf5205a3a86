//! Base64 by OpenSSL, without its laxness and its limits.

use openssl::base64::{decode_block, encode_block};
use zeroize::Zeroizing;

use crate::error::Error;

/// OpenSSL counts in C integers, and its binding panics where they overflow. Nothing that the
/// protocol encrypts comes near.
const LIMIT: usize = 1 << 30;

/// # Errors
///
/// When `bytes` is longer than OpenSSL's ciphers and Base64 take in one piece.
pub(super) fn check_length(what: &str, bytes: &[u8]) -> Result<(), Error> {
    if bytes.len() <= LIMIT {
        return Ok(());
    }
    let length = bytes.len();
    Err(Error::crypto(format!(
        "{what} has {length} bytes, but may have at most {LIMIT}: split it, or give the right file"
    )))
}

/// What `text` encodes, wiped when dropped; `None` if `text` is not the one Base64 of it. OpenSSL's
/// decoder passes over white space and stray bits; this does not.
pub(super) fn decode_canonical(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    if text.len() > LIMIT {
        return None;
    }
    let decoded = Zeroizing::new(decode_block(text).ok()?);
    let canonical = Zeroizing::new(encode_block(&decoded));
    (*canonical == text).then_some(decoded)
}

/// The same with line breaks and other white space passed over, as PHP does: texts from a file or
/// an XML document are broken into lines.
pub(super) fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    if !text.contains(|character: char| character.is_ascii_whitespace()) {
        return decode_canonical(text);
    }
    // Room for all of it at once: a string that grows leaves its former bytes behind.
    let mut joined = Zeroizing::new(String::with_capacity(text.len()));
    for piece in text.split_ascii_whitespace() {
        joined.push_str(piece);
    }
    decode_canonical(&joined)
}

/// # Errors
///
/// As [`check_length`].
pub(super) fn encode(what: &str, bytes: &[u8]) -> Result<String, Error> {
    check_length(what, bytes)?;
    Ok(encode_block(bytes))
}

#[cfg(test)]
mod tests {
    use super::{decode, decode_canonical};

    #[test]
    fn one_value_has_one_spelling() {
        assert_eq!(decode_canonical("aGk=").unwrap().as_slice(), b"hi");
        assert_eq!(decode_canonical("").unwrap().as_slice(), b"");
        for lax in
            ["aGk", "aGl=", "aGk=\n", " aGk=", "aGk==", "aGk=aGk=", "====", "aG-_", "a", "中文"]
        {
            assert!(decode_canonical(lax).is_none(), "{lax:?}");
        }
        assert_eq!(decode(" aG\r\nk=\n").unwrap().as_slice(), b"hi");
        assert_eq!(decode("\n").unwrap().as_slice(), b"");
        for lax in ["aG\nl=", "aGk\u{3000}=", "aG k"] {
            assert!(decode(lax).is_none(), "{lax:?}");
        }
    }
}
