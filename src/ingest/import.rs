//! An import reads inputs to articles and hands them to the store in batches. One broken file, line or
//! field never stops it: what is refused is reported with its place and its remedy.

use std::collections::HashSet;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use tokio::sync::mpsc;

use super::crawler::archive::{self, Archive};
use super::documents::{DocumentLimits, Documents, is_named_as_document, is_promised};
use super::draft::{Draft, Rejection};
use super::inputs::{self, Input, Line, Opened, Unreadable};
use super::normalize;
use super::parse::{Format, parse_document, parse_json};
use crate::model::Article;
use crate::store::{Original, Outcome, Store, StoreError};

/// Articles handed to the store at a time, and the bytes of text after which fewer are.
const BATCH_ARTICLES: usize = 500;
const BATCH_BYTES: usize = 4 << 20;

/// Bounds on what is read.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of a line of JSON Lines.
    pub line: usize,
    /// Bytes of a file that holds one bulletin.
    pub file: usize,
    /// How office files and books are read.
    pub documents: DocumentLimits,
}

/// Something that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1, where there are lines.
    pub line: Option<u64>,
    /// Why, and what to do.
    pub reason: String,
}

impl std::fmt::Display for Rejected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, "：{}", self.reason)
    }
}

impl From<Unreadable> for Rejected {
    fn from(unreadable: Unreadable) -> Self {
        Self { path: unreadable.path, line: None, reason: unreadable.reason }
    }
}

/// What an import has come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Bulletins not known before.
    pub new: u64,
    /// Bulletins that say something else than before.
    pub changed: u64,
    /// Bulletins met again as they were.
    pub unchanged: u64,
    /// Files, lines or records refused.
    pub rejected: u64,
    /// Files in folders whose format gongbao does not read.
    pub skipped: u64,
}

impl Counts {
    /// Bulletins read well.
    pub fn accepted(&self) -> u64 {
        self.new + self.changed + self.unchanged
    }

    /// Counts what became of an article.
    pub fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::New => self.new += 1,
            Outcome::Changed(_) => self.changed += 1,
            Outcome::Unchanged => self.unchanged += 1,
        }
    }
}

/// What a reader of inputs comes upon.
#[derive(Debug)]
pub enum Finding {
    /// A bulletin.
    Article(Box<Article>),
    /// Something that is none.
    Rejected(Rejected),
    /// A file, met in a folder, of a format gongbao does not read.
    Skipped(PathBuf),
    /// The file of a document that the next bulletins have; it is to be kept before they are.
    Original(Original),
    /// Something that was taken in, and what of it could not be read.
    Noted(Rejected),
}

/// Who is told how an import goes.
pub trait Watcher: Send {
    /// Something was refused.
    fn rejected(&mut self, rejected: &Rejected);
    /// A file was skipped.
    fn skipped(&mut self, path: &std::path::Path);
    /// Something was taken in, but not all of it could be read.
    fn noted(&mut self, note: &Rejected);
    /// A batch is durable; the counts so far.
    fn stored(&mut self, counts: &Counts);
}

/// Reads every input, gives each finding to `tell`, and ends early when that returns false.
pub fn read_all(inputs: &[Input], limits: Limits, progress: &Arc<AtomicU64>, tell: &mut dyn FnMut(Finding) -> bool) {
    let mut documents = Documents::new(limits.documents);
    let mut attached = HashSet::new();
    // Pages come first: what they link to belongs to them and is no bulletin of its own.
    let (later, first): (Vec<&Input>, Vec<&Input>) =
        inputs.iter().partition(|input| !input.named && is_named_as_document(&input.path));
    for input in first.into_iter().chain(later) {
        if !input.named && !attached.is_empty() && input.path.canonicalize().is_ok_and(|path| attached.contains(&path))
        {
            continue;
        }
        let (documents, attached) = (&mut documents, &mut attached);
        let mut reading = InputReading { input, limits, documents, attached, tell, stopped: false };
        if let Err(error) = reading.read(progress) {
            reading.reject(None, format!("读到一半出错：{}；其余部分没有导入", inputs::explain(&error)));
        }
        if reading.stopped {
            return;
        }
    }
}

/// The reading of one input.
struct InputReading<'a> {
    input: &'a Input,
    limits: Limits,
    documents: &'a mut Documents,
    /// Files that belong to a page.
    attached: &'a mut HashSet<PathBuf>,
    tell: &'a mut dyn FnMut(Finding) -> bool,
    stopped: bool,
}

