//! `cargo bench --bench findability`: whether what stands in a bulletin is found, on the whole corpus.
//!
//! Every question goes through `Search::search` with the defaults of `serve`; every expected answer comes from
//! reading the texts without an index. Whether one bulletin is among very many results is asked with the day of
//! that bulletin as a further condition, which filters and does not match. Nothing fails: the figures are
//! printed, and of each kind the first failures with what came instead.
//!
//! `-- quick` asks a tenth of the questions, `-- all` asks for every title; a name such as `exact`, `ranked` or
//! `known` runs that part alone.

mod corpus;
mod imported;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::time::Instant;

use aho_corasick::AhoCorasick;
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use gongbao::app::App;
use gongbao::config::Config;
use gongbao::model::text::{is_blank, is_han};
use gongbao::model::{ArticleKey, PartialDate, StoredArticle};
use gongbao::search::analysis::{fold, squeeze};
use gongbao::search::evaluation::significance::Random;
use gongbao::search::schema::IndexDocument;
use gongbao::search::schema::identity::Identity;
use gongbao::search::types::request::SearchRequest;
use gongbao::search::types::response::SearchResponse;
use jieba_rs::Jieba;
use tokio::runtime::Runtime;

// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The same questions in every run.
const SEED: u64 = 20_200_204;
/// Failures of a kind that are printed.
const MAX_PRINTED: usize = 20;
/// Results fetched at a time where all are needed.
const CHUNK: usize = 5_000;

fn main() -> anyhow::Result<()> {
    let Some(file) = corpus::file("findability") else { return Ok(()) };
    // Cargo adds an argument `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let says = |word: &str| arguments.iter().any(|argument| argument == word);
    let part = |word: &str| says(word) || !["exact", "ranked", "known"].into_iter().any(says);
    let share = if says("quick") { 10 } else { 1 };
    let mut bench = Bench::open(&imported::folder(&file)?)?;
    if part("exact") {
        bench.exact(10_000 / share, 1_000 / share)?;
    }
    if part("ranked") {
        bench.ranked(2_000 / share)?;
    }
    if part("known") {
        bench.known(if says("all") { usize::MAX } else { 4_000 / share }, 4_000 / share)?;
    }
    Ok(())
}

/// A bulletin, as a reader without an index reads it.
struct Document {
    id: String,
    title: String,
    date: Option<PartialDate>,
    /// Title and paragraphs as published.
    published: Vec<String>,
    /// Every text a reader can see, folded and squeezed, each on a line: blanks that part nothing are layout.
    folded: String,
    /// The runs of letters and digits in these texts, folded.
    runs: BTreeSet<String>,
    /// Authors and editors.
    names: Vec<String>,
}

impl Document {
    fn new(stored: &StoredArticle) -> Self {
        let article = &stored.article;
        let mut folded = String::new();
        let mut all = BTreeSet::new();
        for (text, _) in &IndexDocument::new(stored).texts {
            folded.push_str(&squeezed(text));
            folded.push('\n');
            all.extend(runs(text).map(fold));
        }
        let names = article.authors.iter().chain(&article.editor).flat_map(|names| names.split_whitespace());
        Self {
            id: article.id.as_str().to_owned(),
            title: article.title.clone(),
            date: article.published_on,
            published: std::iter::once(&article.title).chain(&article.paragraphs).cloned().collect(),
            folded,
            runs: all,
            names: names.filter(|name| (2..=8).contains(&name.chars().count())).map(str::to_owned).collect(),
        }
    }

    /// A text of title and paragraphs, the longer the likelier.
    fn text(&self, random: &mut Random) -> &str {
        let mut place = random.below(self.published.iter().map(String::len).sum());
        for text in &self.published {
            if place < text.len() {
                return text;
            }
            place -= text.len();
        }
        &self.title
    }
}

/// A text as a reader sees it: folded, without blanks that part nothing, those after a Latin word or a number included.
fn squeezed(text: &str) -> String {
    squeeze(fold(text)).chars().filter(|c| !is_blank(*c)).collect()
}

/// The runs of letters and digits of alphabetic scripts. Numbers that are one sign (①, ²) belong to none.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let sign = |c: char| matches!(c as u32, 0xB2 | 0xB3 | 0xB9 | 0xBC..=0xBE | 0x2070..=0x2079 | 0x2150..=0x218B | 0x2460..=0x24FF | 0x2776..=0x2793);
    let letter = move |c: char| {
        c.is_alphanumeric() && !sign(c) && matches!(c as u32, 0..=0x2E7F | 0xA640..=0xABFF | 0xFF10..=0xFF5A)
    };
    text.split(move |c: char| !letter(c)).filter(|run| !run.is_empty())
}

