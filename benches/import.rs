//! `cargo bench --bench import`: how fast gongbao takes a corpus in, beside a bare loop over the same libraries.
//!
//! Every run is a process of its own, this program with a variant's name as argument: peak memory belongs to a
//! process and never falls. The variants take turns, so that a slow minute of the machine meets all of them.
//! `cargo bench --bench import -- 5` makes five rounds.

mod corpus;
mod lane;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use gongbao::config::Config;
use gongbao::search::analysis::{Analyzer, Dictionary};
use gongbao::search::engine::Engine;
use gongbao::search::engine::tantivy::TantivyEngine;
use gongbao::search::schema::IndexDocument;
use jieba_rs::Jieba;
use lane::{Segmenter, read_articles, settled_bytes, threads, writer};
use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::IndexRecordOption;

// The allocator of the program: the bare loop gets it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Rounds, unless an argument says another number.
const ROUNDS: usize = 2;

/// What is measured: the name that is its argument, and what it does.
const VARIANTS: [(&str, &str); 5] = [
    ("bare", "read, jieba search mode with HMM, tantivy with positions, stored"),
    ("jieba", "read, the word lane alone as one would set it up: jieba's words with positions, nothing stored"),
    ("words", "read, gongbao's folding and word lane in tantivy, nothing stored"),
    ("engine", "read, gongbao's engine with both lanes and facets, no database"),
    ("gongbao", "gongbao's import: normalised, durable in SQLite, versioned, searchable"),
];

/// What the bare loop takes of a bulletin.
#[derive(Deserialize)]
struct Record {
    title: String,
    body: String,
}

/// What one run took.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Figures {
    seconds: f64,
    cpu_seconds: f64,
    peak_mib: f64,
    index_mib: f64,
    database_mib: f64,
}

fn main() -> anyhow::Result<()> {
    let Some(file) = corpus::file("import") else { return Ok(()) };
    // Cargo adds an argument `--bench`.
    let argument = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    match argument.as_deref() {
        Some(variant) if VARIANTS.iter().any(|(name, _)| *name == variant) => {
            println!("{}", serde_json::to_string(&measure(variant, &file)?)?);
            Ok(())
        }
        Some(rounds) => compare(&file, rounds.parse().context("the argument is a number of rounds")?),
        None => compare(&file, ROUNDS),
    }
}

/// Runs every variant in turn and prints what each took and how they compare.
fn compare(file: &Path, rounds: usize) -> anyhow::Result<()> {
    let (mut articles, mut bytes) = (0, 0);
    corpus::load(file, |record: Record| {
        articles += 1;
        bytes += record.title.len() + record.body.len();
    })?;
    println!("{articles} articles, {:.1} MB of titles and bodies, {} threads\n", bytes as f64 / 1e6, threads());
    VARIANTS.iter().for_each(|(name, what)| println!("{name:8} {what}"));
    println!(
        "\n{:8} {:>7} {:>7} {:>11} {:>6} {:>9} {:>10} {:>13}",
        "variant", "s", "CPU s", "articles/s", "MB/s", "peak MiB", "index MiB", "database MiB"
    );
    let mut best: [Option<Figures>; VARIANTS.len()] = [None; VARIANTS.len()];
    for _ in 0..rounds {
        for (best, (name, _)) in best.iter_mut().zip(VARIANTS) {
            let run = run(name)?;
            println!(
                "{name:8} {:7.1} {:7.1} {:11.0} {:6.1} {:9.0} {:10.0} {:13.0}",
                run.seconds,
                run.cpu_seconds,
                f64::from(articles) / run.seconds,
                bytes as f64 / 1e6 / run.seconds,
                run.peak_mib,
                run.index_mib,
                run.database_mib
            );
            *best = Some(best.map_or(run, |known| known.least(run)));
        }
    }
    let [Some(bare), others @ ..] = best else { return Ok(()) };
    println!("\nleast of each figure over {rounds} rounds, divided by the bare loop's");
    println!("{:8} {:>7} {:>7} {:>9} {:>7}", "variant", "s", "CPU s", "peak MiB", "index");
    for ((name, _), run) in VARIANTS[1..].iter().zip(others.into_iter().flatten()) {
        println!(
            "{name:8} {:7.2} {:7.2} {:9.2} {:7.2}",
            run.seconds / bare.seconds,
            run.cpu_seconds / bare.cpu_seconds,
            run.peak_mib / bare.peak_mib,
            run.index_mib / bare.index_mib
        );
    }
    Ok(())
}

