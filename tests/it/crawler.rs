//! The crawler against a site of our own: what it fetches and what it must not, how politely, and what becomes
//! of pages that change, move, vanish, or mean harm.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use gongbao::ingest::crawler::address::{Scope, canonical};
use gongbao::ingest::crawler::fetch::{Answer, Failure, Internet, InternetOptions, Network, Request};
use gongbao::ingest::crawler::plan::{Budget, Manners, Plan, Window};
use gongbao::ingest::crawler::summary::{End, Summary, VisitOutcome, Visited, Watcher};
use gongbao::ingest::crawler::warc::WarcWriter;
use gongbao::ingest::crawler::{Clock, Crawler, SystemClock};
use gongbao::ingest::documents::{DocumentLimits, Documents};
use gongbao::model::PartialDate;
use jiff::Timestamp;
use url::Url;

use crate::site::{Reply, Site, bulletin, bulletin_html, column};
use crate::support::{TestApp, gongbao, printed, run};

const DELAY: Duration = Duration::from_millis(20);

fn crawler(app: &TestApp) -> Crawler {
    crawler_trusting(app, None)
}

/// A crawler that trusts the authorities of a file, too.
pub fn crawler_trusting(app: &TestApp, authorities: Option<PathBuf>) -> Crawler {
    let options = InternetOptions {
        agent: "gongbao/test (+mailto:crawl@qingcen.example)".to_owned(),
        patience: Duration::from_secs(2),
        private: true,
        authorities,
    };
    Crawler {
        store: app.app.store.clone(),
        network: Arc::new(Internet::new(&options).unwrap()),
        clock: Arc::new(SystemClock),
        manners: Manners { delay: DELAY, page_bytes: 1 << 20, document_bytes: 2 << 20, ..Manners::default() },
        warc: Some(Arc::new(Mutex::new(WarcWriter::new(app.app.config.warc(), "test", "gongbao/test", 1 << 30)))),
        documents: Arc::new(Mutex::new(Documents::new(DocumentLimits {
            bytes: 2 << 20,
            isolated: false,
            helpers: false,
        }))),
    }
}

pub fn plan(starts: &[String], scope: &[&str]) -> Plan {
    let starts: Vec<Url> = starts.iter().map(|start| canonical(&Url::parse(start).unwrap()).unwrap()).collect();
    let scope: Vec<String> = scope.iter().map(|text| (*text).to_owned()).collect();
    Plan {
        name: "test".to_owned(),
        scope: Scope::of(&starts, &scope).unwrap(),
        starts,
        budget: Budget { time: Duration::from_secs(60), ..Budget::default() },
        window: Window::default(),
        bulletins: Vec::new(),
        sitemaps: true,
    }
}

/// Remembers what happened at each path.
#[derive(Default)]
pub struct Notes(pub BTreeMap<String, Vec<VisitOutcome>>);

impl Watcher for Notes {
    fn visited(&mut self, visited: &Visited, _: &Summary) {
        let path = Url::parse(&visited.url).unwrap().path().to_owned();
        self.0.entry(path).or_default().push(visited.happened.clone());
    }
}

pub async fn crawl(crawler: &Crawler, plan: &Plan) -> (Summary, Notes) {
    let mut notes = Notes::default();
    let summary = crawler.crawl(plan, &mut notes).await.unwrap();
    (summary, notes)
}

fn paths(site: &Site) -> Vec<String> {
    let mut paths: Vec<String> = site.asked().into_iter().map(|asked| asked.path).collect();
    paths.sort();
    paths
}

pub fn text(media: &'static str, content: &str) -> Reply {
    Reply::Content(media, content.as_bytes().to_vec())
}

