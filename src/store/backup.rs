//! A backup is one file: a line that says what it is, a line of JSON that says of what, and the database as it was at one
//! moment, compressed (zstd, RFC 8878). An incremental one has what changed after another instead, and names that by its hash.
//! Whoever reads it believes nothing until all of it has its hash.

use std::fs::File;
use std::io;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The first line.
const MAGIC: &str = "gongbao-backup";

/// The format of a whole database; formats grow when an older program could not read them.
const WHOLE: u32 = 1;

/// The format of an increment.
const INCREMENT: u32 = 2;

/// Bytes of a line at most.
const MAX_LINE: u64 = 4_096;

/// Bytes that are read at a time.
const CHUNK: usize = 1 << 20;

/// Fast, and a third of the size; more takes much longer than the disk.
const LEVEL: i32 = 3;

/// Of what a backup is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BackupHeader {
    /// The format of the file.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// The revision that the database had reached.
    pub revision: i64,
    /// Bulletins in it, withdrawn ones too.
    pub articles: u64,
    /// Bytes of the database.
    pub bytes: u64,
    /// The hash of the database, in hexadecimal digits.
    pub blake3: String,
    /// How far the tables are; `None` where an earlier program did not say.
    #[serde(default)]
    pub schema: Option<i64>,
    /// The token of the commit that brought the revision.
    #[serde(default)]
    pub token: Option<String>,
    /// The backup after which this one has the changes; `None` of a whole one.
    #[serde(default)]
    pub since: Option<Since>,
}

/// The backup that an increment goes on from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Since {
    /// Its revision.
    pub revision: i64,
    /// The hash in its header.
    pub blake3: String,
}

/// How far a database goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// Its revision.
    pub revision: i64,
    /// The token of the commit that brought it.
    pub token: Option<String>,
    /// Bulletins in it, withdrawn ones too.
    pub articles: u64,
    /// The last migration of its tables.
    pub schema: i64,
}

/// Why a backup cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// It is something else.
    #[error("不是 gongbao backup 写的备份")]
    Other,
    /// A newer program made it.
    #[error("备份是较新的 gongbao {program} 写的（格式 {format}）；请用那个版本或更新的恢复")]
    Newer {
        /// The version of that program.
        program: String,
        /// Its format.
        format: u32,
    },
    /// Not all of it is there, or it is not what was written.
    #[error("备份不完整或已损坏（{0}）；请换一份")]
    Damaged(String),
    /// The file or the disk.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl BackupHeader {
    /// Of a copy of a database that goes so far, or of what changed in it since.
    ///
    /// # Errors
    /// Where the copy cannot be read.
    pub fn of(copy: &Path, extent: Extent, since: Option<Since>, created_at: Timestamp) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        let bytes = io::copy(&mut File::open(copy)?, &mut hasher)?;
        let Extent { revision, token, articles, schema } = extent;
        Ok(Self {
            format: if since.is_some() { INCREMENT } else { WHOLE },
            program: env!("CARGO_PKG_VERSION").to_owned(),
            created_at,
            revision,
            articles,
            bytes,
            blake3: hasher.finalize().to_hex().to_string(),
            schema: Some(schema),
            token,
            since,
        })
    }

    /// What an increment after this backup goes on from, for a database of these tables; `None` where it says too little, or
    /// has other tables.
    pub fn as_base(&self, schema: i64) -> Option<Since> {
        self.token.as_ref().filter(|_| self.schema == Some(schema))?;
        Some(Since { revision: self.revision, blake3: self.blake3.clone() })
    }

    /// Whether this is what follows on another backup.
    pub fn follows(&self, other: &Self) -> bool {
        self.since.as_ref().is_some_and(|since| since.blake3 == other.blake3 && since.revision == other.revision)
            && self.schema == other.schema
    }
}

/// Writes a copy of the database as a backup; `progress` is told the bytes of it that are done.
///
/// # Errors
/// Of the files.
pub fn write(
    header: &BackupHeader,
    copy: &Path,
    out: &mut impl Write,
    mut progress: impl FnMut(u64),
) -> io::Result<()> {
    writeln!(out, "{MAGIC}")?;
    serde_json::to_writer(&mut *out, header)?;
    out.write_all(b"\n")?;
    let mut packed = zstd::stream::write::Encoder::new(&mut *out, LEVEL)?;
    pump(&mut File::open(copy)?, header.bytes, &mut packed, &mut progress)?;
    packed.finish()?;
    out.flush()
}

/// Reads of what a backup is.
///
/// # Errors
/// [`BackupError`].
pub fn header(input: &mut impl BufRead) -> Result<BackupHeader, BackupError> {
    if line(input)?.as_deref() != Some(MAGIC) {
        return Err(BackupError::Other);
    }
    let header = line(input)?.ok_or(BackupError::Other)?;
    let header: serde_json::Value = serde_json::from_str(&header).map_err(|_| BackupError::Other)?;
    let format = header["format"].as_u64().unwrap_or_default() as u32;
    if format > INCREMENT {
        let program = header["program"].as_str().unwrap_or("?").to_owned();
        return Err(BackupError::Newer { program, format });
    }
    serde_json::from_value(header).map_err(|error| BackupError::Damaged(error.to_string()))
}

/// Reads a backup into a file that is durable when this returns, and is what was copied.
///
/// # Errors
/// [`BackupError`]; what was written to the file until then is of no use.
pub fn read(
    input: &mut impl BufRead,
    to: &Path,
    mut progress: impl FnMut(u64, &BackupHeader),
) -> Result<BackupHeader, BackupError> {
    let header = header(input)?;
    let mut file = Hashed { file: File::create(to)?, hasher: blake3::Hasher::new() };
    // A byte more than there should be tells as much as one less.
    let mut unpacked = zstd::stream::read::Decoder::with_buffer(input)?;
    match pump(&mut unpacked, header.bytes, &mut file, &mut |done| progress(done, &header)) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::StorageFull => return Err(error.into()),
        Err(error) => return Err(BackupError::Damaged(error.to_string())),
    }
    if unpacked.read(&mut [0]).map_or(true, |more| more > 0) {
        return Err(BackupError::Damaged("后面还有别的内容".to_owned()));
    }
    if file.hasher.finalize().to_hex().as_str() != header.blake3 {
        return Err(BackupError::Damaged("内容与摘要不符".to_owned()));
    }
    file.file.sync_all()?;
    Ok(header)
}

/// What is written to a file and hashed.
struct Hashed {
    file: File,
    hasher: blake3::Hasher,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.hasher.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Moves exactly so many bytes.
fn pump(from: &mut impl Read, bytes: u64, to: &mut impl Write, progress: &mut impl FnMut(u64)) -> io::Result<()> {
    let mut from = BufReader::with_capacity(CHUNK, from.take(bytes));
    let mut done = 0;
    loop {
        let chunk = from.fill_buf()?;
        if chunk.is_empty() {
            break;
        }
        to.write_all(chunk)?;
        let count = chunk.len();
        from.consume(count);
        done += count as u64;
        progress(done);
    }
    if done == bytes { Ok(()) } else { Err(ErrorKind::UnexpectedEof.into()) }
}

/// A line of text without its end; `None` where it is none.
fn line(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    input.take(MAX_LINE).read_until(b'\n', &mut bytes)?;
    Ok((bytes.pop() == Some(b'\n')).then(|| String::from_utf8(bytes).ok()).flatten())
}
