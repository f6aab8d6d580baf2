//! `gongbao evaluate`: judged queries go through the search that `serve` uses, and the figures are printed:
//! of one setting, or of two side by side with whether the difference is more than chance.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::progress::{Progress, Unit};
use super::{EXIT_REJECTED, import};
use crate::app::App;
use crate::config::Config;
use crate::ingest::inputs::{self, Input, Line};
use crate::model::ArticleId;
use crate::search::evaluation::measures::{Grades, MEASURES, first_relevant};
use crate::search::evaluation::significance::{ROUNDS, randomisation_test};
use crate::search::evaluation::trec::{Judgements, Queries, Query, Run, run_lines};
use crate::search::evaluation::{self, Answer, DEPTH, Outcome};
use crate::search::indexer::Indexer;
use crate::search::request::SearchRequest;
use crate::web;

/// Bytes of a line of queries, judgements or a run.
const LINE_BYTES: usize = 1 << 20;
/// Lines of such a file.
const LINES: u64 = 10_000_000;
/// The file that says which collection a folder was filled with.
const STAMP: &str = "evaluated-corpus";

/// What to evaluate and what to print.
#[derive(Args)]
pub struct Options {
    /// 查询文件，每行「编号 TAB 查询」  Queries
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// 判定文件，每行「查询 0 公报 等级」  Judgements
    #[arg(long, value_name = "FILE")]
    qrels: PathBuf,
    /// 被检索的公报；省略则用数据目录里已有的  The collection
    #[arg(long, value_name = "FILE")]
    corpus: Option<PathBuf>,
    /// 检索时用的参数，可多次  A parameter of /search
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// 另以此参数再查一遍并比较，可多次  Compare with this parameter on top
    #[arg(long, value_name = "KEY=VALUE", conflicts_with = "against")]
    compare: Vec<String>,
    /// 与先前存下的结果比较  Compare with a run file
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// 结果另存为 TREC run 文件  Write a run file
    #[arg(long, value_name = "FILE")]
    run: Option<PathBuf>,
    /// 列出最差的若干查询  List the worst queries
    #[arg(long, value_name = "N", default_value_t = 0)]
    failures: usize,
    /// 比较时列出相差最大的若干查询  List the queries that differ most
    #[arg(long, value_name = "N", default_value_t = 10)]
    differences: usize,
    /// 显著性检验的随机种子  Seed of the significance test
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// 以 JSON 输出  As JSON
    #[arg(long)]
    json: bool,
}

/// One side of the report.
struct Side {
    name: String,
    answers: Vec<Answer>,
    outcome: Outcome,
}

/// The judged queries, in the order of their file.
struct Judged<'a> {
    queries: Vec<&'a Query>,
    grades: Vec<&'a Grades>,
    /// Queries that nothing is relevant to, which are left out as trec_eval leaves them out.
    unjudged: usize,
}

/// Evaluates and prints. `data_named`: whether the command line names the data folder.
pub async fn run(config: Config, data_named: bool, options: &Options) -> anyhow::Result<ExitCode> {
    let settings = match settings(&options.set, &options.compare) {
        Ok(settings) => settings,
        Err(message) => return Ok(super::fail(2, &message)),
    };
    let mut queries = Queries::default();
    each_line(&options.queries, |line| queries.take(line))?;
    let mut judgements = Judgements::default();
    each_line(&options.qrels, |line| judgements.take(line))?;
    let judged = Judged::of(&queries, &judgements);
    anyhow::ensure!(
        !judged.queries.is_empty(),
        "{} 里没有一条查询在 {} 里有相关的公报；请检查两个文件的编号是否一致",
        options.queries.display(),
        options.qrels.display()
    );
    let before = match &options.against {
        Some(file) => {
            let mut run = Run::default();
            each_line(file, |line| run.take(line))?;
            Some(run.answers(&judged.queries))
        }
        None => None,
    };

    let (app, _folder, rejected) = collection(config, data_named, options.corpus.as_deref()).await?;
    let missing = missing(&app, &judged).await?;

    let mut sides = Vec::new();
    if let (Some(answers), Some(file)) = (before, &options.against) {
        sides.push(Side::of(file.display().to_string(), answers, &judged));
    }
    for (name, request) in settings {
        let answers = ask_all(&app, &judged.queries, &request).await?;
        sides.push(Side::of(name, answers, &judged));
    }
    if let Some(file) = &options.run {
        // With `--against`, the earlier run comes first and is there already.
        let own = &sides[usize::from(options.against.is_some())];
        write_run(file, &judged.queries, &own.answers)?;
    }
    let report =
        Report { judged: &judged, sides: &sides, missing: &missing, options, documents: app.engine().documents() };
    let printed = if options.json { format!("{:#}\n", report.json()) } else { report.text() };
    match std::io::stdout().write_all(printed.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
        other => other?,
    }
    Ok(if rejected > 0 { ExitCode::from(EXIT_REJECTED) } else { ExitCode::SUCCESS })
}

