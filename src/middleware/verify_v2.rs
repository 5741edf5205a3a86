//! Verifies a response of APIv2, whose signature is in its body.

use bytes::Bytes;
use http::{Response, Uri};

use super::decode::decode;
use super::verify::{VerifyLayer, unverified};
use crate::body::Body;
use crate::error::Error;
use crate::language::say;
use crate::response::Verification;
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
}
