//! Verifies a response of APIv2, whose signature is in its body.

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use futures_util::stream::once;
use http::{Response, StatusCode, Uri};
use http_body::Frame;
use http_body_util::{BodyExt, BodyStream, StreamBody};

use super::decode::decode;
use super::verify::{VerifyLayer, cut_off, read, unverified};
use crate::body::Body;
use crate::content_encoding::Coding;
use crate::error::{BoxError, Error};
use crate::language::say;
use crate::response::{ToCome, Verification};
use crate::stream::decoded;
use crate::transport::Progress;
use crate::v2;

impl VerifyLayer {
    /// Puts a [`Verification`] into the extensions, and [`v2::Failed`] if a 2xx is one.
    pub(super) fn verify_v2(
        &self,
        response: Response<Bytes>,
        uri: &Uri,
        progress: &Progress,
    ) -> Result<Response<Body>, Error> {
        let (mut parts, body) = response.into_parts();
        if !parts.status.is_success() {
            parts.extensions.insert(Verification::Missing);
            return Ok(Response::from_parts(parts, body.into()));
        }
        let decoded = decode(&mut parts.headers, body.clone(), self.max_response_size);
        let verdict = match (decoded, &self.secret) {
            (Err(reason), _) => Err((Verification::Wrong, reason)),
            (Ok(_), None) => {
                let reason = say!("the client has no APIv2 key", "客户端没有 APIv2 密钥");
                Err((Verification::Missing, reason))
            }
            (Ok(body), Some(secret)) => {
                let is_wechat_pay = self.hosts.speaks_for_wechat_pay(uri);
                v2::judge(secret, uri.path(), is_wechat_pay, &body).map(|verdict| (body, verdict))
            }
        };
        match verdict {
            Ok((body, (verification, failed))) => {
                parts.extensions.insert(verification);
                if let Some(failed) = failed {
                    parts.extensions.insert(failed);
                }
                Ok(Response::from_parts(parts, body.into()))
            }
            Err((verification, reason)) => {
                parts.extensions.insert(verification.clone());
                let response = Response::from_parts(parts, body);
                Err(unverified(response, verification, &reason, progress))
            }
        }
    }

    /// A bill is not signed, so it need not be in memory as a whole.
    pub(super) fn may_be_v2_bill(&self, status: StatusCode, uri: &Uri) -> bool {
        let is_bill = v2::is_bill(uri.path()) && self.hosts.speaks_for_wechat_pay(uri);
        status.is_success() && is_bill && self.secret.is_some()
    }

    /// Streams a bill. What begins as XML is an error instead, and is read as a whole.
    pub(super) async fn begin_v2_bill(
        &self,
        response: Response<Body>,
        uri: &Uri,
        progress: Progress,
    ) -> Result<Response<Body>, Error> {
        let (mut parts, body) = response.into_parts();
        let coding = match Coding::of_file(&parts.headers) {
            Ok(coding) => coding,
            Err(reason) => {
                let unread = Response::from_parts(parts, Bytes::new());
                return Err(unverified(unread, Verification::Wrong, &reason, &progress));
            }
        };
        Coding::forget(&mut parts.headers);
        let failed = progress.clone();
        let body = Body::stream(body.map_err(move |error| cut_off(error, &failed)));
        let mut body = decoded(body, coding);
        let mut begin = BytesMut::new();
        while v2::begins_as_xml(&begin).is_none() {
            let Some(frame) = body.frame().await else { break };
            if let Ok(piece) = frame.map_err(Error::from_body)?.into_data() {
                begin.extend_from_slice(&piece);
            }
        }
        let is_xml = v2::begins_as_xml(&begin).unwrap_or_default();
        let begun = once(std::future::ready(Ok::<_, BoxError>(Frame::data(begin.freeze()))));
        let body = Body::stream(StreamBody::new(begun.chain(BodyStream::new(body))));
        if is_xml {
            let response = Response::from_parts(parts, body);
            let response = read(response, self.max_response_size, &progress).await?;
            return self.verify_v2(response, uri, &progress);
        }
        parts.extensions.insert(Verification::Exempt);
        parts.extensions.insert(ToCome);
        Ok(Response::from_parts(parts, body))
    }
}
