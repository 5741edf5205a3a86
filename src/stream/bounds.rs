//! How large a file may be, and how long it may take.

use std::time::Duration;

use http::Response;
use tokio::time::Instant;

use super::bounded::{Deadline, bounded, too_late};
use crate::body::Body;
use crate::error::Error;
use crate::options::Timeout;
use crate::runtime;

/// The largest file unless the caller sets another limit, in bytes.
const MAX_SIZE: u64 = 4 << 30;

/// The longest that a file may take unless the caller sets another limit.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(3600);

/// A longer limit is as good as none, and may be more than an `Instant` can hold.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) max_size: u64,
    pub(crate) total_timeout: Timeout,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { max_size: MAX_SIZE, total_timeout: TOTAL_TIMEOUT.into() }
    }
}

impl Bounds {
    /// Applies the limits to a response and its body. The time starts now.
    pub(crate) async fn apply(
        self,
        response: impl Future<Output = Result<Response<Body>, Error>>,
    ) -> Result<Response<Body>, Error> {
        let limit = self.total_timeout.limit("total_timeout").map_err(Error::not_sent)?;
        let deadline = limit.map(|limit| {
            let limit = limit.min(LONGEST);
            Deadline { at: Instant::now() + limit, limit }
        });
        let response = match deadline {
            None => response.await,
            Some(Deadline { limit, .. }) => {
                let within = runtime::home().await?.within(Some(limit), response).await;
                within.unwrap_or_else(|limit| Err(too_late(limit)))
            }
        }?;
        // The body of an error is not the file.
        if !response.status().is_success() {
            return Ok(response);
        }
        let (parts, body) = response.into_parts();
        Ok(Response::from_parts(parts, bounded(body, self.max_size, deadline)?))
    }
}
