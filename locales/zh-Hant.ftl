# 繁體中文的文字。怎樣改一句、怎樣加一種語言，見 docs/operations.md 的「界面的语言」。

## The site, its head and foot

site-name = 公報
site-kind = 全文檢索
site-title = 公報全文檢索
site-search = 公報檢索
site-description = 政府公報與公開資訊的全文檢索
skip-to-content = 跳到正文
nav-label = 網站
nav-menu = 選單
foot-label = 網站的其他頁
nav-home = 首頁
nav-all = 全部公報
nav-browse = 瀏覽
nav-latest = 最新
nav-trends = 趨勢
nav-help = 說明
nav-about = 關於本站
nav-api = 介面
nav-stats = 運行狀況
nav-audit = 來源清點
nav-advanced = 進階檢索
nav-kept = 儲存與最近閱讀
theme = 外觀
theme-auto = 自動
theme-light = 淺色
theme-dark = 深色
size = 字體大小
size-normal = 標準版
size-large = 長輩版
elder-label = 常用操作
elder-larger = 放大
elder-back = 返回
keys = 快捷鍵
keys-on = 快捷鍵開
keys-off = 快捷鍵關
language = 語言
script = 公報的字體
script-original = 原文
script-hans = 轉為簡體
script-hant = 轉為繁體
feed = 訂閱
feed-published = 按發布日期訂閱
feed-seen = 按收錄時間訂閱
originals-prevail = 內容歸原發布機關所有，以原文為準。

## Words of several pages

bulletins = { $count } 篇
values = { $count } 項
values-other = 展開另 { $count } 項
values-more = 還有 { $count } 項
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
all-by-date = 全部公報，按日期
trail = 目前位置
back = 返回
to-home = 回到首頁
no-bulletins = 資料庫中還沒有公報。
no-bulletins-then = 那時存檔裡還沒有公報。
unstated = 未標明
undated = 未標明日期
find = 尋找
find-value = 尋找{ $facet }
sort = 排序
pages = 分頁
page-previous = 上一頁
page-next = 下一頁
page-number = 第 { $page } 頁
table = 表格
for-example = 例如
dates = 發布日期
date-from = 起
date-to = 止
date-between = 至
date-format = 年、年-月、年-月-日，或 2026年3月、去年、最近30天
version = 版本
withdrawn = 已撤回
attachments = 附件
record = 著錄資料
language-hans = 簡體中文
language-hant = 繁體中文
language-english = 英文
form-csv = CSV 表格
form-atom = Atom 訂閱
form-jsonfeed = JSON 訂閱

## What facets and fields are called; data calls them the same

facet-year = 年份
facet-source = 來源
facet-column = 欄目
facet-document_kind = 公文種類
facet-issuer = 發文機關
facet-subject = 主題分類
facet-validity = 有效性
facet-region = 行政區
facet-site = 網站
facet-author = 記者
facet-editor = 編輯
facet-keyword = 關鍵詞
facet-document_number = 發文字號
facet-index_number = 索引號
facet-language = 語言
field-id = 編號
field-url = 原文網址
field-title = 標題
field-subtitle = 副標題
field-published_on = 發布日期
field-published_at = 發布時間
field-issued_on = 成文日期
field-source = 來源
field-authors = 記者
field-editor = 編輯
field-column = 欄目
field-issuers = 發文機關
field-document_number = 發文字號
field-index_number = 索引號
field-subjects = 主題分類
field-keywords = 關鍵詞
field-document_kind = 公文種類
field-validity = 有效性
field-region = 行政區
field-site = 網站
field-body = 正文
field-attachments = 附件
field-language = 語言

## The search box

search-box = 檢索公報
search-box-hint = 字詞、人名、文號
search-go = 檢索
suggestions = 檢索建議
suggestions-count = { $count } 項建議
suggestion-count = { $count } 篇
suggestion-title = 標題
suggestion-person = 人名
suggestion-body = 機構
suggestion-column = 欄目
suggestion-document-number = 發文字號

## The first page, browsing, what is new

home-lede = { $count } 篇政府公報與公開資訊，字字可查
home-hint = 加引號按原樣查找，減號排除：
home-more = 更多寫法
home-latest = 最新公報，逐日
home-browse = 更多分類
by-facet = 按{ $facet }
latest-title = 最新公報
new-today = 今天 { $count } 篇
new-week = 本週 { $count } 篇
new-month = 本月 { $count } 篇
browse-lede-html = 點名稱看它的頁面：最早、最新、最常見的內容；點篇數檢索這些公報。最近發布的見<a href="/latest">最新公報</a>。
browse-by = 按{ $facet }瀏覽
browse-total-html = 共 <strong>{ $total }</strong> 項
browse-total-under-html = { $initial } 開頭的共 <strong>{ $total }</strong> 項
browse-missing = ；未標明的有{" "}
browse-nothing = 這裡沒有值。
order-count = 按篇數
order-name = 按音序
order-newest = 從新到舊
initials = 首字母
search-of-value = 檢索{ $value }的 { $count } 篇
search-for = 檢索{ $value }
latest-taken-in-count = 今天收入 { $count } 篇
latest-published = 今天發布
latest-none-published = 今天沒有發布的公報。
latest-newest-day = 最新的是{" "}
latest-taken-in = 今天收入
latest-none-taken-in = 今天沒有收入公報。
latest-last-taken-in = 最近一次是 { $day }：
latest-first-import = 今天首次匯入，一次收入 { $count } 篇
latest-first-import-told = 存檔今天才建立：這 { $count } 篇是一次收入的，不都是今天的新公報。下面列出其中幾篇。
entry-published = 發布於

## The page of one source, person or issuer

landing-title = { $value }（{ $facet }）
landing-described = { $facet }是{ $value }的公報 { $count } 篇。
landing-described-on = { $facet }是{ $value }的公報 { $count } 篇，{ $date }。
landing-described-from-to = { $facet }是{ $value }的公報 { $count } 篇，{ $from }至{ $to }。
landing-total-html = 共 <strong>{ $count }</strong> 篇
landing-first = 最早
landing-last = 最新
landing-also = 同名的還有：
landing-also-link = { $facet } { $count } 篇
landing-within = 在這 { $count } 篇裡檢索
landing-all = 全部 { $count } 篇，可篩選、排序
landing-newest = 最新
landing-often = 其中最多的

## The form of advanced search

advanced-title = 進階檢索
advanced-lede = 填幾項都行；寫成的檢索式可以直接在檢索框裡用。
advanced-query = 檢索式
advanced-results = 查看結果
advanced-total-html = <strong>{ $total }</strong> 篇
advanced-base = 原檢索式
advanced-all = 全部字詞都有
advanced-any = 任一字詞
advanced-none = 不含
advanced-phrase = 原樣
advanced-scope = 以上字詞在
advanced-anywhere = 全文
advanced-in-title = 標題
advanced-write = 寫出檢索式
advanced-clear = 清空
advanced-help-html = 檢索式的全部寫法見<a href="/help">檢索語法</a>。

