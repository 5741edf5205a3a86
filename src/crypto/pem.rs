//! Finds a block in a PEM text and decodes it to DER.
//!
//! Every key and certificate is read here. OpenSSL's own PEM readers try each block of a text, and
//! ask for a passphrase on the terminal if one of them is encrypted; its DER parsers never do.

use zeroize::Zeroizing;

use super::{base64, describe};
use crate::error::Error;
use crate::language::{Text, say};

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

/// A block: its label (`PRIVATE KEY`, `CERTIFICATE`) and its text.
pub(super) struct Block<'a> {
    pub(super) label: String,
    /// From BEGIN to END, which OpenSSL needs to decrypt a private key.
    pub(super) text: &'a [u8],
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
            blocks.push(Block { label: lossy(label), text: &[], inside: &[] });
            continue;
        };
        let whole = text.len() - inside.len() + length + end.len();
        let block = Block { label: lossy(label), text: &text[..whole], inside: &inside[..length] };
        blocks.push(block);
        rest = &text[whole..];
    }
    blocks
}

impl Block<'_> {
    /// Whether headers in the block say that it is encrypted.
    pub(super) fn is_encrypted(&self) -> bool {
        find(self.inside, b"Proc-Type").is_some() || find(self.inside, b"DEK-Info").is_some()
    }

    /// The decoded content, wiped when dropped; `None` if it is damaged or has headers.
    pub(super) fn der(&self) -> Option<Zeroizing<Vec<u8>>> {
        // The label has a line of its own.
        let has_line = self.inside.first().is_some_and(u8::is_ascii_whitespace);
        let text = std::str::from_utf8(self.inside).ok().filter(|_| has_line)?;
        base64::decode(text).filter(|der| !der.is_empty())
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
        assert_eq!(blocks[0].text, b"-----BEGIN A-----\nAAAA\n-----END A-----");
        let ders: Vec<_> = blocks.iter().map(|block| block.der().map(|der| der.to_vec())).collect();
        assert_eq!(ders, [Some(vec![0, 0, 0]), Some(b"BB".to_vec()), None, None]);
    }

    #[test]
    fn neither_headers_nor_one_line_are_decoded() {
        for text in [
            "-----BEGIN A-----AAAA-----END A-----",
            "-----BEGIN A-----\\nAAAA\\n-----END A-----",
            "-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END A-----",
            "-----BEGIN A-----\n\n-----END A-----",
        ] {
            assert!(blocks(text.as_bytes())[0].der().is_none(), "{text}");
        }
    }
}
