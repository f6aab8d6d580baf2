//! Reading files to show what they would become, as `extract` and `extract --explain` do; nothing is stored.

use std::io::{BufWriter, ErrorKind, StdoutLock, Write};
use std::process::ExitCode;
use std::sync::Arc;

use super::chosen::Chosen;
use super::exit::EXIT_REJECTED;
use crate::ingest::draft::Draft;
use crate::ingest::finding::{Finding, Limits};
use crate::ingest::parse::Format;
use crate::ingest::read;
use crate::ingest::rejection::RejectedInput;
use crate::model::Article;

/// What was read of a bulletin before it was decided; only where [`Limits::drafts`] asks for it.
pub(super) type Before = Option<(Format, Box<Draft>)>;

/// Gives each bulletin of the files, with the name of its file, to `write`; tells on standard error what was rejected,
/// passed over, or read in part. Ends early where nobody reads the output any more.
pub(super) fn each_article(
    limits: Limits,
    chosen: &Chosen,
    mut write: impl FnMut(&mut BufWriter<StdoutLock<'static>>, &str, Before, &Article) -> std::io::Result<()>,
) -> anyhow::Result<ExitCode> {
    let (found, unreadable) = chosen.find();
    let mut rejections = 0;
    let mut reject = |rejected: &RejectedInput| {
        rejections += 1;
        eprintln!("拒收 {rejected}");
    };
    for unreadable in unreadable {
        reject(&unreadable.into());
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut draft: Before = None;
    let mut written = Ok(());
    for input in &found {
        let file = input.path.display().to_string();
        let mut sink = |finding| {
            match finding {
                Finding::Draft(format, read) => draft = Some((format, read)),
                Finding::Article(article) => written = write(&mut out, &file, draft.take(), &article),
                Finding::Rejected(rejected) => reject(&rejected),
                Finding::LeftOut(page) => eprintln!("没有收录 {page}"),
                Finding::Noted(note) => eprintln!("注意 {note}"),
                Finding::Skipped(path) => eprintln!("略过 {}：不认识的格式", path.display()),
                Finding::Original(_) => {}
            }
            written.is_ok()
        };
        read::read_all(std::slice::from_ref(input), limits.clone(), &Arc::default(), &mut sink);
        if written.is_err() {
            break;
        }
    }
    match written.and_then(|()| out.flush()) {
        // Whoever reads has seen enough: `gongbao extract … | head`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        other => other?,
    }
    Ok(if rejections > 0 { ExitCode::from(EXIT_REJECTED) } else { ExitCode::SUCCESS })
}
