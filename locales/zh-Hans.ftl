# 简体中文的文字。怎样改一句、怎样加一种语言，见 docs/operations.md 的「界面的语言」。

## The site, its head and foot

site-name = 公报
site-kind = 全文检索
site-title = 公报全文检索
site-search = 公报检索
site-description = 政府公报与公开信息的全文检索
skip-to-content = 跳到正文
nav-label = 站点
nav-menu = 菜单
foot-label = 站点的其他页
nav-home = 首页
nav-all = 全部公报
nav-browse = 浏览
nav-latest = 最新
nav-trends = 趋势
nav-help = 帮助
nav-about = 关于本站
nav-api = 接口
nav-stats = 运行状况
nav-audit = 来源清点
nav-advanced = 高级检索
nav-kept = 保存与最近阅读
theme = 外观
theme-auto = 自动
theme-light = 浅色
theme-dark = 深色
size = 字号
size-normal = 标准版
size-large = 长辈版
elder-label = 常用操作
elder-larger = 放大
elder-back = 返回
keys = 快捷键
keys-on = 快捷键开
keys-off = 快捷键关
language = 语言
script = 公报的字体
script-original = 原文
script-hans = 转为简体
script-hant = 转为繁体
feed = 订阅
feed-published = 按发布日期订阅
feed-seen = 按收录时间订阅
originals-prevail = 内容归原发布机关所有，以原文为准。

## Words of several pages

bulletins = { $count } 篇
values = { $count } 项
values-other = 展开另 { $count } 项
values-more = 还有 { $count } 项
list-comma = 、
list-of-sentences = ；
colon = ：
full-stop = 。
question-mark = ？
in-brackets = （{ $count } 篇）
month-names = 1 2 3 4 5 6 7 8 9 10 11 12
months-short = 1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月
month = 月
year = 年
all = 全部
all-by-date = 全部公报，按日期
trail = 位置
back = 返回
to-home = 回到首页
no-bulletins = 库中还没有公报。
no-bulletins-then = 那时存档里还没有公报。
unstated = 未标明
undated = 未标明日期
find = 查找
find-value = 查找{ $facet }
sort = 排序
pages = 分页
page-previous = 上一页
page-next = 下一页
page-number = 第 { $page } 页
table = 表格
for-example = 例如
dates = 发布日期
date-from = 起
date-to = 止
date-between = 至
date-format = 年、年-月、年-月-日，或 2026年3月、去年、最近30天
version = 版本
withdrawn = 已撤回
attachments = 附件
record = 著录信息
language-hans = 简体中文
language-hant = 繁体中文
language-english = 英文
form-csv = CSV 表格
form-atom = Atom 订阅
form-jsonfeed = JSON 订阅

## What facets and fields are called; data calls them the same

facet-year = 年份
facet-source = 来源
facet-column = 栏目
facet-document_kind = 公文种类
facet-issuer = 发文机关
facet-subject = 主题分类
facet-validity = 有效性
facet-region = 行政区划
facet-site = 网站
facet-author = 记者
facet-editor = 编辑
facet-keyword = 关键词
facet-document_number = 发文字号
facet-index_number = 索引号
facet-language = 语言
field-id = 编号
field-url = 原文地址
field-title = 标题
field-subtitle = 副标题
field-published_on = 发布日期
field-published_at = 发布时间
field-issued_on = 成文日期
field-source = 来源
field-authors = 记者
field-editor = 编辑
field-column = 栏目
field-issuers = 发文机关
field-document_number = 发文字号
field-index_number = 索引号
field-subjects = 主题分类
field-keywords = 关键词
field-document_kind = 公文种类
field-validity = 有效性
field-region = 行政区划
field-site = 网站
field-body = 正文
field-attachments = 附件
field-language = 语言

## The search box

search-box = 检索公报
search-box-hint = 字词、人名、文号
search-go = 检索
suggestions = 检索建议
suggestions-count = { $count } 条建议
suggestion-count = { $count } 篇
suggestion-title = 标题
suggestion-person = 人名
suggestion-body = 机构
suggestion-column = 栏目
suggestion-document-number = 发文字号

## The first page, browsing, what is new

home-lede = { $count } 篇政府公报与公开信息，字字可查
home-hint = 加引号按原样查找，减号排除：
home-more = 更多写法
home-latest = 最新公报，逐日
home-browse = 更多分类
by-facet = 按{ $facet }
latest-title = 最新公报
new-today = 今天 { $count } 篇
new-week = 本周 { $count } 篇
new-month = 本月 { $count } 篇
browse-lede-html = 点名称看它的页面：最早、最新、最常见的内容；点篇数检索这些公报。最近发布的见<a href="/latest">最新公报</a>。
browse-by = 按{ $facet }浏览
browse-total-html = 共 <strong>{ $total }</strong> 项
browse-total-under-html = { $initial } 开头的共 <strong>{ $total }</strong> 项
browse-missing = ；未标明的有{" "}
browse-nothing = 这里没有值。
order-count = 按篇数
order-name = 按音序
order-newest = 从新到旧
initials = 首字母
search-of-value = 检索{ $value }的 { $count } 篇
search-for = 检索{ $value }
latest-taken-in-count = 今天收入 { $count } 篇
latest-published = 今天发布
latest-none-published = 今天没有发布的公报。
latest-newest-day = 最新的是{" "}
latest-taken-in = 今天收入
latest-none-taken-in = 今天没有收入公报。
latest-last-taken-in = 最近一次是 { $day }：
latest-first-import = 今天首次导入，一次收入 { $count } 篇
latest-first-import-told = 存档今天才建立：这 { $count } 篇是一次收入的，不都是今天的新公报。下面列出其中几篇。
entry-published = 发布于

## The page of one source, person or issuer

landing-title = { $value }（{ $facet }）
landing-described = { $facet }是{ $value }的公报 { $count } 篇。
landing-described-on = { $facet }是{ $value }的公报 { $count } 篇，{ $date }。
landing-described-from-to = { $facet }是{ $value }的公报 { $count } 篇，{ $from }至{ $to }。
landing-total-html = 共 <strong>{ $count }</strong> 篇
landing-first = 最早
landing-last = 最新
landing-also = 同名的还有：
landing-also-link = { $facet } { $count } 篇
landing-within = 在这 { $count } 篇里检索
landing-all = 全部 { $count } 篇，可筛选、排序
landing-newest = 最新
landing-often = 其中最多的

## The form of advanced search

