//! People: the names in a byline and in the credits of a text, told from media, offices, parts and staff numbers.

use super::boilerplate::is_furniture;
use crate::model::text::{is_blank, is_han};

/// Words for a person's part that stand before names, longest first.
pub const ROLES: &[&str] = &[
    "全媒体记者",
    "融媒体记者",
    "见习记者",
    "实习记者",
    "首席记者",
    "特约记者",
    "本报记者",
    "本网记者",
    "本台记者",
    "实习生",
    "通讯员",
    "特约撰稿人",
    "撰稿人",
    "撰稿",
    "撰文",
    "作者",
    "记者",
    "文字",
];

/// Words that are no name although they stand among names.
pub const NOT_NAMES: &[&str] = &[
    "本报",
    "本网",
    "本台",
    "本刊",
    "实习",
    "见习",
    "首席",
    "特约",
    "全媒体",
    "融媒体",
    "特派",
    "驻地",
    "整理",
    "整合",
    "综合",
    "摄",
    "摄影",
    "图",
    "文",
    "摄影报道",
    "报道",
    "供图",
    "文图",
    "图文",
    "文并摄",
    "摄并文",
    "等",
    "和",
    "与",
    "佚名",
    "未知",
    "网络",
    "网络整理",
    "单位",
    "原创",
    "采访",
    "集体采写",
    "编辑",
    "无",
    "摄制",
    "视频",
    "制图",
    "暂无",
    "admin",
    "administrator",
    "管理员",
    "超级管理员",
    "系统管理员",
    "单位",
    "部门",
    "本站",
    "专题",
];

/// Endings of the names of offices and places; a person's name has none of them.
const UNITS: &[&str] = &[
    "局",
    "办",
    "委",
    "处",
    "厅",
    "所",
    "站",
    "股",
    "政府",
    "办公室",
    "单位",
    "部门",
    "法院",
    "公司",
    "支部",
    "党支部",
    "协会",
    "学校",
    "中学",
    "小学",
    "医院",
    "大队",
    "中队",
    "支队",
    "社区",
    "街道",
    "团委",
    "妇联",
    "工会",
    "委员会",
    "管委会",
    "宣传部",
    "组织部",
    "政治处",
    "综合科",
    "办公厅",
];

/// Whether a word is the name of an office or a place.
pub fn is_unit(name: &str) -> bool {
    const PLACES: &[&str] = &["县", "市", "省", "区", "镇", "乡", "村", "科", "队", "校", "院", "部"];
    let is_place = PLACES.iter().any(|end| name.ends_with(end)) && !begins_with_surname(name);
    let length = name.chars().count();
    length >= 2 && (UNITS.iter().any(|end| name.ends_with(end)) || length >= 3 && is_place)
}

/// What a part makes of those who played it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// They wrote the text.
    Author,
    /// They took the pictures, edited or checked.
    Other,
}

/// Words for a part as credits name it, with or without a stroke or a colon: 文/甲, 供稿：乙, 丙 摄.
pub const PARTS: &[(&str, Part)] = &[
    ("文", Part::Author),
    ("文字", Part::Author),
    ("撰文", Part::Author),
    ("撰稿", Part::Author),
    ("撰稿人", Part::Author),
    ("撰写", Part::Author),
    ("供稿", Part::Author),
    ("供稿人", Part::Author),
    ("投稿", Part::Author),
    ("来稿", Part::Author),
    ("作者", Part::Author),
    ("采写", Part::Author),
    ("采访", Part::Author),
    ("执笔", Part::Author),
    ("记者", Part::Author),
    ("通讯员", Part::Author),
    (BOTH, Part::Author),
    ("图", Part::Other),
    ("摄", Part::Other),
    ("摄影", Part::Other),
    ("供图", Part::Other),
    ("图片", Part::Other),
    ("照片", Part::Other),
    ("配图", Part::Other),
    ("制图", Part::Other),
    ("拍摄", Part::Other),
    ("摄像", Part::Other),
    ("航拍", Part::Other),
    ("视频", Part::Other),
    ("编辑", Part::Other),
    ("责编", Part::Other),
    ("审核", Part::Other),
    ("初审", Part::Other),
    ("复审", Part::Other),
    ("终审", Part::Other),
    ("校对", Part::Other),
    ("监制", Part::Other),
];

