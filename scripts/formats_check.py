"""Reads what a site writes with other people's parsers, and compares with its JSON. See scripts/formats-check."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request
from datetime import datetime
from pathlib import Path

import bibtexparser
import feedparser
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from lxml import etree

SITE, FOLDER, PROGRAM = sys.argv[1:]
ATOM = "{http://www.w3.org/2005/Atom}"

# Invented, and each meant to break out of some format.
HOSTILE = [
    {"id": "hostile-1", "title": "=HYPERLINK(\"http://x.example\";\"点这里\")", "content": "＝1+1 的正文，\t含制表符", "date": "2021-03-04"},
    {"id": "hostile-2", "title": "100% {括号} $x$ _下划线_ \\反斜杠 & ~波浪 ^尖", "content": "TY  - 不是标签\nER  - ", "date": "2021-03"},
    {"id": "hostile-3", "title": "]]><b>标记</b> \"引号\" '撇号', 逗号；分号", "content": "第一行\r\n第二行\n\n第三段", "date": "2021"},
]


def get(path, **query):
    """The answer's text."""
    address = f"{SITE}{path}?{urllib.parse.urlencode(query, doseq=True)}"
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode("utf-8")


def data(path, **query):
    return json.loads(get(path, **query))


def check(said, holds):
    if not holds:
        sys.exit(f"WRONG {said}")


def flat(text):
    """A text as a reference has it, on one line."""
    return " ".join(re.sub(r"[\x00-\x1f]", " ", text).split())


def take_in_hostile():
    file = f"{FOLDER}/hostile.jsonl"
    with open(file, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in HOSTILE)
    environment = {**os.environ, "GONGBAO_DATA": f"{FOLDER}/site"}
    subprocess.run([PROGRAM, "import", file], check=True, capture_output=True, env=environment)
    check("the hostile bulletins are there", all(data(f"/articles/{one['id']}")["id"] == one["id"] for one in HOSTILE))


def tables():
    lines = [json.loads(line) for line in get("/search", format="ndjson", sort="-date").splitlines()]
    text = get("/search", format="csv", sort="-date", fields="id,title,published_on,source,keywords,paragraphs")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    check("CSV begins with a byte order mark", text.startswith("\ufeff"))
    check("CSV has a row for each hit", len(rows) == len(lines) == data("/search")["total"])
    for row, line in zip(rows, lines):
        check(f"CSV id of {line['id']}", row["id"] == line["id"] and None not in row.values() and None not in row)
        check(f"CSV title of {line['id']}", row["title"] in (line["title"], "'" + line["title"]))
    trends = list(csv.DictReader(io.StringIO(get("/trends", format="csv", q=["防汛", "=1+1"]).removeprefix("\ufeff"), newline="")))
    points = [point for series in data("/trends", q=["防汛", "=1+1"])["series"] for point in series["points"]]
    check("trends", [(row["period"], int(row["count"])) for row in trends] == [(p["period"], p["count"]) for p in points])
    print(f"Python csv: {len(rows)} bulletins and {len(trends)} points of trends")
    if not shutil.which("soffice"):
        print("SKIPPED LibreOffice: soffice is not installed")
        return
    with open(f"{FOLDER}/table.csv", "w", encoding="utf-8", newline="") as out:
        out.write(text)
    # Without a window nobody is asked for the character set, so that it is said: comma, quotation mark, UTF-8.
    opened_as = "--infilter=CSV:44,34,76,1"
    again = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
    command = ["soffice", f"-env:UserInstallation=file://{FOLDER}/office", "--headless", "--convert-to"]
    subprocess.run(command + ["xlsx", opened_as, "--outdir", FOLDER, f"{FOLDER}/table.csv"], check=True, capture_output=True, timeout=300)
    subprocess.run(command + [again, "--outdir", f"{FOLDER}/out", f"{FOLDER}/table.xlsx"], check=True, capture_output=True, timeout=300)
    with open(f"{FOLDER}/out/table.csv", encoding="utf-8-sig", newline="") as file:
        opened = list(csv.DictReader(file))
    check(f"LibreOffice has {len(opened)} of {len(rows)} rows", len(opened) == len(rows))
    for row, seen in zip(rows, opened):
        for name in ("id", "title", "source"):
            check(f"LibreOffice has {name} of {row['id']}: {seen[name]!r} for {row[name]!r}", seen[name] == row[name])
    print(f"LibreOffice: {len(opened)} bulletins, cell by cell")


def is_time(text):
    return re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text) and datetime.fromisoformat(text)


def is_address(text):
    return urllib.parse.urlparse(text).scheme in ("http", "https", "urn", "tag")


