//! Call any endpoint of WeChat Pay's OpenAPI v3 by its path.

mod error;
mod response;

pub use error::{ApiError, BoxError, Error, ErrorKind, Outcome};
pub use response::{Response, ResponseExt, Verification};
