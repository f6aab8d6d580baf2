//! [`Statements`] in SQLite.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use sqlx::SqliteConnection;

use super::connection::SqliteStore;
use super::rows::{current_revision, in_order, json, parse_standing, set_revision};
use crate::model::{ArticleKey, Standing};
use crate::store::damage::RowKind;
use crate::store::error::StoreError;
use crate::store::statements::{Decision, StatementChange, StatementRow, Statements};

/// The roles of `statement_names`.
const BEARS: u8 = 0;
const SPEAKS_OF: u8 = 1;

#[async_trait]
impl Statements for SqliteStore {
    async fn statements_state(&self, method: i64) -> Result<i64, StoreError> {
        let select = "SELECT revision, method FROM statements_state";
        let (revision, known): (i64, i64) = sqlx::query_as(select).fetch_one(&self.readers).await?;
        if known == method {
            return Ok(revision);
        }
        let mut transaction = self.begin().await?;
        let (revision, known): (i64, i64) = sqlx::query_as(select).fetch_one(&mut *transaction).await?;
        if known == method {
            return Ok(revision);
        }
        for forget in [
            "DELETE FROM statements",
            "DELETE FROM statement_names",
            "UPDATE articles SET standing_due = 0 WHERE standing IS NOT NULL",
        ] {
            sqlx::query(forget).execute(&mut *transaction).await?;
        }
        sqlx::query("UPDATE statements_state SET revision = 0, method = $1")
            .bind(method)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(0)
    }

    async fn change_statements(&self, change: &StatementChange) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let taken = sqlx::query("UPDATE statements_state SET revision = $1 WHERE revision = $2")
            .bind(change.to)
            .bind(change.from)
            .execute(&mut *transaction)
            .await?;
        if taken.rows_affected() == 0 {
            return Ok(false);
        }
        let touched: Vec<i64> =
            change.rows.iter().map(|row| row.key.0).chain(change.gone.iter().map(|key| key.0)).collect();
        let touched = json(&touched);
        // Of those that were spoken of before as of those that are now something else may hold.
        make_due(&mut transaction, &touched).await?;
        for forget in ["DELETE FROM statements", "DELETE FROM statement_names"] {
            let forget = format!("{forget} WHERE key IN (SELECT value FROM json_each($1))");
            sqlx::query(sqlx::AssertSqlSafe(forget)).bind(&touched).execute(&mut *transaction).await?;
        }
        put_in(&mut transaction, &change.rows).await?;
        make_due(&mut transaction, &touched).await?;
        transaction.commit().await?;
        Ok(true)
    }

    async fn statements(&self, keys: &[ArticleKey]) -> Result<Vec<(ArticleKey, String)>, StoreError> {
        let rows: Vec<(i64, String)> =
            sqlx::query_as("SELECT key, document FROM statements WHERE key IN (SELECT value FROM json_each($1))")
                .bind(numbers(keys))
                .fetch_all(&self.readers)
                .await?;
        Ok(rows.into_iter().map(|(key, document)| (ArticleKey(key), document)).collect())
    }

    async fn speakers(&self, names: &[i64]) -> Result<Vec<(i64, ArticleKey)>, StoreError> {
        let rows: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT name, key FROM statement_names WHERE role = $1 AND name IN (SELECT value FROM json_each($2))",
        )
        .bind(SPEAKS_OF)
        .bind(json(&names))
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.into_iter().map(|(name, key)| (name, ArticleKey(key))).collect())
    }

    async fn standings_due(&self, day: i32, limit: usize) -> Result<Vec<ArticleKey>, StoreError> {
        let keys: Vec<i64> = sqlx::query_scalar("SELECT key FROM articles WHERE standing_due <= $1 LIMIT $2")
            .bind(day)
            .bind(limit as i64)
            .fetch_all(&self.readers)
            .await?;
        Ok(keys.into_iter().map(ArticleKey).collect())
    }

    async fn decide_standings(&self, decisions: &[Decision], quiet: &HashSet<ArticleKey>) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let mut revision = current_revision(&mut transaction).await?;
        for decision in decisions {
            let standing = decision.standing.as_ref().map(json);
            let changed = sqlx::query(
                "UPDATE articles SET standing = $1, standing_due = $2 WHERE key = $3 AND standing IS NOT $1",
            )
            .bind(&standing)
            .bind(decision.due)
            .bind(decision.key.0)
            .execute(&mut *transaction)
            .await?;
            if changed.rows_affected() == 0 {
                sqlx::query("UPDATE articles SET standing_due = $1 WHERE key = $2")
                    .bind(decision.due)
                    .bind(decision.key.0)
                    .execute(&mut *transaction)
                    .await?;
            } else if !quiet.contains(&decision.key) {
                let told = sqlx::query("UPDATE articles SET revision = $1 WHERE key = $2 AND withdrawn_at IS NULL")
                    .bind(revision + 1)
                    .bind(decision.key.0)
                    .execute(&mut *transaction)
                    .await?;
                revision += i64::try_from(told.rows_affected()).unwrap_or_default();
            }
        }
        set_revision(&mut transaction, revision).await?;
        Ok(transaction.commit().await?)
    }

    async fn standings(&self, keys: &[ArticleKey]) -> Result<HashMap<ArticleKey, Standing>, StoreError> {
        let rows: Vec<(i64, String)> = sqlx::query_as(
            "SELECT key, standing FROM articles WHERE standing IS NOT NULL AND key IN (SELECT value FROM json_each($1))",
        )
        .bind(numbers(keys))
        .fetch_all(&self.readers)
        .await?;
        let read = |(key, standing): (i64, String)| match parse_standing(&standing) {
            Ok(standing) => Ok((ArticleKey(key), standing)),
            Err(reason) => Err(reason.into_row(RowKind::Derived, format!("第 {key} 号的效力"))),
        };
        Ok(self.sound(rows.into_iter().map(read)).into_iter().collect())
    }

    async fn standing_keys(&self, after: ArticleKey, limit: usize) -> Result<Vec<ArticleKey>, StoreError> {
        let keys: Vec<i64> = sqlx::query_scalar(
            "SELECT key FROM articles WHERE key > $1 AND standing IS NOT NULL AND withdrawn_at IS NULL ORDER BY key LIMIT $2",
        )
        .bind(after.0)
        .bind(limit as i64)
        .fetch_all(&self.readers)
        .await?;
        in_order(after.0, keys.iter().copied())?;
        Ok(keys.into_iter().map(ArticleKey).collect())
    }
}

