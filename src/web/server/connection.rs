//! A [`BoundedStream`] is a connection that does not wait for ever: a request must have arrived some time after it began to,
//! and an answer must be taken. What moves on it is told to its [`Activity`].

use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// Bytes that a reader must take in the time that it has for it.
pub const WORTH: usize = 16 * 1024;

/// Bytes of an answer that are handed over at once.
const PIECE: usize = 64 * 1024;

/// From when movements are told.
static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// What a connection does.
#[derive(Debug)]
pub struct Activity {
    phase: AtomicU8,
    /// Requests so far.
    requests: AtomicU64,
    /// When bytes last moved, in milliseconds.
    moved_at: AtomicU64,
}

/// A request is awaited, or is arriving.
const READING: u8 = 0;

/// A request is answered, but nothing is there to be sent yet.
const WORKING: u8 = 1;

/// An answer is sent.
const WRITING: u8 = 2;

impl Default for Activity {
    fn default() -> Self {
        let activity = Self { phase: AtomicU8::new(READING), requests: AtomicU64::new(0), moved_at: AtomicU64::new(0) };
        activity.touch();
        activity
    }
}

impl Activity {
    /// Whether no request has arrived that is not answered yet.
    pub fn is_reading(&self) -> bool {
        self.phase.load(Ordering::Relaxed) == READING
    }

    /// Whether something is worked on for it.
    pub fn is_working(&self) -> bool {
        self.phase.load(Ordering::Relaxed) == WORKING
    }

    /// When bytes last moved; higher is later.
    pub fn moved_at(&self) -> u64 {
        self.moved_at.load(Ordering::Relaxed)
    }

    fn touch(&self) {
        self.moved_at.store(BEGAN.elapsed().as_millis() as u64, Ordering::Relaxed);
    }
}

/// A request being answered, until the last of its answer is handed over.
pub struct Answering(Arc<Activity>);

impl Answering {
    /// The head of a request has arrived.
    pub fn begin(activity: &Arc<Activity>) -> Self {
        activity.requests.fetch_add(1, Ordering::Relaxed);
        activity.phase.store(WORKING, Ordering::Relaxed);
        Self(activity.clone())
    }

    /// Ends with this body.
    pub fn with(self, body: Body) -> AnswerBody {
        self.0.phase.store(WRITING, Ordering::Relaxed);
        AnswerBody { body, rest: Bytes::new(), _answering: self }
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.phase.store(READING, Ordering::Relaxed);
    }
}

/// The body of an answer that is sent, in pieces: what drives the connection takes a whole piece at once, and with the last
/// of them all that the body holds is let go.
pub struct AnswerBody {
    body: Body,
    rest: Bytes,
    _answering: Answering,
}

impl HttpBody for AnswerBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.rest.is_empty() {
            let frame = match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                Some(Ok(frame)) => frame,
                end => return Poll::Ready(end),
            };
            match frame.into_data() {
                Ok(bytes) => self.rest = bytes,
                Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
            }
        }
        let length = self.rest.len().min(PIECE);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(length)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (hint, rest) = (self.body.size_hint(), self.rest.len() as u64);
        let mut whole = SizeHint::new();
        whole.set_lower(hint.lower() + rest);
        if let Some(upper) = hint.upper() {
            whole.set_upper(upper + rest);
        }
        whole
    }
}

/// A connection with bounds.
pub struct BoundedStream<S> {
    stream: S,
    activity: Arc<Activity>,
    head: Duration,
    write: Duration,
    /// Before which request a head began to arrive, and when it must be there.
    arriving: Option<(u64, Pin<Box<Sleep>>)>,
    /// When the reader must have taken [`WORTH`] bytes more, and how many it has.
    stalled: Option<(usize, Pin<Box<Sleep>>)>,
}

impl<S> BoundedStream<S> {
    /// What has arrived so far was no request.
    pub fn settle(&mut self) {
        self.arriving = None;
    }

