//! [`Fingerprints`] in SQLite.

use async_trait::async_trait;
use sqlx::SqliteConnection;

use super::connection::SqliteStore;
use super::rows::{Reason, json};
use crate::model::ArticleKey;
use crate::store::damage::RowKind;
use crate::store::error::StoreError;
use crate::store::fingerprints::{
    BAND_MEMBERS, Fingerprint, Fingerprints, FingerprintsChange, FingerprintsState, Member,
};

#[async_trait]
impl Fingerprints for SqliteStore {
    async fn prints_state(&self, method: i64) -> Result<FingerprintsState, StoreError> {
        let select = "SELECT revision, serial, method FROM prints_state";
        let (revision, serial, known): (i64, i64, i64) = sqlx::query_as(select).fetch_one(&self.readers).await?;
        if known == method {
            return Ok(FingerprintsState { revision, serial });
        }
        let mut transaction = self.begin().await?;
        let (_, serial, known): (i64, i64, i64) = sqlx::query_as(select).fetch_one(&mut *transaction).await?;
        if known != method {
            // Whoever knows the clusters learns that they are no more.
            sqlx::query("DELETE FROM print_bands").execute(&mut *transaction).await?;
            sqlx::query("DELETE FROM prints WHERE cluster IS NULL").execute(&mut *transaction).await?;
            sqlx::query("UPDATE prints SET cluster = NULL, bands = '[]', serial = $1")
                .bind(serial + 1)
                .execute(&mut *transaction)
                .await?;
            sqlx::query("UPDATE prints_state SET revision = 0, serial = $1, method = $2")
                .bind(serial + 1)
                .bind(method)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(sqlx::query_as(select)
            .fetch_one(&self.readers)
            .await
            .map(|(revision, serial, _): (i64, i64, i64)| FingerprintsState { revision, serial })?)
    }

    async fn prints_under(&self, bands: &[i64]) -> Result<Vec<Fingerprint>, StoreError> {
        let rows: Vec<(i64, i64, Option<i32>, i64, Vec<u8>, String)> = sqlx::query_as(
            "SELECT key, exact, day, length, signature, bands FROM prints WHERE key IN \
             (SELECT key FROM print_bands WHERE band IN (SELECT value FROM json_each($1)))",
        )
        .bind(json(&bands))
        .fetch_all(&self.readers)
        .await?;
        let print = |(key, exact, day, length, signature, bands): (i64, i64, Option<i32>, i64, Vec<u8>, String)| {
            let bands = serde_json::from_str(&bands)
                .map_err(|error| Reason::from(error).into_row(RowKind::Derived, format!("第 {key} 号的指纹")))?;
            let length = u32::try_from(length).unwrap_or(u32::MAX);
            Ok(Fingerprint { key: ArticleKey(key), exact, day, length, signature, bands })
        };
        Ok(self.sound(rows.into_iter().map(print)))
    }

    async fn change_prints(&self, change: &FingerprintsChange) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let serial: Option<i64> = sqlx::query_scalar(
            "UPDATE prints_state SET revision = $1, serial = serial + 1 WHERE revision = $2 RETURNING serial",
        )
        .bind(change.to)
        .bind(change.from)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(serial) = serial else { return Ok(false) };
        let touched: Vec<i64> =
            change.prints.iter().map(|print| print.key.0).chain(change.gone.iter().map(|key| key.0)).collect();
        take_out(&mut transaction, &touched, serial).await?;
        for print in &change.prints {
            put_in(&mut transaction, print).await?;
        }
        for (one, other) in &change.pairs {
            join(&mut transaction, one.0, other.0, serial).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    async fn clusters_since(&self, serial: i64) -> Result<Vec<Member>, StoreError> {
        let rows: Vec<(i64, Option<i64>, Option<i32>)> =
            sqlx::query_as("SELECT key, cluster, day FROM prints WHERE serial > $1 AND serial > 0 ORDER BY key")
                .bind(serial)
                .fetch_all(&self.readers)
                .await?;
        let member = |(key, cluster, day): (i64, Option<i64>, Option<i32>)| Member {
            key: ArticleKey(key),
            cluster: cluster.map(ArticleKey),
            day,
        };
        Ok(rows.into_iter().map(member).collect())
    }
}

/// Takes prints out of their bands and clusters. Their rows stay while somebody may believe them in a cluster.
async fn take_out(connection: &mut SqliteConnection, keys: &[i64], serial: i64) -> Result<(), StoreError> {
    let known: Vec<(i64, Option<i64>, String)> =
        sqlx::query_as("SELECT key, cluster, bands FROM prints WHERE key IN (SELECT value FROM json_each($1))")
            .bind(json(&keys))
            .fetch_all(&mut *connection)
            .await?;
    for (key, cluster, bands) in known {
        sqlx::query("DELETE FROM print_bands WHERE key = $1 AND band IN (SELECT value FROM json_each($2))")
            .bind(key)
            .bind(bands)
            .execute(&mut *connection)
            .await?;
        sqlx::query(
            "UPDATE prints SET exact = 0, length = 0, signature = x'', bands = '[]', cluster = NULL, \
             serial = CASE WHEN cluster IS NULL THEN serial ELSE $1 END WHERE key = $2",
        )
        .bind(serial)
        .bind(key)
        .execute(&mut *connection)
        .await?;
        if let Some(cluster) = cluster {
            // A cluster of one is none.
            sqlx::query(
                "UPDATE prints SET cluster = NULL, serial = $1 WHERE cluster = $2 \
                 AND (SELECT COUNT(*) FROM prints WHERE cluster = $2) = 1",
            )
            .bind(serial)
            .bind(cluster)
            .execute(&mut *connection)
            .await?;
        }
    }
    Ok(())
}

async fn put_in(connection: &mut SqliteConnection, print: &Fingerprint) -> Result<(), StoreError> {
    let bands = json(&print.bands);
    sqlx::query(
        "INSERT INTO prints (key, exact, length, signature, bands, day, serial) VALUES ($1, $2, $3, $4, $5, $6, 0) \
         ON CONFLICT (key) DO UPDATE SET exact = $2, length = $3, signature = $4, bands = $5, day = $6",
    )
    .bind(print.key.0)
    .bind(print.exact)
    .bind(i64::from(print.length))
    .bind(&print.signature)
    .bind(&bands)
    .bind(print.day)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "INSERT OR IGNORE INTO print_bands (band, key) SELECT value, $1 FROM json_each($2) \
         WHERE (SELECT COUNT(*) FROM (SELECT 1 FROM print_bands WHERE band = value LIMIT $3)) < $3",
    )
    .bind(print.key.0)
    .bind(&bands)
    .bind(BAND_MEMBERS as i64)
    .execute(connection)
    .await?;
    Ok(())
}

/// Makes one cluster of two articles and of all that are in theirs.
async fn join(connection: &mut SqliteConnection, one: i64, other: i64, serial: i64) -> Result<(), StoreError> {
    let clusters: Vec<(i64, Option<i64>)> = sqlx::query_as("SELECT key, cluster FROM prints WHERE key IN ($1, $2)")
        .bind(one)
        .bind(other)
        .fetch_all(&mut *connection)
        .await?;
    let [(one, first), (other, second)] = clusters[..] else { return Ok(()) };
    let name = first.unwrap_or(one).min(second.unwrap_or(other));
    if first == second && first.is_some() {
        return Ok(());
    }
    sqlx::query(
        "UPDATE prints SET cluster = $1, serial = $2 WHERE (key IN ($3, $4) OR cluster IN ($5, $6)) \
         AND cluster IS NOT $1",
    )
    .bind(name)
    .bind(serial)
    .bind(one)
    .bind(other)
    .bind(first)
    .bind(second)
    .execute(connection)
    .await?;
    Ok(())
}
