//! Browsing: `/browse` lists the ways in, `/browse/{facet}` all values of one of them, by number, by their texts or
//! under the letter that they begin with; `/latest` what is new. Each value is a search, which has the newest first,
//! the chart of times, the other facets and the feeds.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

use super::error::WebError;
use super::links::escaped;
use super::negotiate::Form;
use super::params::{SearchParams, one_of, read_number};
use super::resources::today;
use super::respond::Tag;
use super::visit::Visit;
use super::{api, pages};
use crate::app::App;
use crate::model::{FACETS, Facet, PartialDate, StoredArticle};
use crate::search::request::{SearchRequest, Sort};
use crate::search::result::{FacetCounts, ResultPage};
use crate::search::suggest::initial;

/// Values of each way that the index shows.
const FIRST: usize = 6;
/// Values on a page of one way.
const ON_PAGE: usize = 120;
/// The last page that can be asked for.
const MOST_PAGES: usize = 10_000;
/// Bulletins that are listed as new.
const NEWEST: usize = 50;
/// Bulletins that are listed as taken in.
const TAKEN_IN: usize = 20;
/// The time in China, all the year.
const CHINA: Offset = Offset::constant(8);

/// The order of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The most frequent first.
    Count,
    /// By letter, then by text; years the latest first.
    Name,
}

impl Order {
    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Order::Count => "count",
            Order::Name => "name",
        }
    }
}

/// The values of one way in.
pub struct BrowseView {
    /// Which.
    pub facet: &'static Facet,
    /// The order.
    pub order: Order,
    /// The letter under which values are listed, where one is chosen.
    pub initial: Option<char>,
    /// The page, from 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// How many values there are, under the letter.
    pub total: usize,
    /// How many bulletins have none.
    pub missing: usize,
    /// How many values each letter has.
    pub initials: Vec<(char, usize)>,
    /// The values of the page with how many bulletins have each.
    pub values: Vec<(String, usize)>,
}

impl BrowseView {
    /// The address of the list in this order, under this letter, at this page.
    pub fn url(&self, order: Order, initial: Option<char>, page: usize) -> String {
        let mut url = browse_url(self.facet);
        let mut separator = '?';
        let mut add = |name: &str, value: &str| {
            url.push(separator);
            url.push_str(&format!("{name}={}", escaped(value)));
            separator = '&';
        };
        if order != Order::Count {
            add("sort", order.name());
        }
        if let Some(initial) = initial {
            add("initial", &initial.to_string());
        }
        if page > 1 {
            add("page", &page.to_string());
        }
        url
    }
}

/// The address of the list of a facet's values.
pub fn browse_url(facet: &Facet) -> String {
    format!("/browse/{}", facet.name)
}

/// `GET /browse`.
pub async fn index(State(app): State<Arc<App>>, visit: Visit, headers: HeaderMap) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    let form = visit.among(Form::OF_PAGES)?;
    let tag = Tag::of(&visit, form, &app.search.state());
    if let Some(response) = tag.known_to(&headers) {
        return Ok(response);
    }
    let facets: Vec<&'static Facet> = FACETS.iter().collect();
    let request = SearchRequest { per_page: 1, highlight: false, facets, ..SearchRequest::new("") };
    let mut ways = app.search.search(&request).await?.facets;
    ways.retain(|counts| !counts.values.is_empty());
    for counts in &mut ways {
        counts.more += counts.values.len().saturating_sub(FIRST);
        counts.values.truncate(FIRST);
    }
    tag.on(match form {
        Form::Html => pages::browse_index(&visit, &ways),
        _ => api::browse_index(&ways),
    })
}

/// `GET /browse/{facet}?sort=&initial=&page=`.
pub async fn values(
    State(app): State<Arc<App>>,
    visit: Visit,
    name: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let name = name.map(|Path(name)| name).unwrap_or_default();
    let facet = Facet::named(&name).ok_or_else(|| WebError::no_facet(&name))?;
    let (mut order, mut letter, mut page) = (Order::Count, None, 1);
    SearchParams::only(visit.uri.query(), &["sort", "initial", "page"], |name, value| {
        match name {
            "sort" => order = read_order(&value)?,
            "initial" => letter = read_initial(&value)?,
            _ => {
                let within = Some(read_number("page", &value, MOST_PAGES)?).filter(|page| *page <= MOST_PAGES);
                page = within.ok_or_else(|| {
                    one_of("page", &value, "1 到 10000 的整数", "a whole number from 1 to 10000", "page=2")
                })?;
            }
        }
        Ok(())
    })?;
    let form = visit.among(Form::OF_PAGES)?;
    let tag = Tag::of(&visit, form, &app.search.state());
    if let Some(response) = tag.known_to(&headers) {
        return Ok(response);
    }
    let request = SearchRequest { facets: Vec::new(), ..SearchRequest::new("") };
    let counts = app.search.facet(&request, facet, |_| true, usize::MAX).await?;
    // There may be a hundred thousand values to put in order.
    let view = tokio::task::spawn_blocking(move || view(counts, order, letter, page));
    let view = view.await.map_err(WebError::internal)?;
    tag.on(match form {
        Form::Html => pages::browse(&visit, &view),
        _ => api::browse(&view),
    })
}

