//! Every address of the API: what it takes, what it answers, and examples that the tests send.

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::model::FACETS;
use crate::search::engine::query::Sort;
use crate::search::features::trends::{Interval, MAX_QUERIES};
use crate::search::pipeline::recency::MAX_HALF_LIFE;
use crate::search::query::Match;
use crate::search::types::request::SearchRequest;
use crate::web::format::Representation;
use crate::web::resources::trends;
use crate::web::url::fields::FieldName;
use crate::web::url::params::NOT_PREFIX;
use crate::web::url::values::{Unit, interval_name, match_name, sort_name};

/// An address.
pub struct Operation {
    /// The address, parameters in braces.
    pub path: &'static str,
    /// The name in clients that are generated.
    pub id: &'static str,
    /// What it is, in Chinese and in English.
    pub summary: (&'static str, &'static str),
    /// What it takes.
    pub parameters: Vec<Parameter>,
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
    /// The addresses to try, each as it is sent and as a person reads it.
    pub fn readable(&self) -> impl Iterator<Item = (&'static str, String)> {
        self.examples.iter().map(|example| (*example, percent_decode_str(example).decode_utf8_lossy().into_owned()))
    }
}

/// A parameter.
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Whether it is a part of the path.
    pub in_path: bool,
    /// What it may be.
    pub schema: Value,
    /// What it means.
    pub meaning: String,
    /// What it may look like.
    pub example: String,
}

fn parameter(name: &str, schema: Value, meaning: &str, example: &str) -> Parameter {
    Parameter {
        name: name.to_owned(),
        in_path: false,
        schema,
        meaning: meaning.to_owned(),
        example: example.to_owned(),
    }
}

fn in_path(name: &str, meaning: &str, example: &str) -> Parameter {
    Parameter { in_path: true, ..parameter(name, json!({ "type": "string", "minLength": 1 }), meaning, example) }
}

fn one_of<'a>(names: impl Iterator<Item = &'a str>) -> Value {
    json!({ "type": "string", "enum": names.collect::<Vec<_>>() })
}

fn number(most: usize) -> Value {
    json!({ "type": "integer", "minimum": 1, "maximum": most })
}

/// Names with commas between, and perhaps blanks; none is as if nothing was stated.
fn list<'a>(names: impl Iterator<Item = &'a str>) -> Value {
    let name = format!("\\s*({})?\\s*", names.collect::<Vec<_>>().join("|"));
    json!({ "type": "string", "pattern": format!("^{name}(,{name})*$") })
}

/// A year, a month or a day that exists, of the years 1000 to 2999; blanks are as if nothing was stated.
fn date() -> Value {
    json!({ "type": "string", "pattern": format!("^\\s*({YEAR}|{YEAR}-{MONTH}|{})?\\s*$", day()) })
}

/// The same, or a time as RFC 3339 has it.
fn time() -> Value {
    const CLOCK: &str = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])";
    let moment = json!({ "type": "string", "pattern": format!("^({})T{CLOCK}$", day()) });
    json!({ "anyOf": [date(), moment] })
}

const YEAR: &str = "[12][0-9]{3}";

const MONTH: &str = "(0[1-9]|1[0-2])";

/// A day that exists.
fn day() -> String {
    const LEAP_YEAR: &str = "([12][0-9](0[48]|[2468][048]|[13579][26])|(12|16|20|24|28)00)";
    let day = [
        format!("{MONTH}-(0[1-9]|1[0-9]|2[0-8])"),
        "(0[13-9]|1[0-2])-(29|30)".to_owned(),
        "(0[13578]|1[02])-31".to_owned(),
    ]
    .join("|");
    format!("{YEAR}-({day})|{LEAP_YEAR}-02-29")
}

fn format(forms: &[Representation]) -> Parameter {
    parameter("format", one_of(forms.iter().map(|form| form.name())), "格式；也可以用 Accept 说明", "json")
}

