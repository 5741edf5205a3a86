//! What a caller meets: paths, options, calls, promises, files.

#[path = "../support/mod.rs"]
mod support;

mod bill_rows;
mod bills;
mod catalogue;
mod checks;
mod client;
mod detached;
mod download_bounds;
mod downloads;
mod hedging;
mod languages;
mod layers;
mod links;
mod many;
mod mocking;
mod options;
mod outcomes;
mod pages;
mod paging;
mod papers;
mod paths;
mod porting;
mod promise_outcomes;
mod reexports;
mod reference_pages;
mod refusals;
mod runtimes;
mod seeing;
mod sinks;
mod templates;
mod translations;
mod typed;
mod upload_faults;
mod uploads;
mod user_code;
mod v2;
mod v2_attacks;
