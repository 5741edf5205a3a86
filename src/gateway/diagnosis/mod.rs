//! Why a signature is invalid, found by trying the likely mistakes.
//!
//! `open.rs` finds out which key made the signature, and over which hash. `search.rs` looks for the
//! message with that hash among the candidates of the other files.

mod body;
mod encoding;
mod fields;
pub(super) mod form;
mod json;
mod message;
mod mistake;
mod open;
mod search;
mod target;
#[cfg(test)]
mod tests;
mod variant;

use std::fmt;

use http::HeaderMap;
use openssl::error::ErrorStack;
use serde_json::{Value, json};

pub(super) use self::message::{Excerpt, SignedMessage};
pub use self::mistake::Line;

use self::body::Entries;
use self::mistake::Mistake;
use self::open::{Opened, Over};
use self::search::{Lines, Match, Nothing};
use super::authorization::{Authorization, Signed};
use super::keys::{Keys, MCHID};
use crate::error::one_line;
use crate::language::{Lang, Text, say};

/// How many platform certificates are tried, the newest first.
const CERTIFICATES: usize = 4;
/// How much of a line is shown, in characters.
const SHOWN: usize = 200;
/// How many bytes of a body are shown on each side of the first difference.
const AROUND: usize = 20;

/// Why the Authorization of a request is invalid, in terms of what its sender did.
///
/// The gateway finds out by trying the likely mistakes, also two at once. It reports them in
/// [`ReceivedRequest::diagnosis`](super::ReceivedRequest::diagnosis), and in the `message` and
/// `detail.diagnosis` of the 401.
///
/// ```
/// use wechatpay_chain::gateway::Line;
/// use wechatpay_chain::{Client, Gateway, PrivateKey};
///
/// # fn main() -> Result<(), wechatpay_chain::Error> {
/// # struct Other;
/// # impl wechatpay_chain::Signer for Other {
/// #     fn authorization<'a>(
/// #         &'a self,
/// #         _: &'a wechatpay_chain::SignInput<'a>,
/// #     ) -> wechatpay_chain::BoxFuture<'a, Result<String, wechatpay_chain::BoxError>> {
/// #         Box::pin(async {
/// #             Ok("WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\",nonce_str=\"n\",timestamp=\"1\",serial_no=\"A\",signature=\"AA==\"".to_owned())
/// #         })
/// #     }
/// # }
/// let gateway = Gateway::start()?;
/// # let client = gateway.client_builder().signer(Other).build()?;
/// // A client whose signing is wrong.
/// let refused = client.chain("v3/certificates").get(()).unwrap_err();
/// let requests = gateway.requests();
/// let diagnosis = requests[0].diagnosis().expect("refused");
/// for finding in diagnosis.findings() {
///     println!("{} in {:?}: {finding}", finding.name(), finding.line());
/// }
/// # assert!(diagnosis.has("timestamp-off") && diagnosis.has("serial-unknown"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Diagnosis {
    findings: Vec<Finding>,
    signed: Option<SignedMessage>,
}

/// One mistake of a [`Diagnosis`]. Its `Display` states the mistake and the remedy in English; see
/// [`localized`](Self::localized).
#[derive(Clone)]
pub struct Finding {
    mistake: &'static Mistake,
    text: Text,
    difference: Option<Difference>,
    /// What is to be sent instead.
    expected: Option<String>,
}

#[derive(Clone)]
struct Difference {
    at: usize,
    signed: String,
    received: String,
}

/// A refused request, and the gateway's time.
pub(super) struct Evidence<'a> {
    pub(super) signed: &'a Signed<'a>,
    /// The whole body, of which an upload signs a part.
    pub(super) whole: &'a [u8],
    pub(super) host: &'a str,
    pub(super) now: u64,
}

impl Diagnosis {
    /// `None` if the Authorization is malformed, or only its nonce is wrong, which was used before.
    pub(super) fn of(headers: &HeaderMap, evidence: &Evidence<'_>, keys: &Keys) -> Option<Self> {
        let authorization = Authorization::of(headers).ok()?;
        let mut found = Self { findings: Vec::new(), signed: None };
        if authorization.mchid != MCHID {
            found.expect(&mistake::MCHID_UNKNOWN, MCHID);
        }
        for mistake in fields::serial(authorization.serial_no, keys) {
            found.expect(mistake, &keys.merchant.serial);
        }
        if let Some((mistake, text)) = fields::timestamp(authorization.timestamp, evidence.now) {
            found.add(mistake, None);
            found.findings.iter_mut().for_each(|finding| {
                if finding.name() == mistake.name {
                    finding.text = text.clone();
                }
            });
        }
        if let Err(error) = found.add_of_signature(&authorization, evidence, keys) {
            tracing::debug!(%error, "the local gateway could not examine a signature");
        }
        (!found.findings.is_empty()).then_some(found)
    }

