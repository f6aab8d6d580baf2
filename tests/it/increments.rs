//! Incremental backups: each has what changed after the one before, and a chain of them makes the database again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use gongbao::app::open_store;
use gongbao::model::ArticleId;
use gongbao::store::{Original, RejectionRecord, Store};
use jiff::Timestamp;
use sqlx::{Row, SqlitePool};

use crate::support::{TestApp, article, gongbao, printed, run};

fn backup(data: &Path, since: Option<&Path>, file: &Path) -> Output {
    let mut command = gongbao(data);
    command.arg("backup");
    if let Some(base) = since {
        command.arg("--since").arg(base);
    }
    run(command.arg(file))
}

fn restore(data: &Path, files: &[&PathBuf]) -> Output {
    run(gongbao(data).arg("restore").args(files))
}

/// Every row of every table but those that are told again, as SQLite writes it, by the hash of all of them.
async fn rows(database: &Path) -> BTreeMap<String, (u64, String)> {
    const TABLES: &[&str] = &[
        "articles",
        "earlier_versions",
        "showings",
        "originals",
        "original_pieces",
        "rejects",
        "crawl_rounds",
        "crawl_addresses",
        "alerts",
        "mails",
        "alert_secret",
        "commits",
        "state",
        "sqlite_sequence",
    ];
    let pool = SqlitePool::connect(&format!("sqlite:{}", database.display())).await.unwrap();
    let mut all = BTreeMap::new();
    for table in TABLES {
        let columns: Vec<String> =
            sqlx::query_scalar("SELECT name FROM pragma_table_info($1)").bind(table).fetch_all(&pool).await.unwrap();
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
        let select = format!("SELECT {} AS row FROM {table} ORDER BY 1", quoted.join(" || ',' || "));
        let found = sqlx::query(sqlx::AssertSqlSafe(select)).fetch_all(&pool).await.unwrap();
        let mut hasher = blake3::Hasher::new();
        for row in &found {
            hasher.update(row.get::<String, _>(0).as_bytes()).update(b"\n");
        }
        all.insert((*table).to_owned(), (found.len() as u64, hasher.finalize().to_hex().to_string()));
    }
    pool.close().await;
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_makes_what_was_there() {
    let test = TestApp::build().samples().open().await;
    test.add(&[article("changed", "防汛通知", "水库甲"), article("gone", "防汛公告", "水库乙")]).await;
    test.app.store.keep(&[Original::new(vec![1; 3 << 20])]).await.unwrap();
    let (data, store) = (test.app.config.data.clone(), test.app.store.clone());
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let (base, first, second) = (file("base"), file("first"), file("second"));
    assert!(backup(&data, None, &base).status.success());

    // Of the very revision of the backup.
    store.keep(&[Original::new(vec![2; 2 << 20])]).await.unwrap();
    test.add(&[article("changed", "防汛通知", "水库甲改"), article("new", "防汛决定", "水库丙")]).await;
    let taken = backup(&data, Some(&base), &first);
    assert!(taken.status.success() && printed(&taken).contains("之后的改动"), "{}", printed(&taken));

    store.withdraw(&[ArticleId::new("gone").unwrap()], Timestamp::now()).await.unwrap();
    let rejected = RejectionRecord { path: "x.html".to_owned(), kind: "空".to_owned(), ..RejectionRecord::default() };
    store.keep_rejections(&[rejected], Timestamp::now()).await.unwrap();
    // Met again: nothing but its last time changes, and no revision.
    store.upsert(&[article("new", "防汛决定", "水库丙")], Timestamp::now()).await.unwrap();
    test.catch_up().await;
    let taken = backup(&data, Some(&first), &second);
    assert!(taken.status.success(), "{}", printed(&taken));
    let size = |file: &Path| fs::metadata(file).unwrap().len();
    assert!(size(&first) < size(&base) / 4 && size(&second) < size(&base) / 4, "an increment is small");

    let restored = file("restored");
    let output = restore(&restored, &[&base, &first, &second]);
    assert!(output.status.success(), "{}", printed(&output));
    assert_eq!(rows(&restored.join("gongbao.sqlite")).await, rows(&test.app.config.database()).await);
    let check = run(gongbao(&restored).arg("check"));
    assert!(check.status.success(), "{}", printed(&check));
    let one = restore(&file("one"), &[&base, &first]);
    assert!(one.status.success(), "a shorter chain is what was there then: {}", printed(&one));
    assert_eq!(open_store(&file("one").join("gongbao.sqlite")).await.unwrap().counts().await.unwrap().withdrawn, 0);

    // A chain that is not one makes nothing.
    let nowhere = file("nowhere");
    for (files, expected) in [
        (vec![&first], "请先给出它之前的完整备份"),
        (vec![&base, &second], "不是接着"),
        (vec![&base, &second, &first], "不是接着"),
        (vec![&base, &base], "不是接着"),
    ] {
        let refused = restore(&nowhere, &files);
        assert_eq!(refused.status.code(), Some(1));
        assert!(printed(&refused).contains(expected), "{}", printed(&refused));
    }
    let mut flipped = fs::read(&first).unwrap();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    fs::write(file("flipped"), flipped).unwrap();
    let refused = restore(&nowhere, &[&base, &file("flipped"), &second]);
    assert!(printed(&refused).contains("不完整或已损坏"), "{}", printed(&refused));
    assert_eq!(fs::read_dir(&nowhere).unwrap().count(), 0, "nothing is left behind");

    // Another history goes on from none of it.
    let other = TestApp::with(&[article("a", "防汛通知", "水库甲")]).await;
    let refused = backup(&other.app.config.data, Some(&base), &file("other"));
    assert_eq!(refused.status.code(), Some(1));
    assert!(printed(&refused).contains("同一段历史"), "{}", printed(&refused));
    assert!(!file("other").exists());
}

/// While others write, an increment is of one moment as a whole backup is.
#[tokio::test(flavor = "multi_thread")]
async fn increments_are_taken_while_others_write() {
    let test = TestApp::with(&[article("a", "防汛通知", "水库甲")]).await;
    let (data, store) = (test.app.config.data.clone(), test.app.store.clone());
    let folder = tempfile::tempdir().unwrap();
    let mut chain = vec![folder.path().join("0")];
    assert!(backup(&data, None, &chain[0]).status.success());
    let writing = tokio::spawn({
        let store = store.clone();
        async move {
            for n in 0.. {
                // What is written once must be there as it was.
                let once = article(&format!("o{n}"), "只写一次", &format!("堤防 {n}"));
                store.upsert(&[once], Timestamp::now()).await.unwrap();
                let original = Original::new(format!("附件 {n}").into_bytes());
                store.keep(&[original]).await.unwrap();
                let other = article(&format!("n{}", n % 50), "新来的", &format!("水库 {n}"));
                store.upsert(&[other], Timestamp::now()).await.unwrap();
            }
        }
    });
    for n in 1..4 {
        let (data, base, file) = (data.clone(), chain[n - 1].clone(), folder.path().join(n.to_string()));
        chain.push(file.clone());
        let taken = tokio::task::spawn_blocking(move || backup(&data, Some(&base), &file)).await.unwrap();
        assert!(taken.status.success(), "{}", printed(&taken));
    }
    writing.abort();
    drop(writing.await);
    let restored = folder.path().join("restored");
    let output = restore(&restored, &chain.iter().collect::<Vec<_>>());
    assert!(output.status.success(), "{}", printed(&output));
    let other = open_store(&restored.join("gongbao.sqlite")).await.unwrap();
    let revision = other.revision().await.unwrap();
    assert_eq!(other.commit_token(revision).await.unwrap(), store.commit_token(revision).await.unwrap());
    assert_eq!(other.damaged_rows().await.unwrap(), []);
    // Whatever has not changed since is the same, and each version that there was then.
    let of = async |store: &dyn Store| {
        let changes = store.changes_since(0, usize::MAX >> 1).await.unwrap();
        let then = changes.articles.into_iter().filter(|stored| stored.revision <= revision);
        then.map(|stored| (stored.key, stored.revision, stored.content_hash, stored.version)).collect::<Vec<_>>()
    };
    let now = of(&*store).await;
    assert!(now.len() > 1, "some was written once while the increments were taken");
    assert!(of(&*other).await.iter().filter(|stored| now.contains(stored)).count() == now.len());
    for n in 0..50 {
        let id = ArticleId::new(&format!("n{n}")).unwrap();
        let (then, now) = (other.versions(&id).await.unwrap(), store.versions(&id).await.unwrap());
        assert_eq!(then[..], now[..then.len()], "n{n}");
    }
    other.close().await;
    // The last of a chain once all is quiet is what is there.
    let last = folder.path().join("last");
    assert!(backup(&data, Some(&chain[3]), &last).status.success());
    chain.push(last);
    let again = folder.path().join("again");
    assert!(restore(&again, &chain.iter().collect::<Vec<_>>()).status.success());
    assert_eq!(rows(&again.join("gongbao.sqlite")).await, rows(&test.app.config.database()).await);
}
