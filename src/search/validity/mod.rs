//! Whether documents are in force (有效性), told from what all bulletins say.
//!
//! What the text of a document says of its own term and of others is its [`Statement`], which the store keeps under the names it
//! bears and speaks of. When bulletins come or go, or a day comes, the standings that follow are decided anew, and written beside the
//! bulletins; a bulletin whose standing changed is taken by every index as one that changed.

mod amendments;
pub(crate) mod decide;
pub(crate) mod document;
pub mod kind;
mod object;
pub mod relation;
mod repeals;
pub mod statement;
pub(crate) mod term;
#[cfg(test)]
mod test_articles;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use self::decide::{Other, day_number, decide};
use self::statement::Statement;
use crate::model::ArticleKey;
use crate::model::clock::Clock;
use crate::model::date::today;
use crate::store::{Changes, Decision, StatementChange, StatementRow, Store, StoreError};

/// Changes whenever the same article makes another [`Statement`], or the same statements another standing.
const METHOD: i64 = 1;

/// Articles that are read at a time, where they have not just been read for the index.
const BATCH: usize = 500;

/// Documents that are decided at a time.
const DECIDED: usize = 500;

/// Decides the standings of the documents of a store.
pub struct Standings {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
}

impl Standings {
    /// Those of a store, by a clock.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    /// Takes what changes say that were just read, which follow revision `before`, and gives them back with their standings. What has not been read up to there is read first.
    ///
    /// # Errors
    /// Of the store.
    pub async fn take(&self, before: i64, changes: Changes) -> Result<Changes, StoreError> {
        let mut known = self.store.statements_state(METHOD).await?;
        while known < before {
            known = self.read_once(known).await?;
        }
        let is_new = changes.reached.is_some_and(|reached| reached > known);
        let mut changes = if is_new { self.publish(known, changes).await? } else { changes };
        let keys: Vec<ArticleKey> = changes.articles.iter().map(|stored| stored.key).collect();
        // They are about to be indexed, whatever is decided.
        self.settle(&keys.iter().copied().collect()).await?;
        let mut standings = self.store.standings(&keys).await?;
        for stored in &mut changes.articles {
            stored.standing = standings.remove(&stored.key);
        }
        Ok(changes)
    }

    /// Reads what has not been read yet, and decides what is due: because others said something, or because its day has come.
    ///
    /// # Errors
    /// Of the store.
    pub async fn advance(&self) -> Result<(), StoreError> {
        let mut known = self.store.statements_state(METHOD).await?;
        let revision = self.store.revision().await?;
        while known < revision {
            known = self.read_once(known).await?;
        }
        self.settle(&HashSet::new()).await
    }

    async fn read_once(&self, known: i64) -> Result<i64, StoreError> {
        let changes = self.store.changes_since(known, BATCH).await?;
        let Some(reached) = changes.reached else { return Ok(i64::MAX) };
        self.publish(known, changes).await?;
        Ok(self.store.statements_state(METHOD).await?.max(known).max(reached))
    }

    /// Writes down what a batch says, where no other process did so first, and gives it back.
    async fn publish(&self, from: i64, changes: Changes) -> Result<Changes, StoreError> {
        // Reading would stall the threads that answer.
        let read = tokio::task::spawn_blocking(move || (change(from, &changes), changes));
        let (change, changes) = read.await.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()));
        self.store.change_statements(&change).await?;
        Ok(changes)
    }

    /// Decides what is due; `quiet` are those whose index needs not be told.
    async fn settle(&self, quiet: &HashSet<ArticleKey>) -> Result<(), StoreError> {
        let today = day_number(today(self.clock.now()));
        loop {
            let due = self.store.standings_due(today, DECIDED).await?;
            if due.is_empty() {
                return Ok(());
            }
            let decisions = self.decide(&due, today).await?;
            self.store.decide_standings(&decisions, quiet).await?;
        }
    }

    async fn decide(&self, keys: &[ArticleKey], today: i32) -> Result<Vec<Decision>, StoreError> {
        let own = self.statements(keys).await?;
        let names: HashSet<i64> = own.values().flat_map(|own| own.names()).collect();
        let speakers = self.store.speakers(&names.into_iter().collect::<Vec<_>>()).await?;
        let others: HashSet<ArticleKey> = speakers.iter().map(|(_, key)| *key).collect();
        let others = self.statements(&others.into_iter().collect::<Vec<_>>()).await?;
        let mut speak_of: HashMap<i64, Vec<ArticleKey>> = HashMap::new();
        for (name, key) in speakers {
            speak_of.entry(name).or_default().push(key);
        }
        let decision = |key: &ArticleKey| {
            let Some(own) = own.get(key) else { return Decision { key: *key, standing: None, due: None } };
            let mut seen = HashSet::new();
            let names = own.names();
            let speakers = names.iter().filter_map(|name| speak_of.get(name)).flatten();
            let others: Vec<Other<'_>> = speakers
                .filter(|other| *other != key && seen.insert(**other))
                .filter_map(|key| Some(Other { key: *key, statement: others.get(key)? }))
                .collect();
            let (standing, due) = decide(own, &others, today);
            Decision { key: *key, standing, due }
        };
        Ok(keys.iter().map(decision).collect())
    }

    async fn statements(&self, keys: &[ArticleKey]) -> Result<HashMap<ArticleKey, Statement>, StoreError> {
        let rows = self.store.statements(keys).await?;
        let read = |(key, json): (ArticleKey, String)| {
            let statement = serde_json::from_str(&json);
            // Until it is told again, a damaged statement says nothing.
            statement
                .inspect_err(|error| tracing::error!("第 {} 号的陈述已损坏：{error}", key.0))
                .ok()
                .map(|read| (key, read))
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }
}

/// What the articles among changes say that changed after revision `from`.
fn change(from: i64, changes: &Changes) -> StatementChange {
    let to = changes.reached.unwrap_or(from);
    let gone = changes.damaged.iter().filter(|(_, revision)| *revision > from).map(|(key, _)| *key).collect();
    let mut change = StatementChange { from, to, gone, ..StatementChange::default() };
    for stored in changes.articles.iter().filter(|stored| stored.revision > from) {
        let article = Some(&stored.article).filter(|_| stored.withdrawn_at.is_none());
        match article.and_then(Statement::read) {
            Some(statement) => change.rows.push(row(stored.key, &statement)),
            None => change.gone.push(stored.key),
        }
    }
    change
}

fn row(key: ArticleKey, statement: &Statement) -> StatementRow {
    let document = serde_json::to_string(statement).unwrap_or_default();
    // A newer text of a law speaks of the older ones by bearing their name.
    let mut speaks_of = statement.speaks_of();
    speaks_of.extend(statement.text_of());
    StatementRow { key, document, bears: statement.names(), speaks_of }
}
