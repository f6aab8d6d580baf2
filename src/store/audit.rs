//! An [`Audit`] takes stock of what was taken in, source by source: how much, how completely, by which rules it was
//! read, what failed, and which sources have fallen silent.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::Store;
use super::error::StoreError;
use super::records::Record;
use crate::model::{Article, ArticleKey, Field, PartialDate};

/// Publication days by which the usual gap of a source is told.
pub const DAYS: usize = 20;

/// How many times its usual gap a source must have been silent to be called so.
pub const SILENCE: i64 = 3;

/// Publication days that a source must have before a gap is called usual.
const ENOUGH_DAYS: usize = 5;

/// Records that are read at a time.
const PAGE: usize = 2_000;

/// Rules by which one field of one source was read that are told apart; the rest are one.
const RULES: usize = 30;

/// Sources that are told apart; the rest are one.
const SOURCES: usize = 20_000;

/// What a source is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NamedBy {
    /// 来源.
    Source,
    /// 网站, where no 来源 is stated.
    Site,
    /// The host of the address, where neither is.
    Host,
    /// Nothing.
    Nothing,
}

impl NamedBy {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            NamedBy::Source => "source",
            NamedBy::Site => "site",
            NamedBy::Host => "host",
            NamedBy::Nothing => "none",
        }
    }
}

/// What there is of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceAudit {
    /// Its name; empty where the bulletins name none.
    pub name: String,
    /// What it was named by.
    pub named_by: NamedBy,
    /// Its bulletins.
    pub articles: u64,
    /// How many of them have each field, in the order of [`Field::ALL`].
    pub fields: Vec<(Field, u64)>,
    /// By which rules each field was read, the most frequent first.
    pub rules: Vec<(Field, Vec<(String, u64)>)>,
    /// What was rejected of it, by kind.
    pub failures: BTreeMap<String, u64>,
    /// The last publication day.
    pub newest: Option<Date>,
    /// How long it has been silent, and how long it usually is.
    pub silence: Option<Silence>,
}

/// How long a source has been silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silence {
    /// Days since its last publication.
    pub days: i64,
    /// The median gap, in days, between its last [`DAYS`] publication days.
    pub usual: i64,
}

impl Silence {
    /// Whether it is longer than [`SILENCE`] times the usual.
    pub fn is_unusual(&self) -> bool {
        self.days > SILENCE * self.usual.max(1)
    }
}

/// The stock.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audit {
    /// Bulletins that are not withdrawn.
    pub articles: u64,
    /// The store's revision when it was taken.
    pub revision: i64,
    /// The day on which silence is counted.
    pub today: Option<Date>,
    /// The sources, those with most bulletins first.
    pub sources: Vec<SourceAudit>,
    /// What was rejected without saying of which source, by kind.
    pub failures: BTreeMap<String, u64>,
}

impl Audit {
    /// How many sources are silent for longer than usual.
    pub fn silent(&self) -> usize {
        self.sources.iter().filter(|source| source.silence.is_some_and(|silence| silence.is_unusual())).count()
    }

    /// Refusals kept, of all sources and of none.
    pub fn rejected(&self) -> u64 {
        let of_sources = self.sources.iter().flat_map(|source| source.failures.values());
        self.failures.values().chain(of_sources).sum()
    }
}

