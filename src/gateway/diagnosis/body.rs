//! What may have been signed in place of the body.

use serde_json::Value;

use super::form;
use super::json::{Style, orders};
use super::mistake::{self, Mistake};
use super::variant::{Variants, permute};
use crate::gateway::multipart;

/// Fewer variants of a longer body are tried: a hundred copies of it would take too long.
const LARGE: usize = 64 * 1024;
/// A JSON no longer than this is also tried with its keys in other orders.
const REORDERED: usize = 4096;
/// So many orders of a JSON's keys are tried at most.
const ORDERS: usize = 300;
/// Of an object that is signed in any order, this many bodies and bytes are tried at most: up to
/// eight members.
const EVERY_TRY: usize = 50_000;
const EVERY_ORDER: usize = 24 * 1024 * 1024;
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Whether some mistakes are not looked for in so long a body.
pub(super) fn is_large(received: &[u8]) -> bool {
    received.len() > LARGE
}

/// Of what is to be signed, and the whole body, which is another thing for uploads.
pub(super) fn variants(received: &[u8], whole: &[u8]) -> Variants {
    let mut variants = Variants::of(received);
    if received.is_empty() {
        for signed in ["{}", "[]", "null", "\"\""] {
            variants.add(&mistake::BODY_FOR_NONE, signed);
        }
        return variants;
    }
    if whole != received {
        // By itself only: files are long.
        variants.add_rare(&mistake::BODY_WHOLE_UPLOAD, whole);
    }
    if let Some(meta) = multipart::meta_without_boundary(received) {
        variants.add(&mistake::BODY_BOUNDARY, meta);
    }
    variants.add(&mistake::BODY_LEFT_OUT, "");
    if is_large(received) {
        return variants;
    }
    for end in ["\n", "\r\n", " "] {
        variants.add(&mistake::BODY_END, [received, end.as_bytes()].concat());
    }
    variants.add(&mistake::BODY_END, received.trim_ascii_end());
    variants.add(&mistake::BODY_END, received.trim_ascii());
    variants.add(&mistake::BODY_LEFT_OUT, "{}");
    variants.add(&mistake::BODY_LEFT_OUT, "null");
    match received.strip_prefix(MARK) {
        Some(rest) => variants.add(&mistake::BODY_MARK, rest),
        None => variants.add(&mistake::BODY_MARK, [MARK, received].concat()),
    }
    if let Ok(text) = std::str::from_utf8(received) {
        let unix = text.replace("\r\n", "\n");
        variants.add(&mistake::BODY_LINE_BREAKS, unix.replace('\n', "\r\n"));
        variants.add(&mistake::BODY_LINE_BREAKS, unix);
    }
    if let Ok(value) = serde_json::from_slice(received) {
        written(&mut variants, received, &value);
        for (index, form) in form::written(&value).into_iter().enumerate() {
            variants.push(vec![&mistake::BODY_FORM_SIGNED], form.into_bytes(), index > 1);
        }
    } else {
        for (value, is_first) in form::read(received).into_iter().zip([true, false, false]) {
            for (index, style) in Style::all().into_iter().enumerate() {
                let rare = !is_first || index > 1;
                variants.push(vec![&mistake::BODY_FORM_SENT], style.write(&value), rare);
            }
        }
    }
    variants
}

/// The JSON in each style. What that is a mistake of depends on the style that arrived.
fn written(variants: &mut Variants, received: &[u8], value: &Value) {
    let styles: Vec<_> =
        Style::all().into_iter().map(|style| (style, style.write(value))).collect();
    let tight = received.trim_ascii();
    let mine = styles.iter().find(|(_, bytes)| bytes == tight).map(|(style, _)| *style);
    for (style, mut bytes) in styles {
        variants.push(
            mine.map_or_else(|| vec![&mistake::BODY_SERIALISED], |mine| differences(mine, style)),
            bytes.clone(),
            false,
        );
        bytes.push(b'\n');
        let mut mistakes = mine.map_or_else(Vec::new, |mine| differences(mine, style));
        mistakes.push(&mistake::BODY_END);
        variants.push(mistakes, bytes, true);
    }
    if let Some(style) = mine.filter(|_| received.len() <= REORDERED) {
        reordered(variants, value, style);
    }
}

/// Other orders of the keys than the sorted one, in the style that arrived.
fn reordered(variants: &mut Variants, value: &Value, style: Style) {
    let style = Style { sorted: false, ..style };
    for value in orders(value, ORDERS) {
        variants.add_rare(&mistake::BODY_KEYS, style.write(&value));
    }
}

/// The style in which the JSON is written.
fn style_of(json: &[u8], value: &Value) -> Option<Style> {
    Style::all().into_iter().find(|style| style.write(value) == json.trim_ascii())
}

/// The received JSON with this one mistake, of several that are in what was signed.
pub(super) fn alone(received: &[u8], signed: &[u8], mistake: &Mistake) -> Option<Vec<u8>> {
    let value = serde_json::from_slice(received).ok()?;
    let (mut style, other) = (style_of(received, &value)?, style_of(signed, &value)?);
    match mistake.name {
        "body-keys" => style.sorted = other.sorted,
        "body-space" => style.space = other.space,
        "body-slashes" => style.slashes = other.slashes,
        "body-unicode" => style.unicode = other.unicode,
        "body-html" => style.html = other.html,
        _ => return None,
    }
    Some(style.write(&value))
}

