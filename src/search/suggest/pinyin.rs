//! Pinyin: how a character is read, in letters without tones, and what letters may stand for.
//!
//! The readings come from the crate `pinyin`, which knows every reading that dictionaries have: 还 is hái, huán
//! and fú. Nobody types the last, so of characters with several readings only those of [`SEVERAL`] have
//! more than the first.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use pinyin::ToPinyin;

use crate::search::analysis::fold_char;

/// Readings of one character, at most.
const MAX_READINGS: usize = 3;

/// Letters of the longest syllable: zhuang.
const MAX_SYLLABLE_LETTERS: usize = 6;

/// Ways to read a run of letters that are followed.
const MAX_WAYS: usize = 16;

/// Steps on all ways together.
const MAX_STEPS: usize = 600;

const FIRST: u32 = 0x4E00;

const LAST: u32 = 0x9FFF;

/// Characters of which more than one reading is common in official texts, in names and in places.
const SEVERAL: &str = "\
    勒 le lei, 靓 liang jing, 莘 xin shen, 蔚 wei yu, 行 xing hang, 长 zhang chang, 重 zhong chong, \
    会 hui kuai, 调 diao tiao, 都 du dou, 单 dan shan, 参 can shen, 乐 le yue, 传 chuan zhuan, 藏 cang zang, \
    朝 chao zhao, 率 lv shuai, 大 da dai, 得 de dei, 校 xiao jiao, 还 hai huan, 降 jiang xiang, \
    曾 zeng ceng, 解 jie xie, 区 qu ou, 给 gei ji, 说 shuo shui, 系 xi ji, 弹 dan tan, 血 xue xie, 色 se shai, \
    薄 bao bo, 宿 su xiu, 露 lu lou, 车 che ju, 厦 xia sha, 堡 bao pu, 识 shi zhi, 读 du dou, \
    便 bian pian, 番 fan pan, 覃 qin tan, 仇 chou qiu, 盖 gai ge, 翟 zhai di, 尉 wei yu, 陆 lu liu, \
    盛 sheng cheng, 乘 cheng sheng, 省 sheng xing, 没 mei mo, 模 mo mu, 绿 lv lu, 略 lve lue, 掠 lve lue, \
    虐 nve nue, 疟 nve nue, 着 zhe zhuo zhao, 了 le liao, 的 de di, 强 qiang jiang, 壳 ke qiao, \
    卡 ka qia, 卜 bo bu, 查 cha zha, 柏 bai bo, 伯 bo bai, 泊 bo po, 剥 bo bao, 辟 pi bi, \
    屏 ping bing, 秘 mi bi, 冯 feng ping, 否 fou pi, 佛 fo fu, 脯 pu fu, 埔 pu bu, 泌 mi bi, 贾 jia gu, \
    角 jiao jue, 觉 jue jiao, 嚼 jiao jue, 劲 jin jing, 颈 jing geng, 枸 gou ju, 句 ju gou, 圈 quan juan, \
    龟 gui jun qiu, 乾 qian gan, 茄 qie jia, 纤 xian qian, 吓 xia he, 巷 xiang hang, 削 xiao xue, 畜 chu xu, \
    殷 yin yan, 叶 ye xie, 尾 wei yi, 遗 yi wei, 钥 yao yue, 员 yuan yun, 粘 zhan nian, 轧 ya zha, 咽 yan ye, \
    折 zhe she, 殖 zhi shi, 属 shu zhu, 术 shu zhu, 熟 shu shou, 谁 shei shui, 拾 shi she, \
    什 shen shi, 似 si shi, 塞 sai se, 莎 sha suo, 杉 shan sha, 汤 tang shang, 召 zhao shao, \
    侧 ce zhai, 差 cha chai ci, 刹 cha sha, 臭 chou xiu, 伺 ci si, 撮 cuo zuo, 度 du duo, 囤 tun dun, \
    沓 ta da, 提 ti di, 拓 tuo ta, 恶 e wu, 阿 a e, 蛤 ha ge, 虹 hong jiang, 奇 qi ji, 稽 ji qi, \
    缉 ji qi, 洗 xi xian, 六 liu lu, 落 luo la, 络 luo lao, 捋 lv luo, 脉 mai mo, 埋 mai man, 蔓 man wan, \
    弄 nong long, 刨 pao bao, 炮 pao bao, 仔 zi zai, 择 ze zhai, 扎 zha za, 爪 zhua zhao, 琢 zhuo zuo, \
    亲 qin qing, 浚 jun xun, 蚌 bang beng, 涡 wo guo, 缪 miao mou, 宓 mi fu, 澹 dan tan";

