//! What is sent and what may come back: hosts, proxies, TLS, faults, hostile responses, attempts.

#[path = "../support/mod.rs"]
mod support;

mod failover;
mod fault_matrix;
mod host_attacks;
mod hostile_answers;
mod hostile_text;
mod hosts;
mod limits;
mod mutual_tls;
mod proxy;
mod retry;
mod time_limits;
mod tls;
mod v2_faults;
mod verifying;
