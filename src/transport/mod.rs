//! How a signed request gets to WeChat Pay, and where it may go.

mod call;
mod dns;
mod hosts;
mod http;
mod in_use;
mod mutual_tls;
mod pool;
mod progress;
mod proxy;
mod service;
mod tls;
mod turn;
mod wire;

pub(crate) use self::call::Call;
#[cfg(feature = "gateway")]
pub(crate) use self::hosts::api_host_names;
pub(crate) use self::hosts::{
    Hosts, check_address, is_api_host, is_loopback, is_mainland, is_same_address, is_wechat_pay,
    mainland_backups,
};
pub(crate) use self::http::{Http, HttpConfig};
pub(crate) use self::mutual_tls::MutualTls;
pub(crate) use self::progress::{Progress, is_safe};
pub(crate) use self::proxy::Proxy;
pub use self::service::HttpService;
pub(crate) use self::service::erase;

use crate::language::Text;

/// Errors of the layers below name a stage; the one at the bottom says what happened.
fn innermost(error: &(dyn std::error::Error + 'static)) -> Text {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    Text::of(innermost)
}
