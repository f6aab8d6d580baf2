//! Every weight that decides an order, with its reason. The figures that chose them are in `docs/benchmarks.md`:
//! half of the judged questions of one set chose, the other half and two more sets confirmed; those of citations
//! and of how deep is looked were chosen with both halves in view.

/// How many times the title counts in the one field that BM25 scores. One field with weighted terms is
/// BM25F (Robertson, Zaragoza and Taylor, CIKM 2004). Three times cost .002 of MRR@10 against twice, and once
/// gained .002 more; readers of news expect the title to count.
pub const TITLE_WEIGHT: usize = 2;

/// A document with a text of several words as it was typed comes before every one with only its words:
/// BM25 scores of typed queries stay below a thousand.
pub const VERBATIM_BOOST: f32 = 1_000.0;

/// A word of the query that stands in a document as a word comes before all documents in which its characters only
/// straddle a border of words (民政 in 人民政府): no BM25 score of a word reaches this.
pub const WORD_BOOST: f32 = 50.0;

/// The share of a title from which on a query that it has all units of calls for it: less of a title is in it by chance
/// (俄罗斯总理 in 会见俄罗斯第一副总理), and who has the words in a row is meant. With .3 such titles came before 6 % of the
/// texts that have words verbatim, with .6 before .4 %.
pub const MIN_TITLE_SHARE: f32 = 0.6;

/// The same where the query names a document, by a year, a number or its kind: 2019年政府工作报告 makes two fifths of the full
/// title of a report.
pub const MIN_NAMED_SHARE: f32 = 0.3;

/// A title with all units of a query, which make that share of it or more, comes before every text that has the query
/// verbatim: the report is meant, not who quotes it.
pub const TITLE_BOOST: f32 = 2_000.0;

/// A title with all units of a query that make less of it comes before those that have the units scattered in their texts.
pub const LONG_TITLE_BOOST: f32 = 400.0;

/// Of two titles with all units that comes first of which they make more.
pub const TITLE_SHARE_BOOST: f32 = 500.0;

/// Characters of a text from which on a query of several is taken for a sentence that was copied with its blanks.
pub const SENTENCE_CHARS: usize = 8;

/// The document that bears the number or the title typed comes before every document that cites it.
pub const IDENTITY_BOOST: f32 = 10_000.0;

/// 民法典 typed: 中华人民共和国民法典 comes before what is written about it, and after a document with just that title.
pub const WORK_BOOST: f32 = 5_000.0;

/// What a document that is not in force any more is taken off, in points of BM25: more than two texts of one title differ by
/// (5.3 at most among 88 laws and their newer texts), less than anything that was asked for in so many words.
pub const OVER_PENALTY: f32 = 8.0;

/// What a synonym counts against the word that was typed: a bulletin that only has the other writing is as much
/// about it, but the reader chose this one. Bulletins with the typed form come first in any case
/// ([`VERBATIM_BOOST`]); among the others, and in sentences, half keeps one rare long form
/// (新型冠状病毒) from outweighing everything else that was asked.
pub const SYNONYM_WEIGHT: f32 = 0.5;

/// More words than these, typed without a gap, are a sentence.
pub const MAX_KEYWORDS: usize = 4;

/// A text of no more units, and nothing else than what joins names, may be a long name: it is matched loosely only where no
/// bulletin has all of it. Questions of two words are not: 物业费由谁交纳 is answered with 缴纳 (with all of their words first .4121
/// → .4114 of MRR@10 on questions about law, .9518 → .9494 on notices).
pub const MAX_NAME_UNITS: usize = 8;

/// Function words that join names.
pub const JOINING_WORDS: &[&str] = &["的", "和", "与", "及", "或", "暨", "之", "以及"];

/// Terms of a sentence that are looked up, those of the greatest weight.
pub const MAX_TERMS: usize = 40;

/// The share of its terms that a document must have to be found by a sentence: below it lies what only
/// shares a turn of phrase.
pub const MIN_SHARE: f32 = 0.06;

/// What a pair of characters in a sentence counts: half where a border of words runs through it
/// (.352 → .359 of MRR@10), little where it only carries the words (.352 → .356).
pub fn pair_weight(crosses: bool, functional: usize) -> f32 {
    let function = [1.0, 0.65, 0.3][functional.min(2)];
    if crosses { function * 0.5 } else { function }
}

/// Matches of a sentence that are looked at again: of 300, recall@100 on questions is .005 less, of 1,000 no more.
pub const RERANK_DEPTH: usize = 500;

/// The first of these are looked at with their texts.
pub const RERANK_TEXTS: usize = 200;

/// What the second look adds to a score divided by the best score, of what stands below the title. Chosen together
/// out of a grid, within a region where both halves of the three sets gain or keep what they had (MRR@10 on notices .943
/// → .952, on questions about law .411 → .412, on paragraphs .978); .15 for the passage gives .415 on questions about
/// law and takes .003 of their recall@100.
pub const CHARACTERS_WEIGHT: f32 = 0.7;

