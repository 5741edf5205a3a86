//! Where a signed request may go.
//!
//! Whoever reads an Authorization can make one call at WeChat Pay with it, so it goes only to WeChat
//! Pay and to hosts that the user trusts.

use std::net::{Ipv4Addr, Ipv6Addr};

use http::Uri;
use http::uri::{Authority, Scheme};

use crate::error::{Error, ErrorKind, one_line};
use crate::language::{Text, say};

/// One of WeChat Pay's API hosts.
struct Host {
    name: &'static str,
    /// Whether it knows the mainland's merchants.
    mainland: bool,
    /// Whether it is for when the others can't be reached.
    backup: bool,
}

/// All of WeChat Pay's API hosts. A signed request may go to each of them, on port 443.
const HOSTS: [Host; 7] = [
    Host { name: "api.mch.weixin.qq.com", mainland: true, backup: false },
    Host { name: "api2.mch.weixin.qq.com", mainland: true, backup: true },
    Host { name: "apihk.mch.weixin.qq.com", mainland: false, backup: false },
    Host { name: "apius.mch.weixin.qq.com", mainland: false, backup: false },
    Host { name: "apieu.mch.weixin.qq.com", mainland: false, backup: false },
    Host { name: "api.wechatpay.cn", mainland: true, backup: false },
    Host { name: "api2.wechatpay.cn", mainland: true, backup: true },
];

/// The hosts that one client's signed requests may go to.
#[derive(Debug)]
pub(crate) struct Hosts {
    /// The base_uri's, and those of its failover.
    bases: Vec<(String, u16)>,
    trusted: Vec<(String, u16)>,
    /// The gateway on this machine whose client this is: then nothing leaves the machine.
    stand_in: Option<(Scheme, Authority)>,
}

impl Hosts {
    /// `base_uri`, its other addresses, and what the user also trusts: `host` (port 443) or
    /// `host:port`.
    pub(crate) fn new(base_uri: &Uri, others: &[Uri], trusted: &[String]) -> Result<Self, Error> {
        let base = |uri: &Uri| {
            check_scheme(uri)?;
            host_and_port(uri).map(lower_case)
        };
        let bases = [base_uri].into_iter().chain(others).map(base).collect::<Result<_, _>>();
        let trusted = trusted.iter().map(|host| trusted_host(host)).collect::<Result<_, _>>()?;
        Ok(Self { bases: bases.map_err(Error::config)?, trusted, stand_in: None })
    }

    /// The hosts of a client of the gateway at `base_uri`: this machine alone.
    ///
    /// # Errors
    ///
    /// When the base_uri, or an address of its failover, is another machine's.
    #[cfg(feature = "gateway")]
    pub(crate) fn of_stand_in(mut self, base_uri: &Uri) -> Result<Self, Error> {
        if let Some((host, _)) = self.bases.iter().find(|(host, _)| !is_loopback(host)) {
            return Err(Error::config(say!(
                "`{host}` is not on this machine, and a client of the local gateway sends nothing \
                 beyond it: build the client of another service with Client::builder()",
                "`{host}` 不在本机，而本地网关的客户端不向本机以外发送任何内容：\
                 调用其他服务的客户端请用 Client::builder() 构建"
            )));
        }
        self.stand_in = base_uri.scheme().cloned().zip(base_uri.authority().cloned());
        Ok(self)
    }

    /// Where a request to this URI goes. To a client of the gateway WeChat Pay's addresses are the
    /// gateway's own.
    pub(crate) fn route(&self, uri: Uri) -> Uri {
        let Some((scheme, authority)) = self.stand_in.clone().filter(|_| is_wechat_pay(&uri))
        else {
            return uri;
        };
        let mut parts = uri.clone().into_parts();
        (parts.scheme, parts.authority) = (Some(scheme), Some(authority));
        Uri::from_parts(parts).unwrap_or(uri)
    }

