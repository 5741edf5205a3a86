//! Chains that `Index` hands out references to, kept as long as the handle they came from.

use std::hash::BuildHasher;
use std::hash::RandomState;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, OnceLock};

/// More keys than any program has templates: more than that must contain values.
const MANY: usize = 1024;

/// A map that only grows, so that it can lend out its values for as long as it lives.
///
/// It is a tree whose nodes, once set, never move: a look-up takes no lock, and two bits of the
/// key's hash choose the branch at each level. A clone starts empty.
pub(crate) struct Interned<V> {
    root: Slot<V>,
    count: AtomicUsize,
}

type Slot<V> = OnceLock<Box<Node<V>>>;

struct Node<V> {
    key: Box<str>,
    value: V,
    branches: [Slot<V>; 4],
}

impl<V> Interned<V> {
    pub(crate) fn get_or_insert(&self, key: &str, make: impl Fn() -> V) -> &V {
        static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::new);
        let mut hash = HASHER.hash_one(key);
        let mut slot = &self.root;
        loop {
            let mut inserted = false;
            let node = slot.get_or_init(|| {
                inserted = true;
                Box::new(Node { key: key.into(), value: make(), branches: Default::default() })
            });
            if inserted {
                self.count_one();
            }
            if *node.key == *key {
                return &node.value;
            }
            slot = match hash & 3 {
                0 => &node.branches[0],
                1 => &node.branches[1],
                2 => &node.branches[2],
                _ => &node.branches[3],
            };
            // Rotated, not shifted: keys of the same hash form a list, and are still all found.
            hash = hash.rotate_right(2);
        }
    }

    fn count_one(&self) {
        if self.count.fetch_add(1, Ordering::Relaxed) == MANY {
            tracing::warn!(
                "more than {MANY} different paths were indexed on one handle, which keeps them all: \
                 index by templates such as `{{transaction_id}}`, never by values, or use chain()"
            );
        }
    }
}

impl<V> Default for Interned<V> {
    fn default() -> Self {
        Self { root: Slot::default(), count: AtomicUsize::new(0) }
    }
}

impl<V> Clone for Interned<V> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::Interned;

    #[test]
    fn keeps_the_first_value_of_each_key_at_its_place() {
        let interned = Interned::default();
        let keys: Vec<String> = (0..3000).map(|n| format!("v3/{n}")).collect();
        let first: Vec<&usize> =
            keys.iter().map(|k| interned.get_or_insert(k, || k.len())).collect();
        for (key, value) in keys.iter().zip(first) {
            assert!(std::ptr::eq(interned.get_or_insert(key, || 0), value));
            assert_eq!(*value, key.len());
        }
        assert_eq!(interned.count.load(std::sync::atomic::Ordering::Relaxed), keys.len());
    }

    #[test]
    fn threads_see_one_value_per_key() {
        let interned = Interned::<String>::default();
        std::thread::scope(|scope| {
            let run = || -> Vec<*const String> {
                let key = |n: u32| format!("{}", n % 50);
                (0..500).map(|n| &raw const *interned.get_or_insert(&key(n), || key(n))).collect()
            };
            let handles: Vec<_> = (0..4)
                .map(|_| scope.spawn(move || run().iter().map(|p| *p as usize).collect::<Vec<_>>()))
                .collect();
            let seen: Vec<_> = handles.into_iter().map(|handle| handle.join().unwrap()).collect();
            assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
        });
    }
}
