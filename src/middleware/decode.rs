//! Undoes an answer's Content-Encoding: signatures are over what was encoded.

use std::io::Read;

use bytes::Bytes;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

/// Undoes what `Content-Encoding` names, and takes that header and the length away. No more than
/// `limit` bytes come out.
///
/// # Errors
///
/// What is wrong with the encoding, for the end of a sentence.
pub(super) fn decode(headers: &mut HeaderMap, body: Bytes, limit: usize) -> Result<Bytes, String> {
    let mut decoded = body;
    let encodings: Vec<_> = headers.get_all(CONTENT_ENCODING).into_iter().cloned().collect();
    for encoding in encodings.iter().rev() {
        let Ok(names) = encoding.to_str() else {
            return Err("its Content-Encoding is not ASCII".to_owned());
        };
        // Applied left to right, so undone right to left.
        for name in names.rsplit(',').map(str::trim).filter(|name| !name.is_empty()) {
            decoded = undo(name, &decoded, limit)?;
        }
    }
    if !encodings.is_empty() {
        headers.remove(CONTENT_ENCODING);
        headers.remove(CONTENT_LENGTH);
    }
    Ok(decoded)
}

fn undo(name: &str, body: &Bytes, limit: usize) -> Result<Bytes, String> {
    if body.is_empty() || name.eq_ignore_ascii_case("identity") {
        return Ok(body.clone());
    }
    if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") {
        return read(MultiGzDecoder::new(&body[..]), limit);
    }
    if name.eq_ignore_ascii_case("deflate") {
        // Some servers leave out the zlib header that the name stands for.
        return read(ZlibDecoder::new(&body[..]), limit)
            .or_else(|_| read(DeflateDecoder::new(&body[..]), limit));
    }
    Err(format!(
        "its Content-Encoding `{}` is none that this client undoes (gzip, deflate): ask for no \
         other in Accept-Encoding",
        name.escape_debug()
    ))
}

fn read(decoder: impl Read, limit: usize) -> Result<Bytes, String> {
    let mut decoded = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    match decoder.take(most).read_to_end(&mut decoded) {
        Ok(length) if length > limit => Err(format!("it grows beyond {limit} bytes when decoded")),
        Ok(_) => Ok(decoded.into()),
        Err(error) => Err(format!("its Content-Encoding can't be undone: {error}")),
    }
}
