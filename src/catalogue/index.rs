//! Finds an endpoint by its path: a trie of segments, walked as it is compiled in.
//!
//! `crates/catalogue-generator/src/index.rs` writes it, and tells its form.

use std::cmp::Ordering;

/// The length of the index and of the inflated details, as `u32`s; the index; the details.
static DATA: &[u8] = include_bytes!("data.bin");

/// In place of where a node begins.
const LEAF: u16 = 0x8000;

pub(super) const METHODS: [http::Method; 5] = [
    http::Method::GET,
    http::Method::POST,
    http::Method::PUT,
    http::Method::PATCH,
    http::Method::DELETE,
];

/// A node of the trie: where it begins, or the only endpoint in it.
#[derive(Clone, Copy)]
pub(super) struct Node(u16);

/// An endpoint at a node: its method and number.
#[derive(Clone, Copy)]
pub(super) struct Entry(u16);

impl Entry {
    /// The position among [`METHODS`].
    pub(super) fn method(self) -> usize {
        usize::from(self.0 >> 12)
    }

    pub(super) fn number(self) -> u16 {
        self.0 & 0xfff
    }
}

impl Node {
    pub(super) fn root() -> Self {
        Self(number(index(), index().len() - 2))
    }

    pub(super) fn endpoints(self) -> impl Iterator<Item = Entry> {
        let leaf = (self.0 & LEAF != 0).then_some(Entry(self.0 & !LEAF));
        let at = usize::from(self.0);
        let inner = if leaf.is_some() { 0 } else { usize::from(nodes()[at]) };
        leaf.into_iter().chain((0..inner).map(move |one| Entry(number(nodes(), at + 1 + 2 * one))))
    }

    /// How many children, and where the first one is.
    fn family(self) -> (usize, usize) {
        if self.0 & LEAF != 0 {
            return (0, 0);
        }
        let at = usize::from(self.0);
        let at = at + 1 + 2 * usize::from(nodes()[at]);
        (usize::from(number(nodes(), at)), at + 2)
    }

    /// Each child and its segment, sorted by the segment.
    pub(super) fn children(self) -> impl DoubleEndedIterator<Item = (&'static str, Self)> {
        let (count, first) = self.family();
        (0..count).map(move |child| entry(first + 4 * child))
    }

    /// The child of exactly this segment.
    fn child(self, segment: &str) -> Option<Self> {
        let (mut count, mut first) = self.family();
        while count > 0 {
            let half = count / 2;
            let (text, child) = entry(first + 4 * half);
            match text.cmp(segment) {
                Ordering::Equal => return Some(child),
                Ordering::Greater => count = half,
                Ordering::Less => {
                    count -= half + 1;
                    first += 4 * (half + 1);
                }
            }
        }
        None
    }

    /// The children whose segment is a variable that this segment may be a value of, those named
    /// like it first: `addInstitutionsub` is meant by `{addinstitutionsub}`.
    fn variables(self, segment: &str) -> impl Iterator<Item = Self> {
        let variables = move || {
            let variables = self.children().rev().map_while(|(text, child)| {
                let name = text.strip_prefix('{')?.strip_suffix('}')?;
                Some((name, child))
            });
            // `{empty}` is the trailing slash of some paths.
            variables.filter(move |(name, _)| segment.is_empty() == (*name == "empty"))
        };
        let is_named = move |name: &str| name.eq_ignore_ascii_case(segment);
        let named = variables().filter(move |(name, _)| is_named(name));
        let others = variables().filter(move |(name, _)| !is_named(name));
        named.chain(others).map(|(_, child)| child)
    }

    /// The endpoint of this method at a path below this node.
    fn find(self, method: usize, path: &str) -> Option<u16> {
        let (segment, rest) =
            path.split_once('/').map_or((path, None), |(segment, rest)| (segment, Some(rest)));
        let below = |child: Self| match rest {
            Some(rest) => child.find(method, rest),
            None => child.endpoints().find(|entry| entry.method() == method).map(Entry::number),
        };
        let exact = self.child(segment).and_then(below);
        exact.or_else(|| self.variables(segment).find_map(below))
    }
}

/// The number of the endpoint of this method at this path.
pub(super) fn find(method: &http::Method, path: &str) -> Option<u16> {
    let method = METHODS.iter().position(|known| known == method)?;
    let path = bare(path);
    Node::root().find(method, path)
}

/// The path as the catalogue writes it: without a host, a query, the first slash, and what belongs to
/// the `base_uri` of some endpoints.
pub(super) fn bare(path: &str) -> &str {
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => path,
    };
    // Also of a template: `{?name}`, `{&name}`, `{#name}`.
    let end = path.find(['?', '#', '&']).unwrap_or(path.len());
    let path = path[..end].strip_suffix('{').unwrap_or(&path[..end]);
    let path = path.strip_prefix('/').unwrap_or(path);
    ["hk/", "global/"].iter().find_map(|base| path.strip_prefix(base)).unwrap_or(path)
}

/// The deflated details, and how long they are inflated.
pub(super) fn details() -> (&'static [u8], usize) {
    let (index, length) = lengths();
    (&DATA[8 + index..], length)
}

fn lengths() -> (usize, usize) {
    let [a, b, c, d, e, f, g, h, ..] = *DATA else { return (0, 0) };
    (u32::from_le_bytes([a, b, c, d]) as usize, u32::from_le_bytes([e, f, g, h]) as usize)
}

fn index() -> &'static [u8] {
    &DATA[8..8 + lengths().0]
}

/// The segments' texts, each behind its length.
fn texts() -> &'static [u8] {
    &index()[2..]
}

fn nodes() -> &'static [u8] {
    let length = usize::from(number(index(), 0));
    &index()[2 + length..]
}

/// The child that is written at this place.
fn entry(at: usize) -> (&'static str, Node) {
    let text = usize::from(number(nodes(), at));
    let length = usize::from(texts()[text]);
    let text = &texts()[text + 1..text + 1 + length];
    (std::str::from_utf8(text).unwrap_or_default(), Node(number(nodes(), at + 2)))
}

fn number(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}
