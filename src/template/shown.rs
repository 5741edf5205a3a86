//! Redacts URLs for errors and logs: whoever has a download link can use it.

use crate::error::one_line;
use crate::transport::is_api_host;

/// A template or a URL without its literal query and user information. For hosts that are not WeChat
/// Pay's API only [`site`], because the path may be a secret.
pub(crate) fn shown(template: &str) -> String {
    let host = split(template).map(|(_, authority, _)| authority);
    let host = host.map(|host| host.rsplit_once('@').map_or(host, |(_, host)| host));
    if host.is_none_or(is_api_host) { shown_base(template) } else { site(template) }
}

/// Like `shown`, but with the path for any host: for a base_uri and the target of a redirect.
pub(crate) fn shown_base(template: &str) -> String {
    let mut in_braces = false;
    let end = template.find(|character| {
        in_braces = (in_braces || character == '{') && character != '}';
        !in_braces && (character == '?' || character == '#')
    });
    let (template, query) = template.split_at(end.unwrap_or(template.len()));
    let hidden = if query.len() > 1 { "…" } else { "" };
    let query = format!("{}{hidden}", query.get(..1).unwrap_or_default());
    let Some((before, rest)) = template.rsplit_once('@') else {
        return one_line(&format!("{template}{query}"), 200);
    };
    let scheme = before.split_inclusive("//").next().filter(|scheme| scheme.ends_with("//"));
    one_line(&format!("{}…@{rest}{query}", scheme.unwrap_or_default()), 200)
}

/// The scheme and host of a link: `https://example.com/…`. `…` if it has no host.
pub(crate) fn site(link: &str) -> String {
    let Some((scheme, authority, rest)) = split(link) else {
        return "…".to_owned();
    };
    let host = authority.rsplit_once('@').map(|(_, host)| format!("…@{host}"));
    let host = host.as_deref().unwrap_or(authority);
    let rest = if rest.len() > 1 { "/…" } else { rest };
    one_line(&format!("{scheme}{host}{rest}"), 200)
}

/// The scheme with its slashes, the authority, and the rest; `None` without an authority.
fn split(address: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = address.split_at(address.find("//")? + 2);
    let named = scheme.strip_suffix("://").unwrap_or_default();
    let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    if !(scheme == "//" || (!named.is_empty() && named.bytes().all(is_scheme))) {
        return None;
    }
    let (authority, rest) = rest.split_at(rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len()));
    Some((scheme, authority, rest))
}
