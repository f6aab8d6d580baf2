//! gongbao (公报): full-text search over Chinese government bulletins.

pub mod app;
pub mod cli;
pub mod config;
pub mod ingest;
pub mod model;
pub mod search;
pub mod store;
pub mod web;
