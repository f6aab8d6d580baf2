//! Suggestions as a reader and a program meet them: completion, and that all of it has results.

use axum::http::StatusCode;
use gongbao::model::Field;
use gongbao::search::types::request::SearchRequest;
use gongbao::search::types::suggestion::{By, Kind, Suggestion};

use crate::support::{TestApp, article, article_with, encoded, json};

pub async fn samples() -> TestApp {
    let test = TestApp::with_samples().await;
    assert!(test.app.search.refresh_suggestions().await.unwrap());
    test
}

pub async fn suggest(test: &TestApp, typed: &str) -> Vec<Suggestion> {
    test.app.search.suggest(typed, Suggestion::MAX_LIMIT).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phrase_is_found_however_it_is_typed() {
    let test = samples().await;
    for (typed, by) in [
        ("疫情防控", By::Characters),
        ("疫情防", By::Characters),
        ("疫情", By::Characters),
        ("yqfk", By::Initials),
        ("YQFK", By::Initials),
        ("yiqingfangkong", By::Pinyin),
        ("yiqing fangkong", By::Pinyin),
        ("yiqingfangk", By::Pinyin),
        ("yiqfk", By::Initials),
        ("疫情fk", By::Initials),
        ("疫情fangkong", By::Pinyin),
        ("疫q防k", By::Initials),
    ] {
        let found = suggest(&test, typed).await;
        let phrase = found.iter().find(|suggestion| suggestion.text == "疫情防控");
        let phrase = phrase.unwrap_or_else(|| panic!("{typed}: {found:?}"));
        assert_eq!((phrase.kind, phrase.by), (Kind::Phrase, by), "{typed}");
        assert_eq!(phrase.count, test.search("疫情防控").await.total as u64, "{typed}");
    }
    for nothing in ["", " ", "，", "qqqqqq", "\u{200B}", "飞碟", &"疫".repeat(10_000), &"y".repeat(10_000)] {
        assert_eq!(suggest(&test, nothing).await, [], "{nothing}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn titles_people_bodies_and_columns_are_suggested() {
    let fields = [
        (Field::Source, "泊云新闻网"),
        (Field::Editor, "孔海燕"),
        (Field::Column, "乡镇动态"),
        (Field::Authors, "行健"),
    ];
    let test = TestApp::with(&[
        article_with("a", "泊云镇开展春季防汛应急演练", "演练在水库边举行。", &fields),
        article("b", "来源:不明 -的标题", "一篇标题古怪的公报。"),
    ])
    .await;
    test.app.search.refresh_suggestions().await.unwrap();
    for (typed, text, kind) in [
        ("泊云新", "泊云新闻网", Kind::Body),
        ("byxww", "泊云新闻网", Kind::Body),
        ("konghaiyan", "孔海燕", Kind::Person),
        ("khy", "孔海燕", Kind::Person),
        ("xiangzhendt", "乡镇动态", Kind::Column),
        ("泊云镇", "泊云镇开展春季防汛应急演练", Kind::Title),
        ("春季防汛", "泊云镇开展春季防汛应急演练", Kind::Title),
        ("chunjifangxun", "泊云镇开展春季防汛应急演练", Kind::Title),
        ("cjfxyj", "泊云镇开展春季防汛应急演练", Kind::Title),
        ("来源不明", "来源 不明 的标题", Kind::Title),
    ] {
        let found = suggest(&test, typed).await;
        let found_it = found.iter().any(|suggestion| suggestion.text == text && suggestion.kind == kind);
        assert!(found_it, "{typed} → {text}: {found:?}");
        assert!(test.search(text).await.total > 0, "{text}");
    }
}

/// So many bulletins with a text each, and suggestions of them.
pub async fn with_texts(texts: &[(&str, usize)]) -> TestApp {
    let mut articles = Vec::new();
    for (number, (text, times)) in texts.iter().enumerate() {
        for time in 0..*times {
            articles.push(article(&format!("t{number}-{time}"), &format!("青岑县公报第{number}号之{time}"), text));
        }
    }
    TestApp::build().articles(&articles).suggestions().open().await
}

/// That what is typed has this among its suggestions, and that none of them has the other text in it.
async fn check_suggested(test: &TestApp, typed: &str, expected: &str, never: &str) {
    let found = suggest(test, typed).await;
    assert!(found.iter().any(|suggestion| suggestion.text == expected), "{typed} → {expected}: {found:?}");
    let with = |text: &str| found.iter().any(|suggestion| suggestion.text.contains(text));
    assert!(never.is_empty() || !with(never), "{typed} → {never}: {found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_suggested_reads_as_it_was_published() {
    let test = with_texts(&[
        ("动画片展映。沈阳来宾参加了座谈会，森林覆盖率提高，企业炼钢，沉没成本下降。", 3),
        ("著作权登记便利化，复杂情形从简。", 3),
    ])
    .await;
    for (typed, expected, never) in [
        ("donghua", "动画片", "动划"),
        ("动画", "动画片", "动划"),
        ("动划", "动画片", "动划"),
        ("shenyang", "沈阳", "沉"),
        ("沈", "沈阳", "沉阳"),
        ("zuotan", "座谈会", "坐谈"),
        ("座谈", "座谈会", "坐谈"),
        ("fugai", "覆盖率", "复盖"),
        ("zhuzuo", "著作权", "着作"),
        ("zzq", "著作权", "着作"),
        ("chenmo", "沉没", "沈"),
        ("fuza", "复杂", "覆"),
    ] {
        check_suggested(&test, typed, expected, never).await;
    }
    for nothing in ["chenyang", "zhezuoquan"] {
        assert_eq!(suggest(&test, nothing).await, [], "{nothing}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_suggested_that_is_a_piece_of_words() {
    let titles = ["青岑与阿拉伯国家合作", "阿拉伯国家来访", "同阿拉伯国家往来"];
    let articles: Vec<_> = titles
        .iter()
        .enumerate()
        .map(|(number, title)| article(&number.to_string(), title, "执行管理制度，县里相关予以支持。"))
        .collect();
    let test = TestApp::build().articles(&articles).suggestions().open().await;
    for typed in ["阿拉伯", "alabo", "alb", "行", "xingguan", "xg", "关", "guanyu", "gy"] {
        for suggestion in suggest(&test, typed).await {
            assert!(!["阿拉伯国", "行管", "关予"].contains(&&*suggestion.text), "{typed} → {suggestion:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_syllable_comes_before_first_letters() {
    let test = with_texts(&[
        ("社会发展，社会活动，省会。手工艺，绿色，女性，平安，皮囊，方案，反感。乐亭县与珲春市。", 9),
        ("水库。", 3),
    ])
    .await;
    for (typed, first) in
        [("shui", "水库"), ("shou", "手工艺"), ("lvse", "绿色"), ("lüse", "绿色"), ("nüxing", "女性"), ("she", "社会")]
    {
        let found = suggest(&test, typed).await;
        let first_char = |text: &str| text.chars().next();
        let is_read_so = found.first().is_some_and(|found| first_char(&found.text) == first_char(first));
        assert!(is_read_so, "{typed} → {first}: {found:?}");
        check_suggested(&test, typed, first, "").await;
    }
    check_suggested(&test, "pi'nang", "皮囊", "平安").await;
    check_suggested(&test, "ping'an", "平安", "皮囊").await;
    check_suggested(&test, "fang’an", "方案", "反感").await;
    check_suggested(&test, "fan'gan", "反感", "方案").await;
    check_suggested(&test, "laoting", "乐亭", "").await;
    check_suggested(&test, "hunchun", "珲春", "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn surnames_are_read_as_names_are() {
    let named = |id: &str, name: &str| article_with(id, "青岑县通讯", "消息一则。", &[(Field::Authors, name)]);
    let test = TestApp::with(&[
        named("a", "朴一苇"),
        named("b", "单远行"),
        named("c", "解知微"),
        named("d", "尉迟远"),
        named("e", "查一苇"),
    ])
    .await;
    test.app.search.refresh_suggestions().await.unwrap();
    for (typed, expected) in [
        ("piaoyiwei", "朴一苇"),
        ("pyw", "朴一苇"),
        ("shanyuan", "单远行"),
        ("danyuan", "单远行"),
        ("xiezhiwei", "解知微"),
        ("xzw", "解知微"),
        ("yuchi", "尉迟远"),
        ("zhayiwei", "查一苇"),
    ] {
        check_suggested(&test, typed, expected, "").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn latin_words_are_suggested_as_they_are_written() {
    let test = with_texts(&[
        ("加入RCEP之后，PM10与SO2浓度下降，推广6G与eCall，见www.example.cn/a，A-share，the end of it。", 3),
        ("COVID-21检测。", 2),
    ])
    .await;
    for (typed, expected) in [
        ("RCEP", "RCEP"),
        ("rc", "RCEP"),
        ("pm", "PM10"),
        ("so2", "SO2"),
        ("6g", "6G"),
        ("ecall", "eCall"),
        ("covid", "COVID-21"),
        ("covid21", "COVID-21"),
        ("covid-21", "COVID-21"),
    ] {
        check_suggested(&test, typed, expected, "").await;
        assert!(test.search(expected).await.total > 0, "{expected}");
    }
    for nothing in ["www", "the", "example"] {
        assert_eq!(suggest(&test, nothing).await, [], "{nothing}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn document_numbers_are_suggested() {
    let numbered =
        |id: &str, number: &str| article_with(id, &format!("文件{id}"), "正文。", &[(Field::DocumentNumber, number)]);
    let test = TestApp::with(&[
        numbered("a", "青岑办发〔2019〕7号"),
        numbered("b", "青岑办发〔2020〕12号"),
        numbered("c", "云澜政〔2020〕3号"),
    ])
    .await;
    test.app.search.refresh_suggestions().await.unwrap();
    for (typed, expected, never) in [
        ("青岑办发〔2019〕", "青岑办发〔2019〕7号", "2020"),
        ("青岑办发(2020", "青岑办发〔2020〕12号", "2019"),
        ("青岑办发2019", "青岑办发〔2019〕7号", "2020"),
        ("青岑", "青岑办发〔2019〕7号", "云澜"),
        ("qcbf", "青岑办发〔2020〕12号", "云澜"),
        ("qingcenbanfa2019", "青岑办发〔2019〕7号", "2020"),
        ("ylz2020", "云澜政〔2020〕3号", "青岑"),
    ] {
        check_suggested(&test, typed, expected, never).await;
        let found = suggest(&test, typed).await;
        let number = found.iter().find(|suggestion| suggestion.text == expected).unwrap();
        assert_eq!((number.kind, number.kind.name(), number.count), (Kind::DocumentNumber, "document_number", 1));
        assert!(test.search(expected).await.total > 0, "{expected}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_suggestion_has_results() {
    let test = samples().await;
    let titles = test.app.store.titles(1_000).await.unwrap();
    let mut typed: Vec<String> = ('a'..='z').map(String::from).collect();
    for title in titles.iter().step_by(7) {
        let letters: Vec<char> = title.chars().collect();
        typed.extend([1, 2, 3, 5].iter().filter(|n| **n <= letters.len()).map(|n| letters[..*n].iter().collect()));
        // After another word, and from the middle.
        typed.extend(letters.get(4..6).map(|two| format!("青岑 {}", two.iter().collect::<String>())));
    }
    let mut seen = 0;
    for typed in typed {
        for suggestion in test.app.search.suggest(&typed, 5).await.unwrap() {
            let request = SearchRequest { per_page: 1, facets: Vec::new(), ..SearchRequest::new(&suggestion.text) };
            let found = test.ask(request).await;
            assert!(found.total > 0, "{typed} → {suggestion:?}");
            // Counted is what has it as it stands; a search finds those that have its words apart as well.
            let counted = 1..=found.total as u64;
            assert!(counted.contains(&suggestion.count), "{typed} → {suggestion:?}: {}", found.total);
            seen += 1;
        }
    }
    assert!(seen > 200, "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_word_of_several_is_completed() {
    let test = samples().await;
    let found = suggest(&test, "会议 yqfk").await;
    assert_eq!(found.first().map(|first| &*first.text), Some("会议 疫情防控"), "{found:?}");
    assert_eq!(found[0].count, test.search("会议 疫情防控").await.total as u64);
    assert_eq!(suggest(&test, "飞碟 yqfk").await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_bulletin_is_suggested_and_a_withdrawn_one_is_not() {
    let test = samples().await;
    assert_eq!(suggest(&test, "qilanzhenjianc").await, []);
    assert!(!test.app.search.refresh_suggestions().await.unwrap(), "nothing has changed");
    let title = "绮岚镇建成首座观星台";
    let new = article_with("new", title, "观星台向公众开放。", &[(Field::Source, "绮岚发布")]);
    test.add(std::slice::from_ref(&new)).await;
    assert!(test.app.search.refresh_suggestions().await.unwrap());
    for (typed, expected) in [("qilanzhenjianc", title), ("观星", title), ("绮岚发", "绮岚发布")] {
        let found = suggest(&test, typed).await;
        assert!(found.iter().any(|suggestion| suggestion.text == expected), "{typed}: {found:?}");
    }
    test.app.store.withdraw(std::slice::from_ref(&new.id), jiff::Timestamp::now()).await.unwrap();
    test.catch_up().await;
    assert!(test.app.search.refresh_suggestions().await.unwrap());
    for typed in ["qilanzhenjianc", "绮岚发", "观星台"] {
        assert_eq!(suggest(&test, typed).await, [], "{typed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn small_letters_are_pinyin_where_no_bulletin_has_them_as_a_word() {
    let test = with_texts(&[("疫情通报。", 30), ("公司名为shuili。", 1), ("水利。沈阳。", 30)]).await;
    for (typed, meant) in [
        ("yiqing", Some("疫情")),
        ("yi'qing", Some("疫情")),
        ("YIQING", None),
        ("Yiqing", None),
        ("yiqing5", None),
        ("shuili", None),
        ("shenyang", Some("沈阳")),
        ("飞碟 shuili yiqing", None),
    ] {
        let proposed = test.search(typed).await.did_you_mean.map(|meant| meant.query);
        assert_eq!(proposed.as_deref(), meant, "{typed}");
    }
}

/// Regression (27fc8ce): every stretch of every part of a query was looked at for a proposal, however long the query.
#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_typed_is_answered_soon() {
    let test = samples().await;
    for typed in [
        "疫情防空".repeat(200),
        "疫情防空 ".repeat(200),
        "yiqing ".repeat(100),
        "a".repeat(500),
        "xian".repeat(120),
        "疫a".repeat(250),
        "(".repeat(500),
        "来源:疫情防空 ".repeat(60),
        "\u{1F600}\u{0}\u{202E}%%\"'<>".repeat(40),
    ] {
        let started = std::time::Instant::now();
        test.search(&typed).await;
        suggest(&test, &typed).await;
        for end in [1, 7, 31, 62, 63, 64] {
            suggest(&test, &typed.chars().take(end).collect::<String>()).await;
        }
        // Generous: tests run unoptimised on machines that are busy.
        assert!(started.elapsed() < std::time::Duration::from_secs(5), "{:?} for {typed}", started.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_route_speaks_json_and_names_what_is_wrong() {
    let test = samples().await;
    let (status, answer) = json(&test, "/suggest?q=yqfk&limit=3").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(answer["q"], "yqfk");
    let suggestions = answer["suggestions"].as_array().unwrap();
    assert!((1..=3).contains(&suggestions.len()), "{answer}");
    let first = &suggestions[0];
    let seen = (first["text"].as_str(), first["kind"].as_str(), first["by"].as_str());
    assert_eq!(seen, (Some("疫情防控"), Some("phrase"), Some("initials")));
    assert_eq!(first["url"], format!("/search?q={}", encoded("疫情防控")));
    let (_, found) = json(&test, first["url"].as_str().unwrap()).await;
    assert_eq!(first["count"], found["total"]);
    assert_eq!(json(&test, "/suggest").await.1, serde_json::json!({"q": "", "suggestions": []}));
    for (query, parameter) in [("foo=1", "foo"), ("q=a&limit=0", "limit"), ("q=a&q=b", "q"), ("format=xml", "format")] {
        let (status, problem) = json(&test, &format!("/suggest?{query}")).await;
        assert_eq!((status, &problem["parameter"]), (StatusCode::BAD_REQUEST, &parameter.into()), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stumps_of_words_are_not_suggested() {
    let test =
        with_texts(&[("以阿拉伯数字编号，中华人民共和国，恩将仇报，登上瞭望台。布茹玛汗·毛勒朵来访。", 3)]).await;
    for (typed, expected, never) in [
        ("阿拉伯数", "阿拉伯数字", ""),
        ("中华人", "中华人民共和国", ""),
        ("恩将", "恩将仇报", ""),
        ("了望", "瞭望台", "了望"),
    ] {
        check_suggested(&test, typed, expected, never).await;
    }
    for (typed, stump) in [("阿拉伯数", "阿拉伯数"), ("中华人民", "中华人民"), ("仇报", "仇报"), ("汗毛", "汗毛")]
    {
        let found = suggest(&test, typed).await;
        assert!(found.iter().all(|suggestion| suggestion.text != stump), "{typed}: {found:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn laws_are_suggested_and_proposed_by_what_they_are_called() {
    let law = article("a", "云澜省渔船渔港管护条例", "为了管护渔港，制定本条例。");
    let other = article("b", "云澜省渔港条例", "渔港条例。");
    let test = TestApp::build().articles(&[law, other]).suggestions().open().await;
    check_suggested(&test, "云渔管", "云渔管条例", "").await;
    check_suggested(&test, "云渔管", "云澜省渔船渔港管护条例", "").await;
    let page = test.search("“云渔管条例”").await;
    let meant = page.did_you_mean.unwrap();
    assert_eq!((&*meant.query, meant.because.name(), meant.total), ("“云澜省渔船渔港管护条例”", "short_name", 1));
}
