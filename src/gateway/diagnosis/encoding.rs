//! A signature's bytes, also where they are encoded otherwise than in Base64.

use openssl::base64;

use super::mistake::{self, Mistake};
use crate::gateway::percent::percent_decode;

/// The bytes, and what is wrong with how they were written; none, if no reading fits.
///
/// `length` is that of the merchant's signatures. A reading of another length is the last resort.
pub(super) fn read(text: &str, length: usize) -> Option<(Vec<u8>, Vec<&'static Mistake>)> {
    let readings = [plain(text), unescaped(text, ""), unescaped(text, "+"), twice(text)];
    let mut fallback = None;
    for (bytes, mistakes) in readings.into_iter().flatten() {
        if bytes.len() == length {
            return Some((bytes, mistakes));
        }
        fallback.get_or_insert((bytes, mistakes));
    }
    fallback.map(|(bytes, mut mistakes)| {
        mistakes.push(&mistake::SIGNATURE_LENGTH);
        (bytes, mistakes)
    })
}

/// Hexadecimal, or Base64 with either alphabet, with or without its padding.
fn plain(text: &str) -> Option<(Vec<u8>, Vec<&'static Mistake>)> {
    // As long as hexadecimal fits, Base64 would hardly be without any other letter.
    if let Some(bytes) = unhex(text) {
        return Some((bytes, vec![&mistake::SIGNATURE_HEX]));
    }
    let mut mistakes = Vec::new();
    let mut standard = text.replace('-', "+").replace('_', "/");
    if standard != text {
        mistakes.push(&mistake::SIGNATURE_URL_SAFE);
    }
    let bare = standard.trim_end_matches('=').len();
    let whole = bare.div_ceil(4) * 4;
    if standard.len() != whole {
        mistakes.push(&mistake::SIGNATURE_PADDING);
    }
    standard.truncate(bare);
    standard.push_str(&"=".repeat(whole - bare));
    let bytes = base64::decode_block(&standard).ok()?;
    // OpenSSL forgives spaces and stray bits.
    (base64::encode_block(&bytes) == standard).then_some((bytes, mistakes))
}

/// Percent-encoded, or with line breaks or spaces in it. A `space` may have been a `+` that was
/// taken for a form's.
fn unescaped(text: &str, space: &str) -> Option<(Vec<u8>, Vec<&'static Mistake>)> {
    let decoded = percent_decode(text);
    let breaks = ["\\r", "\\n", "\r", "\n", "\t"];
    let tight = breaks.iter().fold(decoded.clone(), |text, part| text.replace(part, ""));
    let tight = tight.trim().replace(' ', space);
    let (bytes, mut mistakes) = plain(&tight)?;
    if tight != decoded {
        mistakes.insert(0, &mistake::SIGNATURE_SPACE);
    }
    if decoded != text {
        mistakes.insert(0, &mistake::SIGNATURE_PERCENT);
    }
    Some((bytes, mistakes))
}

/// Base64 of Base64, or of hexadecimal.
fn twice(text: &str) -> Option<(Vec<u8>, Vec<&'static Mistake>)> {
    let (inner, _) = plain(text)?;
    let (bytes, _) = plain(std::str::from_utf8(&inner).ok()?.trim_end())?;
    Some((bytes, vec![&mistake::SIGNATURE_TWICE]))
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() % 2 != 0 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let pairs = (0..text.len()).step_by(2);
    pairs.map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::open::hex;
    use super::*;

    #[test]
    fn reads_each_encoding() {
        let bytes: Vec<u8> = (0..=255).collect();
        let base64 = base64::encode_block(&bytes);
        assert!(base64.ends_with("=="), "{base64}");
        let utf8 = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let lines = format!("{}\\n{}", &base64[..64], &base64[64..]);
        let url_safe = base64.replace('+', "-").replace('/', "_");
        let percent = base64.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        for (text, names) in [
            (base64.clone(), &[][..]),
            (utf8(hex(&bytes, false)), &["signature-hex"][..]),
            (utf8(hex(&bytes, true)), &["signature-hex"]),
            (url_safe.clone(), &["signature-url-safe"]),
            (
                url_safe.trim_end_matches('=').to_owned(),
                &["signature-url-safe", "signature-padding"],
            ),
            (base64.trim_end_matches('=').to_owned(), &["signature-padding"]),
            (percent, &["signature-percent"]),
            (lines, &["signature-space"]),
            (format!("{base64} "), &["signature-space"]),
            (base64.replace('+', " "), &["signature-space"]),
            (base64::encode_block(base64.as_bytes()), &["signature-twice"]),
            (base64::encode_block(&hex(&bytes, false)), &["signature-twice"]),
        ] {
            let (read, mistakes) = read(&text, 256).unwrap();
            assert_eq!(read, bytes, "{text}");
            let found: Vec<_> = mistakes.iter().map(|mistake| mistake.name).collect();
            assert_eq!(found, names, "{text}");
        }
        let (_, mistakes) = read("AAAA", 256).unwrap();
        assert_eq!(mistakes.last().unwrap().name, "signature-length");
        for text in ["", "!", "微", "%", "A"] {
            assert!(read(text, 256).is_none_or(|(bytes, _)| bytes.len() < 256), "{text}");
        }
    }
}
