//! A [`Learner`] reads bulletins and finds the words that no dictionary has: who wrote them, who issued
//! them, what they quote, the places and the people they name.
//!
//! Every kind has its threshold and its bound (see [`KINDS`]); what is counted is in how many bulletins a
//! word stands, and memory is bounded by forgetting what was seen once when too much was seen.

use std::collections::{HashMap, HashSet};

use super::dictionary::{Entry, Origin};
use super::fold::fold_for_words;
use super::words::Analyzer;
use crate::model::Article;
use crate::model::text::is_han;

/// Thresholds of one kind of word.
struct Kind {
    origin: Origin,
    /// Part of speech, as jieba names it.
    tag: &'static str,
    /// Characters, from and to.
    length: (usize, usize),
    /// Bulletins in which it stands at least.
    least: usize,
    /// How many more for a word of three characters, and of two: short ones join strangers easily.
    more_for_three: usize,
    more_for_two: usize,
    /// Words that are learnt at most, the most frequent first.
    most: usize,
}

impl Kind {
    const fn new(
        origin: Origin,
        tag: &'static str,
        length: (usize, usize),
        (least, more_for_three, more_for_two): (usize, usize, usize),
        most: usize,
    ) -> Self {
        Self { origin, tag, length, least, more_for_three, more_for_two, most }
    }
}

/// What is learnt; the figures were chosen by reading what 38,351 bulletins give, and so that segmentation of
/// other texts gets no worse.
const KINDS: &[Kind] = &[
    // Fields say what they are: once may be a misprint, twice is not.
    Kind::new(Origin::Person, "nr", (2, 4), (2, 0, 3), 15_000),
    Kind::new(Origin::Body, "nt", (3, 12), (2, 1, 0), 10_000),
    Kind::new(Origin::Column, "n", (2, 8), (3, 3, 27), 1_000),
    // Quotation marks also hold speech: three bulletins do not say the same four characters by chance.
    Kind::new(Origin::Slogan, "n", (2, 8), (3, 7, 27), 10_000),
    Kind::new(Origin::Division, "ns", (3, 6), (3, 0, 0), 10_000),
    // The model guesses: what it guesses in five bulletins is a name or at least a word.
    Kind::new(Origin::Name, "nr", (3, 3), (5, 0, 0), 10_000),
];

/// Words that all kinds together may give.
pub const MAX_LEARNT: usize = 50_000;

/// Words of one kind that are counted at a time.
const MAX_COUNTED: usize = 400_000;

/// Characters of a bulletin that are read for words: the longest have a hundred thousand.
const READ_CHARS: usize = 50_000;

/// Characters that begin or end no word by themselves; a piece of text that does is a piece of a sentence.
const LOOSE: &str = "的了是在和与及或为着过吗呢吧啊被把将从对向就也都还要又再很最更不没有这那哪其我你他她它们个之而且但若如则并所以于由因";

/// The most frequent family names; a name the model recognises begins with one.
const FAMILY_NAMES: &str = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常顾赖武康贺严尹钱施牛洪龚汤陶黎温莫易樊乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐向申葛柴伍覃骆关焦柳欧祝纪尚毕耿芦左季管符辛苗詹曲欧靳祁路涂兰甘裴梅童翁霍游阮尤岳柯牟滕谷舒卜饶宁凌盛查单冉鲍华包屈房喻解蒲卫简时连车闵邬吉阳司费蒙席晏隋古穆姬应池占楚仇麻";

/// Whether a character is one of the most frequent family names.
pub fn is_family_name(c: char) -> bool {
    FAMILY_NAMES.contains(c)
}

/// Family names of two characters.
const DOUBLE_FAMILY_NAMES: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "宇文", "长孙", "夏侯",
    "端木",
];

/// What follows a name and is taken for its end by the model: 王某等, 李某任.
const AFTER_NAMES: &str = "等同作说称率任兼会长制型局店新列忧箱奖代分所村县市区镇湖愿赴到";

/// Ends of the names of administrative divisions, longer ones first.
const DIVISIONS: &[&str] =
    &["街道", "自治县", "开发区", "社区", "县", "市", "区", "镇", "乡", "村", "旗", "盟", "苏木"];