/// Questions of one kind and how they were answered.
struct Tally {
    name: &'static str,
    target: &'static str,
    asked: usize,
    failed: usize,
    shown: Vec<String>,
    started: Instant,
}

impl Tally {
    fn new(name: &'static str, target: &'static str) -> Self {
        Self { name, target, asked: 0, failed: 0, shown: Vec::new(), started: Instant::now() }
    }

    fn count(&mut self, failure: Option<String>) {
        self.asked += 1;
        if let Some(failure) = failure {
            self.failed += 1;
            if self.shown.len() < MAX_PRINTED {
                self.shown.push(failure);
            }
        }
        if self.asked.is_multiple_of(500) {
            eprintln!("{}: {} asked, {} failed", self.name, self.asked, self.failed);
        }
    }

    fn print(&self) {
        let good = self.asked - self.failed;
        let percent = good as f64 * 100.0 / self.asked.max(1) as f64;
        let seconds = self.started.elapsed().as_secs_f64();
        println!("{percent:7.2} %  {good} of {}  {}  (target {}; {seconds:.0} s)", self.asked, self.name, self.target);
        self.shown.iter().for_each(|failure| println!("           {failure}"));
    }
}

struct Bench {
    runtime: Runtime,
    app: App,
    documents: Vec<Document>,
    places: HashMap<ArticleKey, usize>,
    random: Random,
}

impl Bench {
    fn open(folder: &Path) -> anyhow::Result<Self> {
        let runtime = Runtime::new()?;
        // Whole result sets are read here, so that more texts are worth keeping than for a server.
        let app = runtime.block_on(App::open(Config { cache_mb: 1_024, ..imported::config(folder) }))?;
        let (mut documents, mut places) = (Vec::new(), HashMap::new());
        imported::each(&runtime, &app, |stored| {
            places.insert(stored.key, documents.len());
            documents.push(Document::new(&stored));
        })?;
        println!("{} bulletins\n", documents.len());
        Ok(Self { runtime, app, documents, places, random: Random::new(SEED) })
    }

    fn ask(&self, request: &SearchRequest) -> anyhow::Result<SearchResponse> {
        Ok(self.runtime.block_on(self.app.search.search(request))?)
    }

    /// The places of the first `limit` results, in order, and how many there are in all.
    fn first(&self, request: &SearchRequest, limit: usize) -> anyhow::Result<(Vec<usize>, usize)> {
        let mut found = Vec::new();
        let per_page = limit.clamp(1, CHUNK);
        for page in 1.. {
            let answer = self.ask(&SearchRequest { page, per_page, facets: Vec::new(), ..request.clone() })?;
            found.extend(answer.results.iter().filter_map(|item| self.places.get(&item.stored.key).copied()));
            if answer.results.len() < per_page || found.len() >= limit {
                found.truncate(limit);
                return Ok((found, answer.total));
            }
        }
        Ok((found, 0))
    }

    /// Whether a query finds this document, exactly.
    fn finds(&self, query: &str, place: usize) -> anyhow::Result<bool> {
        let date = self.documents[place].date;
        let request = SearchRequest { from: date, to: date, ..SearchRequest::new(query) };
        Ok(self.first(&request, usize::MAX)?.0.contains(&place))
    }

    fn document(&mut self) -> usize {
        self.random.below(self.documents.len())
    }

    fn shown(&self, place: usize) -> String {
        let Document { id, title, .. } = &self.documents[place];
        format!("{id}《{}》", title.chars().take(30).collect::<String>())
    }

    /// A run of this many ideographs of some text, and where it stands.
    fn han(&mut self, length: usize) -> (String, usize) {
        loop {
            let place = self.document();
            let characters: Vec<char> = self.documents[place].text(&mut self.random).chars().collect();
            if characters.len() < length {
                continue;
            }
            let start = self.random.below(characters.len() - length + 1);
            let run = &characters[start..start + length];
            if run.iter().all(|c| is_han(*c)) {
                return (run.iter().collect(), place);
            }
        }
    }

