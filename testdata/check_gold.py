#!/usr/bin/env python3
"""Check gold files against their pages: python3 testdata/check_gold.py [GOLD.jsonl …]

Without arguments it checks examples/gold.jsonl and testdata/blind/gold.jsonl.
Pages are looked up relative to the folder of the gold file; "file.jsonl#n" is
the nth record (from 1) of a JSON Lines file. Errors make the exit code 1;
warnings (a name that the page does not spell so) do not.
"""

import datetime
import html.parser
import json
import pathlib
import re
import sys
import unicodedata

TYPES = set("""AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST REJECT ACCUSE
THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT""".split())
STATUSES = {"reported", "alleged", "denied", "planned", "hypothetical"}

# ISO 3166-1 alpha-3, then codes for Kosovo, gone states and organisations.
CODES = set("""
AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA BRN BGR BFA
BDI CPV KHM CMR CAN CAF TCD CHL CHN COL COM COG COD CRI CIV HRV CUB CYP CZE DNK DJI DMA DOM ECU EGY SLV GNQ
ERI EST SWZ ETH FJI FIN FRA GAB GMB GEO DEU GHA GRC GRD GTM GIN GNB GUY HTI HND HUN ISL IND IDN IRN IRQ IRL
ISR ITA JAM JPN JOR KAZ KEN KIR PRK KOR KWT KGZ LAO LVA LBN LSO LBR LBY LIE LTU LUX MDG MWI MYS MDV MLI MLT
MHL MRT MUS MEX FSM MDA MCO MNG MNE MAR MOZ MMR NAM NRU NPL NLD NZL NIC NER NGA MKD NOR OMN PAK PLW PSE PAN
PNG PRY PER PHL POL PRT QAT ROU RUS RWA KNA LCA VCT WSM SMR STP SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF
SSD ESP LKA SDN SUR SWE CHE SYR TWN TJK TZA THA TLS TGO TON TTO TUN TUR TKM TUV UGA UKR ARE GBR USA URY UZB
VUT VAT VEN VNM YEM ZMB ZWE
XKX SUN YUG SCG CSK DDR
UNO EUE NAT AFU ASN ARL ECW OAS GCC ICC ICJ IAE""".split())

PAGE_KEYS = "page title author outlet credit published body_starts body_ends events".split()
EVENT_KEYS = "key source source_names target target_names type act channel date status background origin".split()
EVENT_EXTRA = set("""occasion denied_by reply_to reciprocal optional optional_target loose_date
year_open_from""".split())

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTHS = "january february march april may june july august september october november december".split()
DAY = r"\b(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
MONTH = r"(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
DATES = [
    re.compile(DAY + r",?\s+\(?(?P<d>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?P<m>" + MONTH + r")(?:,?\s+(?P<y>\d{4}))?", re.I),
    re.compile(DAY + r",?\s+\(?(?P<m>" + MONTH + r")\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?\b(?!:)(?:,?\s+(?P<y>\d{4}))?", re.I),
]


