//! The error type, and what an error says about the request's outcome.

use std::error::Error as StdError;
use std::fmt;
use std::path::Path;

use http::StatusCode;

use crate::language::{Lang, Text, say};
use crate::notification::NotificationErrorKind;
use crate::response::{Response, ResponseExt, Verification};

/// Any error, boxed: what tower's middleware and user code hand over.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Any error of this crate: what went wrong, and by [`outcome`](Self::outcome) whether the request may
/// have taken effect.
///
/// It prints on one line, names the faulty input and the remedy, and never contains a key, a secret or
/// an Authorization value.
///
/// | [`outcome`](Self::outcome) | what to do with a payment |
/// |---|---|
/// | [`NotSent`](Outcome::NotSent) | repeat it |
/// | [`Refused`](Outcome::Refused) | correct it according to [`api`](Self::api), or give it up |
/// | [`Accepted`](Outcome::Accepted) | do not repeat it: WeChat Pay carried it out |
/// | [`Unknown`](Outcome::Unknown) | query it before you repeat it |
///
/// ```no_run
/// use serde_json::json;
/// use wechatpay_chain::{Client, Outcome};
///
/// fn refund(client: &Client, refund: serde_json::Value) -> Result<(), wechatpay_chain::Error> {
///     let Err(error) = client.chain("v3/refund/domestic/refunds").post(json!({"json": refund})) else {
///         return Ok(());
///     };
///     if error.api().is_some_and(|api| api.code == "NOT_ENOUGH") {
///         println!("top up the account, then repeat it with the same out_refund_no");
///     }
///     match error.outcome() {
///         Outcome::NotSent => println!("safe to repeat: {error}"),
///         Outcome::Refused => println!("refused: {error}"),
///         Outcome::Accepted => println!("done, do not repeat: {error}"),
///         _ => println!("query the refund before repeating it: {error}"),
///     }
///     Err(error)
/// }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// `None` claims nothing.
    outcome: Option<Outcome>,
    message: Text,
    call: Option<String>,
    response: Option<Response>,
    verification: Option<Verification>,
    api: Option<ApiError>,
    notification: Option<NotificationErrorKind>,
    source: Option<BoxError>,
}

/// The kind of an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client's configuration is incomplete or contradictory.
    Config,
    /// The path or its URI template is wrong, or an argument is missing.
    Path,
    /// An option of the call is unknown, unused, or of the wrong type.
    Options,
    /// The signer failed.
    Sign,
    /// The host is not trusted, so no signed request may go to it.
    UntrustedHost,
    /// Connecting failed: DNS, TCP, proxy, or TLS.
    Connect,
    /// The call took longer than its timeout.
    Timeout,
    /// The connection failed while the request was sent or the response received.
    Transport,
    /// The signature of a response or a notification is missing or invalid: it may not come from
    /// WeChat Pay.
    Verify,
    /// The server returned a status of 300 or above.
    Api,
    /// The response or the notification can't be decoded to the requested type.
    Decode,
    /// A key, a certificate, or encrypted data is unusable.
    Crypto,
    /// A file can't be read or written.
    Io,
    /// Anything else: errors of the caller's closures and layers.
    Other,
}

/// Whether the request may have taken effect: what to know before a payment is repeated.
///
/// The error of a [`Promise`](crate::Promise) of several calls speaks for all of them: its stages, its
/// siblings in [`Promise::all`](crate::Promise::all), the calls of its async block and of its
/// closures, but not those of tasks that they spawn. GET and HEAD change nothing, so they count only
/// if there is no other call; but if one was sent, the outcome is never `NotSent`. If no one value is
/// true of all calls, it is `Unknown`.
///
/// See [`Error`] for an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// No byte left this machine, for any request that the error's promise made: it is safe to repeat
    /// the call.
    NotSent,
    /// WeChat Pay refused the request: it did not take effect.
    ///
    /// This is a complete 3xx or 4xx with a valid signature, unless its code (`SYSTEM_ERROR`,
    /// `USERPAYING`, …) leaves open what happens. The only unsigned response that counts is WeChat
    /// Pay's 401 `SIGN_ERROR`.
    Refused,
    /// WeChat Pay accepted the request with a 2xx whose signature is valid, and then something failed
    /// here: the body can't be decoded, or a file can't be written. Do not repeat the call.
    Accepted,
    /// Everything else, including errors that belong to no request: query the order before you repeat
    /// the call.
    Unknown,
}

