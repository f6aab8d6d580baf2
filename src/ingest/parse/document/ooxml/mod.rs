//! Office Open XML (ECMA-376): a ZIP of XML parts that name each other by relationships. Parts are found by what they are,
//! not by what they are usually called, and elements by their local names: writers differ in both.

mod body;
pub mod docx;
pub mod number_format;
mod numbering;
pub mod pptx;
mod styles;
pub mod xlsx;

use super::archive::{Archive, Budget, normal, resolve};
use super::content::broken;
use super::xml;
use super::xml::Step;
use crate::ingest::draft::Rejection;

/// What a part calls another.
#[derive(Debug, Clone)]
pub struct Relation {
    id: String,
    kind: String,
    target: String,
}

/// An office file opened for reading.
pub struct Package<'a> {
    what: &'static str,
    archive: Archive<'a>,
}

impl<'a> Package<'a> {
    /// Opens a file that is called `what`.
    pub fn open(what: &'static str, bytes: &'a [u8]) -> Result<Self, Rejection> {
        Ok(Self { what, archive: Archive::open(what, bytes)? })
    }

    /// The name of the main part: the one that the package relates to, else the one of that type, else the usual one.
    pub fn main_part(&mut self, kinds: &[&str], usual: &str, budget: &mut Budget) -> Result<String, Rejection> {
        let of_package = self.relations("", budget)?;
        let named = of_package.iter().find(|relation| relation.is("officeDocument")).map(|r| r.target.clone());
        if let Some(name) = named.filter(|name| self.archive.has(name)) {
            return Ok(name);
        }
        let types = self.archive.read("[Content_Types].xml", budget)?.unwrap_or_default();
        let mut found = None;
        xml::walk(self.what, &types, &mut |step| {
            if let Step::Open("Override", of) = step
                && let (Some(part), Some(kind)) = (of.get("PartName"), of.get("ContentType"))
                && kind.ends_with("main+xml")
                && kinds.iter().any(|known| kind.contains(known))
            {
                found = found.take().or_else(|| Some(normal(part)));
            }
        })?;
        let name = found.unwrap_or_else(|| usual.to_owned());
        if self.archive.has(&name) { Ok(name) } else { Err(broken(self.what, format!("没有主部件 {name}"))) }
    }

    /// What a part relates to; the package itself is the part without a name.
    pub fn relations(&mut self, part: &str, budget: &mut Budget) -> Result<Vec<Relation>, Rejection> {
        self.related_from(part, false, budget)
    }

    /// The addresses outside the package that a part relates to, as written.
    pub fn links(&mut self, part: &str, budget: &mut Budget) -> Result<Vec<Relation>, Rejection> {
        self.related_from(part, true, budget)
    }

    fn related_from(&mut self, part: &str, outside: bool, budget: &mut Budget) -> Result<Vec<Relation>, Rejection> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let place = normal(&format!("{folder}/_rels/{name}.rels"));
        let Some(bytes) = self.archive.read(&place, budget)? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        xml::walk(self.what, &bytes, &mut |step| {
            if let Step::Open("Relationship", of) = step
                && (of.get("TargetMode") == Some("External")) == outside
                && let (Some(id), Some(kind), Some(target)) = (of.get("Id"), of.get("Type"), of.get("Target"))
            {
                let target = if outside { target.to_owned() } else { resolve(part, target) };
                found.push(Relation { id: id.to_owned(), kind: kind.to_owned(), target });
            }
        })?;
        Ok(found)
    }

    /// The bytes of a part that is related, as this kind; `None` where there is none.
    pub fn related(
        &mut self,
        relations: &[Relation],
        kind: &str,
        budget: &mut Budget,
    ) -> Result<Option<Vec<u8>>, Rejection> {
        match relations.iter().find(|relation| relation.is(kind)) {
            Some(relation) => self.archive.read(&relation.target, budget),
            None => Ok(None),
        }
    }

    /// The bytes of a part.
    pub fn read(&mut self, name: &str, budget: &mut Budget) -> Result<Option<Vec<u8>>, Rejection> {
        self.archive.read(name, budget)
    }

    /// The title that the file states of itself.
    pub fn title(&mut self, budget: &mut Budget) -> Result<Option<String>, Rejection> {
        let of_package = self.relations("", budget)?;
        let Some(bytes) = self.related(&of_package, "core-properties", budget)? else { return Ok(None) };
        let mut title = String::new();
        let mut within = false;
        // Properties that are no XML say nothing; the text may be sound.
        let read = xml::walk(self.what, &bytes, &mut |step| match step {
            Step::Open("title", _) => within = true,
            Step::Close("title") => within = false,
            Step::Text(text) if within && title.len() < 2_000 => title.push_str(text),
            _ => {}
        });
        Ok(read.ok().map(|()| title.trim().to_owned()).filter(|title| !title.is_empty()))
    }
}

impl Relation {
    /// Whether it is of this kind, in either edition of the standard.
    pub fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

/// The part that a relationship of this name leads to.
pub fn target<'r>(relations: &'r [Relation], id: &str) -> Option<&'r str> {
    relations.iter().find(|relation| relation.id == id).map(|relation| relation.target.as_str())
}
