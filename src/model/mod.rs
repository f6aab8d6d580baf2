//! The vocabulary of gongbao: what a bulletin is, whatever room handles it.
//!
//! This room imports no other. A word used in two rooms is defined here, once.

mod article;
mod date;
mod document_number;
mod facet;
pub mod text;

pub use article::{
    Article, ArticleId, ArticleKey, AttachedFile, AttachedPage, Attachment, Field, Origins, Reading, StoredArticle,
};
pub use date::PartialDate;
pub use document_number::DocumentNumber;
pub use facet::{FACETS, Facet};
