//! A small merchant world in memory, which responds where no handler is registered: orders, refunds,
//! bills, uploads, profit sharing, onboarding, complaints, orders overseas and a Payscore
//! authorization.
//!
//! Nothing in it depends on time alone: an order is paid and a refund completed on command, so that
//! a test need not wait. It lives as long as the gateway.

pub(super) mod calls;
mod complain;
mod csv;
mod delivery;
mod given;
mod merchant;
mod model;
mod onboard;
mod pay;
mod samples;
mod state;
#[cfg(test)]
mod tests;
mod v2;

pub use self::delivery::{ComplaintResult, Delivery, PaymentResult, RefundResult};
pub(super) use self::samples::{order_sample, refund_sample};
pub(super) use self::state::World;
