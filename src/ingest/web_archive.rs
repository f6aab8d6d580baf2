//! An archive is WARC files, or ARC files as they were before, read for their bulletins: the newest capture of each page counts, and the files that
//! it offers are looked for among the captures. WACZ is a ZIP of such files.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use url::Url;

use super::crawler::address::canonical;
use super::crawler::extract::{Files, Kind, Read};
use super::crawler::fetch::Answer;
use super::crawler::{extract, warc};
use super::documents::Documents;
use super::draft::{Draft, Rejection};
use super::finding::Finding;
use super::rejection::RejectedInput;
use super::rules::Rules;
use crate::store::Original;

/// Bytes of one file that is unpacked for reading.
const UNPACKED_BYTES: u64 = 64 << 30;

/// Where a capture is.
#[derive(Debug, Clone)]
struct Spot {
    file: usize,
    offset: u64,
    date: String,
    kind: Kind,
}

/// Files of records, and where the newest capture of each address is.
pub struct Archive {
    files: Vec<PathBuf>,
    /// What the file is called for people, where it was unpacked.
    shown: Vec<PathBuf>,
    spots: HashMap<Url, Spot>,
    most: usize,
    /// Unpacked files go with it.
    folder: Option<tempfile::TempDir>,
    /// What could not be read.
    pub troubles: Vec<RejectedInput>,
}

/// Whether a file is an archive, by its name without `.gz` and its first bytes, decompressed.
pub fn is_archive(name: &str, head: &[u8]) -> bool {
    head.starts_with(b"WARC/") || head.starts_with(b"filedesc://") || (is_wacz(name) && head.starts_with(b"PK\x03\x04"))
}

fn is_wacz(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".wacz")
}

impl Archive {
    /// Reads the files for what they hold. Blocks of more than `most` bytes are passed over. What cannot be read
    /// is among the troubles.
    pub fn open(paths: &[PathBuf], most: usize) -> Self {
        let mut archive = Self {
            files: Vec::new(),
            shown: Vec::new(),
            spots: HashMap::new(),
            most,
            folder: None,
            troubles: Vec::new(),
        };
        for path in paths {
            let read = if is_wacz(&path.to_string_lossy()) { archive.unpack(path) } else { archive.index(path, path) };
            if let Err(error) = read {
                archive
                    .trouble(path, format!("读到一半出错：{}；其余部分没有读", crate::ingest::inputs::explain(&error)));
            }
        }
        archive
    }

    fn trouble(&mut self, path: &Path, reason: String) {
        self.troubles.push(RejectedInput { path: path.to_owned(), reason, ..RejectedInput::default() });
    }

    fn scratch(&mut self) -> io::Result<PathBuf> {
        let folder = match self.folder.take() {
            Some(folder) => folder,
            None => tempfile::tempdir()?,
        };
        let path = folder.path().to_owned();
        self.folder = Some(folder);
        Ok(path)
    }

    /// Unpacks the records of a WACZ.
    fn unpack(&mut self, path: &Path) -> io::Result<()> {
        let mut zip = zip::ZipArchive::new(File::open(path)?).map_err(io::Error::other)?;
        let mut left = UNPACKED_BYTES;
        for number in 0..zip.len() {
            let mut entry = zip.by_index(number).map_err(io::Error::other)?;
            let name = entry.name().map_err(io::Error::other)?.to_ascii_lowercase();
            let ending = if name.ends_with(".warc.gz") { "warc.gz" } else { "warc" };
            if !name.ends_with(ending) {
                continue;
            }
            let to = self.scratch()?.join(format!("{}.{ending}", self.files.len()));
            let copied = io::copy(&mut io::Read::take(&mut entry, left + 1), &mut File::create(&to)?)?;
            left = left.checked_sub(copied).ok_or_else(|| io::Error::other("解开后过大"))?;
            drop(entry);
            self.index(&to, path)?;
        }
        Ok(())
    }

    fn index(&mut self, path: &Path, shown: &Path) -> io::Result<()> {
        let number = self.files.len();
        self.files.push(path.to_owned());
        self.shown.push(shown.to_owned());
        let mut compressed_as_a_whole = false;
        let (most, spots) = (self.most, &mut self.spots);
        let scanned = warc::scan(path, most, &mut |record| {
            let Some(offset) = record.offset else {
                compressed_as_a_whole = true;
                return false;
            };
            if let Some((url, date, kind)) = capture(&record, most) {
                let newer = spots.get(&url).is_none_or(|known| known.date <= date);
                if newer {
                    spots.insert(url, Spot { file: number, offset, date, kind });
                }
            }
            true
        });
        if compressed_as_a_whole {
            // Its records cannot be found again in it, but in a plain copy of it they can.
            let plain = self.scratch()?.join(format!("{number}.plain.warc"));
            let packed = flate2::bufread::MultiGzDecoder::new(io::BufReader::new(File::open(path)?));
            let mut to = File::create(&plain)?;
            if io::copy(&mut io::Read::take(packed, UNPACKED_BYTES), &mut to)? == UNPACKED_BYTES {
                return Err(io::Error::other("解压后过大"));
            }
            to.flush()?;
            return self.index(&plain, shown);
        }
        scanned
    }

    fn read(&self, spot: &Spot) -> Option<Answer> {
        let record = warc::read_at(&self.files[spot.file], spot.offset, self.most).ok()??;
        answer_of(&record)
    }

