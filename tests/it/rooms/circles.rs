//! Circles between files: files that name each other, straight or by way of others.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::{Edges, Sources};

/// The circles, each told with the names that tie it.
pub fn circles(edges: &Edges) -> Vec<String> {
    let (mut ahead, mut behind) = (Ways::new(), Ways::new());
    for (from, to) in edges.keys() {
        ahead.entry(from).or_default().push(to);
        behind.entry(to).or_default().push(from);
    }
    let mut told = BTreeSet::new();
    let mut circles = Vec::new();
    for file in ahead.keys() {
        if told.contains(file) {
            continue;
        }
        let circle: BTreeSet<&str> = reached(&ahead, file).intersection(&reached(&behind, file)).copied().collect();
        if circle.is_empty() {
            continue;
        }
        let ties =
            edges.iter().filter(|((from, to), _)| circle.contains(from.as_str()) && circle.contains(to.as_str()));
        let lines =
            ties.map(|((from, to), names)| format!("  {from} → {to}: {}", Vec::from_iter(names.clone()).join(", ")));
        circles.push(format!("a circle of {} files:\n{}", circle.len(), Vec::from_iter(lines).join("\n")));
        told.extend(circle);
    }
    circles
}

/// From each file to those that it leads to at once.
type Ways<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// The files that one leads to, itself only where there is a way back.
fn reached<'a>(ways: &Ways<'a>, start: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut waiting = ways.get(start).cloned().unwrap_or_default();
    while let Some(file) = waiting.pop() {
        if reached.insert(file) {
            waiting.extend(ways.get(file).into_iter().flatten());
        }
    }
    reached
}

fn planted(texts: &[(&str, &str)]) -> Sources {
    Sources::new(texts.iter().map(|(place, text)| ((*place).to_owned(), (*text).to_owned())))
}

#[test]
fn a_planted_circle_is_found() {
    let check = |one: &str, two: &str, expected: usize| {
        let texts = [
            ("src/a/mod.rs", "pub mod one; pub mod two; pub struct All;"),
            ("src/a/one.rs", one),
            ("src/a/two.rs", two),
        ];
        let found = circles(&planted(&texts).edges());
        assert_eq!(found.len(), expected, "{one} {two} {found:?}");
    };
    let to_one = "use crate::a::one::One;";
    check("use super::two::Two;", to_one, 1);
    check("use super::{two::{Two}};", to_one, 1);
    check("use super::two;", to_one, 1);
    check("fn f() { crate::a::two::f() }", to_one, 1);
    check("fn f() { println!(\"{}\", super::two::f()) }", to_one, 1);
    check("mod inner { use super::super::two::Two; }", to_one, 1);
    check("use super::two::Two;", "use super::All;", 0);
    check("#[cfg(test)] mod tests { use super::super::two::Two; }", to_one, 0);
    check("#[cfg(test)] use super::two::Two;", to_one, 0);
    check("fn f() { ::two::f() } pub(super) struct One;", "use super::All;", 0);
    check("/// [`Two`](super::two::Two)\nstruct One;", to_one, 0);
}

#[test]
fn a_child_is_named_without_a_prefix() {
    let folder = "mod child; fn f() { child::f() }";
    let found = |child: &str| circles(&planted(&[("src/a/mod.rs", folder), ("src/a/child.rs", child)]).edges());
    assert_eq!(
        found("use super::f;"),
        ["a circle of 2 files:\n  src/a/child.rs → src/a/mod.rs: f\n  src/a/mod.rs → src/a/child.rs: f"]
    );
    assert!(found("pub fn f() {}").is_empty());
    assert!(found("use super::child::Other;").is_empty());
    let only_declared = planted(&[("src/a/mod.rs", "mod child; struct All;"), ("src/a/child.rs", "use super::All;")]);
    assert!(circles(&only_declared.edges()).is_empty());
}

#[test]
fn files_of_tests_are_left_out() {
    let texts = [("src/a/mod.rs", "#[cfg(test)] mod tests; fn f() {}"), ("src/a/tests.rs", "use super::f;")];
    assert!(planted(&texts).edges().is_empty());
}
