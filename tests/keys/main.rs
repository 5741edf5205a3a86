//! Keys, certificates, signatures and what they protect: fields, notifications, payments.

#[path = "../support/mod.rs"]
mod support;

mod certificate_trust;
mod certificates;
mod crypto;
mod keys;
mod notification;
mod notification_bytes;
mod payment;
mod payment_signers;
mod pem_lines;
mod protected_keys;
mod sensitive;
mod v2_notification;
