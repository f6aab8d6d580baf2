//! A [`Chart`] is lines over time as the places at which a template draws them. Places are shares of the width and
//! of the height, so that a chart fits any screen while its texts keep the size that the reader wants; each line has
//! a colour, a stroke and a mark of its own, so that no one needs to tell colours. Its points lead to what was counted.

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

/// Points of a chart that lead somewhere, about: all of one line over ten years of months. The table leads everywhere.
const MAX_LINKS: usize = 121;

/// Names of periods below, at most: what fits on a telephone.
const MAX_NAMES: usize = 5;

/// Lines over the same periods.
pub struct Chart {
    /// The key of what it shows, for the eye.
    pub label: &'static str,
    /// What it shows, for the ear.
    pub description: String,
    /// One for each series.
    pub lines: Vec<Line>,
    /// Heights with their values, from the ground up.
    pub levels: Vec<Level>,
    /// Places with the periods that begin there.
    pub names: Vec<Name>,
    /// Where there are so few bulletins that a share means little.
    pub thin: Vec<Band>,
}

/// A part of the width.
pub struct Band {
    pub x: String,
    pub width: String,
}

/// A line.
pub struct Line {
    /// Which of the strokes and marks it has, from 1.
    pub number: usize,
    /// The path in the measure of the box.
    pub path: String,
    /// Its points.
    pub points: Vec<Point>,
}

/// A point of a line.
pub struct Point {
    pub x: String,
    pub y: String,
    /// What it says when it is pointed at.
    pub title: String,
    /// To what was counted.
    pub url: String,
    /// Whether its mark is drawn; that of others appears when it is pointed at.
    pub is_marked: bool,
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
    pub description: String,
    /// The periods by name.
    pub periods: &'a [String],
    /// For each series what it is called in the titles of its points, and a value a period; none where there is nothing
    /// to say.
    pub series: Vec<(&'a str, Vec<Option<f64>>)>,
    /// To what was counted of a series in a period, both by number.
    pub url: &'a dyn Fn(usize, usize) -> String,
    /// For each period whether it has so few bulletins that a share means little.
    pub thin: &'a [bool],
    /// A value that must have room: charts of the same height compare.
    pub least_top: f64,
    /// Whether values are whole numbers.
    pub whole: bool,
    /// A value as it is written.
    pub written: &'a dyn Fn(f64) -> String,
}

impl Chart {
    /// The chart of these values.
    pub fn new(values: Values<'_>) -> Self {
        let Values { label, description, periods, series, url, thin, least_top, whole, written } = values;
        let most = series.iter().flat_map(|(_, values)| values).flatten().copied().fold(least_top, f64::max);
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
        let every_link = periods.len().div_ceil((MAX_LINKS / series.len().max(1)).max(1)).max(1);
        let lines = series.iter().enumerate().map(|(number, (called, values))| {
            let peak = values.iter().enumerate().rev().max_by(|a, b| order(*a.1, *b.1)).map(|(at, _)| at);
            let mut path = String::new();
            let mut points = Vec::new();
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
                // Marks of different lines stand at different places, as far as there is room; nothing needs no mark, and what
                // stands alone has no line.
                let is_alone = [at.checked_sub(1), Some(at + 1)]
                    .into_iter()
                    .flatten()
                    .all(|near| values.get(near).is_none_or(Option::is_none));
                let is_marked = (at + number * every / 3) % every == 0 || peak == Some(at) || is_alone;
                if *value > 0.0 && (is_marked || at % every_link == 0) {
                    points.push(Point {
                        x: percent(BOX_START + across(at) * BOX_WIDTH),
                        y: percent(BOX_TOP + height * BOX_HEIGHT),
                        title: format!("{called}{}：{}", periods[at], written(*value)),
                        url: url(number, at),
                        is_marked,
                    });
                }
            }
            Line { number: number + 1, path, points }
        });
        let lines = lines.collect();
        Self { label, description, lines, levels, names: names(periods, &across), thin: bands(thin, &across) }
    }
}

/// The stretches that are thin: half a period to either side of each.
fn bands(thin: &[bool], across: &dyn Fn(usize) -> f64) -> Vec<Band> {
    let half = if thin.len() < 2 { 0.5 } else { 0.5 / (thin.len() - 1) as f64 };
    let stretches = thin.chunk_by(|one, next| one == next);
    let mut first = 0;
    let band = |stretch: &[bool]| {
        let last = first + stretch.len() - 1;
        let (start, end) = ((across(first) - half).max(0.0), (across(last) + half).min(1.0));
        first = last + 1;
        stretch[0]
            .then(|| Band { x: percent(BOX_START + start * BOX_WIDTH), width: percent((end - start) * BOX_WIDTH) })
    };
    stretches.filter_map(band).collect()
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
        let (label, description) = ("chart-count", String::new());
        let mut thin = vec![false; 240];
        thin[..24].fill(true);
        let chart = Chart::new(Values {
            label,
            description,
            periods: &periods,
            series: vec![("", values)],
            url: &|series, period| format!("/{series}/{period}"),
            thin: &thin,
            least_top: 0.0,
            whole: true,
            written: &written,
        });
        assert_eq!(chart.lines[0].path.matches('M').count(), 2);
        let points = &chart.lines[0].points;
        assert!(points.iter().any(|point| point.title == "2001-06：3" && point.url == "/0/17" && point.is_marked));
        assert!(points.len() <= MAX_MARKS + 1);
        assert_eq!(chart.thin.iter().map(|band| &*band.x).collect::<Vec<_>>(), ["1.50%"]);
        let names: Vec<&str> = chart.names.iter().map(|name| name.label.as_str()).collect();
        assert_eq!(names, ["2000", "2005", "2010", "2015"]);
        assert_eq!(chart.levels.iter().map(|level| level.label.as_str()).collect::<Vec<_>>(), ["0", "1", "2", "3"]);
    }
}
