//! The platform's keys, and whether one of them made a signature.

use std::collections::HashMap;

use super::{Fault, Refusal};
use crate::crypto::PublicKey;
use crate::error::one_line;

/// WeChat Pay sends a wrong signature now and then, to see whether it is refused; so it begins.
const PROBE: &str = "WECHATPAY/SIGNTEST/";

/// The configured platform certificates and public keys, by serial number or id.
pub(crate) struct PlatformKeys(pub(crate) HashMap<String, PublicKey>);

impl PlatformKeys {
    /// Whether `signature`, in Base64, is that of `message` by the key of this serial.
    pub(crate) fn check(
        &self,
        serial: &str,
        message: &[u8],
        signature: &str,
    ) -> Result<(), Refusal> {
        let Some(key) = self.0.get(serial) else {
            let mut known: Vec<_> = self.0.keys().map(String::as_str).collect();
            known.sort_unstable();
            let reason = format!(
                "no platform key of the serial `{}` is configured, only {}: add it by \
                 platform_key, or download the current certificates",
                one_line(serial, 80),
                known.join(", ")
            );
            return Err(Refusal::new(Fault::UnknownSerial, reason));
        };
        match key.verify(message, signature) {
            Ok(true) => Ok(()),
            Ok(false) if signature.starts_with(PROBE) => Err(Refusal::new(
                Fault::Probe,
                format!(
                    "the signature does not hold, and begins with `{PROBE}`: WeChat Pay made it \
                     wrong on purpose, to see that it is refused"
                ),
            )),
            Ok(false) => Err(Refusal::new(
                Fault::Wrong,
                format!("the signature does not hold for the platform key `{serial}`"),
            )),
            Err(error) => Err(Refusal::new(Fault::Wrong, error.to_string())),
        }
    }
}
