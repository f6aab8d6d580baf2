//! gongbao (公报): full-text search over Chinese government bulletins.
//!
//! # The rooms
//!
//! | room | what it is | may import |
//! |---|---|---|
//! | [`model`] | the vocabulary: article, date, document number, facets | no room |
//! | [`locale`] | what is said in each language; fluent lives here | no room |
//! | [`telemetry`] | what the program tells those who run it: log, metrics, traces | model |
//! | [`store`] | the truth: bulletins, their versions, what was rejected; sqlx lives here | model, telemetry |
//! | [`ingest`] | bytes → draft → article → store | model, telemetry, store |
//! | [`search`] | request → response; engine, analysis, indexer | model, locale, telemetry, store |
//! | [`web`] | every route; axum and askama live here | model, locale, telemetry, store, search, app |
//! | [`app`] | builds the parts; the only place that names backends | model, config, telemetry, store, search, ingest |
//! | [`config`] | every setting; the environment is read here | no room |
//! | [`cli`] | the commands | all |
//!
//! `tests/it/rooms/` reads the paths that files name and holds this; inside `ingest`, `search` and `web` it holds the same
//! of the rooms within, and that no files go round in a circle. The map of the whole is `docs/architecture.md`.
//!
//! # Where to begin reading
//!
//! In: [`mod@ingest::import`], [`ingest::read`], then [`mod@ingest::normalize`]. Between: [`search::indexer`]. Out:
//! [`search::pipeline`], which tells a search in stages; [`search::Search`] is its facade.
//!
//! What is deliberately absent: ingest never touches an engine, an engine never returns a text, and no
//! room but `app` knows which store or engine there is.

pub mod app;
pub mod cli;
pub mod config;
pub mod ingest;
pub mod locale;
pub mod model;
pub mod search;
pub mod store;
pub mod telemetry;
pub mod web;