fn view(counts: FacetCounts, order: Order, letter: Option<char>, page: usize) -> BrowseView {
    let FacetCounts { facet, values, missing, .. } = counts;
    let mut listed: Vec<(char, String, usize)> =
        values.into_iter().map(|(value, count)| (initial(&value), value, count)).collect();
    let mut initials: BTreeMap<char, usize> = BTreeMap::new();
    listed.iter().for_each(|(initial, ..)| *initials.entry(*initial).or_default() += 1);
    listed.retain(|(initial, ..)| letter.is_none_or(|letter| letter == *initial));
    if order == Order::Name {
        listed.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        if facet.name == "year" {
            listed.reverse();
        }
    }
    let total = listed.len();
    let on_page = listed.into_iter().skip((page - 1) * ON_PAGE).take(ON_PAGE);
    BrowseView {
        facet,
        order,
        initial: letter,
        page,
        pages: total.div_ceil(ON_PAGE),
        total,
        missing,
        initials: initials.into_iter().collect(),
        values: on_page.map(|(_, value, count)| (value, count)).collect(),
    }
}

fn read_order(value: &str) -> Result<Order, WebError> {
    [Order::Count, Order::Name]
        .into_iter()
        .find(|order| order.name() == value)
        .ok_or_else(|| one_of("sort", value, "count（按篇数）或 name（按音序）", "count or name", "sort=name"))
}

/// A letter, or `#` for what has none; nothing where the field was left empty.
fn read_initial(value: &str) -> Result<Option<char>, WebError> {
    let mut characters = value.chars();
    match (characters.next(), characters.next()) {
        (None, _) => Ok(None),
        (Some(letter), None) if letter.is_ascii_alphabetic() || letter == '#' => Ok(Some(letter.to_ascii_uppercase())),
        _ => Err(one_of("initial", value, "一个拉丁字母，或 #", "a letter, or #", "initial=Q")),
    }
}

/// What is new: by the day of publication, and by the day on which the archive took it in.
pub struct LatestView {
    /// The day in China.
    pub today: Date,
    /// Spans of time that end today, with how many bulletins each has: today, this week, this month.
    pub spans: Vec<NewIn>,
    /// The newest day up to today on which bulletins were published.
    pub newest_day: Option<NewIn>,
    /// The newest by publication, whenever that was.
    pub newest: ResultPage,
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
async fn published(app: &App, from: Option<Date>, to: Date) -> Result<ResultPage, WebError> {
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

/// The newest day, up to this one, on which bulletins were published. A date that is known to the year or month
/// counts on its first day, as everywhere.
async fn newest_day(app: &App, today: Date) -> Result<Option<NewIn>, WebError> {
    let newest = published(app, None, today).await?.results.into_iter().next();
    let Some(date) = newest.and_then(|item| item.stored.article.published_on) else { return Ok(None) };
    let (month, day) = (date.month().unwrap_or(1), date.day().unwrap_or(1));
    let day = Date::new(date.year(), month, day).map_err(WebError::internal)?;
    let count = published(app, Some(day), day).await?.total;
    Ok(Some(NewIn { name: "day", label: "这一天", key: "latest-newest-day", from: day, to: day, count }))
}

/// The day in China of a moment.
pub fn day_of(moment: Timestamp) -> Date {
    CHINA.to_datetime(moment).date()
}

/// `GET /latest`.
pub async fn latest(State(app): State<Arc<App>>, visit: Visit, headers: HeaderMap) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    let form = visit.among(Form::OF_PAGES)?;
    let today = today();
    let revision = app.store.revision().await?;
    let tag = Tag::of(&visit, form, &format!("{revision} {} {today}", app.search.state()));
    if let Some(response) = tag.known_to(&headers) {
        return Ok(response);
    }
    let request = SearchRequest {
        sort: Sort::Newest,
        per_page: NEWEST,
        highlight: false,
        facets: Vec::new(),
        ..SearchRequest::new("")
    };
    let midnight = CHINA.to_timestamp(today.to_datetime(Time::midnight())).map_err(WebError::internal)?;
    let mut taken_in = app.store.newest(TAKEN_IN).await?;
    let last = taken_in.first().map(|stored| day_of(stored.first_seen));
    taken_in.retain(|stored| Some(day_of(stored.first_seen)) == last);
    let view = LatestView {
        today,
        spans: new_in(&app, today).await?,
        newest_day: newest_day(&app, today).await?,
        newest: app.search.search(&request).await?,
        taken_in_today: app.store.accepted_since(midnight).await?,
        taken_in,
    };
    tag.on(match form {
        Form::Html => pages::latest(&visit, &view),
        _ => api::latest(&view),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(values: &[(&str, usize)]) -> FacetCounts {
        let values = values.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect();
        FacetCounts { facet: Facet::named("source").unwrap(), values, more: 0, missing: 2 }
    }

    fn listed(view: &BrowseView) -> Vec<&str> {
        view.values.iter().map(|(value, _)| value.as_str()).collect()
    }

    #[test]
    fn values_are_listed_by_number_or_letter() {
        let all = || counts(&[("青岑日报", 9), ("泊云发布", 5), ("12345 热线", 3), ("ABC", 2), ("安澜网", 1)]);
        let by_count = view(all(), Order::Count, None, 1);
        assert_eq!(listed(&by_count), ["青岑日报", "泊云发布", "12345 热线", "ABC", "安澜网"]);
        assert_eq!(by_count.initials, [('#', 1), ('A', 2), ('B', 1), ('Q', 1)]);
        let by_name = view(all(), Order::Name, None, 1);
        assert_eq!(listed(&by_name), ["12345 热线", "ABC", "安澜网", "泊云发布", "青岑日报"]);
        let under = view(all(), Order::Count, Some('A'), 1);
        assert_eq!((listed(&under), under.total, under.missing), (vec!["ABC", "安澜网"], 2, 2));
        assert_eq!(under.url(Order::Name, Some('#'), 2), "/browse/source?sort=name&initial=%23&page=2");
        let beyond = view(all(), Order::Count, None, 2);
        assert_eq!((beyond.values.len(), beyond.pages), (0, 1));
    }
}
