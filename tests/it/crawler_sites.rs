//! The crawler against what sites really do: answer that a page is missing as if it were there, speak TLS, and
//! spread a bulletin over several pages.

use std::path::PathBuf;
use std::sync::Arc;

use gongbao::ingest::crawler::summary::VisitOutcome;
use gongbao::model::{Article, StoredArticle};
use gongbao::store::Outcome;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::crawler::{crawl, crawler_trusting, plan, text};
use crate::site::{Reply, Site, bulletin, bulletin_html, column};
use crate::support::{TestApp, gongbao, printed, run};

async fn stored(app: &TestApp) -> Vec<StoredArticle> {
    app.app.store.changes_since(0, 100).await.unwrap().articles
}

async fn article(app: &TestApp, title: &str) -> Option<StoredArticle> {
    stored(app).await.into_iter().find(|stored| stored.article.title == title)
}

const MISSING: &str = "<html><head><title>提示</title></head><body><div class=nav><a href=/>首页</a></div><p>抱歉，您访问的页面不存在或已被删除！</p></body></html>";

#[tokio::test]
async fn a_page_that_is_missing_in_words_alone_is_missing() {
    let front =
        column(&["/a.html", "/b.html", "/c.html", "/never.html", "/m1.html", "/m2.html", "/m3.html", "/m4.html"]);
    let site = Site::new(&[
        ("/", front.clone()),
        ("/a.html", bulletin("青岑县第一号公告", "六月一日，青岑县召开防汛工作会议。")),
        ("/b.html", bulletin("青岑县第二号公告", "六月二日，青岑县召开教育工作会议。")),
        ("/c.html", bulletin("青岑县第三号公告", "六月三日，青岑县召开卫生工作会议。")),
        ("/never.html", text("text/html; charset=utf-8", MISSING)),
        // Whatever is asked for, one and the same bulletin comes.
        ("/m*", bulletin("青岑县第九号公告", "六月九日，青岑县召开水利工作会议。")),
    ]);
    let app = TestApp::empty().await;
    let crawler = crawler_trusting(&app, None);
    let plan = plan(&[site.url("/")], &[]);
    let (summary, notes) = crawl(&crawler, &plan).await;
    let rejected = |path: &str| match &notes.0[path][..] {
        [VisitOutcome::Rejected(why)] => why.clone(),
        other => panic!("{path}: {other:?}"),
    };
    assert!(
        rejected("/never.html").contains("网页说自己已不在：「抱歉，您访问的页面不存在"),
        "{notes:?}",
        notes = notes.0
    );
    // Of four addresses that give the same, the third and the fourth are refused.
    assert_eq!((summary.new, summary.rejected), (5, 3));

    // Once may be a mishap; twice in a row is not.
    site.set("/a.html", text("text/html; charset=utf-8", MISSING));
    site.set("/b.html", front);
    site.set("/c.html", Reply::Moved("/".to_owned()));
    for (crawl_run, withdrawn) in [(2, 0), (3, 3)] {
        let (summary, notes) = crawl(&crawler, &plan).await;
        for path in ["/a.html", "/b.html", "/c.html"] {
            assert_eq!(notes.0[path], [VisitOutcome::Tombstone(withdrawn > 0)], "run {crawl_run} {path}");
        }
        assert_eq!(summary.withdrawn, withdrawn);
    }
    // What comes back is a bulletin again.
    site.set("/a.html", bulletin("青岑县第一号公告", "六月一日，青岑县召开防汛工作会议。"));
    let (_, notes) = crawl(&crawler, &plan).await;
    assert!(matches!(&notes.0["/a.html"][..], [VisitOutcome::Bulletins(_)]), "{:?}", notes.0["/a.html"]);
    let back = article(&app, "青岑县第一号公告").await.unwrap();
    assert!(back.withdrawn_at.is_none());
}

