//! Reading inputs to articles: each file, line, page or document becomes findings. One that is broken never stops the
//! rest: what is rejected is told with its place and its remedy.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io;
use std::io::Read;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};

use super::documents::{Documents, Taken, is_named_as_document, is_promised, too_large};
use super::draft::{Draft, Rejection};
use super::finding::{Finding, Limits};
use super::inputs::{Input, Line, Opened};
use super::normalize::normalize;
use super::oddities::Oddities;
use super::parse::document::RecordSheet;
use super::parse::json::{Records, parse_json};
use super::parse::jsonl::{is_no_record, parse_line_with};
use super::parse::table::{Table, is_of_bulletins, parse_row, read_row};
use super::parse::{FieldNames, Format, charset, html, parse_document, unread};
use super::parts::Joining;
use super::rejection::{LEFT_OUT, RejectedInput};
use super::web_archive::Archive;
use super::{inputs, web_archive};
use crate::model::{Article, Field};
use crate::store::rejections::MAX_REJECTION_BYTES;
use crate::store::{Original, StoredRejection};

/// Reads every input, gives each finding to `sink`, and ends early when that returns false.
pub fn read_all(inputs: &[Input], limits: Limits, progress: &Arc<AtomicU64>, sink: &mut dyn FnMut(Finding) -> bool) {
    let mut documents = Documents::new(limits.documents).with_names(limits.names.clone());
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
        let mut reading = InputReading::new(input, limits, documents, attached, sink);
        if let Err(error) = reading.read(progress) {
            reading.break_off(&error);
        }
        reading.tell_oddities();
        if reading.stopped {
            return;
        }
    }
}

/// Reads again what was rejected: from the bytes that were kept or, where they are not the whole of a file that is
/// still there, from the file.
pub fn read_again(stored: &StoredRejection, mut limits: Limits, sink: &mut dyn FnMut(Finding) -> bool) {
    let record = &stored.record;
    // Names mean what they meant then.
    if let Ok(names) = FieldNames::new(record.mappings.iter().map(String::as_str)) {
        limits.names = Arc::new(names);
    }
    // What was left out is no bulletin unless somebody says so.
    let named = record.kind != LEFT_OUT;
    let input = Input { path: PathBuf::from(&record.path), bytes: record.bytes, named, root: None };
    let (mut documents, mut attached) = (Documents::new(limits.documents), HashSet::new());
    documents = documents.with_names(limits.names.clone());
    let (documents, attached) = (&mut documents, &mut attached);
    let mut reading = InputReading::new(&input, limits, documents, attached, sink);
    let format = record.format.as_deref().and_then(Format::from_name);
    let read = match (record.is_whole(), format) {
        (true, Some(Format::Jsonl)) => {
            let piece = Piece { line: record.line, format: Format::Jsonl, bytes: &record.content };
            let draft = parse_line_with(&record.content, &reading.limits.names);
            reading.extract(piece, draft);
            Ok(())
        }
        (true, Some(Format::Csv)) if record.line.is_some() => {
            let piece = Piece { line: record.line, format: Format::Csv, bytes: &record.content };
            reading.sheet = sheet_of(&record.reason).map(str::to_owned);
            let draft = parse_row(&record.content, &reading.limits.names);
            reading.extract(piece, draft);
            Ok(())
        }
        (true, _) => {
            let name = record.path.strip_suffix(".gz").or_else(|| record.path.strip_suffix(".zst"));
            reading.read_as(name.unwrap_or(&record.path), &mut &record.content[..])
        }
        (false, _) if record.line.is_none() && input.path.is_file() => reading.read(&Arc::default()),
        _ => {
            let reason = format!("{}；没有保留全部内容，请重新导入这个文件", record.reason);
            reading.report_rejection(RejectedInput {
                line: record.line,
                kind: record.kind.clone(),
                reason,
                ..RejectedInput::default()
            });
            Ok(())
        }
    };
    if let Err(error) = read {
        reading.break_off(&error);
    }
}

/// The sheet that a reason begins with: 工作表「2022」：…
fn sheet_of(reason: &str) -> Option<&str> {
    reason.starts_with(SHEET).then(|| reason.split('：').next()).flatten()
}

/// How the place of a row of a sheet begins.
const SHEET: &str = "工作表「";

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
    sink: &'a mut dyn FnMut(Finding) -> bool,
    stopped: bool,
    oddities: Oddities,
    /// The sheet of which rows are read.
    sheet: Option<String>,
}

