//! The body of a request or a response: bytes in memory, or a stream.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderValue;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use http_body_util::combinators::UnsyncBoxBody;

use crate::error::{BoxError, Error};
use crate::upload::Upload;

/// The body of a request or a response.
///
/// Made from bytes or text by `From`, or from any other [`http_body::Body`] by [`Body::stream`].
#[derive(Default)]
pub struct Body {
    data: Data,
    signed_part: Option<Bytes>,
    content_type: Option<HeaderValue>,
}

enum Data {
    /// `None` once it was read.
    Buffered(Option<Bytes>),
    Stream(UnsyncBoxBody<Bytes, BoxError>),
    Upload(Box<Upload>),
}

impl Default for Data {
    fn default() -> Self {
        Self::Buffered(None)
    }
}

impl Body {
    /// Creates a body that is read while it is sent.
    ///
    /// The whole body is signed, so it is read into memory first.
    pub fn stream<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let stream = body.map_err(Into::into).boxed_unsync();
        Data::Stream(stream).into()
    }

    /// A body that can't be read.
    pub(crate) fn failing(error: Error) -> Self {
        let frames = futures_util::stream::once(async { Err(BoxError::from(error)) });
        Data::Stream(http_body_util::StreamBody::new(frames).boxed_unsync()).into()
    }

    /// Bytes and files, whose files are opened by [`opened`](Self::opened).
    pub(crate) fn upload(upload: Upload) -> Self {
        Data::Upload(Box::new(upload)).into()
    }

    /// Opens and checks its files, if it has any.
    ///
    /// # Errors
    ///
    /// Those of the files.
    pub(crate) async fn opened(mut self) -> Result<Self, Error> {
        if let Data::Upload(upload) = self.data {
            self.data = Data::Upload(Box::new(upload.opened().await?));
        }
        Ok(self)
    }

    /// The same body, of the Content-Type that it must have.
    pub(crate) fn of_type(mut self, content_type: Option<HeaderValue>) -> Self {
        self.content_type = content_type;
        self
    }

    pub(crate) fn content_type(&self) -> Option<&HeaderValue> {
        self.content_type.as_ref()
    }

    /// The same body, of which only `part` is signed: the protocol's rule for uploads.
    pub(crate) fn signing_only(mut self, part: Bytes) -> Self {
        self.signed_part = Some(part);
        self
    }

    /// The part that an upload signs instead of the whole body.
    pub(crate) fn signed_part(&self) -> Option<&Bytes> {
        self.signed_part.as_ref()
    }

    /// A copy; `None` for a stream, and for an upload that is being read.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        let data = match &self.data {
            Data::Buffered(bytes) => Data::Buffered(bytes.clone()),
            Data::Stream(_) => return None,
            Data::Upload(upload) => Data::Upload(Box::new(upload.try_clone()?)),
        };
        let (signed_part, content_type) = (self.signed_part.clone(), self.content_type.clone());
        Some(Self { data, signed_part, content_type })
    }

    /// Returns the bytes; `None` for a stream.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.data {
            Data::Buffered(bytes) => Some(bytes.as_deref().unwrap_or_default()),
            Data::Stream(_) | Data::Upload(_) => None,
        }
    }

    /// The bytes; or the body itself, if it is a stream.
    pub(crate) fn at_hand(self) -> Result<Bytes, Self> {
        match self.data {
            Data::Buffered(bytes) => Ok(bytes.unwrap_or_default()),
            Data::Stream(_) | Data::Upload(_) => Err(self),
        }
    }

    /// Reads the whole body into memory. Free of cost unless it is a stream.
    ///
    /// # Errors
    ///
    /// The stream's own error.
    pub async fn into_bytes(self) -> Result<Bytes, BoxError> {
        match self.data {
            Data::Buffered(bytes) => Ok(bytes.unwrap_or_default()),
            Data::Stream(stream) => Ok(stream.collect().await?.to_bytes()),
            Data::Upload(upload) => Ok(upload.collect().await?.to_bytes()),
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.data {
            Data::Buffered(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Data::Stream(stream) => Pin::new(stream).poll_frame(context),
            Data::Upload(upload) => {
                let frame = ready!(Pin::new(&mut **upload).poll_frame(context));
                Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.data {
            Data::Buffered(bytes) => bytes.is_none(),
            Data::Stream(stream) => stream.is_end_stream(),
            Data::Upload(upload) => upload.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.data {
            Data::Buffered(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, Bytes::len) as u64)
            }
            Data::Stream(stream) => stream.size_hint(),
            Data::Upload(upload) => upload.size_hint(),
        }
    }
}

impl From<Data> for Body {
    fn from(data: Data) -> Self {
        Self { data, signed_part: None, content_type: None }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        let bytes = Some(bytes).filter(|bytes| !bytes.is_empty());
        Data::Buffered(bytes).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_bytes() {
            Some(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            None => f.write_str("Body(stream)"),
        }
    }
}
