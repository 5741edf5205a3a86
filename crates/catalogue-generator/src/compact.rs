//! The compact form: the index as it is, then all else deflated.
//!
//! The details are sections: columns of numbers (LEB128), and lines of text. Equal strings, lists,
//! fields and lists of fields are stored once, numbered as they are met first; numbers are written so
//! that what is likely becomes a zero. A path is not among them: the index spells it.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

use crate::index::index;
use crate::intern::Intern;
use crate::numbers::Numbers;
use crate::{BODIES, Catalogue, Field, KINDS};

/// The compact form, in its parts.
#[derive(Debug, PartialEq, Eq)]
pub struct Compact {
    /// Finds the number of an endpoint.
    pub index: Vec<u8>,
    /// Everything else, before it is deflated.
    pub details: Vec<Vec<u8>>,
}

/// Makes the compact form of a catalogue.
///
/// # Errors
///
/// An endpoint that is there twice, or a catalogue too large for the form's numbers.
pub fn compact(catalogue: &Catalogue) -> Result<Compact, String> {
    let mut trees = Trees::default();
    let mut facts = Lists::default();
    let mut links = Lists::default();
    let mut titles = Intern::default();
    let endpoints: Vec<[usize; 10]> = catalogue
        .endpoints
        .iter()
        .map(|endpoint| {
            let body_kind = endpoint.body_kind.as_deref().unwrap_or_default();
            [
                titles.number(endpoint.title.clone()),
                facts.number(&endpoint.families),
                facts.number(&endpoint.roles),
                facts.number(&endpoint.base_uri.iter().cloned().collect::<Vec<_>>()),
                facts.number(&endpoint.rate_limits),
                facts.number(&endpoint.headers),
                links.number(&endpoint.doc_links),
                BODIES.iter().position(|kind| *kind == body_kind).unwrap_or_default(),
                trees.number(&endpoint.query),
                trees.number(&endpoint.body),
            ]
        })
        .collect();
    let responses: Vec<[usize; 1]> =
        catalogue.endpoints.iter().map(|endpoint| [trees.number(&endpoint.response)]).collect();

    let (order, fields) = trees.in_order();
    let mut names = Intern::default();
    let mut values = Lists::default();
    let fields: Vec<[usize; 4]> = fields
        .into_iter()
        .map(|field| {
            [names.number(field.name), field.kind, values.number(&field.values), field.tree]
        })
        .collect();

    let mut dotted = Intern::default();
    let mut events = Intern::default();
    let mut resources = Vec::new();
    for event in &catalogue.events {
        if events.values.contains(&event.name) {
            return Err(format!("twice: {}", event.name));
        }
        events.number(event.name.clone());
        let mut resource = Vec::new();
        for name in &event.resource {
            // 0 is no parent.
            let number = name
                .split('.')
                .fold(0, |parent, name| dotted.number([parent, names.number(name.to_owned())]) + 1);
            resource.push(number - 1);
        }
        resources.push(resource);
    }

    let mut sections = Vec::new();
    let mut section = |write: &dyn Fn(&mut Numbers)| {
        let mut numbers = Numbers::default();
        write(&mut numbers);
        sections.push(numbers.0);
    };
    for strings in [&names, &values.strings, &facts.strings, &links.strings, &titles, &events] {
        section(&|out| out.lines(&strings.values));
    }
    for lists in [&values, &facts, &links] {
        section(&|out| out.lists(&lists.lists.values));
    }
    section(&|out| out.columns(&fields));
    section(&|out| out.sequences(&order));
    section(&|out| out.columns(&endpoints));
    section(&|out| out.columns(&responses));
    section(&|out| out.columns(&dotted.values));
    section(&|out| out.lists(&resources));
    Ok(Compact { index: index(&catalogue.endpoints)?, details: sections })
}

impl Compact {
    /// The bytes of the file: the length of the index and of the details, then both.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let lengths = [self.index.len(), self.details.iter().map(Vec::len).sum()];
        let lengths = lengths.map(|length| u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
        [lengths.concat(), self.index.clone(), deflated(&self.details)].concat()
    }
}

/// Deflates, each section with codes of its own.
pub(crate) fn deflated<'a>(sections: impl IntoIterator<Item = &'a Vec<u8>>) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    for section in sections {
        // A `Vec` takes all that is written.
        let _ = encoder.write_all(section).and_then(|()| encoder.flush());
    }
    encoder.finish().unwrap_or_default()
}

/// Lists of strings.
#[derive(Default)]
struct Lists {
    strings: Intern<String>,
    lists: Intern<Vec<usize>>,
}

impl Lists {
    fn number(&mut self, strings: &[String]) -> usize {
        let list = strings.iter().map(|string| self.strings.number(string.clone())).collect();
        self.lists.number(list)
    }
}

/// Lists of fields, a tree each: a field names the tree of its own fields.
#[derive(Default)]
struct Trees {
    fields: Intern<Row>,
    trees: Intern<Vec<usize>>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Row {
    name: String,
    /// And the marks, in the low three bits.
    kind: usize,
    values: Vec<String>,
    tree: usize,
}

impl Trees {
    fn number(&mut self, fields: &[Field]) -> usize {
        let tree = fields
            .iter()
            .map(|field| {
                let kind = KINDS.iter().position(|kind| *kind == field.kind).unwrap_or_default();
                let marks = usize::from(field.required)
                    + 2 * usize::from(field.encrypted)
                    + 4 * usize::from(field.json);
                let (name, values) = (field.name.clone(), field.values.clone());
                let tree = self.number(&field.fields);
                self.fields.number(Row { name, kind: kind * 8 + marks, values, tree })
            })
            .collect();
        self.trees.number(tree)
    }

    /// The trees, with their fields numbered in the order in which the trees name them.
    fn in_order(self) -> (Vec<Vec<usize>>, Vec<Row>) {
        let mut order = Intern::default();
        let trees = self.trees.values.into_iter();
        let trees =
            trees.map(|tree| tree.into_iter().map(|field| order.number(field)).collect()).collect();
        let fields = order.values.iter().map(|field| self.fields.values[*field].clone()).collect();
        (trees, fields)
    }
}
