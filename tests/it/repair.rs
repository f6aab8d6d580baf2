//! `gongbao check --repair`: what can be mended is, from what it says, after a copy was kept; the rest is named.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::{Duration, SystemTime};

use gongbao::app::open_store;
use gongbao::model::{Article, ArticleId, Field};
use gongbao::store::Original;
use jiff::Timestamp;
use sqlx::SqlitePool;
use tempfile::TempDir;

use crate::support::{TestApp, article, article_with, gongbao, printed, run, wait_until};

async fn execute(file: &Path, sql: &str) {
    let pool = SqlitePool::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let done = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&pool).await.unwrap();
    assert!(done.rows_affected() > 0, "{sql} does nothing");
    pool.close().await;
}

/// Everything of a database in its one file, by pages. Nobody may have it open here.
async fn pages(database: &Path) -> Vec<Vec<u8>> {
    let pool = SqlitePool::connect(&format!("sqlite:{}", database.display())).await.unwrap();
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&pool).await.unwrap();
    pool.close().await;
    fs::read(database).unwrap().chunks(4_096).map(<[u8]>::to_vec).collect()
}

/// Overwrites where the first long text goes on outside its row: of such a page the first four bytes say which is the next.
async fn damage_text(database: &Path) {
    let mut pages = pages(database).await;
    let is_text = |page: &&mut Vec<u8>| String::from_utf8_lossy(page).matches("泊云县").count() > 160;
    pages.iter_mut().find(is_text).unwrap()[..4].fill(0xff);
    fs::write(database, pages.concat()).unwrap();
}

/// A site's folder with 300 bulletins, the numbers of the pages that have their rows, and of those that have the rows of others.
async fn of_many_pages() -> (TempDir, PathBuf, Vec<Vec<u8>>, [Vec<usize>; 2]) {
    let articles: Vec<Article> =
        (0..300).map(|n| article(&format!("many{n:03}"), "防汛通知", &format!("水库{n}"))).collect();
    let test = TestApp::with(&articles).await;
    let data = test.app.config.data.clone();
    let folder = test.into_folder().await;
    let pages = pages(&data.join("gongbao.sqlite")).await;
    // Of a table; the first page has the names of tables besides.
    let rows = (1..pages.len()).filter(|number| pages[*number][0] == 0x0d);
    let (articles, others) = rows.partition(|number| !ids(&pages[*number]).is_empty());
    (folder, data, pages, [articles, others])
}

/// The bulletins that have their rows on a page.
fn ids(page: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(page).into_owned();
    text.split("{\"id\":\"").skip(1).filter_map(|rest| rest.split_once('"')).map(|(id, _)| id.to_owned()).collect()
}

fn repair(data: &Path) -> Output {
    run(gongbao(data).args(["check", "--repair"]))
}

fn dry(data: &Path) -> Output {
    run(gongbao(data).args(["check", "--repair", "--dry-run"]))
}

fn three() -> [Article; 3] {
    [article("a", "防汛通知", "水库甲"), article("b", "防汛公告", "水库乙"), article("c", "防汛决定", "水库丙")]
}

fn kept(data: &Path, name: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(data).unwrap().map(|file| file.unwrap().path());
    files.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(name)).collect()
}

