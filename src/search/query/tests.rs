//! What people type, and what is understood of it.

use jiff::civil::Date;
use proptest::prelude::*;

use super::span::Span;
use crate::search::query::*;

fn today() -> Option<Date> {
    Some(jiff::civil::date(2024, 3, 13))
}

fn parse(typed: &str) -> ParsedQuery {
    ParsedQuery::parse_on(typed, Match::Words, today())
}

/// A clause in few characters: `[甲 (乙|丙) -丁 source=戊]`.
fn said(clause: &Clause) -> String {
    let several = |clauses: &[Clause], by: &str| clauses.iter().map(said).collect::<Vec<_>>().join(by);
    match clause {
        Clause::All => "*".to_owned(),
        Clause::Text(text) => {
            let scope = if text.scope == Scope::Title { "title:" } else { "" };
            let text = &text.text;
            scope.to_owned()
                + &match clause {
                    Clause::Text(Text { how: How::Words, .. }) => text.clone(),
                    Clause::Text(Text { how: How::Phrase, .. }) => format!("“{text}”"),
                    Clause::Text(Text { how: How::Prefix, .. }) => format!("{text}*"),
                    Clause::Text(Text { how: How::Near(n), .. }) => format!("“{text}”~{n}"),
                    _ => String::new(),
                }
        }
        Clause::Facet(facet, value) => format!("{}={value}", facet.name),
        Clause::Days(from, to) => Span { from: *from, to: *to }.written(),
        Clause::And(clauses) => format!("[{}]", several(clauses, " ")),
        Clause::Or(clauses) => format!("({})", several(clauses, "|")),
        Clause::Not(inner) => format!("-{}", said(inner)),
    }
}

fn check(typed: &str, expected: &str, warnings: usize) {
    let parsed = parse(typed);
    assert_eq!(said(&parsed.clause), expected, "{typed}: {:?}", parsed.warnings);
    assert_eq!(parsed.warnings.len(), warnings, "{typed}: {:?}", parsed.warnings);
}

#[test]
fn words_and_quotations() {
    check("", "*", 0);
    check("疫情 防控", "[疫情 防控]", 0);
    check("磐", "磐", 0);
    check("疫情\u{3000}“四个意識”", "[疫情 “四个意识”]", 0);
    check("青\u{200B}岑", "青岑", 0);
    check("「四個意識」", "“四个意识”", 0);
    check("“甲『乙』丙”", "“甲\"乙\"丙”", 0);
    check("“甲“ 乙", "[“甲” 乙]", 0);
    check("关于“两会”的报道", "[关于 “两会” 的报道]", 0);
    check("0579-84668311 2.5% 85度c", "[0579-84668311 2.5% 85度c]", 0);
    check("国发[2020]5号", "国发(2020)5号", 0);
    check("国务院:关于", "国务院:关于", 0);
    check("C++ 4+1", "[c++ 4+1]", 0);
}

#[test]
fn exclusions() {
    check("防汛 -演练 -\"应急 演练\"", "[防汛 -演练 -“应急 演练”]", 0);
    check("防汛 －演练", "[防汛 -演练]", 0);
    check("防汛 NOT 演练", "[防汛 -演练]", 0);
    check("防汛 不含 演练", "[防汛 -演练]", 0);
    check("防汛 -(演练 物资)", "[防汛 -[演练 物资]]", 0);
    check("防汛 -（演练 OR 物资）", "[防汛 -(演练|物资)]", 0);
    check("防汛 -标题:演练", "[防汛 -title:演练]", 0);
    check("防汛 -来源:青岑", "[防汛 -source=青岑]", 0);
    check("防汛 -（试行）", "[防汛 -(试行)]", 0);
    check("NOT NOT 防汛", "防汛", 0);
    check("-(-防汛)", "防汛", 0);
    // What only looks like it.
    check("青岑 ——记者手记", "[青岑 --记者手记]", 0);
    check("不含税", "不含税", 0);
    check("covid-19", "covid-19", 0);
    check("防汛 not 演练", "[防汛 not 演练]", 1);
}