impl<'a> InputReading<'a> {
    fn new(
        input: &'a Input,
        limits: Limits,
        documents: &'a mut Documents,
        attached: &'a mut HashSet<PathBuf>,
        sink: &'a mut dyn FnMut(Finding) -> bool,
    ) -> Self {
        Self { input, limits, documents, attached, sink, stopped: false, oddities: Oddities::default(), sheet: None }
    }

    fn read(&mut self, progress: &Arc<AtomicU64>) -> io::Result<()> {
        let Opened { mut reader, name } = inputs::open(self.input, progress.clone())?;
        self.read_as(&name, &mut *reader)
    }

    fn read_as(&mut self, name: &str, reader: &mut dyn io::BufRead) -> io::Result<()> {
        let head = reader.fill_buf()?;
        if head.is_empty() {
            self.report_rejection(RejectedInput {
                reason: "文件是空的；请检查下载或导出是否完整".to_owned(),
                kind: "content".to_owned(),
                ..RejectedInput::default()
            });
            return Ok(());
        }
        if web_archive::is_archive(name, head) {
            self.read_archive();
            return Ok(());
        }
        let unread = unread::known(name, head).filter(|known| self.input.named || known.holds_text);
        match Format::detect(name, head) {
            None if let Some(known) = unread => self.reject_format(&known.rejection().to_string(), reader)?,
            None if self.input.named => {
                self.reject_format("不认识的格式；目前读 .jsonl .json .csv .tsv .html .txt 及其 .gz .zst，和 .pdf .ofd .docx .xlsx .pptx .doc .xls .ppt .wps .et .odt .ods .rtf .epub .mhtml .eml .zip .7z .rar，和网页存档 .warc .warc.gz .wacz；别的请先转换成其中一种", reader)?;
            }
            None if is_promised(&self.input.path) => {
                self.reject_format("内容与扩展名不符，不是能读的文档；请检查下载是否完整", reader)?;
            }
            None => self.emit(Finding::Skipped(self.input.path.clone())),
            Some(Format::Jsonl) => self.read_lines(reader)?,
            Some(format) if format.is_document() => {
                let most = self.limits.documents.bytes;
                let Some(bytes) = self.read_whole(reader, format, most, "max_document_mb")? else { return Ok(()) };
                self.extract_document(name, format, bytes);
            }
            Some(format) => {
                let Some(bytes) = self.read_whole(reader, format, self.limits.file, "max_file_mb")? else {
                    return Ok(());
                };
                match format {
                    // A table that was saved as text is one.
                    Format::Text if is_of_bulletins(&bytes, &self.limits.names) => self.read_table(&bytes),
                    Format::Json => self.read_json(&bytes),
                    Format::Csv => self.read_table(&bytes),
                    Format::Html => self.extract_page(&bytes),
                    _ => self.extract(
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
                    let rejected = RejectedInput {
                        line: Some(number),
                        reason,
                        kind: "too_large".to_owned(),
                        ..RejectedInput::default()
                    };
                    self.report_rejection(RejectedInput { bytes, ..rejected.holding(Some(Format::Jsonl), &buffer) });
                }
                Line::Whole if buffer.iter().all(u8::is_ascii_whitespace) || is_no_record(&buffer) => {}
                Line::Whole => {
                    let line = self.as_utf8(number, &buffer);
                    let draft = parse_line_with(&line, &self.limits.names);
                    self.extract(Piece { line: Some(number), format: Format::Jsonl, bytes: &line }, draft);
                }
            }
        }
        Ok(())
    }

    /// Takes the bulletins of a JSON document.
    fn read_json(&mut self, bytes: &[u8]) {
        let bytes = self.as_utf8(1, bytes);
        let Records { records, within, left } = match parse_json(&bytes, &self.limits.names) {
            Ok(read) => read,
            Err((line, rejection)) => {
                return self.reject(Piece { line, format: Format::Json, bytes: &bytes }, None, &rejection);
            }
        };
        if let Some(within) = within {
            let left = left.map(|left| format!("；{left}只有标题或更短，没有读")).unwrap_or_default();
            self.note(format!("记录取自其中的 {within}（{} 条）{left}", records.len()));
        }
        for (line, bytes, draft) in records {
            // An item is read again as a line is.
            self.extract(Piece { line: Some(line), format: Format::Jsonl, bytes: &bytes }, draft);
        }
    }

    /// Takes the bulletins of a table. One in a folder that is of something else is passed over.
    fn read_table(&mut self, bytes: &[u8]) {
        let names = self.limits.names.clone();
        let table = match Table::new(bytes, &names) {
            Ok(table) => table,
            Err(_) if !self.input.named => return self.emit(Finding::Skipped(self.input.path.clone())),
            Err(rejection) => return self.reject(Piece { line: None, format: Format::Csv, bytes }, None, &rejection),
        };
        self.note(format!("按表头读：{}", table.mapping(&names)));
        if let Some(encoding) = &table.encoding {
            self.note(format!("不是 UTF-8，按 {encoding} 读；请核对"));
        }
        table.rows(&names, |row| {
            self.extract_row(row.line, &row.json, row.draft);
            !self.stopped
        });
    }

    /// Takes the bulletins of a sheet.
    fn read_sheet(&mut self, sheet: &RecordSheet) {
        let names = self.limits.names.clone();
        let columns = sheet.columns();
        let place = format!("{SHEET}{}」", sheet.name.as_deref().unwrap_or_default());
        let above = Some(&sheet.above).filter(|above| !above.is_empty());
        let above = above.map(|above| format!("；表头上面的「{above}」没有读")).unwrap_or_default();
        let more = match sheet.more_columns {
            0 => String::new(),
            more => format!("，其余 {more} 列没有读"),
        };
        self.note(format!("{place}按表头一行一篇地读：{}{more}{above}", columns.mapping(&names)));
        self.sheet = Some(place);
        for row in &sheet.rows {
            let Some((json, draft)) = read_row(&columns, row.cells.iter().map(String::as_str), &names) else {
                continue;
            };
            self.extract_row(row.number, &json, draft);
            if self.stopped {
                break;
            }
        }
        self.sheet = None;
    }

    /// Takes a row of a table, which is kept as JSON.
    fn extract_row(&mut self, line: u64, json: &[u8], draft: Result<Draft, Rejection>) {
        let piece = Piece { line: Some(line), format: Format::Csv, bytes: json };
        let draft = draft.map(|mut draft| {
            // Columns that mean nothing were told with the mapping; what a cell lacks was not.
            draft.unread.retain(|name| self.limits.names.means_field(name));
            draft
        });
        self.extract(piece, draft);
    }

    /// The line of this number in UTF-8, where it is in another encoding of the country that explains all of it.
    fn as_utf8<'b>(&mut self, line: u64, bytes: &'b [u8]) -> Cow<'b, [u8]> {
        if std::str::from_utf8(bytes).is_ok() {
            return Cow::Borrowed(bytes);
        }
        let decoded = charset::decode_plain(bytes);
        // Any bytes are text in an encoding of one byte a letter.
        if decoded.replaced > 0 || !charset::is_chinese(&decoded.encoding) {
            return Cow::Borrowed(bytes);
        }
        self.oddities.count_encoding(decoded.encoding, line);
        Cow::Owned(decoded.text.into_bytes())
    }

    /// Tells what was odd about the records of the input.
    fn tell_oddities(&mut self) {
        std::mem::take(&mut self.oddities).told().into_iter().for_each(|told| self.note(told));
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
            let reason = too_large(most, setting);
            let rejected = RejectedInput { reason, kind: "too_large".to_owned(), ..RejectedInput::default() };
            // There is more than was read; how much more, only the size of the file may say.
            let whole = self.input.bytes.max(bytes.len() as u64 + 1);
            self.report_rejection(RejectedInput { bytes: whole, ..rejected.holding(Some(format), &bytes) });
            return Ok(None);
        }
        Ok(Some(bytes))
    }

    /// Takes the bulletins of web pages that others have kept.
    fn read_archive(&mut self) {
        if self.input.path.as_os_str() == "-" {
            return self.report_rejection(RejectedInput {
                reason: "网页存档要来回读，不能从标准输入读；请先存成文件".to_owned(),
                kind: "content".to_owned(),
                ..RejectedInput::default()
            });
        }
        let most = self.limits.documents.bytes.max(self.limits.file);
        let mut archive = Archive::open(std::slice::from_ref(&self.input.path), most);
        for trouble in std::mem::take(&mut archive.troubles) {
            self.emit(Finding::Rejected(trouble));
        }
        let documents = Arc::new(Mutex::new(Documents::new(self.limits.documents)));
        let rules = self.limits.rules.clone();
        archive.bulletins(&documents, &|_| false, &rules, &mut |finding| {
            self.emit(finding);
            !self.stopped
        });
    }

    /// Takes a page, with the pages that continue it.
    fn extract_page(&mut self, bytes: &[u8]) {
        let mut draft = parse_document(Format::Html, bytes, &self.limits.rules);
        if let Ok(draft) = &mut draft {
            let joining = Joining { input: self.input, most: self.limits.file, rules: &self.limits.rules };
            if joining.is_continuation(bytes, draft) {
                return;
            }
            let name = self.input.path.file_name().unwrap_or_default().to_string_lossy();
            if !self.input.named && !html::is_bulletin(draft, &name, html::LeastProse::KEPT) {
                return self.emit(Finding::LeftOut(RejectedInput::left_out(&self.input.path, None)));
            }
            self.attached.extend(joining.join(bytes, draft));
        }
        self.extract(Piece { line: None, format: Format::Html, bytes }, draft);
    }

    /// Takes a document that is a bulletin by itself, or an archive of several.
    fn extract_document(&mut self, name: &str, format: Format, bytes: Vec<u8>) {
        let original = Original::new(bytes);
        let taken = match self.documents.alone(name, &original) {
            Ok(taken) => taken,
            Err(rejection) => {
                return self.reject(Piece { line: None, format, bytes: &original.content }, None, &rejection);
            }
        };
        // An entry that is rejected is kept by what is said of it: the archive itself is still at hand.
        let piece = Piece { line: None, format, bytes: &[] };
        for taken in taken {
            match taken {
                Ok(taken) if !taken.record_sheets.is_empty() => {
                    taken.notes.into_iter().for_each(|note| self.note(note));
                    taken.record_sheets.iter().for_each(|sheet| self.read_sheet(sheet));
                }
                Ok(Taken { is_list: true, entry: Some(entry), notes, .. }) => {
                    notes.into_iter().for_each(|note| self.note(note));
                    self.emit(Finding::LeftOut(RejectedInput::left_out_of_archive(&self.input.path, &entry)));
                }
                // Somebody saved a page in one file, and not what it leads to.
                Ok(Taken { is_list: true, .. }) if !self.input.named => {
                    self.emit(Finding::LeftOut(RejectedInput::left_out(&self.input.path, None)));
                }
                Ok(taken) => {
                    taken.originals.into_iter().for_each(|original| self.emit(Finding::Original(original)));
                    taken.notes.into_iter().for_each(|note| self.note(note));
                    self.explain(format, &taken.draft);
                    self.finish(piece, None, normalize(taken.draft));
                }
                Err(rejection) => self.reject(piece, None, &rejection),
            }
        }
    }

    fn extract(&mut self, piece: Piece<'_>, draft: Result<Draft, Rejection>) {
        let mut source = None;
        let article = draft.and_then(|mut draft| {
            self.explain(piece.format, &draft);
            draft.notes.drain(..).for_each(|note| self.note(note));
            self.oddities.count(&draft);
            source = draft.first(Field::Source).or_else(|| draft.first(Field::Site)).map(str::to_owned);
            for (path, original) in self.documents.attach(self.input, &mut draft) {
                self.attached.insert(path);
                self.emit(Finding::Original(original));
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
            self.emit(Finding::Draft(format, Box::new(draft.clone())));
        }
    }

    fn finish(&mut self, piece: Piece<'_>, source: Option<String>, article: Result<Article, Rejection>) {
        match article {
            Ok(article) => self.emit(Finding::Article(Box::new(article))),
            Err(rejection) => self.reject(piece, source, &rejection),
        }
    }

    fn note(&mut self, reason: String) {
        self.emit(Finding::Noted(RejectedInput { path: self.input.path.clone(), reason, ..RejectedInput::default() }));
    }

    fn reject(&mut self, piece: Piece<'_>, source: Option<String>, rejection: &Rejection) {
        let rejected = RejectedInput {
            line: piece.line,
            reason: self.sheet.iter().map(|sheet| format!("{sheet}：")).chain([rejection.to_string()]).collect(),
            kind: RejectedInput::kind_of(rejection),
            source,
            ..RejectedInput::default()
        };
        self.report_rejection(rejected.holding(Some(piece.format), piece.bytes));
    }

    fn reject_format(&mut self, reason: &str, reader: &mut dyn io::BufRead) -> io::Result<()> {
        let mut bytes = Vec::new();
        reader.take(MAX_REJECTION_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        let rejected =
            RejectedInput { reason: reason.to_owned(), kind: "format".to_owned(), ..RejectedInput::default() };
        self.report_rejection(rejected.holding(None, &bytes));
        Ok(())
    }

    /// Reading ended before the input did.
    fn break_off(&mut self, error: &io::Error) {
        let reason = format!("读到一半出错：{}；其余部分没有导入", inputs::explain(error));
        self.report_rejection(RejectedInput { reason, kind: "unreadable".to_owned(), ..RejectedInput::default() });
    }

    fn report_rejection(&mut self, rejected: RejectedInput) {
        let mappings = self.limits.names.mappings();
        self.emit(Finding::Rejected(RejectedInput { path: self.input.path.clone(), mappings, ..rejected }));
    }

    fn emit(&mut self, finding: Finding) {
        if !self.stopped {
            self.stopped = !(self.sink)(finding);
        }
    }
}
