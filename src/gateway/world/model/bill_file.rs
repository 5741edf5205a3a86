//! The bill files that can be downloaded.

use std::collections::VecDeque;

/// How many files are kept: the newest.
pub(crate) const KEPT: usize = 100;

/// Files by their tokens, the oldest first.
#[derive(Default)]
pub(crate) struct BillFiles(VecDeque<(String, BillFile)>);

#[derive(Clone)]
pub(crate) struct BillFile {
    pub(crate) contents: Vec<u8>,
    pub(crate) media_type: &'static str,
}

impl BillFiles {
    /// Drops the oldest file if there are too many.
    pub(crate) fn add(&mut self, token: String, file: BillFile) {
        if self.0.len() >= KEPT {
            self.0.pop_front();
        }
        self.0.push_back((token, file));
    }

    pub(crate) fn get(&self, token: &str) -> Option<&BillFile> {
        self.0.iter().find(|(known, _)| known == token).map(|(_, file)| file)
    }
}
