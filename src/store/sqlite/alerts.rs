//! [`Alerts`] in SQLite.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::connection::SqliteStore;
use super::rows::{Reason, timestamp};
use crate::model::ArticleKey;
use crate::store::alerts::{Alert, AlertCounts, Alerts, Mail, Period, Wish, WishLimits};
use crate::store::damage::{DamagedRow, RowKind};
use crate::store::error::StoreError;

pub const COLUMNS: &str = "id, address, search, language, period, asked, confirmed, told_key, due";

#[async_trait]
impl Alerts for SqliteStore {
    async fn alert_secret(&self) -> Result<Vec<u8>, StoreError> {
        Ok(sqlx::query_scalar("SELECT secret FROM alert_secret").fetch_one(&self.readers).await?)
    }

    async fn ask_for_alert(&self, wish: &Wish, at: Timestamp, limits: WishLimits) -> Result<Option<Alert>, StoreError> {
        let mut transaction = self.begin().await?;
        let known = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM alerts WHERE address = $1 AND search = $2"
        )))
        .bind(&wish.address)
        .bind(&wish.search)
        .fetch_optional(&mut *transaction)
        .await?;
        let known = known.as_ref().map(parse_alert).transpose().map_err(StoreError::Damaged)?;
        let now = at.as_millisecond();
        let id: i64 = match known {
            Some(alert) if now - alert.asked.as_millisecond() < limits.again_after_ms => return Ok(None),
            Some(alert) => {
                // One that is confirmed changes from the links in its mails alone: whoever asks may be anybody.
                sqlx::query(
                    "UPDATE alerts SET asked = $1, language = CASE WHEN confirmed IS NULL THEN $2 ELSE language END, \
                     period = CASE WHEN confirmed IS NULL THEN $3 ELSE period END WHERE id = $4",
                )
                .bind(now)
                .bind(&wish.language)
                .bind(wish.period.name())
                .bind(alert.id)
                .execute(&mut *transaction)
                .await?;
                alert.id
            }
            None => {
                let (of_address, altogether): (i64, i64) = sqlx::query_as(
                    "SELECT COUNT(*) FILTER (WHERE address = $1), COUNT(*) FROM alerts WHERE confirmed IS NULL",
                )
                .bind(&wish.address)
                .fetch_one(&mut *transaction)
                .await?;
                if of_address as u64 >= limits.of_address || altogether as u64 >= limits.altogether {
                    return Ok(None);
                }
                sqlx::query_scalar(
                    "INSERT INTO alerts (address, search, language, period, asked) VALUES ($1, $2, $3, $4, $5) RETURNING id",
                )
                .bind(&wish.address)
                .bind(&wish.search)
                .bind(&wish.language)
                .bind(wish.period.name())
                .bind(now)
                .fetch_one(&mut *transaction)
                .await?
            }
        };
        let alert = find(&mut transaction, id).await?;
        transaction.commit().await?;
        Ok(alert)
    }

    async fn alert(&self, id: i64) -> Result<Option<Alert>, StoreError> {
        find(&mut *self.readers.acquire().await?, id).await
    }

    async fn confirm_alert(&self, id: i64, at: Timestamp, due: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE alerts SET confirmed = $1, due = $2, told_key = ifnull((SELECT MAX(key) FROM articles), 0) \
             WHERE id = $3 AND confirmed IS NULL",
        )
        .bind(at.as_millisecond())
        .bind(due.as_millisecond())
        .bind(id)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    async fn set_alert_period(&self, id: i64, period: Period, due: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE alerts SET period = $1, due = CASE WHEN confirmed IS NULL THEN NULL ELSE $2 END WHERE id = $3",
        )
        .bind(period.name())
        .bind(due.as_millisecond())
        .bind(id)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    async fn remove_alert(&self, id: i64) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM alerts WHERE id = $1").bind(id).execute(&self.writer).await?;
        Ok(())
    }

    async fn forget_unconfirmed(&self, before: Timestamp) -> Result<u64, StoreError> {
        let forgotten = sqlx::query("DELETE FROM alerts WHERE confirmed IS NULL AND asked < $1")
            .bind(before.as_millisecond())
            .execute(&self.writer)
            .await?;
        Ok(forgotten.rows_affected())
    }

    async fn alerts_due(&self, at: Timestamp, limit: usize) -> Result<Vec<Alert>, StoreError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM alerts WHERE due <= $1 ORDER BY due, id LIMIT $2"
        )))
        .bind(at.as_millisecond())
        .bind(limit as i64)
        .fetch_all(&self.readers)
        .await?;
        Ok(self.sound(rows.iter().map(parse_alert)))
    }

    async fn settled_key(&self, after: ArticleKey, revision: i64) -> Result<ArticleKey, StoreError> {
        let key: i64 = sqlx::query_scalar(
            "SELECT ifnull((SELECT MIN(key) - 1 FROM articles WHERE revision > $1 AND key > $2), \
             (SELECT ifnull(MAX(key), 0) FROM articles))",
        )
        .bind(revision)
        .bind(after.0)
        .fetch_one(&self.readers)
        .await?;
        Ok(ArticleKey(key))
    }

    async fn tell(
        &self,
        alert: &Alert,
        told: ArticleKey,
        due: Timestamp,
        mail: Option<&[u8]>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let moved =
            sqlx::query("UPDATE alerts SET told_key = $1, due = $2 WHERE id = $3 AND told_key = $4 AND due = $5")
                .bind(told.0)
                .bind(due.as_millisecond())
                .bind(alert.id)
                .bind(alert.told.0)
                .bind(alert.due.map(Timestamp::as_millisecond))
                .execute(&mut *transaction)
                .await?;
        if moved.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(content) = mail {
            queue(&mut transaction, alert.id, content, at).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    async fn queue_mail(&self, alert: i64, content: &[u8], at: Timestamp) -> Result<(), StoreError> {
        queue(&mut *self.writer.acquire().await?, alert, content, at).await
    }

    async fn claim_mails(&self, at: Timestamp, until: Timestamp, limit: usize) -> Result<Vec<Mail>, StoreError> {
        let rows = sqlx::query(
            "UPDATE mails SET next_try = $1, tries = tries + 1 \
             WHERE id IN (SELECT id FROM mails WHERE next_try <= $2 ORDER BY next_try, id LIMIT $3) \
             RETURNING id, alert, (SELECT address FROM alerts WHERE alerts.id = alert) AS address, content, created, \
             tries - 1 AS tries",
        )
        .bind(until.as_millisecond())
        .bind(at.as_millisecond())
        .bind(limit as i64)
        .fetch_all(&self.writer)
        .await?;
        let mut mails = self.sound(rows.iter().map(parse_mail));
        mails.sort_by_key(|mail| mail.id);
        Ok(mails)
    }

    async fn mail_sent(&self, mail: &Mail) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        drop_mail(&mut transaction, mail).await?;
        sqlx::query("UPDATE alerts SET failures = 0 WHERE id = $1").bind(mail.alert).execute(&mut *transaction).await?;
        Ok(transaction.commit().await?)
    }

    async fn mail_failed(&self, mail: &Mail, again: Option<Timestamp>, most: u32) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        if let Some(again) = again {
            sqlx::query("UPDATE mails SET next_try = $1 WHERE id = $2")
                .bind(again.as_millisecond())
                .bind(mail.id)
                .execute(&mut *transaction)
                .await?;
        } else {
            drop_mail(&mut transaction, mail).await?;
            sqlx::query("UPDATE alerts SET failures = failures + 1 WHERE id = $1")
                .bind(mail.alert)
                .execute(&mut *transaction)
                .await?;
            sqlx::query("DELETE FROM alerts WHERE id = $1 AND (failures >= $2 OR confirmed IS NULL)")
                .bind(mail.alert)
                .bind(most)
                .execute(&mut *transaction)
                .await?;
        }
        Ok(transaction.commit().await?)
    }

    async fn alert_counts(&self) -> Result<AlertCounts, StoreError> {
        let (confirmed, unconfirmed, waiting, failing): (i64, i64, i64, i64) = sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM alerts WHERE confirmed IS NOT NULL), \
             (SELECT COUNT(*) FROM alerts WHERE confirmed IS NULL), \
             (SELECT COUNT(*) FROM mails), (SELECT COUNT(*) FROM mails WHERE tries > 0)",
        )
        .fetch_one(&self.readers)
        .await?;
        let [confirmed, unconfirmed, waiting, failing] =
            [confirmed, unconfirmed, waiting, failing].map(|count| count as u64);
        Ok(AlertCounts { confirmed, unconfirmed, waiting, failing })
    }
}