#[test]
fn alternatives_and_brackets() {
    check("疫情 OR 防汛", "(疫情|防汛)", 0);
    check("疫情 ＯＲ 防汛", "(疫情|防汛)", 0);
    check("疫情|防汛", "(疫情|防汛)", 0);
    check("疫情 ｜ 防汛", "(疫情|防汛)", 0);
    check("疫情 或 防汛", "(疫情|防汛)", 0);
    check("疫情 AND 防汛", "[疫情 防汛]", 0);
    check("疫情 与 防汛", "[疫情 防汛]", 0);
    check("甲 乙 OR 丙 丁", "[甲 (乙|丙) 丁]", 0);
    check("甲 AND 乙 OR 丙", "([甲 乙]|丙)", 0);
    check("甲 OR 乙 AND 丙", "(甲|[乙 丙])", 0);
    check("甲 OR 乙 OR 丙", "(甲|乙|丙)", 0);
    check("甲 OR -乙", "(甲|-乙)", 0);
    check("甲 AND NOT 乙", "[甲 -乙]", 0);
    check("(甲 OR 乙) 丙", "[(甲|乙) 丙]", 0);
    check("（甲 乙）OR（丙 丁）", "[甲 乙 or(丙 丁)]", 0);
    check("（甲 乙） OR （丙 丁）", "([甲 乙]|[丙 丁])", 0);
    check("((甲 乙))", "[甲 乙]", 0);
    check("(“甲”)", "“甲”", 0);
    // What only looks like it.
    check("国办发（2017）47号", "国办发(2017)47号", 0);
    check("关于防汛工作的通知（试行）", "关于防汛工作的通知(试行)", 0);
    check("（试行）", "(试行)", 0);
    check("【转载】 防汛", "[(转载) 防汛]", 0);
    check("疫情或防汛", "疫情或防汛", 0);
    check("“甲”或“乙”", "[“甲” “或” “乙”]", 0);
    check("新闻｜防汛", "新闻|防汛", 0);
    check("this or that", "[this or that]", 0);
}

#[test]
fn fields() {
    check("标题:防汛", "title:防汛", 0);
    check("title:防汛", "title:防汛", 0);
    check("標題：“防汛演练”", "title:“防汛演练”", 0);
    check("Title:防汛*", "title:防汛*", 0);
    check("标题: 防汛", "title:防汛", 0);
    check("标题:(防汛 演练)", "[title:防汛 title:演练]", 0);
    check("标题:(防汛 OR 演练) 青岑", "[(title:防汛|title:演练) 青岑]", 0);
    check("来源:新华社", "source=新华社", 0);
    check("source：新華社", "source=新华社", 0);
    check("来源:\"Xinhua News\"", "source=xinhua news", 0);
    check("来源:(新华社 OR 人民日报)", "(source=新华社|source=人民日报)", 0);
    check("来源:(Xinhua News OR 人民日报)", "(source=xinhua news|source=人民日报)", 0);
    // 沈 and 沉 are one class; the index gives the value its published writing.
    check("记者:孔海燕 编辑:沈漱", "[author=孔海燕 editor=沉漱]", 0);
    check("文号:国办发[2017]47号", "document_number=国办发(2017)47号", 0);
    check("文号:国办发（２０１７）第47号", "document_number=国办发(2017)47号", 0);
    check("发文字号:青政办发", "document_number=青政办发", 0);
    check("年份:2020", "year=2020", 0);
    check("年份:2020年", "year=2020", 0);
    check("年份:去年", "year=2023", 0);
    check("年份:2019..2020", "2019-01-01..2020-12-31", 0);
    check("语言:繁体", "language=zh-hant", 0);
    check("公文种类:通知 索引号:330000 关键词:扶贫", "[document_kind=通知 index_number=330000 keyword=扶贫]", 0);
    check("正文:防汛", "防汛", 1);
    check("来源:标题:甲", "source=标题:甲", 0);
}

#[test]
fn days() {
    check("日期:2020-02", "2020-02", 0);
    check("date:2020-02", "2020-02", 0);
    check("发布日期：2020年2月", "2020-02", 0);
    check("日期:2020-01..2020-03", "2020-01-01..2020-03-31", 0);
    check("日期:>=2020-01", "2020-01-01..", 0);
    check("日期:<2020", "..2019-12-31", 0);
    check("日期:去年", "2023", 0);
    check("日期:上月", "2024-02", 0);
    check("日期:最近30天", "2024-02-13..2024-03-13", 0);
    check("日期:最近 30 天 防汛", "[2024-02-13..2024-03-13 防汛]", 0);
    check("日期:2020 年 2 月 4 日 防汛", "[2020-02-04 防汛]", 0);
    check("日期:2020年1月 至 3月", "2020-01-01..2020-03-31", 0);
    check("日期:2020年1月至3月 防汛", "[2020-01-01..2020-03-31 防汛]", 0);
    check("日期:2月4日 - 10日", "2024-02-04..2024-02-10", 0);
    check("日期:2020年2月 4", "[2020-02 4]", 0);
    check("日期:\"最近 30 天\"", "2024-02-13..2024-03-13", 0);
    check("日期:(2020年1月 至 2020年3月)", "2020-01-01..2020-03-31", 0);
    check("日期:(2019 OR 2021)", "(2019|2021)", 0);
    check("防汛 -日期:2020", "[防汛 -2020]", 0);
    check("日期:不知道", "不知道", 1);
    check("日期:2020-13", "2020-13", 1);
    assert_eq!(said(&ParsedQuery::parse("日期:去年", Match::Words).clause), "去年");
}

