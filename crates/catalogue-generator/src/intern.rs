//! Values that are stored once, and numbered in the order in which they are first met.

use std::collections::HashMap;
use std::hash::Hash;

pub(crate) struct Intern<T> {
    numbers: HashMap<T, usize>,
    pub(crate) values: Vec<T>,
}

impl<T> Default for Intern<T> {
    fn default() -> Self {
        Self { numbers: HashMap::new(), values: Vec::new() }
    }
}

impl<T: Clone + Eq + Hash> Intern<T> {
    pub(crate) fn number(&mut self, value: T) -> usize {
        if let Some(number) = self.numbers.get(&value) {
            return *number;
        }
        let number = self.values.len();
        self.values.push(value.clone());
        self.numbers.insert(value, number);
        number
    }
}