struct Tables {
    /// Each syllable once.
    syllables: Vec<String>,
    /// For each character from [`FIRST`] the numbers of its readings and one; 0 is none.
    readings: Vec<[u16; MAX_READINGS]>,
    known: HashSet<String>,
    /// What syllables begin with, shorter than the whole.
    beginnings: HashSet<String>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::new);

impl Tables {
    fn new() -> Self {
        let several: HashMap<char, &str> = several().collect();
        let mut numbers: HashMap<String, u16> = HashMap::new();
        let mut syllables: Vec<String> = Vec::new();
        let mut number = |syllable: &str| {
            *numbers.entry(syllable.to_owned()).or_insert_with(|| {
                syllables.push(syllable.to_owned());
                syllables.len() as u16
            })
        };
        let mut readings = vec![[0; MAX_READINGS]; (LAST - FIRST + 1) as usize];
        for (place, code) in readings.iter_mut().zip(FIRST..=LAST) {
            let Some(c) = char::from_u32(code) else { continue };
            match several.get(&c) {
                Some(listed) => {
                    for (place, syllable) in place.iter_mut().zip(listed.split(' ')) {
                        *place = number(syllable);
                    }
                }
                None => {
                    let first = c.to_pinyin().map(|reading| reading.plain().replace('ü', "v"));
                    if let Some(syllable) = first.filter(|syllable| is_typed(syllable)) {
                        place[0] = number(&syllable);
                    }
                }
            }
        }
        let beginnings =
            syllables.iter().flat_map(|syllable| (1..syllable.len()).map(|end| syllable[..end].to_owned()));
        let beginnings = beginnings.collect();
        Self { known: syllables.iter().cloned().collect(), beginnings, syllables, readings }
    }
}

/// The rows of [`SEVERAL`]: a character and its readings, separated by blanks.
fn several() -> impl Iterator<Item = (char, &'static str)> {
    SEVERAL.split(", ").filter_map(|row| {
        let (c, readings) = row.split_once(' ')?;
        Some((c.chars().next()?, readings))
    })
}

/// Whether a syllable is one that is typed; dictionaries have interjections such as hng besides.
fn is_typed(syllable: &str) -> bool {
    syllable.bytes().all(|b| b.is_ascii_lowercase()) && syllable.bytes().any(|b| b"aeiouv".contains(&b))
}

/// The likely readings of an ideograph, the likeliest first; of others none.
pub fn readings(c: char) -> impl Iterator<Item = &'static str> {
    let tables = &*TABLES;
    let place = (c as u32).checked_sub(FIRST).and_then(|place| tables.readings.get(place as usize));
    let numbers = place.copied().unwrap_or_default();
    numbers.into_iter().take_while(|number| *number > 0).map(|number| &*tables.syllables[number as usize - 1])
}

/// How a row of letters can be read, at most `most` ways: for each letter its syllable, or itself where it has
/// none. The first has the likeliest reading of each.
pub fn ways(letters: &[char], most: usize) -> Vec<Vec<Syllable>> {
    let mut ways: Vec<Vec<Syllable>> = vec![Vec::with_capacity(letters.len())];
    for c in letters {
        let mut known: Vec<Syllable> = readings(*c).map(Syllable::Read).collect();
        if known.is_empty() {
            known.push(Syllable::Plain(*c));
        }
        if ways.len() * known.len() > most {
            known.truncate(1);
        }
        ways = ways
            .iter()
            .flat_map(|way| {
                known.iter().map(move |syllable| {
                    let mut longer = way.clone();
                    longer.push(*syllable);
                    longer
                })
            })
            .collect();
    }
    ways
}

/// What stands for one character in a row of pinyin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syllable {
    /// The reading of an ideograph.
    Read(&'static str),
    /// A letter or digit, as it is typed.
    Plain(char),
}

impl Syllable {
    /// Adds it to a text as it is typed in full.
    pub fn write(self, text: &mut String) {
        match self {
            Self::Read(syllable) => text.push_str(syllable),
            Self::Plain(c) => text.push(c),
        }
    }