advanced-title = 高级检索
advanced-lede = 填几项都行；写成的检索式可以直接在检索框里用。
advanced-query = 检索式
advanced-results = 查看结果
advanced-total-html = <strong>{ $total }</strong> 篇
advanced-base = 原检索式
advanced-all = 全部字词都有
advanced-any = 任一字词
advanced-none = 不含
advanced-phrase = 原样
advanced-scope = 以上字词在
advanced-anywhere = 全文
advanced-in-title = 标题
advanced-write = 写出检索式
advanced-clear = 清空
advanced-help-html = 检索式的全部写法见<a href="/help">检索语法</a>。

## Results

results-title = 检索结果
results = 结果
results-total-html = <strong>{ $count }</strong> 篇
results-all-words = ，{ $count } 篇含有全部字词
results-page = ，第 { $page } 页
took = 用时 { $milliseconds } 毫秒
meant = 您是不是要找：
understood = 理解为
remove = 去掉
remove-unseen = （去掉）
as-of = 存档的时间
as-of-now = 看现在的
as-of-chip = 截至 { $time } 的存档
as-of-ask = 存档当时的样子
as-of-explained = 那天结束时收录着的公报，各是当时的版本
as-of-go = 查看
offers = 只看
synonyms-used = 同时查找：{ $words }。
synonyms-none = 没有查同义词。
synonyms-off = 只查所写的
synonyms-on = 也查同义词
exact = 逐字匹配
within = 在结果中再搜
within-go = 再搜
sort-relevance = 相关度
sort-newest = 最新
sort-oldest = 最早
sort-seen = 最近收录
filters = 筛选
filters-active = 已选条件
filters-none = 全部去掉
filter-value = { $facet }：{ $value }
filter-not-value = { $facet }：不是 { $value }
filter-unstated = { $facet }：未标明
filter-dates = 日期：{ $from } 至 { $to }
filter-from = 日期：{ $from } 起
filter-to = 日期：至 { $to }
filter-remove = 点击去掉
filter-selected = 已选，点击去掉：
filter-rejected = 已排除，点击去掉：
filter-reject = 排除{ $value }
filter-out = 排除
dates-go = 限定
save-search = 保存检索
takes = 这次检索
further = 更多筛选
further-none = 这些结果在这几项上没有不同
search-saved = 已保存
hit-files = 附件 { $count } 个
hit-reprints = 转载 ×{ $count }
hit-missing = 不含：
versions-count = 共 { $count } 版
hit-past = 当时是第 { $number } 版
in-file = 见附件
in-file-page = 第 { $page } 页
explanation = 得分的来历
explain-on = 说明得分
explain-off = 不说明得分
reprints-apart = 转载逐篇列出
reprints-together = 转载合并显示
sizes = 每页篇数
sizes-on-page = 每页
sizes-unit = 篇
related-queries = 相关检索
other-forms = 其他格式：
to-trends = 看各年各月的趋势
empty-page = 第 { $page } 页没有内容：一共 { $count } 篇。
empty-filters = 没有公报符合所选的条件。
empty-query = 没有公报含有「{ $query }」。
empty-query-in-filters = 在所选的条件之内，没有公报含有「{ $query }」。
empty-translations = 公报是中文的，可以改查：
empty-chinese = 公报是中文的，请用中文检索。
try-these = 可以试试：
try-first-page = 回到第一页
try-spelling = 检查有没有错字，或换一种说法
try-fewer = 减少字词，例如只写地名或人名
try-help = 看看有哪些写法

## The chart of times

times = 发布时间
times-skip = 跳过时间图
times-undated = 未标明 { $count } 篇
times-earlier = …更早
times-any = 回到全部时间
times-bar = { $time } { $count } 篇
times-months-of = { $year }年各月
times-months = 各月
times-years = 各年
times-spans = 每{ $years }年
times-from-to = { $from }—{ $to }年

## All values of a facet

facet-by = 按{ $facet }筛选
facet-in-query = 在「{ $query }」的结果里
facet-in-filters = 在所选的条件之内
facet-in-all = 全部公报
facet-total-html = 有 <strong>{ $total }</strong> 项。
facet-total-containing-html = ，含“{ $sought }”的有 <strong>{ $total }</strong> 项。
facet-choose = 点一项选上，可以选几项。
facet-nothing = 没有符合的值。
back-to-results = 回到检索结果

## Reading a bulletin

back-to-search = 返回检索
back-to-search-for = 返回检索「{ $query }」
back-to-bulletin = 返回公报
matches = 文中命中
matches-first = 文中 { $count } 处，跳到第一处
matches-count = { $count } 处
matches-previous = 上一处
matches-next = 下一处
withdrawn-at = 原发布者已撤回这篇公报（{ $moment }）。
converted-hans = 已转换为简体，以原文为准。
converted-hant = 已转换为繁体，以原文为准。
converted-back = 看原文
by-reporter = 记者
see-original = 查看原文
picture = 图片
original = 原文
validity-in-force = 现行有效
validity-not-yet = 尚未施行
validity-amended = 已修改
validity-expired = 失效
validity-repealed = 废止
standing-repealed = 本文件已废止
standing-expired = 本文件已失效
standing-amended = 本文件已修改，这里不是现行文本
standing-not-yet = 本文件尚未施行
standing-ending = 本文件即将废止
standing-since = 自 { $date } 起
standing-from = { $date } 起施行
standing-until = { $date } 前有效
standing-because-published = 依据：原网页注明
standing-because-repeal = 依据：
standing-because-amendment = 修改它的文件：
standing-because-newer-text = 较新的文本：
standing-because-term = 依据：文中写明的有效期
standing-because-commencement = 依据：文中写明的施行日期；本站没有收到废止或修改它的文件
contents = 目录
contents-clauses = { $first }–{ $last } 条
contents-sections = { $count } 小节
clause-before = 第
clause-after = 条
clause-go = 前往
clause-missing = 本文没有第 { $number } 条。
edited-by-html = 编辑：<span lang="zh">{ $editor }</span>
paragraph-link = 第 { $number } 段的地址
paragraph-number = 第 { $number } 段
attachment-original = 原址
file-excel = Excel 表格
file-word = Word 文档
file-powerpoint = PowerPoint 演示文稿
file-wps = WPS 文档
file-opendocument = OpenDocument 文档
file-pdf = PDF
file-ofd = OFD 版式文件
file-csv = CSV 表格
file-text = 纯文本
file-rtf = RTF 文档
file-epub = EPUB 电子书
file-page = 网页
file-mail = 邮件
file-archive = 压缩包
file-image = 图片
file-audio = 音频
file-video = 视频
file-other = 文件
attachment-text = 附件文字
same-column = 同一栏目
earlier = 上一篇
later = 下一篇
cites = 引用的文件
cites-more = 其余 { $count } 件
cited-not-held = 未收录，检索
cited-by = 被引用
cited-by-some = { $count } 篇，列出最新的 { $shown } 篇
relation-repeals = 废止
relation-amends = 修改
relation-forwards = 转发
relation-explains = 解读
relation-repeals-this = 废止本文件
relation-amends-this = 修改本文件
relation-forwards-this = 转发本文件
relation-explains-this = 解读本文件
citations-title = 引用与被引用
citations-of = 《{ $title }》的引用与被引用
cited-by-none = 本站没有收到引用它的公报。
cited-by-all = 全部 { $count } 篇
reprints = 转载
reprint-itself = 本篇
reprint-differences = 与本篇的差别
reprint-differences-of = 与转载的差别：{ $title }
related-reading = 相关阅读
shares = 同有
named = 文中提到
named-times = { $count } 次
first-seen = 收录
last-seen = 最近核对
cite-and-data = 引用与数据：
citations-json = 引用关系 JSON
use = 引用、分享与订阅
copy-reference = 复制引文
copied = 已复制
read-aloud = 朗读
read-stop = 停止
qr = 本页二维码
qr-label = 本页地址的二维码
feeds = 订阅

