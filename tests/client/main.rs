//! What a caller meets: paths, options, calls, promises, files.

#[path = "../support/mod.rs"]
mod support;

mod client;
mod download_bounds;
mod downloads;
mod hedging;
mod languages;
mod layers;
mod links;
mod options;
mod outcomes;
mod pages;
mod papers;
mod paths;
mod porting;
mod promise_outcomes;
mod reexports;
mod reference_pages;
mod refusals;
mod runtimes;
mod sinks;
mod templates;
mod translations;
mod upload_faults;
mod uploads;
mod user_code;
