//! A [`Chart`] is lines over time as the places at which a template draws them. Places are shares of the width and
//! of the height, so that a chart fits any screen while its texts keep the size that the reader wants; each line has
//! a colour, a stroke and a mark of its own, so that no one needs to tell colours.

/// The box in which lines run, in percent: what is left and right of it keeps marks whole, below it stand the periods.
const BOX_START: f64 = 1.5;

const BOX_WIDTH: f64 = 97.0;

const BOX_TOP: f64 = 10.0;

const BOX_HEIGHT: f64 = 78.0;

/// The lines' own measure of that box, which is stretched over it.
const PATH_WIDTH: f64 = 1_000.0;

const PATH_HEIGHT: f64 = 100.0;

/// Marks of a line, about, so that they do not hide it.
const MAX_MARKS: usize = 36;

/// Names of periods below, at most: what fits on a telephone.
const MAX_NAMES: usize = 5;

/// Lines over the same periods.
pub struct Chart {
    /// The key of what it shows, for the eye.
    pub label: &'static str,
    /// A name within the page.
    pub name: &'static str,
    /// What it shows, for the ear.
    pub description: String,
    /// One for each series.
    pub lines: Vec<Line>,
    /// Heights with their values, from the ground up.
    pub levels: Vec<Level>,
    /// Places with the periods that begin there.
    pub names: Vec<Name>,
}

/// A line.
pub struct Line {
    /// Which of the strokes and marks it has, from 1.
    pub number: usize,
    /// The path in the measure of the box.
    pub path: String,
    /// Where marks are.
    pub marks: Vec<Mark>,
}

/// A mark on a line.
pub struct Mark {
    pub x: String,
    pub y: String,
    /// What it says when it is pointed at.
    pub title: String,
}

/// A level with its value.
pub struct Level {
    pub y: String,
    pub label: String,
}

/// A period's name below the lines.
pub struct Name {
    pub x: String,
    pub label: String,
    /// How the text lies at its place: `start`, `middle` or `end`.
    pub anchor: &'static str,
}

/// What a chart shows.
pub struct Values<'a> {
    pub label: &'static str,
    pub name: &'static str,
    pub description: String,
    /// The periods by name.
    pub periods: &'a [String],
    /// For each series a value a period; none where there is nothing to say.
    pub series: Vec<Vec<Option<f64>>>,
    /// Whether values are whole numbers.
    pub whole: bool,
    /// A value as it is written.
    pub written: &'a dyn Fn(f64) -> String,
}

impl Chart {
    /// The chart of these values.
    pub fn new(values: Values<'_>) -> Self {
        let Values { label, name, description, periods, series, whole, written } = values;
        let most = series.iter().flatten().flatten().copied().fold(0.0, f64::max);
        let step = step(most, whole);
        let steps = (most / step).ceil().max(1.0);
        let top = step * steps;
        let levels = (0..=steps as usize)
            .map(|number| Level {
                y: percent(BOX_TOP + BOX_HEIGHT * (1.0 - number as f64 / steps)),
                label: written(step * number as f64),
            })
            .collect();
        // A single period stands in the middle.
        let across = |at: usize| if periods.len() < 2 { 0.5 } else { at as f64 / (periods.len() - 1) as f64 };
        let every = periods.len().div_ceil(MAX_MARKS).max(1);
        let lines = series.iter().enumerate().map(|(number, values)| {
            let peak = values.iter().enumerate().rev().max_by(|a, b| order(*a.1, *b.1)).map(|(at, _)| at);
            let mut path = String::new();
            let mut marks = Vec::new();
            let mut goes_on = false;
            for (at, value) in values.iter().enumerate() {
                let Some(value) = value else {
                    goes_on = false;
                    continue;
                };
                let height = 1.0 - value / top;
                let (x, y) = (across(at) * PATH_WIDTH, height * PATH_HEIGHT);
                path.push_str(&format!("{}{x:.1} {y:.2}", if goes_on { 'L' } else { 'M' }));
                goes_on = true;
                // Marks of different lines stand at different places, as far as there is room; nothing needs no mark.
                if *value > 0.0 && ((at + number * every / 3) % every == 0 || peak == Some(at)) {
                    marks.push(Mark {
                        x: percent(BOX_START + across(at) * BOX_WIDTH),
                        y: percent(BOX_TOP + height * BOX_HEIGHT),
                        title: format!("{}：{}", periods[at], written(*value)),
                    });
                }
            }
            Line { number: number + 1, path, marks }
        });
        let lines = lines.collect();
        Self { label, name, description, lines, levels, names: names(periods, &across) }
    }
}

