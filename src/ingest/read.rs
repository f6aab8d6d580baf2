//! Reading inputs to articles: each file, line, page or document becomes findings. One that is broken never stops the
//! rest: what is refused is told with its place and its remedy.

use std::collections::HashSet;
use std::io;
use std::io::Read;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};

use super::documents::{Documents, is_named_as_document, is_promised};
use super::draft::{Draft, Rejection};
use super::finding::{Finding, Limits};
use super::inputs::{Input, Line, Opened};
use super::normalize::normalize;
use super::parse::{Format, parse_document, parse_json};
use super::parts::Joining;
use super::rejection::Rejected;
use super::web_archive::Archive;
use super::{inputs, web_archive};
use crate::model::{Article, Field};
use crate::store::rejects::REJECT_BYTES;
use crate::store::{Original, Reject};

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
        let limits = limits.clone();
        let mut reading = InputReading { input, limits, documents, attached, tell, stopped: false };
        if let Err(error) = reading.read(progress) {
            reading.break_off(&error);
        }
        if reading.stopped {
            return;
        }
    }
}

/// Reads again what was refused: from the bytes that were kept or, where they are not the whole of a file that is
/// still there, from the file.
pub fn read_again(reject: &Reject, limits: Limits, tell: &mut dyn FnMut(Finding) -> bool) {
    let refusal = &reject.refusal;
    let input = Input { path: PathBuf::from(&refusal.path), bytes: refusal.bytes, named: true, root: None };
    let (mut documents, mut attached) = (Documents::new(limits.documents), HashSet::new());
    let (documents, attached) = (&mut documents, &mut attached);
    let mut reading = InputReading { input: &input, limits, documents, attached, tell, stopped: false };
    let format = refusal.format.as_deref().and_then(Format::from_name);
    let read = match (refusal.is_whole(), format) {
        (true, Some(Format::Jsonl)) => {
            let piece = Piece { line: refusal.line, format: Format::Jsonl, bytes: &refusal.content };
            reading.take(piece, crate::ingest::parse::jsonl::parse_line(&refusal.content));
            Ok(())
        }
        (true, _) => {
            let name = refusal.path.strip_suffix(".gz").or_else(|| refusal.path.strip_suffix(".zst"));
            reading.read_as(name.unwrap_or(&refusal.path), &mut &refusal.content[..])
        }
        (false, _) if refusal.line.is_none() && input.path.is_file() => reading.read(&Arc::default()),
        _ => {
            let reason = format!("{}；没有保留全部内容，请重新导入这个文件", refusal.reason);
            reading.refuse(Rejected { line: refusal.line, kind: refusal.kind.clone(), reason, ..Rejected::default() });
            Ok(())
        }
    };
    if let Err(error) = read {
        reading.break_off(&error);
    }
}

