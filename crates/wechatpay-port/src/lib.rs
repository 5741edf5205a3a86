//! Translates PHP that uses `wechatpay/wechatpay` to Rust that uses `wechatpay-chain`.
//!
//! [`port`] takes the text of one PHP file and returns the text of one Rust module. It never fails:
//! what it cannot translate becomes a hole, which does not compile until somebody fills it, and a
//! [`Finding`] that names the line.
//!
//! ```
//! use wechatpay_port::{Settings, Source, port};
//!
//! let php = "<?php $response = $instance->v3->certificates->get();";
//! let ported = port(Source { name: "certificates.php", text: php }, &Settings::default());
//! assert_eq!(ported.module, "certificates");
//! assert!(ported.rust.contains("chain!(client->v3->certificates).get(())?;"));
//! assert!(ported.findings.is_empty());
//! ```
//!
//! # What a module looks like
//!
//! Statements outside functions are `pub fn run(client: &Client) -> Result<(), Error>`, a class is a
//! struct with `new(client: Client)` and methods on `&self`, a fragment (`'k' => […],`) is
//! `pub fn value() -> Value`. With [`Settings::asynchronous`] the functions are `async`. Where PHP makes
//! the client by `Builder::factory`, `pub fn client() -> Result<Client, Error>` does.

mod call;
mod code;
mod depth;
mod finding;
mod names;
mod ported;
mod print;
mod project;
mod sent;
mod side_by_side;
mod source;
mod term;
mod translate;
mod uses;

pub use finding::{Finding, Kind, Message};
pub use ported::{Call, Counts, Mapping, Ported, Settings, Source, State};
pub use project::Project;
pub use side_by_side::{Language, side_by_side};

/// Translates one PHP file, statements without `<?php`, or a fragment of an array.
#[must_use]
pub fn port(source: Source<'_>, settings: &Settings) -> Ported {
    let module = names::module(source.name);
    let translate =
        || translate::translate(&source::parse(source.text), settings, module.clone(), source.name);
    depth::run(translate).unwrap_or_else(|| Ported::untranslated(module.clone()))
}
