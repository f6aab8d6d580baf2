//! A 7Z of documents, read as a ZIP of them is. LZMA, LZMA2 and stored entries are read, which is what 7-Zip and its
//! successors write unless told otherwise.

use std::io::Cursor;

use sevenz_rust2::{ArchiveReader, EntryDecision, Error, Password};

use super::archive::{Budget, ReadEntry, normal};
use super::content::{Document, broken, limits, locked};
use super::members::Members;
use crate::ingest::draft::Rejection;

/// Memory of its decoder, in KiB: dictionaries of 64 MiB, which the strongest usual setting takes, fit.
const DECODER_KIB: usize = 256 << 10;

/// Reads every document of an archive.
pub fn parse(bytes: &[u8], budget: &mut Budget, read_entry: ReadEntry<'_>) -> Result<Vec<Document>, Rejection> {
    let mut archive = ArchiveReader::new_with_memory_limit(Cursor::new(bytes), Password::empty(), DECODER_KIB)
        .map_err(|error| explained(&error))?;
    archive.set_thread_count(1);
    let count = archive.archive().files.len();
    if count > limits::ENTRIES {
        return Err(Rejection::new(
            format!("压缩包里有 {count} 个文件，超过上限 {}", limits::ENTRIES),
            "请拆分后再导入",
        ));
    }
    budget.enter()?;
    let names: Vec<String> = archive.archive().files.iter().map(|file| normal(file.name())).collect();
    let mut members = Members::new(names.iter().map(String::as_str));
    let mut stopped: Option<Rejection> = None;
    let read = archive.for_each_entries_with_decision(|entry, reader| {
        let name = normal(entry.name());
        if entry.is_directory() {
            return Ok(EntryDecision::Continue);
        }
        // A solid archive inflates what comes before an entry: what is not wanted counts as well.
        let mut content = Vec::new();
        let wanted = Members::is_wanted(&name);
        let mut piece = vec![0; 1 << 16];
        loop {
            let length = reader.read(&mut piece)?;
            if length == 0 {
                break;
            }
            if let Err(rejection) = budget.spend(length as u64) {
                members.reject(&name, &rejection);
                return Ok(EntryDecision::Stop);
            }
            if wanted {
                content.extend_from_slice(&piece[..length]);
            }
        }
        if wanted {
            members.read(&name, content, budget, read_entry);
        }
        Ok(if members.count() > limits::PAGES { EntryDecision::Stop } else { EntryDecision::Continue })
    });
    budget.depth -= 1;
    if let Err(error) = read {
        stopped = Some(explained(&error));
    }
    match (stopped, members.count()) {
        (Some(rejection), 0) => Err(rejection),
        (Some(rejection), _) => {
            members.reject("其余文件", &rejection);
            members.finish("压缩包")
        }
        (None, _) => members.finish("压缩包"),
    }
}

fn explained(error: &Error) -> Rejection {
    match error {
        Error::PasswordRequired | Error::MaybeBadPassword(_) => locked(),
        Error::UnsupportedCompressionMethod(method) if method.to_ascii_uppercase().contains("AES") => locked(),
        Error::UnsupportedCompressionMethod(method) => {
            Rejection::new(format!("7Z 用了不读的压缩方法 {method}"), "请解开后重新打成 ZIP，或直接导入解开的文件夹")
        }
        Error::MaxMemLimited { .. } => Rejection::new(
            format!("7Z 解开所需的内存超过上限 {} MiB", DECODER_KIB >> 10),
            "请解开后重新打成 ZIP，或直接导入解开的文件夹",
        ),
        other => broken("7Z", other),
    }
}
