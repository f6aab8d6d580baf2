//! [`each_match`] goes over the matches of a segment, as tantivy does, and stops where the deadline of the search has passed.

use tantivy::query::Weight;
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, Score, SegmentReader, TERMINATED};

use crate::search::engine::Deadline;

/// After how many matches the deadline is looked at.
const LOOK_EVERY: u32 = 1_024;

/// Hands each match of a segment with its score to `collect`, ascending; scores are 0 where they are not asked for.
pub fn each_match(
    weight: &dyn Weight,
    reader: &SegmentReader,
    scored: bool,
    deadline: &Deadline,
    mut collect: impl FnMut(DocId, Score),
) -> tantivy::Result<()> {
    let mut scorer = weight.scorer(reader, 1.0)?;
    let is_alive = |doc: DocId| reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
    if scored {
        let mut seen = 0_u32;
        while scorer.doc() != TERMINATED {
            if is_alive(scorer.doc()) {
                collect(scorer.doc(), scorer.score());
            }
            scorer.advance();
            seen += 1;
            if seen.is_multiple_of(LOOK_EVERY) && deadline.has_passed() {
                break;
            }
        }
        return Ok(());
    }
    let mut block = [0; COLLECT_BLOCK_BUFFER_LEN];
    loop {
        let filled = scorer.fill_buffer(&mut block);
        block[..filled].iter().copied().filter(|doc| is_alive(*doc)).for_each(|doc| collect(doc, 0.0));
        if filled < block.len() || deadline.has_passed() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tantivy::query::{AllQuery, EnableScoring, Query};
    use tantivy::schema::Schema;
    use tantivy::{Index, TantivyDocument};

    use super::*;

    #[test]
    fn matches_end_at_the_deadline() {
        let index = Index::create_in_ram(Schema::builder().build());
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 15_000_000).unwrap();
        for _ in 0..3_000 {
            writer.add_document(TantivyDocument::default()).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let reader = searcher.segment_reader(0);
        let weight = AllQuery.weight(EnableScoring::disabled_from_searcher(&searcher)).unwrap();
        let count = |scored: bool, deadline: Deadline| {
            let mut count = 0;
            each_match(&*weight, reader, scored, &deadline, |_, _| count += 1).unwrap();
            count
        };
        for scored in [true, false] {
            assert_eq!(count(scored, Deadline::NONE), 3_000);
            assert!(count(scored, Deadline::after(Duration::ZERO)) <= LOOK_EVERY);
        }
    }
}
