//! The page of what is new: bulletins under the days of their publication.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;

use super::view::LatestView;
use crate::model::PartialDate;
use crate::model::date::day_of;
use crate::web::html::entry::{Entry, NewLink, new_links};
use crate::web::html::layout::{Link, PageLayout};
use crate::web::http::request_context::RequestContext;
use crate::web::view::news::NewIn;

/// The bulletins of a day.
pub struct Day<'a> {
    date: String,
    entries: Vec<Entry<'a>>,
}

#[derive(Template)]
#[template(path = "latest.html")]
pub struct LatestPage<'a> {
    layout: PageLayout<'a>,
    spans: Vec<NewLink>,
    /// What was published today, where anything was.
    today: Option<Day<'a>>,
    published_today: usize,
    /// Else the newest day, with the search for it.
    newest_day: Option<Link>,
    /// What was taken in today, or else on the newest day there is.
    taken_in: Option<Day<'a>>,
    is_today: bool,
    /// Whether the archive is a day old.
    is_first_import: bool,
    taken_in_today: u64,
    /// The other days of publication.
    days: Vec<Day<'a>>,
}

/// `GET /latest`.
pub fn render<'a>(context: &'a RequestContext, view: &'a LatestView) -> Response {
    let texts = context.texts();
    let undated = || texts.text("undated").to_owned();
    let mut days: Vec<Day<'a>> = Vec::new();
    for item in &view.newest.results {
        let date = item.stored.article.published_on.map_or_else(undated, |date| texts.date(date));
        match days.last_mut() {
            Some(day) if day.date == date => day.entries.push(Entry::new(&item.stored, texts)),
            _ => days.push(Day { date, entries: vec![Entry::new(&item.stored, texts)] }),
        }
    }
    let day = |day: Date| PartialDate::new(day.year(), Some(day.month()), Some(day.day())).map(|day| texts.date(day));
    let of_today = day(view.today);
    let today = days.iter().position(|day| Some(&day.date) == of_today.as_ref()).map(|place| days.remove(place));
    let newest_day = view.newest_day.as_ref().filter(|_| today.is_none());
    let taken_in = view.taken_in.first().map(|newest| Day {
        date: day(day_of(newest.first_seen)).unwrap_or_default(),
        entries: view.taken_in.iter().map(|stored| Entry::new(stored, texts)).collect(),
    });
    let newest_link = |newest: &NewIn| Link {
        text: texts
            .format("times-bar")
            .with("time", day(newest.from).unwrap_or_default())
            .with("count", newest.count)
            .to_string(),
        url: newest.url(),
    };
    context.page(&LatestPage {
        layout: PageLayout::new(context, texts.text("latest-title"), ""),
        spans: new_links(&view.spans, texts),
        today,
        published_today: view.published_today(),
        newest_day: newest_day.map(newest_link),
        taken_in,
        is_today: view.taken_in_today > 0,
        is_first_import: view.is_first_import,
        taken_in_today: view.taken_in_today,
        days,
    })
}
