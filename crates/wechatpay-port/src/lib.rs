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
//! - Statements outside functions are `pub fn run(client: &Client) -> Result<(), Error>`. Those that verify
//!   and decrypt a notification are `pub fn receive(client: &Client, headers: &HeaderMap, body: &[u8])`.
//! - A class is a struct with `new(client: Client, …)` and methods on `&self`; a function takes the client
//!   first, if it uses it.
//! - Where PHP makes the client by `Builder::factory`, `pub fn client() -> Result<Client, Error>` does; in
//!   a class, `Service::client(…)`.
//! - A fragment (`'k' => […],`) is `pub fn value() -> Value`.
//! - At the end there are the functions of PHP that the module needs, such as `text`, which writes a value
//!   into a text as PHP does.
//!
//! With [`Settings::asynchronous`] the functions are `async`, but for `new` and `client`. A hole is
//! `compile_error!("PHP line 7: config('pay.mchid')")`, with [`Settings::draft`] the error at run time
//! `hole("PHP line 7: …")?`. A statement that is not translated is a hole with its text in a comment.
//!
//! The module needs the crates `wechatpay-chain`, `serde_json` and sometimes `http`, and for maps of more
//! than 36 entries the crate's `#![recursion_limit]` ([`Ported::recursion_limit`]).

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
