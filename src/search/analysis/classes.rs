//! The classes of ideographs that folding makes one: traditional forms, regional and historical variants.
//!
//! A class comes from OpenCC's tables from traditional to simplified, for the mainland, Taiwan and Hong
//! Kong, from [`SAME`] and from [`OLD_GLYPHS`]. What OpenCC decides by the words around (乾燥 → 干燥, 乾坤) cannot be decided so
//! here, where the context must not matter: both readings are one class.

use std::collections::HashMap;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

use crate::model::text::is_han;

/// Characters that are one class beyond what OpenCC's character tables say, the first stands for all.
///
/// Most are here because OpenCC writes the first as one of the others in some words; a text typed in the
/// other script must be found. Those that are both characters of simplified Chinese are listed apart,
/// each with the words that need it: merging them costs precision where one is sought alone.
pub const SAME: &[&str] = &[
    // Both in use in simplified Chinese.
    "着著", // 看着、看著; 著名 keeps its word in fold_for_words
    "复覆", // 答复、答覆
    "借藉", // 借助、藉助
    "仿彷", // 仿佛、彷彿
    "熏薰", // 熏陶、薰陶
    "坐座", // 坐标、座標
    "具俱", // 家具、家俱、傢俱
    "象像", // 想象、想像
    "沉沈", // 沉没、沈沒
    "划画", // 计划、計畫
    "么幺", // 什么、么麼
    "了瞭", // 了解、瞭解
    "宁甯", // 姓
    "拼拚",
    "苏甦",
    "回迴廻",
    "吃喫",
    // Variants that simplified texts do not use.
    "链鍊𫔀",
    "背揹",
    "夫伕",
    "溪谿",
    "并幷",
    "仇讎",
    "抵牴",
    "周賙",
    "戚鏚",
    "浚濬",
    "澄澂",
    "穗繐",
    "吣唚",
    "拿拏",
    "果菓",
    "豆荳",
    "蘖櫱蘗",
    "枪鎗",
    "焰燄",
    "斤觔",
    "藤籐",
    "琅瑯",
    "筱篠",
    "锄耡",
    "堤隄",
    "斫斲",
    "耇耈",
    "只衹祇",
    "它牠",
    "昵暱",
    "稆穭",
    "阪坂",
    "妆粧",
    "粽糉糭",
    "锺鍾",
    "余馀餘",
    "钜鉅巨",
    "讬託",
    "咨谘諮",
    "抬擡",
    "潀潨",
    "噁𫫇",
    "弥瀰㳽",
    "彩綵䌽",
    "摆襬䙓",
    "镢钁䦆",
    "腼靦䩄",
    "尽儘侭",
    "沈渖瀋",
    "线線缐",
    "旋镟鏇",
    "曲麴麹",
    "面麪麺麵",
    "战戰𢧐",
    "捣擣𢭏",
    "买買𧹒",
    "骢驄𩨂",
    "当噹𪠽",
    "仑崙𪨧",
    "庐廬𪪏",
    "谏諫𫍝",
    "谫譾𫍿",
    "开開𫔭",
    "闲閒𫔮",
    "鞲韝𫖕",
    "愿願𫖸",
    "糊餬𫗫",
    "喂餵𫗭",
    "糇餱𫗯",
    "雕鵰𫛲",
    "啮齧𫜩",
    "苹蘋𬞟",
    "叙敍敘",
    "台檯枱臺颱",
    "卫衛衞",
    "檐簷",
    "痹痺",
    "睾睪",
    "鲇鯰鲶鮎",
    "腭齶顎颚",
    "緪縆",
    "账賬𧹔",
    "划劃㓰",
    "里裏裡",
    "峰峯",
    "群羣",
    "启啓啟",
    "众眾衆",
    "床牀",
    "村邨",
    "泄洩",
    "污汙",
    "锈銹鏽",
    "凑湊",
    "灾災烖",
    "夹裌袷",
    "径逕迳",
];

