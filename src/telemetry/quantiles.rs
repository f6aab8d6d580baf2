//! [`Measured`] is what a histogram says to people: how many there were, how long they took on average, and how long the
//! slowest of them took, read from the text that Prometheus reads.

use std::collections::BTreeMap;

/// The durations of one kind, in seconds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measured {
    /// How many there were.
    pub count: u64,
    /// All together.
    pub sum: f64,
    /// How many were up to so long, the longest last.
    buckets: Vec<(f64, u64)>,
}

impl Measured {
    /// The mean; 0 where there were none.
    pub fn mean(&self) -> f64 {
        if self.count == 0 { 0.0 } else { self.sum / self.count as f64 }
    }

    /// A bound that this part of them stayed within: the upper one of the bucket in which it ends; infinite beyond the last.
    pub fn within(&self, part: f64) -> f64 {
        let wanted = (self.count as f64 * part).ceil() as u64;
        self.buckets.iter().find(|(_, count)| *count >= wanted).map_or(f64::INFINITY, |(bound, _)| *bound)
    }
}

/// What a histogram of this name measured, by the value of one of its labels.
pub fn measured(text: &str, name: &str, label: &str) -> BTreeMap<String, Measured> {
    let mut all: BTreeMap<String, Measured> = BTreeMap::new();
    for (suffix, labels, value) in text.lines().filter_map(|line| sample(line, name)) {
        let Some(of) = label_value(labels, label) else { continue };
        let measured = all.entry(of.to_owned()).or_default();
        match suffix {
            "_bucket" => {
                let bound = label_value(labels, "le").and_then(|bound| bound.parse::<f64>().ok());
                measured.buckets.extend(bound.filter(|bound| bound.is_finite()).map(|bound| (bound, value as u64)));
            }
            "_sum" => measured.sum += value,
            "_count" => measured.count += value as u64,
            _ => {}
        }
    }
    all
}

/// What counters or gauges of this name say, by the value of one of their labels, summed over the others.
pub fn sums(text: &str, name: &str, label: &str) -> BTreeMap<String, f64> {
    let mut all = BTreeMap::new();
    for (suffix, labels, value) in text.lines().filter_map(|line| sample(line, name)) {
        if let Some(of) = label_value(labels, label).filter(|_| suffix.is_empty()) {
            *all.entry(of.to_owned()).or_default() += value;
        }
    }
    all
}

/// What the counter or gauge of this name, which has no labels, says.
pub fn value(text: &str, name: &str) -> Option<f64> {
    let samples = text.lines().filter_map(|line| sample(line, name));
    samples.filter(|(suffix, labels, _)| suffix.is_empty() && labels.is_empty()).map(|(_, _, value)| value).next()
}

/// What follows the name in a line, its labels, and its value.
fn sample<'t>(line: &'t str, name: &str) -> Option<(&'t str, &'t str, f64)> {
    let rest = line.strip_prefix(name)?;
    let (key, value) = rest.rsplit_once(' ')?;
    let (suffix, labels) = key.split_once('{').unwrap_or((key, ""));
    Some((suffix, labels, value.parse().ok()?))
}

fn label_value<'t>(labels: &'t str, label: &str) -> Option<&'t str> {
    labels
        .split("\",")
        .find_map(|pair| pair.trim_end_matches('}').strip_prefix(label)?.strip_prefix("=\""))
        .map(|value| value.trim_end_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_is_read_as_it_is_written() {
        let text = "# TYPE x_seconds histogram\n\
                    x_seconds_bucket{stage=\"a\",le=\"0.01\"} 90\nx_seconds_bucket{stage=\"a\",le=\"0.1\"} 99\n\
                    x_seconds_bucket{stage=\"a\",le=\"+Inf\"} 100\nx_seconds_sum{stage=\"a\"} 2\nx_seconds_count{stage=\"a\"} 100\n\
                    x_seconds_count{stage=\"b\"} 0\nx_total{status=\"200\",route=\"/x\"} 3\nx_total{status=\"200\",route=\"/y\"} 4\n";
        let all = measured(text, "x_seconds", "stage");
        let a = &all["a"];
        assert_eq!((a.count, a.mean()), (100, 0.02));
        assert_eq!([0.5, 0.9, 0.99, 1.0].map(|part| a.within(part)), [0.01, 0.01, 0.1, f64::INFINITY]);
        assert_eq!(all["b"].mean(), 0.0);
        assert_eq!(sums(text, "x_total", "status"), BTreeMap::from([("200".to_owned(), 7.0)]));
    }
}
