//! The settings: each is documented, taken from every source in its order, refused where it cannot be, read by the
//! program, and does what it says.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use futures_util::future::join_all;
use gongbao::config::{Config, SETTINGS, SourceConfig};
use gongbao::search::indexer::Indexer;
use gongbao::search::types::error::SearchError;
use gongbao::search::types::request::SearchRequest;
use jiff::Timestamp;
use regex::Regex;
use serde_json::Value;
use tokio::runtime::Builder;

use crate::crawler::text;
use crate::site::{Reply, Site, bulletin, column};
use crate::support::{Running, TestApp, article, body, gongbao, ids_of, json, ok, page, printed, run, wait_until};

/// A value for each setting that is not its default, as JSON and as TOML at once.
const OTHERS: &[(&str, &str)] = &[
    ("data", "\"elsewhere\""),
    ("listen", "\"127.0.0.1:9000\""),
    ("tls_certificate", "\"cert.pem\""),
    ("tls_key", "\"key.pem\""),
    ("site_name", "\"青岑县公报\""),
    ("operator", "\"青岑县档案馆\""),
    ("contact", "\"gongbao@qingcen.example\""),
    ("public_url", "\"https://gongbao.example.org\""),
    ("smtp", "\"smtp://mail.example.org:25\""),
    ("mail_from", "\"公报 <gongbao@example.org>\""),
    ("sample", "false"),
    ("cache_mb", "7"),
    ("index_memory_mb", "33"),
    ("max_waiting", "3"),
    ("max_connections", "99"),
    ("search_seconds", "4"),
    ("rate_limit", "60"),
    ("client_header", "\"x-forwarded-for\""),
    ("trusted_proxies", "\"127.0.0.1\""),
    ("max_line_mb", "2"),
    ("max_file_mb", "3"),
    ("max_document_mb", "5"),
    ("document_helpers", "false"),
    ("dictionary", "\"words.txt\""),
    ("synonyms", "\"synonyms.txt\""),
    ("crawl_contact", "\"crawl@qingcen.example\""),
    ("crawl_delay_ms", "250"),
    ("crawl_timeout_s", "9"),
    ("crawl_private", "true"),
    ("crawl_ca", "\"ca.pem\""),
    ("rules", "\"rules\""),
    ("pictures", "\"none\""),
    ("log", "\"debug\""),
    ("log_format", "\"json\""),
    ("admin_listen", "\"127.0.0.1:9001\""),
    ("slow_request_ms", "200"),
    ("query_log_days", "30"),
    ("trace_endpoint", "\"http://127.0.0.1:4318\""),
    ("trace_percent", "10"),
];

/// A source, which the settings file alone can hold.
const SOURCE: &str = "[[source]]\nname = \"青岑县\"\nstart = [\"https://www.qingcen.example/\"]\n";

/// The defaults, by name.
fn defaults() -> BTreeMap<String, Value> {
    serde_json::from_value(serde_json::to_value(Config::default()).unwrap()).unwrap()
}

/// The program in a folder, with no settings but those of the folder.
fn bare(folder: &Path) -> Command {
    let mut command = gongbao(&folder.join("data"));
    command.env_remove("GONGBAO_DATA").env_remove("GONGBAO_INDEX_MEMORY_MB").env_remove("GONGBAO_SEARCH_SECONDS");
    command
}

/// The settings in force, each with its value and where it was read.
fn in_force(command: &mut Command) -> BTreeMap<String, (String, String)> {
    let output = run(command.arg("config"));
    assert!(output.status.success(), "{}", printed(&output));
    let line = |line: &str| {
        let (setting, source) = line.rsplit_once('；')?;
        let (name, rest) = setting.split_once(" = ")?;
        let (value, _) = rest.rsplit_once("  # ")?;
        Some((name.to_owned(), (value.to_owned(), source.to_owned())))
    };
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|said| line(said).unwrap_or_else(|| panic!("{said}"))).collect()
}

