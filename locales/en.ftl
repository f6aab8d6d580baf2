# The texts in English. `.beside` is what stands small beside the Chinese where that is shorter or otherwise.
# How to mend a text or add a language: docs/operations.md.

## The site, its head and foot

site-name = Gongbao
site-kind = Full-text search
site-title = Gongbao full-text search
site-search = Gongbao
site-description = Full-text search over government bulletins and public notices of China
    .beside = Full-text search over government bulletins
skip-to-content = Skip to content
nav-label = Site
nav-menu = Menu
foot-label = More of this site
nav-home = Home
nav-all = All bulletins
nav-browse = Browse
nav-latest = Latest
nav-trends = Trends
nav-help = Help
nav-about = About this site
nav-api = API
nav-stats = Status
nav-audit = Sources
nav-advanced = Advanced search
nav-kept = Saved and recent
theme = Theme
theme-auto = Auto
theme-light = Light
theme-dark = Dark
size = Text size
size-normal = Normal
size-large = Large
elder-label = Common actions
elder-larger = Larger
elder-back = Back
keys = Shortcut keys
keys-on = Keys on
keys-off = Keys off
language = Language
script = Script of bulletins
script-original = As published
script-hans = Simplified
script-hant = Traditional
feed = Feed
feed-published = Feed by date of publication
feed-seen = Feed by time of intake
originals-prevail = Texts belong to their publishers; the originals prevail.

## Words of several pages

bulletins = { $count ->
    [one] { $count } bulletin
   *[other] { $count } bulletins
}
values = { $count ->
    [one] { $count } value
   *[other] { $count } values
}
values-other = { $count ->
    [one] { $count } more value
   *[other] { $count } more values
}
values-more = { $count ->
    [one] { $count } more value
   *[other] { $count } more values
}
list-comma = {", "}
list-of-sentences = {"; "}
colon = {": "}
full-stop = {". "}
question-mark = ?
in-brackets = { $count ->
    [one] {" "}({ $count } bulletin)
   *[other] {" "}({ $count } bulletins)
}
month-names = January February March April May June July August September October November December
months-short = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
month = Month
    .beside = month
year = Year
    .beside = year
all = All
all-by-date = All bulletins, by date
trail = You are here
back = Back
to-home = To the home page
no-bulletins = There are no bulletins yet.
no-bulletins-then = There were no bulletins in the archive then.
unstated = Not stated
undated = Without a date
find = Find
find-value = Find { $facet }
    .beside = find
sort = Sort
pages = Pages
page-previous = Previous
page-next = Next
page-number = Page { $page }
table = Table
for-example = For example
dates = Published
    .beside = published
date-from = From
    .beside = from
date-to = To
    .beside = to
date-between = to
date-format = A year, a month or a day: 2020, 2020-02, 2020-02-04; or as a query has it
version = Version
    .beside = version
withdrawn = Withdrawn
attachments = Attachments
record = Record
language-hans = Chinese, simplified
language-hant = Chinese, traditional
language-english = English
form-csv = CSV table
form-atom = Atom feed
form-jsonfeed = JSON feed

## What facets and fields are called; data calls them the same

facet-year = Year
    .beside = year
facet-source = Source
    .beside = source
facet-column = Column
    .beside = column
facet-document_kind = Kind of document
    .beside = kind
facet-issuer = Issuing body
    .beside = issuer
facet-subject = Subject
    .beside = subject
facet-validity = Validity
    .beside = validity
facet-region = Region
    .beside = region
facet-site = Website
    .beside = site
facet-author = Reporter
    .beside = author
facet-editor = Editor
    .beside = editor
facet-keyword = Keyword
    .beside = keyword
facet-document_number = Document number
    .beside = document number
facet-index_number = Index number
    .beside = index number
facet-language = Language
    .beside = language
field-id = Identifier
    .beside = id
field-url = Original address
    .beside = original
field-title = Title
    .beside = title
field-subtitle = Subtitle
    .beside = subtitle
field-published_on = Published on
    .beside = published
field-published_at = Published at
    .beside = published at
field-issued_on = Issued on
    .beside = issued
field-source = Source
    .beside = source
field-authors = Reporters
    .beside = authors
field-editor = Editor
    .beside = editor
field-column = Column
    .beside = column
field-issuers = Issuing bodies
    .beside = issuers
field-document_number = Document number
    .beside = document number
field-index_number = Index number
    .beside = index number
field-subjects = Subjects
    .beside = subjects
field-keywords = Keywords
    .beside = keywords
field-document_kind = Kind of document
    .beside = kind
field-validity = Validity
    .beside = validity
field-region = Region
    .beside = region
field-site = Website
    .beside = site
field-body = Text
    .beside = body
field-attachments = Attachments
    .beside = attachments
field-language = Language
    .beside = language

## The search box

search-box = Search bulletins
    .beside = Search
search-box-hint = Words, names, numbers
search-go = Search
suggestions = Suggestions
suggestions-count = { $count } suggestions
    .beside = suggestions
suggestion-count = { $count } found
suggestion-title = Title
    .beside = title
suggestion-person = Person
    .beside = person
suggestion-body = Body
    .beside = body
suggestion-column = Column
    .beside = column
suggestion-document-number = Document number
    .beside = document number

## The first page, browsing, what is new

home-lede = { $count } Chinese government bulletins and public notices, searchable to the last character
    .beside = Full-text search over government bulletins
home-hint = Quotes keep words together, a minus leaves them out:{" "}
home-more = More
home-latest = The latest, day by day
home-browse = More ways to browse
by-facet = By { $facet }
    .beside = By { $english }
latest-title = Latest bulletins
    .beside = Latest
new-today = Today: { $count }
    .beside = today
new-week = This week: { $count }
    .beside = this week
new-month = This month: { $count }
    .beside = this month
browse-lede-html = A name leads to its page, with the first, the newest and what is frequent in it; a number searches these bulletins. What was published last is under <a href="/latest">Latest</a>.
browse-by = Browse by { $facet }
    .beside = By { $english }
browse-total-html = { $total ->
    [one] <strong>{ $total }</strong> value
   *[other] <strong>{ $total }</strong> values
}
browse-total-under-html = { $total ->
    [one] <strong>{ $total }</strong> value under { $initial }
   *[other] <strong>{ $total }</strong> values under { $initial }
}
browse-missing = {"; "}not stated in{" "}
browse-nothing = There are no values here.
order-count = By number
order-name = By name
order-newest = Newest first
initials = Initials
search-of-value = Search the { $count ->
    [one] { $count } bulletin
   *[other] { $count } bulletins
    } of { $value }