## Versions and differences

versions-title = 各个版本
versions-of = 各个版本：{ $title }
versions-lede = 每次收录到不同的内容就留下一版，最新的在前。时间为北京时间。
version-number = 第 { $number } 版
version-changes = 与上一版的差别
version-now = 现在的版本
version-of = 第 { $number } 版：{ $title }
version-which = 这是第 { $number } 版（共 { $count } 版），{ $seen } 收录。
version-compare = 比较
version-side = 第 { $number } 版（{ $seen } 收录）
version-differences = 第 { $old } 版与第 { $new } 版的差别：{ $title }
compare-title = 逐词比较
compare-swap = 对调
compare-old = 旧
compare-new = 新
compare-equal = 两者完全相同。
compare-counts = 正文增加 { $inserted } 字，删去 { $deleted } 字。
compare-markup-only = 文字相同，只有版式（表格、图片或链接）不同。
compare-coarse = 改动太多，有些段落没有逐词比较。
compare-same = 相同的 { $count } 段
compare-deleted = ［删去：
compare-inserted = ［增加：
compare-end = ］

## Trends

trends-title = 词语趋势
trends-lede = 一个词语每月或每年出现在多少篇公报里，占同期全部公报多少；几个词语可以放在一起比较。图上的点和表里的数都通向所数的公报。
trends-phrases = 词语
trends-phrase = 第 { $number } 个词语
trends-by = 每
trends-auto = 自动
trends-match = 怎么找
trends-exact = 逐字
trends-words = 按词
trends-split = 分开看
trends-split-none = 不分
trends-show = 看趋势
trends-skip = 跳过图，到数据表
trends-thin-legend = 有底纹的时段收录不足 { $least } 篇，占比仅供参考
trends-thin = 收录少
trends-nothing = 没有注明日期的公报可数。
trends-first = 最早
trends-last = 最近
trends-peak = 篇数最多
trends-peak-share = 占比最高
trends-peak-both = 占比、篇数都最高
trends-peak-count = ，{ $count } 篇，占 { $share }
trends-unused = 没有一篇有日期的公报用到它。
trends-parts = 按{ $facet }分开看
trends-parts-none = 这些公报都没有写明。
trends-parts-more = 另有 { $count } 个没有画出。
trends-undated = 另有 { $count } 篇没有日期，不在图中。
trends-total = { $count } 篇公报
trends-total-undated = { $count } 篇公报，其中 { $undated } 篇没有日期，不在图中
trends-how-counted = ；只知道年份的算在一月，只知道月份的算在一日，与检索相同；最后一个时段截至今天。数据：
trends-table = 数据表
trends-all = 全部
chart-all = 公报篇数
chart-all-told = { $first } 至 { $last } 收录的公报篇数。
chart-count = 篇数
chart-count-told = { $first } 至 { $last } 用到各词语的公报篇数。
chart-share = 占同期全部公报的比例
chart-share-told = { $first } 至 { $last } 用到各词语的公报占同期全部公报的比例。
chart-series = { $query }：共 { $total } 篇，占比最高的是{ $share-period }，{ $share }；篇数最多的是{ $period }，{ $count } 篇
chart-no-series = { $query }：没有
chart-part = { $facet }：{ $value }，共收录 { $total } 篇。
chart-part-series = { $query }：{ $count } 篇，占 { $share }

## What the reader’s browser keeps

kept-title = 保存的检索与最近阅读
kept-lede = 这些只记在您的浏览器里，不会发给本站或任何人；清空后即不再留存。
kept-needs-script = 这一页要用到 JavaScript：没有它，浏览器不记这些内容。
kept-saved = 保存的检索
kept-no-saved = 还没有保存的检索。在检索结果页按“保存检索”。
kept-recent = 最近阅读
kept-no-recent = 还没有读过的公报。
kept-remove = 删除
kept-clear = 全部清空

## Alerts by mail

alert-title = 邮件提醒
alert-when-found = 有了结果，用邮件告诉我
alert-lede = 有新收录的公报符合这个检索时，用邮件告诉您。
alert-address = 邮箱
alert-address-wrong = 这不像一个邮箱地址，请检查后再提交。
alert-period = 多久一次
alert-daily = 每天一封
alert-weekly = 每周一封
alert-ask = 发送确认邮件
alert-how = 会先发一封确认邮件，您打开其中的链接并确认，提醒才会开始。每篇新公报只提一次；没有新的，就不发邮件。每封邮件都能一键退订。邮箱只用来发这些邮件，退订后随即删除。
alert-or-feed = 不想留邮箱，可以用订阅源：
alert-asked = 如果 { $address } 还没有这项提醒，确认邮件已经在路上。请在 48 小时内打开其中的链接并确认。
alert-asked-none = 没有收到时，请看看垃圾邮件；一小时后可以再要一次。
alert-unconfirmed = 有人希望把这个检索的新结果发到 { $address }。是您吗？
alert-confirm = 是我，开始提醒
alert-not-mine = 不是我，删除
alert-confirmed = 提醒已经开启，发往 { $address }。下一次查看是 { $due }。
alert-remove = 退订
alert-removed = 已经退订，邮箱已删除。
mail-confirm-subject = 请确认邮件提醒：{ $search }
mail-confirm-asked = 有人希望把下面这个检索的新结果发到您的邮箱：
mail-confirm-open = 要开始提醒，请打开下面的网址并确认；也可以在那里查看或退订：
mail-confirm-ignore = 如果不是您，不必理会：48 小时后这项请求连同您的邮箱一起删除。
mail-news-subject = { $search }：{ $count } 篇新公报
mail-news-more = 另有 { $count } 篇。
mail-news-flood = 另有 { $count } 多篇。
mail-news-all = 全部结果，新收录的在前
mail-why = 您收到这封邮件，是因为订了这个检索的提醒。更改或退订：
mail-manage = 更改或退订