/// Damages to the row of `b` that cost nothing, and what they are mended from.
const MENDABLE: &[(&str, &str)] = &[
    ("version = 'x'", "内容完好"),
    ("first_seen = 'x'", "内容完好"),
    ("version_seen = 9223372036854775807", "内容完好"),
    ("content_hash = 'x'", "内容完好"),
    ("revision = 'x'", "内容完好"),
    // A bit of the hash, which looks like one still.
    (
        "content_hash = substr('1032547698ccbedd', instr('0123456789abcdef', substr(content_hash, 1, 1)), 1) \
         || substr(content_hash, 2)",
        "内容完好",
    ),
    ("id = 'z'", "内容完好"),
    ("document = '{\"h' || substr(document, 4)", "一个比特翻转"),
    ("document = CAST(replace(CAST(document AS BLOB), x'e4b999', x'e4b919') AS TEXT)", "一个比特翻转"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_row_with_its_text_is_mended_without_loss() {
    for (set, from) in MENDABLE {
        let test = TestApp::with(&three()).await;
        let data = &test.app.config.data;
        let id = ArticleId::new("b").unwrap();
        let before = test.app.store.article(&id).await.unwrap().unwrap();
        execute(&test.app.config.database(), &format!("UPDATE articles SET {set} WHERE id = 'b'")).await;

        let planned = dry(data);
        let said = printed(&planned);
        assert_eq!(planned.status.code(), Some(4), "{set}: {said}");
        assert!(said.contains("会修复 公报") && said.contains(from) && said.contains("没有修复"), "{set}: {said}");
        assert_eq!(kept(data, "before-repair").len(), 0, "{set}: a dry run writes nothing");

        let repaired = repair(data);
        let said = printed(&repaired);
        assert_eq!(repaired.status.code(), Some(0), "{set}: {said}");
        assert!(said.contains(from) && said.contains("before-repair-"), "{set}: {said}");
        assert_eq!(kept(data, "before-repair").len(), 1, "{set}");
        let after = test.app.store.article(&id).await.unwrap().unwrap();
        assert_eq!((&after.article, &after.content_hash), (&before.article, &before.content_hash), "{set}");
        assert_eq!((after.version, after.first_seen), (before.version, before.first_seen), "{set}");
        assert_eq!(after.version_seen, before.version_seen, "{set}");
        assert!(printed(&run(gongbao(data).arg("check"))).starts_with("一致：3 篇"), "{set}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_text_is_mended_from_another_version_or_named() {
    let test = TestApp::with(&three()).await;
    let (data, database) = (test.app.config.data.clone(), test.app.config.database());
    let [_, second, _] = three();
    test.add(&[article("b", "防汛公告", "水库乙改")]).await;
    test.add(&[second]).await;
    // The third says what the first said, and nothing says what the second said.
    let garble = "document = substr(document, 1, 20)";
    execute(&database, &format!("UPDATE articles SET {garble} WHERE id = 'b'")).await;
    let repaired = repair(&data);
    assert_eq!(repaired.status.code(), Some(0), "{}", printed(&repaired));
    assert!(printed(&repaired).contains("由内容相同的第 1 版恢复"), "{}", printed(&repaired));
    execute(&database, &format!("UPDATE earlier_versions SET {garble} WHERE number = 1")).await;
    let repaired = repair(&data);
    assert!(printed(&repaired).contains("由内容相同的第 3 版恢复"), "{}", printed(&repaired));
    assert_eq!(repaired.status.code(), Some(0), "{}", printed(&repaired));

    test.add(&[article("b", "防汛公告", "水库乙再改")]).await;
    execute(&database, &format!("UPDATE articles SET {garble} WHERE id IN ('a', 'b')")).await;
    let repaired = repair(&data);
    let said = printed(&repaired);
    assert_eq!(repaired.status.code(), Some(4), "{said}");
    assert!(said.contains("以第 3 版代替") && said.contains("重新导入"), "{said}");
    assert!(said.contains("公报 a（") && said.contains("没有完好的内容"), "{said}");
    assert!(said.contains("共 1 处"), "what is left is a: {said}");
    let id = ArticleId::new("b").unwrap();
    let stored = test.app.store.article(&id).await.unwrap().unwrap();
    assert_eq!((stored.article.paragraphs, stored.version), (vec!["水库乙".to_owned()], 5));
    // The copy has what could not be mended as it was, and what was lost is taken in again.
    let copy = kept(&data, "before-repair").into_iter().max().unwrap();
    let pool = SqlitePool::connect(&format!("sqlite:{}", copy.display())).await.unwrap();
    let garbled: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM articles WHERE length(document) = 20").fetch_one(&pool).await.unwrap();
    assert_eq!(garbled, 2);
    pool.close().await;
    test.add(&[article("a", "防汛通知", "水库甲"), article("b", "防汛公告", "水库乙再改")]).await;
    assert_eq!((test.search("水库甲").await.total, test.search("水库乙再改").await.total), (1, 1));
    let check = run(gongbao(&data).arg("check"));
    assert_eq!(check.status.code(), Some(0), "{}", printed(&check));
}

/// What is told from bulletins is told again, a damaged index is built beside, leftovers go, and what is a command's own stays.
#[tokio::test(flavor = "multi_thread")]
async fn what_follows_from_the_rest_is_made_again() {
    let old = [(Field::DocumentNumber, "青政发〔2019〕1号"), (Field::PublishedOn, "2019-01-01")];
    let new = [(Field::DocumentNumber, "青政发〔2020〕2号"), (Field::PublishedOn, "2020-01-01")];
    let test = TestApp::with(&[
        article_with("old", "青岑县防汛办法", "第一条 水库要巡查。", &old),
        article_with("new", "关于防汛的通知", "《青岑县防汛办法》（青政发〔2019〕1号）同时废止。", &new),
    ])
    .await;
    let (data, index) = (test.app.config.data.clone(), test.app.config.index());
    let id = ArticleId::new("old").unwrap();
    let standing = async || test.app.store.article(&id).await.unwrap().unwrap().standing;
    let known = standing().await;
    assert!(known.is_some());
    let derived = "UPDATE articles SET standing = '{' WHERE standing IS NOT NULL; UPDATE prints SET bands = '['";
    execute(&test.app.config.database(), derived).await;
    let name = fs::read_to_string(index.join("CURRENT")).unwrap();
    let mut files = fs::read_dir(index.join(&name)).unwrap().map(|file| file.unwrap().path());
    let file = files.find(|file| file.extension().is_some_and(|ending| ending == "idx")).unwrap();
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle] ^= 0x10;
    fs::write(&file, bytes).unwrap();
    let (abandoned, busy) = (data.join("backup-aaaaaa"), data.join("restore-bbbbbb"));
    for folder in [&abandoned, &busy] {
        fs::create_dir(folder).unwrap();
        fs::write(folder.join("gongbao.sqlite"), "x").unwrap();
    }
    let long_ago = SystemTime::now() - Duration::from_secs(3 * 24 * 3_600);
    // Called alike, but an operator's own.
    let own = data.join("backup-202501");
    fs::create_dir(&own).unwrap();
    fs::write(own.join("公报.backup"), "x").unwrap();
    let olds =
        [abandoned.join("gongbao.sqlite"), abandoned.clone(), busy.clone(), own.join("公报.backup"), own.clone()];
    for path in olds {
        fs::File::open(path).unwrap().set_modified(long_ago).unwrap();
    }

    let planned = printed(&dry(&data));
    assert!(planned.contains("会删除遗留的") && planned.contains("会在旁边重建索引"), "{planned}");
    assert!(abandoned.exists() && fs::read_to_string(index.join("CURRENT")).unwrap() == name);
    let repaired = repair(&data);
    let said = printed(&repaired);
    assert_eq!(repaired.status.code(), Some(0), "{said}");
    assert!(said.contains("重建索引：") && said.contains("索引已重建：2 篇"), "{said}");
    assert_eq!(standing().await, known);
    assert_eq!((abandoned.exists(), busy.exists(), own.join("公报.backup").exists()), (false, true, true));
    assert_eq!(test.search("水库").await.total, 1, "who has it open takes up the new index");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_is_salvaged_into_a_new_one() {
    let long = |n: usize| "泊云县水库巡查。".repeat(3_000 + n);
    let articles: Vec<Article> = (0..40).map(|n| article(&format!("long{n}"), "防汛长文", &long(n))).collect();
    let test = TestApp::build().articles(&three()).articles(&articles).open().await;
    test.add(&[article("long7", "防汛长文", "改短了")]).await;
    test.add(&[article("long7", "防汛长文", &long(70))]).await;
    let original = Original::new(vec![7; 3 << 20]);
    test.app.store.keep(std::slice::from_ref(&original)).await.unwrap();
    test.app.store.withdraw(&[ArticleId::new("c").unwrap()], Timestamp::now()).await.unwrap();
    let (data, database) = (test.app.config.data.clone(), test.app.config.database());
    let folder = test.into_folder().await;
    damage_text(&database).await;
    let planned = dry(&data);
    let said = printed(&planned);
    assert_eq!(planned.status.code(), Some(4), "{said}");
    assert!(said.contains("数据库文件受损") && said.contains("会取出"), "{said}");

    // Another process that has it open: an import that waits for its input.
    let mut other = gongbao(&data).args(["import", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let open = PathBuf::from(format!("/proc/{}/fd", other.id()));
    wait_until("it has the index open, which it opens after the database", async || {
        let files = fs::read_dir(&open).unwrap().filter_map(|file| file.unwrap().path().read_link().ok());
        files.into_iter().any(|file| file.starts_with(data.join("index")))
    })
    .await;
    let refused = repair(&data);
    assert_eq!(refused.status.code(), Some(1), "{}", printed(&refused));
    assert!(printed(&refused).contains("请先停止"), "{}", printed(&refused));
    drop(other.stdin.take());
    other.wait().unwrap();
    assert_eq!(kept(&data, "before-repair").len(), 0, "nothing is touched");
    let damaged = fs::read(&database).unwrap();

    let repaired = repair(&data);
    let said = printed(&repaired);
    assert_eq!(repaired.status.code(), Some(4), "something is lost: {said}");
    let lost = said.lines().find(|line| line.starts_with("articles 有 1 处读不出")).unwrap_or_else(|| panic!("{said}"));
    assert!(lost.contains("long") && said.contains("42 篇"), "{said}");
    let aside = kept(&data, "before-repair-").pop().unwrap();
    assert_eq!(fs::read(aside.join("gongbao.sqlite")).unwrap().len(), damaged.len());

    let store = open_store(&database).await.unwrap();
    assert_eq!((store.counts().await.unwrap().articles, store.counts().await.unwrap().withdrawn), (41, 1));
    assert_eq!(store.original(&original.hash).await.unwrap(), Some(3 << 20));
    assert_eq!(store.damaged_rows().await.unwrap(), []);
    store.close().await;
    let check = run(gongbao(&data).arg("check"));
    assert_eq!(check.status.code(), Some(0), "{}", printed(&check));
    let test = TestApp::over(folder).await;
    assert_eq!(test.search("防汛").await.total, 41);
    // What is lost is taken in again, under the same name.
    test.add(&articles).await;
    assert_eq!(test.search("防汛").await.total, 42);
}

/// Regression: where rows stood out of their order, walks through them never ended.
#[tokio::test(flavor = "multi_thread")]
async fn rows_out_of_their_order_are_told_of_and_saved() {
    let (_folder, data, mut pages, [rows, _]) = of_many_pages().await;
    pages.swap(rows[1], rows[rows.len() - 2]);
    fs::write(data.join("gongbao.sqlite"), pages.concat()).unwrap();
    let check = run(gongbao(&data).arg("check"));
    assert_eq!(check.status.code(), Some(4), "{}", printed(&check));
    let repaired = repair(&data);
    let said = printed(&repaired);
    assert!(said.contains("读得出公报 300 篇") && !said.contains("处读不出"), "{said}");
    assert_eq!(said.matches("索引已重建").count(), 1, "{said}");
    assert_eq!(repaired.status.code(), Some(4), "{said}");
    let check = run(gongbao(&data).arg("check"));
    assert!(printed(&check).starts_with("一致：300 篇"), "{}", printed(&check));
}

/// Regression: bulletins of a page that was another's were lost without a word.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_salvaged_is_named_one_by_one() {
    let (_folder, data, pages, [rows, others]) = of_many_pages().await;
    let database = data.join("gongbao.sqlite");
    let mut exchanged = pages.clone();
    exchanged.swap(rows[1], *others.last().unwrap());
    let cut = &pages[..pages.len() * 3 / 4];
    for damaged in [exchanged.concat(), cut.concat()] {
        fs::write(&database, &damaged).unwrap();
        let repaired = repair(&data);
        let said = printed(&repaired);
        assert_eq!(repaired.status.code(), Some(4), "{said}");
        let store = open_store(&database).await.unwrap();
        let saved = store.counts().await.unwrap().articles as usize;
        store.close().await;
        let named = said.lines().find(|line| line.starts_with("articles 有")).unwrap_or_else(|| panic!("{said}"));
        let named: Vec<&str> = named.split('：').nth(1).unwrap().split('、').collect();
        assert!(saved < 300 && saved + named.len() >= 300, "{saved} {said}");
        if damaged.len() == pages.concat().len() {
            assert!(named.iter().all(|id| id.starts_with("many")) && saved + named.len() == 300, "{saved} {said}");
        }
    }
}

/// Where not even the state of the tables reads, that is no failed upgrade.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_whose_upgrades_do_not_read_is_salvaged() {
    let (_folder, data, mut pages, _) = of_many_pages().await;
    let pool = SqlitePool::connect(&format!("sqlite:{}", data.join("gongbao.sqlite").display())).await.unwrap();
    let root = sqlx::query_scalar("SELECT rootpage FROM sqlite_master WHERE name = '_sqlx_migrations'");
    let root: i64 = root.fetch_one(&pool).await.unwrap();
    pool.close().await;
    pages[root as usize - 1].fill(0);
    fs::write(data.join("gongbao.sqlite"), pages.concat()).unwrap();
    let check = run(gongbao(&data).arg("check"));
    assert!(printed(&check).contains("数据库文件受损"), "{}", printed(&check));
    let repaired = repair(&data);
    assert!(printed(&repaired).contains("读得出公报 300 篇"), "{}", printed(&repaired));
    let check = run(gongbao(&data).arg("check"));
    assert!(printed(&check).starts_with("一致：300 篇"), "{}", printed(&check));
}

/// A bulletin whose newest text is lost with its part of the file comes back as it was before.
#[tokio::test(flavor = "multi_thread")]
async fn a_bulletin_lost_with_the_file_comes_back_in_an_earlier_version() {
    let test = TestApp::with(&three()).await;
    test.add(&[article("b", "防汛公告", &"泊云县水库巡查。".repeat(4_000))]).await;
    let (data, database) = (test.app.config.data.clone(), test.app.config.database());
    let folder = test.into_folder().await;
    damage_text(&database).await;
    let repaired = repair(&data);
    let said = printed(&repaired);
    assert_eq!(repaired.status.code(), Some(4), "{said}");
    assert!(said.contains("以旧版本代替的公报（撤回过的会因此重新显示，请核对）：b"), "{said}");
    let test = TestApp::over(folder).await;
    assert_eq!((test.search("水库乙").await.total, test.search("防汛").await.total), (1, 3));
    // It goes on from there: another text, and its withdrawal.
    test.add(&[article("b", "防汛公告", "水库丁")]).await;
    assert_eq!((test.search("水库丁").await.total, test.search("水库乙").await.total), (1, 0));
    test.app.store.withdraw(&[ArticleId::new("b").unwrap()], Timestamp::now()).await.unwrap();
    let check = run(gongbao(&data).arg("check"));
    assert_eq!(check.status.code(), Some(0), "{}", printed(&check));
    let nothing = fs::write(&database, b"not a database at all").map(|()| repair(&data)).unwrap();
    assert_eq!(nothing.status.code(), Some(1), "{}", printed(&nothing));
}

/// What the store has no sound text of is read again from the files and pages that are kept, and believed by its hash.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_text_is_read_again_from_what_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/documents/notice.docx");
    assert!(run(gongbao(&data).arg("import").arg(document)).status.success());
    let page = "<html><head><meta charset=utf-8><title>存档公告</title></head><body><h1>存档公告</h1><div class=TRS_Editor>\
                <p>这一页由抓取时存档，特此公告，自发布之日起施行，请各单位遵照执行。</p>\
                <p>附件：<a href=/n.pdf>通知.pdf</a></p></div></body></html>";
    let pdf = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/documents/notice.pdf")).unwrap();
    let record = |path: &str, media: &str, content: &[u8]| {
        let http = [format!("HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n\r\n").as_bytes(), content].concat();
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://qingcen.example/{path}\r\n\
             WARC-Date: 2023-01-02T00:00:00Z\r\nContent-Type: application/http;msgtype=response\r\n\
             Content-Length: {}\r\n\r\n",
            http.len()
        );
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(&[head.as_bytes(), &http, b"\r\n\r\n"].concat()).unwrap();
        gz.finish().unwrap()
    };
    let records = [record("a.html", "text/html", page.as_bytes()), record("n.pdf", "application/pdf", &pdf)];
    fs::create_dir(data.join("warc")).unwrap();
    fs::write(data.join("warc/a.warc.gz"), records.concat()).unwrap();
    let read = run(gongbao(&data).arg("reextract"));
    assert!(printed(&read).contains("新增 1"), "{}", printed(&read));
    let database = data.join("gongbao.sqlite");
    let texts = async || {
        let store = open_store(&database).await.unwrap();
        let texts = store.changes_since(0, 10).await.unwrap().articles;
        store.close().await;
        let mut texts: Vec<_> = texts.into_iter().map(|stored| (stored.content_hash, stored.version)).collect();
        texts.sort_unstable();
        texts
    };
    let before = texts().await;
    assert_eq!(before.len(), 2);

    execute(&database, "UPDATE articles SET document = replace(document, '\"id\":', '\"zz\":')").await;
    let planned = printed(&dry(&data));
    assert_eq!(planned.matches("由保存的网页或原件重新读出").count(), 2, "{planned}");
    let repaired = repair(&data);
    assert_eq!(repaired.status.code(), Some(0), "{}", printed(&repaired));
    assert_eq!(texts().await, before);
    execute(&database, "UPDATE original_pieces SET content = x'00'").await;
    let repaired = repair(&data);
    let said = printed(&repaired);
    assert!(said.contains(&format!("附件原件 {}：由保存的网页恢复", Original::new(pdf).hash)), "{said}");
    assert_eq!(repaired.status.code(), Some(4), "that of the document is nowhere else: {said}");
    assert!(said.contains("共 1 处"), "{said}");

    // Regression: reading pages again ended at a row that did not read, which it would have healed.
    execute(&database, "UPDATE articles SET document = '{'").await;
    let read = run(gongbao(&data).arg("reextract"));
    assert!(read.status.success() && printed(&read).contains("更新 1"), "{}", printed(&read));
}
