//! How a command ends when it has not simply done its work: the exit codes, and the one line that says what failed.

use std::process::ExitCode;

/// Something was rejected; the rest was done.
pub const EXIT_REJECTED: u8 = 3;

/// Something that is kept is damaged, or store and index differ.
pub const EXIT_DIFFERENT: u8 = 4;

/// Says on standard error what failed, and ends with that code.
pub fn fail(code: u8, message: &str) -> ExitCode {
    eprintln!("gongbao：{message}");
    ExitCode::from(code)
}