    /// Exactness: what is quoted is found where it stands, and nowhere else.
    fn exact(&mut self, asked: usize, compared: usize) -> anyhow::Result<()> {
        let substrings: Vec<(String, usize)> = (0..asked)
            .map(|_| {
                let length = 1 + self.random.below(12);
                self.han(length)
            })
            .collect();
        self.all_found("quoted: 1–12 ideographs, the source is found", &substrings)?;
        let texts: Vec<String> = substrings.iter().take(compared).map(|(text, _)| text.clone()).collect();
        let expected = self.scan(&texts)?;
        self.same_sets("quoted: 1–12 ideographs, the result set is that of a scan", &texts, &expected)?;

        let converter = OpenCC::from_config(BuiltinConfig::S2t)?;
        let other: Vec<(String, usize)> =
            substrings.iter().map(|(text, place)| (converter.convert(text), *place)).collect();
        let differ: Vec<usize> = (0..asked).filter(|number| other[*number].0 != substrings[*number].0).collect();
        println!("({} of the {asked} look different in the other script)", differ.len());
        let differing: Vec<(String, usize)> = differ.iter().map(|number| other[*number].clone()).collect();
        self.all_found("quoted: typed in the other script, the source is found", &differing)?;
        let (typed, sets): (Vec<String>, Vec<Vec<usize>>) = differ
            .iter()
            .filter(|number| **number < compared)
            .map(|number| (other[*number].0.clone(), expected[*number].clone()))
            .unzip();
        self.same_sets("quoted: typed in the other script, the result set is that of a scan", &typed, &sets)?;

        type QueryTerm = fn(&str) -> bool;
        let kinds: [(&'static str, &'static str, QueryTerm); 2] = [
            (
                "quoted: whole numbers, the source is found",
                "quoted: whole numbers, the result set is that of a scan",
                |run| fold(run).bytes().all(|byte| byte.is_ascii_digit()),
            ),
            (
                "quoted: Latin words, the source is found",
                "quoted: Latin words, the result set is that of a scan",
                |run| run.chars().count() > 1 && run.chars().all(char::is_alphabetic),
            ),
        ];
        let mut index: HashMap<&str, Vec<usize>> = HashMap::new();
        for (place, document) in self.documents.iter().enumerate() {
            document.runs.iter().for_each(|run| index.entry(run).or_default().push(place));
        }
        let mut random = self.random.clone();
        let mut questions = Vec::new();
        for (found, same, wanted) in kinds {
            let mut sample = Vec::new();
            while sample.len() < asked {
                let place = random.below(self.documents.len());
                let text = self.documents[place].text(&mut random);
                let all: Vec<&str> = runs(text).filter(|run| wanted(run)).collect();
                if !all.is_empty() {
                    sample.push((all[random.below(all.len())].to_owned(), place));
                }
            }
            let texts: Vec<String> = sample.iter().take(compared).map(|(text, _)| text.clone()).collect();
            let sets: Vec<Vec<usize>> =
                texts.iter().map(|text| index.get(&*fold(text)).cloned().unwrap_or_default()).collect();
            questions.push((found, same, sample, texts, sets));
        }
        drop(index);
        self.random = random;
        for (found, same, sample, texts, sets) in questions {
            self.all_found(found, &sample)?;
            self.same_sets(same, &texts, &sets)?;
        }
        Ok(())
    }

    /// Asks for each text in quotation marks; it must be found where it stands.
    fn all_found(&self, name: &'static str, texts: &[(String, usize)]) -> anyhow::Result<()> {
        let mut tally = Tally::new(name, "100 %");
        for (text, place) in texts {
            let found = self.finds(&format!("\"{text}\""), *place)?;
            tally.count((!found).then(|| format!("\"{text}\" does not find {}", self.shown(*place))));
        }
        tally.print();
        Ok(())
    }

    /// Asks for each text in quotation marks; the results must be these.
    fn same_sets(&self, name: &'static str, texts: &[String], expected: &[Vec<usize>]) -> anyhow::Result<()> {
        let mut tally = Tally::new(name, "100 %");
        for (text, expected) in texts.iter().zip(expected) {
            let (mut found, total) = self.first(&SearchRequest::new(format!("\"{text}\"")), usize::MAX)?;
            found.sort_unstable();
            let same = found == *expected && total == found.len();
            tally.count((!same).then(|| {
                let known: HashSet<&usize> = found.iter().collect();
                let missing = expected.iter().find(|place| !known.contains(place)).map(|place| self.shown(*place));
                let extra = found.iter().find(|place| expected.binary_search(place).is_err()).map(|place| self.shown(*place));
                let (count, all) = (found.len(), expected.len());
                format!("\"{text}\": {count} found of total {total}, the scan has {all}; missing {missing:?}, extra {extra:?}")
            }));
        }
        tally.print();
        Ok(())
    }

    /// For each text the documents that have it, by reading them all.
    fn scan(&self, texts: &[String]) -> anyhow::Result<Vec<Vec<usize>>> {
        let needles: Vec<String> = texts.iter().map(|text| squeezed(text)).collect();
        let automaton = AhoCorasick::new(&needles)?;
        let mut sets = vec![Vec::new(); texts.len()];
        for (place, document) in self.documents.iter().enumerate() {
            for found in automaton.find_overlapping_iter(&document.folded) {
                let set: &mut Vec<usize> = &mut sets[found.pattern().as_usize()];
                if set.last() != Some(&place) {
                    set.push(place);
                }
            }
        }
        Ok(sets)
    }

