//! The parts of a `multipart/form-data` body, and what an upload signs: the part named `meta`.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// The longest boundary, in bytes, with its end of the line (RFC 2046, 5.1.1).
const BOUNDARY: usize = 72;

/// A part of a body.
pub(super) struct Part<'a> {
    pub(super) name: Option<String>,
    pub(super) filename: Option<String>,
    pub(super) contents: &'a [u8],
}

/// The bytes that the request's signature covers: an upload's `meta` part, or else the whole body.
pub(super) fn signed_bytes<'a>(headers: &HeaderMap, body: &'a [u8]) -> &'a [u8] {
    let boundary = boundary(headers);
    let mut parts = boundary.iter().flat_map(|boundary| Parts::of(body, boundary));
    let meta = parts.find(|part| part.name.as_deref() == Some("meta"));
    meta.map_or(body, |part| part.contents)
}

/// All parts. `None` if the body is not `multipart/form-data`, or incomplete.
pub(super) fn parts<'a>(headers: &HeaderMap, body: &'a [u8]) -> Option<Vec<Part<'a>>> {
    let mut parts = Parts::of(body, &boundary(headers)?);
    let found = parts.by_ref().collect();
    parts.whole.then_some(found)
}

/// The part named `meta` of a body whose boundary no header tells: that of its first line.
pub(super) fn meta_without_boundary(body: &[u8]) -> Option<&[u8]> {
    let line = body.strip_prefix(b"--")?;
    let end = line.iter().take(BOUNDARY).position(|byte| b"\r\n".contains(byte))?;
    let boundary = std::str::from_utf8(&line[..end]).ok()?;
    let meta = |part: &Part<'_>| part.name.as_deref() == Some("meta");
    Parts::of(body, boundary).find(meta).map(|part| part.contents)
}

fn boundary(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let media_type = value.split(';').next()?.trim();
    let multipart = media_type.eq_ignore_ascii_case("multipart/form-data");
    multipart.then(|| parameter(value, "boundary")).flatten()
}

/// The parts one after the other, up to the last or to one that is malformed.
struct Parts<'a> {
    delimiter: String,
    /// `None` after the last.
    rest: Option<&'a [u8]>,
    /// Whether the last delimiter was met.
    whole: bool,
}

impl<'a> Parts<'a> {
    fn of(body: &'a [u8], boundary: &str) -> Self {
        let delimiter = format!("\r\n--{boundary}");
        // The first delimiter may be at the very beginning of the body, without a line break.
        let first = body.strip_prefix(&delimiter.as_bytes()[2..]).and_then(line_end);
        let (rest, whole) = match first {
            Some(Line::Part(rest)) => (Some(rest), false),
            Some(Line::Last) => (None, true),
            None => match section(body, delimiter.as_bytes()) {
                Some((_, rest)) => (rest, rest.is_none()),
                None => (None, false),
            },
        };
        Self { delimiter, rest, whole }
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        let (section, rest) = section(self.rest.take()?, self.delimiter.as_bytes())?;
        // Without headers the blank line comes first.
        let (head, contents) = match section.strip_prefix(b"\r\n") {
            Some(contents) => (&b""[..], contents),
            None => {
                let end = find(section, b"\r\n\r\n")?;
                (&section[..end], &section[end + 4..])
            }
        };
        (self.rest, self.whole) = (rest, rest.is_none());
        let named = |parameter| disposition(head, parameter);
        Some(Part { name: named("name"), filename: named("filename"), contents })
    }
}

/// What follows a delimiter on its line.
enum Line<'a> {
    /// A line break: a part begins.
    Part(&'a [u8]),
    /// Two hyphens: the end.
    Last,
}

/// `None` if the text before is not a delimiter after all.
fn line_end(after: &[u8]) -> Option<Line<'_>> {
    if after.starts_with(b"--") {
        return Some(Line::Last);
    }
    let padding = after.iter().take_while(|byte| b" \t".contains(byte)).count();
    after[padding..].strip_prefix(b"\r\n").map(Line::Part)
}

/// The text before the next delimiter, and the text after that delimiter's line unless it is the
/// last.
fn section<'a>(body: &'a [u8], delimiter: &[u8]) -> Option<(&'a [u8], Option<&'a [u8]>)> {
    let mut from = 0;
    loop {
        let start = from + find(&body[from..], delimiter)?;
        from = start + delimiter.len();
        match line_end(&body[from..]) {
            Some(Line::Part(rest)) => return Some((&body[..start], Some(rest))),
            Some(Line::Last) => return Some((&body[..start], None)),
            None => {}
        }
    }
}

/// A parameter of the part's Content-Disposition.
fn disposition(head: &[u8], name: &str) -> Option<String> {
    std::str::from_utf8(head).ok()?.split("\r\n").find_map(|line| {
        let (header, value) = line.split_once(':')?;
        let disposition = header.trim().eq_ignore_ascii_case("content-disposition");
        disposition.then(|| parameter(value, name)).flatten()
    })
}