#[test]
fn the_readme_names_each_with_its_variable_and_default() {
    let row = Regex::new(r"(?m)^\| `([^`]+)`(?:（`(--[a-z-]+)`）)? \| (\S+) \| (\S+) \| (.+) \|$").unwrap();
    let readme = include_str!("../../README.md");
    let told: BTreeMap<String, (String, String)> = row
        .captures_iter(readme)
        .map(|found| (found[1].trim_matches(['[', ']']).to_owned(), (found[3].to_owned(), found[4].to_owned())))
        .collect();
    let expected: BTreeMap<String, (String, String)> = defaults()
        .into_iter()
        .map(|(name, value)| {
            let variable = match name.as_str() {
                "source" => "无".to_owned(),
                name => format!("`GONGBAO_{}`", name.to_uppercase()),
            };
            let default = match value {
                Value::Null | Value::Array(_) => "无".to_owned(),
                Value::String(text) => format!("`{text}`"),
                other => format!("`{other}`"),
            };
            (name, (variable, default))
        })
        .collect();
    assert_eq!(told, expected);
    let flags: BTreeSet<String> =
        row.captures_iter(readme).filter_map(|found| found.get(2).map(|flag| flag.as_str().to_owned())).collect();
    assert_eq!(flags, ["--data", "--listen", "--no-sample"].map(str::to_owned).into());
}

#[test]
fn each_is_taken_from_file_and_environment_in_their_order() {
    let names: BTreeSet<&str> = OTHERS.iter().map(|(name, _)| *name).chain(["source"]).collect();
    assert_eq!(names, SETTINGS.iter().map(|(name, _)| *name).collect(), "each has another value here");
    let defaults = defaults();
    let folder = tempfile::tempdir().unwrap();
    let by_default = in_force(&mut bare(folder.path()));
    for (name, value) in &defaults {
        assert_eq!(by_default[name], (value.to_string(), "默认".to_owned()), "{name}");
    }

    // A file that is named, by flag or variable, and the one of the working folder.
    let toml: String = OTHERS.iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
    let file = folder.path().join("named.toml");
    std::fs::write(&file, format!("{toml}{SOURCE}")).unwrap();
    let by_flag = in_force(bare(folder.path()).arg("--config").arg(&file));
    let by_variable = in_force(bare(folder.path()).env("GONGBAO_CONFIG", &file));
    std::fs::copy(&file, folder.path().join("gongbao.toml")).unwrap();
    for told in [by_flag, by_variable, in_force(&mut bare(folder.path()))] {
        for (name, value) in OTHERS {
            assert_ne!(*value, defaults[*name].to_string(), "{name}");
            assert_eq!(told[*name], ((*value).to_owned(), "配置文件".to_owned()), "{name}");
        }
        let sources: Value = serde_json::from_str(&told["source"].0).unwrap();
        assert_eq!((&sources[0]["name"], &told["source"].1[..]), (&"青岑县".into(), "配置文件"));
    }

    // The environment wins over the file, the command line over both.
    let file: String = defaults
        .iter()
        .filter(|(_, value)| !value.is_null() && !value.is_array())
        .map(|(name, value)| format!("{name} = {value}\n"))
        .collect();
    std::fs::write(folder.path().join("gongbao.toml"), file).unwrap();
    let variables =
        OTHERS.iter().map(|(name, value)| (format!("GONGBAO_{}", name.to_uppercase()), value.trim_matches('"')));
    let told = in_force(bare(folder.path()).envs(variables.clone()));
    for (name, value) in OTHERS {
        assert_eq!(told[*name], ((*value).to_owned(), "环境变量".to_owned()), "{name}");
    }
    let told = in_force(bare(folder.path()).envs(variables).args(["--data", "flagged"]));
    assert_eq!(told["data"], ("\"flagged\"".to_owned(), "命令行".to_owned()));
}