impl InputReading<'_> {
    fn read(&mut self, progress: &Arc<AtomicU64>) -> io::Result<()> {
        let Opened { mut reader, name } = inputs::open(self.input, progress.clone())?;
        let head = reader.fill_buf()?;
        if head.is_empty() {
            self.reject(None, "文件是空的；请检查下载或导出是否完整".to_owned());
            return Ok(());
        }
        if archive::is_archive(&name, head) {
            drop(reader);
            self.read_archive();
            return Ok(());
        }
        match Format::detect(&name, head) {
            None if self.input.named => {
                self.reject(None, "不认识的格式；目前读 .jsonl .json .html .txt 及其 .gz .zst，和 .pdf .docx .xlsx .doc .xls .wps .et .ofd .rtf .epub .zip，和网页存档 .warc .warc.gz .wacz".to_owned());
            }
            None if is_promised(&self.input.path) => {
                self.reject(None, "内容与扩展名不符，不是能读的文档；请检查下载是否完整".to_owned());
            }
            None => self.tell(Finding::Skipped(self.input.path.clone())),
            Some(Format::Jsonl) => self.read_lines(&mut *reader)?,
            Some(format) if format.is_document() => {
                let most = self.limits.documents.bytes;
                let Some(bytes) = self.read_whole(&mut *reader, most, "max_document_mb")? else { return Ok(()) };
                self.take_document(&name, bytes);
            }
            Some(format) => {
                let Some(bytes) = self.read_whole(&mut *reader, self.limits.file, "max_file_mb")? else {
                    return Ok(());
                };
                match format {
                    Format::Json => match parse_json(&bytes) {
                        Ok(drafts) => drafts.into_iter().for_each(|(line, draft)| self.take(Some(line), draft)),
                        Err((line, rejection)) => self.reject(line, rejection.to_string()),
                    },
                    _ => self.take(None, parse_document(format, &bytes)),
                }
            }
        }
        Ok(())
    }

    fn read_lines(&mut self, reader: &mut dyn io::BufRead) -> io::Result<()> {
        let mut buffer = Vec::new();
        let mut number = 0;
        while !self.stopped {
            number += 1;
            match inputs::read_line(reader, &mut buffer, self.limits.line)? {
                Line::End => break,
                Line::TooLong(bytes) => self.reject(
                    Some(number),
                    format!("这一行有 {bytes} 字节，超过上限 {}；可用 max_line_mb 放宽", self.limits.line),
                ),
                Line::Whole if buffer.iter().all(u8::is_ascii_whitespace) => {}
                Line::Whole => self.take(Some(number), super::parse::jsonl::parse_line(&buffer)),
            }
        }
        Ok(())
    }

    fn read_whole(&mut self, reader: &mut dyn io::BufRead, most: usize, setting: &str) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        reader.take(most as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > most {
            self.reject(None, format!("文件超过上限 {most} 字节；可用 {setting} 放宽"));
            return Ok(None);
        }
        Ok(Some(bytes))
    }

    /// Takes the bulletins of web pages that others have kept.
    fn read_archive(&mut self) {
        if self.input.path.as_os_str() == "-" {
            return self.reject(None, "网页存档要来回读，不能从标准输入读；请先存成文件".to_owned());
        }
        let most = self.limits.documents.bytes.max(self.limits.file);
        let mut archive = Archive::open(std::slice::from_ref(&self.input.path), most);
        for trouble in std::mem::take(&mut archive.troubles) {
            self.tell(Finding::Rejected(trouble));
        }
        let documents = Arc::new(Mutex::new(Documents::new(self.limits.documents)));
        let columns = archive.bulletins(&documents, &|_| false, &mut |finding| {
            self.tell(finding);
            !self.stopped
        });
        if columns > 0 {
            self.note(format!("其中 {columns} 个网页是栏目或列表，不是公报，没有收录"));
        }
    }

    /// Takes a document that is a bulletin by itself, or an archive of several.
    fn take_document(&mut self, name: &str, bytes: Vec<u8>) {
        let original = Original::of(bytes);
        let taken = match self.documents.alone(name, &original) {
            Ok(taken) => taken,
            Err(rejection) => return self.reject(None, rejection.to_string()),
        };
        self.tell(Finding::Original(original));
        for taken in taken {
            match taken {
                Ok(taken) => {
                    if let Some(note) = taken.note {
                        let entry = taken.entry.map(|entry| format!("{entry}：")).unwrap_or_default();
                        self.note(format!("{entry}{note}"));
                    }
                    self.finish(None, normalize(taken.draft));
                }
                Err(rejection) => self.reject(None, rejection.to_string()),
            }
        }
    }

    fn take(&mut self, line: Option<u64>, draft: Result<Draft, Rejection>) {
        let article = draft.and_then(|mut draft| {
            for (path, original) in self.documents.attach(self.input, &mut draft) {
                self.attached.insert(path);
                self.tell(Finding::Original(original));
            }
            normalize(draft)
        });
        for attachment in article.iter().flat_map(|article| &article.attachments) {
            if let Some(reason) = attachment.file.as_ref().and_then(|file| file.reason.as_ref()) {
                self.note(format!("附件《{}》：{reason}", attachment.title));
            }
        }
        self.finish(line, article);
    }

    fn finish(&mut self, line: Option<u64>, article: Result<Article, Rejection>) {
        match article {
            Ok(article) => self.tell(Finding::Article(Box::new(article))),
            Err(rejection) => self.reject(line, rejection.to_string()),
        }
    }

    fn note(&mut self, reason: String) {
        self.tell(Finding::Noted(Rejected { path: self.input.path.clone(), line: None, reason }));
    }

    fn reject(&mut self, line: Option<u64>, reason: String) {
        self.tell(Finding::Rejected(Rejected { path: self.input.path.clone(), line, reason }));
    }

    fn tell(&mut self, finding: Finding) {
        if !self.stopped {
            self.stopped = !(self.tell)(finding);
        }
    }
}

