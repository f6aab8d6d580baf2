//! Reading: records one after the other, with their places, so that each can be read again alone. Nothing
//! larger than allowed is held, and files of others are read as far as they are whole.

use std::fs::File;
use std::io;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::bufread::GzDecoder;

use crate::ingest::crawler::fetch::Answer;

/// Bytes of one line of a header, and lines of one.
const MAX_LINE_BYTES: u64 = 64 << 10;

const MAX_LINES: usize = 1_000;

/// A record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// `response`, `resource`, `request`, `warcinfo`, `revisit` …
    pub kind: String,
    /// The address it is about.
    pub url: Option<String>,
    /// When it was made, as written.
    pub date: String,
    /// The media type of its block.
    pub media: Option<String>,
    /// Its block; empty where it is larger than allowed.
    pub body: Vec<u8>,
    /// Where the record begins in the file; `None` where it cannot be read without what stands before it.
    pub offset: Option<u64>,
}

/// Gives each record to `take`, until that returns false.
///
/// # Errors
/// Where the file cannot be read, is none, or is cut short; the records before were given.
pub fn scan(path: &Path, most: usize, take: &mut dyn FnMut(Record) -> bool) -> io::Result<()> {
    let mut reader = BufReader::with_capacity(1 << 17, File::open(path)?);
    loop {
        let offset = reader.stream_position()?;
        let head = reader.fill_buf()?;
        if head.is_empty() {
            return Ok(());
        }
        if !head.starts_with(&[0x1F]) {
            let Some(record) = read_record(&mut reader, most)? else { return Ok(()) };
            if !take(Record { offset: Some(offset), ..record }) {
                return Ok(());
            }
            continue;
        }
        let mut member = BufReader::new(GzDecoder::new(&mut reader));
        let mut place = Some(offset);
        while let Some(record) = read_record(&mut member, most)? {
            if !take(Record { offset: place.take(), ..record }) {
                return Ok(());
            }
        }
    }
}

/// The record at an offset.
///
/// # Errors
/// As of [`scan`].
pub fn read_at(path: &Path, offset: u64, most: usize) -> io::Result<Option<Record>> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(offset))?;
    let mut reader = BufReader::new(file);
    let record = if reader.fill_buf()?.starts_with(&[0x1F]) {
        read_record(&mut BufReader::new(GzDecoder::new(reader)), most)?
    } else {
        read_record(&mut reader, most)?
    };
    Ok(record.map(|record| Record { offset: Some(offset), ..record }))
}

fn read_record(reader: &mut dyn BufRead, most: usize) -> io::Result<Option<Record>> {
    let first = loop {
        match read_line(reader)? {
            None => return Ok(None),
            Some(line) if line.is_empty() => {}
            Some(line) => break line,
        }
    };
    if !first.starts_with("WARC/") {
        let (mut record, length) = arc_head(&first).ok_or_else(|| bad("不是 WARC 或 ARC 记录"))?;
        read_block(reader, length, most, &mut record)?;
        return Ok(Some(record));
    }
    let mut record = Record::default();
    let mut length = None;
    for count in 0.. {
        let line = read_line(reader)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        if line.is_empty() {
            break;
        }
        if count > MAX_LINES {
            return Err(bad("WARC 记录头过长"));
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => record.kind = value.to_ascii_lowercase(),
            // Version 1.0 had it in angle brackets.
            "warc-target-uri" => record.url = Some(value.trim_matches(['<', '>']).to_owned()),
            "warc-date" => record.date = value.to_owned(),
            "content-type" => record.media = Some(value.to_owned()),
            "content-length" => length = value.parse::<u64>().ok(),
            _ => {}
        }
    }
    let length = length.ok_or_else(|| bad("WARC 记录没有长度"))?;
    read_block(reader, length, most, &mut record)?;
    Ok(Some(record))
}

/// What the line before a record of an ARC file says, and how long the record is: address, host, moment, media type and
/// length, with more in between in the second version.
fn arc_head(line: &str) -> Option<(Record, u64)> {
    let words: Vec<&str> = line.split(' ').collect();
    if words.len() != 5 && words.len() != 10 {
        return None;
    }
    let (url, moment, length) = (words[0], words[2], words[words.len() - 1].parse().ok()?);
    if moment.len() != 14 || !moment.bytes().all(|b| b.is_ascii_digit()) || !url.contains(':') {
        return None;
    }
    let part = |from: usize, to: usize| &moment[from..to];
    let date =
        format!("{}-{}-{}T{}:{}:{}Z", part(0, 4), part(4, 6), part(6, 8), part(8, 10), part(10, 12), part(12, 14));
    // The first record describes the file.
    let kind = if url.starts_with("http") { "response" } else { "arcinfo" };
    let record = Record { kind: kind.to_owned(), url: Some(url.to_owned()), date, ..Record::default() };
    Some((record, length))
}

/// Reads what a record holds.
fn read_block(reader: &mut dyn BufRead, length: u64, most: usize, record: &mut Record) -> io::Result<()> {
    let mut block = reader.take(length);
    let read = if length <= most as u64 {
        block.read_to_end(&mut record.body)? as u64
    } else {
        io::copy(&mut block, &mut io::sink())?
    };
    if read < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(())
}

/// A line without its end; `None` where there are no more.
fn read_line(reader: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if reader.take(MAX_LINE_BYTES).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.pop() != Some(b'\n') {
        return Err(if line.len() as u64 + 1 >= MAX_LINE_BYTES {
            bad("WARC 记录头过长")
        } else {
            io::ErrorKind::UnexpectedEof.into()
        });
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}

fn bad(reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

/// The answer that a block of HTTP holds, its content in one piece; `None` where it is no answer.
pub fn parse_http(block: &[u8]) -> Option<Answer> {
    let crlf = memchr::memmem::find(block, b"\r\n\r\n").map(|at| (at, at + 4));
    let lf = memchr::memmem::find(block, b"\n\n").map(|at| (at, at + 2));
    let (end, begin) = match (crlf, lf) {
        (Some(crlf), Some(lf)) => crlf.min(lf),
        (one, other) => one.or(other)?,
    };
    let head = String::from_utf8_lossy(&block[..end]);
    let mut lines = head.lines();
    let status = lines.next().filter(|line| line.starts_with("HTTP/"))?.split(' ').nth(1)?.parse().ok()?;
    let header = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
    };
    let headers: Vec<(String, String)> = lines.take(MAX_LINES).filter_map(header).collect();
    let mut answer = Answer { status, headers, body: Vec::new(), from: None };
    let body = &block[begin..];
    let chunked =
        answer.header("transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
    // Some tools undo the chunks and keep the header.
    answer.body = chunked.then(|| unchunk(body)).flatten().unwrap_or_else(|| body.to_vec());
    Some(answer)
}

/// Chunks put together; `None` where these are none.
fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(content);
        }
        content.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}
