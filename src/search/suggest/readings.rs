//! Words and names whose characters are read otherwise there than for themselves: 乐亭 is Laoting, 会计 kuaiji, and Mr
//! 朴 Piao. Written down for this project; what people type otherwise (liuan for 六安) is accepted beside it.

/// Characters of which more than one reading is common in official texts, in names and in places, the likelier first; and
/// a few that dictionaries begin with a rare one.
const CHARACTERS: &str = "\
    勒 le lei, 靓 liang jing, 莘 xin shen, 蔚 wei yu, 行 xing hang, 长 zhang chang, 重 zhong chong, \
    会 hui kuai, 调 diao tiao, 都 du dou, 单 dan shan, 参 can shen, 乐 le yue, 传 chuan zhuan, 藏 cang zang, \
    朝 chao zhao, 率 lv shuai, 得 de dei, 校 xiao jiao, 还 hai huan, 降 jiang xiang, 曾 zeng ceng, 解 jie xie, \
    给 gei ji, 系 xi ji, 弹 dan tan, 血 xue xie, 薄 bo bao, 宿 su xiu, 露 lu lou, 车 che ju, 厦 xia sha, \
    堡 bao pu bu, 识 shi zhi, 便 bian pian, 番 fan pan, 覃 qin tan, 仇 qiu chou, 盖 gai ge, 翟 zhai di, 尉 wei yu, \
    盛 sheng cheng, 乘 cheng sheng, 没 mei mo, 模 mo mu, 绿 lv lu, 略 lve lue, 掠 lve lue, 虐 nve nue, 疟 nve nue, \
    着 zhe zhuo zhao, 了 le liao, 的 de di, 强 qiang jiang, 壳 ke qiao, 卡 ka qia, 卜 bu bo, 查 cha zha, 柏 bai bo, \
    泊 bo po, 剥 bo bao, 辟 pi bi, 屏 ping bing, 秘 mi bi, 佛 fo fu, 脯 fu pu, 埔 pu bu, 泌 mi bi, 贾 jia gu, \
    角 jiao jue, 觉 jue jiao, 嚼 jiao jue, 劲 jin jing, 颈 jing geng, 枸 gou ju, 句 ju gou, 圈 quan juan, \
    龟 gui jun qiu, 乾 qian gan, 茄 qie jia, 纤 xian qian, 吓 xia he, 巷 xiang hang, 削 xue xiao, 畜 chu xu, \
    粘 zhan nian, 轧 ya zha, 咽 yan ye, 折 zhe she, 熟 shu shou, 谁 shui shei, 什 shen shi, 塞 sai se, 杉 shan sha, \
    召 zhao shao, 差 cha chai ci, 刹 sha cha, 伺 si ci, 囤 tun dun, 沓 ta da, 提 ti di, 拓 tuo ta, 恶 e wu, 阿 a e, \
    蛤 ge ha, 奇 qi ji, 缉 ji qi, 洗 xi xian, 六 liu lu, 落 luo la, 络 luo lao, 捋 lv luo, 脉 mai mo, 弄 nong long, \
    刨 pao bao, 炮 pao bao, 仔 zi zai, 择 ze zhai, 扎 zha za, 爪 zhua zhao, 浚 jun xun, 蚌 bang beng, 涡 wo guo, \
    缪 miao mou, 澹 dan tan, 朴 piao pu, 区 qu ou, 黑 hei he, 铅 qian yan, 称 cheng chen, 曝 bao pu, 吁 yu xu, \
    莞 guan wan, 蹊 xi qi, 晟 sheng cheng, 隗 wei kui, 牟 mou mu, 幢 zhuang chuang, 咀 ju zui, 槛 jian kan, \
    栅 zha shan, 洞 dong tong, 说 shuo, 色 se, 大 da, 省 sheng, 沈 shen, 伯 bo, 尾 wei, 似 si, 汤 tang, 亲 qin, 度 du, 琢 zhuo";

