//! The target `sevenz`: `cargo +nightly fuzz run sevenz`, or on stable `fuzz/run sevenz`. See `docs/testing.md`.

#![cfg_attr(fuzzing, no_main)]

use gongbao_fuzz::ingest::Parser;

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| gongbao_fuzz::ingest::try_one(Parser::SevenZip, input));

#[cfg(not(fuzzing))]
fn main() -> std::process::ExitCode {
    gongbao_fuzz::ingest::run(Parser::SevenZip)
}