## The audit of sources

audit-title = 来源清点
audit-summary = { $bulletins } 篇公报，{ $sources } 个来源；久未更新的 { $silent } 个；保留的拒收 { $refused } 条。
audit-how-html = 久未更新：距最近发布日的天数，超过最近 { $days } 个发布日间隔中位数的 { $times } 倍。拒收的内容用 <code>gongbao rejects list</code> 查看，<code>gongbao rejects retry</code> 重新解析。<a href="/audit?format=json">全部数据 JSON</a>
audit-refused-unknown = 没有读出来源的拒收
audit-silent = 久未更新的来源
audit-silent-for = 已 { $days } 天，通常隔 { $usual } 天
audit-no-source = 未注明来源
audit-newest = 最新
audit-undated = 没有日期
audit-none-for = 已 { $days } 天没有新公报，通常隔 { $usual } 天
audit-refused = 拒收
audit-rules = 读自哪里
audit-others = 其他字段：
audit-more-html = 还有 { $count } 个来源，见 <a href="/audit?format=json">JSON</a>。
stats-ready = 一切正常：检索看得到全部收录的公报。
stats-behind = 正在编入索引：还有 { $count } 处改动检索看不到。
stats-damaged = 索引受损，正在旁边重建；在那之前检索可能不全或有误。
stats-replaced = 数据库已被换掉，这里还是原来的；请重新启动。
operator-title = 运行者
operator-again = 重新读取
operator-now = 现在
operator-requests = 正在处理的请求
operator-connections = 连接
operator-running = 正在算的检索
operator-waiting = 排队的检索
operator-memory = 内存
operator-files = 打开的文件
operator-database = 数据库
operator-index = 索引
operator-free = 磁盘余量
operator-cache = 正文缓存
operator-hits = 缓存命中
operator-stages = 各阶段用时
operator-stage = 阶段
operator-routes = 各地址用时
operator-route = 地址
operator-count = 次数
operator-mean = 平均
operator-none = 还没有。
operator-counted = 启动以来
operator-answers = 按状态码的回答
operator-refused = 没有受理
operator-searches = 检索
operator-crawled = 定时抓取
operator-was-connections = 连接满
operator-was-turn = 轮不到
operator-was-room = 回答占满
operator-was-search = 检索排不上
operator-was-deadline = 检索超时
operator-was-rate = 太频繁
operator-was-some = 有结果
operator-was-none = 没有结果
operator-was-fetched = 取到
operator-was-new = 新增
operator-was-changed = 更新
operator-was-withdrawn = 撤回
operator-was-failed = 失败
operator-in-vain = 没有找到的检索
operator-not-kept-html = 没有保留检索词。设 <code>query_log_days = 30</code> 就保留 30 天，不记是谁、何时。
operator-vain-share = 最近一周 { $count } 次检索，其中 { $empty } 次没有结果。
operator-query = 检索词
operator-times = 次数
stats-version = 版本
stats-bulletins = 公报
stats-bulletins-are = { $count } 篇；已撤回 { $withdrawn } 篇；共 { $versions } 个版本
stats-span = { $first } 至 { $last }
stats-last-import = 最近一次收录
stats-never = 还没有收录
stats-index = 索引
stats-index-is = 可检索 { $count } 篇
stats-size = 占用空间
stats-size-is = 数据库 { $database }，索引 { $index }
stats-plan = 定时抓取
stats-no-plan = 没有设定时抓取；公报由运行者导入。
stats-plan-of = 从 { $starts } 个地址开始，一次至多 { $requests } 个请求
every-days = 每 { $count } 天一次
every-hours = 每 { $count } 小时一次
every-minutes = 每 { $count } 分钟一次
stats-more-html = 每个来源读得全不全、哪些久未更新，见<a href="/audit">来源清点</a>；数据见 <a href="/stats?format=json">JSON</a>。

## Problems; more of each stands on the page of help

request-id = 请求编号
problem-bad-parameter = 参数有误
problem-bad-request = 请求有误
problem-no-such-page = 没有这个页面
problem-no-such-article = 没有这篇公报
problem-no-such-attachment = 没有这个附件
problem-no-such-picture = 没有这张图片
problem-no-such-version = 没有这个版本
problem-no-such-document-number = 没有这个文号
problem-no-such-facet = 没有这个筛选项
problem-no-such-value = 没有这个值
problem-cursor-gone = 游标已过期
problem-method-not-allowed = 不支持这种请求方法
problem-body-too-large = 请求内容太大
problem-address-too-long = 地址太长
problem-too-many-requests = 请求太频繁
problem-damaged-article = 这篇公报的存档已损坏
problem-internal-error = 服务出错
problem-overloaded = 服务繁忙
problem-too-costly = 查询太费时

## What went wrong; data has it in 简体 and English

