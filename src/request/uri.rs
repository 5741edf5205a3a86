//! Resolves an expanded path against the base URI.

use http::Uri;
use http::uri::{Authority, Parts, PathAndQuery, Scheme};

use crate::error::{Error, ErrorKind, one_line};
use crate::language::{Text, say};
use crate::template::{self, Allow, dot_segment, push};

/// A base URI, checked once: absolute, without dot segments, and its path a folder.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    uri: Uri,
}

impl Base {
    /// # Errors
    ///
    /// What is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, Text> {
        Self::address(text)?.checked(text)
    }

    /// Refuses a path whose last segment would be dropped from each address, as RFC 3986 has it.
    ///
    /// # Errors
    ///
    /// When the path does not end in a slash. `text` is what was given.
    pub(crate) fn checked(self, text: &str) -> Result<Self, Text> {
        if !self.uri.path().ends_with('/') {
            let shown = template::shown_base(text);
            return Err(say!(
                "the base_uri `{shown}` does not end in /, so its last segment would be dropped: \
                 write / after its path",
                "base_uri `{shown}` 不以 / 结尾，最后一段会被丢弃：请在路径末尾加上 /"
            ));
        }
        Ok(self)
    }

    /// Only its host counts.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub(crate) fn address(text: &str) -> Result<Self, Text> {
        let shown = template::shown_base(text);
        let uri: Uri = text.parse().map_err(|error| {
            say!(
                "the base_uri `{shown}` is not a valid URL: {error}",
                "base_uri `{shown}` 不是有效的 URL：{error}"
            )
        })?;
        if uri.scheme().is_none() || uri.authority().is_none() {
            return Err(say!(
                "the base_uri `{shown}` must be absolute, such as `https://api.mch.weixin.qq.com/`",
                "base_uri `{shown}` 必须是完整地址，例如 `https://api.mch.weixin.qq.com/`"
            ));
        }
        if let Some(segment) = dot_segment(uri.path()) {
            return Err(say!(
                "the base_uri `{shown}` has a segment `{segment}`, or one that may be decoded to \
                 it: resolve it",
                "base_uri `{shown}` 含有路径段 `{segment}`，或解码后可能成为它：请先化简"
            ));
        }
        Ok(Self { uri })
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Resolves an expanded path as RFC 3986, section 5.2, does. A fragment is not sent; `query`
    /// replaces the reference's own.
    ///
    /// # Errors
    ///
    /// A dot segment, a path of the XML protocol, or an invalid URL.
    pub(crate) fn resolve(&self, reference: &str, query: Option<&str>) -> Result<Uri, Error> {
        let unfragmented = reference.split_once('#').map_or(reference, |(before, _)| before);
        let (path, own_query) = match unfragmented.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (unfragmented, None),
        };
        if let Some(segment) = dot_segment(path) {
            return Err(Error::path(say!(
                "the address has a segment `{segment}`, or one that may be decoded to it, which would \
                 name another endpoint: remove it, and check where the value came from",
                "地址含有路径段 `{segment}`，或解码后可能成为它，会指向另一个接口：\
                 请去掉，并检查该值的来源"
            )));
        }
        let (scheme, authority, path) = self.origin(path)?;
        let mut target = self.absolute_path(path);
        refuse_xml(&target, path)?;
        let query = query.or(own_query).or(self.uri.query().filter(|_| path.is_empty()));
        if let Some(query) = query.filter(|query| !query.is_empty()) {
            target.push('?');
            push(query, Allow::Query, &mut target);
        }
        let mut parts = Parts::default();
        parts.scheme = Some(scheme);
        parts.authority = Some(authority);
        let path_and_query = PathAndQuery::try_from(target).map_err(invalid_url)?;
        parts.path_and_query = Some(path_and_query);
        Uri::from_parts(parts).map_err(invalid_url)
    }

    /// The scheme and host: the base's, or those that the reference itself names; and the path.
    fn origin<'r>(&self, reference: &'r str) -> Result<(Scheme, Authority, &'r str), Error> {
        let own = |why: Text| untrusted(reference, &why);
        let base_scheme = self.uri.scheme().cloned().unwrap_or(Scheme::HTTPS);
        let (scheme, rest) = match scheme(reference) {
            Some(scheme) => {
                let rest = &reference[scheme.len() + 1..];
                let scheme = scheme.to_ascii_lowercase();
                let scheme = scheme.parse().map_err(|_| {
                    own(say!("its scheme is malformed", "其协议名（scheme）格式有误"))
                })?;
                (scheme, rest)
            }
            None => (base_scheme, reference),
        };
        if scheme != Scheme::HTTPS && scheme != Scheme::HTTP {
            return Err(own(say!(
                "begin with `v3/`, or with `https://`",
                "请以 `v3/` 或 `https://` 开头"
            )));
        }
        let Some(named) = rest.strip_prefix("//") else {
            if rest.len() != reference.len() {
                return Err(own(say!("expected `//` after the scheme", "协议名之后应为 `//`")));
            }
            let base = self.uri.authority().cloned();
            let base = base.ok_or_else(|| {
                untrusted(reference, &say!("the base_uri has no host", "base_uri 没有主机"))
            })?;
            return Ok((scheme, base, rest));
        };
        let (host, path) = named.split_at(named.find('/').unwrap_or(named.len()));
        let authority =
            host.parse().map_err(|_| own(say!("its host is malformed", "其主机格式有误")))?;
        Ok((scheme, authority, if path.is_empty() { "/" } else { path }))
    }

    /// The path from the root, encoded where it was not.
    fn absolute_path(&self, path: &str) -> String {
        let base = self.uri.path();
        let directory = match path {
            "" => base,
            _ if path.starts_with('/') => "",
            _ => base.rfind('/').map_or("/", |end| &base[..=end]),
        };
        let mut absolute = String::with_capacity(directory.len() + path.len() + 64);
        absolute.push_str(directory);
        push(path, Allow::Path, &mut absolute);
        absolute
    }
}

