//! The drawing of a [`Histogram`]: places and lengths of bars in hundredths of the width and the height, so that it
//! is as wide as the page while its texts stay legible.

use crate::web::i18n::texts::Texts;
use crate::web::url::values::Unit;
use crate::web::view::histogram::{Bar, Histogram, Row};

/// The width of a place at most: two bars are no wall.
const MAX_BAR_WIDTH: f32 = 17.0;

/// The width of a mark below the bars with the gap to the next, on a phone in 长辈版.
const MARK_WIDTH: f32 = 17.0;

/// Places before the others where there are outliers: their bar, and a gap.
const EARLIER_PLACES: usize = 2;

/// Where bars stand; below are the marks.
const BASELINE: f32 = 76.0;

/// The length of the longest bar, and of the shortest.
const MAX_BAR_HEIGHT: f32 = 72.0;

const MIN_BAR_HEIGHT: f32 = 3.0;

/// What the page shows of a histogram.
pub struct HistogramView<'a> {
    pub rows: Vec<RowView<'a>>,
    /// How many have no date, the search for them, and whether they are asked for.
    pub undated: Option<(usize, &'a str, bool)>,
    /// The search of all time, where some time is asked for.
    pub any_time: Option<&'a str>,
    /// The same, for what is drawn over the bars.
    pub any_time_url: &'a str,
}

pub struct RowView<'a> {
    pub label: String,
    pub bars: Vec<BarView<'a>>,
    /// Where the time that is asked for has no hits, from the left and how wide.
    pub empty: Vec<(String, String)>,
    /// Where a mark stands, what it says, and which end of it stands there.
    pub marks: Vec<(String, String, &'static str)>,
}

pub struct BarView<'a> {
    pub bar: &'a Bar,
    /// Its time, and how many bulletins it has.
    pub label: String,
    /// Whether it is in the time that is asked for while others of its row are not.
    pub on: bool,
    pub place: String,
    pub width: String,
    pub left: String,
    pub thick: String,
    pub top: String,
    pub height: String,
}

impl<'a> HistogramView<'a> {
    /// The view of a histogram; `None` where there is nothing to choose.
    pub fn new(histogram: &'a Histogram, texts: &'static Texts) -> Option<Self> {
        let undated = (histogram.undated > 0).then_some(histogram.undated);
        histogram.has_choices().then(|| Self {
            rows: histogram
                .rows
                .iter()
                .filter(|row| !row.bars.is_empty())
                .map(|row| RowView::new(row, texts))
                .collect(),
            undated: undated.map(|count| (count, histogram.undated_url.as_str(), histogram.undated_selected)),
            any_time: histogram.is_narrowed.then_some(histogram.any_time_url.as_str()),
            any_time_url: &histogram.any_time_url,
        })
    }
}

impl<'a> RowView<'a> {
    fn new(row: &'a Row, texts: &'static Texts) -> Self {
        let before = row.earlier.as_ref().map_or(0, |_| EARLIER_PLACES);
        let place = (100.0 / (before + row.places) as f32).min(MAX_BAR_WIDTH);
        let drawn =
            || row.earlier.iter().map(|bar| (0, bar)).chain(row.bars.iter().map(|bar| (before + bar.place, bar)));
        let all_selected = drawn().all(|(_, bar)| bar.selected);
        let most = drawn().map(|(_, bar)| bar.count).max().unwrap_or(1) as f32;
        let bar = |(at, bar): (usize, &'a Bar)| {
            let time = if at < before { texts.text("times-earlier").to_owned() } else { time(bar, texts) };
            let height = (MAX_BAR_HEIGHT * bar.count as f32 / most).max(MIN_BAR_HEIGHT);
            BarView {
                bar,
                label: texts.format("times-bar").with("time", time).with("count", bar.count).to_string(),
                on: bar.selected && !all_selected,
                place: percent(place * at as f32),
                width: percent(place),
                left: percent(place * (at as f32 + 0.12)),
                thick: percent(place * 0.76),
                top: percent(BASELINE - height),
                height: percent(height),
            }
        };
        let one_year = row.unit == Unit::Month && row.begin.div_euclid(12) == row.last().div_euclid(12);
        Self {
            label: match row.unit {
                Unit::Month if one_year => texts.format("times-months-of").with("year", year_of(row.begin)).to_string(),
                Unit::Month => texts.text("times-months").to_owned(),
                _ if row.step == 1 => texts.text("times-years").to_owned(),
                _ => texts.format("times-spans").with("years", row.step.to_string()).to_string(),
            },
            bars: drawn().map(bar).collect(),
            empty: row.empty.iter().map(|at| (percent(place * (before + at) as f32), percent(place))).collect(),
            marks: marks(row, before, place, one_year, texts),
        }
    }
}

