//! The platform's certificates: the call that gives them out, and their exchange.

use openssl::asn1::{Asn1Time, Asn1TimeRef};
use serde_json::{Value, json};

use super::Gateway;
use super::answer::Answer;
use super::encrypt::{ALGORITHM, encrypt};
use super::keys::{Certified, Keys};
use super::time::beijing;
use crate::error::{BoxError, Error};

/// The path of the call.
pub(super) const PATH: &str = "/v3/certificates";
const ASSOCIATED_DATA: &str = "certificate";

impl Gateway {
    /// Issues a new platform certificate, by whose key answers are signed from now on, and gives
    /// its serial number. `GET /v3/certificates` lists it beside the old ones.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto), when OpenSSL cannot make a key.
    pub fn rotate_certificate(&self) -> Result<String, Error> {
        self.shared.keys.rotate()
    }
}

/// The answer of `GET /v3/certificates`, where no handler is registered for it.
pub(super) fn answer(keys: &Keys) -> Result<Answer, BoxError> {
    let entry = |certified: &Certified| -> Result<Value, BoxError> {
        let (nonce, ciphertext) =
            encrypt(&keys.apiv3_key, ASSOCIATED_DATA, &certified.certificate_pem)?;
        Ok(json!({
            "serial_no": certified.serial,
            "effective_time": beijing(since_1970(certified.certificate.not_before())?),
            "expire_time": beijing(since_1970(certified.certificate.not_after())?),
            "encrypt_certificate": {
                "algorithm": ALGORITHM,
                "nonce": nonce,
                "associated_data": ASSOCIATED_DATA,
                "ciphertext": ciphertext,
            },
        }))
    };
    let all = keys.platform_certificates();
    let entries = all.iter().map(|certified| entry(certified)).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({ "data": entries }).into())
}

fn since_1970(time: &Asn1TimeRef) -> Result<u64, BoxError> {
    let since = Asn1Time::from_unix(0)?.diff(time)?;
    Ok(u64::try_from(i64::from(since.days) * 86_400 + i64::from(since.secs))?)
}