error-no-article = 没有编号为「{ $id }」的公报；它可能从未收录。可以用标题或文号检索。
error-no-attachment = 公报「{ $id }」没有第 { $number } 个附件，或附件的原件没有收录。
error-no-picture = 公报「{ $id }」没有第 { $number } 张图片，或现在取不到。
error-no-version = 公报「{ $id }」没有第 { $number } 版；有哪些版本见 /articles/…/versions。
error-no-document-number = 没有公报的发文字号是「{ $text }」；文号形如 国办发〔2017〕47号（括号怎么写都行）或 国务院令第714号。
error-no-alert = 没有这项提醒：也许已经退订，或者没有在 48 小时内确认。
error-no-alerts = 本站没有开通邮件提醒；每个检索都有订阅源，可以用阅读器订阅。
error-no-facet = 没有名为「{ $name }」的筛选项；有 { $names }。
error-no-value = 没有一篇公报的{ $facet }是「{ $value }」；有哪些见 /browse/{ $name }，也可以直接检索。
error-cursor-gone = 按相关度排序的游标在五分钟不用之后、或服务重启而索引有变之后失效；请从 cursor=* 重新开始。按日期排序（sort=-date）的游标不会失效。
error-address-too-long = 地址不能超过 { $most } 字节；请缩短检索词或减少筛选条件。
error-too-many-requests = 每个地址每分钟最多 { $quota } 次请求；请在 { $seconds } 秒之后再试。
error-no-page = 这个地址下没有内容；请检查地址，或从首页开始检索。
error-method-not-allowed = 这个地址只能读取；允许的方法见响应的 Allow 字段。
error-body-too-large = 这里的地址不接收内容；请把条件写在地址的参数里。
error-overloaded = 正在处理的请求太多，请稍等几秒再试。
error-too-costly = 这项查询费时太久，已经中止。请少用几个词、去掉范围很宽的条件（如“…”~500、很长的 OR），或稍后再试。
error-damaged-article = 这篇公报的存档已损坏，读不出来；其他公报不受影响。本站重新收录它之后就能看到。
error-internal = 服务内部出了差错，已经记录下来；请稍后再试。报告问题时请附上请求编号。
error-bad-request = 这个请求无法理解，请检查地址。
error-no-host = 请求里须有一个 Host 字段，而且只有一个。
error-slow-request = 请求没有及时传完，请重新发送。
error-invalid-value = 参数 { $name } 的值「{ $value }」不对；应为{ $allowed }。
error-repeated = 参数 { $name } 出现了不止一次；它只能有一个值。
error-not-utf8 = 参数 { $name } 不是 UTF-8 编码；请按 UTF-8 作百分号编码。
error-unknown-parameter = 没有名为「{ $name }」的参数；可用的参数有：{ $names }。
error-not-taken = 这个地址没有参数「{ $name }」，只有 { $taken }。
error-only-json = 参数 format 在这里只能是 json。
error-no-preference = 这里没有参数「{ $name }」，只有 theme、size、language、script 和 back。
error-preference = 参数 { $name } 应为 { $choices } 之一。
error-dates-reversed = 起始日期 from={ $from } 晚于截止日期 to={ $to }；请对调，或去掉其中一个。
error-too-many-queries = 一次最多比较 { $most } 个词语，给了 { $given } 个。
error-cursor-page = page 与 cursor 只能用一个：cursor 依次走完全部结果，没有页码。
error-cursor-collapse = collapse=reprints 与 cursor 不能同用：cursor 依次走完每一篇，转载也在内。
error-cursor-foreign = 参数 cursor 不是这次检索给出的；请从 cursor=* 开始，之后照抄每次回答里的 next，检索条件与排序不能改动。
error-export-page = format={ $form } 总是给出全部结果，没有参数 { $name }；要分段取，可用 format=json 与 cursor=*。
error-collapse-past = collapse=reprints 与 as_of 不能同用：哪些是转载，只知道现在的。
error-page-depth = 翻页最多到第 { $most } 条：每页 { $size } 条时 page 最大是 { $last }。请用 from、to 或筛选缩小范围，或换一种排序从另一端看起；要取得全部，请用 cursor=*。

## What a parameter may be, and which there are; each stands within one of the above

allowed-match = words（按词）或 exact（逐字）
allowed-sort = relevance（相关度）、-date（最新在前）、date（最早在前）、-seen（最近收录在前）或 seen（最早收录在前）
allowed-switch = on 或 off
allowed-collapse = reprints（合并转载）或 off（不合并）
allowed-recency = off，或 1 到 { $most } 的天数
allowed-explain = 1（说明得分）或 0（不说明）
allowed-histogram = auto（自动）、year（按年）、month（按月）或 off（不计）
allowed-format = { $names } 之一
allowed-format-here = { $names }（这个地址没有别的格式）
allowed-page = 从 1 起的整数
allowed-number = 1 到 { $most } 的整数
allowed-date = YYYY、YYYY-MM 或 YYYY-MM-DD，且须是真实存在的日期
allowed-as-of = YYYY、YYYY-MM、YYYY-MM-DD 或 RFC 3339 时刻，如 2024-05-01T08:00:00%2B08:00（加号写成 %2B），且须真实存在
allowed-facets = 以逗号分隔的 { $names }，各可加上冒号和要几个值（1 到 { $most }），或 more、none
allowed-names = 以逗号分隔的 { $names }
allowed-ids = 1 到 { $most } 个以逗号分隔的编号
allowed-revision = 从 0 起的修订号
allowed-interval = auto（自动）、month（按月）或 year（按年）
allowed-split = { $names } 之一
allowed-order = count（按篇数）或 name（按音序）
allowed-initial = 一个拉丁字母，或 #
allowed-scope = anywhere（全文）或 title（标题）
allowed-go = 1（直接到结果）或 0
allowed-version = 1 到 { $last } 的版次
taken-ids = ids、id 和 format
taken-trends = q（可以重复）、{ $names }、各项筛选与 not_…、format

## The API

api-title = 接口
api-lede-html = 每个地址是一项资源，格式由 <code>Accept</code> 或 <code>format=</code> 决定；只能读取，别的网站的脚本也可以读。机器可读的说明：<a href="/openapi.json">OpenAPI 3.1</a>。填好下面的表格，提交就能看到回答。
api-try = 试一试
api-send = 发送
api-begin = 开始
api-begin-newest = 最新一篇公报的编号、标题、日期和来源：
api-answer-here = 本站此刻的回答，长的文字和列表截短为 …
api-begin-walk = 同一件事在命令行、Python 与 JavaScript 里；后两段走完一次检索的全部结果，不必另装什么：
api-type = 类型
api-meaning = 意思
api-problems-all = 全部种类的问题
api-limits = 限制
api-limit-rate = 每个客户端地址每分钟 { $most } 次请求，超出回答 429；RateLimit 头说还剩多少。
api-limit-no-rate = 本站没有限制每分钟的请求数；请一次只发一个，等到回答再发下一个。
api-limit-pages-html = 每页最多 100 条；<code>page</code> 到第 10000 条为止，要全部请用 <code>cursor</code>，或 <code>format=csv</code>、<code>format=ndjson</code>。
api-limit-cursor-html = 按日期和按收录的游标不会失效；按相关度的在五分钟不用之后失效（410）。
api-limit-query = 检索词取前 500 个字、100 个词；地址最多 8192 字节；请求体一律不读。
api-limit-values-html = <code>facets</code> 每项最多 1000 个值，<code>ids</code> 最多 100 个，<code>/changes</code> 一次最多 500 条，<code>/trends</code> 最多 6 个词。
api-limit-busy-html = 一次检索最多等 15 秒；太忙时回答 503，<code>Retry-After</code> 说几秒后再试。
type-text = 文字
type-text-like = 文字，如
type-texts = 文字，可重复
type-date = 日期：年、年-月或年-月-日
type-date-or-time = 日期，或 RFC 3339 的时间
type-number = { $least } 到 { $most } 的整数
type-number-from = { $least } 以上的整数
type-number-or-off = `off`，或 1 到 { $most } 的整数

## The query language

