//! What the world remembers, a file for each subject, without the calls that use them.

pub(super) mod applyment;
pub(super) mod bill_file;
pub(super) mod complaint;
pub(super) mod order;
pub(super) mod refund;
pub(super) mod sharing;