#[test]
fn a_file_that_says_it_is_missing_is_refused_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.html");
    std::fs::write(&file, MISSING).unwrap();
    let output = run(gongbao(&folder.path().join("data")).arg("import").arg(&file));
    assert_eq!(output.status.code(), Some(3), "{}", printed(&output));
    assert!(
        printed(&output).contains("网页说自己已不在") && printed(&output).contains("拒收 1"),
        "{}",
        printed(&output)
    );
}

/// An authority of our own, its certificate in a file, and what it vouches for.
struct Authority {
    folder: tempfile::TempDir,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ca.pem"), params.self_signed(&key).unwrap().pem()).unwrap();
        Self { folder, issuer: Issuer::new(params, key) }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// What a server of that name needs.
    fn vouch_for(&self, name: &str, expired: bool) -> rustls::ServerConfig {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        if expired {
            params.not_after = rcgen::date_time_ymd(2020, 2, 4);
        }
        let certificate: CertificateDer<'static> = params.signed_by(&key, &self.issuer).unwrap().der().clone();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap()
    }
}

#[tokio::test]
async fn a_site_over_tls_is_crawled_where_its_authority_is_trusted() {
    let authority = Authority::new();
    let replies =
        [("/", column(&["/a.html"])), ("/a.html", bulletin("青岑县第一号公告", "六月一日，青岑县召开防汛工作会议。"))];
    let secured = Site::secured(&replies, authority.vouch_for("127.0.0.1", false));
    // As real sites do, the plain one leads to the secured one.
    let plain = Site::new(&[("/", Reply::Moved(secured.url("/")))]);
    let app = TestApp::empty().await;
    let trusting = crawler_trusting(&app, Some(authority.file()));
    let both = plan(&[plain.url("/")], &[&secured.url("/")]);
    let (summary, notes) = crawl(&trusting, &both).await;
    assert_eq!((summary.new, summary.moved), (1, 1), "{:?}", notes.0);
    let taken = article(&app, "青岑县第一号公告").await.unwrap();
    assert_eq!(taken.article.url, Some(secured.url("/a.html")));

    // Whoever does not trust the authority takes nothing, and says why; so does who is shown another's certificate
    // or an old one.
    let other = Site::secured(&replies, authority.vouch_for("www.qingcen.example", false));
    let expired = Site::secured(&replies, authority.vouch_for("127.0.0.1", true));
    for (site, trusted, expected) in [
        (&secured, None, "签发者不明"),
        (&other, Some(authority.file()), "不是这个主机的证书"),
        (&expired, Some(authority.file()), "已过期"),
    ] {
        let app = TestApp::empty().await;
        let (summary, notes) = crawl(&crawler_trusting(&app, trusted), &plan(&[site.url("/")], &[])).await;
        let told = format!("{:?}", notes.0);
        assert!(summary.new == 0 && told.contains("证书不可信") && told.contains(expected), "{expected}: {told}");
    }
}

#[test]
fn the_command_trusts_the_authorities_it_is_given() {
    let authority = Authority::new();
    let site = Site::secured(
        &[("/", column(&["/a.html"])), ("/a.html", bulletin("青岑县第一号公告", "六月一日，青岑县召开防汛工作会议。"))],
        authority.vouch_for("127.0.0.1", false),
    );
    let folder = tempfile::tempdir().unwrap();
    let crawl = |ca: &PathBuf| {
        let mut command = gongbao(&folder.path().join("data"));
        run(command.args(["crawl", "--allow-private", "--delay-ms", "0", "--ca"]).arg(ca).arg(site.url("/")))
    };
    let output = crawl(&authority.file());
    assert!(output.status.success() && printed(&output).contains("新增 1"), "{}", printed(&output));
    let none = folder.path().join("none.pem");
    std::fs::write(&none, "这不是证书").unwrap();
    let output = crawl(&none);
    assert!(!output.status.success() && printed(&output).contains("crawl_ca"), "{}", printed(&output));
}

