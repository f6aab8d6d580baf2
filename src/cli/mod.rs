//! The command line: every command with its flags, its help and its exit code.
//!
//! Exit codes: 0 done; 1 failed; 2 the command line or a setting is wrong; 3 done, but something was
//! rejected; 4 `check` found a difference.

mod alerts;
mod audit;
mod backup;
mod check;
mod chosen;
mod crawl;
mod evaluate;
mod exit;
mod explain;
mod extract;
mod generate;
mod import;
mod maintain;
mod progress;
mod queries;
mod read;
mod reextract;
mod rejects;
mod repair;
mod serve;
mod validity;
mod words;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, CommandFactory, Parser, Subcommand};

use self::chosen::Chosen;
use self::evaluate::options;
use self::exit::fail;
use crate::config::{Config, Flags, Loaded};
use crate::ingest::parse::{FieldNames, MappingError};
use crate::ingest::rules::RulesError;
use crate::ingest::{confinement, isolated, subprocess};
use crate::telemetry::Telemetry;
use crate::telemetry::log::LogFormat;
use crate::telemetry::traces::Collector;

#[derive(Parser)]
#[command(
    name = "gongbao",
    version,
    about = "公报全文检索：收录、检索、阅读政府公报。Full-text search over Chinese government bulletins.",
    after_help = "例子 Examples:\n  gongbao serve                           载入示例公报并打开 http://127.0.0.1:8080\n  \
                  gongbao import 公报.jsonl.zst 网页目录/  导入文件与目录\n  gongbao extract --json 网页.html        看一个网页会成为怎样的公报\n\n\
                  退出码 Exit codes: 0 成功；1 失败；2 命令或设置有误；3 有内容被拒收；4 数据库与索引不一致"
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
struct Global {
    /// 数据目录（默认 gongbao-data，环境变量 GONGBAO_DATA）  Data folder
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// 配置文件（默认 ./gongbao.toml，若存在；环境变量 GONGBAO_CONFIG）  Settings file
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// 启动检索服务；空目录时先载入示例公报  Serve the search site
    #[command(
        after_help = "例子 Examples:\n  gongbao serve\n  gongbao serve --data /srv/gongbao --listen 0.0.0.0:8080 --no-sample"
    )]
    Serve {
        /// 监听的地址与端口（默认 127.0.0.1:8080）  Address to listen on
        #[arg(long, value_name = "ADDR:PORT")]
        listen: Option<SocketAddr>,
        /// 空目录时不载入示例公报  Do not take in the samples
        #[arg(long)]
        no_sample: bool,
    },
    /// 导入文件、目录、通配符所指的公报；- 表示标准输入  Import bulletins
    #[command(
        after_help = "读 .jsonl .json .csv .tsv .html .txt 及其 .gz .zst，以及 .pdf .docx .xlsx .doc .xls .wps .et .ofd .rtf .epub .zip 和网页存档 .warc .wacz；字段见 docs/formats.md。\n重复导入不会重复收录；内容有变则成为新版本。\n\n\
                      例子 Examples:\n  gongbao import 公报.jsonl.zst\n  gongbao import 网页目录/ 'archive/2020-*.txt'\n  \
                      zstdcat x.jsonl.zst | gongbao import -\n  gongbao import --dry-run 网页目录/\n  \
                      gongbao import --dry-run --map 正文=neirong --map 标题=biaoti 抓取.csv"
    )]
    Import {
        #[command(flatten)]
        chosen: Chosen,
        /// 只查看会怎样，不写入  Tell what would happen, write nothing
        #[arg(long)]
        dry_run: bool,
        /// 落盘即返回，不等可以检索  Return when durable, before searchable
        #[arg(long)]
        no_wait: bool,
    },
    /// 抓取网站上的公报：网址，或配置文件里站点的名字  Crawl sites politely
    #[command(
        after_help = "守规矩：遵守 robots.txt，同一主机一次一个请求，间隔至少 1 秒（crawl_delay_ms）。中断后再次运行，从断处接着抓。\n\
                      抓到的网页原样存在数据目录的 warc/，可用 gongbao reextract 重新提取。详见 docs/crawling.md。\n\n\
                      例子 Examples:\n  gongbao crawl http://www.qingcen.example/zwgk/\n  \
                      gongbao crawl --dry-run http://www.qingcen.example/\n  \
                      gongbao crawl --scope /zwgk/ --from 2023-01-01 --requests 500 http://www.qingcen.example/\n  \
                      gongbao crawl 青岑县政府      （gongbao.toml 中 [[source]] 的 name）"
    )]
    Crawl(crawl::Options),
    /// 从 warc/ 里存下的网页重新提取公报，不访问网络  Extract again from kept pages
    #[command(
        after_help = "提取改进之后运行；内容有变的公报成为新版本，已撤回的仍是撤回。\n\n例子 Examples:\n  gongbao reextract"
    )]
    Reextract,
    /// 看文件会成为怎样的公报，不收录  Show what a page would become
    #[command(
        after_help = "例子 Examples:\n  gongbao extract 网页.html\n  gongbao extract --explain 网页.html\n  gongbao extract --json 网页目录/ > 公报.jsonl"
    )]
    Extract {
        #[command(flatten)]
        chosen: Chosen,
        /// 每篇一行 JSON  One JSON object a line
        #[arg(long)]
        json: bool,
        /// 每个字段的值、读自何处、没有采用的读法，以及缺什么、到哪里找过  Say where each field was read and what is missing
        #[arg(long, conflicts_with = "json")]
        explain: bool,
    },
    /// 从数据库重建索引，期间照常检索  Rebuild the index beside the live one
    #[command(
        after_help = "重新读入用户词典（设置 dictionary），并从公报中重新学词；运行中的服务随即采用，不必重启。\n\
                      重建之前的索引留着一个，到下次重建或磁盘写满为止：新的不如意时用 --rollback 换回。\n\n\
                      例子 Examples:\n  gongbao reindex\n  GONGBAO_DICTIONARY=词典.txt gongbao reindex\n  gongbao reindex --rollback\n  \
                      gongbao reindex --drop-previous"
    )]
    Reindex(maintain::ReindexOptions),
    /// 一段文字如何折叠、分词，每个词出自哪里  Show how a text is cut into words
    #[command(after_help = "所用的是现有索引的词典；用户词典改动后要先 gongbao reindex。\n\n\
                      例子 Examples:\n  gongbao words 青岑縣大灣區建設\n  gongbao words --json '孔海燕 0579-84668311'")]
    Words {
        /// 文字，最多 1 万字  The text
        #[arg(value_name = "TEXT")]
        text: String,
        /// 以 JSON 输出  As JSON
        #[arg(long)]
        json: bool,
    },
    /// 核对数据库与索引是否一致  Check that store and index agree
    #[command(after_help = "先补上尚未建索引的修订（与启动时相同），再逐篇核对。不一致时退出码为 4。\n\
                      用 --repair 修复能修复的：先留一份数据库的副本，再由完好的内容恢复受损的公报，重新推得效力与转载，重建受损的索引，\
                      删除遗留的文件；数据库文件本身受损时，取出还读得出的，原来的留在旁边，这要先停止服务。剩下没有修好的，退出码为 4。\n\n\
                      例子 Examples:\n  gongbao check\n  gongbao check --repair --dry-run\n  gongbao check --repair")]
    Check {
        /// 修复可以修复的  Mend what can be mended
        #[arg(long)]
        repair: bool,
        /// 只说会怎样修复，不动手  Tell what would be mended, mend nothing
        #[arg(long, requires = "repair")]
        dry_run: bool,
    },
    /// 把数据库备份成一个文件，服务照常运行  Back the database up while the site runs
    #[command(
        after_help = "备份的是开始那一刻的数据库，连同附件原件；附带摘要，压缩成一个文件。索引不用备份，恢复后重建。要有与数据库一样大的磁盘余量。\n\
                      --since 只备份一份备份之后的改动，小而快；恢复时要从完整的那一份起依次给出，一份不少。\n\n\
                      例子 Examples:\n  gongbao backup 公报-2026-11-29.backup\n  gongbao backup --since 公报-2026-11-29.backup 公报-2026-11-30.increment\n  gongbao backup - | ssh backup@nas.example 'cat > 公报.backup'"
    )]
    Backup(backup::BackupOptions),
    /// 验证备份，恢复数据库  Verify a backup and put its database in place
    #[command(after_help = "先停止服务。备份不完整、有损坏或由更新的版本写成，就什么也不动。\n\n\
                      例子 Examples:\n  gongbao restore --dry-run 公报-2026-11-29.backup\n  gongbao restore --data /srv/gongbao 公报-2026-11-29.backup\n  \
                      gongbao restore --replace 公报-2026-11-29.backup\n  \
                      gongbao restore 公报-2026-11-29.backup 公报-2026-11-30.increment 公报-2026-12-01.increment")]
    Restore(backup::RestoreOptions),
    /// 各来源收录得怎样：篇数、字段完整率、读自哪里、拒收、久未更新  Audit of sources
    #[command(after_help = "久未更新：距最近发布日的天数超过最近 20 个发布日间隔中位数的 3 倍。站点上是 /audit。\n\n\
                      例子 Examples:\n  gongbao audit\n  gongbao audit --limit 200\n  gongbao audit --json")]
    Audit {
        /// 以 JSON 输出全部来源  As JSON, every source
        #[arg(long)]
        json: bool,
        /// 列出多少个来源，篇数多的在前  How many sources to list
        #[arg(long, value_name = "N", default_value_t = 30)]
        limit: usize,
    },
    /// 哪些文件现行有效、已修改、失效或废止，依据什么  What is in force, and how that is known
    #[command(
        after_help = "依据：published 页面注明，repeal 被别的文件废止，amendment 被修改，newer_text 有更新的文本，\
                      term 有效期已过，commencement 文中的施行日期。\n\n\
                      例子 Examples:\n  gongbao validity\n  gongbao validity --state 废止 --limit 50\n  \
                      gongbao validity --evidence amendment\n  gongbao validity --json > 有效性.jsonl"
    )]
    Validity(validity::Options),
    /// 导入时拒收的内容：查看、重试、丢弃  What imports refused
    #[command(
        after_help = "拒收的文件、行和原因都保留在数据库里，连同内容（每条最多 4 MiB，共 1 万条、256 MiB，超出时丢弃最早的）。\n\n\
                      例子 Examples:\n  gongbao rejects list\n  gongbao rejects show 7\n  gongbao rejects retry\n  gongbao rejects drop 7 9"
    )]
    Rejects {
        #[command(subcommand)]
        action: rejects::Action,
    },
    /// 读者检索了什么、什么没有找到（要设 query_log_days）  What was searched for, and in vain
    #[command(after_help = "不记是谁、何时；设 query_log_days = 30 后 serve 保留 30 天的检索词，过期自动删除。\n\n\
                      例子 Examples:\n  gongbao queries\n  gongbao queries --empty --days 7\n  gongbao queries --json")]
    Queries(queries::Options),
    /// 邮件提醒：有多少，发出到时间的，试一试邮件服务器  Alerts by mail
    #[command(after_help = "要设 smtp、mail_from 和 public_url，见 docs/operations.md 的「邮件提醒」。\n\n\
                      例子 Examples:\n  gongbao alerts\n  gongbao alerts test wo@example.org\n  gongbao alerts send")]
    Alerts {
        #[command(subcommand)]
        action: Option<alerts::Action>,
    },
    /// 收录了多少  Show what there is
    #[command(after_help = "例子 Examples:\n  gongbao stats\n  gongbao stats --json")]
    Stats {
        /// 以 JSON 输出  As JSON
        #[arg(long)]
        json: bool,
    },
    /// 用评测集量检索质量  Measure the search with judged queries (TREC)
    #[command(
        after_help = "文件用 TREC 格式：查询「编号 TAB 查询」，判定「查询 0 公报 等级」，公报为 JSONL（可 .gz .zst）。\n\
                      不给 --corpus 时评测数据目录里已有的公报；给 --corpus 时收在临时目录里，另给 --data 则留在那里，下次直接用。\n\
                      --set、--compare 的 KEY=VALUE 与 /search 的参数相同，如 match=exact。\n\n\
                      例子 Examples:\n  gongbao evaluate --queries q.tsv --qrels qrels.txt --corpus corpus.jsonl.gz\n  \
                      gongbao evaluate --queries q.tsv --qrels qrels.txt --data 评测目录 --compare match=exact\n  \
                      gongbao evaluate --queries q.tsv --qrels qrels.txt --data 评测目录 --run 改前.run   （改动之后）\n  \
                      gongbao evaluate --queries q.tsv --qrels qrels.txt --data 评测目录 --against 改前.run --failures 20"
    )]
    Evaluate(options::Options),
    /// The other side of `ingest::isolated`: reads one document from standard input, writes JSON.
    #[command(name = isolated::COMMAND, hide = true)]
    ParseDocument {
        name: String,
        #[arg(long)]
        seconds: u64,
        #[arg(long)]
        helpers: bool,
        #[arg(long)]
        map: Vec<String>,
    },
    /// 手册页与补全脚本，打包时用  Manual pages and completions, for packages
    #[command(
        hide = true,
        after_help = "例子 Examples:\n  gongbao generate man man1/\n  gongbao generate completions bash > gongbao.bash"
    )]
    Generate {
        #[command(subcommand)]
        artifact: generate::Artifact,
    },
    /// 显示生效的设置及其来源  Show the settings in force
    #[command(after_help = "例子 Examples:\n  gongbao config\n  GONGBAO_CACHE_MB=64 gongbao config")]
    Config,
}

