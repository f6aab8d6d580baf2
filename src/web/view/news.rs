//! How much is new: a [`NewIn`] counts the bulletins that were published in the days up to today.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::app::App;
use crate::model::PartialDate;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::SearchResponse;
use crate::web::http::error::WebError;

/// How much is new in some time.
pub struct NewIn {
    /// Its name in data.
    pub name: &'static str,
    /// In Chinese.
    pub label: &'static str,
    /// The key of what a page says.
    pub key: &'static str,
    /// The first day.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// How many bulletins were published in it.
    pub count: usize,
}

impl NewIn {
    /// The search for them.
    pub fn url(&self) -> String {
        format!("/search?from={}&to={}&sort=-date", self.from, self.to)
    }
}

/// Counts what was published today, this week and this month.
///
/// # Errors
/// Of the search.
pub async fn new_in(app: &App, today: Date) -> Result<Vec<NewIn>, WebError> {
    let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
    let mut spans = vec![
        ("today", "今天", "new-today", today),
        ("week", "本周", "new-week", monday),
        ("month", "本月", "new-month", today.first_of_month()),
    ];
    let mut counted = Vec::with_capacity(spans.len());
    for (name, label, key, from) in spans.drain(..) {
        let count = published(app, Some(from), today).await?.total;
        counted.push(NewIn { name, label, key, from, to: today, count });
    }
    Ok(counted)
}

/// What was published from one day to another, the newest alone.
pub async fn published(app: &App, from: Option<Date>, to: Date) -> Result<SearchResponse, WebError> {
    let date = |day: Date| PartialDate::new(day.year(), Some(day.month()), Some(day.day()));
    let request = SearchRequest {
        from: from.and_then(date),
        to: date(to),
        facets: Vec::new(),
        per_page: 1,
        highlight: false,
        ..SearchRequest::new("")
    };
    Ok(app.search.search(&request).await?)
}
