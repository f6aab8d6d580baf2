//! A [`Clock`] is where the time comes from. It is passed in, so that tests own it.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

/// Time, as the site and its crawls know it.
#[async_trait]
pub trait Clock: Send + Sync {
    /// The moment.
    fn now(&self) -> Timestamp;
    /// Waits.
    async fn sleep(&self, duration: Duration);
}

/// The time of the machine.
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}