#[test]
fn what_cannot_be_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("g.toml");
    let long = format!("\"{}\"", "长".repeat(41));
    for (name, value) in [
        ("listen", "\"nowhere\""),
        ("sample", "3"),
        ("cache_mb", "-1"),
        ("index_memory_mb", "31"),
        ("index_memory_mb", "16385"),
        ("max_waiting", "\"many\""),
        ("max_connections", "15"),
        ("search_seconds", "0"),
        ("rate_limit", "1000001"),
        ("client_header", "\"x forwarded\""),
        ("trusted_proxies", "\"a proxy\""),
        ("max_line_mb", "0"),
        ("max_line_mb", "1025"),
        ("max_file_mb", "0"),
        ("max_file_mb", "17"),
        ("max_document_mb", "0"),
        ("max_document_mb", "513"),
        ("crawl_delay_ms", "600001"),
        ("crawl_timeout_s", "0"),
        ("crawl_timeout_s", "3601"),
        ("crawl_contact", "\"县政府\""),
        ("operator", "\" \""),
        ("contact", "\"县政府\""),
        ("contact", "\"javascript:alert(1)\""),
        ("contact", "\"a@b.example?bcc=c\""),
        ("site_name", "\" \""),
        ("site_name", &long),
        ("log", "\"gongbao=loudly\""),
        ("pictures", "\"all\""),
        ("tls_certificate", "\"cert.pem\""),
        ("tls_key", "\"key.pem\""),
        ("log_format", "\"xml\""),
        ("admin_listen", "\"127.0.0.1:8080\""),
        ("query_log_days", "3661"),
        ("trace_endpoint", "\"127.0.0.1:4318\""),
        ("trace_endpoint", "\"http://li:geheim@127.0.0.1:4318\""),
        ("trace_percent", "101"),
        ("colour", "\"red\""),
    ] {
        std::fs::write(&file, format!("{name} = {value}\n")).unwrap();
        let output = run(bare(folder.path()).arg("--config").arg(&file).arg("config"));
        assert_eq!(output.status.code(), Some(2), "{name} = {value}: {}", printed(&output));
        assert!(printed(&output).contains(name), "{name} = {value}: {}", printed(&output));
    }
    for (sources, expected) in [
        (SOURCE.repeat(2), "每个站点要有不同的名字"),
        (format!("{SOURCE}interval_minutes = 0\n"), "须大于 0"),
        (format!("{SOURCE}colour = \"red\"\n"), "colour"),
    ] {
        std::fs::write(&file, sources).unwrap();
        let output = run(bare(folder.path()).arg("--config").arg(&file).arg("config"));
        assert!(output.status.code() == Some(2) && printed(&output).contains(expected), "{}", printed(&output));
    }
}

/// The sources of the program but `config.rs`, which reads nothing for anybody.
fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.file_name().is_some_and(|name| name != "config.rs") {
            found.push(std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn each_is_read_by_the_program() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let unread = |names: &mut dyn Iterator<Item = String>, holder: &str| -> Vec<String> {
        let is_read = |name: &str| {
            // As it stands, or as the operator's own where the default is a matter of language.
            let by_others = Regex::new(&format!(r"\b{holder}\s*\.\s*(own_)?{name}\b")).unwrap();
            let by_itself = Regex::new(&format!(r"\bself\s*\.\s*{name}\b")).unwrap();
            files
                .iter()
                .any(|file| by_others.is_match(file) || (file.contains("impl Config") && by_itself.is_match(file)))
        };
        names.filter(|name| !is_read(name)).collect()
    };
    let settings = unread(&mut SETTINGS.iter().map(|(name, _)| (*name).to_owned()), "config");
    assert_eq!(settings, [""; 0]);
    let one: SourceConfig = serde_json::from_value(serde_json::json!({"name": "a", "start": []})).unwrap();
    let fields: BTreeMap<String, Value> = serde_json::from_value(serde_json::to_value(one).unwrap()).unwrap();
    assert!(fields.len() > 10, "{fields:?}");
    assert_eq!(unread(&mut fields.into_keys(), "source"), [""; 0]);
}

/// Serves until the site is ready, and gives back what was said until then.
fn served(command: &mut Command) -> String {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut serving = Running(child);
    let mut said = String::new();
    let mut lines = BufReader::new(serving.0.stdout.take().unwrap());
    while !said.contains("已就绪") {
        assert!(lines.read_line(&mut said).unwrap() > 0, "it ended: {said}");
    }
    said
}

#[test]
fn data_listen_and_sample_do_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let said = served(bare(folder.path()).env("GONGBAO_LISTEN", "127.0.0.1:0").arg("serve"));
    assert!(said.contains("示例公报") && said.contains("http://127.0.0.1:"), "{said}");
    assert!(!said.contains(":8080") && folder.path().join("gongbao-data/gongbao.sqlite").is_file(), "{said}");

    let elsewhere = folder.path().join("elsewhere");
    let empty = |command: &mut Command| {
        let said = served(command.env("GONGBAO_DATA", &elsewhere));
        assert!(!said.contains("示例公报") && said.contains(&elsewhere.display().to_string()), "{said}");
        std::fs::remove_dir_all(&elsewhere).unwrap();
        said
    };
    empty(bare(folder.path()).env("GONGBAO_SAMPLE", "false").args(["serve", "--listen", "127.0.0.1:0"]));
    // A flag wins: the variable names no address of this machine.
    let flags = ["serve", "--no-sample", "--listen", "127.0.0.2:0"];
    let said = empty(bare(folder.path()).env("GONGBAO_LISTEN", "192.0.2.1:80").args(flags));
    assert!(said.contains("http://127.0.0.2:"), "{said}");
}

