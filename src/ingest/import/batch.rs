//! A [`Batch`] is what an import has read and not yet stored.

use std::path::PathBuf;

use crate::ingest::finding::Finding;
use crate::ingest::rejection::RejectedInput;
use crate::model::Article;
use crate::store::Original;

/// Articles handed to the store at a time, and the bytes of text after which fewer are.
const BATCH_ARTICLES: usize = 500;

const BATCH_BYTES: usize = 4 << 20;

/// Findings on their way from the reading thread to the store.
#[derive(Default)]
pub struct Batch {
    /// Bulletins.
    pub articles: Vec<Article>,
    bytes: usize,
    /// What was rejected.
    pub rejected: Vec<RejectedInput>,
    /// Pages that are no bulletins.
    pub left_out: Vec<RejectedInput>,
    /// Files of formats that are not read.
    pub skipped: Vec<PathBuf>,
    /// Files to be kept.
    pub originals: Vec<Original>,
    /// What was taken in, but not all of it.
    pub notes: Vec<RejectedInput>,
}

impl Batch {
    /// Takes a finding.
    pub fn add(&mut self, finding: Finding) {
        match finding {
            Finding::Draft(..) => {}
            Finding::Article(article) => {
                self.bytes += article.paragraphs.iter().map(String::len).sum::<usize>();
                let files = article.attachments.iter().filter_map(|attachment| attachment.file.as_ref());
                let pages = files.flat_map(|file| &file.pages);
                self.bytes += pages.flat_map(|page| &page.paragraphs).map(String::len).sum::<usize>();
                self.articles.push(*article);
            }
            Finding::Rejected(rejected) => {
                self.bytes += rejected.content.len();
                self.rejected.push(rejected);
            }
            Finding::LeftOut(page) => self.left_out.push(page),
            Finding::Skipped(path) => self.skipped.push(path),
            Finding::Original(original) => {
                self.bytes += original.content.len();
                self.originals.push(original);
            }
            Finding::Noted(note) => self.notes.push(note),
        }
    }

    /// Whether it is time to hand it on.
    pub fn is_full(&self) -> bool {
        let none = self.rejected.len() + self.left_out.len();
        self.articles.len() >= BATCH_ARTICLES || self.bytes >= BATCH_BYTES || none >= BATCH_ARTICLES
    }
}