class Visible(html.parser.HTMLParser):
    """Collects the text that a browser would show, and the title."""

    SILENT = {"script", "style", "template", "noscript"}
    INLINE = {"b", "i", "em", "strong", "a", "span", "u", "small", "font", "sup", "sub", "q", "abbr", "mark"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out, self.mute = [], 0

    def handle_starttag(self, tag, attrs):
        if tag in self.SILENT:
            self.mute += 1
        elif tag not in self.INLINE:
            self.out.append(" ")

    def handle_endtag(self, tag):
        if tag in self.SILENT:
            self.mute = max(0, self.mute - 1)
        elif tag not in self.INLINE:
            self.out.append(" ")

    def handle_data(self, data):
        if not self.mute:
            self.out.append(data)


def squeeze(s):
    return " ".join(s.split())


def fold(s):
    s = unicodedata.normalize("NFKD", s)
    s = "".join(c for c in s if not unicodedata.combining(c)).casefold()
    return squeeze(s.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').replace("ı", "i"))


def decode(raw):
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        m = re.search(rb"charset=[\"']?([A-Za-z0-9_-]+)", raw[:2048])
        name = m.group(1).decode() if m else "cp1252"
        return raw.decode("cp1252" if name.lower() in ("iso-8859-1", "utf-8") else name, "replace")


def visible(text):
    v = Visible()
    v.feed(text)
    v.close()
    return squeeze("".join(v.out))


def read_page(folder, name):
    path, _, n = name.partition("#")
    raw = (folder / path).read_bytes()
    if n:
        record = json.loads(raw.decode("utf-8").splitlines()[int(n) - 1])
        return visible(record["html"]) if "html" in record else squeeze(record["text"])
    text = decode(raw)
    return visible(text) if path.endswith((".html", ".htm")) else squeeze(text)


def parse_interval(v):
    a, b = (datetime.date.fromisoformat(v[k]) for k in ("from", "to"))
    if a > b:
        raise ValueError(f"{a} is after {b}")
    return a, b


def check_weekdays(text, year, complain):
    for pattern in DATES:
        for m in pattern.finditer(text):
            y = int(m["y"]) if m["y"] else year
            if y is None:
                continue
            month = next(i for i, n in enumerate(MONTHS, 1) if n.startswith(m["m"].lower().rstrip(".")[:3]))
            try:
                day = datetime.date(y, month, int(m["d"]))
            except ValueError:
                complain(f"no such day: {m[0]!r}")
                continue
            said = m[1].lower()[:3]
            if not WEEKDAYS[day.weekday()].startswith(said):
                complain(f"{m[0]!r}: {day} was a {WEEKDAYS[day.weekday()].title()}")


def check_page(folder, page, complain, warn):
    for k in PAGE_KEYS:
        if k not in page:
            complain(f"no {k}")
            return
    try:
        text = read_page(folder, page["page"])
    except (OSError, IndexError, ValueError, KeyError) as e:
        complain(f"cannot read page: {e}")
        return
    start, end = text.find(squeeze(page["body_starts"])), text.rfind(squeeze(page["body_ends"]))
    if start < 0:
        complain(f"body_starts not on the page: {page['body_starts']!r}")
    if end < 0:
        complain(f"body_ends not on the page: {page['body_ends']!r}")
    if 0 <= end <= start:
        complain("body ends before it starts")
    folded = fold(text)
    for field in ("title", "author", "outlet"):
        for part in (page[field] or "").split(";"):
            if fold(part) not in folded:
                (complain if field == "title" else warn)(f"{field} not on the page: {part!r}")
    for credit in page["credit"]:
        if fold(credit) not in folded:
            warn(f"credit not on the page: {credit!r}")
    try:
        first, last = parse_interval(page["published"])
    except (ValueError, KeyError, TypeError) as e:
        complain(f"published: {e}")
        return
    check_weekdays(text, first.year if first.year == last.year else None, complain)

    keys = [e.get("key") for e in page["events"]]
    for k in set(keys):
        if keys.count(k) > 1:
            complain(f"key {k} twice")
    for e in page["events"]:
        check_event(e, last, folded, lambda s, e=e: complain(f"{e.get('key')}: {s}"), lambda s, e=e: warn(f"{e.get('key')}: {s}"))


def check_event(e, published, folded, complain, warn):
    missing = [k for k in EVENT_KEYS if k not in e]
    if missing:
        complain(f"lacks {missing}")
        return
    strange = set(e) - set(EVENT_KEYS) - EVENT_EXTRA
    if strange:
        complain(f"unknown keys {strange}")
    for side in ("source", "target"):
        if not e[side]:
            complain(f"no {side}")
        for code in e[side]:
            if code not in CODES:
                complain(f"{side} {code} is no code")
        for name in e[side + "_names"]:
            if fold(name).split()[-1] not in folded:
                warn(f"name not on the page: {name!r}")
    for code in e.get("denied_by", []):
        if code not in CODES:
            complain(f"denied_by {code} is no code")
    if e.get("reciprocal") and set(e["source"]) == set(e["target"]) and len(e["source"]) < 2:
        complain("one party alone with itself")
    if not e["type"] or set(e["type"]) - TYPES:
        complain(f"types {e['type']}")
    if e["status"] not in STATUSES:
        complain(f"status {e['status']}")
    if "occasion" in e:
        if not {"name", "country"} <= set(e["occasion"]) or e["occasion"]["country"] not in CODES | {""}:
            complain(f"occasion {e['occasion']}")
    try:
        first, last = parse_interval(e["date"])
    except (ValueError, KeyError, TypeError) as err:
        complain(f"date: {err}")
        return
    if e["status"] not in ("planned", "hypothetical") and last > published:
        complain(f"happened by {last} but the page is of {published}")


def check_file(path):
    errors = warnings = events = 0
    by_key = {}
    pages = []
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        def say(kind, s, where=n):
            print(f"{path.name}:{where}: {kind}: {s}")
        try:
            page = json.loads(line)
        except ValueError as e:
            say("error", e)
            errors += 1
            continue
        name = page.get("page", "?")

        def complain(s):
            nonlocal errors
            errors += 1
            say("error", f"{name}: {s}")

        def warn(s):
            nonlocal warnings
            warnings += 1
            say("warning", f"{name}: {s}")

        check_page(path.parent, page, complain, warn)
        pages.append(page)
        for e in page.get("events", []):
            events += 1
            by_key.setdefault(e.get("key"), []).append((name, e))
            if "reply_to" in e and e["reply_to"] not in [f.get("key") for f in page["events"]]:
                complain(f"{e['key']}: replies to {e['reply_to']}, which the page's gold does not have")
    listed = {p["page"].partition("#")[0] for p in pages if "page" in p}
    for f in sorted((path.parent / "pages").iterdir()):
        if f"pages/{f.name}" not in listed:
            print(f"{path.name}: error: {f.name} has no gold")
            errors += 1
    for key, uses in by_key.items():
        name, a = uses[0]
        for other, b in uses[1:]:
            what = []
            if not (set(a["source"]) == set(b["source"]) and set(a["target"]) == set(b["target"])):
                what.append("actors")
            if not set(a["type"]) & set(b["type"]):
                what.append("type")
            if a["date"]["from"] > b["date"]["to"] or b["date"]["from"] > a["date"]["to"]:
                what.append("date")
            if what:
                print(f"{path.name}: error: {key} differs in {', '.join(what)} between {name} and {other}")
                errors += 1
    print(f"{path}: {len(pages)} pages, {events} events ({len(by_key)} acts), {errors} errors, {warnings} warnings")
    return errors


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    paths = [pathlib.Path(a) for a in sys.argv[1:]] or [
        p for p in (root / "examples/gold.jsonl", root / "testdata/blind/gold.jsonl") if p.exists()
    ]
    sys.exit(1 if sum(check_file(p) for p in paths) else 0)


if __name__ == "__main__":
    main()