#[test]
fn prefixes_and_nearness() {
    check("疫情*", "疫情*", 0);
    check("covid＊ 0579*", "[covid* 0579*]", 0);
    check("\"covid 19\"*", "covid 19*", 0);
    check("\"疫情 防控\"~10", "“疫情 防控”~10", 0);
    check("“疫情 防控”～10", "“疫情 防控”~10", 0);
    check("“疫情 防控”~10 -演练", "[“疫情 防控”~10 -演练]", 0);
    check("\"疫情 防控\"~99999", "“疫情 防控”~500", 1);
    check("\"疫情 防控\"~0", "“疫情 防控”~1", 1);
    check("\"疫情防控\"~10", "“疫情防控”", 1);
    check("“疫情 防控” ~10", "“疫情 防控”~10", 0);
    check("\"疫情 防控\"  ～10 演练", "[“疫情 防控”~10 演练]", 0);
    check("(\"疫情 防控\" ~10 OR 演练)", "(“疫情 防控”~10|演练)", 0);
    let parts = |count: usize| vec!["的"; count].join(" ");
    check(&format!("\"{}\"~500", parts(240)), &format!("“{}”~500", parts(32)), 1);
    // What does not belong is left out.
    check("疫情防控~10", "疫情防控", 1);
    check("防汛 ~10", "防汛", 1);
    check("防汛^2 演练", "[防汛 演练]", 1);
    check("\"疫情 防控\"^2", "“疫情 防控”", 1);
    check("(防汛 OR 抗旱)^1.5 covid^3", "[(防汛|抗旱) covid]", 2);
    check("10^2 m^2 1~10 第1~10条", "[10^2 m^2 1~10 第1~10条]", 0);
    check("\"疫情 防控\"~", "“疫情 防控”", 1);
    check("疫*控", "疫*控", 0);
}

#[test]
fn what_is_odd_is_said_and_the_rest_is_answered() {
    check("\"没有收尾", "“没有收尾”", 1);
    check("(防汛 演练", "[防汛 演练]", 1);
    check("((甲 | 乙", "(甲|乙)", 2);
    check("防汛)", "防汛)", 0);
    check(") 防汛", "防汛", 1);
    check("AND", "“and”", 1);
    check("OR OR", "[“or” “or”]", 1);
    check("疫情 OR", "疫情", 1);
    check("OR 疫情", "疫情", 1);
    check("疫情 OR OR 防汛", "(疫情|防汛)", 1);
    check("疫情 AND OR 防汛", "[疫情 防汛]", 1);
    check("防汛 不含", "防汛", 1);
    check("来源:", "“来源:”", 1);
    check("防汛 来源:", "防汛", 1);
    check("来源: OR 防汛", "防汛", 1);
    check("来源:!! 防汛", "防汛", 1);
    check("-", "*", 2);
    check("()", "*", 2);
    check("( )", "*", 2);
    check("*", "*", 2);
    check("~", "*", 2);
    check(":", "*", 2);
    check("|", "*", 2);
    check("\"", "*", 3);
    check("\"\"", "*", 2);
    check("！！ 😀", "*", 3);
    check("防汛😀", "防汛😀", 0);
    check("的 了", "[的 了]", 0);
    check("-的", "-的", 0);
    for (typed, quoted) in [("疫情 OR", "OR"), ("“甲", "“"), ("日期:abc", "日期:abc"), ("防汛 ～～", "～～")]
    {
        let warnings = parse(typed).warnings;
        assert!(warnings.iter().any(|warning| warning.contains(quoted)), "{typed}: {warnings:?}");
    }
}

#[test]
fn operators_in_small_letters_are_words_and_said() {
    for (typed, query) in [
        ("防汛 or 抗旱", "防汛 OR 抗旱"),
        ("防汛 Not 演练", "防汛 NOT 演练"),
        ("not 防汛 and 水库", "NOT 防汛 AND 水库"),
    ] {
        let parsed = parse(typed);
        assert_eq!(parsed.warnings.len(), 1, "{typed}");
        assert!(parsed.warnings[0].ends_with(query), "{:?}", parsed.warnings);
    }
    check("terms and conditions", "[terms and conditions]", 0);
}

