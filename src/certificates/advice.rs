//! What a merchant without certificates should do.

use crate::error::{Error, ErrorKind};

/// The download's error, or the advice in its place: a merchant of the public key mode has no
/// certificates.
pub(super) fn of(error: Error) -> Error {
    let none = error.api().is_some_and(|api| api.code == "RESOURCE_NOT_EXISTS");
    if !none {
        return error;
    }
    let outcome = error.outcome();
    Error::new(
        ErrorKind::Config,
        "this merchant has no platform certificates: WeChat Pay signs with its public key here, so \
         download pub_key.pem at pay.weixin.qq.com under API security, give it by \
         platform_key(\"PUB_KEY_ID_…\", …), and leave out download_certificates()",
    )
    .with_outcome(outcome)
    .with_source(error)
}
