//! Document numbers in all their writings.

use super::{DocumentNumber, find, occurrences};

fn number(text: &str) -> DocumentNumber {
    DocumentNumber::parse(text).unwrap_or_else(|| panic!("{text} is no number"))
}

#[test]
fn every_writing_is_the_same_number() {
    let groups: &[(&str, &str, &[&str])] = &[
        (
            "青政办发|2021|8",
            "青政办发〔2021〕8号",
            &[
                "青政办发[2021]8号",
                "青政办发（２０２１）８号",
                "青政办发【2021】第8号",
                "青政办发 〔2021〕 8 号",
                "青政办发〔2021〕008號",
                "青政办发〔2021年〕8号",
                "青政办发2021年8号",
                "青政办发2021年第8号",
                "青政办发 2021 年 第 8 号",
                "青政办发〔2021〕8",
                "（青政办发〔2021〕8号）",
            ],
        ),
        (
            "国务院令||714",
            "国务院令第714号",
            &[
                "国务院第714号令",
                "国令第714号",
                "国务院令 第 714 号",
                "中华人民共和国国务院令第714号",
                "中华人民共和国国务院令（第714号）",
                "国务院令第七百一十四号",
                "国务院714号令",
            ],
        ),
        (
            "青岑县人民政府令||12",
            "青岑县人民政府令第12号",
            &[
                "青岑县人民政府第12号令",
                "青岑县人民政府令12号",
                "青岑县人民政府令第十二号",
                "青岑县人民政府 令\n第12号",
            ],
        ),
        (
            "云澜省交通厅令|2016|34",
            "云澜省交通厅令2016年第34号",
            &["云澜省交通厅令〔2016〕34号", "云澜省交通厅2016年第34号令", "云澜省交通厅令（2016年第34号）"],
        ),
        (
            "青岑县住房和城乡建设局公告|2021|5",
            "青岑县住房和城乡建设局公告2021年第5号",
            &["青岑县住房和城乡建设局公告〔2021〕第5号", "青岑县住房和城乡建设局2021年第5号公告"],
        ),
        (
            "公告|2021|5",
            "公告2021年第5号",
            &["公告〔2021〕第5号", "2021年第5号公告", "公告 2021年第5号", "〔2021〕5号公告"],
        ),
        ("泊云县公安局通告||3", "泊云县公安局通告第3号", &["泊云县公安局第3号通告", "泊云县公安局通告（第三号）"]),
        (
            "青政发|2015|8-1",
            "青政发〔2015〕8-1号",
            &["青政发〔2015〕8—1号", "青政发〔2015〕第8－1号", "青政发〔2015〕8号之一"],
        ),
        (
            "青政发|2015|43、44",
            "青政发〔2015〕43、44号",
            &["青政发〔2015〕43号、44号", "青政发〔2015〕43,44号", "青政发〔2015〕43号和44号"],
        ),
        (
            "青政发|2015|43、44、45",
            "青政发〔2015〕43、44、45号",
            &["青政发〔2015〕43至45号", "青政发〔2015〕43号—45号"],
        ),
        (
            "2021|京0105民初|3",
            "（2021）京0105民初3号",
            &["(2021)京0105民初3号", "〔2021〕京0105民初第3号", "（2021） 京0105民初 3号"],
        ),
        ("2013|云民三终字|38", "（2013）云民三终字38号", &["（2013）云民三终字第38号"]),
        ("青财公告|2021|6", "青财公告〔2021〕6号", &["青财公告2021年第6号"]),
        ("青国土资字|2009|7", "青国土资字〔2009〕7号", &["青国土资字（2009）第7号"]),
    ];
    for (key, standard, writings) in groups {
        let known = number(standard);
        assert_eq!((known.key().as_str(), known.to_string().as_str()), (*key, *standard));
        assert_eq!(DocumentNumber::of_key(key), *standard);
        for writing in *writings {
            assert_eq!((number(writing).to_string(), number(writing)), (known.to_string(), known.clone()), "{writing}");
            assert_eq!(number(writing).as_published(), *writing);
        }
        for writing in known.writings() {
            assert_eq!(number(&writing), known, "{writing}");
        }
    }
}

