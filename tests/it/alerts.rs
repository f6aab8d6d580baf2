//! Alerts by mail, with a real mail server: asked for, confirmed, told once, tried again, ended.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use axum::http::{StatusCode, header};
use gongbao::model::clock::Clock;
use gongbao::web::alerts::letter::Letterhead;
use gongbao::web::alerts::post::Post;
use gongbao::web::alerts::{Outcome, run};
use jiff::Timestamp;
use serde_json::Value;

use crate::support::run as run_program;
use crate::support::{
    BROWSER, Running, TestApp, article, encoded, gongbao, page, printed, send, skipped, submit, text, wait_for,
};

/// A Sunday, noon in China.
const NOON: &str = "2026-11-29T12:00:00+08:00";

/// A clock that a test moves.
struct Moved(AtomicI64);

impl Moved {
    fn by(&self, hours: i64) {
        self.0.fetch_add(hours * 3_600_000, Ordering::Relaxed);
    }
}

#[async_trait]
impl Clock for Moved {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::Relaxed)).unwrap()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// A mail server that puts what it takes into a folder.
struct MailServer {
    folder: tempfile::TempDir,
    port: u16,
    running: Option<Running>,
}

impl MailServer {
    /// One that is there, on a port of its own; `None` where none is installed.
    fn start(test: &str) -> Option<Self> {
        let mut server = Self::absent();
        if Command::new("aiosmtpd").arg("--version").output().is_err() {
            skipped(test, "no aiosmtpd");
            return None;
        }
        server.appear();
        Some(server)
    }