## Results

results-title = 檢索結果
results = 結果
results-total-html = <strong>{ $count }</strong> 篇
results-all-words = ，{ $count } 篇含有全部字詞
results-page = ，第 { $page } 頁
took = 耗時 { $milliseconds } 毫秒
meant = 您是不是要找：
understood = 理解為
remove = 移除
remove-unseen = （移除）
as-of = 存檔的時間
as-of-now = 看現在的
as-of-chip = 截至 { $time } 的存檔
as-of-ask = 存檔當時的樣子
as-of-explained = 那天結束時收錄著的公報，各是當時的版本
as-of-go = 查看
offers = 只看
synonyms-used = 同時查找：{ $words }。
synonyms-none = 沒有查同義詞。
synonyms-off = 只查所寫的
synonyms-on = 也查同義詞
exact = 逐字匹配
within = 在結果中再搜
within-go = 再搜
sort-relevance = 相關度
sort-newest = 最新
sort-oldest = 最早
sort-seen = 最近收錄
filters = 篩選
filters-active = 已選條件
filters-none = 全部移除
filter-value = { $facet }：{ $value }
filter-not-value = { $facet }：不是 { $value }
filter-unstated = { $facet }：未標明
filter-dates = 日期：{ $from } 至 { $to }
filter-from = 日期：{ $from } 起
filter-to = 日期：至 { $to }
filter-remove = 點一下移除
filter-selected = 已選，點一下移除：
filter-rejected = 已排除，點一下移除：
filter-reject = 排除{ $value }
filter-out = 排除
dates-go = 限定
save-search = 儲存檢索
takes = 這次檢索
further = 更多篩選
further-none = 這些結果在這幾項上沒有不同
search-saved = 已儲存
hit-files = 附件 { $count } 個
hit-reprints = 轉載 ×{ $count }
hit-missing = 不含：
versions-count = 共 { $count } 版
hit-past = 當時是第 { $number } 版
in-file = 見附件
in-file-page = 第 { $page } 頁
explanation = 得分的來歷
explain-on = 說明得分
explain-off = 不說明得分
reprints-apart = 轉載逐篇列出
reprints-together = 轉載合併顯示
sizes = 每頁篇數
sizes-on-page = 每頁
sizes-unit = 篇
related-queries = 相關檢索
other-forms = 其他格式：
to-trends = 看各年各月的趨勢
empty-page = 第 { $page } 頁沒有內容：一共 { $count } 篇。
empty-filters = 沒有公報符合所選的條件。
empty-query = 沒有公報含有「{ $query }」。
empty-query-in-filters = 在所選的條件之內，沒有公報含有「{ $query }」。
empty-translations = 公報是中文的，可以改查：
empty-chinese = 公報是中文的，請用中文檢索。
try-these = 可以試試：
try-first-page = 回到第一頁
try-spelling = 檢查有沒有錯字，或換一種說法
try-fewer = 減少字詞，例如只寫地名或人名
try-help = 看看有哪些寫法

## The chart of times

times = 發布時間
times-skip = 跳過時間圖
times-undated = 未標明 { $count } 篇
times-earlier = …更早
times-any = 回到全部時間
times-bar = { $time } { $count } 篇
times-months-of = { $year }年各月
times-months = 各月
times-years = 各年
times-spans = 每{ $years }年
times-from-to = { $from }—{ $to }年

## All values of a facet

facet-by = 按{ $facet }篩選
facet-in-query = 在「{ $query }」的結果裡
facet-in-filters = 在所選的條件之內
facet-in-all = 全部公報
facet-total-html = 有 <strong>{ $total }</strong> 項。
facet-total-containing-html = ，含「{ $sought }」的有 <strong>{ $total }</strong> 項。
facet-choose = 點一項選上，可以選幾項。
facet-nothing = 沒有符合的值。
back-to-results = 回到檢索結果

## Reading a bulletin

back-to-search = 返回檢索
back-to-search-for = 返回檢索「{ $query }」
back-to-bulletin = 返回公報
matches = 文中命中
matches-first = 文中 { $count } 處，跳到第一處
matches-count = { $count } 處
matches-previous = 上一處
matches-next = 下一處
withdrawn-at = 原發布者已撤回這篇公報（{ $moment }）。
converted-hans = 已轉換為簡體，以原文為準。
converted-hant = 已轉換為繁體，以原文為準。
converted-back = 看原文
by-reporter = 記者
see-original = 查看原文
picture = 圖片
original = 原文
validity-in-force = 現行有效
validity-not-yet = 尚未施行
validity-amended = 已修改
validity-expired = 失效
validity-repealed = 廢止
standing-repealed = 本文件已廢止
standing-expired = 本文件已失效
standing-amended = 本文件已修改，這裏不是現行文本
standing-not-yet = 本文件尚未施行
standing-ending = 本文件即將廢止
standing-since = 自 { $date } 起
standing-from = { $date } 起施行
standing-until = { $date } 前有效
standing-because-published = 依據：原網頁註明
standing-because-repeal = 依據：
standing-because-amendment = 修改它的文件：
standing-because-newer-text = 較新的文本：
standing-because-term = 依據：文中寫明的有效期
standing-because-commencement = 依據：文中寫明的施行日期；本站沒有收到廢止或修改它的文件
contents = 目錄
contents-clauses = { $first }–{ $last } 條
contents-sections = { $count } 小節
clause-before = 第
clause-after = 條
clause-go = 前往
clause-missing = 本文沒有第 { $number } 條。
edited-by-html = 編輯：<span lang="zh">{ $editor }</span>
paragraph-link = 第 { $number } 段的連結
paragraph-number = 第 { $number } 段
attachment-original = 原址
file-excel = Excel 表格
file-word = Word 文件
file-powerpoint = PowerPoint 簡報
file-wps = WPS 文件
file-opendocument = OpenDocument 文件
file-pdf = PDF
file-ofd = OFD 版式文件
file-csv = CSV 表格
file-text = 純文字
file-rtf = RTF 文件
file-epub = EPUB 電子書
file-page = 網頁
file-mail = 郵件
file-archive = 壓縮檔
file-image = 圖片
file-audio = 音訊
file-video = 影片
file-other = 檔案
attachment-text = 附件文字
same-column = 同一欄目
earlier = 上一篇
later = 下一篇
cites = 引用的文件
cites-more = 其餘 { $count } 件
cited-not-held = 未收錄，檢索
cited-by = 被引用
cited-by-some = { $count } 篇，列出最新的 { $shown } 篇
relation-repeals = 廢止
relation-amends = 修改
relation-forwards = 轉發
relation-explains = 解讀
relation-repeals-this = 廢止本文件
relation-amends-this = 修改本文件
relation-forwards-this = 轉發本文件
relation-explains-this = 解讀本文件
citations-title = 引用與被引用
citations-of = 《{ $title }》的引用與被引用
cited-by-none = 本站沒有收到引用它的公報。
cited-by-all = 全部 { $count } 篇
reprints = 轉載
reprint-itself = 本篇
reprint-differences = 與本篇的差別
reprint-differences-of = 與轉載的差別：{ $title }
related-reading = 相關閱讀
shares = 同有
named = 文中提到
named-times = { $count } 次
first-seen = 收錄
last-seen = 最近核對
cite-and-data = 引用與資料：
citations-json = 引用關係 JSON
use = 引用、分享與訂閱
copy-reference = 複製引文
copied = 已複製
read-aloud = 朗讀
read-stop = 停止
qr = 本頁 QR 碼
qr-label = 本頁網址的 QR 碼
feeds = 訂閱

