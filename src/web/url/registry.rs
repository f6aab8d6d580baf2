//! The registry of the parameters of `/search`. Parsing, links, the list in an error, OpenAPI and the table in
//! `docs/api.md` come from [`PARAMETERS`], so a new parameter is a new row, and whoever acts on it. Every
//! [facet](crate::model::FACETS) is two more parameters.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::change::Change;
use super::parameter::{Access, Entry, Parameter, Subject, Trends, Values};
use super::params::SearchParams;
use super::values::{
    MATCHES, SORTS, Unit, collapse_name, explain_name, facet_sizes, match_name, parse_as_of, parse_collapse,
    parse_date, parse_explain, parse_facet_names, parse_facets, parse_fields, parse_format, parse_histogram,
    parse_match, parse_number, parse_recency, parse_sort, parse_switch, sort_name, switch_name,
};
use crate::model::{FACETS, Facet};
use crate::search::pipeline::recency::MAX_HALF_LIFE;
use crate::search::types::request::SearchRequest;
use crate::web::format::Representation;
use crate::web::http::error::WebError;

/// What begins the name of the parameter that leaves values of a facet out.
pub const NOT_PREFIX: &str = "not_";

/// What most rows are like.
const ORDINARY: Parameter = Parameter {
    name: "",
    values: Values::Text,
    access: Access::One { read: |_, _| Ok(()), write: |_| None },
    place: 0,
    dropped: |_| false,
    is_field: false,
    subject: Subject::Results,
    trends: Trends::Rejected,
    exports: true,
    meaning: "",
    meaning_en: "",
    example: "",
};

