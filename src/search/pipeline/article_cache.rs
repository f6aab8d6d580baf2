//! The bounded cache of article texts that makes "texts come from the store" fast: each with its folded
//! form, so that highlighting a hit neither reads the database nor folds again.

use std::sync::Arc;

use metrics::counter;
use moka::sync::Cache;

use super::folded_text::FoldedText;
use crate::model::{Article, ArticleKey, StoredArticle};
use crate::search::engine::answer::Hit;
use crate::search::plan::QueryTerm;
use crate::store::{Store, StoreError};
use crate::telemetry::metrics::CACHE_LOOKUPS;

/// An article ready to be shown in results.
pub struct CachedArticle {
    /// The article.
    pub stored: Arc<StoredArticle>,
    /// Its title.
    pub title: FoldedText,
    /// Its paragraphs.
    pub paragraphs: Vec<FoldedText>,
    /// The texts of its files, in the order of [`attached_texts`].
    pub files: Vec<FoldedText>,
}

/// A paragraph of a file, and which: the numbers of attachment and page, from 0.
pub fn attached_texts(article: &Article) -> impl Iterator<Item = ((usize, usize), &str)> {
    article.attachments.iter().enumerate().flat_map(|(attachment, of)| {
        of.file
            .iter()
            .flat_map(|file| &file.pages)
            .enumerate()
            .flat_map(move |(page, of)| of.paragraphs.iter().map(move |text| ((attachment, page), text.as_str())))
    })
}

impl CachedArticle {
    fn new(stored: StoredArticle) -> Self {
        let article = &stored.article;
        Self {
            title: FoldedText::new(&article.title),
            paragraphs: article.paragraphs.iter().map(|paragraph| FoldedText::new(paragraph)).collect(),
            files: attached_texts(article).map(|(_, text)| FoldedText::new(text)).collect(),
            stored: Arc::new(stored),
        }
    }

    /// Whether a folded text stands in the title, in the body or in a file.
    pub fn has(&self, folded: &str) -> bool {
        let mut texts = std::iter::once(&self.title).chain(&self.paragraphs).chain(&self.files);
        texts.any(|text| text.folded().contains(folded) || text.squeezed().contains(folded))
    }

    /// The words that stand neither in the title nor in the body nor in its files, nor what does in their place; as typed.
    pub fn missing(&self, words: &[QueryTerm]) -> Vec<String> {
        let missing = |word: &&QueryTerm| !self.has(&word.folded) && !word.also.iter().any(|also| self.has(also));
        words.iter().filter(missing).map(|word| word.typed.clone()).collect()
    }

    /// Roughly the memory it takes, in bytes.
    fn weight(&self) -> u32 {
        let article = &self.stored.article;
        let published: usize = article.paragraphs.iter().map(|text| text.len() + 24).sum();
        let paragraphs: usize = self.paragraphs.iter().map(|text| text.bytes() + 40).sum();
        let files: usize = self.files.iter().map(|text| text.bytes() * 2 + 64).sum();
        let markup = article.body_html.as_ref().map_or(0, String::len);
        (published + paragraphs + files + markup + 2_000).try_into().unwrap_or(u32::MAX)
    }
}

/// The cache over a store.
pub struct ArticleCache {
    store: Arc<dyn Store>,
    articles: Cache<ArticleKey, Arc<CachedArticle>>,
}

impl ArticleCache {
    /// A cache of at most about `bytes`.
    pub fn new(store: Arc<dyn Store>, bytes: u64) -> Self {
        let articles =
            Cache::builder().max_capacity(bytes).weigher(|_, article: &Arc<CachedArticle>| article.weight()).build();
        Self { store, articles }
    }

    /// About the bytes that it takes.
    pub fn bytes(&self) -> u64 {
        // What it takes is added up when the cache looks after itself.
        self.articles.run_pending_tasks();
        self.articles.weighted_size()
    }

    /// The article of a hit where it is at hand: at least as new as it was indexed, or just the version that is named.
    pub fn get_cached(&self, hit: &Hit) -> Option<Arc<CachedArticle>> {
        let is_meant = |stored: &StoredArticle| match hit.version {
            None => stored.revision >= hit.revision,
            Some(version) => stored.revision == hit.revision && stored.version == version,
        };
        self.articles.get(&hit.key).filter(|cached| is_meant(&cached.stored))
    }

    /// The articles of these hits, in order: the version that a hit names, else at least as new as it was indexed. A
    /// hit that the store has no article for is left out.
    ///
    /// # Errors
    /// Of the store.
    pub async fn load(&self, hits: &[Hit]) -> Result<Vec<(Hit, Arc<CachedArticle>)>, StoreError> {
        self.find(hits, true).await
    }

    /// The same for hits that are passed once, as an export passes everything: what is read for them is not kept, so
    /// that it neither fills memory nor drives out what readers look at.
    ///
    /// # Errors
    /// Of the store.
    pub async fn load_uncached(&self, hits: &[Hit]) -> Result<Vec<(Hit, Arc<CachedArticle>)>, StoreError> {
        self.find(hits, false).await
    }

    async fn find(&self, hits: &[Hit], keep: bool) -> Result<Vec<(Hit, Arc<CachedArticle>)>, StoreError> {
        let mut found: Vec<Option<Arc<CachedArticle>>> = hits.iter().map(|hit| self.get_cached(hit)).collect();
        let missing: Vec<&Hit> =
            hits.iter().zip(&found).filter(|(_, cached)| cached.is_none()).map(|(hit, _)| hit).collect();
        counter!(CACHE_LOOKUPS, "outcome" => "hit").increment((hits.len() - missing.len()) as u64);
        if !missing.is_empty() {
            counter!(CACHE_LOOKUPS, "outcome" => "miss").increment(missing.len() as u64);
            for stored in load(&*self.store, &missing).await? {
                let key = stored.key;
                let cached = Arc::new(CachedArticle::new(stored));
                if keep && cached.stored.is_current() {
                    self.articles.insert(key, cached.clone());
                }
                if let Some(place) = hits.iter().position(|hit| hit.key == key) {
                    found[place] = Some(cached);
                }
            }
        }
        Ok(hits.iter().copied().zip(found).filter_map(|(hit, cached)| Some((hit, cached?))).collect())
    }
}

/// The articles of hits as the store has them, each in the version that its hit names.
pub async fn load(store: &dyn Store, hits: &[&Hit]) -> Result<Vec<StoredArticle>, StoreError> {
    let versions: Option<Vec<(ArticleKey, u32)>> = hits.iter().map(|hit| Some((hit.key, hit.version?))).collect();
    match versions {
        Some(versions) => store.versions_of(&versions).await,
        None => store.articles(&hits.iter().map(|hit| hit.key).collect::<Vec<_>>()).await,
    }
}
