//! The runner for compilers without a fuzzer of their own: seeds, and what becomes of them by chance. The same
//! seed number tries the same inputs in the same order.
//!
//! `--seconds N` (60), `--seed N` (1), and files or folders to begin with instead of the target's own seeds. What
//! breaks a promise is written to `fuzz/artifacts/TARGET/`; given as a file it is tried again alone. An input that
//! is not done after [`HANGS`] is kept as well and ends the run.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// After how long an input counts as one that never ends.
const HANGS: Duration = Duration::from_secs(120);

/// What is tried, and of what its inputs are made.
pub struct Target {
    /// Its name, and that of its folders.
    pub name: &'static str,
    /// Files and folders to begin with.
    pub seeds: Vec<PathBuf>,
    /// Pieces of which inputs are made beside random bytes.
    pub pieces: &'static [&'static str],
    /// Bytes of an input.
    pub most: usize,
    /// Tries one input; panics where a promise is broken.
    pub try_one: fn(&[u8]),
    /// Makes another input of those there are.
    pub change: fn(&mut Chance, &[Vec<u8>], &Target) -> Vec<u8>,
    /// Panics that were not broken promises, as the target counts them.
    pub excused: fn() -> u64,
}

/// Pieces of what readers type.
const PIECES: &[&str] = &[
    "疫情",
    "防控",
    "防汛",
    "演练",
    "青岑县",
    "縣委書記",
    "四個意識",
    "新冠",
    "新型冠状病毒",
    "发改委",
    "低保怎么申请",
    "的",
    "磐",
    "ＧＤＰ",
    "covid-19",
    "0579-84668311",
    "2.5%",
    "85度c",
    "青政办发〔2021〕8号",
    "\"",
    "“",
    "”",
    "「",
    "」",
    "(",
    ")",
    "（",
    "）",
    "-",
    "−",
    "——",
    "*",
    "＊",
    "~5",
    "~99999",
    "|",
    "｜",
    "||",
    "&&",
    " ",
    "\u{3000}",
    "\t",
    "\n",
    " OR ",
    " AND ",
    " NOT ",
    " 或 ",
    " 且 ",
    "不含 ",
    "标题:",
    "来源：",
    "日期:",
    "年份:",
    "文号:",
    "2020",
    "2020..2021",
    "最近30天",
    ">=2020-02",
    "=>",
    "=",
    "#",
    "\u{1}",
    "\u{200B}",
    "\u{FEFF}",
    "\u{FE0F}",
    "e\u{301}",
    "😀",
    "👨‍👩‍👧",
    "𠮷",
    "İ",
    "ß",
    "ﬁ",
    "<mark>",
    "&amp;",
    "q=",
    "&page=",
    "&per_page=100",
    "&sort=-date",
    "&synonyms=off",
    "&explain=1",
    "&match=exact",
    "&source=",
    "&from=2020",
    "&facets=none",
    "%E9%98%B2",
    "%FF",
    "+",
];

/// Runs the target of queries until the time is up.
pub fn run() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    run_target(Target {
        name: "query",
        seeds: vec![root.join("corpus/query")],
        pieces: PIECES,
        most: 4_096,
        try_one: crate::try_one,
        change: |chance, inputs, target| chance.changed(inputs, target),
        excused: || 0,
    })
}

/// Runs a target until the time is up.
pub fn run_target(target: Target) -> ExitCode {
    let (mut seconds, mut seed, mut files) = (60, 1, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let number = |arguments: &mut dyn Iterator<Item = String>| arguments.next().and_then(|text| text.parse().ok());
        match argument.as_str() {
            "--seconds" => seconds = number(&mut arguments).unwrap_or(seconds),
            "--seed" => seed = number(&mut arguments).unwrap_or(seed),
            file => files.push(PathBuf::from(file)),
        }
    }
    if files.is_empty() {
        files.clone_from(&target.seeds);
    }
    let mut inputs: Vec<Vec<u8>> = files.iter().flat_map(|file| read(file)).collect();
    let name = target.name;
    println!("{name}: {} inputs to begin with, {seconds} s, seed {seed}", inputs.len());
    let artifacts = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts").join(name);
    let trying = Arc::new(Mutex::new(None));
    watch(trying.clone(), artifacts.clone());
    let mut runner = Runner { target, chance: Chance(seed), artifacts, trying, tried: 0, broken: 0 };
    let end = Instant::now() + Duration::from_secs(seconds);
    for input in &inputs {
        runner.attempt(input);
    }
    let mut told = Instant::now();
    while Instant::now() < end {
        let input = (runner.target.change)(&mut runner.chance, &inputs, &runner.target);
        runner.attempt(&input);
        // Some of what came about is worth changing further.
        if runner.chance.below(50) == 0 {
            let place = runner.chance.below(inputs.len() + 1);
            if inputs.len() < 2_000 {
                inputs.push(input)
            } else if let Some(old) = inputs.get_mut(place) {
                *old = input
            }
        }
        if told.elapsed() > Duration::from_secs(60) {
            told = Instant::now();
            runner.tell();
        }
    }
    runner.tell();
    if runner.broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// An input that is being tried, and since when.
type Trying = Arc<Mutex<Option<(Vec<u8>, Instant)>>>;

/// Ends the run where an input takes for ever, and keeps that input.
fn watch(trying: Trying, artifacts: PathBuf) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_secs(1));
            let trying = trying.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((input, since)) = &*trying
                && since.elapsed() > HANGS
            {
                keep(&artifacts, "hang", input);
                std::process::exit(3);
            }
        }
    });
}

