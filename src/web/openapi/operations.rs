//! Every address of the API: what it takes, what it answers, and examples that the tests send.

use serde_json::{Value, json};

use crate::model::FACETS;
use crate::search::recency::MOST_DAYS;
use crate::search::request::{Match, SearchRequest, Sort};
use crate::web::fields::Name;
use crate::web::negotiate::Form;
use crate::web::params::{NOT, match_name, sort_name};

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
    pub forms: &'static [Form],
    /// The schema of its JSON; none where it leads elsewhere.
    pub schema: Option<&'static str>,
    /// Whether what it names may not be there.
    pub may_miss: bool,
    /// Addresses to try.
    pub examples: &'static [&'static str],
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

/// Names with commas between.
fn list<'a>(names: impl Iterator<Item = &'a str>) -> Value {
    let names = names.collect::<Vec<_>>().join("|");
    json!({ "type": "string", "pattern": format!("^({names})(,({names}))*$") })
}

fn format(forms: &[Form]) -> Parameter {
    parameter("format", one_of(forms.iter().map(|form| form.name())), "格式；也可以用 Accept 说明", "json")
}

/// The parameters of a search; every facet is two of them.
fn of_search() -> Vec<Parameter> {
    let date = json!({ "type": "string", "pattern": "^\\s*([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?\\s*$" });
    let facets = || FACETS.iter().map(|facet| facet.name);
    let counted = facets().map(|name| format!("{name}(:[1-9][0-9]{{0,2}})?")).collect::<Vec<_>>();
    let counted = list(counted.iter().map(String::as_str));
    let counted = json!({ "anyOf": [counted, { "enum": ["none", ""] }] });
    let switch = || one_of(["on", "off"].into_iter());
    let sorts = [Sort::Relevance, Sort::Newest, Sort::Oldest].map(sort_name);
    let mut all = vec![
        parameter("q", json!({ "type": "string" }), "检索词；写法见 /help；空着就是全部公报", "防汛 演练"),
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
        parameter("from", date.clone(), "发布日期不早于", "2020-02"),
        parameter("to", date, "发布日期不晚于", "2021"),
        parameter("missing", list(facets()), "这几项未标明；同一项又有值时是“其中之一或未标明”", "source"),
        parameter("facets", counted, "要计数的各项，可加冒号和值的个数；none 不计", "year,source:50"),
        parameter("fields", list(Name::all()), "结果只给这几项，依此次序；CSV 的列也由它定", "id,title,published_on"),
        parameter("highlight", switch(), "要不要标出命中", "off"),
        parameter("synonyms", switch(), "要不要查同义词", "off"),
        parameter(
            "collapse",
            one_of(["reprints", "off"].into_iter()),
            "转载合并在一篇之下；不与 cursor、csv、ndjson 同用",
            "reprints",
        ),
        parameter(
            "recency",
            json!({ "anyOf": [number(MOST_DAYS as usize), { "const": "off" }] }),
            "半衰期，天；新的略为靠前",
            "365",
        ),
        parameter("explain", one_of(["0", "1"].into_iter()), "要不要说明得分", "1"),
    ];
    let values = || json!({ "type": "array", "items": { "type": "string" } });
    for facet in FACETS {
        all.push(parameter(facet.name, values(), &format!("{}是其中之一；可以重复", facet.label), ""));
        all.push(parameter(&format!("{NOT}{}", facet.name), values(), &format!("{}不是；可以重复", facet.label), ""));
    }
    all
}