#[test]
fn every_bound_is_said() {
    let long = parse(&"防".repeat(10_000));
    assert_eq!(said(&long.clause).chars().count(), MAX_CHARS);
    assert_eq!(long.warnings.len(), 1);
    let many = parse(&"a|".repeat(MAX_CHARS / 2));
    assert_eq!(many.clause, Clause::Or(vec![parse("a").clause; parser::MAX_LEAVES]));
    assert!(many.warnings[0].contains("100"), "{:?}", many.warnings);
    let deep = parse(&format!("{}a b{}", "(".repeat(100), ")".repeat(100)));
    assert_eq!(deep.warnings.len(), 1, "{:?}", deep.warnings);
    parse(&"-(".repeat(250));
    parse(&"NOT ".repeat(125));
    parse(&"\"".repeat(499));
}

#[test]
fn exact_matching_makes_every_text_a_phrase() {
    let parsed = ParsedQuery::parse("疫情 标题:防控 -演练 covid*", Match::Exact);
    assert_eq!(said(&parsed.clause), "[“疫情” title:“防控” -“演练” covid*]");
}

#[test]
fn a_title_is_kept_whole() {
    for typed in ["疫情 防控", "关于“两会”的报道", "新闻 | 防汛"] {
        assert!(parse(typed).whole.is_some(), "{typed}");
    }
    for typed in ["疫情 -防控", "疫情 日期:2020", "来源:甲", "标题:甲"] {
        assert_eq!(parse(typed).whole, None, "{typed}");
    }
}

#[test]
fn parts_say_what_was_understood() {
    let check = |typed: &str, expected: &[(&str, &str, &str)]| {
        let parts = parse(typed).parts;
        let parts: Vec<(&str, &str, &str)> =
            parts.iter().map(|part| (part.kind.name(), part.label.as_str(), part.text.as_str())).collect();
        assert_eq!(parts, expected, "{typed}");
    };
    check("疫情 “四個意識”", &[("words", "疫情", "疫情"), ("phrase", "“四個意識”", "“四個意識”")]);
    check(
        "-演练 不含 标题:物资",
        &[("excluded", "不含 演练", "-演练"), ("excluded", "不含 标题含 物资", "不含 标题:物资")],
    );
    check("來源：新華社", &[("field", "来源：新華社", "來源：新華社")]);
    check("日期:2020-01..2020-03", &[("date", "发布于 2020年1月至2020年3月", "日期:2020-01..2020-03")]);
    check("日期:去年", &[("date", "发布于 2023年（去年）", "日期:去年")]);
    check("疫情 或 防汛 青岑", &[("group", "疫情 或 防汛", "疫情 或 防汛"), ("words", "青岑", "青岑")]);
    check("(疫情 防汛)", &[("words", "疫情", "疫情"), ("words", "防汛", "防汛")]);
    check("0579*", &[("prefix", "以“0579”开头", "0579*")]);
    check("\"疫情 防控\"~10", &[("near", "“疫情”“防控”相距 10 字以内", "\"疫情 防控\"~10")]);
    check("(甲 AND 乙) OR 丙", &[("group", "（甲 且 乙） 或 丙", "(甲 AND 乙) OR 丙")]);
}

#[test]
fn a_part_is_removed_and_the_rest_stays() {
    let check = |typed: &str, expected: &[&str]| {
        let without: Vec<String> = parse(typed).parts.into_iter().map(|part| part.without).collect();
        assert_eq!(without, expected, "{typed}");
    };
    check("疫情", &[""]);
    check("疫情 AND 防控 OR", &["防控", "疫情"]);
    check("青岑“防汛”县", &["“防汛” 县", "青岑 县", "青岑 “防汛”"]);
    check("(甲 “乙", &["“乙”", "甲"]);
    check("甲 或 乙 丙", &["丙", "甲 或 乙"]);
    check("甲 来源:(乙 OR 丙", &["来源:(乙 | 丙)", "甲"]);
    check("日期:2020年1月 至 2月 甲", &["甲", "日期:\"2020年1月 至 2月\""]);
    check("日期:2020年 甲 3月", &["甲 3月", "日期:\"2020年\" 3月", "日期:\"2020年\" 甲"]);
}

