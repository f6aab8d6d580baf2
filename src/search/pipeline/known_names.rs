//! [`KnownNames`] are the names in the records of articles, and the words of their titles, that the suggestions know; kept for
//! articles that were among first results lately.

use std::collections::BTreeSet;
use std::sync::Arc;

use moka::sync::Cache;

use crate::model::{Article, ArticleKey, StoredArticle};
use crate::search::analysis::{Analyzer, fold_for_words};
use crate::search::suggest::lexicon::Lexicon;
use crate::search::suggest::prefix_index::Entry;
use crate::search::suggest::typed::key;

/// Words of a title that are taken together at most.
const MAX_JOINED: usize = 4;

/// Letters and ideographs of a name.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=20;

/// Bytes of names that are kept at most.
const MAX_KEPT: u64 = 4 << 20;

/// A name or words of an article that the lexicon has: the key, and its entry.
pub type Known = (String, Entry);

/// What the lexicon knows of articles that were among first results lately, by article, its revision and that of the
/// lexicon.
pub struct KnownNames {
    articles: Cache<(ArticleKey, i64, i64), Arc<[Known]>>,
}

impl Default for KnownNames {
    fn default() -> Self {
        let bytes = |_: &(ArticleKey, i64, i64), names: &Arc<[Known]>| {
            let names: usize = names.iter().map(|(name, _)| name.len() + size_of::<Known>()).sum();
            u32::try_from(names + 100).unwrap_or(u32::MAX)
        };
        Self { articles: Cache::builder().max_capacity(MAX_KEPT).weigher(bytes).build() }
    }
}

impl KnownNames {
    /// The names of an article that a lexicon has.
    pub fn of(&self, stored: &StoredArticle, lexicon: &Lexicon, analyzer: &Analyzer) -> Arc<[Known]> {
        let key = (stored.key, stored.revision, lexicon.revision);
        self.articles.get_with(key, || {
            let names = names_and_words(&stored.article, analyzer).into_iter();
            let names = names.filter(|name| LENGTH.contains(&name.chars().count()));
            names.filter_map(|name| lexicon.words.exact(&name).next().map(|entry| (name, entry))).collect()
        })
    }
}

/// The names in the record of an article, and the words of its title, also several that follow each other as one; by
/// their keys.
fn names_and_words(article: &Article, analyzer: &Analyzer) -> BTreeSet<String> {
    let names = article.authors.iter().chain(&article.issuers).chain(&article.keywords);
    let names = names.chain(&article.source).chain(&article.column);
    let mut all: BTreeSet<String> = names.map(|name| key(name)).collect();
    let title = fold_for_words(&article.title);
    let words: Vec<&str> = analyzer.segment(&title, true).collect();
    for start in 0..words.len() {
        let mut joined = String::new();
        for word in words[start..].iter().take(MAX_JOINED) {
            if !word.chars().all(char::is_alphanumeric) {
                break;
            }
            joined.push_str(word);
            all.insert(key(&joined));
        }
    }
    all
}
