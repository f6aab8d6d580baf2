//! [`Report`]: what an evaluation prints, as text or as JSON, of one side or of two side by side.

use std::time::Duration;

use serde_json::{Value, json};

use super::options::Options;
use crate::search::evaluation::measures::{Grades, MEASURES, first_relevant};
use crate::search::evaluation::significance::{ROUNDS, randomisation_test};
use crate::search::evaluation::trec::{Judgements, Queries, Query};
use crate::search::evaluation::{Answer, DEPTH, Outcome};

/// One side of the report.
pub struct Side {
    pub name: String,
    pub answers: Vec<Answer>,
    pub outcome: Outcome,
}

/// The judged queries, in the order of their file.
pub struct Judged<'a> {
    pub queries: Vec<&'a Query>,
    pub grades: Vec<&'a Grades>,
    /// Queries that nothing is relevant to, which are left out as trec_eval leaves them out.
    pub unjudged: usize,
}

impl<'a> Judged<'a> {
    pub fn new(queries: &'a Queries, judgements: &'a Judgements) -> Self {
        let mut judged = Self { queries: Vec::new(), grades: Vec::new(), unjudged: 0 };
        for query in &queries.list {
            match judgements.grades.get(&query.id).filter(|grades| !grades.is_empty()) {
                Some(grades) => {
                    judged.queries.push(query);
                    judged.grades.push(grades);
                }
                None => judged.unjudged += 1,
            }
        }
        judged
    }
}

impl Side {
    pub fn new(name: String, answers: Vec<Answer>, judged: &Judged<'_>) -> Self {
        let outcome = Outcome::measure(&answers, &judged.grades);
        Self { name, answers, outcome }
    }
}

/// Everything that is printed.
pub struct Report<'a> {
    pub judged: &'a Judged<'a>,
    pub sides: &'a [Side],
    pub missing: &'a [String],
    pub options: &'a Options,
    pub documents: u64,
}

