//! The schedule says which source is due: one whose round was broken off at once, the others an interval after
//! their last round began.

use std::time::Duration;

use jiff::Timestamp;

use super::host_throttle::later;
use crate::store::frontier::Round;

/// When the next round of a source is due.
pub fn due(round: Option<&Round>, interval: Duration) -> Timestamp {
    match round {
        None => Timestamp::UNIX_EPOCH,
        Some(round) if round.ended_at.is_none() => Timestamp::UNIX_EPOCH,
        // From the beginning, so that a daily source stays daily; but never on the heels of a round.
        Some(round) => {
            let ended = round.ended_at.unwrap_or(round.begun_at);
            later(round.begun_at, interval).max(later(ended, interval / 10))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_due_an_interval_after_it_began() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let round = |ended: Option<&str>| Round {
            number: 1,
            begun_at: at("2020-02-04T08:00:00Z"),
            ended_at: ended.map(at),
            requests: 0,
        };
        let hour = Duration::from_secs(3_600);
        assert_eq!(due(None, hour), Timestamp::UNIX_EPOCH);
        assert_eq!(due(Some(&round(None)), hour), Timestamp::UNIX_EPOCH);
        assert_eq!(due(Some(&round(Some("2020-02-04T08:30:00Z"))), hour), at("2020-02-04T09:00:00Z"));
        assert_eq!(due(Some(&round(Some("2020-02-04T09:30:00Z"))), hour), at("2020-02-04T09:36:00Z"));
    }
}