/// Keeps an input for later.
fn keep(artifacts: &Path, what: &str, input: &[u8]) {
    let mut hasher = DefaultHasher::new();
    input.hash(&mut hasher);
    let file = artifacts.join(format!("{what}-{:016x}", hasher.finish()));
    match fs::create_dir_all(artifacts).and_then(|()| fs::write(&file, input)) {
        Ok(()) => eprintln!("broken by {}", file.display()),
        Err(error) => eprintln!("broken by {input:?}, which could not be kept: {error}"),
    }
}

/// A file, or the files of a folder in the order of their names.
fn read(path: &Path) -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> = match fs::read_dir(path) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect(),
        Err(_) => vec![path.to_owned()],
    };
    files.sort();
    files.iter().filter_map(|file| fs::read(file).ok()).collect()
}

struct Runner {
    target: Target,
    chance: Chance,
    artifacts: PathBuf,
    trying: Trying,
    tried: u64,
    broken: u64,
}

impl Runner {
    fn attempt(&mut self, input: &[u8]) {
        self.tried += 1;
        let excused = (self.target.excused)();
        let set = |now: Option<(Vec<u8>, Instant)>| *self.trying.lock().unwrap_or_else(PoisonError::into_inner) = now;
        set(Some((input.to_owned(), Instant::now())));
        let tried = catch_unwind(AssertUnwindSafe(|| (self.target.try_one)(input)));
        set(None);
        if tried.is_err() && (self.target.excused)() == excused {
            self.broken += 1;
            keep(&self.artifacts, "crash", input);
        }
    }

    fn tell(&self) {
        let excused = match (self.target.excused)() {
            0 => String::new(),
            excused => format!(", {excused} panics inside libraries"),
        };
        println!("{}: {} tried, {} broken{excused}", self.target.name, self.tried, self.broken);
    }
}

/// Chance that repeats itself (SplitMix64).
pub struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { (self.next() % end as u64) as usize }
    }

    /// One of the inputs, changed in some places.
    pub fn changed(&mut self, inputs: &[Vec<u8>], target: &Target) -> Vec<u8> {
        let mut input = inputs.get(self.below(inputs.len())).cloned().unwrap_or_default();
        if input.is_empty() {
            input.push(self.next() as u8);
        }
        for _ in 0..=self.below(8) {
            let at = 1 + self.below(input.len());
            let at = at.min(input.len());
            match self.below(12) {
                0..=5 => {
                    let piece = target.pieces.get(self.below(target.pieces.len())).copied().unwrap_or_default();
                    input.splice(at..at, piece.bytes());
                }
                6 => input[0] = self.next() as u8,
                7 if at < input.len() => input[at] = self.next() as u8,
                8 => {
                    let end = (at + self.below(24)).min(input.len());
                    input.drain(at..end);
                }
                9 => {
                    let end = (at + self.below(40)).min(input.len());
                    let copy = input[at..end].repeat(1 + self.below(20));
                    input.splice(at..at, copy);
                }
                10 => {
                    let other = inputs.get(self.below(inputs.len())).cloned().unwrap_or_default();
                    input.extend(other.iter().skip(1));
                }
                _ => {
                    if let Some(letter) = char::from_u32(self.below(0x11_0000) as u32) {
                        input.splice(at..at, letter.to_string().bytes());
                    }
                }
            }
            input.truncate(target.most);
        }
        input
    }
}
