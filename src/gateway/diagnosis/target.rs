//! What may have been signed in place of path and query.

use std::fmt::Write;

use super::mistake;
use super::variant::{Variants, permute};
use crate::gateway::keys::MCHID;
use crate::gateway::percent::percent_decode;

/// Up to this many parameters are tried in every order: 120 orders.
const ORDERED: usize = 5;
/// Up to this many parameters any choice of them is tried; of more, all but one.
const CHOSEN: usize = 6;
/// Of more parameters than this none is tried by itself.
const MANY: usize = 16;
/// WeChat Pay's hosts, which a signature may be over instead of the gateway's.
const HOSTS: [&str; 2] = ["api.mch.weixin.qq.com", "api2.mch.weixin.qq.com"];

/// The variants of a target as it was received, and of the host that it was sent to.
pub(super) fn variants(received: &str, host: &str) -> Variants {
    let mut variants = Variants::of(received.as_bytes());
    let (path, query) = match received.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (received, None),
    };
    if let Some(query) = query {
        variants.add(
            if query.is_empty() { &mistake::QUERY_MARK } else { &mistake::QUERY_LEFT_OUT },
            path,
        );
        variants.add(&mistake::TARGET_QUERY_ALONE, query);
        variants.add(&mistake::TARGET_QUERY_ALONE, format!("?{query}"));
        orders(&mut variants, path, query);
    }
    hosts(&mut variants, received, path, host);
    let join = |path: &str| query.map_or(path.to_owned(), |query| format!("{path}?{query}"));
    encodings(&mut variants, path, query);
    variants.add(&mistake::TARGET_SLASH, received.trim_start_matches('/'));
    variants.add(&mistake::TARGET_SLASH, format!("/{received}"));
    match path.strip_suffix('/') {
        Some(shorter) => variants.add(&mistake::TARGET_SLASH, join(shorter)),
        None => variants.add(&mistake::TARGET_SLASH, join(&format!("{path}/"))),
    }
    if let Some(rest) = received.strip_prefix("/v3") {
        variants.add(&mistake::TARGET_PREFIX, rest);
        variants.add(&mistake::TARGET_PREFIX, rest.trim_start_matches('/'));
    }
    variants.add(&mistake::TARGET_PREFIX, format!("/v3{received}"));
    match query {
        None => {
            variants.add(&mistake::QUERY_MARK, format!("{received}?"));
            variants.add(&mistake::QUERY_REMOVED, format!("{received}?mchid={MCHID}"));
        }
        Some(query) => changed(&mut variants, path, query),
    }
    variants
}

/// The query before it was changed: a parameter was added or removed, or has another value.
fn changed(variants: &mut Variants, path: &str, query: &str) {
    let pairs: Vec<&str> = query.split('&').collect();
    if pairs.len() > MANY {
        return;
    }
    let join = |pairs: &[&str]| format!("{path}?{}", pairs.join("&"));
    for index in 0..pairs.len() {
        let mut fewer = pairs.clone();
        fewer.remove(index);
        variants.add(&mistake::QUERY_ADDED, join(&fewer));
    }
    if pairs.len() <= CHOSEN {
        for chosen in 1..1_usize << pairs.len() {
            let fewer = pairs.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1);
            let fewer: Vec<&str> = fewer.map(|(_, pair)| *pair).collect();
            variants.add_rare(&mistake::QUERY_ADDED, join(&fewer));
        }
    }
    let mchid = format!("mchid={MCHID}");
    if !pairs.contains(&&*mchid) {
        variants.add(&mistake::QUERY_REMOVED, format!("{path}?{query}&{mchid}"));
        variants.add(&mistake::QUERY_REMOVED, format!("{path}?{mchid}&{query}"));
    }
    for (index, pair) in pairs.iter().enumerate() {
        let Some((name, value)) = pair.split_once('=') else { continue };
        let trimmed = percent_decode(value).trim().to_owned();
        let others = [
            value.to_ascii_lowercase(),
            value.to_ascii_uppercase(),
            encode(&trimmed, "-._~"),
            match value {
                "1" => "true",
                "0" => "false",
                "true" => "1",
                "false" => "0",
                other => other,
            }
            .to_owned(),
            String::new(),
        ];
        for other in others {
            let other = format!("{name}={other}");
            let mut changed = pairs.clone();
            changed[index] = &other;
            variants.add_rare(&mistake::QUERY_VALUE, join(&changed));
        }
    }
}