## Versions and differences

versions-title = 各個版本
versions-of = 各個版本：{ $title }
versions-lede = 每次收錄到不同的內容就留下一版，最新的在前。時間為北京時間。
version-number = 第 { $number } 版
version-changes = 與上一版的差別
version-now = 現在的版本
version-of = 第 { $number } 版：{ $title }
version-which = 這是第 { $number } 版（共 { $count } 版），{ $seen } 收錄。
version-compare = 比較
version-side = 第 { $number } 版（{ $seen } 收錄）
version-differences = 第 { $old } 版與第 { $new } 版的差別：{ $title }
compare-title = 逐詞比較
compare-swap = 對調
compare-old = 舊
compare-new = 新
compare-equal = 兩者完全相同。
compare-counts = 正文增加 { $inserted } 字，刪去 { $deleted } 字。
compare-markup-only = 文字相同，只有版式（表格、圖片或連結）不同。
compare-coarse = 改動太多，有些段落沒有逐詞比較。
compare-same = 相同的 { $count } 段
compare-deleted = ［刪去：
compare-inserted = ［增加：
compare-end = ］

## Trends

trends-title = 詞語趨勢
trends-lede = 一個詞語每月或每年出現在多少篇公報裡，佔同期全部公報多少；幾個詞語可以放在一起比較。圖上的點和表裡的數都通向所數的公報。
trends-phrases = 詞語
trends-phrase = 第 { $number } 個詞語
trends-by = 每
trends-auto = 自動
trends-match = 怎麼找
trends-exact = 逐字
trends-words = 按詞
trends-split = 分開看
trends-split-none = 不分
trends-show = 看趨勢
trends-skip = 跳過圖，到資料表
trends-thin-legend = 有底紋的時段收錄不足 { $least } 篇，佔比僅供參考
trends-thin = 收錄少
trends-nothing = 沒有註明日期的公報可數。
trends-first = 最早
trends-last = 最近
trends-peak = 篇數最多
trends-peak-share = 佔比最高
trends-peak-both = 佔比、篇數都最高
trends-peak-count = ，{ $count } 篇，佔 { $share }
trends-unused = 沒有一篇有日期的公報用到它。
trends-parts = 按{ $facet }分開看
trends-parts-none = 這些公報都沒有寫明。
trends-parts-more = 另有 { $count } 個沒有畫出。
trends-undated = 另有 { $count } 篇沒有日期，不在圖中。
trends-total = { $count } 篇公報
trends-total-undated = { $count } 篇公報，其中 { $undated } 篇沒有日期，不在圖中
trends-how-counted = ；只知道年份的算在一月，只知道月份的算在一日，與檢索相同；最後一個時段截至今天。資料：
trends-table = 資料表
trends-all = 全部
chart-all = 公報篇數
chart-all-told = { $first } 至 { $last } 收錄的公報篇數。
chart-count = 篇數
chart-count-told = { $first } 至 { $last } 用到各詞語的公報篇數。
chart-share = 佔同期全部公報的比例
chart-share-told = { $first } 至 { $last } 用到各詞語的公報佔同期全部公報的比例。
chart-series = { $query }：共 { $total } 篇，佔比最高的是{ $share-period }，{ $share }；篇數最多的是{ $period }，{ $count } 篇
chart-no-series = { $query }：沒有
chart-part = { $facet }：{ $value }，共收錄 { $total } 篇。
chart-part-series = { $query }：{ $count } 篇，佔 { $share }

## What the reader’s browser keeps

kept-title = 儲存的檢索與最近閱讀
kept-lede = 這些只記在您的瀏覽器裡，不會發給本站或任何人；清空後即不再留存。
kept-needs-script = 這一頁要用到 JavaScript：沒有它，瀏覽器不記這些內容。
kept-saved = 儲存的檢索
kept-no-saved = 還沒有儲存的檢索。在檢索結果頁按「儲存檢索」。
kept-recent = 最近閱讀
kept-no-recent = 還沒有讀過的公報。
kept-remove = 刪除
kept-clear = 全部清空

## Alerts by mail

alert-title = 郵件提醒
alert-when-found = 有了結果，用郵件告訴我
alert-lede = 有新收錄的公報符合這個檢索時，用郵件告訴您。
alert-address = 電子信箱
alert-address-wrong = 這不像一個電子信箱，請檢查後再送出。
alert-period = 多久一次
alert-daily = 每天一封
alert-weekly = 每週一封
alert-ask = 寄出確認郵件
alert-how = 會先寄一封確認郵件，您打開其中的連結並確認，提醒才會開始。每篇新公報只提一次；沒有新的，就不寄。每封郵件都能一鍵取消訂閱。信箱只用來寄這些郵件，取消訂閱後隨即刪除。
alert-or-feed = 不想留信箱，可以用訂閱源：
alert-asked = 如果 { $address } 還沒有這項提醒，確認郵件已經在路上。請在 48 小時內打開其中的連結並確認。
alert-asked-none = 沒有收到時，請看看垃圾郵件；一小時後可以再要一次。
alert-unconfirmed = 有人希望把這個檢索的新結果寄到 { $address }。是您嗎？
alert-confirm = 是我，開始提醒
alert-not-mine = 不是我，刪除
alert-confirmed = 提醒已經開啟，寄往 { $address }。下一次查看是 { $due }。
alert-remove = 取消訂閱
alert-removed = 已經取消訂閱，信箱已刪除。
mail-confirm-subject = 請確認郵件提醒：{ $search }
mail-confirm-asked = 有人希望把下面這個檢索的新結果寄到您的信箱：
mail-confirm-open = 要開始提醒，請打開下面的網址並確認；也可以在那裡查看或取消：
mail-confirm-ignore = 如果不是您，不必理會：48 小時後這項請求連同您的信箱一起刪除。
mail-news-subject = { $search }：{ $count } 篇新公報
mail-news-more = 另有 { $count } 篇。
mail-news-flood = 另有 { $count } 多篇。
mail-news-all = 全部結果，新收錄的在前
mail-why = 您收到這封郵件，是因為訂了這個檢索的提醒。更改或取消訂閱：
mail-manage = 更改或取消訂閱

