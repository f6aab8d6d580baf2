//! `gongbao reextract`: from the pages that were crawled, as they are kept, to bulletins once more.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use url::Url;

use super::crawl;
use super::crawl::Source;
use super::import::{Terminal, exit_code, summarise};
use crate::app::App;
use crate::config::Config;
use crate::ingest::documents::Documents;
use crate::ingest::finding::{Finding, Limits};
use crate::ingest::import;
use crate::ingest::import::Withdrawn;
use crate::ingest::rejection::RejectedInput;
use crate::ingest::web_archive::Archive;
use crate::search::indexer::Indexer;

/// Makes bulletins again of all that was crawled, and asks nobody.
pub(super) async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let limits = config.limits()?;
    let sources = crawl::sources(&config)?;
    let app = App::open(config).await?;
    let files = kept_pages(&app.config);
    if files.is_empty() {
        println!("{} 里没有抓过的网页", app.config.warc().display());
        return Ok(ExitCode::SUCCESS);
    }
    let read = move |sink: &mut dyn FnMut(Finding) -> bool| read_pages(&files, &limits, &sources, sink);
    let mut terminal = Terminal::new(&[], Arc::new(AtomicU64::new(0)));
    let work = import::import_from(&*app.store, read, Withdrawn::Stay, &mut terminal);
    let (counts, mut indexer): (_, Indexer) = app.indexing_along(work).await?;
    let counts = counts?;
    terminal.progress.finish();
    indexer.reach(app.store.revision().await?, |_| {}).await?;
    summarise(&counts, &[], started, "已可检索");
    Ok(exit_code(&counts))
}

/// The files of pages that were crawled.
pub(super) fn kept_pages(config: &Config) -> Vec<PathBuf> {
    let mut files: Vec<_> = match std::fs::read_dir(config.warc()) {
        Ok(entries) => entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect(),
        Err(_) => Vec::new(),
    };
    files.retain(|path| path.to_string_lossy().ends_with(".warc.gz"));
    files.sort();
    files
}

/// Reads them as the crawl did.
pub(super) fn read_pages(
    files: &[PathBuf],
    limits: &Limits,
    sources: &[Source],
    sink: &mut dyn FnMut(Finding) -> bool,
) {
    let mut archive = Archive::open(files, limits.documents.bytes.max(limits.file));
    // The end of a file that a crash cut short is no loss: its page was asked for again.
    for trouble in std::mem::take(&mut archive.troubles) {
        sink(Finding::Noted(trouble));
    }
    let documents = Arc::new(Mutex::new(Documents::new(limits.documents)));
    let always = |url: &Url| sources.iter().any(|source| source.is_bulletin(url));
    // A crawl meets its columns again every day: how many there are is enough.
    let mut columns = 0;
    archive.bulletins(&documents, &always, &limits.rules, &mut |finding| match finding {
        Finding::LeftOut(_) => {
            columns += 1;
            true
        }
        finding => sink(finding),
    });
    if columns > 0 {
        let reason = format!("{columns} 个网页是栏目或列表，不是公报");
        sink(Finding::Noted(RejectedInput { path: "warc".into(), reason, ..RejectedInput::default() }));
    }
}