/// The parameter `name` of a header such as `form-data; name="meta"`, quoted or not.
fn parameter(value: &str, name: &str) -> Option<String> {
    let mut rest = value.split_once(';')?.1;
    loop {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let (found, next) = match after.strip_prefix('"') {
            Some(quoted) => unquote(quoted)?,
            None => {
                let end = after.find(';').unwrap_or(after.len());
                (after[..end].trim().to_owned(), &after[end..])
            }
        };
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(found);
        }
        rest = next.split_once(';')?.1;
    }
}

/// The text up to the closing quote, and what follows it. Only `\"` is an escape: file names may
/// contain backslashes.
fn unquote(quoted: &str) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut rest = quoted;
    loop {
        let (before, after) = rest.split_once('"')?;
        match before.strip_suffix('\\') {
            Some(before) => {
                text.push_str(before);
                text.push('"');
                rest = after;
            }
            None => {
                text.push_str(before);
                return Some((text, after));
            }
        }
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed<'a>(content_type: &'static str, body: &'a str) -> &'a str {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, content_type.parse().unwrap());
        std::str::from_utf8(signed_bytes(&headers, body.as_bytes())).unwrap()
    }

    #[test]
    fn an_upload_signs_its_meta() {
        let meta = "--b\r\nContent-Disposition: form-data; name=\"meta\";\r\n\
                    Content-Type: application/json\r\n\r\n{\"a\":\r\n1}\r\n";
        let file = "--b\r\nContent-Disposition: form-data; name=\"file\"; \
                    filename=\"x;name=\\\"meta\\\".jpg\"\r\n\r\n\r\n--bb\r\n--b-\r\n";
        let first = format!("{meta}{file}--b--\r\n");
        let second = format!("{file}{meta}--b--");
        for content_type in
            ["multipart/form-data; boundary=b", "Multipart/Form-Data;charset=utf-8; Boundary=\"b\""]
        {
            assert_eq!(signed(content_type, &first), "{\"a\":\r\n1}");
            assert_eq!(signed(content_type, &second), "{\"a\":\r\n1}");
            assert_eq!(signed(content_type, &format!("preamble\r\n{first}")), "{\"a\":\r\n1}");
        }
    }

    #[test]
    fn spellings_of_the_parts_head() {
        for head in [
            "content-disposition:form-data;name=meta",
            "X: y\r\nContent-Disposition: form-data; filename=\"C:\\a\"; name=\"meta\"",
            "Content-Disposition: form-data; filename=a; NAME = meta ; x=y",
        ] {
            let body = format!("--b \t\r\n{head}\r\n\r\n{{}}\r\n--b--");
            assert_eq!(signed("multipart/form-data; boundary=b", &body), "{}", "{head}");
        }
        let empty = "--b\r\nContent-Disposition: form-data; name=\"meta\"\r\n\r\n\r\n--b--";
        assert_eq!(signed("multipart/form-data; boundary=b", empty), "");
    }

    #[test]
    fn all_else_signs_the_whole_body() {
        let meta = "--b\r\nContent-Disposition: form-data; name=\"meta\"\r\n\r\n{}\r\n--b--";
        assert_eq!(signed("multipart/form-data; boundary=c", meta), meta);
        assert_eq!(signed("multipart/form-data", meta), meta);
        assert_eq!(signed("multipart/mixed; boundary=b", meta), meta);
        assert_eq!(signed("application/json; boundary=b", meta), meta);
        for body in [
            "",
            "--b",
            "--b--",
            "--b\r\n",
            "--b\r\n\r\nbare\r\n--b--",
            "--b\r\nContent-Disposition: form-data; name=\"meta\"\r\n\r\n{}",
            "--b\r\nContent-Disposition: form-data; name=\"meta\r\n\r\n{}\r\n--b--",
            "--b\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n{}\r\n--b--",
        ] {
            assert_eq!(signed("multipart/form-data; boundary=b", body), body, "{body}");
        }
    }

    #[test]
    fn all_parts_of_a_whole_body() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, "multipart/form-data; boundary=b".parse().unwrap());
        let shown = |body: &str| {
            let parts = parts(&headers, body.as_bytes())?;
            let part = |part: Part<'_>| {
                let contents = std::str::from_utf8(part.contents).unwrap();
                format!("{:?} {:?} {contents}", part.name, part.filename)
            };
            Some(parts.into_iter().map(part).collect::<Vec<_>>().join("; "))
        };
        let head = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1";
        let file =
            "\r\n--b\r\nContent-Disposition: form-data; filename=\"x.jpg\"; name=\"f\"\r\n\r\n2";
        let expected = "Some(\"a\") None 1; Some(\"f\") Some(\"x.jpg\") 2";
        assert_eq!(shown(&format!("{head}{file}\r\n--b--\r\n")).as_deref(), Some(expected));
        assert_eq!(shown("--b--").as_deref(), Some(""));
        assert_eq!(shown("--b\r\n\r\nbare\r\n--b--").as_deref(), Some("None None bare"));
        for cut in ["", "--b\r\n", head, &format!("{head}{file}"), "--b\r\nbare\r\n--b--"] {
            assert_eq!(shown(cut), None, "{cut}");
        }
    }
}
