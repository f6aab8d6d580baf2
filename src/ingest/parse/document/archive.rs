//! An archive is a ZIP file, by itself or as the container of DOCX, XLSX, OFD and EPUB. Entries are read by
//! name into memory and never written anywhere, so their paths cannot lead anywhere; what they inflate to
//! is counted as it comes, whatever their headers say.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use super::content::{Document, broken, limits, locked};
use crate::ingest::draft::Rejection;

/// Reads one entry: its name, its bytes, and the budget of the archive.
pub type ReadEntry<'a> = &'a mut dyn FnMut(&str, &[u8], &mut Budget) -> Result<Vec<Document>, Rejection>;

/// What an archive, with all archives within it, may still inflate to.
pub struct Budget {
    stored: u64,
    inflated: u64,
    /// How many archives are open around the one that is read.
    pub depth: usize,
    /// Bytes of files taken out, to be kept by themselves.
    kept: usize,
    spent: bool,
}

impl Budget {
    /// The budget of a file.
    pub fn new(bytes: &[u8]) -> Self {
        Self { stored: bytes.len() as u64, inflated: 0, depth: 0, kept: 0, spent: false }
    }

    /// Opens an archive within those that are open.
    ///
    /// # Errors
    /// Where there are too many.
    pub fn enter(&mut self) -> Result<(), Rejection> {
        if self.depth >= limits::DEPTH {
            return Err(Rejection::new(format!("压缩包嵌套超过 {} 层", limits::DEPTH), "请解开后再导入"));
        }
        self.depth += 1;
        Ok(())
    }

    /// Whether nothing more may come out.
    pub fn is_spent(&self) -> bool {
        self.spent
    }

    /// Whether the bytes of a file within may be kept by themselves; once too many are, the archive stands for the rest.
    pub fn may_keep(&mut self, bytes: usize) -> bool {
        let fits = self.kept + bytes <= limits::MEMBER_BYTES;
        if fits {
            self.kept += bytes;
        }
        fits
    }

    /// Counts bytes that came out of an archive.
    ///
    /// # Errors
    /// Where there are more than any honest archive holds.
    pub fn spend(&mut self, bytes: u64) -> Result<(), Rejection> {
        self.inflated += bytes;
        let ratio = self.inflated / self.stored.max(1);
        if self.inflated > limits::INFLATED_BYTES || (self.inflated > limits::RATIO_FROM && ratio > limits::RATIO) {
            self.spent = true;
            return Err(Rejection::new(
                format!(
                    "压缩包展开后超过上限：{} MiB，或超过自身的 {} 倍",
                    limits::INFLATED_BYTES >> 20,
                    limits::RATIO
                ),
                "这多半是压缩炸弹；确属正常的文件请拆分后再导入",
            ));
        }
        Ok(())
    }
}

/// An archive opened for reading.
pub struct Archive<'a> {
    zip: ::zip::ZipArchive<Cursor<&'a [u8]>>,
    /// The number of each entry by its name, as our own normal form of it.
    places: HashMap<String, usize>,
    /// Names in the order of the archive.
    pub names: Vec<String>,
}

impl<'a> Archive<'a> {
    /// Opens an archive.
    pub fn open(what: &'static str, bytes: &'a [u8]) -> Result<Self, Rejection> {
        let mut zip = ::zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(what, error))?;
        if zip.len() > limits::ENTRIES {
            return Err(Rejection::new(
                format!("压缩包里有 {} 个文件，超过上限 {}", zip.len(), limits::ENTRIES),
                "请拆分后再导入",
            ));
        }
        let mut places = HashMap::new();
        let mut names = Vec::new();
        for place in 0..zip.len() {
            let entry = zip.by_index_raw(place).map_err(|error| broken(what, error))?;
            if entry.is_dir() {
                continue;
            }
            let name = normal(&decoded_name(entry.name_raw()));
            if places.insert(name.clone(), place).is_none() {
                names.push(name);
            }
        }
        Ok(Self { zip, places, names })
    }

    /// Whether there is an entry of that name.
    pub fn has(&self, name: &str) -> bool {
        self.places.contains_key(&normal(name))
    }

    /// The bytes of an entry; `None` where there is none of that name.
    pub fn read(&mut self, name: &str, budget: &mut Budget) -> Result<Option<Vec<u8>>, Rejection> {
        let Some(place) = self.places.get(&normal(name)).copied() else { return Ok(None) };
        if self.zip.by_index_raw(place).is_ok_and(|entry| entry.encrypted()) {
            return Err(locked());
        }
        let mut entry = self.zip.by_index(place).map_err(|error| broken("ZIP", error))?;
        let mut bytes = Vec::new();
        let mut piece = vec![0; 1 << 16];
        loop {
            let count = entry.read(&mut piece).map_err(|error| broken("ZIP", error))?;
            if count == 0 {
                return Ok(Some(bytes));
            }
            budget.spend(count as u64)?;
            // It is held in memory as a whole, and again as what is read of it.
            if bytes.len() + count > limits::ENTRY_BYTES {
                return Err(Rejection::new(
                    format!("压缩包里的 {name} 展开后超过上限 {} MiB", limits::ENTRY_BYTES >> 20),
                    "请拆分后再导入",
                ));
            }
            bytes.extend_from_slice(&piece[..count]);
        }
    }
}

/// A name without its detours: separators as `/`, no empty, `.` or `..` parts. It is a key and no path.
pub fn normal(name: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The name that `reference` means when it stands in the entry `base`.
pub fn resolve(base: &str, reference: &str) -> String {
    if reference.starts_with('/') {
        return normal(reference);
    }
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    normal(&format!("{folder}/{reference}"))
}

/// Chinese packers write names in GB18030 and do not say so.
pub fn decoded_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(raw).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_keys_and_lead_nowhere() {
        for (name, expected) in [
            ("../../etc/passwd", "etc/passwd"),
            ("/Doc_0/./a.xml", "Doc_0/a.xml"),
            ("a\\..\\..\\b", "b"),
            ("甲/乙.pdf", "甲/乙.pdf"),
        ] {
            assert_eq!(normal(name), expected);
        }
        assert_eq!(resolve("Doc_0/Pages/Page_0/Content.xml", "../../Res/x.xml"), "Doc_0/Res/x.xml");
        assert_eq!(resolve("Doc_0/Document.xml", "/Doc_0/Pages/1.xml"), "Doc_0/Pages/1.xml");
        assert_eq!(decoded_name("附件.doc".as_bytes()), "附件.doc");
        assert_eq!(decoded_name(&encoding_rs::GBK.encode("附件").0), "附件");
    }
}
