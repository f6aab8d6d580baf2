//! The data of the home page: what the service is, what it holds, and where everything else is.

use axum::response::Response;
use serde::Serialize;

use super::view::Home;
use crate::web::http::response;
use crate::web::json::entry::NewInJson;
use crate::web::json::facets::FacetsJson;
use crate::web::json::record::Summary;
use crate::web::url::links::SearchLinks;
use crate::web::url::params::SearchParams;

#[derive(Serialize)]
struct HomeJson<'a> {
    service: &'static str,
    description: &'static str,
    version: &'static str,
    totals: TotalsJson,
    new: Vec<NewInJson>,
    latest: Vec<Summary<'a>>,
    counts: FacetsJson<'a>,
    links: ServiceLinksJson,
}

#[derive(Serialize)]
struct TotalsJson {
    articles: u64,
    withdrawn: u64,
    versions: u64,
}

#[derive(Serialize)]
struct ServiceLinksJson {
    #[serde(rename = "self")]
    itself: &'static str,
    html: &'static str,
    search: &'static str,
    suggest: &'static str,
    trends: &'static str,
    advanced: &'static str,
    browse: &'static str,
    new: &'static str,
    article: &'static str,
    articles: &'static str,
    document_number: &'static str,
    facet: &'static str,
    changes: &'static str,
    stats: &'static str,
    openapi: &'static str,
    about: &'static str,
    api: &'static str,
    help: &'static str,
    ready: &'static str,
}

/// `GET /`.
pub fn render(home: &Home) -> Response {
    let everything = SearchParams::everything();
    let links = SearchLinks::new(&everything);
    response::json(&HomeJson {
        service: "gongbao",
        description: "公报全文检索",
        version: env!("CARGO_PKG_VERSION"),
        totals: TotalsJson {
            articles: home.counts.articles,
            withdrawn: home.counts.withdrawn,
            versions: home.counts.versions,
        },
        new: home.new.iter().map(NewInJson::new).collect(),
        latest: home.newest.results.iter().map(|item| Summary::new(&item.stored)).collect(),
        counts: FacetsJson { counts: &home.newest.facets, request: &everything.request, links: &links },
        links: ServiceLinksJson {
            itself: "/",
            html: "/?format=html",
            search: "/search?q={q}",
            suggest: "/suggest?q={q}",
            trends: "/trends?q={q}&q={q}",
            advanced: "/advanced",
            browse: "/browse",
            new: "/latest",
            article: "/articles/{id}",
            articles: "/articles?ids={id},{id}",
            document_number: "/document-numbers/{number}",
            facet: "/facets/{name}?prefix={prefix}",
            changes: "/changes?since={revision}",
            stats: "/stats",
            openapi: "/openapi.json",
            about: "/about",
            api: "/api",
            help: "/help",
            ready: "/readyz",
        },
    })
}
