//! A reprint (转载) says what an earlier bulletin says, at another address. Reprints are told by their texts, as the
//! store's changes go by, and held in clusters; a cluster's first is the one published earliest.
//!
//! What is the same to the letter is a reprint. What is nearly the same is one if it was published within a month
//! and has no other 发文字号: amended versions of one law are as alike as two copies of a report, but years apart.

pub mod fingerprint;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use self::fingerprint::{grams, jaccard, letters, likeness};
use crate::model::{Article, ArticleKey, DocumentNumber, StoredArticle};
use crate::store::{Changes, Fingerprint, FingerprintsChange, FingerprintsState, Member, Store, StoreError};

/// The likeness (Jaccard, of runs of five characters) from which two texts say the same; see `docs/adr/0009`.
pub const ALIKE: f64 = 0.9;

/// The estimate from which the likeness itself is computed: 64 values err by 0.1 in one case of a hundred.
const WORTH_A_LOOK: f64 = 0.78;

/// The share of the longer text that the shorter must have.
const LENGTHS: f64 = 0.9;

/// Days between two texts that are nearly the same.
const DAYS: i32 = 31;

/// Texts that one text is compared with.
const MAX_CANDIDATES: usize = 16;

/// Articles that are read at a time, where they have not just been read for the index.
const BATCH: usize = 500;

/// The clusters as they are known here.
#[derive(Debug, Default)]
struct Clusters {
    of: HashMap<ArticleKey, ArticleKey>,
    /// The members of each, the first first.
    members: HashMap<ArticleKey, Vec<(Option<i32>, ArticleKey)>>,
    serial: i64,
}

impl Clusters {
    fn set(&mut self, member: Member) {
        if let Some(cluster) = self.of.remove(&member.key)
            && let Some(members) = self.members.get_mut(&cluster)
        {
            members.retain(|(_, key)| *key != member.key);
            if members.is_empty() {
                self.members.remove(&cluster);
            }
        }
        if let Some(cluster) = member.cluster {
            self.of.insert(member.key, cluster);
            let members = self.members.entry(cluster).or_default();
            let order = |(day, key): &(Option<i32>, ArticleKey)| (day.unwrap_or(i32::MAX), *key);
            let place = members.partition_point(|known| order(known) < order(&(member.day, member.key)));
            members.insert(place, (member.day, member.key));
        }
    }
}

/// Tells reprints, and knows them.
pub struct NearDuplicates {
    store: Arc<dyn Store>,
    clusters: RwLock<Clusters>,
}

