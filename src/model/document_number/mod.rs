//! A [`DocumentNumber`] (发文字号) names an official document. Most are the issuing organ's code, the year in six-cornered
//! brackets, and the serial number, as GB/T 9704-2012 §7.2.5 lays it down: 国办发〔2017〕47号. Orders and announcements are
//! counted by organ, with a year or without: 国务院令第714号, 公告2021年第5号; judgments have the year first: （2021）京0105民初3号.
//!
//! Pages write each in a dozen ways; two writings of the same number are the same number.

mod find;
mod half;
mod number;
mod scan;
mod several;
#[cfg(test)]
mod tests;
mod title;
mod words;
mod writings;

pub use self::find::{Occurrence, find, occurrences};
pub use self::half::HalfNumber;
pub use self::number::DocumentNumber;
pub use self::title::TitleNumber;
pub use self::words::is_office;
