//! Replays recordings of the real PHP SDK, and the examples of RFC 6570, through the public
//! API.

mod crypto;
mod edge_cases;
mod media;
mod recordings;
mod replay;
mod rfc6570;
mod samples;
mod verifier;
#[allow(dead_code, reason = "it is shared")]
#[path = "../support/watch.rs"]
mod watch;
