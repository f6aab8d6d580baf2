//! What the index keeps of the past: apart from the present, the same after a rebuild, whole after a `kill -9`, and true
//! to any history.

use std::path::Path;
use std::process::Stdio;

use gongbao::app::{App, Rebuild};
use gongbao::model::{ArticleKey, Facet, Field, StoredArticle};
use gongbao::search::engine::Deadline;
use gongbao::search::engine::query::Sort;
use gongbao::search::engine::query::{Condition, EngineQuery, Values};
use gongbao::search::indexer::Indexer;
use gongbao::search::schema::IndexDocument;
use gongbao::store::sqlite::SqliteStore;
use gongbao::store::{Outcome, Store, VisibilityInterval};
use jiff::Timestamp;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::as_of::{archive, id, levee, meeting, shown};
use crate::engine::{ask, ask_for, every_engine, sorted_keys, stored, word};
use crate::support::{
    Running, TestApp, article_with, bytes_in, encoded, gongbao, ok, printed, run, wait_until, writer_of,
};

#[tokio::test(flavor = "multi_thread")]
async fn the_present_knows_nothing_of_the_past() {
    let test = archive().await;
    let engine = test.app.engine();
    assert_eq!((engine.documents(), engine.past_documents()), (2, 3));
    assert_eq!(engine.entries().unwrap().len(), 2);
    assert_eq!(engine.document_frequency(&word("礼堂")), 0);
    assert_eq!(engine.words(&|word| word == "礼堂").unwrap(), []);
    let counts = test.app.store.counts().await.unwrap();
    assert_eq!((counts.articles, counts.withdrawn, counts.versions), (2, 1, 4));
    let answer = ok(&test, &format!("/search?q={}", encoded("礼堂 准时"))).await;
    assert!(answer["warnings"].to_string().contains("没有一篇公报含有「礼堂」"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuilt_index_has_the_same_past() {
    let test = archive().await;
    let paths = ["2024-05-01", "2024-05-03", "2024-05-15", "2024-06-15"]
        .map(|time| format!("/search?as_of={time}&sort=-date&fields=id,title,shown"));
    let mut before = Vec::new();
    for path in &paths {
        before.push(ok(&test, path).await["results"].clone());
    }
    let Rebuild { engine, mut indexer, .. } = test.app.rebuild(|_| {}).await.unwrap();
    indexer.reach(test.app.store.revision().await.unwrap(), |_| {}).await.unwrap();
    engine.publish().unwrap();
    test.app.engine().refresh().unwrap();
    for (path, before) in paths.iter().zip(before) {
        assert_eq!(ok(&test, path).await["results"], before, "{path}");
    }
}

/// The files of an index but those of the past, from one folder to another.
fn copy_present(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_the_two_commits_nothing_is_there_twice() {
    let test = TestApp::with(&[meeting("县政府礼堂", "青岑新闻网"), levee()]).await;
    let (generation, kept) = (test.app.config.index().join("g000001"), test.app.config.data.join("kept"));
    copy_present(&generation, &kept);
    let between = Timestamp::now();
    wait_until("a moment passes", async || Timestamp::now().as_millisecond() > between.as_millisecond()).await;
    test.add(&[meeting("县体育馆", "青岑发布")]).await;
    test.app.store.withdraw(&[id("b")], Timestamp::now()).await.unwrap();
    test.catch_up().await;
    // The past was committed, the present was not.
    copy_present(&kept, &generation);
    let app = test.another(|_| {}).await;
    assert_eq!((app.engine().documents(), app.engine().past_documents()), (2, 2));
    let as_of = between.as_millisecond();
    let then = |app: &App| ask(&*app.engine(), Condition::All, |query| query.as_of = Some(as_of));
    let answer = then(&app);
    assert_eq!((answer.total, answer.hits.len()), (2, 2), "what the past says of later is not believed yet");
    let mut indexer = app.indexer(Indexer::PROMPT);
    indexer.reach(app.store.revision().await.unwrap(), |_| {}).await.unwrap();
    assert_eq!((app.engine().documents(), app.engine().past_documents()), (1, 2));
    assert_eq!(then(&app).total, 2);
    assert_eq!(then(&app).hits.iter().map(|hit| hit.version).collect::<Vec<_>>(), [Some(1), Some(1)]);
}

/// What a history has made of a bulletin by some time: its version, and its source where it is shown.
#[derive(Clone, Default)]
struct RerankScores {
    version: u32,
    source: Option<usize>,
    body: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn any_history_is_told_as_it_was() {
    const SOURCES: [&str; 3] = ["青岑新闻网", "泊云发布", "回磐日报"];
    const BODIES: [&str; 4] = ["防汛演练", "堤防加固", "渡口停航", "渠道清淤"];
    let mut seed = 20_240_501_u64;
    let mut below = |bound: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % bound
    };
    for _ in 0..3 {
        let test = TestApp::empty().await;
        // The state of six bulletins after each step; the step of that number is at that second.
        let mut states = vec![vec![RerankScores::default(); 6]];
        for step in 1..60 {
            let mut state = states[step - 1].clone();
            let moment = Timestamp::from_second(step as i64).unwrap();
            for _ in 0..=below(2) {
                let (number, told) = (below(6), below(6));
                let own = &mut state[number];
                let name = format!("n{number}");
                if below(3) == 0 {
                    test.app.store.withdraw(&[id(&name)], moment).await.unwrap();
                    own.source = None;
                } else {
                    let (source, body) = (told % SOURCES.len(), below(BODIES.len()));
                    let fields = [(Field::Source, SOURCES[source])];
                    let article = article_with(&name, "通告", BODIES[body], &fields);
                    if test.app.store.upsert(&[article], moment).await.unwrap() != [Outcome::Unchanged] {
                        let versions = test.app.store.versions(&id(&name)).await.unwrap();
                        own.version = versions.len() as u32;
                    }
                    (own.source, own.body) = (Some(source), body);
                }
            }
            states.push(state);
            if below(4) == 0 {
                test.catch_up().await;
            }
        }
        test.catch_up().await;
        for (second, state) in states.iter().enumerate() {
            let time = Timestamp::from_second(second as i64).unwrap();
            let live = || state.iter().enumerate().filter(|(_, told)| told.source.is_some());
            let expected = |wanted: &dyn Fn(&RerankScores) -> bool| {
                let names = live().filter(|(_, told)| wanted(told));
                names.map(|(number, told)| format!("n{number}{}", told.version)).collect::<Vec<_>>()
            };
            let sorted = |answer: &Value| {
                let mut shown = shown(answer);
                shown.sort();
                shown
            };
            let all = ok(&test, &format!("/search?as_of={time}&facets=source")).await;
            assert_eq!((sorted(&all), &all["total"]), (expected(&|_| true), &live().count().into()), "{time}");
            for (number, source) in SOURCES.iter().enumerate() {
                let wanted = expected(&|told| told.source == Some(number));
                let values = all["facets"]["source"]["values"].as_array().unwrap();
                let count =
                    values.iter().find(|value| value["value"] == *source).map_or(0, |of| of["count"].as_u64().unwrap());
                assert_eq!(count, wanted.len() as u64, "{time} {source}");
                let of_source = ok(&test, &format!("/search?as_of={time}&source={}", encoded(source))).await;
                assert_eq!(sorted(&of_source), wanted, "{time} {source}");
            }
            for (number, body) in BODIES.iter().enumerate() {
                let path = format!("/search?as_of={time}&q={}&match=exact", encoded(body));
                assert_eq!(sorted(&ok(&test, &path).await), expected(&|told| told.body == number), "{time} {body}");
            }
        }
    }
}

#[test]
fn kills_lose_nothing_of_the_past() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = |version: u64| {
        let path = folder.path().join(format!("{version}.jsonl"));
        let line = |n: u64| {
            let body = format!("第{n}号公告第{version}稿，泊云县道路养护工程开工。").repeat(6);
            format!("{}\n", serde_json::json!({ "id": format!("v{n}"), "title": format!("公告{n}"), "body": body }))
        };
        std::fs::write(&path, (0..1_200).map(line).collect::<String>()).unwrap();
        path
    };
    let runtime = Runtime::new().unwrap();
    let store = runtime.block_on(SqliteStore::open(&data.join("gongbao.sqlite"))).unwrap();
    let versions = || runtime.block_on(store.counts()).unwrap().versions;
    let mut kills = 0;
    for round in 0..12_u64 {
        let mut import = gongbao(&data);
        import.arg("import").arg(file(round)).stdout(Stdio::null()).stderr(Stdio::null());
        let (known, indexed) = (versions(), bytes_in(&data.join("index")));
        let mut import = Running(import.spawn().unwrap());
        // By turns while versions are stored, more of them each time, and while they are indexed.
        let killed = match round % 2 {
            0 => import.kill_once("versions are stored", || versions() > known + round * 100),
            _ => import.kill_once("more is indexed", || bytes_in(&data.join("index")) != indexed),
        };
        kills += usize::from(killed);
    }
    assert!(kills >= 6, "only {kills} of 12 kills met a program at work");
    drop(store);
    let check = run(gongbao(&data).arg("check"));
    assert!(check.status.success() && printed(&check).contains("一致："), "{}", printed(&check));
    let stats = run(gongbao(&data).args(["stats", "--json"]));
    let stats: Value = serde_json::from_slice(&stats.stdout).unwrap();
    assert!(stats["versions"].as_u64() > stats["articles"].as_u64(), "there is a past: {stats}");
}

#[test]
fn check_compares_the_past_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("a.jsonl"));
    for body in ["第一版。", "第二版。", "第三版。"] {
        let line = serde_json::json!({ "id": "v", "title": "通告", "body": body });
        std::fs::write(&file, format!("{line}\n")).unwrap();
        let import = run(gongbao(&data).arg("import").arg(&file));
        assert_eq!(import.status.code(), Some(0), "{}", printed(&import));
    }
    let check = run(gongbao(&data).arg("check"));
    assert!(check.status.success() && printed(&check).contains("一致：1 篇"), "{}", printed(&check));
    std::fs::write(&file, "").unwrap();
    // A past that is empty, as if it had been lost.
    let past = data.join("index/g000001/past");
    let meta: Value = serde_json::from_slice(&std::fs::read(past.join("meta.json")).unwrap()).unwrap();
    let emptied = serde_json::json!({ "segments": [], "schema": meta["schema"], "index_settings": meta["index_settings"], "opstamp": 0 });
    std::fs::write(past.join("meta.json"), emptied.to_string()).unwrap();
    let check = run(gongbao(&data).arg("check"));
    assert!(
        !check.status.success() && printed(&check).contains("不再显示的版本，索引中有 0 个，数据库有 2 个"),
        "{}",
        printed(&check)
    );
    let reindex = run(gongbao(&data).arg("reindex"));
    assert!(reindex.status.success(), "{}", printed(&reindex));
    assert!(run(gongbao(&data).arg("check")).status.success());
}

/// A version of an article that was shown in this time.
fn showing(mut stored: StoredArticle, version: u32, (from, until): (i64, i64), ended: i64) -> VisibilityInterval {
    let moment = |milliseconds| Timestamp::from_millisecond(milliseconds).unwrap();
    (stored.version, stored.shown_from) = (version, moment(from));
    VisibilityInterval { stored, until: moment(until), ended }
}

#[test]
fn engines_keep_the_past_apart() {
    every_engine(|open| {
        let engine = open();
        let with = |key: i64, title: &str, date: &str, source: &str| {
            stored(
                key,
                article_with(&format!("n{key}"), title, "防汛", &[(Field::PublishedOn, date), (Field::Source, source)]),
            )
        };
        let mut one = with(1, "现在的题目", "2024-02-01", "甲");
        (one.version, one.shown_from) = (3, Timestamp::from_millisecond(300).unwrap());
        let two = with(2, "一直都在", "2024-03-01", "甲");
        let was = |title: &str, source: &str| with(1, title, "2024-01-01", source);
        let past =
            [showing(was("原先的题目", "乙"), 1, (100, 200), 5), showing(was("后来的题目", "甲"), 2, (200, 250), 6)];
        let put = |past: &[VisibilityInterval]| {
            let mut writer = writer_of(&*engine);
            for stored in [&one, &two] {
                writer.remove(stored.key).unwrap();
                writer.add(&IndexDocument::new(stored)).unwrap();
            }
            writer.replace_history(ArticleKey(1), &past.iter().map(IndexDocument::past).collect::<Vec<_>>()).unwrap();
            writer.commit(6, None).unwrap();
            drop(writer);
            engine.refresh().unwrap();
        };
        put(&past[..1]);
        // Putting it again puts it in the place of what is there.
        put(&past);
        assert_eq!((engine.documents(), engine.past_documents()), (2, 2));
        let found = |condition: Condition, as_of: Option<i64>| {
            let answer = ask(&*engine, condition, |query| query.as_of = as_of);
            assert_eq!(answer.total, answer.hits.len());
            let mut hits: Vec<_> = answer.hits.iter().map(|hit| (hit.key.0, hit.version)).collect();
            hits.sort_unstable();
            hits
        };
        let (v1, v2, v3, second) = ((1, Some(1)), (1, Some(2)), (1, Some(3)), (2, Some(1)));
        assert_eq!(found(Condition::All, None), [(1, None), (2, None)]);
        for (time, expected) in
            [(99, vec![second]), (100, vec![v1, second]), (199, vec![v1, second]), (200, vec![v2, second])]
        {
            assert_eq!(found(Condition::All, Some(time)), expected, "{time}");
            assert_eq!(found(word("防汛"), Some(time)), expected, "{time}");
        }
        assert_eq!(found(Condition::All, Some(250)), [second]);
        assert_eq!(found(Condition::All, Some(300)), [v3, second]);
        assert_eq!(found(word("原先"), Some(150)), [v1]);
        assert_eq!(found(word("原先"), Some(220)), []);
        assert_eq!(found(word("原先"), None), []);

        let source = Facet::from_name("source").unwrap();
        let counts = |as_of: Option<i64>, values: usize| {
            let change = |query: &mut EngineQuery| {
                (query.as_of, query.facets, query.facet_values, query.months) = (as_of, vec![source], values, true);
            };
            let answer = ask(&*engine, Condition::All, change);
            let facet = &answer.facets[0];
            (facet.values.clone(), facet.distinct, answer.months.months.len())
        };
        let of = |value: &str, count: usize| (value.to_owned(), count);
        assert_eq!(counts(Some(150), 9), (vec![of("乙", 1), of("甲", 1)], 2, 2));
        assert_eq!(counts(Some(150), 1), (vec![of("乙", 1)], 2, 2));
        assert_eq!(counts(Some(220), 9), (vec![of("甲", 2)], 1, 2));
        assert_eq!(counts(None, 9), (vec![of("甲", 2)], 1, 2));
        let known = |past| engine.facet_values(source, Values::Equal(&["乙"]), past, 9).unwrap();
        assert_eq!((known(false).len(), known(true).len()), (0, 1));
        let mut query = ask_for(Condition::All);
        (query.as_of, query.sort) = (Some(150), Sort::Newest);
        let january = engine.day_counts(&query, &Deadline::NONE).unwrap();
        assert_eq!(january.days.iter().map(|(_, count)| count).sum::<usize>(), 2);
        assert!(january.days.iter().any(|(day, _)| *day == 19_723), "{january:?}");
        let first = engine.search(&EngineQuery { limit: 1, ..query.clone() }, &Deadline::NONE).unwrap();
        assert_eq!((first.total, first.hits[0].key.0), (2, 2));
        let after = Some(first.hits[0].position());
        let rest = engine.search(&EngineQuery { after, ..query }, &Deadline::NONE).unwrap();
        assert_eq!((rest.total, sorted_keys(&rest)), (2, vec![1]));
        let mut query = ask_for(word("原先"));
        assert_eq!(engine.explain(&query, ArticleKey(1), &Deadline::NONE).unwrap(), None);
        query.as_of = Some(150);
        let explanation = engine.explain(&query, ArticleKey(1), &Deadline::NONE).unwrap().unwrap();
        let hit = &engine.search(&query, &Deadline::NONE).unwrap().hits[0];
        assert!((explanation.score - hit.score).abs() < 1e-3, "{explanation:?} {hit:?}");
        // Opened again it is the same.
        drop(engine.writer().unwrap());
        assert_eq!(open().past_documents(), 2);
    });
}
