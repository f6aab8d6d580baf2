//! The data of what is new.

use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;

use super::view::LatestView;
use crate::model::StoredArticle;
use crate::web::http::response;
use crate::web::json::entry::NewInJson;
use crate::web::json::record::Summary;
use crate::web::view::news::NewIn;

/// `GET /latest`.
pub fn render<'a>(view: &'a LatestView) -> Response {
    #[derive(Serialize)]
    struct LatestJson<'a> {
        new: Vec<NewInJson>,
        published_today: usize,
        newest_day: Option<DayJson>,
        taken_in_today: u64,
        taken_in: Vec<TakenInJson<'a>>,
        results: Vec<Summary<'a>>,
    }
    #[derive(Serialize)]
    struct DayJson {
        date: String,
        count: usize,
        url: String,
    }
    #[derive(Serialize)]
    struct TakenInJson<'a> {
        first_seen: Timestamp,
        article: Summary<'a>,
    }
    let day = |day: &NewIn| DayJson { date: day.from.to_string(), count: day.count, url: day.url() };
    let taken_in =
        |stored: &'a StoredArticle| TakenInJson { first_seen: stored.first_seen, article: Summary::new(stored) };
    response::json(&LatestJson {
        new: view.spans.iter().map(NewInJson::new).collect(),
        published_today: view.published_today(),
        newest_day: view.newest_day.as_ref().map(day),
        taken_in_today: view.taken_in_today,
        taken_in: view.taken_in.iter().map(taken_in).collect(),
        results: view.newest.results.iter().map(|item| Summary::new(&item.stored)).collect(),
    })
}
