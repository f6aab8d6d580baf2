//! Damaged bulletins and versions mended from what there is of them: their own text where it has its hash, also after one
//! bit is flipped back, another version that says the same, and at last the version before.

use sqlx::{Row, SqliteConnection};

use super::connection::SqliteStore;
use super::damage::{damaged_articles, damaged_versions};
use super::rows::{current_revision, hash_of, hashed_part, json, parse_document, set_revision};
use super::upsert::{LATEST, MAX_VERSION};
use crate::model::Article;
use crate::store::damage::{MendedFrom, Mending};
use crate::store::error::StoreError;

/// Bytes that are hashed at most in search of a flipped bit, which are as many for each bit as the text has.
const MAX_HASHED: usize = 2 << 30;

/// Which row it is.
#[derive(Clone, Copy)]
enum Place {
    /// Of `articles`, by its key.
    Newest(i64),
    /// Of `earlier_versions`, by its key and its number.
    Earlier(i64, i64),
}

/// What a row holds, however it reads.
struct Raw {
    id: String,
    document: Vec<u8>,
    hash: Option<String>,
}

/// A text that reads, and the number of the version that it is of, where it is of one.
struct Text {
    number: u32,
    document: String,
    hash: String,
}

impl Text {
    fn of(article: &Article) -> Self {
        Self { number: 0, document: json(article), hash: article.content_hash() }
    }
}

/// What a damaged row is to hold.
struct Mended {
    document: String,
    hash: String,
    from: MendedFrom,
}

impl SqliteStore {
    /// See [`Store::mend`](crate::store::Store::mend).
    pub(super) async fn mend_rows(
        &self,
        read: &[Article],
        now: i64,
        dry_run: bool,
    ) -> Result<Vec<Mending>, StoreError> {
        let read: Vec<Text> = read.iter().map(Text::of).collect();
        let mut reader = self.readers.acquire().await?;
        let newest = damaged_articles(&mut reader).await?;
        let newest = newest.into_iter().filter_map(|damaged| Some((Place::Newest(damaged.key?.0), damaged)));
        let earlier = damaged_versions(&mut reader).await?;
        let earlier = earlier.into_iter().map(|((key, number), damaged)| (Place::Earlier(key, number), damaged));
        let mut mendings = Vec::new();
        for (place, damaged) in newest.chain(earlier) {
            let mut mending = Mending { damaged, hash: None, files: Vec::new(), from: None };
            if let Some(raw) = place.read(&mut reader).await? {
                let others = place.others(&mut reader, &raw.id).await?;
                if let Some(mended) = mended(place, &raw, &others, &read)
                    && (dry_run || self.put_back(place, &raw, &mended, now).await?)
                {
                    mending.from = Some(mended.from);
                }
                mending.files = files_named_in(&raw.document);
                mending.hash = raw.hash.filter(|hash| is_hash(hash));
            }
            mendings.push(mending);
        }
        if !dry_run {
            // What is met again is told again.
            self.forget_damage();
        }
        Ok(mendings)
    }

    /// Writes a row anew, unless another did so meanwhile. It has another revision, so that the index takes it up.
    async fn put_back(&self, place: Place, raw: &Raw, mended: &Mended, now: i64) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let revision = current_revision(&mut transaction).await? + 1;
        let (sql, key, number) = match place {
            Place::Newest(key) => (newest_sql(mended.from), key, 0),
            Place::Earlier(key, number) => (earlier_sql(), key, number),
        };
        let written = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(now)
            .bind(revision)
            .bind(&mended.hash)
            .bind(&mended.document)
            .bind(key)
            .bind(&raw.document)
            .bind(number)
            .execute(&mut *transaction)
            .await?;
        if written.rows_affected() == 0 {
            return Ok(false);
        }
        if let Place::Earlier(key, _) = place {
            let told = sqlx::query("UPDATE articles SET revision = $1 WHERE key = $2").bind(revision).bind(key);
            told.execute(&mut *transaction).await?;
        }
        set_revision(&mut transaction, revision).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

impl Place {
    /// What the row holds; `None` where even that cannot be had.
    async fn read(self, connection: &mut SqliteConnection) -> Result<Option<Raw>, StoreError> {
        let row = match self {
            Self::Newest(key) => {
                sqlx::query("SELECT id, CAST(document AS BLOB) AS document, content_hash FROM articles WHERE key = $1")
                    .bind(key)
            }
            Self::Earlier(key, number) => sqlx::query(
                "SELECT id, CAST(earlier.document AS BLOB) AS document, earlier.content_hash \
                 FROM earlier_versions AS earlier JOIN articles ON articles.key = earlier.key \
                 WHERE earlier.key = $1 AND number = $2",
            )
            .bind(key)
            .bind(number),
        };
        let row = match row.fetch_optional(connection).await.map_err(StoreError::from) {
            Ok(row) => row,
            Err(StoreError::Malformed(_)) => None,
            Err(error) => return Err(error),
        };
        Ok(row.and_then(|row| {
            let hash = row.try_get::<Option<String>, _>("content_hash").ok().flatten();
            Some(Raw { id: row.try_get("id").ok()?, document: row.try_get("document").ok()?, hash })
        }))
    }

