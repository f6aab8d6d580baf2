//! Whether a document is in force, as pages say it: a tag before its title, and a note above its text.

use super::entry::Entry;
use crate::model::{Evidence, Standing, StoredArticle, Validity};
use crate::web::i18n::texts::Texts;

/// The key of the tag before a title; none of what is in force, which needs no tag.
pub fn tag(standing: Option<&Standing>) -> Option<&'static str> {
    standing.filter(|standing| standing.validity != Validity::InForce).map(|standing| label(standing.validity))
}

/// The key of what a validity is called.
pub fn label(validity: Validity) -> &'static str {
    match validity {
        Validity::InForce => "validity-in-force",
        Validity::NotYetInForce => "validity-not-yet",
        Validity::Amended => "validity-amended",
        Validity::Expired => "validity-expired",
        Validity::Repealed => "validity-repealed",
    }
}

/// What is said above the text of a document that is not simply in force.
pub struct StandingNote<'a> {
    /// The key of what it is.
    pub key: &'static str,
    /// Since when, or until when, in words.
    pub when: String,
    /// The key of how that is known.
    pub because: &'static str,
    /// The bulletin that says so.
    pub by: Option<Entry<'a>>,
}

impl<'a> StandingNote<'a> {
    /// The note; none where nothing has ended or will.
    pub fn new(stored: &StoredArticle, by: Option<&'a StoredArticle>, texts: &'static Texts) -> Option<Self> {
        let standing = stored.standing.as_ref()?;
        let is_ending = standing.validity == Validity::InForce && by.is_some();
        let key = match standing.validity {
            Validity::InForce if is_ending => "standing-ending",
            Validity::InForce => return None,
            Validity::NotYetInForce => "standing-not-yet",
            Validity::Amended => "standing-amended",
            Validity::Expired => "standing-expired",
            Validity::Repealed => "standing-repealed",
        };
        let said = |key, date| texts.format(key).with("date", texts.date(date)).to_string();
        let when = match (standing.validity, standing.since, standing.until) {
            (Validity::InForce, _, until) => until.map(|date| said("standing-until", date)),
            (Validity::NotYetInForce, since, _) => since.map(|date| said("standing-from", date)),
            (_, since, _) => since.map(|date| said("standing-since", date)),
        };
        Some(Self {
            key,
            when: when.unwrap_or_default(),
            because: if is_ending { "standing-because-repeal" } else { because(standing.evidence) },
            by: by.map(|by| Entry::new(by, texts)),
        })
    }
}

/// The key of how a standing is known.
pub fn because(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Published => "standing-because-published",
        Evidence::Repeal => "standing-because-repeal",
        Evidence::Amendment => "standing-because-amendment",
        Evidence::NewerText => "standing-because-newer-text",
        Evidence::Term => "standing-because-term",
        Evidence::Commencement => "standing-because-commencement",
    }
}
