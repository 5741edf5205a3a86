//! Makes the request from a template and options: everything except the signature.

mod query;
mod uri;

use std::path::PathBuf;
use std::time::Duration;

use http::header::{self, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, Uri};

use self::query::Encoding;
pub(crate) use self::uri::Base;
use crate::body::Body;
use crate::error::Error;
use crate::file_uri;
use crate::json;
use crate::language::{Text, say};
use crate::multipart::Multipart;
use crate::options::{Options, Query, Settings};
use crate::transport::{Call, Hosts, Progress};
use crate::v2;

/// What a client adds to every request.
#[derive(Clone)]
pub(crate) struct Defaults {
    pub(crate) base: Base,
    /// Accept, Content-Type, User-Agent, and Wechatpay-Serial in public key mode.
    pub(crate) headers: HeaderMap,
    /// The timeout of the whole call.
    pub(crate) timeout: Option<Duration>,
    /// What signs the requests of APIv2, if the client has an APIv2 key.
    pub(crate) v2: Option<v2::Account>,
    /// Whether it has nothing for APIv3.
    pub(crate) v2_only: bool,
    #[cfg(feature = "catalogue")]
    pub(crate) check: crate::Check,
}

impl Defaults {
    /// The same, with a timeout of at most `longest`.
    pub(crate) fn within(&self, longest: Duration) -> Self {
        let timeout = self.timeout.map_or(longest, |limit| limit.min(longest));
        Self { timeout: Some(timeout), ..self.clone() }
    }
}

/// A request ready for the layers, and how to call.
pub(crate) struct Prepared {
    pub(crate) request: Request<Body>,
    pub(crate) call: Call,
    pub(crate) timeout: Option<Duration>,
    pub(crate) http_errors: bool,
    /// The file for the response's body.
    pub(crate) sink: Option<PathBuf>,
}

/// The headers that belong to the client or to the connection, and why.
fn reserved(name: &HeaderName) -> Option<Text> {
    Some(match *name {
        header::AUTHORIZATION => {
            say!("it is the signature, which the client makes", "它是签名，由客户端生成")
        }
        header::HOST => {
            say!("it follows from the address: set base_uri", "它由请求地址决定：请设置 base_uri")
        }
        header::CONTENT_LENGTH | header::TRANSFER_ENCODING => {
            say!("it follows from the body", "它由请求体决定")
        }
        header::CONNECTION => {
            say!("the client keeps its connections itself", "连接由客户端自行管理")
        }
        _ => return None,
    })
}

/// Makes the request of one call.
///
/// # Errors
///
/// Path and Options errors, and UntrustedHost: all of them before anything is sent.
pub(crate) fn prepare(
    defaults: &Defaults,
    hosts: &Hosts,
    method: Method,
    template: &str,
    options: Options,
) -> Result<Prepared, Error> {
    if method == Method::CONNECT {
        return Err(Error::options(say!(
            "CONNECT opens a tunnel and is not an API call: use another method",
            "CONNECT 用于建立隧道，不是 API 调用：请换用其他方法"
        )));
    }
    let (expanded, mut settings) = options.resolve(template)?;
    #[cfg(feature = "catalogue")]
    defaults.check.arguments(
        &method,
        template,
        &expanded,
        &settings,
        &defaults.base.uri().to_string(),
    )?;
    let v2_path = v2::path(&expanded);
    let v2 = match v2_path {
        Some(path) => Some(v2::prepare(defaults.v2.as_ref(), &method, path, &mut settings)?),
        None => {
            v2::refuse_v3(&settings)?;
            if defaults.v2_only {
                return Err(Error::config(say!(
                    "the client has only what APIv2 needs: for APIv3 add serial(), private_key() and \
                     platform_key(), or begin the path with `v2/`",
                    "客户端只配置了 APIv2：要调用 APIv3，请再设置 serial()、private_key() 和 platform_key()；\
                     要调用 APIv2，路径请以 `v2/` 开头"
                )));
            }
            None
        }
    };
    let path = v2_path.unwrap_or(&expanded);
    let at_base = settings.base_uri.is_none() && uri::is_path(path);
    let uri = address(defaults, hosts, path, &mut settings)?;
    let (body, content_type) = body(&mut settings)?;
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    let common = v2.map(|_| v2::headers(&defaults.headers));
    let common = common.unwrap_or_else(|| defaults.headers.clone());
    *request.headers_mut() = headers(common, &settings, content_type)?;
    let limit = |timeout: Option<crate::Timeout>, name| timeout.map(|t| t.limit(name)).transpose();
    let call = Call {
        progress: Progress::of(request.method()),
        connect_timeout: limit(settings.connect_timeout, "connect_timeout")?,
        deadline: None,
        debug: settings.debug.unwrap_or(false),
        signed_part: request.body().signed_part().cloned(),
        stream: false,
        at_base,
        resend: settings.resend.unwrap_or(false),
        v2,
    };
    Ok(Prepared {
        request,
        call,
        timeout: limit(settings.timeout, "timeout")?.unwrap_or(defaults.timeout),
        http_errors: settings.http_errors.unwrap_or(true),
        sink: settings.sink.as_deref().map(file_uri::path).transpose()?.map(Into::into),
    })
}