/// The densest stretch of [`WINDOW`] characters.
pub const WINDOW_WEIGHT: f32 = 0.6;

/// The densest stretch of [`PASSAGE`] characters: an answer often needs more than one sentence.
pub const PASSAGE_WEIGHT: f32 = 0.3;

/// Words that follow each other in the query and stand near each other, in the title as well.
pub const NEIGHBOURS_WEIGHT: f32 = 0.2;

/// What the title has of the query, taken off again: the index has counted it twice, and who asks a question wants the
/// text that answers it (.943 → .948 on notices by itself, −.001 on questions about law).
pub const TITLED_WEIGHT: f32 = 0.2;

/// How many documents cite it, in the mean between none and very many (.363 → .411 of MRR@10 on questions about
/// law, where .3 gives .398 and .6 .407; nothing on notices, which nobody cites yet).
pub const AUTHORITY_WEIGHT: f32 = 0.5;

/// So many citations are half of very many: 10 gives .407, 20 .404.
pub const AUTHORITY_HALF: f32 = 5.0;

/// Characters of a window: a clause or two.
pub const WINDOW: usize = 30;

/// Characters of a passage: two or three sentences.
pub const PASSAGE: usize = 120;

/// Neighbours further apart than this tell nothing.
pub const NEIGHBOURS_REACH: usize = 40;

/// The share of a score that age can take away where recency is asked for: gentle, so that what is much more
/// about the query still comes first. No judged set has dates to choose it by.
pub const RECENCY_WEIGHT: f32 = 0.3;

/// Saturation and length normalisation of BM25, as the engine has them.
pub const K1: f32 = 1.2;

/// See [`K1`].
pub const B: f32 = 0.75;

/// Verbs that only carry a noun: 对票价进行调整 is 调整票价. Among the words of a sentence they count as any.
const LIGHT_VERBS: &[&str] = &["进行", "予以", "加以"];

/// Whether a word beside others asks for nothing: function words, and verbs that only carry a noun.
pub fn asks_nothing(word: &str) -> bool {
    is_function_word(word) || LIGHT_VERBS.contains(&word)
}

/// Whether a word only carries others: particles, pronouns, question words.
pub fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains(&word) || INTERROGATIVES.contains(&word)
}

/// The kinds of documents that titles end in (文种): those of GB/T 9704 and of the 党政机关公文处理工作条例, of laws, and of
/// what is published besides.
#[rustfmt::skip]
pub const DOCUMENT_KINDS: &[&str] = &[
    "决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案", "函", "纪要",
    "条例", "规定", "办法", "细则", "规则", "解释", "准则", "规划", "纲要", "方案", "计划", "预案", "名单", "目录", "清单",
    "指南", "公示", "倡议书", "公开信", "讲话", "简历", "预算", "决算", "年报", "解读",
];

/// What is typed beside the short name of a law by who wants the law itself.
pub const BESIDE_WORKS: &[&str] = &["修改", "修订", "修正", "最新", "新", "条文"];

/// What is typed behind the name of a document by who wants to read it.
pub const WHOLE_TEXT: &[&str] = &["全文", "原文"];

/// Function words of one character that stand in names as well: 于都, 从化, 和平里, 王中, 中发, 对台.
pub const NAMING_FUNCTION_WORDS: &str = "与及或对于由以其所之将从被把和在有到上下中里并且可能应会过得地等若而都";

/// Function words that ask.
#[rustfmt::skip]
pub const INTERROGATIVES: &[&str] = &[
    "吗", "呢", "哪", "谁", "怎么", "怎么办", "怎样", "怎么样", "如何", "什么", "为什么", "为何", "什么样", "哪些", "哪个", "哪种",
    "哪里", "哪儿", "多少", "几", "几个", "多久", "何时", "何地", "何种", "何处", "能否", "可否", "是否",
];

/// The other function words that are typed in questions. Written down for this project.
#[rustfmt::skip]
pub const FUNCTION_WORDS: &[&str] = &[
    "的", "了", "吧", "啊", "呀", "么", "嘛", "是", "在", "有", "和", "与", "跟", "及", "或", "就", "都",
    "也", "还", "又", "而", "被", "把", "将", "从", "对", "于", "由", "以", "其", "所", "之", "这",
    "那", "此", "该", "我", "你", "他", "她", "它", "我们", "你们", "他们", "自己", "个", "些", "为", "给",
    "到", "让", "等", "着", "过", "得", "地", "会", "能", "要", "可", "应", "应该", "应当", "可以", "能够",
    "可不可以", "能不能", "是不是", "会不会", "有没有", "要不要", "多长时间", "多长", "多大", "请问", "请教", "咨询", "一下", "如果", "假如", "若",
    "那么", "但是", "但", "然后", "之后", "的话", "情况下", "什么时候", "时候", "属于", "需要", "必须", "还是", "或者", "以及", "并",
    "且", "并且", "因为", "所以", "由于", "关于", "对于", "想问", "知道", "目前", "现在", "上", "下", "中", "里",
];
