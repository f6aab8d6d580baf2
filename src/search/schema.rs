//! What of an article is indexed, said without any engine: the texts of the two lanes with their
//! weights, the exact fields, the day and the facets.

use std::borrow::Cow;

use super::analysis::fold;
use super::{citations, ranking};
use crate::model::{ArticleKey, DocumentNumber, FACETS, StoredArticle};
use crate::store::Showing;

/// Changes whenever the same article gives another [`IndexDocument`]; see also [`super::analysis::VERSION`].
pub const VERSION: u32 = 10;

/// A way to call for one document and no other: its number, or its whole title.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity(String);

impl Identity {
    /// Of 发文字号, the same for every writing of it.
    pub fn number(number: &DocumentNumber) -> Self {
        Self(format!("number:{}", number.key()))
    }

    /// Of 发文字号 in its parts; `None` where they make none.
    pub fn number_parts(organ: &str, year: &str, number: &str) -> Option<Self> {
        DocumentNumber::parse(&format!("{organ}〔{year}〕{number}号")).map(|number| Self::number(&number))
    }

    /// Of a whole title: its letters, digits and ideographs, folded. `None` where it has none.
    pub fn title(title: &str) -> Option<Self> {
        let letters: String = fold(title).chars().filter(|c| c.is_alphanumeric()).collect();
        (!letters.is_empty()).then(|| Self(format!("title:{letters}")))
    }

    /// Whether it is a number, not a title.
    pub fn is_number(&self) -> bool {
        self.0.starts_with("number:")
    }

    /// The number or the title, as it is compared.
    pub fn text(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, text)| text)
    }

    /// Whether it is what a document is called beside its full title.
    pub fn is_work(&self) -> bool {
        self.0.starts_with("work:")
    }

    /// The number in its standard writing, or the title, as a reader is shown it.
    pub fn shown(&self) -> String {
        let mut parts = self.text().split('|');
        match (self.is_number(), parts.next(), parts.next(), parts.next()) {
            (true, Some(organ), Some(year), Some(number)) => format!("{organ}〔{year}〕{number}号"),
            _ => self.text().to_owned(),
        }
    }

    /// Of what a document is called beside its full title; see [`citations::work`].
    pub fn work(name: &str) -> Option<Self> {
        Self::title(name).map(|title| Self(format!("work:{}", title.text())))
    }

    /// The number that an engine keeps for it, a thirtieth of what the texts of titles would take. Two names of a
    /// million share theirs with a chance of one in forty million.
    pub fn key(&self) -> u64 {
        u64::from_le_bytes(*blake3::hash(self.0.as_bytes()).as_bytes().first_chunk().unwrap_or(&[0; 8]))
    }
}

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
    pub fn of(stored: &'a StoredArticle) -> Self {
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
            facets: FACETS.iter().map(|facet| (facet.values)(article)).collect(),
        };
        document.cited = citations::of(&document);
        document
    }
    /// The document of a version that is shown no more.
    pub fn of_showing(showing: &'a Showing) -> Self {
        let document = Self::of(&showing.stored);
        let shown = (document.shown.0, Some(showing.until.as_millisecond()));
        Self { revision: showing.ended, shown, ..document }
    }
}
