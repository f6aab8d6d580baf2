//! The schedule says which source is due: one whose run was broken off at once, the others an interval after
//! their last run began.

use std::time::Duration;

use jiff::Timestamp;

use super::host_throttle::later;
use crate::store::frontier::CrawlRun;

/// When the next crawl run of a source is due.
pub fn due(crawl_run: Option<&CrawlRun>, interval: Duration) -> Timestamp {
    match crawl_run {
        None => Timestamp::UNIX_EPOCH,
        Some(crawl_run) if crawl_run.ended_at.is_none() => Timestamp::UNIX_EPOCH,
        // From the beginning, so that a daily source stays daily; but never on the heels of a run.
        Some(crawl_run) => {
            let ended = crawl_run.ended_at.unwrap_or(crawl_run.begun_at);
            later(crawl_run.begun_at, interval).max(later(ended, interval / 10))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_due_an_interval_after_it_began() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let crawl_run = |ended: Option<&str>| CrawlRun {
            number: 1,
            begun_at: at("2020-02-04T08:00:00Z"),
            ended_at: ended.map(at),
            requests: 0,
        };
        let hour = Duration::from_secs(3_600);
        assert_eq!(due(None, hour), Timestamp::UNIX_EPOCH);
        assert_eq!(due(Some(&crawl_run(None)), hour), Timestamp::UNIX_EPOCH);
        assert_eq!(due(Some(&crawl_run(Some("2020-02-04T08:30:00Z"))), hour), at("2020-02-04T09:00:00Z"));
        assert_eq!(due(Some(&crawl_run(Some("2020-02-04T09:30:00Z"))), hour), at("2020-02-04T09:36:00Z"));
    }
}
