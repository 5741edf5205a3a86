//! Bodies of answers that are read as they come: each wraps another one, and sees every piece.

mod bounded;
mod bounds;
mod checked;
mod decoded;
mod paced;
mod watched;

pub(crate) use self::bounds::Bounds;
pub(crate) use self::checked::checked;
pub(crate) use self::decoded::decoded;
pub(crate) use self::paced::paced;
pub(crate) use self::watched::{Watcher, watched};
