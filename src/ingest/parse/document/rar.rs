//! A RAR of documents, of RAR 1.5 to 4 and of RAR 5 and later, read as a ZIP of them is.

use std::cell::{Cell, RefCell};
use std::io::{self, Write};
use std::rc::Rc;

use rars::{
    ArchiveMember, ArchiveReadOptions, ArchiveReader, Error, ErrorKind, ExtractionDecision, ExtractionErrorAction,
};

use super::archive::{Budget, ReadEntry, decoded_name, normal};
use super::content::{Document, broken, limits, locked};
use super::members::Members;
use crate::ingest::draft::Rejection;

/// The largest dictionary that is obeyed: packers take 32 MiB unless told otherwise.
const DICTIONARY_BYTES: u64 = 256 << 20;

/// Bytes of the headers of one archive.
const HEADER_BYTES: u64 = 64 << 20;

const UNPACK: &str = "请解开后重新打成 ZIP，或直接导入解开的文件夹";

/// Where the bytes of a member go while it is unpacked.
#[derive(Clone, Default)]
struct Sink(Rc<RefCell<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads every document of an archive.
pub fn parse(bytes: &[u8], budget: &mut Budget, read_entry: ReadEntry<'_>) -> Result<Vec<Document>, Rejection> {
    let options = ArchiveReadOptions::new()
        .with_max_header_count(2 * limits::ENTRIES as u64)
        .with_max_header_bytes(HEADER_BYTES)
        .with_max_member_output_bytes(limits::ENTRY_BYTES as u64)
        .with_max_total_output_bytes(limits::INFLATED_BYTES)
        .with_rar50_dictionary_size_limit(DICTIONARY_BYTES)
        .with_rar50_buffered_decode_limit(limits::ENTRY_BYTES as u64);
    let archive = ArchiveReader::read_with_options(bytes, options).map_err(|error| explained(&error))?;
    let names: Vec<String> = archive.members().take(limits::ENTRIES + 1).map(|member| name_of(&member)).collect();
    if names.len() > limits::ENTRIES {
        return Err(Rejection::new(format!("压缩包里的文件超过上限 {} 个", limits::ENTRIES), "请拆分后再导入"));
    }
    budget.enter()?;
    let mut members = Members::new(names.iter().map(String::as_str));
    let mut count = 0;
    // The member that is being unpacked: it is whole and sound once the next one is asked for and nothing failed.
    let mut open: Option<(String, Sink)> = None;
    let failed: Cell<Option<Rejection>> = Cell::default();
    let mut stopped: Option<Rejection> = None;
    let mut take = |open: &mut Option<(String, Sink)>, budget: &mut Budget| {
        let Some((name, sink)) = open.take() else { return };
        match failed.take() {
            Some(rejection) => members.reject(&name, &rejection),
            None => members.read(&name, sink.0.take(), budget, &mut *read_entry),
        }
    };
    let decide = |member: &ArchiveMember| {
        take(&mut open, budget);
        let meta = &member.meta;
        if meta.is_directory || meta.is_redirection {
            return Ok(ExtractionDecision::Skip);
        }
        stopped = not_unpacked(member).or_else(|| budget.spend(meta.unpacked_size).err());
        count += 1;
        if stopped.is_some() || count > limits::PAGES {
            return Ok(ExtractionDecision::Stop);
        }
        let name = name_of(member);
        if !Members::is_wanted(&name) {
            // What comes behind it may be packed by what it says.
            return Ok(ExtractionDecision::Extract(Box::new(io::sink())));
        }
        let sink = Sink::default();
        open = Some((name, sink.clone()));
        Ok(ExtractionDecision::Extract(Box::new(sink)))
    };
    let unpacked = archive.extract_with_control_and_errors(options, decide, |_, error| {
        failed.set(Some(explained(error)));
        Ok(ExtractionErrorAction::Continue)
    });
    take(&mut open, budget);
    budget.depth -= 1;
    let stopped = stopped.or_else(|| unpacked.err().map(|error| explained(&error)));
    match (stopped, members.count()) {
        (Some(rejection), 0) => return Err(rejection),
        (Some(rejection), _) => members.reject("其余文件", &rejection),
        (None, _) => {}
    }
    members.finish("压缩包")
}

/// Why a member, and with it what comes behind it, cannot be unpacked.
fn not_unpacked(member: &ArchiveMember) -> Option<Rejection> {
    if member.meta.is_encrypted {
        return Some(locked());
    }
    let is_split = member.meta.is_split_before || member.meta.is_split_after;
    is_split.then(|| Rejection::new("是分卷的 RAR，一卷读不全", UNPACK))
}

/// Chinese packers wrote names in the encoding of their system before RAR 5.
fn name_of(member: &ArchiveMember) -> String {
    normal(&decoded_name(&member.meta.name))
}

fn explained(error: &Error) -> Rejection {
    let told = error.to_string();
    match error.kind() {
        ErrorKind::PasswordRequired | ErrorKind::BadPassword => locked(),
        _ if told.contains("encrypt") || told.contains("password") => locked(),
        ErrorKind::ResourceLimit => Rejection::new(format!("RAR 超过上限：{told}"), UNPACK),
        ErrorKind::UnsupportedFeature | ErrorKind::UnsupportedFormat => {
            Rejection::new(format!("RAR 用了不读的写法：{told}"), UNPACK)
        }
        _ => broken("RAR", told),
    }
}
