//! "Did you mean": the paths that are spelled nearest.

use std::collections::HashMap;

use super::endpoint::Endpoint;
use super::index::{Node, bare};

/// The cost of a segment too many, or one missing.
const WHOLE: usize = 100;
/// Of what is compared, so that the work is bounded.
const SEGMENTS: usize = 16;
const LENGTH: usize = 64;
const MOST: usize = 5;

pub(super) fn similar(path: &str) -> Vec<Endpoint> {
    let given: Vec<&str> = bare(path).split('/').take(SEGMENTS).collect();
    let mut search = Search {
        limit: (given.len() * WHOLE * 7 / 20).min(2 * WHOLE),
        given: &given,
        costs: HashMap::new(),
        found: Vec::new(),
    };
    let first: Vec<usize> = (0..=given.len()).map(|count| count * WHOLE).collect();
    search.walk(Node::root(), &first);
    search.found.sort_unstable();
    search.found.into_iter().take(MOST).map(|(_, number)| Endpoint(number)).collect()
}

struct Search<'a> {
    given: &'a [&'a str],
    limit: usize,
    /// Of each segment of the catalogue that was met: what each given one differs from it.
    costs: HashMap<&'static str, Vec<usize>>,
    found: Vec<(usize, u16)>,
}

impl Search<'_> {
    /// An edit distance, whose rows are shared by paths that begin alike. The row tells what the
    /// way to this node costs, for each number of given segments.
    fn walk(&mut self, node: Node, row: &[usize]) {
        if let Some(cost) = row.last().filter(|cost| **cost <= self.limit) {
            self.found.extend(node.endpoints().map(|endpoint| (*cost, endpoint.number())));
        }
        for (segment, child) in node.children() {
            let costs = self
                .costs
                .entry(segment)
                .or_insert_with(|| self.given.iter().map(|one| differ(segment, one)).collect());
            let mut next = vec![row[0] + WHOLE];
            for (at, cost) in costs.iter().enumerate() {
                let either = (row[at + 1] + WHOLE).min(next[at] + WHOLE);
                next.push(either.min(row[at] + cost));
            }
            if next.iter().min().is_some_and(|least| *least <= self.limit) {
                self.walk(child, &next);
            }
        }
    }
}

/// The name that is spelled nearest to this one, if any is near.
pub(super) fn nearest(
    given: &str,
    names: impl Iterator<Item = &'static str>,
) -> Option<&'static str> {
    let near = names.map(|name| (letters(name, given), name)).min()?;
    (near.0 <= WHOLE * 2 / 5).then_some(near.1)
}

/// How much a given segment differs from a documented one.
fn differ(documented: &str, given: &str) -> usize {
    let is_variable = |segment: &str| segment.starts_with('{');
    match (is_variable(documented), is_variable(given)) {
        _ if documented == given => 0,
        (false, false) => match letters(documented, given) {
            // Another word, not a misspelt one: one is rather missing or too many.
            cost if cost > WHOLE * 2 / 3 => WHOLE * 3 / 2,
            cost => cost,
        },
        (true, true) => 5 + letters(documented, given) / 10,
        (false, true) => WHOLE * 3 / 2,
        // A value has digits or capitals, a word of a path has none.
        (true, false) if given.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) => 10,
        (true, false) => WHOLE * 3 / 4,
    }
}

/// The edit distance of two texts, in hundredths of the longer one.
fn letters(one: &str, other: &str) -> usize {
    let [one, other] = [one, other].map(|text| &text.as_bytes()[..text.len().min(LENGTH)]);
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, a) in one.iter().enumerate() {
        let mut before = at;
        row[0] = at + 1;
        for (at, b) in other.iter().enumerate() {
            let changed = before + usize::from(a != b);
            before = row[at + 1];
            row[at + 1] = changed.min(before + 1).min(row[at] + 1);
        }
    }
    row[other.len()] * WHOLE / one.len().max(other.len()).max(1)
}
