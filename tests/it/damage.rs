//! Damage to what is kept: it is named, costs what it hit and nothing else, and what is taken in anew heals it.

use std::path::Path;

use gongbao::app::readiness::Status;
use gongbao::model::{Article, ArticleId, Field};
use gongbao::search::analysis::Dictionary;
use gongbao::search::engine::Engine;
use gongbao::search::engine::tantivy::TantivyEngine;
use gongbao::store::{Original, Outcome, StoreError};
use jiff::Timestamp;
use sqlx::SqlitePool;

use crate::support::{
    TestApp, article, article_with, body, gongbao, ids, json, list, ok, page, printed, run, wait_until,
};

/// Writes into a database past the program.
async fn damage(file: &Path, sql: &str) {
    let pool = SqlitePool::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let done = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&pool).await.unwrap();
    assert!(done.rows_affected() > 0, "{sql} does nothing");
    pool.close().await;
}

fn three() -> [Article; 3] {
    [article("a", "防汛通知", "水库甲"), article("b", "防汛公告", "水库乙"), article("c", "防汛决定", "水库丙")]
}

/// Ways in which the row of `b` does not read.
const DAMAGES: &[(&str, &str)] = &[
    ("broken JSON", "document = substr(document, 1, 20)"),
    ("not UTF-8", "document = CAST(x'7bff7d' AS TEXT)"),
    ("a flipped character", "document = replace(document, '水库乙', '水库已')"),
    ("no text", "document = x'00'"),
    ("a version of another type", "version = 'x'"),
    ("a time of another type", "first_seen = 'x'"),
    ("no time at all", "version_seen = 9223372036854775807"),
    ("another hash", "content_hash = 'x'"),
    ("a revision of another type", "revision = 'x'"),
];

