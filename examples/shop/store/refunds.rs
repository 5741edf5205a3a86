//! The refunds in the database.

use serde::Serialize;

use super::{Entry, Order, Status, Store, Tables};
use crate::failure::Failure;
use crate::refunds::RefundStatus;

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Refund {
    pub(crate) number: String,
    #[serde(skip)]
    pub(crate) order: Order,
    pub(crate) refund: i64,
    /// WeChat Pay's, none until it has accepted the refund.
    pub(crate) status: Option<String>,
}

impl Store {
    /// Notes a refund before WeChat Pay is called. All refunds of an order are at most what was paid.
    pub(crate) fn open_refund(&self, order: &str, id: &str, fen: i64) -> Result<Refund, Failure> {
        let tables = &mut *self.tables();
        let order = tables.orders.get(order).ok_or_else(Failure::not_found)?;
        if order.status != Status::Paid {
            return Err(Failure::conflict("NOT_PAID", "the order is not paid"));
        }
        let number = format!("{}-{id}", order.number);
        if let Some(refund) = tables.refunds.get(&number) {
            return if refund.refund == fen {
                Ok(refund.clone())
            } else {
                Err(Failure::conflict("OTHER_REFUND", "this id is a refund of another amount"))
            };
        }
        let others = tables.refunds.values().filter(|it| it.order.number == order.number);
        let refunded: i64 =
            others.filter(|it| it.status.as_deref() != Some("CLOSED")).map(|it| it.refund).sum();
        if fen <= 0 || fen > order.total - refunded {
            return Err(Failure::conflict("AMOUNT", "more than what is left of the payment"));
        }
        let refund = Refund { number, order: order.clone(), refund: fen, status: None };
        tables.refunds.insert(refund.number.clone(), refund.clone());
        Ok(refund)
    }

    /// What WeChat Pay says about a refund, by a response, a query or a notification.
    pub(crate) fn update_refund(&self, status: &RefundStatus) -> Result<Refund, Failure> {
        self.tables().update_refund(status)
    }
}

impl Tables {
    pub(super) fn update_refund(&mut self, status: &RefundStatus) -> Result<Refund, Failure> {
        let refund = self.refunds.get_mut(&status.number).ok_or_else(Failure::not_found)?;
        if status.amount.refund != refund.refund {
            return Err(Failure::conflict("AMOUNT", "the amount is not the refund's"));
        }
        // A response may be late: after a notification said more.
        if refund.status.as_deref() == Some("SUCCESS") {
            return Ok(refund.clone());
        }
        refund.status = Some(status.status.clone());
        if status.status == "SUCCESS" {
            self.ledger.push(Entry { number: refund.number.clone(), fen: -refund.refund });
        }
        Ok(refund.clone())
    }
}
