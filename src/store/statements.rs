//! What documents say of their own term and of others, as the search reads it, and the standings that follow. The store keeps
//! statements under the names that they bear and speak of, and knows whose standing must be decided anew.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;

use super::error::StoreError;
use crate::model::{ArticleKey, Standing};

/// What one document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRow {
    /// The document.
    pub key: ArticleKey,
    /// What it says, as JSON.
    pub document: String,
    /// The names that it bears.
    pub bears: Vec<i64>,
    /// The names of documents that it speaks of.
    pub speaks_of: Vec<i64>,
}

/// What a run of changes says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatementChange {
    /// The revision at which it begins: what [`Statements::statements_state`] must still be.
    pub from: i64,
    /// The revision up to which it goes.
    pub to: i64,
    /// New statements, in the place of any older ones.
    pub rows: Vec<StatementRow>,
    /// Articles that say nothing any more.
    pub gone: Vec<ArticleKey>,
}

/// What was decided of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The document.
    pub key: ArticleKey,
    /// Its standing.
    pub standing: Option<Standing>,
    /// The day on which it must be decided anew, in days since 1970-01-01.
    pub due: Option<i32>,
}

/// Keeps statements and standings.
#[async_trait]
pub trait Statements: Send + Sync {
    /// The revision up to which statements are read by this method; those read by another are forgotten first.
    async fn statements_state(&self, method: i64) -> Result<i64, StoreError>;

    /// Takes a run of changes over, all or nothing; `false` where another process has done so meanwhile. What changed, and
    /// every document that is spoken of or was, becomes due.
    async fn change_statements(&self, change: &StatementChange) -> Result<bool, StoreError>;

    /// The statements of these articles, those that make one.
    async fn statements(&self, keys: &[ArticleKey]) -> Result<Vec<(ArticleKey, String)>, StoreError>;

    /// Who speaks of these names: each name with the article.
    async fn speakers(&self, names: &[i64]) -> Result<Vec<(i64, ArticleKey)>, StoreError>;

    /// Documents whose standing must be decided on that day, in days since 1970-01-01; at most `limit`.
    async fn standings_due(&self, day: i32, limit: usize) -> Result<Vec<ArticleKey>, StoreError>;

    /// Writes standings down. Where one changed, its article gets a new revision, unless it is `quiet`: whoever follows the
    /// revision takes it as changed.
    async fn decide_standings(&self, decisions: &[Decision], quiet: &HashSet<ArticleKey>) -> Result<(), StoreError>;

    /// The standings of these articles, those that have one.
    async fn standings(&self, keys: &[ArticleKey]) -> Result<HashMap<ArticleKey, Standing>, StoreError>;

    /// The keys of articles that are not withdrawn and have a standing, ascending above `after`, at most `limit`.
    async fn standing_keys(&self, after: ArticleKey, limit: usize) -> Result<Vec<ArticleKey>, StoreError>;
}