fn order(a: Option<f64>, b: Option<f64>) -> std::cmp::Ordering {
    a.unwrap_or(-1.0).total_cmp(&b.unwrap_or(-1.0))
}

/// The periods that are named: of many months the Januaries, of many years every second, fifth or tenth.
fn names(periods: &[String], across: &dyn Fn(usize) -> f64) -> Vec<Name> {
    let year_begins = |period: &str| period.len() == 4 || period.ends_with("-01");
    let mut at: Vec<usize> = (0..periods.len()).collect();
    if periods.len() > MAX_NAMES {
        let years: Vec<usize> = at.iter().copied().filter(|at| year_begins(&periods[*at])).collect();
        if years.len() > 2 {
            at = years;
        }
    }
    // Of longer names there are fewer.
    let long = at.iter().any(|at| periods[*at].len() > 4 && !year_begins(&periods[*at]));
    let room = if long { MAX_NAMES / 2 + 1 } else { MAX_NAMES };
    let every = [1, 2, 5, 10, 20, 50, 100, 200, 500].into_iter().find(|every| at.len().div_ceil(*every) <= room);
    at.iter()
        .step_by(every.unwrap_or(1_000))
        .map(|at| {
            let share = across(*at);
            let label = &periods[*at];
            let short = if !long && label.len() > 4 { &label[..4] } else { label };
            // A year is narrow enough to stand in the middle of its place, at the edges too.
            let anchor = match share {
                share if long && share < 0.06 => "start",
                share if long && share > 0.94 => "end",
                _ => "middle",
            };
            Name { x: percent(BOX_START + share * BOX_WIDTH), label: short.to_owned(), anchor }
        })
        .collect()
}

/// A distance of levels that reads well, of which three to five reach `most`.
fn step(most: f64, whole: bool) -> f64 {
    if most <= 0.0 {
        return 1.0;
    }
    let rough = most / 4.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|step| *step >= rough * 0.999 && (!whole || step.fract() == 0.0))
        .unwrap_or(power * 10.0);
    if whole { step.ceil().max(1.0) } else { step }
}

fn percent(value: f64) -> String {
    format!("{value:.2}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_round_and_reach_the_top() {
        let check = |most: f64, whole: bool, expected: f64| {
            let step = step(most, whole);
            assert!((step - expected).abs() < 1e-9, "{most} {whole} {step}");
            assert!(step * (most / step).ceil().max(1.0) >= most);
        };
        check(0.0, true, 1.0);
        check(1.0, true, 1.0);
        check(7.0, true, 2.0);
        check(10.0, true, 5.0);
        check(1_234.0, true, 500.0);
        check(0.042, false, 0.02);
        check(1.0, false, 0.25);
    }

    #[test]
    fn lines_break_where_nothing_is_known_and_every_peak_is_marked() {
        let periods: Vec<String> =
            (0..240).map(|month| format!("{}-{:02}", 2000 + month / 12, month % 12 + 1)).collect();
        let mut values = vec![Some(0.0); 240];
        (values[100], values[17]) = (None, Some(3.0));
        let written = |value: f64| value.to_string();
        let (label, name, description) = ("chart-count", "count", String::new());
        let series = vec![values];
        let chart =
            Chart::new(Values { label, name, description, periods: &periods, series, whole: true, written: &written });
        assert_eq!(chart.lines[0].path.matches('M').count(), 2);
        assert!(chart.lines[0].marks.iter().any(|mark| mark.title == "2001-06：3"));
        assert!(chart.lines[0].marks.len() <= MAX_MARKS + 1);
        let names: Vec<&str> = chart.names.iter().map(|name| name.label.as_str()).collect();
        assert_eq!(names, ["2000", "2005", "2010", "2015"]);
        assert_eq!(chart.levels.iter().map(|level| level.label.as_str()).collect::<Vec<_>>(), ["0", "1", "2", "3"]);
    }
}
