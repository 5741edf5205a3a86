//! A type of notification.

use std::fmt;

use super::details::Details;

/// A documented type of notification.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Event(pub(super) u16);

impl Event {
    /// Returns the type, as in a notification's `event_type`: `TRANSACTION.SUCCESS`.
    pub fn event_type(self) -> &'static str {
        Details::get().events.get(self.0)
    }

    /// Returns the names of the fields of the decrypted resource, those of objects in it behind a dot:
    /// `amount.total`; none if the documents do not list them. If several products have notifications of this type, it is all that any of
    /// them has.
    pub fn resource(self) -> impl ExactSizeIterator<Item = &'static str> {
        let details = Details::get();
        details.resources.get(self.0).iter().map(|name| details.dotted.get(*name))
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.event_type())
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Event({self})")
    }
}
