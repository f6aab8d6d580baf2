//! `gongbao check`: the data folder compared with itself, row by row and article by article.

use std::collections::{BTreeMap, HashSet};
use std::process::ExitCode;

use super::exit::EXIT_DIFFERENT;
use crate::app::App;
use crate::config::Config;
use crate::model::ArticleKey;
use crate::search::indexer::Indexer;
use crate::store::{DamagedRow, RowKind, StoreError};

/// Differences that are listed; the rest are counted.
const MAX_LISTED: usize = 20;

/// Says what makes another index due, if anything does.
pub fn tell_due(app: &App) {
    if let Some(due) = app.rebuild_due() {
        println!("{due}；请运行 gongbao reindex");
    }
}

/// What was found.
#[derive(Default)]
pub struct Findings {
    /// Of what is kept.
    pub data: Vec<String>,
    /// Of the index, which can be built anew.
    pub index: Vec<String>,
    /// Whether some of it was told from the rest, and has been told again since.
    pub is_derived_damaged: bool,
    /// How many articles were compared.
    pub articles: usize,
}

impl Findings {
    /// Everything, one by one.
    pub fn all(&self) -> Vec<String> {
        self.data.iter().chain(&self.index).cloned().collect()
    }
}

/// Says what was found, the first of it one by one.
pub fn report(findings: &[String]) -> ExitCode {
    for finding in findings.iter().take(MAX_LISTED) {
        println!("{finding}");
    }
    println!("共 {} 处损坏或不一致；可以修复的用 gongbao check --repair 修复", findings.len());
    ExitCode::from(EXIT_DIFFERENT)
}

pub fn damage_findings(damage: &[DamagedRow]) -> Vec<String> {
    damage.iter().map(DamagedRow::to_string).collect()
}

/// Brings the index up to date as every start does, then compares it with the store, article by article.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let app = App::open(config).await?;
    let behind = app.store.revision().await? - app.search.indexed_revision();
    if behind > 0 {
        println!("索引落后 {behind} 次修订，先补上");
    }
    let findings = compare(&app).await?;
    tell_due(&app);
    if findings.all().is_empty() {
        println!("一致：{} 篇，修订 {}", findings.articles, app.search.indexed_revision());
        return Ok(ExitCode::SUCCESS);
    }
    Ok(report(&findings.all()))
}

/// Looks for damage, then for differences.
///
/// # Errors
/// Where it cannot be done and no damage that was found explains it.
pub async fn compare(app: &App) -> anyhow::Result<Findings> {
    let mut findings = Findings::default();
    match compare_into(app, &mut findings).await {
        // The damage that ended it has been found.
        Err(error) if !findings.all().is_empty() => findings.data.push(format!("核对没有做完：{error:#}")),
        compared => compared?,
    }
    Ok(findings)
}

async fn compare_into(app: &App, findings: &mut Findings) -> anyhow::Result<()> {
    if let Some(damage) = app.store.integrity().await? {
        findings.data.push(StoreError::Malformed(damage.into()).to_string());
    }
    let damage = app.store.damaged_rows().await?;
    findings.is_derived_damaged = damage.iter().any(|damaged| damaged.kind == RowKind::Derived);
    if findings.is_derived_damaged {
        app.store.forget_derived().await?;
    }
    let unreadable: HashSet<ArticleKey> = damage.iter().filter_map(|damaged| damaged.key).collect();
    findings.data.extend(damage_findings(&damage));
    match app.engine().damaged_files() {
        Ok(files) => {
            findings.index.extend(files.iter().map(|file| format!("索引文件 {file} 受损，请运行 gongbao reindex")));
        }
        Err(error) => findings.index.push(format!("索引受损：{error}；请运行 gongbao reindex")),
    }
    app.indexer(Indexer::BULK).reach(app.store.revision().await?, |_| {}).await?;
    compare_index(app, &unreadable, findings).await?;
    findings.data.extend(files(app).await?);
    Ok(())
}

/// Compares the index with the store, but for what does not read there.
async fn compare_index(app: &App, unreadable: &HashSet<ArticleKey>, findings: &mut Findings) -> anyhow::Result<()> {
    let told = &mut findings.index;
    let mut indexed = BTreeMap::new();
    for (key, revision) in app.engine().entries()? {
        if indexed.insert(key, revision).is_some() {
            told.push(format!("{} 在索引中重复", name(app, key).await?));
        }
    }
    let mut after = ArticleKey(i64::MIN);
    loop {
        let page = app.store.live(after, 10_000).await?;
        let Some((last, _)) = page.last() else { break };
        after = *last;
        findings.articles += page.len();
        for (key, revision) in page {
            match indexed.remove(&key) {
                Some(known) if known == revision => {}
                Some(known) => {
                    let name = name(app, key).await?;
                    told.push(format!("{name} 的索引是修订 {known}，数据库是 {revision}"));
                }
                None if unreadable.contains(&key) => {}
                None => told.push(format!("{} 不在索引中", name(app, key).await?)),
            }
        }
    }
    for key in indexed.into_keys().filter(|key| !unreadable.contains(key)) {
        told.push(format!("{} 在索引中，但数据库没有或已撤回", name(app, key).await?));
    }
    let (indexed, stored) = (app.engine().past_documents(), app.store.count_showings().await?);
    if indexed != stored {
        told.push(format!("不再显示的版本，索引中有 {indexed} 个，数据库有 {stored} 个"));
    }
    Ok(())
}

/// The files that bulletins have and the store has not.
async fn files(app: &App) -> anyhow::Result<Vec<String>> {
    let mut findings = Vec::new();
    let mut revision = 0;
    loop {
        let page = app.store.changes_since(revision, 1_000).await?;
        let Some(reached) = page.reached else { return Ok(findings) };
        revision = reached;
        for article in page.articles.iter().map(|stored| &stored.article) {
            for file in article.attachments.iter().filter_map(|attachment| attachment.file.as_ref()) {
                if app.store.original(&file.hash).await?.is_none() {
                    findings.push(format!("{}《{}》的附件 {} 没有原件", article.id, article.title, file.name));
                }
            }
        }
    }
}

async fn name(app: &App, key: ArticleKey) -> anyhow::Result<String> {
    Ok(match app.store.articles(&[key]).await?.pop() {
        Some(stored) => format!("{}《{}》", stored.article.id, stored.article.title),
        None => format!("第 {} 号", key.0),
    })
}
