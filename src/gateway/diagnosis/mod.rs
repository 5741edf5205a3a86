//! Why a signature is invalid, found by trying the likely mistakes.
//!
//! `open.rs` finds out which key made the signature, and over which hash. `search.rs` looks for the
//! message with that hash among the candidates of the other files.

mod body;
mod encoding;
mod fields;
mod json;
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

pub use self::mistake::Line;

use self::mistake::Mistake;
use self::open::{Opened, Over};
use self::search::{Lines, Match, Nothing};
use super::authorization::{Authorization, Signed};
use super::keys::{Keys, MCHID};
use crate::error::one_line;

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
}

/// One mistake of a [`Diagnosis`]. Its `Display` states the mistake and the remedy in Chinese and
/// English.
#[derive(Clone)]
pub struct Finding {
    mistake: &'static Mistake,
    difference: Option<Difference>,
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
        let mut found = Self { findings: Vec::new() };
        if authorization.mchid != MCHID {
            found.add(&mistake::MCHID_UNKNOWN, None);
        }
        for mistake in fields::serial(authorization.serial_no, keys) {
            found.add(mistake, None);
        }
        if let Some(mistake) = fields::timestamp(authorization.timestamp, evidence.now) {
            found.add(mistake, None);
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
        let lines = Lines([
            fields::methods(evidence.signed.method),
            target::variants(evidence.signed.target, evidence.host),
            fields::timestamps(authorization.timestamp),
            fields::nonces(authorization.nonce_str),
            body::variants(evidence.signed.body, evidence.whole),
        ]);
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
        let large = nothing == Nothing::Exhausted || body::is_large(evidence.signed.body);
        let all = [&mistake::MESSAGE_UNKNOWN, &mistake::MESSAGE_UNKNOWN_LARGE];
        self.add(all[usize::from(large)], None);
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
        for ((signed, all), line) in found.lines.iter().zip(&lines.0).zip(Line::ALL) {
            let received = &all.all()[0].bytes;
            for mistake in &signed.mistakes {
                self.add(mistake, Some(Difference::of(line, &signed.bytes, received)));
            }
        }
    }

    /// Adds each mistake once, preferring the finding with a difference.
    fn add(&mut self, mistake: &'static Mistake, difference: Option<Difference>) {
        let same = self.findings.iter_mut().find(|found| found.name() == mistake.name);
        match same {
            Some(found) => found.difference = difference.or(found.difference.take()),
            None => self.findings.push(Finding { mistake, difference }),
        }
    }

    /// The mistakes; at least one.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether one of the findings has this [name](Finding::name).
    pub fn has(&self, name: &str) -> bool {
        self.findings.iter().any(|finding| finding.name() == name)
    }

    pub(super) fn to_json(&self) -> Value {
        self.findings.iter().map(Finding::to_json).collect()
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

    /// The mistake and its remedy in Chinese.
    pub fn chinese(&self) -> &'static str {
        self.mistake.chinese
    }

    /// The mistake and its remedy in English.
    pub fn english(&self) -> &'static str {
        self.mistake.english
    }

    fn to_json(&self) -> Value {
        json!({
            "name": self.name(),
            "line": self.line().map(Line::name),
            "signed": self.signed(),
            "received": self.received(),
            "position": self.position(),
            "chinese": self.chinese(),
            "english": self.english(),
        })
    }
}

impl Difference {
    fn of(line: Line, signed: &[u8], received: &[u8]) -> Self {
        let pairs = signed.iter().zip(received);
        let at = pairs.take_while(|(signed, received)| signed == received).count();
        let shown = |bytes: &[u8]| {
            let part = if line == Line::Body {
                &bytes[at.saturating_sub(AROUND)..bytes.len().min(at + AROUND)]
            } else {
                bytes
            };
            one_line(&String::from_utf8_lossy(part), SHOWN)
        };
        Self { at, signed: shown(signed), received: shown(received) }
    }
}

/// For a body it shows only the position of the difference, because this is logged.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.chinese(), self.english())?;
        match (&self.difference, self.line()) {
            (Some(difference), Some(Line::Body)) => {
                write!(f, " (the bodies differ from byte {})", difference.at)
            }
            (Some(difference), Some(line)) => {
                write!(f, " (the {line} signed was `{}`)", difference.signed)
            }
            _ => Ok(()),
        }
    }
}

/// All findings on one line.
impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, finding) in self.findings.iter().enumerate() {
            write!(f, "{}{finding}", if index > 0 { "; " } else { "" })?;
        }
        Ok(())
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
