//! The rule of the house, read from the `use` lines: which room may import which, and the walls around
//! the libraries.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// Each room and the rooms it may import.
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("config", &[]),
    ("store", &["model"]),
    ("ingest", &["model", "store"]),
    ("search", &["model", "store"]),
    ("web", &["model", "store", "search", "app"]),
    ("app", &["config", "store", "search", "ingest"]),
    ("cli", &["model", "config", "store", "ingest", "search", "app", "web"]),
];

/// Each library, and the only place that may name it.
const WALLS: &[(&str, &str)] = &[
    ("axum", "src/web/"),
    ("askama", "src/web/"),
    ("sqlx", "src/store/"),
    ("tantivy", "src/search/engine/"),
    ("jieba_rs", "src/search/analysis"),
    ("clap", "src/cli/"),
    ("reqwest", "src/ingest/crawler/fetch.rs"),
    ("rustls", "src/ingest/crawler/fetch.rs"),
    ("pinyin", "src/search/suggest/"),
    ("fluent_bundle", "src/web/texts.rs"),
    ("fluent_syntax", "src/web/texts.rs"),
    ("unic_langid", "src/web/texts.rs"),
];

/// Every path that a file names, as its segments.
#[derive(Default)]
struct Paths(BTreeSet<Vec<String>>);

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let mut prefix = Vec::new();
        self.tree(&item.tree, &mut prefix);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.0.insert(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        syn::visit::visit_path(self, path);
    }

    // Tests may look into any room.
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_test_only(&module.attrs) {
            syn::visit::visit_item_mod(self, module);
        }
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

impl Paths {
    fn tree(&mut self, tree: &syn::UseTree, prefix: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.tree(&path.tree, prefix);
                prefix.pop();
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, prefix)),
            syn::UseTree::Name(name) => self.take(prefix, &name.ident),
            syn::UseTree::Rename(rename) => self.take(prefix, &rename.ident),
            syn::UseTree::Glob(_) => drop(self.0.insert(prefix.clone())),
        }
    }

    fn take(&mut self, prefix: &[String], last: &syn::Ident) {
        self.0.insert(prefix.iter().cloned().chain([last.to_string()]).collect());
    }
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn no_room_reaches_into_another() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    assert!(files.len() > 30, "the sources are where they were");
    let mut broken = Vec::new();
    for file in files {
        let place = file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        let room = place.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default().to_owned();
        let syntax = syn::parse_file(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let mut paths = Paths::default();
        paths.visit_file(&syntax);
        for path in &paths.0 {
            if let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room)
                && path[0] == "crate"
                && let Some(other) = path.get(1)
                && ROOMS.iter().any(|(name, _)| name == other)
                && *other != room
                && !allowed.contains(&other.as_str())
            {
                broken.push(format!("{place} names {}: {room} may import {allowed:?}", path.join("::")));
            }
            for (library, home) in WALLS {
                if path[0] == *library && !place.starts_with(home) {
                    broken.push(format!("{place} names {}: {library} belongs to {home}", path.join("::")));
                }
            }
            let reads_environment =
                path.len() > 1 && path[path.len() - 2] == "env" && path[path.len() - 1].starts_with("var");
            if reads_environment && place != "src/config.rs" {
                broken.push(format!("{place} reads the environment; settings belong to src/config.rs"));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}