/// The time of a bar: a year, a month, or some years.
fn time(bar: &Bar, texts: &'static Texts) -> String {
    if bar.from == bar.to {
        return texts.date(bar.from);
    }
    texts.format("times-from-to").with("from", bar.from.to_string()).with("to", bar.to.to_string()).to_string()
}

/// The year of a month, as text: a number of it would be grouped.
fn year_of(month: i32) -> String {
    month.div_euclid(12).to_string()
}

/// The marks below a row: the last place, the first, the first and the last that are asked for, and all others where each
/// has room. What lies before the row always says so.
fn marks(
    row: &Row,
    before: usize,
    place: f32,
    one_year: bool,
    texts: &'static Texts,
) -> Vec<(String, String, &'static str)> {
    let text = |at: usize| match at.checked_sub(before) {
        None => texts.text("times-earlier").to_owned(),
        Some(at) => {
            let number = row.begin + row.step * at as i32;
            match row.unit {
                Unit::Month if one_year => {
                    let names = texts.text("months-short");
                    names.split(' ').nth(number.rem_euclid(12) as usize).unwrap_or_default().to_owned()
                }
                Unit::Month => format!("{:04}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1),
                _ => number.to_string(),
            }
        }
    };
    let last = before + row.places.max(1) - 1;
    let chosen: Vec<usize> = row.bars.iter().filter(|bar| bar.selected).map(|bar| before + bar.place).collect();
    let ends = chosen.first().into_iter().chain(chosen.last()).copied();
    let others = (before..=last).filter(|_| place >= MARK_WIDTH);
    let middle = |at: usize| place * (at as f32 + 0.5);
    let mut marked: Vec<usize> = Vec::new();
    for at in [last, 0].into_iter().chain(ends).chain(others) {
        if (at == 0 || at >= before) && marked.iter().all(|other| (middle(*other) - middle(at)).abs() >= MARK_WIDTH) {
            marked.push(at);
        }
    }
    marked.sort_unstable();
    let mark = |at: usize| {
        let (x, end) = match at {
            0 => (0.0, "start"),
            _ if at == last => (place * (at as f32 + 1.0), "end"),
            _ => (middle(at), "middle"),
        };
        (percent(x), text(at), end)
    };
    marked.into_iter().map(mark).collect()
}

fn percent(part: f32) -> String {
    format!("{part:.2}%")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    fn check(unit: Unit, begin: i32, places: usize, chosen: &[usize], expected: &str) {
        let date = || "2020".parse().unwrap();
        let bar = |place: &usize| Bar {
            place: *place,
            label: String::new(),
            from: date(),
            to: date(),
            count: 1,
            selected: true,
            url: String::new(),
        };
        let bars = chosen.iter().map(bar).collect();
        let row = Row { unit, begin, step: 1, places, bars, empty: Vec::new(), earlier: None };
        let marks = RowView::new(&row, Texts::new(Language::Hans)).marks;
        let said: Vec<String> = marks.iter().map(|(x, text, end)| format!("{text}@{x} {end}")).collect();
        assert_eq!(said.join(", "), expected);
    }

    #[test]
    fn the_first_the_last_and_what_is_chosen_are_marked_where_there_is_room() {
        check(Unit::Year, 2020, 1, &[], "2020@0.00% start");
        check(Unit::Year, 2000, 20, &[], "2000@0.00% start, 2019@100.00% end");
        check(
            Unit::Year,
            2000,
            20,
            &[7, 8, 12],
            "2000@0.00% start, 2007@37.50% middle, 2012@62.50% middle, 2019@100.00% end",
        );
        check(Unit::Year, 2000, 20, &[1, 2], "2000@0.00% start, 2019@100.00% end");
        check(Unit::Month, 2020 * 12, 12, &[4], "1月@0.00% start, 5月@37.50% middle, 12月@100.00% end");
        check(Unit::Month, 2020 * 12 + 10, 16, &[], "2020-11@0.00% start, 2022-02@100.00% end");
        check(Unit::Year, 2020, 3, &[], "2020@0.00% start, 2021@25.50% middle, 2022@51.00% end");
    }
}
