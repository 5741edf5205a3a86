//! Verifies a response, right after the transport.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tower::{Layer, Service};

use crate::body::Body;
use crate::content_encoding::Coding;
use crate::crypto::Digest;
use crate::error::{BoxError, Error, ErrorKind, Outcome};
use crate::formatter::{Formatter, seconds_since_1970};
use crate::language::{Lang, Text, say};
use crate::middleware::decode::decode;
use crate::middleware::signed_over::{self, Rule, STATEMENT_SHA1};
use crate::promise::BoxFuture;
use crate::response::{ToCome, Unverified, Verification};
use crate::signature::{Fault, PlatformKeys, Refusal, Signature};
use crate::stream::{checked, decoded};
use crate::transport::{Call, Hosts, Progress};
use crate::v2::Secret;

/// Checks whether a signature is WeChat Pay's. The built-in verifier looks up the response's
/// `Wechatpay-Serial` among the configured platform keys. Implement this to use a KMS or a service
/// of your own.
///
/// Before it is asked, the client has refused a missing, repeated or malformed header and a
/// timestamp more than 300 s off.
pub trait Verifier: Send + Sync + 'static {
    /// `Ok` if the signature is valid, otherwise the reason why it is not.
    fn verify<'a>(&'a self, input: &'a VerifyInput<'a>) -> BoxFuture<'a, Result<(), BoxError>>;
}

/// The input of a [`Verifier`].
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct VerifyInput<'a> {
    /// `Wechatpay-Serial`: the platform certificate's serial number, or the public key's id.
    pub serial: &'a str,
    /// `Wechatpay-Timestamp`: seconds since 1970, in digits.
    pub timestamp: &'a str,
    /// `Wechatpay-Nonce`.
    pub nonce: &'a str,
    /// `Wechatpay-Signature`, in Base64.
    pub signature: &'a str,
    /// The bytes that were signed: the body, its transfer and content encodings decoded.
    pub body: &'a [u8],
}

impl VerifyInput<'_> {
    /// The message that was signed: `TIMESTAMP\nNONCE\nBODY\n`.
    pub fn message(&self) -> Vec<u8> {
        Formatter::response(self.timestamp, self.nonce, self.body)
    }
}

/// The built-in one.
impl Verifier for PlatformKeys {
    fn verify<'a>(&'a self, input: &'a VerifyInput<'a>) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            let checked = self.look_up_and_check(input.serial, || input.message(), input.signature);
            Ok(checked.await.map_err(|refusal| refusal.reason)?)
        })
    }
}

/// Verifies each response and puts a [`Verification`] into its extensions.
///
/// A 2xx whose signature is invalid becomes an error here, so that no layer ever sees it.
#[derive(Clone)]
pub(crate) struct VerifyLayer {
    pub(crate) verifier: Arc<dyn Verifier>,
    pub(crate) hosts: Arc<Hosts>,
    pub(crate) clock: fn() -> SystemTime,
    /// What verifies responses of APIv2.
    pub(crate) secret: Option<Secret>,
    /// The limit of a response in memory, in bytes.
    pub(crate) max_response_size: usize,
}

impl<S> Layer<S> for VerifyLayer {
    type Service = Verify<S>;

    fn layer(&self, inner: S) -> Verify<S> {
        Verify { layer: self.clone(), inner }
    }
}

#[derive(Clone)]
pub(crate) struct Verify<S> {
    layer: VerifyLayer,
    inner: S,
}

