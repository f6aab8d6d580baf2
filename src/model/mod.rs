//! The vocabulary of gongbao: what a bulletin is, whatever room handles it.
//!
//! This room imports no other. A word used in two rooms is defined here, once.

mod article;
pub(crate) mod date;
mod document_number;
mod facet;
pub(crate) mod html_tokens;
pub mod text;

pub use self::article::Article;
pub use self::article::ArticleId;
pub use self::article::ArticleKey;
pub use self::article::AttachedFile;
pub use self::article::AttachedPage;
pub use self::article::Attachment;
pub use self::article::Field;
pub use self::article::Origins;
pub use self::article::Reading;
pub use self::article::StoredArticle;
pub use self::date::PartialDate;
pub use self::document_number::DocumentNumber;
pub use self::facet::FACETS;
pub use self::facet::Facet;