/// Old and Japanese glyphs that Unicode has as characters of their own and OpenCC's tables to simplified leave alone, each
/// behind the character that it is: documents turned into text bring them. None of them is a character of GB/T 2312, as 芸 or
/// 浜 are, which are other characters there.
const OLD_GLYPHS: &str = "高髙 吴呉 清淸 研硏 户戸 青靑 乡鄕郷 尚尙 富冨 增増 每毎 净浄 绪緖 岁歳 德徳 并倂竝 兔兎 冒冐 \
     凡凢 刃刄 剑剣劒 卷巻 吞呑 喻喩 因囙 国囯 回囬囘 垂埀 填塡 婿壻 本夲 奖奨 妍姸 妒妬 姬姫 娱娯 孽孼 \
     冗宂 宽寛 尔尓 屏屛 彝彞 慎愼 戛戞 戏戱 戾戻 拔抜 插挿揷 摇揺 揭掲 晚晩 暨曁 曹曺 榆楡 概槪 \
     样様 步歩 污汚 泪涙 渴渇 涉渉 涅湼 溉漑 涩澁渋 濑瀬 焰焔 熙煕熈 煮煑 略畧 疏疎 皋皐 穗穂 \
     窗窓窻牕 奇竒 竞竸 缘縁 翠翆 联聨 听聴 肠膓 舍舎 铺舖舗 艳艶 盖葢 蒂蔕 谏諌 赞賛 质貭 宾賔 赖頼 \
     走赱 辈軰 郎郞 醉酔 铁鐡鉄 阴隂 邻隣 颠顚 饮飮 骚騒 发髪発 斗鬬鬪闘 黑黒 默黙 鼠鼡 庞龎 龟亀 \
     丰豊 冰氷 厩廐 啖啗噉 塔墖 奔逩 宝寳 寇宼 寝寑 宁寕 岛嶋嶌 岩巗嵒巌 崖厓 帆颿 愈瘉 懒嬾 捶搥 \
     拓搨 携擕 敕勅 斋斎 朵朶 柳桺栁 梅楳 樱桜 检検 槁槀 欢歓 款欵 气気 法灋 济済 渊渕 满満 炉鑪 \
     炮砲 点奌 燕鷰 璃瓈 瓶缾 留畱 秋秌 稚穉 策筴 经経 绣繍 绵緜 继継 罚罸 翻飜 考攷 耕畊 肃粛 胸胷 \
     膝厀 花蘤 苏蘓 药薬 莅涖 蛇虵 蜂蠭 蚕蚃 袖褏 裙裠 褒襃 觉覚 貌皃 辞辤 迫廹 遍徧 遁遯 酬酧醻 \
     释釈 闸牐 阔濶 隐隠 雁鴈 霸覇 韭韮 驱駆 鹅鵞 麻蔴 齐斉 乘乗 亚亜 佛仏 假仮 传伝 价価 俭倹 儿児 \
     两両 剩剰 剂剤 劳労 勋勲 劝勧 咒呪 哑唖 单単 啮噛 严厳 圈圏 围囲 圆円 图図 团団 压圧 垒塁 坏壊 \
     壤壌 壹壱 娘嬢 实実 专専 对対 巢巣 带帯 废廃 广広 厅庁 弹弾 从従 徵徴 惠恵 恶悪 恼悩 应応 怀懐 \
     战戦 拂払 拜拝 搔掻 搜捜 择択 击撃 据拠 扩拡 摄摂 搅撹 收収 效効 历暦歴 晓暁 曾曽 栈桟 荣栄 \
     乐楽 权権 归帰 溪渓 泼溌 泽沢 泷滝 烧焼 营営 牺犠 猎猟 兽獣 叠畳 瘦痩 碎砕 稻稲 颖頴 稳穏 穰穣 \
     灶竃 粹粋 县県 纵縦 总総 绳縄 绘絵 系繋 续続 纤繊 聪聡 脑脳 脏臓 举挙 荔茘 庄荘 薰薫 藏蔵 处処 \
     萤蛍 蜡蝋 览覧 观観 译訳 读読 变変 让譲 贰弐 卖売 轻軽 辆輌 转転 递逓 迟遅 边辺 酱醤 酿醸 钱銭 \
     炼錬 铸鋳 关関 陷陥 险険 杂雑 鸡鶏 灵霊 显顕 验験 驿駅 髓髄 鳖鼈 鸥鴎 碱鹸 盐塩 齿歯 龄齢 龙竜";

/// Characters of today's simplified Chinese that GB/T 2312 lacks, and in whose words OpenCC writes another: 瞭望.
const STANDARD: &str = "瞭";

/// The configurations of OpenCC that classes come from.
const CONFIGS: &[&str] = &["t2s", "tw2s", "hk2s"];

/// A converter, unless the tables compiled into the crate cannot be read; without them search still works
/// within one script.
pub fn converter(config: &str) -> Option<OpenCC> {
    let config = match config {
        "t2s" => BuiltinConfig::T2s,
        "tw2s" => BuiltinConfig::Tw2s,
        _ => BuiltinConfig::Hk2s,
    };
    OpenCC::from_config(config).inspect_err(|error| tracing::error!("繁简对照表无法读取：{error}")).ok()
}