## The audit of sources

audit-title = 來源清點
audit-summary = { $bulletins } 篇公報，{ $sources } 個來源；久未更新的 { $silent } 個；保留的拒收 { $refused } 筆。
audit-how-html = 久未更新：距最近發布日的天數，超過最近 { $days } 個發布日間隔中位數的 { $times } 倍。拒收的內容用 <code>gongbao rejects list</code> 查看，<code>gongbao rejects retry</code> 重新解析。<a href="/audit?format=json">全部資料 JSON</a>
audit-refused-unknown = 沒有讀出來源的拒收
audit-silent = 久未更新的來源
audit-silent-for = 已 { $days } 天，通常隔 { $usual } 天
audit-no-source = 未註明來源
audit-newest = 最新
audit-undated = 沒有日期
audit-none-for = 已 { $days } 天沒有新公報，通常隔 { $usual } 天
audit-refused = 拒收
audit-rules = 讀自哪裡
audit-others = 其他欄位：
audit-more-html = 還有 { $count } 個來源，見 <a href="/audit?format=json">JSON</a>。
stats-ready = 一切正常：檢索看得到全部收錄的公報。
stats-behind = 正在編入索引：還有 { $count } 處改動檢索看不到。
stats-damaged = 索引受損，正在旁邊重建；在那之前檢索可能不全或有誤。
stats-replaced = 數據庫已被換掉，這裏還是原來的；請重新啓動。
operator-title = 運行者
operator-again = 重新讀取
operator-now = 現在
operator-requests = 正在處理的請求
operator-connections = 連接
operator-running = 正在算的檢索
operator-waiting = 排隊的檢索
operator-memory = 內存
operator-files = 打開的文件
operator-database = 數據庫
operator-index = 索引
operator-free = 磁盤餘量
operator-cache = 正文緩存
operator-hits = 緩存命中
operator-stages = 各階段用時
operator-stage = 階段
operator-routes = 各地址用時
operator-route = 地址
operator-count = 次數
operator-mean = 平均
operator-none = 還沒有。
operator-counted = 啓動以來
operator-answers = 按狀態碼的回答
operator-refused = 沒有受理
operator-searches = 檢索
operator-crawled = 定時抓取
operator-was-connections = 連接滿
operator-was-turn = 輪不到
operator-was-room = 回答佔滿
operator-was-search = 檢索排不上
operator-was-deadline = 檢索超時
operator-was-rate = 太頻繁
operator-was-some = 有結果
operator-was-none = 沒有結果
operator-was-fetched = 取到
operator-was-new = 新增
operator-was-changed = 更新
operator-was-withdrawn = 撤回
operator-was-failed = 失敗
operator-in-vain = 沒有找到的檢索
operator-not-kept-html = 沒有保留檢索詞。設 <code>query_log_days = 30</code> 就保留 30 天，不記是誰、何時。
operator-vain-share = 最近一週 { $count } 次檢索，其中 { $empty } 次沒有結果。
operator-query = 檢索詞
operator-times = 次數
stats-version = 版本
stats-bulletins = 公報
stats-bulletins-are = { $count } 篇；已撤回 { $withdrawn } 篇；共 { $versions } 個版本
stats-span = { $first } 至 { $last }
stats-last-import = 最近一次收錄
stats-never = 還沒有收錄
stats-index = 索引
stats-index-is = 可檢索 { $count } 篇
stats-size = 占用空間
stats-size-is = 資料庫 { $database }，索引 { $index }
stats-plan = 定時抓取
stats-no-plan = 沒有設定時抓取；公報由運行者匯入。
stats-plan-of = 從 { $starts } 個地址開始，一次至多 { $requests } 個請求
every-days = 每 { $count } 天一次
every-hours = 每 { $count } 小時一次
every-minutes = 每 { $count } 分鐘一次
stats-more-html = 每個來源讀得全不全、哪些久未更新，見<a href="/audit">來源清點</a>；數據見 <a href="/stats?format=json">JSON</a>。

## Problems; more of each stands on the page of help

request-id = 請求編號
problem-bad-parameter = 參數有誤
problem-bad-request = 請求有誤
problem-no-such-page = 沒有這個頁面
problem-no-such-article = 沒有這篇公報
problem-no-such-attachment = 沒有這個附件
problem-no-such-picture = 沒有這張圖片
problem-no-such-version = 沒有這個版本
problem-no-such-document-number = 沒有這個文號
problem-no-such-facet = 沒有這個篩選項
problem-no-such-value = 沒有這個值
problem-cursor-gone = 游標已過期
problem-method-not-allowed = 不支援這種請求方法
problem-body-too-large = 請求內容太大
problem-address-too-long = 網址太長
problem-too-many-requests = 請求太頻繁
problem-damaged-article = 這篇公報的存檔已損壞
problem-internal-error = 服務出錯
problem-overloaded = 服務繁忙
problem-too-costly = 查詢太費時

## What went wrong: 简体 in other characters, which a test holds