/// The bytes that one bulletin is read from.
#[derive(Clone, Copy)]
struct Piece<'a> {
    line: Option<u64>,
    format: Format,
    bytes: &'a [u8],
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
        self.read_as(&name, &mut *reader)
    }

    fn read_as(&mut self, name: &str, reader: &mut dyn io::BufRead) -> io::Result<()> {
        let head = reader.fill_buf()?;
        if head.is_empty() {
            self.refuse(Rejected {
                reason: "文件是空的；请检查下载或导出是否完整".to_owned(),
                kind: "content".to_owned(),
                ..Rejected::default()
            });
            return Ok(());
        }
        if web_archive::is_archive(name, head) {
            self.read_archive();
            return Ok(());
        }
        match Format::detect(name, head) {
            None if self.input.named => {
                self.refuse_format("不认识的格式；目前读 .jsonl .json .html .txt 及其 .gz .zst，和 .pdf .docx .xlsx .doc .xls .wps .et .ofd .rtf .epub .zip，和网页存档 .warc .warc.gz .wacz", reader)?;
            }
            None if is_promised(&self.input.path) => {
                self.refuse_format("内容与扩展名不符，不是能读的文档；请检查下载是否完整", reader)?;
            }
            None => self.tell(Finding::Skipped(self.input.path.clone())),
            Some(Format::Jsonl) => self.read_lines(reader)?,
            Some(format) if format.is_document() => {
                let most = self.limits.documents.bytes;
                let Some(bytes) = self.read_whole(reader, format, most, "max_document_mb")? else { return Ok(()) };
                self.take_document(name, format, bytes);
            }
            Some(format) => {
                let Some(bytes) = self.read_whole(reader, format, self.limits.file, "max_file_mb")? else {
                    return Ok(());
                };
                match format {
                    Format::Json => match parse_json(&bytes) {
                        Ok(drafts) => drafts.into_iter().for_each(|(line, bytes, draft)| {
                            // An item is read again as a line is.
                            self.take(Piece { line: Some(line), format: Format::Jsonl, bytes }, draft);
                        }),
                        Err((line, rejection)) => self.reject(Piece { line, format, bytes: &bytes }, None, &rejection),
                    },
                    Format::Html => self.take_page(&bytes),
                    _ => self.take(
                        Piece { line: None, format, bytes: &bytes },
                        parse_document(format, &bytes, &self.limits.rules),
                    ),
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
                Line::TooLong(bytes) => {
                    let reason = format!("这一行有 {bytes} 字节，超过上限 {}；可用 max_line_mb 放宽", self.limits.line);
                    let refused =
                        Rejected { line: Some(number), reason, kind: "too_large".to_owned(), ..Rejected::default() };
                    self.refuse(Rejected { bytes, ..refused.holding(Some(Format::Jsonl), &buffer) });
                }
                Line::Whole if buffer.iter().all(u8::is_ascii_whitespace) => {}
                Line::Whole => {
                    let piece = Piece { line: Some(number), format: Format::Jsonl, bytes: &buffer };
                    self.take(piece, crate::ingest::parse::jsonl::parse_line(&buffer));
                }
            }
        }
        Ok(())
    }

    fn read_whole(
        &mut self,
        reader: &mut dyn io::BufRead,
        format: Format,
        most: usize,
        setting: &str,
    ) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        reader.take(most as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > most {
            let reason = format!("文件超过上限 {most} 字节；可用 {setting} 放宽");
            let refused = Rejected { reason, kind: "too_large".to_owned(), ..Rejected::default() };
            // There is more than was read; how much more, only the size of the file may say.
            let whole = self.input.bytes.max(bytes.len() as u64 + 1);
            self.refuse(Rejected { bytes: whole, ..refused.holding(Some(format), &bytes) });
            return Ok(None);
        }
        Ok(Some(bytes))
    }

    /// Takes the bulletins of web pages that others have kept.
    fn read_archive(&mut self) {
        if self.input.path.as_os_str() == "-" {
            return self.refuse(Rejected {
                reason: "网页存档要来回读，不能从标准输入读；请先存成文件".to_owned(),
                kind: "content".to_owned(),
                ..Rejected::default()
            });
        }
        let most = self.limits.documents.bytes.max(self.limits.file);
        let mut archive = Archive::open(std::slice::from_ref(&self.input.path), most);
        for trouble in std::mem::take(&mut archive.troubles) {
            self.tell(Finding::Rejected(trouble));
        }
        let documents = Arc::new(Mutex::new(Documents::new(self.limits.documents)));
        let rules = self.limits.rules.clone();
        let columns = archive.bulletins(&documents, &|_| false, &rules, &mut |finding| {
            self.tell(finding);
            !self.stopped
        });
        if columns > 0 {
            self.note(format!("其中 {columns} 个网页是栏目或列表，不是公报，没有收录"));
        }
    }

    /// Takes a page, with the pages that continue it.
    fn take_page(&mut self, bytes: &[u8]) {
        let mut draft = parse_document(Format::Html, bytes, &self.limits.rules);
        if let Ok(draft) = &mut draft {
            let joining = Joining { input: self.input, most: self.limits.file, rules: &self.limits.rules };
            if joining.is_continuation(bytes, draft) {
                return;
            }
            self.attached.extend(joining.join(bytes, draft));
        }
        self.take(Piece { line: None, format: Format::Html, bytes }, draft);
    }

    /// Takes a document that is a bulletin by itself, or an archive of several.
    fn take_document(&mut self, name: &str, format: Format, bytes: Vec<u8>) {
        let original = Original::of(bytes);
        let taken = match self.documents.alone(name, &original) {
            Ok(taken) => taken,
            Err(rejection) => {
                return self.reject(Piece { line: None, format, bytes: &original.content }, None, &rejection);
            }
        };
        // An entry that is refused is kept by what is said of it: the archive itself is among the originals.
        let piece = Piece { line: None, format, bytes: &[] };
        self.tell(Finding::Original(original));
        for taken in taken {
            match taken {
                Ok(taken) => {
                    if let Some(note) = taken.note {
                        let entry = taken.entry.map(|entry| format!("{entry}：")).unwrap_or_default();
                        self.note(format!("{entry}{note}"));
                    }
                    self.explain(format, &taken.draft);
                    self.finish(piece, None, normalize(taken.draft));
                }
                Err(rejection) => self.reject(piece, None, &rejection),
            }
        }
    }

    fn take(&mut self, piece: Piece<'_>, draft: Result<Draft, Rejection>) {
        let mut source = None;
        let article = draft.and_then(|mut draft| {
            self.explain(piece.format, &draft);
            source = draft.first(Field::Source).or_else(|| draft.first(Field::Site)).map(str::to_owned);
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
        self.finish(piece, source, article);
    }

    fn explain(&mut self, format: Format, draft: &Draft) {
        if self.limits.drafts {
            self.tell(Finding::Draft(format, Box::new(draft.clone())));
        }
    }

    fn finish(&mut self, piece: Piece<'_>, source: Option<String>, article: Result<Article, Rejection>) {
        match article {
            Ok(article) => self.tell(Finding::Article(Box::new(article))),
            Err(rejection) => self.reject(piece, source, &rejection),
        }
    }

    fn note(&mut self, reason: String) {
        self.tell(Finding::Noted(Rejected { path: self.input.path.clone(), reason, ..Rejected::default() }));
    }

    fn reject(&mut self, piece: Piece<'_>, source: Option<String>, rejection: &Rejection) {
        let refused = Rejected {
            line: piece.line,
            reason: rejection.to_string(),
            kind: Rejected::kind_of(rejection),
            source,
            ..Rejected::default()
        };
        self.refuse(refused.holding(Some(piece.format), piece.bytes));
    }

    fn refuse_format(&mut self, reason: &str, reader: &mut dyn io::BufRead) -> io::Result<()> {
        let mut bytes = Vec::new();
        reader.take(REJECT_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        let refused = Rejected { reason: reason.to_owned(), kind: "format".to_owned(), ..Rejected::default() };
        self.refuse(refused.holding(None, &bytes));
        Ok(())
    }

    /// Reading ended before the input did.
    fn break_off(&mut self, error: &io::Error) {
        let reason = format!("读到一半出错：{}；其余部分没有导入", inputs::explain(error));
        self.refuse(Rejected { reason, kind: "unreadable".to_owned(), ..Rejected::default() });
    }

    fn refuse(&mut self, rejected: Rejected) {
        self.tell(Finding::Rejected(Rejected { path: self.input.path.clone(), ..rejected }));
    }

    fn tell(&mut self, finding: Finding) {
        if !self.stopped {
            self.stopped = !(self.tell)(finding);
        }
    }
}
