//! Who may call at all, by a request's head. A web page of another site can make a browser call this
//! machine; such a request is refused before its body is read.

use std::net::SocketAddr;

use http::header::{HOST, HeaderName, ORIGIN};
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode, Uri};

use super::response::StubResponse;
use crate::language::say;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// The refusal of a request that comes from another site, or by another name of this machine.
pub(super) fn refusal(request: &Parts, address: SocketAddr, scheme: &str) -> Option<StubResponse> {
    let Parts { method, uri, headers, .. } = request;
    not_for_us(uri, headers, address).or_else(|| foreign(method, uri, headers, scheme))
}

/// With DNS rebinding, the request names a foreign host.
fn not_for_us(uri: &Uri, headers: &HeaderMap, address: SocketAddr) -> Option<StubResponse> {
    let port = address.port();
    let ours = |host: &str| {
        // Clients omit the default port of their scheme.
        let (name, given) = host.rsplit_once(':').unwrap_or((host, ""));
        let is_port = given == port.to_string() || given.is_empty() && [80, 443].contains(&port);
        is_port && (name == address.ip().to_string() || name.eq_ignore_ascii_case("localhost"))
    };
    let mut hosts = headers.get_all(HOST).iter().map(|host| host.to_str().unwrap_or_default());
    let fits = hosts.next().is_some_and(ours)
        && hosts.next().is_none()
        && uri.authority().is_none_or(|authority| ours(authority.as_str()));
    let message = || {
        say!(
            "the Host is not this gateway's: call it as {address} or localhost:{port}",
            "请求的 Host 不正确：请以 {address} 或 localhost:{port} 访问网关"
        )
    };
    (!fits).then(|| StubResponse::refusal(StatusCode::FORBIDDEN, "NO_AUTH", message()))
}

/// Browsers name the requesting site in `Origin` or `Sec-Fetch-Site`, and sites can't change that.
/// Another site may link to the page itself, but can't read it.
fn foreign(method: &Method, uri: &Uri, headers: &HeaderMap, scheme: &str) -> Option<StubResponse> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let own = format!("{scheme}://{host}");
    let is_own =
        |origin: &http::HeaderValue| origin.as_bytes().eq_ignore_ascii_case(own.as_bytes());
    let is = |name: HeaderName, values: [&str; 2]| {
        headers.get_all(name).iter().all(|value| values.iter().any(|known| value == known))
    };
    let is_link = *method == Method::GET
        && uri.path() == "/"
        && headers.contains_key(FETCH_MODE)
        && is(FETCH_MODE, ["navigate"; 2]);
    let fits = headers.get_all(ORIGIN).iter().all(is_own)
        && (is(FETCH_SITE, ["same-origin", "none"]) || is_link);
    let message = say!(
        "this request comes from a web page of another site: call the gateway from a program, or \
         from its own page",
        "请求来自其他网站：请从程序或网关自己的页面访问"
    );
    (!fits).then(|| StubResponse::refusal(StatusCode::FORBIDDEN, "NO_AUTH", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(start: (Method, &str), port: u16, scheme: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = http::Request::builder().method(start.0).uri(start.1);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        refusal(&parts, SocketAddr::from(([127, 0, 0, 1], port)), scheme).is_some()
    }

    #[test]
    fn only_this_machine_s_names_are_ours() {
        let refused = |port, host| refused((Method::GET, "/"), port, "http", &[("host", host)]);
        for (port, host) in [
            (8787, "127.0.0.1:8787"),
            (8787, "LocalHost:8787"),
            (80, "127.0.0.1"),
            (80, "127.0.0.1:80"),
            (443, "localhost"),
        ] {
            assert!(!refused(port, host), "{host}");
        }
        for (port, host) in [
            (8787, "127.0.0.1"),
            (8787, "127.0.0.1:"),
            (8787, "127.0.0.1:8788"),
            (8787, "evil.example:8787"),
            (8787, "127.0.0.1.evil.example:8787"),
            (80, "evil.example"),
            (80, "evil.example:80"),
            (80, ""),
            (80, ":80"),
        ] {
            assert!(refused(port, host), "{host}");
        }
    }

    #[test]
    fn no_other_site_is_let_in() {
        let post = |more: &[(&str, &str)]| {
            let host = [("host", "127.0.0.1:8787")];
            refused((Method::POST, "/v3/a"), 8787, "https", &[&host[..], more].concat())
        };
        assert!(!post(&[]));
        assert!(!post(&[("origin", "https://127.0.0.1:8787"), ("sec-fetch-site", "same-origin")]));
        assert!(!post(&[("sec-fetch-site", "none")]));
        for origin in [
            "null",
            "",
            "https://evil.example",
            "https://127.0.0.1",
            "https://127.0.0.1:8788",
            "https://localhost:8787",
            "http://127.0.0.1:8787",
            "https://127.0.0.1:8787.evil.example",
        ] {
            assert!(post(&[("origin", origin)]), "{origin}");
            assert!(post(&[("origin", "https://127.0.0.1:8787"), ("origin", origin)]), "{origin}");
        }
        for site in ["cross-site", "same-site", "x"] {
            assert!(post(&[("sec-fetch-site", site)]), "{site}");
            assert!(post(&[("sec-fetch-site", site), ("sec-fetch-mode", "navigate")]), "{site}");
        }
        // A link leads to the page.
        let link = [
            ("host", "127.0.0.1:8787"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate"),
        ];
        assert!(!refused((Method::GET, "/"), 8787, "https", &link));
        assert!(refused((Method::GET, "/v3/a"), 8787, "https", &link));
        assert!(refused((Method::GET, "/"), 8787, "https", &link[..2]));
    }
}