/// Whether a reference names no host of its own.
pub(super) fn is_path(reference: &str) -> bool {
    scheme(reference).is_none() && !reference.starts_with("//")
}

/// The scheme of a reference that has one: the text before a colon in its first segment.
fn scheme(reference: &str) -> Option<&str> {
    let (scheme, _) = reference.split_once(':')?;
    (!scheme.contains('/')).then_some(scheme)
}

fn invalid_url(error: impl Into<http::Error>) -> Error {
    let error = error.into();
    let message = say!("the path is not a valid URL: {error}", "路径不是有效的 URL：{error}");
    Error::path(message).with_source(error)
}

/// Not shown: there may be a password before an `@`.
fn untrusted(reference: &str, why: &Text) -> Error {
    let scheme = scheme(reference).map_or("//", |scheme| scheme);
    let scheme = one_line(scheme, 40);
    Error::new(
        ErrorKind::UntrustedHost,
        say!(
            "an address that begins with `{scheme}` can't be called: {why}",
            "不能调用以 `{scheme}` 开头的地址：{why}";
            why
        ),
    )
}

/// `/v2/…` as an address, which WeChat Pay does not have, whatever made it so.
fn refuse_xml(absolute: &str, path: &str) -> Result<(), Error> {
    let is_v2 = |path: &str| {
        let path = path.strip_prefix('/').unwrap_or(path);
        path.strip_prefix("v2").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if is_v2(absolute) || is_v2(path) {
        return Err(Error::path(say!(
            "`v2/…` (APIv2) stands for the protocol and is not part of an address: begin the path \
             with `v2/`, and name the host by base_uri",
            "`v2/…`（APIv2）表示协议，不是地址的一部分：请让路径以 `v2/` 开头，用 base_uri 指定主机"
        )));
    }
    Ok(())
}
