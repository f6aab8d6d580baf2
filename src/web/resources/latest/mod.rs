//! `GET /latest`: what is new, by the day of publication and by the day on which the archive took it in.

mod json;
mod page;
mod view;

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::civil::{Date, Time};

use self::view::LatestView;
use crate::app::App;
use crate::model::date::CHINA;
use crate::model::date::{day_of, today};
use crate::search::engine::query::Sort;
use crate::search::types::request::SearchRequest;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response::Tag;
use crate::web::url::params::SearchParams;
use crate::web::view::news::{NewIn, new_in, published};

/// Bulletins that are listed as new.
pub const MAX_NEWEST: usize = 50;

/// Bulletins that are listed as taken in.
pub const MAX_TAKEN_IN: usize = 20;

/// The newest day, up to this one, on which bulletins were published. A date that is known to the year or month
/// counts on its first day, as everywhere.
pub async fn newest_day(app: &App, today: Date) -> Result<Option<NewIn>, WebError> {
    let newest = published(app, None, today).await?.results.into_iter().next();
    let Some(date) = newest.and_then(|item| item.stored.article.published_on) else { return Ok(None) };
    let (month, day) = (date.month().unwrap_or(1), date.day().unwrap_or(1));
    let day = Date::new(date.year(), month, day).map_err(WebError::internal)?;
    let count = published(app, Some(day), day).await?.total;
    Ok(Some(NewIn { name: "day", label: "这一天", key: "latest-newest-day", from: day, to: day, count }))
}

/// `GET /latest`.
pub async fn latest(
    State(app): State<Arc<App>>,
    context: RequestContext,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    SearchParams::only_format(context.query())?;
    let representation = context.negotiate(Representation::OF_PAGES)?;
    let today = today(app.clock.now());
    let revision = app.store.revision().await?;
    let tag = Tag::new(&context, representation, &format!("{revision} {} {today}", app.search.snapshot_id()));
    if let Some(response) = tag.not_modified(&headers) {
        return Ok(response);
    }
    let request = SearchRequest {
        sort: Sort::Newest,
        per_page: MAX_NEWEST,
        highlight: false,
        facets: Vec::new(),
        ..SearchRequest::new("")
    };
    let midnight = CHINA.to_timestamp(today.to_datetime(Time::midnight())).map_err(WebError::internal)?;
    let mut taken_in = app.store.newest(MAX_TAKEN_IN).await?;
    let last = taken_in.first().map(|stored| day_of(stored.first_seen));
    taken_in.retain(|stored| Some(day_of(stored.first_seen)) == last);
    let taken_in_today = app.store.accepted_since(midnight).await?;
    let view = LatestView {
        is_first_import: taken_in_today > 0 && taken_in_today >= app.store.counts().await?.articles,
        today,
        spans: new_in(&app, today).await?,
        newest_day: newest_day(&app, today).await?,
        newest: app.search.search(&request).await?,
        taken_in_today,
        taken_in,
    };
    tag.with_etag(match representation {
        Representation::Html => page::render(&context, &view),
        _ => json::render(&view),
    })
}
