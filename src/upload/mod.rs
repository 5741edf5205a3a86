//! A body of bytes and files in turn, whose length is known before it is sent and whose files are
//! read while it is.

mod file;

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::task::{JoinError, JoinHandle};

pub(crate) use self::file::{FileSource, Fingerprint, OpenFile};
use crate::error::{Error, ErrorKind, Outcome};
use crate::language::say;
use crate::runtime;

/// How much of a file is in memory at a time, in bytes.
const CHUNK: usize = 128 * 1024;

/// Called with the bytes that were handed to the connection, and the total.
pub(crate) type OnProgress = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// Opens the files. It runs on a thread that may block, once for each attempt.
type Opening = Arc<dyn Fn() -> Result<VecDeque<Segment>, Error> + Send + Sync>;

pub(crate) enum Segment {
    Bytes(Bytes),
    File(OpenFile),
}

impl Segment {
    /// # Errors
    ///
    /// Those of the file.
    pub(crate) fn open(source: FileSource) -> Result<Self, Error> {
        source.open().map(Self::File)
    }

    pub(crate) fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(file) => file.left(),
        }
    }
}

pub(crate) struct Upload {
    state: State,
    /// Known once the files are open, if not before.
    total: Option<u64>,
    sent: u64,
    progress: Option<OnProgress>,
}

enum State {
    Closed(Opening),
    /// A thread opens the files.
    Opening(JoinHandle<Result<VecDeque<Segment>, Error>>),
    Open(VecDeque<Segment>),
    /// A thread has the segments, and reads a piece of the first one.
    Reading(JoinHandle<Result<(Bytes, VecDeque<Segment>), Error>>),
    Failed,
}

impl Upload {
    pub(crate) fn new(
        total: Option<u64>,
        progress: Option<OnProgress>,
        open: impl Fn() -> Result<VecDeque<Segment>, Error> + Send + Sync + 'static,
    ) -> Self {
        Self { state: State::Closed(Arc::new(open)), total, sent: 0, progress }
    }

    /// A copy, if reading has not started.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        let State::Closed(open) = &self.state else {
            return None;
        };
        let (state, progress) = (State::Closed(Arc::clone(open)), self.progress.clone());
        Some(Self { state, total: self.total, sent: 0, progress })
    }

    /// With its files open and checked, so that what is wrong with them is known before anything
    /// is sent.
    ///
    /// # Errors
    ///
    /// Those of the files; and when it was read in part, since half an upload must not be sent.
    pub(crate) async fn opened(mut self) -> Result<Self, Error> {
        if self.sent > 0 {
            let message = say!(
                "a layer has read a part of the upload: make the call again",
                "中间层已读取了上传内容的一部分：请重新调用"
            );
            return Err(Error::new(ErrorKind::Other, message).with_outcome(Outcome::NotSent));
        }
        poll_fn(|context| self.poll_open(context)).await?;
        Ok(self)
    }

    fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if matches!(self.state, State::Closed(_)) {
            if let State::Closed(open) = std::mem::replace(&mut self.state, State::Failed) {
                self.state = State::Opening(runtime::blocking(move || open())?);
            }
        }
        if let State::Opening(opening) = &mut self.state {
            let opened = ready!(Pin::new(opening).poll(context));
            self.state = State::Failed;
            let segments = opened.unwrap_or_else(|error| Err(interrupted(error)))?;
            self.total = Some(segments.iter().map(Segment::length).sum());
            self.state = State::Open(segments);
        }
        Poll::Ready(Ok(()))
    }

    /// The next bytes; `None` at the end.
    fn poll_bytes(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Error>> {
        ready!(self.poll_open(context))?;
        if let State::Open(segments) = &mut self.state {
            let mut file = match segments.pop_front() {
                None => return Poll::Ready(Ok(None)),
                Some(Segment::Bytes(mut bytes)) => {
                    if bytes.len() > CHUNK {
                        segments.push_front(Segment::Bytes(bytes.split_off(CHUNK)));
                    }
                    return Poll::Ready(Ok(Some(bytes)));
                }
                Some(Segment::File(file)) => file,
            };
            let mut segments = std::mem::take(segments);
            self.state = State::Failed;
            let reading = runtime::blocking(move || {
                let piece = file.read()?;
                if file.left() > 0 {
                    segments.push_front(Segment::File(file));
                }
                Ok((piece, segments))
            });
            self.state = State::Reading(reading?);
        }
        if let State::Reading(reading) = &mut self.state {
            let read = ready!(Pin::new(reading).poll(context));
            self.state = State::Failed;
            // By now bytes may have been sent.
            let (piece, segments) = read
                .unwrap_or_else(|error| Err(interrupted(error)))
                .map_err(|error| error.with_outcome(Outcome::Unknown))?;
            self.state = State::Open(segments);
            return Poll::Ready(Ok(Some(piece)));
        }
        Poll::Ready(Err(Error::new(
            ErrorKind::Other,
            say!("the upload has failed before: make the call again", "此前上传已失败：请重新调用"),
        )))
    }
}

impl http_body::Body for Upload {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        Poll::Ready(match ready!(self.poll_bytes(context)) {
            Ok(Some(bytes)) => {
                self.sent += bytes.len() as u64;
                if let (Some(progress), Some(total)) = (&self.progress, self.total) {
                    progress(self.sent, total);
                }
                Some(Ok(Frame::data(bytes)))
            }
            Ok(None) => None,
            Err(error) => Some(Err(error)),
        })
    }

    fn is_end_stream(&self) -> bool {
        matches!(&self.state, State::Open(segments) if segments.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        self.total.map_or_else(SizeHint::default, |total| SizeHint::with_exact(total - self.sent))
    }
}

/// The runtime ended, and the work with it.
fn interrupted(error: JoinError) -> Error {
    let message = say!("the file was not read: {error}", "没有读取文件：{error}");
    Error::new(ErrorKind::Io, message).with_source(error)
}
