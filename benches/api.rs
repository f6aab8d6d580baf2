//! `cargo bench --bench api`: what the API costs beside one page of results, asked of the program itself over HTTP:
//! exports of everything (time to the first byte, memory while they are written), results with all fields and with
//! two, trends, and walks over everything while `gongbao import` adds bulletins and others are withdrawn.

mod corpus;
mod imported;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use gongbao::app::App;
use gongbao::model::ArticleId;
use jiff::Timestamp;
use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_gongbao");
/// How often each of a few slow requests is sent.
const ROUNDS: usize = 20;
/// How often each of many fast ones is sent.
const TURNS: usize = 8;
/// Phrases that are followed through the years.
const PHRASES: [&str; 6] = ["两个维护", "四个意识", "脱贫攻坚", "疫情防控", "乡村振兴", "高质量发展"];
/// Imports beside each walk, and bulletins in each.
const IMPORTS: usize = 8;
const IMPORTED: usize = 100;
/// One in so many bulletins is withdrawn beside each walk.
const WITHDRAWN: usize = 400;

fn main() -> anyhow::Result<()> {
    let Some(file) = corpus::file("api") else { return Ok(()) };
    let folder = imported::folder(&file)?;
    let site = Site::start(&folder)?;
    let queries = imported::queries(&file)?;
    fields(&site, &queries)?;
    trends(&site)?;
    exports(&site)?;
    drop(site);
    walks(&folder)
}

