//! The texts that may have been signed instead of a line.

use super::mistake::Mistake;

#[derive(Clone)]
pub(super) struct Variant {
    pub(super) bytes: Vec<u8>,
    /// What leads to it; empty for what was received.
    pub(super) mistakes: Vec<&'static Mistake>,
    /// Tried only by itself, and last.
    pub(super) rare: bool,
}

/// What was received, and what may have been signed instead, without duplicates.
pub(super) struct Variants(Vec<Variant>);

impl Variants {
    pub(super) fn of(received: &[u8]) -> Self {
        let received = Variant { bytes: received.to_vec(), mistakes: Vec::new(), rare: false };
        Self(vec![received])
    }

    pub(super) fn add(&mut self, mistake: &'static Mistake, bytes: impl Into<Vec<u8>>) {
        self.push(vec![mistake], bytes.into(), false);
    }

    pub(super) fn add_rare(&mut self, mistake: &'static Mistake, bytes: impl Into<Vec<u8>>) {
        self.push(vec![mistake], bytes.into(), true);
    }

    pub(super) fn push(&mut self, mistakes: Vec<&'static Mistake>, bytes: Vec<u8>, rare: bool) {
        if self.0.iter().all(|variant| variant.bytes != bytes) {
            self.0.push(Variant { bytes, mistakes, rare });
        }
    }

    /// What was received comes first.
    pub(super) fn all(&self) -> &[Variant] {
        &self.0
    }
}

/// Heap's algorithm: each order of the first `length`.
pub(super) fn permute<T>(items: &mut [T], length: usize, each: &mut impl FnMut(&[T])) {
    if length <= 1 {
        each(items);
        return;
    }
    for at in 0..length {
        permute(items, length - 1, each);
        items.swap(if length % 2 == 0 { at } else { 0 }, length - 1);
    }
}