/// Places.
const PLACES: &str = "\
    乐亭 lao ting, 珲春 hun chun, 单县 shan xian, 六安 lu an, 六合 lu he, 蚌埠 beng bu, 亳州 bo zhou, 丽水 li shui, \
    铅山 yan shan, 台州 tai zhou, 洪洞 hong tong, 东阿 dong e, 番禺 pan yu, 涡阳 guo yang, 浚县 xun xian, 莘县 shen xian, \
    莘庄 xin zhuang, 蔚县 yu xian, 尉犁 yu li, 中牟 zhong mu, 牟平 mu ping, 渑池 mian chi, 荥阳 xing yang, 荥经 ying jing, \
    泌阳 bi yang, 犍为 qian wei, 什邡 shi fang, 筠连 jun lian, 邛崃 qiong lai, 阆中 lang zhong, 盱眙 xu yi, 邳州 pi zhou, \
    睢宁 sui ning, 睢县 sui xian, 睢阳 sui yang, 甪直 lu zhi, 浒墅关 xu shu guan, 浒湾 xu wan, 婺源 wu yuan, 鄱阳 po yang, \
    歙县 she xian, 黟县 yi xian, 枞阳 zong yang, 砀山 dang shan, 濉溪 sui xi, 颍上 ying shang, 颍州 ying zhou, \
    嵊州 sheng zhou, 嵊泗 sheng si, 鄞州 yin zhou, 天台县 tian tai xian, 茌平 chi ping, 郯城 tan cheng, 芝罘 zhi fu, \
    兖州 yan zhou, 鄄城 juan cheng, 东莞 dong guan, 莞城 guan cheng, 大埔 da bu, 黄埔 huang pu, 吴堡 wu bu, \
    瓦窑堡 wa yao bu, 柴沟堡 chai gou bu, 十里堡 shi li pu, 井陉 jing xing, 藁城 gao cheng, 蠡县 li xian, 涿州 zhuo zhou, \
    隰县 xi xian, 繁峙 fan shi, 解州 xie zhou, 长子县 zhang zi xian, 巴彦淖尔 ba yan nao er, 讷河 ne he, 岫岩 xiu yan, \
    耒阳 lei yang, 郴州 chen zhou, 溆浦 xu pu, 汨罗 mi luo, 秭归 zi gui, 黄陂 huang pi, 武陟 wu zhi, 沌口 zhuan kou, \
    硚口 qiao kou, 郧阳 yun yang, 郏县 jia xian, 柘城 zhe cheng, 漯河 luo he, 儋州 dan zhou, 乐东 le dong, 乐山 le shan, \
    乐清 yue qing, 重庆 chong qing, 綦江 qi jiang, 涪陵 fu ling, 北碚 bei bei, 都江堰 du jiang yan, 勐海 meng hai, \
    漾濞 yang bi, 弥勒 mi le, 会稽 kuai ji, 会泽 hui ze, 宁蒗 ning lang, 噶尔 ga er, 尖扎 jian zha, 宕昌 tan chang, \
    皋兰 gao lan, 张掖 zhang ye, 栎阳 yue yang, 鄠邑 hu yi, 柞水 zha shui, 鄯善 shan shan, 焉耆 yan qi, 龟兹 qiu ci, \
    莎车 sha che, 喀什 ka shi, 库车 ku che, 吐鲁番 tu lu fan, 吐蕃 tu bo, 峄城 yi cheng, 无棣 wu di, 郓城 yun cheng, \
    栖霞 qi xia, 临朐 lin qu, 浑源 hun yuan, 厦门 xia men, 朝阳 chao yang, 柏林 bo lin, 秘鲁 bi lu, 阿房宫 e pang gong, \
    高句丽 gao gou li, 单于 chan yu, 月氏 yue zhi, 可汗 ke han, 西藏 xi zang, 青藏 qing zang, 川藏 chuan zang, \
    滇藏 dian zang, 长安 chang an, 长白 chang bai, 长春 chang chun, 长岛 chang dao, 长丰 chang feng, 长葛 chang ge, \
    长海 chang hai, 长江 chang jiang, 长乐 chang le, 长岭 chang ling, 长宁 chang ning, 长清 chang qing, 长庆 chang qing, \
    长三角 chang san jiao, 长沙 chang sha, 长寿 chang shou, 长顺 chang shun, 长泰 chang tai, 长汀 chang ting, \
    长武 chang wu, 长兴 chang xing, 长阳 chang yang, 长垣 chang yuan, 长治 chang zhi, 天长市 tian chang shi, \
    延长县 yan chang xian, 香港仔 xiang gang zai, 氹仔 dang zai, 柏乡 bai xiang, 会理 hui li, 磴口 deng kou, \
    枸杞岛 gou qi dao, 大栅栏 da zha lan, 涡河 guo he, 汝阳 ru yang, 郫都 pi du, 珙县 gong xian, 邗江 han jiang";

