//! The [`Frontier`] in SQLite: a row an address, a row a source for its run.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::connection::SqliteStore;
use super::rows::{Reason, timestamp};
use crate::model::ArticleId;
use crate::store::damage::{DamagedRow, RowKind};
use crate::store::error::StoreError;
use crate::store::frontier::{CrawlRun, Frontier, FrontierCounts, KnownAddress, LastAnswer, NewAddress, State, Target};

pub const COLUMNS: &str = "url, host, kind, depth, redirects, turns, state, attempts, fetched_at, status, etag, \
                       last_modified, content_hash, gone, article";

#[async_trait]
impl Frontier for SqliteStore {
    async fn crawl_run(&self, source: &str) -> Result<Option<CrawlRun>, StoreError> {
        let row =
            sqlx::query("SELECT source, number, begun_at, ended_at, requests FROM crawl_rounds WHERE source = $1")
                .bind(source)
                .fetch_optional(&self.readers)
                .await?;
        Ok(row.and_then(|row| self.sound([parse_crawl_run(&row)]).pop()))
    }

    async fn begin_crawl_run(&self, source: &str, at: Timestamp) -> Result<CrawlRun, StoreError> {
        let mut transaction = self.begin().await?;
        if self.crawl_run(source).await?.is_none() {
            // One that does not read begins anew.
            sqlx::query("DELETE FROM crawl_rounds WHERE source = $1").bind(source).execute(&mut *transaction).await?;
        }
        let begun = sqlx::query(
            "INSERT INTO crawl_rounds (source, number, begun_at, requests, known) \
             VALUES ($1, 1, $2, 0, (SELECT COUNT(*) FROM crawl_addresses WHERE source = $1)) \
             ON CONFLICT (source) DO UPDATE SET number = number + 1, begun_at = $2, ended_at = NULL, requests = 0 \
             WHERE ended_at IS NOT NULL",
        )
        .bind(source)
        .bind(at.as_millisecond())
        .execute(&mut *transaction)
        .await?;
        if begun.rows_affected() > 0 {
            sqlx::query(
                "UPDATE crawl_addresses SET state = 0, attempts = 0, due_at = 0, rank = CASE \
                 WHEN gone > 1 THEN 4 WHEN depth = 0 OR kind = 1 THEN 0 WHEN fetched_at IS NULL THEN 1 WHEN article IS NULL THEN 2 \
                 ELSE 3 END WHERE source = $1 AND kind <> 2",
            )
            .bind(source)
            .execute(&mut *transaction)
            .await?;
        }
        let select = "SELECT source, number, begun_at, ended_at, requests FROM crawl_rounds WHERE source = $1";
        let row = sqlx::query(select).bind(source).fetch_one(&mut *transaction).await?;
        let run = parse_crawl_run(&row).map_err(StoreError::Damaged)?;
        transaction.commit().await?;
        Ok(run)
    }