/// The body of a 4xx or 5xx of WeChat Pay: `{"code", "message", "detail"}`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    /// The code to branch on, such as `PARAM_ERROR`.
    pub code: String,
    /// The explanation for humans, mostly in Chinese.
    pub message: String,
    /// The details, [`Value::Null`](serde_json::Value::Null) when absent.
    pub detail: serde_json::Value,
}

impl Error {
    /// An error that claims nothing about any request.
    pub(crate) fn new(kind: ErrorKind, message: impl Into<Text>) -> Self {
        Self(Box::new(Inner {
            kind,
            outcome: None,
            message: message.into(),
            call: None,
            response: None,
            verification: None,
            api: None,
            notification: None,
            source: None,
        }))
    }

    pub(crate) fn config(message: impl Into<Text>) -> Self {
        Self::new(ErrorKind::Config, message)
    }

    pub(crate) fn path(message: impl Into<Text>) -> Self {
        Self::new(ErrorKind::Path, message)
    }

    pub(crate) fn options(message: impl Into<Text>) -> Self {
        Self::new(ErrorKind::Options, message)
    }

    pub(crate) fn crypto(message: impl Into<Text>) -> Self {
        Self::new(ErrorKind::Crypto, message)
    }

    /// Wraps an error of your own, so that closures of a [`Promise`](crate::Promise) can return it with
    /// `?`. Its [`outcome`](Self::outcome) is [`Outcome::Unknown`].
    ///
    /// ```
    /// use wechatpay_chain::{Error, Promise};
    ///
    /// let stock = Promise::ready("7").try_then(|text| text.parse::<u32>().map_err(Error::other));
    /// assert_eq!(stock.wait()?, 7);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn other(error: impl Into<BoxError>) -> Self {
        let source = error.into();
        Self::new(ErrorKind::Other, Text::verbatim(source.to_string())).with_source(source)
    }

    /// The error of a streamed body: ours, or a layer's.
    pub(crate) fn from_body(error: BoxError) -> Self {
        error.downcast::<Self>().map_or_else(Self::other, |error| *error)
    }

    pub(crate) fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.0.outcome = Some(outcome);
        self
    }

    /// The outcome that it states, if any.
    pub(crate) fn claim(&self) -> Option<Outcome> {
        self.0.outcome
    }

    /// For an error made before its request could leave.
    pub(crate) fn not_sent(self) -> Self {
        self.with_outcome(Outcome::NotSent)
    }

    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Adds a remark to the end of the message.
    pub(crate) fn with_note(mut self, note: Text) -> Self {
        let message = std::mem::replace(&mut self.0.message, Text::verbatim(""));
        self.0.message = Text::joined([message, note], say!("; ", "；"));
        self
    }

    /// Names the call (`GET /v3/certificates`); the innermost name stays.
    pub(crate) fn with_call(mut self, call: String) -> Self {
        self.0.call.get_or_insert(call);
        self
    }

    pub(crate) fn with_api(mut self, api: Option<ApiError>) -> Self {
        self.0.api = api;
        self
    }

    /// Says what is wrong with a notification. No request of ours is at stake.
    pub(crate) fn with_notification(mut self, kind: NotificationErrorKind) -> Self {
        self.0.notification = Some(kind);
        self
    }

    /// Keeps the response, and what was found out about its signature.
    pub(crate) fn with_response(mut self, response: Response, verification: Verification) -> Self {
        self.0.response = Some(response);
        self.0.verification = Some(verification);
        self
    }

    /// Returns the message in a language. `Display` and `Debug` print it in English.
    ///
    /// ```
    /// use wechatpay_chain::{Client, Lang};
    ///
    /// let error = Client::builder().build().unwrap_err();
    /// eprintln!("{}", error.localized(Lang::Chinese));
    /// # assert_ne!(error.localized(Lang::Chinese), error.to_string());
    /// ```
    ///
    /// Words of others stay as they are: WeChat Pay's messages, the errors of the system and of your
    /// own code.
    pub fn localized(&self, lang: Lang) -> String {
        let message = self.0.message.localized(lang);
        match &self.0.call {
            Some(call) if lang == Lang::Chinese => format!("{call}：{message}"),
            Some(call) => format!("{call}: {message}"),
            None => message.to_owned(),
        }
    }

    /// Returns what went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns whether the request may have taken effect. An error that belongs to no request is
    /// [`Unknown`](Outcome::Unknown).
    pub fn outcome(&self) -> Outcome {
        self.0.outcome.unwrap_or(Outcome::Unknown)
    }

    /// Returns the response, if there was one. Check [`verification`](Self::verification) before you
    /// trust it.
    #[doc(alias = "getResponse")]
    pub fn response(&self) -> Option<&Response> {
        self.0.response.as_ref()
    }

    /// Returns the status code of the response.
    #[doc(alias = "getStatusCode")]
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(http::Response::status)
    }

    /// Returns the code, message and detail in the response's body, whoever sent it: see
    /// [`refusal`](Self::refusal).
    pub fn api(&self) -> Option<&ApiError> {
        self.0.api.as_ref()
    }

    /// Returns [`api`](Self::api) if WeChat Pay refused the request ([`Outcome::Refused`]), so that
    /// its code can be acted upon. `None` if the response may be a proxy's, or leaves the result open.
    ///
    /// ```
    /// use serde_json::{Value, json};
    /// use wechatpay_chain::{Client, Error};
    ///
    /// // None: there is no such order.
    /// async fn find(client: &Client, number: &str) -> Result<Option<Value>, Error> {
    ///     let path = client.chain("v3/pay/transactions/out-trade-no/{out_trade_no}");
    ///     let options = json!({"out_trade_no": number, "query": {"mchid": client.mchid()}});
    ///     match path.get_async(options).value().await {
    ///         Ok(order) => Ok(Some(order)),
    ///         Err(error) if error.refusal().is_some_and(|api| api.code == "ORDER_NOT_EXIST") => Ok(None),
    ///         Err(error) => Err(error),
    ///     }
    /// }
    /// ```
    pub fn refusal(&self) -> Option<&ApiError> {
        self.api().filter(|_| self.outcome() == Outcome::Refused)
    }

    /// Returns what is wrong with a notification, if reading one failed.
    pub fn notification(&self) -> Option<NotificationErrorKind> {
        self.0.notification
    }

    /// Returns the response's `Request-ID`, which WeChat Pay's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.response()?.request_id()
    }

    /// Returns the result of checking the response's signature.
    pub fn verification(&self) -> Option<&Verification> {
        self.0.verification.as_ref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.localized(Lang::English))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("outcome", &self.outcome())
            .field("message", &format_args!("{self}"))
            .field("status", &self.status())
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// Makes foreign text fit for one line of a log: what a terminal obeys or hides is escaped, clipped
/// to `limit` characters.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    let mut line = String::with_capacity(text.len().min(limit));
    for (index, character) in text.chars().enumerate() {
        if index == limit {
            line.push('…');
            break;
        }
        if misleads(character) {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    // A key, perhaps, that was given in the wrong place.
    if line.contains("-----BEGIN ") { "(a text in PEM)".to_owned() } else { line }
}

/// A path as errors and logs may show it; `None` when it may be a key, which none may.
pub(crate) fn path_or_none(path: &Path) -> Option<String> {
    let path = path.display().to_string();
    // The Base64 of the shortest private key that we take has some 1,600 characters.
    let is_path = path.len() < 512 && !path.contains('\n') && !path.contains("-----BEGIN ");
    is_path.then(|| one_line(&path, 512))
}

/// The same where it has to have a name.
pub(crate) fn shown_path(path: &Path) -> Text {
    let text = || say!("(a text in place of a path)", "（一段文本，而不是路径）");
    path_or_none(path).map_or_else(text, Text::verbatim)
}

/// Whether a terminal obeys or hides it: control characters, line separators, what turns the
/// direction of text, and what is not seen.
pub fn misleads(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}