/// Regression: each of these ended `check`, `reindex`, the start, `/changes` and exports, or was served as sound.
#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_row_costs_itself_alone_and_is_healed() {
    for (what, set) in DAMAGES {
        let test = TestApp::with(&three()).await;
        let data = &test.app.config.data;
        damage(&test.app.config.database(), &format!("UPDATE articles SET {set} WHERE id = 'b'")).await;

        let check = run(gongbao(data).arg("check"));
        assert_eq!(check.status.code(), Some(4), "{what}: {}", printed(&check));
        let said = printed(&check);
        assert!(said.contains("公报 b 的记录已损坏") && said.contains("重新导入"), "{what}: {said}");
        assert!(said.contains("共 1 处"), "{what}: {said}");
        if *what != "a revision of another type" {
            let reindex = run(gongbao(data).arg("reindex"));
            assert_eq!(reindex.status.code(), Some(4), "{what}: {}", printed(&reindex));
        }
        for command in ["stats", "audit"] {
            let output = run(gongbao(data).arg(command));
            assert_eq!(output.status.code(), Some(0), "{what}: {}", printed(&output));
        }

        let test_again = test.another(|_| {}).await;
        let found = test_again.search.search(&gongbao::search::types::request::SearchRequest::new("防汛")).await;
        let mut found = ids(&found.unwrap()).join("");
        found.retain(|id| id != 'b');
        assert_eq!(found.len(), 2, "{what}");
        let changes = ok(&test, "/changes").await;
        assert_eq!(list(&changes, "changes").len(), 2, "{what}: {changes}");
        assert_eq!(body(&test, "/changes?format=ndjson").await.lines().count(), 2, "{what}");
        assert!(body(&test, "/search?q=%E9%98%B2%E6%B1%9B&format=csv").await.contains("防汛决定"), "{what}");
        for path in ["/", "/latest", "/stats", "/articles/a", "/sitemap.xml"] {
            assert_eq!(page(&test, path).await.0, 200, "{what}: {path}");
        }
        let (status, problem) = json(&test, "/articles/b").await;
        assert_eq!(status, 500, "{what}: {problem}");
        assert!(problem["type"].as_str().unwrap().ends_with("#damaged-article"), "{what}: {problem}");

        let outcomes = test.app.store.upsert(&three(), Timestamp::now()).await.unwrap();
        assert!(matches!(outcomes[..], [Outcome::Unchanged, Outcome::Changed(_), Outcome::Unchanged]), "{what}");
        test.catch_up().await;
        assert_eq!(test.search("水库乙").await.total, 1, "{what}");
        assert_eq!(page(&test, "/articles/b").await.0, 200, "{what}");
        let check = run(gongbao(data).arg("check"));
        assert_eq!(check.status.code(), Some(0), "{what}: {}", printed(&check));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_version_heals_and_a_damaged_earlier_one_is_named() {
    let test = TestApp::with(&three()).await;
    test.add(&[article("b", "防汛公告", "水库乙改")]).await;
    let database = test.app.config.database();
    damage(&database, "UPDATE articles SET document = '{' WHERE id = 'b'").await;
    let id = ArticleId::new("b").unwrap();
    assert!(matches!(test.app.store.article(&id).await, Err(StoreError::Damaged(_))));
    let numbers = async || {
        let versions = test.app.store.versions(&id).await.unwrap();
        versions.iter().map(|version| version.number).collect::<Vec<_>>()
    };
    assert_eq!(numbers().await, [1], "the version before still reads");
    test.add(&[article("b", "防汛公告", "水库乙再改")]).await;
    assert_eq!(numbers().await, [1, 3], "nothing is kept of what did not read");
    assert_eq!(test.search("水库乙再改").await.total, 1);

    damage(&database, "UPDATE earlier_versions SET document = replace(document, '水库', '水厍')").await;
    assert_eq!(numbers().await, [3]);
    for path in ["/articles/b", "/articles/b/versions"] {
        assert_eq!(page(&test, path).await.0, 200, "{path}");
    }
    let check = run(gongbao(&test.app.config.data).arg("check"));
    assert_eq!(check.status.code(), Some(4));
    assert!(printed(&check).contains("公报的旧版本 b 第 1 版 的记录已损坏"), "{}", printed(&check));
}

/// What is told from bulletins is told again; what belongs to none of them is skipped.
#[tokio::test(flavor = "multi_thread")]
async fn damage_beside_the_bulletins_is_mended_or_skipped() {
    let old = [(Field::DocumentNumber, "青政发〔2019〕1号"), (Field::PublishedOn, "2019-01-01")];
    let new = [(Field::DocumentNumber, "青政发〔2020〕2号"), (Field::PublishedOn, "2020-01-01")];
    let articles = [
        article_with("old", "青岑县防汛办法", "第一条 水库要巡查。", &old),
        article_with("new", "关于防汛的通知", "《青岑县防汛办法》（青政发〔2019〕1号）同时废止。", &new),
    ];
    let test = TestApp::with(&articles).await;
    let id = ArticleId::new("old").unwrap();
    let standing = async || test.app.store.article(&id).await.unwrap().unwrap().standing;
    let known = standing().await;
    assert!(known.is_some());
    let database = test.app.config.database();
    damage(
        &database,
        "UPDATE articles SET standing = '{' WHERE standing IS NOT NULL; UPDATE statements SET document = '{'",
    )
    .await;
    damage(
        &database,
        "INSERT INTO rejects VALUES (1, 'p', 'x', 'f', NULL, NULL, 'k', NULL, 'r', 1, 1, x'00', '[]'), \
         (2, 'q', 0, 'g', NULL, NULL, 'k', NULL, 'r', 1, 1, x'00', '[]')",
    )
    .await;
    assert_eq!(standing().await, None);
    assert_eq!(test.app.store.rejections(0, 10).await.unwrap().len(), 1);
    let original = Original::new(b"original".to_vec());
    test.app.store.keep(std::slice::from_ref(&original)).await.unwrap();
    damage(&database, "UPDATE original_pieces SET content = x'00'").await;

    let data = &test.app.config.data;
    let check = run(gongbao(data).arg("check"));
    let said = printed(&check);
    assert_eq!(check.status.code(), Some(4), "{said}");
    for named in ["推得的数据", "拒收的内容 第 1 条", &format!("附件原件 {}", original.hash)] {
        assert!(said.contains(named), "{named}: {said}");
    }
    assert_eq!(standing().await, known, "check had it told again");
    test.app.store.keep(std::slice::from_ref(&original)).await.unwrap();
    test.app.store.drop_rejections(&[1]).await.unwrap();
    let check = run(gongbao(data).arg("check"));
    assert_eq!(check.status.code(), Some(0), "{}", printed(&check));
}

/// Regression: a page of the file that was overwritten ended every command with the bare words of SQLite.
#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_part_of_the_file_costs_the_bulletins_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let long = "泊云县水库巡查。".repeat(4_000);
    let test = TestApp::build().settings(|config| config.data.clone_from(&data)).articles(&three());
    let test = test.articles(&[article("long", "防汛长文", &long)]).open().await;
    let database = test.app.config.database();
    drop(test);
    // Where the long text goes on outside its row there are pages of nothing else.
    let pool = SqlitePool::connect(&format!("sqlite:{}", database.display())).await.unwrap();
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&pool).await.unwrap();
    pool.close().await;
    let mut bytes = std::fs::read(&database).unwrap();
    // The first four bytes of such a page say which is the next.
    let is_text = |page: &[u8]| String::from_utf8_lossy(page).matches("泊云县").count() > 160;
    let place = bytes.chunks(4_096).position(is_text).unwrap() * 4_096;
    bytes[place..place + 4].fill(0xff);
    std::fs::write(&database, bytes).unwrap();

    let check = run(gongbao(&data).arg("check"));
    let said = printed(&check);
    assert_eq!(check.status.code(), Some(4), "{said}");
    assert!(said.contains("数据库文件受损") && said.contains("从备份恢复"), "{said}");
    let reindex = run(gongbao(&data).arg("reindex"));
    assert_eq!(reindex.status.code(), Some(4), "{}", printed(&reindex));
    let test = TestApp::over(folder).await;
    assert_eq!(test.search("防汛").await.total, 3);
    assert_eq!(page_status(&test, "/articles/long").await, 500);
}