impl NearDuplicates {
    /// Reprints of a store, of which none are known yet.
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self { store, clusters: RwLock::default() }
    }

    /// The cluster of an article, by the key of one of its members.
    pub fn cluster(&self, key: ArticleKey) -> Option<ArticleKey> {
        self.read().of.get(&key).copied()
    }

    /// Whether there are any.
    pub fn is_empty(&self) -> bool {
        self.read().of.is_empty()
    }

    /// All articles that say what this one says, itself among them, the first first; none where it stands alone.
    pub fn members(&self, key: ArticleKey) -> Vec<ArticleKey> {
        let clusters = self.read();
        let members = clusters.of.get(&key).and_then(|cluster| clusters.members.get(cluster));
        members.into_iter().flatten().map(|(_, key)| *key).collect()
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Clusters> {
        // Every change to the clusters is whole before the next begins, so a poisoned lock still holds clusters.
        self.clusters.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Learns what this or another process has told since the last look.
    ///
    /// # Errors
    /// Of the store.
    pub async fn refresh(&self) -> Result<FingerprintsState, StoreError> {
        let state = self.store.prints_state(fingerprint::METHOD).await?;
        let known = self.read().serial;
        if state.serial != known {
            let changed = self.store.clusters_since(known).await?;
            let mut clusters = self.clusters.write().unwrap_or_else(PoisonError::into_inner);
            // Another look may have been quicker; what it learnt is newer.
            if clusters.serial == known {
                changed.into_iter().for_each(|member| clusters.set(member));
                clusters.serial = state.serial;
            }
        }
        Ok(state)
    }

    /// Tells the reprints among changes that were just read, which follow revision `before`. What has not been told
    /// up to there is read and told first.
    ///
    /// # Errors
    /// Of the store.
    pub async fn take(&self, before: i64, batch: Arc<Changes>) -> Result<(), StoreError> {
        let mut told = self.refresh().await?.revision;
        while told < before {
            told = match self.advance_once(told).await? {
                Some(reached) => reached,
                None => self.refresh().await?.revision,
            };
        }
        if batch.reached.is_some_and(|reached| reached > told) {
            self.publish(told, batch).await?;
            self.refresh().await?;
        }
        Ok(())
    }

    /// Reads and tells a batch of what has not been told yet; whether there may be more.
    ///
    /// # Errors
    /// Of the store.
    pub async fn advance(&self) -> Result<bool, StoreError> {
        let told = self.refresh().await?.revision;
        if told >= self.store.revision().await? {
            return Ok(false);
        }
        self.advance_once(told).await?;
        self.refresh().await?;
        Ok(true)
    }

    async fn advance_once(&self, told: i64) -> Result<Option<i64>, StoreError> {
        let batch = self.store.changes_since(told, BATCH).await?;
        let Some(reached) = batch.reached else { return Ok(Some(i64::MAX)) };
        Ok(self.publish(told, Arc::new(batch)).await?.then_some(reached))
    }

    /// Tells a batch; `false` where another process did so first.
    async fn publish(&self, from: i64, batch: Arc<Changes>) -> Result<bool, StoreError> {
        let Some(to) = batch.reached else { return Ok(true) };
        let articles = batch.clone();
        let printed = move || -> Vec<(usize, Fingerprint)> {
            let live = articles
                .articles
                .iter()
                .enumerate()
                .filter(|(_, stored)| stored.revision > from && stored.withdrawn_at.is_none());
            live.filter_map(|(place, stored)| Some((place, fingerprint::fingerprint(stored)?))).collect()
        };
        let prints = blocking(printed).await;
        let with_print: HashSet<ArticleKey> = prints.iter().map(|(_, print)| print.key).collect();
        let changed =
            batch.articles.iter().map(|stored| (stored.key, stored.revision)).chain(batch.damaged.iter().copied());
        let gone = changed.filter(|(key, revision)| *revision > from && !with_print.contains(key));
        let gone: Vec<ArticleKey> = gone.map(|(key, _)| key).collect();
        let pairs = self.pairs(&batch, &prints).await?;
        let prints = prints.into_iter().map(|(_, print)| print).collect();
        self.store.change_prints(&FingerprintsChange { from, to, prints, gone, pairs }).await
    }

    /// The pairs of articles that say the same, each with one of the batch.
    async fn pairs(
        &self,
        batch: &Arc<Changes>,
        prints: &[(usize, Fingerprint)],
    ) -> Result<Vec<(ArticleKey, ArticleKey)>, StoreError> {
        let bands: Vec<i64> = prints.iter().flat_map(|(_, print)| print.bands.iter().copied()).collect();
        let own: HashMap<ArticleKey, usize> =
            batch.articles.iter().enumerate().map(|(place, stored)| (stored.key, place)).collect();
        let known = self.store.prints_under(&bands).await?;
        let known: Vec<&Fingerprint> = known.iter().filter(|print| !own.contains_key(&print.key)).collect();
        let mut under: HashMap<i64, Vec<&Fingerprint>> = HashMap::new();
        for print in known {
            print.bands.iter().for_each(|band| under.entry(*band).or_default().push(print));
        }
        let mut pairs = Vec::new();
        for (place, print) in prints {
            let mut candidates = candidates(print, &under);
            for band in &print.bands {
                // Those of the batch that come later find this one.
                under.entry(*band).or_default().push(print);
            }
            candidates.truncate(MAX_CANDIDATES);
            if candidates.is_empty() {
                continue;
            }
            let keys: Vec<ArticleKey> =
                candidates.iter().map(|other| other.key).filter(|key| !own.contains_key(key)).collect();
            let others = if keys.is_empty() { Vec::new() } else { self.store.articles(&keys).await? };
            let (batch, own) = (batch.clone(), candidates.iter().filter_map(|other| own.get(&other.key).copied()));
            let own: Vec<usize> = own.collect();
            let place = *place;
            let found = blocking(move || {
                let article = &batch.articles[place];
                let others = others.iter().chain(own.iter().map(|place| &batch.articles[*place]));
                same(article, others).into_iter().map(|key| (article.key, key)).collect::<Vec<_>>()
            });
            pairs.extend(found.await);
        }
        Ok(pairs)
    }
}

/// Work that would stall the threads that answer.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}

/// The prints that are worth a comparison, the most alike first; one alone of those with the very same text.
fn candidates<'a>(print: &Fingerprint, under: &HashMap<i64, Vec<&'a Fingerprint>>) -> Vec<&'a Fingerprint> {
    let mut seen = HashSet::new();
    let mut texts = HashSet::new();
    let sharing = print.bands.iter().filter_map(|band| under.get(band)).flatten();
    let mut candidates: Vec<(f64, &Fingerprint)> = sharing
        .filter(|other| other.key != print.key && seen.insert(other.key))
        .map(|other| (likeness(print, other), *other))
        .filter(|(likeness, other)| *likeness >= 1.0 && print.exact == other.exact || is_near(print, other, *likeness))
        .collect();
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.key.cmp(&b.1.key)));
    candidates.retain(|(_, other)| texts.insert(other.exact));
    candidates.into_iter().map(|(_, other)| other).collect()
}

fn is_near(one: &Fingerprint, other: &Fingerprint, likeness: f64) -> bool {
    let (short, long) = (one.length.min(other.length), one.length.max(other.length));
    let apart = one.day.zip(other.day).map_or(0, |(one, other)| (one - other).abs());
    likeness >= WORTH_A_LOOK && f64::from(short) >= f64::from(long) * LENGTHS && apart <= DAYS
}

/// Those of the others that say what the article says.
fn same<'a>(article: &StoredArticle, others: impl Iterator<Item = &'a StoredArticle>) -> Vec<ArticleKey> {
    let text = |article: &Article| letters(article.paragraphs.iter().map(String::as_str));
    let number = |article: &Article| article.document_number.as_ref().map(DocumentNumber::key);
    let own_text = text(&article.article);
    let own_number = number(&article.article);
    let mut own_grams = None;
    let says_the_same = |other: &&StoredArticle| {
        let numbers = own_number.as_ref().zip(number(&other.article));
        if numbers.is_some_and(|(one, other)| *one != other) {
            return false;
        }
        let other = text(&other.article);
        own_text == other || jaccard(own_grams.get_or_insert_with(|| grams(&own_text)), &grams(&other)) >= ALIKE
    };
    others.filter(says_the_same).map(|other| other.key).collect()
}
