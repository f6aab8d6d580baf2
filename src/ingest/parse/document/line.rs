//! A line of a document, the row of a table as one, and the bounds that hold for every format.

use serde::{Deserialize, Serialize};

use crate::model::text::{tidy_line, tidy_row};

/// Bounds on one document; beyond them it is rejected with the figure, or the rest is said to be unread.
pub mod limits {
    /// Pages, sheets, chapters and entries read of one document.
    pub const PAGES: usize = 5_000;
    /// Bytes of text taken from one document.
    pub const TEXT_BYTES: usize = 24 << 20;
    /// Entries of an archive.
    pub const ENTRIES: usize = 20_000;
    /// Bytes of one archive when inflated, archives within it included.
    pub const INFLATED_BYTES: u64 = 512 << 20;
    /// Bytes of one entry of an archive when inflated.
    pub const ENTRY_BYTES: usize = 256 << 20;
    /// How many times larger than its archive an archive may become, once it is larger than [`RATIO_FROM`].
    pub const RATIO: u64 = 200;
    /// Inflated bytes below which no ratio is looked at: small forms compress very well.
    pub const RATIO_FROM: u64 = 32 << 20;
    /// Archives within archives.
    pub const DEPTH: usize = 3;
    /// Elements open at once in XML.
    pub const XML_DEPTH: usize = 256;
    /// Bytes of the files that are taken out of one archive or message, to be kept each by itself.
    pub const MEMBER_BYTES: usize = 96 << 20;
    /// Cells of a table row that are told apart.
    pub const COLUMNS: usize = 512;
    /// The longest text that is repeated for each row that its cell spans, in bytes.
    pub const REPEATED_BYTES: usize = 160;
}

/// A line or a paragraph, with what its looks say.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The text, tidied; cells of a table row are separated by tabs.
    pub text: String,
    /// Whether it stands in the middle between the margins.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub centred: bool,
    /// The height of its letters in points; 0 where it is not known.
    #[serde(default)]
    pub size: f32,
}

impl Line {
    /// A line of which only the text is known.
    pub fn plain(text: &str) -> Self {
        Self { text: tidy_line(text), ..Self::default() }
    }
}

/// The cells of a table row as a line. Cells of a row are parted by tabs; empty ones at its end say nothing.
pub fn row_line(cells: &[String]) -> Line {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('\t', " ")).collect();
    Line { text: tidy_row(&cells.join("\t")), ..Line::default() }
}