/// Takes stock of a store.
///
/// # Errors
/// Of the store.
pub async fn audit(store: &dyn Store, today: Date) -> Result<Audit, StoreError> {
    let revision = store.revision().await?;
    let mut tallies = Tallies::default();
    let mut after = ArticleKey(i64::MIN);
    loop {
        let page = store.records(after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.key;
        page.iter().for_each(|record| tallies.take(record));
    }
    for (source, kind, count) in store.rejection_counts().await? {
        tallies.fail(source.as_deref(), kind, count);
    }
    Ok(tallies.finish(revision, today))
}

#[derive(Default)]
struct Tallies {
    sources: HashMap<(NamedBy, String), Tally>,
    failures: BTreeMap<String, u64>,
    articles: u64,
}

#[derive(Default)]
struct Tally {
    articles: u64,
    fields: BTreeMap<Field, u64>,
    rules: BTreeMap<Field, HashMap<String, u64>>,
    failures: BTreeMap<String, u64>,
    /// The last publication days, one more than gaps between them.
    days: BTreeSet<Date>,
}

impl Tallies {
    fn tally(&mut self, key: (NamedBy, String)) -> &mut Tally {
        let key = if self.sources.len() < SOURCES || self.sources.contains_key(&key) {
            key
        } else {
            (NamedBy::Nothing, String::new())
        };
        self.sources.entry(key).or_default()
    }

    fn take(&mut self, record: &Record) {
        self.articles += 1;
        let article = &record.article;
        let tally = self.tally(source_of(article));
        tally.articles += 1;
        for field in Field::ALL.iter().filter(|field| has(record, **field)) {
            *tally.fields.entry(*field).or_default() += 1;
        }
        for (field, origin) in &article.origins {
            let rules = tally.rules.entry(*field).or_default();
            let known = rules.contains_key(origin) || rules.len() < RULES;
            *rules.entry(if known { origin.clone() } else { "…".to_owned() }).or_default() += 1;
        }
        let whole_day = |date: PartialDate| Date::new(date.year(), date.month()?, date.day()?).ok();
        if let Some(day) = article.published_on.and_then(whole_day) {
            tally.days.insert(day);
            if tally.days.len() > DAYS {
                tally.days.pop_first();
            }
        }
    }

    fn fail(&mut self, source: Option<&str>, kind: String, count: u64) {
        let failures = match source {
            None => &mut self.failures,
            Some(name) => {
                let by_site = (NamedBy::Site, name.to_owned());
                let key =
                    if self.sources.contains_key(&by_site) { by_site } else { (NamedBy::Source, name.to_owned()) };
                &mut self.tally(key).failures
            }
        };
        *failures.entry(kind).or_default() += count;
    }

    fn finish(self, revision: i64, today: Date) -> Audit {
        let source = |((named_by, name), tally): ((NamedBy, String), Tally)| SourceAudit {
            name,
            named_by,
            articles: tally.articles,
            fields: Field::ALL
                .iter()
                .map(|field| (*field, tally.fields.get(field).copied().unwrap_or_default()))
                .collect(),
            rules: tally.rules.into_iter().map(|(field, rules)| (field, by_count(rules))).collect(),
            failures: tally.failures,
            newest: tally.days.last().copied(),
            silence: silence(&tally.days, today),
        };
        let mut sources: Vec<SourceAudit> = self.sources.into_iter().map(source).collect();
        sources.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
        Audit { articles: self.articles, revision, today: Some(today), sources, failures: self.failures }
    }
}

fn by_count(rules: HashMap<String, u64>) -> Vec<(String, u64)> {
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    rules
}

fn silence(days: &BTreeSet<Date>, today: Date) -> Option<Silence> {
    if days.len() < ENOUGH_DAYS {
        return None;
    }
    let apart = |from: Date, to: Date| i64::from((to - from).get_days());
    let days: Vec<Date> = days.iter().copied().collect();
    let mut gaps: Vec<i64> = days.windows(2).map(|pair| apart(pair[0], pair[1])).collect();
    gaps.sort_unstable();
    let newest = days.last().copied()?;
    Some(Silence { days: apart(newest, today).max(0), usual: gaps[gaps.len() / 2] })
}

fn source_of(article: &Article) -> (NamedBy, String) {
    if let Some(source) = &article.source {
        return (NamedBy::Source, source.clone());
    }
    if let Some(site) = &article.site {
        return (NamedBy::Site, site.clone());
    }
    let host = article.url.as_deref().and_then(|url| url.split_once("://")?.1.split(['/', '?', '#', ':']).next());
    host.map_or((NamedBy::Nothing, String::new()), |host| (NamedBy::Host, host.to_ascii_lowercase()))
}

fn has(record: &Record, field: Field) -> bool {
    let article = &record.article;
    match field {
        Field::Id | Field::Title => true,
        Field::Url => article.url.is_some(),
        Field::Subtitle => article.subtitle.is_some(),
        Field::PublishedOn => article.published_on.is_some(),
        Field::PublishedAt => article.published_at.is_some(),
        Field::IssuedOn => article.issued_on.is_some(),
        Field::Source => article.source.is_some(),
        Field::Authors => !article.authors.is_empty(),
        Field::Editor => article.editor.is_some(),
        Field::Column => article.column.is_some(),
        Field::Issuers => !article.issuers.is_empty(),
        Field::DocumentNumber => article.document_number.is_some(),
        Field::IndexNumber => article.index_number.is_some(),
        Field::Subjects => !article.subjects.is_empty(),
        Field::Keywords => !article.keywords.is_empty(),
        Field::DocumentKind => article.document_kind.is_some(),
        Field::Validity => article.validity.is_some(),
        Field::Region => article.region.is_some(),
        Field::Site => article.site.is_some(),
        Field::Body => record.paragraphs > 0,
        Field::Attachments => record.attachments > 0,
        Field::Language => article.language.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_told_by_the_usual_gap() {
        let check = |days: &[&str], today: &str, expected: Option<(i64, i64, bool)>| {
            let days = days.iter().map(|day| day.parse().unwrap()).collect();
            let silence = silence(&days, today.parse().unwrap());
            assert_eq!(silence.map(|s| (s.days, s.usual, s.is_unusual())), expected, "{days:?}");
        };
        let weekly = ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22", "2024-01-29"];
        check(&weekly, "2024-02-19", Some((21, 7, false)));
        check(&weekly, "2024-02-20", Some((22, 7, true)));
        check(&weekly, "2024-01-29", Some((0, 7, false)));
        check(&weekly, "2023-01-01", Some((0, 7, false)));
        check(&weekly[..4], "2025-01-01", None);
        let daily = ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-20"];
        check(&daily, "2024-01-24", Some((4, 1, true)));
    }
}
