//! Faults on demand. A fault is data: `plan.rs` says which requests meet it, `faults.rs` reads the
//! header that names it. It acts in one of these places:
//!
//! | fault | acts in | before the handler runs? |
//! |---|---|---|
//! | `cut-before` | `server.rs`: the connection is closed after the request's head | yes, nothing is recorded |
//! | `429`, `500`, `502` | `handle.rs`, `respond`: [`Faults::response`] in the handler's place | no handler runs |
//! | `rotate-certificate` | `handle.rs`, `seal` | no |
//! | `wrong-signature`, `probe`, `no-signature`, `clock-skew`, `unknown-serial`, `other-key-mode` | `sign.rs` | no |
//! | `slow-headers`, `cut-after` | `server.rs`: after the response was made, before its head is sent | no |
//! | `slow-body`, `truncated-body` | `body.rs`: while the body is sent | no |

mod body;
mod faults;
mod kind;
mod plan;

pub(super) use self::body::FaultyBody;
pub(super) use self::faults::Faults;
pub use self::kind::Fault;
pub use self::plan::FaultPlan;
pub(super) use self::plan::Plans;
