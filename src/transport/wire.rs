//! A connection's bytes, and the gate before the first byte of each request.
//!
//! HTTP/1.1 has no numbers by which a response names its request. Whatever arrives before the first
//! byte of a request was written is no response to it, so the gate gives such a connection up; then
//! nothing was sent. It also stays closed for a call that has ended.

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use hyper::rt::{Read, ReadBuf, ReadBufCursor, Write};
use hyper_tls::MaybeHttpsStream;
use hyper_util::rt::TokioIo;
use socket2::SockRef;
use tokio::net::TcpStream;

use crate::language::say;
use crate::transport::Progress;

/// What the owner of a connection and its wire share.
#[derive(Clone, Default)]
pub(super) struct Gate(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// The request that is to be written next, until its first byte is.
    waiting: Option<Progress>,
    /// Whether the next read is to tell what the system has received, and what it told.
    probe: Option<bool>,
}

impl Gate {
    /// The next bytes are this request's.
    pub(super) fn arm(&self, progress: Progress) {
        self.state().waiting = Some(progress);
    }

    /// Whether a read that found nothing has missed what has just arrived.
    pub(super) fn probe<T>(&self, read: impl FnOnce() -> T) -> (T, bool) {
        self.state().probe = Some(false);
        let read = read();
        (read, self.state().probe.take() == Some(true))
    }

    fn state(&self) -> MutexGuard<'_, State> {
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

impl<T: Read + Write + Peek + Unpin> Wire<T> {
    /// Opens the gate for a request whose first byte is about to be written. It is ready when the
    /// system has nothing more to read: the reactor may not have been told of what has just arrived,
    /// and not all that arrives is a response's, as TLS has messages of its own.
    ///
    /// # Errors
    ///
    /// When something has arrived before, or the call has ended. The gate stays closed.
    fn poll_pass(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut gate = self.gate.state();
        let Some(progress) = &gate.waiting else { return Poll::Ready(Ok(())) };
        let mut byte = [0];
        let mut early = ReadBuf::new(&mut byte);
        if let Poll::Ready(read) = Pin::new(&mut self.io).poll_read(context, early.unfilled()) {
            read?;
            return Poll::Ready(Err(io::Error::new(
                io::ErrorKind::ConnectionAborted,
                if early.filled().is_empty() {
                    say!(
                        "the server closed the connection before the request was written",
                        "服务器在请求写出之前关闭了连接"
                    )
                } else {
                    say!(
                        "the server sent bytes before the request was written, which belong to no \
                         request",
                        "服务器在请求写出之前就发来了数据，不属于任何请求"
                    )
                },
            )));
        }
        if self.io.has_arrived()? {
            // The reactor wakes this task: it waits for something to read.
            return Poll::Pending;
        }
        progress.begin_writing().map_err(io::Error::other)?;
        gate.waiting = None;
        Poll::Ready(Ok(()))
    }
}

/// What the system has received and nobody has read yet.
pub(super) trait Peek {
    /// Whether there is anything, the end included.
    fn has_arrived(&self) -> io::Result<bool>;
}

impl Peek for MaybeHttpsStream<TokioIo<TcpStream>> {
    fn has_arrived(&self) -> io::Result<bool> {
        match self {
            Self::Http(tcp) => peek(tcp.inner()),
            Self::Https(tls) => peek(tls.inner().get_ref().get_ref().get_ref().inner().inner()),
        }
    }
}

fn peek<'a, S>(socket: &'a S) -> io::Result<bool>
where
    SockRef<'a>: From<&'a S>,
{
    match SockRef::from(socket).peek(&mut [MaybeUninit::uninit()]) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(false),
        Err(error) => Err(error),
    }
}

impl<T: Read + Peek + Unpin> Read for Wire<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.io).poll_read(context, buffer);
        let mut gate = self.gate.state();
        if polled.is_pending() && gate.probe.is_some() {
            gate.probe = Some(self.io.has_arrived()?);
        }
        polled
    }
}

impl<T: Read + Write + Peek + Unpin> Write for Wire<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_pass(context))?;
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
        ready!(self.poll_pass(context))?;
        Pin::new(&mut self.io).poll_write_vectored(context, bytes)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::future::poll_fn;
    use std::io::{Read as _, Write as _};
    use std::os::unix::net::UnixStream;

    use super::*;
    use crate::error::Outcome;

    /// One end of a connection, armed for a request, and the server's end of it.
    fn wire() -> (Wire<TokioIo<tokio::net::UnixStream>>, UnixStream, Progress) {
        let (ours, theirs) = UnixStream::pair().unwrap();
        ours.set_nonblocking(true).unwrap();
        let progress = Progress::default().hand_over().unwrap();
        progress.wait();
        let gate = Gate::default();
        gate.arm(progress.clone());
        let stream = TokioIo::new(tokio::net::UnixStream::from_std(ours).unwrap());
        (Wire::new(stream, gate), theirs, progress)
    }

    impl Peek for TokioIo<tokio::net::UnixStream> {
        fn has_arrived(&self) -> io::Result<bool> {
            peek(self.inner())
        }
    }

    async fn write(wire: &mut Wire<TokioIo<tokio::net::UnixStream>>) -> io::Result<usize> {
        poll_fn(|context| Pin::new(&mut *wire).poll_write(context, b"POST / HTTP/1.1\r\n")).await
    }

    /// What the server got once the client's end is gone.
    fn got(wire: Wire<TokioIo<tokio::net::UnixStream>>, mut server: UnixStream) -> Vec<u8> {
        drop(wire);
        let mut bytes = Vec::new();
        // Bytes that were not read have the connection reset.
        let _ = server.read_to_end(&mut bytes);
        bytes
    }

    #[tokio::test]
    async fn what_arrives_before_the_first_byte_closes_the_gate_for_good() {
        for early in [&b"HTTP/1.1 200 OK\r\n\r\n"[..], b""] {
            let (mut wire, mut server, progress) = wire();
            server.write_all(early).unwrap();
            if early.is_empty() {
                server.shutdown(std::net::Shutdown::Write).unwrap();
            }
            write(&mut wire).await.unwrap_err();
            assert_eq!(progress.outcome(), Outcome::NotSent);
            assert_eq!(got(wire, server), b"");
        }
    }

    #[tokio::test]
    async fn a_quiet_connection_opens_the_gate_once_and_for_all_of_the_request() {
        let (mut wire, mut server, progress) = wire();
        write(&mut wire).await.unwrap();
        assert_eq!(progress.outcome(), Outcome::Unknown);
        // A response may come while the rest of the request is still written.
        server.write_all(b"HTTP/1.1 413 X\r\n").unwrap();
        tokio::task::yield_now().await;
        write(&mut wire).await.unwrap();
        assert_eq!(got(wire, server), b"POST / HTTP/1.1\r\nPOST / HTTP/1.1\r\n");
    }

    #[tokio::test]
    async fn the_gate_stays_closed_for_a_call_that_has_ended() {
        let (mut wire, server, progress) = wire();
        progress.end();
        write(&mut wire).await.unwrap_err();
        assert_eq!(progress.outcome(), Outcome::NotSent);
        assert_eq!(got(wire, server), b"");
    }
}