    /// The one byte by which its character is typed; the same for all that cannot be typed so.
    pub fn initial(self) -> u8 {
        match self {
            Self::Read(syllable) => syllable.as_bytes()[0],
            Self::Plain(c) => u8::try_from(c).ok().filter(u8::is_ascii_alphanumeric).unwrap_or(b'?'),
        }
    }

    /// The same for syllables that many speakers do not tell apart: zh and z, eng and en.
    pub fn blurred(self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        if let Self::Read(_) = self {
            for (clear, blurred) in [("zh", "z"), ("ch", "c"), ("sh", "s")] {
                if let Some(rest) = text.strip_prefix(clear) {
                    text = format!("{blurred}{rest}");
                }
            }
            if text.ends_with("ng") {
                text.pop();
            }
        }
        text
    }
}

/// The rows of first letters that what was typed may stand for: full syllables, first letters, ideographs and
/// an unfinished syllable at the end, mixed. `yiqfk` and `疫情fk` give `yqfk`. `begins` tells whether
/// anything begins with a row at all: what does not is not followed.
pub fn initials(typed: &[char], begins: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut following = Following { begins, row: String::new(), rows: Vec::new(), steps: 0 };
    following.from(typed);
    following.rows
}

struct Following<'b> {
    begins: &'b dyn Fn(&str) -> bool,
    row: String,
    rows: Vec<String>,
    steps: usize,
}

impl Following<'_> {
    fn from(&mut self, rest: &[char]) {
        self.steps += 1;
        if self.rows.len() >= MAX_WAYS || self.steps > MAX_STEPS || !(self.begins)(&self.row) {
            return;
        }
        let Some(&c) = rest.first() else {
            if !self.rows.contains(&self.row) {
                self.rows.push(self.row.clone());
            }
            return;
        };
        if !c.is_ascii_lowercase() {
            let mut known: Vec<u8> = readings(c).map(|reading| reading.as_bytes()[0]).collect();
            known.dedup();
            if known.is_empty() {
                known.push(Syllable::Plain(c).initial());
            }
            known.into_iter().for_each(|initial| self.go(initial, &rest[1..]));
            return;
        }
        let letters: String = rest.iter().take(MAX_SYLLABLE_LETTERS).take_while(|c| c.is_ascii_lowercase()).collect();
        for length in (2..=letters.len()).rev() {
            let syllable = &letters[..length];
            let unfinished = length == rest.len() && TABLES.beginnings.contains(syllable);
            // A retroflex initial is typed with one letter or with two.
            if TABLES.known.contains(syllable) || unfinished || matches!(syllable, "zh" | "ch" | "sh") {
                self.go(letters.as_bytes()[0], &rest[length..]);
            }
        }
        self.go(letters.as_bytes()[0], &rest[1..]);
    }

    fn go(&mut self, initial: u8, rest: &[char]) {
        self.row.push(initial.into());
        self.from(rest);
        self.row.pop();
    }
}

/// How the characters of a text answer to what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Characters that were needed.
    pub length: usize,
    /// Whether the last of them was typed in full.
    pub complete: bool,
    /// Whether a single letter stood for a whole character before the end.
    pub abbreviated: bool,
}

/// Whether a text begins with what was typed: each character by itself, by a reading in full or by its first
/// letter, the last one also by a part of its reading. At most 63 characters typed.
pub fn answer(text: &[char], typed: &[char]) -> Option<Answer> {
    if typed.is_empty() || typed.len() > 63 {
        return None;
    }
    let (full, reached) = (reach(text, typed, false), reach(text, typed, true));
    let (length, complete) = full.or(reached)?;
    Some(Answer { length, complete, abbreviated: full.is_none() })
}

/// Follows all places in `typed` at once, one bit each.
fn reach(text: &[char], typed: &[char], abbreviated: bool) -> Option<(usize, bool)> {
    let goal = 1_u64 << typed.len();
    let mut places = 1_u64;
    for (at, c) in text.iter().enumerate() {
        let (mut next, mut unfinished) = (0_u64, false);
        let mut left = places;
        while left != 0 {
            let place = left.trailing_zeros() as usize;
            left &= left - 1;
            let rest = &typed[place..];
            if rest[0] == *c {
                next |= 1 << (place + 1);
            }
            for reading in readings(*c) {
                let common = reading.chars().zip(rest).take_while(|(a, b)| a == *b).count();
                if common == reading.len() {
                    next |= 1 << (place + common);
                } else if common > 0 && common == rest.len() {
                    unfinished = true;
                }
                if abbreviated && common > 0 {
                    next |= 1 << (place + 1);
                    if common > 1 && reading.as_bytes()[1] == b'h' {
                        next |= 1 << (place + 2);
                    }
                }
            }
        }
        if next & goal != 0 {
            return Some((at + 1, true));
        }
        if unfinished {
            return Some((at + 1, false));
        }
        places = next;
        if places == 0 {
            return None;
        }
    }
    None
}

