//! A path: segments as PHP writes them, normalised to a URI template.
//!
//! One `const fn` does it, so that `chain!` and `seg` cannot differ.

use std::fmt;
use std::sync::Arc;

use crate::error::Error;
use crate::language::say;
use crate::template;

/// A URI template that is being built. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Path {
    text: Text,
    flaw: Option<Flaw>,
}

/// What is wrong with how segments were joined, which the text alone does not show.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// A segment after a query or a fragment.
    AfterQuery,
    /// An absolute address after other segments.
    Address,
}

#[derive(Clone)]
enum Text {
    Static(&'static str),
    Shared(Arc<str>),
    /// As it was given, values and all.
    Verbatim(Arc<str>),
}

impl Path {
    pub(crate) const ROOT: Self = Self::compiled("", None);

    /// What `chain!` made at compile time.
    pub(crate) const fn compiled(text: &'static str, flaw: Option<Flaw>) -> Self {
        Self { text: Text::Static(text), flaw }
    }

    /// A template that is complete, and whose literals stay as they are.
    pub(crate) fn verbatim(template: &str) -> Self {
        let flaw = flaw(b"", template.as_bytes());
        Self { text: Text::Verbatim(template.into()), flaw }
    }

    pub(crate) fn as_str(&self) -> &str {
        match &self.text {
            Text::Static(text) => text,
            Text::Shared(text) | Text::Verbatim(text) => text,
        }
    }

    /// This path and one more segment, or several with slashes between them.
    pub(crate) fn join(&self, segment: &str) -> Self {
        let base = self.as_str();
        let mut bytes = vec![0; base.len() + capacity(segment)];
        bytes[..base.len()].copy_from_slice(base.as_bytes());
        let length = normalize(segment.as_bytes(), &mut bytes, base.len());
        // Whole characters went in, and only ASCII was changed: lossless.
        let text = String::from_utf8_lossy(&bytes[..length]);
        let flaw = self.flaw.or(flaw(base.as_bytes(), segment.as_bytes()));
        Self { text: Text::Shared(text.into()), flaw }
    }

    /// The same for a path that `chain!` made: normalising it again changes nothing.
    pub(crate) fn join_compiled(&self, path: &str, flaw: Option<Flaw>) -> Self {
        let joined = self.join(path);
        Self { flaw: joined.flaw.or(flaw), ..joined }
    }

    /// # Errors
    ///
    /// A path that can't be an endpoint's: a value among the literals, a segment in the query, an
    /// absolute address after other segments.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let path = self.as_str();
        if let Some(flaw) = self.flaw {
            let shown = template::shown(path);
            return Err(Error::path(match flaw {
                Flaw::AfterQuery => say!(
                    "`{shown}` has a segment after its query or fragment: put the query last, or \
                     into the option `query`",
                    "`{shown}` 在查询串或片段之后还有路径段：请把查询串放在最后，或放入选项 `query`"
                ),
                Flaw::Address => say!(
                    "`{shown}` has an absolute address after other segments: begin the chain with \
                     the address, client.chain(address)",
                    "`{shown}` 在其他路径段之后出现了完整地址：请以该地址开头，client.chain(address)"
                ),
            }));
        }
        if matches!(self.text, Text::Verbatim(_)) {
            return Ok(());
        }
        let bytes = path.as_bytes();
        let capitals = |pair: &[u8]| pair.iter().all(u8::is_ascii_uppercase);
        // Without two capitals in a row nothing is a value; most paths end here.
        if !bytes.windows(2).any(capitals) || is_absolute(bytes) {
            return Ok(());
        }
        let mut start = 0;
        while start < bytes.len() && !ends_path(bytes[start]) {
            let end = segment_end(bytes, start);
            if is_value(bytes, start, end) {
                return Err(value_in_path(&path[start..end]));
            }
            start = if end < bytes.len() && bytes[end] == b'/' { end + 1 } else { end };
        }
        Ok(())
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

fn value_in_path(segment: &str) -> Error {
    let segment = segment.escape_debug();
    Error::path(say!(
        "the segment `{segment}` has two capitals in a row, so it is a value (an openid, a number), \
         which PHP would quietly lower-case: write a variable such as `{{name}}` in its place and \
         give the value as an argument",
        "路径段 `{segment}` 含有连续两个大写字母，说明它是值（openid、单号等），PHP 会悄悄把它转成小写：\
         请在此处写变量，例如 `{{name}}`，再以参数给出该值"
    ))
}

/// A template made at compile time. `chain!` alone makes it.
#[doc(hidden)]
pub struct Compiled<const N: usize> {
    bytes: [u8; N],
    length: usize,
    flaw: Option<Flaw>,
}

impl<const N: usize> Compiled<N> {
    #[doc(hidden)]
    pub const fn new() -> Self {
        Self { bytes: [0; N], length: 0, flaw: None }
    }

