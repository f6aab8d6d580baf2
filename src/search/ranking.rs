//! Every weight that decides an order, with its reason. The figures that chose them are in `docs/benchmarks.md`.

/// How many times the title counts in the one field that BM25 scores. One field with weighted terms is
/// BM25F (Robertson, Zaragoza and Taylor, CIKM 2004); summing fields instead cost 5 to 13 points of nDCG@10.
pub const TITLE_WEIGHT: usize = 3;

/// The subtitle says more than the body and less than the title.
pub const SUBTITLE_WEIGHT: usize = 2;

/// A part of the query that stands in the text as typed counts its characters' BM25 beside its words':
/// bigrams beat words at the top of the list on every judged set.
pub const VERBATIM_BOOST: f32 = 1.0;

/// The document that bears the number or the title typed comes before every document that cites it;
/// BM25 scores of typed queries stay below a thousand. Without it 97 % of titles found their own
/// article first; laws lost to the rules that name them.
pub const IDENTITY_BOOST: f32 = 1_000.0;
