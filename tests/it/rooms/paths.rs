//! The [`Sources`] are the files of `src/` with the paths that each names: in `use` lines, in expressions and types, and
//! in what is handed to macros.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// Files by their module: `["search", "query"]` is `src/search/query/mod.rs`.
pub struct Sources {
    files: BTreeMap<Vec<String>, Source>,
}

struct Source {
    place: String,
    paths: BTreeSet<Vec<String>>,
}

/// Stands before a path that begins with `::` and so leads out of the package, whatever modules are here.
pub const OUTSIDE: &str = "::";

/// That one file names another, and by which names.
pub type Edges = BTreeMap<(String, String), BTreeSet<String>>;

impl Sources {
    /// Reads the sources below the folder of the package.
    pub fn load(root: &Path) -> Self {
        let mut files = Vec::new();
        find(&root.join("src"), &mut files);
        assert!(files.len() > 30, "the sources are where they were");
        Self::new(files.iter().map(|file| {
            let place = file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            (place, std::fs::read_to_string(file).unwrap())
        }))
    }

    /// Sources with these texts.
    pub fn new(texts: impl Iterator<Item = (String, String)>) -> Self {
        let mut files = BTreeMap::new();
        let mut test_only = Vec::new();
        for (place, text) in texts.filter(|(place, _)| place != "src/main.rs") {
            let module = module_of(&place);
            let mut visitor = Visitor { module: module.clone(), ..Visitor::default() };
            visitor.visit_file(&syn::parse_file(&text).unwrap_or_else(|error| panic!("{place}: {error}")));
            test_only.extend(visitor.test_only);
            files.insert(module, Source { place, paths: visitor.paths });
        }
        // Tests may look into any room.
        files.retain(|module, _| !test_only.iter().any(|tests: &Vec<String>| module.starts_with(tests)));
        Self { files }
    }

    /// The files, as `src/…`.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        self.files.values().map(|file| file.place.as_str())
    }

    /// Each file with each path that it names. What is named from `crate`, `self` and `super` stands as from `crate`.
    pub fn paths(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.files.values().flat_map(|file| file.paths.iter().map(|path| (file.place.as_str(), path.as_slice())))
    }

    /// Which file names which. A path leads to the file of the last module in it.
    pub fn edges(&self) -> Edges {
        let mut edges = Edges::new();
        for (place, path) in self.paths() {
            let Some(path) = self.absolute(place, path) else { continue };
            let length = (0..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length])).unwrap_or(0);
            let Some(target) = self.files.get(&path[..length]) else { continue };
            if target.place != place {
                let edge = (place.to_owned(), target.place.clone());
                edges.entry(edge).or_default().insert(path[length..].join("::"));
            }
        }
        edges
    }

    /// A path without `crate` before it; `None` where it leads out of the package or nowhere.
    fn absolute(&self, place: &str, path: &[String]) -> Option<Vec<String>> {
        if path[0] == "crate" {
            return Some(path[1..].to_vec());
        }
        let mut child = module_of(place);
        child.push(path[0].clone());
        self.files.contains_key(&child).then(|| child.into_iter().chain(path[1..].iter().cloned()).collect())
    }
}

/// The module that a file is.
fn module_of(place: &str) -> Vec<String> {
    let path = place.trim_start_matches("src/").trim_end_matches(".rs");
    let mut module: Vec<String> = path.split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| last == "mod" || last == "lib") {
        module.pop();
    }
    module
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Gathers the paths of a file, but for those in tests.
#[derive(Default)]
struct Visitor {
    module: Vec<String>,
    paths: BTreeSet<Vec<String>>,
    test_only: Vec<Vec<String>>,
}

impl<'ast> Visit<'ast> for Visitor {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_test_only(&item.attrs) && item.leading_colon.is_none() {
            self.take_tree(&item.tree, &mut Vec::new());
        } else if !is_test_only(&item.attrs) {
            self.take_tree(&item.tree, &mut vec![OUTSIDE.to_owned()]);
        }
    }

    // `pub(super)` names no file.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let outside = path.leading_colon.map(|_| OUTSIDE.to_owned());
        self.take(outside.into_iter().chain(path.segments.iter().map(|segment| segment.ident.to_string())).collect());
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.take_text(&called.tokens.to_string());
        syn::visit::visit_macro(self, called);
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if !is_test_only(&function.attrs) {
            syn::visit::visit_item_fn(self, function);
        }
    }

    fn visit_item_impl(&mut self, block: &'ast syn::ItemImpl) {
        if !is_test_only(&block.attrs) {
            syn::visit::visit_item_impl(self, block);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !is_test_only(&function.attrs) {
            syn::visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.module.push(module.ident.to_string());
        if is_test_only(&module.attrs) {
            self.test_only.push(self.module.clone());
        } else {
            syn::visit::visit_item_mod(self, module);
        }
        self.module.pop();
    }

    fn visit_file(&mut self, file: &'ast syn::File) {
        if !is_test_only(&file.attrs) {
            syn::visit::visit_file(self, file);
        }
    }
}

fn is_test_only(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

impl Visitor {
    fn take_tree(&mut self, tree: &syn::UseTree, prefix: &mut Vec<String>) {
        let whole = |last: &syn::Ident| prefix.iter().cloned().chain([last.to_string()]).collect();
        match tree {
            syn::UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.take_tree(&path.tree, prefix);
                prefix.pop();
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.take_tree(tree, prefix)),
            syn::UseTree::Name(name) => self.take(whole(&name.ident)),
            syn::UseTree::Rename(rename) => self.take(whole(&rename.ident)),
            syn::UseTree::Glob(_) => self.take(prefix.clone()),
        }
    }

    /// What a macro is given is no syntax tree: paths from `crate`, `self` and `super` are found in its text.
    fn take_text(&mut self, text: &str) {
        let text = text.replace(" :: ", "::").replace(":: ", "::").replace(" ::", "::");
        for word in text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
            let path: Vec<String> = word.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
            if word.contains("::") && path.first().is_some_and(|first| !first.contains(':')) {
                self.take(path);
            }
        }
    }

    fn take(&mut self, mut path: Vec<String>) {
        if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
            path.pop();
        }
        let ups = path.iter().take_while(|segment| *segment == "super").count();
        let relative = ups > 0 || (path.len() > 1 && path[0] == "self");
        if relative {
            let above = self.module.len().saturating_sub(ups);
            let rest = if ups > 0 { ups } else { 1 };
            let base = ["crate".to_owned()].into_iter().chain(self.module[..above].iter().cloned());
            path = base.chain(path[rest..].iter().cloned()).collect();
        }
        if !path.is_empty() {
            self.paths.insert(path);
        }
    }
}
