//! `gongbao generate`: manual pages and completions for shells, made from the command line itself, so that they never tell
//! of another.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Command, Subcommand};
use clap_complete::Shell;

/// What there is to generate.
#[derive(Subcommand)]
pub enum Artifact {
    /// 手册页，程序和每个子命令各一页  Manual pages, one a command
    Man {
        /// 写在哪个目录  The folder to write to
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// 补全脚本，写到标准输出  A completion script, to standard output
    Completions {
        /// 哪一种 shell  For which shell
        shell: Shell,
    },
}

/// Generates it.
pub fn run(mut command: Command, artifact: &Artifact) -> anyhow::Result<()> {
    match artifact {
        Artifact::Man { folder } => fs::create_dir_all(folder)
            .and_then(|()| clap_mangen::generate_to(command, folder))
            .with_context(|| format!("写不了 {}", folder.display())),
        Artifact::Completions { shell } => {
            let name = command.get_name().to_owned();
            clap_complete::generate(*shell, &mut command, name, &mut std::io::stdout().lock());
            Ok(())
        }
    }
}
