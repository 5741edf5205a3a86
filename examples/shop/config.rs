//! The configuration: the account as the library reads it, and the shop's own variables.

use std::env;
use std::time::Duration;

use wechatpay_chain::{Client, ClientBuilder, Error, Failover, Retry};

pub(crate) struct Config {
    /// `SHOP_APPID`, which is linked to the merchant. An app has one of its own.
    pub(crate) appid: String,
    /// `SHOP_URL`, where WeChat Pay reaches this server: `https://shop.example`.
    pub(crate) url: String,
    /// `SHOP_STAFF_TOKEN`, for the routes that only staff may call.
    pub(crate) staff_token: String,
}

impl Config {
    pub(crate) fn from_env() -> Result<Self, String> {
        let variable = |name| env::var(name).map_err(|error| format!("{name}: {error}"));
        Ok(Self {
            appid: variable("SHOP_APPID")?,
            url: variable("SHOP_URL")?.trim_end_matches('/').to_owned(),
            staff_token: variable("SHOP_STAFF_TOKEN")?,
        })
    }

    pub(crate) fn of_gateway(url: &str) -> Self {
        let (appid, staff_token) = ("wxd678efh567hg6787".to_owned(), "staff".to_owned());
        Self { appid, url: url.to_owned(), staff_token }
    }
}

/// A client of the account in `WECHATPAY_…`, or in the profile that `WECHATPAY_PROFILE` names.
pub(crate) fn live_client() -> Result<Client, Error> {
    tuned(ClientBuilder::from_env()?).failover(Failover::wechat()).build()
}

/// What tests, the gateway and production share.
pub(crate) fn tuned(builder: ClientBuilder) -> ClientBuilder {
    // `throttled`: WeChat Pay says by a 429 that it did nothing, so any call may be repeated.
    builder.timeout(Duration::from_secs(10)).retry(Retry::new().throttled(true))
}

/// `SHOP_PORT`. Default: 3000.
pub(crate) fn port() -> Result<u16, String> {
    let Ok(port) = env::var("SHOP_PORT") else { return Ok(3000) };
    port.parse().map_err(|error| format!("SHOP_PORT: {error}"))
}

pub(crate) fn print_hints(address: &str, gateway: &str) {
    println!(
        r#"The shop is at {address}, the local gateway at {gateway}. Try:

curl {address}/orders/native --json '{{"cart": "1", "items": [{{"sku": "coffee", "count": 2}}]}}'
    # now pay the order: open {gateway} in a browser and press its button
curl {address}/orders/NUMBER
curl {address}/orders/NUMBER/refunds -H 'Authorization: Bearer staff' --json '{{"id": "1", "refund": 100}}'
"#
    );
}