async fn find(connection: &mut SqliteConnection, id: i64) -> Result<Option<Alert>, StoreError> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM alerts WHERE id = $1")))
        .bind(id)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(parse_alert).transpose().map_err(StoreError::Damaged)
}

async fn queue(connection: &mut SqliteConnection, alert: i64, content: &[u8], at: Timestamp) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO mails (alert, content, created, next_try) VALUES ($1, $2, $3, $3)")
        .bind(alert)
        .bind(content)
        .bind(at.as_millisecond())
        .execute(connection)
        .await?;
    Ok(())
}

async fn drop_mail(connection: &mut SqliteConnection, mail: &Mail) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM mails WHERE id = $1").bind(mail.id).execute(connection).await?;
    Ok(())
}

pub fn parse_alert(row: &SqliteRow) -> Result<Alert, DamagedRow> {
    let id: i64 = row.try_get("id").unwrap_or_default();
    read_alert(row).map_err(|reason| reason.into_row(RowKind::Alert, format!("第 {id} 项")))
}

fn read_alert(row: &SqliteRow) -> Result<Alert, Reason> {
    let id: i64 = row.try_get("id")?;
    let period: String = row.try_get("period")?;
    let period = Period::from_name(&period).ok_or_else(|| Reason(format!("没有名为 {period} 的周期")))?;
    let moment = |column: &str| -> Result<Option<Timestamp>, Reason> {
        row.try_get::<Option<i64>, _>(column)?.map(timestamp).transpose()
    };
    Ok(Alert {
        id,
        wish: Wish {
            address: row.try_get("address")?,
            search: row.try_get("search")?,
            language: row.try_get("language")?,
            period,
        },
        asked: timestamp(row.try_get("asked")?)?,
        confirmed: moment("confirmed")?,
        told: ArticleKey(row.try_get("told_key")?),
        due: moment("due")?,
    })
}

fn parse_mail(row: &SqliteRow) -> Result<Mail, DamagedRow> {
    let read = || {
        Ok(Mail {
            id: row.try_get("id")?,
            alert: row.try_get("alert")?,
            address: row.try_get("address")?,
            content: row.try_get("content")?,
            created: timestamp(row.try_get("created")?)?,
            tries: row.try_get("tries")?,
        })
    };
    let id: i64 = row.try_get("id").unwrap_or_default();
    read().map_err(|reason: Reason| reason.into_row(RowKind::Alert, format!("第 {id} 封邮件")))
}
