//! The local gateway, and what it says of mistakes.

#[path = "../support/mod.rs"]
mod support;

mod bills;
mod browser;
mod calls;
mod commands;
mod diagnosis;
mod fault_outcomes;
mod faults;
mod files;
mod folder;
mod members;
mod orders;
mod page;
mod reach;
mod stubs;
mod tls;
mod world;
