//! Percent-decoding.

/// Decodes `%XX`. A stray `%` stays, and bytes that are not UTF-8 become U+FFFD.
pub(super) fn percent_decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes() {
        for (text, decoded) in [
            ("", ""),
            ("a%20b", "a b"),
            ("%E5%BE%ae", "微"),
            ("100%", "100%"),
            ("%4", "%4"),
            ("%zz%41", "%zzA"),
            ("%ff", "\u{fffd}"),
            ("a+b", "a+b"),
            ("微%", "微%"),
        ] {
            assert_eq!(percent_decode(text), decoded, "{text}");
        }
    }
}
