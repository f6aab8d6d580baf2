//! Browsing: `/browse` lists the facets with their first values, `/browse/{facet}` all values of one facet, by number,
//! by their texts or under the letter that they begin with. Each value has a landing page and a search.

mod json;
mod page;
mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use self::view::{BrowseView, Order};
use crate::app::App;
use crate::model::{FACETS, Facet};
use crate::search::suggest::pinyin::initial;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::FacetCounts;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::query_string::invalid_value;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response::Tag;
use crate::web::i18n::localized_text::LocalizedText;
use crate::web::url::params::SearchParams;
use crate::web::url::values::parse_number;
use crate::web::view::levels;

/// Values of each facet that the index shows.
const INDEX_VALUES: usize = 6;

/// Values on a page of one facet.
const PAGE_SIZE: usize = 120;

/// The last page that can be asked for.
const MAX_PAGE: usize = 10_000;

/// `GET /browse`.
pub async fn index(
    State(app): State<Arc<App>>,
    context: RequestContext,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    SearchParams::only_format(context.query())?;
    let representation = context.negotiate(Representation::OF_PAGES)?;
    let tag = Tag::new(&context, representation, &app.search.snapshot_id());
    if let Some(response) = tag.not_modified(&headers) {
        return Ok(response);
    }
    let facets: Vec<&'static Facet> = FACETS.iter().collect();
    let request = SearchRequest { per_page: 1, highlight: false, facets, ..SearchRequest::new("") };
    let mut ways = app.search.search(&request).await?.facets;
    ways.retain(|counts| !counts.values.is_empty());
    for counts in &mut ways {
        counts.more += counts.values.len().saturating_sub(INDEX_VALUES);
        counts.values.truncate(INDEX_VALUES);
    }
    tag.with_etag(match representation {
        Representation::Html => page::render_index(&context, &ways),
        _ => json::render_index(&ways),
    })
}

/// `GET /browse/{facet}?sort=&initial=&page=`.
pub async fn values(
    State(app): State<Arc<App>>,
    context: RequestContext,
    name: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let name = name.map(|Path(name)| name).unwrap_or_default();
    let facet = Facet::from_name(&name).ok_or_else(|| WebError::no_facet(&name))?;
    let (mut order, mut letter, mut page) = (Order::Count, None, 1);
    SearchParams::only(context.query(), &["sort", "initial", "page"], |name, value| {
        match name {
            "sort" => order = parse_order(&value)?,
            "initial" => letter = parse_initial(&value)?,
            _ => {
                let within = Some(parse_number("page", &value, MAX_PAGE)?).filter(|page| *page <= MAX_PAGE);
                page = within.ok_or_else(|| {
                    let allowed = LocalizedText::new("allowed-number").with("most", MAX_PAGE);
                    invalid_value("page", &value, allowed, "page=2")
                })?;
            }
        }
        Ok(())
    })?;
    let representation = context.negotiate(Representation::OF_PAGES)?;
    let tag = Tag::new(&context, representation, &app.search.snapshot_id());
    if let Some(response) = tag.not_modified(&headers) {
        return Ok(response);
    }
    let request = SearchRequest { facets: Vec::new(), ..SearchRequest::new("") };
    let counts = app.search.facet_values(&request, facet, |_| true, usize::MAX).await?;
    // There may be a hundred thousand values to put in order.
    let view = tokio::task::spawn_blocking(move || view(counts, order, letter, page));
    let view = view.await.map_err(WebError::internal)?;
    tag.with_etag(match representation {
        Representation::Html => page::render_values(&context, &view),
        _ => json::render_values(&view),
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
    let listed = levels::grouped(facet, listed, |(_, value, _)| value);
    let total = listed.len();
    let on_page = listed.into_iter().skip((page - 1) * PAGE_SIZE).take(PAGE_SIZE);
    BrowseView {
        facet,
        order,
        initial: letter,
        page,
        pages: total.div_ceil(PAGE_SIZE),
        total,
        missing,
        initials: initials.into_iter().collect(),
        values: on_page.map(|(_, value, count)| (value, count)).collect(),
    }
}

fn parse_order(value: &str) -> Result<Order, WebError> {
    [Order::Count, Order::Name]
        .into_iter()
        .find(|order| order.name() == value)
        .ok_or_else(|| invalid_value("sort", value, LocalizedText::new("allowed-order"), "sort=name"))
}

/// A letter, or `#` for what has none; nothing where the field was left empty.
fn parse_initial(value: &str) -> Result<Option<char>, WebError> {
    let mut characters = value.chars();
    match (characters.next(), characters.next()) {
        (None, _) => Ok(None),
        (Some(letter), None) if letter.is_ascii_alphabetic() || letter == '#' => Ok(Some(letter.to_ascii_uppercase())),
        _ => Err(invalid_value("initial", value, LocalizedText::new("allowed-initial"), "initial=Q")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(values: &[(&str, usize)]) -> FacetCounts {
        let values = values.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect();
        FacetCounts { facet: Facet::from_name("source").unwrap(), values, more: 0, missing: 2 }
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
