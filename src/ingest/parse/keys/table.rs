//! The table of keys: every word that says what follows, by what it announces.

use crate::model::Field;

/// What a key announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// When the page was published; the time of day counts.
    Published,
    /// When it was last changed, which is when it was published where nothing else is said.
    Updated,
    /// 来源.
    Source,
    /// 记者, 通讯员, 作者.
    Author,
    /// 编辑, 责任编辑.
    Editor,
    /// A field of the document's label table.
    Label(Field),
    /// Known, and no field of a bulletin: 点击量, 字号, 审核 …
    Ignored,
}

/// Every key, without inner blanks, those of one kind separated by blanks; in traditional characters as sites of Taiwan,
/// Hong Kong and Macao have them (資料來源 is there who issued), and in English.
pub const GROUPS: &[(Key, &str)] = &[
    (
        Key::Published,
        "发布时间 发表时间 发稿时间 发文时间 信息时间 录入时间 上传时间 公布时间 公开时间 公开日期 刊发时间 发表于 发布于 发稿日期 刊发日期 刊登时间 刊登日期 信息日期 添加时间 \
         添加日期 录入日期 上网时间 上网日期 文章发布日期 信息发布时间 信息发布日期 时间 日期 發布時間 發佈時間 發布日期 發佈日期 張貼日期 Published Date Time",
    ),
    (Key::Updated, "更新时间 最后更新 最后更新时间 修改时间 更新時間 更新日期 Updated"),
    (
        Key::Source,
        "来源 稿源 稿件来源 信息来源 文章来源 本文来源 新闻来源 内容来源 文件来源 来源单位 来源于 信息来源于 来自 媒体 新闻出处 出处 文章出处 转自 转载自 摘自 选自 来稿单位 供稿单位 供稿部门 撰稿单位 撰稿部门 投稿单位 \
         供稿来源 提供单位 报送单位 信息报送单位 上报单位 信息提供 信息提供单位 稿件提供 内容提供 发稿单位 来源媒体 媒体来源 来源网站 來源 新聞來源 資料來源 Source",
    ),
    (Key::Author, "记者 本报记者 通讯员 作者 撰稿 撰稿人 撰文 供稿 供稿人 投稿 来稿 文字记者 文字 記者 Author"),
    (
        Key::Editor,
        "编辑 责任编辑 责编 本文责编 本期编辑 网络编辑 值班编辑 执行编辑 文字编辑 编辑人 责任编辑人 本网编辑 本网责编 編輯 責任編輯 Editor",
    ),
    (Key::Label(Field::IndexNumber), "索引号 索取号 信息索引号 信息索取号 信息索引 索引编号 索引码 索引號"),
    (Key::Label(Field::Subjects), "主题分类 信息分类 分类"),
    (
        Key::Label(Field::Issuers),
        "发文机关 发文单位 发布机构 发布机关 发布单位 制发机关 发文机构 发文部门 发布部门 信息发布机构 信息发布单位 信息发布部门 信息发布机关 发布处室 发布科室 制发单位 制发机构 制定机关 制定单位 \
         制作单位 印发机关 印发单位 印发机构 公布机关 公布单位 颁布机关 颁布单位 颁发机关 公开机构 公开单位 公开主体 发布主体 發文機關 發布單位 發佈單位",
    ),
    (
        Key::Label(Field::IssuedOn),
        "成文日期 成文时间 产生日期 生成日期 发文日期 制发日期 印发时间 签发日期 签发时间 颁布日期 颁布时间 文件日期 形成日期 生成时间 印发日期",
    ),
    (Key::Label(Field::Title), "标题 名称 信息名称 文件名称 信息标题 文件标题 公文标题 公文名称"),
    (
        Key::Label(Field::DocumentNumber),
        "发文字号 文号 文件编号 文件号 文件文号 发文号 发文编号 公文文号 公文字号 公文编号 通知文号 公告文号 公告号 文书号 发文文号 文件字号 发布文号 發文字號",
    ),
    (Key::Label(Field::PublishedOn), "发布日期 公开发布日期 公布日期"),
    (Key::Label(Field::Keywords), "主题词 关键词 关键字"),
    (Key::Label(Field::Validity), "有效性 时效性 效力状态 有效状态"),
    (Key::Label(Field::DocumentKind), "公文种类 文种"),
    (Key::Label(Field::Column), "所属栏目 信息栏目 栏目"),
    (
        Key::Ignored,
        "信息类别 所属分类 所属类别 所属类目 所属专题 文章类型 信息类型 稿件类型 稿件性质 文章标签 发布者 发布人 发布员 信息员 信息发布人 录入者 上传者 责任人 评论 评论数 \
         网友评论 收藏 收藏数 点赞 点赞数 转发数 下载次数 下载量 浏览人数 访问数 关注度 热度 背景颜色 文字大小 字号大小 语音播报 二维码 本文链接 本文网址 原文链接 原文网址 审核者 \
         审校 编审 复核 供图 摄影报道 绘图 制图 剪辑 美编 美术编辑 图片编辑 视频编辑 摄影记者 版权归属 版权所有者 公开属性 公开程序 公开时效 公开期限 信息公开类别 信息状态 阅读时间 \
         受众分类 载体分类 载体类型 信息格式 信息语种 语种 公开类别 公开形式 公开方式 公开时限 公开范围 责任部门 公开责任部门 体裁分类 服务对象 组配分类 生效日期 实施日期 \
         失效日期 废止日期 内容概述 内容摘要 统一编号 规范性文件编号 登记号 点击量 点击数 点击次数 点击率 点击 浏览量 浏览数 浏览次数 浏览 访问量 访问次数 阅读量 阅读次数 阅读数 \
         阅读 人气 字号 字体 字体大小 视力保护色 保护视力色 背景色 分享 分享到 分享至 审核 审核人 审稿 审签 校对 校审 初审 复审 终审 一审 二审 三审 签发 签发人 监制 总监制 \
         策划 统筹 摄影 图片 录入 录入人 主编 总编 值班主任 图片来源 素材来源 资料来源 数据来源 关联稿件 點閱 點閱數 點擊數 瀏覽人次",
    ),
];
