//! The shop's database: each method of [`Store`] is one transaction.
//!
//! In memory here. With a database, `orders` has a unique index on its number and one on the cart of
//! orders that are not closed, `refunds` one on its number, `notifications` one on its id.

mod refunds;

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use wechatpay_chain::Formatter;

use crate::cart::{Cart, Way};
use crate::failure::Failure;
use crate::orders::Transaction;
use crate::refunds::RefundStatus;

pub(crate) use refunds::Refund;

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Status {
    /// Noted before WeChat Pay is called, and until its response is here: query before a repetition.
    InDoubt,
    Placed,
    Paid,
    Closed,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Order {
    pub(crate) number: String,
    #[serde(skip)]
    pub(crate) way: Way,
    #[serde(skip)]
    pub(crate) cart: Cart,
    pub(crate) total: i64,
    pub(crate) status: Status,
    /// What the payer needs, once it is placed: the `prepay_id`, `code_url` or `h5_url`. WeChat Pay
    /// lets it expire, by default after 2 hours.
    #[serde(skip)]
    pub(crate) ticket: String,
}

/// Money that came or went, for the accounts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) number: String,
    pub(crate) fen: i64,
}

#[derive(Default)]
pub(crate) struct Store(Mutex<Tables>);

#[derive(Default)]
struct Tables {
    orders: HashMap<String, Order>,
    refunds: HashMap<String, Refund>,
    notifications: HashSet<String>,
    ledger: Vec<Entry>,
}

impl Store {
    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The open order of this cart, and whether it is new: the same cart has the same number.
    pub(crate) fn open(&self, way: Way, cart: Cart, total: i64) -> Result<(Order, bool), Failure> {
        let orders = &mut self.tables().orders;
        let same = orders.values().find(|it| it.cart.id == cart.id && it.status != Status::Closed);
        if let Some(order) = same {
            return if (order.way.name(), &order.cart) == (way.name(), &cart) {
                Ok((order.clone(), false))
            } else {
                Err(Failure::conflict("OTHER_ORDER", "close the order of this cart first"))
            };
        }
        let order = Order {
            number: Formatter::nonce(32),
            way,
            cart,
            total,
            status: Status::InDoubt,
            ticket: String::new(),
        };
        orders.insert(order.number.clone(), order.clone());
        Ok((order, true))
    }

    pub(crate) fn order(&self, number: &str) -> Result<Order, Failure> {
        self.tables().orders.get(number).cloned().ok_or_else(Failure::not_found)
    }

    /// WeChat Pay's response to the order. It changes nothing that is known better already.
    pub(crate) fn placed(&self, number: &str, ticket: &str) {
        if let Some(order) = self.tables().orders.get_mut(number) {
            if order.status == Status::InDoubt {
                (order.status, order.ticket) = (Status::Placed, ticket.to_owned());
            }
        }
    }

    /// What WeChat Pay says about an order, by a query or a notification.
    pub(crate) fn update(&self, transaction: &Transaction) -> Result<Order, Failure> {
        self.tables().update(transaction)
    }

    pub(crate) fn closed(&self, number: &str) {
        if let Some(order) = self.tables().orders.get_mut(number) {
            if order.status != Status::Paid {
                order.status = Status::Closed;
            }
        }
    }

    /// What a notification says, once: its id and the change are one transaction.
    pub(crate) fn notified(&self, id: &str, news: &News) -> Result<(), Failure> {
        let tables = &mut *self.tables();
        if tables.notifications.contains(id) {
            return Ok(());
        }
        match news {
            News::Payment(transaction) => drop(tables.update(transaction)?),
            News::Refund(status) => drop(tables.update_refund(status)?),
        }
        tables.notifications.insert(id.to_owned());
        Ok(())
    }

    #[cfg(test)]
    pub(crate) fn ledger(&self) -> Vec<Entry> {
        self.tables().ledger.clone()
    }

    #[cfg(test)]
    pub(crate) fn orders(&self) -> Vec<Order> {
        self.tables().orders.values().cloned().collect()
    }
}

/// What a notification is about.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum News {
    Payment(Transaction),
    Refund(RefundStatus),
}

impl Tables {
    fn update(&mut self, transaction: &Transaction) -> Result<Order, Failure> {
        let order = self.orders.get_mut(&transaction.number).ok_or_else(Failure::not_found)?;
        match transaction.state.as_str() {
            "SUCCESS" | "REFUND" if transaction.amount.total != order.total => {
                return Err(Failure::conflict("AMOUNT", "the amount is not the order's"));
            }
            "SUCCESS" | "REFUND" if order.status != Status::Paid => {
                order.status = Status::Paid;
                self.ledger.push(Entry { number: order.number.clone(), fen: order.total });
            }
            "CLOSED" | "REVOKED" if order.status != Status::Paid => order.status = Status::Closed,
            _ => {}
        }
        Ok(order.clone())
    }
}