/// The parameters that are no facets, in the order of documents and errors.
static PARAMETERS: &[Parameter] = &[
    Parameter {
        name: "q",
        access: Access::One {
            read: |params, value| set(&mut params.request.query, Ok(value.to_owned())),
            write: |params| Some(params.request.query.as_str().into()),
        },
        place: 10,
        is_field: true,
        subject: Subject::Query,
        trends: Trends::Own,
        meaning: "检索词；写法见 /help；空着就是全部公报",
        meaning_en: "the query, written as `/help` tells; all bulletins where it is empty",
        example: "防汛 演练",
        ..ORDINARY
    },
    Parameter {
        name: "within",
        access: Access::One {
            read: |params, value| set(&mut params.within, Ok(value.to_owned())),
            // The query that was read has it in it.
            write: |_| None,
        },
        subject: Subject::Query,
        trends: Trends::Ignored,
        meaning: "在 q 的结果里再找的字词；回答里的 query 是合起来的检索词",
        meaning_en: "words to look for within the results of `q`; the `query` of the answer is the two as one",
        example: "演练",
        ..ORDINARY
    },
    Parameter {
        name: "match",
        values: Values::OneOf(|| MATCHES.map(match_name).into()),
        access: Access::One {
            read: |params, value| set(&mut params.request.matching, parse_match(value)),
            write: |params| Some(match_name(params.request.matching).into()),
        },
        place: 20,
        is_field: true,
        subject: Subject::Query,
        trends: Trends::Own,
        meaning: "按词或逐字",
        meaning_en: "by words, or exactly as it is written",
        example: "exact",
        ..ORDINARY
    },
    Parameter {
        name: "sort",
        values: Values::OneOf(|| SORTS.map(sort_name).into()),
        access: Access::One {
            read: |params, value| set(&mut params.request.sort, parse_sort(value)),
            write: |params| Some(sort_name(params.request.sort).into()),
        },
        place: 90,
        meaning: "相关度；发布日期最新在前（-date）、最早在前（date）；收录最晚在前（-seen）、最早在前（seen）；订阅格式默认 -date",
        meaning_en: "the order: by relevance; by the date of publication, the newest or the oldest first; by [first intake]\
                     (#feeds), the last or the first taken in first; feeds have `-date` by default",
        example: "-date",
        ..ORDINARY
    },
    Parameter {
        name: "page",
        values: Values::Number(SearchRequest::MAX_DEPTH),
        access: Access::One {
            read: |params, value| set(&mut params.request.page, parse_number("page", value, SearchRequest::MAX_DEPTH)),
            write: |params| Some(params.request.page.to_string().into()),
        },
        place: 210,
        dropped: |change| change.shows_others() || change.is_export(),
        exports: false,
        meaning: "页码；翻页到第 10000 条为止，要全部请用 cursor；不与 cursor 同用，csv 与 ndjson 没有页",
        meaning_en: "the page; pages reach result 10,000, a `cursor` all; not together with `cursor`",
        example: "2",
        ..ORDINARY
    },
    Parameter {
        name: "per_page",
        values: Values::Number(SearchRequest::MAX_PER_PAGE),
        access: Access::One {
            read: |params, value| {
                set(&mut params.request.per_page, parse_number("per_page", value, SearchRequest::MAX_PER_PAGE))
            },
            write: |params| Some(params.request.per_page.to_string().into()),
        },
        place: 130,
        dropped: |change| change.is_export(),
        exports: false,
        meaning: "每页条数，默认 10",
        meaning_en: "results on a page; feeds have 50 by default",
        example: "20",
        ..ORDINARY
    },
    Parameter {
        name: "cursor",
        values: Values::Cursor,
        access: Access::One {
            read: |params, value| set(&mut params.cursor, Ok(Some(value.to_owned()))),
            write: |params| params.cursor.as_deref().map(Cow::from),
        },
        place: 220,
        dropped: |change| change.shows_others(),
        meaning: "依次走完全部结果：从 * 开始，之后照抄 next",
        meaning_en: "every result, page after page: begin with `*` and follow `next`",
        example: "*",
        ..ORDINARY
    },
    Parameter {
        name: "from",
        values: Values::Date,
        access: Access::One {
            read: |params, value| set(&mut params.request.from, parse_date("from", value)),
            write: |params| params.request.from.map(|date| date.to_string().into()),
        },
        place: 60,
        dropped: drops_dates,
        is_field: true,
        subject: Subject::Bulletins,
        trends: Trends::Narrows,
        meaning: "发布日期不早于",
        meaning_en: "published on or after its first day",
        example: "2020-02",
        ..ORDINARY
    },
    Parameter {
        name: "to",
        values: Values::Date,
        access: Access::One {
            read: |params, value| set(&mut params.request.to, parse_date("to", value)),
            write: |params| params.request.to.map(|date| date.to_string().into()),
        },
        place: 70,
        dropped: drops_dates,
        is_field: true,
        subject: Subject::Bulletins,
        trends: Trends::Narrows,
        meaning: "发布日期不晚于",
        meaning_en: "published on or before its last day",
        example: "2021",
        ..ORDINARY
    },
    Parameter {
        name: "as_of",
        values: Values::DateOrTime,
        access: Access::One {
            read: |params, value| set(&mut params.request.as_of, parse_as_of(value)),
            write: |params| params.request.as_of.map(|time| time.to_string().into()),
        },
        place: 80,
        dropped: |change| matches!(change, Change::Now),
        subject: Subject::Bulletins,
        meaning: "截至那时的存档：那时收录而未撤回的，各是那时的版本；日期指北京时间那一天、那个月或那一年结束时",
        meaning_en: "the archive [as it stood then](#as-of-a-time)",
        example: "2024-05-01",
        ..ORDINARY
    },
    Parameter {
        name: "missing",
        values: Values::Facets,
        access: Access::One {
            read: |params, value| set(&mut params.request.missing, parse_facet_names(value)),
            write: |params| Some(missing_names(params).join(",").into()),
        },
        place: 50,
        dropped: drops_filters,
        subject: Subject::Bulletins,
        trends: Trends::Narrows,
        meaning: "这几项未标明；同一项又有值时是“其中之一或未标明”",
        meaning_en: "these are not stated (未标明); with values of the same facet: one of those or none",
        example: "source",
        ..ORDINARY
    },
    Parameter {
        name: "facets",
        values: Values::FacetSizes,
        access: Access::One {
            read: |params, value| {
                if let Some(stated) = parse_facets(value)? {
                    (params.request.facets, params.request.facet_values) = stated;
                }
                Ok(())
            },
            write: |params| Some(facet_sizes(&params.request).into()),
        },
        place: 140,
        meaning: "要计数的各项，可加冒号和值的个数；more 是默认各项加上主题、地区、记者、编辑；none 不计",
        meaning_en: "the facets to count, each perhaps with a colon and how many values; `more` counts subject, region, \
                     author and editor beside those by default, `none` none",
        example: "year,source:50",
        ..ORDINARY
    },
    Parameter {
        name: "fields",
        values: Values::Fields,
        access: Access::One {
            read: |params, value| set(&mut params.fields, parse_fields(value)),
            write: |params| {
                let names = params.fields.as_ref()?.iter().map(|field| field.name()).collect::<Vec<_>>();
                Some(names.join(",").into())
            },
        },
        place: 150,
        meaning: "结果只给这几项，依此次序；CSV 的列也由它定",
        meaning_en: "results have these alone, in that order; also the columns of a CSV",
        example: "id,title,published_on",
        ..ORDINARY
    },
    Parameter {
        name: "highlight",
        values: Values::OneOf(switches),
        access: Access::One {
            read: |params, value| set(&mut params.request.highlight, parse_switch("highlight", value)),
            write: |params| Some(switch_name(params.request.highlight).into()),
        },
        place: 160,
        meaning: "要不要标出命中",
        meaning_en: "whether to mark what matches",
        example: "off",
        ..ORDINARY
    },
    Parameter {
        name: "histogram",
        values: Values::OneOf(|| Unit::ALL.map(Unit::name).into_iter().chain(["off"]).collect()),
        access: Access::One {
            read: |params, value| set(&mut params.histogram, parse_histogram(value)),
            write: |params| Some(params.histogram.map_or("off", Unit::name).into()),
        },
        place: 170,
        trends: Trends::Ignored,
        meaning: "各年、各月各有几篇：auto 年代短时按月；所有日期都在内",
        meaning_en: "how many there are of each year or month, of all dates; `auto`: by month where that is few",
        example: "auto",
        ..ORDINARY
    },
    Parameter {
        name: "related",
        values: Values::OneOf(switches),
        access: Access::One {
            read: |params, value| set(&mut params.request.related, parse_switch("related", value)),
            write: |params| Some(switch_name(params.request.related).into()),
        },
        place: 180,
        trends: Trends::Ignored,
        meaning: "要不要说前几条结果共有的人名、机构、栏目和词语",
        meaning_en: "whether to tell what names, bodies, columns and words the first results share",
        example: "on",
        ..ORDINARY
    },
    Parameter {
        name: "synonyms",
        values: Values::OneOf(switches),
        access: Access::One {
            read: |params, value| set(&mut params.request.synonyms, parse_switch("synonyms", value)),
            write: |params| Some(switch_name(params.request.synonyms).into()),
        },
        place: 30,
        subject: Subject::Query,
        trends: Trends::Narrows,
        meaning: "要不要查同义词",
        meaning_en: "whether words also stand for their synonyms",
        example: "off",
        ..ORDINARY
    },
    Parameter {
        name: "collapse",
        values: Values::OneOf(|| [true, false].map(collapse_name).into()),
        access: Access::One {
            read: |params, value| set(&mut params.request.collapse, parse_collapse(value).map(Some)),
            write: |params| params.request.collapse.map(|on| collapse_name(on).into()),
        },
        place: 120,
        exports: false,
        meaning: "转载合并在一篇之下；不与 cursor、csv、ndjson 同用",
        meaning_en: "puts reprints under one of them, as pages do by default; not together with `cursor` or `as_of`",
        example: "reprints",
        ..ORDINARY
    },
    Parameter {
        name: "recency",
        values: Values::NumberOrOff(MAX_HALF_LIFE as usize),
        access: Access::One {
            read: |params, value| set(&mut params.request.recency, parse_recency(value)),
            write: |params| Some(params.request.recency.map_or("off".into(), |days| days.to_string().into())),
        },
        place: 110,
        meaning: "半衰期，天；新的略为靠前",
        meaning_en: "lets newer bulletins come somewhat earlier: the half-life in days",
        example: "365",
        ..ORDINARY
    },
    Parameter {
        name: "explain",
        values: Values::OneOf(|| [false, true].map(explain_name).into()),
        access: Access::One {
            read: |params, value| set(&mut params.request.explain, parse_explain(value)),
            write: |params| Some(explain_name(params.request.explain).into()),
        },
        place: 190,
        meaning: "要不要说明得分",
        meaning_en: "whether to explain scores",
        example: "1",
        ..ORDINARY
    },
    Parameter {
        name: "format",
        values: Values::OneOf(|| Representation::OF_LISTS.iter().map(|form| form.name()).collect()),
        access: Access::One {
            read: |params, value| set(&mut params.format, parse_format(value).map(Some)),
            write: |params| params.format.map(|form| form.name().into()),
        },
        place: 200,
        trends: Trends::Own,
        meaning: "格式；也可以用 Accept 说明",
        meaning_en: "the [representation](#representations); `Accept` says it, too",
        example: "json",
        ..ORDINARY
    },
];

