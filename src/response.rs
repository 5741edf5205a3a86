//! The response, and the result of checking its signature.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind, Outcome, one_line};
use crate::language::{Text, say};
use crate::v2::Failed;
use crate::xml;

/// The response of a call: status, headers, and the whole body. [`ResponseExt`] decodes it.
///
/// Two successful statuses need a look:
///
/// - 202: WeChat Pay accepted the request and has not processed it yet. Repeat it later with the same
///   parameters, or query. A code payment returns it with the code `USERPAYING` while the user is
///   entering the password: query the order.
/// - 204: the request was carried out, and there is no body. See [`ResponseExt::json`] for how it is
///   decoded.
pub type Response = http::Response<Bytes>;

/// The result of checking a response's signature.
///
/// It is in the extensions of every [`Response`]: see [`ResponseExt::verification`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verification {
    /// The signature is valid, by the platform key with this serial number or public key id.
    Verified {
        /// The response's `Wechatpay-Serial`. APIv2 has none: it is the algorithm of its `sign`, `MD5`
        /// or `HMAC-SHA256`.
        serial: String,
    },
    /// The protocol does not sign this response: a file download.
    Exempt,
    /// There is no signature, so anybody on the way may have made the response. A 2xx is then an error:
    /// only a 3xx, 4xx or 5xx is returned with this, and the files of
    /// [`Client::download_unsigned`](crate::Client::download_unsigned).
    Missing,
    /// The signature is invalid. A 2xx is then an error, as with [`Missing`](Self::Missing).
    Wrong,
}

/// In a response's extensions: its body is streamed, and was not verified as a whole.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ToCome;

/// In a response's extensions: why a 3xx, 4xx or 5xx was not verified, for the end of a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Unverified(pub(crate) Text);

/// Methods of a [`Response`].
///
/// ```no_run
/// use serde_json::Value;
/// use wechatpay_chain::ResponseExt;
///
/// # fn certificates(client: &wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
/// let response = client.chain("v3/certificates").get(())?;
/// println!("{:?} {:?}", response.request_id(), response.verification());
/// let certificates: Value = response.json()?;
/// # Ok(())
/// # }
/// ```
pub trait ResponseExt {
    /// Decodes the body as JSON.
    ///
    /// A verified response without a body, such as a 204, decodes like `null`: to `None`, `()`, or
    /// [`Value::Null`](serde_json::Value::Null), and to nothing else.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] with the position, if the body is not JSON or does not fit `T`. For a
    /// verified 2xx the outcome is [`Outcome::Accepted`]: the request was carried out, so do not repeat
    /// the call.
    fn json<T: DeserializeOwned>(&self) -> Result<T, Error>;

    /// Decodes the body as any JSON. A verified response without a body is
    /// [`Value::Null`](serde_json::Value::Null).
    ///
    /// # Errors
    ///
    /// Those of [`json`](Self::json).
    ///
    /// ```no_run
    /// use wechatpay_chain::ResponseExt;
    ///
    /// # fn count(client: &wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
    /// let certificates = client.chain("v3/certificates").get(())?.value()?;
    /// println!("{}", certificates["data"][0]["serial_no"]);
    /// # Ok(())
    /// # }
    /// ```
    fn value(&self) -> Result<serde_json::Value, Error> {
        self.json()
    }

    /// Decodes the XML of an APIv2 response: the children of its outermost element are the fields of
    /// `T`. Numbers are read from their digits; an element is also a list of one, and an empty one also
    /// `None`.
    ///
    /// ```no_run
    /// use serde::Deserialize;
    /// use serde_json::json;
    /// use wechatpay_chain::ResponseExt;
    ///
    /// #[derive(Deserialize)]
    /// struct Order {
    ///     trade_state: String,
    ///     total_fee: Option<u64>,
    /// }
    ///
    /// # fn query(client: &wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
    /// let parameters = json!({"appid": "wx8888", "mch_id": "1900000109", "out_trade_no": "1"});
    /// let order: Order = client.chain("v2/pay/orderquery").post(json!({"xml": parameters}))?.xml()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] if it is not well-formed, has a document type, or does not fit `T`. The
    /// outcome is that of [`json`](Self::json).
    fn xml<T: DeserializeOwned>(&self) -> Result<T, Error>;

    /// Returns the result of checking the signature. Every response of a verb has one.
    fn verification(&self) -> Option<&Verification>;

    /// Returns the `Request-ID`, which WeChat Pay's support asks for.
    fn request_id(&self) -> Option<&str>;
}

impl ResponseExt for Response {
    fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let verified = matches!(self.verification(), Some(Verification::Verified { .. }));
        let empty = self.body().is_empty() && verified;
        let body = if empty { b"null" } else { &self.body()[..] };
        serde_json::from_slice(body).map_err(|error| {
            let accepted = was_accepted(self);
            let outcome = if accepted { Outcome::Accepted } else { Outcome::Unknown };
            let (reason, error) = legible(error);
            let message = if empty {
                let status = self.status().as_u16();
                say!(
                    "the response {status} has no body: decode it to (), to Option or to Value",
                    "应答 {status} 没有应答体：请反序列化为 ()、Option 或 Value"
                )
            } else {
                say!(
                    "the response's body is not the JSON that was asked for: {reason}",
                    "应答体不是所要的 JSON：{reason}"
                )
            };
            Error::new(ErrorKind::Decode, message).with_outcome(outcome).with_source(error)
        })
    }

    fn xml<T: DeserializeOwned>(&self) -> Result<T, Error> {
        xml::read(self.body()).and_then(xml::deserialize).map_err(|error| {
            if was_accepted(self) { error.with_outcome(Outcome::Accepted) } else { error }
        })
    }

    fn verification(&self) -> Option<&Verification> {
        self.extensions().get()
    }

    fn request_id(&self) -> Option<&str> {
        self.headers().get("request-id")?.to_str().ok()
    }
}

/// serde's message on one line, and an error with that message: serde repeats names and variants of
/// the response unescaped.
/// Whether it is what was asked for, and not an error that `http_errors` off returns.
pub(crate) fn is_success<B>(response: &http::Response<B>) -> bool {
    response.status().is_success() && response.extensions().get::<Failed>().is_none()
}

/// Whether it proves that WeChat Pay did what was asked for.
fn was_accepted(response: &Response) -> bool {
    let verified = matches!(response.verification(), Some(Verification::Verified { .. }));
    verified && is_success(response)
}

fn legible(error: serde_json::Error) -> (String, serde_json::Error) {
    let said = error.to_string();
    let reason = one_line(&said, 300);
    let error = if reason == said { error } else { serde::de::Error::custom(&reason) };
    (reason, error)
}
