//! `cargo bench --bench reprints`: how alike the bulletins of a corpus are, by which the threshold of a reprint was
//! chosen, and what a print costs. For each range of likeness: the pairs, how many of them have one title, were
//! published within a month, or have other numbers; with `-- 3`, three examples of each.

mod corpus;

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use gongbao::config::Config;
use gongbao::ingest::finding::Finding;
use gongbao::ingest::inputs;
use gongbao::ingest::read::read_all;
use gongbao::model::{Article, ArticleKey, StoredArticle};
use gongbao::search::duplicates::fingerprint;
use gongbao::search::duplicates::fingerprint::{grams, jaccard, letters, likeness};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Lower bounds of the ranges of likeness.
const RANGES: [f64; 9] = [1.0, 0.98, 0.95, 0.92, 0.9, 0.85, 0.8, 0.7, 0.5];

#[derive(Default)]
struct Range {
    pairs: usize,
    one_title: usize,
    within_month: usize,
    other_digits: usize,
    near_other_digits: usize,
    examples: Vec<String>,
}

fn main() -> anyhow::Result<()> {
    let Some(file) = corpus::file("reprints") else { return Ok(()) };
    let wanted: usize = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(0);
    let (found, _) = inputs::find(&[file], inputs::Links::default());
    let mut articles = Vec::new();
    read_all(&found, corpus::limits(&Config::default()), &Default::default(), &mut |finding| {
        if let Finding::Article(article) = finding {
            articles.push(stored(articles.len() as i64, *article));
        }
        true
    });
    let begun = Instant::now();
    let prints: Vec<_> = articles.iter().filter_map(fingerprint::fingerprint).collect();
    let took = begun.elapsed();
    println!(
        "{} articles, {} prints, {:.2} s, {:.1} µs each",
        articles.len(),
        prints.len(),
        took.as_secs_f64(),
        took.as_secs_f64() * 1e6 / prints.len().max(1) as f64
    );

    let mut under: HashMap<i64, Vec<usize>> = HashMap::new();
    let mut ranges: Vec<Range> = RANGES.iter().map(|_| Range::default()).collect();
    let mut comparing = Duration::ZERO;
    let mut compared = 0;
    for (number, one) in prints.iter().enumerate() {
        let mut seen = HashSet::new();
        for band in &one.bands {
            for other in under.get(band).into_iter().flatten().filter(|other| seen.insert(**other)) {
                let other = &prints[*other];
                if likeness(one, other) < 0.4 {
                    continue;
                }
                let (a, b) = (&articles[one.key.0 as usize].article, &articles[other.key.0 as usize].article);
                let begun = Instant::now();
                let (a_text, b_text) = (text(a), text(b));
                let alike = if one.exact == other.exact { 1.0 } else { jaccard(&grams(&a_text), &grams(&b_text)) };
                comparing += begun.elapsed();
                compared += 1;
                let Some(range) = RANGES.iter().position(|least| alike >= *least) else { continue };
                let range = &mut ranges[range];
                let near = one.day.zip(other.day).is_none_or(|(a, b)| (a - b).abs() <= 31);
                let digits = digits(&a_text) != digits(&b_text);
                range.pairs += 1;
                range.one_title += usize::from(a.title == b.title);
                range.within_month += usize::from(near);
                range.other_digits += usize::from(digits);
                range.near_other_digits += usize::from(digits && near);
                if range.examples.len() < wanted && near {
                    let day = |article: &Article| article.published_on.map(|day| day.to_string()).unwrap_or_default();
                    let of = |article: &Article| format!("{} {} 《{}》", article.id, day(article), article.title);
                    range.examples.push(format!("{alike:.3} {} | {}", of(a), of(b)));
                }
            }
        }
        for band in &one.bands {
            under.entry(*band).or_default().push(number);
        }
    }
    println!("{compared} comparisons, {:.1} µs each", comparing.as_secs_f64() * 1e6 / f64::from(compared.max(1)));
    println!("likeness  pairs  one title  within a month  other digits  both");
    for (least, range) in RANGES.iter().zip(&ranges) {
        println!(
            "≥ {least:<6} {:>6} {:>10} {:>15} {:>13} {:>5}",
            range.pairs, range.one_title, range.within_month, range.other_digits, range.near_other_digits
        );
        range.examples.iter().for_each(|example| println!("    {example}"));
    }
    Ok(())
}

fn text(article: &Article) -> Vec<char> {
    letters(article.paragraphs.iter().map(String::as_str))
}

/// The numbers of a text, in their order.
fn digits(letters: &[char]) -> Vec<String> {
    letters.split(|c| !c.is_ascii_digit()).filter(|run| !run.is_empty()).map(|run| run.iter().collect()).collect()
}

fn stored(key: i64, article: Article) -> StoredArticle {
    StoredArticle {
        key: ArticleKey(key),
        content_hash: String::new(),
        version: 1,
        versions: 1,
        created_revision: key + 1,
        revision: key + 1,
        first_seen: jiff::Timestamp::UNIX_EPOCH,
        last_seen: jiff::Timestamp::UNIX_EPOCH,
        version_seen: jiff::Timestamp::UNIX_EPOCH,
        shown_from: jiff::Timestamp::UNIX_EPOCH,
        withdrawn_at: None,
        standing: None,
        article,
    }
}
