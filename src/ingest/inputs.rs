//! An [`Input`] is a file, or standard input, to be read: found by path, folder or glob, decompressed as
//! a stream where its name or first bytes say so, and bounded in every direction.

use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Folders within folders that are entered.
const MAX_DEPTH: usize = 64;

/// Something to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where it is; `-` for standard input.
    pub path: PathBuf,
    /// Its size in bytes as stored; 0 where it is not known.
    pub bytes: u64,
    /// Whether it was named itself, rather than met in a folder.
    pub named: bool,
    /// The folder that was named, where it was met in one: files that it links to lie within.
    pub root: Option<PathBuf>,
}

/// A path that leads to nothing readable, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The path as given or found.
    pub path: PathBuf,
    /// What is wrong, with the remedy.
    pub reason: String,
}

/// Which symbolic links are followed. One that is named itself always is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Links {
    /// Those that stay within the folder that was named: a folder of somebody else's files publishes nothing beside it.
    #[default]
    Within,
    /// All.
    All,
}

/// Finds what the paths mean: files as given, folders with all that is in them, globs, `-`. A file that
/// is reached twice is read once; a loop of links is followed once.
pub fn find(paths: &[PathBuf], links: Links) -> (Vec<Input>, Vec<Unreadable>) {
    let mut found = FindOutcome { links, ..FindOutcome::default() };
    for path in paths {
        if path.as_os_str() == "-" {
            found.inputs.push(Input { path: path.clone(), bytes: 0, named: true, root: None });
        } else if path.symlink_metadata().is_ok() {
            found.take(path, true, 0);
        } else {
            found.expand(path);
        }
    }
    (found.inputs, found.unreadable)
}

#[derive(Default)]
struct FindOutcome {
    inputs: Vec<Input>,
    unreadable: Vec<Unreadable>,
    seen: HashSet<PathBuf>,
    links: Links,
    /// The folder that was named and is being entered, as it was named and as it is.
    root: Option<(PathBuf, PathBuf)>,
}

impl FindOutcome {
    fn expand(&mut self, pattern: &Path) {
        let text = pattern.to_string_lossy();
        let is_glob = text.contains(['*', '?', '[']);
        let paths = is_glob.then(|| glob::glob(&text).ok()).flatten();
        let mut matches = 0;
        for path in paths.into_iter().flatten() {
            matches += 1;
            match path {
                // A pattern names no link: whoever wrote it knows the folder alone.
                Ok(path) if self.leads_out(&path, path.parent().and_then(|folder| folder.canonicalize().ok())) => {
                    self.reject_link(&path);
                }
                Ok(path) => self.take(&path, true, 0),
                Err(error) => self.reject(error.path(), format!("读不了：{}", error.error())),
            }
        }
        if matches == 0 {
            let reason = if is_glob {
                "没有文件与之相符；请检查通配符"
            } else {
                "文件不存在；请检查路径"
            };
            self.reject(pattern, reason.to_owned());
        }
    }

    fn take(&mut self, path: &Path, named: bool, depth: usize) {
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(error) => return self.reject(path, format!("读不了：{}；请检查链接与权限", explain(&error))),
        };
        if !named && self.leads_out(path, self.root.as_ref().map(|(_, real)| real.clone())) {
            return self.reject_link(path);
        }
        if !self.seen.insert(real.clone()) {
            return;
        }
        let data = match real.metadata() {
            Ok(data) => data,
            Err(error) => return self.reject(path, format!("读不了：{}；请检查权限", explain(&error))),
        };
        if data.is_file() {
            let root = self.root.as_ref().filter(|_| !named).map(|(named, _)| named.clone());
            self.inputs.push(Input { path: path.to_owned(), bytes: data.len(), named, root });
        } else if data.is_dir() {
            if named {
                self.root = Some((path.to_owned(), real));
            }
            self.enter(path, depth);
        } else if named {
            self.reject(path, "不是普通文件；管道请用 - 从标准输入读".to_owned());
        }
    }

    fn enter(&mut self, folder: &Path, depth: usize) {
        if depth >= MAX_DEPTH {
            return self.reject(folder, format!("目录嵌套超过 {MAX_DEPTH} 层；请单独导入它"));
        }
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.reject(folder, format!("打不开目录：{}；请检查权限", explain(&error))),
        };
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        paths.sort();
        let saved = parts_of_saved_pages(&paths);
        for path in &paths {
            let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if !hidden && !saved.contains(path.as_path()) {
                self.take(path, false, depth + 1);
            }
        }
    }

    /// Whether a path is a link that leads out of a folder, and such are not followed.
    fn leads_out(&self, path: &Path, folder: Option<PathBuf>) -> bool {
        let is_within = || path.canonicalize().is_ok_and(|real| folder.is_some_and(|folder| real.starts_with(folder)));
        self.links == Links::Within && path.is_symlink() && path.exists() && !is_within()
    }

    fn reject_link(&mut self, path: &Path) {
        self.reject(path, "是指向目录之外的链接，没有跟随；确要导入请加 --follow-links".to_owned());
    }

    fn reject(&mut self, path: &Path, reason: String) {
        self.unreadable.push(Unreadable { path: path.to_owned(), reason });
    }
}

