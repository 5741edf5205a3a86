//! JSAPI payments, in pages inside WeChat and in mini programs.

use super::{Stamp, prepay_id, sign, word};
use crate::crypto::PrivateKey;
use crate::error::Error;
use crate::language::{Text, say};

/// Signs the parameters of `WeixinJSBridge.invoke("getBrandWCPayRequest", …)` in a page, and of
/// `wx.requestPayment(…)` in a mini program.
///
/// ```no_run
/// use wechatpay_chain::PrivateKey;
/// use wechatpay_chain::payment::JsapiPayment;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let key = PrivateKey::from_file("apiclient_key.pem")?;
/// let parameters = JsapiPayment::new("wx2421b1c4370ec43b", "wx201410272009395522657a690389285100")
///     .sign(&key)?;
/// let for_the_page = serde_json::to_string(&parameters)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "call sign()"]
pub struct JsapiPayment {
    appid: String,
    prepay_id: String,
    extras: Vec<(String, String)>,
    stamp: Stamp,
}

/// The signed parameters, returned by [`JsapiPayment::sign`]. Serialized, the keys are `appId`,
/// `timeStamp`, `nonceStr`, `package`, `signType` and `paySign`, and all values are strings, as WeChat
/// expects.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JsapiParameters {
    /// `appId`.
    pub app_id: String,
    /// `timeStamp`: seconds since 1970.
    pub time_stamp: String,
    /// `nonceStr`.
    pub nonce_str: String,
    /// `package`: `prepay_id=…`, followed by the extras.
    pub package: String,
    /// `signType`: always `RSA`.
    pub sign_type: &'static str,
    /// `paySign`: the SHA256-RSA signature over `appId\ntimeStamp\nnonceStr\npackage\n`.
    pub pay_sign: String,
}

impl JsapiPayment {
    /// Takes the appid of the page or mini program, with which the order was created, and the
    /// `prepay_id` that was returned.
    pub fn new(appid: impl Into<String>, prepay_id: impl Into<String>) -> Self {
        Self {
            appid: appid.into(),
            prepay_id: prepay_id.into(),
            extras: Vec::new(),
            stamp: Stamp::default(),
        }
    }

    /// Appends `&name=value` to the package, which some products require. May be called repeatedly.
    /// Defaults to none.
    pub fn package_extra(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.extras.push((name.into(), value.into()));
        self
    }

    stamp_setters!();

    /// Signs with the merchant's private key.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`](crate::ErrorKind::Options) if a value is empty, or contains white space,
    /// `&`, `=` or non-ASCII characters, which would change the signed message;
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if OpenSSL fails.
    pub fn sign(&self, key: &PrivateKey) -> Result<JsapiParameters, Error> {
        let app_id = word(&Text::verbatim("appid"), &self.appid)?;
        let mut package = format!("prepay_id={}", prepay_id(&self.prepay_id)?);
        for (name, value) in &self.extras {
            let name = word(&say!("name of a package_extra", "package_extra 的名称"), name)?;
            let value = word(&Text::verbatim(format!("package_extra {name}")), value)?;
            package += &format!("&{name}={value}");
        }
        let (time_stamp, nonce_str) = self.stamp.or_new()?;
        let pay_sign = sign([&app_id, &time_stamp, &nonce_str, &package], key)?;
        Ok(JsapiParameters { app_id, time_stamp, nonce_str, package, sign_type: "RSA", pay_sign })
    }
}