search-for = Search for { $value }
latest-taken-in-count = Taken in today: { $count }
latest-published = Published today
latest-none-published = Nothing was published today.{" "}
latest-newest-day = The latest day is{" "}
latest-taken-in = Taken in today
latest-none-taken-in = Nothing was taken in today.{" "}
latest-last-taken-in = The last were on { $day }:
latest-first-import = First import today: { $count }
latest-first-import-told = The archive began today: these { $count } were taken in at once and are not all new. Some of them:
entry-published = Published

## The page of one source, person or issuer

landing-title = { $value } ({ $facet })
landing-described = { $count } bulletins whose { $facet } is { $value }.
    .beside = { $count } bulletins, { $english } { $value }.
landing-described-on = { $count } bulletins whose { $facet } is { $value }, { $date }.
    .beside = { $count } bulletins, { $english } { $value }.
landing-described-from-to = { $count } bulletins whose { $facet } is { $value }, { $from } to { $to }.
    .beside = { $count } bulletins, { $english } { $value }.
landing-total-html = { $count ->
    [one] <strong>{ $count }</strong> bulletin
   *[other] <strong>{ $count }</strong> bulletins
}
landing-first = Earliest
landing-last = Latest
landing-also = Also of this name:{" "}
landing-also-link = { $facet }: { $count }
landing-within = { $count ->
    [one] Search this bulletin
   *[other] Search these { $count } bulletins
}
    .beside = Search these bulletins
landing-all = All { $count }, to filter and sort
landing-newest = Newest
landing-often = Most often

## The form of advanced search

advanced-title = Advanced search
advanced-lede = Fill in what you know; it becomes one query that the search box takes as well.
advanced-query = Query
advanced-results = See the results
advanced-total-html = { $total ->
    [one] <strong>{ $total }</strong> bulletin
   *[other] <strong>{ $total }</strong> bulletins
}
advanced-base = The query so far
    .beside = query so far
advanced-all = All of these words
    .beside = all of these words
advanced-any = Any of these words
    .beside = any of these words
advanced-none = None of these words
    .beside = none of these words
advanced-phrase = Exactly these characters
    .beside = exactly these characters
advanced-scope = Where
    .beside = where
advanced-anywhere = Anywhere
    .beside = anywhere
advanced-in-title = In the title
    .beside = title
advanced-write = Write the query
advanced-clear = Clear
advanced-help-html = All that a query can say: <a href="/help">query language</a>.

## Results

results-title = Search results
results = Results
results-total-html = { $count ->
    [one] <strong>{ $count }</strong> bulletin
   *[other] <strong>{ $count }</strong> bulletins
}
results-all-words = , { $count } with all words
results-page = , page { $page }
took = { $milliseconds } ms
    .beside = Time taken
meant = Did you mean:{" "}
    .beside = Did you mean
understood = Understood as
remove = Remove
remove-unseen = {" "}(remove)
as-of = As of
as-of-now = See it now
as-of-chip = The archive as of { $time }
as-of-ask = The archive on a day
    .beside = As of
as-of-explained = What it held at the end of that day, in the versions of then
as-of-go = Show
offers = Only
synonyms-used = Also searched for: { $words }.{" "}
synonyms-none = Synonyms were not searched for.{" "}
synonyms-off = Only what I typed
synonyms-on = Include synonyms
exact = Exact match
    .beside = exact
within = Search within results
within-go = Narrow
sort-relevance = Relevance
    .beside = relevance
sort-newest = Newest
    .beside = newest first
sort-oldest = Oldest
    .beside = oldest first
sort-seen = Last added
filters = Filters
filters-active = Active filters
filters-none = Remove all
filter-value = { $facet }: { $value }
filter-not-value = { $facet }: not { $value }
filter-unstated = { $facet }: not stated
filter-dates = Dates: { $from } to { $to }
filter-from = Dates: from { $from }
filter-to = Dates: until { $to }
filter-remove = Remove
filter-selected = Selected, click to remove:{" "}
filter-rejected = Excluded, click to remove:{" "}
filter-reject = Exclude { $value }
filter-out = Exclude
dates-go = Apply
save-search = Save search
    .beside = save
takes = This search
further = More filters
further-none = These results do not differ in any of them.
search-saved = Saved
    .beside = saved
hit-files = { $count ->
    [one] { $count } attachment
   *[other] { $count } attachments
}
hit-reprints = Reprints ×{ $count }
    .beside = Reprints
hit-missing = Without:{" "}
versions-count = { $count ->
    [one] { $count } version
   *[other] { $count } versions
}
hit-past = Version { $number } then
in-file = In the attachment{" "}
in-file-page = , page { $page }
explanation = How the score came about
explain-on = Explain the scores
explain-off = Do not explain the scores
reprints-apart = List every reprint
reprints-together = Put reprints together
sizes = Results on a page
sizes-on-page = Show
sizes-unit = a page
related-queries = Related searches
    .beside = Related
other-forms = Other forms:{" "}
to-trends = Over the months and years
empty-page = There is nothing on page { $page }: { $count } bulletins in all.
empty-filters = No bulletin meets the conditions chosen.
empty-query = No bulletin contains "{ $query }".
empty-query-in-filters = Within the conditions chosen, no bulletin contains "{ $query }".
empty-translations = The texts are in Chinese; in Chinese this may be:{" "}
empty-chinese = The texts are in Chinese: search for Chinese words.
try-these = You can try:
try-first-page = Back to the first page
try-spelling = Check for wrong characters, or put it another way
try-fewer = Use fewer words, such as the name of a place or a person alone
try-help = See what a query can say

## The chart of times

times = When published
times-skip = Skip the chart
times-undated = { $count } without a date
times-earlier = …earlier
times-any = Back to all times
times-bar = { $time }: { $count }
times-months-of = The months of { $year }
times-months = By month
times-years = By year
times-spans = By { $years } years
times-from-to = { $from }–{ $to }

## All values of a facet

facet-by = Filter by { $facet }
    .beside = By { $english }
facet-in-query = Among the results of "{ $query }":{" "}
facet-in-filters = Within the conditions chosen:{" "}
facet-in-all = In all bulletins:{" "}
facet-total-html = { $total ->
    [one] <strong>{ $total }</strong> value.{" "}
   *[other] <strong>{ $total }</strong> values.{" "}
}
facet-total-containing-html = { $total ->
    [one] <strong>{ $total }</strong> value with "{ $sought }".{" "}
   *[other] <strong>{ $total }</strong> values with "{ $sought }".{" "}
}
facet-choose = Choose one or several to narrow the results.
    .beside = Choose a value to narrow the results.
facet-nothing = There is no such value.{" "}
back-to-results = Back to the results

## Reading a bulletin

back-to-search = Back to the search
back-to-search-for = Back to the search for "{ $query }"
back-to-bulletin = Back to the bulletin
matches = Matches in the text
matches-first = { $count ->
    [one] { $count } match in the text: go to it
   *[other] { $count } matches in the text: go to the first
}
matches-count = { $count } matches
matches-previous = Previous
    .beside = previous
