//! `gongbao rejects`: what imports rejected, to be looked at, read again, or dropped.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use jiff::Timestamp;

use super::exit::{EXIT_REJECTED, fail};
use crate::app::App;
use crate::config::Config;
use crate::ingest::finding::Finding;
use crate::ingest::identity::keep_known_ids;
use crate::ingest::rejection::RejectedInput;
use crate::ingest::{finding, read};
use crate::model::Article;
use crate::model::date::in_china;
use crate::search::indexer::Indexer;
use crate::store::{Original, Outcome, Store, StoredRejection};

/// Bytes of the content that `show` prints unless all are asked for.
const MAX_SHOWN: usize = 2_000;

/// Refusals that are read from the store at a time.
const PAGE: usize = 1_000;

/// What to do with refusals.
#[derive(Subcommand)]
pub enum Action {
    /// 列出保留的拒收内容，最早的在前  List them, oldest first
    #[command(after_help = "例子 Examples:\n  gongbao rejects list\n  gongbao rejects list --json | jq .reason")]
    List {
        /// 每条一行 JSON  One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// 显示一条的来历、原因和内容  Show one with its content
    #[command(after_help = "例子 Examples:\n  gongbao rejects show 7\n  gongbao rejects show 7 --raw > 原样.html")]
    Show {
        /// 编号  Its number
        #[arg(value_name = "N")]
        number: i64,
        /// 只输出保留的字节，原样  Only the bytes, as they were
        #[arg(long)]
        raw: bool,
    },
    /// 用现在的程序重新解析；成功的收录，并从这里去掉  Read again; what succeeds is taken in
    #[command(
        after_help = "不给编号就是全部。仍有拒收时退出码为 3。\n\n例子 Examples:\n  gongbao rejects retry\n  gongbao rejects retry 7 9"
    )]
    Retry {
        /// 编号；不给就是全部  Numbers; all without
        #[arg(value_name = "N")]
        numbers: Vec<i64>,
    },
    /// 丢弃  Forget them
    #[command(after_help = "例子 Examples:\n  gongbao rejects drop 7 9\n  gongbao rejects drop --all")]
    Drop {
        /// 编号  Numbers
        #[arg(value_name = "N", required_unless_present = "all", conflicts_with = "all")]
        numbers: Vec<i64>,
        /// 全部  All of them
        #[arg(long)]
        all: bool,
    },
}

/// Does it.
pub async fn run(config: Config, action: &Action) -> anyhow::Result<ExitCode> {
    let limits = config.limits()?;
    let app = App::open(config).await?;
    match action {
        Action::List { json } => list(&*app.store, *json).await,
        Action::Show { number, raw } => show(&*app.store, *number, *raw).await,
        Action::Retry { numbers } => retry(&app, numbers, limits).await,
        Action::Drop { all: true, .. } => {
            let mut dropped = 0;
            let mut page = all(&*app.store, 0).await?;
            while let Some(last) = page.last().copied() {
                dropped += app.store.drop_rejections(&page).await?;
                page = all(&*app.store, last).await?;
            }
            println!("已丢弃 {dropped} 条");
            Ok(ExitCode::SUCCESS)
        }
        Action::Drop { numbers, .. } => {
            let unknown = unknown(&*app.store, numbers).await?;
            let dropped = app.store.drop_rejections(numbers).await?;
            println!("已丢弃 {dropped} 条");
            Ok(report_unknown(&unknown))
        }
    }
}

/// Numbers above `after`, a page of them.
async fn all(store: &dyn Store, after: i64) -> anyhow::Result<Vec<i64>> {
    Ok(store.rejections(after, PAGE).await?.iter().map(|rejection| rejection.number).collect())
}

async fn unknown(store: &dyn Store, numbers: &[i64]) -> anyhow::Result<Vec<i64>> {
    let mut unknown = Vec::new();
    for number in numbers {
        if store.rejection(*number).await?.is_none() {
            unknown.push(*number);
        }
    }
    Ok(unknown)
}

fn report_unknown(unknown: &[i64]) -> ExitCode {
    match unknown {
        [] => ExitCode::SUCCESS,
        [number, ..] => fail(1, &format!("没有第 {number} 条拒收；用 gongbao rejects list 查看")),
    }
}

