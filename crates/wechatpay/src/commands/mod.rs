//! A sub-command each.

pub(crate) mod bill;
pub(crate) mod call;
pub(crate) mod catalogue;
pub(crate) mod certificates;
pub(crate) mod completions;
pub(crate) mod crypto;
pub(crate) mod delivery;
pub(crate) mod describe;
pub(crate) mod doctor;
pub(crate) mod find;
pub(crate) mod gateway;
pub(crate) mod listen;
mod local;
pub(crate) mod logs;
pub(crate) mod notify;
pub(crate) mod trigger;
