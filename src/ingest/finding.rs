//! A [`Finding`] is what a reader of inputs comes upon: a bulletin, something that is none, a file to be kept. [`Limits`]
//! bound what it reads.

use std::path::PathBuf;
use std::sync::Arc;

use super::documents::DocumentLimits;
use super::draft::Draft;
use super::parse::{FieldNames, Format};
use super::rejection::RejectedInput;
use super::rules::Rules;
use crate::model::Article;
use crate::store::Original;

/// Bounds on what is read.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of a line of JSON Lines.
    pub line: usize,
    /// Bytes of a file that holds one bulletin.
    pub file: usize,
    /// How office files and books are read.
    pub documents: DocumentLimits,
    /// What the operator knows of single sites.
    pub rules: Arc<Rules>,
    /// What the names of records mean.
    pub names: Arc<FieldNames>,
    /// Whether drafts are told too, for those who explain.
    pub drafts: bool,
}

/// What a reader of inputs comes upon.
#[derive(Debug)]
pub enum Finding {
    /// What was read of a bulletin, before it is decided; only where [`Limits::drafts`] asks for it.
    Draft(Format, Box<Draft>),
    /// A bulletin.
    Article(Box<Article>),
    /// Something that is none.
    Rejected(RejectedInput),
    /// A page that only leads to bulletins, or to a login: it is named, and nothing is wrong with it.
    LeftOut(RejectedInput),
    /// A file, met in a folder, of a format gongbao does not read.
    Skipped(PathBuf),
    /// The file of a document that the next bulletins have; it is to be kept before they are.
    Original(Original),
    /// Something that was taken in, and what of it could not be read.
    Noted(RejectedInput),
}
