//! A throttle stands before each host: one request at a time passes it, then it stays shut for a while. A host that
//! asks for time gets it, and one that cannot be reached is left alone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// The state of a host.
#[derive(Debug, Clone, Copy)]
pub struct HostThrottle {
    /// Before then no request is made.
    pub opens: Timestamp,
    /// Failures to reach the host in a row.
    pub failures: u32,
}

/// All throttles of one crawl.
#[derive(Default)]
pub struct HostThrottles(Mutex<HashMap<String, Arc<tokio::sync::Mutex<HostThrottle>>>>);

impl HostThrottles {
    /// The throttle of a host. Whoever holds its lock makes the only request.
    pub fn get(&self, host: &str) -> Arc<tokio::sync::Mutex<HostThrottle>> {
        let mut throttles = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(tokio::sync::Mutex::new(HostThrottle { opens: Timestamp::UNIX_EPOCH, failures: 0 }));
        throttles.entry(host.to_owned()).or_insert_with(new).clone()
    }

    /// When the throttle opens, and the failures behind it; `None` while a request passes.
    pub fn look(&self, host: &str) -> Option<HostThrottle> {
        self.get(host).try_lock().ok().map(|throttle| *throttle)
    }
}

/// The moment that much later.
pub fn later(moment: Timestamp, by: Duration) -> Timestamp {
    SignedDuration::try_from(by).ok().and_then(|by| moment.checked_add(by).ok()).unwrap_or(Timestamp::MAX)
}

/// How long it is until then; nothing where it has passed.
pub fn until(now: Timestamp, then: Timestamp) -> Duration {
    Duration::try_from(then.duration_since(now)).unwrap_or_default()
}

/// The pause that an answer asks for (`Retry-After`), in seconds or as a moment; a day at most.
pub fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    const MAX_PAUSE: Duration = Duration::from_secs(86_400);
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds).min(MAX_PAUSE));
    }
    let moment = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
    Some(until(now, moment).min(MAX_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_seconds_or_a_moment() {
        let now: Timestamp = "2020-02-04T08:30:00Z".parse().unwrap();
        let check = |value: &str, expected: Option<u64>| {
            assert_eq!(retry_after(value, now), expected.map(Duration::from_secs), "{value}");
        };
        check("120", Some(120));
        check("Tue, 04 Feb 2020 08:31:00 GMT", Some(60));
        check("Tue, 04 Feb 2020 08:00:00 GMT", Some(0));
        check("99999999999", Some(86_400));
        check("soon", None);
        check("-1", None);
    }
}
