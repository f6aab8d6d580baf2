//! What readers searched for: kept where it is wanted, by day, without who asked or when. It tells whoever runs the site what
//! was looked for in vain. A file a day, a line of JSON a search; days that are over go by themselves.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::model::date;

/// A search, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Searched {
    /// What was typed.
    pub q: String,
    /// How many bulletins there were.
    pub total: usize,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
}

/// Searches that wait to be written; more are not kept.
const MAX_WAITING: usize = 1_024;

/// Characters of what was typed that are kept.
const MAX_TYPED: usize = 200;

/// The largest file of a day, in bytes; what is searched for after that is not kept.
const MAX_DAY: u64 = 64 << 20;

/// How often it is looked whether a day is over.
const LOOK_EVERY: Duration = Duration::from_secs(60 * 60);

/// How long a report serves, which reads whole files, and the days that it is of.
const TOLD_AGAIN_AFTER: Duration = Duration::from_secs(60);
const WEEK: u16 = 7;

/// Different searches that a report tells apart.
const MAX_TOLD: usize = 200_000;

/// Keeps what is searched for.
pub struct QueryLog {
    folder: PathBuf,
    days: u16,
    sender: SyncSender<Searched>,
    /// What was told last, and when.
    vain: Mutex<Option<(Instant, Arc<Report>)>>,
}

impl QueryLog {
    /// Keeps them in this folder for so many days, today among them. Where that is none, those that are there go, and nothing is
    /// kept.
    ///
    /// # Errors
    /// Where the folder cannot be made or emptied.
    pub fn new(folder: PathBuf, days: u16) -> io::Result<Option<Self>> {
        if days == 0 {
            if folder.is_dir() {
                forget(&folder, Date::MAX)?;
            }
            return Ok(None);
        }
        fs::create_dir_all(&folder)?;
        let (sender, receiver) = sync_channel(MAX_WAITING);
        let writer = Writer { folder: folder.clone(), days, open: None };
        thread::Builder::new().name("queries".to_owned()).spawn(move || writer.run(&receiver))?;
        Ok(Some(Self { folder, sender, days, vain: Mutex::default() }))
    }

    /// What was looked for in vain in the last days, a week at most; as of a minute ago at the earliest.
    ///
    /// # Errors
    /// Where a file cannot be read.
    pub fn in_vain(&self, limit: usize) -> io::Result<Arc<Report>> {
        let mut vain = self.vain.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, report)) = &*vain
            && at.elapsed() < TOLD_AGAIN_AFTER
        {
            return Ok(report.clone());
        }
        let report = Arc::new(Report::read(&self.folder, self.days.min(WEEK), true, limit)?);
        *vain = Some((Instant::now(), report.clone()));
        Ok(report)
    }

    /// Keeps a search; not where the disk cannot keep up.
    pub fn record(&self, typed: &str, total: usize, took_ms: f64) {
        let q: String = typed.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_TYPED).collect();
        if !q.is_empty() {
            drop(self.sender.try_send(Searched { q, total, took_ms }));
        }
    }
}

/// Writes them, and takes away what is old.
struct Writer {
    folder: PathBuf,
    days: u16,
    open: Option<(Date, File)>,
}

impl Writer {
    fn run(mut self, receiver: &Receiver<Searched>) {
        let mut told = false;
        loop {
            let done = match receiver.recv_timeout(LOOK_EVERY) {
                Ok(searched) => self.write(&searched),
                // What is old goes also where nobody searches.
                Err(RecvTimeoutError::Timeout) => forget(&self.folder, oldest(today(), self.days)),
                Err(RecvTimeoutError::Disconnected) => return,
            };
            match done {
                Ok(()) => told = false,
                Err(error) if !told => {
                    tracing::warn!("检索记录没能写入 {}：{error}", self.folder.display());
                    told = true;
                }
                Err(_) => {}
            }
        }
    }

    fn write(&mut self, searched: &Searched) -> io::Result<()> {
        let today = today();
        if self.open.as_ref().is_none_or(|(day, _)| *day != today) {
            self.open = Some((today, append(&file(&self.folder, today))?));
            forget(&self.folder, oldest(today, self.days))?;
        }
        let Some((_, file)) = &mut self.open else { return Ok(()) };
        if file.metadata()?.len() >= MAX_DAY {
            return Ok(());
        }
        let mut line = serde_json::to_vec(searched)?;
        line.push(b'\n');
        // One write, so that a reader meets whole lines.
        file.write_all(&line)
    }
}

