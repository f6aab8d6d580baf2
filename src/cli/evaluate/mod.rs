//! `gongbao evaluate`: judged queries go through the search that `serve` uses, and the figures are printed:
//! of one setting, or of two side by side with whether the difference is more than chance.

pub(crate) mod options;
mod report;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use anyhow::Context;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use self::options::Options;
use self::report::{Judged, Report, Side};
use crate::app::App;
use crate::cli::exit::{EXIT_REJECTED, fail};
use crate::cli::import;
use crate::cli::progress::{Progress, Unit};
use crate::config::Config;
use crate::ingest::inputs;
use crate::ingest::inputs::{Input, Line};
use crate::model::ArticleId;
use crate::search::evaluation;
use crate::search::evaluation::Answer;
use crate::search::evaluation::trec::{Judgements, Queries, Query, Run, run_lines};
use crate::search::indexer::Indexer;
use crate::search::types::request::SearchRequest;
use crate::web;

/// Bytes of a line of queries, judgements or a run.
const LINE_BYTES: usize = 1 << 20;

/// Lines of such a file.
const LINES: u64 = 10_000_000;

/// The file that says which collection a folder was filled with.
const STAMP: &str = "evaluated-corpus";

/// Evaluates and prints. `data_named`: whether the command line names the data folder.
pub async fn run(config: Config, data_named: bool, options: &Options) -> anyhow::Result<ExitCode> {
    let settings = match settings(&options.set, &options.compare) {
        Ok(settings) => settings,
        Err(message) => return Ok(fail(2, &message)),
    };
    let mut queries = Queries::default();
    each_line(&options.queries, |line| queries.take(line))?;
    let mut judgements = Judgements::default();
    each_line(&options.qrels, |line| judgements.take(line))?;
    let judged = Judged::new(&queries, &judgements);
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
        sides.push(Side::new(file.display().to_string(), answers, &judged));
    }
    for (name, request) in settings {
        let answers = ask_all(&app, &judged.queries, &request).await?;
        sides.push(Side::new(name, answers, &judged));
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

/// Gives every line of a file to `take`; what is rejected names file and line.
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

/// The collection to search: what is in the data folder, or a corpus in a folder of its own. Also the
/// temporary folder, which goes when it is dropped, and how many records were rejected.
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
            evaluation::ask(&app.search.context(), &request)
                .await
                .with_context(|| format!("查询 {} 没有得到回答", query.id))?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::Match;

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