/// Words that are no places.
const WORDS: &str = "\
    银行 yin hang, 行业 hang ye, 行长 hang zhang, 央行 yang hang, 分行 fen hang, 支行 zhi hang, 商行 shang hang, \
    总行 zong hang, 同行 tong hang, 内行 nei hang, 外行 wai hang, 行情 hang qing, 行列 hang lie, 排行 pai hang, \
    投行 tou hang, 农行 nong hang, 工行 gong hang, 建行 jian hang, 行家 hang jia, 行当 hang dang, 各行各业 ge hang ge ye, \
    农商行 nong shang hang, \
    长期 chang qi, 长城 chang cheng, 长征 chang zheng, 长远 chang yuan, 长效 chang xiao, 长途 chang tu, 长度 chang du, \
    长处 chang chu, 长短 chang duan, 长假 chang jia, 长跑 chang pao, 长卷 chang juan, 长廊 chang lang, 长河 chang he, \
    长龙 chang long, 长足 chang zu, 长久 chang jiu, 长存 chang cun, 长虹 chang hong, 长文 chang wen, 长护 chang hu, \
    长津湖 chang jin hu, 延长 yan chang, 全长 quan chang, 专长 zhuan chang, 特长 te chang, 擅长 shan chang, \
    漫长 man chang, 悠长 you chang, 冗长 rong chang, 周长 zhou chang, 波长 bo chang, 源远流长 yuan yuan liu chang, \
    取长补短 qu chang bu duan, 时长 shi chang, 超长 chao chang, 较长 jiao chang, \
    重新 chong xin, 重建 chong jian, 重复 chong fu, 重组 chong zu, 重申 chong shen, 重阳 chong yang, 重启 chong qi, \
    重温 chong wen, 重返 chong fan, 重叠 chong die, 重塑 chong su, 重构 chong gou, 重演 chong yan, 重逢 chong feng, \
    重修 chong xiu, 重置 chong zhi, 重整 chong zheng, 重现 chong xian, 重拾 chong shi, 重走 chong zou, 重生 chong sheng, \
    重振 chong zhen, 双重 shuang chong, 多重 duo chong, 三重 san chong, \
    会计 kuai ji, 财会 cai kuai, \
    调整 tiao zheng, 调节 tiao jie, 调解 tiao jie, 调控 tiao kong, 调剂 tiao ji, 调处 tiao chu, 协调 xie tiao, \
    调试 tiao shi, 调理 tiao li, 调和 tiao he, 调味 tiao wei, 空调 kong tiao, 失调 shi tiao, 微调 wei tiao, \
    烹调 peng tiao, 调停 tiao ting, 调价 tiao jia, 调优 tiao you, 上调 shang tiao, 下调 xia tiao, 调减 tiao jian, \
    人参 ren shen, 党参 dang shen, 海参 hai shen, 苦参 ku shen, 参差 cen ci, \
    音乐 yin yue, 乐器 yue qi, 乐团 yue tuan, 乐队 yue dui, 乐曲 yue qu, 乐章 yue zhang, 声乐 sheng yue, 奏乐 zou yue, \
    器乐 qi yue, 国乐 guo yue, 乐坛 yue tan, 礼乐 li yue, 交响乐 jiao xiang yue, \
    传记 zhuan ji, 自传 zi zhuan, 列传 lie zhuan, 评传 ping zhuan, 水浒传 shui hu zhuan, \
    藏族 zang zu, 藏区 zang qu, 藏语 zang yu, 藏文 zang wen, 藏医 zang yi, 藏药 zang yao, 藏羚羊 zang ling yang, \
    藏历 zang li, 藏式 zang shi, 援藏 yuan zang, 进藏 jin zang, 入藏 ru zang, 涉藏 she zang, 驻藏 zhu zang, \
    宝藏 bao zang, 大藏经 da zang jing, 藏毯 zang tan, \
    朝气 zhao qi, 朝夕 zhao xi, 朝霞 zhao xia, 朝晖 zhao hui, 今朝 jin zhao, \
    率先 shuai xian, 率领 shuai ling, 率队 shuai dui, 率团 shuai tuan, 率部 shuai bu, 表率 biao shuai, 草率 cao shuai, \
    坦率 tan shuai, 统率 tong shuai, 轻率 qing shuai, \
    校对 jiao dui, 校正 jiao zheng, 校准 jiao zhun, 校验 jiao yan, 校核 jiao he, 校订 jiao ding, \
    归还 gui huan, 偿还 chang huan, 返还 fan huan, 退还 tui huan, 交还 jiao huan, 发还 fa huan, 还款 huan kuan, \
    还本 huan ben, 还原 huan yuan, 还乡 huan xiang, 还贷 huan dai, 还债 huan zhai, 还清 huan qing, 还田 huan tian, \
    还湖 huan hu, 还林 huan lin, 还草 huan cao, 还耕 huan geng, 还建 huan jian, \
    投降 tou xiang, 受降 shou xiang, 劝降 quan xiang, \
    曾经 ceng jing, 曾任 ceng ren, 未曾 wei ceng, 不曾 bu ceng, 曾于 ceng yu, 曾获 ceng huo, \
    供给 gong ji, 给予 ji yu, 补给 bu ji, 自给 zi ji, 给养 ji yang, 配给 pei ji, \
    说服 shui fu, 游说 you shui, 大夫 dai fu, 反省 fan xing, 内省 nei xing, 朝觐 chao jin, \
    弹性 tan xing, 弹劾 tan he, 反弹 fan tan, 弹簧 tan huang, 弹力 tan li, 弹奏 tan zou, 弹唱 tan chang, \
    薄弱 bo ruo, 单薄 dan bo, 稀薄 xi bo, 薄膜 bo mo, 薄荷 bo he, \
    大厦 da sha, 广厦 guang sha, 商厦 shang sha, 便宜 pian yi, 标识 biao zhi, \
    没收 mo shou, 淹没 yan mo, 沉没 chen mo, 埋没 mai mo, 没落 mo luo, 吞没 tun mo, 罚没 fa mo, 出没 chu mo, \
    模样 mu yang, 模具 mu ju, 模板 mu ban, \
    着力 zhuo li, 着重 zhuo zhong, 着眼 zhuo yan, 着手 zhuo shou, 着陆 zhuo lu, 着落 zhuo luo, 着装 zhuo zhuang, \
    着实 zhuo shi, 着想 zhuo xiang, 衣着 yi zhuo, 附着 fu zhuo, 执着 zhi zhuo, 沉着 chen zhuo, 着火 zhao huo, \
    着急 zhao ji, 着迷 zhao mi, \
    了解 liao jie, 了结 liao jie, 了却 liao que, 了然 liao ran, 明了 ming liao, \
    目的 mu di, 的确 di que, 标的 biao di, 有的放矢 you di fang shi, 的士 di shi, \
    倔强 jue jiang, 地壳 di qiao, 关卡 guan qia, 卡脖子 qia bo zi, 占卜 zhan bu, 萝卜 luo bo, \
    湖泊 hu po, 血泊 xue po, 复辟 fu bi, 仿佛 fang fu, 分泌 fen mi, 角色 jue se, 角逐 jue zhu, 主角 zhu jue, 配角 pei jue, \
    睡觉 shui jiao, 强劲 qiang jing, 劲旅 jing lv, 刚劲 gang jing, 劲敌 jing di, 龟裂 jun lie, 雪茄 xue jia, \
    纤夫 qian fu, 恐吓 kong he, 威吓 wei he, 巷道 hang dao, 削减 xue jian, 剥削 bo xue, 削弱 xue ruo, 剥夺 bo duo, \
    畜牧 xu mu, 畜产 xu chan, 畜养 xu yang, 哽咽 geng ye, 粘贴 zhan tie, \
    堵塞 du se, 闭塞 bi se, 阻塞 zu se, 搪塞 tang se, 杉木 sha mu, 出差 chu chai, 差旅 chai lv, 邮差 you chai, \
    刹车 sha che, 古刹 gu cha, 伺机 si ji, 伺候 ci hou, 揣度 chuai duo, 忖度 cun duo, 审时度势 shen shi duo shi, \
    提防 di fang, 拓片 ta pian, 拓本 ta ben, 拓印 ta yin, 厌恶 yan wu, 可恶 ke wu, 深恶痛绝 shen wu tong jue, \
    憎恶 zeng wu, 阿胶 e jiao, 阿谀 e yu, 奇数 ji shu, 埋怨 man yuan, 弄堂 long tang, 牛仔 niu zai, 打工仔 da gong zai, \
    仔细 zi xi, 包扎 bao za, 结扎 jie za, 琢磨 zuo mo, 亲家 qing jia, 曝光 bao guang, 呼吁 hu yu, 下载 xia zai, \
    朴素 pu su, 朴实 pu shi, 质朴 zhi pu, 俭朴 jian pu, 古朴 gu pu, 淳朴 chun pu, 纯朴 chun pu, 简朴 jian pu, 诚朴 cheng pu, \
    仇恨 chou hen, 报仇 bao chou, 复仇 fu chou, 仇视 chou shi, 仇杀 chou sha, 仇敌 chou di, \
    称职 chen zhi, 对称 dui chen, 匀称 yun chen, 相称 xiang chen, 殷红 yan hong, 颈椎 jing zhui, 什么 shen me, \
    什锦 shi jin, 家什 jia shi, 吐血 tu xie, 露面 lou mian, 露馅 lou xian, 炮制 pao zhi, 蛤蜊 ge li, 绿林 lu lin, \
    车马炮 ju ma pao, 千乘 qian sheng, 呱呱 gua gua, 作坊 zuo fang, 宿州 su zhou, 星宿 xing xiu, 住宿 zhu su, \
    勾当 gou dang, 都市 du shi, 首都 shou du, 全都 quan dou, 大都 da dou, 安步当车 an bu dang che, 称心 chen xin, \
    供应 gong ying, 咀嚼 ju jue, 择菜 zhai cai, 稽首 qi shou, 茅塞顿开 mao se dun kai, 屏除 bing chu, 屏息 bing xi, \
    遗赠 yi zeng, 殖民 zhi min, 骨殖 gu shi, 瓜蔓 gua wan, 爪牙 zhao ya, 爪子 zhua zi, 拾级 she ji, 牲畜 sheng chu, \
    家畜 jia chu, 钥匙 yao shi, 锁钥 suo yue, 数见不鲜 shuo jian bu xian, 一切 yi qie, 尽管 jin guan";

