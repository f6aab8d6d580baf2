//! Where each format looks for each field, in words: for those who ask why one is missing.

use super::Format;
use crate::model::Field;

/// The places in the order in which they are looked at, and what a publisher or operator can do; `None` where
/// the format has no place for the field.
pub fn describe(format: Format, field: Field) -> Option<&'static str> {
    match format {
        Format::Html => html(field),
        Format::Text => text(field),
        Format::Jsonl | Format::Json | Format::Csv => Some("记录里同名的键或列及其别名，见 docs/formats.md"),
        _ => document(field),
    }
}

fn html(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::Id => "从不读自网页；由原文地址或内容推定",
        Field::Url => "link rel=canonical，og:url，meta Url，另存网页时写下的 saved from url",
        Field::Title => {
            "meta ArticleTitle，标签表，<title> 与标题行，og:title，正文上方最像标题的一行，JSON-LD headline"
        }
        Field::Subtitle => "标题上下相邻的一行",
        Field::PublishedOn => {
            "标签表，署名行（发布时间、标题下的日期），meta PubDate 等，正文上方的日期，更新时间，JSON-LD，article:published_time，<time>，地址中的日期"
        }
        Field::PublishedAt => "与发布日期同处、同一天，须带时刻；00:00:00 不是时刻",
        Field::IssuedOn => "标签表的 成文日期、发文日期，决定表的 决定日期，落款",
        Field::Source => {
            "meta ContentSource、Source，署名行的 来源、供稿单位、发布机构，微信公众号名，JSON-LD publisher"
        }
        Field::Authors => {
            "署名行的 记者、作者、甲/某报，正文首尾的（记者 ……）（文/图 ……）供稿：……，JSON-LD author，article:author，meta author；媒体不是人"
        }
        Field::Editor => "署名行的 编辑、责任编辑",
        Field::Column => "meta ColumnName、Channel、article:section，标签表的 所属栏目，面包屑",
        Field::Issuers => "标签表的 发文机关、发布机构，正文开头的 ……文件，决定表的 决定机关，落款",
        Field::DocumentNumber => {
            "标签表的 发文字号、文号，标题上下或正文开头单独一行的文号，决定表的 决定书文号，标题末尾括号里的文号"
        }
        Field::IndexNumber => "meta IndexNumber、Syh，标签表的 索引号",
        Field::Subjects => "标签表的 主题分类",
        Field::Keywords => "标签表，meta Keywords（至少一半的词在标题或正文里出现才取）",
        Field::DocumentKind => "标签表的 公文种类",
        Field::Validity => "meta Effectiveness，标签表的 有效性",
        Field::Region => "不读自网页",
        Field::Site => "meta SiteName，og:site_name，application-name，页脚的 版权所有、主办",
        Field::Body => "常见发布系统的正文容器，文字最密的元素",
        Field::Attachments => "正文里、附件框里、“附件”之后指向文档、或按编号下载（download.do?id=）的链接",
        Field::Language => "按用字判断",
    })
}

fn text(field: Field) -> Option<&'static str> {
    match field {
        Field::Title => Some("开头的一到三行"),
        Field::PublishedOn | Field::PublishedAt | Field::Source => Some("开头 24 行里的署名行和标签行"),
        Field::Authors => Some("署名行，正文首尾的（记者 ……）"),
        Field::Editor => Some("署名行，正文之后的 编辑"),
        Field::Column => Some("开头的面包屑"),
        Field::Site => Some("页脚的 版权所有、主办"),
        Field::Body => Some("署名行之后、编辑或页脚之前的各行"),
        Field::IssuedOn | Field::Issuers => Some("开头 24 行里的标签行，落款"),
        Field::Id | Field::Url | Field::Attachments | Field::Region => None,
        _ => Some("开头 24 行里的标签行"),
    }
}

fn document(field: Field) -> Option<&'static str> {
    match field {
        Field::Title => Some("居中或最大的几行，文件属性，文件名"),
        Field::Issuers => Some("发文机关标志（……文件），落款"),
        Field::DocumentNumber => Some("标志之下的发文字号"),
        Field::PublishedOn => Some("……印发，没有则用成文日期"),
        Field::IssuedOn => Some("落款的日期"),
        Field::Body => Some("文字层"),
        _ => None,
    }
}
