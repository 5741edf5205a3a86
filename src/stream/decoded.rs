//! Decodes a body's Content-Encoding, or a gzip file, as it is received, in chunks of bounded size.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use flate2::{Decompress, FlushDecompress, Status};
use http_body::{Frame, SizeHint};

use crate::body::Body;
use crate::content_encoding::Coding;
use crate::error::{BoxError, Error, ErrorKind, Outcome};
use crate::language::say;

/// How much is decompressed at once, in bytes: deflate expands it at most a thousandfold.
const STEP: usize = 4096;

/// The largest ratio of decompressed to received bytes. Deflate expands zeros a thousandfold, and
/// bills, whose lines each have numbers of their own, less than fiftyfold.
const MAX_GROWTH: u64 = 200;

/// How much may be decompressed whatever the ratio, in bytes: the limit of responses in memory.
const ALWAYS: u64 = 64 << 20;

/// The first byte of a gzip file. No text begins with it.
const GZIP: u8 = 0x1f;

/// Decodes `body`, if it is encoded.
pub(crate) fn decoded(body: Body, coding: Option<Coding>) -> Body {
    match coding {
        None => body,
        Some(coding) => Body::stream(Decoded::new(body, Some(coding))),
    }
}

/// Decompresses a gzip file, of one or more members. Any other file is left as it is.
pub(crate) fn unpacked(body: Body) -> Body {
    Body::stream(Decoded::new(body, None))
}

struct Decoded {
    body: Body,
    /// Bytes so far.
    came: u64,
    unpacked: u64,
    /// `None` for a file that may be a gzip file.
    coding: Option<Coding>,
    /// Created with the first byte: an empty body needs no decoding.
    decoder: Option<Decoder>,
    pending: Bytes,
    ended: bool,
}

enum Decoder {
    Gzip(Box<MultiGzDecoder<Vec<u8>>>),
    Deflate(Inflate),
    /// A file that is not compressed.
    Plain,
}

impl Decoder {
    fn new(coding: Option<Coding>, first: u8) -> Self {
        match coding {
            None if first != GZIP => Self::Plain,
            None | Some(Coding::Gzip) => Self::Gzip(Box::new(MultiGzDecoder::new(Vec::new()))),
            // A zlib header begins with the method 8. Some servers leave the header out, and a
            // deflate stream by itself begins otherwise.
            Some(Coding::Deflate) => {
                let state = Decompress::new(first & 0x0f == 8);
                Self::Deflate(Inflate { state, ended: false })
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Gzip(decoder) => {
                decoder.write_all(bytes)?;
                Ok(std::mem::take(decoder.get_mut()))
            }
            Self::Deflate(inflate) => inflate.write(bytes),
            Self::Plain => Ok(bytes.to_vec()),
        }
    }

    /// The rest of the output.
    ///
    /// # Errors
    ///
    /// If the input was truncated.
    fn finish(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Gzip(decoder) => decoder.finish(),
            Self::Deflate(inflate) if inflate.ended => Ok(Vec::new()),
            Self::Deflate(_) => Err(io::ErrorKind::UnexpectedEof.into()),
            Self::Plain => Ok(Vec::new()),
        }
    }
}

/// Deflate by hand, since flate2's writer does not notice a truncated stream.
struct Inflate {
    state: Decompress,
    ended: bool,
}

impl Inflate {
    fn write(&mut self, mut bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut unpacked = Vec::new();
        loop {
            if self.ended && !bytes.is_empty() {
                return Err(io::Error::other(say!(
                    "there is data after its end",
                    "在结尾之后还有数据"
                )));
            }
            unpacked.reserve(4 * STEP);
            let (read, written) = (self.state.total_in(), unpacked.len());
            let flush = FlushDecompress::None;
            let status = self.state.decompress_vec(bytes, &mut unpacked, flush)?;
            let read = usize::try_from(self.state.total_in() - read).unwrap_or(bytes.len());
            bytes = bytes.get(read..).unwrap_or_default();
            self.ended = status == Status::StreamEnd;
            let full = unpacked.len() == unpacked.capacity();
            let stuck = read == 0 && unpacked.len() == written;
            if stuck || (bytes.is_empty() && !full) {
                return Ok(unpacked);
            }
        }
    }
}

impl Decoded {
    fn new(body: Body, coding: Option<Coding>) -> Self {
        let pending = Bytes::new();
        Self { body, coding, came: 0, unpacked: 0, decoder: None, pending, ended: false }
    }

    /// The next chunk; `None` if more input is needed.
    fn step(&mut self) -> io::Result<Option<Vec<u8>>> {
        while !self.pending.is_empty() {
            let piece = self.pending.split_to(self.pending.len().min(STEP));
            let coding = self.coding;
            let decoder = self.decoder.get_or_insert_with(|| Decoder::new(coding, piece[0]));
            let unpacked = decoder.write(&piece)?;
            self.came += piece.len() as u64;
            self.unpacked += unpacked.len() as u64;
            if self.unpacked > ALWAYS.max(self.came.saturating_mul(MAX_GROWTH)) {
                return Err(io::Error::other(say!(
                    "it decompresses to more than {MAX_GROWTH} times its size, so nothing of it is \
                     kept",
                    "解压后超过其大小的 {MAX_GROWTH} 倍，因此未保留任何内容"
                )));
            }
            if !unpacked.is_empty() {
                return Ok(Some(unpacked));
            }
        }
        Ok(None)
    }

    fn broken(&self, error: io::Error) -> BoxError {
        let message = match self.coding {
            Some(_) => say!(
                "the response's Content-Encoding can't be decoded: {error}",
                "应答的 Content-Encoding 无法解码：{error}",
            ),
            None => say!(
                "the gzip file can't be decompressed: {error}; download it again",
                "gzip 文件无法解压：{error}；请重新下载",
            ),
        };
        let error = Error::new(ErrorKind::Verify, message).with_source(error);
        error.with_outcome(Outcome::Unknown).into()
    }
}

impl http_body::Body for Decoded {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        loop {
            match self.step() {
                Ok(Some(unpacked)) => return Poll::Ready(Some(Ok(Frame::data(unpacked.into())))),
                Ok(None) => {}
                Err(error) => {
                    self.ended = true;
                    return Poll::Ready(Some(Err(self.broken(error))));
                }
            }
            match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                // Trailers have no meaning here.
                Some(Ok(frame)) => self.pending = frame.into_data().unwrap_or_default(),
                Some(Err(error)) => {
                    self.ended = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    self.ended = true;
                    let rest = self.decoder.take().map_or(Ok(Vec::new()), Decoder::finish);
                    return Poll::Ready(match rest {
                        Ok(rest) if rest.is_empty() => None,
                        Ok(rest) => Some(Ok(Frame::data(rest.into()))),
                        Err(error) => Some(Err(self.broken(error))),
                    });
                }
            }
        }
    }

    /// Nobody knows how much it will be.
    fn size_hint(&self) -> SizeHint {
        SizeHint::new()
    }
}
