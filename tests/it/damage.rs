//! Damage to what is kept: it is named, costs what it hit and nothing else, and what is taken in anew heals it.

use std::path::Path;

use gongbao::model::{Article, ArticleId, Field};
use gongbao::store::{Original, Outcome, StoreError};
use jiff::Timestamp;
use sqlx::SqlitePool;

use crate::support::{TestApp, article, article_with, body, gongbao, ids, json, list, ok, page, printed, run};

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
