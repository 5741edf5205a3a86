//! What can go wrong on purpose.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::error::{Error, one_line};
use crate::language::say;

/// The default delay, in seconds.
const SLOW: u64 = 10;
/// The default clock skew, in seconds: twice what a client accepts.
const SKEW: i64 = 600;

/// Something that goes wrong on purpose, to test how a client handles it.
///
/// Plan it with [`Gateway::fault`](crate::Gateway::fault), or request it with the header
/// `X-Gateway-Fault: name[=argument]`; commas separate several faults. Each variant below states its
/// name; seconds may have a unit, `2s`. Faults of the signature have no effect on an unsigned
/// response.
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
    /// `wrong-signature`: the signature is that of a different message.
    WrongSignature,
    /// `probe`: the signature begins with `WECHATPAY/SIGNTEST/`, by which WeChat Pay tests whether
    /// clients verify.
    Probe,
    /// `no-signature`: the signature headers are missing.
    NoSignature,
    /// `clock-skew[=seconds]`: the signed timestamp is ahead by this many seconds, or behind if
    /// negative. Default: 600.
    ClockSkew(i64),
    /// `unknown-serial`: the response names a certificate that does not exist.
    UnknownSerial,
    /// `rotate-certificate`: a new platform certificate is issued after the request was handled, and
    /// signs this response and later ones. It is not visible in public-key mode.
    RotateCertificate,
    /// `other-key-mode`: the platform certificate's key signs where the request asks for the public
    /// key, and vice versa.
    OtherKeyMode,
    /// `429[=seconds]`: `FREQUENCY_LIMITED`, and `Retry-After` with this many seconds. Default: 1. No
    /// handler runs.
    TooManyRequests(u32),
    /// `500`: `SYSTEM_ERROR`. No handler runs.
    ServerError,
    /// `502`: an unsigned HTML page, as a proxy sends it. No handler runs.
    BadGateway,
    /// `slow-headers[=seconds]`: the response is delayed. Default: 10 s.
    SlowHeaders(Duration),
    /// `slow-body[=seconds]`: there is a pause after half of the body. Default: 10 s.
    SlowBody(Duration),
    /// `cut-before`: the connection is closed after the request's head, before its body is read. The
    /// gateway does not list the request.
    CutBefore,
    /// `cut-after`: the connection is closed after the request was handled, without a response.
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

    /// Whether the other fault could have no effect besides this one, or is this one again.
    pub(super) fn contradicts(self, other: Self) -> bool {
        let is_response = |fault: Self| {
            matches!(fault, Self::TooManyRequests(_) | Self::ServerError | Self::BadGateway)
        };
        let is_of_signature = matches!(
            other,
            Self::WrongSignature
                | Self::Probe
                | Self::NoSignature
                | Self::ClockSkew(_)
                | Self::UnknownSerial
                | Self::OtherKeyMode
        );
        let is_of_body = matches!(other, Self::SlowBody(_) | Self::TruncatedBody);
        self.name() == other.name()
            || is_response(self) && is_response(other)
            || match self {
                Self::CutBefore => true,
                Self::CutAfter => {
                    is_of_signature || is_of_body || matches!(other, Self::SlowHeaders(_))
                }
                Self::NoSignature | Self::BadGateway => is_of_signature,
                Self::WrongSignature => other == Self::Probe,
                _ => false,
            }
    }

    /// All faults, with their default arguments.
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

    /// The same fault with this argument. `None` if it does not take it.
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

/// Parses the form of the header: `name[=argument]`.
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
            let shown = shown();
            Error::options(say!(
                "`{shown}` is not a fault of the gateway: use {names}",
                "`{shown}` 不是网关的故障：请使用 {names}"
            ))
        })?;
        argument.map_or(Some(fault), |argument| fault.with(argument)).ok_or_else(|| {
            let shown = shown();
            Error::options(say!(
                "`{shown}` has an argument that {name} does not take: only clock-skew, 429, \
                 slow-headers and slow-body take one, in seconds",
                "`{shown}` 带有 {name} 不接受的参数：只有 clock-skew、429、slow-headers 和 slow-body \
                 接受参数，单位为秒"
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
            ("", "`` is not a fault"),
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