/// What a division's name follows: the end of a larger one.
const LARGER: &str = "省市县区镇乡州盟旗道";

/// Words that a place follows.
const PREPOSITIONS: &[&str] = &["在", "从", "到", "赴", "至", "位于", "来自", "前往", "抵达"];

/// What is no name before an end of [`DIVISIONS`].
const NO_NAMES: &str =
    "全各本该某每此这那我你他两三四五六七八九十百千一二几多个村镇乡县市区省新老旧大小和与及等在到为的了是城山农下上中";

/// Counts words until it is asked for them.
pub struct Learner {
    analyzer: Analyzer,
    counts: HashMap<Origin, HashMap<String, usize>>,
    read: usize,
}

impl Learner {
    /// One that has read nothing. `analyzer` should know jieba's and the product's words only, so that the
    /// same bulletins give the same words every time.
    pub fn new(analyzer: Analyzer) -> Self {
        Self { analyzer, counts: HashMap::new(), read: 0 }
    }

    /// Reads a bulletin; the order of bulletins matters only beyond the bound of what is counted.
    pub fn learn(&mut self, article: &Article) {
        self.read += 1;
        let mut found: HashSet<(Origin, String)> = HashSet::new();
        let mut take = |origin: Origin, word: &str| {
            let Some(kind) = KINDS.iter().find(|kind| kind.origin == origin) else { return };
            let length = word.chars().count();
            if (kind.length.0..=kind.length.1).contains(&length) && word.chars().all(is_han) {
                found.insert((origin, word.to_owned()));
            }
        };
        let parts = |text: &str| -> Vec<String> {
            let folded = fold_for_words(text);
            folded.split(|c: char| !is_han(c)).filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        for name in article.authors.iter().chain(&article.editor).flat_map(|text| parts(text)) {
            // Four characters are two names that lost the space between them, but for the old double family names.
            if name.chars().count() < 4 || DOUBLE_FAMILY_NAMES.iter().any(|family| name.starts_with(family)) {
                take(Origin::Person, &name);
            }
        }
        for body in article.issuers.iter().chain(&article.source).chain(&article.site).flat_map(|text| parts(text)) {
            take(Origin::Body, &body);
        }
        for column in article.column.iter().flat_map(|text| parts(text)) {
            take(Origin::Column, &column);
        }
        let mut left = READ_CHARS;
        for paragraph in std::iter::once(&article.title).chain(&article.paragraphs) {
            let text: String = paragraph.chars().take(left).collect();
            left -= text.chars().count();
            let text = fold_for_words(&text);
            quoted(&text, |slogan| take(Origin::Slogan, slogan));
            let tokens: Vec<&str> = self.analyzer.segment(&text, true).collect();
            self.names(&tokens, &mut take);
            if left == 0 {
                break;
            }
        }
        for (origin, word) in found {
            if !self.analyzer.knows(&word) {
                *self.counts.entry(origin).or_default().entry(word).or_default() += 1;
            }
        }
        for counts in self.counts.values_mut().filter(|counts| counts.len() > MAX_COUNTED) {
            let mut rare = 1;
            while counts.len() > MAX_COUNTED / 2 {
                counts.retain(|_, count| *count > rare);
                rare += 1;
            }
        }
    }

    /// Names of people and places among the tokens of a text.
    fn names(&self, tokens: &[&str], take: &mut impl FnMut(Origin, &str)) {
        for (index, token) in tokens.iter().enumerate() {
            let mut characters = token.chars();
            let first = characters.next().unwrap_or(' ');
            if !is_han(first) {
                continue;
            }
            let length = 1 + characters.count();
            let last = token.chars().next_back().unwrap_or(' ');
            if length == 3
                && FAMILY_NAMES.contains(first)
                && !AFTER_NAMES.contains(last)
                && !self.analyzer.knows(token)
                && !self.has_words(token)
            {
                take(Origin::Name, token);
            }
            // A place: at the beginning of a clause, after a preposition or a larger place, up to an end of a division.
            let before = index.checked_sub(1).and_then(|before| tokens[before].chars().next_back());
            let after_preposition = index.checked_sub(1).is_some_and(|before| PREPOSITIONS.contains(&tokens[before]));
            if after_preposition || before.is_none_or(|c| !c.is_alphanumeric() || LARGER.contains(c)) {
                let mut name = String::new();
                for part in tokens[index..].iter().take(4) {
                    name.push_str(part);
                    if name.chars().count() > 6 || !part.chars().all(is_han) {
                        break;
                    }
                    if self.is_division(&name) {
                        take(Origin::Division, &name);
                        break;
                    }
                }
            }
        }
    }

    /// Whether the dictionary has a word of several characters within a word that it has not: 于推动.
    fn has_words(&self, word: &str) -> bool {
        self.analyzer.segment(word, false).any(|part| part.chars().nth(1).is_some())
    }

    /// Whether a name ends as a division's does, and what is before that can be a name: of characters that
    /// make no words (石篱县), or a word that is a name itself (福田区); not 提升城市, 部分地区.
    fn is_division(&self, name: &str) -> bool {
        let Some(own) = DIVISIONS.iter().find_map(|end| name.strip_suffix(end)) else { return false };
        let tail: String = name.chars().skip(name.chars().count().saturating_sub(2)).collect();
        let no_end = |c: char| LOOSE.contains(c) || LARGER.contains(c) || NO_NAMES.contains(c);
        own.chars().nth(1).is_some()
            && !own.starts_with(|c| NO_NAMES.contains(c) || LOOSE.contains(c))
            && !own.ends_with(no_end)
            && (!self.analyzer.knows(&tail) || DIVISIONS.contains(&&*tail))
            && (!self.has_words(own) || self.analyzer.is_name(own))
    }

    /// How many bulletins were read.
    pub fn articles(&self) -> usize {
        self.read
    }

    /// The words that reach the threshold of their kind, each for the first kind of [`KINDS`] that has it.
    pub fn finish(mut self) -> Vec<Entry> {
        let mut learnt: Vec<Entry> = Vec::new();
        let mut known: HashSet<String> = HashSet::new();
        for kind in KINDS {
            let counts = self.counts.remove(&kind.origin).unwrap_or_default();
            let mut words: Vec<(String, usize)> = counts
                .into_iter()
                .filter(|(word, count)| {
                    let shorter = 4_usize.saturating_sub(word.chars().count());
                    let least = kind.least + [0, kind.more_for_three, kind.more_for_two][shorter.min(2)];
                    // A known word inside, as in 可持续发展, is found as it is; joining it wants a reason.
                    let inner = kind.origin == Origin::Slogan && self.has_words(word);
                    let least = if inner { least * 5 } else { least };
                    *count >= least && !known.contains(word) && self.is_whole(kind.origin, word)
                })
                .collect();
            words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            words.truncate(kind.most.min(MAX_LEARNT - learnt.len()));
            for (word, seen) in words {
                known.insert(word.clone());
                let tag = kind.tag.to_owned();
                learnt.push(Entry { word, frequency: None, tag, origin: kind.origin, seen });
            }
        }
        learnt
    }

    /// Whether it can be a word without harm. Search mode indexes the words of two and three characters
    /// inside a longer one; where it has an inner word of four, such as 人力资源, joining would hide that.
    /// And a sentence's piece is no word.
    fn is_whole(&self, origin: Origin, word: &str) -> bool {
        let loose = |c: Option<char>| c.is_some_and(|c| LOOSE.contains(c));
        let in_text = matches!(origin, Origin::Slogan | Origin::Name);
        if in_text && (loose(word.chars().next()) || loose(word.chars().next_back())) {
            return false;
        }
        let parts: Vec<usize> = self.analyzer.segment(word, false).map(|part| part.chars().count()).collect();
        if parts.iter().any(|length| *length > 3) {
            return false;
        }
        match origin {
            // Ordinary words side by side stay words: 国家安全 is found by either.
            Origin::Slogan | Origin::Column => parts.len() <= 4 && parts.contains(&1),
            _ => true,
        }
    }
}

/// Calls for what stands in quotation marks, which folding has made one.
fn quoted(folded: &str, mut each: impl FnMut(&str)) {
    // Marks come in pairs; one that is missing displaces the rest of the paragraph, no more.
    for piece in folded.split('"').skip(1).step_by(2) {
        each(piece);
    }
}