#[test]
fn what_is_typed_is_read_more_freely_than_a_text() {
    let typed = |text: &str| DocumentNumber::typed(text).map(|number| number.key());
    for (text, key) in [
        ("青价格1999年283号", "青价格|1999|283"),
        ("青环土壤2019年第70号", "青环土壤|2019|70"),
        ("2021云0105民初38号", "2021|云0105民初|38"),
        ("2021年云0105民初38号", "2021|云0105民初|38"),
        ("2009泊云商初字第8号", "2009|泊云商初字|8"),
        ("第十八号主席令", "主席令||18"),
        ("第18号青岑县人民政府令", "青岑县人民政府令||18"),
    ] {
        assert_eq!(typed(text).as_deref(), Some(key), "{text}");
        assert_eq!(find(text).first().map(|(_, number)| number.key()).as_deref(), Some(key), "{text}");
    }
    for text in ["青岑县2020年3号", "2020年5月第3号", "第5号台风", "2021民政局3号"] {
        assert_eq!(typed(text), None, "{text}");
    }
    let (long, short) = (number("云澜省水利厅公告2021年第5号"), number("水利厅公告2021年第5号"));
    assert!(short.is_short_for(&long) && !long.is_short_for(&short));
    let keys: Vec<String> = number("（2021）云0105民初字第38号").alike().iter().map(DocumentNumber::key).collect();
    assert_eq!(keys, ["2021|云0105民初字|38", "2021|云0105民初|38"]);
}

#[test]
fn a_number_tells_its_parts() {
    let parts = |text: &str| {
        let number = number(text);
        (number.organ().unwrap_or_default().to_owned(), number.kind(), number.year(), number.number())
    };
    assert_eq!(parts("青政办发〔2021〕8号"), ("青政办发".into(), None, Some(2021), Some(8)));
    assert_eq!(parts("国令第714号"), ("国务院".into(), Some("令"), None, Some(714)));
    assert_eq!(parts("青岑县水利局公告2021年第5号"), ("青岑县水利局".into(), Some("公告"), Some(2021), Some(5)));
    assert_eq!(parts("（2021）京0105民初3号"), ("京0105民初".into(), None, Some(2021), Some(3)));
}

#[test]
fn other_texts_are_not_numbers() {
    for text in [
        "",
        "2021年第8号",
        "（2021）",
        "关于印发（2021）通知",
        "青政办发〔21〕8号",
        "〔2021〕8号",
        "第12号令",
        "令第12号",
        "青岑日报2021年第5号",
        "子牙河2023年第1号",
        "118号",
        "人民路118号",
        "青政发〔2015〕43号的通知",
        "（2021）第8页",
    ] {
        assert!(DocumentNumber::parse(text).is_none(), "{text}");
    }
}

#[test]
fn what_a_field_says_is_kept() {
    let given = |text: &str| DocumentNumber::given(text).map(|number| (number.to_string(), number.key()));
    assert_eq!(given("文号：青政发〔2015〕43号"), Some(("青政发〔2015〕43号".into(), "青政发|2015|43".into())));
    assert_eq!(given(" QCGC2025-0316 "), Some(("QCGC2025-0316".into(), "QCGC20250316".into())));
    assert_eq!(given("第十三届第40号"), Some(("第十三届第40号".into(), "第十三届第40号".into())));
    for nothing in ["无", " — ", "", "暂无", "N/A"] {
        assert_eq!(given(nothing), None, "{nothing}");
    }
    let kept: DocumentNumber = serde_json::from_str("\"QCGC2025-0316\"").unwrap();
    assert!(kept.is_other());
    assert_eq!(serde_json::to_string(&kept).unwrap(), "\"QCGC2025-0316\"");
    assert!(serde_json::from_str::<DocumentNumber>("\"—\"").is_err());
}

#[test]
fn one_number_may_stand_for_several() {
    let each =
        |text: &str| DocumentNumber::given(text).unwrap().each().iter().map(DocumentNumber::key).collect::<Vec<_>>();
    assert_eq!(each("青政发〔2015〕43号"), ["青政发|2015|43"]);
    assert_eq!(each("青政发〔2015〕43、44号"), ["青政发|2015|43、44", "青政发|2015|43", "青政发|2015|44"]);
    assert_eq!(each("青政发〔2015〕8-1号"), ["青政发|2015|8-1"]);
    assert_eq!(each("青政发〔2015〕4-5号"), ["青政发|2015|4-5", "青政发|2015|4", "青政发|2015|5"]);
    assert_eq!(each("青政发〔2015〕43号 青财发〔2015〕2号").len(), 3);
}

