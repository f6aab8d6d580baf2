//! The vocabulary of gongbao: what a bulletin is, whatever room handles it.
//!
//! This room imports no other. A word used in two rooms is defined here, once.

mod article;
mod article_key;
pub mod clock;
pub(crate) mod comments;
pub(crate) mod date;
pub mod document_number;
pub(crate) mod escape;
mod facet;
pub(crate) mod html_tokens;
pub(crate) mod radicals;
pub mod text;
mod validity;

pub use self::article::{
    Article, ArticleId, AttachedFile, AttachedPage, Attachment, Field, Origins, Reading, StoredArticle,
};
pub use self::article_key::ArticleKey;
pub use self::date::PartialDate;
pub use self::document_number::{DocumentNumber, TitleNumber};
pub use self::facet::{Counted, FACETS, Facet};
pub use self::validity::{Evidence, Standing, Validity};