    /// One that is not there yet.
    fn absent() -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self { folder: tempfile::tempdir().unwrap(), port, running: None }
    }

    fn appear(&mut self) {
        let child = Command::new("aiosmtpd")
            .args(["--nosetuid", "--listen", &format!("127.0.0.1:{}", self.port)])
            .args(["--class", "aiosmtpd.handlers.Mailbox"])
            .arg(self.folder.path().join("mail"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the mail server starts");
        self.running = Some(Running(child));
        wait_for("the mail server listens", || std::net::TcpStream::connect(("127.0.0.1", self.port)).is_ok());
    }

    fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// What came since it was last asked.
    fn take(&self) -> Vec<Value> {
        let new = self.folder.path().join("mail/new");
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(new).map_or(Vec::new(), |files| files.map(|file| file.unwrap().path()).collect());
        // Names have microseconds without leading zeros, and after a Q the number of the mail.
        let number = |file: &PathBuf| -> Option<u64> {
            let (_, rest) = file.file_name()?.to_str()?.split_once('Q')?;
            rest.split('.').next()?.parse().ok()
        };
        files.sort_by_key(|file| number(file).expect("a mail has a number"));
        let mails = files.iter().map(|file| read(file)).collect();
        files.iter().for_each(|file| std::fs::remove_file(file).unwrap());
        mails
    }
}

/// A mail as a mail reader of another hand reads it: headers in small letters, text and HTML.
fn read(file: &Path) -> Value {
    const READ: &str = "import sys,json,email,email.policy\n\
        m=email.message_from_binary_file(open(sys.argv[1],'rb'),policy=email.policy.default)\n\
        part=lambda kind:(lambda b:b.get_content() if b else '')(m.get_body((kind,)))\n\
        json.dump({**{k.lower():str(v) for k,v in m.items()},'text':part('plain'),'html':part('html')},sys.stdout)";
    let output = Command::new("python3").args(["-c", READ]).arg(file).output().expect("python3 runs");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", printed(&output)))
}

/// A site with alerts, and its clock.
async fn site(server: &MailServer) -> (TestApp, Arc<Moved>) {
    let clock = Arc::new(Moved(AtomicI64::new(NOON.parse::<Timestamp>().unwrap().as_millisecond())));
    let test = TestApp::build()
        .settings(|config| {
            config.public_url = Some("https://gongbao.example".to_owned());
            config.mail_from = Some("青岑公报 <gongbao@qingcen.example>".to_owned());
            config.smtp = Some(server.url());
        })
        .clock(clock.clone())
        .articles(&[article("old", "青岑县防汛预案", "汛期值班安排。")])
        .open()
        .await;
    (test, clock)
}

async fn post(test: &TestApp, path: &str, form: &str) -> (StatusCode, String) {
    let answer = submit(test, path, form).await;
    (answer.status(), text(answer).await)
}

async fn look(test: &TestApp) -> Outcome {
    let (letterhead, mail) = (Letterhead::new(&test.app).unwrap(), Post::new(&test.app).unwrap());
    run(&test.app, &letterhead, &mail).await.unwrap()
}

fn sent(told: usize, sent: usize) -> Outcome {
    Outcome { told, sent, failed: 0 }
}

/// The path of the link with the key in a mail.
fn link(mail: &Value) -> String {
    let words = mail["text"].as_str().unwrap().split_whitespace();
    let mut links = words.filter_map(|word| word.strip_prefix("https://gongbao.example"));
    links.find(|link| link.starts_with("/alert?key=")).unwrap_or_else(|| panic!("{mail}")).to_owned()
}

/// Asks for an alert and confirms it.
async fn subscribed(test: &TestApp, server: &MailServer, search: &str, period: &str) -> String {
    let form = format!("{search}&address=li%40qingcen.example&period={period}");
    assert_eq!(post(test, "/alerts", &form).await.0, StatusCode::OK);
    assert_eq!(look(test).await, sent(0, 1));
    let key = link(&server.take()[0]);
    assert_eq!(post(test, &key, "do=confirm").await.0, StatusCode::SEE_OTHER);
    key
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_new_is_told_once_to_whoever_confirmed() {
    let Some(server) = MailServer::start("mails of news") else { return };
    let (test, clock) = site(&server).await;
    let search = format!("q={}", encoded("防汛"));
    let (status, form) = page(&test, &format!("/alerts?{search}")).await;
    assert!(status == StatusCode::OK && form.contains("name=\"address\"") && form.contains("防汛"), "{form}");
    let (_, results) = page(&test, &format!("/search?{search}")).await;
    assert!(results.contains(&format!("href=\"/alerts?{search}\"")), "{results}");

    let (status, asked) = post(&test, "/alerts", &format!("{search}&address=li%40qingcen.example&period=daily")).await;
    assert!(status == StatusCode::OK && asked.contains("li@qingcen.example"), "{asked}");
    assert_eq!(look(&test).await, sent(0, 1));
    let mails = server.take();
    let confirmation = &mails[0];
    assert_eq!((mails.len(), confirmation["to"].as_str()), (1, Some("li@qingcen.example")));
    assert_eq!(confirmation["subject"], "请确认邮件提醒：防汛");
    let key = link(confirmation);

    // Opening the link does nothing by itself.
    let (_, opened) = page(&test, &key).await;
    assert!(opened.contains("value=\"confirm\""), "{opened}");
    test.add(&[article("before", "防汛演练通知", "定于明日演练。")]).await;
    clock.by(24);
    assert_eq!(look(&test).await, sent(0, 0));
    assert_eq!(post(&test, &key, "do=confirm").await.0, StatusCode::SEE_OTHER);
    let answer = send(&test, "GET", &key, &[("accept", BROWSER)]).await;
    assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
    assert_eq!(answer.headers()[header::REFERRER_POLICY], "no-referrer");

    test.add(&[
        article("new", "全县防汛工作会议", "会议强调<b>值守</b>。"),
        article("other", "图书馆开放公告", "每天九点开放。"),
        article("half", "防火与汛情无关", "防火。"),
    ])
    .await;
    assert_eq!(look(&test).await, sent(0, 0), "it is not morning yet");
    clock.by(24);
    assert_eq!(look(&test).await, sent(1, 1));
    assert_eq!(look(&test).await, sent(0, 0));
    let mails = server.take();
    let news = &mails[0];
    assert_eq!((mails.len(), news["subject"].as_str()), (1, Some("防汛：1 篇新公报")));
    for part in ["text", "html"] {
        let said = news[part].as_str().unwrap();
        assert!(said.contains("全县防汛工作会议") && said.contains("https://gongbao.example/articles/new"), "{said}");
        assert!(!said.contains("图书馆") && !said.contains("防汛演练通知") && !said.contains("防汛预案"), "{said}");
    }
    assert!(news["html"].as_str().unwrap().contains("会议强调") && !news["html"].as_str().unwrap().contains("<b>"));
    assert_eq!(news["list-unsubscribe"], format!("<https://gongbao.example{key}>"));
    assert_eq!(news["list-unsubscribe-post"], "List-Unsubscribe=One-Click");
    assert_eq!(news["auto-submitted"], "auto-generated");

    // A new version of what was told is nothing new; what comes later is.
    test.add(&[
        article("new", "全县防汛工作会议", "会议强调值守和巡查。"),
        article("newer", "防汛物资清点", "已清点。"),
    ])
    .await;
    clock.by(24);
    assert_eq!(look(&test).await, sent(1, 1));
    let said = server.take()[0]["text"].as_str().unwrap().to_owned();
    assert!(said.contains("防汛物资清点") && !said.contains("工作会议"), "{said}");

    // One click of the mail reader ends it.
    let (status, removed) = post(&test, &key, "List-Unsubscribe=One-Click").await;
    assert!(status == StatusCode::OK && removed.contains("已经退订"), "{removed}");
    test.add(&[article("last", "防汛总结", "总结。")]).await;
    clock.by(24);
    assert_eq!((look(&test).await, server.take().len()), (sent(0, 0), 0));
    assert_eq!(page(&test, &key).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_makes_one_mail() {
    let Some(server) = MailServer::start("weekly mails") else { return };
    let (test, clock) = site(&server).await;
    subscribed(&test, &server, "q=%E9%98%B2%E6%B1%9B", "weekly").await;
    test.add(&[article("a", "防汛一", "值守。")]).await;
    // The next morning is a Monday's.
    clock.by(20);
    assert_eq!(look(&test).await, sent(1, 1));
    for number in 0..6 {
        clock.by(24);
        test.add(&[article(&format!("b{number}"), &format!("防汛通报之{number}"), "通报。")]).await;
        assert_eq!(look(&test).await, sent(0, 0), "{number}");
    }
    clock.by(24);
    assert_eq!(look(&test).await, sent(1, 1));
    let mails = server.take();
    let said = mails[1]["text"].as_str().unwrap();
    assert!((0..6).all(|number| said.matches(&format!("防汛通报之{number}")).count() == 1), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_does_not_take_is_kept_and_sent_later() {
    let Some(mut server) = MailServer::start("mails sent later") else { return };
    let (test, clock) = site(&server).await;
    subscribed(&test, &server, "q=%E9%98%B2%E6%B1%9B", "daily").await;
    server.running = None;
    test.add(&[article("new", "防汛工作会议", "会议。")]).await;
    clock.by(24);
    assert_eq!(look(&test).await, Outcome { told: 1, sent: 0, failed: 1 });
    assert_eq!(look(&test).await, sent(0, 0), "it is not tried again at once");
    server.appear();
    clock.by(1);
    assert_eq!(look(&test).await, sent(0, 1));
    let mails = server.take();
    assert!(mails.len() == 1 && mails[0]["text"].as_str().unwrap().contains("防汛工作会议"), "{mails:?}");
    assert_eq!(look(&test).await, sent(0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_are_written_to_but_little_and_keys_cannot_be_made() {
    let Some(server) = MailServer::start("mails to strangers") else { return };
    let (test, clock) = site(&server).await;
    for typed in ["li", "li%40qingcen.example%0D%0ABcc%3A%20x%40y.example", ""] {
        let (status, said) = post(&test, "/alerts", &format!("q=a&address={typed}")).await;
        assert!(status == StatusCode::OK && said.contains("aria-invalid"), "{typed}: {said}");
    }
    for query in ["a", "a", "b", "c", "d", "e"] {
        let form = format!("q={query}&address=li%40QINGCEN.example");
        assert_eq!(post(&test, "/alerts", &form).await.0, StatusCode::OK);
    }
    assert_eq!(look(&test).await, sent(0, 3));
    let key = link(&server.take()[0]);
    let other = key.replace("key=1-", "key=2-");
    assert_ne!(key, other);
    for wrong in [other.as_str(), "/alert", "/alert?key=1", "/alert?key=1-", "/alert?key=-1-00"] {
        assert_eq!(page(&test, wrong).await.0, StatusCode::NOT_FOUND, "{wrong}");
        assert_eq!(post(&test, wrong, "do=confirm").await.0, StatusCode::NOT_FOUND, "{wrong}");
    }
    // What nobody confirms is forgotten with its address.
    clock.by(49);
    assert_eq!(look(&test).await, sent(0, 0));
    assert_eq!(test.app.store.alert_counts().await.unwrap(), Default::default());
    assert_eq!(page(&test, &key).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_there_are_no_alerts() {
    let test = TestApp::with(&[article("a", "防汛预案", "值班。")]).await;
    for path in ["/alerts?q=a", "/alert?key=1-2"] {
        let (status, said) = page(&test, path).await;
        assert!(status == StatusCode::NOT_FOUND && said.contains("没有开通邮件提醒"), "{said}");
    }
    for path in ["/search?q=%E9%98%B2%E6%B1%9B", "/search?q=zzz", "/latest"] {
        assert!(!page(&test, path).await.1.contains("/alerts"), "{path}");
    }
}

#[test]
fn the_operator_can_try_the_settings() {
    let Some(server) = MailServer::start("the mail that tries the settings") else { return };
    let folder = tempfile::tempdir().unwrap();
    let alerts = |url: &str, arguments: &[&str]| {
        let mut command = gongbao(&folder.path().join("data"));
        command.args(["alerts"]).args(arguments).env("GONGBAO_SMTP", url);
        command.env("GONGBAO_MAIL_FROM", "公报 <gongbao@qingcen.example>");
        run_program(command.env("GONGBAO_PUBLIC_URL", "https://gongbao.example"))
    };
    let tried = alerts(&server.url(), &["test", "li@qingcen.example"]);
    assert!(tried.status.success(), "{}", printed(&tried));
    assert_eq!(server.take()[0]["to"], "li@qingcen.example");
    let away = alerts("smtp://li:geheim@127.0.0.1:1", &["test", "li@qingcen.example"]);
    assert_eq!(away.status.code(), Some(1));
    assert!(printed(&away).contains("邮件服务器") && !printed(&away).contains("geheim"), "{}", printed(&away));
    let counted = alerts(&server.url(), &[]);
    assert!(printed(&counted).contains("生效的提醒\t0"), "{}", printed(&counted));
}
