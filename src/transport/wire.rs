//! A connection's bytes, and the gate before the first byte of each request.
//!
//! HTTP/1.1 has no numbers by which a response names its request. Whatever arrives before the first
//! byte of a request was written is no response to it, so the gate gives such a connection up; then
//! nothing was sent. It also stays closed for a call that has ended.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use hyper::rt::{Read, ReadBuf, ReadBufCursor, Write};

use crate::transport::Progress;

/// Holds the request that is to be written next, until its first byte is.
#[derive(Clone, Default)]
pub(super) struct Gate(Arc<Mutex<Option<Progress>>>);

impl Gate {
    /// The next bytes are this request's.
    pub(super) fn arm(&self, progress: Progress) {
        *self.waiting() = Some(progress);
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Option<Progress>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The connection.
pub(super) struct Wire<T> {
    io: T,
    gate: Gate,
}

impl<T> Wire<T> {
    pub(super) fn new(io: T, gate: Gate) -> Self {
        Self { io, gate }
    }
}

impl<T: Read + Write + Unpin> Wire<T> {
    /// Opens the gate for a request whose first byte is about to be written.
    ///
    /// # Errors
    ///
    /// When something has arrived before, or the call has ended. The gate stays closed.
    fn pass(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        let mut waiting = self.gate.waiting();
        let Some(progress) = &*waiting else { return Ok(()) };
        let mut byte = [0];
        let mut early = ReadBuf::new(&mut byte);
        if let Poll::Ready(read) = Pin::new(&mut self.io).poll_read(context, early.unfilled()) {
            read?;
            return Err(io::Error::new(
                io::ErrorKind::ConnectionAborted,
                if early.filled().is_empty() {
                    "the server closed the connection before the request was written"
                } else {
                    "the server sent bytes before the request was written, which belong to no \
                     request"
                },
            ));
        }
        progress.begin_writing().map_err(io::Error::other)?;
        *waiting = None;
        Ok(())
    }
}

impl<T: Read + Unpin> Read for Wire<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(context, buffer)
    }
}

impl<T: Read + Write + Unpin> Write for Wire<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.pass(context)?;
        Pin::new(&mut self.io).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.pass(context)?;
        Pin::new(&mut self.io).poll_write_vectored(context, bytes)
    }
}
