//! The options of `gongbao evaluate`.

use std::path::PathBuf;

use clap::Args;

/// What to evaluate and what to print.
#[derive(Args)]
pub struct Options {
    /// 查询文件，每行「编号 TAB 查询」  Queries
    #[arg(long, value_name = "FILE")]
    pub queries: PathBuf,
    /// 判定文件，每行「查询 0 公报 等级」  Judgements
    #[arg(long, value_name = "FILE")]
    pub qrels: PathBuf,
    /// 被检索的公报；省略则用数据目录里已有的  The collection
    #[arg(long, value_name = "FILE")]
    pub corpus: Option<PathBuf>,
    /// 检索时用的参数，可多次  A parameter of /search
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// 另以此参数再查一遍并比较，可多次  Compare with this parameter on top
    #[arg(long, value_name = "KEY=VALUE", conflicts_with = "against")]
    pub compare: Vec<String>,
    /// 与先前存下的结果比较  Compare with a run file
    #[arg(long, value_name = "FILE")]
    pub against: Option<PathBuf>,
    /// 结果另存为 TREC run 文件  Write a run file
    #[arg(long, value_name = "FILE")]
    pub run: Option<PathBuf>,
    /// 列出最差的若干查询  List the worst queries
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub failures: usize,
    /// 比较时列出相差最大的若干查询  List the queries that differ most
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub differences: usize,
    /// 显著性检验的随机种子  Seed of the significance test
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// 以 JSON 输出  As JSON
    #[arg(long)]
    pub json: bool,
}
