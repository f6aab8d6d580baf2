//! The target `odf`: `cargo +nightly fuzz run odf`, or on stable `fuzz/run odf`. See `docs/testing.md`.

#![cfg_attr(fuzzing, no_main)]

use gongbao_fuzz::ingest::Parser;

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| gongbao_fuzz::ingest::try_one(Parser::Odf, input));

#[cfg(not(fuzzing))]
fn main() -> std::process::ExitCode {
    gongbao_fuzz::ingest::run(Parser::Odf)
}