    /// Makes bulletins of the captures: pages first, then the documents that belong to none. `always` tells
    /// which pages are bulletins whatever they look like; the others are named.
    pub fn bulletins(
        &self,
        documents: &Arc<Mutex<Documents>>,
        always: &dyn Fn(&Url) -> bool,
        rules: &Rules,
        sink: &mut dyn FnMut(Finding) -> bool,
    ) {
        // In the order of the files, which is how disks read best.
        let mut order: Vec<(&Url, &Spot)> = self.spots.iter().collect();
        order.sort_by_key(|(_, spot)| (spot.file, spot.offset));
        let mut attached = HashSet::new();
        for (url, spot) in order.iter().filter(|(_, spot)| spot.kind == Kind::Page) {
            let Some(content) = self.content(spot) else { continue };
            let goes_on = match extract::parse_page(&content, url, always(url), rules) {
                Ok(Read::Bulletin(draft)) => self.page(spot, url, *draft, documents, &mut attached, sink),
                Ok(Read::Column) => {
                    sink(Finding::LeftOut(RejectedInput::left_out(&self.shown[spot.file], Some(url.as_str()))))
                }
                Err(rejection) => sink(self.rejected(spot, url, &rejection)),
            };
            if !goes_on {
                return;
            }
        }
        for (url, spot) in order.iter().filter(|(url, spot)| spot.kind == Kind::Document && !attached.contains(*url)) {
            if !self.document(spot, url, documents, sink) {
                return;
            }
        }
    }

    /// Gives the bulletin of a page, after those of its files that were captured; whether more is wanted.
    fn page(
        &self,
        spot: &Spot,
        url: &Url,
        mut draft: Draft,
        documents: &Arc<Mutex<Documents>>,
        attached: &mut HashSet<Url>,
        sink: &mut dyn FnMut(Finding) -> bool,
    ) -> bool {
        if !draft.notes.drain(..).map(|note| self.noted(spot, url, &note)).all(&mut *sink) {
            return false;
        }
        let mut files = Files::new();
        for linked in &draft.attachments {
            let address = Url::parse(&linked.attachment.url).ok().and_then(|url| canonical(&url));
            let Some(address) = address else { continue };
            let Some(spot) = self.spots.get(&address).filter(|spot| spot.kind == Kind::Document) else { continue };
            let Some(content) = self.content(spot) else { continue };
            let original = Original::new(content);
            attached.insert(address);
            files.insert(linked.attachment.url.clone(), original.clone());
            if !sink(Finding::Original(original)) {
                return false;
            }
        }
        match extract::finish(draft, &files, documents) {
            Ok(article) => {
                extract::notes_of_files(&article).map(|note| self.noted(spot, url, &note)).all(&mut *sink)
                    && sink(Finding::Article(Box::new(article)))
            }
            Err(rejection) => sink(self.rejected(spot, url, &rejection)),
        }
    }

    /// Gives the bulletins of a document that belongs to no page; whether more is wanted.
    fn document(
        &self,
        spot: &Spot,
        url: &Url,
        documents: &Arc<Mutex<Documents>>,
        sink: &mut dyn FnMut(Finding) -> bool,
    ) -> bool {
        let Some(content) = self.content(spot) else { return true };
        let original = Original::new(content);
        let (articles, originals, notes) = match extract::parse_document(&original, url, documents) {
            Ok(read) => (read.articles, read.originals, read.notes),
            Err(rejection) => (vec![Err(rejection)], Vec::new(), Vec::new()),
        };
        let notes = notes.into_iter().map(|note| self.noted(spot, url, &note));
        let findings = articles.into_iter().map(|article| match article {
            Ok(article) => Finding::Article(Box::new(article)),
            Err(rejection) => self.rejected(spot, url, &rejection),
        });
        originals.into_iter().map(Finding::Original).chain(notes).chain(findings).all(sink)
    }

    fn content(&self, spot: &Spot) -> Option<Vec<u8>> {
        self.read(spot).and_then(|answer| answer.content(self.most).ok())
    }

    fn noted(&self, spot: &Spot, url: &Url, note: &str) -> Finding {
        let path = self.shown[spot.file].clone();
        Finding::Noted(RejectedInput { path, reason: format!("{url}：{note}"), ..RejectedInput::default() })
    }

    fn rejected(&self, spot: &Spot, url: &Url, rejection: &Rejection) -> Finding {
        let path = self.shown[spot.file].clone();
        Finding::Rejected(RejectedInput { path, reason: format!("{url}：{rejection}"), ..RejectedInput::default() })
    }
}

fn answer_of(record: &warc::Record) -> Option<Answer> {
    match record.kind.as_str() {
        "response" => warc::parse_http(&record.body),
        "resource" => Some(Answer {
            status: 200,
            headers: record.media.iter().map(|media| ("content-type".to_owned(), media.clone())).collect(),
            body: record.body.clone(),
            from: None,
        }),
        _ => None,
    }
}

/// The address, date and kind of a record that holds a page or a document.
fn capture(record: &warc::Record, most: usize) -> Option<(Url, String, Kind)> {
    let url = canonical(&Url::parse(record.url.as_deref()?).ok()?)?;
    let answer = answer_of(record).filter(|answer| answer.status == 200)?;
    let content = answer.content(most).ok()?;
    let kind = extract::kind_of(&url, answer.header("content-type"), &content);
    matches!(kind, Kind::Page | Kind::Document).then(|| (url, record.date.clone(), kind))
}