/// What surnames are read as, of one character or two.
const SURNAMES: &str = "\
    朴 piao, 解 xie, 查 zha, 仇 qiu, 区 ou, 盖 ge, 黑 he, 单 shan, 曾 zeng, 翟 zhai, 乐 yue, 尉 wei, 员 yun, 缪 miao, \
    宓 mi, 覃 qin, 召 shao, 洗 xian, 冼 xian, 折 she, 种 chong, 重 chong, 秘 bi, 繁 po, 卜 bu, 柏 bai, 薄 bo, 谌 chen, \
    郗 xi, 郄 qie, 逄 pang, 佘 she, 隗 wei, 祭 zhai, 牟 mou, 能 nai, 藏 zang, 贾 jia, 葛 ge, 那 na, 撒 sa, 车 che, \
    句 gou, 叶 ye, 幺 yao, 任 ren, 华 hua, 沈 shen, 宁 ning, 纪 ji, 应 ying, 褚 chu, 阚 kan, 阙 que, 暴 bao, 都 du, \
    盛 sheng, 訾 zi, 瞿 qu, 谯 qiao, 钭 tou, 仉 zhang, 亓 qi, 岑 cen, 麻 ma, 邸 di, 惠 hui, \
    尉迟 yu chi, 万俟 mo qi, 长孙 zhang sun, 澹台 tan tai, 单于 chan yu, 皇甫 huang fu, 令狐 ling hu, 鲜于 xian yu, \
    呼延 hu yan, 亓官 qi guan, 拓跋 tuo ba, 夏侯 xia hou, 诸葛 zhu ge, 宰父 zai fu, 乐正 yue zheng, 宇文 yu wen, \
    长鱼 chang yu, 申屠 shen tu, 淳于 chun yu, 濮阳 pu yang, 赫连 he lian, 慕容 mu rong, 闾丘 lv qiu, 漆雕 qi diao";

/// The characters: each and its readings, separated by blanks.
pub fn characters() -> impl Iterator<Item = (&'static str, &'static str)> {
    rows(CHARACTERS)
}

/// The words and places: a text and the syllables of its characters, separated by blanks.
pub fn words() -> impl Iterator<Item = (&'static str, &'static str)> {
    rows(PLACES).chain(rows(WORDS))
}

/// The surnames, likewise.
pub fn surnames() -> impl Iterator<Item = (&'static str, &'static str)> {
    rows(SURNAMES)
}

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.split(", ").filter_map(|row| row.trim().split_once(' '))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_character_of_a_word_has_its_syllable() {
        for (word, syllables) in words().chain(surnames()) {
            assert_eq!(word.chars().count(), syllables.split(' ').count(), "{word} {syllables}");
        }
    }

    #[test]
    fn nothing_is_listed_twice() {
        for (name, rows) in [
            ("characters", characters().collect::<Vec<_>>()),
            ("words", words().collect()),
            ("surnames", surnames().collect()),
        ] {
            let mut seen = HashSet::new();
            for (text, _) in rows {
                assert!(seen.insert(text), "{text} stands twice among the {name}");
            }
        }
    }
}
