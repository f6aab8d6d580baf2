//! `gongbao import`: from paths to searchable bulletins, with everything that was rejected said at the end.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use super::chosen::Chosen;
use super::exit::EXIT_REJECTED;
use super::progress::{Progress, Unit};
use crate::app::{App, open_store};
use crate::config::Config;
use crate::ingest::documents::DocumentLimits;
use crate::ingest::finding::{Finding, Limits};
use crate::ingest::import::{Counts, ImportObserver};
use crate::ingest::inputs::Input;
use crate::ingest::rejection::RejectedInput;
use crate::ingest::rules::{Rules, RulesError};
use crate::ingest::{import, read};
use crate::model::{Article, ArticleId};
use crate::store::{Outcome, Store, StoreError};

/// Refusals that are printed one by one; the rest are counted.
const MAX_PRINTED: u64 = 200;

impl Config {
    /// The bounds on what is read, and the rules by which.
    ///
    /// # Errors
    /// A file of rules that cannot be used.
    pub(super) fn limits(&self) -> Result<Limits, RulesError> {
        let documents =
            DocumentLimits { bytes: self.max_document_mb << 20, isolated: true, helpers: self.document_helpers };
        let rules = Arc::new(self.rules.as_deref().map(Rules::load).transpose()?.unwrap_or_default());
        let (line, file) = (self.max_line_mb << 20, self.max_file_mb << 20);
        Ok(Limits { line, file, documents, rules, names: Arc::default(), drafts: false })
    }
}

/// Tells the person at the terminal how the import goes.
pub(super) struct Terminal {
    pub(super) progress: Progress,
    read: Arc<AtomicU64>,
    rejected: u64,
    noted: u64,
    skipped: Vec<PathBuf>,
}

impl Terminal {
    pub(super) fn new(inputs: &[Input], read: Arc<AtomicU64>) -> Self {
        let bytes = inputs.iter().map(|input| input.bytes).sum();
        Self { progress: Progress::new("导入", Unit::Bytes, bytes), read, rejected: 0, noted: 0, skipped: Vec::new() }
    }
}

impl ImportObserver for Terminal {
    fn rejected(&mut self, rejected: &RejectedInput) {
        self.rejected += 1;
        match self.rejected {
            count if count <= MAX_PRINTED => self.progress.print(&format!("拒收 {rejected}")),
            count if count == MAX_PRINTED + 1 => self.progress.print("拒收的内容很多，以下只计数"),
            _ => {}
        }
    }

    fn skipped(&mut self, path: &Path) {
        if self.skipped.len() < 5 {
            self.skipped.push(path.to_owned());
        }
    }

    fn noted(&mut self, note: &RejectedInput) {
        self.noted += 1;
        if self.noted <= MAX_PRINTED {
            self.progress.print(&format!("注意 {note}"));
        }
    }

    fn waiting(&mut self, error: &StoreError) {
        self.progress.print(&format!("{error}；有了空间就自动继续"));
    }

    fn stored(&mut self, counts: &Counts) {
        let message = format!("已收 {} 篇", counts.accepted());
        self.progress.at(self.read.load(Ordering::Relaxed), &message);
    }
}

/// Imports, and returns when the bulletins are searchable or, with `no_wait`, durable.
pub async fn run(config: Config, chosen: &Chosen, no_wait: bool) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let taken = take(config, chosen, no_wait).await?;
    let state = if no_wait { "已落盘，稍后可检索" } else { "已可检索" };
    summarise(&taken.counts, &taken.skipped, started, state);
    Ok(exit_code(&taken.counts))
}

/// Imports for another command: what comes back is searchable, and what was rejected has been said.
pub(super) async fn take_in(config: Config, paths: &[PathBuf]) -> anyhow::Result<(App, Counts)> {
    let taken = take(config, &Chosen::of(paths), false).await?;
    Ok((taken.app, taken.counts))
}

/// What an import has come to.
struct Taken {
    app: App,
    counts: Counts,
    skipped: Vec<PathBuf>,
}

