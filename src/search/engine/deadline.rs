//! A [`Deadline`] is how long the work for one search may take. It is looked at while the work is done, by all who do it:
//! what goes over documents or texts stops where it has passed.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use super::error::EngineError;

/// The time that is left to a search. Clones are of the same time.
#[derive(Debug, Clone)]
pub struct Deadline(Option<Arc<Limit>>);

#[derive(Debug)]
struct Limit {
    time: Duration,
    begun: OnceLock<Instant>,
}

impl Deadline {
    /// Work in the background takes its time.
    pub const NONE: Self = Self(None);

    /// So long after it is first looked at: waiting for a turn is no work.
    pub fn after(time: Duration) -> Self {
        Self(Some(Arc::new(Limit { time, begun: OnceLock::new() })))
    }

    /// How long the work has taken so far; nothing where that does not matter.
    pub fn elapsed(&self) -> Duration {
        self.0.as_ref().map_or(Duration::ZERO, |limit| limit.begun.get_or_init(Instant::now).elapsed())
    }

    /// Whether nothing more should be done. Takes some tens of nanoseconds.
    pub fn has_passed(&self) -> bool {
        self.0.as_ref().is_some_and(|limit| self.elapsed() >= limit.time)
    }

    /// That the work goes on.
    ///
    /// # Errors
    /// [`EngineError::TimedOut`] where it has passed.
    pub fn check(&self) -> Result<(), EngineError> {
        if self.has_passed() { Err(EngineError::TimedOut) } else { Ok(()) }
    }
}
