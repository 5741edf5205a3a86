//! How a signed request gets to WeChat Pay, and where it may go.

mod hosts;
mod http;
mod progress;

pub(crate) use self::hosts::{Hosts, is_loopback};
pub(crate) use self::http::{Http, HttpConfig};
pub(crate) use self::progress::Progress;
