//! Every address of the API: what it takes, what it answers, and examples that the tests send.

use percent_encoding::percent_decode_str;
use serde_json::json;

use super::parameters::{Parameter, number, of_advanced, of_search, of_trends, one_of, text};
use crate::web::format::Representation;

/// An address.
pub struct Operation {
    /// The address, parameters in braces.
    pub path: &'static str,
    /// The name in clients that are generated.
    pub id: &'static str,
    /// What it is, in Chinese and in English.
    pub summary: (&'static str, &'static str),
    /// What it takes, but for the form.
    parameters: fn() -> Vec<Parameter>,
    /// The forms it is to be had in.
    pub forms: &'static [Representation],
    /// The schema of its JSON; none where it leads elsewhere.
    pub schema: Option<&'static str>,
    /// Whether what it names may not be there.
    pub may_miss: bool,
    /// Addresses to try.
    pub examples: &'static [&'static str],
}

impl Operation {
    /// What it takes, the form last.
    pub fn parameters(&self) -> Vec<Parameter> {
        let mut parameters = (self.parameters)();
        parameters.push(Parameter::format(self.forms));
        parameters
    }

    /// The addresses to try, each as it is sent and as a person reads it.
    pub fn readable(&self) -> impl Iterator<Item = (&'static str, String)> {
        self.examples.iter().map(|example| (*example, percent_decode_str(example).decode_utf8_lossy().into_owned()))
    }
}

