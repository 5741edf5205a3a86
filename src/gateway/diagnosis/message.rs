//! The message that was signed, as the page shows it next to the one that was to be signed.

use super::search::{Lines, Match};
use crate::gateway::request::KEPT;

/// The first bytes of a text, and the length of all of it.
#[derive(Clone)]
pub(in crate::gateway) struct Excerpt {
    pub(in crate::gateway) bytes: Vec<u8>,
    pub(in crate::gateway) length: usize,
}

impl Excerpt {
    pub(in crate::gateway) fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes[..bytes.len().min(KEPT)].to_vec(), length: bytes.len() }
    }
}

/// What the search found to be signed.
#[derive(Clone)]
pub(in crate::gateway) struct SignedMessage {
    /// Its lines; `None` where one is as it was received.
    pub(in crate::gateway) lines: [Option<Excerpt>; 5],
    /// All of it, if its lines were not joined as they have to be.
    pub(in crate::gateway) whole: Option<Excerpt>,
}

impl SignedMessage {
    pub(super) fn of(found: &Match<'_>, lines: &Lines) -> Self {
        let line = |at: usize| {
            let signed = &found.lines[at].bytes;
            (*signed != lines.all[at].all()[0].bytes).then(|| Excerpt::of(signed))
        };
        Self { lines: std::array::from_fn(line), whole: found.whole.as_deref().map(Excerpt::of) }
    }

    /// What it takes in memory, in bytes.
    pub(in crate::gateway) fn size(&self) -> usize {
        self.lines.iter().chain([&self.whole]).flatten().map(|part| part.bytes.len()).sum()
    }
}