    async fn end_crawl_run(&self, source: &str, at: Timestamp) -> Result<(), StoreError> {
        sqlx::query("UPDATE crawl_rounds SET ended_at = $1 WHERE source = $2")
            .bind(at.as_millisecond())
            .bind(source)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    async fn discover(&self, source: &str, addresses: &[NewAddress], most: u64) -> Result<u64, StoreError> {
        if addresses.is_empty() {
            return Ok(0);
        }
        let mut transaction = self.begin().await?;
        let known: Option<i64> = sqlx::query_scalar("SELECT known FROM crawl_rounds WHERE source = $1")
            .bind(source)
            .fetch_optional(&mut *transaction)
            .await?;
        let mut left = most.saturating_sub(known.unwrap_or(0) as u64);
        let mut new = 0;
        for address in addresses {
            if left == 0 {
                break;
            }
            let file = address.target == Target::File;
            let first = address.target == Target::List || address.depth == 0;
            let done = sqlx::query(
                "INSERT INTO crawl_addresses (source, url, host, kind, rank, depth, redirects, turns, state) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
            )
            .bind(source)
            .bind(&address.url)
            .bind(&address.host)
            .bind(kind_number(address.target))
            .bind(if first { 0_i64 } else { 1 })
            .bind(i64::from(address.depth))
            .bind(i64::from(address.redirects))
            .bind(i64::from(address.pagination_depth))
            .bind(state_number(if file { State::Visited } else { State::Waiting }))
            .execute(&mut *transaction)
            .await?;
            new += done.rows_affected();
            left -= done.rows_affected();
        }
        sqlx::query("UPDATE crawl_rounds SET known = known + $1 WHERE source = $2")
            .bind(new as i64)
            .bind(source)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(new)
    }

    async fn waiting_hosts(&self, source: &str) -> Result<Vec<(String, Timestamp)>, StoreError> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            // A step of the index for each host, however many addresses wait there.
            "WITH RECURSIVE hosts (host) AS ( \
             SELECT MIN(host) FROM crawl_addresses WHERE source = $1 AND state = 0 UNION ALL \
             SELECT (SELECT MIN(next.host) FROM crawl_addresses AS next \
             WHERE next.source = $1 AND next.state = 0 AND next.host > hosts.host) \
             FROM hosts WHERE hosts.host IS NOT NULL) \
             SELECT host, (SELECT MIN(due_at) FROM crawl_addresses AS first \
             WHERE first.source = $1 AND first.state = 0 AND first.host = hosts.host) \
             FROM hosts WHERE host IS NOT NULL",
        )
        .bind(source)
        .fetch_all(&self.readers)
        .await?;
        let read = |(host, due): (String, i64)| match timestamp(due) {
            Ok(due) => Ok((host, due)),
            Err(reason) => Err(reason.into_row(RowKind::Crawl, host)),
        };
        Ok(self.sound(rows.into_iter().map(read)))
    }

    async fn next_address(&self, source: &str, host: &str, due: Timestamp) -> Result<Option<KnownAddress>, StoreError> {
        loop {
            // The plus keeps SQLite from choosing the index by due_at, after which it would have to sort all that wait.
            let row = sqlx::query(sqlx::AssertSqlSafe(format!(
                "SELECT number, {COLUMNS} FROM crawl_addresses WHERE source = $1 AND state = 0 AND host = $2 \
                 AND +due_at <= $3 ORDER BY rank, depth, fetched_at, number LIMIT 1"
            )))
            .bind(source)
            .bind(host)
            .bind(due.as_millisecond())
            .fetch_optional(&self.readers)
            .await?;
            let Some(row) = row else { return Ok(None) };
            if let Some(address) = self.sound([parse_address(&row)]).pop() {
                return Ok(Some(address));
            }
            // What does not read has failed, so that others have their turn.
            sqlx::query("UPDATE crawl_addresses SET state = $1 WHERE number = $2")
                .bind(state_number(State::Failed))
                .bind(row.try_get::<i64, _>("number")?)
                .execute(&self.writer)
                .await?;
        }
    }

    async fn known_address(&self, source: &str, url: &str) -> Result<Option<KnownAddress>, StoreError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM crawl_addresses WHERE source = $1 AND url = $2"
        )))
        .bind(source)
        .bind(url)
        .fetch_optional(&self.readers)
        .await?;
        Ok(row.and_then(|row| self.sound([parse_address(&row)]).pop()))
    }

    async fn visited(&self, source: &str, url: &str, state: State, answer: &LastAnswer) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE crawl_addresses SET state = $1, fetched_at = $2, status = $3, etag = $4, last_modified = $5, \
             content_hash = $6, gone = $7, article = $8 WHERE source = $9 AND url = $10",
        )
        .bind(state_number(state))
        .bind(answer.fetched_at.map(Timestamp::as_millisecond))
        .bind(answer.status.map(i64::from))
        .bind(&answer.etag)
        .bind(&answer.last_modified)
        .bind(&answer.content_hash)
        .bind(i64::from(answer.tombstones))
        .bind(answer.article.as_ref().map(ArticleId::as_str))
        .bind(source)
        .bind(url)
        .execute(&self.writer)
        .await?;
        if let (State::Visited, 0, Some(article), Some(at)) =
            (state, answer.tombstones, &answer.article, answer.fetched_at)
        {
            sqlx::query("UPDATE articles SET last_seen = MAX(last_seen, $1) WHERE id = $2 AND withdrawn_at IS NULL")
                .bind(at.as_millisecond())
                .bind(article.as_str())
                .execute(&self.writer)
                .await?;
        }
        Ok(())
    }

    async fn postpone(&self, source: &str, url: &str, due: Timestamp) -> Result<(), StoreError> {
        sqlx::query("UPDATE crawl_addresses SET attempts = attempts + 1, due_at = $1 WHERE source = $2 AND url = $3")
            .bind(due.as_millisecond())
            .bind(source)
            .bind(url)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    async fn count_request(&self, source: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE crawl_rounds SET requests = requests + 1 WHERE source = $1")
            .bind(source)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    async fn stands_elsewhere(&self, article: &ArticleId, url: &str) -> Result<bool, StoreError> {
        Ok(sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM crawl_addresses WHERE article = $1 AND url <> $2 AND gone = 0)",
        )
        .bind(article.as_str())
        .bind(url)
        .fetch_one(&self.readers)
        .await?)
    }

    async fn frontier_counts(&self, source: &str) -> Result<FrontierCounts, StoreError> {
        let (waiting, known): (i64, i64) =
            sqlx::query_as("SELECT COUNT(*) FILTER (WHERE state = 0), COUNT(*) FROM crawl_addresses WHERE source = $1")
                .bind(source)
                .fetch_one(&self.readers)
                .await?;
        Ok(FrontierCounts { waiting: waiting as u64, known: known as u64 })
    }
}

