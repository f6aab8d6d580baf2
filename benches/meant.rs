//! `cargo bench --bench meant`: whether what was meant is found, and found first, over the real bulletins.
//!
//! Every question goes through `Search::search` with the defaults of `serve`; what is right is told by reading the texts
//! with jieba alone. Nothing fails: the figures are printed, and of each kind the first failures.
//! A name such as `words`, `shown`, `titles`, `borders`, `corrected` or `unknown` runs that part alone.

mod corpus;
mod imported;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use aho_corasick::AhoCorasick;
use gongbao::app::App;
use gongbao::model::text::{is_blank, is_han};
use gongbao::model::{ArticleKey, StoredArticle};
use gongbao::search::analysis::{fold, fold_for_words};
use gongbao::search::evaluation::significance::Random;
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
const MAX_PRINTED: usize = 12;
/// Results that are looked through for a title.
const DEPTH: usize = 50;
/// Questions of a kind at most.
const MAX_ASKED: usize = 200;
/// Bulletins in which a common word stands, at least.
const COMMON: usize = 1_000;

fn main() -> anyhow::Result<()> {
    let Some(file) = corpus::file("meant") else { return Ok(()) };
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let parts = ["words", "shown", "titles", "borders", "corrected", "unknown"];
    let named = |part: &str| arguments.iter().any(|argument| argument == part);
    let asked = |part: &str| named(part) || !parts.into_iter().any(named);
    let mut bench = Bench::open(&imported::folder(&file)?)?;
    if asked("words") {
        bench.words()?;
    }
    if asked("shown") {
        bench.shown()?;
    }
    if asked("titles") {
        bench.titles()?;
    }
    if asked("borders") {
        bench.borders()?;
    }
    if asked("corrected") {
        bench.corrected()?;
    }
    if asked("unknown") {
        bench.unknown()?;
    }
    Ok(())
}

/// A bulletin as a reader without an index reads it.
struct Document {
    id: String,
    title: String,
    /// Title, body and names, a line each, as published.
    published: String,
    /// The same folded, without blanks within lines.
    folded: String,
    authors: Vec<String>,
}

impl Document {
    fn new(stored: &StoredArticle) -> Self {
        let article = &stored.article;
        let mut lines: Vec<&str> = vec![&article.title];
        lines.extend(article.paragraphs.iter().map(String::as_str));
        lines.extend(article.authors.iter().chain(&article.editor).chain(&article.source).map(String::as_str));
        let names = article.authors.iter().chain(&article.editor).flat_map(|names| names.split_whitespace());
        let published = lines.join("\n");
        let folded =
            fold(&published.replace('\n', "\u{1}")).chars().filter(|c| *c == '\u{1}' || !is_blank(*c)).collect();
        Self {
            id: article.id.as_str().to_owned(),
            title: article.title.clone(),
            published,
            folded,
            authors: names.map(str::to_owned).collect(),
        }
    }
}

/// A query, and the title that is to come first.
struct Question {
    query: String,
    title: String,
    /// How many titles of that length the query fits as well.
    alike: usize,
}

impl Question {
    fn new(query: String, title: &str) -> Self {
        Self { query, title: title.to_owned(), alike: 1 }
    }
}

struct Bench {
    runtime: Runtime,
    app: App,
    jieba: Jieba,
    documents: Vec<Document>,
    places: HashMap<ArticleKey, usize>,
    random: Random,
}

impl Bench {
    fn open(folder: &Path) -> anyhow::Result<Self> {
        let runtime = Runtime::new()?;
        let app = runtime.block_on(App::open(imported::config(folder)))?;
        let (mut documents, mut places) = (Vec::new(), HashMap::new());
        imported::each(&runtime, &app, |stored| {
            places.insert(stored.key, documents.len());
            documents.push(Document::new(&stored));
        })?;
        runtime.block_on(app.search.refresh_suggestions())?;
        println!("{} bulletins", documents.len());
        Ok(Self { runtime, app, jieba: Jieba::new(), documents, places, random: Random::new(SEED) })
    }

    fn ask(&self, query: &str, per_page: usize) -> anyhow::Result<SearchResponse> {
        let request = SearchRequest { per_page, facets: Vec::new(), ..SearchRequest::new(query) };
        Ok(self.runtime.block_on(self.app.search.search(&request))?)
    }

    /// In how many bulletins each text stands, by reading them all.
    fn scan(&self, texts: &[String], of: fn(&Document) -> &str) -> anyhow::Result<Vec<usize>> {
        let automaton = AhoCorasick::new(texts)?;
        let mut counts = vec![0; texts.len()];
        for document in &self.documents {
            let found: HashSet<usize> =
                automaton.find_overlapping_iter(of(document)).map(|found| found.pattern().as_usize()).collect();
            found.into_iter().for_each(|text| counts[text] += 1);
        }
        Ok(counts)
    }