/// Whether it is a JSON object whose keys are sorted, as hardly anybody writes them.
pub(super) fn is_sorted(body: &[u8]) -> bool {
    let value = serde_json::from_slice::<Value>(body).ok();
    let keys = value.as_ref().and_then(Value::as_object).map(|map| map.keys().collect::<Vec<_>>());
    keys.is_some_and(|keys| keys.len() > 2 && keys.is_sorted())
}

/// The members of a JSON body that was written by a library, in every way in which the objects in
/// them can be ordered.
pub(super) struct Entries {
    ways: Vec<Vec<Vec<u8>>>,
    /// What is before, between and after the members.
    frame: [Vec<u8>; 3],
}

impl Entries {
    /// `None` if there are too many orders to try.
    pub(super) fn of(received: &[u8]) -> Option<Self> {
        if received.len() > REORDERED {
            return None;
        }
        let value = serde_json::from_slice(received).ok()?;
        let style = style_of(received, &value)?;
        let members = value.as_object()?;
        let count: usize = (1..=members.len().min(12)).product();
        let most = (EVERY_ORDER / received.len()).min(EVERY_TRY) / count;
        if members.len() < 2 || most == 0 {
            return None;
        }
        let style = Style { sorted: false, ..style };
        // Those within the members; the members themselves are put in order here.
        let inner: Vec<Value> = members.values().cloned().collect();
        let ways = orders(&Value::Array(inner), most).into_iter().filter_map(|values| {
            let Value::Array(values) = values else { return None };
            Some(style.members(&members.keys().cloned().zip(values).collect()).0)
        });
        Some(Self { ways: ways.collect(), frame: style.members(members).1 })
    }

    pub(super) fn in_each_order(&self, each: &mut impl FnMut(&[u8])) {
        let [before, between, after] = &self.frame;
        let mut text = Vec::new();
        for members in &self.ways {
            let mut members: Vec<_> = members.iter().map(Vec::as_slice).collect();
            let length = members.len();
            permute(&mut members, length, &mut |members| {
                text.clone_from(before);
                for (index, member) in members.iter().enumerate() {
                    if index > 0 {
                        text.extend_from_slice(between);
                    }
                    text.extend_from_slice(member);
                }
                text.extend_from_slice(after);
                each(&text);
            });
        }
    }
}

fn differences(received: Style, signed: Style) -> Vec<&'static Mistake> {
    let all = [
        (received.sorted != signed.sorted, &mistake::BODY_KEYS),
        (received.space != signed.space, &mistake::BODY_SPACE),
        (received.slashes != signed.slashes, &mistake::BODY_SLASHES),
        (received.unicode != signed.unicode, &mistake::BODY_UNICODE),
        (received.html != signed.html, &mistake::BODY_HTML),
    ];
    let differing: Vec<_> =
        all.into_iter().filter(|(differs, _)| *differs).map(|(_, mistake)| mistake).collect();
    // The same JSON, but with white space around it.
    if differing.is_empty() { vec![&mistake::BODY_END] } else { differing }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(received: &str, signed: &str) -> String {
        let variants = variants(received.as_bytes(), received.as_bytes());
        let found = variants.all().iter().find(|variant| variant.bytes == signed.as_bytes());
        let found = found.unwrap_or_else(|| panic!("{signed}"));
        found.mistakes.iter().map(|mistake| mistake.name).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn names_each_mistake() {
        let body = "{\"b\":\"微/<\",\"a\":[1]}";
        for (signed, expected) in [
            (body, ""),
            ("", "body-left-out"),
            ("{\"b\":\"微/<\",\"a\":[1]}\n", "body-end"),
            ("\u{feff}{\"b\":\"微/<\",\"a\":[1]}", "body-mark"),
            ("{\"a\":[1],\"b\":\"微/<\"}", "body-keys"),
            ("{\"b\": \"微/<\", \"a\": [1]}", "body-space"),
            ("{\n  \"b\": \"微/<\",\n  \"a\": [\n    1\n  ]\n}", "body-space"),
            ("{\"b\":\"微\\/<\",\"a\":[1]}", "body-slashes"),
            ("{\"b\":\"\\u5fae/<\",\"a\":[1]}", "body-unicode"),
            ("{\"b\":\"\\u5fae\\/<\",\"a\":[1]}", "body-slashes body-unicode"),
            ("{\"b\":\"微/\\u003c\",\"a\":[1]}", "body-html"),
            ("{\"a\": [1], \"b\": \"\\u5fae/<\"}", "body-keys body-space body-unicode"),
            ("{\"a\":[1],\"b\":\"微/<\"}\n", "body-keys body-end"),
        ] {
            assert_eq!(name(body, signed), expected, "{signed}");
            // The other way round; of keys that arrive sorted the order alone is guessed.
            let both = ["mark", "end", "left", "keys "].iter().all(|part| !expected.contains(part));
            if both {
                assert_eq!(name(signed, body), expected, "{signed}");
            }
        }
        assert_eq!(name("", "{}"), "body-for-none");
        assert_eq!(name("{}\n", "{}"), "body-end");
        assert_eq!(name("a\r\nb", "a\nb"), "body-line-breaks");
        assert_eq!(name("{\"a\" :1}", "{\"a\":1}"), "body-serialised");
        let upload = variants(b"{}", b"--b");
        assert_eq!(upload.all()[1].mistakes[0].name, "body-whole-upload");
    }
}
