//! How a signed request gets to WeChat Pay, and where it may go.

mod call;
mod hosts;
mod http;

pub(crate) use self::call::{Call, Progress};
pub(crate) use self::hosts::{Hosts, check_link, is_loopback, is_mainland, is_wechat_pay};
pub(crate) use self::http::{Http, HttpConfig};
