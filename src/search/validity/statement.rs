//! A statement is what the text of one document says of its own term and of other documents. The standing of every document follows
//! from the statements of all.

use serde::{Deserialize, Serialize};

use super::document::{self, Made};
use super::kind::RelationKind;
use super::relation::{Relation, relations};
use super::term::Term;
use crate::model::{Article, PartialDate, Validity};
use crate::search::schema::citations::{names, work};
use crate::search::schema::identity::Identity;

/// What a document says. Names are [`Identity::key`]s.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// When its text was made.
    pub made: Option<PartialDate>,
    /// Whether its own heading says so.
    pub by_heading: bool,
    /// The first day on which it is in force.
    pub from: Option<PartialDate>,
    /// The last.
    pub until: Option<PartialDate>,
    /// Whether it is in force since it was issued, whenever that was.
    pub at_issue: bool,
    /// What its page says of it.
    pub published: Option<Validity>,
    /// Its own numbers.
    pub numbers: Vec<i64>,
    /// What it is called.
    pub works: Vec<i64>,
    /// What it ends or amends.
    pub acts: Vec<Act>,
}

/// What a document says to end or amend another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Whether it ends it; else it amends it.
    pub ends: bool,
    /// What the other is called.
    pub work: Option<i64>,
    /// What its number may be.
    pub numbers: Vec<i64>,
}

impl Statement {
    /// Reads what an article says; `None` where it is no document.
    pub fn read(article: &Article) -> Option<Self> {
        let published =
            article.validity.as_deref().and_then(Validity::from_published).or_else(|| document::marked(&article.title));
        if !document::is_document(article) {
            return published.map(|_| Self { published, ..Self::named(article) });
        }
        let term = Term::read(article);
        let acts = relations(article).into_iter().filter_map(act).collect();
        Some(Self {
            from: term.from,
            until: term.until,
            at_issue: term.at_issue,
            published,
            acts,
            ..Self::named(article)
        })
    }

    /// The same with nothing but what it is called and when it was made.
    fn named(article: &Article) -> Self {
        let made = document::made(article);
        let (numbers, mut works): (Vec<Identity>, Vec<Identity>) =
            names(article).into_iter().partition(Identity::is_number);
        let published = document::published_text(article).and_then(work);
        works.extend(published);
        Self {
            made: made.map(|made| made.on),
            by_heading: made.is_some_and(|made: Made| made.by_heading),
            numbers: numbers.iter().map(signed_key).collect(),
            works: works.iter().map(signed_key).collect(),
            ..Self::default()
        }
    }

    /// The names under which others speak of it.
    pub fn names(&self) -> Vec<i64> {
        self.numbers.iter().chain(&self.works).copied().collect()
    }

    /// The names of documents that it ends or amends.
    pub fn speaks_of(&self) -> Vec<i64> {
        let mut names: Vec<i64> =
            self.acts.iter().flat_map(|act| act.numbers.iter().chain(&act.work)).copied().collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// What it is called, where it is one text of a law among others, which a newer one follows.
    pub fn text_of(&self) -> &[i64] {
        if self.by_heading { &self.works } else { &[] }
    }

    /// The first day on which what it does to others holds.
    pub fn acts_from(&self) -> Option<PartialDate> {
        self.from.or(self.made)
    }
}

impl Act {
    /// Whether a document is meant: by its number, where both have one, since titles are used again; else by its title.
    pub fn means(&self, other: &Statement) -> bool {
        if !self.numbers.is_empty() && !other.numbers.is_empty() {
            return self.numbers.iter().any(|number| other.numbers.contains(number));
        }
        self.work.is_some_and(|work| other.works.contains(&work))
    }

    /// Whether the number tells that it is meant.
    pub fn means_by_number(&self, other: &Statement) -> bool {
        self.numbers.iter().any(|number| other.numbers.contains(number))
    }
}

fn act(relation: Relation) -> Option<Act> {
    let ends = match relation.kind {
        RelationKind::Repeals => true,
        RelationKind::Amends => false,
        RelationKind::Forwards | RelationKind::Explains => return None,
    };
    let numbers = relation.numbers.iter().map(signed_key).collect();
    Some(Act { ends, work: relation.work.as_ref().map(signed_key), numbers })
}

/// [`Identity::key`] as databases keep numbers.
fn signed_key(identity: &Identity) -> i64 {
    identity.key() as i64
}