error-no-article = 沒有編號為「{ $id }」的公報；它可能從未收錄。可以用標題或文號檢索。
error-no-attachment = 公報「{ $id }」沒有第 { $number } 個附件，或附件的原件沒有收錄。
error-no-picture = 公報「{ $id }」沒有第 { $number } 張圖片，或現在取不到。
error-no-version = 公報「{ $id }」沒有第 { $number } 版；有哪些版本見 /articles/…/versions。
error-no-document-number = 沒有公報的發文字號是「{ $text }」；文號形如 國辦發〔2017〕47號（括號怎麼寫都行）或 國務院令第714號。
error-no-alert = 沒有這項提醒：也許已經退訂，或者沒有在 48 小時內確認。
error-no-alerts = 本站沒有開通郵件提醒；每個檢索都有訂閱源，可以用閱讀器訂閱。
error-no-facet = 沒有名為「{ $name }」的篩選項；有 { $names }。
error-no-value = 沒有一篇公報的{ $facet }是「{ $value }」；有哪些見 /browse/{ $name }，也可以直接檢索。
error-cursor-gone = 按相關度排序的游標在五分鐘不用之後、或服務重啟而索引有變之後失效；請從 cursor=* 重新開始。按日期排序（sort=-date）的游標不會失效。
error-address-too-long = 地址不能超過 { $most } 字節；請縮短檢索詞或減少篩選條件。
error-too-many-requests = 每個地址每分鐘最多 { $quota } 次請求；請在 { $seconds } 秒之後再試。
error-no-page = 這個地址下沒有內容；請檢查地址，或從首頁開始檢索。
error-method-not-allowed = 這個地址只能讀取；允許的方法見響應的 Allow 字段。
error-body-too-large = 這裡的地址不接收內容；請把條件寫在地址的參數裡。
error-overloaded = 正在處理的請求太多，請稍等幾秒再試。
error-too-costly = 這項查詢費時太久，已經中止。請少用幾個詞、去掉範圍很寬的條件（如“…”~500、很長的 OR），或稍後再試。
error-damaged-article = 這篇公報的存檔已損壞，讀不出來；其他公報不受影響。本站重新收錄它之後就能看到。
error-internal = 服務內部出了差錯，已經記錄下來；請稍後再試。報告問題時請附上請求編號。
error-bad-request = 這個請求無法理解，請檢查地址。
error-no-host = 請求裡須有一個 Host 字段，而且只有一個。
error-slow-request = 請求沒有及時傳完，請重新發送。
error-invalid-value = 參數 { $name } 的值「{ $value }」不對；應為{ $allowed }。
error-repeated = 參數 { $name } 出現了不止一次；它只能有一個值。
error-not-utf8 = 參數 { $name } 不是 UTF-8 編碼；請按 UTF-8 作百分號編碼。
error-unknown-parameter = 沒有名為「{ $name }」的參數；可用的參數有：{ $names }。
error-not-taken = 這個地址沒有參數「{ $name }」，只有 { $taken }。
error-only-json = 參數 format 在這裡只能是 json。
error-no-preference = 這裡沒有參數「{ $name }」，只有 theme、size、language、script 和 back。
error-preference = 參數 { $name } 應為 { $choices } 之一。
error-dates-reversed = 起始日期 from={ $from } 晚於截止日期 to={ $to }；請對調，或去掉其中一個。
error-too-many-queries = 一次最多比較 { $most } 個詞語，給了 { $given } 個。
error-cursor-page = page 與 cursor 只能用一個：cursor 依次走完全部結果，沒有頁碼。
error-cursor-collapse = collapse=reprints 與 cursor 不能同用：cursor 依次走完每一篇，轉載也在內。
error-cursor-foreign = 參數 cursor 不是這次檢索給出的；請從 cursor=* 開始，之後照抄每次回答裡的 next，檢索條件與排序不能改動。
error-export-page = format={ $form } 總是給出全部結果，沒有參數 { $name }；要分段取，可用 format=json 與 cursor=*。
error-collapse-past = collapse=reprints 與 as_of 不能同用：哪些是轉載，只知道現在的。
error-page-depth = 翻頁最多到第 { $most } 條：每頁 { $size } 條時 page 最大是 { $last }。請用 from、to 或篩選縮小範圍，或換一種排序從另一端看起；要取得全部，請用 cursor=*。

## What a parameter may be, and which there are; each stands within one of the above

allowed-match = words（按詞）或 exact（逐字）
allowed-sort = relevance（相關度）、-date（最新在前）、date（最早在前）、-seen（最近收錄在前）或 seen（最早收錄在前）
allowed-switch = on 或 off
allowed-collapse = reprints（合併轉載）或 off（不合併）
allowed-recency = off，或 1 到 { $most } 的天數
allowed-explain = 1（說明得分）或 0（不說明）
allowed-histogram = auto（自動）、year（按年）、month（按月）或 off（不計）
allowed-format = { $names } 之一
allowed-format-here = { $names }（這個地址沒有別的格式）
allowed-page = 從 1 起的整數
allowed-number = 1 到 { $most } 的整數
allowed-date = YYYY、YYYY-MM 或 YYYY-MM-DD，且須是真實存在的日期
allowed-as-of = YYYY、YYYY-MM、YYYY-MM-DD 或 RFC 3339 時刻，如 2024-05-01T08:00:00%2B08:00（加號寫成 %2B），且須真實存在
allowed-facets = 以逗號分隔的 { $names }，各可加上冒號和要幾個值（1 到 { $most }），或 more、none
allowed-names = 以逗號分隔的 { $names }
allowed-ids = 1 到 { $most } 個以逗號分隔的編號
allowed-revision = 從 0 起的修訂號
allowed-interval = auto（自動）、month（按月）或 year（按年）
allowed-split = { $names } 之一
allowed-order = count（按篇數）或 name（按音序）
allowed-initial = 一個拉丁字母，或 #
allowed-scope = anywhere（全文）或 title（標題）
allowed-go = 1（直接到結果）或 0
allowed-version = 1 到 { $last } 的版次
taken-ids = ids、id 和 format
taken-trends = q（可以重複）、{ $names }、各項篩選與 not_…、format

## The API

api-title = 介面
api-lede-html = 每個網址是一項資源，格式由 <code>Accept</code> 或 <code>format=</code> 決定；只能讀取，別的網站的腳本也可以讀。機器可讀的說明：<a href="/openapi.json">OpenAPI 3.1</a>。填好下面的表格，送出就能看到回答。
api-try = 試一試
api-send = 送出
api-begin = 開始
api-begin-newest = 最新一篇公報的編號、標題、日期和來源：
api-answer-here = 本站此刻的回答，長的文字和列表截短為 …
api-begin-walk = 同一件事在命令列、Python 與 JavaScript 裡；後兩段走完一次檢索的全部結果，不必另裝什麼：
api-type = 類型
api-meaning = 意思
api-problems-all = 全部種類的問題
api-limits = 限制
api-limit-rate = 每個客戶端地址每分鐘 { $most } 次請求，超出回答 429；RateLimit 頭說還剩多少。
api-limit-no-rate = 本站沒有限制每分鐘的請求數；請一次只發一個，等到回答再發下一個。
api-limit-pages-html = 每頁最多 100 條；<code>page</code> 到第 10000 條為止，要全部請用 <code>cursor</code>，或 <code>format=csv</code>、<code>format=ndjson</code>。
api-limit-cursor-html = 按日期和按收錄的游標不會失效；按相關度的在五分鐘不用之後失效（410）。
api-limit-query = 檢索詞取前 500 個字、100 個詞；地址最多 8192 位元組；請求體一律不讀。
api-limit-values-html = <code>facets</code> 每項最多 1000 個值，<code>ids</code> 最多 100 個，<code>/changes</code> 一次最多 500 條，<code>/trends</code> 最多 6 個詞。
api-limit-busy-html = 一次檢索最多等 15 秒；太忙時回答 503，<code>Retry-After</code> 說幾秒後再試。
type-text = 文字
type-text-like = 文字，如
type-texts = 文字，可重複
type-date = 日期：年、年-月或年-月-日
type-date-or-time = 日期，或 RFC 3339 的時間
type-number = { $least } 到 { $most } 的整數
type-number-from = { $least } 以上的整數
type-number-or-off = `off`，或 1 到 { $most } 的整數

## The query language

