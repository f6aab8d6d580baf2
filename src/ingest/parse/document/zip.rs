//! A ZIP of documents: each entry that is one is read as it would be by itself; the others are passed over,
//! and one that cannot be read is said to be so without costing the rest.

use super::archive::{Archive, Budget};
use super::content::{Document, limits};
use crate::ingest::draft::Rejection;
use crate::ingest::parse::format::Format;

/// Reads one entry: its name, its bytes, and the budget of the archive.
type ReadEntry<'a> = &'a mut dyn FnMut(&str, &[u8], &mut Budget) -> Result<Vec<Document>, Rejection>;

/// Reads every document of an archive, in the order of their names.
pub fn parse(bytes: &[u8], budget: &mut Budget, read_entry: ReadEntry<'_>) -> Result<Vec<Document>, Rejection> {
    if budget.depth >= limits::DEPTH {
        return Err(Rejection::new(format!("压缩包嵌套超过 {} 层", limits::DEPTH), "请解开后再导入"));
    }
    let mut archive = Archive::open("ZIP", bytes)?;
    let mut names = archive.names.clone();
    names.retain(|name| !name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX"));
    names.sort();
    budget.depth += 1;
    let mut documents = Vec::new();
    for name in names {
        let rejected = |reason: String| Document { rejection: Some(reason), ..Document::default() };
        let mut read = match archive.read(&name, budget) {
            Ok(Some(bytes)) => match Format::detect(&name, &bytes) {
                Some(format) if format.is_document() || format == Format::Text => {
                    match read_entry(&name, &bytes, budget) {
                        Ok(documents) => documents,
                        Err(rejection) => vec![rejected(rejection.to_string())],
                    }
                }
                _ => continue,
            },
            Ok(None) => continue,
            Err(rejection) => vec![rejected(rejection.to_string())],
        };
        // Whoever is at the end of the budget has no use for the other entries.
        let exhausted =
            read.iter().any(|document| document.rejection.as_deref().is_some_and(|r| r.contains("压缩炸弹")));
        for document in &mut read {
            document.entry = Some(match document.entry.take() {
                Some(inner) => format!("{name}/{inner}"),
                None => name.clone(),
            });
        }
        documents.extend(read);
        if exhausted || documents.len() > limits::PAGES {
            break;
        }
    }
    budget.depth -= 1;
    match documents.as_slice() {
        [] => Err(Rejection::new(
            "压缩包里没有能读的文档",
            "目前读其中的 PDF、DOCX、XLSX、DOC、XLS、WPS、OFD、RTF、TXT 和 EPUB",
        )),
        [only] if only.rejection.is_some() => Err(Rejection::new(
            format!("压缩包里的 {}", only.entry.as_deref().unwrap_or_default()),
            only.rejection.clone().unwrap_or_default(),
        )),
        _ => Ok(documents),
    }
}