/// The parameters of a search; every facet is two of them.
fn of_search() -> Vec<Parameter> {
    let facets = || FACETS.iter().map(|facet| facet.name);
    let counted = format!("\\s*({})\\s*(:\\s*(1000|[1-9][0-9]{{0,2}})\\s*)?", facets().collect::<Vec<_>>().join("|"));
    let counted = json!({ "type": "string", "pattern": format!("^({counted}(,{counted})*|none)?$") });
    let switch = || one_of(["on", "off"].into_iter());
    let sorts = [Sort::Relevance, Sort::Newest, Sort::Oldest].map(sort_name);
    let mut all = vec![
        parameter("q", json!({ "type": "string" }), "检索词；写法见 /help；空着就是全部公报", "防汛 演练"),
        parameter(
            "within",
            json!({ "type": "string" }),
            "在 q 的结果里再找的字词；回答里的 query 是合起来的检索词",
            "演练",
        ),
        parameter("match", one_of([Match::Words, Match::Exact].map(match_name).into_iter()), "按词或逐字", "exact"),
        parameter("sort", one_of(sorts.into_iter()), "相关度、最新在前、最早在前；订阅格式默认最新在前", "-date"),
        parameter(
            "page",
            number(SearchRequest::MAX_DEPTH),
            "页码；翻页到第 10000 条为止，要全部请用 cursor；不与 cursor 同用，csv 与 ndjson 没有页",
            "2",
        ),
        parameter("per_page", number(SearchRequest::MAX_PER_PAGE), "每页条数，默认 10", "20"),
        parameter(
            "cursor",
            json!({ "type": "string", "pattern": "^([*]|[0-9a-f]{84})$" }),
            "依次走完全部结果：从 * 开始，之后照抄 next",
            "*",
        ),
        parameter("from", date(), "发布日期不早于", "2020-02"),
        parameter("to", date(), "发布日期不晚于", "2021"),
        parameter(
            "as_of",
            time(),
            "截至那时的存档：那时收录而未撤回的，各是那时的版本；日期指北京时间那一天、那个月或那一年结束时",
            "2024-05-01",
        ),
        parameter("missing", list(facets()), "这几项未标明；同一项又有值时是“其中之一或未标明”", "source"),
        parameter("facets", counted, "要计数的各项，可加冒号和值的个数；none 不计", "year,source:50"),
        parameter(
            "fields",
            list(FieldName::all()),
            "结果只给这几项，依此次序；CSV 的列也由它定",
            "id,title,published_on",
        ),
        parameter("highlight", switch(), "要不要标出命中", "off"),
        parameter(
            "histogram",
            one_of(Unit::ALL.map(Unit::name).into_iter().chain(["off"])),
            "各年、各月各有几篇：auto 年代短时按月；所有日期都在内",
            "auto",
        ),
        parameter("related", switch(), "要不要说前几条结果共有的人名、机构、栏目和词语", "on"),
        parameter("synonyms", switch(), "要不要查同义词", "off"),
        parameter(
            "collapse",
            one_of(["reprints", "off"].into_iter()),
            "转载合并在一篇之下；不与 cursor、csv、ndjson 同用",
            "reprints",
        ),
        parameter(
            "recency",
            json!({ "anyOf": [number(MAX_HALF_LIFE as usize), { "const": "off" }] }),
            "半衰期，天；新的略为靠前",
            "365",
        ),
        parameter("explain", one_of(["0", "1"].into_iter()), "要不要说明得分", "1"),
    ];
    let values = || json!({ "type": "array", "items": { "type": "string" } });
    for facet in FACETS {
        all.push(parameter(facet.name, values(), &format!("{}是其中之一；可以重复", facet.label), ""));
        all.push(parameter(
            &format!("{NOT_PREFIX}{}", facet.name),
            values(),
            &format!("{}不是；可以重复", facet.label),
            "",
        ));
    }
    all
}

/// The parameters of trends: of a search those that narrow it.
fn of_trends() -> Vec<Parameter> {
    let narrows = |name: &str| {
        let facet = name.strip_prefix(NOT_PREFIX).unwrap_or(name);
        ["from", "to", "missing", "synonyms"].contains(&name) || FACETS.iter().any(|known| known.name == facet)
    };
    let queries = json!({ "type": "array", "items": { "type": "string" }, "maxItems": MAX_QUERIES });
    let of_match = [Match::Exact, Match::Words].map(match_name);
    let intervals = [Interval::Month, Interval::Year].map(interval_name);
    let mut all = vec![
        parameter("q", queries, "词语，写法与检索相同；可以重复，最多 6 个；没有就数全部公报", "防汛"),
        parameter("match", one_of(of_match.into_iter()), "逐字（默认）或按词；引号里的总是逐字", "words"),
        parameter("interval", one_of(intervals.into_iter()), "按月（默认）或按年", "year"),
    ];
    all.extend(of_search().into_iter().filter(|parameter| narrows(&parameter.name)));
    all
}

/// The fields of the form for the parts of a query.
fn of_advanced() -> Vec<Parameter> {
    let text = || json!({ "type": "string" });
    vec![
        parameter("q", text(), "原来的检索式，其余各项加在它后面", "防汛"),
        parameter("all", text(), "全部字词都有", "防汛 演练"),
        parameter("any", text(), "有其中一个", "水库 河道"),
        parameter("none", text(), "一个也没有", "电视"),
        parameter("phrase", text(), "原样", "应急演练"),
        parameter("scope", one_of(["anywhere", "title"].into_iter()), "以上字词在全文或标题", "title"),
        parameter("from", date(), "发布日期不早于", "2020-02"),
        parameter("to", date(), "发布日期不晚于", "2021"),
        parameter("source", text(), "来源，可以只写一部分", "青岑"),
        parameter("document_number", text(), "发文字号，可以只写一部分", "青政办发"),
        parameter("document_kind", text(), "公文种类", "通知"),
        parameter("go", one_of(["0", "1"].into_iter()), "1 直接转到结果", "0"),
    ]
}

