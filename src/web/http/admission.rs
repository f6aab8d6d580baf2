//! Admission control: how many requests are worked on at once, how long others wait for their turn, and how much memory the
//! answers under way may hold. What is too much is told so within the time that a reader waits, instead of piling up.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body::{Frame, SizeHint};
use metrics::counter;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};
use tokio::time::timeout;

use super::error::WebError;
use crate::telemetry::metrics::REFUSED;

/// Requests worked on at once, for each processor: most wait for the disk at times.
const TURNS_PER_PROCESSOR: usize = 4;

/// The longest that a request waits for its turn, or for room for its answer. A search may wait as long again for a
/// processor; together they are the two seconds after which a reader is told to come back.
const PATIENCE: Duration = Duration::from_secs(1);

/// The longest that the body of a request may take to arrive.
const ARRIVAL: Duration = Duration::from_secs(5);

/// What all answers under way may hold, in KiB.
const ROOM_KIB: usize = 128 * 1024;

/// An answer up to so many bytes is held by the thousand without harm.
const SMALL: u64 = 64 * 1024;

/// What an answer of unknown length holds at a time, in bytes.
const STREAMED: u64 = 1024 * 1024;

/// The paths that cost nothing worth counting, and those by which operators learn of a site that has too much to do.
const FREE_PATHS: [&str; 5] = ["/static/", "/favicon.ico", "/robots.txt", "/healthz", "/readyz"];

/// Whether a path is answered whatever there is to do, and whoever asks.
pub fn is_free(path: &str) -> bool {
    FREE_PATHS.iter().any(|free| path.starts_with(free))
}

/// Lets requests in.
pub struct Admission {
    turns: Semaphore,
    waiting: Semaphore,
    room: Arc<Semaphore>,
}

impl Admission {
    /// With so many places to wait in.
    pub fn new(waiting: usize) -> Arc<Self> {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Arc::new(Self {
            turns: Semaphore::new(TURNS_PER_PROCESSOR * processors),
            waiting: Semaphore::new(waiting),
            room: Arc::new(Semaphore::new(ROOM_KIB)),
        })
    }

    async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        if let Ok(turn) = self.turns.try_acquire() {
            return Some(turn);
        }
        let _place = self.waiting.try_acquire().ok()?;
        timeout(PATIENCE, self.turns.acquire()).await.ok()?.ok()
    }

    /// The answer, which holds its room until the last of it is sent; or 503.
    async fn hold(&self, response: Response) -> Response {
        let bytes = response.body().size_hint().exact().unwrap_or(STREAMED);
        if bytes <= SMALL {
            return response;
        }
        let wanted = (bytes.div_ceil(1024) as usize).min(ROOM_KIB) as u32;
        match timeout(PATIENCE, self.room.clone().acquire_many_owned(wanted)).await {
            Ok(Ok(room)) => response.map(|body| Body::new(HeldBody { body, _room: room })),
            _ => overloaded("room"),
        }
    }
}

fn overloaded(why: &'static str) -> Response {
    counter!(REFUSED, "why" => why).increment(1);
    WebError::from_status(StatusCode::SERVICE_UNAVAILABLE).into_response()
}

/// Lets a request in when it is its turn.
pub async fn admit(State(admission): State<Arc<Admission>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if is_free(path) {
        return next.run(request).await;
    }
    // Whoever is slow to say what is wanted holds nobody up.
    let request = match timeout(ARRIVAL, arrived(request)).await {
        Ok(Ok(request)) => request,
        Ok(Err(status)) => return WebError::from_status(status).into_response(),
        Err(_) => return WebError::from_status(StatusCode::REQUEST_TIMEOUT).into_response(),
    };
    // Whoever waits for the site of another takes no turn meanwhile; how many do is bounded where they wait.
    let is_fetched = is_fetched(request.uri().path());
    let turn = if is_fetched { None } else { admission.turn().await };
    if turn.is_none() && !is_fetched {
        return overloaded("turn");
    }
    let response = next.run(request).await;
    drop(turn);
    admission.hold(response).await
}

/// Whether the answer is fetched from elsewhere: a picture.
fn is_fetched(path: &str) -> bool {
    path.strip_prefix("/articles/").and_then(|rest| rest.split('/').nth(1)) == Some("pictures")
}

/// The request with its whole body, which is bounded by the layer before.
async fn arrived(request: Request) -> Result<Request, StatusCode> {
    if request.body().is_end_stream() {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// A body with the room that it takes.
struct HeldBody {
    body: Body,
    _room: OwnedSemaphorePermit,
}

impl HttpBody for HeldBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn turns_and_room_are_bounded_and_come_back() {
        let admission = Admission::new(0);
        let mut turns = Vec::new();
        while let Some(turn) = admission.turn().await {
            turns.push(turn);
        }
        assert!(turns.pop().is_some());
        assert!(admission.turn().await.is_some());

        let answer = |mib: usize| Response::new(Body::from(vec![0; mib << 20]));
        let first = admission.hold(answer(100)).await;
        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(first.body().size_hint().exact(), Some(100 << 20));
        assert_eq!(admission.hold(answer(100)).await.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(admission.hold(Response::new(Body::from("small"))).await.status(), StatusCode::OK);
        drop(first);
        assert_eq!(admission.hold(answer(1_000)).await.status(), StatusCode::OK, "the largest has all of it");
    }
}