/// What a browser puts the parts of a saved page in, after the page's name.
const PARTS: &[&str] = &["_files", ".files", "_文件", "_file"];

/// The folders in which a browser keeps the parts of a page that stands beside them: 公报_files of 公报.html.
fn parts_of_saved_pages(paths: &[PathBuf]) -> HashSet<&Path> {
    let is_page = |path: &Path| {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        matches!(ending.as_deref(), Some("html" | "htm" | "shtml" | "xhtml" | "mhtml"))
    };
    let pages: HashSet<_> = paths.iter().filter(|path| is_page(path)).filter_map(|path| path.file_stem()).collect();
    let is_part = |path: &&PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let of = PARTS.iter().find_map(|ending| name.strip_suffix(ending));
        of.is_some_and(|page| pages.contains(std::ffi::OsStr::new(page))) && path.is_dir()
    };
    paths.iter().filter(is_part).map(PathBuf::as_path).collect()
}

/// The words for an error of the operating system that people meet most.
pub fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "文件不存在".to_owned(),
        io::ErrorKind::PermissionDenied => "没有权限".to_owned(),
        io::ErrorKind::UnexpectedEof => "文件不完整".to_owned(),
        _ => error.to_string(),
    }
}

/// An input opened for reading.
pub struct Opened {
    /// The bytes, decompressed.
    pub reader: Box<dyn BufRead + Send>,
    /// The name without `.gz` and `.zst`, by which its format is told.
    pub name: String,
}

/// Opens an input; `progress` grows by each byte read from it, before decompression.
///
/// # Errors
/// Where the file cannot be opened, or its first bytes cannot be read.
pub fn open(input: &Input, progress: Arc<AtomicU64>) -> io::Result<Opened> {
    let raw: Box<dyn Read + Send> = match input.path.as_os_str().to_str() {
        Some("-") => Box::new(io::stdin()),
        _ => Box::new(File::open(&input.path)?),
    };
    let mut counted = BufReader::with_capacity(1 << 18, Counted { inner: raw, progress });
    let head = counted.fill_buf()?;
    let name = input.path.to_string_lossy().into_owned();
    if head.starts_with(&[0x1F, 0x8B]) {
        let reader = Box::new(BufReader::with_capacity(1 << 18, flate2::bufread::MultiGzDecoder::new(counted)));
        return Ok(Opened { reader, name: without_suffix(&name, ".gz") });
    }
    if head.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        let decoder = zstd::stream::read::Decoder::with_buffer(counted)?;
        return Ok(Opened {
            reader: Box::new(BufReader::with_capacity(1 << 18, decoder)),
            name: without_suffix(&name, ".zst"),
        });
    }
    Ok(Opened { reader: Box::new(counted), name })
}

fn without_suffix(name: &str, suffix: &str) -> String {
    name.strip_suffix(suffix).unwrap_or(name).to_owned()
}

/// A reader that tells how far it is.
struct Counted {
    inner: Box<dyn Read + Send>,
    progress: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.progress.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// A line read with a bound.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// There are no more.
    End,
    /// A line, in the buffer, without its line feed.
    Whole,
    /// A line of this many bytes, above the bound; the buffer has its beginning.
    TooLong(u64),
}

