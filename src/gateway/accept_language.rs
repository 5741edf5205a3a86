//! In which language a request is refused.

use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

use crate::language::Lang;

/// The language that a request accepts: Chinese or English, whichever it prefers. `None` if it
/// accepts neither by name.
pub(super) fn accepted(headers: &HeaderMap) -> Option<Lang> {
    let values = headers.get_all(ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let ranges = values.flat_map(|value| value.split(',')).filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let tag = parts.next()?;
        let quality = parts.find_map(|part| part.strip_prefix("q="));
        let quality = quality.map_or(Some(1.0), |quality| quality.parse::<f32>().ok())?;
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        let lang = match &*primary {
            "zh" => Lang::Chinese,
            "en" => Lang::English,
            _ => return None,
        };
        (quality > 0.0).then_some((lang, quality))
    });
    // Of equals the first.
    let best = ranges.reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.map(|(lang, _)| lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_one() {
        for (value, expected) in [
            ("zh-CN", Some(Lang::Chinese)),
            ("ZH", Some(Lang::Chinese)),
            ("en-US,en;q=0.9,zh-CN;q=0.8", Some(Lang::English)),
            ("fr, en;q=0.5, zh_TW;q=0.7", Some(Lang::Chinese)),
            ("zh;q=0, en;q=0.1", Some(Lang::English)),
            ("zh;q=x", None),
            ("*", None),
            ("", None),
            ("zhuang, english", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, value.parse().unwrap());
            assert_eq!(accepted(&headers), expected, "{value}");
        }
        assert_eq!(accepted(&HeaderMap::new()), None);
    }
}
