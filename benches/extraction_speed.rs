//! `cargo bench --bench extraction-speed`: how many web pages a second become bulletins, beside what parsing their
//! markup alone costs, on one thread and on two.
//!
//! The pages are the real ones of `GONGBAO_CORPUS` and those written for this project. Each round reads every page
//! with each of the two in turn, so that a slow minute of the machine meets both; the least time of a page counts.
//! `-- 20` makes twenty rounds. Fails where extraction takes more than eight times what parsing takes.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use gongbao::ingest::normalize;
use gongbao::ingest::parse::{charset, html};
use scraper::Html;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Rounds, unless an argument says another number.
const ROUNDS: usize = 10;
/// How many times parsing extraction may cost.
const MAX_RATIO: f64 = 8.0;

struct Page {
    name: String,
    bytes: Vec<u8>,
}

/// Decodes a page and parses its markup.
fn parsed(page: &Page) {
    black_box(Html::parse_document(&charset::decode(&page.bytes, None).text));
}

/// Makes the bulletin of a page, or the reason why it holds none.
fn extracted(page: &Page) {
    let _ = black_box(html::parse(&page.bytes, Some("http://www.qingcen.example/a/1.html")).and_then(normalize));
}

fn main() -> anyhow::Result<()> {
    let rounds = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let rounds = rounds.map_or(Ok(ROUNDS), |rounds| rounds.parse().context("the argument is a number of rounds"))?;
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ingest")];
    match std::env::var_os("GONGBAO_CORPUS") {
        Some(corpus) => folders.push(Path::new(&corpus).join("html")),
        None => eprintln!("GONGBAO_CORPUS is not set: only the pages of the project are measured"),
    }
    let pages = pages(&folders)?;
    ensure!(!pages.is_empty(), "no pages in {folders:?}");
    let mebibytes = pages.iter().map(|page| page.bytes.len()).sum::<usize>() as f64 / f64::from(1 << 20);
    println!("{} pages, {mebibytes:.1} MiB, {rounds} rounds, the least of each page\n", pages.len());

    println!("{:8} {:28} {:>9} {:>8} {:>7}", "threads", "", "pages/s", "MiB/s", "ratio");
    let mut worst: f64 = 0.0;
    for threads in [1, 2] {
        let times = least(&pages, threads, rounds);
        let sum = |of: fn(&(Duration, Duration)) -> Duration| times.iter().map(of).sum::<Duration>().as_secs_f64();
        let (parsing, extraction) = (sum(|(parsing, _)| *parsing), sum(|(_, extraction)| *extraction));
        for (what, seconds) in [("parsing alone", parsing), ("extraction, normalised", extraction)] {
            let seconds = seconds / f64::from(threads);
            println!(
                "{threads:8} {what:28} {:9.0} {:8.1} {:7.2}",
                pages.len() as f64 / seconds,
                mebibytes / seconds,
                seconds * f64::from(threads) / parsing
            );
        }
        worst = worst.max(extraction / parsing);
        if threads == 1 {
            let mut slow: Vec<(f64, &Page)> = times
                .iter()
                .zip(&pages)
                .map(|((parsing, extraction), page)| (extraction.as_secs_f64() / parsing.as_secs_f64(), page))
                .collect();
            slow.sort_by(|one, other| other.0.total_cmp(&one.0));
            for (ratio, page) in slow.iter().take(3) {
                println!("         {ratio:.1} times: {} ({} KiB)", page.name, page.bytes.len() >> 10);
            }
        }
    }
    ensure!(worst <= MAX_RATIO, "extraction takes {worst:.1} times what parsing takes, more than {MAX_RATIO}");
    Ok(())
}

fn pages(folders: &[PathBuf]) -> anyhow::Result<Vec<Page>> {
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in folders {
        let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
        files.extend(entries.filter_map(|entry| entry.ok().map(|entry| entry.path())));
    }
    files.retain(|file| file.extension().is_some_and(|ending| ending == "html" || ending == "shtml"));
    files.sort();
    files
        .iter()
        .map(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Ok(Page { name, bytes: std::fs::read(file)? })
        })
        .collect()
}

/// The least that parsing and extraction of each page took. Every thread reads every page.
fn least(pages: &[Page], threads: u32, rounds: usize) -> Vec<(Duration, Duration)> {
    let one = || {
        let mut times = vec![(Duration::MAX, Duration::MAX); pages.len()];
        for _ in 0..rounds {
            for (page, (parsing, extraction)) in pages.iter().zip(&mut times) {
                *parsing = timed(|| parsed(page)).min(*parsing);
                *extraction = timed(|| extracted(page)).min(*extraction);
            }
        }
        times
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(one)).collect();
        let all: Vec<_> = workers.into_iter().filter_map(|worker| worker.join().ok()).collect();
        // A page took what it took on the slower thread: a machine that cannot run both at once shows it.
        (0..pages.len())
            .map(|page| {
                let slowest =
                    |of: fn(&(Duration, Duration)) -> Duration| all.iter().map(|times| of(&times[page])).max();
                (slowest(|times| times.0).unwrap_or_default(), slowest(|times| times.1).unwrap_or_default())
            })
            .collect()
    })
}

fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}