async fn page_status(test: &TestApp, path: &str) -> u16 {
    page(test, path).await.0.as_u16()
}

/// Regression: the last bytes of files say where in them what is, and one that led nowhere ended the start with a panic.
#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_leads_nowhere_is_begun_anew() {
    let test = TestApp::with(&three()).await;
    let index = test.app.config.index();
    let name = std::fs::read_to_string(index.join("CURRENT")).unwrap();
    let anew = tempfile::tempdir().unwrap();
    let copy = |to: &Path| {
        drop(std::fs::remove_dir_all(to));
        std::fs::create_dir_all(to.join(&name)).unwrap();
        std::fs::copy(index.join("CURRENT"), to.join("CURRENT")).unwrap();
        for (from, to) in
            [(index.join(&name), to.join(&name)), (index.join(&name).join("past"), to.join(&name).join("past"))]
        {
            std::fs::create_dir_all(&to).unwrap();
            for file in std::fs::read_dir(from).unwrap().map(|file| file.unwrap().path()).filter(|file| file.is_file())
            {
                std::fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
            }
        }
    };
    let mut begun = 0;
    for file in std::fs::read_dir(index.join(&name)).unwrap().map(|file| file.unwrap().path()) {
        let sound = if file.is_file() { std::fs::read(&file).unwrap() } else { Vec::new() };
        if file.extension().is_none_or(|ending| ending == "json" || ending == "txt") || sound.len() < 64 {
            continue;
        }
        // Of the file's own end: what follows is tantivy's, with its length in the last eight bytes but four.
        let length = u32::from_le_bytes(sound[sound.len() - 8..][..4].try_into().unwrap()) as usize;
        let end = sound.len() - 8 - length;
        for back in (1..=end.min(28)).step_by(3) {
            let root = anew.path().join("index");
            copy(&root);
            let mut bytes = sound.clone();
            bytes[end - back] ^= 0x40;
            std::fs::write(root.join(&name).join(file.file_name().unwrap()), bytes).unwrap();
            let engine = TantivyEngine::open(&root, Dictionary::product(), 32 << 20).unwrap();
            begun += usize::from(engine.documents() == 0);
        }
    }
    assert!(begun > 0, "none led nowhere");
}

