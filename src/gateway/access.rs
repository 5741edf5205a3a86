//! Who may call at all, by a request's head. A web page of another site can make a browser call this
//! machine; such a request is refused before its body is read.

use std::net::IpAddr;

use http::header::{HOST, HeaderName, ORIGIN};
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode, Uri};

use super::response::StubResponse;
use crate::error::{Error, one_line};
use crate::language::say;
use crate::transport::is_api_host;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// The names by which this gateway may be called.
pub(super) struct Access {
    port: u16,
    /// Whether it listens on more than this machine's own addresses.
    is_open: bool,
    /// Of [`host_names`].
    allowed: Vec<String>,
}

impl Access {
    pub(super) fn new(port: u16, is_open: bool, allowed: Vec<String>) -> Self {
        Self { port, is_open, allowed }
    }

    /// The refusal of a request that comes from another site, or by another name of this machine.
    /// `scheme` is that of its connection.
    pub(super) fn refusal(&self, request: &Parts, scheme: &str) -> Option<StubResponse> {
        let Parts { method, uri, headers, .. } = request;
        self.not_for_us(uri, headers).or_else(|| foreign(method, uri, headers, scheme))
    }

    /// With DNS rebinding, the request names a foreign host.
    fn not_for_us(&self, uri: &Uri, headers: &HeaderMap) -> Option<StubResponse> {
        let mut hosts = headers.get_all(HOST).iter().map(|host| host.to_str().unwrap_or_default());
        let fits = hosts.next().is_some_and(|host| self.is_ours(host))
            && hosts.next().is_none()
            && uri.authority().is_none_or(|authority| self.is_ours(authority.as_str()));
        let port = self.port;
        let message = || {
            say!(
                "the Host is not this gateway's: call it as 127.0.0.1:{port} or localhost:{port}, or \
                 start it with --allow-host and the name by which it is called",
                "请求的 Host 不正确：请以 127.0.0.1:{port} 或 localhost:{port} 访问网关，或在启动时用 --allow-host 写明所用的主机名"
            )
        };
        (!fits).then(|| StubResponse::refusal(StatusCode::FORBIDDEN, "NO_AUTH", message()))
    }

    fn is_ours(&self, host: &str) -> bool {
        // The colons of an IPv6 address are in brackets.
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port),
            _ => (host, ""),
        };
        if !port.bytes().all(|byte| byte.is_ascii_digit()) {
            return false;
        }
        // No site can take WeChat Pay's names. Elsewhere, such as in a container, another port may
        // lead here.
        if is_api_host(host) || self.allowed.contains(&name.to_ascii_lowercase()) {
            return true;
        }
        let is_local =
            ["127.0.0.1", "[::1]"].contains(&name) || name.eq_ignore_ascii_case("localhost");
        // Clients omit the default port of their scheme.
        let is_port =
            port == self.port.to_string() || port.is_empty() && [80, 443].contains(&self.port);
        // A site is known to its visitors by a name, so whoever names an address means that.
        is_local && is_port || self.is_open && (is_local || address(name).is_some())
    }
}

fn address(name: &str) -> Option<IpAddr> {
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    bare.unwrap_or(name).parse().ok()
}

/// The names in lower case, if they are host names.
pub(super) fn host_names(names: &[String]) -> Result<Vec<String>, Error> {
    names.iter().map(|name| host_name(name)).collect()
}

fn host_name(name: &str) -> Result<String, Error> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    if name.is_empty() || !name.bytes().all(fits) {
        let name = one_line(name, 120);
        return Err(Error::config(say!(
            "`{name}` is not a host name: write it without scheme, port and path, such as \
             `host.docker.internal`",
            "`{name}` 不是主机名：请不要写协议、端口和路径，例如 `host.docker.internal`"
        )));
    }
    Ok(name.to_ascii_lowercase())
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
        let names = host_names(&["Gateway.Example".to_owned()]).unwrap();
        let access = Access::new(port, false, names);
        access.refusal(&parts, scheme).is_some()
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
            (8787, "[::1]:8787"),
            (8787, "api.mch.weixin.qq.com"),
            (8787, "api.mch.weixin.qq.com:443"),
            (8787, "gateway.example"),
            (8787, "GATEWAY.example:9000"),
        ] {
            assert!(!refused(port, host), "{host}");
        }
        for (port, host) in [
            (8787, "127.0.0.1"),
            (8787, "127.0.0.1:"),
            (8787, "127.0.0.1:8788"),
            (8787, "evil.example:8787"),
            (8787, "127.0.0.1.evil.example:8787"),
            (8787, "[::1]"),
            (8787, "[::1"),
            (8787, "192.168.0.1:8787"),
            (8787, "api.mch.weixin.qq.com:8787"),
            (8787, "api.mch.weixin.qq.com.evil.example"),
            (8787, "gateway.example.evil.example"),
            (8787, "gateway.example:evil"),
            (80, "evil.example"),
            (80, "evil.example:80"),
            (80, ""),
            (80, ":80"),
        ] {
            assert!(refused(port, host), "{host}");
        }
    }

    #[test]
    fn beyond_this_machine_its_addresses_are_ours() {
        let access = Access::new(8787, true, Vec::new());
        for host in ["192.168.0.1:8787", "[fe80::1]:8787", "127.0.0.1:9000", "localhost:9000"] {
            assert!(access.is_ours(host), "{host}");
        }
        for host in ["evil.example:8787", "192.168.0.1.evil.example", "192.168.0.1:x", ""] {
            assert!(!access.is_ours(host), "{host}");
        }
        for name in ["", "http://gateway", "gateway:8787", "gateway/", "*"] {
            assert!(host_names(&[name.to_owned()]).is_err(), "{name}");
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