help-lede = 直接輸入字詞就能檢索，下面的寫法都不是非學不可。點一下例子就能看到結果。
help-words = 字詞與原話
help-words-both = 兩個詞都要有，不論先後、遠近
help-words-function = 「和、的、與、到」不算詞；其餘各詞、日期和文號都要有。整句的問話另行放寬，並會說明
help-words-phrase = 引號裡一字不差；" "、“ ”、「 」都可以
help-words-character = 單個字也查得到，詞典裡沒有的人名、地名也一樣
help-words-prefix = 以「防汛」開頭；0579*、covid* 尤其有用
help-words-near = 引號裡的詞相距不超過 10 個字，不論先後
help-boolean = 不要、或者、括號
help-boolean-not = 有「防汛」而沒有「演練」；減號前要有空格，後面沒有
help-boolean-not-characters = 引號裡的字連在一起的都不要，哪怕它們分屬前後兩個詞；不加引號只排除這個詞
help-boolean-not-word = 同上；也可以寫 NOT
help-boolean-or = 有其中一個就行；也可以寫 或、|
help-boolean-or-word = 「工作」一定要有，「防汛」「抗旱」有一個就行
help-boolean-brackets = 括號分組；文號、「（試行）」裡的括號仍是文字
help-fields = 只在某一項裡找
help-fields-title = 標題裡有；也可以寫 title:
help-fields-title-several = 括號裡可以寫幾個
help-fields-source = 來源含「青岑」的都算，不必寫全
help-fields-source-several = 來源是其中一個
help-fields-more = 欄目 column、記者 author、編輯 editor、關鍵詞 keyword
help-fields-official = 發文機關 issuer、公文種類 kind、主題分類 subject、有效性 validity
help-fields-place = 地區 region、網站 site、語言 language、年份 year
help-fields-number = 發文字號，或其一部分；寫法不拘：〔〕 [ ] （ ） 2017年47號，國務院令第714號即國務院第714號令
help-dates = 日期
help-dates-date = 2020年2月發布的；也可以寫 2020年2月、2020-02-04、2020
help-dates-range = 從何時到何時，兩端都算；可以只寫一端
help-dates-compare = 從此以後；還有 >、<=、<
help-dates-year = 那一年的
help-dates-chinese = 怎麼說就怎麼寫：2020年2月份、2020年1-3月、2月4日至10日、2020年初、去年12月；後一端不寫的年、月同前一端
help-dates-relative = 今天、昨天、本週、上週、本月、上月、今年、去年、前年
help-dates-last = 還有 近三個月、最近一週、近半年
help-keyboard = 鍵盤
help-keys-off = 不想用單個字母的快捷鍵，可以在每頁底部關掉。
help-key-search = 到檢索框
help-key-results = 下一筆、上一筆結果；Enter 鍵開啟
help-key-pages = 下一頁、上一頁
help-key-chart = 走到時間圖的每一根柱子，Enter 鍵只看那段時間；用滑鼠在圖上拖過幾根，就看這幾根的時間
help-understood = 怎樣理解，看得見
help-understood-parts = 結果上方列出每一部分是怎樣理解的，點一下就移除那一部分。字詞裡認出的日期、文號、人名和機構名只作為「只看…？」提出來，不點就不算數。
help-understood-folding-html = 繁體與簡體、全形與半形、大寫與小寫不分；OR、AND、NOT 要大寫，或、與、不含 要單獨成詞。引號、括號沒有成對，或者多寫了符號，都照樣給結果，並說明略去了什麼。冒號前不是上面的名稱，整個就是普通文字。
help-feeds-html = 每次檢索都可以訂閱：結果旁「這次檢索」裡有 Atom 與 JSON 兩種格式。通常按發布日期，最新的在前；舊文遲收錄時排在後面，容易錯過，「按收錄時間訂閱」（<code>sort=-seen</code>）總把剛收錄的放在最前。
help-more-html = 介面見<a href="/api">介面</a>，關於這個網站見<a href="/about">關於本站</a>。

## Help

