//! The user's functions that see each finished request.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::request::ReceivedRequest;

type Observer = Arc<dyn Fn(&ReceivedRequest) + Send + Sync>;

#[derive(Clone, Default)]
pub(super) struct Observers(Vec<Observer>);

impl Observers {
    pub(super) fn add(&mut self, observer: impl Fn(&ReceivedRequest) + Send + Sync + 'static) {
        self.0.push(Arc::new(observer));
    }

    /// A panic in an observer must not change the response.
    pub(super) fn tell(&self, request: &ReceivedRequest) {
        for observer in &self.0 {
            if catch_unwind(AssertUnwindSafe(|| observer(request))).is_err() {
                tracing::error!("an observer of the local gateway panicked");
            }
        }
    }
}

impl fmt::Debug for Observers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Observers").field(&self.0.len()).finish()
    }
}
