//! Word before 2007: the automatic numbers of its lists, which readers see and cite, in files made here record by record.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use super::{article, extracted, paragraphs};

/// A paragraph: its text, its style, and the list and level that it names itself.
type Written = (&'static str, u16, Option<(u16, u8)>);

/// A level: how its numbers are written, the pattern with `\u{0}` for the first level, and what follows.
type Level = (u8, &'static str, u8);

/// The mark that ends a cell, and what stands for that of a row here.
const CELL: char = '\u{7}';
const ROW: &str = "\u{7F}";

const TEXT_AT: usize = 1_024;

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn level((manner, pattern, follow): Level) -> Vec<u8> {
    let mut level = vec![0; 28];
    level[0] = 1;
    (level[4], level[15]) = (manner, follow);
    // Numbers with points are all digits.
    level[5] = if pattern.contains('.') { 4 } else { 0 };
    // Properties that are passed over.
    (level[24], level[25]) = (2, 4);
    level.extend([9; 6]);
    level.extend((pattern.encode_utf16().count() as u16).to_le_bytes());
    level.extend(wide(pattern));
    level
}

/// The style sheet: 0 plain, 1 in list 1, 2 based on 1, 3 tied to the second level of its list.
fn styles() -> Vec<u8> {
    let style = |base: u16, list: &[u8]| {
        let name = wide("体");
        let mut style =
            [&[0, 0][..], &(base << 4 | 1).to_le_bytes(), &[0; 6], &1_u16.to_le_bytes(), &name, &[0, 0]].concat();
        style.extend((2 + list.len() as u16).to_le_bytes());
        style.extend([0, 0]);
        style.extend(list);
        style.resize(style.len().next_multiple_of(2), 0);
        [&(style.len() as u16).to_le_bytes()[..], &style].concat()
    };
    let header = [&18_u16.to_le_bytes()[..], &4_u16.to_le_bytes(), &10_u16.to_le_bytes(), &[0; 14]].concat();
    let in_list = [0x0B, 0x46, 1, 0];
    [header, style(0xFFF, &[]), style(0, &in_list), style(1, &[]), style(1, &[])].concat()
}

/// A document with these paragraphs and the levels of its one rule; `own` is what follows the overrides, one for each of two
/// lists.
fn doc(written: &[Written], levels: &[Level], own: [&[u8]; 2]) -> Vec<u8> {
    let mut text = Vec::new();
    let mut ends = Vec::new();
    for (paragraph, ..) in written {
        text.extend(wide(&paragraph.replace(ROW, "\u{7}")));
        if !paragraph.ends_with(CELL) && *paragraph != ROW {
            text.extend(wide("\r"));
        }
        ends.push((TEXT_AT + text.len()) as u32);
    }
    let page_at = (TEXT_AT + text.len()).next_multiple_of(512);
    let mut page = vec![0; 512];
    page[..4].copy_from_slice(&(TEXT_AT as u32).to_le_bytes());
    let mut free = 510;
    for (at, ((paragraph, style, list), end)) in written.iter().zip(&ends).enumerate() {
        page[4 * at + 4..4 * at + 8].copy_from_slice(&end.to_le_bytes());
        let mut properties = style.to_le_bytes().to_vec();
        if let Some((list, level)) = list {
            properties.extend([0x0B, 0x46, *list as u8, (*list >> 8) as u8, 0x0A, 0x26, *level]);
        }
        if paragraph.ends_with(CELL) || *paragraph == ROW {
            properties.extend([0x16, 0x24, 1, 0x17, 0x24, u8::from(*paragraph == ROW)]);
        }
        let head: &[u8] = match properties.len() % 2 {
            1 => &[properties.len().div_ceil(2) as u8],
            _ => &[0, (properties.len() / 2) as u8],
        };
        free = (free - head.len() - properties.len()) & !1;
        page[free..free + head.len()].copy_from_slice(head);
        page[free + head.len()..free + head.len() + properties.len()].copy_from_slice(&properties);
        page[4 * (written.len() + 1) + at * 13] = (free / 2) as u8;
    }
    page[511] = written.len() as u8;

    let mut table = Vec::new();
    let mut pairs = vec![(0, 0); 93];
    let mut put = |number: usize, data: &[u8], said: usize| {
        pairs[number] = (table.len() as u32, said as u32);
        table.extend(data);
    };
    let sheet = styles();
    put(1, &sheet, sheet.len());
    let bounds = [TEXT_AT as u32, *ends.last().unwrap(), (page_at / 512) as u32].map(u32::to_le_bytes).concat();
    put(13, &bounds, bounds.len());
    let chars = (text.len() / 2) as u32;
    let pieces =
        [&0_u32.to_le_bytes()[..], &chars.to_le_bytes(), &[0, 0], &(TEXT_AT as u32).to_le_bytes(), &[0, 0]].concat();
    let clx = [&[2][..], &(pieces.len() as u32).to_le_bytes(), &pieces].concat();
    put(33, &clx, clx.len());
    let mut rule = vec![0; 28];
    rule[0] = 42;
    rule[8..26].fill(0xFF);
    rule[10..12].copy_from_slice(&3_u16.to_le_bytes());
    let nine = (0..9).flat_map(|at| level(levels.get(at).copied().unwrap_or((0, "", 0))));
    let rules: Vec<u8> = [1, 0].into_iter().chain(rule).chain(nine).collect();
    // What is said to be the length is that without the levels.
    put(73, &rules, 30);
    let list = |own: &[u8]| {
        let mut list = vec![0; 16];
        (list[0], list[12]) = (42, u8::from(!own.is_empty()));
        list
    };
    let lists =
        [&2_u32.to_le_bytes()[..], &list(own[0]), &list(own[1]), &[0xFF; 4], own[0], &[0xFF; 4], own[1]].concat();
    put(74, &lists, lists.len());

    let mut document = vec![0; page_at];
    document[..2].copy_from_slice(&0xA5EC_u16.to_le_bytes());
    document[2..4].copy_from_slice(&0x00C1_u16.to_le_bytes());
    document[10..12].copy_from_slice(&0x0200_u16.to_le_bytes());
    (document[32], document[62]) = (14, 22);
    document[76..80].copy_from_slice(&chars.to_le_bytes());
    document[152] = 93;
    for (at, (begin, length)) in pairs.iter().enumerate() {
        document[154 + at * 8..158 + at * 8].copy_from_slice(&begin.to_le_bytes());
        document[158 + at * 8..162 + at * 8].copy_from_slice(&length.to_le_bytes());
    }
    document[TEXT_AT..TEXT_AT + text.len()].copy_from_slice(&text);
    document.extend(page);
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, data) in [("/WordDocument", document), ("/1Table", table)] {
        file.create_stream(name).unwrap().write_all(&data).unwrap();
    }
    file.into_inner().into_inner()
}

const LAW: &[Level] = &[(39, "第\u{0}条", 1), (37, "（\u{1}）", 2), (0, "\u{0}.\u{1}.\u{2}", 1)];

#[test]
fn automatic_numbers_are_read_as_shown() {
    let file = doc(
        &[
            ("泊云县渔船管理办法", 0, None),
            ("为了管理渔船，制定本办法。", 0, Some((1, 0))),
            ("渔船按下列规定登记：", 0, Some((1, 0))),
            ("船名；", 0, Some((1, 1))),
            ("", 0, Some((1, 1))),
            ("吨位。", 0, Some((1, 1))),
            ("吨位按实测计算。", 0, Some((1, 2))),
            // A number that a style gives, one that its base gives, and one that is tied to a level.
            ("登记按年核对。", 1, None),
            ("本办法自公布之日起施行。", 2, None),
            ("此前的办法不再施行；", 3, None),
            ("附则另行公布。", 1, Some((0, 0))),
            // Another list by the same rules, which begins with its own number.
            ("渔船停泊按港口的规定。", 0, Some((2, 0))),
            ("港口的规定另行公布。", 0, Some((2, 0))),
        ],
        LAW,
        [&[], &[20, 0, 0, 0, 0x10, 0, 0, 0]],
    );
    let article = article("办法.doc", &file);
    assert_eq!(
        paragraphs(&article),
        [
            "第一条 为了管理渔船，制定本办法。",
            "第二条 渔船按下列规定登记：",
            "（一）船名；",
            "（三）吨位。",
            "2.3.1 吨位按实测计算。",
            "第三条 登记按年核对。",
            "第四条 本办法自公布之日起施行。",
            "（一）此前的办法不再施行；",
            "附则另行公布。",
            "第二十条 渔船停泊按港口的规定。",
            "第二十一条 港口的规定另行公布。",
        ]
    );
}

#[test]
fn other_manners_and_rules_of_a_lists_own() {
    let manners: &[Level] =
        &[(39, "\u{0}、", 2), (0, "\u{1})", 0), (28, "\u{2}", 2), (23, "\u{f0b7}", 0), (255, "", 2)];
    // The second list writes its first level in another way.
    let own = [&[3, 0, 0, 0, 0x30, 0, 0, 0][..], &level((30, "\u{0}、", 2))].concat();
    let file = doc(
        &[
            ("渡口检修的通知", 0, None),
            ("检查船只。", 0, Some((1, 0))),
            ("看船底；", 0, Some((1, 1))),
            ("看缆绳。", 0, Some((1, 2))),
            ("带好工具。", 0, Some((1, 3))),
            ("各渡口照办。", 0, Some((1, 4))),
            ("检查道路。", 0, Some((1, 0))),
            ("报县航务局。", 0, Some((2, 0))),
        ],
        manners,
        [&[], &own],
    );
    let article = article("通知.doc", &file);
    let expected = [
        "一、检查船只。",
        "1) 看船底；",
        "①看缆绳。",
        "带好工具。",
        "各渡口照办。",
        "二、检查道路。",
        "甲、报县航务局。",
    ];
    assert_eq!(paragraphs(&article), expected);
}

/// A column of automatic numbers holds nothing else; cells that are empty stay so.
#[test]
fn numbers_alone_in_cells_are_read() {
    let own = Some((1, 0));
    let file = doc(
        &[
            ("泊云县渠道清单", 0, None),
            ("各渠道如下。", 0, None),
            ("\u{7}", 0, own),
            ("东支渠\u{7}", 0, None),
            ("12\u{7}", 0, None),
            (ROW, 0, None),
            ("\u{7}", 0, own),
            ("\u{7}", 0, None),
            ("7\u{7}", 0, None),
            (ROW, 0, None),
            ("\u{7}", 0, None),
            ("\u{7}", 0, own),
            ("西支渠\u{7}", 0, None),
            (ROW, 0, None),
        ],
        &[(0, "\u{0}", 2)],
        [&[], &[]],
    );
    let article = article("清单.doc", &file);
    let expected = ["各渠道如下。", "1\t东支渠\t12", "2\t\t7", "\t3\t西支渠"];
    assert_eq!(paragraphs(&article), expected);
}

/// Styles in a circle, levels and lists that are not there, lengths that are not true: the text is read all the same.
#[test]
fn broken_lists_cost_no_text() {
    let started = Instant::now();
    let written: &[Written] = &[
        ("渡口检修的通知", 0, None),
        ("各渡口照办。", 9, Some((1, 200))),
        ("另报县航务局。", 3, Some((900, 0))),
        ("此致。", 0, Some((0xF801, 0))),
    ];
    let whole = doc(written, LAW, [&[0xFF; 8], &[0xFF; 3]]);
    let (articles, said) = extracted("坏.doc", &whole);
    assert_eq!(articles.len(), 1, "{said}");
    assert_eq!(paragraphs(&articles[0]).len(), 3);
    let table = whole.windows(4).position(|four| four == 42_u32.to_le_bytes()).unwrap();
    for at in (table - 4..table + 400).step_by(29) {
        let mut file = whole.clone();
        file[at..at + 4].fill(0xFF);
        let (articles, said) = extracted("坏.doc", &file);
        assert!(articles.len() <= 1, "{at}: {said}");
    }
    assert!(started.elapsed() < Duration::from_secs(120), "{:?}", started.elapsed());
}
