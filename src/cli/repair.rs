//! `gongbao check --repair`: mends what `check` finds and can be mended without loss, and says what is left.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;

use super::backup::{dated, put_aside};
use super::check::{compare, report};
use super::exit::EXIT_DIFFERENT;
use super::reextract::{kept_pages, read_pages};
use super::{crawl, maintain};
use crate::app::{App, database_turn, open_store, salvage};
use crate::config::Config;
use crate::ingest::documents::Documents;
use crate::ingest::finding::Finding;
use crate::ingest::normalize;
use crate::model::Article;
use crate::store::salvage::Salvage;
use crate::store::{Mending, Original, RowKind, StoreError};

/// The beginnings of the names of folders that commands work in and remove.
const WORKING: [&str; 3] = ["backup-", "restore-", "repair-"];

/// How long nothing must have been written to one until it is taken for a leftover: no command rests that long.
const ABANDONED_AFTER: Duration = Duration::from_secs(24 * 3_600);

/// Mends, or says what it would do.
pub async fn run(config: Config, dry_run: bool) -> anyhow::Result<ExitCode> {
    let would = if dry_run { "会" } else { "" };
    for folder in leftovers(&config) {
        println!("{would}删除遗留的 {}", folder.display());
        if !dry_run {
            fs::remove_dir_all(&folder)?;
        }
    }
    let file = mend_file(&config, dry_run).await?;
    if dry_run && file != FileState::Sound {
        println!("试运行，没有改动；其余的等文件修好之后才看得出");
        return Ok(ExitCode::from(EXIT_DIFFERENT));
    }
    let app = App::open(config).await?;
    if file == FileState::Salvaged {
        maintain::rebuild(&app).await?;
        // The index before may be of another history.
        app.engine().make_room();
        app.engine().refresh()?;
    }
    let is_lossy = mend_rows(&app, dry_run).await?;
    let found = compare(&app).await?;
    if dry_run {
        if !found.index.is_empty() {
            println!("会在旁边重建索引：{}", found.index.join("；"));
        }
        println!("试运行，没有修复；索引已补到最新，推得的数据已重新推得");
        return Ok(if found.all().is_empty() { ExitCode::SUCCESS } else { ExitCode::from(EXIT_DIFFERENT) });
    }
    let found = if found.index.is_empty() && !found.is_derived_damaged {
        found
    } else {
        if !found.index.is_empty() {
            println!("重建索引：{}", found.index.join("；"));
            maintain::rebuild(&app).await?;
            // Nobody wants to go back to what is damaged.
            app.engine().make_room();
            app.engine().refresh()?;
        }
        compare(&app).await?
    };
    if !found.all().is_empty() {
        return Ok(report(&found.all()));
    }
    println!("一致：{} 篇，修订 {}", found.articles, app.search.indexed_revision());
    let is_whole = file == FileState::Sound && !is_lossy;
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::from(EXIT_DIFFERENT) })
}

/// Folders that commands which were killed have left.
fn leftovers(config: &Config) -> Vec<PathBuf> {
    let folders = fs::read_dir(&config.data).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let name_of = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let is_working = |path: &PathBuf| {
        let name = name_of(path);
        // As `tempfile` names them, and with nothing in them but what commands put there: an operator's folder of backups
        // may be called alike.
        let made_up = WORKING.iter().find_map(|beginning| name.strip_prefix(beginning));
        let is_ours = made_up.is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|b| b.is_ascii_alphanumeric()));
        let within = || fs::read_dir(path).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
        is_ours && path.is_dir() && within().all(|file| file.is_file() && is_of_database(&name_of(&file)))
    };
    let written = |path: &PathBuf| path.metadata().and_then(|data| data.modified()).ok();
    let is_abandoned = |path: &PathBuf| {
        let within = fs::read_dir(path).into_iter().flatten().filter_map(|entry| written(&entry.ok()?.path()));
        let last = within.chain(written(path)).max();
        last.and_then(|last| SystemTime::now().duration_since(last).ok()).is_some_and(|age| age > ABANDONED_AFTER)
    };
    folders.filter(is_working).filter(is_abandoned).collect()
}

/// Whether a file is called as the databases are that commands work on: `gongbao.sqlite-wal`, `2.sqlite`, `gongbao.lock`.
fn is_of_database(name: &str) -> bool {
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    let is_known = stem == "gongbao" || !stem.is_empty() && stem.bytes().all(|byte| byte.is_ascii_digit());
    is_known && matches!(ending, "sqlite" | "sqlite-wal" | "sqlite-shm" | "lock")
}

/// How the file of the database was found and left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FileState {
    Sound,
    /// Damaged; what reads of it is in a new one by now, or would be.
    Salvaged,
}

/// Where the file itself is damaged, puts a new one in its place with what reads of it.
async fn mend_file(config: &Config, dry_run: bool) -> anyhow::Result<FileState> {
    let database = config.database();
    if !database.is_file() {
        return Ok(FileState::Sound);
    }
    let damage = match open_store(&database).await {
        Ok(store) => {
            let damage = store.integrity().await?;
            store.close().await;
            damage
        }
        Err(StoreError::Malformed(cause)) => Some(cause.to_string()),
        Err(error) => return Err(error.into()),
    };
    let Some(damage) = damage else { return Ok(FileState::Sound) };
    println!("数据库文件受损：{damage}");
    let folder = tempfile::Builder::new().prefix("repair-").tempdir_in(&config.data)?;
    let saved = folder.path().join("gongbao.sqlite");
    // Who opens the database waits until the new one is in its place; who has it open already is noticed below.
    let _turn = database_turn(&database).await?;
    let told = salvage(&database, &saved, !dry_run).await?;
    let store = open_store(&saved).await?;
    let (damage, counts) = (store.integrity().await?, store.counts().await?);
    store.close().await;
    if let Some(damage) = damage {
        anyhow::bail!("取出的数据库仍然受损：{damage}；原来的没有动");
    }
    println!("{}读得出公报 {} 篇（含已撤回）", if dry_run { "会取出" } else { "" }, counts.articles + counts.withdrawn);
    tell(&told);
    if dry_run {
        return Ok(FileState::Salvaged);
    }
    if let Some(aside) = put_aside(&database, "before-repair")? {
        println!("原来的数据库留在 {}", aside.display());
    }
    fs::rename(&saved, &database)?;
    fs::File::open(&config.data)?.sync_all()?;
    Ok(FileState::Salvaged)
}

