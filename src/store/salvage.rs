//! A [`Salvage`] says what could be read of a database whose file is damaged, and what is lost.

/// What was taken over into a new database, table by table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Salvage {
    /// How many rows of each table were saved; those of derived tables are told again.
    pub saved: Vec<(&'static str, u64)>,
    /// The tables of which rows are lost, and which rows: bulletins by their ids, others by their numbers or the keys of
    /// their bulletins; none where a table does not read at all. A number may be one that no row had.
    pub lost: Vec<(&'static str, Vec<String>)>,
    /// The bulletins of which nothing but an earlier version was left, which is their newest now.
    pub revived: Vec<String>,
}
