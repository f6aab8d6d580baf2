//! Citations as lists on pages: what a bulletin cites, and what cites it, each with what one does to the other.

use super::entry::Entry;
use crate::search::features::citations::{Cited, Citing};
use crate::search::validity::kind::RelationKind;
use crate::web::i18n::texts::Texts;
use crate::web::url::links::{Change, SearchLinks};
use crate::web::url::params::SearchParams;
use crate::web::view::outline::paragraph_anchor;

/// Places in the text that are listed of a cited document.
const MAX_PLACES: usize = 5;

/// A document that the text cites.
pub struct CitedView<'a> {
    pub text: &'a str,
    /// The key of what is done to it.
    pub relation: Option<&'static str>,
    /// The bulletin of the archive.
    pub found: Option<Entry<'a>>,
    /// A search where the archive has none under this name.
    pub search: String,
    /// The paragraphs that cite it: their numbers, and their addresses.
    pub places: Vec<(usize, String)>,
}

/// A bulletin that cites the text.
pub struct CitingView<'a> {
    pub entry: Entry<'a>,
    /// The key of what it does to the text.
    pub relation: Option<&'static str>,
}

impl<'a> CitedView<'a> {
    /// On a page from which the text is at `address`, which is empty on its own.
    pub fn new(cited: &'a Cited, address: &str, texts: &'static Texts) -> Self {
        let links = SearchLinks::new(&SearchParams::everything());
        let place = |number: usize| (number + 1, format!("{address}#{}", paragraph_anchor(number)));
        let mut paragraphs: Vec<usize> = cited.places.iter().filter_map(|place| place.paragraph).collect();
        paragraphs.dedup();
        let name = cited.text.trim_start_matches('《').trim_end_matches('》');
        Self {
            text: &cited.text,
            relation: cited.relation.map(|relation| match relation {
                RelationKind::Repeals => "relation-repeals",
                RelationKind::Amends => "relation-amends",
                RelationKind::Forwards => "relation-forwards",
                RelationKind::Explains => "relation-explains",
            }),
            found: cited.found.as_deref().map(|found| Entry::new(found, texts)),
            search: links.url(Change::Query(&format!("\"{name}\""))),
            places: paragraphs.into_iter().take(MAX_PLACES).map(place).collect(),
        }
    }
}

impl<'a> CitingView<'a> {
    pub fn new(citing: &'a Citing, texts: &'static Texts) -> Self {
        Self {
            entry: Entry::new(&citing.stored, texts),
            relation: citing.relation.map(|relation| match relation {
                RelationKind::Repeals => "relation-repeals-this",
                RelationKind::Amends => "relation-amends-this",
                RelationKind::Forwards => "relation-forwards-this",
                RelationKind::Explains => "relation-explains-this",
            }),
        }
    }
}
