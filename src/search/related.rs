//! 相关阅读 by content: the words that tell an article from the others, and who else has them.

use std::collections::HashMap;

use super::analysis::{Analyzer, fold};
use super::engine::{Engine, Node};
use super::{plan, ranking};
use crate::model::StoredArticle;

/// Words of an article that are weighed against the index.
const CANDIDATES: usize = 60;

/// Words that are searched for: more find little else and cost more.
const TELLING: usize = 16;

/// Characters of an article that are read for its words.
const READ_CHARS: usize = 6_000;

/// A condition that scores documents by the telling words they share with the article: frequent in it,
/// rare in the index (tf·idf, Salton and Buckley 1988).
pub fn condition(stored: &StoredArticle, analyzer: &Analyzer, engine: &dyn Engine) -> Node {
    let article = &stored.article;
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut count = |text: &str, weight: usize| {
        let folded = fold(text);
        analyzer.each_word(&folded, |word| {
            if word.chars().nth(1).is_some() && !word.bytes().all(|b| b.is_ascii_digit()) {
                *counts.entry(word.to_owned()).or_default() += weight;
            }
        });
    };
    count(&article.title, ranking::TITLE_WEIGHT);
    let mut left = READ_CHARS;
    for paragraph in &article.paragraphs {
        let piece: String = paragraph.chars().take(left).collect();
        left -= piece.chars().count();
        count(&piece, 1);
        if left == 0 {
            break;
        }
    }
    let mut candidates: Vec<(String, usize)> = counts.into_iter().collect();
    candidates.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    candidates.truncate(CANDIDATES);

    let documents = engine.documents() as f32;
    let mut telling: Vec<(f32, Node)> = candidates
        .into_iter()
        .map(|(word, count)| (plan::lookup(&word, analyzer), count))
        .map(|(node, count)| (engine.document_frequency(&node), node, count))
        // A word of this article alone finds nobody else.
        .filter(|(frequency, ..)| *frequency > 1)
        .map(|(frequency, node, count)| {
            let idf = (1.0 + documents / frequency as f32).ln();
            ((1.0 + count as f32).ln() * idf, node)
        })
        .collect();
    telling.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    telling.truncate(TELLING);
    if telling.is_empty() {
        return Node::Nothing;
    }
    Node::Or(telling.into_iter().map(|(weight, node)| Node::Boost(Box::new(node), weight)).collect())
}
