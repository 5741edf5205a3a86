//! What is bought, and how it is paid for.

use http::StatusCode;
use serde::Deserialize;

use crate::failure::Failure;

/// What the browser posts. Prices are the shop's, and the id is made with the cart: whoever posts the
/// cart again, because the first response was lost, gets the same order.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Cart {
    #[serde(rename = "cart")]
    pub(crate) id: String,
    items: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Item {
    sku: String,
    count: u16,
}

impl Cart {
    /// In fen.
    pub(crate) fn total(&self) -> Result<i64, Failure> {
        let prices = self.items.iter().map(|item| match item.sku.as_str() {
            "coffee" => Some(1_200 * i64::from(item.count)),
            "cake" => Some(2_850 * i64::from(item.count)),
            _ => None,
        });
        let total = prices.sum::<Option<i64>>().filter(|total| *total > 0);
        total.ok_or_else(|| {
            Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "CART", "nothing to sell")
        })
    }
}

#[derive(Debug, Clone)]
pub(crate) enum Way {
    Jsapi { openid: String },
    Native,
    App,
    H5 { ip: String },
}

impl Way {
    /// The last segment of the path.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Jsapi { .. } => "jsapi",
            Self::Native => "native",
            Self::App => "app",
            Self::H5 { .. } => "h5",
        }
    }
}
