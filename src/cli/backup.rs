//! `gongbao backup` and `gongbao restore`: the database as one file, taken while the site runs, and put back once it is known
//! to be whole.

use std::fs;
use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use jiff::Timestamp;

use super::progress::{Progress, Unit};
use crate::app::open_store;
use crate::config::Config;
use crate::store::backup;
use crate::store::backup::BackupHeader;

/// Where to write a backup.
#[derive(Args)]
pub struct BackupOptions {
    /// 写到哪个文件，或 - 表示标准输出  The file to write, or - for standard output
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// What to restore, and how.
#[derive(Args)]
pub struct RestoreOptions {
    /// 备份文件，或 - 表示标准输入  The backup, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 换掉已有的数据库；原来的挪到旁边留着  Put it in the place of the database that is there, which is kept aside
    #[arg(long)]
    replace: bool,
    /// 只验证，不恢复  Verify, restore nothing
    #[arg(long)]
    dry_run: bool,
}

/// The end of the name of a file that is being written.
const PART: &str = ".part";

/// Writes a backup. The site goes on meanwhile; what it takes in after the beginning is not in it.
pub async fn backup(config: Config, options: &BackupOptions) -> anyhow::Result<ExitCode> {
    let database = config.database();
    if !database.is_file() {
        bail!("没有数据库 {}；请用 --data 指明数据目录", database.display());
    }
    let to_stdout = options.file.as_os_str() == "-";
    if to_stdout && stdout().is_terminal() {
        bail!("备份不是文字，不写到终端；请写明文件，或用管道接走");
    }
    if !to_stdout && options.file.exists() {
        bail!("{} 已经有了；请换一个名字", options.file.display());
    }
    let store = open_store(&database).await?;
    // Beside the database, where there is room of its size.
    let folder = tempfile::Builder::new().prefix("backup-").tempdir_in(&config.data)?;
    let copy = folder.path().join("gongbao.sqlite");
    store.copy_to(&copy).await?;
    let copied = open_store(&copy).await?;
    let (revision, counts) = (copied.revision().await?, copied.counts().await?);
    copied.close().await;
    let articles = counts.articles + counts.withdrawn;
    let write = move |file: PathBuf| -> anyhow::Result<BackupHeader> {
        let header = BackupHeader::of(&copy, revision, articles, Timestamp::now())?;
        let mut progress = Progress::new("备份", Unit::Bytes, header.bytes);
        let told = |done| progress.at(done, "");
        if to_stdout {
            backup::write(&header, &copy, &mut stdout().lock(), told)?;
        } else {
            let part = named(&file, PART);
            let mut out = private(&part).with_context(|| format!("写不了 {}", part.display()))?;
            backup::write(&header, &copy, &mut out, told)
                .and_then(|()| out.sync_all())
                .and_then(|()| fs::rename(&part, &file))
                .inspect_err(|_| drop(fs::remove_file(&part)))
                .with_context(|| format!("写不了 {}", file.display()))?;
        }
        progress.finish();
        Ok(header)
    };
    let file = options.file.clone();
    let header = tokio::task::spawn_blocking(move || write(file)).await??;
    eprintln!("已备份：{}", told(&header));
    Ok(ExitCode::SUCCESS)
}

/// Verifies a backup, and puts its database in place.
pub async fn restore(config: Config, options: &RestoreOptions) -> anyhow::Result<ExitCode> {
    let database = config.database();
    if database.exists() && !options.replace && !options.dry_run {
        bail!("{} 已经有了；要换掉它请先停止服务，再加 --replace（原来的会留在旁边）", database.display());
    }
    fs::create_dir_all(&config.data).with_context(|| format!("无法使用 {}", config.data.display()))?;
    let folder = tempfile::Builder::new().prefix("restore-").tempdir_in(&config.data)?;
    let restored = folder.path().join("gongbao.sqlite");
    let (file, to) = (options.file.clone(), restored.clone());
    let read = move || -> anyhow::Result<BackupHeader> {
        let mut input: Box<dyn BufRead> = match file.as_os_str().to_str() {
            Some("-") => Box::new(BufReader::new(stdin())),
            _ => Box::new(BufReader::new(File::open(&file).with_context(|| format!("读不了 {}", file.display()))?)),
        };
        let mut progress: Option<Progress> = None;
        let header = backup::read(&mut input, &to, |done, header| {
            progress.get_or_insert_with(|| Progress::new("恢复", Unit::Bytes, header.bytes)).at(done, "");
        })?;
        progress.into_iter().for_each(Progress::finish);
        Ok(header)
    };
    let header = tokio::task::spawn_blocking(read).await??;
    let store = open_store(&restored).await?;
    let (revision, counts, damage) = (store.revision().await?, store.counts().await?, store.integrity().await?);
    store.close().await;
    if let Some(damage) = damage {
        bail!("备份里的数据库受损：{damage}");
    }
    if (revision, counts.articles + counts.withdrawn) != (header.revision, header.articles) {
        bail!("备份里的数据库与备份所说的不符");
    }
    if options.dry_run {
        println!("备份完好：{}", told(&header));
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(aside) = put_aside(&database)? {
        println!("原来的数据库留在 {}", aside.display());
    }
    fs::rename(&restored, &database)?;
    File::open(&config.data)?.sync_all()?;
    println!("已恢复：{}；启动后在后台建索引", told(&header));
    Ok(ExitCode::SUCCESS)
}

fn told(header: &BackupHeader) -> String {
    let BackupHeader { articles, revision, bytes, created_at, .. } = header;
    format!(
        "{articles} 篇（含已撤回），修订 {revision}，数据库 {:.1} MiB，备份于 {created_at}",
        *bytes as f64 / f64::from(1 << 20)
    )
}

/// Moves a database with what belongs to it into a folder beside it.
fn put_aside(database: &Path) -> anyhow::Result<Option<PathBuf>> {
    let parts: Vec<PathBuf> = ["", "-wal", "-shm"].map(|ending| named(database, ending)).into();
    let parts: Vec<PathBuf> = parts.into_iter().filter(|part| part.exists()).collect();
    if parts.is_empty() {
        return Ok(None);
    }
    let aside = database.with_file_name(format!("before-restore-{}", Timestamp::now().strftime("%Y%m%dT%H%M%SZ")));
    fs::create_dir(&aside).with_context(|| format!("无法使用 {}", aside.display()))?;
    for part in parts {
        fs::rename(&part, aside.join(part.file_name().unwrap_or_default()))?;
    }
    Ok(Some(aside))
}

/// A new file that its owner alone may read: addresses of readers are in it.
fn private(file: &Path) -> std::io::Result<File> {
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.write(true).create(true).truncate(true).open(file)
}

fn named(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