    /// The other versions of the same bulletin that read, the later first.
    async fn others(self, connection: &mut SqliteConnection, id: &str) -> Result<Vec<Text>, StoreError> {
        let (key, own) = match self {
            Self::Newest(key) => (key, None),
            Self::Earlier(key, number) => (key, Some(number)),
        };
        let rows = sqlx::query(
            "SELECT number, document, content_hash FROM earlier_versions WHERE key = $1 AND number IS NOT $2 \
             UNION ALL SELECT version, document, content_hash FROM articles WHERE key = $1 AND $2 IS NOT NULL \
             ORDER BY 1 DESC",
        )
        .bind(key)
        .bind(own)
        .fetch_all(connection)
        .await;
        let rows = match rows.map_err(StoreError::from) {
            Err(StoreError::Malformed(_)) => Vec::new(),
            rows => rows?,
        };
        let text = |row: &sqlx::sqlite::SqliteRow| {
            let document: String = row.try_get("document").ok()?;
            let hash: Option<String> = row.try_get("content_hash").ok()?;
            parse_document(id, &document, hash.as_deref()).ok()?;
            let hash = hash.unwrap_or_else(|| hash_of(&document));
            Some(Text { number: row.try_get("number").ok()?, document, hash })
        };
        Ok(rows.iter().filter_map(text).collect())
    }
}

/// What the row is to hold, if anything is left.
fn mended(place: Place, raw: &Raw, others: &[Text], read: &[Text]) -> Option<Mended> {
    let readable = || {
        let document = String::from_utf8(raw.document.clone()).ok()?;
        parse_document(&raw.id, &document, None).ok()?;
        Some(Mended { hash: hash_of(&document), document, from: MendedFrom::OwnText })
    };
    let before = || {
        let last = others.first().filter(|_| matches!(place, Place::Newest(_)))?;
        let from = MendedFrom::EarlierVersion(last.number);
        Some(Mended { document: last.document.clone(), hash: last.hash.clone(), from })
    };
    let Some(hash) = raw.hash.as_deref().filter(|hash| is_hash(hash)) else {
        // The hash itself was hit, or there never was one.
        return readable().or_else(before);
    };
    // The same, where it still looks like one.
    let hash_hit = || readable().filter(|own| differs_by_a_bit(&own.hash, hash));
    let of = |document: String, from| Mended { document, hash: hash.to_owned(), from };
    let own = || with_hash(&raw.document, hash).map(|document| of(document, MendedFrom::OwnText));
    let flipped = || flipped_back(&raw.document, hash).map(|document| of(document, MendedFrom::FlippedBit));
    let same = || {
        let same = others.iter().find(|other| other.hash == hash)?;
        Some(of(same.document.clone(), MendedFrom::SameText(same.number)))
    };
    let kept = || {
        let kept = read.iter().find(|kept| kept.hash == hash)?;
        Some(of(kept.document.clone(), MendedFrom::Kept))
    };
    own().or_else(hash_hit).or_else(flipped).or_else(same).or_else(kept).or_else(before)
}

fn differs_by_a_bit(one: &str, other: &str) -> bool {
    one.bytes().zip(other.bytes()).map(|(one, other)| (one ^ other).count_ones()).sum::<u32>() == 1
}

fn is_hash(hash: &str) -> bool {
    hash.len() == 64 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The document, if it has that hash; without its provenance, where that does not read.
fn with_hash(document: &[u8], hash: &str) -> Option<String> {
    let reads = |document: &[u8]| {
        let document = String::from_utf8(document.to_vec()).ok()?;
        // It is its own witness for its id: that of the row may be what was hit.
        let article: Article = serde_json::from_str(&document).ok()?;
        parse_document(article.id.as_str(), &document, Some(hash)).ok()?;
        Some(document)
    };
    reads(document).or_else(|| reads(&hashed_part(document)))
}

/// The document, if there is one bit of it that flipped back gives it that hash.
fn flipped_back(document: &[u8], hash: &str) -> Option<String> {
    let wanted = blake3::Hash::from_hex(hash).ok()?;
    let mut bytes = hashed_part(document).into_owned();
    if bytes.len() * bytes.len() * 8 > MAX_HASHED {
        return None;
    }
    let flipped = (0..bytes.len() * 8).find(|bit| {
        let (place, mask) = (bit / 8, 1 << (bit % 8));
        bytes[place] ^= mask;
        let found = blake3::hash(&bytes) == wanted;
        bytes[place] ^= mask;
        found
    })?;
    let (place, mask) = (flipped / 8, 1 << (flipped % 8));
    let mut whole = document.to_vec();
    whole[place] ^= mask;
    bytes[place] ^= mask;
    let reads = |bytes: Vec<u8>| {
        let document = String::from_utf8(bytes).ok()?;
        serde_json::from_str::<Article>(&document).ok().map(|_| document)
    };
    reads(whole).or_else(|| reads(bytes))
}

/// The files that a document names, whether or not the rest of it reads: their names and hashes.
fn files_named_in(document: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(document);
    let file = |part: &str| {
        let (before, _) = part.rsplit_once("\",\"bytes\":")?;
        let name: String = serde_json::from_str(&format!("\"{}\"", before.rsplit_once("\"name\":\"")?.1)).ok()?;
        Some(name)
    };
    let mut parts = text.split("\"hash\":\"");
    let mut before = parts.next().unwrap_or_default();
    let mut files = Vec::new();
    for part in parts {
        let hash = part.get(..64).filter(|hash| is_hash(hash));
        files.extend(hash.and_then(|hash| Some((file(before)?, hash.to_owned()))));
        before = part;
    }
    files
}

/// A time of the row, where it can be one.
fn time(column: &str) -> String {
    format!("CASE WHEN typeof({column}) = 'integer' AND {column} BETWEEN 0 AND {LATEST} THEN {column} END")
}

/// Writes $4, of the hash $3, in the place of the document $6, by the revision $2 at $1; what else does not read is told
/// from the rest.
fn newest_sql(from: MendedFrom) -> String {
    let [first_seen, version_seen, shown_from, last_seen] =
        ["first_seen", "version_seen", "shown_from", "last_seen"].map(time);
    let earliest = "(SELECT MIN(seen_at) FROM earlier_versions AS earlier WHERE earlier.key = articles.key)";
    let version = format!(
        "CASE WHEN typeof(version) = 'integer' AND version BETWEEN 1 AND {MAX_VERSION} THEN version \
         ELSE 1 + ifnull((SELECT MAX(number) FROM earlier_versions AS earlier WHERE earlier.key = articles.key), 0) END"
    );
    // Another text is another version, which was seen now.
    let (next, seen, shown) = if from.is_loss() {
        (1, "$1".to_owned(), "$1".to_owned())
    } else {
        let seen = format!("coalesce({version_seen}, {shown_from}, {first_seen}, {last_seen}, $1)");
        (0, seen, format!("coalesce({shown_from}, {version_seen}, {first_seen}, $1)"))
    };
    format!(
        "UPDATE OR IGNORE articles SET id = json_extract($4, '$.id'), document = $4, content_hash = $3, revision = $2, version = {version} + {next}, \
         first_seen = coalesce({first_seen}, {earliest}, {version_seen}, {shown_from}, {last_seen}, $1), \
         version_seen = {seen}, shown_from = {shown}, \
         last_seen = coalesce({last_seen}, {version_seen}, {shown_from}, {first_seen}, $1), \
         withdrawn_at = CASE WHEN withdrawn_at IS NOT NULL THEN coalesce({}, $1) END, \
         created_revision = CASE WHEN typeof(created_revision) = 'integer' THEN created_revision ELSE 0 END \
         WHERE key = $5 AND CAST(document AS BLOB) IS $6 AND $7 = 0",
        time("withdrawn_at")
    )
}

/// The same for the earlier version of number $7.
fn earlier_sql() -> String {
    let from = "(SELECT MIN(shown_from) FROM showings WHERE showings.key = earlier_versions.key \
                AND showings.version = earlier_versions.number)";
    let first = format!("(SELECT {} FROM articles WHERE articles.key = earlier_versions.key)", time("first_seen"));
    format!(
        "UPDATE earlier_versions SET document = $4, content_hash = $3, seen_at = coalesce({}, {from}, {first}, $1) \
         WHERE key = $5 AND number = $7 AND CAST(document AS BLOB) IS $6 AND $2 IS NOT NULL",
        time("seen_at")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flipped_bit_is_found_by_the_hash() {
        let document = "{\"id\":\"a\",\"title\":\"防汛通知\",\"paragraphs\":[\"水库要巡查。\"]}";
        let article: Article = serde_json::from_str(document).unwrap();
        let document = json(&article);
        let hash = article.content_hash();
        for bit in [3, 77, 8 * document.len() - 11] {
            let mut bytes = document.clone().into_bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(flipped_back(&bytes, &hash).as_deref(), Some(document.as_str()));
            bytes[2] ^= 2;
            assert_eq!(flipped_back(&bytes, &hash), None, "two bits are not found");
        }
    }

    #[test]
    fn files_are_told_of_a_text_that_does_not_read() {
        let hash = "0123456789abcdef".repeat(4);
        let document = format!(
            "{{\"id\":\"a\",\"attachments\":[{{\"title\":\"x\",\"file\":{{\"name\":\"附件\\\"1.pdf\",\"bytes\":7,\"hash\":\"{hash}\",\"st"
        );
        assert_eq!(files_named_in(document.as_bytes()), [("附件\"1.pdf".to_owned(), hash)]);
        assert_eq!(files_named_in(&document.as_bytes()[..document.len() - 20]), []);
    }
}
