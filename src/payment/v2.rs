//! The parameters of an order that was created by APIv2: signed by the APIv2 key.

use super::{AppParameters, AppPayment, JsapiParameters, JsapiPayment};
use crate::crypto::Hash;
use crate::error::{Error, one_line};
use crate::formatter::Formatter;
use crate::language::say;
use crate::v2::{HMAC_SHA256, MD5, Secret};

impl JsapiPayment {
    /// Signs for an order of APIv2 with the APIv2 key. `kind` is `MD5` or `HMAC-SHA256`, the `sign_type`
    /// of the order.
    ///
    /// ```
    /// use wechatpay_chain::payment::JsapiPayment;
    ///
    /// # let secret = "exposed_your_key_here_have_risks";
    /// let parameters = JsapiPayment::new("wx2421b1c4370ec43b", "wx201410272009395522657a690389285100")
    ///     .sign_v2(secret, "MD5")?;
    /// assert_eq!((parameters.sign_type, parameters.pay_sign.len()), ("MD5", 32));
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`](crate::ErrorKind::Options) if a value is unfit, as for
    /// [`sign`](Self::sign), or the kind is another one;
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if the key does not have 32 bytes.
    pub fn sign_v2(&self, secret: impl AsRef<[u8]>, kind: &str) -> Result<JsapiParameters, Error> {
        let sign_type = known(kind)?;
        let unsigned = self.unsigned(Formatter::timestamp())?.parameters;
        let mut parameters = JsapiParameters { sign_type, ..unsigned };
        parameters.pay_sign = sign(
            secret.as_ref(),
            sign_type,
            [
                ("appId", &parameters.app_id),
                ("timeStamp", &parameters.time_stamp),
                ("nonceStr", &parameters.nonce_str),
                ("package", &parameters.package),
                ("signType", sign_type),
            ],
        )?;
        Ok(parameters)
    }
}

impl AppPayment {
    /// Signs for an order of APIv2 with the APIv2 key. `kind` is `MD5` or `HMAC-SHA256`, the `sign_type`
    /// of the order.
    ///
    /// ```
    /// use wechatpay_chain::payment::AppPayment;
    ///
    /// # let secret = "exposed_your_key_here_have_risks";
    /// let parameters = AppPayment::new("wx0411fa6a39d61297", "1900000109", "WX1217752501201407033233368018")
    ///     .sign_v2(secret, "HMAC-SHA256")?;
    /// assert_eq!(parameters.sign.len(), 64);
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`JsapiPayment::sign_v2`].
    pub fn sign_v2(&self, secret: impl AsRef<[u8]>, kind: &str) -> Result<AppParameters, Error> {
        let kind = known(kind)?;
        let mut parameters = self.unsigned(Formatter::timestamp())?.parameters;
        parameters.sign = sign(
            secret.as_ref(),
            kind,
            [
                ("appid", &parameters.appid),
                ("partnerid", &parameters.partnerid),
                ("prepayid", &parameters.prepayid),
                ("package", parameters.package),
                ("noncestr", &parameters.noncestr),
                ("timestamp", &parameters.timestamp),
            ],
        )?;
        Ok(parameters)
    }
}

fn known(kind: &str) -> Result<&'static str, Error> {
    [MD5, HMAC_SHA256].into_iter().find(|known| *known == kind).ok_or_else(|| {
        let kind = one_line(kind, 40);
        Error::options(say!(
            "the sign type `{kind}` is unknown: it is `MD5` or `HMAC-SHA256`, in upper case",
            "不支持的签名类型 `{kind}`：应为大写的 `MD5` 或 `HMAC-SHA256`"
        ))
    })
}

fn sign<const N: usize>(
    secret: &[u8],
    kind: &str,
    fields: [(&str, &str); N],
) -> Result<String, Error> {
    let secret = Secret::new(secret)?;
    let text = Formatter::query_string_like(Formatter::ksort(fields));
    Hash::sign(kind, text, secret.as_bytes())
}
