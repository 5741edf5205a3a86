//! Response bodies that are streamed: each wraps another one and sees every chunk.

mod decoded;
mod decrypted;
mod hash;
mod limits;
mod progress;
mod read_timeout;

pub(crate) use self::decoded::{decoded, unpacked};
pub(crate) use self::decrypted::decrypted;
pub(crate) use self::hash::checked;
pub(crate) use self::limits::Limits;
pub(crate) use self::progress::{Watcher, watched};
pub(crate) use self::read_timeout::with_read_timeout;
