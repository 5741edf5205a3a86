//! JSAPI payments, in pages inside WeChat and in mini programs.

use super::sign::Unsigned;
use super::{Stamp, prepay_id, word};
use crate::client::Client;
use crate::crypto::PrivateKey;
use crate::error::Error;
use crate::formatter::Formatter;
use crate::language::{Text, say};
use crate::promise::Promise;

/// Signs the parameters of `WeixinJSBridge.invoke("getBrandWCPayRequest", …)` and
/// `wx.chooseWXPay(…)` in a page, and of `wx.requestPayment(…)` in a mini program.
///
/// [`Client::jsapi`] is its short form.
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

/// The signed parameters, returned by [`Client::jsapi`] and [`JsapiPayment`].
///
/// Serialized, the keys are `appId`, `timeStamp`, `nonceStr`, `package`, `signType` and `paySign`, and
/// all values are strings, as `WeixinJSBridge` and mini programs expect. For the JS-SDK see
/// [`choose_wx_pay`](Self::choose_wx_pay).
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
    /// `signType`: `RSA`; for an order of APIv2 `MD5` or `HMAC-SHA256`.
    pub sign_type: &'static str,
    /// `paySign`: the SHA256-RSA signature over `appId\ntimeStamp\nnonceStr\npackage\n`.
    pub pay_sign: String,
}

impl JsapiParameters {
    /// Returns the parameters of `wx.chooseWXPay(…)` of the JS-SDK (`jweixin.js`), which wants a
    /// lower-case `timestamp`, and has its `appId` from `wx.config`.
    ///
    /// ```
    /// use wechatpay_chain::{Client, Error};
    ///
    /// fn for_the_page(client: &Client, prepay_id: &str) -> Result<String, Error> {
    ///     let parameters = client.jsapi("wx2421b1c4370ec43b", prepay_id)?.choose_wx_pay();
    ///     serde_json::to_string(&parameters).map_err(Error::other)
    /// }
    /// ```
    pub fn choose_wx_pay(&self) -> ChooseWxPay {
        let Self { time_stamp, nonce_str, package, sign_type, pay_sign, .. } = self.clone();
        ChooseWxPay { timestamp: time_stamp, nonce_str, package, sign_type, pay_sign }
    }
}

/// The signed parameters of `wx.chooseWXPay(…)`, returned by [`JsapiParameters::choose_wx_pay`].
/// Serialized, the keys are `timestamp`, `nonceStr`, `package`, `signType` and `paySign`, and all values
/// are strings.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChooseWxPay {
    /// `timestamp`: seconds since 1970.
    pub timestamp: String,
    /// `nonceStr`.
    pub nonce_str: String,
    /// `package`: `prepay_id=…`, followed by the extras.
    pub package: String,
    /// `signType`: `RSA`; for an order of APIv2 `MD5` or `HMAC-SHA256`.
    pub sign_type: &'static str,
    /// `paySign`: the same signature as that of [`JsapiParameters`].
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
        self.unsigned(Formatter::timestamp())?.sign(key)
    }

    /// Signs with the client's key or [`Signer`](crate::Signer), by the client's clock.
    ///
    /// ```
    /// use wechatpay_chain::payment::{JsapiParameters, JsapiPayment};
    /// use wechatpay_chain::{Client, Error};
    ///
    /// fn subsidised(client: &Client, prepay_id: &str) -> Result<JsapiParameters, Error> {
    ///     JsapiPayment::new("wx2421b1c4370ec43b", prepay_id)
    ///         .package_extra("subsidy_period_type", "PERIOD_3")
    ///         .sign_with(client)
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`sign`](Self::sign), and
    /// [`ErrorKind::Sign`](crate::ErrorKind::Sign) if the signer fails, or can't sign parameters.
    pub fn sign_with(&self, client: &Client) -> Result<JsapiParameters, Error> {
        self.sign_with_async(client).wait()
    }

    /// The async form of [`sign_with`](Self::sign_with).
    pub fn sign_with_async(&self, client: &Client) -> Promise<JsapiParameters> {
        let payment = self.clone();
        Unsigned::sign_with(client, move |now| payment.unsigned(now))
    }

    pub(super) fn unsigned(&self, now: i64) -> Result<Unsigned<JsapiParameters>, Error> {
        let app_id = word(&Text::verbatim("appid"), &self.appid)?;
        let mut package = format!("prepay_id={}", prepay_id(&self.prepay_id)?);
        for (name, value) in &self.extras {
            let name = word(&say!("name of a package_extra", "package_extra 的名称"), name)?;
            let value = word(&Text::verbatim(format!("package_extra {name}")), value)?;
            package += &format!("&{name}={value}");
        }
        let (time_stamp, nonce_str) = self.stamp.or_new(now)?;
        let message = Formatter::joined_by_line_feed([&app_id, &time_stamp, &nonce_str, &package]);
        let (sign_type, pay_sign) = ("RSA", String::new());
        let parameters =
            JsapiParameters { app_id, time_stamp, nonce_str, package, sign_type, pay_sign };
        Ok(Unsigned::new(message, parameters, |parameters| &mut parameters.pay_sign))
    }
}
