//! Search by words.

use super::endpoint::Endpoint;

/// How well a word fits, the best first.
const TITLE: usize = 0;
const FAMILY: usize = 1;
const PATH: usize = 2;
/// Its letters are there in this order, others between them.
const SCATTERED: usize = 10;

pub(super) fn search(words: &str) -> Vec<Endpoint> {
    let words = words.to_ascii_lowercase();
    let mut found: Vec<_> = super::endpoints()
        .filter_map(|endpoint| Some((rank(endpoint, &words)?, endpoint)))
        .collect();
    // Stable: the order of the documents where the rank is the same.
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, endpoint)| endpoint).collect()
}

/// How well all words fit, and of what fits alike the shortest title first.
fn rank(endpoint: Endpoint, words: &str) -> Option<(usize, usize)> {
    let [title, path] = [endpoint.title(), endpoint.path()].map(str::to_ascii_lowercase);
    let method = endpoint.method();
    let mut sum = 0;
    let mut words = words.split_whitespace().peekable();
    words.peek()?;
    for word in words {
        sum += if title.contains(word) {
            TITLE
        } else if endpoint.families().any(|family| family.to_ascii_lowercase().contains(word)) {
            FAMILY
        } else if path.contains(word) || method.as_str().eq_ignore_ascii_case(word) {
            PATH
        } else if is_scattered(word, &title) {
            SCATTERED
        } else if is_scattered(word, &path) {
            SCATTERED + PATH
        } else {
            return None;
        };
    }
    Some((sum, title.chars().count()))
}

fn is_scattered(word: &str, text: &str) -> bool {
    let mut letters = text.chars();
    word.chars().all(|letter| letters.any(|other| other == letter))
}