#[test]
fn the_bulletin_says_whose_number_it_is() {
    let issued = |text: &str, organ: &str| DocumentNumber::given(text)?.issued_by(organ).map(|number| number.key());
    assert_eq!(issued("第12号令", "青岑县人民政府").as_deref(), Some("青岑县人民政府令||12"));
    assert_eq!(issued("公告〔2021〕第5号", "青岑县水利局").as_deref(), Some("青岑县水利局公告|2021|5"));
    assert_eq!(issued("青政发〔2021〕5号", "青岑县水利局"), None);
    assert_eq!(issued("QCGC2025-0316", "青岑县水利局"), None);
}

#[test]
fn numbers_are_found_in_what_is_typed() {
    let check = |text: &str, expected: &[&str]| {
        let found: Vec<&str> = find(text).into_iter().map(|(range, _)| &text[range]).collect();
        assert_eq!(found, expected, "{text}");
    };
    check("青岑县人民政府令第12号", &["青岑县人民政府令第12号"]);
    check("防汛 青政发〔2015〕 43 号 演练", &["青政发〔2015〕 43 号"]);
    check("关于国办发(2017)47的解读", &["国办发(2017)47"]);
    check("根据青岑县人民政府第12号令和青政发2015年43号", &["青岑县人民政府第12号令", "青政发2015年43号"]);
    check("2021年2月4日青岑县水利局公告2021年第5号", &["青岑县水利局公告2021年第5号"]);
    check("(2021)京0105民初3号 判决", &["(2021)京0105民初3号"]);
    check("青岑县 公告 2021年第5号", &["青岑县 公告 2021年第5号"]);
    check("公告2021年第5号", &["公告2021年第5号"]);
    check("人民路118号 签署第5号令 2021年第3号简报", &[]);
    check("2020年2月4日 第36条 12号线", &[]);
}

#[test]
fn numbers_are_read_in_every_way_their_organ_may_begin() {
    let read = |text: &str| {
        let chars: Vec<char> = text.chars().collect();
        let of = occurrences(text).into_iter().map(|found| {
            let keys: Vec<String> = found.readings.iter().map(|(_, number)| number.key()).collect();
            (chars[found.place].iter().collect::<String>(), keys)
        });
        of.collect::<Vec<_>>()
    };
    for (text, key) in [
        ("根据《规章制定办法》（青岑县人民政府令第12号）的规定", "青岑县人民政府令||12"),
        ("2019年5月7日青岑县人民政府第12号令公布", "青岑县人民政府令||12"),
        ("经修改的中华人民共和国国务院令第714号", "国务院令||714"),
        ("见青政发〔2015〕 43 号文件", "青政发|2015|43"),
        ("按青政发2015年43号执行", "青政发|2015|43"),
        ("依照青岑县财政局、泊云县水利局公告2021年第5号", "青岑县财政局泊云县水利局公告|2021|5"),
        ("（2021）京0105民初3号民事判决", "2021|京0105民初|3"),
        ("收到（2013）云民三终字第38号", "2013|云民三终字|38"),
        ("见2021云0105民初38号判决", "2021|云0105民初|38"),
        ("依照青财税2016年36号办理", "青财税|2016|36"),
    ] {
        let found = read(text);
        assert!(found.iter().any(|(_, keys)| keys.iter().any(|known| known == key)), "{text}: {found:?}");
    }
    let several = read("青政发〔2015〕43号、44号");
    assert_eq!(several.len(), 2);
    assert!(several[1].0 == "44号" && several[1].1.contains(&"青政发|2015|44".to_owned()), "{several:?}");
    for text in [
        "（2021）第8页，〔2021〕8号，(20a1)8号",
        "住在人民路118号",
        "签署第5号令",
        "子牙河2023年第1号洪水",
        "第5号令人难忘",
    ] {
        assert_eq!(read(text), [], "{text}");
    }
}

#[test]
fn a_hostile_text_is_read_in_time() {
    for piece in ["号", "〔2021〕8号", "令第", "1、", "（2021）京", "第号", "令（第1号）", " ", "国务院令第714号、"]
    {
        let text = piece.repeat(20_000);
        let begun = std::time::Instant::now();
        let _ = occurrences(&text);
        let _ = find(&text);
        let _ = DocumentNumber::given(&text);
        assert!(begun.elapsed() < std::time::Duration::from_secs(10), "{piece}");
    }
}
