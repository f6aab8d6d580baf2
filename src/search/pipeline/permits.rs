//! Permits bound the work that searches do at once, so that overload is a fast answer, never a pile-up.
//!
//! Most queries take a fraction of a millisecond and run where they are: handing each to another thread
//! costs a quarter of the throughput. A query that is expected to read much moves its worker's other
//! tasks away first.

use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit, TryAcquireError};

use crate::telemetry::metrics::{Held, SEARCHES_RUNNING, SEARCHES_WAITING};

/// Postings above which a query no longer counts as short: about ten milliseconds of reading.
const SHORT_POSTINGS: u64 = 1_000_000;

/// The right of one search to work.
pub struct Permit<'p> {
    _permit: SemaphorePermit<'p>,
    _counted: Held,
}

/// The right to work.
pub struct Permits {
    running: Semaphore,
    waiting: Semaphore,
    patience: Duration,
}

impl Permits {
    /// As many at once as there are processors and one more, as many waiting as `waiting`, none of
    /// them for longer than `patience`.
    pub fn new(waiting: usize, patience: Duration) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self { running: Semaphore::new(processors + 1), waiting: Semaphore::new(waiting), patience }
    }

    /// A permit; `None` where there is too much to do already.
    pub async fn acquire(&self) -> Option<Permit<'_>> {
        let permit = match self.running.try_acquire() {
            Ok(permit) => permit,
            Err(TryAcquireError::Closed) => return None,
            Err(TryAcquireError::NoPermits) => {
                let _place = self.waiting.try_acquire().ok()?;
                let _counted = Held::new(SEARCHES_WAITING);
                tokio::time::timeout(self.patience, self.running.acquire()).await.ok()?.ok()?
            }
        };
        Some(Permit { _permit: permit, _counted: Held::new(SEARCHES_RUNNING) })
    }
}

/// Runs blocking work whose cost in postings is known.
pub fn run<T>(postings: u64, work: impl FnOnce() -> T) -> T {
    let multi_threaded = tokio::runtime::Handle::try_current()
        .is_ok_and(|handle| handle.runtime_flavor() == tokio::runtime::RuntimeFlavor::MultiThread);
    if postings > SHORT_POSTINGS && multi_threaded { tokio::task::block_in_place(work) } else { work() }
}
