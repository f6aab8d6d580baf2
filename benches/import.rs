//! `cargo bench --bench import`: how fast gongbao takes a corpus in, beside a bare loop over the same libraries.
//!
//! Every run is a process of its own, this program with a variant's name as argument: peak memory belongs to a
//! process and never falls. The variants take turns, so that a slow minute of the machine meets all of them.
//! `cargo bench --bench import -- 5` makes five rounds.

mod corpus;

use std::borrow::Cow;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use gongbao::config::Config;
use gongbao::ingest::import::Finding;
use gongbao::ingest::inputs;
use gongbao::ingest::reading::read_all;
use gongbao::model::{Article, ArticleKey, StoredArticle};
use gongbao::search::analysis::{Analyzer, Dictionary, fold, squeeze};
use gongbao::search::engine::Engine;
use gongbao::search::engine::tantivy::TantivyEngine;
use gongbao::search::schema::IndexDocument;
use jieba_rs::Jieba;
use serde::{Deserialize, Serialize};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};
use tantivy::{Index, IndexWriter, TantivyDocument};

// The allocator of the program: the bare loop gets it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Rounds, unless an argument says another number.
const ROUNDS: usize = 2;

/// What is measured: the name that is its argument, and what it does.
const VARIANTS: [(&str, &str); 4] = [
    ("bare", "read, jieba search mode with HMM, tantivy with positions, stored"),
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
    corpus::read(file, |record: Record| {
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
        "words" => words(&config, file)?,
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
    corpus::read(file, |record: Record| {
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

/// The bare loop with gongbao's word lane: the difference to `engine` is what the character lane, the facets
/// and the exact fields take.
fn words(config: &Config, file: &Path) -> anyhow::Result<()> {
    let (mut writer, field) = writer(config, Segmenter::Words(Analyzer::new()), IndexRecordOption::WithFreqs, false)?;
    read_articles(config, file, |stored| {
        let mut row = TantivyDocument::new();
        for (text, weight) in IndexDocument::of(stored).texts {
            (0..weight).for_each(|_| row.add_text(field, &text));
        }
        writer.add_document(row)?;
        Ok(())
    })?;
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
        Ok(writer.add(&IndexDocument::of(stored))?)
    })?;
    Ok(writer.commit(last)?)
}

/// A tantivy index of one text field, with as many threads and as much memory as gongbao's.
fn writer(
    config: &Config,
    segmenter: Segmenter,
    option: IndexRecordOption,
    stored: bool,
) -> anyhow::Result<(IndexWriter, Field)> {
    let indexing = TextFieldIndexing::default().set_tokenizer("segmenter").set_index_option(option);
    let options = TextOptions::default().set_indexing_options(indexing);
    let mut schema = Schema::builder();
    let field = schema.add_text_field("text", if stored { options.set_stored() } else { options });
    std::fs::create_dir_all(config.index())?;
    let index = Index::create_in_dir(config.index(), schema.build())?;
    index.tokenizers().register("segmenter", TextAnalyzer::from(segmenter));
    Ok((index.writer_with_num_threads(threads(), config.index_memory_mb << 20)?, field))
}

/// As many as gongbao's own writer has.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(4)
}

/// Reads and normalises as an import does, and numbers the articles as a database would.
fn read_articles(
    config: &Config,
    file: &Path,
    mut take: impl FnMut(&StoredArticle) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let (inputs, _) = inputs::find(&[file.to_owned()]);
    let mut number = 0;
    let mut outcome = Ok(());
    read_all(&inputs, corpus::limits(config), &Arc::default(), &mut |finding| {
        if let Finding::Article(article) = finding {
            number += 1;
            outcome = take(&stored(number, *article));
        }
        outcome.is_ok()
    });
    outcome
}

fn stored(number: i64, article: Article) -> StoredArticle {
    StoredArticle {
        key: ArticleKey(number),
        article,
        content_hash: String::new(),
        version: 1,
        created_revision: number,
        revision: number,
        first_seen: jiff::Timestamp::UNIX_EPOCH,
        version_seen: jiff::Timestamp::UNIX_EPOCH,
        last_seen: jiff::Timestamp::UNIX_EPOCH,
        withdrawn_at: None,
    }
}

/// Segments inside tantivy's threads.
#[derive(Clone)]
enum Segmenter {
    /// The text as it is, every token of jieba a term.
    Bare(Arc<Jieba>),
    /// Folded, and the terms of gongbao's word lane.
    Words(Analyzer),
}

/// The terms of a text as ranges of it.
struct Terms<'a> {
    text: Cow<'a, str>,
    ranges: Vec<(usize, usize)>,
    next: usize,
    token: Token,
}

impl Tokenizer for Segmenter {
    type TokenStream<'a> = Terms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms<'a> {
        let text = match self {
            Self::Bare(_) => Cow::Borrowed(text),
            Self::Words(_) => Cow::Owned(squeeze(fold(text))),
        };
        let mut ranges = Vec::with_capacity(text.len() / 3);
        let begin = text.as_ptr() as usize;
        let mut push = |term: &str| {
            // Terms are slices of the text, so their place in it is the distance of the pointers.
            let start = term.as_ptr() as usize - begin;
            ranges.push((start, start + term.len()));
        };
        match self {
            Self::Bare(jieba) => jieba.cut_for_search(&text, true).iter().for_each(|token| push(token.word)),
            Self::Words(analyzer) => analyzer.words(&text, push),
        }
        Terms { text, ranges, next: 0, token: Token::default() }
    }
}

impl TokenStream for Terms<'_> {
    fn advance(&mut self) -> bool {
        let Some(&(start, end)) = self.ranges.get(self.next) else { return false };
        self.token.text.clear();
        self.token.text.push_str(&self.text[start..end]);
        self.token.position = self.next;
        (self.token.offset_from, self.token.offset_to) = (start, end);
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
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

/// The bytes of a folder once nothing tidies up in it any more: merges go on for a while after the last commit.
fn settled_bytes(folder: &Path) -> u64 {
    let mut known = bytes_in(folder);
    loop {
        std::thread::sleep(std::time::Duration::from_secs(2));
        match bytes_in(folder) {
            bytes if bytes == known => return bytes,
            bytes => known = bytes,
        }
    }
}

/// The bytes of a folder; files that go while it is read count nothing.
fn bytes_in(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| {
            entry.metadata().map_or(0, |data| if data.is_dir() { bytes_in(&entry.path()) } else { data.len() })
        })
        .sum()
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
