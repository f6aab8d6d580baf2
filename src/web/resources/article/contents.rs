//! The contents of a long bulletin beside its text: chapters, with what stands in each folded away, and a box that leads to
//! a 条 by its number.

use axum::response::Response;

use super::view::ArticleView;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response::see_other;
use crate::web::i18n::texts::Texts;
use crate::web::url::links::article_url;
use crate::web::view::outline::{Clause, Entry, Outline};

/// The parameter of a page that asks for a 条: `tiao=12` leads to `#tiao-12`.
pub const CLAUSE: &str = "tiao";

/// Fewer entries than these are seen at once, and nothing is folded.
const MIN_FOLDED: usize = 16;

/// The contents; without chapters where there are none.
pub struct Contents<'a> {
    pub chapters: Vec<Chapter<'a>>,
    /// Whether there are 条 to go to.
    pub has_clauses: bool,
    /// The page, and the parameters that the form repeats.
    pub address: String,
    pub fields: Vec<(String, String)>,
    /// The 条 that the reader asked for and that is not there.
    pub missing: Option<&'a str>,
}

/// A chapter.
pub struct Chapter<'a> {
    pub entry: &'a Entry,
    /// Its sections.
    pub below: &'a [Entry],
    /// What is folded away, where something is.
    pub folded: Option<String>,
}

impl<'a> Contents<'a> {
    pub fn new(context: &RequestContext, view: &'a ArticleView, texts: &'static Texts) -> Self {
        let outline = &view.outline;
        let folds = outline.clauses() > 0 || outline.entries.len() >= MIN_FOLDED;
        let chapter = |(entry, below): (&'a Entry, &'a [Entry])| Chapter {
            entry,
            below,
            folded: folds.then(|| folded(entry, below, texts)).flatten(),
        };
        let kept = context.query().pairs().filter_map(Result::ok).filter(|(name, _)| name != CLAUSE);
        Self {
            chapters: outline.folded().map(chapter).collect(),
            has_clauses: outline.clauses() > 0,
            address: article_url(&view.stored.article.id),
            fields: kept.filter_map(|(name, value)| Some((name, value.ok()?))).collect(),
            missing: view.missing_clause.as_deref(),
        }
    }
}

/// What is folded away of a chapter: from which 条 to which, or how many sections.
fn folded(entry: &Entry, below: &[Entry], texts: &'static Texts) -> Option<String> {
    let mut clauses = std::iter::once(entry).chain(below).flat_map(|entry| &entry.clauses);
    match (clauses.next(), below.len()) {
        (Some(first), _) => {
            let last = clauses.next_back().unwrap_or(first);
            let said = texts.format("contents-clauses").with("first", number(first)).with("last", number(last));
            Some(said.to_string())
        }
        (None, 0) => None,
        (None, count) => Some(texts.format("contents-sections").with("count", count).to_string()),
    }
}

/// The number of a 条 in digits, as far as its name tells it: 12, 133之1.
fn number(clause: &Clause) -> String {
    clause.anchor.strip_prefix("tiao-").map_or_else(|| clause.text.clone(), |number| number.replace('-', "之"))
}

/// Leads to the 条 that the address asks for; `None` where there is none such.
pub fn lead_to_clause(context: &RequestContext, address: &str, outline: &Outline, asked_for: &str) -> Option<Response> {
    let anchor = outline.clause_asked_for(asked_for)?;
    let asks = |pair: &&str| pair.split('=').next() == Some(CLAUSE);
    let kept = context.uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty() && !asks(pair));
    let query = kept.collect::<Vec<_>>().join("&");
    let separator = if query.is_empty() { "" } else { "?" };
    see_other(&format!("{address}{separator}{query}#{anchor}")).ok()
}
