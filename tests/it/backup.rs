//! Backups: taken while the site takes things in, read back as what they were, and refused where they are not whole.

use std::fs;
use std::path::Path;
use std::process::Output;

use gongbao::app::open_store;
use gongbao::model::ArticleId;
use gongbao::store::{Original, Store, StoreError};
use jiff::Timestamp;
use sqlx::SqlitePool;

use crate::support::{TestApp, article, gongbao, printed, run};

fn backup(data: &Path, file: &Path) -> Output {
    run(gongbao(data).arg("backup").arg(file))
}

async fn execute(file: &Path, sql: &str) {
    let pool = SqlitePool::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&pool).await.unwrap();
    pool.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_restored_is_what_was_there_at_one_moment() {
    let test = TestApp::build().samples().open().await;
    test.add(&[article("changed", "防汛通知", "水库甲"), article("gone", "防汛公告", "水库乙")]).await;
    test.add(&[article("changed", "防汛通知", "水库甲改")]).await;
    let store = test.app.store.clone();
    store.withdraw(&[ArticleId::new("gone").unwrap()], Timestamp::now()).await.unwrap();
    let original = Original::new(vec![7; 3 << 20]);
    store.keep(std::slice::from_ref(&original)).await.unwrap();

    // While it is taken others come in.
    let writing = tokio::spawn({
        let store = store.clone();
        async move {
            for n in 0.. {
                store.upsert(&[article(&format!("n{n}"), "新来的", "水库")], Timestamp::now()).await.unwrap();
            }
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.backup");
    let (data, to) = (test.app.config.data.clone(), file.clone());
    let taken = tokio::task::spawn_blocking(move || backup(&data, &to)).await.unwrap();
    writing.abort();
    drop(writing.await);
    assert!(taken.status.success(), "{}", printed(&taken));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0, "readers' addresses are in it");
    }
    let again = backup(&test.app.config.data, &file);
    assert_eq!(again.status.code(), Some(1), "a backup is not written over: {}", printed(&again));

    let data = folder.path().join("restored");
    let verified = run(gongbao(&data).args(["restore", "--dry-run"]).arg(&file));
    assert!(verified.status.success() && printed(&verified).contains("备份完好"), "{}", printed(&verified));
    assert!(!data.join("gongbao.sqlite").exists());
    let restored = run(gongbao(&data).arg("restore").arg(&file));
    assert!(restored.status.success(), "{}", printed(&restored));

    let other = open_store(&data.join("gongbao.sqlite")).await.unwrap();
    let revision = other.revision().await.unwrap();
    let of = async |store: &dyn Store| {
        let changes = store.changes_since(0, usize::MAX >> 1).await.unwrap();
        assert_eq!(changes.damaged, []);
        let until = changes.articles.into_iter().filter(|stored| stored.revision <= revision);
        until.map(|stored| (stored.key, stored.revision, stored.content_hash, stored.version)).collect::<Vec<_>>()
    };
    assert_eq!(of(&*other).await, of(&*store).await);
    let id = ArticleId::new("changed").unwrap();
    assert_eq!(other.versions(&id).await.unwrap(), store.versions(&id).await.unwrap());
    assert_eq!(other.original(&original.hash).await.unwrap(), Some(3 << 20));
    assert_eq!(other.commit_token(revision).await.unwrap(), store.commit_token(revision).await.unwrap());
    assert!(other.article(&ArticleId::new("gone").unwrap()).await.unwrap().unwrap().withdrawn_at.is_some());
    other.close().await;
    let check = run(gongbao(&data).arg("check"));
    assert!(check.status.success(), "{}", printed(&check));
    let left: Vec<_> = fs::read_dir(&test.app.config.data).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with("backup-")), "{left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_whole_is_refused_and_what_is_there_stays() {
    let test = TestApp::with(&[article("a", "防汛通知", "水库甲")]).await;
    let data = test.app.config.data.clone();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.backup");
    assert!(backup(&data, &file).status.success());
    let sound = fs::read(&file).unwrap();
    let fresh = folder.path().join("fresh");
    let refused = |bytes: &[u8], expected: &str| {
        let bad = folder.path().join("bad.backup");
        fs::write(&bad, bytes).unwrap();
        let output = run(gongbao(&fresh).arg("restore").arg(&bad));
        assert_eq!(output.status.code(), Some(1));
        assert!(printed(&output).contains(expected), "{expected}: {}", printed(&output));
        assert_eq!(fs::read_dir(&fresh).unwrap().count(), 0, "nothing is left behind");
    };
    let mut flipped = sound.clone();
    let middle = sound.len() / 2;
    flipped[middle] ^= 1;
    refused(&flipped, "不完整或已损坏");
    refused(&sound[..sound.len() - 9], "不完整或已损坏");
    refused(&sound[..40], "不是 gongbao backup 写的备份");
    refused(b"PK\x03\x04", "不是 gongbao backup 写的备份");
    refused(&[sound.as_slice(), b"x"].concat(), "不完整或已损坏");
    let newer = String::from_utf8_lossy(&sound[..60]).replacen("\"format\":1", "\"format\":9", 1);
    refused(&[newer.as_bytes(), &sound[60..]].concat(), "较新的 gongbao");

    // From standard input, into a folder that has one.
    let occupied = run(gongbao(&data).arg("restore").arg(&file));
    assert_eq!(occupied.status.code(), Some(1));
    assert!(printed(&occupied).contains("--replace"), "{}", printed(&occupied));
    test.add(&[article("later", "后来的", "水库乙")]).await;
    let _folder = test.into_folder().await;
    let replaced = run(gongbao(&data).args(["restore", "--replace", "-"]).stdin(fs::File::open(&file).unwrap()));
    assert!(replaced.status.success(), "{}", printed(&replaced));
    let check = run(gongbao(&data).arg("check"));
    assert!(check.status.success() && printed(&check).contains("一致：1 篇"), "{}", printed(&check));
    let aside = fs::read_dir(&data).unwrap().map(|file| file.unwrap().path());
    let aside = aside.into_iter().find(|path| path.to_string_lossy().contains("before-restore-")).unwrap();
    let kept = open_store(&aside.join("gongbao.sqlite")).await.unwrap();
    assert_eq!(kept.counts().await.unwrap().articles, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upgrade_is_copied_first_and_a_newer_database_refused() {
    let test = TestApp::with(&[article("a", "防汛通知", "水库甲")]).await;
    let database = test.app.config.database();
    let folder = test.into_folder().await;
    // As the program before the last step left it.
    execute(&database, "ALTER TABLE originals DROP COLUMN revision; DELETE FROM _sqlx_migrations WHERE version = 12")
        .await;
    let test = TestApp::over(folder).await;
    assert_eq!(test.search("防汛").await.total, 1);
    let copy = database.with_file_name("before-migration-0012.sqlite");
    let folder = test.into_folder().await;
    // Gone back to, it is that of before.
    fs::rename(&copy, &database).unwrap();
    execute(
        &database,
        "INSERT INTO _sqlx_migrations SELECT 9999, description, installed_on, success, checksum, \
                        execution_time FROM _sqlx_migrations WHERE version = 10",
    )
    .await;
    assert!(matches!(open_store(&database).await.err(), Some(StoreError::Newer(9999, 12))));
    let stats = run(gongbao(&folder.path().join("data")).arg("stats"));
    assert_eq!(stats.status.code(), Some(1));
    assert!(printed(&stats).contains("较新的 gongbao"), "{}", printed(&stats));
}
