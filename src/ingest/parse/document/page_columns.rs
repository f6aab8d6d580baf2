//! The columns of a table on a page of which only the places of its cells are known: an empty cell leaves no mark, and only the
//! rows around it tell which column it is in. Where they do not tell it plainly, nothing is said.

/// Rows of the shortest table of which columns are told.
const LEAST_ROWS: usize = 3;

/// From where to where a cell says something.
pub type Extent = (f32, f32);

/// For each row the columns of its cells, where they are known and some column is left out. A row is that of a table where it
/// has several cells; one with a single cell may be the rest of a broken cell.
pub fn columns(rows: &[Vec<Extent>]) -> Vec<Option<Vec<usize>>> {
    let mut told = vec![None; rows.len()];
    let mut begin = 0;
    while begin < rows.len() {
        let end = end_of_table(rows, begin);
        tell(&rows[begin..end], &mut told[begin..end]);
        begin = end.max(begin + 1);
    }
    told
}

/// Where the table ends that begins with a row. What stands across its columns is no part of it.
fn end_of_table(rows: &[Vec<Extent>], begin: usize) -> usize {
    let mut bands: Vec<Extent> = Vec::new();
    for (at, row) in rows.iter().enumerate().skip(begin) {
        match row.as_slice() {
            [only] if bands.iter().filter(|band| overlap(band, only)).count() != 1 => return at,
            [] => return at,
            _ => bands = merged(bands.into_iter().chain(row.iter().copied())),
        }
    }
    rows.len()
}

fn tell(rows: &[Vec<Extent>], told: &mut [Option<Vec<usize>>]) {
    let of_several: Vec<&Vec<Extent>> = rows.iter().filter(|row| row.len() > 1).collect();
    let widest = of_several.iter().map(|row| row.len()).max().unwrap_or(0);
    let full = of_several.iter().filter(|row| row.len() == widest).count();
    let bands = merged(rows.iter().flatten().copied());
    // A cell that spans several columns joins them to one, and one that stands aside makes one more: nothing is sure then.
    if of_several.len() < LEAST_ROWS || full * 2 < of_several.len() || bands.len() != widest {
        return;
    }
    for (row, told) in rows.iter().zip(told).filter(|(row, _)| (2..widest).contains(&row.len())) {
        let places = row.iter().map(|cell| bands.iter().position(|band| overlap(band, cell)));
        *told = places.collect::<Option<Vec<usize>>>().filter(|places| places.windows(2).all(|two| two[0] < two[1]));
    }
}

fn overlap(one: &Extent, other: &Extent) -> bool {
    one.0 < other.1 && other.0 < one.1
}

/// The stretches that extents cover, from left to right.
fn merged(extents: impl Iterator<Item = Extent>) -> Vec<Extent> {
    let mut sorted: Vec<Extent> = extents.collect();
    sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut bands: Vec<Extent> = Vec::new();
    for extent in sorted {
        match bands.last_mut() {
            Some(last) if extent.0 < last.1 => last.1 = last.1.max(extent.1),
            _ => bands.push(extent),
        }
    }
    bands
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: &[Extent] = &[(0.0, 20.0), (100.0, 140.0), (200.0, 230.0)];

    fn told(rows: &[&[Extent]]) -> Vec<Option<Vec<usize>>> {
        columns(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>())
    }

    #[test]
    fn cells_stand_in_the_columns_of_the_rows_around_them() {
        let rows: &[&[Extent]] = &[
            &[(0.0, 300.0)],
            FULL,
            &[(0.0, 10.0), (205.0, 215.0)],
            FULL,
            // The rest of a broken cell.
            &[(105.0, 120.0)],
            &[(110.0, 135.0), (201.0, 220.0)],
            FULL,
            &[(0.0, 290.0)],
        ];
        let none = None::<Vec<usize>>;
        let expected = [&none, &none, &Some(vec![0, 2]), &none, &none, &Some(vec![1, 2]), &none, &none];
        assert_eq!(told(rows).iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn nothing_is_told_where_columns_are_not_plain() {
        let gap: &[Extent] = &[(0.0, 10.0), (205.0, 215.0)];
        // A cell across two columns, one that stands aside, too few rows, mostly rows with gaps.
        let across: &[Extent] = &[(0.0, 20.0), (100.0, 230.0)];
        let aside: &[Extent] = &[(0.0, 20.0), (150.0, 170.0)];
        for rows in [&[FULL, gap, across, FULL][..], &[FULL, gap, aside, FULL], &[FULL, gap], &[FULL, gap, gap, gap]] {
            assert!(told(rows).iter().all(Option::is_none), "{rows:?}");
        }
    }
}