help-lede = 直接输入字词就能检索，下面的写法都不是非学不可。点一下例子就能看到结果。
help-words = 字词与原话
help-words-both = 两个词都要有，不论先后、远近
help-words-function = “和、的、与、到”不算词；其余各词、日期和文号都要有。整句的问话另行放宽，并会说明
help-words-phrase = 引号里一字不差；" "、“ ”、「 」都可以
help-words-character = 单个字也查得到，词典里没有的人名、地名也一样
help-words-prefix = 以“防汛”开头；0579*、covid* 尤其有用
help-words-near = 引号里的词相距不超过 10 个字，不论先后
help-boolean = 不要、或者、括号
help-boolean-not = 有“防汛”而没有“演练”；减号前要有空格，后面没有
help-boolean-not-characters = 引号里的字连在一起的都不要，哪怕它们分属前后两个词；不加引号只排除这个词
help-boolean-not-word = 同上；也可以写 NOT
help-boolean-or = 有其中一个就行；也可以写 或、|
help-boolean-or-word = “工作”一定要有，“防汛”“抗旱”有一个就行
help-boolean-brackets = 括号分组；文号、“（试行）”里的括号仍是文字
help-fields = 只在某一项里找
help-fields-title = 标题里有；也可以写 title:
help-fields-title-several = 括号里可以写几个
help-fields-source = 来源含“青岑”的都算，不必写全
help-fields-source-several = 来源是其中一个
help-fields-more = 栏目 column、记者 author、编辑 editor、关键词 keyword
help-fields-official = 发文机关 issuer、公文种类 kind、主题分类 subject、有效性 validity
help-fields-place = 地区 region、网站 site、语言 language、年份 year
help-fields-number = 发文字号，或其一部分；写法不拘：〔〕 [ ] （ ） 2017年47号，国务院令第714号即国务院第714号令
help-dates = 日期
help-dates-date = 2020年2月发布的；也可以写 2020年2月、2020-02-04、2020
help-dates-range = 从何时到何时，两端都算；可以只写一端
help-dates-compare = 从此以后；还有 >、<=、<
help-dates-year = 那一年的
help-dates-chinese = 怎么说就怎么写：2020年2月份、2020年1-3月、2月4日至10日、2020年初、去年12月；后一端不写的年、月同前一端
help-dates-relative = 今天、昨天、本周、上周、本月、上月、今年、去年、前年
help-dates-last = 还有 近三个月、最近一周、近半年
help-keyboard = 键盘
help-keys-off = 不想用单个字母的快捷键，可以在每页底部关掉。
help-key-search = 到检索框
help-key-results = 下一条、上一条结果；回车打开
help-key-pages = 下一页、上一页
help-key-chart = 走到时间图的每一根柱子，回车只看那段时间；用鼠标在图上拖过几根，就看这几根的时间
help-understood = 怎样理解，看得见
help-understood-parts = 结果上方列出每一部分是怎样理解的，点一下就去掉那一部分。字词里认出的日期、文号、人名和机构名只作为“只看…？”提出来，不点就不算数。
help-understood-folding-html = 繁体与简体、全角与半角、大写与小写不分；OR、AND、NOT 要大写，或、与、不含 要单独成词。引号、括号没有成对，或者多写了符号，都照样给结果，并说明略去了什么。冒号前不是上面的名称，整个就是普通文字。
help-feeds-html = 每次检索都可以订阅：结果旁「这次检索」里有 Atom 与 JSON 两种格式。通常按发布日期，最新的在前；旧文迟收录时排在后面，容易错过，「按收录时间订阅」（<code>sort=-seen</code>）总把刚收录的放在最前。
help-more-html = 接口见<a href="/api">接口</a>，关于这个站点见<a href="/about">关于本站</a>。

## Help

