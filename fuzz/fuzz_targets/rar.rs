//! The target `rar`: `cargo +nightly fuzz run rar`, or on stable `fuzz/run rar`. See `docs/testing.md`.

#![cfg_attr(fuzzing, no_main)]

use gongbao_fuzz::ingest::Parser;

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| gongbao_fuzz::ingest::try_one(Parser::Rar, input));

#[cfg(not(fuzzing))]
fn main() -> std::process::ExitCode {
    gongbao_fuzz::ingest::run(Parser::Rar)
}
