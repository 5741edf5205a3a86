//! Strict Base64.

use base64::Engine as _;
use base64::decoded_len_estimate;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::LIMIT;

/// Decodes canonical Base64: no white space, complete padding, no stray bits. `None` for anything
/// else. The bytes are wiped when dropped.
pub(crate) fn decode_canonical(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    if text.len() > LIMIT {
        return None;
    }
    // Wiped even if decoding fails.
    let mut decoded = Zeroizing::new(vec![0; decoded_len_estimate(text.len())]);
    let length = STANDARD.decode_slice(text, &mut decoded).ok()?;
    decoded.truncate(length);
    Some(decoded)
}

/// Decodes Base64 that may contain white space, as PHP does: texts from a file or an XML document have
/// line breaks.
pub(super) fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    if !text.contains(|character: char| character.is_ascii_whitespace()) {
        return decode_canonical(text);
    }
    // Allocated once: a string that grows leaves its former bytes in memory.
    let mut joined = Zeroizing::new(String::with_capacity(text.len()));
    for piece in text.split_ascii_whitespace() {
        joined.push_str(piece);
    }
    decode_canonical(&joined)
}

pub(super) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use openssl::base64::{decode_block, encode_block};

    use super::{decode, decode_canonical, encode};

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

    /// All texts of up to five of these characters, alone and behind a quantum: what is decoded is
    /// what OpenSSL decodes and encodes to the same text again.
    #[test]
    fn another_implementation_agrees() {
        const CHARACTERS: [char; 9] = ['A', 'B', 'Q', 'w', '/', '=', '-', ' ', '\n'];

        let mut texts = vec![String::new()];
        let mut last = texts.clone();
        for _ in 0..5 {
            let longer = |text: &String| CHARACTERS.map(|character| format!("{text}{character}"));
            last = last.iter().flat_map(longer).collect();
            texts.extend_from_slice(&last);
        }
        let mut whole = 0;
        for text in texts.iter().flat_map(|text| [text.clone(), format!("aGkK{text}")]) {
            let other = decode_block(&text).ok().filter(|bytes| encode_block(bytes) == text);
            let ours = decode_canonical(&text);
            assert_eq!(ours.as_deref(), other.as_ref(), "{text:?}");
            if let Some(bytes) = ours {
                assert_eq!(encode(&bytes), text);
                whole += 1;
            }
        }
        assert!(whole > 1000, "only {whole} are Base64");
    }
}
