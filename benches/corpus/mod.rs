//! The corpus that the benchmarks measure with: where it is, what it says, and gongbao's import of it.
#![allow(dead_code, reason = "each benchmark uses its own part of this")]

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gongbao::app::App;
use gongbao::config::Config;
use gongbao::ingest::documents::DocumentLimits;
use gongbao::ingest::finding::Limits;
use gongbao::ingest::import::{Counts, ImportObserver};
use gongbao::ingest::inputs;
use gongbao::ingest::rejection::RejectedInput;
use gongbao::store::StoreError;
use serde::de::DeserializeOwned;

/// The file of bulletins. Without one the benchmark has nothing to measure, which must not look like success.
pub fn file(bench: &str) -> Option<PathBuf> {
    let file = std::env::var_os("GONGBAO_CORPUS").map(|folder| Path::new(&folder).join("bulletins.jsonl.zst"));
    let found = file.filter(|file| file.is_file());
    if found.is_none() {
        eprintln!("SKIPPED: nothing was measured by the benchmark `{bench}`.");
        eprintln!("GONGBAO_CORPUS must name a folder with bulletins.jsonl.zst, see docs/benchmarks.md.");
    }
    found
}

/// Reads the bulletins one by one, of each what the type asks for.
pub fn load<T: DeserializeOwned>(file: &Path, mut take: impl FnMut(T)) -> anyhow::Result<()> {
    for line in BufReader::with_capacity(1 << 18, zstd::Decoder::new(File::open(file)?)?).lines() {
        take(serde_json::from_str(&line?)?);
    }
    Ok(())
}

/// The folder for what benchmarks leave behind: on the disk that is built on, and gone with `cargo clean`.
pub fn data_folder() -> anyhow::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench-data");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The bounds of the configuration, in bytes.
pub fn limits(config: &Config) -> Limits {
    let documents = DocumentLimits { bytes: config.max_document_mb << 20, isolated: false, helpers: false };
    Limits {
        line: config.max_line_mb << 20,
        file: config.max_file_mb << 20,
        documents,
        rules: Arc::default(),
        names: Arc::default(),
        drafts: false,
    }
}

/// Imports the corpus as the program does: when this returns every bulletin is durable and searchable.
pub async fn import(config: Config, file: &Path) -> anyhow::Result<App> {
    let limits = limits(&config);
    let app = App::open(config).await?;
    let (inputs, _) = inputs::find(&[file.to_owned()], inputs::Links::default());
    let (_, mut indexer) = app.import(inputs, limits, Arc::default(), &mut Silent).await?;
    indexer.reach(app.store.revision().await?, |_| {}).await?;
    Ok(app)
}

/// Says nothing but what should not happen.
struct Silent;

impl ImportObserver for Silent {
    fn rejected(&mut self, rejected: &RejectedInput) {
        eprintln!("rejected: {rejected}");
    }

    fn noted(&mut self, _: &RejectedInput) {}
    fn waiting(&mut self, error: &StoreError) {
        eprintln!("waiting: {error}");
    }

    fn skipped(&mut self, path: &Path) {
        eprintln!("skipped: {}", path.display());
    }

    fn stored(&mut self, _: &Counts) {}
}
