//! A ZIP of documents: each entry that is one is read as it would be by itself; one that cannot be read is said to be so
//! without costing the rest, and what is passed over is named. The rules for what lies in an archive are those of
//! [`Members`], which 7Z shares.

use super::archive::{Archive, Budget, ReadEntry};
use super::content::{Document, limits};
use super::members::Members;
use crate::ingest::draft::Rejection;

/// Reads every document of an archive, in the order of their names.
pub fn parse(bytes: &[u8], budget: &mut Budget, read_entry: ReadEntry<'_>) -> Result<Vec<Document>, Rejection> {
    let mut archive = Archive::open("ZIP", bytes)?;
    budget.enter()?;
    let mut names = archive.names.clone();
    names.sort();
    let mut members = Members::new(names.iter().map(String::as_str));
    for name in names.into_iter().filter(|name| Members::is_wanted(name)) {
        match archive.read(&name, budget) {
            Ok(Some(bytes)) => members.read(&name, bytes, budget, read_entry),
            Ok(None) => {}
            Err(rejection) => members.reject(&name, &rejection),
        }
        // Whoever is at the end of the budget has no use for the other entries.
        if budget.is_spent() || members.count() > limits::PAGES {
            break;
        }
    }
    budget.depth -= 1;
    members.finish("压缩包")
}