about-syntax-suggestions-html = 邊寫邊有建議：寫漢字、全拼、首字母或混著寫都行，<code>yqfk</code>、<code>yiqingfangkong</code>、<code>疫情fk</code> 都會提示「疫情防控」；隔音符號分開音節，<code>xi'an</code> 是「西安」；文號和字母詞（<code>WTO</code>）也會提示；用上下鍵選，Enter 鍵檢索。寫錯字而查不到時，會問「您是不是要找」；公報裡原樣有的字詞、數字和大寫縮寫不會被改。拼音只用來提示，不參與檢索。
about-lede = { $count } 篇公報，來自 { $sites } 個網站。
about-span = 最早的發布於{ $first }，最新的發布於{ $last }。
about-operator = 誰在運行
about-operator-is = 本站由{ $operator }運行。
about-operator-unknown = 運行者沒有寫明自己是誰。這裡不是發布公報的機關。
about-holds = 收錄了什麼
about-holds-how-html = 收錄的是各機關在自己的網站上公開發布的公報、公文和新聞，連同附件裡的文字；每次收到不同的內容就留下一版，舊版都可以查看。怎樣檢索見<a href="/help">說明</a>。
about-kinds = 按公文種類：
about-holds-where-html = 每個網站、來源、機關各有多少，見<a href="/browse">瀏覽</a>；每個來源讀得全不全，見<a href="/audit">來源清點</a>。
about-holds-limits = 這裡沒有的，不等於沒有發布過；收錄之後原網站改動或撤下的，這裡可能還沒有跟上。日期、文號、來源等是從原文讀出來的，可能有錯。
about-terms = 版權與授權
about-terms-texts = 公報的內容歸原發布機關所有，以原文為準；引用時請註明原發布機關和原文地址。
about-terms-program = 本站使用 gongbao { $version }，程式以 MIT 或 Apache-2.0 授權發布。
about-privacy = 隱私
about-privacy-text = 不需要登入。Cookie 只記您選的外觀、字級、語言和快捷鍵；保存的檢索和讀過的公報只在您的瀏覽器裡。程式的日誌不記檢索詞。
about-privacy-alerts = 訂了郵件提醒的，信箱和檢索條件存在本站，只用來寄提醒；取消訂閱後即刪除，48 小時沒有確認的也刪除。
about-accessibility = 無障礙
about-accessibility-what = 按 WCAG 2.2 的 AA 級製作：全部功能可以只用鍵盤，不依賴 JavaScript，放大到 400% 和 320 像素寬的螢幕不用橫向捲動，每次改動都用自動檢查工具檢查。長輩版用大字和簡單的版面，並可朗讀。
about-accessibility-limits = 做不到的：附件照原樣提供，其中的掃描件、圖片可能沒有文字；很寬的表格要橫向捲動；朗讀用瀏覽器內建的聲音，有的瀏覽器沒有。
about-contact = 聯絡與回饋
about-contact-is = 聯絡運行者：
about-feedback = 發現錯誤、打不開或看不清的地方，請寫明頁面的地址。
about-contact-unknown = 運行者沒有留下聯絡方式。公報內容的問題，請聯絡原發布機關，原文地址在每篇公報的著錄資訊裡。
about-more = 數據與運行
about-more-html = 程式可以用的<a href="/api">介面</a>，運行得怎樣見<a href="/stats">運行狀況</a>。
about-filters = 縮小範圍
about-filters-text-html = 檢索結果旁列出各項條件和篇數，點一下選上，再點一下移除；同一項裡選幾個值，是「其中之一」的意思；「排除」是不要這一項；「未標明」是沒有寫這一項的。旁邊的圖是各年、各月的篇數，點一根柱子就只看那段時間。發布日期可以只寫到年（<code>2020</code>）、月（<code>2020-02</code>）或日（<code>2020-02-04</code>），也可以寫 2026年3月、去年。
about-api = 檢索的參數
about-api-text-html = 每個頁面都有數據的形式：地址相同，不聲明接受 <code>text/html</code>，或加上 <code>format=json</code>，得到的就是 JSON。
about-suggest-html = <code>/suggest</code> 只有 <code>q</code> 和 <code>limit</code>（1 到 20，預設 8），每項建議有 <code>text</code>、<code>kind</code>、<code>count</code>、<code>by</code>、<code>url</code>；<code>/search</code> 的 <code>did_you_mean</code> 是可能想找的另一個檢索詞，沒有就是 <code>null</code>。
about-parameters = 參數
about-values = 取值
about-param-q-html = 檢索詞；空著就是全部公報
about-param-match-html = <code>words</code> 按詞（預設），<code>exact</code> 逐字
about-param-sort-html = <code>relevance</code> 相關度（預設），<code>-date</code> 最新在前，<code>date</code> 最早在前，<code>-seen</code> 最近收錄的在前，<code>seen</code> 最早收錄的在前
about-param-synonyms-html = <code>on</code> 也查同義詞與簡稱（預設），<code>off</code> 只查所寫的
about-param-collapse-html = <code>reprints</code> 轉載合併為一筆（網頁的預設），<code>off</code> 逐篇列出（JSON 的預設）；<code>total</code> 總是全部篇數，合併後頁數可能少於它所示，以 <code>next</code> 為準
about-param-recency-html = 半衰期，1 到 36500 天：按相關度排序時，新的略為靠前；<code>off</code> 不計新舊（預設）
about-param-explain-html = <code>1</code> 說明前 20 筆結果的得分從何而來，<code>0</code> 不說明（預設）；按日期排序時沒有得分
about-param-page-per-page-html = 頁碼從 1 起；每頁 1 到 100 筆，預設 10；翻頁到第 10000 筆為止
about-param-from-to-html = 發布日期的起止，<code>YYYY</code>、<code>YYYY-MM</code> 或 <code>YYYY-MM-DD</code>
about-param-as-of-html = 截至那時的存檔：那時收錄而未撤回的公報，各是那時的版本；寫法同上，指北京時間那段日子結束時，也可以是 RFC 3339 時刻
about-param-facets-are = 篩選：
about-param-repeated = ；可以重複
about-param-facets-html = 要計數的條件，逗號分隔，或 <code>none</code>；<code>more</code> 是預設各項加上主題、地區、記者、編輯
about-param-histogram-html = <code>auto</code>、<code>year</code>、<code>month</code>：各年、各月有幾篇，不受 <code>from</code>、<code>to</code> 所限；<code>off</code> 不計（預設）
about-param-within-related-html = 在 <code>q</code> 的結果裡再找的字詞；<code>related=on</code> 說前幾條結果共有的人名、機構和詞語
about-param-cursor-html = <code>*</code> 起，依次走完全部結果，之後照抄 <code>next</code>；不受 10000 筆所限
about-param-not-html = 各項篩選前加 <code>not_</code>，就是「不是」：<code>not_source=…</code>
about-param-missing-html = 這幾項未標明，逗號分隔
about-param-fields-highlight-html = 結果只給哪幾項；<code>highlight=off</code> 不標命中
about-param-format-html = <code>html</code>、<code>json</code>、<code>csv</code>、<code>ndjson</code>（後兩種是全部結果）、<code>atom</code>、<code>jsonfeed</code>、<code>ris</code>、<code>bibtex</code>、<code>gbt7714</code>
about-trends-html = 一個詞語每月、每年用在多少篇裡，幾個詞語怎樣此消彼長：<a href="/trends">詞語趨勢</a>，<code>/trends?q=…&amp;q=…</code>。
about-results-html = 結果中的 <code>highlights</code> 有原文 <code>text</code>、命中範圍 <code>ranges</code>（按 Unicode 字元計，含頭不含尾）和只帶 <code>&lt;mark&gt;</code> 的 <code>html</code>；<code>title</code> 是整個標題，<code>body</code> 是最切題的一段；摘錄出自附件時，<code>attachment</code> 說明是第幾個附件、哪一頁。<code>missing</code> 是哪些字詞標題、正文和附件裡都沒有，<code>synonyms</code> 是同時查找了哪些同義詞，<code>explanation</code> 是得分的來歷：各項 <code>contribution</code> 相加就是 <code>score</code>；<code>reprints</code> 是內容相同的其他公報：<code>count</code> 幾篇，<code>first</code> 最早的一篇，<code>others</code> 最多列 20 篇。
about-problems = 出錯時
about-problems-text-html = 介面按 RFC 9457 回答：<code>application/problem+json</code>，其中 <code>type</code> 指向下面的一條。
about-problem-bad-parameter-html = 參數不認得、寫錯了，或只能有一個卻寫了幾個；<code>parameter</code> 是它的名字，<code>example</code> 是正確的寫法。
about-problem-bad-request-html = 請求本身無法理解。
about-problem-no-such-page-html = 網址不存在。
about-problem-no-such-article-html = 資料庫中沒有這個編號。
about-problem-no-such-attachment-html = 公報沒有這個附件，或只知道它的網址，原件沒有收錄。
about-problem-no-such-picture-html = 公報沒有這張圖片，或圖片所在的網站現在取不到，或本站不取圖片。
about-problem-no-such-version-html = 公報沒有這一版。
about-problem-no-such-document-number-html = 沒有公報是這個發文字號，或它不是文號。
about-problem-no-such-facet-html = 篩選項的名字見上表。
about-problem-no-such-value-html = 沒有公報有這個來源、記者、機關等；有哪些見<a href="/browse">分類瀏覽</a>。
about-problem-cursor-gone-html = 按相關度逐頁取時，五分鐘不用而索引有變，就要從 <code>cursor=*</code> 重新開始；按日期的不會過期。
about-problem-method-not-allowed-html = 這裡只能讀取：GET 與 HEAD。
about-problem-body-too-large-html = 這裡的網址不接收內容。
about-problem-address-too-long-html = 網址最長 8192 位元組。
about-problem-too-many-requests-html = 同一位址一分鐘內的請求超出了營運者的限制；還剩多少、何時恢復，見 <code>RateLimit</code>，多久再試，見 <code>Retry-After</code>。
about-problem-damaged-article-html = 這篇公報的存檔已損壞；其他公報不受影響。
about-problem-internal-error-html = 錯誤已經記錄；報告時請附上 <code>request_id</code>。
about-problem-overloaded-html = 請等 <code>Retry-After</code> 所說的秒數再試。
about-problem-too-costly-html = 一項查詢只給幾秒；算不完就中止，不給殘缺的結果。請把查詢寫得短一些、具體一些，或等 <code>Retry-After</code> 所說的秒數再試。

