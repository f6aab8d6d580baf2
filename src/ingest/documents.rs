//! Documents on their way in: a file that is a bulletin by itself, and files that lie beside a page which
//! links to them. Either way the original is kept and its text is read, in a process of its own.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::draft::{Draft, Linked, Rejection};
use super::inputs::Input;
use super::isolated;
use super::parse::document::{Document, PlainText, RecordSheet, Tools, entry_of};
use super::parse::{FieldNames, Format, document, html, text};
use crate::model::{AttachedFile, AttachedPage, Attachment, Reading};
use crate::store::Original;

/// Bytes of text that are kept of one attachment.
const TEXT_BYTES: usize = 16 << 20;

/// What is said of pages that can only be looked at.
const NEEDS_RECOGNITION: &str = "需要 OCR";

/// Names that documents have beside those that pages link to.
const DOCUMENT_ENDINGS: &[(&str, &str)] = &[
    ("txt", "text/plain"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
    ("docm", "application/vnd.ms-word.document.macroEnabled.12"),
    ("xlsm", "application/vnd.ms-excel.sheet.macroEnabled.12"),
    ("dps", "application/vnd.ms-powerpoint"),
    ("eml", "message/rfc822"),
    ("mht", "multipart/related"),
    ("mhtml", "multipart/related"),
];

/// Sheets that are named as left out.
const MAX_SHEETS_NAMED: usize = 20;

/// Attachments whose reading is remembered: many pages link one form.
const MAX_REMEMBERED: usize = 256;

/// How documents are read.
#[derive(Debug, Clone, Copy)]
pub struct DocumentLimits {
    /// Bytes of one file.
    pub bytes: usize,
    /// Whether each is read in a process of its own, which only the program itself can start.
    pub isolated: bool,
    /// Whether installed programs may be asked for help with scanned pages and old formats.
    pub helpers: bool,
}

/// Reads documents for one import.
pub struct Documents {
    limits: DocumentLimits,
    /// What names of columns mean.
    names: Arc<FieldNames>,
    /// What attachments were found to say, by hash and name.
    known: HashMap<(String, String), AttachedFile>,
}

/// A bulletin made of a document, and what of it could not be read.
pub struct Taken {
    /// The bulletin.
    pub draft: Draft,
    /// What to tell the person who supplied it.
    pub notes: Vec<String>,
    /// The files that it has as attachments, to be kept before it is.
    pub originals: Vec<Original>,
    /// Where it is a spreadsheet with a bulletin a row, its sheets that are so; it is no bulletin then.
    pub record_sheets: Vec<RecordSheet>,
    /// The member of an archive that it was.
    pub entry: Option<String>,
    /// Whether it is a web page that only leads to bulletins, or to a login.
    pub is_list: bool,
}

impl Documents {
    /// A reader that has read nothing.
    pub fn new(limits: DocumentLimits) -> Self {
        Self { limits, names: Arc::default(), known: HashMap::new() }
    }

    /// The same, where names of columns mean what an operator says.
    pub fn with_names(self, names: Arc<FieldNames>) -> Self {
        Self { names, ..self }
    }

    /// The bulletins of a file that stands by itself; an archive may hold several. Entries of an archive
    /// that could not be read are rejections of their own.
    ///
    /// # Errors
    /// Where nothing of the file could be read.
    pub fn alone(&self, path: &str, original: &Original) -> Result<Vec<Result<Taken, Rejection>>, Rejection> {
        let name = file_name(path);
        let documents = self.read(name, &original.content)?;
        Ok(documents
            .into_iter()
            .map(|document| match &document.rejection {
                Some(reason) => Err(rejected_entry(&document, reason)),
                None => bulletin(document, name, original),
            })
            .collect())
    }

    /// Looks beside the input for the files that the draft links to; returns those found, with their paths.
    pub fn attach(&mut self, input: &Input, draft: &mut Draft) -> Vec<(PathBuf, Original)> {
        let mut found = Vec::new();
        for linked in &mut draft.attachments {
            // What a record says of a file that we have not seen is not taken for true.
            linked.attachment.file = None;
            let Some(path) = beside(input, &linked.href, is_named_as_document) else { continue };
            let name = file_name(&path.to_string_lossy()).to_owned();
            let file = match read_bounded(&path, self.limits.bytes) {
                Ok(content) => {
                    let original = Original::new(content);
                    let file = self.attached(&name, &original);
                    found.push((path, original));
                    file
                }
                // Too large to keep; the link itself stays.
                Err(reason) => {
                    tracing::warn!("{}：{reason}", path.display());
                    continue;
                }
            };
            linked.attachment.media_type = Some(media_type(&name).to_owned());
            linked.attachment.file = Some(file);
        }
        found
    }

    /// What an attachment says; never fails, since its page is taken in without it.
    pub fn attached(&mut self, name: &str, original: &Original) -> AttachedFile {
        let key = (original.hash.clone(), name.to_owned());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let mut file = file_of(name, original);
        match self.read(name, &original.content) {
            Ok(documents) => fill(&mut file, &documents),
            Err(rejection) => {
                file.state = Reading::NotRead;
                file.reason = Some(rejection.to_string());
            }
        }
        if self.known.len() < MAX_REMEMBERED {
            self.known.insert(key, file.clone());
        }
        file
    }

    fn read(&self, name: &str, bytes: &[u8]) -> Result<Vec<Document>, Rejection> {
        if self.limits.isolated {
            return isolated::parse(name, bytes, self.limits.helpers, &self.names);
        }
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
        document::parse(name, bytes, Tools { helpers: false, deadline, names: &self.names })
    }
}

fn rejected_entry(document: &Document, reason: &str) -> Rejection {
    // A reason ends in its remedy; the two are parted again.
    let (reason, remedy) = reason.rsplit_once('；').unwrap_or((reason, "请检查这个文件"));
    Rejection::new(format!("压缩包里的 {}：{reason}", document.entry.as_deref().unwrap_or_default()), remedy)
}

/// The bulletin that a document is by itself. Its text is the body; the file is its first attachment, and
/// knows which paragraph begins which page. Files that belong to it follow.
fn bulletin(mut document: Document, name: &str, original: &Original) -> Result<Taken, Rejection> {
    let entry = document.entry.clone();
    let named = |text: String| entry.as_ref().map_or(text.clone(), |entry| format!("{entry}：{text}"));
    if !document.has_text() && !document.garbled.is_empty() && document.scanned.is_empty() {
        let why = document.lacking.take().unwrap_or_else(|| NEEDS_RECOGNITION.to_owned());
        return Err(Rejection::new(named("字体没有说明各是什么字，读出的只是乱码".to_owned()), why));
    }
    let called = entry.as_deref().map_or(name, file_name).to_owned();
    let (state, reason) = state_of(&document);
    let mut notes: Vec<String> = reason.clone().map(named).into_iter().collect();
    notes.extend(document.left_out.take());
    let mut record_sheets = std::mem::take(&mut document.record_sheets);
    notes.extend(other_sheets(&document, &record_sheets).map(named));
    if let Some(entry) = &entry {
        for sheet in &mut record_sheets {
            sheet.name = Some(format!("{entry} {}", sheet.name.as_deref().unwrap_or_default()));
        }
    }
    let mut originals = Vec::new();
    let annexes = std::mem::take(&mut document.annexes);
    let mut is_list = false;
    let mut draft = match document.web_page.take() {
        Some(page) => {
            is_list = page.is_list;
            html::parse(page.markup.as_bytes(), page.url.as_deref())?
        }
        None => {
            let (mut draft, starts) = match document.plain_text.take() {
                Some(PlainText { text, mixed }) => {
                    let mixed = mixed.as_ref().map(|(one, other)| (one.as_str(), other.as_str()));
                    (text::parse_decoded(&text, mixed)?, vec![0])
                }
                None => document::draft_of(&document, &called),
            };
            let own = own_file(&mut document, name, &called, original);
            let page = |(page, first): (&document::DocumentPage, usize)| AttachedPage {
                number: page.number,
                name: page.name.clone(),
                paragraphs: Vec::new(),
                first: Some(first),
            };
            let pages = document.pages.iter().zip(starts).map(page).collect();
            draft.attachments = vec![linked(&own.0, AttachedFile { state, reason, pages, ..file_of(&own.0, &own.1) })];
            originals.push(own.1);
            draft
        }
    };
    notes.extend(draft.notes.drain(..).map(named));
    for annex in annexes {
        let title = file_name(&annex.name).to_owned();
        let content = if annex.content.length > 0 { Original::new(annex.content.bytes) } else { original.clone() };
        let mut file = file_of(&title, &content);
        fill(&mut file, &annex.documents);
        notes.extend(file.reason.as_ref().map(|reason| format!("{}：{reason}", annex.name)));
        originals.push(content);
        let is_linked = |href: &str| entry.as_deref().is_some_and(|entry| entry_of(entry, href) == annex.name);
        match draft.attachments.iter_mut().find(|known| known.attachment.file.is_none() && is_linked(&known.href)) {
            Some(known) => {
                known.attachment.media_type = Some(media_type(&title).to_owned());
                known.attachment.file = Some(file);
            }
            None => draft.attachments.push(linked(&title, file)),
        }
    }
    Ok(Taken { draft, notes, originals, record_sheets, entry, is_list })
}

/// What to say of the sheets of a file with a bulletin a row that are others.
fn other_sheets(document: &Document, record_sheets: &[RecordSheet]) -> Option<String> {
    let is_other = |page: &&document::DocumentPage| {
        !page.lines.is_empty() && !record_sheets.iter().any(|sheet| sheet.name == page.name)
    };
    let others = document.pages.iter().filter(is_other).filter_map(|page| page.name.as_deref());
    let others: Vec<String> = others.take(MAX_SHEETS_NAMED).map(|name| format!("「{name}」")).collect();
    (!record_sheets.is_empty() && !others.is_empty())
        .then(|| format!("工作表{}不是一行一篇的表，没有读；需要的话请另存成单独的文件再导入", others.join("")))
}

/// The file that a document is: the one that was taken out of its archive or, where that was too large to keep or there is
/// none, the whole.
fn own_file(document: &mut Document, name: &str, called: &str, original: &Original) -> (String, Original) {
    match document.content.take().filter(|content| content.length > 0) {
        Some(content) => (called.to_owned(), Original::new(content.bytes)),
        None => (name.to_owned(), original.clone()),
    }
}

fn file_of(name: &str, original: &Original) -> AttachedFile {
    AttachedFile {
        name: name.to_owned(),
        bytes: original.content.len() as u64,
        hash: original.hash.clone(),
        ..AttachedFile::default()
    }
}

fn linked(title: &str, file: AttachedFile) -> Linked {
    let media_type = Some(media_type(title).to_owned());
    let attachment = Attachment { title: title.to_owned(), url: String::new(), media_type, file: Some(file) };
    Linked { attachment, href: String::new() }
}

/// The pages of an attachment, those of all its entries where it is an archive.
fn fill(file: &mut AttachedFile, documents: &[Document]) {
    let mut left = TEXT_BYTES;
    let mut reasons = Vec::new();
    for document in documents {
        let entry = document.entry.as_deref();
        let (state, reason) = state_of(document);
        if state != Reading::Read {
            file.state = state;
        }
        let reason = document.rejection.clone().or(reason);
        reasons.extend(reason.map(|reason| entry.map_or(reason.clone(), |entry| format!("{entry}：{reason}"))));
        reasons.extend(document.left_out.clone());
        let annexed = document.annexes.iter().flat_map(|annex| annex.documents.iter().flat_map(|of| &of.pages));
        for page in document.pages.iter().chain(annexed).filter(|page| !page.lines.is_empty()) {
            let bytes: usize = page.lines.iter().map(|line| line.text.len()).sum();
            let Some(rest) = left.checked_sub(bytes) else {
                reasons.push(format!("文字超过 {} MiB，其余没有读", TEXT_BYTES >> 20));
                break;
            };
            left = rest;
            let name = [entry, page.name.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
            file.pages.push(AttachedPage {
                number: page.number,
                name: Some(name).filter(|name| !name.is_empty()),
                paragraphs: page.lines.iter().map(|line| line.text.clone()).collect(),
                first: None,
            });
        }
    }
    if file.pages.is_empty() && file.state == Reading::Read && !reasons.is_empty() {
        file.state = Reading::NotRead;
    }
    reasons.truncate(20);
    file.reason = Some(reasons.join("；")).filter(|reason| !reason.is_empty());
}

fn state_of(document: &Document) -> (Reading, Option<String>) {
    let listed = |numbers: &[u32]| {
        let pages: Vec<String> = numbers.iter().take(20).map(u32::to_string).collect();
        format!("第 {}{} 页", pages.join("、"), if numbers.len() > 20 { "等" } else { "" })
    };
    let mut unread = Vec::new();
    if !document.scanned.is_empty() {
        unread.push(format!("{}是图片，没有文字层", listed(&document.scanned)));
    }
    if !document.garbled.is_empty() {
        unread.push(format!("{}的字体没有说明各是什么字，没有读", listed(&document.garbled)));
    }
    if !unread.is_empty() {
        let why = document.lacking.clone().unwrap_or_else(|| NEEDS_RECOGNITION.to_owned());
        return (Reading::NeedsOcr, Some(format!("{}；{why}", unread.join("，"))));
    }
    match (&document.lacking, document.has_text()) {
        (lacking, false) => (Reading::NotRead, lacking.clone().or_else(|| Some("文件里没有文字".to_owned()))),
        (lacking, true) => (Reading::Read, lacking.clone()),
    }
}

/// The file that an address as written names, where it lies beside the input and within the folder that is
/// imported, links followed, and is of the kind that is wanted.
pub(super) fn beside(input: &Input, href: &str, fits: fn(&Path) -> bool) -> Option<PathBuf> {
    let href = href.trim();
    if href.is_empty() || href.starts_with(['/', '\\', '#', '?']) || href.contains('\0') {
        return None;
    }
    // A scheme, or a drive: `http:`, `javascript:`, `C:`.
    let scheme = href.split(['/', '?', '#']).next().unwrap_or(href);
    if scheme.contains(':') {
        return None;
    }
    let folder = input.path.parent()?;
    let root = input.root.as_deref().unwrap_or(folder).canonicalize().ok()?;
    let path = href.split(['?', '#']).next().unwrap_or(href);
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned();
    // Names may be written encoded or plain, and may hold `#` or `?` themselves.
    [decoded.as_str(), path, href].iter().find_map(|name| {
        let real = folder.join(name).canonicalize().ok()?;
        let hidden = Path::new(name)
            .components()
            .any(|part| part.as_os_str().to_string_lossy().starts_with('.') && part.as_os_str().len() > 2);
        (real.starts_with(&root) && fits(&real) && real.is_file() && !hidden).then_some(real)
    })
}

fn read_bounded(path: &Path, most: usize) -> Result<Vec<u8>, String> {
    let mut content = Vec::new();
    let file = File::open(path).map_err(|error| crate::ingest::inputs::explain(&error))?;
    file.take(most as u64 + 1).read_to_end(&mut content).map_err(|error| crate::ingest::inputs::explain(&error))?;
    if content.len() > most {
        return Err(format!("附件没有收录：{}", too_large(most, "max_document_mb")));
    }
    Ok(content)
}

/// What to say of a file that is too large: to allow more only where more can be allowed.
pub(super) fn too_large(most: usize, setting: &str) -> String {
    let highest: usize = if setting == "max_file_mb" { 16 } else { 512 };
    let remedy = if most < highest << 20 {
        format!("可用 {setting} 放宽，最多 {highest}")
    } else {
        "这已是最大的上限，请拆分成几个文件再导入".to_owned()
    };
    format!("文件超过上限 {} MiB；{remedy}", most >> 20)
}

pub(in crate::ingest) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The media type of a file by its name.
pub(in crate::ingest) fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let known = DOCUMENT_ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, media_type)| *media_type);
    html::media_type(name).or(known).unwrap_or("application/octet-stream")
}