/// Findings on their way from the reading thread to the store.
#[derive(Default)]
struct Batch {
    articles: Vec<Article>,
    bytes: usize,
    rejected: Vec<Rejected>,
    skipped: Vec<PathBuf>,
    originals: Vec<Original>,
    notes: Vec<Rejected>,
}

impl Batch {
    fn take(&mut self, finding: Finding) {
        match finding {
            Finding::Article(article) => {
                self.bytes += article.paragraphs.iter().map(String::len).sum::<usize>();
                let files = article.attachments.iter().filter_map(|attachment| attachment.file.as_ref());
                let pages = files.flat_map(|file| &file.pages);
                self.bytes += pages.flat_map(|page| &page.paragraphs).map(String::len).sum::<usize>();
                self.articles.push(*article);
            }
            Finding::Rejected(rejected) => self.rejected.push(rejected),
            Finding::Skipped(path) => self.skipped.push(path),
            Finding::Original(original) => {
                self.bytes += original.content.len();
                self.originals.push(original);
            }
            Finding::Noted(note) => self.notes.push(note),
        }
    }

    fn is_full(&self) -> bool {
        self.articles.len() >= BATCH_ARTICLES || self.bytes >= BATCH_BYTES || self.rejected.len() >= BATCH_ARTICLES
    }
}

/// Imports every input: a thread reads and normalises, this task stores. Memory is bounded by a few
/// batches, whatever the size of the inputs. What is counted as stored is durable.
///
/// # Errors
/// Of the store; what was counted before stays.
pub async fn import(
    store: &dyn Store,
    inputs: Vec<Input>,
    limits: Limits,
    progress: Arc<AtomicU64>,
    watcher: &mut dyn Watcher,
) -> Result<Counts, StoreError> {
    let read = move |tell: &mut dyn FnMut(Finding) -> bool| read_all(&inputs, limits, &progress, tell);
    import_from(store, read, Withdrawn::Return, watcher).await
}

/// What becomes of a withdrawn bulletin that is met again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawn {
    /// It is a bulletin again.
    Return,
    /// It stays withdrawn: what is read is older than its withdrawal.
    Stay,
}

/// Imports whatever `read` gives, as [`import`] does.
///
/// # Errors
/// As of [`import`].
pub async fn import_from(
    store: &dyn Store,
    read: impl FnOnce(&mut dyn FnMut(Finding) -> bool) + Send + 'static,
    withdrawn: Withdrawn,
    watcher: &mut dyn Watcher,
) -> Result<Counts, StoreError> {
    let (sender, mut receiver) = mpsc::channel::<Batch>(2);
    let reading = tokio::task::spawn_blocking(move || {
        let mut batch = Batch::default();
        read(&mut |finding| {
            batch.take(finding);
            // The receiver goes away only when the store has failed.
            !batch.is_full() || sender.blocking_send(std::mem::take(&mut batch)).is_ok()
        });
        sender.blocking_send(batch).ok();
    });
    let mut counts = Counts::default();
    while let Some(mut batch) = receiver.recv().await {
        if withdrawn == Withdrawn::Stay {
            batch.articles = without_withdrawn(store, std::mem::take(&mut batch.articles)).await?;
        }
        for rejected in &batch.rejected {
            counts.rejected += 1;
            watcher.rejected(rejected);
        }
        for path in &batch.skipped {
            counts.skipped += 1;
            watcher.skipped(path);
        }
        for note in &batch.notes {
            watcher.noted(note);
        }
        // Originals first: a bulletin is acknowledged when everything it has is on disk.
        if !batch.originals.is_empty() {
            store.keep(&batch.originals).await?;
        }
        if !batch.articles.is_empty() {
            for outcome in store.upsert(&batch.articles, Timestamp::now()).await? {
                counts.count(outcome);
            }
        }
        watcher.stored(&counts);
    }
    if let Err(panic) = reading.await {
        std::panic::resume_unwind(panic.into_panic());
    }
    Ok(counts)
}

/// The articles but for those that are withdrawn.
async fn without_withdrawn(store: &dyn Store, articles: Vec<Article>) -> Result<Vec<Article>, StoreError> {
    let mut kept = Vec::with_capacity(articles.len());
    for article in articles {
        let known = store.article(&article.id).await?;
        if known.is_none_or(|known| known.withdrawn_at.is_none()) {
            kept.push(article);
        }
    }
    Ok(kept)
}