/// A page of a bulletin, with what turns it.
fn part(number: usize, turns: &str) -> Reply {
    let html =
        bulletin_html("青岑县农业普查公报", &format!("第{number}部分，全县农户情况如下，各乡镇的数字列于表中。"));
    text("text/html; charset=utf-8", &html.replace("</body>", &format!("<div class=fanye>{turns}</div></body>")))
}

#[tokio::test]
async fn pages_that_continue_a_bulletin_are_taken_in_with_it() {
    let script = |current: usize| format!("<script>createPageHTML(3, {current}, \"t417\", \"html\");</script>");
    let site = Site::new(&[
        // The second page is met before the first.
        (
            "/",
            column(&[
                "/s/t417_1.html",
                "/s/t417.html",
                "/n/t8_9.html",
                "/q/show?id=7",
                "/other/1_1.html",
                "/other/1_2.html",
            ]),
        ),
        ("/s/t417.html", part(1, &script(0))),
        ("/s/t417_1.html", part(2, &script(1))),
        ("/s/t417_2.html", part(3, &script(2))),
        ("/n/t8_9.html", part(1, "<b>1</b> <a href=t8_9_1.html>2</a> <a href=t8_9_2.html>3</a>")),
        ("/n/t8_9_1.html", part(2, "<a href=t8_9.html>1</a> <b>2</b> <a href=t8_9_2.html>3</a>")),
        ("/n/t8_9_2.html", part(3, "<a href=t8_9.html>1</a> <a href=t8_9_1.html>2</a> <b>3</b>")),
        ("/q/show?id=7", part(1, "<a href='/q/show?id=7&page=2'>下一页</a>")),
        ("/q/show?id=7&page=2", part(2, "<a href='/q/show?id=7'>上一页</a> <a href='/q/show?id=7&page=3'>下一页</a>")),
        // A bulletin that goes round in circles ends where it began.
        ("/q/show?id=7&page=3", part(3, "<a href='/q/show?id=7&page=2'>上一页</a> <a href='/q/show?id=7'>下一页</a>")),
        // Two bulletins with such names and such turns are two, since their titles differ.
        ("/other/1_1.html", {
            let html = bulletin_html("青岑县停水公告", "城北停水一天，请相互转告。");
            text("text/html; charset=utf-8", &html.replace("</body>", "<a href=1_2.html>下一页</a></body>"))
        }),
        ("/other/1_2.html", {
            let html = bulletin_html("青岑县停电公告", "城东停电一天，请相互转告。");
            text("text/html; charset=utf-8", &html.replace("</body>", "<a href=1_1.html>上一页</a></body>"))
        }),
    ]);
    let app = TestApp::empty().await;
    let crawler = crawler_trusting(&app, None);
    let plan = plan(&[site.url("/")], &[]);
    let (summary, notes) = crawl(&crawler, &plan).await;
    assert_eq!(summary.new, 5, "{:?}", notes.0);
    for path in ["/s/t417.html", "/n/t8_9.html", "/q/show"] {
        let taken = notes.0[path].iter().any(|outcome| *outcome == VisitOutcome::Bulletins(vec![Outcome::New]));
        assert!(taken, "{path}: {:?}", notes.0[path]);
    }
    let articles = stored(&app).await;
    let articles = articles.iter().map(|stored| &stored.article);
    let census: Vec<&Article> = articles.filter(|article| article.title == "青岑县农业普查公报").collect();
    assert_eq!(census.len(), 3);
    for article in census {
        let numbers: Vec<bool> = (1..=3)
            .map(|number| article.paragraphs.iter().filter(|p| p.starts_with(&format!("第{number}部分"))).count() == 1)
            .collect();
        assert_eq!(numbers, [true; 3], "{:?} {:?}", article.url, article.paragraphs);
    }
    assert!(article(&app, "青岑县停水公告").await.is_some() && article(&app, "青岑县停电公告").await.is_some());
    // Whatever was read as a part is not asked for again in the next round.
    site.asked();
    let (summary, _) = crawl(&crawler, &plan).await;
    assert_eq!((summary.new, summary.changed, summary.withdrawn), (0, 0, 0));
}
