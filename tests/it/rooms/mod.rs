//! The rule of the house, read from the paths that its files name: which room may import which, the walls around the
//! libraries, and that no files of `src/` go round in a circle.

mod circles;
mod paths;

use std::path::Path;
use std::sync::LazyLock;

use self::paths::{OUTSIDE, Sources};

/// Each room and the rooms it may import.
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("config", &[]),
    ("locale", &[]),
    ("telemetry", &["model"]),
    ("store", &["model", "telemetry"]),
    ("ingest", &["model", "telemetry", "store"]),
    ("search", &["model", "locale", "telemetry", "store"]),
    ("web", &["model", "locale", "telemetry", "store", "search", "app"]),
    ("app", &["model", "config", "telemetry", "store", "search", "ingest"]),
    ("cli", &["model", "config", "locale", "telemetry", "store", "ingest", "search", "app", "web"]),
];

/// Each library, and the only places that may name it.
const WALLS: &[(&str, &[&str])] = &[
    ("axum", &["src/web/"]),
    ("askama", &["src/web/"]),
    ("sqlx", &["src/store/sqlite/"]),
    ("tantivy", &["src/search/engine/tantivy/"]),
    ("jieba_rs", &["src/search/analysis"]),
    ("clap", &["src/cli/"]),
    ("clap_complete", &["src/cli/"]),
    ("clap_mangen", &["src/cli/"]),
    ("lettre", &["src/web/alerts/"]),
    ("landlock", &["src/ingest/confinement.rs"]),
    ("seccompiler", &["src/ingest/confinement.rs"]),
    ("reqwest", &["src/ingest/crawler/fetch.rs", "src/telemetry/traces.rs"]),
    ("rustls", &["src/ingest/crawler/fetch.rs", "src/telemetry/traces.rs", "src/web/server/tls.rs"]),
    ("pinyin", &["src/search/suggest/"]),
    ("fluent_bundle", &["src/locale.rs"]),
    ("fluent_syntax", &["src/locale.rs"]),
    ("unic_langid", &["src/locale.rs"]),
    ("metrics_exporter_prometheus", &["src/telemetry/metrics.rs"]),
    ("opentelemetry", &["src/telemetry/traces.rs"]),
    ("tracing_subscriber", &["src/telemetry/"]),
];

