//! A [`PrefixIndex`] is one way of writing many texts, in order: what begins with a prefix stands side by side, and of
//! it the best come first without a look at the rest.

use std::collections::BinaryHeap;
use std::ops::Range;

/// What ends a row; nothing sorts before it.
const END: u8 = b'\n';

/// The number of an entry.
pub type Entry = u32;

/// A place at which a prefix may match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Where in the rows.
    at: u32,
    /// Whose text it is.
    pub entry: Entry,
    /// The character of the entry that stands here.
    pub letter: u16,
}

/// Takes rows in and sorts them.
#[derive(Default)]
pub struct LaneBuilder {
    rows: Vec<u8>,
    places: Vec<(Place, u32)>,
}

/// Rows in order, each place with a score.
#[derive(Default)]
pub struct PrefixIndex {
    rows: Vec<u8>,
    places: Vec<Place>,
    /// The greatest scores of pairs, of pairs of pairs, and so on: those of the places are the last.
    scores: Vec<u32>,
}

impl LaneBuilder {
    /// Takes a row of an entry, with the places at which it may be begun: byte, letter, score.
    pub fn add(&mut self, row: &str, entry: Entry, places: impl IntoIterator<Item = (usize, u16, u32)>) {
        let begin = self.rows.len();
        // Rows are bounded by the entries, which are; more than four gigabytes of them are left out.
        if u32::try_from(begin + row.len()).is_err() {
            return;
        }
        self.rows.extend_from_slice(row.as_bytes());
        self.rows.push(END);
        let placed = |(byte, letter, score)| (Place { at: (begin + byte) as u32, entry, letter }, score);
        self.places.extend(places.into_iter().map(placed));
    }

    /// Sorts.
    pub fn finish(self) -> PrefixIndex {
        let Self { rows, mut places } = self;
        places.sort_unstable_by(|(a, _), (b, _)| rows[a.at as usize..].cmp(&rows[b.at as usize..]));
        let leaves = places.len().next_power_of_two();
        let mut scores = vec![0; leaves * 2];
        for (leaf, (_, score)) in scores[leaves..].iter_mut().zip(&places) {
            *leaf = *score;
        }
        for node in (1..leaves).rev() {
            scores[node] = scores[node * 2].max(scores[node * 2 + 1]);
        }
        PrefixIndex { rows, places: places.into_iter().map(|(place, _)| place).collect(), scores }
    }
}

impl PrefixIndex {
    /// The places that begin with this, the best score first; also several of one entry.
    pub fn beginning(&self, prefix: &str) -> BestFirst<'_> {
        self.best_first(self.range(prefix.as_bytes()))
    }

    /// Whether any place begins with this.
    pub fn has(&self, prefix: &str) -> bool {
        let at = self.places.partition_point(|place| self.head(place, prefix.len()) < prefix.as_bytes());
        self.places.get(at).is_some_and(|place| self.head(place, prefix.len()) == prefix.as_bytes())
    }

    /// The places from which just this stands to the end of the row, the best first.
    pub fn whole(&self, text: &str) -> BestFirst<'_> {
        let mut key = text.as_bytes().to_vec();
        key.push(END);
        self.best_first(self.range(&key))
    }

    fn range(&self, prefix: &[u8]) -> Range<usize> {
        let head = |place: &Place| self.head(place, prefix.len());
        let start = self.places.partition_point(|place| head(place) < prefix);
        let length = self.places[start..].partition_point(|place| head(place) == prefix);
        start..start + length
    }

    fn head(&self, place: &Place, bytes: usize) -> &[u8] {
        let at = place.at as usize;
        &self.rows[at..self.rows.len().min(at + bytes)]
    }

    fn best_first(&self, range: Range<usize>) -> BestFirst<'_> {
        let mut heap = BinaryHeap::new();
        let leaves = self.scores.len() / 2;
        let (mut low, mut high) = (range.start + leaves, range.end + leaves);
        // The few nodes that together cover the range.
        while low < high {
            if low % 2 == 1 {
                heap.push((self.scores[low], low));
                low += 1;
            }
            if high % 2 == 1 {
                high -= 1;
                heap.push((self.scores[high], high));
            }
            (low, high) = (low / 2, high / 2);
        }
        BestFirst { lane: self, heap }
    }
}

/// Places with their scores, the greatest first.
pub struct BestFirst<'l> {
    lane: &'l PrefixIndex,
    heap: BinaryHeap<(u32, usize)>,
}

impl Iterator for BestFirst<'_> {
    type Item = (Place, u32);

    fn next(&mut self) -> Option<Self::Item> {
        let scores = &self.lane.scores;
        let leaves = scores.len() / 2;
        loop {
            let (score, node) = self.heap.pop()?;
            if node >= leaves {
                return Some((self.lane.places[node - leaves], score));
            }
            self.heap.push((scores[node * 2], node * 2));
            self.heap.push((scores[node * 2 + 1], node * 2 + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(rows: &[(&str, u32)]) -> PrefixIndex {
        let mut builder = LaneBuilder::default();
        for (number, (row, score)) in rows.iter().enumerate() {
            builder.add(row, number as u32, [(0, 0, *score)]);
        }
        builder.finish()
    }

    fn check(found: BestFirst<'_>, expected: &[u32]) {
        assert_eq!(found.map(|(place, _)| place.entry).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_best_come_first() {
        let lane = lane(&[("ab", 5), ("abc", 9), ("b", 7), ("abcd", 1), ("a", 8), ("ac", 6)]);
        check(lane.beginning("ab"), &[1, 0, 3]);
        check(lane.beginning("a"), &[1, 4, 5, 0, 3]);
        check(lane.beginning(""), &[1, 4, 2, 5, 0, 3]);
        check(lane.beginning("abcde"), &[]);
        check(lane.beginning("zz"), &[]);
        assert!(lane.has("") && lane.has("ac") && lane.has("abcd") && !lane.has("ad") && !lane.has("abcde"));
        check(lane.whole("ab"), &[0]);
        check(lane.whole("c"), &[]);
        check(PrefixIndex::default().beginning("a"), &[]);
        check(LaneBuilder::default().finish().beginning("a"), &[]);
    }

    #[test]
    fn a_row_may_be_begun_inside() {
        let mut builder = LaneBuilder::default();
        builder.add("防汛演练", 7, [(0, 0, 2), ("防汛".len(), 2, 1)]);
        let lane = builder.finish();
        let found: Vec<_> = lane.beginning("演").map(|(place, score)| (place.entry, place.letter, score)).collect();
        assert_eq!(found, [(7, 2, 1)]);
        check(lane.beginning("汛"), &[]);
    }
}