async fn list(store: &dyn Store, json: bool) -> anyhow::Result<ExitCode> {
    let mut out = std::io::BufWriter::new(std::io::stdout());
    let (mut count, mut bytes, mut after) = (0_u64, 0, 0);
    loop {
        let page = store.rejections(after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.number;
        for rejection in &page {
            count += 1;
            bytes += rejection.kept;
            let written = if json {
                writeln!(out, "{}", as_json(rejection))
            } else {
                writeln!(
                    out,
                    "{:>6}  {}  {:<6} {}：{}",
                    rejection.number,
                    in_china(rejection.at),
                    rejection.record.format.as_deref().unwrap_or("—"),
                    place(rejection),
                    rejection.record.reason
                )
            };
            match written {
                // Whoever reads has seen enough: `gongbao rejects list | head`.
                Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
                other => other?,
            }
        }
    }
    if !json {
        writeln!(out, "共 {count} 条，保留了 {:.1} MiB", bytes as f64 / f64::from(1 << 20))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn as_json(rejection: &StoredRejection) -> serde_json::Value {
    let record = &rejection.record;
    serde_json::json!({
        "number": rejection.number, "at": rejection.at.to_string(), "path": record.path, "line": record.line,
        "format": record.format, "kind": record.kind, "source": record.source, "reason": record.reason,
        "mappings": record.mappings, "bytes": record.bytes, "kept": rejection.kept,
    })
}

async fn show(store: &dyn Store, number: i64, raw: bool) -> anyhow::Result<ExitCode> {
    let Some(rejection) = store.rejection(number).await? else { return Ok(report_unknown(&[number])) };
    let record = &rejection.record;
    let mut out = std::io::stdout().lock();
    if raw {
        out.write_all(&record.content)?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "编号 number：{}", rejection.number)?;
    writeln!(out, "时间 at：{}", in_china(rejection.at))?;
    writeln!(out, "位置 place：{}", place(&rejection))?;
    writeln!(out, "格式 format：{}", record.format.as_deref().unwrap_or("（不认识）"))?;
    writeln!(out, "种类 kind：{}", record.kind)?;
    writeln!(out, "来源 source：{}", record.source.as_deref().unwrap_or("（没有读出）"))?;
    if !record.mappings.is_empty() {
        writeln!(out, "对应 map：{}", record.mappings.join(" "))?;
    }
    writeln!(out, "原因 reason：{}", record.reason)?;
    writeln!(out, "大小 bytes：{}，保留了 {}", record.bytes, rejection.kept)?;
    let shown = &record.content[..record.content.len().min(MAX_SHOWN)];
    // Nothing of what was rejected may command the terminal.
    let readable: String = String::from_utf8_lossy(shown)
        .chars()
        .map(|c| if c.is_control() && !"\n\t".contains(c) { '\u{FFFD}' } else { c })
        .collect();
    if !readable.is_empty() {
        writeln!(out, "──\n{readable}")?;
    }
    if record.content.len() > MAX_SHOWN {
        writeln!(out, "…… 以下略；全部用 --raw")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What reading again came to.
#[derive(Default)]
struct Again {
    articles: Vec<Article>,
    originals: Vec<Original>,
    rejected: Option<RejectedInput>,
}

async fn retry(app: &App, numbers: &[i64], limits: finding::Limits) -> anyhow::Result<ExitCode> {
    let unknown = unknown(&*app.store, numbers).await?;
    let (mut taken, mut new, mut still) = (0, 0, 0);
    let mut pending = numbers.to_vec();
    let mut after = 0;
    if numbers.is_empty() {
        pending = all(&*app.store, after).await?;
    }
    while let Some(last) = pending.last().copied() {
        for number in &pending {
            let Some(rejection) = app.store.rejection(*number).await? else { continue };
            let (rejection, mut again) = tokio::task::spawn_blocking({
                let limits = limits.clone();
                move || read_again(rejection, limits)
            })
            .await?;
            if !again.originals.is_empty() {
                app.store.keep(&again.originals).await?;
            }
            keep_known_ids(&*app.store, &mut again.articles).await?;
            for outcome in app.store.upsert(&again.articles, Timestamp::now()).await? {
                new += u64::from(outcome != Outcome::Unchanged);
            }
            match again.rejected {
                Some(rejected) => {
                    still += 1;
                    eprintln!("仍拒收 {number}  {rejected}");
                    let now = Timestamp::now();
                    app.store.update_rejection(*number, &rejected.kind, &rejected.reason, now).await?;
                }
                None => {
                    taken += 1;
                    println!("已收录 {number}  {}", place(&rejection));
                    app.store.drop_rejections(&[*number]).await?;
                }
            }
        }
        after = last;
        pending = if numbers.is_empty() { all(&*app.store, after).await? } else { Vec::new() };
    }
    app.indexer(Indexer::BULK).reach(app.store.revision().await?, |_| {}).await?;
    println!("重试 {}：成功 {taken}（新增或更新 {new} 篇），仍拒收 {still}", taken + still);
    Ok(match (unknown.is_empty(), still) {
        (false, _) => report_unknown(&unknown),
        (true, 0) => ExitCode::SUCCESS,
        _ => ExitCode::from(EXIT_REJECTED),
    })
}

fn read_again(rejection: StoredRejection, limits: finding::Limits) -> (StoredRejection, Again) {
    let mut again = Again::default();
    read::read_again(&rejection, limits, &mut |finding| {
        match finding {
            Finding::Article(article) => again.articles.push(*article),
            Finding::Original(original) => again.originals.push(original),
            // Of the members of an archive, the one that was meant.
            Finding::Rejected(rejected) | Finding::LeftOut(rejected)
                if again.rejected.is_none() || rejected.reason == rejection.record.reason =>
            {
                again.rejected = Some(rejected)
            }
            Finding::Skipped(path) if again.rejected.is_none() => {
                again.rejected = Some(RejectedInput::unreadable(path, "不认识的格式"));
            }
            Finding::Rejected(_)
            | Finding::LeftOut(_)
            | Finding::Skipped(_)
            | Finding::Noted(_)
            | Finding::Draft(..) => {}
        }
        true
    });
    let nothing = again.articles.is_empty() && again.rejected.is_none();
    if nothing {
        again.rejected =
            Some(RejectedInput::unreadable(PathBuf::from(&rejection.record.path), rejection.record.reason.clone()));
    }
    (rejection, again)
}

fn place(rejection: &StoredRejection) -> String {
    let line = rejection.record.line.map_or(String::new(), |line| format!(":{line}"));
    format!("{}{line}", Path::new(&rejection.record.path).display())
}
