//! `/trends`: how often phrases were used, month by month or year by year, as a page with charts, as data and as a
//! table. It takes the filters and dates of a search, and `q` several times.

mod chart;
mod charts;
mod csv;
mod json;
mod page;
mod params;

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use self::params::TrendsParams;
use crate::app::App;
use crate::model::date::today;
use crate::search::features::trends::TrendsRequest;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response::Tag;

/// `GET /trends`.
pub async fn trends(
    State(app): State<Arc<App>>,
    context: RequestContext,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let mut params = TrendsParams::parse(context.query())?;
    let representation = context.negotiate(Representation::OF_TRENDS)?;
    let today = today(app.clock.now());
    let tag = Tag::new(&context, representation, &format!("{} {today}", app.search.snapshot_id()));
    if let Some(response) = tag.not_modified(&headers) {
        return Ok(response);
    }
    params.search.request.today = Some(today);
    // A table of counts has no choices to offer.
    if representation == Representation::Csv {
        params.search.request.facets.clear();
    }
    let asked = TrendsRequest {
        search: &params.search.request,
        queries: &params.queries,
        interval: params.interval(),
        split: params.split,
    };
    let found = app.search.trends(&asked).await?;
    tag.with_etag(match representation {
        Representation::Html => page::render(&context, &params, &found),
        Representation::Csv => csv::render(&params, &found),
        _ => json::render(&params, &found),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Facet;
    use crate::search::features::trends::Interval;
    use crate::search::query::Match;
    use crate::web::url::links::Change;

    #[test]
    fn queries_repeat_and_words_are_exact_unless_said() {
        let params = TrendsParams::parse(Some("q=a&q=+&q=b&q=a&interval=year&source=s&from=2020-03-15")).unwrap();
        assert_eq!(params.queries, ["a", "b"]);
        assert_eq!((params.interval(), params.search.request.matching), (Some(Interval::Year), Match::Exact));
        assert_eq!(
            params.links().url(Change::Representation(Representation::Csv)),
            "/trends?q=a&q=b&interval=year&source=s&from=2020-03-15&format=csv"
        );
        let source = Facet::from_name("source").unwrap();
        let of_part = params.searches("b", Some((source, "t")));
        assert_eq!(of_part.all, "/search?q=b&match=exact&source=t&from=2020-03-15");
        let searches = params.searches("a", None);
        assert_eq!(searches.all, "/search?q=a&match=exact&source=s&from=2020-03-15");
        let of = |period: &str| searches.search_url(period.parse().unwrap());
        assert_eq!(of("2020"), "/search?q=a&match=exact&source=s&from=2020-03-15&to=2020");
        assert_eq!(of("2021"), "/search?q=a&match=exact&source=s&from=2021&to=2021");
        let words = TrendsParams::parse(Some("q=a&match=words&split=source&interval=auto")).unwrap();
        assert_eq!((words.interval(), words.split), (None, Some(source)));
        assert_eq!(words.links().url(Change::Nothing), "/trends?q=a&match=words&split=source");
        assert_eq!(words.links().url(Change::Toggle(source, "s")), "/trends?q=a&match=words&split=source&source=s");
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        for (query, parameter) in [
            ("interval=week", "interval"),
            ("split=year", "split"),
            ("q=a&sort=date", "sort"),
            ("page=2", "page"),
            ("q=1&q=2&q=3&q=4&q=5&q=6&q=7", "q"),
            ("q=&q=&q=&q=&q=&q=&q=", "q"),
            ("interval=year&interval=year", "interval"),
            ("colour=red", "colour"),
            ("q=%B9", "q"),
            ("from=2021&to=2020", "from"),
        ] {
            let error = TrendsParams::parse(Some(query)).err().expect(query);
            assert_eq!((error.status().as_u16(), error.parameter_name()), (400, Some(parameter)), "{query}");
        }
    }
}
