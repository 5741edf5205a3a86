//! The index: a trie of path segments, which a lookup walks as it is.
//!
//! Numbers are little-endian `u16`s. First the length of the segments' texts, and the texts, each
//! with its length (`u8`) before it; then the nodes, the root last. A node: how many endpoints end
//! there (`u8`), each a method (3 bits) and its number (12 bits); how many children it has (`u16`),
//! each the offset of its text, and where its node begins behind the texts. A node of one endpoint
//! and no child is that endpoint itself, with the highest bit set.
//!
//! Children are sorted by their text, so that variables come last: `{` is behind letters and digits.

use std::collections::BTreeMap;

use crate::{Endpoint, METHODS};

/// In place of where a node begins.
const LEAF: u16 = 0x8000;

#[derive(Default)]
struct Node<'a> {
    endpoints: Vec<u16>,
    children: BTreeMap<&'a str, Node<'a>>,
}

pub(crate) fn index(endpoints: &[Endpoint]) -> Result<Vec<u8>, String> {
    let mut root = Node::default();
    let mut texts = BTreeMap::new();
    for (number, endpoint) in endpoints.iter().enumerate() {
        let mut node = &mut root;
        for segment in endpoint.path.split('/') {
            node = node.children.entry(segment).or_default();
            texts.insert(segment, 0);
        }
        let method = METHODS.iter().position(|method| *method == endpoint.method);
        let method = narrow(method.ok_or("an unknown method")?, 8)?;
        if node.endpoints.iter().any(|known| known >> 12 == method) {
            return Err(format!("twice: {} {}", endpoint.method, endpoint.path));
        }
        node.endpoints.push(method << 12 | narrow(number, 1 << 12)?);
    }
    let mut bytes = vec![0; 2];
    for (text, offset) in &mut texts {
        *offset = narrow(bytes.len() - 2, 1 << 16)?;
        bytes.push(u8::try_from(text.len()).map_err(|_| format!("too long: {text}"))?);
        bytes.extend(text.bytes());
    }
    let length = narrow(bytes.len() - 2, 1 << 16)?;
    bytes[..2].copy_from_slice(&length.to_le_bytes());
    let mut nodes = Vec::new();
    let root = write(&root, &texts, &mut nodes)?;
    bytes.extend(nodes);
    bytes.extend(root.to_le_bytes());
    Ok(bytes)
}

/// Writes all below a node, then the node, and returns where it is.
fn write(node: &Node<'_>, texts: &BTreeMap<&str, u16>, nodes: &mut Vec<u8>) -> Result<u16, String> {
    if let ([endpoint], true) = (node.endpoints.as_slice(), node.children.is_empty()) {
        return Ok(LEAF | endpoint);
    }
    let mut children = Vec::new();
    for (segment, child) in &node.children {
        children.push([texts[segment], write(child, texts, nodes)?]);
    }
    let offset = narrow(nodes.len(), LEAF.into())?;
    nodes.push(u8::try_from(node.endpoints.len()).unwrap_or(u8::MAX));
    let count = [narrow(children.len(), 1 << 16)?];
    for number in node.endpoints.iter().chain(&count).chain(children.as_flattened()) {
        nodes.extend(number.to_le_bytes());
    }
    Ok(offset)
}

fn narrow(number: usize, limit: usize) -> Result<u16, String> {
    let number = u16::try_from(number).ok().filter(|number| usize::from(*number) < limit);
    number.ok_or_else(|| "the catalogue has outgrown the numbers of its index".to_owned())
}