/// A search of a report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Asked {
    /// What was typed.
    pub q: String,
    /// How often.
    pub times: u64,
    /// How many bulletins there were the last time.
    pub total: usize,
}

/// What was searched for in some days.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// Searches.
    pub searches: u64,
    /// Those of them that found nothing.
    pub empty: u64,
    /// What was searched for, the most frequent first.
    pub asked: Vec<Asked>,
}

impl Report {
    /// Of the last so many days that are kept, at most `limit` searches; only those that found nothing the last time, where
    /// `empty` is true.
    ///
    /// # Errors
    /// Where a file cannot be read. Lines that are none are passed over.
    pub fn read(folder: &Path, days: u16, empty: bool, limit: usize) -> io::Result<Self> {
        let mut report = Self::default();
        let mut asked: HashMap<String, (u64, usize)> = HashMap::new();
        let since = oldest(today(), days);
        let mut files: Vec<(Date, PathBuf)> = kept(folder)?.into_iter().filter(|(day, _)| *day >= since).collect();
        files.sort();
        for (_, path) in files {
            for line in BufReader::new(File::open(path)?).split(b'\n') {
                let Ok(Searched { q, total, .. }) = serde_json::from_slice(&line?) else { continue };
                report.searches += 1;
                report.empty += u64::from(total == 0);
                if asked.len() < MAX_TOLD || asked.contains_key(&q) {
                    let (times, last) = asked.entry(q).or_default();
                    *times += 1;
                    *last = total;
                }
            }
        }
        report.asked = asked
            .into_iter()
            .filter(|(_, (_, total))| !empty || *total == 0)
            .map(|(q, (times, total))| Asked { q, times, total })
            .collect();
        report.asked.sort_by(|one, other| other.times.cmp(&one.times).then_with(|| one.q.cmp(&other.q)));
        report.asked.truncate(limit);
        Ok(report)
    }
}

fn today() -> Date {
    date::today(Timestamp::now())
}

fn oldest(today: Date, days: u16) -> Date {
    today.saturating_sub((i64::from(days.max(1)) - 1).days())
}

fn file(folder: &Path, day: Date) -> PathBuf {
    folder.join(format!("{day}.jsonl"))
}

fn append(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The files that are kept, with their days.
fn kept(folder: &Path) -> io::Result<Vec<(Date, PathBuf)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if let Some(day) = name.strip_suffix(".jsonl").and_then(|day| day.parse().ok()) {
            files.push((day, path));
        }
    }
    Ok(files)
}

fn forget(folder: &Path, before: Date) -> io::Result<()> {
    for (_, path) in kept(folder)?.into_iter().filter(|(day, _)| *day < before) {
        fs::remove_file(path)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_for_in_vain_is_told_and_what_is_old_goes() {
        let folder = tempfile::tempdir().unwrap();
        let today = today();
        let old = file(folder.path(), oldest(today, 8));
        fs::write(&old, "{\"q\":\"早\",\"total\":0,\"took_ms\":1.0}\n").unwrap();
        fs::write(folder.path().join("notes.txt"), "not ours").unwrap();
        let mut writer = Writer { folder: folder.path().to_owned(), days: 7, open: None };
        for (q, total) in [("桥梁限高", 0), ("防汛", 12), ("桥梁限高", 0), ("低保", 0), ("低保", 3)] {
            writer.write(&Searched { q: q.to_owned(), total, took_ms: 1.5 }).unwrap();
        }
        assert!(!old.exists() && folder.path().join("notes.txt").exists());
        // What was cut off by a crash is no line.
        append(&file(folder.path(), today)).unwrap().write_all(b"{\"q\":\"x").unwrap();
        let report = Report::read(folder.path(), 7, false, 10).unwrap();
        assert_eq!((report.searches, report.empty), (5, 3));
        let first = |report: &Report| (report.asked[0].q.clone(), report.asked[0].times, report.asked[0].total);
        assert_eq!(first(&report), ("低保".to_owned(), 2, 3));
        assert!(QueryLog::new(folder.path().to_owned(), 7).unwrap().unwrap().in_vain(10).unwrap().asked.len() == 1);
        let empty = Report::read(folder.path(), 7, true, 10).unwrap();
        assert_eq!((first(&empty), empty.asked.len()), (("桥梁限高".to_owned(), 2, 0), 1));
        // What is no longer wanted goes as well.
        assert!(QueryLog::new(folder.path().to_owned(), 0).unwrap().is_none());
        assert_eq!(kept(folder.path()).unwrap().len(), 0);
        assert!(folder.path().join("notes.txt").exists());
    }
}