#[tokio::test]
async fn exactly_what_is_allowed_is_fetched_once_and_politely() {
    let other = Site::new(&[("/", bulletin("别处的公报", "这一篇在另一个主机上，不在抓取范围内。"))]);
    let (gbk, _, _) = encoding_rs::GBK
        .encode("<html><head><meta charset=gbk><title>泊云县防汛公告</title><meta name=ArticleTitle content=泊云县防汛公告></head><body><h1>泊云县防汛公告</h1><p>汛期将至，沿河各村加强巡查，确保群众安全度汛。</p></body></html>");
    let site = Site::new(&[
        ("/robots.txt", text("text/plain", "User-agent: *\nDisallow: /private/\nSitemap: /sitemap.xml.gz\n")),
        ("/b1.html", bulletin("青岑县第一号公告", "六月一日，青岑县召开防汛工作会议。")),
        ("/b2.html", Reply::Content("text/html", gbk.to_vec())),
        ("/b3.html?id=3", bulletin("青岑县第三号公告", "六月三日，青岑县召开教育工作会议。")),
        ("/b4.html", bulletin("青岑县第四号公告", "六月四日，青岑县召开卫生工作会议。")),
        ("/b5.html", bulletin("青岑县第五号公告", "六月五日，青岑县召开文旅工作会议。")),
        ("/b6.html", bulletin("青岑县第六号公告", "六月六日，青岑县召开水利工作会议。")),
        ("/old.html", Reply::Moved("/b4.html".to_owned())),
        ("/out.html", Reply::Moved(other.url("/"))),
        ("/loop1", Reply::Moved("/loop2".to_owned())),
        ("/loop2", Reply::Moved("/loop1".to_owned())),
        (
            "/noindex.html",
            text(
                "text/html",
                &bulletin_html("不收", "此页要求不收录。")
                    .replace("<head>", "<head><meta name=robots content=noindex>"),
            ),
        ),
        ("/feed.xml", text("application/rss+xml", "<rss><channel><item><link>/b6.html</link></item></channel></rss>")),
        ("/list_2.html", column(&["b3.html?id=3&jsessionid=77&utm_source=x", "/gone.html", "/old.html"])),
    ]);
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(b"<urlset><url><loc>/b5.html</loc></url><url><loc>/private/x.html</loc></url></urlset>").unwrap();
    site.set("/sitemap.xml.gz", Reply::Content("application/gzip", gz.finish().unwrap()));
    site.set("/", text("text/html", &format!(
        "<html><head><link rel=alternate type='application/rss+xml' href=/feed.xml></head><body>\
         <a href='b1.html#a'>一</a><a href='/b1.html#b'>一</a><a href=b2.html>二</a><a href=/private/secret.html>密</a>\
         <a href='{}'>别处</a><a href=/out.html>出</a><a href=/loop1>环</a><a href=/noindex.html>不收</a><a href=a.jpg>图</a>\
         <a rel=nofollow href=/never.html>不跟</a><a href=list_2.html>下一页</a></body></html>",
        other.url("/")
    )));
    let app = TestApp::empty().await;
    let (summary, notes) = crawl(&crawler(&app), &plan(&[site.url("/")], &[])).await;

    let asked = site.asked();
    let mut found: Vec<&str> = asked.iter().map(|asked| asked.path.as_str()).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "/",
            "/b1.html",
            "/b2.html",
            "/b3.html?id=3",
            "/b4.html",
            "/b5.html",
            "/b6.html",
            "/feed.xml",
            "/gone.html",
            "/list_2.html",
            "/loop1",
            "/loop2",
            "/noindex.html",
            "/old.html",
            "/out.html",
            "/robots.txt",
            "/sitemap.xml.gz",
        ]
    );
    assert!(other.asked().is_empty());
    assert_eq!(asked[0].path, "/robots.txt", "nothing is asked for before robots.txt");
    for pair in asked.windows(2) {
        assert!(pair[1].at - pair[0].at >= DELAY, "{} came too soon after {}", pair[1].path, pair[0].path);
    }
    assert_eq!(site.busiest(), 1);
    assert!(asked.iter().all(|asked| asked.headers["user-agent"].to_str().unwrap().contains("crawl@qingcen.example")));
    assert_eq!((summary.new, summary.robots, summary.gone, summary.not_to_keep, summary.lists), (6, 2, 1, 1, 2));
    assert_eq!((summary.end, summary.waiting), (End::Done, 0));
    assert_eq!(notes.0["/out.html"], [VisitOutcome::Moved(other.url("/"))], "and it is not followed");
    assert!(!summary.failed.contains_key("重定向出范围"));
    app.catch_up().await;
    assert_eq!(app.search("泊云县防汛公告").await.results.len(), 1, "the page in GBK is found");
    assert_eq!(app.search("不收").await.results.len(), 0);
    assert_eq!(app.app.store.counts().await.unwrap().articles, 6);
}

