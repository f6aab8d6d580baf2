//! `gongbao alerts`: how many alerts by mail there are, sending what is due, and trying the mail server.

use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Subcommand;

use crate::app::App;
use crate::config::Config;
use crate::web::alerts;
use crate::web::alerts::letter::{Letter, Letterhead, address};
use crate::web::alerts::post::Post;

/// What `gongbao alerts` is told.
#[derive(Subcommand)]
pub(super) enum Action {
    /// 发出到时间的提醒，并再试没有发出的邮件（serve 每半分钟自动做一次）  Send what is due, as serve does by itself
    Send,
    /// 给这个邮箱发一封试验邮件，看设置是否可用  Send a mail to this address to try the settings
    Test {
        /// 邮箱  The address
        #[arg(value_name = "ADDRESS")]
        address: String,
    },
}

/// Counts, sends or tries.
pub(super) async fn run(config: Config, action: Option<&Action>) -> anyhow::Result<ExitCode> {
    let app = App::open(config).await?;
    let Some(action) = action else {
        let counts = app.store.alert_counts().await?;
        let state = if app.config.smtp.is_some() { "已开通" } else { "没有开通（没有设 smtp）" };
        println!("邮件提醒\t{state}");
        println!("生效的提醒\t{}", counts.confirmed);
        println!("等待确认\t{}", counts.unconfirmed);
        println!("等待发出的邮件\t{}", counts.waiting);
        println!("其中试过未成\t{}", counts.failing);
        return Ok(ExitCode::SUCCESS);
    };
    let (Some(letterhead), Some(post)) = (Letterhead::new(&app), Post::new(&app)) else {
        bail!("没有开通邮件提醒；要设 smtp、mail_from 和 public_url，见 docs/operations.md")
    };
    match action {
        Action::Send => {
            let outcome = alerts::run(&app, &letterhead, &post).await?;
            println!("{} 条提醒有新公报，发出 {} 封，未能发出 {} 封", outcome.told, outcome.sent, outcome.failed);
            Ok(if outcome.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Action::Test { address: typed } => {
            let Some(to) = address(typed) else { bail!("「{typed}」不像一个邮箱地址") };
            let now = app.clock.now();
            let letter = Letter {
                to: &to,
                subject: format!("{}：试验邮件", app.config.site_name),
                text: format!("邮件提醒的设置可用。链接指向 {}\n", letterhead.site),
                html: None,
                unsubscribe: None,
                name: format!("test.{}", now.as_millisecond()),
            };
            post.send(&to, &letterhead.write(letter, now)?).await.context("试验邮件没有发出")?;
            println!("邮件服务器收下了发往 {to} 的试验邮件");
            Ok(ExitCode::SUCCESS)
        }
    }
}