/// The classes, and what each member becomes.
pub struct Classes {
    full: HashMap<char, char>,
    gentle: HashMap<char, char>,
}

impl Classes {
    /// Puts the classes together: some ten milliseconds.
    pub fn new() -> Self {
        let han: Vec<char> = (0x3007..=0x3_23AF_u32).filter_map(char::from_u32).filter(|c| is_han(*c)).collect();
        let mut union = Union::default();
        let mut simplified: HashMap<char, char> = HashMap::new();
        for config in CONFIGS {
            for (from, to) in single_conversions(config, &han) {
                union.join(from, to);
                simplified.entry(from).or_insert(to);
            }
        }
        for same in SAME.iter().copied().chain(OLD_GLYPHS.split_whitespace()) {
            let mut members = same.chars();
            let first = members.next().unwrap_or(' ');
            members.for_each(|other| union.join(first, other));
        }
        let mut members: HashMap<char, Vec<char>> = HashMap::new();
        for c in union.all() {
            members.entry(union.root(c)).or_default().push(c);
        }
        let heads: Vec<char> = SAME.iter().filter_map(|same| same.chars().next()).collect();
        let mut full = HashMap::new();
        for class in members.values() {
            let representative = representative(class, &simplified, &heads);
            full.extend(class.iter().map(|member| (*member, representative)));
        }
        let gentle = full
            .keys()
            .map(|c| {
                let once = simplified.get(c).copied().unwrap_or(*c);
                let twice = simplified.get(&once).copied().filter(|_| !is_simplified_too(once)).unwrap_or(once);
                let gentle = match () {
                    () if is_simplified_too(*c) || STANDARD.contains(*c) => *c,
                    () if is_simplified_too(twice) => twice,
                    () => full[c],
                };
                (*c, gentle)
            })
            .collect();
        Self { full, gentle }
    }

    /// The character that stands for the class of `c`.
    pub fn representative(&self, c: char) -> char {
        self.full.get(&c).copied().unwrap_or(c)
    }

    /// The simplified form of `c`; characters of GB/T 2312, such as 乾 in 乾坤, stay as they are.
    pub fn gentle(&self, c: char) -> char {
        self.gentle.get(&c).copied().unwrap_or(c)
    }
}

/// Of the members in use in simplified Chinese the first of a group of [`SAME`], else the one that others are most
/// often simplified to.
fn representative(class: &[char], simplified: &HashMap<char, char>, heads: &[char]) -> char {
    let times = |c: char| class.iter().filter(|member| simplified.get(member) == Some(&c)).count();
    let order = |c: &char| {
        let stays = !simplified.contains_key(c);
        let first = heads.iter().position(|head| head == c).map_or(usize::MAX, |place| place);
        (!is_simplified_too(*c), first, !stays, std::cmp::Reverse(times(*c)), *c)
    };
    class.iter().copied().min_by_key(order).unwrap_or(' ')
}

/// What each character alone is converted to, where that is another single character.
fn single_conversions(config: &str, han: &[char]) -> Vec<(char, char)> {
    let Some(converter) = converter(config) else { return Vec::new() };
    let lines: String = han.iter().flat_map(|c| [*c, '\n']).collect();
    let converted = converter.convert(&lines);
    han.iter()
        .zip(converted.lines())
        .filter_map(|(from, line)| {
            let mut to = line.chars();
            let single = to.next().filter(|to| to != from)?;
            to.next().is_none().then_some((*from, single))
        })
        .collect()
}

/// Characters of GB/T 2312 are good simplified Chinese: jieba knows their words.
pub fn is_simplified_too(c: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = encoding_rs::GBK.encode(c.encode_utf8(&mut buffer));
    !unmappable && matches!(*bytes, [0xB0..=0xF7, 0xA1..=0xFE])
}

/// Disjoint sets of characters (union-find, Tarjan 1975).
#[derive(Default)]
struct Union {
    parent: HashMap<char, char>,
}

impl Union {
    fn root(&self, mut c: char) -> char {
        while let Some(parent) = self.parent.get(&c).filter(|parent| **parent != c) {
            c = *parent;
        }
        c
    }

    fn join(&mut self, a: char, b: char) {
        self.parent.entry(a).or_insert(a);
        self.parent.entry(b).or_insert(b);
        let (a, b) = (self.root(a), self.root(b));
        self.parent.insert(a, b);
    }

    fn all(&self) -> Vec<char> {
        let mut all: Vec<char> = self.parent.keys().copied().collect();
        all.sort_unstable();
        all
    }
}