async fn take(config: Config, chosen: &Chosen, no_wait: bool) -> anyhow::Result<Taken> {
    let limits = Limits { names: Arc::new(chosen.names()?), ..config.limits()? };
    let app = App::open(config).await?;
    let (inputs, unreadable) = chosen.find();
    let read = Arc::new(AtomicU64::new(0));
    let mut terminal = Terminal::new(&inputs, read.clone());
    let mut counts = Counts::default();
    let unreadable: Vec<RejectedInput> = unreadable.into_iter().map(RejectedInput::from).collect();
    for unreadable in &unreadable {
        counts.rejected += 1;
        terminal.rejected(unreadable);
    }
    import::keep_rejections(&*app.store, &unreadable, &mut terminal).await?;

    let (imported, indexer) = if no_wait {
        (import::import(&*app.store, inputs, limits, read, &mut terminal).await?, None)
    } else {
        let (imported, indexer) = app.import(inputs, limits, read, &mut terminal).await?;
        (imported, Some(indexer))
    };
    counts.new = imported.new;
    counts.changed = imported.changed;
    counts.unchanged = imported.unchanged;
    counts.rejected += imported.rejected;
    counts.skipped = imported.skipped;
    counts.left_out = imported.left_out;
    let skipped = std::mem::take(&mut terminal.skipped);
    terminal.progress.finish();
    if let Some(mut indexer) = indexer {
        let target = app.store.revision().await?;
        let from = app.search.indexed_revision();
        let mut progress = Progress::new("建索引", Unit::Articles, (target - from).max(0) as u64);
        indexer.reach_with_room(target, |reached| progress.at((reached - from).max(0) as u64, "")).await?;
        progress.finish();
    }
    Ok(Taken { app, counts, skipped })
}

/// Reads everything and tells what an import would do, without writing.
pub async fn dry_run(config: Config, chosen: &Chosen) -> anyhow::Result<ExitCode> {
    let limits = Limits { names: Arc::new(chosen.names()?), ..config.limits()? };
    let database = config.database();
    let store = if database.is_file() { Some(open_store(&database).await?) } else { None };
    let started = Instant::now();
    let (inputs, unreadable) = chosen.find();
    let read = Arc::new(AtomicU64::new(0));
    let mut terminal = Terminal::new(&inputs, read.clone());
    let mut counts = Counts::default();
    for unreadable in unreadable {
        counts.rejected += 1;
        terminal.rejected(&unreadable.into());
    }
    let (sender, mut receiver) = tokio::sync::mpsc::channel(64);
    let reading = tokio::task::spawn_blocking(move || {
        read::read_all(&inputs, limits, &read, &mut |finding| sender.blocking_send(finding).is_ok());
    });
    let mut met: HashMap<ArticleId, String> = HashMap::new();
    while let Some(finding) = receiver.recv().await {
        match finding {
            Finding::Article(article) => counts.count(foretell(store.as_deref(), &mut met, &article).await?),
            Finding::Rejected(rejected) => {
                counts.rejected += 1;
                terminal.rejected(&rejected);
            }
            Finding::LeftOut(_) => counts.left_out += 1,
            Finding::Skipped(path) => {
                counts.skipped += 1;
                terminal.skipped(&path);
            }
            Finding::Original(_) | Finding::Draft(..) => {}
            Finding::Noted(note) => terminal.noted(&note),
        }
        terminal.stored(&counts);
    }
    reading.await?;
    let skipped = std::mem::take(&mut terminal.skipped);
    terminal.progress.finish();
    summarise(&counts, &skipped, started, "试运行，没有写入");
    Ok(exit_code(&counts))
}

/// What would become of an article, after those before it.
async fn foretell(
    store: Option<&dyn Store>,
    met: &mut HashMap<ArticleId, String>,
    article: &Article,
) -> anyhow::Result<Outcome> {
    let hash = article.content_hash();
    let known = match (met.get(&article.id), store) {
        (Some(hash), _) => Some(hash.clone()),
        (None, Some(store)) => store.article(&article.id).await?.map(|stored| stored.content_hash),
        (None, None) => None,
    };
    met.insert(article.id.clone(), hash.clone());
    Ok(match known {
        None => Outcome::New,
        Some(known) if known == hash => Outcome::Unchanged,
        Some(_) => Outcome::Changed(0),
    })
}

pub(super) fn summarise(counts: &Counts, skipped: &[PathBuf], started: Instant, state: &str) {
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "新增 {}，更新 {}，未变 {}，拒收 {}（{state}；{seconds:.1} 秒，每秒 {:.0} 篇）",
        counts.new,
        counts.changed,
        counts.unchanged,
        counts.rejected,
        counts.accepted() as f64 / seconds.max(0.001)
    );
    if counts.skipped > 0 {
        let names: Vec<String> = skipped.iter().map(|path| path.display().to_string()).collect();
        println!("略过 {} 个不认识格式的文件，如 {}", counts.skipped, names.join("、"));
    }
    if counts.left_out > 0 {
        println!(
            "没有收录 {} 个网页：看来是栏目、列表或登录页；gongbao rejects list 列出各个，是公报的可以点名导入",
            counts.left_out
        );
    }
}

pub(super) fn exit_code(counts: &Counts) -> ExitCode {
    if counts.rejected > 0 { ExitCode::from(EXIT_REJECTED) } else { ExitCode::SUCCESS }
}