    /// Refuses what is beyond this machine to a client of the gateway, signed or not.
    pub(crate) fn check_reach(&self, uri: &Uri) -> Result<(), Error> {
        if self.stand_in.is_none() || uri.host().is_some_and(is_loopback) {
            return Ok(());
        }
        let host = one_line(&uri.host().unwrap_or_default().to_ascii_lowercase(), 200);
        let message = say!(
            "a client of the local gateway sends nothing beyond this machine, so not to `{host}`: \
             give the path alone",
            "本地网关的客户端不向本机以外发送任何内容，因此不会发往 `{host}`：请只写路径"
        );
        Err(Error::new(ErrorKind::UntrustedHost, message))
    }

    /// Refuses a URI that no signed request may go to.
    pub(crate) fn check(&self, uri: &Uri) -> Result<(), Error> {
        let refuse = |message| Error::new(ErrorKind::UntrustedHost, message);
        let target = host_and_port(uri).map_err(refuse)?;
        self.check_reach(uri)?;
        check_scheme(uri).map_err(refuse)?;
        if is_one_of(target, &self.bases) || is_api(target) || is_one_of(target, &self.trusted) {
            return Ok(());
        }
        let (host, port) = (target.0.to_ascii_lowercase(), target.1);
        Err(refuse(say!(
            "a signed request may not go to `{host}:{port}`: it is neither WeChat Pay's nor the \
             base_uri's host; if it is yours, name it by trust_host(\"{host}:{port}\")",
            "已签名的请求不能发往 `{host}:{port}`：它既不是微信支付的主机，也不是 base_uri 的主机；\
             如果是自己的主机，请用 trust_host(\"{host}:{port}\") 指定"
        )))
    }

    /// Refuses a link outside the API that is not to be fetched: other than https, or with user
    /// information. Plain http is for a client of this machine's alone, as in tests: a client of
    /// WeChat Pay's would fetch what a link names on this machine.
    pub(crate) fn check_link(&self, uri: &Uri) -> Result<(), Error> {
        check_address(uri)?;
        let is_https = uri.scheme() == Some(&Scheme::HTTPS);
        if is_https || self.bases.first().is_some_and(|(host, _)| is_loopback(host)) {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::UntrustedHost,
            say!(
                "a link must begin with https://; plain http is only for a client whose own base_uri \
                 is on this machine",
                "链接必须以 https:// 开头；只有 base_uri 在本机的客户端才能使用 http"
            ),
        ))
    }

    /// Whether the protocol's exemptions hold here: at WeChat Pay and at the base_uri.
    pub(crate) fn speaks_for_wechat_pay(&self, uri: &Uri) -> bool {
        host_and_port(uri).is_ok_and(|target| is_one_of(target, &self.bases) || is_api(target))
    }
}

/// A host, in any case, and a port.
type Target<'a> = (&'a str, u16);

fn lower_case((host, port): Target<'_>) -> (String, u16) {
    (host.to_ascii_lowercase(), port)
}

fn is_one_of((host, port): Target<'_>, known: &[(String, u16)]) -> bool {
    known.iter().any(|known| known.1 == port && known.0.eq_ignore_ascii_case(host))
}

fn is_api(target: Target<'_>) -> bool {
    api_host(target).is_some()
}

fn api_host((host, port): Target<'_>) -> Option<&'static Host> {
    HOSTS.iter().find(|known| port == 443 && known.name.eq_ignore_ascii_case(host))
}

/// Whether it is one of WeChat Pay's API hosts, with port 443 if it names one.
pub(crate) fn is_api_host(authority: &str) -> bool {
    is_api((authority.strip_suffix(":443").unwrap_or(authority), 443))
}

/// The names of WeChat Pay's API hosts.
#[cfg(feature = "gateway")]
pub(crate) fn api_host_names() -> impl Iterator<Item = &'static str> {
    HOSTS.iter().map(|host| host.name)
}

/// Whether it is one of WeChat Pay's API addresses.
pub(crate) fn is_wechat_pay(uri: &Uri) -> bool {
    host_and_port(uri).is_ok_and(is_api)
}

/// Whether it is one of WeChat Pay's for the mainland's merchants.
pub(crate) fn is_mainland(uri: &Uri) -> bool {
    host_and_port(uri).ok().and_then(api_host).is_some_and(|host| host.mainland)
}