about-syntax-suggestions-html = 边写边有建议：写汉字、全拼、首字母或混着写都行，<code>yqfk</code>、<code>yiqingfangkong</code>、<code>疫情fk</code> 都会提示“疫情防控”；隔音符号分开音节，<code>xi'an</code> 是“西安”；文号和字母词（<code>WTO</code>）也会提示；用上下键选，回车检索。写错字而查不到时，会问“您是不是要找”；公报里原样有的字词、数字和大写缩写不会被改。拼音只用来提示，不参与检索。
about-lede = { $count } 篇公报，来自 { $sites } 个网站。
about-span = 最早的发布于{ $first }，最新的发布于{ $last }。
about-operator = 谁在运行
about-operator-is = 本站由{ $operator }运行。
about-operator-unknown = 运行者没有写明自己是谁。这里不是发布公报的机关。
about-holds = 收录了什么
about-holds-how-html = 收录的是各机关在自己的网站上公开发布的公报、公文和新闻，连同附件里的文字；每次收到不同的内容就留下一版，旧版都可以查看。怎样检索见<a href="/help">帮助</a>。
about-kinds = 按公文种类：
about-holds-where-html = 每个网站、来源、机关各有多少，见<a href="/browse">浏览</a>；每个来源读得全不全，见<a href="/audit">来源清点</a>。
about-holds-limits = 这里没有的，不等于没有发布过；收录之后原网站改动或撤下的，这里可能还没有跟上。日期、文号、来源等是从原文读出来的，可能有错。
about-terms = 版权与许可
about-terms-texts = 公报的内容归原发布机关所有，以原文为准；引用时请注明原发布机关和原文地址。
about-terms-program = 本站使用 gongbao { $version }，程序以 MIT 或 Apache-2.0 许可发布。
about-privacy = 隐私
about-privacy-text = 不需要登录。Cookie 只记您选的外观、字号、语言和快捷键；保存的检索和读过的公报只在您的浏览器里。程序的日志不记检索词。
about-privacy-alerts = 订了邮件提醒的，邮箱和检索条件存在本站，只用来发提醒；退订后即删除，48 小时没有确认的也删除。
about-accessibility = 无障碍
about-accessibility-what = 按 WCAG 2.2 的 AA 级制作：全部功能可以只用键盘，不依赖 JavaScript，放大到 400% 和 320 像素宽的屏幕不用横向滚动，每次改动都用自动检查工具检查。长辈版用大字和简单的布局，并可朗读。
about-accessibility-limits = 做不到的：附件照原样提供，其中的扫描件、图片可能没有文字；很宽的表格要横向滚动；朗读用浏览器自带的声音，有的浏览器没有。
about-contact = 联系与反馈
about-contact-is = 联系运行者：
about-feedback = 发现错误、打不开或看不清的地方，请写明页面的地址。
about-contact-unknown = 运行者没有留下联系方式。公报内容的问题，请联系原发布机关，原文地址在每篇公报的著录信息里。
about-more = 数据与运行
about-more-html = 程序可以用的<a href="/api">接口</a>，运行得怎样见<a href="/stats">运行状况</a>。
about-filters = 缩小范围
about-filters-text-html = 检索结果旁列出各项条件和篇数，点一下选上，再点一下去掉；同一项里选几个值，是“其中之一”的意思；“排除”是不要这一项；“未标明”是没有写这一项的。旁边的图是各年、各月的篇数，点一根柱子就只看那段时间。发布日期可以只写到年（<code>2020</code>）、月（<code>2020-02</code>）或日（<code>2020-02-04</code>），也可以写 2026年3月、去年。
about-api = 检索的参数
about-api-text-html = 每个页面都有数据的形式：地址相同，不声明接受 <code>text/html</code>，或加上 <code>format=json</code>，得到的就是 JSON。
about-suggest-html = <code>/suggest</code> 只有 <code>q</code> 和 <code>limit</code>（1 到 20，默认 8），每条建议有 <code>text</code>、<code>kind</code>、<code>count</code>、<code>by</code>、<code>url</code>；<code>/search</code> 的 <code>did_you_mean</code> 是可能想找的另一个检索词，没有就是 <code>null</code>。
about-parameters = 参数
about-values = 取值
about-param-q-html = 检索词；空着就是全部公报
about-param-match-html = <code>words</code> 按词（默认），<code>exact</code> 逐字
about-param-sort-html = <code>relevance</code> 相关度（默认），<code>-date</code> 最新在前，<code>date</code> 最早在前，<code>-seen</code> 最近收录的在前，<code>seen</code> 最早收录的在前
about-param-synonyms-html = <code>on</code> 也查同义词与简称（默认），<code>off</code> 只查所写的
about-param-collapse-html = <code>reprints</code> 转载合并为一条（网页的默认），<code>off</code> 逐篇列出（JSON 的默认）；<code>total</code> 总是全部篇数，合并后页数可能少于它所示，以 <code>next</code> 为准
about-param-recency-html = 半衰期，1 到 36500 天：按相关度排序时，新的略为靠前；<code>off</code> 不计新旧（默认）
about-param-explain-html = <code>1</code> 说明前 20 条结果的得分从何而来，<code>0</code> 不说明（默认）；按日期排序时没有得分
about-param-page-per-page-html = 页码从 1 起；每页 1 到 100 条，默认 10；翻页到第 10000 条为止
about-param-from-to-html = 发布日期的起止，<code>YYYY</code>、<code>YYYY-MM</code> 或 <code>YYYY-MM-DD</code>
about-param-as-of-html = 截至那时的存档：那时收录而未撤回的公报，各是那时的版本；写法同上，指北京时间那段日子结束时，也可以是 RFC 3339 时刻
about-param-facets-are = 筛选：
about-param-repeated = ；可以重复
about-param-facets-html = 要计数的条件，逗号分隔，或 <code>none</code>；<code>more</code> 是默认各项加上主题、地区、记者、编辑
about-param-histogram-html = <code>auto</code>、<code>year</code>、<code>month</code>：各年、各月有几篇，不受 <code>from</code>、<code>to</code> 所限；<code>off</code> 不计（默认）
about-param-within-related-html = 在 <code>q</code> 的结果里再找的字词；<code>related=on</code> 说前几条结果共有的人名、机构和词语
about-param-cursor-html = <code>*</code> 起，依次走完全部结果，之后照抄 <code>next</code>；不受 10000 条所限
about-param-not-html = 各项筛选前加 <code>not_</code>，就是“不是”：<code>not_source=…</code>
about-param-missing-html = 这几项未标明，逗号分隔
about-param-fields-highlight-html = 结果只给哪几项；<code>highlight=off</code> 不标命中
about-param-format-html = <code>html</code>、<code>json</code>、<code>csv</code>、<code>ndjson</code>（后两种是全部结果）、<code>atom</code>、<code>jsonfeed</code>、<code>ris</code>、<code>bibtex</code>、<code>gbt7714</code>
about-trends-html = 一个词语每月、每年用在多少篇里，几个词语怎样此消彼长：<a href="/trends">词语趋势</a>，<code>/trends?q=…&amp;q=…</code>。
about-results-html = 结果中的 <code>highlights</code> 有原文 <code>text</code>、命中范围 <code>ranges</code>（按 Unicode 字符计，含头不含尾）和只带 <code>&lt;mark&gt;</code> 的 <code>html</code>；<code>title</code> 是整个标题，<code>body</code> 是最切题的一段；摘录出自附件时，<code>attachment</code> 说明是第几个附件、哪一页。<code>missing</code> 是哪些字词标题、正文和附件里都没有，<code>synonyms</code> 是同时查找了哪些同义词，<code>explanation</code> 是得分的来历：各项 <code>contribution</code> 相加就是 <code>score</code>；<code>reprints</code> 是内容相同的其他公报：<code>count</code> 几篇，<code>first</code> 最早的一篇，<code>others</code> 最多列 20 篇。
about-problems = 出错时
about-problems-text-html = 接口按 RFC 9457 回答：<code>application/problem+json</code>，其中 <code>type</code> 指向下面的一条。
about-problem-bad-parameter-html = 参数不认得、写错了，或只能有一个却写了几个；<code>parameter</code> 是它的名字，<code>example</code> 是正确的写法。
about-problem-bad-request-html = 请求本身无法理解。
about-problem-no-such-page-html = 地址不存在。
about-problem-no-such-article-html = 库中没有这个编号。
about-problem-no-such-attachment-html = 公报没有这个附件，或只知道它的网址，原件没有收录。
about-problem-no-such-picture-html = 公报没有这张图片，或图片所在的网站现在取不到，或本站不取图片。
about-problem-no-such-version-html = 公报没有这一版。
about-problem-no-such-document-number-html = 没有公报是这个发文字号，或它不是文号。
about-problem-no-such-facet-html = 筛选项的名字见上表。
about-problem-no-such-value-html = 没有公报有这个来源、记者、机关等；有哪些见<a href="/browse">分类浏览</a>。
about-problem-cursor-gone-html = 按相关度逐页取时，五分钟不用而索引有变，就要从 <code>cursor=*</code> 重新开始；按日期的不会过期。
about-problem-method-not-allowed-html = 这里只能读取：GET 与 HEAD。
about-problem-body-too-large-html = 这里的地址不接收内容。
about-problem-address-too-long-html = 地址最长 8192 字节。
about-problem-too-many-requests-html = 同一地址一分钟内的请求超出了运营者的限制；还剩多少、何时恢复，见 <code>RateLimit</code>，多久再试，见 <code>Retry-After</code>。
about-problem-damaged-article-html = 这篇公报的存档已损坏；其他公报不受影响。
about-problem-internal-error-html = 差错已经记录；报告时请附上 <code>request_id</code>。
about-problem-overloaded-html = 请等 <code>Retry-After</code> 所说的秒数再试。
about-problem-too-costly-html = 一项查询只给几秒；算不完就中止，不给残缺的结果。请把查询写得短一些、具体一些，或等 <code>Retry-After</code> 所说的秒数再试。

