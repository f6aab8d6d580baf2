//! Related queries: people, bodies, columns and phrases that several of the first results share and few other
//! bulletins have. They come from the results and the lexicon alone, so each stands in bulletins, and none costs a
//! further search.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Search;
use crate::search::analysis::fold;
use crate::search::suggest::completion::letters;
use crate::search::types::response::ResultItem;
use crate::search::types::suggestion::{Kind, RelatedQuery};

/// Related queries at most.
const MOST: usize = 8;

/// Results that are looked at.
const RESULTS: usize = 20;

/// Results that share a query at least.
const LEAST: usize = 2;

/// Words of a title that are taken together at most.
const JOINED: usize = 4;

/// Letters and ideographs of a query.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=20;

/// What is known of a candidate: how many results share it, and what the lexicon says of it.
struct Shared {
    results: usize,
    text: String,
    kind: Kind,
    count: u64,
}

impl Search {
    /// What the first results of a query share, the most telling first.
    pub fn related_queries(&self, query: &str, results: &[ResultItem]) -> Vec<RelatedQuery> {
        let lexicon = self.suggester.current();
        let analyzer = self.engine.analyzer();
        let asked: String = letters(query).into_iter().collect();
        let mut shared: BTreeMap<String, Shared> = BTreeMap::new();
        for item in results.iter().take(RESULTS) {
            let article = &item.stored.article;
            let mut own: BTreeSet<String> = BTreeSet::new();
            let names = article.authors.iter().chain(&article.issuers).chain(&article.keywords);
            let names = names.chain(&article.source).chain(&article.column);
            own.extend(names.map(|name| letters(name).into_iter().collect::<String>()));
            let title = fold(&article.title);
            let words: Vec<&str> = analyzer.segment(&title, true).collect();
            for start in 0..words.len() {
                let mut joined = String::new();
                for word in words[start..].iter().take(JOINED) {
                    if !word.chars().all(char::is_alphanumeric) {
                        break;
                    }
                    joined.push_str(word);
                    own.insert(joined.clone());
                }
            }
            for name in own {
                if let Some(known) = shared.get_mut(&name) {
                    known.results += 1;
                    continue;
                }
                let wanted = LENGTH.contains(&name.chars().count()) && !asked.contains(&name);
                if let Some(entry) = lexicon.words.named(&name).next().filter(|_| wanted) {
                    let candidate = lexicon.words.candidate(entry);
                    let (text, kind, count) = (candidate.text.clone(), candidate.kind, candidate.count);
                    shared.insert(name, Shared { results: 1, text, kind, count });
                }
            }
        }
        let documents = self.engine.documents();
        let weight = |of: &Shared| of.results as f32 * (documents as f32 / of.count.max(1) as f32).max(1.0).ln();
        let mut best: Vec<Shared> = shared.into_values().filter(|of| of.results >= LEAST).collect();
        best.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then_with(|| a.text.cmp(&b.text)));
        let mut related: Vec<RelatedQuery> = Vec::new();
        for Shared { results, text, kind, .. } in best {
            // Of a name and its parts the more telling is enough.
            if related.len() < MOST && !related.iter().any(|of| of.text.contains(&text) || text.contains(&of.text)) {
                related.push(RelatedQuery { text, kind, shared: results });
            }
        }
        related
    }
}