fn orders(variants: &mut Variants, path: &str, query: &str) {
    let mut pairs: Vec<&str> = query.split('&').collect();
    let mut add = |pairs: &[&str], rare: bool| {
        let target = format!("{path}?{}", pairs.join("&")).into_bytes();
        variants.push(vec![&mistake::QUERY_ORDER], target, rare);
    };
    let mut sorted = pairs.clone();
    sorted.sort_unstable();
    add(&sorted, false);
    sorted.reverse();
    add(&sorted, false);
    sorted.clone_from(&pairs);
    sorted.reverse();
    add(&sorted, false);
    if pairs.len() <= ORDERED {
        let length = pairs.len();
        permute(&mut pairs, length, &mut |pairs| add(pairs, true));
    }
}

fn hosts(variants: &mut Variants, received: &str, path: &str, host: &str) {
    for (index, host) in [host].into_iter().chain(HOSTS).enumerate() {
        for scheme in ["http://", "https://", "//", ""] {
            let rare = index > 1;
            let url = |target: &str| format!("{scheme}{host}{target}").into_bytes();
            variants.push(vec![&mistake::TARGET_URL], url(received), rare);
            let both = vec![&mistake::TARGET_URL, &mistake::QUERY_LEFT_OUT];
            variants.push(both, url(path), true);
        }
    }
}

fn encodings(variants: &mut Variants, path: &str, query: Option<&str>) {
    let join = |path: &str, query: Option<String>| {
        query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"))
    };
    let whole = join(path, query.map(str::to_owned));
    let spaces = [("%20", "+"), ("+", "%20"), ("+", "%2B"), ("%2B", "+"), ("%2b", "+")];
    if let Some(query) = query {
        for (from, to) in spaces {
            variants.add(&mistake::QUERY_PLUS, join(path, Some(query.replace(from, to))));
        }
        variants.add(&mistake::TARGET_DECODED, join(path, Some(percent_decode(query))));
        let form = percent_decode(&query.replace('+', " "));
        variants.add(&mistake::TARGET_DECODED, join(path, Some(form.clone())));
        variants.add(&mistake::TARGET_DECODED, join(&percent_decode(path), Some(form)));
        let decoded = join(&percent_decode(path), Some(query.to_owned()));
        variants.add(&mistake::TARGET_DECODED, decoded);
    }
    variants.add(&mistake::TARGET_DECODED, percent_decode(&whole));
    variants.add(&mistake::TARGET_HEX_CASE, hex_case(&whole, false));
    variants.add(&mistake::TARGET_HEX_CASE, hex_case(&whole, true));
    variants.add(&mistake::TARGET_ENCODED_TWICE, whole.replace('%', "%25"));
    if let Some(query) = query {
        let path = path.replace('%', "%25");
        variants.add(&mistake::TARGET_ENCODED_TWICE, join(&path, Some(query.to_owned())));
    }
    // RFC 3986's unreserved characters; those of JavaScript's encodeURIComponent and encodeURI.
    for plain in ["-._~", "-._~!'()*", "-._~!'()*;,:@&=+$/", "-._~:@!$&'()*+,;=", "-._*"] {
        let again = |text: &str, separators: &[char]| {
            let pieces = text.split_inclusive(separators).map(|piece| {
                let end = piece.chars().next_back().filter(|end| separators.contains(end));
                let text = &piece[..piece.len() - end.map_or(0, char::len_utf8)];
                encode(&percent_decode(text), plain) + &end.map_or(String::new(), String::from)
            });
            pieces.collect::<String>()
        };
        let path_again = again(path, &['/']);
        let query_again = query.map(|query| again(query, &['&', '=']));
        variants.add(&mistake::TARGET_ENCODED, join(&path_again, query_again.clone()));
        variants.add(&mistake::TARGET_ENCODED, join(path, query_again.clone()));
        variants.add(&mistake::TARGET_ENCODED, join(&path_again, query.map(str::to_owned)));
        // A template's value with its slashes encoded, or not.
        let lower = hex_case(&join(&path_again, query_again), false);
        variants.add_rare(&mistake::TARGET_ENCODED, lower);
    }
    variants.add(&mistake::TARGET_ENCODED, encode(&whole, "-._~"));
    variants.add(&mistake::TARGET_ENCODED, encode(&whole, "-._~/"));
}