#[test]
fn bounds_on_what_is_read_are_the_operators() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = folder.path().join("in");
    std::fs::create_dir(&inputs).unwrap();
    let long = "防汛工作。\n".repeat(80_000);
    std::fs::write(inputs.join("a.txt"), format!("关于防汛工作的通知\n{long}")).unwrap();
    std::fs::write(inputs.join("b.rtf"), format!("{{\\rtf1 {}}}", "flood ".repeat(200_000))).unwrap();
    std::fs::write(inputs.join("c.jsonl"), format!("{{\"title\":\"甲\",\"body\":\"{}\"}}\n", "长".repeat(400_000)))
        .unwrap();
    let told = |bounds: &[(&str, &str)]| {
        let mut command = gongbao(&folder.path().join("data"));
        command.env("GONGBAO_DOCUMENT_HELPERS", "false").args(["import", "--dry-run"]).arg(&inputs);
        command.envs(bounds.iter().copied());
        printed(&run(&mut command))
    };
    let settings = ["max_file_mb", "max_document_mb", "max_line_mb"];
    let free = told(&[]);
    assert!(settings.iter().all(|name| !free.contains(name)), "{free}");
    for bounded in settings {
        let said = told(&[(&format!("GONGBAO_{}", bounded.to_uppercase()), "1")]);
        for name in settings {
            assert_eq!(said.contains(&format!("可用 {name} 放宽")), name == bounded, "{bounded}, {name}: {said}");
        }
    }
}

#[test]
fn what_is_logged_is_the_operators_choice() {
    let folder = tempfile::tempdir().unwrap();
    let synonyms = folder.path().join("synonyms.txt");
    std::fs::write(&synonyms, "县府 = 县人民政府\n").unwrap();
    let said = |log: &str| {
        let mut command = gongbao(&folder.path().join("data"));
        printed(&run(command.env("GONGBAO_SYNONYMS", &synonyms).env("GONGBAO_LOG", log).arg("stats")))
    };
    for (log, expected) in [("info", true), ("gongbao=info", true), ("warn", false), ("off", false)] {
        assert_eq!(said(log).contains("同义词文件"), expected, "{log}");
    }
}

