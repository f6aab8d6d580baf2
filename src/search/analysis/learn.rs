//! A [`Learner`] reads bulletins and finds the words that no dictionary has: who wrote them, who issued
//! them, what they quote, the places and the people they name.
//!
//! Every kind has its threshold and its bound (see [`KINDS`]); what is counted is in how many bulletins a
//! word stands, and memory is bounded by forgetting what was seen once when too much was seen.

use std::collections::{HashMap, HashSet};

use super::Analyzer;
use super::dictionary::{Entry, Origin};
use super::fold::fold_for_words;
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
    /// Words that are learnt at most, the most frequent first.
    most: usize,
}

/// What is learnt. A word of two characters joins strangers easily, so it must be seen more often than the
/// longer ones of its kind ([`Learner::finish`]).
const KINDS: &[Kind] = &[
    // Fields say what they are: once may be a misprint, twice is not.
    Kind { origin: Origin::Person, tag: "nr", length: (2, 4), least: 2, most: 15_000 },
    Kind { origin: Origin::Body, tag: "nt", length: (3, 12), least: 2, most: 10_000 },
    Kind { origin: Origin::Column, tag: "n", length: (2, 8), least: 3, most: 1_000 },
    // Quotation marks also hold speech: three bulletins do not say the same by chance.
    Kind { origin: Origin::Slogan, tag: "n", length: (2, 8), least: 3, most: 10_000 },
    Kind { origin: Origin::Division, tag: "ns", length: (3, 6), least: 3, most: 10_000 },
    // The model guesses: what it guesses in five bulletins is a name or at least a word.
    Kind { origin: Origin::Name, tag: "nr", length: (3, 3), least: 5, most: 10_000 },
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
const FAMILY_NAMES: &str = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚汤陶黎温莫易樊乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐向申葛柴伍覃骆关焦柳欧祝纪尚毕耿芦左季管符辛苗詹曲欧靳祁路涂兰甘裴梅童翁霍游阮尤岳柯牟滕谷舒卜饶宁凌盛查单冉鲍华包屈房喻解蒲卫简时连车项闵邬吉党阳司费蒙席晏隋古强穆姬应池占楚仇麻";

/// Ends of the names of administrative divisions, longer ones first.
const DIVISIONS: &[&str] =
    &["街道", "自治县", "开发区", "社区", "县", "市", "区", "镇", "乡", "村", "旗", "盟", "苏木"];

/// What a division's name follows: the end of a larger one.
const LARGER: &str = "省市县区镇乡州盟旗道";

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
    pub fn read(&mut self, article: &Article) {
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
            let origin = if name.chars().count() > 4 { Origin::Body } else { Origin::Person };
            take(origin, &name);
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
            if length == 3 && FAMILY_NAMES.contains(first) && !self.analyzer.knows(token) && !self.has_words(token) {
                take(Origin::Name, token);
            }
            // A place: at the beginning of a clause or after a larger place, up to an end of a division.
            let before = index.checked_sub(1).and_then(|before| tokens[before].chars().next_back());
            if before.is_none_or(|c| !c.is_alphanumeric() || LARGER.contains(c)) {
                let mut name = String::new();
                for part in tokens[index..].iter().take(4) {
                    name.push_str(part);
                    if name.chars().count() > 6 || !part.chars().all(is_han) {
                        break;
                    }
                    if is_division(&name) {
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
                    let short = usize::from(word.chars().nth(2).is_none());
                    *count >= kind.least + 3 * short && !known.contains(word) && self.is_whole(kind.origin, word)
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
            // Two ordinary words side by side stay two words for the reader of the lane.
            Origin::Slogan | Origin::Column => parts.len() <= 4,
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

/// Whether a name ends as a division's does, and what is before that can be a name.
fn is_division(name: &str) -> bool {
    let Some(own) = DIVISIONS.iter().find_map(|end| name.strip_suffix(end)) else { return false };
    let mut characters = own.chars();
    let (first, last) = (characters.next(), own.chars().next_back());
    let loose = |c: Option<char>| c.is_none_or(|c| NO_NAMES.contains(c) || LOOSE.contains(c));
    own.chars().nth(1).is_some() && !loose(first) && !last.is_none_or(|c| LOOSE.contains(c) || LARGER.contains(c))
}
