//! `cargo bench --bench import-memory`: the memory of an import does not grow with the size of its file.
//!
//! The corpus is streamed to `gongbao import -` once and three times over, each further copy with ids of its own and
//! its sentences in another order, so that it is neither a new version nor a reprint of the first. Sampled are the
//! process's anonymous memory, what it holds itself, and its peak resident memory, which counts pages of the index
//! that the system keeps mapped as well. Fails where three times the file takes a fifth more of the former.

mod corpus;

use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::{Map, Value};

/// How many times the corpus is streamed.
const TIMES: [usize; 2] = [1, 3];
/// How much more anonymous memory the larger file may take.
const MORE: f64 = 1.2;

/// What a run took, in MiB and seconds.
struct Peak {
    anonymous: f64,
    resident: f64,
    seconds: f64,
    bulletins: usize,
}

fn main() -> anyhow::Result<()> {
    let Some(file) = corpus::file("import-memory") else { return Ok(()) };
    println!("{:>6} {:>10} {:>8} {:>20} {:>18}", "times", "bulletins", "s", "anonymous peak MiB", "resident peak MiB");
    let mut peaks = Vec::new();
    for times in TIMES {
        let peak = import(&file, times)?;
        println!(
            "{times:>6} {:>10} {:>8.1} {:>20.0} {:>18.0}",
            peak.bulletins, peak.seconds, peak.anonymous, peak.resident
        );
        peaks.push(peak.anonymous);
    }
    let ratio = peaks[1] / peaks[0];
    println!("\nthree times the file takes {ratio:.2} times the anonymous memory");
    ensure!(ratio <= MORE, "that is more than {MORE}: the import holds what it should have let go");
    Ok(())
}

/// Imports the corpus so many times over, by the program itself.
fn import(file: &Path, times: usize) -> anyhow::Result<Peak> {
    let folder = tempfile::tempdir_in(corpus::data_folder()?)?;
    let mut import = Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .arg("--data")
        .arg(folder.path())
        .args(["import", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let started = Instant::now();
    let input = import.stdin.take().context("the program has no standard input")?;
    let file = file.to_owned();
    let writing = std::thread::spawn(move || stream(&file, times, input));
    let peak = watch(&mut import)?;
    let bulletins = writing.join().map_err(|_| anyhow::anyhow!("writing ended with a panic"))??;
    let status = import.wait()?;
    ensure!(status.success(), "the import ended with {status}");
    Ok(Peak { seconds: started.elapsed().as_secs_f64(), bulletins, ..peak })
}

/// Writes the corpus so many times over; returns how many bulletins that were.
fn stream(file: &Path, times: usize, input: impl Write) -> anyhow::Result<usize> {
    let mut input = BufWriter::with_capacity(1 << 18, input);
    let (mut written, mut failed) = (0, None);
    for copy in 0..times {
        corpus::load(file, |mut bulletin: Map<String, Value>| {
            if failed.is_some() {
                return;
            }
            if copy > 0 {
                other(&mut bulletin, copy);
            }
            let line = serde_json::to_writer(&mut input, &bulletin).map_err(anyhow::Error::from);
            match line.and_then(|()| Ok(input.write_all(b"\n")?)) {
                Ok(()) => written += 1,
                Err(error) => failed = Some(error),
            }
        })?;
    }
    if let Some(error) = failed {
        return Err(error);
    }
    input.flush()?;
    Ok(written)
}

/// Makes another bulletin of one: other ids, and its sentences in another order.
fn other(bulletin: &mut Map<String, Value>, copy: usize) {
    for field in ["id", "url", "title", "doc_no"] {
        if let Some(Value::String(text)) = bulletin.get_mut(field) {
            text.push_str(&format!("-{copy}"));
        }
    }
    if let Some(Value::String(body)) = bulletin.get_mut("body") {
        let mut sentences: Vec<&str> = body.split_inclusive(['。', '\n']).collect();
        let first = sentences.len() / (copy + 1);
        sentences.rotate_left(first);
        *body = sentences.chunks(2).rev().flatten().copied().collect();
        body.push_str(&format!("\n第{copy}份。"));
    }
}

/// Samples a process until it ends.
fn watch(process: &mut Child) -> anyhow::Result<Peak> {
    let status = format!("/proc/{}/status", process.id());
    let mut peak = Peak { anonymous: 0.0, resident: 0.0, seconds: 0.0, bulletins: 0 };
    while process.try_wait()?.is_none() {
        // The process may end between the two.
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let mebibytes = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            let kibibytes = line.and_then(|rest| rest.split_whitespace().nth(1)?.parse::<f64>().ok());
            kibibytes.unwrap_or(0.0) / 1_024.0
        };
        peak.anonymous = peak.anonymous.max(mebibytes("RssAnon"));
        peak.resident = peak.resident.max(mebibytes("VmHWM"));
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(peak)
}