/// The requests to make, each with its name: one, or with `compare` two.
fn settings(set: &[String], compare: &[String]) -> Result<Vec<(String, SearchRequest)>, String> {
    let base = request(set)?;
    let name = |parts: &[String]| if parts.is_empty() { "默认设置".to_owned() } else { parts.join(" ") };
    let mut settings = vec![(name(set), base)];
    if !compare.is_empty() {
        // What is compared replaces what was set of the same name.
        let key = |part: &str| part.split('=').next().unwrap_or_default().to_owned();
        let mut both: Vec<String> =
            set.iter().filter(|part| !compare.iter().any(|other| key(other) == key(part))).cloned().collect();
        both.extend_from_slice(compare);
        settings.push((name(&both), request(&both)?));
    }
    Ok(settings)
}

fn request(parts: &[String]) -> Result<SearchRequest, String> {
    let mut address = Vec::new();
    for part in parts {
        let Some((key, value)) = part.split_once('=') else {
            return Err(format!("参数「{part}」须写成 KEY=VALUE，如 match=exact"));
        };
        if ["q", "page", "format"].contains(&key) {
            return Err(format!("评测时不能设 {key}：查询来自 --queries，结果总从第一页看起"));
        }
        address.push(format!("{key}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
    }
    web::search_request(&address.join("&"))
}

/// Gives every line of a file to `take`; what is refused names file and line.
fn each_line(path: &Path, mut take: impl FnMut(&str) -> Result<(), String>) -> anyhow::Result<()> {
    let shown = path.display();
    let input = Input { path: path.to_owned(), bytes: 0, named: true, root: None };
    let mut reader = inputs::open(&input, Arc::new(AtomicU64::new(0)))
        .map_err(|error| anyhow::anyhow!("{shown}：{}；请检查路径", inputs::explain(&error)))?
        .reader;
    let mut buffer = Vec::new();
    for number in 1..=LINES {
        let wrong = |what: &str| anyhow::anyhow!("{shown}:{number}：{what}");
        let line = inputs::read_line(&mut *reader, &mut buffer, LINE_BYTES)
            .map_err(|error| wrong(&format!("读到这里出错：{}", inputs::explain(&error))))?;
        match line {
            Line::End => return Ok(()),
            Line::TooLong(bytes) => {
                return Err(wrong(&format!("这一行有 {bytes} 字节，最多 {LINE_BYTES}；请检查格式")));
            }
            Line::Whole => {}
        }
        let text = std::str::from_utf8(&buffer).map_err(|_| wrong("不是 UTF-8；请转码"))?;
        let text = if number == 1 { text.strip_prefix('\u{FEFF}').unwrap_or(text) } else { text };
        take(text.strip_suffix('\r').unwrap_or(text)).map_err(|reason| wrong(&reason))?;
    }
    anyhow::bail!("{shown} 超过 {LINES} 行；请分成几份评测")
}

impl<'a> Judged<'a> {
    fn of(queries: &'a Queries, judgements: &'a Judgements) -> Self {
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

/// The collection to search: what is in the data folder, or a corpus in a folder of its own. Also the
/// temporary folder, which goes when it is dropped, and how many records were refused.
async fn collection(
    mut config: Config,
    data_named: bool,
    corpus: Option<&Path>,
) -> anyhow::Result<(App, Option<tempfile::TempDir>, u64)> {
    let Some(corpus) = corpus else {
        anyhow::ensure!(
            config.database().is_file(),
            "数据目录 {} 里没有公报；请用 --corpus 给出，或用 --data 指向已导入的目录",
            config.data.display()
        );
        let app = App::open(config).await?;
        app.indexer(Indexer::BULK).reach(app.store.revision().await?, |_| {}).await?;
        return Ok((app, None, 0));
    };
    let size = corpus
        .metadata()
        .map_err(|error| anyhow::anyhow!("{}：{}；请检查路径", corpus.display(), inputs::explain(&error)))?;
    let mut temporary = None;
    let stamp_file = config.data.join(STAMP);
    let stamp = format!("{} {} bytes", corpus.file_name().unwrap_or_default().to_string_lossy(), size.len());
    if data_named {
        let known = std::fs::read_to_string(&stamp_file).ok();
        if known.as_deref() == Some(&stamp) {
            let app = App::open(config).await?;
            app.indexer(Indexer::BULK).reach(app.store.revision().await?, |_| {}).await?;
            return Ok((app, None, 0));
        }
        // Judged texts must never mix with a site's bulletins, nor with those of another judged set.
        anyhow::ensure!(
            !config.database().is_file(),
            "数据目录 {} 里已有别的公报；请给 --data 一个空目录，或去掉 --corpus 评测其中已有的",
            config.data.display()
        );
    } else {
        let folder = tempfile::Builder::new().prefix("gongbao-evaluate-").tempdir().context("无法建临时目录")?;
        config.data = folder.path().to_owned();
        temporary = Some(folder);
    }
    let (app, counts) = import::take_in(config, &[corpus.to_owned()]).await?;
    anyhow::ensure!(counts.accepted() > 0, "{} 里没有一篇公报", corpus.display());
    if data_named {
        std::fs::write(&stamp_file, stamp).with_context(|| format!("无法写 {}", stamp_file.display()))?;
    }
    Ok((app, temporary, counts.rejected))
}

/// The relevant documents that the collection does not have: nothing could find them.
async fn missing(app: &App, judged: &Judged<'_>) -> anyhow::Result<Vec<String>> {
    let mut ids: Vec<&String> = judged.grades.iter().flat_map(|grades| grades.keys()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut missing = Vec::new();
    for id in ids {
        let known = match ArticleId::new(id) {
            Some(id) => app.store.article(&id).await?.is_some_and(|stored| stored.withdrawn_at.is_none()),
            None => false,
        };
        if !known {
            missing.push(id.clone());
        }
    }
    Ok(missing)
}

async fn ask_all(app: &App, queries: &[&Query], setting: &SearchRequest) -> anyhow::Result<Vec<Answer>> {
    let mut progress = Progress::new("查询", Unit::Queries, queries.len() as u64);
    let mut answers = Vec::with_capacity(queries.len());
    for query in queries {
        let request = SearchRequest { query: query.text.clone(), ..setting.clone() };
        answers.push(
            evaluation::ask(&app.search, &request).await.with_context(|| format!("查询 {} 没有得到回答", query.id))?,
        );
        progress.at(answers.len() as u64, "");
    }
    progress.finish();
    Ok(answers)
}

fn write_run(file: &Path, queries: &[&Query], answers: &[Answer]) -> anyhow::Result<()> {
    let lines: String =
        queries.iter().zip(answers).map(|(query, answer)| run_lines(query, answer, "gongbao")).collect();
    std::fs::write(file, lines).with_context(|| format!("无法写 {}；请检查目录与权限", file.display()))
}

impl Side {
    fn of(name: String, answers: Vec<Answer>, judged: &Judged<'_>) -> Self {
        let outcome = Outcome::of(&answers, &judged.grades);
        Self { name, answers, outcome }
    }
}

/// Everything that is printed.
struct Report<'a> {
    judged: &'a Judged<'a>,
    sides: &'a [Side],
    missing: &'a [String],
    options: &'a Options,
    documents: u64,
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

    fn text(&self) -> String {
        let mut lines = Vec::new();
        let relevant: usize = self.judged.grades.iter().map(|grades| grades.len()).sum();
        let mut head =
            format!("公报 {} 篇，查询 {} 条，相关 {relevant} 篇次", self.documents, self.judged.queries.len());
        if self.judged.unjudged > 0 {
            head.push_str(&format!("；另有 {} 条查询没有相关的判定，未计入", self.judged.unjudged));
        }
        lines.push(head);
        if !self.missing.is_empty() {
            let some: Vec<&str> = self.missing.iter().take(5).map(String::as_str).collect();
            lines.push(format!("注意：判为相关的公报有 {} 篇不在库中，如 {}", self.missing.len(), some.join("、")));
        }
        lines.push(String::new());
        lines.push(format!(
            "{}  no result   mean ms    p50 ms    p99 ms",
            MEASURES.map(|(name, _)| format!("{name:>10}")).concat()
        ));
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
        for side in self.sides.iter().filter(|side| side.outcome.pages_differ > 0) {
            let count = side.outcome.pages_differ;
            lines.push(format!("注意：{}有 {count} 条查询，第一页与前 {DEPTH} 名的开头不同", side.name));
        }
        if let [a, b] = self.sides {
            let places = self.differing(a, b);
            lines.push(format!("\n相差最大的查询（共 {} 条有别）：nDCG@10 前 → 后", places.len()));
            for place in places.into_iter().take(self.options.differences) {
                let query = self.judged.queries[place];
                let ndcg = |side: &Side| side.outcome.each[place].ndcg_10;
                let ranks = [a, b].map(|side| self.rank(side, place));
                lines.push(format!(
                    "{:.4} → {:.4}  首个相关 {} → {}  {} {}",
                    ndcg(a),
                    ndcg(b),
                    ranks[0],
                    ranks[1],
                    query.id,
                    query.text
                ));
            }
        }
        if let Some(side) = self.sides.last().filter(|_| self.options.failures > 0) {
            lines.push(format!("\n答得最差的查询（{}）：nDCG@10，首个相关的名次", side.name));
            for place in self.worst(side) {
                let (query, answer) = (self.judged.queries[place], &side.answers[place]);
                lines.push(format!(
                    "{:.4}  {}  {} {}",
                    side.outcome.each[place].ndcg_10,
                    self.rank(side, place),
                    query.id,
                    query.text
                ));
                let first = answer
                    .ranking
                    .first()
                    .map_or("（无结果）".to_owned(), |(id, _)| format!("{id}《{}》", answer.first_title));
                lines.push(format!(
                    "        共 {} 篇，排在最前：{first}；相关：{}",
                    answer.total,
                    self.relevant(place).join(" ")
                ));
            }
        }
        lines.push(String::new());
        lines.join("\n")
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

    fn json(&self) -> Value {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::request::Match;

    #[test]
    fn settings_are_the_parameters_of_a_search() {
        let strings = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
        let two = settings(&strings(&["match=words", "source=甲 & 乙"]), &strings(&["match=exact"])).unwrap();
        assert_eq!((two[0].1.matching, two[1].1.matching), (Match::Words, Match::Exact));
        assert_eq!(two[1].0, "source=甲 & 乙 match=exact");
        assert_eq!(two[1].1.filters.values().next(), Some(&strings(&["甲 & 乙"])));
        for (wrong, expected) in
            [("match", "KEY=VALUE"), ("q=x", "--queries"), ("match=fuzzy", "match"), ("no=1", "no")]
        {
            let message = settings(&strings(&[wrong]), &[]).unwrap_err();
            assert!(message.contains(expected), "{message}");
        }
    }
}
