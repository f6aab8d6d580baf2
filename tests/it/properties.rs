//! What must hold of any text and any query: nothing panics or fails, and marks are exact on the text as
//! published.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use gongbao::search::analysis::synonyms::Synonyms;
use gongbao::search::analysis::{Analyzer, fold, squeeze};
use gongbao::search::pipeline::folded_text::FoldedText;
use gongbao::search::pipeline::highlight::Highlighter;
use gongbao::search::plan::Plan;
use gongbao::search::plan::highlight_term::HighlightTerm;
use gongbao::search::query::Match;
use gongbao::search::query::ParsedQuery;
use gongbao::search::types::request::SearchRequest;
use gongbao::search::types::response::Marked;
use gongbao::web::search_request;
use proptest::prelude::*;
use tokio::runtime::Runtime;

use crate::support::{TestApp, encoded};

/// The longest that a search of the samples may take, in a build for tests on a busy machine.
const PARSE_TIMEOUT: Duration = Duration::from_secs(2);

fn analyzer() -> &'static Analyzer {
    static ANALYZER: OnceLock<Analyzer> = OnceLock::new();
    ANALYZER.get_or_init(Analyzer::new)
}

fn synonyms() -> &'static Synonyms {
    static SYNONYMS: OnceLock<Synonyms> = OnceLock::new();
    SYNONYMS.get_or_init(Synonyms::built_in)
}

/// The samples, searched from tests that are no tasks themselves.
fn samples() -> &'static (Runtime, TestApp) {
    static SAMPLES: OnceLock<(Runtime, TestApp)> = OnceLock::new();
    SAMPLES.get_or_init(|| {
        let runtime = Runtime::new().expect("a runtime");
        let test = runtime.block_on(TestApp::with_samples());
        (runtime, test)
    })
}

/// Short texts in which terms are likely to stand, overlap and be cut: few words, both scripts, both widths,
/// emoji, combining marks, invisible characters, markup.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::collection::vec(pieces(), 0..24).prop_map(|pieces| pieces.concat()),
        2 => any::<String>(),
        1 => prop::collection::vec(prop::char::range('\u{4E00}', '\u{4E40}'), 0..200).prop_map(String::from_iter),
    ]
}

fn pieces() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "疫情",
        "情防",
        "防控",
        "疫情防控",
        "疫",
        "控",
        "哈哈",
        "哈",
        "縣委書記",
        "县委书记",
        "四個意識",
        "“四个意识”",
        "新冠",
        "新型冠状病毒",
        "发改委",
        "發展和改革委員會",
        "低保",
        "怎么",
        "的",
        "ＧＤＰ",
        "gdp",
        "GDP2",
        "covid-19",
        "COVID",
        "é",
        "e\u{301}",
        "12",
        "2012",
        "１２",
        "2.5%",
        "0579-84668311",
        "😀",
        "👨‍👩‍👧",
        "𠮷",
        "<b>",
        "&amp;",
        "\"",
        "'",
        "，",
        "。",
        " ",
        "\u{3000}",
        "\u{200B}",
        "\u{FE0F}",
        "\t",
        "〔2021〕8号",
        "ß",
        "İ",
        "ǅ",
        "ﬁ",
    ])
}

/// Queries of words with every operator there is, sound and broken.
fn queries() -> impl Strategy<Value = String> {
    let signs = prop::sample::select(vec![
        " ",
        " ",
        " ",
        "\"",
        "“",
        "”",
        "「",
        "(",
        ")",
        "（",
        "）",
        "-",
        " -",
        "*",
        "~5",
        "~",
        " OR ",
        " AND ",
        " NOT ",
        " 或 ",
        "|",
        "标题:",
        "来源:",
        "日期:",
        "年份：",
        "2020",
        "2020..2021",
        "最近30天",
        "不含 ",
        "：",
        "\u{200B}",
    ]);
    let token = prop_oneof![3 => pieces(), 2 => signs];
    prop_oneof![
        8 => prop::collection::vec(token, 0..14).prop_map(|tokens| tokens.concat()),
        1 => any::<String>(),
    ]
}

