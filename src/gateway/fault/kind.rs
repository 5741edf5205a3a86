//! What can go wrong on purpose.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::error::{Error, one_line};

/// How long an answer is slow without another word, in seconds.
const SLOW: u64 = 10;
/// How far the clock is off without another word, in seconds: twice what a client accepts.
const SKEW: i64 = 600;

/// Something that goes wrong on purpose, for tests of what then happens.
///
/// The gateway meets a request with it by [`Gateway::fault`](crate::Gateway::fault), or by the request's own header
/// `X-Gateway-Fault: name[=argument]`, of which several stand with commas between. Each variant
/// below has its name there; seconds may be written with their unit, `2s`. A fault of the answer's signature takes no effect on an answer that
/// has none.
///
/// ```
/// use std::time::Duration;
/// use wechatpay_chain::gateway::Fault;
///
/// assert_eq!("clock-skew=-400".parse::<Fault>()?, Fault::ClockSkew(-400));
/// assert_eq!("slow-body=0.5".parse::<Fault>()?, Fault::SlowBody(Duration::from_millis(500)));
/// assert_eq!("slow-headers=2s".parse::<Fault>()?, Fault::SlowHeaders(Duration::from_secs(2)));
/// assert_eq!(Fault::TooManyRequests(5).to_string(), "429=5");
/// # Ok::<(), wechatpay_chain::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// `wrong-signature`: the signature is another message's.
    WrongSignature,
    /// `probe`: the signature is one of those by which WeChat Pay tests whether clients verify; it
    /// begins with `WECHATPAY/SIGNTEST/`.
    Probe,
    /// `no-signature`: none of the signature headers is there.
    NoSignature,
    /// `clock-skew[=seconds]`: the answer's timestamp is so many seconds ahead, or behind if
    /// negative; 600 if not said. It is signed as it is.
    ClockSkew(i64),
    /// `unknown-serial`: the answer names a certificate that nobody has.
    UnknownSerial,
    /// `rotate-certificate`: a new platform certificate is issued after the request was handled,
    /// and signs this answer and those after it. In public-key mode nothing of it is seen.
    RotateCertificate,
    /// `other-key-mode`: signed by the platform certificate's key where the request asks for the
    /// public key, and the other way round.
    OtherKeyMode,
    /// `429[=seconds]`: `FREQUENCY_LIMITED`, and `Retry-After` with so many seconds, 1 if not said.
    /// No handler is run.
    TooManyRequests(u32),
    /// `500`: `SYSTEM_ERROR`. No handler is run.
    ServerError,
    /// `502`: an HTML page without a signature, as a proxy on the way sends it. No handler is run.
    BadGateway,
    /// `slow-headers[=seconds]`: the answer begins so much later; 10 s if not said.
    SlowHeaders(Duration),
    /// `slow-body[=seconds]`: after half of the body there is a pause so long; 10 s if not said.
    SlowBody(Duration),
    /// `cut-before`: the connection is closed after the request's head, its body not read. The
    /// gateway does not list such a request.
    CutBefore,
    /// `cut-after`: the connection is closed when the request has been handled, without an answer.
    CutAfter,
    /// `truncated-body`: the connection is closed after half of the body.
    TruncatedBody,
}

impl Fault {
    fn name(self) -> &'static str {
        match self {
            Self::WrongSignature => "wrong-signature",
            Self::Probe => "probe",
            Self::NoSignature => "no-signature",
            Self::ClockSkew(_) => "clock-skew",
            Self::UnknownSerial => "unknown-serial",
            Self::RotateCertificate => "rotate-certificate",
            Self::OtherKeyMode => "other-key-mode",
            Self::TooManyRequests(_) => "429",
            Self::ServerError => "500",
            Self::BadGateway => "502",
            Self::SlowHeaders(_) => "slow-headers",
            Self::SlowBody(_) => "slow-body",
            Self::CutBefore => "cut-before",
            Self::CutAfter => "cut-after",
            Self::TruncatedBody => "truncated-body",
        }
    }

    /// All, with the arguments that they have if nothing else is said.
    const ALL: [Self; 15] = [
        Self::WrongSignature,
        Self::Probe,
        Self::NoSignature,
        Self::ClockSkew(SKEW),
        Self::UnknownSerial,
        Self::RotateCertificate,
        Self::OtherKeyMode,
        Self::TooManyRequests(1),
        Self::ServerError,
        Self::BadGateway,
        Self::SlowHeaders(Duration::from_secs(SLOW)),
        Self::SlowBody(Duration::from_secs(SLOW)),
        Self::CutBefore,
        Self::CutAfter,
        Self::TruncatedBody,
    ];

    /// The same with this argument; none, if it takes another or none.
    fn with(self, argument: &str) -> Option<Self> {
        let argument = argument.strip_suffix('s').unwrap_or(argument);
        let seconds = || {
            let seconds = argument.parse().ok()?;
            Duration::try_from_secs_f64(seconds).ok()
        };
        match self {
            Self::ClockSkew(_) => argument.parse().ok().map(Self::ClockSkew),
            Self::TooManyRequests(_) => argument.parse().ok().map(Self::TooManyRequests),
            Self::SlowHeaders(_) => seconds().map(Self::SlowHeaders),
            Self::SlowBody(_) => seconds().map(Self::SlowBody),
            _ => None,
        }
    }
}

/// As the header has it: `name[=argument]`.
impl FromStr for Fault {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (name, argument) = match text.trim().split_once('=') {
            Some((name, argument)) => (name, Some(argument)),
            None => (text.trim(), None),
        };
        let shown = || one_line(text, 40);
        let fault = Self::ALL.into_iter().find(|fault| fault.name() == name).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            Error::options(format!("`{}` is no fault of the gateway's: use {names}", shown()))
        })?;
        argument.map_or(Some(fault), |argument| fault.with(argument)).ok_or_else(|| {
            Error::options(format!(
                "`{}` has an argument that {name} does not take: seconds are for clock-skew, 429, \
                 slow-headers and slow-body",
                shown()
            ))
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self {
            Self::ClockSkew(seconds) => write!(f, "={seconds}"),
            Self::TooManyRequests(seconds) => write!(f, "={seconds}"),
            Self::SlowHeaders(time) | Self::SlowBody(time) => write!(f, "={}", time.as_secs_f64()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_arguments() {
        for fault in Fault::ALL {
            assert_eq!(fault.to_string().parse::<Fault>().unwrap(), fault);
            assert_eq!(fault.name().parse::<Fault>().unwrap(), fault);
        }
        for (text, part) in [
            ("", "`` is no fault"),
            ("503", "use wrong-signature, probe"),
            ("probe=1", "probe does not take"),
            ("clock-skew=1.5", "clock-skew does not take"),
            ("429=-1", "429 does not take"),
            ("slow-body=-1", "slow-body does not take"),
            ("slow-body=inf", "slow-body does not take"),
            ("slow-body=s", "slow-body does not take"),
            ("slow-body=", "slow-body does not take"),
            ("a\r\nb", "`a\\r\\nb`"),
        ] {
            let error = text.parse::<Fault>().unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