matches-next = Next
    .beside = next
withdrawn-at = The publisher has withdrawn this bulletin ({ $moment }).
converted-hans = Converted to simplified characters; the original prevails.
converted-hant = Converted to traditional characters; the original prevails.
converted-back = See the original
by-reporter = Reported by
see-original = See the original
picture = Picture
original = Original
validity-in-force = in force
validity-not-yet = not yet in force
validity-amended = amended
validity-expired = expired
validity-repealed = repealed
standing-repealed = This document has been repealed
standing-expired = This document has expired
standing-amended = This document has been amended; this is not the text in force
standing-not-yet = This document is not yet in force
standing-ending = This document is about to be repealed
standing-since = since { $date }
standing-from = in force from { $date }
standing-until = in force until { $date }
standing-because-published = Stated on the original page
standing-because-repeal = Repealed by:
standing-because-amendment = Amended by:
standing-because-newer-text = Newer text:
standing-because-term = By the term that its text states
standing-because-commencement = By the date of commencement in its text; nothing held here repeals or amends it
contents = Contents
contents-clauses = Art. { $first }–{ $last }
contents-sections = { $count ->
    [one] { $count } section
   *[other] { $count } sections
}
clause-before = Article (条)
clause-after = { "" }
clause-go = Go
clause-missing = This text has no article { $number }.
edited-by-html = Edited by <span lang="zh">{ $editor }</span>
paragraph-link = Link to paragraph { $number }
paragraph-number = Paragraph { $number }
attachment-original = Original address
file-excel = Excel spreadsheet
file-word = Word document
file-powerpoint = PowerPoint slides
file-wps = WPS document
file-opendocument = OpenDocument file
file-pdf = PDF
file-ofd = OFD document
file-csv = CSV table
file-text = Plain text
file-rtf = RTF document
file-epub = EPUB e-book
file-page = Web page
file-mail = E-mail
file-archive = Archive
file-image = Image
file-audio = Audio
file-video = Video
file-other = File
attachment-text = Text of the attachment
    .beside = text
same-column = In the same column
earlier = Earlier
    .beside = earlier
later = Later
    .beside = later
cites = Documents cited
    .beside = Cites
cites-more = { $count } more
    .beside = more
cited-not-held = Not held here, search for it
    .beside = not held, search
cited-by = Cited by
cited-by-some = { $count } bulletins, the latest { $shown } of them
relation-repeals = Repeals
relation-amends = Amends
relation-forwards = Forwards
relation-explains = Explains
relation-repeals-this = Repeals this
relation-amends-this = Amends this
relation-forwards-this = Forwards this
relation-explains-this = Explains this
citations-title = Citations
citations-of = Citations of { $title }
cited-by-none = No bulletin held here cites it.
cited-by-all = All { $count }
reprints = Reprints, earliest first
reprint-itself = This one
reprint-differences = How it differs
    .beside = differences
reprint-differences-of = Differences from a reprint: { $title }
related-reading = Related bulletins
    .beside = Related
shares = Shares
    .beside = shares
named = Named in the text
named-times = { $count } times
first-seen = Taken in
    .beside = first seen
last-seen = Last checked
    .beside = last seen
cite-and-data = References and data:{" "}
citations-json = Citations as JSON
use = Cite, share, follow
copy-reference = Copy reference
    .beside = copy
copied = Copied
    .beside = copied
read-aloud = Read aloud
    .beside = read aloud
read-stop = Stop
    .beside = stop
qr = QR code of this page
    .beside = QR code
qr-label = QR code of this page
feeds = Feeds

## Versions and differences

versions-title = Versions
versions-of = Versions: { $title }
versions-lede = Each time other content was met a version was kept; the newest comes first, in Beijing time.
version-number = Version { $number }
version-changes = Changes since the version before
    .beside = changes
version-now = The present version
version-of = Version { $number }: { $title }
version-which = This is version { $number } of { $count }, taken in at { $seen }.
    .beside = Version { $number } of { $count }.
version-compare = Compare with
    .beside = compare with
version-side = Version { $number } (taken in at { $seen })
version-differences = Differences of versions { $old } and { $new }: { $title }
compare-title = Differences, word by word
    .beside = Differences
compare-swap = Swap
    .beside = swap
compare-old = Old
compare-new = New
compare-equal = Both say the same.
compare-counts = { $inserted } characters inserted, { $deleted } deleted.
    .beside = { $inserted } characters inserted, { $deleted } deleted.
compare-markup-only = The words are the same; only the markup (tables, pictures or links) is different.
    .beside = The words are the same; only the markup is different.
compare-coarse = Too much is different to compare all of it word by word.
compare-same = { $count ->
    [one] { $count } unchanged paragraph
   *[other] { $count } unchanged paragraphs
}
    .beside = unchanged