/// The text within `<mark>`s and without, as a browser would show it.
fn shown(html: &str) -> String {
    let text = html.replace("<mark>", "").replace("</mark>", "");
    assert!(!text.contains(['<', '>']), "nothing else is markup: {html}");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// What is true of every marked text.
fn check_ranges(marked: &Marked) {
    let length = marked.text.chars().count();
    let mut before = None;
    for (start, end) in &marked.ranges {
        assert!(start < end && *end <= length, "{marked:?}");
        assert!(before.is_none_or(|before| before < *start), "neither touching nor overlapping: {marked:?}");
        before = Some(*end);
    }
    assert_eq!(marked.pieces().iter().map(|(text, _)| *text).collect::<String>(), marked.text);
}

/// Whether a folded text is terms laid side by side or over each other, and nothing else
/// but for the blanks between ideographs, across which runs are found: regression (20e723a), they were not marked there.
fn is_made_of(folded: &str, terms: &[HighlightTerm]) -> bool {
    let letters: Vec<char> = squeeze(folded.to_owned()).chars().collect();
    let mut covered = vec![false; letters.len()];
    for term in terms.iter().filter(|term| !term.text.is_empty()) {
        let text: Vec<char> = squeeze(term.text.clone()).chars().collect();
        for at in 0..letters.len() {
            if letters[at..].starts_with(&text) {
                let joins = |c: &char| c.is_alphanumeric() && !gongbao::search::analysis::is_ideograph(*c);
                let more = letters[at + text.len()..].iter().take_while(|c| term.begins && joins(c)).count();
                covered[at..at + text.len() + more].fill(true);
            }
        }
    }
    covered.into_iter().all(|covered| covered)
}

/// What of a marked text is not asked for by a plan.
fn check_marks(marked: &Marked, plan: &Plan) {
    check_ranges(marked);
    let terms = [&plan.highlight_terms[..], &plan.piece_terms].concat();
    for (text, hit) in marked.pieces() {
        assert!(!hit || is_made_of(&fold(text), &terms), "「{text}」 of {marked:?} is none of {terms:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn marks_are_exact_on_any_text(text in texts(), query in queries(), exact in any::<bool>()) {
        let matching = if exact { Match::Exact } else { Match::Words };
        let plan = Plan::with_synonyms(&ParsedQuery::parse(&query, matching), analyzer(), synonyms());
        let highlighter = Highlighter::new(&plan.highlight_terms);
        let whole = highlighter.mark(&text, &FoldedText::new(&text));
        prop_assert_eq!(&whole.text, &text);
        check_marks(&whole, &plan);
        let paragraphs: Vec<&str> = text.split('。').collect();
        let folded: Vec<FoldedText> = paragraphs.iter().map(|paragraph| FoldedText::new(paragraph)).collect();
        let (excerpt, _) = highlighter.excerpt(paragraphs.iter().copied().zip(&folded));
        // An excerpt ends where it must, also within a mark.
        check_ranges(&excerpt);
        prop_assert!(paragraphs.iter().any(|paragraph| paragraph.contains(&excerpt.text)));
    }

    #[test]
    fn a_quotation_marks_nothing_but_itself(quoted in "[疫情防控乙丙a1]{1,4}", text in "[疫情防控乙丙a1，]{0,40}") {
        let plan = Plan::with_synonyms(&ParsedQuery::parse(&format!("“{quoted}”"), Match::Words), analyzer(), synonyms());
        let marked = Highlighter::new(&plan.highlight_terms).mark(&text, &FoldedText::new(&text));
        for (piece, hit) in marked.pieces() {
            prop_assert!(!hit || is_made_of(piece, &[HighlightTerm::new(&quoted)]), "{piece} in {text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn any_query_is_answered_in_time(query in queries(), exact in any::<bool>(), explain in any::<bool>()) {
        let (runtime, test) = samples();
        let matching = if exact { Match::Exact } else { Match::Words };
        let request = SearchRequest { matching, explain, ..SearchRequest::new(query.clone()) };
        let started = Instant::now();
        let page = runtime.block_on(test.ask(request));
        prop_assert!(started.elapsed() < PARSE_TIMEOUT, "{query}: {:?}", started.elapsed());
        let plan = Plan::with_synonyms(&ParsedQuery::parse(&query, matching), &test.app.engine().analyzer(), synonyms());
        for hit in &page.results {
            check_marks(&hit.title, &plan);
            check_ranges(&hit.excerpt);
            prop_assert!(explain || hit.explanation.is_none(), "{query}: only where it is asked for");
            if let Some(explanation) = &hit.explanation {
                let off = (explanation.sum() - hit.score).abs();
                prop_assert!(off <= hit.score.abs() * 1e-3 + 1e-5, "{query}: {} {}", explanation.sum(), hit.score);
            }
        }
    }

    #[test]
    fn any_query_is_a_page_whose_marks_are_the_text(query in queries()) {
        let (runtime, test) = samples();
        let read = search_request(&format!("q={}", encoded(&query)));
        prop_assert!(read.is_ok());
        let (status, answer) = runtime.block_on(crate::support::json(test, &format!("/search?q={}", encoded(&query))));
        prop_assert_eq!(status.as_u16(), 200);
        for hit in answer["results"].as_array().unwrap() {
            for place in ["title", "body"] {
                let marked = &hit["highlights"][place];
                prop_assert_eq!(shown(marked["html"].as_str().unwrap()), marked["text"].as_str().unwrap());
            }
        }
    }
}
