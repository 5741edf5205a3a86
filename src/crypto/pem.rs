//! Finds a block in a PEM text and decodes it to DER.
//!
//! Every key and certificate is read here. OpenSSL's own PEM readers try each block of a text, and
//! ask for a passphrase on the terminal if one of them is encrypted; its DER parsers never do.
//!
//! Environment variables and dashboards change the lines of a PEM text: `\n` as two characters,
//! spaces in place of line breaks, quotes around it. Only what divides its lines is read leniently,
//! never the Base64 in them.

use zeroize::Zeroizing;

use super::{base64, describe};
use crate::error::Error;
use crate::language::{Text, say};

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

/// OpenSSL reads no longer ones in some versions.
const LINE: usize = 64;

/// A block: its label (`PRIVATE KEY`, `CERTIFICATE`) and its content.
pub(super) struct Block<'a> {
    pub(super) label: String,
    /// Between BEGIN and END.
    inside: &'a [u8],
}

/// The blocks of a PEM text, in order. A block that does not end before the next one begins is empty.
///
/// Searches the bytes in place: a copy of the text would have to be wiped.
pub(super) fn blocks(pem: &[u8]) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = pem;
    while let Some(start) = find(rest, BEGIN) {
        let text = &rest[start..];
        let after = &text[BEGIN.len()..];
        rest = after;
        let line = after.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let Some(label) = find(line, DASHES).map(|end| &line[..end]) else { continue };
        let inside = &after[label.len() + DASHES.len()..];
        let end = [END, label, DASHES].concat();
        let length = find(inside, &end).filter(|length| find(&inside[..*length], BEGIN).is_none());
        let Some(length) = length else {
            blocks.push(Block { label: lossy(label), inside: &[] });
            continue;
        };
        blocks.push(Block { label: lossy(label), inside: &inside[..length] });
        rest = &inside[length + end.len()..];
    }
    blocks
}

impl Block<'_> {
    /// Whether headers in the block say that it is encrypted.
    pub(super) fn is_encrypted(&self) -> bool {
        find(self.inside, b"Proc-Type").is_some() || find(self.inside, b"DEK-Info").is_some()
    }

    /// Whether the label has a line of its own, so that the text may be whole.
    pub(super) fn has_lines(&self) -> bool {
        line_break(self.inside) > 0
    }

    /// The decoded content, wiped when dropped; `None` if it is damaged or has headers.
    pub(super) fn der(&self) -> Option<Zeroizing<Vec<u8>>> {
        // Allocated once: a string that grows leaves its former bytes in memory.
        let mut joined = Zeroizing::new(String::with_capacity(self.inside.len()));
        for word in self.words()? {
            joined.push_str(word);
        }
        base64::decode_canonical(&joined).filter(|der| !der.is_empty())
    }

    /// The block as OpenSSL reads it, which it needs to decrypt a private key; wiped when dropped.
    pub(super) fn text(&self) -> Option<Zeroizing<Vec<u8>>> {
        let mut words = self.words()?.peekable();
        // A header, and with it a line break, for every few of its bytes.
        let length = 2 * (self.inside.len() + self.label.len() + LINE);
        let mut text = Zeroizing::new(Vec::with_capacity(length));
        let marker = |kind: &[u8]| [kind, self.label.as_bytes(), DASHES, b"\n"].concat();
        text.extend_from_slice(&marker(BEGIN));
        let mut has_headers = false;
        while let Some(name) = words.next_if(|word| word.ends_with(':')) {
            let value = words.next()?;
            text.extend_from_slice(&[name.as_bytes(), b" ", value.as_bytes(), b"\n"].concat());
            has_headers = true;
        }
        if has_headers {
            text.push(b'\n');
        }
        let mut column = 0;
        for byte in words.flat_map(str::bytes) {
            if column == LINE {
                text.push(b'\n');
                column = 0;
            }
            text.push(byte);
            column += 1;
        }
        text.push(b'\n');
        text.extend_from_slice(&marker(END));
        Some(text)
    }

    /// What is between the line breaks and spaces; `None` if the label has no line of its own.
    fn words(&self) -> Option<impl Iterator<Item = &str>> {
        let mut rest = std::str::from_utf8(self.inside).ok().filter(|_| self.has_lines())?;
        Some(std::iter::from_fn(move || {
            rest = &rest[line_break(rest.as_bytes())..];
            let end = (0..rest.len()).find(|at| line_break(&rest.as_bytes()[*at..]) > 0);
            let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
            rest = after;
            Some(word).filter(|word| !word.is_empty())
        }))
    }
}

/// The length of the white space that a text begins with, `\n` and `\r` of two characters included.
fn line_break(text: &[u8]) -> usize {
    let mut rest = text;
    loop {
        rest = match rest {
            [b'\\', b'n' | b'r', after @ ..] => after,
            [byte, after @ ..] if byte.is_ascii_whitespace() => after,
            _ => return text.len() - rest.len(),
        };
    }
}

/// The DER of the first `CERTIFICATE` in a PEM text; `None` if there is none, or it is damaged.
///
/// # Errors
///
/// If it is encrypted.
pub(super) fn certificate(pem: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
    match blocks(pem).iter().find(|block| is_certificate(&block.label)) {
        Some(block) if block.is_encrypted() => Err(encrypted(describe::certificate())),
        Some(block) => Ok(block.der()),
        None => Ok(None),
    }
}

/// OpenSSL accepts the older label, too.
pub(super) fn is_certificate(label: &str) -> bool {
    matches!(label, "CERTIFICATE" | "X509 CERTIFICATE")
}

/// What messages call it.
pub(super) fn text() -> Text {
    say!("the PEM text", "PEM 文本")
}

/// The error for an encrypted public key or certificate.
pub(super) fn encrypted(what: Text) -> Error {
    Error::crypto(say!(
        "{what} in PEM must not be encrypted, but this says `Proc-Type: 4,ENCRYPTED`: give the \
         original file of WeChat Pay",
        "PEM 格式的{what}不能加密，而这里带有 `Proc-Type: 4,ENCRYPTED`：请使用微信支付提供的原文件";
        what
    ))
}

fn lossy(label: &[u8]) -> String {
    String::from_utf8_lossy(label).into_owned()
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_told_apart_and_damaged_ones_end_nowhere() {
        let text = b"x\n-----BEGIN A-----\nAAAA\n-----END A-----\n \
                     -----BEGIN B C-----\r\nQk\r\nI=\r\n-----END B C-----\r\n\
                     -----BEGIN D-----\nAAAA\n-----END E-----\n-----BEGIN \n-----BEGIN F-----";
        let blocks = blocks(text);
        let labels: Vec<_> = blocks.iter().map(|block| block.label.as_str()).collect();
        assert_eq!(labels, ["A", "B C", "D", "F"]);
        let ders: Vec<_> = blocks.iter().map(|block| block.der().map(|der| der.to_vec())).collect();
        assert_eq!(ders, [Some(vec![0, 0, 0]), Some(b"BB".to_vec()), None, None]);
    }

    #[test]
    fn neither_headers_nor_one_line_are_decoded() {
        for text in [
            "-----BEGIN A-----AAAA-----END A-----",
            "-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END A-----",
            "-----BEGIN A-----\n\n-----END A-----",
        ] {
            assert!(blocks(text.as_bytes())[0].der().is_none(), "{text}");
        }
    }
}