## What a search has to say

message-text-empty = 「{ $text }」里没有可以查找的字词，已略去
message-many-periods = 时间跨度太长，只列出最近 { $most } 期，更早的 { $earlier } 期略去；可以限定日期，或者改为按年
message-score = 共 { $points } 分，由以下各项相加：
message-verbatim = 「{ $text }」一字不差地出现：加 { $points } 分
message-not-verbatim = 「{ $text }」没有一字不差地连着出现：不加分
message-over = 已不是现行有效的文本：减 { $points } 分
message-number-is = 文号就是「{ $text }」：加 { $points } 分
message-title-is = 整个标题就是所输入的：加 { $points } 分
message-work-is = 通常就称「{ $text }」：加 { $points } 分
message-words-in-title = 标题里有全部字词：加 { $points } 分
message-as-a-word = 「{ $text }」作为一个词出现：加 { $points } 分
message-not-as-a-word = 「{ $text }」只是跨在两个词之间：不加分
message-part-score = 「{ $text }」{ $points } 分：{ $terms }
message-constant = 符合条件：{ $points } 分
message-sentence-features = 细看原文：被其他公报引用 { $citations } 分，单字 { $characters } 分，{ $window } 字之内最密的一段 { $densest } 分，{ $passage } 字之内 { $dense } 分，检索词中相邻的词在原文中也相近 { $neighbours } 分，标题已另计 { $title } 分
message-recency = 发布已久：{ $points } 分
message-term-in-title = 标题中“{ $text }”
message-term-present = 有
message-term-documents = { $all } 篇中 { $with } 篇有
message-term = { $text }{ $rare }
message-term-occurrences = { $term }，本篇 { $count } 次
message-term-weight = { $term }，权重 { $weight }
message-term-points = { $term }，{ $points } 分
message-try-words = 改为按词检索，字词不必相连
message-try-unquoted = 去掉引号，字词不必相连
message-try-synonyms = 也查同义词
message-try-without = 去掉「{ $part }」
message-try-year = 日期放宽到{ $year }
message-try-years = 日期放宽到{ $from }—{ $to }
message-try-from = 日期放宽到{ $from }—
message-try-to = 日期放宽到—{ $to }
message-try-any-time = 不限日期
message-try-any = 不限{ $facet }
message-try-no-filters = 去掉全部筛选条件
message-try-now = 检索现在的存档
message-brackets-deep = 括号套了不止 { $most } 层，更里面的括号当作普通文字
message-bracket-open = 「{ $bracket }」没有与它成对的括号，已当作到结尾为止
message-quote-open = 引号「{ $quote }」没有成对，已当作到结尾为止
message-stray-distance = 「{ $sign }」只能跟在引号后面，已略去；如 "疫情 防控"~10
message-no-boost = 「{ $sign }」不起作用，已略去：字词的轻重由检索自己定
message-small-operator = 「{ $word }」是小写，当作普通字词查找；要用它连接条件，请写大写：{ $query }
message-reads-excluded = 「{ $word }」当作普通字词查找；要排除后面的词，请写：{ $query }
message-no-distance = 「{ $sign }」之后应是字数，如 "疫情 防控"~10；没有按相距字数查找
message-many-values = 含有「{ $value }」的{ $facet }不止 { $most } 个，只用了前 { $most } 个；请写得更全一些
message-no-value = 没有哪篇公报的{ $facet }是「{ $value }」
message-no-value-but = 没有哪篇公报的{ $facet }是「{ $value }」；相近的有：{ $close }
message-value = { $facet }：{ $value }
message-too-long = 查询太长，只用了前 { $most } 个字
message-nothing-to-find = 查询里没有可以查找的字词，列出了全部
message-common = 「{ $words }」这样的字词几乎每篇公报里都有，结果会很多
message-too-many = 条件太多，只用了前 { $most } 项；从「{ $rest }」起没有用上
message-brackets-empty = 括号「{ $text }」里没有可以查找的字词，已略去
message-in-title = 标题含 { $text }
message-unindexed = 还不能只在{ $field }里查找，「{ $text }」在全文中查找
message-begins = 以“{ $text }”开头
message-one-part = “{ $text }”只有一段，说不上相距多少字；请在引号里用空格隔开两个词
message-distance = 相距字数应在 1 到 { $most } 之间，「~{ $stated }」改用 { $used }
message-near-parts = “…”~n 里最多看 { $most } 段，其余略去：「{ $rest }」
message-near = { $texts }相距 { $most } 字以内
message-no-date = 「{ $text }」不是看得懂的日期，当作普通字词查找；请写成 日期:2020-02、日期:2020-01..2020-03 或 日期:最近30天
message-and-others = { $words }等
message-stray-left-out = { $words }没有可以连接或限定的字词，已略去；要查找这几个字本身，请加引号
message-stray = { $words }没有可以连接或限定的字词，当作普通字词查找
message-published-as = 发布于 { $span }（{ $typed }）
message-published = 发布于 { $span }
message-date = { $date }
message-from-to = { $from }至{ $to }
message-from = { $from }起
message-to = { $to }止
message-any-time = 任何时候
message-in-brackets = （{ $part }）
message-not = 不含 { $part }
message-and = { $one } 且 { $two }
message-or = { $one } 或 { $two }
message-no-number = 没有文号是「{ $number }」的公报
message-quoted-only = 没有一篇含有全部字词；以下各篇都含有引号里的文字
message-any-term = 没有一篇含有全部字词；以下各篇含有其中一部分
message-other-marks = { $text }（{ $count } 篇）
message-trend-marks = 另有别的标点写法，未计入：{ $written }
message-trend-later = 另有 { $count } 篇的日期晚于今天，不在图中
message-thin-periods = 有 { $count } 个时段收录的公报不足 { $least } 篇，其中的占比仅供参考
message-pieces = 没有一篇有这些字连在一起；以下各篇分开含有它们
message-most-terms = 这像一句话：列出的各篇含有其中多数字词，没有一篇含有全部
message-most-terms-of = 这像一句话：列出的各篇含有其中多数字词，其中 { $count } 篇含有全部
message-absent = 没有一篇公报含有{ $words }
message-several = { $said }
message-scan = 逐页取全部结果时按引擎的得分排序，不作二次排序，也不计新旧
message-not-yet = { $time } 还没有到；以下是现在的存档
message-sentence = 写的像一句话：含有其中大部分字词的都计入