    fn add_of_signature(
        &mut self,
        authorization: &Authorization<'_>,
        evidence: &Evidence<'_>,
        keys: &Keys,
    ) -> Result<(), ErrorStack> {
        let length = keys.merchant.key.size();
        let Some((signature, mistakes)) = encoding::read(authorization.signature, length) else {
            self.add(&mistake::SIGNATURE_FORM, None);
            return Ok(());
        };
        mistakes.into_iter().for_each(|mistake| self.add(mistake, None));
        if signature.len() != length {
            return Ok(());
        }
        let mut all = Opened::all(&keys.merchant.key, &signature, None);
        let public = &keys.public_key.key;
        all.extend(Opened::all(public, &signature, Some(&mistake::KEY_PUBLIC)));
        for certified in keys.platform_certificates().iter().rev().take(CERTIFICATES) {
            all.extend(Opened::all(&certified.key, &signature, Some(&mistake::KEY_PLATFORM)));
        }
        let lines = Lines {
            all: [
                fields::methods(evidence.signed.method),
                target::variants(evidence.signed.target, evidence.host),
                fields::timestamps(authorization.timestamp),
                fields::nonces(authorization.nonce_str),
                body::variants(evidence.signed.body, evidence.whole),
            ],
            entries: Entries::of(evidence.signed.body),
        };
        let mut unknown = None;
        for opened in &all {
            match search::search(opened, &lines)? {
                Ok(found) => {
                    self.add_match(opened, &found, &lines);
                    return Ok(());
                }
                Err(nothing) if opened.sure => {
                    unknown.get_or_insert((opened, nothing));
                }
                Err(_) => {}
            }
        }
        let Some((opened, nothing)) = unknown else {
            self.add(&mistake::KEY_UNKNOWN, None);
            return Ok(());
        };
        opened.mistakes.iter().for_each(|mistake| self.add(mistake, None));
        let Signed { target, body, .. } = *evidence.signed;
        let unknown = if nothing == Nothing::Exhausted || body::is_large(body) {
            &mistake::MESSAGE_UNKNOWN_LARGE
        } else if body::is_sorted(body) {
            &mistake::MESSAGE_UNKNOWN_SORTED
        } else if body.is_empty() && target.contains('?') {
            &mistake::MESSAGE_UNKNOWN_QUERY
        } else {
            &mistake::MESSAGE_UNKNOWN
        };
        self.add(unknown, None);
        Ok(())
    }

    fn add_match(&mut self, opened: &Opened, found: &Match<'_>, lines: &Lines) {
        opened.mistakes.iter().for_each(|mistake| self.add(mistake, None));
        if found.over == Over::Hash {
            self.add(&mistake::HASH_SIGNED, None);
        }
        if let Some(mistake) = found.layout {
            self.add(mistake, None);
        }
        for ((signed, all), line) in found.lines.iter().zip(&lines.all).zip(Line::ALL) {
            let received = &all.all()[0].bytes;
            for &mistake in &signed.mistakes {
                let alone = match signed.mistakes.len() {
                    2.. => body::alone(received, &signed.bytes, mistake),
                    _ => None,
                };
                let signed = alone.as_deref().unwrap_or(&signed.bytes);
                self.add(mistake, Some(Difference::of(line, signed, received)));
            }
        }
        self.signed = Some(SignedMessage::of(found, lines));
    }

    /// Adds each mistake once, preferring the finding with a difference.
    fn add(&mut self, mistake: &'static Mistake, difference: Option<Difference>) {
        let same = self.findings.iter_mut().find(|found| found.name() == mistake.name);
        match same {
            Some(found) => found.difference = difference.or(found.difference.take()),
            None => {
                let text = mistake.text();
                self.findings.push(Finding { mistake, text, difference, expected: None });
            }
        }
    }

    /// A mistake in a field that must have this value.
    fn expect(&mut self, mistake: &'static Mistake, expected: &str) {
        let (text, expected) = (mistake.text(), Some(expected.to_owned()));
        self.findings.push(Finding { mistake, text, difference: None, expected });
    }

    /// The mistakes; at least one.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether one of the findings has this [name](Finding::name).
    pub fn has(&self, name: &str) -> bool {
        self.findings.iter().any(|finding| finding.name() == name)
    }

    /// All findings on one line in a language. `Display` prints it in English.
    pub fn localized(&self, lang: Lang) -> String {
        self.text().localized(lang).to_owned()
    }

    pub(super) fn text(&self) -> Text {
        let all = self.findings.iter().map(Finding::text);
        Text::joined(all, say!("; ", "；"))
    }