## What a search has to say; data has it in 简体

message-text-empty = 「{ $text }」裡沒有可以查找的字詞，已略去
message-many-periods = 時間跨度太長，只列出最近 { $most } 期，更早的 { $earlier } 期略去；可以限定日期，或者改為按年
message-score = 共 { $points } 分，由以下各項相加：
message-verbatim = 「{ $text }」一字不差地出現：加 { $points } 分
message-not-verbatim = 「{ $text }」沒有一字不差地連著出現：不加分
message-over = 已不是現行有效的文本：減 { $points } 分
message-number-is = 文號就是「{ $text }」：加 { $points } 分
message-title-is = 整個標題就是所輸入的：加 { $points } 分
message-work-is = 通常就稱「{ $text }」：加 { $points } 分
message-words-in-title = 標題裡有全部字詞：加 { $points } 分
message-as-a-word = 「{ $text }」作為一個詞出現：加 { $points } 分
message-not-as-a-word = 「{ $text }」只是跨在兩個詞之間：不加分
message-part-score = 「{ $text }」{ $points } 分：{ $terms }
message-constant = 符合條件：{ $points } 分
message-sentence-features = 細看原文：被其他公報引用 { $citations } 分，單字 { $characters } 分，{ $window } 字之內最密的一段 { $densest } 分，{ $passage } 字之內 { $dense } 分，檢索詞中相鄰的詞在原文中也相近 { $neighbours } 分，標題已另計 { $title } 分
message-recency = 發布已久：{ $points } 分
message-term-in-title = 標題中「{ $text }」
message-term-present = 有
message-term-documents = { $all } 篇中 { $with } 篇有
message-term = { $text }{ $rare }
message-term-occurrences = { $term }，本篇 { $count } 次
message-term-weight = { $term }，權重 { $weight }
message-term-points = { $term }，{ $points } 分
message-try-words = 改為按詞檢索，字詞不必相連
message-try-unquoted = 移除引號，字詞不必相連
message-try-synonyms = 也查同義詞
message-try-without = 移除「{ $part }」
message-try-year = 日期放寬到{ $year }
message-try-years = 日期放寬到{ $from }—{ $to }
message-try-from = 日期放寬到{ $from }—
message-try-to = 日期放寬到—{ $to }
message-try-any-time = 不限日期
message-try-any = 不限{ $facet }
message-try-no-filters = 移除全部篩選條件
message-try-now = 搜尋現在的存檔
message-brackets-deep = 括號套了不止 { $most } 層，更裡面的括號當作普通文字
message-bracket-open = 「{ $bracket }」沒有與它成對的括號，已當作到結尾為止
message-quote-open = 引號「{ $quote }」沒有成對，已當作到結尾為止
message-stray-distance = 「{ $sign }」只能跟在引號後面，已略去；如 "疫情 防控"~10
message-no-boost = 「{ $sign }」不起作用，已略去：字詞的輕重由檢索自己定
message-small-operator = 「{ $word }」是小寫，當作普通字詞查找；要用它連接條件，請寫大寫：{ $query }
message-reads-excluded = 「{ $word }」當作普通字詞查找；要排除後面的詞，請寫：{ $query }
message-no-distance = 「{ $sign }」之後應是字數，如 "疫情 防控"~10；沒有按相距字數查找
message-many-values = 含有「{ $value }」的{ $facet }不止 { $most } 個，只用了前 { $most } 個；請寫得更全一些
message-no-value = 沒有哪篇公報的{ $facet }是「{ $value }」
message-no-value-but = 沒有哪篇公報的{ $facet }是「{ $value }」；相近的有：{ $close }
message-value = { $facet }：{ $value }
message-too-long = 檢索式太長，只用了前 { $most } 個字
message-nothing-to-find = 檢索式裡沒有可以查找的字詞，列出了全部
message-common = 「{ $words }」這樣的字詞幾乎每篇公報裡都有，結果會很多
message-too-many = 條件太多，只用了前 { $most } 項；從「{ $rest }」起沒有用上
message-brackets-empty = 括號「{ $text }」裡沒有可以查找的字詞，已略去
message-in-title = 標題含 { $text }
message-unindexed = 還不能只在{ $field }裡查找，「{ $text }」在全文中查找
message-begins = 以「{ $text }」開頭
message-one-part = 「{ $text }」只有一段，說不上相距多少字；請在引號裡用空格隔開兩個詞
message-distance = 相距字數應在 1 到 { $most } 之間，「~{ $stated }」改用 { $used }
message-near-parts = 「…」~n 裡最多看 { $most } 段，其餘略去：「{ $rest }」
message-near = { $texts }相距 { $most } 字以內
message-no-date = 「{ $text }」不是看得懂的日期，當作普通字詞查找；請寫成 日期:2020-02、日期:2020-01..2020-03 或 日期:最近30天
message-and-others = { $words }等
message-stray-left-out = { $words }沒有可以連接或限定的字詞，已略去；要查找這幾個字本身，請加引號
message-stray = { $words }沒有可以連接或限定的字詞，當作普通字詞查找
message-published-as = 發布於 { $span }（{ $typed }）
message-published = 發布於 { $span }
message-date = { $date }
message-from-to = { $from }至{ $to }
message-from = { $from }起
message-to = { $to }止
message-any-time = 任何時候
message-in-brackets = （{ $part }）
message-not = 不含 { $part }
message-and = { $one } 且 { $two }
message-or = { $one } 或 { $two }
message-no-number = 沒有文號是「{ $number }」的公報
message-quoted-only = 沒有一篇含有全部字詞；以下各篇都含有引號裡的文字
message-any-term = 沒有一篇含有全部字詞；以下各篇含有其中一部分
message-other-marks = { $text }（{ $count } 篇）
message-trend-marks = 另有別的標點寫法，未計入：{ $written }
message-trend-later = 另有 { $count } 篇的日期晚於今天，不在圖中
message-thin-periods = 有 { $count } 個時段收錄的公報不足 { $least } 篇，其中的佔比僅供參考
message-pieces = 沒有一篇有這些字連在一起；以下各篇分開含有它們
message-most-terms = 這像一句話：列出的各篇含有其中多數字詞，沒有一篇含有全部
message-most-terms-of = 這像一句話：列出的各篇含有其中多數字詞，其中 { $count } 篇含有全部
message-absent = 沒有一篇公報含有{ $words }
message-several = { $said }
message-scan = 逐頁取全部結果時按引擎的得分排序，不作二次排序，也不計新舊
message-not-yet = { $time } 還沒有到；以下是現在的存檔
message-sentence = 寫的像一句話：含有其中大部分字詞的都計入