#[test]
fn the_crawler_minds_its_settings() {
    let site = Site::new(&[
        ("/", column(&["a.html"])),
        ("/a.html", bulletin("青岑县公告", "青岑县公告，自发布之日起施行。")),
        ("/robots.txt", text("text/plain", "User-agent: *\nAllow: /\n")),
        ("/slow", Reply::Slow),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let crawl = |settings: &[(&str, &str)], path: &str| {
        let mut command = gongbao(&folder.path().join("data"));
        command.env("GONGBAO_CRAWL_PRIVATE", "true").env("GONGBAO_CRAWL_DELAY_MS", "0");
        command.envs(settings.iter().copied());
        let output = run(command.args(["crawl", "--dry-run", &site.url(path)]));
        (output.status.code(), printed(&output))
    };
    let (code, said) = crawl(&[], "/");
    assert!(code == Some(0) && said.contains("会抓取 1 个地址") && !said.contains("; +"), "{said}");
    let unnamed = site.asked();
    assert!(!unnamed.is_empty());

    let contact = [("GONGBAO_CRAWL_CONTACT", "crawl@qingcen.example")];
    let (_, said) = crawl(&contact, "/");
    assert!(said.contains("; +crawl@qingcen.example"), "{said}");
    let named = site.asked();
    assert_eq!(named.len(), unnamed.len());
    let tells = |headers: &axum::http::HeaderMap| headers["user-agent"].to_str().unwrap().contains("+crawl@qingcen");
    assert!(named.iter().all(|asked| tells(&asked.headers)) && !unnamed.iter().any(|asked| tells(&asked.headers)));

    crawl(&[("GONGBAO_CRAWL_DELAY_MS", "300")], "/");
    let delayed = site.asked();
    assert_eq!(delayed.len(), unnamed.len());
    for pair in delayed.windows(2) {
        assert!((pair[1].at - pair[0].at).as_millis() >= 300, "{pair:?}");
    }

    let (code, said) = crawl(&[("GONGBAO_CRAWL_TIMEOUT_S", "1")], "/slow");
    assert!(code == Some(3) && said.contains("超过时限没有完成"), "{said}");
    site.asked();
    let (code, said) = crawl(&[("GONGBAO_CRAWL_PRIVATE", "false")], "/");
    assert!(code == Some(3) && said.contains("不是公网地址") && site.asked().is_empty(), "{said}");
    let (code, said) = crawl(&[("GONGBAO_CRAWL_CA", "none.pem")], "/");
    assert!(code != Some(0) && said.contains("crawl_ca") && site.asked().is_empty(), "{said}");
}

#[test]
fn searches_beyond_those_that_may_wait_are_refused() {
    // As many run at once as there are processors and one more; with many more threads some search is always cut
    // short by another while it runs.
    let threads = 4 * (std::thread::available_parallelism().map_or(1, usize::from) + 1);
    let runtime = Builder::new_multi_thread().worker_threads(threads).enable_all().build().unwrap();
    runtime.block_on(async {
        // How many of as many searches as there are threads are refused.
        let refused = async |test: &TestApp| {
            let search = test.app.search.clone();
            let one = |_| {
                let search = search.clone();
                tokio::spawn(async move { search.search(&SearchRequest::new("如何做好防汛工作？")).await })
            };
            let answers = join_all((0..threads).map(one)).await;
            answers.iter().filter(|answer| matches!(answer, Ok(Err(SearchError::Overloaded)))).count()
        };
        let test = TestApp::build().samples().settings(|config| config.max_waiting = 0).open().await;
        wait_until("a search that may not wait is refused", async || refused(&test).await > 0).await;
        let test = TestApp::build().samples().settings(|config| config.max_waiting = threads).open().await;
        assert_eq!(refused(&test).await, 0, "all may wait");
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_kept_in_as_much_memory_as_there_is() {
    for (megabytes, expected) in [(16, "题目"), (0, "改了题目")] {
        let test = TestApp::build().articles(&[article("a", "题目", "水库")]);
        let test = test.settings(|config| config.cache_mb = megabytes).open().await;
        let title = async || test.search("水库").await.results[0].title.text.clone();
        assert_eq!(title().await, "题目");
        // The index does not know of this yet, so that whoever reads the store shows it and whoever has kept the text does not.
        test.app.store.upsert(&[article("a", "改了题目", "水库")], Timestamp::now()).await.unwrap();
        wait_until("the title is told from where it is to be had", async || title().await == expected).await;
        assert_eq!(title().await, expected, "{megabytes} MiB");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_is_written_with_the_memory_it_is_given() {
    // Less than the engine needs for a writer, which `serve` would refuse at the start.
    let test = TestApp::build().settings(|config| config.index_memory_mb = 1).open().await;
    test.app.store.upsert(&[article("a", "题目", "水库")], Timestamp::now()).await.unwrap();
    let error = test.app.indexer(Indexer::PROMPT).reach(1, |_| {}).await.expect_err("a megabyte is too little");
    assert!(error.to_string().to_lowercase().contains("memory"), "{error}");
    let enough = test.another(|config| config.index_memory_mb = 32).await;
    enough.indexer(Indexer::PROMPT).reach(1, |_| {}).await.unwrap();
    test.app.engine().refresh().unwrap();
    assert_eq!(test.search("水库").await.total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_name_of_the_site_is_shown_wherever_it_has_one() {
    let name = "青岑<县>公报";
    let written = ["青岑&lt;县&gt;公报", "青岑&#60;县&#62;公报"];
    let shown = |text: &str| written.iter().any(|written| text.contains(written));
    let own = TestApp::build().samples().settings(|config| config.site_name = name.to_owned()).open().await;
    let plain = TestApp::with_samples().await;
    let article = ids_of(&json(&own, "/search?per_page=1").await.1)[0].clone();
    for path in ["/", "/search?q=a", "/help", "/nowhere", &format!("/articles/{article}")] {
        let (_, html) = page(&own, path).await;
        let (title, head) = html.split_once("</title>").unwrap();
        assert!(shown(title) && !title.contains("公报全文检索"), "{path}: {title}");
        assert!(shown(head), "{path}");
        let (_, html) = page(&plain, path).await;
        assert!(html.contains("公报全文检索</title>") && !shown(&html), "{path}");
    }
    let (_, html) = page(&own, &format!("/articles/{article}")).await;
    assert!(html.lines().any(|line| line.contains("og:site_name") && shown(line)), "{html}");
    let (_, html) = page(&plain, &format!("/articles/{article}")).await;
    assert!(html.contains("<meta property=\"og:site_name\" content=\"公报全文检索\""), "{html}");
    for path in ["/opensearch.xml", "/search?format=atom&q=a"] {
        assert!(shown(&body(&own, path).await), "{path}");
        assert!(body(&plain, path).await.contains("公报"), "{path}");
    }
    assert_eq!(ok(&own, "/search?format=jsonfeed&q=a").await["title"], format!("{name}：a"));
    assert_eq!(ok(&plain, "/search?format=jsonfeed&q=a").await["title"], "公报：a");
}