    /// In how many bulletins each word of these lengths is cut.
    fn cut(&self, wanted: impl Fn(&str) -> bool) -> BTreeMap<String, usize> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for document in &self.documents {
            let written = fold_for_words(&document.published);
            let words: HashSet<&str> = self
                .jieba
                .cut(&written, false)
                .into_iter()
                .map(|token| token.word)
                .filter(|word| wanted(word))
                .collect();
            words.into_iter().for_each(|word| *counts.entry(word.to_owned()).or_default() += 1);
        }
        counts
    }

    /// 1: words with a character that folding joins to another find no more than has them.
    fn words(&self) -> anyhow::Result<()> {
        let wanted = |word: &str| {
            word.chars().nth(1).is_some() && word.chars().all(is_han) && fold(word) != word && self.jieba.has_word(word)
        };
        let words: Vec<String> =
            self.cut(wanted).into_iter().filter(|(_, count)| *count > 1).map(|(word, _)| word).collect();
        let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
        let exact = self.scan(&folded, |document| &document.folded)?;
        let mut failures = Vec::new();
        for (word, exact) in words.iter().zip(exact) {
            let found = self.ask(word, 1)?.total;
            if found * 2 > exact * 3 {
                failures.push(format!("{word} finds {found}, {exact} have it"));
            }
        }
        print("1  words that folding touches find at most 1.5 times what has them", words.len(), failures);
        Ok(())
    }

    /// 2: what is suggested stands in some bulletin as it is shown.
    fn shown(&self) -> anyhow::Result<()> {
        let mut characters: HashMap<char, usize> = HashMap::new();
        self.documents.iter().flat_map(|document| document.title.chars()).filter(|c| is_han(*c)).for_each(|c| {
            *characters.entry(c).or_default() += 1;
        });
        let mut texts: HashSet<String> = HashSet::new();
        for typed in characters.keys() {
            let suggestions = self.runtime.block_on(self.app.search.suggest(&typed.to_string(), 20))?;
            texts.extend(suggestions.into_iter().map(|suggestion| suggestion.text));
        }
        // Titles are suggested without marks that would be operators.
        let mut texts: Vec<String> = texts.into_iter().filter(|text| !text.contains(' ')).collect();
        texts.sort_unstable();
        let counts = self.scan(&texts, |document| &document.published)?;
        let failures: Vec<String> =
            texts.iter().zip(counts).filter(|(_, count)| *count == 0).map(|(text, _)| text.clone()).collect();
        print("2  suggestions stand in some bulletin as they are shown", texts.len(), failures);
        Ok(())
    }

    /// 3: a title less one word from its middle.
    fn titles(&mut self) -> anyhow::Result<()> {
        let is_report = |document: &&Document| {
            document.id.starts_with("report-gov")
                && document.title.contains("政府工作报告")
                && document.title.starts_with(['1', '2'])
        };
        let reports: Vec<String> =
            self.documents.iter().filter(is_report).map(|document| document.title.clone()).collect();
        let long = |document: &&Document| document.id.starts_with("law-") && document.title.chars().count() >= 14;
        let laws = self.sample(self.documents.iter().filter(long).map(|document| document.title.clone()).collect());
        let news = |document: &&Document| {
            document.id.starts_with("cctv-") && (8..=20).contains(&document.title.chars().count())
        };
        let news = self.sample(self.documents.iter().filter(news).map(|document| document.title.clone()).collect());
        let year = |title: &String| format!("{}年政府工作报告", title.chars().take(4).collect::<String>());
        let short: Vec<Question> = reports.iter().map(|title| Question::new(year(title), title)).collect();
        self.ranked("3  year and 政府工作报告, reports", &short)?;
        for (name, titles) in [
            ("3  a title less one word: reports", &reports),
            ("3  a title less one word: long laws", &laws),
            ("3  a title less one word: short news", &news),
        ] {
            let questions: Vec<Question> = titles.iter().filter_map(|title| self.less_one_word(title)).collect();
            self.ranked(name, &questions)?;
        }
        let all = [reports, laws, news].concat();
        let whole: Vec<Question> = all.iter().map(|title| Question::new(title.clone(), title)).collect();
        self.ranked("3  whole titles", &whole)
    }

    fn sample(&mut self, mut texts: Vec<String>) -> Vec<String> {
        texts.sort_unstable();
        texts.dedup();
        for last in (1..texts.len()).rev() {
            let other = self.random.below(last + 1);
            texts.swap(last, other);
        }
        texts.truncate(MAX_ASKED);
        texts
    }

    /// A title without the word in its middle; `None` where it has too few.
    fn less_one_word(&self, title: &str) -> Option<Question> {
        let words: Vec<&str> = self.jieba.cut(title, true).into_iter().map(|token| token.word).collect();
        let middle = words.len() / 2;
        if words.len() < 4 {
            return None;
        }
        let (head, tail) = (words[..middle].concat(), words[middle + 1..].concat());
        let least = head.len() + tail.len();
        let fits = |other: &&str| other.len() > least && other.starts_with(&head) && other.ends_with(&tail);
        let titles: HashSet<&str> =
            self.documents.iter().map(|document| document.title.as_str()).filter(fits).collect();
        Some(Question { alike: titles.len(), ..Question::new(head + &tail, title) })
    }

    /// The mean reciprocal rank of the first bulletin with a title.
    fn ranked(&self, name: &str, questions: &[Question]) -> anyhow::Result<()> {
        let (mut sum, mut by_chance, mut failures) = (0.0, 0.0, Vec::new());
        for Question { query, title, alike } in questions {
            by_chance += (1..=*alike).map(|rank| 1.0 / rank as f64).sum::<f64>() / *alike as f64;
            let found = self.ask(query, DEPTH)?;
            let rank = found.results.iter().position(|item| item.stored.article.title == *title);
            sum += rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
            if rank != Some(0) {
                let first = found.results.first().map_or("", |item| &item.stored.article.title);
                let rank = rank.map_or_else(|| "—".to_owned(), |rank| (rank + 1).to_string());
                failures.push(format!("{query}: {rank} of {}, first {first}", found.total));
            }
        }
        let mean = |sum: f64| sum / questions.len().max(1) as f64;
        println!(
            "      MRR@{DEPTH} {:.3}; {:.3} if titles that fit as well stood first by chance",
            mean(sum),
            mean(by_chance)
        );
        print(name, questions.len(), failures);
        Ok(())
    }

    /// 5: of common words of two characters the first page has only bulletins in which they stand as words.
    fn borders(&self) -> anyhow::Result<()> {
        let two = |word: &str| word.chars().count() == 2 && word.chars().all(is_han) && self.jieba.has_word(word);
        let common: Vec<String> =
            self.cut(two).into_iter().filter(|(_, count)| *count >= COMMON).map(|(word, _)| word).collect();
        let (mut failures, mut never) = (Vec::new(), 0);
        for word in &common {
            let found = self.ask(word, 10)?;
            let right = found.results.iter().filter(|item| self.stands(word, item.stored.key)).count();
            never += usize::from(right == 0);
            if right < found.results.len() {
                failures.push(format!("{word}: {right} of {}", found.results.len()));
            }
        }
        println!("      never right: {never}");
        print("5  the first page of a common word of two characters", common.len(), failures);
        Ok(())
    }

    /// Whether a word stands in a bulletin as a word, or at the beginning or the end of a longer one.
    fn stands(&self, word: &str, key: ArticleKey) -> bool {
        let Some(place) = self.places.get(&key) else { return false };
        let written = fold_for_words(&self.documents[*place].published);
        self.jieba
            .cut(&written, false)
            .into_iter()
            .any(|token| token.word.starts_with(word) || token.word.ends_with(word))
    }

    /// 6: what stands there is not corrected.
    fn corrected(&mut self) -> anyhow::Result<()> {
        let after = |marks: &'static [&'static str], end: &'static str, least: usize| {
            let mut found: Vec<String> = Vec::new();
            for document in &self.documents {
                for mark in marks {
                    for (at, _) in document.published.match_indices(mark) {
                        let rest = &document.published[at + mark.len()..];
                        let name: String = rest.chars().take_while(|c| is_han(*c)).take(5).collect();
                        let Some(cut) = name.find(end) else { continue };
                        let name = if end == "为" { &name[..cut] } else { &name[..cut + end.len()] };
                        if (least..=3).contains(&name.chars().count()) {
                            found.push(name.to_owned());
                        }
                    }
                }
            }
            found
        };
        let persons = after(&["任命"], "为", 2);
        let places = after(&["镇", "乡", "街道"], "村", 3);
        for (name, texts) in
            [("6  appointed persons are not corrected", persons), ("6  places are not corrected", places)]
        {
            let texts = self.sample(texts);
            let mut failures = Vec::new();
            for text in &texts {
                let found = self.ask(text, 1)?;
                if let Some(meant) = found.did_you_mean.filter(|_| found.total > 0) {
                    failures.push(format!("{text} → {}", meant.query));
                }
            }
            print(name, texts.len(), failures);
        }
        Ok(())
    }

    /// 11: names that no dictionary has find what has them.
    fn unknown(&mut self) -> anyhow::Result<()> {
        let names: Vec<String> = self
            .documents
            .iter()
            .flat_map(|document| &document.authors)
            .filter(|name| name.chars().count() == 3 && name.chars().all(is_han) && !self.jieba.has_word(name))
            .cloned()
            .collect();
        let mut names = self.sample(names);
        names.extend(["国发", "国办发", "国函", "粤府", "浙政发"].map(str::to_owned));
        let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
        let exact = self.scan(&folded, |document| &document.folded)?;
        let mut failures = Vec::new();
        for (name, exact) in names.iter().zip(exact) {
            let found = self.ask(name, 1)?.total;
            if exact > 0 && found != exact {
                failures.push(format!("{name} finds {found}, {exact} have it"));
            }
        }
        print("11 names and abbreviations that no dictionary has find what has them", names.len(), failures);
        Ok(())
    }
}

fn print(name: &str, asked: usize, failures: Vec<String>) {
    let good = asked - failures.len();
    let percent = good as f64 * 100.0 / asked.max(1) as f64;
    println!("{percent:6.1} %  {good} of {asked}  {name}");
    failures.iter().take(MAX_PRINTED).for_each(|failure| println!("           {failure}"));
}
