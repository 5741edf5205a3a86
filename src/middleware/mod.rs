//! Signing and verifying, as tower layers next to the transport.

mod decode;
mod sign;
mod signed_over;
mod verify;
mod verify_v2;

pub(crate) use self::sign::{NoSigner, RsaSigner, SignLayer, whole};
pub use self::sign::{SignInput, Signer};
#[cfg(feature = "gateway")]
pub(crate) use self::signed_over::{Rule, bytes_to_sign, rule};
pub(crate) use self::verify::VerifyLayer;
pub use self::verify::{Verifier, VerifyInput};
