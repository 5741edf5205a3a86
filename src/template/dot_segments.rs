//! Dot segments, however they are written: a proxy or a server on the way may resolve one, and so
//! call another endpoint than the one that was signed.

/// The first segment of a path that is `.` or `..`, or that may become one on the way.
///
/// Percent-encoding is decoded until none is left, since each hop may decode once. Slashes that
/// appear then separate segments, too. What servers take off a segment does not count: what
/// follows `;`, `?`, `#` or a NUL, control characters, and spaces.
///
/// What it becomes is told, and not how it is written: an argument's value may be around it.
pub(crate) fn dot_segment(path: &str) -> Option<&'static str> {
    // `%` and hexadecimal digits are no slashes, so a segment decodes by itself.
    path.split(['/', '\\'])
        .filter(|segment| segment.contains(['.', '%']))
        .find_map(|segment| decoded(segment).split(|byte| b"/\\".contains(byte)).find_map(dots))
}

/// Without percent-encoding, however often it was applied: a byte that completes a `%XX` replaces
/// it, and may so complete another one.
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

/// UTF-8 in more bytes than it takes, which lenient decoders read all the same: `%C0%AE` is `.`.
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
    // A NUL is dropped by some, and ends the text for others.
    dots_before(b";?#").or_else(|| dots_before(b";?#\0"))
}

fn is_seen(byte: u8) -> bool {
    byte > b' ' && byte != 0x7F
}