impl<S> Service<Request<Body>> for Verify<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = BoxError>,
    S: Clone + Send + 'static,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<Body>, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let waiting = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, waiting);
        let layer = self.layer.clone();
        Box::pin(async move {
            let rule = layer.rule(request.method(), request.uri());
            let call = request.extensions().get::<Call>().cloned().unwrap_or_default();
            let v2_uri = call.v2.map(|_| request.uri().clone());
            let response = inner.call(request).await?;
            // The time of the head: a body may take long.
            let now = seconds_since_1970((layer.clock)());
            if call.stream
                && call.v2.is_none()
                && rule.can_stream(response.status(), response.headers())
            {
                return Ok(layer.verify_begun(response, rule, now, call.progress).await?);
            }
            if let Some(uri) = v2_uri.as_ref().filter(|_| call.stream) {
                if layer.may_be_v2_bill(response.status(), uri) {
                    return Ok(layer.begin_v2_bill(response, uri, call.progress).await?);
                }
            }
            let response = read(response, layer.max_response_size, &call.progress).await?;
            if let Some(uri) = v2_uri {
                return Ok(layer.verify_v2(response, &uri, &call.progress)?);
            }
            Ok(layer.verify(response, rule, now, &call.progress).await?)
        })
    }
}

/// Reads the whole response: a part of it can't be verified.
pub(super) async fn read(
    response: Response<Body>,
    limit: usize,
    progress: &Progress,
) -> Result<Response<Bytes>, Error> {
    let (parts, body) = response.into_parts();
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(Response::from_parts(parts, collected.to_bytes())),
        Err(error) if error.is::<LengthLimitError>() => {
            let message = say!(
                "the response has more than {limit} bytes: raise max_response_size(), or fetch a file \
                 by `sink` or download()",
                "应答超过 {limit} 字节：请调大 max_response_size()；若是文件，请用 `sink` 或 download()"
            );
            let error = Error::new(ErrorKind::Transport, message).with_source(error);
            Err(error.with_outcome(progress.outcome()))
        }
        Err(error) => Err(cut_off(error, progress)),
    }
}

pub(super) fn cut_off(error: BoxError, progress: &Progress) -> Error {
    let cause = Text::of(&*error);
    let message = say!(
        "the connection failed within the response's body: {cause}",
        "接收应答体时连接出错：{cause}";
        cause
    );
    Error::new(ErrorKind::Transport, message).with_outcome(progress.outcome()).with_source(error)
}

impl VerifyLayer {
    fn rule(&self, method: &Method, uri: &Uri) -> Rule {
        if self.hosts.speaks_for_wechat_pay(uri) {
            signed_over::rule(method, uri.path())
        } else {
            Rule::Body
        }
    }

    async fn verify(
        &self,
        response: Response<Bytes>,
        rule: Rule,
        now: i64,
        progress: &Progress,
    ) -> Result<Response<Body>, Error> {
        let (mut parts, body) = response.into_parts();
        let (body, verdict) = match decode(&mut parts.headers, body.clone(), self.max_response_size)
        {
            Ok(body) => {
                let verdict = self.judge(parts.status, &parts.headers, &body, rule, now).await;
                let whole = check_statement(rule, &parts.headers, &body);
                let wrong = |reason| (Verification::Wrong, reason);
                (body, verdict.and_then(|verdict| whole.map_err(wrong).map(|()| verdict)))
            }
            Err(reason) => (body, Err((Verification::Wrong, reason))),
        };
        match verdict {
            Err((verification, reason)) if parts.status.is_success() => {
                parts.extensions.insert(verification.clone());
                let response = Response::from_parts(parts, body);
                Err(unverified(response, verification, &reason, progress))
            }
            Ok(verification) => {
                parts.extensions.insert(verification);
                Ok(Response::from_parts(parts, body.into()))
            }
            Err((verification, reason)) => {
                tracing::debug!(
                    status = parts.status.as_u16(),
                    reason = reason.localized(Lang::English),
                    "unverified error response"
                );
                parts.extensions.insert(verification);
                parts.extensions.insert(Unverified(reason));
                Ok(Response::from_parts(parts, body.into()))
            }
        }
    }

