//! Whether a document is in force, as data.

use serde::Serialize;

use crate::model::{Evidence, PartialDate, Standing, StoredArticle, Validity};
use crate::web::url::links::article_url;

/// The standing of a bulletin; see [`Standing`].
#[derive(Serialize)]
pub struct StandingJson {
    validity: Validity,
    label: &'static str,
    evidence: Evidence,
    since: Option<PartialDate>,
    until: Option<PartialDate>,
}

/// The bulletin that ended or amended another.
#[derive(Serialize)]
pub struct SuccessorJson<'a> {
    id: &'a str,
    title: &'a str,
    url: String,
}

impl StandingJson {
    pub fn new(standing: &Standing) -> Self {
        Self {
            validity: standing.validity,
            label: standing.validity.label(),
            evidence: standing.evidence,
            since: standing.since,
            until: standing.until,
        }
    }
}

impl<'a> SuccessorJson<'a> {
    pub fn new(stored: &'a StoredArticle) -> Self {
        let article = &stored.article;
        Self { id: article.id.as_str(), title: &article.title, url: article_url(&article.id) }
    }
}