/// All but ASCII letters, digits and `plain` as `%XX`.
fn encode(text: &str, plain: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        let character = char::from(byte);
        if byte.is_ascii_alphanumeric() || plain.contains(character) {
            encoded.push(character);
        } else {
            // Writing to a String does not fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// The two characters after each `%` in this case.
fn hex_case(text: &str, capital: bool) -> String {
    let mut left = 0;
    let change = |character: char| {
        let here = left > 0;
        left = if character == '%' { 2_usize } else { left.saturating_sub(1) };
        match (here, capital) {
            (false, _) => character,
            (true, false) => character.to_ascii_lowercase(),
            (true, true) => character.to_ascii_uppercase(),
        }
    };
    text.chars().map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(received: &str, signed: &str) -> Option<String> {
        let variants = variants(received, "127.0.0.1:80");
        let found = variants.all().iter().find(|variant| variant.bytes == signed.as_bytes())?;
        Some(found.mistakes.iter().map(|mistake| mistake.name).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn names_each_mistake() {
        let target = "/v3/a%2Fb/%E5%BE%AE?b=x%20y&a=%2B1&c=";
        for (signed, expected) in [
            (target, ""),
            ("/v3/a%2Fb/%E5%BE%AE", "query-left-out"),
            ("/v3/a%2Fb/%E5%BE%AE?a=%2B1&b=x%20y&c=", "query-order"),
            ("/v3/a%2Fb/%E5%BE%AE?c=&a=%2B1&b=x%20y", "query-order"),
            ("/v3/a%2Fb/%E5%BE%AE?a=%2B1&c=&b=x%20y", "query-order"),
            ("/v3/a%2Fb/%E5%BE%AE?b=x+y&a=%2B1&c=", "query-plus"),
            ("/v3/a/b/微?b=x y&a=+1&c=", "target-decoded"),
            ("/v3/a%2Fb/%E5%BE%AE?b=x y&a=+1&c=", "target-decoded"),
            ("/v3/a%252Fb/%25E5%25BE%25AE?b=x%2520y&a=%252B1&c=", "target-encoded-twice"),
            ("/v3/a%2fb/%e5%be%ae?b=x%20y&a=%2b1&c=", "target-hex-case"),
            ("http://127.0.0.1:80/v3/a%2Fb/%E5%BE%AE?b=x%20y&a=%2B1&c=", "target-url"),
            ("https://api.mch.weixin.qq.com/v3/a%2Fb/%E5%BE%AE?b=x%20y&a=%2B1&c=", "target-url"),
            ("127.0.0.1:80/v3/a%2Fb/%E5%BE%AE", "target-url query-left-out"),
            ("v3/a%2Fb/%E5%BE%AE?b=x%20y&a=%2B1&c=", "target-slash"),
            ("/v3/a%2Fb/%E5%BE%AE/?b=x%20y&a=%2B1&c=", "target-slash"),
            ("/a%2Fb/%E5%BE%AE?b=x%20y&a=%2B1&c=", "target-prefix"),
            ("b=x%20y&a=%2B1&c=", "target-query-alone"),
        ] {
            assert_eq!(name(target, signed).as_deref(), Some(expected), "{signed}");
        }
        assert_eq!(name("/v3/a:b(c)", "/v3/a%3Ab%28c%29").as_deref(), Some("target-encoded"));
        assert_eq!(name("/v3/a?", "/v3/a").as_deref(), Some("query-mark"));
        assert_eq!(name("/v3/a?x=a+b", "/v3/a?x=a%20b").as_deref(), Some("query-plus"));
        assert_eq!(name("/v3/%e5", "/v3/%E5").as_deref(), Some("target-hex-case"));
        assert_eq!(name("/v3/a", "/v3/b"), None);
    }

    #[test]
    fn their_number_is_bounded() {
        let query: Vec<String> = (0..1000).map(|index| format!("k{index}=%20+")).collect();
        let many = variants(&format!("/v3/a?{}", query.join("&")), "h").all().len();
        assert!(many < 60, "{many}");
        let five = variants("/v3/a?a=%20&b=+&c=:&d=(&e=/", "h").all().len();
        assert!((120..300).contains(&five), "{five}");
    }
}
