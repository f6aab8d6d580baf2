//! The target `query`: `cargo +nightly fuzz run query`, or on stable
//! `cargo run --manifest-path fuzz/Cargo.toml -- --seconds 600 --seed 1`. See `docs/testing.md`.

#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| gongbao_fuzz::try_one(input));

#[cfg(not(fuzzing))]
fn main() -> std::process::ExitCode {
    gongbao_fuzz::runner::run()
}
