//! `cargo bench --bench suggest`: how long a suggestion takes after each keystroke, over the whole corpus.
//!
//! What is typed are titles and names, character by character: as they are, in pinyin, in first letters, in a mixture, and
//! with a mistake in them. Each keystroke is asked once, in process and through the router, so that nothing is warm but
//! the lexicon.

mod corpus;
mod imported;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use gongbao::app::App;
use gongbao::model::Facet;
use gongbao::model::text::is_han;
use gongbao::search::request::SearchRequest;
use pinyin::ToPinyin;
use tokio::runtime::Runtime;
use tower::ServiceExt;

// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Titles that are typed.
const TITLES: usize = 150;
/// Names that are typed.
const NAMES: usize = 60;
/// Characters of each that are typed.
const LENGTH: usize = 12;
/// Suggestions asked for.
const LIMIT: usize = 8;
/// The bound that is promised, at the 99th percentile.
const BOUND: Duration = Duration::from_millis(5);

fn main() -> anyhow::Result<()> {
    let Some(file) = corpus::file("suggest") else { return Ok(()) };
    let folder = imported::folder(&file)?;
    let runtime = Runtime::new()?;
    let app = Arc::new(runtime.block_on(App::open(imported::config(&folder)))?);
    let memory = resident();
    let started = Instant::now();
    runtime.block_on(app.search.refresh_suggestions())?;
    println!("made in {:.2} s, {} MiB resident before, {} after", started.elapsed().as_secs_f64(), memory, resident());

    let kinds = keystrokes(&runtime, &app)?;
    println!("\n{:44} {:>6} {:>8} {:>8} {:>8} {:>9}", "", "typed", "p50 ms", "p99 ms", "max ms", "answered");
    let mut all = Vec::new();
    for (name, typed) in &kinds {
        let mut times = Vec::new();
        let mut answered = 0;
        for typed in typed {
            let started = Instant::now();
            let found = runtime.block_on(app.search.suggest(typed, LIMIT))?;
            times.push(started.elapsed());
            answered += usize::from(!found.is_empty());
        }
        print(name, &times, answered);
        all.extend(times);
    }
    let slowest = print("together", &all, 0);

    let router = gongbao::web::router(app.clone());
    let mut times = Vec::new();
    for typed in kinds.iter().flat_map(|(_, typed)| typed) {
        let escaped = percent_encoding::utf8_percent_encode(typed, percent_encoding::NON_ALPHANUMERIC);
        let request = Request::get(format!("/suggest?q={escaped}")).body(Body::empty())?;
        let started = Instant::now();
        let response = runtime.block_on(router.clone().oneshot(request))?;
        runtime.block_on(axum::body::to_bytes(response.into_body(), 1 << 20))?;
        times.push(started.elapsed());
    }
    let through = print("the same by GET /suggest, without a socket", &times, 0);
    anyhow::ensure!(slowest.max(through) < BOUND, "slower than {BOUND:?} at the 99th percentile");

    // What it costs those who search: a query that finds nothing is looked at again.
    let mistyped = ["疫情防空", "乡村震兴", "一带一璐", "yiqing fangkong", "脱贫功坚", "高质量发占"];
    for query in mistyped {
        let started = Instant::now();
        let page = runtime.block_on(app.search.search(&SearchRequest::new(query)))?;
        let meant =
            page.did_you_mean.map(|meant| format!("{} ({}, {})", meant.query, meant.total, meant.because.name()));
        let took = started.elapsed().as_secs_f64() * 1_000.0;
        println!("{query}: {} found; {} in {took:.1} ms", page.total, meant.as_deref().unwrap_or("-"));
    }
    Ok(())
}

/// What is typed, by kind.
fn keystrokes(runtime: &Runtime, app: &App) -> anyhow::Result<Vec<(&'static str, Vec<String>)>> {
    let titles = runtime.block_on(app.store.titles(usize::MAX >> 1))?;
    let step = (titles.len() / TITLES).max(1);
    let titles: Vec<String> = titles.into_iter().step_by(step).take(TITLES).collect();
    let facets = ["author", "editor", "source"].into_iter().filter_map(Facet::named).collect();
    let page = runtime.block_on(app.search.search(&SearchRequest { facets, ..SearchRequest::new("") }))?;
    let names = page.facets.into_iter().flat_map(|counts| counts.values).map(|(name, _)| name).take(NAMES);
    let names: Vec<String> = names.collect();
    let beginnings = |texts: &[String], written: &dyn Fn(usize, char) -> String| -> Vec<String> {
        let mut typed = Vec::new();
        for text in texts {
            let mut row = String::new();
            for (place, c) in text.chars().enumerate().take(LENGTH) {
                let written = written(place, c);
                // A syllable is typed letter by letter, a character comes at once.
                for letter in written.chars() {
                    row.push(letter);
                    typed.push(row.clone());
                }
            }
        }
        typed
    };
    let syllable = |c: char| c.to_pinyin().map_or_else(|| c.to_string(), |read| read.plain().to_owned());
    let initial = |c: char| syllable(c).chars().next().map(String::from).unwrap_or_default();
    let mixed = |place: usize, c: char| match place % 3 {
        0 => c.to_string(),
        1 => syllable(c),
        _ => initial(c),
    };
    // Every fifth character is its neighbour in the code: hardly anything begins so.
    let wrong = |place: usize, c: char| {
        let other = char::from_u32(c as u32 + 1).filter(|_| place % 5 == 4 && is_han(c));
        other.unwrap_or(c).to_string()
    };
    let mut pairs: Vec<String> = Vec::new();
    for two in titles.windows(2) {
        let head: String = two[0].chars().take(2).collect();
        pairs.extend(
            beginnings(&[two[1].clone()], &|_, c| initial(c)).into_iter().take(4).map(|last| format!("{head} {last}")),
        );
    }
    Ok(vec![
        ("titles, in characters", beginnings(&titles, &|_, c| c.to_string())),
        ("names, in characters", beginnings(&names, &|_, c| c.to_string())),
        ("titles, in pinyin", beginnings(&titles, &|_, c| syllable(c))),
        ("names, in pinyin", beginnings(&names, &|_, c| syllable(c))),
        ("titles, in first letters", beginnings(&titles, &|_, c| initial(c))),
        ("titles, mixed", beginnings(&titles, &mixed)),
        ("titles, with mistakes", beginnings(&titles, &wrong)),
        ("a word after another", pairs),
        ("single letters", ('a'..='z').map(String::from).collect()),
    ])
}

/// Prints the figures and returns the 99th percentile.
fn print(name: &str, times: &[Duration], answered: usize) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    let rank = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    let most = times.last().copied().unwrap_or_default();
    let answered = if answered > 0 { answered.to_string() } else { String::new() };
    let (p50, p99) = (rank(0.5), rank(0.99));
    println!("{name:44} {:6} {:8.3} {:8.3} {:8.3} {answered:>9}", times.len(), ms(p50), ms(p99), ms(most));
    p99
}

/// Memory of this process that is not in files, in MiB; 0 where the system does not tell.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()).unwrap_or(0) / 1024
}
