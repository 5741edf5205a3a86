//! What an upload signs: the part named `meta` of a `multipart/form-data` body.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// The bytes that the request's signature is over: of an upload its `meta` part, else the whole
/// body.
pub(super) fn signed_bytes<'a>(headers: &HeaderMap, body: &'a [u8]) -> &'a [u8] {
    let boundary = headers.get(CONTENT_TYPE).and_then(|value| {
        let value = value.to_str().ok()?;
        let media_type = value.split(';').next()?.trim();
        let multipart = media_type.eq_ignore_ascii_case("multipart/form-data");
        multipart.then(|| parameter(value, "boundary")).flatten()
    });
    boundary.and_then(|boundary| part(body, &boundary, "meta")).unwrap_or(body)
}

/// The contents of the first part of this name.
fn part<'a>(body: &'a [u8], boundary: &str, name: &str) -> Option<&'a [u8]> {
    let delimiter = format!("\r\n--{boundary}");
    // The first delimiter may stand at the body's very beginning, without a line break.
    let mut rest = match body.strip_prefix(&delimiter.as_bytes()[2..]).and_then(line_end) {
        Some(Line::Part(rest)) => rest,
        Some(Line::Last) => return None,
        None => section(body, delimiter.as_bytes())?.1?,
    };
    loop {
        let (section, next) = section(rest, delimiter.as_bytes())?;
        // Without headers the blank line comes first.
        let (head, contents) = match section.strip_prefix(b"\r\n") {
            Some(contents) => (&b""[..], contents),
            None => {
                let end = find(section, b"\r\n\r\n")?;
                (&section[..end], &section[end + 4..])
            }
        };
        if part_name(head).is_some_and(|found| found == name) {
            return Some(contents);
        }
        rest = next?;
    }
}

/// What follows a delimiter on its line.
enum Line<'a> {
    /// A line break: a part begins.
    Part(&'a [u8]),
    /// Two hyphens: the end.
    Last,
}

/// `None`, if the text before was no delimiter but only looked like one.
fn line_end(after: &[u8]) -> Option<Line<'_>> {
    if after.starts_with(b"--") {
        return Some(Line::Last);
    }
    let padding = after.iter().take_while(|byte| b" \t".contains(byte)).count();
    after[padding..].strip_prefix(b"\r\n").map(Line::Part)
}

/// What stands before the next delimiter, and what follows that delimiter's line unless it is the
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

fn part_name(head: &[u8]) -> Option<String> {
    std::str::from_utf8(head).ok()?.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let disposition = name.trim().eq_ignore_ascii_case("content-disposition");
        disposition.then(|| parameter(value, "name")).flatten()
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

/// The text up to the closing quote, and what follows it. Only `\"` is an escape: file names hold
/// lone backslashes.
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
}
