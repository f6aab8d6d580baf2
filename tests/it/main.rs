//! The integration tests: one binary; its files mirror the rooms and routes they test.

mod analysis;
mod api;
mod browser;
mod cli;
mod corpus;
mod crash;
mod documents;
mod engine;
mod explain;
mod indexer;
mod properties;
mod query;
mod rooms;
mod search;
mod store;
mod suggest;
mod support;
mod synonyms;
mod web;