/// Every address, the most used first.
pub fn all() -> Vec<Operation> {
    let id = || in_path("id", "公报的编号", "qc-1");
    let with = |mut parameters: Vec<Parameter>, forms: &'static [Form]| {
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
            Form::OF_LISTS,
            Some("SearchResults"),
            false,
            &[
                "/search?q=%E9%98%B2%E6%B1%9B",
                "/search?q=%E9%98%B2%E6%B1%9B&sort=-date&per_page=5&facets=year,source:50",
                "/search?not_source=%E6%97%A0&missing=document_number&fields=id,title&highlight=off",
                "/search?cursor=*&sort=-date&per_page=100",
                "/search?q=%E5%B7%A5%E4%BD%9C&explain=1&recency=365&from=2019&to=2021",
            ],
        ),
        operation(
            "/suggest",
            "suggest",
            ("边写边提示", "suggestions while typing"),
            vec![parameter("q", json!({ "type": "string" }), "写到这里的字、拼音或首字母", "yqfk"), limit(20, "8")],
            Form::OF_DATA,
            Some("Suggestions"),
            false,
            &["/suggest?q=yqfk&limit=5"],
        ),
        operation(
            "/articles/{id}",
            "article",
            ("一篇公报；带着检索的参数时标出命中", "a bulletin; with the parameters of a search it is marked"),
            vec![id(), parameter("q", json!({ "type": "string" }), "要标出的检索词", "防汛")],
            Form::OF_ARTICLES,
            Some("Article"),
            true,
            &["/articles/{id}", "/articles/{id}?q=%E9%98%B2%E6%B1%9B"],
        ),
        operation(
            "/articles",
            "articles",
            ("几篇公报，按编号", "bulletins by their ids"),
            vec![parameter(
                "ids",
                json!({ "type": "string", "pattern": "^[^,\\s]+(,[^,\\s]+){0,99}$" }),
                "1 到 100 个编号，逗号分隔",
                "a,b",
            )],
            Form::OF_DATA,
            Some("Articles"),
            false,
            &["/articles?ids={id},nobody"],
        ),
        operation(
            "/articles/{id}/versions",
            "versions",
            ("一篇公报的各个版本", "every version of a bulletin"),
            vec![id()],
            Form::OF_PAGES,
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
            Form::OF_PAGES,
            Some("OneVersion"),
            true,
            &["/articles/{id}/versions/1", "/articles/{id}/versions/1?against=1"],
        ),
        operation(
            "/articles/{id}/related",
            "related",
            ("相近的公报", "bulletins like this one"),
            vec![id(), limit(50, "6")],
            Form::OF_DATA,
            Some("Related"),
            true,
            &["/articles/{id}/related?limit=3"],
        ),
        operation(
            "/articles/{id}/compare/{other}",
            "compare",
            ("与另一篇（如转载）逐词比较", "how another bulletin, such as a reprint, is different"),
            vec![id(), in_path("other", "另一篇的编号", "qc-2")],
            Form::OF_PAGES,
            Some("Compared"),
            true,
            &["/articles/{id}/compare/{id}"],
        ),
        operation(
            "/articles/{id}/citations",
            "citations",
            ("它引用的文件，和引用它的公报", "what a bulletin cites, and what cites it"),
            vec![id(), limit(100, "20")],
            Form::OF_DATA,
            Some("Citations"),
            true,
            &["/articles/{id}/citations?limit=3"],
        ),
        operation(
            "/document-numbers/{number}",
            "document_number",
            ("按发文字号找公报，括号不拘；转到公报或检索", "to the bulletin of a document number in any writing"),
            vec![in_path("number", "发文字号", "青政办发〔2021〕8号")],
            Form::OF_ARTICLES,
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
                limit(1_000, "50"),
                parameter("q", json!({ "type": "string" }), "只在这次检索的结果里数", "防汛"),
            ],
            Form::OF_DATA,
            Some("Facet"),
            true,
            &["/facets/source?limit=5", "/facets/year?q=%E9%98%B2%E6%B1%9B&prefix=20"],
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
            &[Form::Json, Form::Ndjson],
            Some("Changes"),
            false,
            &["/changes?since=0&limit=3"],
        ),
        operation("/stats", "stats", ("各项数字", "figures"), vec![], Form::OF_DATA, Some("Stats"), false, &["/stats"]),
        operation(
            "/readyz",
            "readiness",
            ("检索是否跟上了库", "whether searches reflect the store"),
            vec![],
            Form::OF_DATA,
            Some("Readiness"),
            false,
            &["/readyz"],
        ),
    ]
}
