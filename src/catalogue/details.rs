//! All that an endpoint has besides its number: inflated when it is first asked for.

use std::io::Read;
use std::sync::OnceLock;

use flate2::read::DeflateDecoder;

use super::index::{self, Node};
use super::numbers::{Lists, Reader, Strings};

pub(super) struct Details {
    pub(super) names: Strings,
    pub(super) values: List,
    pub(super) facts: List,
    pub(super) links: List,
    pub(super) titles: Strings,
    pub(super) events: Strings,
    pub(super) fields: Vec<FieldRow>,
    pub(super) trees: Lists,
    pub(super) endpoints: Vec<EndpointRow>,
    pub(super) responses: Vec<[u16; 1]>,
    /// The method, by its position, and the path of each endpoint.
    pub(super) methods: Vec<usize>,
    pub(super) paths: Vec<String>,
    /// The dotted names in events' resources.
    pub(super) dotted: Strings,
    pub(super) resources: Lists,
}

/// Name, type and marks, values, tree.
pub(super) type FieldRow = [u16; 4];

/// Title, families, roles, base URI, rate limits, headers, links, kind of the body, query, body.
pub(super) type EndpointRow = [u16; 10];

/// Lists of strings.
pub(super) struct List {
    strings: Strings,
    lists: Lists,
}

impl List {
    pub(super) fn get(
        &self,
        list: u16,
    ) -> impl ExactSizeIterator<Item = &str> + DoubleEndedIterator + Clone {
        self.lists.get(list).iter().map(|string| self.strings.get(*string))
    }
}

impl Details {
    /// Takes one to three milliseconds, once in a process.
    pub(super) fn get() -> &'static Self {
        static DETAILS: OnceLock<Details> = OnceLock::new();
        DETAILS.get_or_init(Self::read)
    }

    fn read() -> Self {
        let (deflated, length) = index::details();
        let mut bytes = Vec::with_capacity(length);
        // It is compiled in: a test reads all of it.
        let _ = DeflateDecoder::new(deflated).read_to_end(&mut bytes);
        let mut reader = Reader::new(&bytes);
        let [names, values, facts, links, titles, events] = [(); 6].map(|()| reader.lines());
        let [values, facts, links] =
            [values, facts, links].map(|strings| List { strings, lists: reader.lists() });
        let fields = reader.columns();
        let trees = reader.sequences();
        let endpoints: Vec<EndpointRow> = reader.columns();
        let responses = reader.columns();
        let dotted = dotted(&reader.columns(), &names);
        let resources = reader.lists();
        let mut methods = vec![0; endpoints.len()];
        let mut paths = vec![String::new(); endpoints.len()];
        spell(Node::root(), "", &mut methods, &mut paths);
        Self {
            names,
            values,
            facts,
            links,
            titles,
            events,
            fields,
            trees,
            endpoints,
            responses,
            methods,
            paths,
            dotted,
            resources,
        }
    }
}

/// The path of each endpoint at this node and below.
fn spell(node: Node, path: &str, methods: &mut [usize], paths: &mut [String]) {
    for endpoint in node.endpoints() {
        let number = usize::from(endpoint.number());
        methods[number] = endpoint.method();
        path.clone_into(&mut paths[number]);
    }
    for (segment, child) in node.children() {
        let slash = if path.is_empty() { "" } else { "/" };
        spell(child, &format!("{path}{slash}{segment}"), methods, paths);
    }
}

/// The names of rows: the number of the name before the dot plus 1, or 0, and the name behind it.
fn dotted(rows: &[[u16; 2]], names: &Strings) -> Strings {
    let mut dotted = Strings::with_capacity(rows.len(), rows.len() * 32);
    for [parent, name] in rows {
        match parent.checked_sub(1) {
            Some(parent) => {
                let parent = dotted.get(parent).to_owned();
                dotted.push([&parent, ".", names.get(*name)]);
            }
            None => dotted.push([names.get(*name)]),
        }
    }
    dotted
}
