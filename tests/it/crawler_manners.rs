//! The manners of the crawler: one request at a time to each host, pauses, patience, and nothing that is not public.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use gongbao::ingest::crawler::fetch::{Answer, Failure, Internet, InternetOptions, Network, Request};
use gongbao::ingest::crawler::plan::Manners;
use gongbao::ingest::crawler::summary::End;
use gongbao::ingest::crawler::{Clock, Crawler};
use jiff::Timestamp;
use url::Url;

use crate::crawler::{crawl, crawler, plan};
use crate::site::{Reply, Site, bulletin, column};
use crate::support::TestApp;

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
    let (summary, _) = crawl(&crawler, &plan(&starts, &[])).await;
    assert_eq!(summary.new, 30, "{summary:?}");
    assert_eq!(summary.failed["robots.txt 取不到"], 1);
    let asked: Vec<Vec<Instant>> =
        sites.iter().map(|site| site.asked().into_iter().map(|asked| asked.at).collect()).collect();
    for (site, times) in sites.iter().zip(&asked) {
        assert_eq!((site.busiest(), times.len()), (1, 12));
        assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= crawler.manners.delay));
    }
    // No host waits for another: each is asked for the first time before any is asked for the last time.
    let (begun, ended) = (asked.iter().map(|times| times[0]).max(), asked.iter().map(|times| times[11]).min());
    assert!(begun < ended, "{asked:?}");
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
