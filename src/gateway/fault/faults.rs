//! The faults of one request, asked for by the file in which each acts.

use std::fmt;
use std::time::Duration;

use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, StatusCode};

use super::kind::Fault;
use crate::error::Error;
use crate::gateway::response::StubResponse;
use crate::language::say;

/// The header that asks for faults of its own request's response.
const HEADER: &str = "x-gateway-fault";

/// The faults of one request.
#[derive(Debug, Clone, Default)]
pub(in crate::gateway) struct Faults(pub(in crate::gateway) Vec<Fault>);

impl Faults {
    /// The faults that the request's header names. `None` if it has no such header.
    pub(in crate::gateway) fn of_header(headers: &HeaderMap) -> Option<Result<Self, Error>> {
        let mut values = headers.get_all(HEADER).iter().peekable();
        values.peek()?;
        let mut faults = Vec::new();
        for value in values {
            let text = String::from_utf8_lossy(value.as_bytes());
            for name in text.split(',') {
                match name.parse() {
                    Ok(fault) => faults.push(fault),
                    Err(error) => return Some(Err(error)),
                }
            }
        }
        let faults = Self(faults);
        Some(faults.check().map(|()| faults))
    }

    /// Refuses two that cannot both apply to a response.
    pub(super) fn check(&self) -> Result<(), Error> {
        for (index, one) in self.0.iter().enumerate() {
            for other in &self.0[..index] {
                if one.contradicts(*other) || other.contradicts(*one) {
                    return Err(Error::options(say!(
                        "the faults {other} and {one} contradict each other: leave one out",
                        "故障 {other} 与 {one} 互相矛盾：请去掉其中一个"
                    )));
                }
            }
        }
        Ok(())
    }

    pub(in crate::gateway) fn has(&self, fault: Fault) -> bool {
        self.0.contains(&fault)
    }

    /// The first result of `pick`.
    fn find<T>(&self, pick: impl Fn(Fault) -> Option<T>) -> Option<T> {
        self.0.iter().copied().find_map(pick)
    }

    /// The response that a fault gives in the handler's place.
    pub(in crate::gateway) fn response(&self) -> Option<StubResponse> {
        self.find(response)
    }

    /// How far the response's timestamp is off, in seconds.
    pub(in crate::gateway) fn clock_skew(&self) -> i64 {
        let skew = self.find(|fault| match fault {
            Fault::ClockSkew(seconds) => Some(seconds),
            _ => None,
        });
        skew.unwrap_or_default()
    }

    /// How long the response's head is delayed.
    pub(in crate::gateway) fn delay_of_headers(&self) -> Option<Duration> {
        self.find(|fault| match fault {
            Fault::SlowHeaders(time) => Some(time),
            _ => None,
        })
    }

    /// How long the pause in the response's body is.
    pub(super) fn delay_of_body(&self) -> Option<Duration> {
        self.find(|fault| match fault {
            Fault::SlowBody(time) => Some(time),
            _ => None,
        })
    }
}

/// As `--fault` and the header name them.
impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            write!(f, "{}{fault}", if index > 0 { ", " } else { "" })?;
        }
        Ok(())
    }
}

fn response(fault: Fault) -> Option<StubResponse> {
    let response = match fault {
        Fault::TooManyRequests(seconds) => {
            let message = say!(
                "too many requests (on purpose): wait for the time in Retry-After",
                "频率超限（模拟的故障）：请等待 Retry-After 指明的时间"
            );
            StubResponse::refusal(StatusCode::TOO_MANY_REQUESTS, "FREQUENCY_LIMITED", message)
                .header(RETRY_AFTER, seconds.to_string())
        }
        Fault::ServerError => {
            let message = say!(
                "failed on purpose: retry with the same numbers",
                "系统异常（模拟的故障）：请用相同的单号重试"
            );
            StubResponse::refusal(StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR", message)
        }
        Fault::BadGateway => {
            let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
                        <center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
            StubResponse::new(StatusCode::BAD_GATEWAY)
                .header(CONTENT_TYPE, "text/html")
                .body(page)
                .unsigned()
        }
        _ => return None,
    };
    Some(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_may_name_several() {
        let mut headers = HeaderMap::new();
        assert!(Faults::of_header(&headers).is_none());
        headers.append(HEADER, "probe, slow-headers=0".parse().unwrap());
        headers.append(HEADER, "truncated-body".parse().unwrap());
        let faults = Faults::of_header(&headers).unwrap().unwrap();
        assert_eq!(
            faults.0,
            [Fault::Probe, Fault::SlowHeaders(Duration::ZERO), Fault::TruncatedBody]
        );
        headers.append(HEADER, "x".parse().unwrap());
        assert!(Faults::of_header(&headers).unwrap().is_err());
    }
}