/// The two parameters of a facet: what a bulletin must have, and what it must not have.
fn of_facet(facet: &'static Facet) -> [Parameter; 2] {
    let Facet { name, label, label_en, .. } = facet;
    let of_facets = Parameter {
        values: Values::Texts,
        dropped: drops_filters,
        subject: Subject::Bulletins,
        trends: Trends::Narrows,
        ..ORDINARY
    };
    // Leaked, because the registry lives as long as the process.
    let filter = Parameter {
        name,
        access: Access::Filter(facet),
        place: 40,
        meaning: format!("{label}是其中之一；可以重复").leak(),
        meaning_en: format!("the {label_en} is one of these").leak(),
        ..of_facets
    };
    let exclusion = Parameter {
        name: format!("{NOT_PREFIX}{name}").leak(),
        access: Access::Exclusion(facet),
        place: 45,
        meaning: format!("{label}不是；可以重复").leak(),
        meaning_en: format!("the {label_en} is none of these").leak(),
        ..of_facets
    };
    [filter, exclusion]
}

fn set<T>(place: &mut T, value: Result<T, WebError>) -> Result<(), WebError> {
    *place = value?;
    Ok(())
}

fn switches() -> Vec<&'static str> {
    vec![switch_name(true), switch_name(false)]
}

fn drops_dates(change: Change<'_>) -> bool {
    matches!(change, Change::AnyDate | Change::NoFilters | Change::Dates(..))
}

