//! The query language by examples, for its page and its data. Every example is a query that works; the
//! grammar itself is in `docs/query.md`.

use super::links::escaped;

/// Examples of one kind.
pub struct Section {
    /// In Chinese.
    pub title: &'static str,
    /// In English.
    pub title_en: &'static str,
    /// What to type, what it means in Chinese, and in English.
    pub examples: &'static [(&'static str, &'static str, &'static str)],
}

/// The search for an example.
pub fn url(query: &str) -> String {
    format!("/search?q={}", escaped(query))
}

/// Every example, the simplest first.
pub const SECTIONS: &[Section] = &[
    Section {
        title: "字词与原话",
        title_en: "words and phrases",
        examples: &[
            ("防汛 演练", "两个词都要有，不论先后、远近", "both words, in any order"),
            ("“应急演练”", "引号里一字不差；\" \"、“ ”、「 」都可以", "exactly these characters"),
            ("汛", "单个字也查得到，词典里没有的人名、地名也一样", "single characters work too"),
            ("防汛*", "以“防汛”开头；0579*、covid* 尤其有用", "what begins with this"),
            ("\"防汛 物资\"~10", "引号里的词相距不超过 10 个字，不论先后", "within 10 characters of each other"),
        ],
    },
    Section {
        title: "不要、或者、括号",
        title_en: "not, or, brackets",
        examples: &[
            ("防汛 -演练", "有“防汛”而没有“演练”；减号前要有空格，后面没有", "without a word"),
            ("防汛 不含 “应急演练”", "同上；也可以写 NOT", "NOT is written 不含 as well"),
            ("防汛 OR 抗旱", "有其中一个就行；也可以写 或、|", "either of them; 或 and | as well"),
            ("工作 防汛 或 抗旱", "“工作”一定要有，“防汛”“抗旱”有一个就行", "或 joins only its neighbours"),
            ("(防汛 OR 抗旱) -(演练 OR 物资)", "括号分组；文号、“（试行）”里的括号仍是文字", "brackets group"),
        ],
    },
    Section {
        title: "只在某一项里找",
        title_en: "fields",
        examples: &[
            ("标题:防汛", "标题里有；也可以写 title:", "in the title"),
            ("标题:(防汛 OR 抗旱)", "括号里可以写几个", "several values in brackets"),
            ("来源:青岑", "来源含“青岑”的都算，不必写全", "part of a value is enough"),
            ("来源:(青岑 OR 泊云) 防汛", "来源是其中一个", "one of several sources"),
            ("栏目:乡镇", "栏目 column、记者 author、编辑 editor、关键词 keyword", "column, author, editor, keyword"),
            (
                "公文种类:通知",
                "发文机关 issuer、公文种类 kind、主题分类 subject、有效性 validity",
                "issuer, kind, subject, validity",
            ),
            ("地区:青岑", "地区 region、网站 site、语言 language、年份 year", "region, site, language, year"),
            ("文号:青政办发", "发文字号；括号的写法不拘：〔〕 [ ] （ ）", "document number, or part of one"),
        ],
    },
    Section {
        title: "日期",
        title_en: "dates",
        examples: &[
            ("日期:2020-02", "2020年2月发布的；也可以写 2020年2月、2020-02-04、2020", "a year, a month or a day"),
            ("日期:2020-01..2020-03", "从何时到何时，两端都算；可以只写一端", "from … to …"),
            ("日期:>=2020-06", "从此以后；还有 >、<=、<", "comparisons"),
            ("年份:2020", "那一年的", "of a year"),
            ("日期:去年", "今天、昨天、本周、上周、本月、上月、今年、去年、前年", "relative to today"),
            ("日期:最近30天", "还有 近三个月、最近一周、近半年", "the last 30 days"),
        ],
    },
];
