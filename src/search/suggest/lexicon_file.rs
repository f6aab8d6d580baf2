//! A lexicon kept in a file, so that a restart has suggestions at once. It is derived data: a file that is missing,
//! of another version or of another revision is as good as none, and the lexicon is made anew.

use std::fs::File;
use std::io;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use super::completion::Candidate;
use super::lexicon::Lexicon;
use crate::search::types::suggestion::Kind;
use crate::search::{analysis, schema};

/// Changes whenever the file is written otherwise, or the same index gives other suggestions.
const VERSION: u32 = 4;

/// Bytes of a file that are read; the bounds of a lexicon keep it far below.
const MAX_FILE: u64 = 256 << 20;

/// Every kind, in the order of [`name`](Kind::name)s in the file.
const KINDS: [Kind; 6] = [Kind::Phrase, Kind::Title, Kind::Person, Kind::Body, Kind::Column, Kind::DocumentNumber];

/// What a line of a short name begins with, in the place of a kind; the name and the title follow.
const SHORT_NAME: &str = "short name";

/// The first line: what must be the same for the file to be of use.
fn head(revision: i64, documents: u64) -> String {
    let (schema, analysis) = (schema::VERSION, analysis::VERSION);
    format!(
        "gongbao suggestions {VERSION}, schema {schema}, analysis {analysis}, revision {revision}, {documents} bulletins"
    )
}

/// Writes a lexicon in the place of the last one.
///
/// # Errors
/// Where the folder cannot be written.
pub fn write(path: &Path, lexicon: &Lexicon, documents: u64) -> io::Result<()> {
    // Several processes may serve one folder: each writes a file of its own, and the last one stays.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = BufWriter::new(tempfile::NamedTempFile::new_in(folder)?);
    writeln!(file, "{}", head(lexicon.revision, documents))?;
    for completion in [&lexicon.words, &lexicon.numbers, &lexicon.titles] {
        for Candidate { text, kind, count, score, begins } in completion.candidates() {
            let begins = begins.iter().map(u16::to_string).collect::<Vec<_>>().join(",");
            writeln!(file, "{}\t{count}\t{score}\t{begins}\t{text}", kind.name())?;
        }
    }
    for (short, title) in &lexicon.short_names {
        writeln!(file, "{SHORT_NAME}\t{short}\t{title}")?;
    }
    let file = file.into_inner()?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Reads the lexicon of this revision; `None` where the file has another one, or none.
pub fn load(path: &Path, revision: i64, documents: u64) -> Option<Lexicon> {
    let mut lines = BufReader::new(File::open(path).ok()?.take(MAX_FILE)).lines();
    if lines.next()?.ok()? != head(revision, documents) {
        return None;
    }
    let (mut words, mut numbers, mut titles) = (Vec::new(), Vec::new(), Vec::new());
    let mut short_names = Vec::new();
    for line in lines {
        let line = line.ok()?;
        if let Some((SHORT_NAME, pair)) = line.split_once('\t') {
            let (short, title) = pair.split_once('\t')?;
            short_names.push((short.to_owned(), title.to_owned()));
            continue;
        }
        let candidate = candidate(&line)?;
        match candidate.kind {
            Kind::Title => titles.push(candidate),
            Kind::DocumentNumber => numbers.push(candidate),
            Kind::Phrase | Kind::Person | Kind::Body | Kind::Column => words.push(candidate),
        }
    }
    Some(Lexicon { short_names, ..Lexicon::new(words, numbers, titles, revision) })
}

fn candidate(line: &str) -> Option<Candidate> {
    let mut columns = line.splitn(5, '\t');
    let kind = columns.next()?;
    let kind = KINDS.into_iter().find(|known| known.name() == kind)?;
    let (count, score) = (columns.next()?.parse().ok()?, columns.next()?.parse().ok()?);
    let begins = columns.next()?.split(',').filter(|begin| !begin.is_empty());
    let begins = begins.map(|begin| begin.parse().ok()).collect::<Option<_>>()?;
    Some(Candidate { text: columns.next()?.to_owned(), kind, count, score, begins })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("suggestions.tsv");
        assert!(load(&path, 1, 2).is_none());
        let candidate = |text: &str, kind, begins: &[u16]| Candidate {
            text: text.to_owned(),
            kind,
            count: 3,
            score: 4,
            begins: begins.to_vec(),
        };
        let words = vec![candidate("疫情防控", Kind::Phrase, &[]), candidate("孔海燕", Kind::Person, &[])];
        let titles = vec![candidate("青岑县召开会议", Kind::Title, &[3, 5])];
        let numbers = vec![candidate("青岑办发〔2018〕7号", Kind::DocumentNumber, &[])];
        let short_names = vec![("湖巡法".to_owned(), "湖泊巡护法".to_owned())];
        let lexicon = Lexicon::new(words.clone(), numbers.clone(), titles.clone(), 1);
        write(&path, &Lexicon { short_names: short_names.clone(), ..lexicon }, 2).unwrap();
        let again = load(&path, 1, 2).unwrap();
        assert_eq!((again.words.candidates(), again.titles.candidates()), (&*words, &*titles));
        assert_eq!((again.numbers.candidates(), again.short_names), (&*numbers, short_names));
        assert!(load(&path, 2, 2).is_none());
        assert!(load(&path, 1, 3).is_none());
        let damaged = std::fs::read_to_string(&path).unwrap().replace("phrase\t3", "phrase\tx");
        std::fs::write(&path, damaged).unwrap();
        assert!(load(&path, 1, 2).is_none());
    }
}