#[tokio::test]
async fn changed_pages_are_versions_and_gone_ones_are_withdrawn() {
    let site = Site::new(&[
        ("/", column(&["a.html", "b.html", "c.html", "d.html"])),
        ("/a.html", bulletin("甲公告", "甲公告的内容，自发布之日起施行。")),
        ("/b.html", bulletin("乙公告", "乙公告的内容，自发布之日起施行。")),
        ("/c.html", bulletin("丙公告", "丙公告的内容，自发布之日起施行。")),
        ("/d.html", bulletin("丁公告", "丁公告的内容，自发布之日起施行。")),
    ]);
    let app = TestApp::empty().await;
    let (crawler, plan) = (crawler(&app), plan(&[site.url("/")], &[]));
    let counts = async || {
        let counts = app.app.store.counts().await.unwrap();
        (counts.articles, counts.withdrawn, counts.versions)
    };
    let (summary, _) = crawl(&crawler, &plan).await;
    assert_eq!((summary.new, summary.columns), (4, 1));
    let begun = Timestamp::now();

    site.set("/a.html", bulletin("甲公告", "甲公告的内容有修改，自发布之日起施行。"));
    site.remove("/b.html");
    site.set("/c.html", Reply::Raw(410, vec![], vec![]));
    let (summary, _) = crawl(&crawler, &plan).await;
    assert_eq!((summary.changed, summary.not_modified, summary.gone, summary.withdrawn), (1, 2, 2, 1), "{summary:?}");
    assert_eq!(counts().await, (3, 1, 5), "gone once is not yet withdrawn, 410 is");
    let stored = app.app.store.changes_since(0, 10).await.unwrap();
    let unchanged = stored.iter().find(|stored| stored.article.title == "丁公告").unwrap();
    assert!(unchanged.last_seen.as_millisecond() >= begun.as_millisecond(), "not modified is met again");

    let (summary, _) = crawl(&crawler, &plan).await;
    assert_eq!((summary.gone, summary.withdrawn), (2, 1));
    assert_eq!(counts().await, (2, 2, 5));

    site.set("/b.html", bulletin("乙公告", "乙公告的内容，自发布之日起施行。"));
    crawl(&crawler, &plan).await;
    assert_eq!(counts().await, (3, 1, 5), "a page that returns is a bulletin again");
}