fn address(
    defaults: &Defaults,
    hosts: &Hosts,
    expanded: &str,
    settings: &mut Settings,
) -> Result<Uri, Error> {
    let own_base = settings.base_uri.take().map(|base| Base::parse(&base)).transpose();
    let own_base = own_base.map_err(Error::options)?;
    if let Some(base) = &own_base {
        hosts.check(&hosts.route(base.uri().clone()))?;
    }
    let query = settings.query.take().map(|query| match query {
        Query::Map(map) => query::build(&map, Encoding::Query),
        Query::Text(text) => query::ready(text),
    });
    let uri = own_base.as_ref().unwrap_or(&defaults.base).resolve(expanded, query.as_deref())?;
    Ok(hosts.route(uri))
}

/// The body and the Content-Type that goes with it, if it is not the default one.
fn body(settings: &mut Settings) -> Result<(Body, Option<HeaderValue>), Error> {
    if let [first, second, ..] = settings.bodies()[..] {
        return Err(Error::options(say!(
            "`{first}` and `{second}` are both a body, and a request has one: remove one of them",
            "`{first}` 和 `{second}` 都是请求体，而一个请求只有一个：请去掉其中之一"
        )));
    }
    if let Some(json) = settings.json.take() {
        let type_ = HeaderValue::from_static("application/json");
        return Ok((json::encode(&json)?.into(), Some(type_)));
    }
    if let Some(fields) = settings.form_params.take() {
        let type_ = HeaderValue::from_static("application/x-www-form-urlencoded");
        return Ok((query::build(&fields, Encoding::Form).into(), Some(type_)));
    }
    let files = std::mem::take(&mut settings.multipart_files);
    if settings.multipart.is_some() || !files.is_empty() {
        if !own_content_types(settings).is_empty() {
            return Err(Error::options(say!(
                "a Content-Type given with `multipart` would lack the boundary: leave it out",
                "与 `multipart` 一同给出的 Content-Type 会缺少 boundary：请去掉"
            )));
        }
        let parts = settings.multipart.take().unwrap_or_default();
        let with = |parts: Multipart, (name, path)| parts.file(name, path);
        settings.body = Some(files.into_iter().fold(parts, with).into());
    }
    let body = settings.body.take().unwrap_or_default();
    let type_ = body.content_type().cloned();
    if let Some(type_) = &type_ {
        let own = own_content_types(settings);
        if !own.is_empty() && own != [type_.as_bytes()] {
            return Err(Error::options(say!(
                "the Content-Type is not that of this multipart body, whose boundary it must name: \
                 take `content_type()` of the same MediaUtil, or leave it out",
                "Content-Type 与这个 multipart 请求体不符，它必须写明请求体的 boundary：\
                 请用同一个 MediaUtil 的 `content_type()`，或不设置"
            )));
        }
    }
    Ok((body, type_))
}

fn own_content_types(settings: &Settings) -> Vec<&[u8]> {
    let named = |(name, _): &&(String, String)| name.eq_ignore_ascii_case("content-type");
    settings.headers.iter().filter(named).map(|(_, value)| value.as_bytes()).collect()
}

/// The client's headers, then the body's Content-Type, then the call's own.
fn headers(
    mut headers: HeaderMap,
    settings: &Settings,
    content_type: Option<HeaderValue>,
) -> Result<HeaderMap, Error> {
    if let Some(content_type) = content_type {
        headers.insert(CONTENT_TYPE, content_type);
    }
    let mut own = HeaderMap::with_capacity(settings.headers.len());
    for (name, value) in &settings.headers {
        let shown = name.escape_debug();
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| {
            Error::options(say!(
                "`{shown}` is not a valid header name: it may have letters, digits and -",
                "`{shown}` 不是有效的请求头名称：只能包含字母、数字和 -"
            ))
        })?;
        if let Some(why) = reserved(&key) {
            return Err(Error::options(
                say!("the header `{shown}` can't be set: {why}", "不能设置请求头 `{shown}`：{why}"; why),
            ));
        }
        if key == "wechatpay-serial" && own.get(&key).is_some_and(|before| before != value.as_str())
        {
            return Err(Error::options(say!(
                "`Wechatpay-Serial` is given twice, and differs: fields encrypted with one key \
                 can't be decrypted with another; take one client.sensitive() for the whole call",
                "给出了两个不同的 `Wechatpay-Serial`：用一个公钥加密的字段无法用另一个解密；\
                 整个调用请使用同一个 client.sensitive()"
            )));
        }
        if key == "wechatpay-serial" {
            own.remove(&key);
        }
        // One name in two spellings: one header of both values, as Guzzle sends it.
        let value = match own.get(&key).map(HeaderValue::as_bytes) {
            Some(before) => [before, b", ", value.as_bytes()].concat(),
            None => value.as_bytes().to_vec(),
        };
        let value = HeaderValue::from_bytes(&value).map_err(|_| {
            Error::options(say!(
                "the header `{shown}` has a control character: remove it",
                "请求头 `{shown}` 含有控制字符：请去掉"
            ))
        })?;
        own.insert(key, value);
    }
    headers.extend(own);
    Ok(headers)
}
