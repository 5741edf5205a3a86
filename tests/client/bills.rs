//! Packed and encrypted bills.
