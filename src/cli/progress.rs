//! Progress of long work: a bar on a terminal, a plain line now and then elsewhere.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How often a plain line is printed where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// The progress of one piece of work.
pub struct Progress {
    bar: ProgressBar,
    name: &'static str,
    unit: Unit,
    plain: bool,
    last_line: Instant,
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes of files.
    Bytes,
    /// Articles, or the revisions that stand for them.
    Articles,
    /// Queries.
    Queries,
    /// Requests.
    Requests,
}

impl Progress {
    /// Begins; `total` is 0 where it is not known.
    pub fn new(name: &'static str, unit: Unit, total: u64) -> Self {
        let plain = !std::io::stderr().is_terminal();
        let bar = if plain { ProgressBar::hidden() } else { ProgressBar::new(total) };
        let numbers = match unit {
            Unit::Bytes => "{bytes}/{total_bytes} {bytes_per_sec}",
            Unit::Articles | Unit::Queries | Unit::Requests => "{pos}/{len} {per_sec}",
        };
        let template = format!("{{prefix}} [{{bar:30}}] {{percent:>3}}% {numbers} 剩余 {{eta}} {{msg}}");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style.progress_chars("█▌·"));
        }
        bar.set_length(total);
        bar.set_prefix(name);
        Self { bar, name, unit, plain, last_line: Instant::now() }
    }

    /// How far it is, and a word about it.
    pub fn at(&mut self, position: u64, message: &str) {
        self.bar.set_position(position);
        self.bar.set_message(message.to_owned());
        if self.plain && self.last_line.elapsed() >= LINE_EVERY {
            self.last_line = Instant::now();
            let total = self.bar.length().unwrap_or(0);
            let percent = (position * 100).checked_div(total).map(|p| format!("{p}% ")).unwrap_or_default();
            let scale = |n: u64| if self.unit == Unit::Bytes { n >> 20 } else { n };
            let unit = match self.unit {
                Unit::Bytes => "MiB",
                Unit::Articles => "篇",
                Unit::Queries => "条",
                Unit::Requests => "次",
            };
            eprintln!("{} {percent}{}/{} {unit} {message}", self.name, scale(position), scale(total));
        }
    }

    /// Prints a line without disturbing the bar.
    pub fn print(&self, line: &str) {
        if self.plain {
            eprintln!("{line}");
        } else {
            self.bar.suspend(|| eprintln!("{line}"));
        }
    }

    /// Ends it and takes the bar away.
    pub fn finish(self) {
        self.bar.finish_and_clear();
    }
}