#[tokio::test]
async fn nothing_hostile_holds_it_up() {
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..1_024 {
        bomb.write_all(&[b' '; 1 << 20]).unwrap();
    }
    let gzip = |content: Vec<u8>| {
        Reply::Raw(200, vec![("content-type", "text/html".into()), ("content-encoding", "gzip".into())], content)
    };
    let site = Site::new(&[
        (
            "/",
            column(&[
                "slow",
                "endless",
                "bomb",
                "large",
                "cal/2020/1",
                "busy",
                "broken",
                "liar",
                "deep.html",
                "ok.html",
            ]),
        ),
        ("/slow", Reply::Slow),
        ("/endless", Reply::Endless),
        ("/bomb", gzip(bomb.finish().unwrap())),
        ("/liar", gzip(b"\x1F\x8B\x08not gzip".to_vec())),
        ("/large", Reply::Raw(200, vec![("content-type", "text/html".into())], vec![b'x'; 3 << 20])),
        (
            "/cal/*",
            Reply::Made(|path| {
                let month: u32 = path.rsplit('/').next().and_then(|n| n.parse().ok()).unwrap_or(0);
                column(&[&format!("/cal/2020/{}", month + 1), &format!("/cal/x/{month}/y/{month}")])
            }),
        ),
        ("/busy", Reply::Raw(429, vec![("retry-after", "1".into())], vec![])),
        ("/broken", Reply::Raw(500, vec![], vec![])),
        ("/deep.html", Reply::Content("text/html", "<div>".repeat(50_000).into_bytes())),
        ("/ok.html", bulletin("平安公告", "一切正常，特此公告，自发布之日起施行。")),
    ]);
    let app = TestApp::empty().await;
    let mut crawler = crawler(&app);
    crawler.manners.attempts = 2;
    let start = Instant::now();
    let (summary, notes) = crawl(&crawler, &plan(&[site.url("/")], &[])).await;
    assert!(start.elapsed() < Duration::from_secs(40), "{:?}", start.elapsed());
    let last = |path: &str| notes.0[path].last().unwrap().clone();
    let failed = |path: &str, kind: &str| {
        assert!(matches!(last(path), VisitOutcome::Failed(k, _) if k == kind), "{path}: {:?}", last(path))
    };
    failed("/slow", "超时");
    failed("/endless", "过大");
    failed("/bomb", "过大");
    failed("/large", "过大");
    failed("/liar", "应答有误");
    failed("/busy", "请求过多 429");
    failed("/broken", "服务器出错 5xx");
    assert_eq!(notes.0["/busy"].len(), 2, "tried again");
    assert_eq!(summary.new, 1);
    // The calendar ends with the depth: two new pages a step.
    assert!(notes.0.keys().filter(|path| path.starts_with("/cal/")).count() <= 10, "{:?}", notes.0.keys());
    let asked = site.asked();
    let busy: Vec<usize> = (0..asked.len()).filter(|n| asked[*n].path == "/busy").collect();
    let after = asked[busy[0] + 1].at - asked[busy[0]].at;
    assert!(after >= Duration::from_secs(1), "the whole host gets the time it asks for: {after:?}");
}

#[tokio::test]
async fn a_sitemap_of_fifty_thousand_is_taken_piece_by_piece() {
    let site = Site::new(&[
        ("/robots.txt", text("text/plain", "Sitemap: /index.xml")),
        ("/index.xml", text("text/xml", "<sitemapindex><sitemap><loc>/big.xml</loc></sitemap></sitemapindex>")),
        (
            "/big.xml",
            Reply::Made(|_| {
                let urls: String = (0..50_000).map(|n| format!("<url><loc>/p/{n}.html</loc></url>")).collect();
                text("text/xml", &format!("<urlset>{urls}</urlset>"))
            }),
        ),
        ("/p/*", Reply::Made(|path| bulletin(&format!("公告{path}"), "此公告由机器生成，自发布之日起施行。"))),
        ("/", column(&[])),
    ]);
    let app = TestApp::empty().await;
    let mut crawler = crawler(&app);
    crawler.manners.delay = Duration::ZERO;
    crawler.manners.document_bytes = 8 << 20;
    let mut plan = plan(&[site.url("/")], &[]);
    plan.budget.requests = 30;
    let (summary, _) = crawl(&crawler, &plan).await;
    assert_eq!((summary.end, summary.new, summary.lists), (End::Requests, 27, 2), "{summary:?}");
    assert_eq!(summary.waiting, 50_000 - 27);
    site.asked();
    let (summary, _) = crawl(&crawler, &plan).await;
    assert_eq!(
        (summary.new, summary.not_modified),
        (27, 3),
        "the next round visits what was never visited: {summary:?}"
    );
    assert_eq!(app.app.store.counts().await.unwrap().articles, 54);
    plan.budget.frontier = 10;
    plan.name = "small".to_owned();
    plan.budget.requests = 1_000;
    let (summary, _) = crawl(&crawler, &plan).await;
    assert!(summary.fetched <= 10, "the frontier has its bound: {summary:?}");
}

