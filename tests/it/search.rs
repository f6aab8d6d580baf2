//! Search as a reader meets it: what is found, in what order, with what marks.

use gongbao::model::{ArticleId, Facet, Field, PartialDate};
use gongbao::search::engine::query::Sort;
use gongbao::search::query::Match;
use gongbao::search::types::request::SearchRequest;

use crate::support::{TestApp, article, article_with, ids};

async fn small() -> TestApp {
    let number = |id: &str, title: &str, number: &str, body: &str| {
        article_with(id, title, body, &[(Field::DocumentNumber, number), (Field::PublishedOn, "2021-03-05")])
    };
    TestApp::with(&[
        article_with(
            "bank",
            "中国农业发展银行来青岑调研",
            "座谈会在县政府召开。",
            &[(Field::PublishedOn, "2019-05-06")],
        ),
        article_with("pan", "返乡提示", "重点地区人员暂时不要回磐。", &[(Field::Editor, "孔海燕")]),
        article("hant", "縣委書記主持召開會議", "會議強調「四個意識」。"),
        number("orig", "关于优化营商环境的意见", "青政办发〔2021〕8号", "现印发给你们。"),
        number(
            "cites",
            "关于贯彻落实意见的通知",
            "青政办发〔2021〕18号",
            "根据青政办发〔2021〕8号文件精神，优化营商环境。",
        ),
        article("code", "县医院公告", "咨询电话0579-84668311，GDP增长2.5%，85度c门店停业。"),
    ])
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_stands_in_a_bulletin_is_found() {
    let test = small().await;
    for (query, expected) in [
        ("农业", "bank"),
        ("业发展银", "bank"),
        ("磐", "pan"),
        ("孔海燕", "pan"),
        ("县委书记", "hant"),
        ("縣委書記", "hant"),
        ("四个意识", "hant"),
        ("“四個意識”", "hant"),
        ("84668311", "code"),
        ("0579-84668311", "code"),
        ("2.5%", "code"),
        ("85度c", "code"),
        ("ＧＤＰ", "code"),
        ("返乡 回磐", "pan"),
    ] {
        let page = test.search(query).await;
        assert_eq!(ids(&page), [expected], "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_number_finds_its_document_first() {
    let test = small().await;
    for query in ["青政办发〔2021〕8号", "青政办发[2021]8号", "青政办发（２０２１）８号"] {
        let page = test.search(query).await;
        assert_eq!(ids(&page).first(), Some(&"orig"), "{query}");
        assert!(ids(&page).contains(&"cites"), "{query}: the citing document follows");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_every_kind_are_found_in_every_writing() {
    let bulletin = |id: &str, title: &str, number: &str, issuer: &str, body: &str| {
        article_with(id, title, body, &[(Field::DocumentNumber, number), (Field::Issuers, issuer)])
    };
    let test = TestApp::with(&[
        bulletin("order", "渔船管理办法", "泊云县人民政府令第31号", "泊云县人民政府", "全文如下。"),
        bulletin("other", "养犬管理办法", "泊云县人民政府令第131号", "泊云县人民政府", "全文如下。"),
        bulletin("notice", "停航一览", "公告〔2021〕第5号", "泊云县水利局", "全文如下。"),
        bulletin("pair", "两个方案", "泊政发〔2018〕43、44号", "泊云县人民政府", "全文如下。"),
        bulletin("odd", "采购结果", "BYCG-2025-07", "泊云县财政局", "全文如下。"),
        article(
            "cites",
            "检查通报",
            "根据《渔船管理办法》（泊云县人民政府第31号令）和泊政发2018年 44 号，参见泊云县水利局公告2021年第5号。",
        ),
    ])
    .await;
    for (query, expected) in [
        ("文号:泊云县人民政府第31号令", "order"),
        ("文号:令第31号", "order"),
        ("文号:第31号令", "order"),
        ("文号:泊云县水利局2021年第5号公告", "notice"),
        ("文号:公告2021年第5号", "notice"),
        ("文号:泊政发2018年44号", "pair"),
        ("文号:BYCG-2025-07", "odd"),
    ] {
        assert_eq!(ids(&test.search(query).await), [expected], "{query}");
    }
    for (query, first) in [
        ("泊云县人民政府令第31号", "order"),
        ("泊云县人民政府第31号令", "order"),
        ("泊云县水利局公告2021年第5号", "notice"),
    ] {
        assert_eq!(ids(&test.search(query).await).first(), Some(&first), "{query}");
    }
    for id in ["order", "pair", "notice"] {
        let stored = test.app.search.article(&ArticleId::new(id).unwrap()).await.unwrap().unwrap();
        let citations = test.app.search.citations(&stored, 0, 10).await.unwrap();
        let citing: Vec<&str> = citations.cited_by.iter().map(|citing| citing.stored.article.id.as_str()).collect();
        assert_eq!(citing, ["cites"], "{id}");
    }
    for (query, offered) in [
        ("泊政发201843", "文号:泊政发〔2018〕43号"),
        ("泊政发2018", "文号:泊政发〔2018〕43号"),
        ("〔2018〕44号 泊政发", "文号:泊政发〔2018〕44号 泊政发"),
        ("131号", "文号:泊云县人民政府令第131号"),
        ("泊云县人民政府令 第31号", "文号:泊云县人民政府令第31号"),
    ] {
        let offers: Vec<String> = test.search(query).await.offers.into_iter().map(|offer| offer.query).collect();
        assert!(offers.iter().any(|offer| offer == offered), "{query}: {offers:?}");
    }
}

/// Regression (55b6217): a rule that names a law over and over came before the law.
#[tokio::test(flavor = "multi_thread")]
async fn a_whole_title_finds_its_article_first() {
    let test = TestApp::with(&[
        article("law", "云澜省水土保持条例", &"第一条为了预防和治理水土流失，制定本条例。".repeat(40)),
        article("rule", "关于适用《云澜省水土保持条例》若干问题的规定", "云澜省水土保持条例，云澜省水土保持条例。"),
    ])
    .await;
    for title in ["云澜省水土保持条例", "《云澜省水土保持条例》", "雲瀾省水土保持條例"] {
        assert_eq!(ids(&test.search(title).await), ["law", "rule"], "{title}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn phrases_exclusions_and_exact_matching() {
    let test = small().await;
    assert_eq!(ids(&test.search("优化营商环境 -根据").await), ["orig"]);
    assert_eq!(ids(&test.search("\"精神，优化\"").await), ["cites"]);
    let exact = SearchRequest { matching: Match::Exact, ..SearchRequest::new("政府召开") };
    assert_eq!(ids(&test.ask(exact).await), ["bank"]);
    let exact = SearchRequest { matching: Match::Exact, ..SearchRequest::new("政府座谈会") };
    assert_eq!(test.ask(exact).await.total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_with_all_words_gives_what_has_some_and_says_so() {
    let test = small().await;
    let page = test.search("营商环境 飞碟").await;
    assert_eq!(page.total, 2);
    assert_eq!(page.warnings, ["没有一篇含有全部字词；以下各篇含有其中一部分；没有一篇公报含有「飞碟」"]);
    assert_eq!(test.search("飞碟").await.total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_are_on_the_text_as_published() {
    let test = small().await;
    let page = test.search("四个意识").await;
    let marked = |marked: &gongbao::search::types::response::Marked| {
        marked.pieces().into_iter().filter(|(_, hit)| *hit).map(|(text, _)| text.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(marked(&page.results[0].excerpt), ["四個意識"]);
    let page = test.search("县委书记 会议").await;
    assert_eq!(marked(&page.results[0].title), ["縣委書記", "會議"]);
    assert_eq!(page.results[0].title.text, "縣委書記主持召開會議");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_query_lists_everything_newest_first() {
    let test = TestApp::with_samples().await;
    let page = test.ask(SearchRequest { per_page: 100, ..SearchRequest::new("") }).await;
    let dates: Vec<_> = page.results.iter().filter_map(|result| result.stored.article.published_on).collect();
    assert!(dates.is_sorted_by(|a, b| a.first_day() >= b.first_day()));
    assert!(page.total >= 120);
    assert_eq!(page.results.len(), 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_narrows_the_results_and_not_its_own_counts() {
    let test = TestApp::with_samples().await;
    let source = Facet::from_name("source").unwrap();
    let open = test.search("").await;
    let counts = |page: &gongbao::search::types::response::SearchResponse| {
        page.facets.iter().find(|counts| counts.facet == source).unwrap().values.clone()
    };
    let all = counts(&open);
    let (value, count) = all[0].clone();
    let mut request = SearchRequest::new("");
    request.filters.insert(source, vec![value.clone()]);
    let narrowed = test.ask(request).await;
    assert_eq!(narrowed.total, count);
    assert_eq!(counts(&narrowed), all);
    let of_source = narrowed.results.iter().filter(|result| result.stored.article.source.as_ref() == Some(&value));
    assert_eq!(of_source.count(), count.min(narrowed.results.len()));
    assert!(count > 1, "{count}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_together_are_the_whole_in_every_order() {
    let test = TestApp::with_samples().await;
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
        let mut seen = std::collections::HashSet::new();
        let mut total = 0;
        for page in 1.. {
            let request = SearchRequest { sort, page, per_page: 7, ..SearchRequest::new("工作") };
            let answer = test.ask(request).await;
            total = answer.total;
            if answer.results.is_empty() {
                break;
            }
            for id in ids(&answer) {
                assert!(seen.insert(id.to_owned()), "{id} stands on two pages");
            }
        }
        assert_eq!(seen.len(), total);
        assert!(total > 20);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_bound_the_results() {
    let test = TestApp::with_samples().await;
    let date = |text: &str| Some(text.parse::<PartialDate>().unwrap());
    let request = SearchRequest { from: date("2020"), to: date("2020-06"), per_page: 100, ..SearchRequest::new("") };
    let page = test.ask(request).await;
    assert_eq!(page.results.len(), page.total.min(100));
    assert!(page.total > 10, "{}", page.total);
    for result in &page.results {
        let published = result.stored.article.published_on.unwrap().to_string();
        assert!(published.starts_with("2020") && published.as_str() <= "2020-06-30", "{published}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn related_articles_are_about_the_same_thing() {
    let test = TestApp::with_samples().await;
    let page = test.search("防汛").await;
    let article = &page.results[0].stored;
    let related = test.app.search.related(article, 5).await.unwrap();
    assert_eq!(related.len(), 5);
    assert!(related.iter().all(|other| other.stored.key != article.key));
    let about = |text: &str| related.iter().any(|other| other.stored.article.paragraphs.join("").contains(text));
    assert!(
        about("防汛") || about("洪") || about("暴雨"),
        "{:?}",
        related.iter().map(|r| &r.stored.article.title).collect::<Vec<_>>()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_equals_the_one_that_others_cite_answers_a_question() {
    let rule = "发生洪水时，水库管理单位应当及时开启泄洪闸门，并向下游村庄发出预警。";
    let mut all = vec![article("b", "泊云县水库管理办法第九条", rule), article("a", "青岑县水库管理条例第九条", rule)];
    let ask = "发生洪水的时候水库管理单位应当怎么向下游村庄预警";
    assert_eq!(ids(&TestApp::with(&all).await.search(ask).await)[0], "b");
    let citing =
        |n: usize| article(&format!("c{n}"), &format!("检查通报第{n}期"), "依据《青岑县水库管理条例》开展了检查。");
    all.extend((0..6).map(citing));
    assert_eq!(ids(&TestApp::with(&all).await.search(ask).await)[0], "a");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_quoted_in_a_question_must_stand() {
    let test = TestApp::with(&[
        article("a", "青岑县推出“岑心码”", "“岑心码”可以用来挂号、坐车和进出社区。"),
        article("b", "定义是什么", "这个名词的定义和用途是什么，用途有哪些，本文说明用途。"),
    ])
    .await;
    let page = test.search("“岑心码”的定义和用途是什么？").await;
    assert_eq!(ids(&page), ["a"]);
    let page = test.search("“岑心票”的定义和用途是什么？").await;
    assert_eq!(ids(&page)[0], "b", "{:?}", page.warnings);
    assert_eq!(page.warnings, ["没有一篇含有全部字词；以下各篇含有其中一部分"]);
}

/// Regression (36606f5): a law came after what speaks of it where it was asked for without the name of the state, and
/// a number that no bulletin has was not said to be unknown.
#[tokio::test(flavor = "multi_thread")]
async fn a_law_is_first_by_its_short_name_and_an_unknown_number_is_said() {
    let test = TestApp::with(&[
        article("a", "水域保护法与水域保护法解读", "水域保护法，水域保护法，水域保护法。"),
        article(
            "b",
            "中华人民共和国水域保护法",
            "第一条 为了保护水域，制定本法。第二条 本法所称水域，见水域保护法附录。",
        ),
    ])
    .await;
    assert_eq!(ids(&test.search("水域保护法").await)[0], "b");
    let page = test.search("国水发〔2031〕7号").await;
    assert!(
        page.warnings.iter().any(|warning| warning.contains("没有文号是「国水发〔2031〕7号」")),
        "{:?}",
        page.warnings
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sentence_copied_with_its_quotation_marks_finds_where_it_stands() {
    let test = TestApp::with(&[
        article("a", "“三心”行动 “三心”倡议", "倡议“三心”行动，行动有“三心”，倡议有“三心”。今年是第三年。"),
        article(
            "b",
            "综述",
            "会议指出，今年是我县提出“三心”行动倡议的第三年，各单位要接着做，还要与别的工作一起做好。",
        ),
    ])
    .await;
    assert_eq!(ids(&test.search("今年是我县提出“三心”行动倡议的第三年").await)[0], "b");
}
