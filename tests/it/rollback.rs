//! The index before a rebuild is kept, gone back to, caught up and given up; and a rebuild that is due is told of.

use std::fs;
use std::path::Path;
use std::process::Output;

use gongbao::app::previous_index;
use gongbao::config::Config;
use gongbao::model::ArticleId;
use gongbao::search::indexer::Indexer;
use jiff::Timestamp;

use crate::support::{TestApp, article, gongbao, printed, run, wait_until};

fn reindex(data: &Path, options: &[&str]) -> Output {
    run(gongbao(data).arg("reindex").args(options))
}

fn current(config: &Config) -> String {
    fs::read_to_string(config.index().join("CURRENT")).unwrap()
}

fn generations(config: &Config) -> usize {
    let names = fs::read_dir(config.index()).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().starts_with("g0")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_is_taken_back_and_caught_up_while_a_server_runs() {
    let test = TestApp::with(&[article("a", "防汛通知", "水库甲"), article("gone", "防汛公告", "水库乙")]).await;
    let (config, data) = (test.app.config.clone(), test.app.config.data.clone());
    let nothing = reindex(&data, &["--rollback"]);
    assert_eq!(nothing.status.code(), Some(1));
    assert!(printed(&nothing).contains("没有可以换回的"), "{}", printed(&nothing));
    let first = current(&config);
    let rebuilt = reindex(&data, &[]);
    assert!(
        rebuilt.status.success() && printed(&rebuilt).contains(&format!("上一个索引 {first}")),
        "{}",
        printed(&rebuilt)
    );
    let second = current(&config);
    assert_ne!(first, second);
    // The server goes on with the new one, and takes things in that the other does not know.
    test.add(&[article("b", "防汛决定", "水库丙")]).await;
    test.app.store.withdraw(&[ArticleId::new("gone").unwrap()], Timestamp::now()).await.unwrap();
    test.catch_up().await;
    assert_eq!(test.search("防汛").await.total, 2);
    let stats = printed(&run(gongbao(&data).arg("stats")));
    assert!(stats.contains(&format!("上一个索引 {first}")), "{stats}");

    let running = tokio::spawn(test.app.indexer(Indexer::PROMPT).run());
    let back = tokio::task::spawn_blocking({
        let data = data.clone();
        move || reindex(&data, &["--rollback"])
    });
    let back = back.await.unwrap();
    assert!(back.status.success() && printed(&back).contains(&format!("已换回索引 {first}")), "{}", printed(&back));
    assert_eq!(current(&config), first);
    let revision = test.app.store.revision().await.unwrap();
    wait_until("the server searches the index that was put back", async || {
        test.app.engine().refresh().unwrap();
        test.app.search.indexed_revision() == revision
    })
    .await;
    test.add(&[article("c", "防汛办法", "水库丁")]).await;
    assert_eq!(test.search("防汛").await.total, 3);
    running.abort();
    let check = run(gongbao(&data).arg("check"));
    assert_eq!(check.status.code(), Some(0), "{}", printed(&check));

    // The other is the previous now; each rebuild keeps one, and it goes when it is told to or there is no room.
    assert_eq!(previous_index(&config).unwrap().name, second);
    assert!(reindex(&data, &["--rollback"]).status.success());
    assert_eq!(current(&config), second);
    for _ in 0..2 {
        assert!(reindex(&data, &[]).status.success());
        assert_eq!(generations(&config), 2);
    }
    let dropped = reindex(&data, &["--drop-previous"]);
    assert!(printed(&dropped).contains("已删除上一个索引"), "{}", printed(&dropped));
    assert_eq!((generations(&config), previous_index(&config)), (1, None));
    assert!(printed(&reindex(&data, &["--drop-previous"])).contains("没有留着"));
    assert!(reindex(&data, &[]).status.success());
    test.app.engine().refresh().unwrap();
    assert!(test.app.engine().make_room());
    assert_eq!((generations(&config), test.app.engine().make_room()), (1, false));
    assert_eq!(test.search("防汛").await.total, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_of_another_format_or_damaged_is_not_gone_back_to() {
    let test = TestApp::with(&[article("a", "防汛通知", "水库甲")]).await;
    let (config, data) = (test.app.config.clone(), test.app.config.data.clone());
    let _folder = test.into_folder().await;
    assert!(reindex(&data, &[]).status.success());
    let (now, before) = (current(&config), previous_index(&config).unwrap());
    let folder = config.index().join(&before.name);
    let format = fs::read_to_string(folder.join("FORMAT")).unwrap();
    let refused = || {
        let refused = reindex(&data, &["--rollback"]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(printed(&refused).contains("没有可以换回的"), "{}", printed(&refused));
        assert_eq!(current(&config), now);
    };
    fs::write(folder.join("FORMAT"), "schema 0").unwrap();
    refused();
    assert!(!previous_index(&config).unwrap().is_usable);
    fs::write(folder.join("FORMAT"), format).unwrap();
    let mut files = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
    let file = files.find(|file| file.extension().is_some_and(|ending| ending == "idx")).unwrap();
    let sound = fs::read(&file).unwrap();
    let mut bytes = sound.clone();
    bytes[sound.len() / 3] ^= 0x10;
    fs::write(&file, bytes).unwrap();
    refused();
    fs::write(&file, sound).unwrap();
    assert!(reindex(&data, &["--rollback"]).status.success());
    assert_eq!(current(&config), before.name);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_that_is_due_is_told_of() {
    let test = TestApp::with(&[article("a", "防汛通知", "水库甲")]).await;
    let (config, data) = (test.app.config.clone(), test.app.config.data.clone());
    let words = data.join("words.txt");
    let folder = test.into_folder().await;
    let told = |command: &[&str]| {
        let output = run(gongbao(&data).args(command).env("GONGBAO_DICTIONARY", &words));
        assert!(output.status.success(), "{}", printed(&output));
        printed(&output)
    };
    fs::write(&words, "石篱镇\n澜州 3 ns\n").unwrap();
    for command in [["check"], ["stats"]] {
        let said = told(&command);
        assert!(said.contains("用户词典在建索引之后改过") && said.contains("gongbao reindex"), "{said}");
    }
    let stats: serde_json::Value = serde_json::from_str(&told(&["stats", "--json"])).unwrap();
    assert_eq!(stats["reindex_due"], "dictionary");
    told(&["reindex"]);
    fs::write(&words, "# 注释不算\n石篱镇\n澜州 3 ns\n").unwrap();
    assert!(!told(&["check"]).contains("请运行 gongbao reindex"));
    fs::write(&words, "石篱镇\n澜州 2 ns\n").unwrap();
    assert!(told(&["stats"]).contains("用户词典在建索引之后改过"), "a frequency is part of it");
    told(&["reindex"]);

    fs::write(config.index().join(current(&config)).join("FORMAT"), "schema 0").unwrap();
    let said = told(&["check"]);
    assert!(said.contains("还没有从公报学词") && said.contains("一致：1 篇"), "{said}");
    let stats: serde_json::Value = serde_json::from_str(&told(&["stats", "--json"])).unwrap();
    assert_eq!((&stats["reindex_due"], &stats["previous_index_bytes"]), (&"unlearnt".into(), &().into()));
    told(&["reindex"]);
    let stats: serde_json::Value = serde_json::from_str(&told(&["stats", "--json"])).unwrap();
    assert_eq!(stats["reindex_due"], serde_json::Value::Null);
    drop(folder);
}