compare-deleted = [deleted:{" "}
compare-inserted = [inserted:{" "}
compare-end = ]

## Trends

trends-title = Trends of phrases
    .beside = Trends
trends-lede = In how many bulletins of each month or year a phrase stands, and which share of all of them these are; up to six side by side. Points and numbers lead to the bulletins counted.
trends-phrases = Phrases
    .beside = phrases
trends-phrase = Phrase { $number }
    .beside = phrase { $number }
trends-by = By
    .beside = by
trends-auto = Automatic
trends-match = Match
    .beside = match
trends-exact = Exact
    .beside = exact
trends-words = By words
    .beside = words
trends-split = Apart by
trends-split-none = Nothing
trends-show = Show
trends-skip = Skip the charts, to the table
trends-thin-legend = Hatched: fewer than { $least } bulletins, so that a share tells little
trends-thin = few
trends-nothing = There are no dated bulletins to count.
trends-first = First
    .beside = first
trends-last = Latest
    .beside = last
trends-peak = Most bulletins
    .beside = most bulletins
trends-peak-share = Greatest share
trends-peak-both = Greatest share and most bulletins
trends-peak-count = { $count ->
    [one] : { $count } bulletin, { $share } of all
   *[other] : { $count } bulletins, { $share } of all
}
trends-unused = No dated bulletin uses it.
trends-parts = Apart by { $facet }
trends-parts-none = None of these bulletins states one.
trends-parts-more = { $count } more are not drawn.
trends-undated = { $count } more without a date are not in the chart.
trends-total = { $count ->
    [one] { $count } bulletin
   *[other] { $count } bulletins
}
trends-total-undated = { $count } bulletins, of which { $undated } without a date are not in the chart
trends-how-counted = {"; "}a bare year counts as January, a bare month as its first day, as in a search; the last period ends today. Data:{" "}
trends-table = Table
trends-all = All
    .beside = all
chart-all = All bulletins
    .beside = all bulletins
chart-all-told = Bulletins held, { $first } to { $last }.{" "}
chart-count = Bulletins
    .beside = bulletins
chart-count-told = Bulletins with each phrase, { $first } to { $last }.{" "}
chart-share = Share of all bulletins
    .beside = share of all bulletins
chart-share-told = Share of all bulletins of the time that have each phrase, { $first } to { $last }.{" "}
chart-series = { $query }: { $total } in all, greatest share in { $share-period }: { $share }, most in { $period }: { $count }
chart-no-series = { $query }: none
chart-part = { $facet }: { $value }, { $total } bulletins in all.{" "}
chart-part-series = { $query }: { $count }, { $share }

## What the reader’s browser keeps

kept-title = Saved searches and recent bulletins
kept-lede = This is kept by your own browser and never leaves it. Clear it whenever you like.
kept-needs-script = This page needs JavaScript; without it nothing is kept.
kept-saved = Saved searches
    .beside = saved searches
kept-no-saved = No saved searches yet. Press "Save search" beside the results of one.
kept-recent = Recently read
    .beside = recently read
kept-no-recent = No bulletins read yet.
kept-remove = Remove
kept-clear = Clear all
    .beside = clear

## Alerts by mail

alert-title = Alerts by e-mail
alert-when-found = Tell me by e-mail when there is something
alert-lede = You get an e-mail when a bulletin is taken in that this search finds.
alert-address = E-mail address
alert-address-wrong = This does not look like an e-mail address. Please check it.
alert-period = How often
alert-daily = Daily
alert-weekly = Weekly
alert-ask = Send the confirmation
alert-how = An e-mail comes first that asks you to confirm; alerts begin when you have opened its link and confirmed. Each new bulletin is mentioned once, and nothing is sent when there is nothing new. Every e-mail can be unsubscribed from with one click. The address is used for these e-mails alone and deleted when you unsubscribe.
alert-or-feed = If you would rather not give an address, there is a feed:{" "}
alert-asked = Unless { $address } has this alert already, the confirmation is on its way. Please open its link within 48 hours and confirm.
alert-asked-none = If nothing comes, look into the spam folder; after an hour you can ask again.
alert-unconfirmed = Somebody would like the new results of this search to be sent to { $address }. Was it you?
alert-confirm = Yes, start the alerts
alert-not-mine = No, delete this
alert-confirmed = The alert is on and goes to { $address }. It is looked at next on { $due } (China time).
alert-remove = Unsubscribe
alert-removed = You are unsubscribed, and the address is deleted.
mail-confirm-subject = Please confirm the alert: { $search }
mail-confirm-asked = Somebody would like the new results of this search to be sent to you:
mail-confirm-open = To start the alerts, open this address and confirm; they can be looked at and ended there as well:
mail-confirm-ignore = If it was not you, there is nothing to do: after 48 hours the request is deleted together with your address.
mail-news-subject = { $search }: { $count ->
        [one] 1 new bulletin
       *[other] { $count } new bulletins
    }
mail-news-more = { $count } more.
mail-news-flood = More than { $count } others.
mail-news-all = All results, the last taken in first
mail-why = You get this because you asked for alerts of this search. Change or unsubscribe:
mail-manage = Change or unsubscribe

## The audit of sources

audit-title = Sources
audit-summary = { $bulletins } bulletins of { $sources } sources; { $silent } of them silent; { $refused } refused items kept.
    .beside = Bulletins by source: how completely each field is read, by which rules, what was refused, who is silent.
audit-how-html = A source is silent when the days since its latest bulletin are more than { $times } times the median of the last { $days } intervals. <code>gongbao rejects list</code> shows what was refused, <code>gongbao rejects retry</code> parses it again. <a href="/audit?format=json">All data as JSON</a>
audit-refused-unknown = Refused, source unknown
    .beside = refused, source unknown
audit-silent = Silent sources
    .beside = silent sources
audit-silent-for = { $days } days, usually { $usual }
audit-no-source = No source stated
    .beside = no source stated
audit-newest = Latest
audit-undated = Without a date
audit-none-for = Silent for { $days } days, usually { $usual }
    .beside = silent
audit-refused = Refused
audit-rules = Rules used
audit-others = Other fields:{" "}
audit-more-html = { $count } more sources in the <a href="/audit?format=json">JSON</a>.
stats-ready = All is well: searches see all that was taken in.
stats-behind = The index is catching up: { $count } changes are not seen by searches yet.
stats-damaged = The index is damaged and a sound one is being built; until then searches may miss something or be wrong.
stats-replaced = The database was replaced; this is still the one before. Please restart.
operator-title = Operator
operator-again = Read again
operator-now = Now
operator-requests = Requests under way
operator-connections = Connections
operator-running = Searches at work
operator-waiting = Searches waiting
operator-memory = Memory
operator-files = Open files
operator-database = Database
operator-index = Index
operator-free = Free on the disk
operator-cache = Cache of texts
operator-hits = Cache hits
operator-stages = Time by stage
operator-stage = Stage
operator-routes = Time by address
operator-route = Address
operator-count = Count
operator-mean = Mean
operator-none = None yet.
operator-counted = Since the start
operator-answers = Answers by status
operator-refused = Refused
operator-searches = Searches
operator-crawled = Crawls
operator-was-connections = no connection left
operator-was-turn = no turn
operator-was-room = no room for the answer
operator-was-search = no place for the search
operator-was-deadline = search broken off
operator-was-rate = too many of one client
operator-was-some = with results
operator-was-none = without
operator-was-fetched = fetched
operator-was-new = new
operator-was-changed = changed
operator-was-withdrawn = withdrawn
operator-was-failed = failed
operator-in-vain = Searched for in vain
operator-not-kept-html = Queries are not kept. With <code>query_log_days = 30</code> they are, for 30 days, without who asked or when.
operator-vain-share = In the last week { $count } searches, { $empty } of them without results.
operator-query = Query
operator-times = Times
stats-version = Version
stats-bulletins = Bulletins
stats-bulletins-are = { $count }; withdrawn: { $withdrawn }; versions of all: { $versions }
stats-span = { $first } to { $last }
stats-last-import = Last taken in
stats-never = Nothing yet
stats-index = Index
stats-index-is = { $count } bulletins can be found
stats-size = Size
stats-size-is = { $database } of database, { $index } of index
stats-plan = Crawls
stats-no-plan = None are planned; bulletins are imported by whoever runs the site.
stats-plan-of = from { $starts } addresses, with at most { $requests } requests
every-days = every { $count ->
    [one] day
   *[other] { $count } days
    }
every-hours = every { $count ->
    [one] hour
   *[other] { $count } hours
    }
every-minutes = every { $count ->
    [one] minute
   *[other] { $count } minutes
    }
stats-more-html = How completely each source was read and which have fallen silent is told under <a href="/audit">Sources</a>; the data is <a href="/stats?format=json">JSON</a>.

## Problems; more of each stands on the page of help

request-id = Request id
problem-bad-parameter = Bad parameter
    .beside = bad parameter
problem-bad-request = Bad request
    .beside = bad request
problem-no-such-page = No such page
    .beside = no such page
problem-no-such-article = No such bulletin
    .beside = no such bulletin
problem-no-such-attachment = No such attachment
problem-no-such-picture = No such picture
    .beside = no such attachment
problem-no-such-version = No such version
    .beside = no such version
problem-no-such-document-number = No such document number
    .beside = no such document number
problem-no-such-facet = No such facet
    .beside = no such facet
problem-no-such-value = No such value
    .beside = no such value
problem-cursor-gone = Cursor expired
    .beside = cursor expired
problem-method-not-allowed = Method not allowed
    .beside = method not allowed
problem-body-too-large = Request body too large
    .beside = body too large
problem-address-too-long = Address too long
    .beside = address too long
problem-too-many-requests = Too many requests
    .beside = too many requests
problem-damaged-article = This bulletin is damaged in the archive
problem-internal-error = Internal error
    .beside = internal error
problem-overloaded = Too busy
    .beside = too busy
problem-too-costly = Search takes too long
    .beside = takes too long

## What went wrong; data has it in 简体 and English

error-no-article = No bulletin has the id "{ $id }". Try a search for its title or document number.
error-no-attachment = The bulletin "{ $id }" has no attachment { $number }, or its file was not taken in.
error-no-picture = The bulletin "{ $id }" has no picture { $number }, or it cannot be had now.
error-no-version = The bulletin "{ $id }" has no version { $number }; see /articles/…/versions.
error-no-document-number = No bulletin bears the document number "{ $text }"; they look like 国办发〔2017〕47号, in any brackets, or 国务院令第714号.
error-no-alert = There is no such alert: it may have been ended, or not confirmed within 48 hours.
error-no-alerts = This site has no alerts by e-mail; every search has a feed that a feed reader can follow.
error-no-facet = There is no facet "{ $name }"; there are { $names }.
error-no-value = No bulletin has the { $facet } "{ $value }"; see /browse/{ $name }, or search for it.
error-cursor-gone = A cursor in the order by relevance expires when it is not used for five minutes while the index changes; begin again with cursor=*. Cursors in an order by date never expire.
error-address-too-long = An address may have { $most } bytes; shorten the query or use fewer filters.
error-too-many-requests = Each address may send { $quota } requests a minute; try again in { $seconds } seconds.
error-no-page = There is nothing at this address; check it, or start from the search page.
error-method-not-allowed = This address can only be read; see the Allow field for the methods it takes.
error-body-too-large = Addresses here take no body; put what you ask for into the parameters.
error-overloaded = There is too much to do right now; try again in a few seconds.
error-too-costly = This search took too long and was broken off. Use fewer words, leave out what is very wide ("…"~500, a long row of OR), or try again later.
error-damaged-article = What the archive kept of this bulletin is damaged and cannot be read; others are not affected. It can be read again once this site has taken it in anew.
error-internal = Something went wrong here and was logged; try again later, and quote the request id in a report.
error-bad-request = The request was not understood; check its address.
error-no-host = The request must name its host in exactly one Host field.
error-slow-request = The request did not arrive in time; send it again.
error-invalid-value = The value "{ $value }" of { $name } is not valid; it must be { $allowed }.
error-repeated = The parameter { $name } is stated more than once; it takes one value.
error-not-utf8 = The parameter { $name } is not UTF-8; percent-encode it as UTF-8.
error-unknown-parameter = There is no parameter "{ $name }"; there are: { $names }.
error-not-taken = This address has no parameter "{ $name }"; it takes { $taken }.
error-only-json = Here, format can only be json.
error-no-preference = There is no parameter "{ $name }" here, only theme, size, language, script and back.
error-preference = { $name } must be one of { $choices }.
error-dates-reversed = from={ $from } is later than to={ $to }; swap them or leave one out.
error-too-many-queries = At most { $most } queries are compared at once; { $given } were given.
error-cursor-page = State page or cursor, not both: a cursor walks over every hit and has no page numbers.
error-cursor-collapse = A cursor walks over every bulletin, reprints as well; leave collapse out.
error-cursor-foreign = This cursor was not given for this search; begin with cursor=* and follow next, leaving query, filters and order as they are.
error-export-page = format={ $form } holds every hit and takes no { $name }.
error-collapse-past = Reprints are known of the present alone; leave collapse out where as_of is stated.
error-page-depth = Paging reaches result { $most }: at { $size } a page, page goes up to { $last }. Narrow the search with from, to or a facet, sort the other way, or walk over everything with cursor=*.

## What a parameter may be, and which there are; each stands within one of the above

allowed-match = words or exact
allowed-sort = relevance, -date (newest first), date (oldest first), -seen (last taken in first) or seen (first taken in first)
allowed-switch = on or off
allowed-collapse = reprints or off
allowed-recency = off, or days from 1 to { $most }
allowed-explain = 1 or 0
allowed-histogram = auto, year, month or off
allowed-format = one of { $names }
allowed-format-here = one of { $names } here
allowed-page = a whole number from 1
allowed-number = a whole number from 1 to { $most }
allowed-date = YYYY, YYYY-MM or YYYY-MM-DD, and a day that exists
allowed-as-of = YYYY, YYYY-MM, YYYY-MM-DD or a time of RFC 3339 such as 2024-05-01T08:00:00%2B08:00 (a plus sign is written %2B), and exist
allowed-facets = none, more, or of { $names }, comma-separated, each perhaps with a colon and 1 to { $most }
allowed-names = of { $names }, comma-separated
allowed-ids = 1 to { $most } ids, comma-separated
allowed-revision = a revision, a whole number from 0
allowed-interval = auto, month or year
allowed-split = one of { $names }
allowed-order = count or name
allowed-initial = a letter, or #
allowed-scope = anywhere or title
allowed-go = 1 or 0
allowed-version = a version from 1 to { $last }
taken-ids = ids, id and format
taken-trends = q (several times), { $names }, the facets with and without not_, format

## The API

api-title = API
api-lede-html = Every address is a resource, in the form that <code>Accept</code> or <code>format=</code> asks for; all of it is read-only, and scripts of other sites may read it. For machines: <a href="/openapi.json">OpenAPI 3.1</a>. Fill in a form below and send it to see the answer.
api-try = Try it
api-send = Send
api-begin = Begin here
api-begin-newest = The id, title, date and source of the newest bulletin:
api-answer-here = The answer of this site at this moment, long texts and lists cut short
api-begin-walk = The same with curl, in Python and in JavaScript; the last two go over all results of a search, with nothing to install:
api-type = Type
api-meaning = Meaning
api-problems-all = Every kind of problem
api-limits = Limits
api-limit-rate = Each client address may send { $most } requests a minute; beyond that the answer is a 429, and RateLimit says what is left.
api-limit-no-rate = This site does not limit requests a minute; please send one at a time and wait for its answer.
api-limit-pages-html = A page has at most 100 results; <code>page</code> reaches the 10000th, <code>cursor</code>, <code>format=csv</code> and <code>format=ndjson</code> reach all.
api-limit-cursor-html = Cursors by date and by intake never expire; one by relevance does (410) when it is not used for five minutes.
api-limit-query = Of a query the first 500 characters and 100 words count; an address has at most 8192 bytes; request bodies are not read.
api-limit-values-html = At most 1000 values for each of <code>facets</code>, 100 <code>ids</code>, 500 changes at once from <code>/changes</code>, 6 phrases for <code>/trends</code>.
api-limit-busy-html = A search takes at most 15 seconds; where there is too much to do the answer is a 503, and <code>Retry-After</code> says when to try again.
type-text = text
type-text-like = text, such as
type-texts = text, may be repeated
type-date = date: a year, a month or a day (YYYY, YYYY-MM, YYYY-MM-DD)
type-date-or-time = date, or a time of RFC 3339
type-number = integer from { $least } to { $most }
type-number-from = integer from { $least }
type-number-or-off = `off`, or an integer from 1 to { $most }

## The query language

help-lede = Plain words always work; each example below is a link.
help-words = Words and phrases
    .beside = words and phrases
help-words-both = Both words, in any order
    .beside = both words, in any order
help-words-function = Words such as 和, 的, 与 and 到 ask for nothing; all other words, dates and document numbers must stand there. A whole question is matched loosely, and it is said
    .beside = all words but those that only join others
help-words-phrase = Exactly these characters
    .beside = exactly these characters
help-words-character = Single characters work too
    .beside = single characters work too
help-words-prefix = What begins with this
    .beside = what begins with this
help-words-near = Within 10 characters of each other
    .beside = within 10 characters of each other
help-boolean = Not, or, brackets
    .beside = not, or, brackets
help-boolean-not = Without a word
    .beside = without a word
help-boolean-not-characters = Nothing with these characters side by side, even if they belong to two words; without quotes only the word is left out
    .beside = without these characters, wherever they stand
help-boolean-not-word = NOT is written 不含 as well
help-boolean-or = Either of them; 或 and | as well
    .beside = either of them; 或 and | as well
help-boolean-or-word = 或 joins only its neighbours
help-boolean-brackets = Brackets group
    .beside = brackets group
help-fields = Fields
    .beside = fields
help-fields-title = In the title
    .beside = in the title
help-fields-title-several = Several values in brackets
    .beside = several values in brackets
help-fields-source = Part of a value is enough
    .beside = part of a value is enough
help-fields-source-several = One of several sources
    .beside = one of several sources
help-fields-more = Column, author, editor, keyword
    .beside = column, author, editor, keyword
help-fields-official = Issuer, kind, subject, validity
    .beside = issuer, kind, subject, validity
help-fields-place = Region, site, language, year
    .beside = region, site, language, year
help-fields-number = Document number in any writing, or part of one: 国办发〔2017〕47号, 国务院令第714号, 令第12号
    .beside = document number, or part of one
help-dates = Dates
    .beside = dates
help-dates-date = A year, a month or a day
    .beside = a year, a month or a day
help-dates-range = From … to …
    .beside = from … to …
help-dates-compare = Comparisons
    .beside = comparisons
help-dates-year = Of a year
    .beside = of a year
help-dates-chinese = As it is said: 2020年2月份, 2020年1-3月, 2月4日至10日, 2020年初, 去年12月; the end has the year and month of the beginning
    .beside = as it is said
help-dates-relative = Relative to today
    .beside = relative to today
help-dates-last = The last 30 days
    .beside = the last 30 days
help-keyboard = Keyboard
help-keys-off = Keys of a single letter can be switched off at the foot of every page.
help-key-search = To the search box
    .beside = to the search box
help-key-results = Next and previous result; Enter opens it
    .beside = next and previous result; Enter opens it
help-key-pages = Next and previous page
    .beside = next and previous page
help-key-chart = To each bar of the chart of times, where Enter shows that time alone; a mouse can be drawn over several
    .beside = to each bar of the chart of times; a mouse can be drawn over several
help-understood = What was understood
help-understood-parts = What was understood is listed under the search box, each part removable; dates, numbers and names recognised in your words are only offered as filters.
help-understood-folding-html = Scripts, widths and letter case do not matter, except that OR, AND and NOT are upper case. Nothing you type is an error: quotes or brackets without a partner still give results, with a word on what was left out.
    .beside = Scripts, widths and letter case do not matter, except that OR, AND and NOT are upper case. Nothing you type is an error.
help-feeds-html = Every search can be followed: beside its results, under "This search", are an Atom and a JSON feed. They go by the date of publication, the newest first; a text that is old when it is taken in stands far down and is easily missed, so the "Feed by time of intake" (<code>sort=-seen</code>) always has first what was taken in last.
help-more-html = For programs see the <a href="/api">API</a>; who runs this site and what it holds is told <a href="/about">about this site</a>.

## Help

about-syntax-suggestions-html = Suggestions appear as you type, by characters, full pinyin, initials or a mixture: <code>yqfk</code>, <code>yiqingfangkong</code> and <code lang="">疫情fk</code> all suggest <span lang="zh">疫情防控</span>; an apostrophe divides syllables (<code>xi'an</code> is <span lang="zh">西安</span>), and document numbers and Latin words (<code>WTO</code>) are suggested as well. Choose with the arrow keys, search with Enter. Where a mistyped query finds nothing, you are asked what you meant; what stands in some bulletin as typed, numbers and capital abbreviations are left alone. Pinyin only suggests; it never matches by itself.
    .beside = Suggestions by characters, full pinyin or initials; pinyin never matches by itself.
about-lede = { $count } bulletins from { $sites ->
    [one] one site.
   *[other] { $sites } sites.
    }
about-span = {" "}The first was published on { $first }, the last on { $last }.
about-operator = Who runs it
about-operator-is = This site is run by { $operator }.
about-operator-unknown = Whoever runs this site has not said who they are. It is not the body that published the bulletins.
about-holds = What it holds
about-holds-how-html = Bulletins, official documents and news that public bodies have published on their own sites, with the texts of attached files. Each time something different is received a version is kept, and older versions can be read. How to search is told under <a href="/help">Help</a>.
about-kinds = By kind:{" "}
about-holds-where-html = How many there are of each site, source and body is told under <a href="/browse">Browse</a>; how completely each source was read, under <a href="/audit">Sources</a>.
about-holds-limits = What is not here may have been published all the same, and what was changed or taken down since may not have been noticed yet. Dates, numbers and sources were read from the texts and may be wrong.
about-terms = Rights and licence
about-terms-texts = The texts belong to the bodies that published them, and the originals prevail; please name the publisher and the original address when you quote.
about-terms-program = The site runs gongbao { $version }, which is published under the MIT or the Apache 2.0 licence.
about-privacy = Privacy
about-privacy-text = There is nothing to sign in to. Cookies hold only the theme, size, language and keys you chose; saved searches and what you have read stay in your browser. The log of the program does not have what people search for.
about-privacy-alerts = If you ask for alerts by e-mail, your address and the search are kept here and used for the alerts alone; they are deleted when you unsubscribe, or after 48 hours without confirmation.
about-accessibility = Accessibility
about-accessibility-what = Made to meet WCAG 2.2 at level AA: all of it works with the keyboard alone and without JavaScript, enlarged to 400% and on screens of 320 pixels without sideways scrolling, and is checked by tools with every change. The large version has large letters and a simple layout, and reads aloud.
about-accessibility-limits = What is not: files are handed out as they were published, and scans and pictures in them may have no text; very wide tables scroll sideways; reading aloud needs a voice that some browsers do not have.
about-contact = Contact and feedback
about-contact-is = Whoever runs the site can be reached at{" "}
about-feedback = {" "}If something is wrong, missing or hard to use, please say at which address.
about-contact-unknown = Whoever runs the site has left no address. For questions about a text ask the body that published it; the original address stands in the record of each bulletin.
about-more = Data and operation
about-more-html = Programs use the <a href="/api">API</a>; how the site fares is told under <a href="/stats">Status</a>.
about-filters = Filters
about-filters-text-html = Beside the results stand the conditions with the number of bulletins of each: a click sets one, another takes it away. Several values of one facet mean any of them; "Exclude" leaves a value out; "Not stated" finds what has no value. The chart beside them counts the bulletins of each year or month, and a bar shows its time alone. A date may be a year (<code>2020</code>), a month (<code>2020-02</code>) or a day (<code>2020-02-04</code>), or written as in a query: <span lang="zh">去年</span>.
about-api = Parameters of a search
about-api-text-html = Every page is also data, at the same address: without <code>text/html</code> among what you accept, or with <code>format=json</code>, the answer is JSON.
about-suggest-html = <code>/suggest</code> takes only <code>q</code> and <code>limit</code> (1 to 20, 8 unless stated); each suggestion has <code>text</code>, <code>kind</code>, <code>count</code>, <code>by</code> and <code>url</code>. <code>did_you_mean</code> of <code>/search</code> is another query that may be meant, or else <code>null</code>.
about-parameters = Parameter
    .beside = parameter
about-values = What it takes
about-param-q-html = The query; empty for all bulletins
about-param-match-html = <code>words</code> by words (the default), <code>exact</code> as typed
about-param-sort-html = <code>relevance</code> (the default), <code>-date</code> the newest first, <code>date</code> the oldest first, <code>-seen</code> the last taken in first, <code>seen</code> the first taken in first
about-param-synonyms-html = <code>on</code> synonyms and short names too (the default), <code>off</code> only what was typed
about-param-collapse-html = <code>reprints</code> puts reprints together (the default of pages), <code>off</code> lists each (the default of JSON); <code>total</code> always counts all, so there may be fewer pages than it suggests: follow <code>next</code>
about-param-recency-html = A half-life of 1 to 36500 days by which newer bulletins rise in the order by relevance; <code>off</code> (the default)
about-param-explain-html = <code>1</code> says how the scores of the first 20 results came about, <code>0</code> does not (the default); orders by date have no scores
about-param-page-per-page-html = Pages count from 1; 1 to 100 results on each, 10 unless stated; up to the 10000th result
about-param-from-to-html = The first and last date of publication: <code>YYYY</code>, <code>YYYY-MM</code> or <code>YYYY-MM-DD</code>
about-param-as-of-html = The archive as of that time: what had been taken in and not withdrawn, each in its version of then; written as above and meaning the end of that day, month or year in Beijing, or an RFC 3339 time
about-param-facets-are = Filters:{" "}
about-param-repeated = {"; "}may be repeated
about-param-facets-html = The facets to count, separated by commas, or <code>more</code> (those by default, subject, region, author, editor), or <code>none</code>
about-param-histogram-html = <code>auto</code>, <code>year</code>, <code>month</code>: how many bulletins each year or month has, whatever <code>from</code> and <code>to</code> say; <code>off</code> (the default)
about-param-within-related-html = Words to look for within the results of <code>q</code>; <code>related=on</code> names the people, bodies and words that the first results share
about-param-cursor-html = Begins with <code>*</code> and walks over all results; afterwards copy <code>next</code>; not bound by the limit of 10000
about-param-not-html = <code>not_</code> before a filter means "is not": <code>not_source=…</code>
about-param-missing-html = Facets that are not stated, separated by commas
about-param-fields-highlight-html = Which fields a result has; <code>highlight=off</code> marks no matches
about-param-format-html = <code>html</code>, <code>json</code>, <code>csv</code>, <code>ndjson</code> (these two hold all results), <code>atom</code>, <code>jsonfeed</code>, <code>ris</code>, <code>bibtex</code>, <code>gbt7714</code>
about-trends-html = In how many bulletins of each month or year a phrase is used, and how phrases rise and fall beside each other: <a href="/trends">trends</a>, <code>/trends?q=…&amp;q=…</code>.
about-results-html = <code>highlights</code> of a result have the original <code>text</code>, the matching <code>ranges</code> (in Unicode characters, without the end) and <code>html</code> with nothing but <code>&lt;mark&gt;</code>; <code>title</code> is the whole title, <code>body</code> the most relevant passage; where that is from a file, <code>attachment</code> says which and on what page. <code>missing</code> are the words that stand neither in title, text nor files, <code>synonyms</code> the synonyms that were looked for, <code>explanation</code> how the score came about: its <code>contribution</code>s add up to <code>score</code>. <code>reprints</code> are other bulletins that say the same: <code>count</code>, the <code>first</code> of them, and up to 20 <code>others</code>.
about-problems = Problems
about-problems-text-html = The API answers as RFC 9457 has it: <code>application/problem+json</code>, whose <code>type</code> leads to one of these.
about-problem-bad-parameter-html = A parameter is unknown, malformed, or stated more than once; <code>parameter</code> is its name, <code>example</code> how to write it.
about-problem-bad-request-html = The request itself is not understood.
about-problem-no-such-page-html = There is no such address.
about-problem-no-such-article-html = No bulletin has this id.
about-problem-no-such-attachment-html = The bulletin has no such attachment, or only its address is known and the file was not taken in.
about-problem-no-such-picture-html = The bulletin has no such picture, or the site it is on does not give it now, or this site fetches none.
about-problem-no-such-version-html = The bulletin has no such version.
about-problem-no-such-document-number-html = No bulletin bears this document number, or it is none.
about-problem-no-such-facet-html = The facets are named in the table above.
about-problem-no-such-value-html = No bulletin has this source, reporter, body and so on; see what there is under <a href="/browse">Browse</a>.
about-problem-cursor-gone-html = A walk in the order by relevance that is left for five minutes while the index changes begins again with <code>cursor=*</code>; those by date never expire.
about-problem-method-not-allowed-html = Everything here can only be read: GET and HEAD.
about-problem-body-too-large-html = The addresses here take no body.
about-problem-address-too-long-html = An address has at most 8192 bytes.
about-problem-too-many-requests-html = More requests in a minute from one address than the operator allows; <code>RateLimit</code> says what is left and when there is more, <code>Retry-After</code> when to try again.
about-problem-damaged-article-html = What the archive kept of this bulletin is damaged; others are not affected.
about-problem-internal-error-html = The fault has been logged; please quote <code>request_id</code> in a report.
about-problem-overloaded-html = Please wait for the seconds of <code>Retry-After</code> and try again.
about-problem-too-costly-html = A search is given a few seconds; what is not finished by then is broken off, and no part of a result is shown. Please make it shorter or more precise, or try again after the seconds of <code>Retry-After</code>.

## What a search has to say; data has it in 简体

message-text-empty = There is nothing to look for in "{ $text }", which was left out
message-many-periods = The time is too long: only the latest { $most } periods are listed, { $earlier } earlier ones are left out; choose dates, or years
message-score = { $points } points in all, the sum of:
message-verbatim = "{ $text }" stands there exactly as typed: { $points } points more
message-not-verbatim = "{ $text }" does not stand there exactly as typed: no points
message-over = No longer in force: −{ $points } points
message-number-is = "{ $text }" is its own document number: { $points } points more
message-title-is = What was typed is its whole title: { $points } points more
message-work-is = "{ $text }" is what it is called for short: { $points } points more
message-words-in-title = The title has all of the words: { $points } points
message-as-a-word = “{ $text }” stands there as a word: { $points } points
message-not-as-a-word = “{ $text }” only straddles a border of words: no points
message-part-score = "{ $text }", { $points } points: { $terms }
message-constant = Meets the conditions: { $points } points
message-sentence-features = A closer look at the text: cited by other bulletins { $citations }, single characters { $characters }, the densest stretch of { $window } characters { $densest }, of { $passage } characters { $dense }, words that are neighbours in the query and near each other in the text { $neighbours }, the title is counted already { $title }
message-recency = Published long ago: { $points } points
message-term-in-title = "{ $text }" in the title
message-term-present = {" "}present
message-term-documents = {" "}in { $with } of { $all } bulletins
message-term = { $text }{ $rare }
message-term-occurrences = { $term }, { $count } times in this one
message-term-weight = { $term }, weight { $weight }
message-term-points = { $term }, { $points } points
message-try-words = Match words that need not be adjacent
message-try-unquoted = Without the quotes
message-try-synonyms = Include synonyms
message-try-without = Without "{ $part }"
message-try-year = Any time in { $year }
message-try-years = From { $from } to { $to }
message-try-from = From { $from }
message-try-to = Until { $to }
message-try-any-time = Any date
message-try-any = Any { $facet }
message-try-no-filters = Without any filter
message-try-now = Search the archive as it is now
message-brackets-deep = Brackets are nested more than { $most } deep; the inner ones are taken as plain text
message-bracket-open = "{ $bracket }" has no bracket to close it and is taken to end with the query
message-quote-open = The quote { $quote } has no partner and is taken to end with the query
message-stray-distance = "{ $sign }" belongs behind a quotation and is left out: "疫情 防控"~10
message-no-boost = "{ $sign }" has no effect and is left out: words are not weighed by hand
message-small-operator = "{ $word }" is in small letters and looked for as a word; to join conditions with it, use capitals: { $query }
message-reads-excluded = "{ $word }" is looked for as words; to exclude what follows, write: { $query }
message-no-distance = A number of characters belongs after "{ $sign }", as in "疫情 防控"~10; nearness was not looked for
message-many-values = More than { $most } values of { $facet } have "{ $value }" in them; the first { $most } were used. Please write more of it
message-no-value = No bulletin has "{ $value }" as its { $facet }
message-no-value-but = No bulletin has "{ $value }" as its { $facet }; close to it are { $close }
message-value = { $facet }: { $value }
message-too-long = The query is too long; only its first { $most } characters were used
message-nothing-to-find = There is nothing in the query to look for, so all bulletins are listed
message-common = Nearly every bulletin has "{ $words }"; there will be many results
message-too-many = Too many conditions; only the first { $most } were used, without what follows from "{ $rest }"
message-brackets-empty = There is nothing to look for in the brackets "{ $text }", which were left out
message-in-title = title contains { $text }
message-unindexed = Searching the field { $field } alone is not possible yet; "{ $text }" is looked for everywhere
message-begins = begins with "{ $text }"
message-one-part = "{ $text }" has but one part, which is not near to anything; put a blank between two words within the quotes
message-distance = The distance must be 1 to { $most } characters; "~{ $stated }" became { $used }
message-near-parts = "…"~n takes at most { $most } parts; left out: "{ $rest }"
message-near = { $texts } within { $most } characters
message-no-date = "{ $text }" is no date that is understood and is looked for as plain words; write 日期:2020-02, 日期:2020-01..2020-03 or 日期:最近30天
message-and-others = { $words } and others
message-stray-left-out = { $words } join or narrow nothing and were left out; quote them to look for the words themselves
message-stray = { $words } join or narrow nothing and are looked for as plain words
message-published-as = published { $span } ({ $typed })
message-published = published { $span }
message-date = { $date }
message-from-to = { $from } to { $to }
message-from = from { $from }
message-to = until { $to }
message-any-time = at any time
message-in-brackets = ({ $part })
message-not = not { $part }
message-and = { $one } and { $two }
message-or = { $one } or { $two }
message-no-number = No bulletin bears the document number "{ $number }"
message-quoted-only = No bulletin has all of the words; these all have the words in quotes
message-any-term = No bulletin has all of the words; these have some of them
message-other-marks = { $text } ({ $count })
message-trend-marks = Not counted, written with other marks: { $written }
message-trend-later = Dated after today, and so not in the chart: { $count }
message-thin-periods = Periods with fewer than { $least } bulletins, of which shares tell little: { $count }
message-pieces = No bulletin has these characters side by side; these have them apart
message-most-terms = This reads like a sentence: bulletins with most of its words are listed, none has all of them
message-most-terms-of = This reads like a sentence: bulletins with most of its words are listed, { $count } of them have all
message-absent = No bulletin has { $words }
message-several = { $said }
message-scan = A walk over all results keeps to the engine's scores: no second look, no recency
message-not-yet = { $time } is still to come; this is the archive as it is now
message-sentence = This reads like a sentence: bulletins with most of its words are counted
