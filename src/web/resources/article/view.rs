//! An [`ArticleView`] is one bulletin with everything that its page and its data show beside the text.

use std::sync::Arc;

use jiff::civil::Date;

use crate::model::StoredArticle;
use crate::search::features::adjacent::Neighbours;
use crate::search::features::citations::Citations;
use crate::search::features::related::Related;
use crate::web::html::pictures::Showing;
use crate::web::url::params::SearchParams;
use crate::web::view::mentions::Mentions;
use crate::web::view::outline::Outline;

/// An article and what belongs to it.
pub struct ArticleView {
    /// The day on which it is looked at.
    pub today: Date,
    /// The article.
    pub stored: Arc<StoredArticle>,
    /// The document that ended or amended it, or is its newer text.
    pub successor: Option<Arc<StoredArticle>>,
    /// Its headings.
    pub outline: Outline,
    /// The 条 that the reader asked for by a number, where it has none such.
    pub missing_clause: Option<String>,
    /// What it cites, and what cites it.
    pub citations: Citations,
    /// The articles beside it in its column.
    pub neighbours: Neighbours,
    /// Articles of its kind.
    pub related: Vec<Related>,
    /// Articles with the same text, itself among them, the first first; none where it stands alone.
    pub duplicates: Vec<Arc<StoredArticle>>,
    /// People and bodies that its text names.
    pub mentions: Mentions,
    /// How its pictures are shown.
    pub showing: Showing,
    /// The search by which the reader came.
    pub params: SearchParams,
}