/// Stands for the words that name both, text and pictures.
pub const BOTH: &str = "\u{E002}";

/// Endings of the names of media.
const MEDIA: &[&str] = &[
    "报",
    "网",
    "台",
    "社",
    "刊",
    "中心",
    "频道",
    "客户端",
    "新闻",
    "发布",
    "在线",
    "杂志",
    "电视",
    "广播",
    "融媒",
    "融媒体",
    "传媒",
    "媒体",
    "编辑部",
    "公众号",
    "头条",
    "资讯",
    "通讯",
    "网站",
    "论坛",
    "博客",
    "微信",
    "微博",
];

/// Media whose short names have the shape of a person's.
const MEDIA_NAMES: &[&str] = &[
    "网易",
    "新浪",
    "搜狐",
    "腾讯",
    "凤凰",
    "央视",
    "新华",
    "人民",
    "澎湃",
    "界面",
    "百度",
    "环球",
    "观察者",
    "中新",
    "财新",
    "中国网",
    "第一财经",
    "每经",
    "红网",
    "大公",
    "央广",
    "光明",
    "求是",
    "半月谈",
    "头条",
    "和讯",
    "金融界",
    "南方",
    "知乎",
];

/// Whether a name is that of a medium or of a site.
pub fn is_medium(name: &str) -> bool {
    MEDIA_NAMES.contains(&name) || name.chars().count() > 2 && MEDIA.iter().any(|end| name.ends_with(end))
}

/// Drops what is named again.
pub fn dedup(names: &mut Vec<String>) {
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
}

/// The names in the value of a key: `应燕航 马传贤`, `甲、乙`, `记者王敬照`, `周 亮`, `江一白_QC4425`.
pub fn names(value: &str) -> Vec<String> {
    let mut text = within_brackets(value).to_owned();
    for role in ROLES {
        text = text.replace(role, " ");
    }
    let tokens: Vec<&str> = text
        .split(is_separator)
        .map(|token| without_staff_number(token).trim_matches(is_bracket))
        .filter(|token| !token.is_empty())
        .collect();
    // 李明 电话：00000: what follows is how to reach them.
    let reach = ["电话", "联系电话", "手机", "邮箱", "电子邮箱", "单位", "地址", "工作单位"];
    let tokens = tokens.iter().take_while(|token| !reach.contains(token)).copied();
    let mut names: Vec<String> = Vec::new();
    let mut letter: Option<&str> = None;
    for token in tokens {
        if is_furniture(token) {
            continue;
        }
        // 刘晓阳 校对 李铭: the names of the next part are not wanted.
        if !names.is_empty() && PARTS.iter().any(|(part, kind)| *part == token && *kind == Part::Other) {
            break;
        }
        let is_noise = NOT_NAMES.contains(&token.to_ascii_lowercase().as_str());
        let single = token.chars().count() == 1 && token.chars().all(is_han);
        // Names of two characters are spaced out to the width of three.
        match letter.take() {
            Some(first) if single => names.push(format!("{first}{token}")),
            _ if is_noise => {}
            _ if single => letter = Some(token),
            _ => names.push(token.to_owned()),
        }
    }
    dedup(&mut names);
    names
}

/// The names in the value of a key that tells who edited: those without what systems put there, by which somebody logs in.
/// Writers may go by such a word; who posts a text is none of them.
pub fn editors(value: &str) -> Vec<String> {
    let mut names = names(value);
    let latin: Vec<String> = names.iter().filter(|name| name.is_ascii()).cloned().collect();
    names.retain(|name| !is_login(name, &latin));
    names
}

