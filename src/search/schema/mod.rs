//! What of an article is indexed, said without any engine: the texts of the lanes with their
//! weights, the exact fields, the day and the facets.

pub(crate) mod citations;
pub mod identity;

use std::borrow::Cow;
use std::collections::BTreeSet;

use self::citations::mentions;
use self::identity::Identity;
use crate::model::{ArticleKey, FACETS, StoredArticle};
use crate::search::ranking;
use crate::store::VisibilityInterval;

/// Changes whenever the same article gives another [`IndexDocument`]; see also [`crate::search::analysis::VERSION`].
pub const VERSION: u32 = 14;

/// An article as an engine indexes it.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexDocument<'a> {
    /// The store's key.
    pub key: ArticleKey,
    /// The store's revision of the article; of what is shown no more, that of the change that ended it.
    pub revision: i64,
    /// The number of the version.
    pub version: u32,
    /// When it is or was shown: from when, and before when where that is over; in milliseconds since 1970-01-01 UTC.
    pub shown: (i64, Option<i64>),
    /// First day of 发布日期 in days since 1970-01-01.
    pub day: Option<i64>,
    /// Every text a reader can see, each with how many times it counts for ranking.
    pub texts: Vec<(Cow<'a, str>, usize)>,
    /// Title and subtitle, which can be searched alone.
    pub titles: Vec<&'a str>,
    /// What the article may be called for by: see [`Identity`].
    pub identities: Vec<Identity>,
    /// What it cites: see [`citations`].
    pub cited: Vec<Identity>,
    /// What others cite it as.
    pub cited_as: Vec<Identity>,
    /// For each of [`FACETS`], in that order, the values.
    pub facets: Vec<Vec<String>>,
}

impl<'a> IndexDocument<'a> {
    /// The document of an article.
    pub fn new(stored: &'a StoredArticle) -> Self {
        let article = &stored.article;
        let mut texts: Vec<(Cow<'a, str>, usize)> = vec![(Cow::from(&*article.title), ranking::TITLE_WEIGHT)];
        let singles =
            [&article.source, &article.editor, &article.column, &article.index_number, &article.region, &article.site];
        let lists = [&article.authors, &article.issuers, &article.subjects, &article.keywords];
        texts.extend(article.subtitle.iter().map(|text| (Cow::from(&**text), 1)));
        texts.extend(article.document_number.iter().map(|number| (Cow::from(number.as_published()), 1)));
        texts.extend(singles.into_iter().flatten().map(|text| (Cow::from(&**text), 1)));
        texts.extend(lists.into_iter().flatten().map(|text| (Cow::from(&**text), 1)));
        texts.extend(article.attachments.iter().map(|attachment| (Cow::from(&*attachment.title), 1)));
        let files = article.attachments.iter().filter_map(|attachment| attachment.file.as_ref());
        for page in files.flat_map(|file| &file.pages) {
            texts.extend(page.name.iter().chain(&page.paragraphs).map(|text| (Cow::from(&**text), 1)));
        }
        texts.extend(article.paragraphs.iter().map(|paragraph| (Cow::from(&**paragraph), 1)));
        let mut document = Self {
            key: stored.key,
            revision: stored.revision,
            version: stored.version,
            shown: (stored.shown_from.as_millisecond(), None),
            day: article.published_on.map(|date| i64::from(date.first_day())),
            texts,
            titles: std::iter::once(&*article.title).chain(article.subtitle.as_deref()).collect(),
            identities: Identity::title(&article.title).into_iter().chain(citations::names(article)).collect(),
            cited: Vec::new(),
            cited_as: citations::names(article),
            facets: FACETS.iter().map(|facet| facet.of(stored)).collect(),
        };
        document.cited = cited_identities(&document);
        document
    }
    /// The document of a version that is shown no more.
    pub fn past(showing: &'a VisibilityInterval) -> Self {
        let document = Self::new(&showing.stored);
        let shown = (document.shown.0, Some(showing.until.as_millisecond()));
        Self { revision: showing.ended, shown, ..document }
    }
}

/// Different citations that are kept of one document.
pub const MAX_CITED: usize = 500;

/// What the texts of a document cite, each once, without itself.
pub fn cited_identities(document: &IndexDocument<'_>) -> Vec<Identity> {
    let mut cited = BTreeSet::new();
    for (text, _) in &document.texts {
        let readings = mentions(text).into_iter().flat_map(|mention| mention.readings);
        cited.extend(readings.map(|reading| reading.identity));
    }
    cited.into_iter().filter(|identity| !document.cited_as.contains(identity)).take(MAX_CITED).collect()
}