/// Every address, the most used first.
pub fn all() -> Vec<Operation> {
    let id = || in_path("id", "公报的编号", "qc-1");
    let with = |mut parameters: Vec<Parameter>, forms: &'static [Representation]| {
        parameters.push(format(forms));
        parameters
    };
    let operation = |path, id, summary, parameters, forms, schema, may_miss, examples| Operation {
        path,
        id,
        summary,
        parameters: with(parameters, forms),
        forms,
        schema,
        may_miss,
        examples,
    };
    let limit = |most: usize, example: &str| parameter("limit", number(most), "最多几条", example);
    vec![
        operation(
            "/search",
            "search",
            ("检索", "search"),
            of_search(),
            Representation::OF_LISTS,
            Some("SearchResults"),
            false,
            &[
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
        ),
        operation(
            "/trends",
            "trends",
            ("词语趋势：每月或每年用在多少篇里", "phrases by month or year"),
            of_trends(),
            trends::REPRESENTATIONS,
            Some("Trends"),
            false,
            &[
                "/trends?q=%E9%98%B2%E6%B1%9B&q=%E7%96%AB%E6%83%85%E9%98%B2%E6%8E%A7",
                "/trends?q=%E9%98%B2%E6%B1%9B%20%E6%BC%94%E7%BB%83&match=words&interval=year&from=2019&to=2021",
                "/trends",
            ],
        ),
        operation(
            "/suggest",
            "suggest",
            ("边写边提示", "suggestions while typing"),
            vec![parameter("q", json!({ "type": "string" }), "写到这里的字、拼音或首字母", "yqfk"), limit(20, "8")],
            Representation::OF_DATA,
            Some("Suggestions"),
            false,
            &["/suggest?q=yqfk&limit=5"],
        ),
        operation(
            "/advanced",
            "advanced",
            ("把填写的各项写成一个检索式", "the parts of a query, written as one"),
            of_advanced(),
            Representation::OF_PAGES,
            Some("Advanced"),
            false,
            &["/advanced?all=%E9%98%B2%E6%B1%9B&any=%E6%B0%B4%E5%BA%93+%E6%B2%B3%E9%81%93&scope=title&from=2020"],
        ),
        operation(
            "/browse",
            "browse",
            ("分类浏览的各个入口", "the ways to browse"),
            vec![],
            Representation::OF_PAGES,
            Some("Ways"),
            false,
            &["/browse"],
        ),
        operation(
            "/browse/{facet}",
            "browse_values",
            ("一个入口的全部值，按篇数或音序", "every value of a facet, by number or by letter"),
            vec![
                Parameter {
                    schema: one_of(FACETS.iter().map(|facet| facet.name)),
                    ..in_path("facet", "哪一项", "source")
                },
                parameter("sort", one_of(["count", "name"].into_iter()), "按篇数，或按音序", "name"),
                parameter(
                    "initial",
                    json!({ "type": "string", "pattern": "^[A-Za-z#]?$" }),
                    "只列这个字母开头的，汉字按拼音；# 是没有字母的",
                    "Q",
                ),
                parameter("page", number(10_000), "页码，每页 120 个", "2"),
            ],
            Representation::OF_PAGES,
            Some("Browsed"),
            true,
            &["/browse/source", "/browse/source?sort=name&initial=Q", "/browse/year?sort=name"],
        ),
        operation(
            "/browse/{facet}/{value}",
            "landing",
            (
                "一个来源、记者、机关等：有几篇，何时，最新的，和最常见的栏目、地区等",
                "what there is of a source, a person, an issuer",
            ),
            vec![
                Parameter {
                    schema: one_of(FACETS.iter().map(|facet| facet.name)),
                    ..in_path("facet", "哪一项", "source")
                },
                in_path("value", "它的值", "青岑新闻网"),
            ],
            Representation::OF_PAGES,
            Some("Landing"),
            true,
            &[
                "/browse/source/%E9%9D%92%E5%B2%91%E6%96%B0%E9%97%BB%E7%BD%91",
                "/browse/author/%E9%82%B1%E4%B8%80%E8%8B%87",
                "/browse/year/2020",
            ],
        ),
        operation(
            "/latest",
            "latest",
            ("今天、本周、本月有几篇，和最新的公报", "how many are new, and the newest"),
            vec![],
            Representation::OF_PAGES,
            Some("Latest"),
            false,
            &["/latest"],
        ),
        operation(
            "/articles/{id}",
            "article",
            ("一篇公报；带着检索的参数时标出命中", "a bulletin; with the parameters of a search it is marked"),
            vec![id(), parameter("q", json!({ "type": "string" }), "要标出的检索词", "防汛")],
            Representation::OF_ARTICLES,
            Some("Article"),
            true,
            &["/articles/{id}", "/articles/{id}?q=%E9%98%B2%E6%B1%9B"],
        ),
        operation(
            "/articles",
            "articles",
            ("几篇公报，按编号", "bulletins by their ids"),
            vec![parameter("ids", json!({ "type": "string", "minLength": 1 }), "1 到 100 个编号，逗号分隔", "a,b")],
            Representation::OF_DATA,
            Some("Articles"),
            false,
            &["/articles?ids={id},nobody"],
        ),
        operation(
            "/articles/{id}/versions",
            "versions",
            ("一篇公报的各个版本", "every version of a bulletin"),
            vec![id()],
            Representation::OF_PAGES,
            Some("Versions"),
            true,
            &["/articles/{id}/versions"],
        ),
        operation(
            "/articles/{id}/versions/{number}",
            "version",
            ("一个版本；可与另一版比较", "one version, and how it is different from another"),
            vec![
                id(),
                in_path("number", "第几版，从 1 起", "1"),
                parameter("against", json!({ "type": "integer", "minimum": 1 }), "与这一版逐词比较", "1"),
            ],
            Representation::OF_PAGES,
            Some("OneVersion"),
            true,
            &["/articles/{id}/versions/1", "/articles/{id}/versions/1?against=1"],
        ),
        operation(
            "/articles/{id}/related",
            "related",
            ("相近的公报", "bulletins like this one"),
            vec![id(), limit(50, "6")],
            Representation::OF_DATA,
            Some("Related"),
            true,
            &["/articles/{id}/related?limit=3"],
        ),
        operation(
            "/articles/{id}/compare/{other}",
            "compare",
            ("与另一篇（如转载）逐词比较", "how another bulletin, such as a reprint, is different"),
            vec![id(), in_path("other", "另一篇的编号", "qc-2")],
            Representation::OF_PAGES,
            Some("Compared"),
            true,
            &["/articles/{id}/compare/{id}"],
        ),
        operation(
            "/articles/{id}/citations",
            "citations",
            ("它引用的文件，和引用它的公报", "what a bulletin cites, and what cites it"),
            vec![id(), limit(100, "20")],
            Representation::OF_DATA,
            Some("Citations"),
            true,
            &["/articles/{id}/citations?limit=3"],
        ),
        operation(
            "/document-numbers/{number}",
            "document_number",
            ("按发文字号找公报，括号不拘；转到公报或检索", "to the bulletin of a document number in any writing"),
            vec![in_path("number", "发文字号", "青政办发〔2021〕8号")],
            Representation::OF_ARTICLES,
            None,
            true,
            &["/document-numbers/{document_number}"],
        ),
        operation(
            "/facets/{name}",
            "facet",
            ("一个筛选项的值和篇数；可带检索的参数", "the values of a facet; takes the parameters of a search"),
            vec![
                Parameter {
                    schema: one_of(FACETS.iter().map(|facet| facet.name)),
                    ..in_path("name", "筛选项", "source")
                },
                parameter("prefix", json!({ "type": "string" }), "值的开头", "青"),
                parameter("containing", json!({ "type": "string" }), "值里含有", "融媒体"),
                limit(1_000, "50"),
                parameter("q", json!({ "type": "string" }), "只在这次检索的结果里数", "防汛"),
            ],
            Representation::OF_PAGES,
            Some("Facet"),
            true,
            &["/facets/source?limit=5", "/facets/year?q=%E9%98%B2%E6%B1%9B&prefix=20&containing=2"],
        ),
        operation(
            "/changes",
            "changes",
            ("自某个修订号以来的变化，可据以镜像全部公报", "what has changed since a revision, to mirror the archive"),
            vec![
                parameter(
                    "since",
                    json!({ "type": "integer", "minimum": 0, "maximum": 999_999_999_999_999_999_i64 }),
                    "上次取到的修订号，从 0 起",
                    "0",
                ),
                limit(500, "100"),
            ],
            &[Representation::Json, Representation::Ndjson],
            Some("Changes"),
            false,
            &["/changes?since=0&limit=3"],
        ),
        operation(
            "/stats",
            "stats",
            ("各项数字", "figures"),
            vec![],
            Representation::OF_DATA,
            Some("Stats"),
            false,
            &["/stats"],
        ),
        operation(
            "/readyz",
            "readiness",
            ("检索是否跟上了库", "whether searches reflect the store"),
            vec![],
            Representation::OF_DATA,
            Some("Readiness"),
            false,
            &["/readyz"],
        ),
    ]
}