/// Whether a Latin word among those of a line is what somebody logs in by, and no name: liuli, xxgk01, LL. Names have a capital
/// letter and small ones, or stand in capitals one beside the other: LIU LI.
fn is_login(word: &str, latin: &[String]) -> bool {
    let bare = word.trim_end_matches('.');
    let is_name = |word: &str| {
        let begins = word.starts_with(|c: char| c.is_ascii_uppercase());
        begins && word.contains(|c: char| c.is_ascii_lowercase()) || begins && word.len() == 2 && word.ends_with('.')
    };
    let is_small = !word.contains(|c: char| c.is_ascii_uppercase());
    let is_of_program = bare.contains(|c: char| c.is_ascii_digit() || c == '@') || is_small && bare.contains('.');
    let beside_names = latin.iter().any(|other| is_name(other));
    let in_capitals = |word: &String| word.chars().all(|c| c.is_ascii_uppercase());
    let is_whole_in_capitals = latin.len() > 1 && latin.iter().all(in_capitals);
    word.is_ascii() && (is_of_program || !beside_names && !is_whole_in_capitals)
}

fn is_bracket(c: char) -> bool {
    matches!(c, '[' | ']' | '［' | '］' | '【' | '】')
}

/// A value up to the bracket that was opened before its key: 【编辑：甲】 返回首页.
fn within_brackets(value: &str) -> &str {
    let mut open = 0_u32;
    for (at, c) in value.char_indices() {
        match c {
            '【' | '[' | '［' => open += 1,
            '】' | ']' | '］' if open == 0 && at > 0 => return &value[..at],
            '】' | ']' | '］' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    value
}

/// A name without the number by which its house knows the person: 江一白QC4425 → 江一白, N042 → nothing.
fn without_staff_number(token: &str) -> &str {
    let name = token.trim_end_matches(|c: char| c.is_ascii_digit());
    if name.len() + 1 >= token.len() {
        return token;
    }
    let name = name.trim_end_matches(|c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '—' | '.' | '#'));
    // A Latin name has no numbers, an account has.
    if name.chars().any(is_han) || name.is_empty() { name } else { token }
}

/// What stands between names.
pub fn is_separator(c: char) -> bool {
    is_blank(c)
        || matches!(
            c,
            '、' | '，'
                | ','
                | '；'
                | ';'
                | '/'
                | '／'
                | '|'
                | '｜'
                | '&'
                | '＆'
                | '('
                | ')'
                | '（'
                | '）'
                | '：'
                | ':'
                | '＋'
                | '+'
                | '_'
                | '【'
                | '】'
                | '['
                | ']'
                | '［'
                | '］'
        )
}

/// Whether a word has the shape of a person's name: two to four ideographs, or a transcription with ·.
pub fn is_personal(word: &str) -> bool {
    let length = word.chars().count();
    let shape = (2..=4).contains(&length) && word.chars().all(is_han)
        || (3..=20).contains(&length)
            && word.contains(['·', '•', '・'])
            && word.chars().all(|c| is_han(c) || "·•・".contains(c))
            && !word.contains("新闻");
    shape
        && !names_a_role(word)
        && !is_unit(word)
        && !is_medium(word)
        && !NOT_NAMES.contains(&word)
        && !PARTS.iter().any(|(part, _)| *part == word)
}

/// A line of a reporter with the medium, between a title and its text: 苏晚/青岑日报, 青岑晚报／苏晚.
pub fn person_of_medium(line: &str) -> Option<(Vec<String>, String)> {
    let (one, other) = line.split_once(['/', '／'])?;
    let people = |text: &str| {
        let names: Vec<&str> = text.split(is_separator).filter(|name| !name.is_empty()).collect();
        let all =
            (1..=4).contains(&names.len()) && names.iter().all(|name| is_personal(name) && begins_with_surname(name));
        all.then(|| names.into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    let medium = |text: &str| {
        let name = text.trim();
        let whole = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '·' | '《' | '》'));
        (whole && name.chars().count() <= 16 && is_medium(name)).then(|| name.to_owned())
    };
    people(one).zip(medium(other)).or_else(|| people(other).zip(medium(one)))
}

/// Whether a text names the part of someone who writes.
pub fn names_a_role(text: &str) -> bool {
    ["记者", "通讯员", "撰稿", "实习生", "作者"].iter().any(|role| text.contains(role))
}

/// Whether a word begins with one of the surnames that nine people in ten bear, or a compound one.
pub fn begins_with_surname(name: &str) -> bool {
    const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成苗谷曲盛冉翁蓝骆路游辛靳管柴蒙鲍华喻祁房滕屈饶解牟艾尤时阳穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏应闵宗瞿桂全佟应史巫靖戈邬臧仇宁屠甄敖仲仝郎练阙查荆晁蔺冀佘逄宿栾皮仉郁鞠邝隋谌苟巩";
    const COMPOUND: &[&str] = &[
        "欧阳", "上官", "司马", "司徒", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "东方", "南宫", "端木",
        "长孙",
    ];
    name.chars().next().is_some_and(|first| SURNAMES.contains(first)) || COMPOUND.iter().any(|c| name.starts_with(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_and_staff_numbers_are_no_people() {
        assert_eq!(names("江一白_QC4425"), ["江一白"]);
        assert_eq!(names("江一白 N042"), ["江一白"]);
        assert_eq!(names("江一白】 返回首页 查看更多"), ["江一白"]);
        assert_eq!(names("[江一白] 何二"), ["江一白", "何二"]);
        assert_eq!(names("何 二(UN832)"), ["何二"]);
        assert_eq!(names("江一白 校对 何二"), ["江一白"]);
        assert_eq!(names("John Smith"), ["John", "Smith"]);
        assert_eq!(editors("Vincent van Dyck"), ["Vincent", "van", "Dyck"]);
        assert_eq!(editors("J. Smith"), ["J.", "Smith"]);
        assert_eq!(editors("J.Smith"), ["J.Smith"]);
        assert_eq!(editors("LIU LI"), ["LIU", "LI"]);
        assert_eq!(editors("苏晚 liuli"), ["苏晚"]);
        for login in ["admin", "liuli", "Admin", "xxgk01", "LL", "zhang_san", "su.wan", "suwan@qingcen.example", "QC44"]
        {
            assert!(editors(login).is_empty(), "{login}");
        }
        assert_eq!(names("liuli"), ["liuli"]);
        for name in ["网易", "青岑网", "青岑日报", "泊云发布", "青岑县融媒体中心"] {
            assert!(is_medium(name) && !is_personal(name), "{name}");
        }
        let check = |line: &str, expected: Option<(&[&str], &str)>| {
            let found = person_of_medium(line);
            let found = found
                .as_ref()
                .map(|(people, medium)| (people.iter().map(String::as_str).collect::<Vec<_>>(), medium.as_str()));
            assert_eq!(found, expected.map(|(people, medium)| (people.to_vec(), medium)), "{line}");
        };
        check("苏晚/青岑日报", Some((&["苏晚"], "青岑日报")));
        check("青岑晚报／苏晚、程小渔", Some((&["苏晚", "程小渔"], "青岑晚报")));
        for name in ["县林草局", "办公室", "水利站", "青岑县", "单位", "记者苏晚"] {
            assert!(!is_personal(name), "{name}");
        }
        for name in ["王登科", "苏国镇", "欧阳澄"] {
            assert!(is_personal(name), "{name}");
        }
        assert_eq!(names("苏晚】返回首页"), ["苏晚"]);
        assert_eq!(names("苏晚 【打印】 【关闭】"), ["苏晚"]);
        assert_eq!(names("苏晚 电话：00000"), ["苏晚"]);
        check("文/图", None);
        check("新闻中心/要闻", None);
    }
}