#[tokio::test]
async fn a_budget_a_scope_and_days_bound_a_crawl() {
    let dated = |date: &str| {
        text(
            "text/html",
            &bulletin_html(&format!("{date}的公告"), "自发布之日起施行，特此公告。").replace("2023-06-01", date),
        )
    };
    let site = Site::new(&[
        ("/in/", column(&["1.html", "2.html", "/out/3.html", "t20190101_4.html"])),
        ("/in/1.html", dated("2023-06-01")),
        ("/in/2.html", dated("2020-06-01")),
        ("/out/3.html", dated("2023-06-01")),
    ]);
    let app = TestApp::empty().await;
    let mut plan = plan(&[site.url("/in/")], &["/in/"]);
    plan.window = Window { from: PartialDate::find("2023-01-01"), until: PartialDate::find("2023-12-31") };
    let (summary, _) = crawl(&crawler(&app), &plan).await;
    assert_eq!((summary.new, summary.other_days), (1, 1));
    assert_eq!(paths(&site), ["/in/", "/in/1.html", "/in/2.html", "/robots.txt"]);
}

#[tokio::test]
async fn attachments_come_with_their_pages() {
    let pdf = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/documents/notice.pdf")).unwrap();
    let page = bulletin_html("附表公告", "现将有关表格印发给你们，请遵照执行。").replace(
        "</div>",
        "<p>附件：<a href=/files/notice.pdf>通知.pdf</a> <a href=/files/none.pdf>缺.pdf</a></p></div>",
    );
    let site = Site::new(&[
        ("/", column(&["a.html"])),
        ("/a.html", text("text/html", &page)),
        ("/files/notice.pdf", Reply::Content("application/pdf", pdf.clone())),
    ]);
    let app = TestApp::empty().await;
    let (crawler, plan) = (crawler(&app), plan(&[site.url("/")], &[]));
    let (summary, _) = crawl(&crawler, &plan).await;
    assert_eq!((summary.new, summary.files, summary.files_failed), (1, 1, 1), "{summary:?}");
    let stored = app.app.store.changes_since(0, 10).await.unwrap();
    assert_eq!(stored.len(), 1, "an attachment is no bulletin of its own");
    let file = stored[0].article.attachments[0].file.as_ref().unwrap();
    assert_eq!((file.name.as_str(), file.bytes), ("notice.pdf", pdf.len() as u64));
    assert!(!file.pages.is_empty());
    // A page whose file was missing is asked for again in full; its other file is known.
    site.set("/files/none.pdf", Reply::Content("application/pdf", pdf));
    let (summary, _) = crawl(&crawler, &plan).await;
    assert_eq!((summary.changed, summary.files, summary.files_failed), (1, 2, 0), "{summary:?}");
}

#[tokio::test]
async fn hosts_are_visited_side_by_side() {
    let links: Vec<String> = (0..10).map(|n| format!("/p/{n}.html")).collect();
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    let make = || {
        let page = Reply::Made(|path| bulletin(&format!("公告{path}"), "特此公告，自发布之日起施行。"));
        Site::new(&[("/", column(&links)), ("/p/*", page)])
    };
    let sites = [make(), make(), make()];
    let silent = { std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port() };
    let mut starts: Vec<String> = sites.iter().map(|site| site.url("/")).collect();
    starts.push(format!("http://127.0.0.1:{silent}/"));
    let app = TestApp::empty().await;
    let mut crawler = crawler(&app);
    crawler.manners.delay = Duration::from_millis(150);
    let start = Instant::now();
    let (summary, _) = crawl(&crawler, &plan(&starts, &[])).await;
    // Twelve requests at each of three hosts: one after the other they would take more than five seconds.
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert_eq!(summary.new, 30, "{summary:?}");
    assert_eq!(summary.failed["robots.txt 取不到"], 1);
    for site in &sites {
        assert_eq!(site.busiest(), 1);
        let asked = site.asked();
        assert!(asked.windows(2).all(|pair| pair[1].at - pair[0].at >= crawler.manners.delay));
    }
}

/// A clock that does not wait.
struct Skipping(Mutex<Timestamp>);

#[async_trait::async_trait]
impl Clock for Skipping {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    async fn sleep(&self, duration: Duration) {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(jiff::SignedDuration::try_from(duration).unwrap()).unwrap();
    }
}

/// A world that notes when it is asked.
struct Noting(Arc<Skipping>, Mutex<Vec<(i64, String)>>);

