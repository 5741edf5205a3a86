//! Orders, refunds and bill files, without the calls that use them.

pub(super) mod bill_file;
pub(super) mod order;
pub(super) mod refund;
