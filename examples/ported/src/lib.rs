//! Ported from PHP by `wechatpay port`.

pub mod bill_service;
pub mod client;
pub mod notify;
pub mod order_service;
pub mod refund_service;
