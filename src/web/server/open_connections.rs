//! The [`OpenConnections`] of a server. Each has a [`Seat`]; where all are taken, the connection on which nothing has moved
//! for the longest time, and for which nothing is worked on, gives its up.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::connection::Activity;
use crate::telemetry::metrics::{CONNECTIONS, Held};

/// The connections there are, at most so many.
pub struct OpenConnections {
    most: usize,
    seats: Mutex<HashMap<u64, Arc<Shared>>>,
    next: AtomicU64,
}

/// The place of a connection; it is free again when this is dropped.
pub struct Seat {
    number: u64,
    shared: Arc<Shared>,
    open: Arc<OpenConnections>,
    _counted: Held,
}

struct Shared {
    activity: Arc<Activity>,
    given_up: Notify,
}

impl OpenConnections {
    /// None yet.
    pub fn new(most: usize) -> Self {
        Self { most, seats: Mutex::default(), next: AtomicU64::new(0) }
    }

    /// A seat for one more; `None` where all others are at work.
    pub fn seat(self: Arc<Self>) -> Option<Seat> {
        let shared = Arc::new(Shared { activity: Arc::default(), given_up: Notify::new() });
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mut seats = self.seats();
        if seats.len() >= self.most {
            let still = seats.iter().filter(|(_, other)| !other.activity.is_working());
            let (stillest, _) = still.min_by_key(|(number, other)| (other.activity.moved_at(), **number))?;
            let stillest = *stillest;
            if let Some(other) = seats.remove(&stillest) {
                other.given_up.notify_one();
            }
        }
        seats.insert(number, shared.clone());
        drop(seats);
        Some(Seat { number, shared, open: self, _counted: Held::new(CONNECTIONS) })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.seats().len()
    }

    /// Has those end for which nothing is worked on, and which nothing is sent to.
    pub fn give_reading_up(&self) {
        let seats = self.seats();
        let reading = seats.values().filter(|shared| shared.activity.is_reading());
        reading.for_each(|shared| shared.given_up.notify_one());
    }

    /// Has all of them end.
    pub fn give_all_up(&self) {
        self.seats().values().for_each(|shared| shared.given_up.notify_one());
    }

    fn seats(&self) -> MutexGuard<'_, HashMap<u64, Arc<Shared>>> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// What the connection does.
    pub fn activity(&self) -> &Arc<Activity> {
        &self.shared.activity
    }

    /// Waits until the connection must end.
    pub async fn given_up(&self) {
        self.shared.given_up.notified().await;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.open.seats().remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::super::connection::Answering;
    use super::*;

    #[test]
    fn who_has_been_still_longest_gives_way_and_who_works_stays() {
        let open = Arc::new(OpenConnections::new(2));
        let first = open.clone().seat().unwrap();
        let second = open.clone().seat().unwrap();
        let answering = Answering::begin(first.activity());
        let third = open.clone().seat().unwrap();
        assert_eq!(open.count(), 2);
        assert!(second.given_up().now_or_never().is_some());
        assert!(first.given_up().now_or_never().is_none());
        let also = Answering::begin(third.activity());
        assert!(open.clone().seat().is_none(), "all are at work");
        drop(answering);
        assert!(open.clone().seat().is_some());
        assert!(first.given_up().now_or_never().is_some());
        drop((first, second, third, also));
        assert_eq!(open.count(), 0);
    }
}