/// Each room within `ingest/`, `search/` and `web/`, and those beside it that it may import; what is not listed, as `mod.rs`, may
/// import all. Where the name of a room ends in `/`, that goes for each room within it.
const SUB_ROOMS: &[(&str, &[&str])] = &[
    ("ingest/markup", &[]),
    ("ingest/dates", &[]),
    ("ingest/mojibake", &[]),
    ("ingest/values", &["ingest/dates"]),
    ("ingest/draft", &["ingest/mojibake"]),
    ("ingest/oddities", &["ingest/draft"]),
    ("ingest/subprocess", &[]),
    ("ingest/inputs", &[]),
    ("ingest/rules", &["ingest/draft"]),
    ("ingest/identity", &[]),
    ("ingest/normalize", &["ingest/markup", "ingest/mojibake", "ingest/values", "ingest/draft", "ingest/identity"]),
    (
        "ingest/parse",
        &["ingest/dates", "ingest/values", "ingest/draft", "ingest/subprocess", "ingest/rules", "ingest/normalize"],
    ),
    ("ingest/confinement", &[]),
    ("ingest/isolated", &["ingest/confinement", "ingest/draft", "ingest/subprocess", "ingest/parse"]),
    ("ingest/documents", &["ingest/draft", "ingest/inputs", "ingest/parse", "ingest/isolated"]),
    ("ingest/rejection", &["ingest/draft", "ingest/inputs", "ingest/parse"]),
    ("ingest/finding", &["ingest/draft", "ingest/rules", "ingest/parse", "ingest/documents", "ingest/rejection"]),
    (
        "ingest/parts",
        &["ingest/draft", "ingest/inputs", "ingest/rules", "ingest/normalize", "ingest/parse", "ingest/documents"],
    ),
    (
        "ingest/crawler",
        &[
            "ingest/draft",
            "ingest/rules",
            "ingest/identity",
            "ingest/normalize",
            "ingest/parse",
            "ingest/documents",
            "ingest/parts",
        ],
    ),
    (
        "ingest/web_archive",
        &[
            "ingest/draft",
            "ingest/inputs",
            "ingest/rules",
            "ingest/documents",
            "ingest/rejection",
            "ingest/finding",
            "ingest/crawler",
        ],
    ),
    (
        "ingest/read",
        &[
            "ingest/draft",
            "ingest/inputs",
            "ingest/normalize",
            "ingest/oddities",
            "ingest/parse",
            "ingest/documents",
            "ingest/rejection",
            "ingest/finding",
            "ingest/parts",
            "ingest/web_archive",
        ],
    ),
    ("ingest/import", &["ingest/identity", "ingest/inputs", "ingest/rejection", "ingest/finding", "ingest/read"]),
    ("ingest/sample", &["ingest/draft", "ingest/normalize", "ingest/parse"]),
    ("search/analysis", &[]),
    ("search/message", &[]),
    ("search/ranking", &[]),
    ("search/schema", &["search/analysis", "search/ranking"]),
    ("search/query", &["search/analysis", "search/message"]),
    ("search/engine", &["search/analysis", "search/schema"]),
    ("search/types", &["search/analysis", "search/query", "search/engine", "search/message", "search/ranking"]),
    ("search/duplicates", &["search/analysis"]),
    ("search/validity", &["search/analysis", "search/schema"]),
    (
        "search/suggest",
        &["search/analysis", "search/schema", "search/query", "search/engine", "search/types", "search/ranking"],
    ),
    (
        "search/plan",
        &["search/analysis", "search/schema", "search/query", "search/engine", "search/message", "search/ranking"],
    ),
    ("search/indexer", &["search/schema", "search/engine", "search/duplicates", "search/validity"]),
    (
        "search/pipeline",
        &[
            "search/analysis",
            "search/message",
            "search/ranking",
            "search/schema",
            "search/query",
            "search/engine",
            "search/types",
            "search/duplicates",
            "search/validity",
            "search/suggest",
            "search/plan",
        ],
    ),
    (
        "search/features",
        &[
            "search/analysis",
            "search/message",
            "search/ranking",
            "search/schema",
            "search/query",
            "search/engine",
            "search/types",
            "search/duplicates",
            "search/validity",
            "search/suggest",
            "search/plan",
            "search/pipeline",
        ],
    ),
    ("search/evaluation", &["search/types", "search/pipeline"]),
    ("web/server", &[]),
    ("web/format", &[]),
    ("web/i18n", &["web/format"]),
    ("web/http", &["web/format", "web/i18n"]),
    ("web/url", &["web/format", "web/i18n", "web/http"]),
    ("web/view", &["web/format", "web/i18n", "web/http", "web/url"]),
    ("web/html", &["web/format", "web/i18n", "web/http", "web/url", "web/view"]),
    ("web/json", &["web/format", "web/i18n", "web/http", "web/url", "web/view"]),
    ("web/formats", &["web/format", "web/i18n", "web/http", "web/url", "web/view", "web/html", "web/json"]),
    ("web/alerts", &["web/format", "web/i18n", "web/http", "web/url", "web/view", "web/html"]),
    ("web/middleware", &["web/http"]),
    (
        "web/resources/",
        &[
            "web/format",
            "web/i18n",
            "web/http",
            "web/url",
            "web/view",
            "web/html",
            "web/json",
            "web/formats",
            "web/alerts",
            "web/resources/find",
        ],
    ),
    (
        "web/openapi",
        &[
            "web/format",
            "web/i18n",
            "web/http",
            "web/url",
            "web/view",
            "web/html",
            "web/json",
            "web/formats",
            "web/resources/",
        ],
    ),
    ("web/routes", &["web/format", "web/http", "web/alerts", "web/middleware", "web/openapi", "web/resources/"]),
];

fn sources() -> &'static Sources {
    static SOURCES: LazyLock<Sources> = LazyLock::new(|| Sources::load(Path::new(env!("CARGO_MANIFEST_DIR"))));
    &SOURCES
}