/// Regression: of 150 damages of an index nine were served as wrong answers, six ended requests, and `check` agreed with all.
#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_index_is_named_and_built_anew() {
    let test = TestApp::with(&three()).await;
    let data = test.app.config.data.clone();
    let index = test.app.config.index();
    let name = std::fs::read_to_string(index.join("CURRENT")).unwrap();
    let files = std::fs::read_dir(index.join(&name)).unwrap().map(|file| file.unwrap().path());
    let (mut damaged, mut kinds) = (0, std::collections::BTreeSet::new());
    for file in files.filter(|file| file.extension().is_some_and(|ending| ending != "json" && ending != "txt")) {
        let sound = std::fs::read(&file).unwrap();
        if sound.is_empty() {
            continue;
        }
        kinds.insert(file.extension().unwrap().to_owned());
        let mut bytes = sound.clone();
        bytes[sound.len() / 3] ^= 0x10;
        std::fs::write(&file, bytes).unwrap();
        let check = run(gongbao(&data).arg("check"));
        let said = printed(&check);
        let named = file.file_name().unwrap().to_str().unwrap();
        assert_eq!(check.status.code(), Some(4), "{said}");
        assert!(said.contains(named) && said.contains("gongbao reindex"), "{named}: {said}");
        damaged += 1;
        std::fs::write(&file, sound).unwrap();
    }
    assert!(damaged >= 5, "{kinds:?}");

    let file = std::fs::read_dir(index.join(&name)).unwrap().map(|file| file.unwrap().path());
    let file = file.into_iter().find(|file| file.extension().is_some_and(|ending| ending == "idx")).unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle] ^= 0x10;
    std::fs::write(&file, bytes).unwrap();
    let test = TestApp::over(test.into_folder().await).await;
    let watching = tokio::spawn(test.app.clone().watch_data());
    wait_until("another index is in use", async || {
        std::fs::read_to_string(index.join("CURRENT")).unwrap() != name
            && test.app.readiness().await.unwrap().status == Status::Ready
    })
    .await;
    watching.abort();
    assert_eq!(test.search("防汛").await.total, 3);
    let check = run(gongbao(&data).arg("check"));
    assert_eq!(check.status.code(), Some(0), "{}", printed(&check));
}

/// Regression: with a database restored from a backup the index went on telling of what was lost.
#[tokio::test(flavor = "multi_thread")]
async fn an_index_of_another_history_is_built_anew() {
    let test = TestApp::with(&three()).await;
    let (data, database) = (test.app.config.data.clone(), test.app.config.database());
    let folder = test.into_folder().await;
    let pool = SqlitePool::connect(&format!("sqlite:{}", database.display())).await.unwrap();
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&pool).await.unwrap();
    pool.close().await;
    let backup = std::fs::read(&database).unwrap();
    let restore = || {
        for ending in ["-wal", "-shm"] {
            drop(std::fs::remove_file(format!("{}{ending}", database.display())));
        }
        std::fs::write(&database, &backup).unwrap();
    };
    let test = TestApp::over(folder).await;
    test.add(&[article("lost", "遗失的防汛通知", "水库丁")]).await;
    assert_eq!(test.search("防汛").await.total, 4);
    let folder = test.into_folder().await;

    // Older than the index, and then as far as it but with something else.
    restore();
    let test = TestApp::over(folder).await;
    test.catch_up().await;
    assert_eq!((test.search("防汛").await.total, test.search("水库丁").await.total), (3, 0));
    test.add(&[article("lost", "遗失的防汛通知", "水库丁")]).await;
    let folder = test.into_folder().await;
    restore();
    let other = folder.path().join("other.jsonl");
    std::fs::write(&other, "{\"id\":\"other\",\"title\":\"另一篇防汛通知\",\"body\":\"水库戊\"}\n").unwrap();
    let import = run(gongbao(&data).args(["import", "--no-wait"]).arg(&other));
    assert!(import.status.success(), "{}", printed(&import));
    let test = TestApp::over(folder).await;
    test.catch_up().await;
    assert_eq!((test.search("水库丁").await.total, test.search("水库戊").await.total), (0, 1));
    let check = run(gongbao(&data).arg("check"));
    assert_eq!(check.status.code(), Some(0), "{}", printed(&check));
}

/// Regression: a lost database beside its index was an empty archive, and one that was replaced went unnoticed.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_gone_or_replaced_is_noticed() {
    let test = TestApp::with(&three()).await;
    let (data, database) = (test.app.config.data.clone(), test.app.config.database());
    assert_eq!(json(&test, "/readyz").await.1["status"], "ready");
    let aside = data.join("aside");
    std::fs::rename(&database, &aside).unwrap();
    let (status, said) = json(&test, "/readyz").await;
    assert_eq!((status.as_u16(), &said["status"]), (503, &"replaced".into()));
    let stats = run(gongbao(&data).arg("stats"));
    assert_eq!(stats.status.code(), Some(1));
    assert!(printed(&stats).contains("不见了"), "{}", printed(&stats));
    assert!(!database.exists(), "nothing is made in its place");
    std::fs::copy(&aside, &database).unwrap();
    assert_eq!(json(&test, "/readyz").await.1["status"], "replaced");
    // The page for people does not say that all is well.
    assert!(page(&test, "/stats").await.1.contains("数据库已被换掉"));
}
