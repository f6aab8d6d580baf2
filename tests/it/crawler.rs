//! The crawler against a site of our own: what it fetches and what it must not, how politely, and what becomes
//! of pages that change, move, vanish, or mean harm.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use gongbao::ingest::crawler::Crawler;
use gongbao::ingest::crawler::address::{Scope, canonical};
use gongbao::ingest::crawler::fetch::{Internet, InternetOptions};
use gongbao::ingest::crawler::plan::{Budget, Manners, Plan, Window};
use gongbao::ingest::crawler::summary::{CrawlObserver, End, Summary, VisitOutcome, Visited};
use gongbao::ingest::crawler::warc::WarcWriter;
use gongbao::ingest::documents::{DocumentLimits, Documents};
use gongbao::model::PartialDate;
use gongbao::model::clock::SystemClock;
use jiff::Timestamp;
use url::Url;

use crate::site::{Reply, Site, bulletin, bulletin_html, column};
use crate::support::TestApp;

const DELAY: Duration = Duration::from_millis(20);

pub fn crawler(app: &TestApp) -> Crawler {
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
        scope: Scope::new(&starts, &scope).unwrap(),
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

impl CrawlObserver for Notes {
    fn visited(&mut self, visited: &Visited, _: &Summary) {
        let path = Url::parse(&visited.url).unwrap().path().to_owned();
        self.0.entry(path).or_default().push(visited.outcome.clone());
    }
}

pub async fn crawl(crawler: &Crawler, plan: &Plan) -> (Summary, Notes) {
    let mut notes = Notes::default();
    let summary = crawler.crawl(plan, &mut notes).await.unwrap();
    (summary, notes)
}

/// The paths that were asked for, in their own order.
pub fn paths(site: &Site) -> Vec<String> {
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
    assert_eq!((summary.new, summary.robots, summary.tombstones, summary.not_to_keep, summary.lists), (6, 2, 1, 1, 2));
    assert_eq!((summary.end, summary.waiting), (End::Done, 0));
    // Regression (f62d2d1): a link that a site redirects to elsewhere counted as a failure of the crawl.
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
    assert_eq!(
        (summary.changed, summary.not_modified, summary.tombstones, summary.withdrawn),
        (1, 2, 2, 1),
        "{summary:?}"
    );
    assert_eq!(counts().await, (3, 1, 5), "gone once is not yet withdrawn, 410 is");
    // Regression (f62d2d1): a bulletin whose page answered 304 kept the day of its first visit as the last.
    let stored = app.app.store.changes_since(0, 10).await.unwrap().articles;
    let unchanged = stored.iter().find(|stored| stored.article.title == "丁公告").unwrap();
    assert!(unchanged.last_seen.as_millisecond() >= begun.as_millisecond(), "not modified is met again");

    let (summary, _) = crawl(&crawler, &plan).await;
    assert_eq!((summary.tombstones, summary.withdrawn), (2, 1));
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
    let stored = app.app.store.changes_since(0, 10).await.unwrap().articles;
    assert_eq!(stored.len(), 1, "an attachment is no bulletin of its own");
    let file = stored[0].article.attachments[0].file.as_ref().unwrap();
    assert_eq!((file.name.as_str(), file.bytes), ("notice.pdf", pdf.len() as u64));
    assert!(!file.pages.is_empty());
    // A page whose file was missing is asked for again in full; its other file is known.
    site.set("/files/none.pdf", Reply::Content("application/pdf", pdf));
    let (summary, _) = crawl(&crawler, &plan).await;
    assert_eq!((summary.changed, summary.files, summary.files_failed), (1, 2, 0), "{summary:?}");
}

/// What a crawl takes in damaged is said, and what an archive holds that is none is named.
#[tokio::test]
async fn what_could_not_be_read_well_is_noted() {
    let page = bulletin_html("青岑县防汛公告", "六月一日，青岑县召开防汛工作会议，部署沿河各村巡查。");
    let mut damaged = encoding_rs::GBK.encode(&page.replace("charset=utf-8", "charset=gbk")).0.into_owned();
    let at = damaged.windows(4).position(|four| four == encoding_rs::GBK.encode("巡查").0.as_ref()).unwrap();
    damaged[at] = 0xFF;
    let list = "<li><a href=1.html>青岑县关于防汛的公告</a><span>2022-06-03</span></li>".repeat(20);
    let list = format!("<html><head><meta charset=utf-8><title>通知</title></head><body>{list}</body></html>");
    let archive = crate::document_formats::zipped(&[
        ("目录.html", list.as_bytes()),
        ("公告.txt", "青岑县停水公告\n因管网检修，城北停水一天，请相互转告。\n".as_bytes()),
    ]);
    let site = Site::new(&[
        ("/", column(&["a.html", "b.html", "c.zip"])),
        ("/a.html", Reply::Content("text/html; charset=gbk", damaged)),
        ("/b.html", bulletin("青岑县教育公告", "六月三日，青岑县召开教育工作会议。")),
        ("/c.zip", Reply::Content("application/zip", archive)),
    ]);
    let app = TestApp::empty().await;
    #[derive(Default)]
    struct Said(Vec<String>);
    impl CrawlObserver for Said {
        fn visited(&mut self, visited: &Visited, _: &Summary) {
            let path = Url::parse(&visited.url).unwrap().path().to_owned();
            self.0.extend(visited.notes.iter().map(|note| format!("{path} {note}")));
        }
    }
    let mut said = Said::default();
    let summary = crawler(&app).crawl(&plan(&[site.url("/")], &[]), &mut said).await.unwrap();
    assert_eq!((summary.new, summary.noted), (3, 2), "{summary:?} {:?}", said.0);
    assert!(said.0.iter().any(|note| note.starts_with("/a.html 有 2 处字节无法识别")), "{:?}", said.0);
    assert!(said.0.iter().any(|note| note.starts_with("/c.zip 目录.html：看来是栏目")), "{:?}", said.0);
}