/// All fields of results beside two of them.
fn fields(site: &Site, queries: &[String]) -> anyhow::Result<()> {
    println!(
        "{:52} {:>8} {:>8} {:>9} {:>9}",
        "200 queries, one connection", "p50 ms", "p99 ms", "mean KiB", "times less"
    );
    let variants = [
        ("/search, all fields, facets and highlights", ""),
        ("highlight=off", "&highlight=off"),
        ("fields=id,title", "&fields=id,title"),
        ("fields=id,title&facets=none", "&fields=id,title&facets=none"),
        ("fields=id,title&facets=none&highlight=off", "&fields=id,title&facets=none&highlight=off"),
    ];
    // Of each query the least of several times, so that a busy machine says the same as a quiet one.
    let mut least = vec![vec![Duration::MAX; queries.len()]; variants.len()];
    let mut bytes = vec![0; variants.len()];
    for _ in 0..TURNS {
        for (number, (_, further)) in variants.iter().enumerate() {
            bytes[number] = 0;
            for (query, least) in queries.iter().zip(&mut least[number]) {
                let started = Instant::now();
                bytes[number] += site.get(&format!("/search?q={}{further}", encoded(query)))?.len();
                *least = started.elapsed().min(*least);
            }
        }
    }
    let mean = |times: &[Duration]| times.iter().sum::<Duration>().as_secs_f64() / times.len() as f64;
    let all = mean(&least[0]);
    for (((name, _), mut times), bytes) in variants.into_iter().zip(least).zip(bytes) {
        let (ratio, kib) = (all / mean(&times), bytes as f64 / 1024.0 / times.len() as f64);
        times.sort_unstable();
        let (p50, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
        println!("{name:52} {:8.2} {:8.2} {kib:9.1} {ratio:9.2}", ms(p50), ms(p99));
    }
    Ok(())
}

/// Trends of several phrases, each time computed.
fn trends(site: &Site) -> anyhow::Result<()> {
    for count in [1, PHRASES.len()] {
        let query: Vec<String> = PHRASES[..count].iter().map(|phrase| format!("q={}", encoded(phrase))).collect();
        let mut times = Vec::new();
        let mut found = 0;
        for _ in 0..ROUNDS {
            let started = Instant::now();
            let answer: Value = serde_json::from_slice(&site.get(&format!("/trends?{}", query.join("&")))?)?;
            times.push(started.elapsed());
            found = answer["series"].as_array().into_iter().flatten().filter_map(|one| one["total"].as_u64()).sum();
        }
        times.sort_unstable();
        println!(
            "/trends of {count} phrases, found {found} times: least {:.1} ms, p50 {:.1} ms, most {:.1} ms",
            ms(times[0]),
            ms(times[ROUNDS / 2]),
            ms(times[ROUNDS - 1])
        );
    }
    Ok(())
}

/// Everything as a table and as lines.
fn exports(site: &Site) -> anyhow::Result<()> {
    for form in ["csv", "ndjson"] {
        for search in ["sort=-date", "q=%E5%B7%A5%E4%BD%9C"] {
            let before = site.memory()?;
            let started = Instant::now();
            let mut stream = site.ask(&format!("/search?{search}&format={form}"), "close")?;
            let mut buffer = vec![0; 1 << 18];
            let (mut first, mut bytes, mut most) = (None, 0, before);
            loop {
                let read = stream.read(&mut buffer)?;
                if read == 0 {
                    break;
                }
                first.get_or_insert_with(|| started.elapsed());
                bytes += read;
                most = most.max(site.memory()?);
            }
            println!(
                "export {form:7} {search:25} first byte {:6.1} ms, {:6.1} MiB in {:5.1} s, RssAnon {before:.0} MiB before, {most:.0} at most, {:.0} after",
                ms(first.unwrap_or_default()),
                bytes as f64 / 1_048_576.0,
                started.elapsed().as_secs_f64(),
                site.memory()?
            );
        }
    }
    Ok(())
}

/// Walks over everything in a copy of the data, while it changes.
fn walks(folder: &Path) -> anyhow::Result<()> {
    let scratch = tempfile::tempdir_in(corpus::data_folder()?)?;
    let data = scratch.path().join("data");
    ensure!(Command::new("cp").arg("-r").arg(folder).arg(&data).status()?.success(), "the data can be copied");
    let site = Site::start(&data)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let app = runtime.block_on(App::open(imported::config(&data)))?;
    for (round, search) in ["sort=-date", "q=%E5%B7%A5%E4%BD%9C"].into_iter().enumerate() {
        let (before, plain) = walk(&site, search, |_| Ok(()))?;
        let steps = before.len().div_ceil(100);
        let mut gone: Vec<String> = Vec::new();
        let mut adding: Vec<Child> = Vec::new();
        let known: Vec<&String> = before.keys().collect();
        let (met, busy) = walk(&site, search, |step| {
            if step % (steps / IMPORTS).max(1) == 0 {
                let file = scratch.path().join(format!("new-{round}-{step}.jsonl"));
                std::fs::write(&file, new_bulletins(round, step))?;
                let mut command = Command::new(PROGRAM);
                command.env("GONGBAO_DATA", &data).arg("import").arg(&file);
                adding.push(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?);
                let victims: Vec<ArticleId> = known
                    .iter()
                    .skip(step % WITHDRAWN)
                    .step_by(WITHDRAWN)
                    .filter_map(|id| ArticleId::new(id))
                    .collect();
                runtime.block_on(app.store.withdraw(&victims, Timestamp::now()))?;
                gone.extend(victims.iter().map(|id| id.as_str().to_owned()));
            }
            Ok(())
        })?;
        let imports = adding.len();
        for mut child in adding {
            ensure!(child.wait()?.success(), "an import beside the walk succeeds");
        }
        let twice = met.values().filter(|times| **times > 1).count();
        let missed = before.keys().filter(|id| !met.contains_key(*id) && !gone.contains(id)).count();
        println!(
            "walk {search:25} {} bulletins in {} steps, {:.1} s ({:.1} s when nothing else goes on); meanwhile {} imported by {imports} processes, {} withdrawn: missed {missed}, met twice {twice}",
            met.len(),
            met.len().div_ceil(100),
            busy.as_secs_f64(),
            plain.as_secs_f64(),
            imports * IMPORTED,
            gone.len()
        );
        ensure!(missed == 0 && twice == 0, "a bulletin that was there throughout is met exactly once");
    }
    Ok(())
}

/// How often a walk meets each bulletin, and how long it takes; `between` happens after each step.
fn walk(
    site: &Site,
    search: &str,
    mut between: impl FnMut(usize) -> anyhow::Result<()>,
) -> anyhow::Result<(BTreeMap<String, usize>, Duration)> {
    let started = Instant::now();
    let mut met = BTreeMap::new();
    let mut next = Some(format!("/search?{search}&cursor=*&per_page=100&fields=id&facets=none&highlight=off"));
    let mut step = 0;
    while let Some(path) = next {
        let answer: Value = serde_json::from_slice(&site.get(&path)?)?;
        let results = answer["results"].as_array().context("an answer has results")?;
        for id in results.iter().filter_map(|result| result["id"].as_str()) {
            *met.entry(id.to_owned()).or_default() += 1;
        }
        next = answer["next"].as_str().map(str::to_owned);
        between(step)?;
        step += 1;
    }
    Ok((met, started.elapsed()))
}

/// Invented bulletins of many days, a line each.
fn new_bulletins(round: usize, step: usize) -> String {
    let line = |number: usize| {
        serde_json::json!({
            "id": format!("new-{round}-{step}-{number}"),
            "title": format!("青岑县第{number}次工作例会"),
            "date": format!("20{:02}-{:02}-{:02}", 10 + number % 14, 1 + step % 12, 1 + number % 28),
            "content": format!("会议听取第{step}轮工作汇报，部署工作{number}项。"),
        })
        .to_string()
            + "\n"
    };
    (0..IMPORTED).map(line).collect()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The program, serving.
struct Site {
    process: Child,
    address: String,
    connection: std::cell::RefCell<Option<BufReader<TcpStream>>>,
}

impl Site {
    fn start(data: &Path) -> anyhow::Result<Self> {
        let mut command = Command::new(PROGRAM);
        command.args(["serve", "--no-sample", "--listen", "127.0.0.1:0"]).env("GONGBAO_DATA", data);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut said = String::new();
        BufReader::new(process.stdout.take().context("the program speaks")?).read_line(&mut said)?;
        let address = said.split_once("http://").and_then(|(_, rest)| rest.split_whitespace().next());
        let address = address.with_context(|| format!("the program says where it listens: {said}"))?.to_owned();
        Ok(Self { process, address, connection: Default::default() })
    }

    /// Memory that is no file's, in MiB.
    fn memory(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).context("the system says RssAnon")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse::<f64>()? / 1024.0)
    }

    /// Sends a request and returns the stream with its answer.
    fn ask(&self, path: &str, connection: &str) -> anyhow::Result<TcpStream> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_nodelay(true)?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: {connection}\r\n\r\n", self.address)?;
        Ok(stream)
    }

    /// The body of an answer, over the connection that stays open.
    fn get(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        let mut kept = self.connection.borrow_mut();
        let stream = match kept.as_mut() {
            Some(stream) => {
                let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
                stream.get_mut().write_all(request.as_bytes())?;
                stream
            }
            None => kept.insert(BufReader::new(self.ask(path, "keep-alive")?)),
        };
        let (mut line, mut length, mut status) = (String::new(), 0, String::new());
        loop {
            line.clear();
            stream.read_line(&mut line)?;
            if line.trim().is_empty() {
                break;
            }
            if status.is_empty() {
                status = line.trim().to_owned();
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse()?;
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body)?;
        if !status.contains(" 200 ") {
            bail!("{path}: {status} {}", String::from_utf8_lossy(&body));
        }
        Ok(body)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // One that has ended by itself needs no end.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