/// The addresses to try when the mainland's others can't be reached.
pub(crate) fn mainland_backups() -> impl Iterator<Item = String> {
    let backups = HOSTS.iter().filter(|host| host.mainland && host.backup);
    backups.map(|host| format!("https://{}/", host.name))
}

/// Whether both lead to the same address, however they are written.
pub(crate) fn is_same_address(one: &Uri, other: &Uri) -> bool {
    let (Ok(target), Ok(known)) = (host_and_port(one), host_and_port(other)) else {
        return false;
    };
    target.0.eq_ignore_ascii_case(known.0) && target.1 == known.1 && one.scheme() == other.scheme()
}

fn trusted_host(host: &str) -> Result<(String, u16), Error> {
    let malformed = || {
        let host = crate::template::shown(host);
        Error::config(say!(
            "trust_host(`{host}`) is not a host: write `pay.example.com` or `pay.example.com:8443`",
            "trust_host(`{host}`) 不是主机：请写 `pay.example.com` 或 `pay.example.com:8443`"
        ))
    };
    // A `*` would be a host of that name, and match none.
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte);
    if !host.bytes().all(fits) {
        return Err(malformed());
    }
    let uri: Uri = format!("https://{host}/").parse().map_err(|_| malformed())?;
    host_and_port(&uri).map(lower_case).map_err(|_| malformed())
}

/// The host and the port, by default the scheme's.
fn host_and_port(uri: &Uri) -> Result<Target<'_>, Text> {
    let Some(authority) = uri.authority() else {
        let path = uri.path();
        return Err(say!("the URI `{path}` has no host", "URI `{path}` 没有主机"));
    };
    // Not shown: the text before an `@` may be a password.
    if authority.as_str().contains('@') {
        return Err(say!(
            "a URI with user information (`…@`) is never sent: remove it",
            "带账号信息（`…@`）的 URI 一律不发送：请去掉账号信息"
        ));
    }
    let host = authority.host();
    if host.is_empty() {
        return Err(say!("the URI of `{authority}` has no host", "`{authority}` 的 URI 没有主机"));
    }
    // Only a port may follow the host. Another parser, such as a custom transport's, may take another
    // part of `host:80[::1]:443` or `[::1]host:443` for the host.
    let port = match (authority.as_str().strip_prefix(host), uri.scheme_str()) {
        (Some(""), Some("http")) => 80,
        (Some(""), _) => 443,
        (rest, _) => rest.and_then(port_number).ok_or_else(|| {
            let authority = one_line(authority.as_str(), 200);
            say!("`{authority}` has no valid port", "`{authority}` 的端口无效")
        })?,
    };
    Ok((host, port))
}

/// A colon and digits. Rust's parser would also accept a sign.
fn port_number(rest: &str) -> Option<u16> {
    let digits = rest.strip_prefix(':')?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

fn check_scheme(uri: &Uri) -> Result<(), Text> {
    let host = uri.host().unwrap_or_default();
    match uri.scheme() {
        Some(scheme) if *scheme == Scheme::HTTPS => Ok(()),
        Some(scheme) if *scheme == Scheme::HTTP && is_loopback(host) => Ok(()),
        Some(scheme) if *scheme == Scheme::HTTP => Err(say!(
            "plain http goes to this machine only (127.0.0.1): use https for `{host}`",
            "http 只能用于本机（127.0.0.1）：`{host}` 请用 https"
        )),
        _ => Err(say!("a URI must begin with https://", "URI 必须以 https:// 开头")),
    }
}

/// Refuses an address other than https (http on this machine only), or with user information.
pub(crate) fn check_address(uri: &Uri) -> Result<(), Error> {
    let checked = host_and_port(uri).and_then(|_| check_scheme(uri));
    checked.map_err(|message| Error::new(ErrorKind::UntrustedHost, message))
}

/// 127.0.0.0/8, ::1, or localhost.
pub(crate) fn is_loopback(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(v6) => v6.parse().is_ok_and(|v6: Ipv6Addr| v6.is_loopback()),
        None => {
            host.eq_ignore_ascii_case("localhost")
                || host.parse().is_ok_and(|v4: Ipv4Addr| v4.is_loopback())
        }
    }
}
