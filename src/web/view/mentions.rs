//! Names in a text that is read: people and bodies that the archive knows are [`Mentions`] beside it, and each is a link
//! to its page where it first stands free of other links and of highlights.

use std::collections::HashSet;
use std::sync::Arc;

use crate::search::suggest::names::{Name, Names};
use crate::search::types::response::Marked;
use crate::web::i18n::markup::TextLink;
use crate::web::url::links::landing_url;

/// Names that are listed of one article.
const MAX_MENTIONS: usize = 30;

/// The names in an article, in the order of the text.
pub struct Mentions {
    names: Arc<Names>,
    /// Their numbers, and how often each stands in the text.
    counted: Vec<(usize, usize)>,
}

impl Mentions {
    /// The names in the paragraphs of an article.
    pub fn new(names: Arc<Names>, paragraphs: &[String]) -> Self {
        let mut counted: Vec<(usize, usize)> = Vec::new();
        for place in paragraphs.iter().flat_map(|paragraph| names.in_text(paragraph)) {
            let has_room = counted.len() < MAX_MENTIONS;
            match counted.iter_mut().find(|(number, _)| *number == place.number) {
                Some((_, count)) => *count += 1,
                None if has_room => counted.push((place.number, 1)),
                None => {}
            }
        }
        Self { names, counted }
    }

    /// The names, and how often each stands in the text.
    pub fn listed(&self) -> impl Iterator<Item = (&Name, usize)> {
        self.counted.iter().map(|(number, count)| (self.names.name(*number), *count))
    }

    /// Links the names in the texts of the article one after the other.
    pub fn linker(&self) -> Linker<'_> {
        Linker { names: &self.names, left: self.counted.iter().map(|(number, _)| *number).collect() }
    }
}

/// What is still to be linked.
pub struct Linker<'a> {
    names: &'a Names,
    left: HashSet<usize>,
}

impl Linker<'_> {
    /// The links of a text, ascending and apart, with those of names that have not been linked before.
    pub fn add_to(&mut self, text: &Marked, mut links: Vec<TextLink>) -> Vec<TextLink> {
        let mut taken: Vec<(usize, usize)> = links.iter().map(|link| (link.start, link.end)).collect();
        taken.extend(&text.ranges);
        for place in self.names.in_text(&text.text) {
            let is_free = || taken.iter().all(|(start, end)| place.end <= *start || *end <= place.start);
            if self.left.contains(&place.number) && is_free() {
                self.left.remove(&place.number);
                let Name { facet, text } = self.names.name(place.number);
                links.push(TextLink {
                    start: place.start,
                    end: place.end,
                    url: landing_url(facet, text),
                    class: "named",
                });
            }
        }
        links.sort_by_key(|link| link.start);
        links
    }
}