/// Says table by table what was saved, and what is lost.
fn tell(salvage: &Salvage) {
    let saved: Vec<String> = salvage.saved.iter().map(|(table, rows)| format!("{table} {rows} 行")).collect();
    println!("取出的：{}", saved.join("，"));
    for (table, lost) in &salvage.lost {
        match lost.len() {
            0 => println!("{table} 读不出，没有取出的"),
            count => println!("{table} 有 {count} 处读不出，请重新导入或从备份恢复：{}", lost.join("、")),
        }
    }
    if !salvage.revived.is_empty() {
        println!(
            "最新的版本读不出，以旧版本代替的公报（撤回过的会因此重新显示，请核对）：{}",
            salvage.revived.join("、")
        );
    }
}

/// Mends damaged rows, after a copy of the database was kept; whether something is lost all the same.
async fn mend_rows(app: &App, dry_run: bool) -> anyhow::Result<bool> {
    let mut mendings = app.store.mend(&[], Timestamp::now(), true).await?;
    let damaged = app.store.damaged_rows().await?.into_iter();
    let files = damaged.filter(|damaged| damaged.kind == RowKind::Original).map(|damaged| damaged.name).collect();
    let read = read_again(app, &mendings, files).await?;
    if !read.articles.is_empty() {
        mendings = app.store.mend(&read.articles, Timestamp::now(), true).await?;
    }
    let is_mendable = !read.originals.is_empty() || mendings.iter().any(|mending| mending.from.is_some());
    if !dry_run && is_mendable {
        let copy = dated(&app.config.database(), "before-repair", ".sqlite");
        app.store.copy_to(&copy).await?;
        println!("原来的数据库留了一份在 {}", copy.display());
        mendings = app.store.mend(&read.articles, Timestamp::now(), false).await?;
        app.store.keep(&read.originals).await?;
    }
    let would = if dry_run { "会修复 " } else { "" };
    for mending in &mendings {
        println!("{}{mending}", if mending.from.is_some() { would } else { "" });
    }
    for original in &read.originals {
        println!("{would}附件原件 {}：由保存的网页恢复，与摘要相符", original.hash);
    }
    Ok(mendings.iter().any(|mending| mending.from.is_some_and(|from| from.is_loss())))
}

/// What was read again of what is damaged, each the same as what is lost, by its hash.
#[derive(Default)]
struct ReadAgain {
    articles: Vec<Article>,
    originals: Vec<Original>,
}

/// What the store has no sound text of, read once more from the files that are kept of it and from crawled pages; and from
/// these, files that are not sound.
async fn read_again(app: &App, mendings: &[Mending], damaged: HashSet<String>) -> anyhow::Result<ReadAgain> {
    let lost = mendings.iter().filter(|mending| mending.from.is_none_or(|from| from.is_loss()));
    let (mut wanted, mut files) = (HashSet::new(), HashSet::new());
    for mending in lost {
        wanted.extend(mending.hash.clone());
        files.extend(mending.files.iter().cloned());
    }
    if wanted.is_empty() && damaged.is_empty() {
        return Ok(ReadAgain::default());
    }
    let mut originals = Vec::new();
    for (name, hash) in files {
        if let Some(original) = whole(app, &hash).await? {
            originals.push((name, original));
        }
    }
    let (limits, sources, pages) = (app.config.limits()?, crawl::sources(&app.config)?, kept_pages(&app.config));
    let read = move || {
        let mut found = ReadAgain::default();
        let is_wanted = |article: &Article| wanted.contains(&article.content_hash());
        let documents = Documents::new(limits.documents);
        for (name, original) in originals {
            let taken = documents.alone(&name, &original).into_iter().flatten().flatten();
            found.articles.extend(taken.filter_map(|taken| normalize(taken.draft).ok()).filter(is_wanted));
        }
        if !pages.is_empty() {
            read_pages(&pages, &limits, &sources, &mut |finding| {
                match finding {
                    Finding::Article(article) if is_wanted(&article) => found.articles.push(*article),
                    Finding::Original(original) if damaged.contains(&original.hash) => found.originals.push(original),
                    _ => {}
                }
                true
            });
        }
        found.originals.dedup();
        found
    };
    Ok(tokio::task::spawn_blocking(read).await?)
}

/// A file that is kept, where all of it is as it was.
async fn whole(app: &App, hash: &str) -> anyhow::Result<Option<Original>> {
    let mut content = Vec::new();
    for number in 0.. {
        match app.store.piece(hash, number).await {
            Ok(Some(piece)) => content.extend(piece),
            Ok(None) => break,
            Err(StoreError::Unavailable(_) | StoreError::Malformed(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Some(Original::new(content)).filter(|original| original.hash == hash))
}
