//! Which lines of the two texts are next to each other.

use std::ops::Range;

use crate::{Mapping, State};

/// Lines that belong together, from 0.
#[derive(Debug, PartialEq)]
pub(super) struct Row {
    pub(super) php: Range<usize>,
    pub(super) rust: Range<usize>,
    /// `None` for what is around the statements.
    pub(super) state: Option<State>,
}

/// All lines of both texts, each once and in order.
pub(super) fn rows(mappings: &[Mapping], php: usize, rust: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let (mut php_at, mut rust_at) = (0, 0);
    for (index, mapping) in mappings.iter().enumerate() {
        let (php_range, rust_range) = (range(mapping.php, php), range(mapping.rust, rust));
        // The statements inside of it say more, and what is out of order can't be next to its like.
        let is_around = mappings
            .iter()
            .enumerate()
            .any(|(other, inner)| other != index && is_inside(inner, mapping));
        if is_around || php_range.start < php_at || rust_range.start < rust_at {
            continue;
        }
        if php_at < php_range.start || rust_at < rust_range.start {
            let (php, rust) = (php_at..php_range.start, rust_at..rust_range.start);
            rows.push(Row { php, rust, state: None });
        }
        (php_at, rust_at) = (php_range.end, rust_range.end);
        rows.push(Row { php: php_range, rust: rust_range, state: Some(mapping.state) });
    }
    if php_at < php || rust_at < rust {
        rows.push(Row { php: php_at..php, rust: rust_at..rust, state: None });
    }
    rows
}

fn range((first, last): (u32, u32), lines: usize) -> Range<usize> {
    let start = (first.max(1) as usize - 1).min(lines);
    start..(last as usize).clamp(start, lines)
}

fn is_inside(inner: &Mapping, outer: &Mapping) -> bool {
    inner.php != outer.php && inner.php.0 >= outer.php.0 && inner.php.1 <= outer.php.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(php: (u32, u32), rust: (u32, u32)) -> Mapping {
        Mapping { php, rust, state: State::Ported }
    }

    #[test]
    fn each_line_is_there_once() {
        let mappings = [
            mapping((2, 9), (3, 12)),
            mapping((3, 4), (4, 6)),
            mapping((6, 6), (2, 2)),
            mapping((7, 8), (8, 8)),
            mapping((90, 99), (1, 200)),
        ];
        let rows = rows(&mappings, 10, 14);
        let shown: Vec<_> = rows.iter().map(|row| (row.php.clone(), row.rust.clone())).collect();
        assert_eq!(shown, [(0..2, 0..3), (2..4, 3..6), (4..6, 6..7), (6..8, 7..8), (8..10, 8..14)]);
        assert_eq!(super::rows(&[], 1, 0), [Row { php: 0..1, rust: 0..0, state: None }]);
    }
}