/// Every address, the most used first.
pub static OPERATIONS: &[Operation] = &[
    Operation {
        path: "/search",
        id: "search",
        summary: ("检索", "search"),
        parameters: of_search,
        forms: Representation::OF_LISTS,
        schema: Some("SearchResults"),
        may_miss: false,
        examples: &[
            "/search?q=%E9%98%B2%E6%B1%9B",
            "/search?q=%E9%98%B2%E6%B1%9B&sort=-date&per_page=5&facets=year,source:50",
            "/search?not_source=%E6%97%A0&missing=document_number&fields=id,title&highlight=off",
            "/search?q=%E9%98%B2%E6%B1%9B&histogram=auto&related=on&from=2020&to=2020",
            "/search?q=%E9%98%B2%E6%B1%9B&from=1950&to=1950",
            "/search?q=%E9%98%B2%E6%B1%9B&within=%E6%BC%94%E7%BB%83",
            "/search?cursor=*&sort=-date&per_page=100",
            "/search?q=%E5%B7%A5%E4%BD%9C&explain=1&recency=365&from=2019&to=2021",
            "/search?q=%E9%98%B2%E6%B1%9B&as_of=2024-05-01",
        ],
    },
    Operation {
        path: "/trends",
        id: "trends",
        summary: ("词语趋势：每月或每年用在多少篇里", "phrases by month or year"),
        parameters: of_trends,
        forms: Representation::OF_TRENDS,
        schema: Some("Trends"),
        may_miss: false,
        examples: &[
            "/trends?q=%E9%98%B2%E6%B1%9B&q=%E7%96%AB%E6%83%85%E9%98%B2%E6%8E%A7",
            "/trends?q=%E9%98%B2%E6%B1%9B%20%E6%BC%94%E7%BB%83&match=words&interval=year&from=2019&to=2021",
            "/trends?q=%E9%98%B2%E6%B1%9B&split=source",
            "/trends",
        ],
    },
    Operation {
        path: "/suggest",
        id: "suggest",
        summary: ("边写边提示", "suggestions while typing"),
        parameters: || {
            vec![
                Parameter::new(
                    "q",
                    text(),
                    ("写到这里的字、拼音或首字母", "what has been typed so far: characters, pinyin or initials"),
                    "yqfk",
                ),
                Parameter::limit(20, "8"),
            ]
        },
        forms: Representation::OF_DATA,
        schema: Some("Suggestions"),
        may_miss: false,
        examples: &["/suggest?q=yqfk&limit=5"],
    },
    Operation {
        path: "/advanced",
        id: "advanced",
        summary: ("把填写的各项写成一个检索式", "the parts of a query, written as one"),
        parameters: of_advanced,
        forms: Representation::OF_PAGES,
        schema: Some("Advanced"),
        may_miss: false,
        examples: &["/advanced?all=%E9%98%B2%E6%B1%9B&any=%E6%B0%B4%E5%BA%93+%E6%B2%B3%E9%81%93&scope=title&from=2020"],
    },
    Operation {
        path: "/browse",
        id: "browse",
        summary: ("分类浏览的各个入口", "the ways to browse"),
        parameters: Vec::new,
        forms: Representation::OF_PAGES,
        schema: Some("Ways"),
        may_miss: false,
        examples: &["/browse"],
    },
    Operation {
        path: "/browse/{facet}",
        id: "browse_values",
        summary: ("一个入口的全部值，按篇数或音序", "every value of a facet, by number or by letter"),
        parameters: || {
            vec![
                Parameter::facet("facet", ("哪一项", "which facet")),
                Parameter::new(
                    "sort",
                    one_of(["count", "name"].into_iter()),
                    ("按篇数，或按音序", "by number, or by pinyin"),
                    "name",
                ),
                Parameter::new(
                    "initial",
                    json!({ "type": "string", "pattern": "^[A-Za-z#]?$" }),
                    (
                        "只列这个字母开头的，汉字按拼音；# 是没有字母的",
                        "only values that begin with this letter, Chinese by its pinyin; `#` for those that have none",
                    ),
                    "Q",
                ),
                Parameter::new("page", number(10_000), ("页码，每页 120 个", "the page, of 120 values"), "2"),
            ]
        },
        forms: Representation::OF_PAGES,
        schema: Some("Browsed"),
        may_miss: true,
        examples: &["/browse/source", "/browse/source?sort=name&initial=Q", "/browse/year?sort=name"],
    },
    Operation {
        path: "/browse/{facet}/{value}",
        id: "landing",
        summary: (
            "一个来源、记者、机关等：有几篇，何时，最新的，和最常见的栏目、地区等",
            "what there is of a source, a person, an issuer",
        ),
        parameters: || {
            vec![
                Parameter::facet("facet", ("哪一项", "which facet")),
                Parameter::in_path("value", ("它的值", "its value"), "青岑新闻网"),
            ]
        },
        forms: Representation::OF_PAGES,
        schema: Some("Landing"),
        may_miss: true,
        examples: &[
            "/browse/source/%E9%9D%92%E5%B2%91%E6%96%B0%E9%97%BB%E7%BD%91",
            "/browse/author/%E9%82%B1%E4%B8%80%E8%8B%87",
            "/browse/year/2020",
        ],
    },
    Operation {
        path: "/latest",
        id: "latest",
        summary: ("今天、本周、本月有几篇，和最新的公报", "how many are new, and the newest"),
        parameters: Vec::new,
        forms: Representation::OF_PAGES,
        schema: Some("Latest"),
        may_miss: false,
        examples: &["/latest"],
    },
    Operation {
        path: "/articles/{id}",
        id: "article",
        summary: ("一篇公报；带着检索的参数时标出命中", "a bulletin; with the parameters of a search it is marked"),
        parameters: || {
            vec![Parameter::id(), Parameter::new("q", text(), ("要标出的检索词", "the query to mark"), "防汛")]
        },
        forms: Representation::OF_ARTICLES,
        schema: Some("Article"),
        may_miss: true,
        examples: &["/articles/{id}", "/articles/{id}?q=%E9%98%B2%E6%B1%9B"],
    },
    Operation {
        path: "/articles",
        id: "articles",
        summary: ("几篇公报，按编号", "bulletins by their ids"),
        parameters: || {
            vec![Parameter::new(
                "ids",
                json!({ "type": "string", "minLength": 1 }),
                ("1 到 100 个编号，逗号分隔", "1 to 100 ids, comma-separated"),
                "a,b",
            )]
        },
        forms: Representation::OF_DATA,
        schema: Some("Articles"),
        may_miss: false,
        examples: &["/articles?ids={id},nobody"],
    },
    Operation {
        path: "/articles/{id}/versions",
        id: "versions",
        summary: ("一篇公报的各个版本", "every version of a bulletin"),
        parameters: || vec![Parameter::id()],
        forms: Representation::OF_PAGES,
        schema: Some("Versions"),
        may_miss: true,
        examples: &["/articles/{id}/versions"],
    },
    Operation {
        path: "/articles/{id}/versions/{number}",
        id: "version",
        summary: ("一个版本；可与另一版比较", "one version, and how it is different from another"),
        parameters: || {
            vec![
                Parameter::id(),
                Parameter::in_path("number", ("第几版，从 1 起", "the number of the version, from 1"), "1"),
                Parameter::new(
                    "against",
                    json!({ "type": "integer", "minimum": 1 }),
                    ("与这一版逐词比较", "the version to compare with, word by word"),
                    "1",
                ),
            ]
        },
        forms: Representation::OF_PAGES,
        schema: Some("OneVersion"),
        may_miss: true,
        examples: &["/articles/{id}/versions/1", "/articles/{id}/versions/1?against=1"],
    },
    Operation {
        path: "/articles/{id}/related",
        id: "related",
        summary: ("相近的公报", "bulletins like this one"),
        parameters: || vec![Parameter::id(), Parameter::limit(50, "6")],
        forms: Representation::OF_DATA,
        schema: Some("Related"),
        may_miss: true,
        examples: &["/articles/{id}/related?limit=3"],
    },
    Operation {
        path: "/articles/{id}/compare/{other}",
        id: "compare",
        summary: ("与另一篇（如转载）逐词比较", "how another bulletin, such as a reprint, is different"),
        parameters: || {
            vec![Parameter::id(), Parameter::in_path("other", ("另一篇的编号", "the id of the other"), "qc-2")]
        },
        forms: Representation::OF_PAGES,
        schema: Some("Compared"),
        may_miss: true,
        examples: &["/articles/{id}/compare/{id}"],
    },
    Operation {
        path: "/articles/{id}/citations",
        id: "citations",
        summary: ("它引用的文件，和引用它的公报", "what a bulletin cites, and what cites it"),
        parameters: || {
            vec![
                Parameter::id(),
                Parameter::limit(100, "20"),
                Parameter::number("page", 1_000, ("第几页", "the page"), "2"),
            ]
        },
        forms: Representation::OF_CITATIONS,
        schema: Some("Citations"),
        may_miss: true,
        examples: &["/articles/{id}/citations?limit=3", "/articles/{id}/citations?page=1"],
    },
    Operation {
        path: "/document-numbers/{number}",
        id: "document_number",
        summary: ("按发文字号找公报，括号不拘；转到公报或检索", "to the bulletin of a document number in any writing"),
        parameters: || vec![Parameter::in_path("number", ("发文字号", "the document number"), "青政办发〔2021〕8号")],
        forms: Representation::OF_ARTICLES,
        schema: None,
        may_miss: true,
        examples: &["/document-numbers/{document_number}"],
    },
    Operation {
        path: "/facets/{name}",
        id: "facet",
        summary: ("一个筛选项的值和篇数；可带检索的参数", "the values of a facet; takes the parameters of a search"),
        parameters: || {
            vec![
                Parameter::facet("name", ("筛选项", "the facet")),
                Parameter::new("prefix", text(), ("值的开头", "what values begin with"), "青"),
                Parameter::new("containing", text(), ("值里含有", "what values contain"), "融媒体"),
                Parameter::limit(1_000, "50"),
                Parameter::new(
                    "q",
                    text(),
                    ("只在这次检索的结果里数", "counts within the results of this query alone"),
                    "防汛",
                ),
            ]
        },
        forms: Representation::OF_PAGES,
        schema: Some("Facet"),
        may_miss: true,
        examples: &["/facets/source?limit=5", "/facets/year?q=%E9%98%B2%E6%B1%9B&prefix=20&containing=2"],
    },
    Operation {
        path: "/changes",
        id: "changes",
        summary: (
            "自某个修订号以来的变化，可据以镜像全部公报",
            "what has changed since a revision, to mirror the archive",
        ),
        parameters: || {
            vec![
                Parameter::new(
                    "since",
                    json!({ "type": "integer", "minimum": 0, "maximum": 999_999_999_999_999_999_i64 }),
                    ("上次取到的修订号，从 0 起", "the revision reached before, from 0"),
                    "0",
                ),
                Parameter::limit(500, "100"),
            ]
        },
        forms: &[Representation::Json, Representation::Ndjson],
        schema: Some("Changes"),
        may_miss: false,
        examples: &["/changes?since=0&limit=3"],
    },
    Operation {
        path: "/stats",
        id: "stats",
        summary: ("各项数字", "figures"),
        parameters: Vec::new,
        forms: Representation::OF_DATA,
        schema: Some("Stats"),
        may_miss: false,
        examples: &["/stats"],
    },
    Operation {
        path: "/readyz",
        id: "readiness",
        summary: ("检索是否跟上了库", "whether searches reflect the store"),
        parameters: Vec::new,
        forms: Representation::OF_DATA,
        schema: Some("Readiness"),
        may_miss: false,
        examples: &["/readyz"],
    },
];
