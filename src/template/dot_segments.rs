//! Finds dot segments in any encoding: a proxy or a server may resolve one, and so call another
//! endpoint than the one that was signed.

/// The first segment of a path that is `.` or `..`, or that a proxy or server may read as one.
///
/// Percent-encoding is decoded repeatedly, since each hop may decode once. Decoded slashes separate
/// segments, too. Parts that servers remove from a segment are ignored: everything after `;`, `?`, `#`
/// or a NUL, control characters, and spaces.
///
/// Returns `.` or `..`, and not the text itself, which may contain the value of an argument.
pub(crate) fn dot_segment(path: &str) -> Option<&'static str> {
    // `%XX` contains no slash, so each segment can be decoded separately.
    path.split(['/', '\\'])
        .filter(|segment| segment.contains(['.', '%']))
        .find_map(|segment| decoded(segment).split(|byte| b"/\\".contains(byte)).find_map(dots))
}

/// Decodes percent-encoding that was applied any number of times: a byte that completes a `%XX`
/// replaces it, and may complete another one.
fn decoded(segment: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(segment.len());
    for &byte in segment.as_bytes() {
        out.push(byte);
        while let [.., b'%', high, low] = out[..] {
            let Some(byte) = hexadecimal(high).zip(hexadecimal(low)) else { break };
            out.truncate(out.len() - 3);
            out.push(byte.0 << 4 | byte.1);
            overlong(&mut out);
        }
    }
    out
}

/// Decodes overlong UTF-8, which lenient decoders accept: `%C0%AE` is `.`.
fn overlong(out: &mut Vec<u8>) {
    if let [.., lead @ 0xC0..=0xC1, next @ 0x80..=0xBF] = out[..] {
        out.truncate(out.len() - 2);
        out.push((lead & 1) << 6 | (next & 0x3F));
    }
}

fn hexadecimal(digit: u8) -> Option<u8> {
    #[expect(clippy::cast_possible_truncation, reason = "below 16")]
    char::from(digit).to_digit(16).map(|value| value as u8)
}

fn dots(segment: &[u8]) -> Option<&'static str> {
    let dots_before = |ends: &[u8]| {
        let before = segment.split(|byte| ends.contains(byte)).next().unwrap_or_default();
        let seen: Vec<u8> = before.iter().copied().filter(|byte| is_seen(*byte)).collect();
        [".", ".."].into_iter().find(|dots| dots.as_bytes() == seen)
    };
    // Some servers drop a NUL, others end the text there.
    dots_before(b";?#").or_else(|| dots_before(b";?#\0"))
}

fn is_seen(byte: u8) -> bool {
    byte > b' ' && byte != 0x7F
}