#[test]
fn dates_and_numbers_are_offered_and_not_applied() {
    let check = |typed: &str, expected: &[(&str, &str, &str)]| {
        let offers = parse(typed).offers;
        let offers: Vec<(&str, &str, &str)> =
            offers.iter().map(|offer| (offer.kind.name(), offer.label.as_str(), offer.query.as_str())).collect();
        assert_eq!(offers, expected, "{typed}");
    };
    check("青岑县 2020年2月", &[("date", "发布于 2020年2月", "青岑县 日期:2020-02")]);
    check("青岑县2020年2月的疫情", &[("date", "发布于 2020年2月", "青岑县 日期:2020-02 疫情")]);
    check("去年 防汛", &[("date", "发布于 2023年（去年）", "日期:去年 防汛")]);
    check("防汛 最近30天", &[("date", "发布于 2024年2月13日至2024年3月13日（最近30天）", "防汛 日期:最近30天")]);
    check("防汛 2020", &[("date", "发布于 2020年", "防汛 日期:2020")]);
    check("发布日期2020年2月", &[("date", "发布于 2020年2月", "日期:2020-02")]);
    check("防汛 日期 2020年2月份", &[("date", "发布于 2020年2月", "防汛 日期:2020-02")]);
    check("截止日期2020年2月", &[("date", "发布于 2020年2月", "截止日期 日期:2020-02")]);
    check("防汛发布时间2020年初", &[("date", "发布于 2020年1月", "防汛 日期:2020-01")]);
    check("防汛 2020 年 2 月 4 日", &[("date", "发布于 2020年2月4日", "防汛 日期:2020-02-04")]);
    check("去年 12月 防汛", &[("date", "发布于 2023年12月", "日期:2023-12 防汛")]);
    check("2020年1-3月 防汛", &[("date", "发布于 2020年1月至2020年3月", "日期:2020-01-01..2020-03-31 防汛")]);
    check("“2020年” -2021年", &[]);
    check("2020年 日期:2021", &[]);
    let number = |query| ("document_number", "发文字号：国办发〔2017〕47号", query);
    check("国办发[2017]47号", &[number("文号:国办发〔2017〕47号")]);
    check("关于国办发（２０１７）47号文件", &[number("文号:国办发〔2017〕47号")]);
    check(
        "转发 国办发 2017 47 通知",
        &[number("转发 文号:国办发〔2017〕47号 通知"), ("date", "发布于 2017年", "转发 国办发 日期:2017 47 通知")],
    );
    assert_eq!(parse("青岑县 2020年2月").clause, ParsedQuery::parse("青岑县 2020年2月", Match::Words).clause);
}

/// What can be relied on whatever is typed.
fn holds(typed: &str) -> Result<(), TestCaseError> {
    let parsed = parse(typed);
    prop_assert!(parsed.parts.len() <= parser::MAX_LEAVES && parsed.offers.len() <= filter_suggestions::MAX_OFFERS);
    prop_assert!(parsed.warnings.iter().all(|warning| !warning.is_empty()));
    let sources: Vec<&str> = parsed.parts.iter().map(|part| part.source.as_str()).collect();
    let again = parse(&sources.join(" "));
    // A bracket without a partner may have to be quoted.
    let texts = |clause: &Clause| said(clause).replace(['“', '”', '*'], "");
    prop_assert_eq!(texts(&again.clause), texts(&parsed.clause), "{:?} written again as {:?}", typed, sources);
    for (index, part) in parsed.parts.iter().enumerate() {
        let left = parse(&part.without);
        let mut expected = sources.clone();
        expected.remove(index);
        let sources: Vec<&str> = left.parts.iter().map(|part| part.source.as_str()).collect();
        prop_assert_eq!(sources, expected, "{:?} without {:?} is {:?}", typed, &part.text, &part.without);
    }
    for offer in &parsed.offers {
        prop_assert!(parse(&offer.query).clause != parsed.clause);
    }
    Ok(())
}

const PIECES: &[&str] = &[
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
    "－",
    "~",
    "～3",
    "*",
    ":",
    "：",
    "|",
    "｜",
    " OR ",
    " AND ",
    " NOT ",
    "OR",
    " 或 ",
    " 与 ",
    " 不含 ",
    " ",
    "\u{3000}",
    "标题:",
    "来源：",
    "日期:",
    "date:",
    "年份:",
    "文号:",
    "2020-02",
    "去年",
    "..",
    ">=",
    "疫情",
    "甲",
    "a",
    "12",
    "😀",
    "《",
    "》",
    "的",
    "国办发〔2017〕47号",
    "\u{200B}",
    "\\",
    "'",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(typed in any::<String>()) {
        holds(&typed)?;
    }

    #[test]
    fn any_row_of_operators_is_read(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..24)) {
        holds(&pieces.concat())?;
    }

    #[test]
    fn any_length_is_read(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 200..2_000)) {
        let parsed = parse(&pieces.concat());
        prop_assert!(parsed.parts.len() <= parser::MAX_LEAVES);
        prop_assert!(parsed.warnings.iter().all(|warning| !warning.is_empty()));
    }
}