/// The letter under which a text is found in a list by the alphabet: of its first letter, digit or ideograph that by
/// its likeliest reading; `#` where it has none.
pub fn initial(text: &str) -> char {
    let first = text.chars().find(|c| c.is_alphanumeric());
    let reading = first.and_then(|c| readings(c).next()).and_then(|reading| reading.chars().next());
    let read = reading.or_else(|| first.map(fold_char));
    read.filter(char::is_ascii_alphabetic).map_or('#', |c| c.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn characters_are_read() {
        let check = |c: char, expected: &[&str]| assert_eq!(readings(c).collect::<Vec<_>>(), expected, "{c}");
        check('疫', &["yi"]);
        check('行', &["xing", "hang"]);
        check('女', &["nv"]);
        check('a', &[]);
        check('，', &[]);
        for c in "青岑县人民政府办公室关于做好公报报送工作的通知".chars() {
            assert!(readings(c).next().is_some(), "{c}");
        }
    }

    #[test]
    fn every_listed_syllable_is_one() {
        assert!(several().count() > 150);
        for (c, listed) in several() {
            for syllable in listed.split(' ') {
                assert!(is_typed(syllable) && syllable.len() <= MAX_SYLLABLE_LETTERS, "{c} {syllable}");
            }
            assert!(listed.split(' ').count() <= MAX_READINGS, "{c}");
        }
    }

    #[test]
    fn what_was_typed_gives_first_letters() {
        let check = |typed: &str, expected: &str| {
            let rows = initials(&chars(typed), &|_| true);
            assert!(rows.iter().any(|row| row == expected), "{typed}: {rows:?}");
        };
        check("yqfk", "yqfk");
        check("yiqingfangkong", "yqfk");
        check("yiqfk", "yqfk");
        check("疫情fk", "yqfk");
        check("yiqingfangk", "yqfk");
        check("yiqingfangko", "yqfk");
        check("zhongguo", "zg");
        check("zhg", "zg");
        check("xian", "x");
        check("xian", "xa");
        assert!(initials(&chars(&"a".repeat(63)), &|_| true).len() <= MAX_WAYS);
        assert_eq!(initials(&chars("xian"), &|row| "xa".starts_with(row)), ["x", "xa"]);
    }

    #[test]
    fn a_text_answers() {
        let check = |text: &str, typed: &str, expected: Option<(usize, bool, bool)>| {
            let found = answer(&chars(text), &chars(typed));
            assert_eq!(found.map(|a| (a.length, a.complete, a.abbreviated)), expected, "{text} {typed}");
        };
        check("疫情防控工作", "yqfk", Some((4, true, true)));
        check("疫情防控工作", "yiqingfangkong", Some((4, true, false)));
        check("疫情防控工作", "yiqfk", Some((4, true, true)));
        check("疫情防控工作", "疫情fk", Some((4, true, true)));
        check("疫情防控工作", "疫情fang", Some((3, true, false)));
        check("疫情防控工作", "yiqingfa", Some((3, false, false)));
        check("疫情防控", "yqfkg", None);
        check("疫情防控", "yqk", None);
        check("银行", "yinhang", Some((2, true, false)));
        check("中国", "zhguo", Some((2, true, true)));
        check("西安", "xian", Some((2, true, false)));
        check("covid防控", "covidfk", Some((7, true, true)));
        check("绿化", "lvhua", Some((2, true, false)));
    }

    #[test]
    fn ways_are_few() {
        let ways_of = |text: &str| ways(&chars(text), 6).len();
        assert_eq!(ways_of("疫情"), 1);
        assert_eq!(ways_of("银行"), 2);
        assert!(ways_of("行长重会调都单参乐传") <= 6);
    }
}
