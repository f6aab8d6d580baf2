//! What the program tells of itself to those who run it: metrics that Prometheus reads, rules and a dashboard that name no others,
//! traces as a collector takes them, lines of the log, what was searched for, and what systemd is told.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use gongbao::telemetry::metrics::METRICS;
use gongbao::web::{Bounds, while_starting};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use regex::Regex;
use serde_json::Value;
use tokio::sync::oneshot;

use crate::support::{Running, encoded, gongbao, printed, run, skipped, wait_for, wait_until};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

/// A server of the program over the sample bulletins.
struct Server {
    serving: Running,
    site: SocketAddr,
    operator: Option<SocketAddr>,
    folder: tempfile::TempDir,
}

impl Server {
    /// Serves with these settings until it is ready.
    fn start(settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = gongbao(&folder.path().join("data"));
        for (name, value) in settings {
            command.env(format!("GONGBAO_{}", name.to_uppercase()), value);
        }
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        command.args(["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(log);
        let mut serving = Running(command.spawn().unwrap());
        let mut lines = BufReader::new(serving.0.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut address = |after: &str| -> SocketAddr {
            let line = lines.find(|line| line.contains(after)).unwrap_or_else(|| panic!("it ended before {after}"));
            let rest = line.split("http://").nth(1).unwrap();
            rest.split([' ', '/']).next().unwrap().parse().unwrap()
        };
        let site = address("已就绪");
        let operator = settings.iter().any(|(name, _)| *name == "admin_listen").then(|| address("运行者的页面"));
        Self { serving, site, operator, folder }
    }

    fn get(&self, path: &str, headers: &str) -> (u16, String) {
        get(self.site, path, headers)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// Asks it to end, as systemd does.
    fn terminate(&mut self) {
        run(Command::new("kill").args(["-TERM", &self.serving.0.id().to_string()]));
        assert!(self.serving.0.wait().unwrap().success());
    }
}

/// An answer to a request of its own connection: status, and head and body.
fn get(address: SocketAddr, path: &str, headers: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    (answer[9..12].parse().unwrap(), answer)
}

/// A sample of a metric with these labels.
fn sample(metrics: &str, start: &str) -> f64 {
    let line = metrics.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{start} in {metrics}"));
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

/// The names of our metrics in a text, as they are in the list.
fn named(text: &str) -> BTreeSet<String> {
    let name = Regex::new(r"\bgongbao_[a-z_]+").unwrap();
    let base = |name: &str| {
        let is_known = |name: &str| METRICS.iter().any(|metric| metric.name == name);
        let short = ["_bucket", "_sum", "_count"].iter().find_map(|ending| name.strip_suffix(ending));
        short.filter(|short| is_known(short)).unwrap_or(name).to_owned()
    };
    name.find_iter(text).map(|found| base(found.as_str())).collect()
}

fn known() -> BTreeSet<String> {
    METRICS.iter().map(|metric| metric.name.to_owned()).collect()
}

fn packaged(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

/// What promtool says of something on its standard input.
fn promtool(test: &str, arguments: &[&str], input: &str) -> Option<(bool, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/prometheus");
    let mut command = Command::new("promtool");
    command.args(arguments).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        skipped(test, "no promtool");
        return None;
    };
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Some((output.status.success(), printed(&output)))
}

#[test]
fn metrics_count_what_happens_and_are_not_for_the_public() {
    let server = Server::start(&[("admin_listen", "127.0.0.1:0")]);
    let operator = server.operator.unwrap();
    for query in ["防汛", "防汛", "饕餮貔貅", "[["] {
        assert_eq!(server.get(&format!("/search?q={}&format=json", encoded(query)), "").0, 200, "{query}");
    }
    assert_eq!(server.get("/no-such-page", "").0, 404);
    assert_eq!(server.get("/metrics", "").0, 404);
    let (_, before) = get(operator, "/metrics", "");
    assert!(!before.contains("\ngongbao_last_backup_timestamp_seconds"), "there is none: {before}");
    let backup = run(gongbao(&server.data()).arg("backup").arg(server.folder.path().join("a.backup")));
    assert!(backup.status.success(), "{}", printed(&backup));
    let (status, answer) = get(operator, "/metrics", "");
    assert_eq!(status, 200);
    let (head, metrics) = answer.split_once("\r\n\r\n").unwrap();
    assert!(!head.contains("access-control"), "the pages of others may not read it: {head}");
    assert_eq!(sample(metrics, "gongbao_http_requests_total{route=\"/search\",status=\"200\"}"), 4.0);
    assert_eq!(sample(metrics, "gongbao_http_requests_total{route=\"other\",status=\"404\"}"), 2.0);
    assert_eq!(sample(metrics, "gongbao_searches_total{result=\"none\"}"), 1.0);
    assert_eq!(sample(metrics, "gongbao_stage_seconds_count{stage=\"search.retrieve\"}"), 4.0);
    assert_eq!(sample(metrics, "gongbao_refused_total{why=\"search\"}"), 0.0);
    assert_eq!(sample(metrics, "gongbao_http_requests_in_progress"), 0.0);
    assert_eq!(sample(metrics, "gongbao_state{state=\"ready\"}"), 1.0);
    assert_eq!(sample(metrics, "gongbao_store_revision"), sample(metrics, "gongbao_index_revision"));
    for positive in
        ["gongbao_bulletins{state=\"shown\"}", "gongbao_last_backup_timestamp_seconds", "process_resident_memory_bytes"]
    {
        assert!(sample(metrics, positive) > 0.0, "{positive}");
    }
    let types = Regex::new("(?m)^# TYPE (gongbao_[a-z_]+) (counter|gauge|histogram)$").unwrap();
    for told in types.captures_iter(metrics) {
        let metric = METRICS.iter().find(|metric| metric.name == &told[1]).unwrap_or_else(|| panic!("{}", &told[1]));
        assert_eq!(format!("{:?}", metric.kind).to_lowercase(), &told[2], "{}", metric.name);
    }
    if let Some((is_sound, said)) = promtool("metrics", &["check", "metrics"], metrics) {
        assert!(is_sound && said.trim().is_empty(), "{said}");
    }
    let (status, page) = get(operator, "/", "accept: text/html\r\naccept-language: zh-CN\r\n");
    assert_eq!(status, 200);
    for said in ["一切正常", "search.retrieve", "没有保留检索词", "没有结果 1"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let (_, page) = get(operator, "/", "accept: text/html\r\naccept-language: en\r\n");
    assert!(page.contains("Time by stage") && !page.contains("阶段"), "{page}");
}

#[test]
fn rules_and_dashboard_name_no_other_metrics_and_documents_name_all() {
    let rules = packaged("packaging/prometheus/gongbao.rules.yml");
    let dashboard = packaged("packaging/grafana/gongbao.json");
    for text in [&rules, &dashboard, &packaged("packaging/prometheus/gongbao.rules.test.yml")] {
        let unknown: Vec<String> = named(text).difference(&known()).cloned().collect();
        assert_eq!(unknown, [""; 0]);
    }
    let row = Regex::new(r"(?m)^\| `(gongbao_[a-z_]+)` \|").unwrap();
    let operations = packaged("docs/operations.md");
    let told: BTreeSet<String> = row.captures_iter(&operations).map(|found| found[1].to_owned()).collect();
    assert_eq!(told, known(), "the table of docs/operations.md");
    let runbooks = packaged("docs/runbooks.md");
    for alert in Regex::new("- alert: (\\w+)").unwrap().captures_iter(&rules) {
        assert!(
            runbooks.contains(&format!("\n## {}\n", &alert[1])),
            "docs/runbooks.md says what to do about {}",
            &alert[1]
        );
        assert!(rules.contains(&format!("docs/runbooks.md#{}}}", alert[1].to_lowercase())), "{}", &alert[1]);
    }
    // The expressions of the dashboard as rules, with its variables filled in.
    let dashboard: Value = serde_json::from_str(&dashboard).unwrap();
    let mut expressions = String::from("groups:\n- name: dashboard\n  rules:\n");
    for target in dashboard["panels"].as_array().unwrap().iter().flat_map(|panel| panel["targets"].as_array().unwrap())
    {
        let expression = target["expr"].as_str().unwrap().replace("$__rate_interval", "5m").replace("$instance", ".*");
        expressions.push_str(&format!("  - {{record: a, expr: {}}}\n", Value::from(expression)));
    }
    let file = tempfile::Builder::new().suffix(".yml").tempfile().unwrap();
    std::fs::write(file.path(), expressions.replace("record: a", "alert: a")).unwrap();
    let checks: [&[&str]; 4] = [
        &["check", "rules", "gongbao.rules.yml"],
        &["test", "rules", "gongbao.rules.test.yml"],
        &["check", "config", "prometheus.yml"],
        &["check", "rules", "--lint=none", file.path().to_str().unwrap()],
    ];
    for arguments in checks {
        if let Some((is_sound, said)) = promtool("rules", arguments, "") {
            assert!(is_sound, "{arguments:?}: {said}");
        }
    }
}

/// What a collector was sent.
#[derive(Clone, Default)]
struct Collected(Arc<Mutex<Vec<Span>>>);

impl Collected {
    async fn take(State(collected): State<Self>, body: Bytes) {
        let sent = ExportTraceServiceRequest::decode(body).expect("OTLP is sent");
        let spans = sent.resource_spans.into_iter().flat_map(|of| of.scope_spans).flat_map(|of| of.spans);
        collected.0.lock().unwrap().extend(spans);
    }

    fn of_trace(&self, trace: &str) -> BTreeMap<String, Span> {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let spans = self.0.lock().unwrap();
        let of_trace = spans.iter().filter(|span| hex(&span.trace_id) == trace);
        of_trace.map(|span| (span.name.clone(), span.clone())).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stages_are_sent_to_a_collector_within_the_trace_of_the_request() {
    let collected = Collected::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let collector = Router::new().route("/v1/traces", post(Collected::take)).with_state(collected.clone());
    let collecting = tokio::spawn(async move { axum::serve(listener, collector).await });
    let served = |trusted: &'static str| {
        let endpoint = endpoint.clone();
        tokio::task::spawn_blocking(move || {
            let settings =
                [("trace_endpoint", endpoint.as_str()), ("trusted_proxies", trusted), ("trace_percent", "0")];
            let mut server = Server::start(&settings);
            let parent = format!("traceparent: 00-{TRACE}-00f067aa0ba902b7-01\r\n");
            assert_eq!(server.get(&format!("/search?q={}", encoded("防汛")), &parent).0, 200);
            // What is left is sent at the end.
            server.terminate();
        })
    };
    served("192.0.2.1").await.unwrap();
    assert!(collected.0.lock().unwrap().is_empty(), "strangers do not say what is traced");
    served("127.0.0.1").await.unwrap();
    let spans = collected.of_trace(TRACE);
    let parent = |name: &str| &spans[name].parent_span_id;
    assert_eq!(parent("request").as_slice(), [0x00, 0xf0, 0x67, 0xaa, 0x0b, 0xa9, 0x02, 0xb7]);
    assert_eq!(parent("search"), &spans["request"].span_id);
    assert_eq!(parent("search.retrieve"), &spans["search"].span_id);
    assert_eq!(parent("engine"), &spans["search.retrieve"].span_id);
    let attributes = format!("{:?}", spans.values());
    assert!(attributes.contains("/search") && !attributes.contains("%E9"), "not what was searched for: {attributes}");
    collecting.abort();
}

#[test]
fn lines_of_json_say_what_is_slow_and_not_what_was_searched_for() {
    let settings =
        [("log_format", "json"), ("log", "debug"), ("slow_request_ms", "1"), ("trusted_proxies", "127.0.0.1")];
    let server = Server::start(&settings);
    let headers = format!("x-request-id: abcd-1234\r\ntraceparent: 00-{TRACE}-00f067aa0ba902b7-01\r\n");
    wait_for("a slow request is told", || {
        server.get("/search?q=gaowen&format=json", &headers);
        server.log().contains("回答得慢")
    });
    let log = server.log();
    // The last line may be half written.
    let log = &log[..=log.rfind('\n').unwrap()];
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let of_request = |text: &str| lines.iter().find(|line| line.to_string().contains(text)).expect(text).to_string();
    assert!(of_request("已回答").contains("abcd-1234") && of_request("已回答").contains(TRACE), "{log}");
    assert!(
        of_request("回答得慢").contains("abcd-1234") && of_request("回答得慢").contains("search.retrieve"),
        "{log}"
    );
    assert!(!log.contains("gaowen"), "{log}");
    assert!(!server.data().join("queries").exists(), "nothing is kept by default");
}

#[test]
fn what_was_searched_for_in_vain_is_told_where_it_is_kept() {
    let server = Server::start(&[("query_log_days", "7"), ("admin_listen", "127.0.0.1:0")]);
    for path in ["饕餮貔貅", "饕餮貔貅", "防汛"] {
        server.get(&format!("/search?format=json&q={}", encoded(path)), "");
    }
    // A further page is the same search.
    server.get(&format!("/search?format=json&page=2&q={}", encoded("防汛")), "");
    let report = || {
        let output = run(gongbao(&server.data()).args(["queries", "--empty", "--json"]));
        serde_json::from_str::<Value>(&String::from_utf8_lossy(&output.stdout)).unwrap_or_default()
    };
    wait_for("the searches are kept", || report()["searches"] == 3);
    assert_eq!(report()["asked"], serde_json::json!([{"q": "饕餮貔貅", "times": 2, "total": 0}]));
    for file in std::fs::read_dir(server.data().join("queries")).unwrap().map(Result::unwrap) {
        let kept = std::fs::read_to_string(file.path()).unwrap();
        let fields =
            |line: &str| serde_json::from_str::<BTreeMap<String, Value>>(line).unwrap().into_keys().collect::<Vec<_>>();
        assert!(kept.lines().all(|line| fields(line) == ["q", "took_ms", "total"]), "neither who nor when: {kept}");
    }
    let (_, page) = get(server.operator.unwrap(), "/", "accept: text/html\r\naccept-language: zh-CN\r\n");
    assert!(page.contains("饕餮貔貅") && page.contains("最近一周 3 次检索，其中 2 次没有结果"), "{page}");
}

#[test]
fn lines_of_the_log_are_in_one_language() {
    let call = Regex::new(r"tracing::(?:error|warn|info|debug|trace)!\(").unwrap();
    let text = Regex::new(r#"^(?:[^"()]|\([^()"]*\))*"((?:[^"\\]|\\.)*)""#).unwrap();
    let filled_in = Regex::new(r"\{[^}]*\}").unwrap();
    let (mut other, mut seen) = (Vec::new(), 0);
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            for begin in call.find_iter(&source) {
                seen += 1;
                let Some(said) = text.captures(&source[begin.end()..]) else { continue };
                // What is only filled in is said elsewhere.
                let words = filled_in.replace_all(&said[1], "");
                let is_chinese = words.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                if words.chars().any(char::is_alphabetic) && !is_chinese {
                    other.push(format!("{}: {words}", path.display()));
                }
            }
        }
    }
    assert!(seen > 40, "{seen}");
    assert_eq!(other, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn before_there_is_a_site_the_process_says_that_it_lives() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (open, opened) = oneshot::channel();
    let starting = tokio::spawn(while_starting(listener, Bounds::default(), async { opened.await.unwrap() }));
    let ask = async |path: &'static str| tokio::task::spawn_blocking(move || get(address, path, "")).await.unwrap();
    let (status, said) = ask("/readyz").await;
    assert!(status == 503 && said.contains("\"starting\"") && said.contains("retry-after"), "{said}");
    assert_eq!(ask("/healthz").await.0, 200);
    assert_eq!(ask("/search?q=x").await.0, 503);
    open.send("opened").unwrap();
    assert_eq!(starting.await.unwrap().unwrap(), "opened");
}

#[tokio::test(flavor = "multi_thread")]
async fn systemd_is_told_of_start_life_and_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    let mut told = String::new();
    let mut heard = |what: &str| {
        let mut message = [0; 256];
        if let Ok(length) = socket.recv(&mut message) {
            told.push_str(&String::from_utf8_lossy(&message[..length]));
        }
        told.contains(what)
    };
    let data = folder.path().join("data");
    let mut command = gongbao(&data);
    command.env("NOTIFY_SOCKET", &path).env("WATCHDOG_USEC", "300000").args(["serve", "--listen", "127.0.0.1:0"]);
    let mut serving = Running(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    wait_until("it is ready", async || heard("READY=1")).await;
    wait_until("it lives", async || heard("WATCHDOG=1")).await;
    run(Command::new("kill").args(["-TERM", &serving.0.id().to_string()]));
    wait_until("it ends", async || heard("STOPPING=1")).await;
    assert!(serving.0.wait().unwrap().success());
}