impl Figures {
    /// The smaller of each figure: what disturbs a run only ever adds.
    fn least(self, other: Self) -> Self {
        Self {
            seconds: self.seconds.min(other.seconds),
            cpu_seconds: self.cpu_seconds.min(other.cpu_seconds),
            peak_mib: self.peak_mib.min(other.peak_mib),
            index_mib: self.index_mib.min(other.index_mib),
            database_mib: self.database_mib.min(other.database_mib),
        }
    }
}

/// Measures a variant in a process of its own.
fn run(variant: &str) -> anyhow::Result<Figures> {
    let output = Command::new(std::env::current_exe()?).arg(variant).stderr(std::process::Stdio::inherit()).output()?;
    anyhow::ensure!(output.status.success(), "the variant {variant} failed: {}", output.status);
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Measures a variant in this process, on a new folder that goes afterwards.
fn measure(variant: &str, file: &Path) -> anyhow::Result<Figures> {
    let folder = tempfile::tempdir_in(corpus::data_folder()?)?;
    let config = Config { data: folder.path().to_owned(), ..Config::default() };
    let (index, database) = (config.index(), config.database());
    let started = Instant::now();
    match variant {
        "bare" => bare(&config, file)?,
        "jieba" => {
            let jieba = Segmenter::Bare(Arc::new(Jieba::new()));
            lane::words(&config, file, jieba, IndexRecordOption::WithFreqsAndPositions)?;
        }
        "words" => {
            lane::words(&config, file, Segmenter::Words(Analyzer::new()), IndexRecordOption::WithFreqs)?;
        }
        "engine" => engine(&config, file)?,
        _ => {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(corpus::import(config, file))?;
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    // Beside the database itself stands its log of writes.
    let beside = |suffix: &str| database.with_extension(format!("sqlite{suffix}"));
    let database_bytes: u64 =
        ["", "-wal"].map(|suffix| beside(suffix).metadata().map_or(0, |data| data.len())).iter().sum();
    Ok(Figures {
        seconds,
        cpu_seconds: cpu_seconds()?,
        peak_mib: peak_kib()? / 1024.0,
        index_mib: mib(settled_bytes(&index)),
        database_mib: mib(database_bytes),
    })
}

/// The least that any search service over these libraries does.
fn bare(config: &Config, file: &Path) -> anyhow::Result<()> {
    let options = IndexRecordOption::WithFreqsAndPositions;
    let (mut writer, field) = writer(config, Segmenter::Bare(Arc::new(Jieba::new())), options, true)?;
    let mut failed = Ok(());
    corpus::load(file, |record: Record| {
        let mut row = TantivyDocument::new();
        row.add_text(field, record.title);
        row.add_text(field, record.body);
        if let Err(error) = writer.add_document(row) {
            failed = Err(error);
        }
    })?;
    failed?;
    writer.commit()?;
    Ok(())
}

/// gongbao's engine fed straight from the file: the difference to `gongbao` is the database.
fn engine(config: &Config, file: &Path) -> anyhow::Result<()> {
    let engine = TantivyEngine::open(&config.index(), Dictionary::product(), config.index_memory_mb << 20)?;
    let mut writer = engine.writer()?.context("nobody else writes here")?;
    let mut last = 0;
    read_articles(config, file, |stored| {
        last = stored.revision;
        Ok(writer.add(&IndexDocument::new(stored))?)
    })?;
    writer.commit(last, None)?;
    // As a server does that has nothing else to do.
    writer.merge_segments()?;
    Ok(writer.finish()?)
}

/// The most memory that this process has held, pages of mapped files included.
fn peak_kib() -> anyhow::Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status").context("peak memory is read from Linux's /proc")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

/// Processor time of all threads so far: on a busy machine it says more than the clock.
fn cpu_seconds() -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // The second field is the program's name in brackets and may hold blanks; 14 and 15 are in hundredths.
    let (_, rest) = stat.rsplit_once(") ").context("a line of stat")?;
    let ticks = rest.split(' ').skip(11).take(2).map(str::parse::<f64>).sum::<Result<f64, _>>()?;
    Ok(ticks / 100.0)
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
