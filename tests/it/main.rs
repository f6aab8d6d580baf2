//! The integration tests: one binary; its files mirror the rooms and routes they test.

mod analysis;
mod audit;
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
mod parts;
mod properties;
mod query;
mod rejects;
mod reprints;
mod rooms;
mod rules;
mod search;
mod site;
mod store;
mod suggest;
mod support;
mod synonyms;
mod web;