fn drops_filters(change: Change<'_>) -> bool {
    matches!(change, Change::NoFilters)
}

/// The facets of which no value is asked for, by name.
pub fn missing_names(params: &SearchParams) -> Vec<&'static str> {
    params.request.missing.iter().map(|facet| facet.name).collect()
}

struct Registry {
    entries: Vec<Entry>,
    by_name: HashMap<&'static str, usize>,
    by_rank: Vec<usize>,
}

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    let everything = SearchParams::everything();
    let rows = PARAMETERS.iter().copied().chain(FACETS.iter().flat_map(of_facet));
    let default = |parameter: &Parameter| match parameter.access {
        Access::One { write, .. } => write(&everything).unwrap_or_default().into_owned(),
        Access::Filter(_) | Access::Exclusion(_) => String::new(),
    };
    let mut entries: Vec<Entry> =
        rows.map(|parameter| Entry { default: default(&parameter), parameter, rank: 0 }).collect();
    let by_name = entries.iter().enumerate().map(|(number, entry)| (entry.parameter.name, number)).collect();
    let mut by_rank: Vec<usize> = (0..entries.len()).collect();
    by_rank.sort_by_key(|number| entries[*number].parameter.place);
    for (rank, number) in by_rank.iter().enumerate() {
        entries[*number].rank = rank;
    }
    Registry { entries, by_name, by_rank }
});

/// Every parameter, those of facets last, in the order of documents.
pub fn entries() -> &'static [Entry] {
    &REGISTRY.entries
}

/// Every parameter in the order of links.
pub fn in_links() -> impl Iterator<Item = &'static Entry> {
    REGISTRY.by_rank.iter().map(|number| &REGISTRY.entries[*number])
}

/// The parameter of that name.
pub fn find(name: &str) -> Option<&'static Entry> {
    REGISTRY.by_name.get(name).map(|number| &REGISTRY.entries[*number])
}

/// The parameter of that name, which our code names.
pub fn known(name: &str) -> &'static Entry {
    find(name).expect("a parameter of the registry")
}

/// The parameter of the values of a facet that a bulletin must have.
pub fn filter(facet: &Facet) -> &'static Entry {
    &REGISTRY.entries[PARAMETERS.len() + facet.index() * 2]
}

/// The parameter of the values of a facet that a bulletin must not have.
pub fn exclusion(facet: &Facet) -> &'static Entry {
    &REGISTRY.entries[PARAMETERS.len() + facet.index() * 2 + 1]
}

/// The names of the parameters that are no facets, in the order of documents.
pub fn names() -> impl Iterator<Item = &'static str> {
    PARAMETERS.iter().map(|parameter| parameter.name)
}

/// The parameters that are no facets and that `/trends` treats so, by what they are about and then as documents have them.
pub fn in_trends(trends: Trends) -> impl Iterator<Item = &'static Parameter> {
    let of = move |subject| PARAMETERS.iter().filter(move |row| row.subject == subject && row.trends == trends);
    [Subject::Query, Subject::Bulletins, Subject::Results].into_iter().flat_map(of)
}

/// The parameters that forms which hold every hit do not take.
pub fn not_in_exports() -> impl Iterator<Item = &'static str> {
    PARAMETERS.iter().filter(|parameter| !parameter.exports).map(|parameter| parameter.name)
}
