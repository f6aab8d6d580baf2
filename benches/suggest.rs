//! `cargo bench --bench suggest`: how long a suggestion takes after each keystroke, over the whole corpus.
//!
//! What is typed are titles and names, character by character: as they are, in pinyin, in first letters, in a mixture, and
//! with a mistake in them. Each keystroke is asked in process and through the router, so that nothing is warm but the
//! lexicon. The machine is shared: each is asked several times over, and the bound holds for the least of its times; what
//! the first time took is printed beside it.

mod corpus;
mod imported;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use gongbao::app::App;
use gongbao::model::Facet;
use gongbao::model::text::is_han;
use gongbao::search::types::request::SearchRequest;
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
/// How often each keystroke is asked.
const ROUNDS: usize = 4;
/// Of so many keystrokes the suggestions of one are searched for.
const EXAMINED: usize = 10;
/// The bound that is promised, at the 99th percentile.
const BOUND: Duration = Duration::from_millis(5);

fn main() -> anyhow::Result<()> {
    let Some(file) = corpus::file("suggest") else { return Ok(()) };
    let folder = imported::folder(&file)?;
    let runtime = Runtime::new()?;
    let app = Arc::new(runtime.block_on(App::open(imported::config(&folder)))?);
    tracing_subscriber::fmt().with_env_filter("gongbao::search::suggest=debug").with_target(false).init();
    let memory = resident();
    let started = Instant::now();
    runtime.block_on(app.search.refresh_suggestions())?;
    println!("made in {:.2} s, {} MiB resident before, {} after", started.elapsed().as_secs_f64(), memory, resident());

    let kinds = keystrokes(&runtime, &app)?;
    println!("\n{:44} {:>6} {:>28} {:>28}", "", "typed", "the first time, ms", "least, ms");
    let both = ["p50", "p99", "max", "p50", "p99", "max"].map(|name| format!("{name:>9}")).concat();
    println!("{:51}{both} {:>9}", "", "answered");
    let mut all = Vec::new();
    for (name, typed) in &kinds {
        let mut answered = 0;
        let mut ask = |typed: &String| {
            let found = runtime.block_on(app.search.suggest(typed, LIMIT))?;
            answered += usize::from(!found.is_empty());
            Ok(())
        };
        let times = measure(typed, &mut ask)?;
        print(name, &times, Some(answered / ROUNDS));
        all.extend(times);
    }
    let in_process = print("together", &all, None);

    let router = gongbao::web::routes::router(app.clone());
    let typed: Vec<String> = kinds.into_iter().flat_map(|(_, typed)| typed).collect();
    let times = measure(&typed, &mut |typed| {
        let escaped = percent_encoding::utf8_percent_encode(typed, percent_encoding::NON_ALPHANUMERIC);
        let request = Request::get(format!("/suggest?q={escaped}")).body(Body::empty())?;
        let response = runtime.block_on(router.clone().oneshot(request))?;
        runtime.block_on(axum::body::to_bytes(response.into_body(), 1 << 20))?;
        Ok(())
    })?;
    let through = print("the same by GET /suggest, without a socket", &times, None);
    anyhow::ensure!(in_process.max(through) < BOUND, "slower than {BOUND:?} at the 99th percentile");

    let (suggested, empty) = without_results(&runtime, &app, &typed)?;
    println!("\n{suggested} suggestions searched for, {} of them find nothing", empty.len());
    anyhow::ensure!(empty.is_empty(), "suggested, and nowhere: {}", empty.join("、"));

    // What it costs those who search: a query that finds nothing is looked at again.
    println!();
    let mistyped = ["疫情防空", "乡村震兴", "一带一璐", "yiqing fangkong", "脱贫功坚", "应争管理局", "疫情防控"];
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
    let facets = ["author", "editor", "source"].into_iter().filter_map(Facet::from_name).collect();
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

/// What is suggested for every so many keystrokes: how many different texts, and those that no search finds.
fn without_results(runtime: &Runtime, app: &App, typed: &[String]) -> anyhow::Result<(usize, Vec<String>)> {
    let mut texts = std::collections::BTreeSet::new();
    for typed in typed.iter().step_by(EXAMINED) {
        let found = runtime.block_on(app.search.suggest(typed, LIMIT))?;
        texts.extend(found.into_iter().map(|suggestion| suggestion.text));
    }
    let mut empty = Vec::new();
    let count = texts.len();
    for text in texts {
        let request = SearchRequest { per_page: 1, facets: Vec::new(), ..SearchRequest::new(text) };
        if runtime.block_on(app.search.search(&request))?.total == 0 {
            empty.push(request.query);
        }
    }
    Ok((count, empty))
}

/// For each keystroke how long it took the first time, and at least.
fn measure(
    typed: &[String],
    ask: &mut dyn FnMut(&String) -> anyhow::Result<()>,
) -> anyhow::Result<Vec<(Duration, Duration)>> {
    let mut times = vec![(Duration::ZERO, Duration::MAX); typed.len()];
    for round in 0..ROUNDS {
        for (typed, (first, least)) in typed.iter().zip(&mut times) {
            let started = Instant::now();
            ask(typed)?;
            let took = started.elapsed();
            if round == 0 {
                *first = took;
            }
            *least = took.min(*least);
        }
    }
    Ok(times)
}

/// Prints the figures and returns the 99th percentile of the least times.
fn print(name: &str, times: &[(Duration, Duration)], answered: Option<usize>) -> Duration {
    let figures = |which: fn(&(Duration, Duration)) -> Duration| {
        let mut times: Vec<Duration> = times.iter().map(which).collect();
        times.sort_unstable();
        let rank = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
        [rank(0.5), rank(0.99), times.last().copied().unwrap_or_default()]
    };
    let (first, least) = (figures(|time| time.0), figures(|time| time.1));
    let shown: String =
        first.iter().chain(&least).map(|time| format!("{:9.3}", time.as_secs_f64() * 1_000.0)).collect();
    let answered = answered.map(|answered| answered.to_string()).unwrap_or_default();
    println!("{name:44} {:6}{shown} {answered:>9}", times.len());
    least[1]
}

/// Memory of this process that is not in files, in MiB; 0 where the system does not tell.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()).unwrap_or(0) / 1024
}
