//! The catalogue of WeChat Pay's endpoints, as files that people edit, and its compact form, which
//! the library compiles in.
//!
//! `cargo run -p catalogue-generator` reads `catalogue/*.txt` and writes `src/catalogue/data.bin`, and
//! the reasons of `catalogue/overrides.txt`, which the command shows.

mod compact;
mod index;
mod intern;
mod numbers;
mod overrides;
mod text;

use std::path::{Path, PathBuf};

pub use compact::{Compact, compact};
pub use overrides::{Note, apply};

/// Everything that the files say.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// APIv3's, then APIv2's.
    pub endpoints: Vec<Endpoint>,
    /// The types of notifications.
    pub events: Vec<Event>,
    /// The known slips, of the endpoints above and of some that are not there.
    pub notes: Vec<Note>,
}

/// An endpoint. `text.rs` tells how it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Endpoint {
    /// In capitals.
    pub method: String,
    /// A URI template, without a slash before it.
    pub path: String,
    /// Its name in Chinese.
    pub title: String,
    /// The products that it belongs to.
    pub families: Vec<String>,
    /// Who may call it.
    pub roles: Vec<String>,
    /// The address in place of `https://api.mch.weixin.qq.com/`.
    pub base_uri: Option<String>,
    /// As the documents write them.
    pub rate_limits: Vec<String>,
    /// Headers that it asks for.
    pub headers: Vec<String>,
    /// Pages of WeChat Pay's documentation.
    pub doc_links: Vec<String>,
    /// Parameters of the query.
    pub query: Vec<Field>,
    /// `json`, `multipart` or `xml`.
    pub body_kind: Option<String>,
    /// Fields of the body.
    pub body: Vec<Field>,
    /// Fields of the response.
    pub response: Vec<Field>,
}

/// A parameter of a query, or a field of a body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// Marks: `required`, `encrypted`, `json`.
    pub required: bool,
    /// With the platform's key.
    pub encrypted: bool,
    /// A string that holds JSON.
    pub json: bool,
    /// The values that it may have.
    pub values: Vec<String>,
    /// Of an object, of a list's objects, or of the JSON in a string.
    pub fields: Vec<Field>,
}

/// A type of notification.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    /// As in `event_type`.
    pub name: String,
    /// The fields of the decrypted resource, dotted.
    pub resource: Vec<String>,
}

/// The methods of endpoints. The compact form holds the position.
pub const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// The kinds of bodies, likewise; the first is none.
pub const BODIES: [&str; 4] = ["", "json", "multipart", "xml"];

/// The types of fields, likewise.
pub const KINDS: [&str; 10] = [
    "string",
    "integer",
    "number",
    "boolean",
    "object",
    "string[]",
    "integer[]",
    "number[]",
    "boolean[]",
    "object[]",
];

/// The files, in the order in which they are read.
pub const FILES: [&str; 3] = ["v3.txt", "v2.txt", "events.txt"];

/// The corrections, read last.
pub const OVERRIDES: &str = "overrides.txt";

/// Reads the files in this folder.
///
/// # Errors
///
/// A file cannot be read, one of its lines is not understood, or an override matches nothing.
pub fn read(folder: &Path) -> Result<Catalogue, String> {
    let mut catalogue = Catalogue::default();
    for name in FILES {
        each(folder, name, |text| catalogue.read(text))?;
    }
    catalogue.notes = each(folder, OVERRIDES, |text| apply(&mut catalogue, text))?;
    Ok(catalogue)
}

fn each<T>(
    folder: &Path,
    name: &str,
    read: impl FnOnce(&str) -> Result<T, String>,
) -> Result<T, String> {
    let path = folder.join(name);
    let read = std::fs::read_to_string(&path)
        .map_err(|error| error.to_string())
        .and_then(|text| read(&text));
    read.map_err(|error| format!("{}: {error}", path.display()))
}

/// Where the command has the notes.
pub const NOTES: &str = "crates/wechatpay/src/commands/describe/notes.txt";

/// The notes as the command compiles them in: method and path, English, Chinese, separated by tabs.
#[must_use]
pub fn notes(catalogue: &Catalogue) -> String {
    let notes = catalogue.notes.iter();
    let line = |Note { method, path, why, zh }: &Note| format!("{method} {path}\t{why}\t{zh}\n");
    notes.map(line).collect()
}

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