    #[doc(hidden)]
    pub const fn join(mut self, segment: &str) -> Self {
        let (so_far, _) = self.bytes.split_at(self.length);
        if self.flaw.is_none() {
            self.flaw = flaw(so_far, segment.as_bytes());
        }
        self.length = normalize(segment.as_bytes(), &mut self.bytes, self.length);
        self
    }

    #[doc(hidden)]
    pub const fn path(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(path) => path,
            Err(_) => panic!("a str stays a str"),
        }
    }

    #[doc(hidden)]
    pub const fn flaw(&self) -> Option<Flaw> {
        self.flaw
    }
}

/// The most bytes that a segment and the slash before it can take.
#[doc(hidden)]
pub const fn capacity(segment: &str) -> usize {
    2 * segment.len() + 1
}

/// Appends `segment` to the template `out[..length]` and returns the new length.
///
/// The output has room for [`capacity`] bytes more. A literal with two capitals in a row is left
/// as it is, for [`Path::check`] to name.
const fn normalize(segment: &[u8], out: &mut [u8], mut length: usize) -> usize {
    let mut at = 0;
    if length > 0 && !segment.is_empty() {
        while at < segment.len() && segment[at] == b'/' {
            at += 1;
        }
        length = push_slash(out, length);
    } else if is_absolute(segment) {
        return copy(segment, 0, segment.len(), out, 0);
    }
    while at < segment.len() {
        let end = segment_end(segment, at);
        length = normalize_one(segment, at, end, out, length);
        if end == segment.len() {
            break;
        }
        if ends_path(segment[end]) {
            return copy(segment, end, segment.len(), out, length);
        }
        length = push_slash(out, length);
        at = end + 1;
    }
    length
}

/// One segment, from `start` to `end`.
const fn normalize_one(text: &[u8], start: usize, end: usize, out: &mut [u8], at: usize) -> usize {
    if is_placeholder(text, start, end) {
        out[at] = b'{';
        let length = copy(text, start + 1, end - 1, out, at + 1);
        out[length] = b'}';
        return length + 1;
    }
    if is_value(text, start, end) {
        return copy(text, start, end, out, at);
    }
    let mut length = at;
    let mut next = start;
    while next < end {
        let literal = skip_fixed(text, next, end);
        if literal > next {
            length = copy(text, next, literal, out, length);
            next = literal;
            continue;
        }
        let byte = text[next];
        if byte.is_ascii_uppercase() && next > start && text[next - 1] != b'-' {
            out[length] = b'-';
            length += 1;
        }
        out[length] = byte.to_ascii_lowercase();
        length += 1;
        next += 1;
    }
    length
}

/// `_name_` or `<name>`.
const fn is_placeholder(text: &[u8], start: usize, end: usize) -> bool {
    if end - start < 3 {
        return false;
    }
    let mut at = start + 1;
    while at < end - 1 {
        if text[at] == b'{' || text[at] == b'}' {
            return false;
        }
        at += 1;
    }
    matches!((text[start], text[end - 1]), (b'_', b'_') | (b'<', b'>'))
}

/// Past what is never changed at `at`: `{…}` or `%XX`. `at` itself when there is neither.
const fn skip_fixed(text: &[u8], at: usize, end: usize) -> usize {
    if text[at] == b'{' {
        let mut close = at;
        while close < end && text[close] != b'}' {
            close += 1;
        }
        return if close < end { close + 1 } else { end };
    }
    let encoded = text[at] == b'%'
        && at + 2 < end
        && text[at + 1].is_ascii_hexdigit()
        && text[at + 2].is_ascii_hexdigit();
    if encoded { at + 3 } else { at }
}

/// Whether a literal has two capitals in a row.
const fn is_value(text: &[u8], start: usize, end: usize) -> bool {
    let mut at = start;
    let mut after_capital = false;
    while at < end {
        let past = skip_fixed(text, at, end);
        if past > at {
            after_capital = false;
            at = past;
            continue;
        }
        let capital = text[at].is_ascii_uppercase();
        if capital && after_capital {
            return true;
        }
        after_capital = capital;
        at += 1;
    }
    false
}

/// Where the segment that starts at `at` ends: at a slash, a query, a fragment, or the end.
const fn segment_end(text: &[u8], mut at: usize) -> usize {
    while at < text.len() && text[at] != b'/' && !ends_path(text[at]) {
        let past = skip_fixed(text, at, text.len());
        at = if past > at { past } else { at + 1 };
    }
    at
}

/// Whether a template has a query or a fragment, literal or by an operator.
const fn has_query(template: &[u8]) -> bool {
    let mut at = 0;
    while at < template.len() {
        if ends_path(template[at]) {
            return true;
        }
        if template[at] == b'{' && at + 1 < template.len() && ends_path(template[at + 1]) {
            return true;
        }
        let past = skip_fixed(template, at, template.len());
        at = if past > at { past } else { at + 1 };
    }
    false
}

/// What is wrong with this segment behind that template.
const fn flaw(so_far: &[u8], segment: &[u8]) -> Option<Flaw> {
    if !segment.is_empty() && has_query(so_far) {
        return Some(Flaw::AfterQuery);
    }
    if has_address(segment, !so_far.is_empty()) { Some(Flaw::Address) } else { None }
}

/// Whether there is `scheme://`, or `//` in front, where it is not the beginning of the whole.
const fn has_address(segment: &[u8], mut later: bool) -> bool {
    if later && starts_with(segment, b"//") {
        return true;
    }
    let mut at = 0;
    while at < segment.len() && !ends_path(segment[at]) {
        let past = skip_fixed(segment, at, segment.len());
        if past > at {
            at = past;
            continue;
        }
        if starts_with(segment.split_at(at).1, b"://") {
            if later {
                return true;
            }
            at += 2;
        }
        later = later || segment[at] == b'/';
        at += 1;
    }
    false
}

const fn ends_path(byte: u8) -> bool {
    byte == b'?' || byte == b'#'
}

/// `https://…`, `http://…`, or `//…`, which names a host, too.
const fn is_absolute(text: &[u8]) -> bool {
    starts_with(text, b"https://") || starts_with(text, b"http://") || starts_with(text, b"//")
}

const fn starts_with(text: &[u8], prefix: &[u8]) -> bool {
    let mut at = 0;
    while at < prefix.len() {
        if at == text.len() || text[at].to_ascii_lowercase() != prefix[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// A slash, unless there is one.
const fn push_slash(out: &mut [u8], length: usize) -> usize {
    if length > 0 && out[length - 1] == b'/' {
        return length;
    }
    out[length] = b'/';
    length + 1
}

const fn copy(text: &[u8], start: usize, end: usize, out: &mut [u8], mut length: usize) -> usize {
    let mut at = start;
    while at < end {
        out[length] = text[at];
        length += 1;
        at += 1;
    }
    length
}