    /// The message that was signed, if it was found.
    pub(super) fn signed(&self) -> Option<&SignedMessage> {
        self.signed.as_ref()
    }

    /// For programs; what the mistakes are is in the response's `message`.
    pub(super) fn to_json(&self) -> Value {
        self.findings.iter().map(Finding::to_json).collect()
    }

    /// The same with its texts.
    pub(super) fn to_json_with_texts(&self) -> Value {
        let with_texts = |finding: &Finding| {
            let mut json = finding.to_json();
            // What was signed and what is expected is shown beside them.
            json["chinese"] = finding.text.localized(Lang::Chinese).into();
            json["english"] = finding.text.localized(Lang::English).into();
            json
        };
        self.findings.iter().map(with_texts).collect()
    }
}

impl Finding {
    /// A short, stable name: `query-left-out`, `body-keys`, `final-newline`,
    /// `digest-sha1`, `key-unknown`, `serial-platform`, …
    pub fn name(&self) -> &'static str {
        self.mistake.name
    }

    /// The line of the message that differs. `None` if the mistake is not in the text of a line.
    pub fn line(&self) -> Option<Line> {
        self.mistake.line
    }

    /// What was signed in that line. For a body, the part around the first difference.
    pub fn signed(&self) -> Option<&str> {
        self.difference.as_ref().map(|difference| difference.signed.as_str())
    }

    /// What was received in that line.
    pub fn received(&self) -> Option<&str> {
        self.difference.as_ref().map(|difference| difference.received.as_str())
    }

    /// The position of the first byte that differs in that line.
    pub fn position(&self) -> Option<usize> {
        self.difference.as_ref().map(|difference| difference.at)
    }

    /// What must be sent instead: of a serial or merchant number that is wrong, the right one.
    pub fn expected(&self) -> Option<&str> {
        self.expected.as_deref()
    }

    /// The mistake and its remedy in a language. Of a body it shows only the position of the
    /// difference, because this is logged.
    pub fn localized(&self, lang: Lang) -> String {
        self.text().localized(lang).to_owned()
    }

    fn text(&self) -> Text {
        let text = &self.text;
        match (&self.difference, self.line(), &self.expected) {
            (Some(Difference { at, .. }), Some(Line::Body), _) => say!(
                "{text} (the bodies differ from byte {at})",
                "{text}（请求体从第 {at} 个字节起不同）";
                text
            ),
            (Some(Difference { signed, .. }), Some(line), _) => {
                let chinese = match line {
                    Line::Method => "请求方法",
                    Line::Timestamp => "时间戳",
                    Line::Nonce => "随机串",
                    Line::Target | Line::Body => " URL ",
                };
                let line = Text::new(line.name(), chinese);
                say!(
                    "{text} (the {line} signed was `{signed}`)",
                    "{text}（签名的{line}为 `{signed}`）";
                    text, line
                )
            }
            (_, _, Some(expected)) => {
                say!("{text} (expected: `{expected}`)", "{text}（应为 `{expected}`）"; text)
            }
            _ => text.clone(),
        }
    }

    fn to_json(&self) -> Value {
        json!({
            "name": self.name(),
            "line": self.line().map(Line::name),
            "signed": self.signed(),
            "received": self.received(),
            "position": self.position(),
            "expected": self.expected(),
        })
    }
}

impl Difference {
    fn of(line: Line, signed: &[u8], received: &[u8]) -> Self {
        let pairs = signed.iter().zip(received);
        let at = pairs.take_while(|(signed, received)| signed == received).count();
        let shown = |bytes: &[u8]| {
            let part = if line == Line::Body { around(bytes, at) } else { bytes };
            one_line(&String::from_utf8_lossy(part), SHOWN)
        };
        Self { at, signed: shown(signed), received: shown(received) }
    }
}

/// The bytes around a position, from one character's beginning to another's.
fn around(bytes: &[u8], at: usize) -> &[u8] {
    let is_inside = |at: &usize| bytes.get(*at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let (start, end) = (at.saturating_sub(AROUND), bytes.len().min(at + AROUND));
    let start = (start..end).find(|at| !is_inside(at)).unwrap_or(end);
    let end = (end..bytes.len()).find(|at| !is_inside(at)).unwrap_or(bytes.len());
    &bytes[start..end]
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.localized(Lang::English))
    }
}

/// [`Diagnosis::localized`] in English.
impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.localized(Lang::English))
    }
}

/// Without a body's text, as its `Display`.
impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Finding")
            .field("name", &self.name())
            .field("line", &self.line())
            .field("position", &self.position())
            .finish()
    }
}

impl fmt::Debug for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.findings).finish()
    }
}