def feeds():
    results = data("/search", sort="-date", per_page=50)["results"]
    titles = [result["title"] for result in results]
    atom = get("/search", format="atom")
    parsed = feedparser.parse(atom)
    check(f"feedparser takes the Atom feed: {parsed.get('bozo_exception')}", not parsed.bozo and parsed.version == "atom10")
    check("Atom entries", [flat(entry.title) for entry in parsed.entries] == [flat(title) for title in titles])
    root = etree.fromstring(atom.encode("utf-8"))
    schema = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
    feeds_of_atom = [root, *(etree.fromstring(get("/search", format="atom", **asked).encode("utf-8")) for asked in ({"q": "防汛"}, {"per_page": 1}, {"q": "查无此词"}))]
    for feed in feeds_of_atom:
        is_valid = schema.validate(feed)
        check(f"the grammar of RFC 4287: {schema.error_log}", is_valid)
    check("the root is a feed", root.tag == f"{ATOM}feed")
    entries = root.findall(f"{ATOM}entry")
    # RFC 4287 §4.1.1 and §4.1.2: what there is exactly one of, and what stands in for what.
    for place in [root, *entries]:
        for name in ("id", "title", "updated"):
            check(f"one {name} in {place.tag}", len(place.findall(f"{ATOM}{name}")) == 1)
        check("an id is an IRI", is_address(place.findtext(f"{ATOM}id")))
        for name in ("updated", "published"):
            for moment in place.findall(f"{ATOM}{name}"):
                check(f"{name} is a time: {moment.text}", is_time(moment.text))
        relations = [(link.get("rel", "alternate"), link.get("type"), link.get("hreflang")) for link in place.findall(f"{ATOM}link")]
        alternates = [relation for relation in relations if relation[0] == "alternate"]
        check("no two alternates of one type", len(set(alternates)) == len(alternates))
        check("every link has an address", all(link.get("href") for link in place.findall(f"{ATOM}link")))
    for entry in entries:
        check("an entry has an author", entry.find(f"{ATOM}author") is not None or root.find(f"{ATOM}author") is not None)
        check("an entry has content or an alternate", entry.find(f"{ATOM}content") is not None or entry.find(f"{ATOM}link") is not None)
        check("an author has a name", all(author.findtext(f"{ATOM}name") for author in entry.findall(f"{ATOM}author")))
        content = entry.find(f"{ATOM}content")
        if content is not None and content.get("type") == "xhtml":
            check("XHTML is one div", [child.tag for child in content] == ["{http://www.w3.org/1999/xhtml}div"])
    check("ids are different", len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries))
    known = {"author", "category", "content", "contributor", "entry", "generator", "icon", "id", "link", "logo", "published", "rights", "source", "subtitle", "summary", "title", "updated"}
    own = {etree.QName(child).localname for place in [root, *entries] for child in place if child.tag.startswith(ATOM)}
    check(f"elements of Atom: {own - known}", own <= known)
    feed = data("/search", format="jsonfeed")
    check("JSON Feed 1.1", feed["version"] == "https://jsonfeed.org/version/1.1" and isinstance(feed["title"], str))
    for item in feed["items"]:
        check("an item has an id, a text", isinstance(item["id"], str) and item["id"])
        check("an item has content", isinstance(item.get("content_html", item.get("content_text")), str))
        check("addresses are whole", all(is_address(item[name]) for name in ("url", "external_url") if item.get(name)))
        check("times are times", all(is_time(item[name]) for name in ("date_published", "date_modified") if item.get(name)))
        check("authors are named", all(author.get("name") or author.get("url") for author in item.get("authors") or []))
        check("tags are texts", all(isinstance(tag, str) for tag in item.get("tags") or []))
    check("items", [item["title"] for item in feed["items"]] == titles)
    check("nothing is null: absent is left out", None not in feed.values() and all(None not in item.values() for item in feed["items"]))
    print(f"feedparser, the grammar and the rules: {len(entries)} entries of Atom, {len(feed['items'])} items of JSON Feed")


def references():
    results = data("/search", sort="-date", per_page=100)["results"] + data("/search", sort="-date", per_page=100, page=2)["results"]
    both = lambda form: "".join(get("/search", sort="-date", per_page=100, page=page, format=form) for page in (1, 2))
    ris = rispy.loads(both("ris"))
    check(f"RIS has {len(ris)} of {len(results)}", len(ris) == len(results))
    for entry, result in zip(ris, results):
        check(f"RIS title of {result['id']}", entry["title"] == flat(result["title"]))
        check(f"RIS id and address of {result['id']}", entry["id"] == result["id"] and entry["urls"])
        check(f"RIS type of {result['id']}", entry["type_of_reference"] in ("GOVDOC", "NEWS"))
        check(f"RIS tags of {result['id']}: {entry.get('unknown_tag')}", not entry.get("unknown_tag"))
    library = bibtexparser.parse_string(both("bibtex"), append_middleware=[LatexDecodingMiddleware()])
    check(f"BibTeX is read: {library.failed_blocks[:1]}", not library.failed_blocks)
    bibtex = library.entries
    check(f"BibTeX has {len(bibtex)} of {len(results)}", len(bibtex) == len(results))
    for entry, result in zip(bibtex, results):
        fields = {name: field.value for name, field in entry.fields_dict.items()}
        # Blanks beside a decoded command are not told from those of the text; the decoder has a circumflex of its own.
        plain = lambda text: re.sub(r"\s", "", text).replace("ˆ", "^")
        check(f"BibTeX title of {result['id']}: {fields['title']}", plain(fields["title"]) == plain(result["title"]))
        check(f"BibTeX year of {result['id']}", not result["published_on"] or fields["year"] == result["published_on"][:4])
    check("BibTeX keys are different", len({entry.key for entry in bibtex}) == len(bibtex))
    lines = both("gbt7714").splitlines()
    check(f"GB/T 7714 has {len(lines)} of {len(results)}", len(lines) == len(results))
    shape = re.compile(r".+\[EB/OL\]\. (.+, \d{4})?(\(\d{4}(-\d\d){0,2}\))?\[\d{4}-\d\d-\d\d\]\. https?://\S+\.")
    for line, result in zip(lines, results):
        check(f"GB/T 7714 of {result['id']}: {line}", shape.fullmatch(line) and flat(result["title"]) in line)
    print(f"rispy {len(ris)}, bibtexparser {len(bibtex)}, GB/T 7714 {len(lines)} references; one of each:")
    print(lines[5])


take_in_hostile()
tables()
feeds()
references()
