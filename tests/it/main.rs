//! The integration tests: one binary; its files mirror the rooms and routes they test.

mod analysis;
mod browser;
mod cli;
mod corpus;
mod crash;
mod crawler;
mod documents;
mod engine;
mod explain;
mod frontier;
mod indexer;
mod properties;
mod query;
mod rooms;
mod search;
mod site;
mod store;
mod suggest;
mod support;
mod synonyms;
mod web;
