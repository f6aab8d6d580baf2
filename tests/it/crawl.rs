//! `gongbao crawl` and what `serve` crawls by itself, as an operator meets them: refusals, kills, archives of others.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::Stdio;

use crate::crawler::paths;
use crate::site::{Reply, Site, bulletin, bulletin_html, column};
use crate::support::{Running, gongbao, printed, run, wait_for};

#[test]
fn the_command_refuses_private_addresses_unless_allowed() {
    let site = Site::new(&[
        ("/", column(&["a.html", "/x.zip"])),
        ("/a.html", bulletin("内网公告", "内网公告，自发布之日起施行。")),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let output = run(gongbao(&data).args(["crawl", &site.url("/")]));
    assert_eq!(output.status.code(), Some(3), "{}", printed(&output));
    assert!(printed(&output).contains("不是公网地址"), "{}", printed(&output));
    assert!(site.asked().is_empty());

    let output = run(gongbao(&data).args(["crawl", "--allow-private", "--dry-run", "--delay-ms", "0", &site.url("/")]));
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    assert!(printed(&output).contains("会抓取 2 个地址"), "{}", printed(&output));
    assert_eq!(paths(&site), ["/", "/robots.txt"]);

    let output = run(gongbao(&data).args(["crawl", "--allow-private", "--delay-ms", "0", &site.url("/")]));
    assert!(printed(&output).contains("取到 2，新增 1，"), "{}", printed(&output));
    let lock = std::fs::File::create(data.join("crawl.lock")).unwrap();
    lock.lock().unwrap();
    let output = run(gongbao(&data).args(["crawl", "--allow-private", &site.url("/")]));
    assert_eq!(output.status.code(), Some(1), "{}", printed(&output));
    assert!(printed(&output).contains("另一个进程正在抓取"), "{}", printed(&output));
    let output = run(gongbao(&data).args(["crawl", "ftp://qingcen.example/"]));
    assert_eq!(output.status.code(), Some(2), "{}", printed(&output));
}

#[test]
fn a_crawl_that_is_killed_goes_on_where_it_was() {
    const PAGES: usize = 60;
    let links: Vec<String> = (0..PAGES).map(|n| format!("/p/{n}.html")).collect();
    let site = Site::new(&[
        ("/", column(&links.iter().map(String::as_str).collect::<Vec<_>>())),
        ("/p/*", Reply::Made(|path| bulletin(&format!("公告{path}"), &format!("{path}号公告，自发布之日起施行。")))),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let start = site.url("/");
    let command = || {
        let mut command = gongbao(&data);
        command.args(["crawl", "--allow-private", "--delay-ms", "10", &start]);
        command
    };
    let mut kills = 0;
    for round in 1..=6 {
        let mut child = Running(command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        let killed = child.kill_once("some pages more are asked for", || site.asked_so_far() >= round * PAGES / 7);
        kills += usize::from(killed);
    }
    assert_eq!(kills, 6, "each met a crawl on its way");
    let output = run(&mut command());
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for path in paths(&site).into_iter().filter(|path| path.starts_with("/p/")) {
        *times.entry(path).or_default() += 1;
    }
    assert_eq!(times.len(), PAGES);
    // Only what was under way at a kill is asked for twice.
    let twice = times.values().map(|times| times - 1).sum::<usize>();
    assert!(twice <= kills, "{twice} asked for again after {kills} kills");
    let stats = run(gongbao(&data).args(["stats", "--json"]));
    let stats: serde_json::Value = serde_json::from_slice(&stats.stdout).unwrap();
    assert_eq!((&stats["articles"], &stats["versions"]), (&PAGES.into(), &PAGES.into()));
    let check = run(gongbao(&data).arg("check"));
    assert_eq!(check.status.code(), Some(0), "{}", printed(&check));

    // Everything can be made again from what was kept, here and elsewhere, whatever the kills cut short.
    let output = run(gongbao(&data).arg("reextract"));
    assert!(printed(&output).contains(&format!("新增 0，更新 0，未变 {PAGES}")), "{}", printed(&output));
    let elsewhere = folder.path().join("elsewhere");
    let output = run(gongbao(&elsewhere).arg("import").arg(data.join("warc")));
    assert!(printed(&output).contains(&format!("新增 {PAGES}，")), "{}", printed(&output));
}

#[test]
fn archives_of_others_are_imported() {
    let folder = tempfile::tempdir().unwrap();
    let pdf = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/documents/notice.pdf")).unwrap();
    let page = bulletin_html("存档公告", "这一页由别的程序存档，特此公告。")
        .replace("</div>", "<p>附件：<a href=/n.pdf>通知.pdf</a></p></div>");
    let record = |url: &str, date: &str, media: &str, content: &[u8]| {
        let http = [format!("HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n\r\n").as_bytes(), content].concat();
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\nContent-Type: \
             application/http;msgtype=response\r\nContent-Length: {}\r\n\r\n",
            http.len()
        );
        [head.as_bytes(), &http, b"\r\n\r\n"].concat()
    };
    let records = [
        record("http://qingcen.example/a.html", "2023-01-02T00:00:00Z", "text/html", page.as_bytes()),
        record(
            "http://qingcen.example/a.html",
            "2023-01-01T00:00:00Z",
            "text/html",
            page.replace("存档公告", "旧公告").as_bytes(),
        ),
        record("http://qingcen.example/n.pdf", "2023-01-01T00:00:00Z", "application/pdf", &pdf),
        record(
            "http://qingcen.example/alone.pdf",
            "2023-01-01T00:00:00Z",
            "application/pdf",
            &[&pdf[..], b"\n"].concat(),
        ),
    ];
    let gz = |bytes: &[u8]| {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(bytes).unwrap();
        gz.finish().unwrap()
    };
    let members: Vec<u8> = records.iter().flat_map(|record| gz(record)).collect();
    let mut wacz = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    wacz.start_file("datapackage.json", stored).unwrap();
    wacz.write_all(b"{}").unwrap();
    wacz.start_file("archive/data.warc.gz", stored).unwrap();
    wacz.write_all(&members).unwrap();
    let wacz = wacz.finish().unwrap().into_inner();
    for (name, content) in
        [("a.warc", records.concat()), ("b.warc.gz", members), ("c.warc.gz", gz(&records.concat())), ("d.wacz", wacz)]
    {
        let file = folder.path().join(name);
        std::fs::write(&file, content).unwrap();
        let data = folder.path().join(format!("data-{name}"));
        let output = run(gongbao(&data).env("GONGBAO_DOCUMENT_HELPERS", "false").arg("import").arg(&file));
        assert!(printed(&output).contains("新增 2，更新 0，未变 0，拒收 0"), "{name}: {}", printed(&output));
        let stats = run(gongbao(&data).args(["stats", "--json"]));
        let stats: serde_json::Value = serde_json::from_slice(&stats.stdout).unwrap();
        assert_eq!(stats["articles"], 2, "{name}");
        std::fs::write(&file, &std::fs::read(&file).unwrap()[..1_500]).unwrap();
        let output = run(gongbao(&data).arg("import").arg(&file));
        assert_eq!(output.status.code(), Some(3), "cut short, {name}: {}", printed(&output));
    }
}

#[test]
fn serve_crawls_its_sources_by_itself() {
    let site = Site::new(&[
        ("/", column(&["a.html"])),
        ("/a.html", bulletin("定时公告", "定时抓取的公告，自发布之日起施行。")),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let config = folder.path().join("g.toml");
    let source = format!("[[source]]\nname = \"青岑县\"\nstart = [\"{}\"]\ninterval_minutes = 60\n", site.url("/"));
    std::fs::write(&config, format!("crawl_private = true\ncrawl_delay_ms = 0\nsample = false\n{source}")).unwrap();
    let mut command = gongbao(&data);
    command.arg("--config").arg(&config).args(["serve", "--listen", "127.0.0.1:0"]);
    let serving = Running(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    wait_for("the crawled bulletin is there", || {
        let stats = run(gongbao(&data).args(["stats", "--json"]));
        serde_json::from_slice(&stats.stdout).is_ok_and(|stats: serde_json::Value| stats["articles"] == 1)
    });
    drop(serving);
    assert_eq!(paths(&site), ["/", "/a.html", "/robots.txt"]);

    std::fs::write(&config, "[[source]]\nname = \"x\"\nstart = [\"nowhere\"]\n").unwrap();
    let output = run(gongbao(&data).arg("--config").arg(&config).args(["serve", "--listen", "127.0.0.1:0"]));
    assert!(printed(&output).contains("nowhere：不是可抓取的网址"), "{}", printed(&output));
}