    /// Judges a response by its head and streams its body: a download is not signed, and a
    /// statement's signature is over its hash.
    async fn verify_begun(
        &self,
        response: Response<Body>,
        rule: Rule,
        now: i64,
        progress: Progress,
    ) -> Result<Response<Body>, Error> {
        let (mut parts, body) = response.into_parts();
        let verdict = match Coding::of_file(&parts.headers) {
            Ok(coding) => self
                .judge(parts.status, &parts.headers, &[], rule, now)
                .await
                .map(|verification| (coding, verification)),
            Err(reason) => Err((Verification::Wrong, reason)),
        };
        let (coding, verification) = match verdict {
            Ok(verdict) => verdict,
            Err((verification, reason)) => {
                parts.extensions.insert(verification.clone());
                let unread = Response::from_parts(parts, Bytes::new());
                return Err(unverified(unread, verification, &reason, &progress));
            }
        };
        Coding::forget(&mut parts.headers);
        let body = Body::stream(body.map_err(move |error| cut_off(error, &progress)));
        let mut body = decoded(body, coding);
        if let Ok(Some(sha1)) = signed_over::statement_sha1(rule, &parts.headers) {
            body = checked(
                body,
                Digest::sha1()?,
                sha1.to_owned(),
                not_the_signed(&say!("the statement's", "账单")),
            );
        }
        parts.extensions.insert(verification);
        parts.extensions.insert(ToCome);
        Ok(Response::from_parts(parts, body))
    }

    /// `body` is ignored if the headers name what was signed.
    async fn judge(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        rule: Rule,
        now: i64,
    ) -> Result<Verification, (Verification, Text)> {
        if rule == Rule::Exempt && status.is_success() {
            return Ok(Verification::Exempt);
        }
        let wrong = |reason: Text| (Verification::Wrong, reason);
        let signature = Signature::read(headers).map_err(verdict)?;
        signature.check_clock(now).map_err(verdict)?;
        let sha1 = signed_over::statement_sha1(rule, headers).map_err(wrong)?;
        let statement = sha1.map(|sha1| format!(r#"{{"sha1":"{sha1}"}}"#));
        let input = VerifyInput {
            serial: signature.serial,
            timestamp: signature.timestamp,
            nonce: signature.nonce,
            signature: signature.signature,
            body: statement.as_ref().map_or(body, |statement| statement.as_bytes()),
        };
        match self.verifier.verify(&input).await {
            Ok(()) => Ok(Verification::Verified { serial: signature.serial.to_owned() }),
            Err(error) => Err(wrong(Text::of(&*error))),
        }
    }
}

/// A response without a signature is `Missing`; any other refusal is `Wrong`.
fn verdict(refusal: Refusal) -> (Verification, Text) {
    let verification = match refusal.fault {
        Fault::Unsigned => Verification::Missing,
        _ => Verification::Wrong,
    };
    (verification, refusal.reason)
}

/// Checks a statement's body against the hash that was signed.
fn check_statement(rule: Rule, headers: &HeaderMap, body: &[u8]) -> Result<(), Text> {
    let Some(sha1) = signed_over::statement_sha1(rule, headers)? else {
        return Ok(());
    };
    let is = || -> Result<bool, BoxError> {
        let mut digest = Digest::sha1()?;
        digest.update(body)?;
        digest.is(sha1)
    };
    match is() {
        Ok(true) => Ok(()),
        Ok(false) => Err(not_the_signed(&say!("its", "其"))),
        Err(error) => Err(Text::of(&*error)),
    }
}

fn not_the_signed(whose: &Text) -> Text {
    say!(
        "{whose} body's SHA-1 is not the one that its `{STATEMENT_SHA1}` header names",
        "{whose}应答体的 SHA-1 与应答头 `{STATEMENT_SHA1}` 所给的不一致";
        whose
    )
}

pub(super) fn unverified(
    response: Response<Bytes>,
    verification: Verification,
    reason: &Text,
    progress: &Progress,
) -> Error {
    let status = response.status().as_u16();
    let message = say!(
        "the response {status} can't be trusted: {reason}",
        "应答 {status} 不可信：{reason}";
        reason
    );
    let message = match progress.caution() {
        Some(caution) => say!("{message}; {caution}", "{message}；{caution}"; message, caution),
        None => message,
    };
    Error::new(ErrorKind::Verify, message)
        .with_outcome(Outcome::Unknown)
        .with_response(response, verification)
}
