//! What a merchant without certificates should do.

use crate::error::{Error, ErrorKind};

/// The codes by which WeChat Pay says that a merchant has no platform certificates.
const NO_CERTIFICATES: [&str; 2] = [
    // 404 "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥": wechatpay-java issues 306, 400.
    "RESOURCE_NOT_EXISTS",
    // wechatpay-java's CertificateDownloader takes this code for it.
    "NOT_FOUND",
];

/// The download's error, or the advice in its place: a merchant of the public key mode has no
/// certificates.
pub(super) fn of(error: Error) -> Error {
    if !error.api().is_some_and(|api| NO_CERTIFICATES.contains(&api.code.as_str())) {
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
