//! The target `zip`: `cargo +nightly fuzz run zip`, or on stable `fuzz/run zip`. See `docs/testing.md`.

#![cfg_attr(fuzzing, no_main)]

use gongbao_fuzz::ingest::Parser;

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| gongbao_fuzz::ingest::try_one(Parser::Zip, input));

#[cfg(not(fuzzing))]
fn main() -> std::process::ExitCode {
    gongbao_fuzz::ingest::run(Parser::Zip)
}