fn kind_number(target: Target) -> i64 {
    match target {
        Target::Page => 0,
        Target::List => 1,
        Target::File => 2,
    }
}

fn state_number(state: State) -> i64 {
    match state {
        State::Waiting => 0,
        State::Visited => 1,
        State::Failed => 2,
        State::Refused => 3,
    }
}

pub fn parse_crawl_run(row: &SqliteRow) -> Result<CrawlRun, DamagedRow> {
    let read = || {
        let ended: Option<i64> = row.try_get("ended_at")?;
        Ok(CrawlRun {
            number: row.try_get("number")?,
            begun_at: timestamp(row.try_get("begun_at")?)?,
            ended_at: ended.map(timestamp).transpose()?,
            requests: row.try_get::<i64, _>("requests")? as u64,
        })
    };
    let source: String = row.try_get("source").unwrap_or_default();
    read().map_err(|reason: Reason| reason.into_row(RowKind::Crawl, source))
}

pub fn parse_address(row: &SqliteRow) -> Result<KnownAddress, DamagedRow> {
    read_address(row).map_err(|reason| reason.into_row(RowKind::Crawl, row.try_get("url").unwrap_or(String::new())))
}

fn read_address(row: &SqliteRow) -> Result<KnownAddress, Reason> {
    let target = match row.try_get::<i64, _>("kind")? {
        0 => Target::Page,
        1 => Target::List,
        _ => Target::File,
    };
    let state = match row.try_get::<i64, _>("state")? {
        0 => State::Waiting,
        1 => State::Visited,
        2 => State::Failed,
        _ => State::Refused,
    };
    let fetched: Option<i64> = row.try_get("fetched_at")?;
    let status: Option<i64> = row.try_get("status")?;
    let article: Option<String> = row.try_get("article")?;
    Ok(KnownAddress {
        address: NewAddress {
            url: row.try_get("url")?,
            host: row.try_get("host")?,
            target,
            depth: row.try_get("depth")?,
            redirects: row.try_get("redirects")?,
            pagination_depth: row.try_get("turns")?,
        },
        state,
        attempts: row.try_get("attempts")?,
        last: LastAnswer {
            fetched_at: fetched.map(timestamp).transpose()?,
            status: status.and_then(|status| u16::try_from(status).ok()),
            etag: row.try_get("etag")?,
            last_modified: row.try_get("last_modified")?,
            content_hash: row.try_get("content_hash")?,
            tombstones: row.try_get("gone")?,
            article: article.as_deref().and_then(ArticleId::new),
        },
    })
}