    /// Unquoted: every document that has a name or phrase verbatim comes before every document that has not. A title that it
    /// makes most of may come first: what is called so comes before what says so.
    fn ranked(&mut self, asked: usize) -> anyhow::Result<()> {
        let jieba = Jieba::new();
        let mut anywhere = Vec::new();
        while anywhere.len() < asked * 2 / 5 {
            let length = 2 + self.random.below(7);
            anywhere.push(self.han(length).0);
        }
        let mut whole_words = Vec::new();
        while whole_words.len() < asked * 2 / 5 {
            let place = self.document();
            let text = self.documents[place].text(&mut self.random);
            let words: Vec<&str> = jieba.cut(text, true).into_iter().map(|token| token.word).collect();
            let count = 1 + self.random.below(3);
            if words.len() >= count {
                let start = self.random.below(words.len() - count + 1);
                let phrase = words[start..start + count].concat();
                if (2..=8).contains(&phrase.chars().count()) && phrase.chars().all(is_han) {
                    whole_words.push(phrase);
                }
            }
        }
        let mut names: Vec<String> = Vec::new();
        while names.len() < asked / 5 {
            let place = self.document();
            let known = &self.documents[place].names;
            if !known.is_empty() {
                names.push(known[self.random.below(known.len())].clone());
            }
        }
        let target = "99.5 % of all three";
        self.verbatim_first("unquoted: 2–8 ideographs cut anywhere, verbatim before pieces", target, &anywhere)?;
        self.verbatim_first("unquoted: one to three words, verbatim before pieces", target, &whole_words)?;
        self.verbatim_first("unquoted: authors and editors, verbatim before pieces", target, &names)
    }

    fn verbatim_first(&self, name: &'static str, target: &'static str, texts: &[String]) -> anyhow::Result<()> {
        let expected = self.scan(texts)?;
        let mut tally = Tally::new(name, target);
        for (text, expected) in texts.iter().zip(&expected) {
            // Further down nobody can page.
            let limit = expected.len().min(SearchRequest::MAX_DEPTH);
            let (found, total) = self.first(&SearchRequest::new(text), limit)?;
            let wrong = found.iter().position(|place| expected.binary_search(place).is_err());
            let failure = match wrong {
                Some(rank) => Some(format!("at rank {} {}", rank + 1, self.shown(found[rank]))),
                None if found.len() < limit => Some(format!("only {} found", found.len())),
                None => None,
            };
            tally.count(failure.map(|what| format!("{text}: {what}; {} have it, {total} found", expected.len())));
        }
        tally.print();
        Ok(())
    }

    /// Known items: a whole title, a whole sentence.
    fn known(&mut self, titles: usize, sentences: usize) -> anyhow::Result<()> {
        let mut distinct: Vec<String> =
            self.documents.iter().map(|document| document.title.clone()).collect::<BTreeSet<_>>().into_iter().collect();
        for last in (1..distinct.len()).rev() {
            let other = self.random.below(last + 1);
            distinct.swap(last, other);
        }
        println!("({} distinct titles)", distinct.len());
        let mut tally = Tally::new("known item: a title, a document of that title first", "99 %");
        for title in distinct.iter().take(titles) {
            let (found, total) = self.first(&SearchRequest::new(title), 1)?;
            let own = Identity::title(title);
            let first = found.first();
            let good = first.is_some_and(|place| {
                let other = &self.documents[*place].title;
                other == title || (own.is_some() && Identity::title(other) == own)
            });
            tally.count((!good).then(|| {
                format!("{title}: {}, {total} found", first.map_or("nothing".to_owned(), |place| self.shown(*place)))
            }));
        }
        tally.print();

        let mut tally = Tally::new("known item: a sentence, a document that has it first", "99.5 %");
        while tally.asked < sentences {
            let place = self.document();
            let paragraph = self.documents[place].text(&mut self.random).to_owned();
            let all: Vec<&str> = paragraph
                .split(['。', '；', '！', '？'])
                .map(str::trim)
                .filter(|sentence| (8..=60).contains(&sentence.chars().count()))
                .filter(|sentence| sentence.chars().any(is_han))
                .collect();
            if all.is_empty() || paragraph == self.documents[place].title {
                continue;
            }
            let sentence = all[self.random.below(all.len())];
            let (found, total) = self.first(&SearchRequest::new(sentence), 1)?;
            let needle = squeezed(sentence);
            let first = found.first();
            let good = first.is_some_and(|place| self.documents[*place].folded.contains(&needle));
            tally.count((!good).then(|| {
                let came = first.map_or("nothing".to_owned(), |place| self.shown(*place));
                format!("{sentence}: {came}, {total} found; it stands in {}", self.shown(place))
            }));
        }
        tally.print();
        Ok(())
    }
}
