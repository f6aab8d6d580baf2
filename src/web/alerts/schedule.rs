//! When alerts are due: in the morning, in China, so that what came yesterday is read with the first tea.

use jiff::civil::{Time, Weekday};
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::model::date::CHINA;
use crate::store::alerts::Period;

/// How long a wish waits for its confirmation.
pub const CONFIRM_WITHIN: SignedDuration = SignedDuration::from_hours(48);

/// The hour of the mails.
const MORNING: Time = Time::constant(7, 0, 0, 0);

/// The next morning after a moment; for a week the next Monday's.
pub fn next(period: Period, after: Timestamp) -> Timestamp {
    let now = CHINA.to_datetime(after);
    let mut day = now.date();
    if now.time() >= MORNING {
        day = day.saturating_add(1.day());
    }
    while period == Period::Weekly && day.weekday() != Weekday::Monday {
        day = day.saturating_add(1.day());
    }
    CHINA.to_timestamp(day.to_datetime(MORNING)).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(period: Period, after: &str, expected: &str) {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(next(period, at(after)), at(expected), "{period:?} {after}");
    }

    #[test]
    fn mails_are_of_the_next_morning() {
        // 2026-11-29 is a Sunday.
        check(Period::Daily, "2026-11-29T06:59:59+08:00", "2026-11-29T07:00:00+08:00");
        check(Period::Daily, "2026-11-29T07:00:00+08:00", "2026-11-30T07:00:00+08:00");
        check(Period::Weekly, "2026-11-29T12:00:00+08:00", "2026-11-30T07:00:00+08:00");
        check(Period::Weekly, "2026-11-30T07:00:00+08:00", "2026-12-07T07:00:00+08:00");
        check(Period::Weekly, "2026-11-30T06:00:00+08:00", "2026-11-30T07:00:00+08:00");
    }
}
