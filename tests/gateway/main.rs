//! The local gateway, and what it says of mistakes.

#[path = "../support/mod.rs"]
mod support;

mod bills;
mod browser;
mod calls;
mod catalogue;
mod commands;
mod complaints;
mod deliveries;
mod diagnosis;
mod fault_outcomes;
mod faults;
mod files;
mod folder;
mod key_modes;
mod members;
mod onboarding;
mod orders;
mod overseas;
mod page;
mod reach;
mod sharing;
mod stubs;
mod tls;
mod tunnel;
mod v2;
mod waiting;
mod world;
