//! The [`Chosen`] inputs of a command: what it is to read, which links it may follow on the way, and what names mean in it.

use std::path::PathBuf;

use clap::Args;

use crate::ingest::inputs;
use crate::ingest::inputs::{Input, Links, Unreadable};
use crate::ingest::parse::{FieldNames, MappingError};

/// What is to be read.
#[derive(Args, Clone, Default)]
pub struct Chosen {
    /// 文件、目录、通配符，或 -  Files, folders, globs, or -
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// 也跟随指向目录之外的符号链接  Follow symbolic links that lead out of the folder
    #[arg(long)]
    pub follow_links: bool,
    /// 记录或表格里的名字各指什么，可写几次  What names of records and columns mean
    #[arg(long = "map", value_name = "字段=名字")]
    pub maps: Vec<String>,
}

impl Chosen {
    /// These paths and nothing said of them.
    pub fn of(paths: &[PathBuf]) -> Self {
        Self { paths: paths.to_vec(), ..Self::default() }
    }

    /// What the paths lead to, and what they do not.
    pub fn find(&self) -> (Vec<Input>, Vec<Unreadable>) {
        inputs::find(&self.paths, if self.follow_links { Links::All } else { Links::Within })
    }

    /// What names mean.
    ///
    /// # Errors
    /// Where a meaning does not read.
    pub fn names(&self) -> Result<FieldNames, MappingError> {
        FieldNames::new(self.maps.iter().map(String::as_str))
    }
}
