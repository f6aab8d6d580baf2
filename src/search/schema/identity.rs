//! An [`Identity`] is what tells a document from all others: its number or its whole title.

use crate::model::DocumentNumber;
use crate::search::analysis::fold;

/// A way to call for one document and no other: its number, or its whole title.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity(String);

impl Identity {
    /// Of 发文字号, the same for every writing of it, in either script.
    pub fn number(number: &DocumentNumber) -> Self {
        Self(format!("number:{}", fold(&number.key())))
    }

    /// Of a whole title: its letters, digits and ideographs, folded. `None` where it has none.
    pub fn title(title: &str) -> Option<Self> {
        let letters: String = fold(title).chars().filter(|c| c.is_alphanumeric()).collect();
        (!letters.is_empty()).then(|| Self(format!("title:{letters}")))
    }

    /// Whether it is a number, not a title.
    pub fn is_number(&self) -> bool {
        self.0.starts_with("number:")
    }

    /// The number or the title, as it is compared.
    pub fn text(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, text)| text)
    }

    /// Whether it is what a document is called beside its full title.
    pub fn is_work(&self) -> bool {
        self.0.starts_with("work:")
    }

    /// The number in its standard writing, or the title, as a reader is shown it.
    pub fn shown(&self) -> String {
        if self.is_number() { DocumentNumber::of_key(self.text()) } else { self.text().to_owned() }
    }

    /// Of what a document is called beside its full title; see [`crate::search::schema::citations::work`].
    pub fn work(name: &str) -> Option<Self> {
        Self::title(name).map(|title| Self(format!("work:{}", title.text())))
    }

    /// The number that an engine keeps for it, a thirtieth of what the texts of titles would take. Two names of a
    /// million share theirs with a chance of one in forty million.
    pub fn key(&self) -> u64 {
        u64::from_le_bytes(*blake3::hash(self.0.as_bytes()).as_bytes().first_chunk().unwrap_or(&[0; 8]))
    }
}
