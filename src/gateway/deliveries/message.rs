//! A notification that can be sent any number of times: the same body, signed anew each time.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use serde_json::Value;

use crate::error::BoxError;
use crate::gateway::keys::{Keys, alphanumerics};
use crate::gateway::notify::Signing;

pub(in crate::gateway) struct Message {
    pub(in crate::gateway) id: String,
    pub(in crate::gateway) event_type: String,
    /// What it says, before it was encrypted or signed.
    pub(in crate::gateway) resource: Value,
    pub(in crate::gateway) body: Bytes,
    /// Whether it is repeated when it is not accepted: what is wrong on purpose is not.
    pub(in crate::gateway) is_repeated: bool,
    pub(in crate::gateway) protocol: Protocol,
}

pub(in crate::gateway) enum Protocol {
    V3(Signing),
    /// The body is signed in itself.
    V2,
}

impl Message {
    pub(super) fn headers(&self, keys: &Keys) -> Result<HeaderMap, BoxError> {
        let mut headers = HeaderMap::new();
        let kind = match &self.protocol {
            Protocol::V3(signing) => {
                let id = format!("SANDBOX-{}", alphanumerics(32)?);
                headers.insert("request-id", HeaderValue::try_from(id)?);
                signing.sign(keys, &mut headers, &self.body)?;
                "application/json"
            }
            Protocol::V2 => "text/xml",
        };
        headers.insert("content-type", HeaderValue::from_static(kind));
        Ok(headers)
    }

    /// The text in the resource with this name.
    pub(super) fn number(&self, name: &str) -> Option<String> {
        self.resource.get(name)?.as_str().map(str::to_owned)
    }
}