/// Bytes of a line above the bound that stay in the buffer.
const KEPT_LINE_BYTES: usize = 64 << 10;

/// Reads a line into `buffer`, never holding more than `limit` bytes of it.
///
/// # Errors
/// Of the reader.
pub fn read_line(reader: &mut dyn BufRead, buffer: &mut Vec<u8>, limit: usize) -> io::Result<Line> {
    buffer.clear();
    let mut length: u64 = 0;
    loop {
        let available = match reader.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if available.is_empty() {
            return Ok(match length {
                0 => Line::End,
                _ => finished(length, limit),
            });
        }
        let (piece, consumed, ended) = match memchr::memchr(b'\n', available) {
            Some(at) => (&available[..at], at + 1, true),
            None => (available, available.len(), false),
        };
        length += piece.len() as u64;
        if length <= limit as u64 {
            buffer.extend_from_slice(piece);
        } else {
            buffer.truncate(KEPT_LINE_BYTES);
            buffer.shrink_to(KEPT_LINE_BYTES);
        }
        reader.consume(consumed);
        if ended {
            return Ok(finished(length, limit));
        }
    }
}

fn finished(length: u64, limit: usize) -> Line {
    if length > limit as u64 { Line::TooLong(length) } else { Line::Whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_bounded_and_none_is_lost() {
        let text = b"one\n\nlonger than the bound\nlast".as_slice();
        let mut reader = BufReader::with_capacity(4, text);
        let mut buffer = Vec::new();
        let mut next = || {
            let line = read_line(&mut reader, &mut buffer, 5).unwrap();
            (line, String::from_utf8(buffer.clone()).unwrap())
        };
        assert_eq!(next(), (Line::Whole, "one".into()));
        assert_eq!(next(), (Line::Whole, String::new()));
        assert_eq!(next().0, Line::TooLong(21));
        assert_eq!(next(), (Line::Whole, "last".into()));
        assert_eq!(next().0, Line::End);
    }

    #[cfg(unix)]
    #[test]
    fn loops_of_links_are_followed_once() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("a");
        std::fs::create_dir(&inner).unwrap();
        std::fs::write(inner.join("x.txt"), "x").unwrap();
        std::os::unix::fs::symlink(folder.path(), inner.join("loop")).unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("dangling")).unwrap();
        let paths = [folder.path().to_owned(), folder.path().join("a/*.txt"), "missing".into()];
        let (inputs, unreadable) = find(&paths, Links::Within);
        assert_eq!(inputs.len(), 1);
        let reasons: Vec<&str> = unreadable.iter().map(|u| u.reason.as_str()).collect();
        assert_eq!(reasons.len(), 2, "{reasons:?}");
        assert!(reasons[1].contains("文件不存在"));
    }

    /// Regression: what links led to was published, wherever it lay.
    #[cfg(unix)]
    #[test]
    fn links_out_of_the_folder_are_not_followed_unless_asked_for() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for within in ["in/sub", "private/more"] {
            std::fs::create_dir_all(at(within)).unwrap();
        }
        for file in ["in/sub/own.txt", "private/a.txt", "private/more/b.txt"] {
            std::fs::write(at(file), file).unwrap();
        }
        symlink(at("private/a.txt"), at("in/file.txt")).unwrap();
        symlink("../private/more", at("in/folder")).unwrap();
        symlink("sub/own.txt", at("in/a-link-within.txt")).unwrap();
        symlink(at("in"), at("named")).unwrap();
        let found = |paths: &[&str], links| {
            let (inputs, unreadable) = find(&paths.iter().map(|path| at(path)).collect::<Vec<_>>(), links);
            assert!(unreadable.iter().all(|one| one.reason.contains("--follow-links")), "{unreadable:?}");
            (inputs.len(), unreadable.len())
        };
        for way in ["in", "named", "in/../in"] {
            assert_eq!(found(&[way], Links::Within), (1, 2), "{way}");
            assert_eq!(found(&[way], Links::All), (3, 0), "{way}");
        }
        assert_eq!(found(&["in/*.txt"], Links::Within), (1, 1), "a pattern names no link");
        assert_eq!(found(&["in/file.txt"], Links::Within), (1, 0), "who names a link means it");
    }
}
