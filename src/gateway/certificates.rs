//! The platform's certificates: the call that gives them out, and their exchange.

use std::sync::Arc;

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::Gateway;
use super::answer::Answer;
use super::encrypt::{ALGORITHM, encrypt};
use super::keys::{Certified, Keys, LIFETIME_DAYS};
use super::routes::Routes;
use super::time::{beijing, now};
use crate::error::{BoxError, Error};

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

/// Has `GET /v3/certificates` answered.
pub(super) fn serve(routes: &Routes, keys: &Arc<Keys>) {
    let keys = Arc::clone(keys);
    let handler = move |_: &_| {
        answer(&keys, now()).unwrap_or_else(|error| {
            let message =
                format!("系统异常: the certificates can't be encrypted: {error}: try again");
            Answer::error(StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR", &message)
        })
    };
    routes.add(Method::GET, "/v3/certificates", Arc::new(handler));
}

fn answer(keys: &Keys, now: u64) -> Result<Answer, BoxError> {
    let entry = |certified: &Certified| -> Result<Value, BoxError> {
        let (nonce, ciphertext) =
            encrypt(&keys.apiv3_key, ASSOCIATED_DATA, &certified.certificate_pem)?;
        Ok(json!({
            "serial_no": certified.serial,
            "effective_time": beijing(now),
            "expire_time": beijing(now + u64::from(LIFETIME_DAYS) * 86_400),
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