fn numbers(keys: &[ArticleKey]) -> String {
    json(&keys.iter().map(|key| key.0).collect::<Vec<_>>())
}

/// Makes due the articles of these keys, a JSON list, that say something or have a standing, and all that they speak of.
async fn make_due(connection: &mut SqliteConnection, touched: &str) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE articles SET standing_due = 0 WHERE key IN (SELECT value FROM json_each($1)) \
         AND (standing IS NOT NULL OR key IN (SELECT key FROM statements))",
    )
    .bind(touched)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "UPDATE articles SET standing_due = 0 WHERE key IN \
         (SELECT bearing.key FROM json_each($1) AS touched \
          JOIN statement_names AS speaking ON speaking.key = touched.value AND speaking.role = $2 \
          JOIN statement_names AS bearing ON bearing.name = speaking.name AND bearing.role = $3)",
    )
    .bind(touched)
    .bind(SPEAKS_OF)
    .bind(BEARS)
    .execute(connection)
    .await?;
    Ok(())
}

async fn put_in(connection: &mut SqliteConnection, rows: &[StatementRow]) -> Result<(), StoreError> {
    let documents: Vec<(i64, &str)> = rows.iter().map(|row| (row.key.0, row.document.as_str())).collect();
    let named = |row: &StatementRow| {
        let key = row.key.0;
        let bears = row.bears.iter().map(move |name| (*name, BEARS, key));
        bears.chain(row.speaks_of.iter().map(move |name| (*name, SPEAKS_OF, key))).collect::<Vec<_>>()
    };
    let names: Vec<(i64, u8, i64)> = rows.iter().flat_map(named).collect();
    sqlx::query(
        "INSERT INTO statements (key, document) SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each($1)",
    )
    .bind(json(&documents))
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "INSERT OR IGNORE INTO statement_names (name, role, key) SELECT json_extract(value, '$[0]'), \
         json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each($1)",
    )
    .bind(json(&names))
    .execute(connection)
    .await?;
    Ok(())
}
