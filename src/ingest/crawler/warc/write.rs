//! Writing: a request and its answer are two records, and durable when [`WarcWriter::write`] returns. A writer
//! begins a file of its own, so what a crash cut short is never written on.

use std::fs::{File, OpenOptions};
use std::io;
use std::io::Write;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use sha1::{Digest, Sha1};
use url::Url;

use crate::ingest::crawler::fetch::Answer;

/// What was asked and answered.
#[derive(Clone, Copy)]
pub struct Exchange<'a> {
    /// The address.
    pub url: &'a Url,
    /// When.
    pub at: Timestamp,
    /// The answer.
    pub answer: &'a Answer,
    /// Whether the content is what it was before: then it is not written again.
    pub same: bool,
    /// The `User-Agent` of the request.
    pub agent: &'a str,
}

/// Writes files of one crawl into a folder, a new one when the last is full.
pub struct WarcWriter {
    folder: PathBuf,
    prefix: String,
    agent: String,
    full: u64,
    open: Option<Open>,
    number: u32,
}

struct Open {
    file: File,
    name: String,
    bytes: u64,
}

impl WarcWriter {
    /// A writer of files that begin with `prefix`; each ends after `full` bytes. Nothing is made before the
    /// first exchange.
    pub fn new(folder: PathBuf, prefix: &str, agent: &str, full: u64) -> Self {
        let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
        let (_, prefix) = prefix.split_once("://").unwrap_or(("", prefix));
        let prefix: String = prefix.chars().map(plain).take(40).collect();
        let prefix = prefix.trim_matches('-').to_owned();
        Self { folder, prefix, agent: agent.to_owned(), full, open: None, number: 0 }
    }

    /// Writes an exchange.
    ///
    /// # Errors
    /// Where the folder or the file cannot be written.
    pub fn write(&mut self, exchange: &Exchange<'_>) -> io::Result<()> {
        let mut open = match self.open.take() {
            Some(open) if open.bytes < self.full => open,
            _ => self.begin(exchange.at)?,
        };
        let date = seconds(exchange.at);
        let url = exchange.url.as_str();
        let head = head_of(exchange.answer, exchange.same || exchange.answer.status == 304);
        let response_id = record_id(&[&open.name, &open.bytes.to_string(), url, "response"]);
        let request_id = record_id(&[&open.name, &open.bytes.to_string(), url, "request"]);

        let target = exchange.url.query().map_or(String::new(), |query| format!("?{query}"));
        let request = format!(
            "GET {}{target} HTTP/1.1\r\nhost: {}\r\nuser-agent: {}\r\n\r\n",
            exchange.url.path(),
            crate::ingest::crawler::address::host_of(exchange.url),
            exchange.agent
        );
        let mut fields = format!(
            "WARC-Type: request\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\nWARC-Record-ID: {request_id}\r\n\
             WARC-Concurrent-To: {response_id}\r\nContent-Type: application/http; msgtype=request\r\n"
        );
        open.put(&fields, &[request.as_bytes()])?;

        let revisit = match (exchange.answer.status, exchange.same) {
            (304, _) => Some("server-not-modified"),
            (_, true) => Some("identical-payload-digest"),
            _ => None,
        };
        let kind = if revisit.is_some() { "revisit" } else { "response" };
        fields = format!(
            "WARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\nWARC-Record-ID: {response_id}\r\n"
        );
        if let Some(address) = exchange.answer.from {
            fields.push_str(&format!("WARC-IP-Address: {address}\r\n"));
        }
        if let Some(profile) = revisit {
            fields.push_str(&format!("WARC-Profile: http://netpreserve.org/warc/1.1/revisit/{profile}\r\n"));
        }
        if exchange.answer.status != 304 {
            fields.push_str(&format!("WARC-Payload-Digest: {}\r\n", digest(&[&exchange.answer.body])));
        }
        fields.push_str("Content-Type: application/http; msgtype=response\r\n");
        let body: &[u8] = if revisit.is_some() { b"" } else { &exchange.answer.body };
        open.put(&fields, &[head.as_bytes(), body])?;
        open.file.sync_data()?;
        self.open = Some(open);
        Ok(())
    }

    fn begin(&mut self, at: Timestamp) -> io::Result<Open> {
        std::fs::create_dir_all(&self.folder)?;
        let moment: String = seconds(at).chars().filter(char::is_ascii_digit).collect();
        loop {
            let name = format!("{}-{moment}-{:05}.warc.gz", self.prefix, self.number);
            self.number += 1;
            match OpenOptions::new().write(true).create_new(true).open(self.folder.join(&name)) {
                Ok(file) => {
                    let mut open = Open { file, name, bytes: 0 };
                    let info = format!(
                        "software: gongbao/{}\r\nformat: WARC File Format 1.1\r\n\
                         conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n\
                         robots: obey\r\nhttp-header-user-agent: {}\r\n",
                        env!("CARGO_PKG_VERSION"),
                        self.agent
                    );
                    let fields = format!(
                        "WARC-Type: warcinfo\r\nWARC-Date: {}\r\nWARC-Filename: {}\r\nWARC-Record-ID: {}\r\n\
                         Content-Type: application/warc-fields\r\n",
                        seconds(at),
                        open.name,
                        record_id(&[&open.name])
                    );
                    open.put(&fields, &[info.as_bytes()])?;
                    return Ok(open);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && self.number < 100_000 => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl Open {
    /// Appends a record, a gzip member.
    fn put(&mut self, fields: &str, block: &[&[u8]]) -> io::Result<()> {
        let length: usize = block.iter().map(|piece| piece.len()).sum();
        let mut gz = GzEncoder::new(Vec::new(), Compression::default());
        let digest = digest(block);
        write!(gz, "WARC/1.1\r\n{fields}WARC-Block-Digest: {digest}\r\nContent-Length: {length}\r\n\r\n")?;
        for piece in block {
            gz.write_all(piece)?;
        }
        gz.write_all(b"\r\n\r\n")?;
        let member = gz.finish()?;
        self.file.write_all(&member)?;
        self.bytes += member.len() as u64;
        Ok(())
    }
}

/// Status line and headers as they came, but for how the content was cut for sending, which the client undid.
fn head_of(answer: &Answer, without_content: bool) -> String {
    let mut head = format!("HTTP/1.1 {} \r\n", answer.status);
    for (name, value) in &answer.headers {
        if !matches!(name.as_str(), "transfer-encoding" | "content-length" | "connection" | "keep-alive") {
            let value: String = value.chars().filter(|c| !c.is_control()).collect();
            head.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    if !without_content {
        head.push_str(&format!("content-length: {}\r\n", answer.body.len()));
    }
    head + "\r\n"
}

fn seconds(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second()).unwrap_or(at).to_string()
}

/// A name for a record, from what makes it the only one of its kind; so no randomness is asked for.
fn record_id(parts: &[&str]) -> String {
    let hex = blake3::hash(parts.join("\u{1F}").as_bytes()).to_hex();
    // Version 8 of RFC 9562: made by a rule of our own.
    format!("<urn:uuid:{}-{}-8{}-a{}-{}>", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}

/// SHA-1 in base 32, as archives write it.
fn digest(pieces: &[&[u8]]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut hash = Sha1::new();
    pieces.iter().for_each(|piece| hash.update(piece));
    let bytes = hash.finalize();
    let bits =
        |at: usize| (0..5).fold(0, |value, bit| value << 1 | (bytes[(at + bit) / 8] >> (7 - (at + bit) % 8) & 1));
    let text: String = (0..32).map(|letter| char::from(LETTERS[usize::from(bits(letter * 5))])).collect();
    format!("sha1:{text}")
}
