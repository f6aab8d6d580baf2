//! `gongbao validity`: which documents are in force and which not, and how that is known, to be looked through by eye.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;

use crate::app::App;
use crate::config::Config;
use crate::model::{ArticleKey, Evidence, StoredArticle, Validity};
use crate::store::{Store, StoreError};

/// What `gongbao validity` is told.
#[derive(Args)]
pub(super) struct Options {
    /// 只列这一种：现行有效、尚未施行、已修改、失效、废止（或英文名 in_force …）  List those of one state
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    /// 只列依据是这一种的：published、repeal、amendment、newer_text、term、commencement  List those known by one kind of evidence
    #[arg(long, value_name = "KIND")]
    evidence: Option<String>,
    /// 列出多少篇  How many to list
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// 每篇一行 JSON，不受 --limit 限制  One JSON object a document, all of them
    #[arg(long)]
    json: bool,
}

/// Documents that are read at a time.
const BATCH: usize = 500;

/// Prints how many documents have which standing by which evidence, and lists some of them.
pub(super) async fn run(config: Config, options: &Options) -> anyhow::Result<ExitCode> {
    let (state, evidence) = (options.state()?, options.evidence()?);
    let app = App::open(config).await?;
    app.standings().advance().await?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let written = write(&mut out, &*app.store, options, state, evidence).await;
    match written.and_then(|()| Ok(out.flush()?)) {
        Err(Failure::Output(error)) if error.kind() == ErrorKind::BrokenPipe => {}
        other => other?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Why the list ended early.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Output(#[from] std::io::Error),
}

impl Options {
    fn state(&self) -> anyhow::Result<Option<Validity>> {
        let Some(name) = &self.state else { return Ok(None) };
        let found = Validity::ALL.into_iter().find(|state| [state.label(), state.name()].contains(&name.as_str()));
        let Some(found) = found else {
            bail!("没有「{name}」这种有效性；可用 {}", Validity::ALL.map(Validity::label).join("、"))
        };
        Ok(Some(found))
    }

    fn evidence(&self) -> anyhow::Result<Option<Evidence>> {
        let Some(name) = &self.evidence else { return Ok(None) };
        let Some(found) = Evidence::ALL.into_iter().find(|evidence| evidence.name() == name) else {
            bail!("没有「{name}」这种依据；可用 {}", Evidence::ALL.map(Evidence::name).join("、"))
        };
        Ok(Some(found))
    }
}

async fn write(
    out: &mut impl Write,
    store: &dyn Store,
    options: &Options,
    state: Option<Validity>,
    evidence: Option<Evidence>,
) -> Result<(), Failure> {
    let mut counts: BTreeMap<(Validity, Evidence), usize> = BTreeMap::new();
    let (mut after, mut listed) = (ArticleKey(0), Vec::new());
    loop {
        let keys = store.standing_keys(after, BATCH).await?;
        let Some(last) = keys.last() else { break };
        after = *last;
        for stored in store.articles(&keys).await? {
            let Some(standing) = stored.standing.clone() else { continue };
            *counts.entry((standing.validity, standing.evidence)).or_default() += 1;
            let is_wanted = state.is_none_or(|state| state == standing.validity)
                && evidence.is_none_or(|evidence| evidence == standing.evidence);
            if is_wanted && (options.json || listed.len() < options.limit) {
                let by = match standing.by {
                    Some(by) => store.articles(&[by]).await?.pop(),
                    None => None,
                };
                if options.json { write_json(out, &stored, by.as_ref())? } else { listed.push((stored, by)) }
            }
        }
    }
    if options.json {
        return Ok(());
    }
    for ((validity, evidence), count) in &counts {
        writeln!(out, "{}\t{}\t{count}", validity.label(), evidence.name())?;
    }
    for (stored, by) in &listed {
        write_text(out, stored, by.as_ref())?;
    }
    Ok(())
}

fn write_text(out: &mut impl Write, stored: &StoredArticle, by: Option<&StoredArticle>) -> std::io::Result<()> {
    let Some(standing) = &stored.standing else { return Ok(()) };
    let since = standing.since.map_or_else(String::new, |since| format!(" {since} 起"));
    let until = standing.until.map_or_else(String::new, |until| format!(" 至 {until}"));
    writeln!(out, "\n{}{since}{until}  ← {}", standing.validity.label(), standing.evidence.name())?;
    let date = stored.article.published_on.map_or_else(String::new, |date| format!("（{date}）"));
    writeln!(out, "  {}{date}  {}", stored.article.title, stored.article.id)?;
    if let Some(by) = by {
        writeln!(out, "  ← {}  {}", by.article.title, by.article.id)?;
    }
    Ok(())
}

fn write_json(out: &mut impl Write, stored: &StoredArticle, by: Option<&StoredArticle>) -> std::io::Result<()> {
    let Some(standing) = &stored.standing else { return Ok(()) };
    let object = serde_json::json!({
        "id": stored.article.id, "title": stored.article.title, "published_on": stored.article.published_on,
        "validity": standing.validity, "evidence": standing.evidence, "since": standing.since, "until": standing.until,
        "by": by.map(|by| serde_json::json!({"id": by.article.id, "title": by.article.title})),
    });
    writeln!(out, "{object}")
}
