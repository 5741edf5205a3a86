//! An endpoint's facts.

use std::fmt;

use http::Method;

use super::details::{Details, EndpointRow};
use super::field::Fields;
use super::index::METHODS;

/// A documented endpoint. As small as a number, and found without an allocation; its facts are
/// inflated once a process, when the first one is asked for.
///
/// `Display` and `Debug` show the method and the path.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Endpoint(pub(super) u16);

/// The kind of an endpoint's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyKind {
    /// The option `json`.
    Json,
    /// The option `multipart`: an upload. See [`MediaUtil`](crate::MediaUtil).
    Multipart,
    /// The option `xml`: APIv2.
    Xml,
}

impl Endpoint {
    fn row(self) -> &'static EndpointRow {
        &Details::get().endpoints[usize::from(self.0)]
    }

    /// Returns the method.
    pub fn method(self) -> Method {
        METHODS[Details::get().methods[usize::from(self.0)]].clone()
    }

    /// Returns the path, as [`Client::chain`](crate::Client::chain) takes it: a URI template without a
    /// slash before it, such as `v3/pay/transactions/id/{transaction_id}`.
    pub fn path(self) -> &'static str {
        &Details::get().paths[usize::from(self.0)]
    }

    /// Returns the Chinese name.
    pub fn title(self) -> &'static str {
        Details::get().titles.get(self.row()[0])
    }

    /// Returns the product that it belongs to, in Chinese, such as `基础支付`; the first one if it
    /// belongs to several.
    pub fn family(self) -> &'static str {
        self.families().next().unwrap_or_default()
    }

    /// Returns all products that it belongs to, in Chinese.
    pub fn families(self) -> impl ExactSizeIterator<Item = &'static str> {
        Details::get().facts.get(self.row()[1])
    }

    /// Returns who may call it, in Chinese, such as `服务商`; none if the documents do not say.
    pub fn roles(self) -> impl ExactSizeIterator<Item = &'static str> {
        Details::get().facts.get(self.row()[2])
    }

    /// Returns the names of the variables in the path. `{empty}`, the trailing slash of some paths, is
    /// not among them.
    pub fn path_variables(self) -> impl Iterator<Item = &'static str> {
        let behind = self.path().split('{').skip(1);
        let names = behind.filter_map(|text| text.split_once('}').map(|(name, _)| name));
        names.filter(|name| *name != "empty")
    }

    /// Returns the parameters of the query.
    pub fn query(self) -> Fields {
        Fields(self.row()[8])
    }

    /// Returns the fields of the body.
    pub fn body(self) -> Fields {
        Fields(self.row()[9])
    }

    /// Returns the fields of the response.
    pub fn response(self) -> Fields {
        Fields(Details::get().responses[usize::from(self.0)][0])
    }

    /// Returns the kind of the body; `None` if no body is documented.
    pub fn body_kind(self) -> Option<BodyKind> {
        match self.row()[7] {
            1 => Some(BodyKind::Json),
            2 => Some(BodyKind::Multipart),
            3 => Some(BodyKind::Xml),
            _ => None,
        }
    }

    /// Returns the value of the option `base_uri` that the endpoint needs; `None` if
    /// `https://api.mch.weixin.qq.com/` is right.
    pub fn base_uri(self) -> Option<&'static str> {
        Details::get().facts.get(self.row()[3]).next()
    }

    /// Returns the rate limit in the words of the documents, which are Chinese; most endpoints have
    /// none documented.
    pub fn rate_limit(self) -> Option<&'static str> {
        Details::get().facts.get(self.row()[4]).next()
    }

    /// Returns the names of headers that it asks for, such as `Idempotency-Key`.
    pub fn headers(self) -> impl ExactSizeIterator<Item = &'static str> {
        Details::get().facts.get(self.row()[5])
    }

    /// Returns the addresses of its pages in WeChat Pay's documentation.
    pub fn doc_links(self) -> impl ExactSizeIterator<Item = &'static str> {
        Details::get().links.get(self.row()[6])
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method(), self.path())
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({self})")
    }
}