/// Whether a file's name is that of a document, which is read after the pages that may link to it.
pub fn is_named_as_document(path: &Path) -> bool {
    let name = path.to_string_lossy();
    let known = media_type(&name) != "application/octet-stream";
    known && !matches!(Format::detect(&name, b""), Some(Format::Html | Format::Json | Format::Jsonl))
}

/// Whether a file's name is that of a document which is read; where its content is none, something is wrong.
pub fn is_promised(path: &Path) -> bool {
    const READ: &[&str] = &[
        "pdf", "docx", "docm", "xlsx", "xlsm", "pptx", "doc", "xls", "ppt", "dps", "wps", "et", "ofd", "odt", "ods",
        "odp", "rtf", "epub", "zip", "7z", "rar", "mht", "mhtml", "eml",
    ];
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    ending.is_some_and(|ending| READ.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn only_files_within_the_folder_are_attached() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        std::fs::create_dir_all(root.join("pages/附件")).unwrap();
        std::fs::write(folder.path().join("secret.pdf"), "x").unwrap();
        std::fs::write(root.join("form.pdf"), "x").unwrap();
        std::fs::write(root.join("pages/附件/表 1.pdf"), "x").unwrap();
        std::fs::write(root.join("pages/accounts.csv"), "x").unwrap();
        std::fs::create_dir(root.join("pages/.hidden")).unwrap();
        std::fs::write(root.join("pages/.hidden/form.pdf"), "x").unwrap();
        std::os::unix::fs::symlink(folder.path().join("secret.pdf"), root.join("pages/link.pdf")).unwrap();
        std::os::unix::fs::symlink(root.join("form.pdf"), root.join("pages/inner.pdf")).unwrap();
        let input = Input { path: root.join("pages/page.html"), bytes: 0, named: false, root: Some(root.clone()) };
        let check = |href: &str, expected: Option<&str>| {
            let expected = expected.map(|name| root.join(name).canonicalize().unwrap());
            assert_eq!(beside(&input, href, is_named_as_document), expected, "{href}");
        };
        check("附件/表 1.pdf", Some("pages/附件/表 1.pdf"));
        check("./%E9%99%84%E4%BB%B6/%E8%A1%A8%201.pdf?v=1", Some("pages/附件/表 1.pdf"));
        check("../form.pdf", Some("form.pdf"));
        check("inner.pdf", Some("form.pdf"));
        check("link.pdf", None);
        check("../../secret.pdf", None);
        check(&folder.path().join("secret.pdf").to_string_lossy(), None);
        check("file:///etc/passwd", None);
        check("https://qingcen.example/form.pdf", None);
        check("", None);
        check("..", None);
        // A page may not publish whatever else lies in the folder.
        check("accounts.csv", None);
        check(".hidden/form.pdf", None);
    }
}