/// The room within a room that a file is in: `search/query` for `src/search/query/parser.rs` and `src/search/query.rs`.
fn sub_room(place: &str) -> Option<(&str, &'static [&'static str])> {
    let place = place.strip_prefix("src/")?;
    let place = place.strip_suffix("/mod.rs").unwrap_or(place.trim_end_matches(".rs"));
    SUB_ROOMS.iter().find_map(|(room, allowed)| {
        let name = match room.strip_suffix('/') {
            Some(family) => {
                let inside = place.strip_prefix(family)?.strip_prefix('/')?;
                &place[..family.len() + 1 + inside.find('/').unwrap_or(inside.len())]
            }
            None => *room,
        };
        let rest = place.strip_prefix(name)?;
        (rest.is_empty() || rest.starts_with('/')).then_some((name, *allowed))
    })
}

/// Whether a room within a room may import a file: its own, one of a room that is allowed, or one of another house.
fn may_import(from: &str, to: &str) -> bool {
    let Some((room, allowed)) = sub_room(from) else { return true };
    let house = room.split('/').next().unwrap_or_default();
    if !to.starts_with(&format!("src/{house}/")) {
        return true;
    }
    // The facade is for those outside.
    let Some((other, _)) = sub_room(to) else { return false };
    let other_family = other.rfind('/').map(|at| &other[..=at]).unwrap_or_default();
    room == other || allowed.contains(&other) || allowed.contains(&other_family)
}

#[test]
fn no_room_reaches_into_another() {
    let mut broken = Vec::new();
    for (place, path) in sources().paths() {
        let room = place.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default();
        if let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room)
            && path[0] == "crate"
            && let Some(other) = path.get(1)
            && ROOMS.iter().any(|(name, _)| name == other)
            && other != room
            && !allowed.contains(&other.as_str())
        {
            broken.push(format!("{place} names {}: {room} may import {allowed:?}", path.join("::")));
        }
        for (library, home) in WALLS {
            let named = if path[0] == OUTSIDE { path.get(1) } else { path.first() };
            if named.is_some_and(|named| named == library) && !home.iter().any(|home| place.starts_with(home)) {
                broken.push(format!("{place} names {}: {library} belongs to {home:?}", path.join("::")));
            }
        }
        let reads_environment =
            path.len() > 1 && path[path.len() - 2] == "env" && path[path.len() - 1].starts_with("var");
        if reads_environment && place != "src/config.rs" {
            broken.push(format!("{place} reads the environment; settings belong to src/config.rs"));
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn no_sub_room_reaches_where_it_may_not() {
    let mut broken = Vec::new();
    for ((from, to), names) in sources().edges() {
        if !may_import(&from, &to) {
            let (room, allowed) = sub_room(&from).expect("what may not is in a room");
            let names = Vec::from_iter(names).join(", ");
            broken.push(format!("{from} names {names} of {to}: {room} may import {allowed:?}"));
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn no_files_go_round_in_a_circle() {
    let circles = circles::circles(&sources().edges());
    assert!(circles.is_empty(), "\n{}", circles.join("\n"));
}

#[test]
fn a_planted_import_is_found() {
    let check = |from: &str, to: &str, expected: bool| assert_eq!(may_import(from, to), expected, "{from} {to}");
    check("src/search/analysis/fold.rs", "src/search/query/mod.rs", false);
    check("src/search/query/mod.rs", "src/search/analysis/fold.rs", true);
    check("src/search/query/mod.rs", "src/search/query/parser.rs", true);
    check("src/search/query/mod.rs", "src/search/mod.rs", false);
    check("src/search/query/mod.rs", "src/model/date.rs", true);
    check("src/search/mod.rs", "src/search/features/trends.rs", true);
    check("src/ingest/parse/html/body.rs", "src/ingest/crawler/links.rs", false);
    check("src/web/url/links.rs", "src/web/html/layout.rs", false);
    check("src/web/resources/home/mod.rs", "src/web/resources/latest/mod.rs", false);
    check("src/web/resources/home/mod.rs", "src/web/resources/home/json.rs", true);
    check("src/web/resources/article/mod.rs", "src/web/resources/find.rs", true);
}

/// Long files are told of, no more: 500 lines are the bell to split one.
#[test]
fn long_files_are_told_of() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for place in sources().places() {
        let lines = std::fs::read_to_string(root.join(place)).unwrap().lines().count();
        if lines > 500 {
            println!("{place} has {lines} lines");
        }
    }
}
