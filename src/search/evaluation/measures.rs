//! Measures say how good a ranking is, given what people judged. All are as trec_eval defines them, for one
//! query between 0 and 1, and averaged over the judged queries; a query that finds nothing counts 0.

use std::collections::HashMap;

/// The relevant documents of one query with their grades, 1 or more. What is not here is not relevant.
pub type Grades = HashMap<String, u32>;

/// The measures of one ranking, or the means of many.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measures {
    /// Normalised discounted cumulated gain of the first ten (Järvelin and Kekäläinen 2002), trec_eval's
    /// `ndcg_cut.10`: the gain is the grade, divided by log2(rank + 1) and so at rank 1 undivided; the sum over
    /// the first ten is divided by the sum that the best possible order of all judged documents would give.
    pub ndcg_10: f64,
    /// 1 / rank of the first relevant document, 0 where none is among the first ten.
    pub mrr_10: f64,
    /// The share of the relevant documents that is among the first ten, trec_eval's `recall.10`.
    pub recall_10: f64,
    /// The share of the relevant documents that is among the first hundred.
    pub recall_100: f64,
}

/// A measure: its name and where it is in [`Measures`].
pub type Measure = (&'static str, fn(&Measures) -> f64);

/// Every measure, by the name it has in print and in JSON.
pub const MEASURES: [Measure; 4] = [
    ("nDCG@10", |measures| measures.ndcg_10),
    ("MRR@10", |measures| measures.mrr_10),
    ("recall@10", |measures| measures.recall_10),
    ("recall@100", |measures| measures.recall_100),
];

impl Measures {
    /// Of a ranking of ids, best first, each at most once.
    pub fn compute(ranking: &[&str], grades: &Grades) -> Self {
        if grades.is_empty() {
            return Self::default();
        }
        let gains: Vec<u32> = ranking.iter().map(|id| grades.get(*id).copied().unwrap_or(0)).collect();
        let mut ideal: Vec<u32> = grades.values().copied().collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        let best = discounted(&ideal, 10);
        let found = |depth: usize| gains.iter().take(depth).filter(|gain| **gain > 0).count() as f64;
        Self {
            ndcg_10: if best > 0.0 { discounted(&gains, 10) / best } else { 0.0 },
            mrr_10: first_relevant(ranking, grades).filter(|rank| *rank <= 10).map_or(0.0, |rank| 1.0 / rank as f64),
            recall_10: found(10) / grades.len() as f64,
            recall_100: found(100) / grades.len() as f64,
        }
    }

    /// The mean of each measure; 0 of nothing.
    pub fn mean(all: &[Self]) -> Self {
        let mean = |measure: fn(&Self) -> f64| all.iter().map(measure).sum::<f64>() / all.len().max(1) as f64;
        Self {
            ndcg_10: mean(|measures| measures.ndcg_10),
            mrr_10: mean(|measures| measures.mrr_10),
            recall_10: mean(|measures| measures.recall_10),
            recall_100: mean(|measures| measures.recall_100),
        }
    }
}

/// The rank, from 1, of the first relevant document.
pub fn first_relevant(ranking: &[&str], grades: &Grades) -> Option<usize> {
    ranking.iter().position(|id| grades.contains_key(*id)).map(|place| place + 1)
}

fn discounted(gains: &[u32], depth: usize) -> f64 {
    gains.iter().take(depth).enumerate().map(|(place, gain)| f64::from(*gain) / (place as f64 + 2.0).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ranking: &str, grades: &[(&str, u32)], expected: [f64; 4]) {
        let ids: Vec<&str> = ranking.split_whitespace().collect();
        let grades: Grades = grades.iter().map(|(id, grade)| ((*id).to_owned(), *grade)).collect();
        let measures = Measures::compute(&ids, &grades);
        for ((name, measure), expected) in MEASURES.iter().zip(expected) {
            let figure = measure(&measures);
            assert!((figure - expected).abs() < 1e-9, "{name} of {ranking}: {figure}, not {expected}");
        }
    }

    #[test]
    fn figures_are_those_worked_out_by_hand() {
        check("a b c", &[("a", 1)], [1.0, 1.0, 1.0, 1.0]);
        // 1 / log2(3) = 0.6309297536
        check("x a", &[("a", 1)], [0.630_929_753_571, 0.5, 1.0, 1.0]);
        // 1 / log2(4), of 1 + 1 / log2(3)
        check("x y a", &[("a", 1), ("b", 1)], [0.5 / 1.630_929_753_571, 1.0 / 3.0, 0.5, 0.5]);
        // Graded: 1/1 + 3/log2(3) + 0 + 2/log2(5), of 3/1 + 2/log2(3) + 1/log2(4).
        let graded = (1.0 + 3.0 * 0.630_929_753_571 + 2.0 * 0.430_676_558_073) / (3.0 + 2.0 * 0.630_929_753_571 + 0.5);
        check("low high x mid", &[("high", 3), ("mid", 2), ("low", 1)], [graded, 1.0, 1.0, 1.0]);
        // The eleventh is beyond ten: only recall@100 sees it.
        check("1 2 3 4 5 6 7 8 9 10 a", &[("a", 1)], [0.0, 0.0, 0.0, 1.0]);
        check("1 2 3 4 5 6 7 8 9 a", &[("a", 1)], [1.0 / 11_f64.log2(), 0.1, 1.0, 1.0]);
        check("", &[("a", 1)], [0.0; 4]);
        check("a", &[], [0.0; 4]);
    }

    #[test]
    fn the_best_order_is_of_ten_even_where_more_are_relevant() {
        let ids: Vec<String> = (0..20).map(|number| format!("d{number}")).collect();
        let grades: Grades = ids.iter().map(|id| (id.clone(), 1)).collect();
        let ranking: Vec<&str> = ids.iter().map(String::as_str).take(10).collect();
        let measures = Measures::compute(&ranking, &grades);
        assert_eq!((measures.ndcg_10, measures.recall_10), (1.0, 0.5));
    }
}