    /// A stream on which heads take at most `head`, and each [`WORTH`] bytes of answers at most `write`.
    pub fn new(stream: S, activity: Arc<Activity>, head: Duration, write: Duration) -> Self {
        Self { stream, activity, head, write, arriving: None, stalled: None }
    }

    fn written(&mut self, bytes: usize) {
        self.activity.touch();
        if let Some((taken, _)) = &mut self.stalled {
            *taken += bytes;
            if *taken >= WORTH {
                self.stalled = None;
            }
        }
    }

    /// An error, where the reader has had its time.
    fn poll_stalled(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let write = self.write;
        let (_, timer) = self.stalled.get_or_insert_with(|| (0, Box::pin(sleep_until(Instant::now() + write))));
        timer.as_mut().poll(cx).map(|()| io::Error::new(ErrorKind::TimedOut, "the answer is not read"))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for BoundedStream<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let this = &mut *self;
        let requests = this.activity.requests.load(Ordering::Relaxed);
        if this.arriving.as_ref().is_some_and(|(before, _)| *before != requests) {
            this.arriving = None;
        }
        if let Poll::Ready(read) = Pin::new(&mut this.stream).poll_read(cx, buffer) {
            if buffer.filled().len() > before {
                this.activity.touch();
                if this.arriving.is_none() && this.activity.is_reading() {
                    this.arriving = Some((requests, Box::pin(sleep_until(Instant::now() + this.head))));
                }
            }
            return Poll::Ready(read);
        }
        let Some((_, timer)) = &mut this.arriving else { return Poll::Pending };
        ready!(timer.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(ErrorKind::TimedOut, "the request does not arrive")))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for BoundedStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.stream).poll_write(cx, bytes) {
            Poll::Pending => self.poll_stalled(cx).map(Err),
            Poll::Ready(written) => {
                self.written(*written.as_ref().unwrap_or(&0));
                Poll::Ready(written)
            }
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.stream).poll_write_vectored(cx, slices) {
            Poll::Pending => self.poll_stalled(cx).map(Err),
            Poll::Ready(written) => {
                self.written(*written.as_ref().unwrap_or(&0));
                Poll::Ready(written)
            }
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // All that was there to be written is.
        self.stalled = None;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

    use super::*;

    const SOON: Duration = Duration::from_millis(50);

    const NEVER: Duration = Duration::from_secs(3_600);

    fn bounded(head: Duration, write: Duration) -> (DuplexStream, BoundedStream<DuplexStream>, Arc<Activity>) {
        let (client, stream) = duplex(1_024);
        let activity = Arc::new(Activity::default());
        (client, BoundedStream::new(stream, activity.clone(), head, write), activity)
    }

    /// Regression: readers that do not read kept their answers in memory for as long as they liked.
    #[tokio::test]
    async fn an_answer_that_is_not_read_is_given_up() {
        let (client, mut stream, _) = bounded(NEVER, SOON);
        let error = stream.write_all(&[0; 64 * 1024]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        drop(client);
        let (mut client, mut stream, _) = bounded(NEVER, NEVER);
        let reading = tokio::spawn(async move { client.read_exact(&mut vec![0; 64 * 1024]).await.map(drop) });
        stream.write_all(&[0; 64 * 1024]).await.unwrap();
        reading.await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn half_a_request_is_given_up_and_one_that_is_answered_is_not() {
        let (mut client, mut stream, activity) = bounded(SOON, NEVER);
        client.write_all(b"GET /").await.unwrap();
        let mut asked = [0; 5];
        stream.read_exact(&mut asked).await.unwrap();
        let answering = Answering::begin(&activity);
        // Whoever is answered may be silent: nothing ends this but what is sent next.
        let (read, sent) = tokio::join!(stream.read_exact(&mut asked), async {
            tokio::time::sleep(3 * SOON).await;
            client.write_all(b"GET /").await
        });
        sent.unwrap();
        read.unwrap();
        drop(answering);
        client.write_all(b"GET /").await.unwrap();
        stream.read_exact(&mut asked).await.unwrap();
        let error = stream.read_exact(&mut asked).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
    }
}