#[async_trait::async_trait]
impl Network for Noting {
    async fn get(&self, request: &Request) -> Result<Answer, Failure> {
        let mut asked = self.1.lock().unwrap();
        let path = request.url.path().to_owned();
        let again = asked.iter().filter(|(_, known)| *known == path).count();
        asked.push((self.0.now().as_millisecond(), path.clone()));
        let html = |body: String| Answer { status: 200, body: body.into_bytes(), ..Answer::default() };
        match path.as_str() {
            "/robots.txt" => Ok(html("User-agent: *\nCrawl-delay: 3".to_owned())),
            "/" => Ok(html("<a href=/a>a</a><a href=/b>b</a><a href=/dead>c</a>".to_owned())),
            "/a" if again == 0 => {
                let headers = vec![("retry-after".to_owned(), "120".to_owned())];
                Ok(Answer { status: 503, headers, ..Answer::default() })
            }
            "/dead" => Err(Failure::Late),
            _ => Ok(html("<p>x</p>".to_owned())),
        }
    }
}

#[tokio::test]
async fn the_defaults_are_polite() {
    let app = TestApp::empty().await;
    let clock = Arc::new(Skipping(Mutex::new("2023-06-01T00:00:00Z".parse().unwrap())));
    let network = Arc::new(Noting(clock.clone(), Mutex::default()));
    let crawler = Crawler { network: network.clone(), clock, manners: Manners::default(), warc: None, ..crawler(&app) };
    let mut plan = plan(&["http://qingcen.example/".to_owned()], &[]);
    plan.budget.time = Duration::from_secs(3_600);
    let (summary, _) = crawl(&crawler, &plan).await;
    let asked = network.1.lock().unwrap().clone();
    for pair in asked.windows(2) {
        let least = if pair[0].1 == "/robots.txt" { 1_000 } else { 3_000 };
        assert!(pair[1].0 - pair[0].0 >= least, "{asked:?}");
    }
    let first = asked.iter().position(|(_, path)| path == "/a").unwrap();
    assert!(asked[first + 1].0 - asked[first].0 >= 120_000, "{asked:?}");
    assert_eq!(asked.iter().filter(|(_, path)| path == "/dead").count(), 3, "{asked:?}");
    assert_eq!((summary.end, summary.failed["超时"]), (End::Done, 1));
}

#[tokio::test]
async fn private_addresses_are_refused_however_they_are_written() {
    let site = Site::new(&[("/", column(&[]))]);
    let options =
        InternetOptions { agent: "x".to_owned(), patience: Duration::from_secs(2), private: false, authorities: None };
    let internet = Internet::new(&options).unwrap();
    for host in
        ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"]
    {
        let url = Url::parse(&format!("http://{host}:{}/", site.port)).unwrap();
        let answer = internet.get(&Request { url, etag: None, last_modified: None, most: 1_000 }).await;
        assert!(matches!(answer, Err(Failure::NotPublic(_))), "{host}: {answer:?}");
    }
    assert!(site.asked().is_empty());
}

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
    for round in 0..6_u64 {
        let mut child = command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(250 + round * 90));
        if child.try_wait().unwrap().is_none() {
            kills += 1;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        if site.asked_so_far() > PAGES {
            break;
        }
    }
    assert!(kills > 0);
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
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    let mut articles = 0;
    while articles == 0 && start.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(300));
        let stats = run(gongbao(&data).args(["stats", "--json"]));
        let stats: serde_json::Value = serde_json::from_slice(&stats.stdout).unwrap_or_default();
        articles = stats["articles"].as_u64().unwrap_or(0);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(articles, 1);
    assert_eq!(paths(&site), ["/", "/a.html", "/robots.txt"]);

    std::fs::write(&config, "[[source]]\nname = \"x\"\nstart = [\"nowhere\"]\n").unwrap();
    let output = run(gongbao(&data).arg("--config").arg(&config).args(["serve", "--listen", "127.0.0.1:0"]));
    assert!(printed(&output).contains("nowhere：不是可抓取的网址"), "{}", printed(&output));
}
