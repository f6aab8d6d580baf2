//! What follows a line that looks like the end of a bulletin: whether the bulletin goes on after it.

use std::collections::HashSet;
use std::ops::Range;

use ego_tree::NodeId;

use super::container::is_around;
use super::file_links::{links_a_file, names_a_file};
use super::page::{Line, Page};
use crate::ingest::parse::boilerplate::{
    is_disclaimer, is_footer, is_furniture, is_imprint, may_head_section, opens_other_bulletins,
};

/// What follows each line of a body to its end.
pub struct Following {
    /// Lines with sentences of the bulletin, and not only links, disclaimers, a footer.
    sentences: Vec<u32>,
    /// Characters in links.
    linked: Vec<usize>,
    /// All characters.
    chars: Vec<usize>,
}

impl Following {
    /// Looks at all lines of a body.
    pub fn new(page: &Page, lines: &Range<usize>) -> Self {
        let room = lines.len() + 1;
        let mut following = Self { sentences: vec![0; room], linked: vec![0; room], chars: vec![0; room] };
        for (at, line) in page.lines[lines.clone()].iter().enumerate().rev() {
            following.sentences[at] = following.sentences[at + 1] + u32::from(says_something(page, line));
            following.linked[at] = following.linked[at + 1] + line.linked();
            following.chars[at] = following.chars[at + 1] + line.chars();
        }
        following
    }

    /// How many lines of the bulletin stand from a place on. Where it is not known that the container holds nothing else,
    /// sentences among links are those of other bulletins.
    pub fn sentences_from(&self, at: usize, trusted: bool) -> u32 {
        let among_links = self.linked[at] * 20 > self.chars[at];
        if trusted || !among_links { self.sentences[at] } else { 0 }
    }
}

fn says_something(page: &Page, line: &Line) -> bool {
    if page.is_in_long_table(line) {
        return true;
    }
    let own = line.chars().saturating_sub(line.linked());
    let says = own >= 20 && line.linked() * 2 < line.chars() && line.text.contains(['。', '；', '，']);
    says && !line.aside && !line.is_list_entry() && !is_around(&line.text)
}

/// Lines that are looked at for sentences after one mark.
const MAX_LOOKED_AT: usize = 200;

/// Marks of one page after which lines are looked at.
const MAX_MARKS: usize = 200;

/// Elements that are climbed from a text to the paragraphs beside it.
const MAX_CLIMBED: usize = 32;

/// A run of plain prose: paragraphs beside those of the bulletin, in the same element, up to the first line that is a link,
/// a tool, a footer, a disclaimer or the heading of other bulletins. It goes on the bulletin wherever it was found.
#[derive(Default)]
pub struct PlainRun {
    /// Elements that hold the paragraphs of the bulletin, as far as they were looked at.
    groups: HashSet<NodeId>,
    looked_at: usize,
    /// Marks that were asked about.
    marks: usize,
    /// Where the run ends.
    end: usize,
}

impl PlainRun {
    /// Whether at least so many lines with sentences follow the line `at` of a body plainly; and where these end.
    pub fn goes_on(&mut self, page: &Page, lines: &Range<usize>, at: usize, least: usize) -> Option<usize> {
        self.marks += 1;
        if self.marks > MAX_MARKS {
            return None;
        }
        for place in self.looked_at.max(lines.start)..at {
            if page.lines[place].prose() > 0 {
                self.groups.extend(group_of(page, &page.lines[place]));
            }
        }
        self.looked_at = at;
        if self.end <= at {
            self.end = self.end_of_run(page, at + 1..lines.end);
        }
        let following = &page.lines[(at + 1).min(self.end)..self.end];
        let sentences = following.iter().take(MAX_LOOKED_AT).filter(|line| says_something(page, line));
        (sentences.take(least).count() == least).then_some(self.end)
    }

    /// Whether a line stands beside the paragraphs of the bulletin.
    fn holds(&self, page: &Page, line: &Line) -> bool {
        group_of(page, line).is_some_and(|group| self.groups.contains(&group))
    }

    fn is_sentence_beside(&self, page: &Page, line: &Line) -> bool {
        line.linked() == 0 && says_something(page, line) && self.holds(page, line)
    }

    fn end_of_run(&self, page: &Page, lines: Range<usize>) -> usize {
        let (mut end, end_of_lines) = (lines.start, lines.end);
        for at in lines {
            let line = &page.lines[at];
            if page.is_in_long_table(line) {
                continue;
            }
            let text = &line.text;
            let offers_file = || names_a_file(text) || links_a_file(page, at);
            let leads_away = (line.is_link() || line.is_list_entry()) && !offers_file();
            let is_beside = self.holds(page, line);
            // Sentences elsewhere are those of something else.
            let is_elsewhere = !is_beside && says_something(page, line);
            let is_mark = || is_footer(text) || is_imprint(text) || is_furniture(text) || is_disclaimer(text);
            let next = page.lines[..end_of_lines].get(at + 1);
            let heads_section =
                || may_head_section(text) && next.is_some_and(|next| self.is_sentence_beside(page, next));
            let is_heading = || opens_other_bulletins(text) && !heads_section();
            if line.aside || leads_away || is_elsewhere || is_mark() || is_heading() {
                break;
            }
            if is_beside {
                end = at + 1;
            }
        }
        end
    }
}

/// The innermost element around a line that holds others as well.
fn group_of(page: &Page, line: &Line) -> Option<NodeId> {
    let first = page.html.tree.get(*page.nodes_of(line).first()?)?;
    first.ancestors().take(MAX_CLIMBED).map(|above| above.id()).find(|id| page.span(*id).len() > 1)
}
