//! A [`LatestView`] is what `/latest` shows: how much is new, the newest bulletins, and those taken in last.

use jiff::civil::Date;

use crate::model::StoredArticle;
use crate::search::types::response::SearchResponse;
use crate::web::view::news::NewIn;

/// What is new: by the day of publication, and by the day on which the archive took it in.
pub struct LatestView {
    /// The day in China.
    pub today: Date,
    /// Spans of time that end today, with how many bulletins each has: today, this week, this month.
    pub spans: Vec<NewIn>,
    /// The newest day up to today on which bulletins were published.
    pub newest_day: Option<NewIn>,
    /// The newest by publication, whenever that was.
    pub newest: SearchResponse,
    /// Whether all there is was taken in today: the archive is a day old.
    pub is_first_import: bool,
    /// How many were taken in today.
    pub taken_in_today: u64,
    /// Those that were taken in last, the last first: today's, or else those of the newest day there is.
    pub taken_in: Vec<StoredArticle>,
}

impl LatestView {
    /// How many were published today.
    pub fn published_today(&self) -> usize {
        self.newest_day.as_ref().filter(|day| day.from == self.today).map_or(0, |day| day.count)
    }
}
