//! Decodes a response's Content-Encoding: the signature is over the decoded body.

use std::io::Read;

use bytes::Bytes;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use http::HeaderMap;

use crate::content_encoding::Coding;
use crate::language::{Text, say};

/// Decodes the body and removes `Content-Encoding` and the length from the headers. The result has
/// at most `limit` bytes.
///
/// # Errors
///
/// What is wrong with the encoding, for the end of a sentence.
pub(super) fn decode(headers: &mut HeaderMap, body: Bytes, limit: usize) -> Result<Bytes, Text> {
    if body.is_empty() {
        Coding::forget(headers);
        return Ok(body);
    }
    let mut decoded = body;
    // They were applied from left to right.
    for coding in Coding::of(headers)?.into_iter().rev() {
        decoded = undo(coding, &decoded, limit)?;
    }
    Coding::forget(headers);
    Ok(decoded)
}

fn undo(coding: Coding, body: &Bytes, limit: usize) -> Result<Bytes, Text> {
    match coding {
        Coding::Gzip => read(MultiGzDecoder::new(&body[..]), limit),
        // Some servers send raw deflate, without the zlib header that the name requires.
        Coding::Deflate => read(ZlibDecoder::new(&body[..]), limit)
            .or_else(|_| read(DeflateDecoder::new(&body[..]), limit)),
    }
}

fn read(decoder: impl Read, limit: usize) -> Result<Bytes, Text> {
    let mut decoded = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    match decoder.take(most).read_to_end(&mut decoded) {
        Ok(length) if length > limit => {
            Err(say!("it has more than {limit} bytes when decoded", "其解码后超过 {limit} 字节"))
        }
        Ok(_) => Ok(decoded.into()),
        Err(error) => Err(say!(
            "its Content-Encoding can't be decoded: {error}",
            "无法按其 Content-Encoding 解码：{error}"
        )),
    }
}