/// Runs the program.
pub fn main() -> ExitCode {
    end_quietly_where_nobody_reads();
    let cli = Cli::parse();
    if let Command::ParseDocument { name, seconds, helpers, map } = &cli.command {
        // Before anything else is read: this process trusts nothing and needs no settings.
        subprocess::bound_for_good();
        // Its folder is the one it is started in.
        if let Ok(own) = std::env::current_dir() {
            confinement::confine(&own);
        }
        let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
        let served = field_names(map)
            .map_err(std::io::Error::other)
            .and_then(|names| isolated::serve(name, *seconds, *helpers, &names, &mut input, &mut output));
        return if served.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    if let Command::Generate { artifact } = &cli.command {
        // It needs no settings either: machines that build packages have none.
        return generate::run(Cli::command(), artifact)
            .map_or_else(|error| fail(1, &format!("{error:#}")), |()| ExitCode::SUCCESS);
    }
    let mut flags = Flags { data: cli.global.data.clone(), ..Flags::default() };
    if let Command::Serve { listen, no_sample } = &cli.command {
        flags.listen = *listen;
        flags.sample = no_sample.then_some(false);
    }
    let loaded = match Config::load(cli.global.config.as_deref(), &flags) {
        Ok(loaded) => loaded,
        Err(error) => return fail(2, &error.to_string()),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(1, &format!("无法启动：{error}")),
    };
    let entered = runtime.enter();
    let traces = match telemetry(&loaded.config, &cli.command).start() {
        Ok(traces) => traces,
        Err(error) => return fail(2, &format!("设置有误：{error}")),
    };
    drop(entered);
    let ended = runtime.block_on(run(cli.command, loaded, flags.data.is_some()));
    if let Some(traces) = traces {
        traces.finish();
    }
    match ended {
        Ok(code) => code,
        Err(error) if is_unread(&error) => ExitCode::SUCCESS,
        Err(error) if error.is::<RulesError>() => fail(2, &format!("设置有误：{error}")),
        Err(error) => fail(1, &format!("{error:#}")),
    }
}

async fn run(command: Command, loaded: Loaded, data_named: bool) -> anyhow::Result<ExitCode> {
    let config = loaded.config.clone();
    match command {
        Command::Serve { .. } => serve::run(config).await,
        Command::Import { chosen, dry_run: true, .. } => import::dry_run(config, &chosen).await,
        Command::Import { chosen, no_wait, .. } => import::run(config, &chosen, no_wait).await,
        Command::Crawl(options) => crawl::run(config, &options).await,
        Command::Reextract => reextract::run(config).await,
        Command::Extract { chosen, explain: true, .. } => explain::run(&config, &chosen),
        Command::Extract { chosen, json, .. } => extract::run(&config, &chosen, json),
        Command::Reindex(options) => maintain::reindex(config, &options).await,
        Command::Words { text, json } => words::run(config, &text, json).await,
        Command::Check { repair: true, dry_run } => repair::run(config, dry_run).await,
        Command::Check { .. } => check::run(config).await,
        Command::Backup(options) => backup::backup(config, &options).await,
        Command::Restore(options) => backup::restore(config, &options).await,
        Command::Audit { json, limit } => audit::run(config, json, limit).await,
        Command::Validity(options) => validity::run(config, &options).await,
        Command::Rejects { action } => rejects::run(config, &action).await,
        Command::Queries(options) => queries::run(&config, &options),
        Command::Alerts { action } => alerts::run(config, action.as_ref()).await,
        Command::Stats { json } => maintain::stats(config, json).await,
        Command::Evaluate(options) => evaluate::run(config, data_named, &options).await,
        // Answered before there are any settings.
        Command::ParseDocument { .. } | Command::Generate { .. } => Ok(ExitCode::FAILURE),
        Command::Config => {
            print!("{}", loaded.describe());
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Whether it failed because nobody reads the output any more, as in `gongbao rejects list | head`: that is the end, and no
/// fault to tell of.
fn is_unread(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

/// The same where `println!` writes, which knows of nothing but a panic.
fn end_quietly_where_nobody_reads() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload_as_str().unwrap_or_default();
        if said.starts_with("failed printing to stdout") && said.contains("os error 32") {
            std::process::exit(0);
        }
        tell(panic);
    }));
}

fn field_names(maps: &[String]) -> Result<FieldNames, MappingError> {
    FieldNames::new(maps.iter().map(String::as_str))
}

/// What a command tells of itself.
fn telemetry<'c>(config: &'c Config, command: &Command) -> Telemetry<'c> {
    let collector = config.trace_endpoint.as_deref();
    Telemetry {
        log: &config.log,
        format: if config.log_format == "json" { LogFormat::Json } else { LogFormat::Text },
        slow: matches!(command, Command::Serve { .. }).then(|| Duration::from_millis(config.slow_request_ms)),
        collector: collector.map(|endpoint| Collector { endpoint, percent: config.trace_percent }),
    }
}