impl Report<'_> {
    /// How probable each measure's difference would be by chance.
    fn chances(&self, a: &Side, b: &Side) -> [f64; MEASURES.len()] {
        MEASURES.map(|(_, measure)| {
            let pairs = a.outcome.each.iter().zip(&b.outcome.each);
            let differences: Vec<f64> = pairs.map(|(a, b)| measure(b) - measure(a)).collect();
            randomisation_test(&differences, ROUNDS, self.options.seed)
        })
    }

    /// The places of the queries that differ, most first, by nDCG@10 and then recall@100.
    fn differing(&self, a: &Side, b: &Side) -> Vec<usize> {
        let differs = |place: &usize| {
            let (a, b) = (&a.outcome.each[*place], &b.outcome.each[*place]);
            ((b.ndcg_10 - a.ndcg_10).abs(), (b.recall_100 - a.recall_100).abs())
        };
        let mut places: Vec<usize> =
            (0..self.judged.queries.len()).filter(|place| differs(place) != (0.0, 0.0)).collect();
        places.sort_by(|x, y| {
            let (x, y) = (differs(x), differs(y));
            y.0.total_cmp(&x.0).then(y.1.total_cmp(&x.1))
        });
        places
    }

    /// The places of the queries answered worst, by nDCG@10 and then by where the first relevant one stands.
    fn worst(&self, side: &Side) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.judged.queries.len()).collect();
        places.retain(|place| side.outcome.each[*place].ndcg_10 < 1.0);
        let rank = |place: usize| self.first_relevant(side, place).unwrap_or(usize::MAX);
        places.sort_by(|x, y| {
            let ndcg = |place: usize| side.outcome.each[place].ndcg_10;
            ndcg(*x).total_cmp(&ndcg(*y)).then(rank(*y).cmp(&rank(*x)))
        });
        places.truncate(self.options.failures);
        places
    }

    fn first_relevant(&self, side: &Side, place: usize) -> Option<usize> {
        let ranking: Vec<&str> = side.answers[place].ranking.iter().map(|(id, _)| id.as_str()).collect();
        first_relevant(&ranking, self.judged.grades[place])
    }

    /// The report as text.
    pub fn text(&self) -> String {
        let mut lines = self.head();
        lines.push(String::new());
        lines.extend(self.table());
        for side in self.sides.iter().filter(|side| side.outcome.pages_differ > 0) {
            let count = side.outcome.pages_differ;
            lines.push(format!("注意：{}有 {count} 条查询，第一页与前 {DEPTH} 名的开头不同", side.name));
        }
        if let [a, b] = self.sides {
            lines.extend(self.differences(a, b));
        }
        if let Some(side) = self.sides.last().filter(|_| self.options.failures > 0) {
            lines.extend(self.failures(side));
        }
        lines.push(String::new());
        lines.join("\n")
    }

    /// What was asked of what.
    fn head(&self) -> Vec<String> {
        let relevant: usize = self.judged.grades.iter().map(|grades| grades.len()).sum();
        let mut head =
            format!("公报 {} 篇，查询 {} 条，相关 {relevant} 篇次", self.documents, self.judged.queries.len());
        if self.judged.unjudged > 0 {
            head.push_str(&format!("；另有 {} 条查询没有相关的判定，未计入", self.judged.unjudged));
        }
        let mut lines = vec![head];
        if !self.missing.is_empty() {
            let some: Vec<&str> = self.missing.iter().take(5).map(String::as_str).collect();
            lines.push(format!("注意：判为相关的公报有 {} 篇不在库中，如 {}", self.missing.len(), some.join("、")));
        }
        lines
    }

    /// The measures of each side, and of two how they differ.
    fn table(&self) -> Vec<String> {
        let mut lines = vec![format!(
            "{}  no result   mean ms    p50 ms    p99 ms",
            MEASURES.map(|(name, _)| format!("{name:>10}")).concat()
        )];
        for side in self.sides {
            let figures = MEASURES.map(|(_, measure)| format!("{:10.4}", measure(&side.outcome.mean))).concat();
            let times = match side.outcome.latency {
                Some(latency) => {
                    [latency.mean, latency.median, latency.p99].map(|time| format!("{:10.2}", ms(time))).concat()
                }
                None => format!("{:>10}", "-").repeat(3),
            };
            lines.push(format!("{figures}{:11}{times}  {}", side.outcome.without_result, side.name));
        }
        if let [a, b] = self.sides {
            let differences =
                MEASURES.map(|(_, measure)| format!("{:+10.4}", measure(&b.outcome.mean) - measure(&a.outcome.mean)));
            lines.push(format!("{}  后者减前者", differences.concat()));
            let chances = self.chances(a, b).map(|p| format!("{p:10.4}")).concat();
            lines.push(format!(
                "{chances}  p：纯属偶然也会差这么多的概率（配对随机化检验，{ROUNDS} 次，种子 {}）",
                self.options.seed
            ));
        }
        lines
    }

    /// The queries by which two sides differ most.
    fn differences(&self, a: &Side, b: &Side) -> Vec<String> {
        let places = self.differing(a, b);
        let mut lines = vec![format!("\n相差最大的查询（共 {} 条有别）：nDCG@10 前 → 后", places.len())];
        for place in places.into_iter().take(self.options.differences) {
            let query = self.judged.queries[place];
            let [before, after] = [a, b].map(|side| side.outcome.each[place].ndcg_10);
            let [was, is] = [a, b].map(|side| self.rank(side, place));
            lines.push(format!("{before:.4} → {after:.4}  首个相关 {was} → {is}  {} {}", query.id, query.text));
        }
        lines
    }

    /// The queries that were answered worst, with what came first in the place of what is relevant.
    fn failures(&self, side: &Side) -> Vec<String> {
        let mut lines = vec![format!("\n答得最差的查询（{}）：nDCG@10，首个相关的名次", side.name)];
        for place in self.worst(side) {
            let query = self.judged.queries[place];
            let answer = &side.answers[place];
            let ndcg = side.outcome.each[place].ndcg_10;
            lines.push(format!("{ndcg:.4}  {}  {} {}", self.rank(side, place), query.id, query.text));
            let first = answer
                .ranking
                .first()
                .map_or("（无结果）".to_owned(), |(id, _)| format!("{id}《{}》", answer.first_title));
            let relevant = self.relevant(place).join(" ");
            lines.push(format!("        共 {} 篇，排在最前：{first}；相关：{relevant}", answer.total));
        }
        lines
    }

    fn rank(&self, side: &Side, place: usize) -> String {
        self.first_relevant(side, place).map_or(format!("{DEPTH} 名外"), |rank| format!("第 {rank}"))
    }

    /// The relevant documents of a query, most relevant first, the first few.
    fn relevant(&self, place: usize) -> Vec<&str> {
        let mut ids: Vec<(&str, u32)> =
            self.judged.grades[place].iter().map(|(id, grade)| (id.as_str(), *grade)).collect();
        ids.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        ids.into_iter().take(5).map(|(id, _)| id).collect()
    }

    pub fn json(&self) -> Value {
        let sides: Vec<Value> = self
            .sides
            .iter()
            .map(|side| {
                let mut object: serde_json::Map<String, Value> = MEASURES
                    .iter()
                    .map(|(name, measure)| ((*name).to_owned(), json!(measure(&side.outcome.mean))))
                    .collect();
                object.insert("name".into(), json!(side.name));
                object.insert("without_result".into(), json!(side.outcome.without_result));
                object.insert("pages_differ".into(), json!(side.outcome.pages_differ));
                let latency = side.outcome.latency.map(|latency| {
                    json!({"mean_ms": ms(latency.mean), "p50_ms": ms(latency.median), "p99_ms": ms(latency.p99)})
                });
                object.insert("latency".into(), json!(latency));
                Value::Object(object)
            })
            .collect();
        let mut report = json!({
            "documents": self.documents, "queries": self.judged.queries.len(), "unjudged": self.judged.unjudged,
            "missing": self.missing, "settings": sides,
        });
        if let [a, b] = self.sides {
            let chances = self.chances(a, b);
            let comparison: serde_json::Map<String, Value> = MEASURES
                .iter()
                .zip(chances)
                .map(|((name, measure), p)| {
                    let difference = measure(&b.outcome.mean) - measure(&a.outcome.mean);
                    ((*name).to_owned(), json!({"difference": difference, "p": p}))
                })
                .collect();
            report["comparison"] = Value::Object(comparison);
            report["seed"] = json!(self.options.seed);
            let differing = self.differing(a, b).into_iter().take(self.options.differences);
            report["differences"] = differing
                .map(|place| {
                    json!({"query": self.judged.queries[place].id, "text": self.judged.queries[place].text,
                           "nDCG@10": [a.outcome.each[place].ndcg_10, b.outcome.each[place].ndcg_10]})
                })
                .collect();
        }
        if let Some(side) = self.sides.last().filter(|_| self.options.failures > 0) {
            report["failures"] = self
                .worst(side)
                .into_iter()
                .map(|place| {
                    let (query, answer) = (self.judged.queries[place], &side.answers[place]);
                    json!({"query": query.id, "text": query.text, "nDCG@10": side.outcome.each[place].ndcg_10,
                           "first_relevant": self.first_relevant(side, place), "total": answer.total,
                           "first": answer.ranking.first().map(|(id, _)| id), "relevant": self.relevant(place)})
                })
                .collect();
        }
        report
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
