//! `gongbao backup` and `gongbao restore`: the database as one file, taken while the site runs, or what changed in it after
//! another backup; and put back once all of it is known to be whole.

use std::fs;
use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use jiff::Timestamp;

use super::progress::{Progress, Unit};
use crate::app::{apply_increment, open_store};
use crate::config::Config;
use crate::store::backup::{BackupHeader, Since};
use crate::store::{Store, backup};

/// Where to write a backup.
#[derive(Args)]
pub struct BackupOptions {
    /// 写到哪个文件，或 - 表示标准输出  The file to write, or - for standard output
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 只备份这份备份（完整的或增量的）之后的改动  Only what changed after this backup
    #[arg(long, value_name = "BASE")]
    since: Option<PathBuf>,
}

/// What to restore, and how.
#[derive(Args)]
pub struct RestoreOptions {
    /// 完整的备份，或 - 表示标准输入；其后依次是增量备份  The backup, or - for standard input, then its increments in order
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
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
    let since = match &options.since {
        Some(base) => Some(base_of(&*store, base).await?),
        None => None,
    };
    // Beside the database, where there is room of its size.
    let folder = tempfile::Builder::new().prefix("backup-").tempdir_in(&config.data)?;
    let copy = folder.path().join("gongbao.sqlite");
    let extent = match &since {
        Some(since) => store.increment_to(&copy, since.revision).await?,
        None => {
            store.copy_to(&copy).await?;
            let copied = open_store(&copy).await?;
            let extent = copied.extent().await?;
            copied.close().await;
            extent
        }
    };
    let write = move |file: PathBuf| -> anyhow::Result<BackupHeader> {
        let header = BackupHeader::of(&copy, extent, since, Timestamp::now())?;
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
    // What watches the site learns from it when the last backup was made.
    if let Err(error) = fs::write(config.backup_mark(), told(&header)) {
        tracing::warn!("备份已完成，但没能记下来：{error}");
    }
    Ok(ExitCode::SUCCESS)
}

/// What an increment goes on from, if the database does so too.
async fn base_of(store: &dyn Store, base: &Path) -> anyhow::Result<Since> {
    let header = backup::header(&mut input(base)?).with_context(|| base.display().to_string())?;
    let Some(since) = header.as_base(store.extent().await?.schema) else {
        bail!("{} 是升级之前或空的数据库的备份，不能接着它作增量备份；请先作一份完整的备份", base.display());
    };
    if header.token.is_none() || store.commit_token(since.revision).await? != header.token {
        bail!("数据库与 {} 不是同一段历史，多半是恢复或修复过；请先作一份完整的备份", base.display());
    }
    Ok(since)
}

/// Verifies a backup and its increments, and puts the database in place that they make.
pub async fn restore(config: Config, options: &RestoreOptions) -> anyhow::Result<ExitCode> {
    let database = config.database();
    if database.exists() && !options.replace && !options.dry_run {
        bail!("{} 已经有了；要换掉它请先停止服务，再加 --replace（原来的会留在旁边）", database.display());
    }
    fs::create_dir_all(&config.data).with_context(|| format!("无法使用 {}", config.data.display()))?;
    let folder = tempfile::Builder::new().prefix("restore-").tempdir_in(&config.data)?;
    let mut unpacked: Vec<(PathBuf, BackupHeader)> = Vec::new();
    for (number, file) in options.files.iter().enumerate() {
        let to = folder.path().join(format!("{number}.sqlite"));
        let header = unpack(file, &to).await.with_context(|| file.display().to_string())?;
        match unpacked.last() {
            None if header.since.is_some() => {
                bail!("{} 是增量备份；请先给出它之前的完整备份，再依次给出增量", file.display())
            }
            Some((_, before)) if !header.follows(before) => {
                bail!(
                    "{} 不是接着 {} 作的增量备份；请依次给出，一份不少",
                    file.display(),
                    options.files[number - 1].display()
                )
            }
            _ => unpacked.push((to, header)),
        }
    }
    let (restored, header) = built(unpacked).await?;
    if options.dry_run {
        println!("备份完好：{}", told(&header));
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(aside) = put_aside(&database, "before-restore")? {
        println!("原来的数据库留在 {}", aside.display());
    }
    fs::rename(&restored, &database)?;
    File::open(&config.data)?.sync_all()?;
    println!("已恢复：{}；启动后在后台建索引", told(&header));
    Ok(ExitCode::SUCCESS)
}

/// Verifies one file of a backup and writes what it holds.
async fn unpack(file: &Path, to: &Path) -> anyhow::Result<BackupHeader> {
    let (file, to) = (file.to_owned(), to.to_owned());
    let read = move || -> anyhow::Result<BackupHeader> {
        let mut progress: Option<Progress> = None;
        let header = backup::read(&mut input(&file)?, &to, |done, header| {
            progress.get_or_insert_with(|| Progress::new("恢复", Unit::Bytes, header.bytes)).at(done, "");
        })?;
        progress.into_iter().for_each(Progress::finish);
        Ok(header)
    };
    tokio::task::spawn_blocking(read).await?
}

/// Makes one database of a backup and its increments, each as sound as its header says.
async fn built(unpacked: Vec<(PathBuf, BackupHeader)>) -> anyhow::Result<(PathBuf, BackupHeader)> {
    let mut parts = unpacked.into_iter();
    let (database, mut last) = parts.next().context("没有给出备份")?;
    for (increment, header) in parts {
        let extent = apply_increment(&database, &increment).await?;
        fs::remove_file(&increment)?;
        if (extent.revision, extent.articles, &extent.token) != (header.revision, header.articles, &header.token) {
            bail!("加上修订 {} 的增量之后，与它所说的不符", header.revision);
        }
        last = header;
    }
    let store = open_store(&database).await?;
    let (extent, damage) = (store.extent().await?, store.integrity().await?);
    store.close().await;
    if let Some(damage) = damage {
        bail!("备份里的数据库受损：{damage}");
    }
    if (extent.revision, extent.articles) != (last.revision, last.articles) {
        bail!("备份里的数据库与备份所说的不符");
    }
    Ok((database, last))
}

/// A file, or standard input where it is called `-`.
fn input(file: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    Ok(match file.as_os_str().to_str() {
        Some("-") => Box::new(BufReader::new(stdin())),
        _ => Box::new(BufReader::new(File::open(file).with_context(|| format!("读不了 {}", file.display()))?)),
    })
}

fn told(header: &BackupHeader) -> String {
    let BackupHeader { articles, revision, bytes, created_at, since, .. } = header;
    let what = match since {
        Some(since) => format!("修订 {} 之后的改动", since.revision),
        None => "数据库".to_owned(),
    };
    format!(
        "{articles} 篇（含已撤回），修订 {revision}，{what} {:.1} MiB，备份于 {created_at}",
        *bytes as f64 / f64::from(1 << 20)
    )
}

/// Moves a database with what belongs to it into a folder beside it, whose name begins like that.
pub fn put_aside(database: &Path, name: &str) -> anyhow::Result<Option<PathBuf>> {
    let parts: Vec<PathBuf> = ["", "-wal", "-shm"].map(|ending| named(database, ending)).into();
    let parts: Vec<PathBuf> = parts.into_iter().filter(|part| part.exists()).collect();
    if parts.is_empty() {
        return Ok(None);
    }
    let aside = dated(database, name, "");
    fs::create_dir(&aside).with_context(|| format!("无法使用 {}", aside.display()))?;
    for part in parts {
        fs::rename(&part, aside.join(part.file_name().unwrap_or_default()))?;
    }
    Ok(Some(aside))
}

/// A file or folder beside the database for what is kept from before now, which is not there yet. Sorted by name they stand as
/// they were made: `_` comes after the dot of an ending.
pub fn dated(database: &Path, name: &str, ending: &str) -> PathBuf {
    let now = Timestamp::now().strftime("%Y%m%dT%H%M%SZ");
    let numbered = |number: u32| match number {
        1 => format!("{name}-{now}{ending}"),
        _ => format!("{name}-{now}_{number:02}{ending}"),
    };
    let names = (1..).map(|number| database.with_file_name(numbered(number)));
    names.into_iter().find(|path| !path.exists()).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_as_they_were_made() {
        for ending in ["", ".sqlite"] {
            let folder = tempfile::tempdir().unwrap();
            let made = (0..12).map(|_| {
                let path = dated(&folder.path().join("gongbao.sqlite"), "before", ending);
                fs::write(&path, "x").unwrap();
                path
            });
            let made: Vec<PathBuf> = made.collect();
            assert!(made.is_sorted(), "{made:?}");
        }
    }
}
