"""The table of facts (internal/gazetteer/tables/facts.tsv) against dated news.

    python facts.py check --news FOLDER            facts that stand in sentences of before their day, and keys whose terms stand on such pages
    python facts.py fresh --news FOLDER            counts the column fresh anew, and writes the table

FOLDER holds SET.jsonl.gz as for training/acts/pages.py, which says how pages are called. Those that are dev by their names are checked, not counted.
"""

import argparse
import collections
import datetime
import gzip
import json
import pathlib
import re
import sys
import unicodedata

sys.path.append(str(pathlib.Path(__file__).parent.parent / "acts"))
import data
from pages import SHORT

TABLE = pathlib.Path(__file__).parents[2] / "internal/gazetteer/tables/facts.tsv"
SETS = "allsides asia_press current_events kcna kremlin ukraine_president wh_briefings".split()
EARLY = 3  # days that news may be ahead of a fact's day, for the world's clocks
TOLERATED = 40  # one page in so many may be older: undated updates, wrong dates
STREWN = 20  # the same, of pages that have a key's terms anywhere
NEWS = 84  # days that a page is news after what it tells, as internal/nlp/times has it
NEWEST = 3  # facts of a page that are counted
DRAWN = 3  # pages that draw a fact towards those of its kind
OFFICE = re.compile(r"minister|president|secretary|ambassador|spokes|chief|elected|appointed|sworn|becomes|named|king|pope|chairman|governor|premier|chancellor|wins", re.I)
HOMOGRAPHS = {"us": str.isupper, "who": str.isupper, "may": str.istitle, "march": str.istitle}  # other words where they are not written so


def words(text):
    """The words of a text, folded as the program folds them; a homograph that is written as a name has a mark."""
    out = []
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).replace("’", "'").replace(".", "")
    for w in re.findall(r"[^\W_]+(?:'[^\W_]+)*'?", text):
        folded = w.lower().removesuffix("'s").strip("'")
        out.append(folded + "^" if folded in HOMOGRAPHS and HOMOGRAPHS[folded](w) else folded)
    return out


class Fact:
    def __init__(self, row):
        self.row, self.day = row, datetime.date.fromisoformat(row[0]).toordinal()
        self.keys = [[(words(t.removesuffix("*")), t.endswith("*")) for t in k.split("+")] for k in row[1].split(";")]

    def kind(self):
        """What facts that are told of alike long have in common: an office or not, names alone or not, verbs or not."""
        keys = self.row[1].split(";")
        several, verbs = sum("+" in k for k in keys) / len(keys) >= 0.4, sum("*" in k for k in keys) / len(keys) > 0.4
        return bool(OFFICE.search(self.row[2])), several, verbs


def whole(key):
    """The words of a key that stand whole."""
    return [w for ws, open_ in key for w in (ws[:-1] if open_ else ws)]


def index(facts):
    """Facts and keys by the word of the key that is rarest in keys."""
    often = collections.Counter(w for f in facts for k in f.keys for w in whole(k))
    by = collections.defaultdict(list)
    for f in facts:
        for k in f.keys:
            by[min(whole(k), key=often.get)].append((f, k))
    return by


def stands(key, sentence):
    return all(any(sentence[i : i + len(ws)] == ws or open_ and sentence[i : i + len(ws) - 1] == ws[:-1] and i + len(ws) <= len(sentence)
                   and sentence[i + len(ws) - 1].startswith(ws[-1]) for i in range(len(sentence))) for ws, open_ in key)


def table():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#") or line.startswith("from\t")]
    return head, [Fact(line.split("\t")) for line in lines if line and line not in head]


def pages(folder):
    """Dated pages: name, day, sentences."""
    for name in SETS:
        for line in gzip.open(pathlib.Path(folder) / f"{name}.jsonl.gz", "rt", encoding="utf-8"):
            p = json.loads(line)
            if re.fullmatch(r"\d{4}-\d\d-\d\d", p["date"] or ""):
                text = [s for s in re.split(r"(?<=[.!?”\"])\s+|\n+", p["title"] + "\n" + p["text"]) if s][:80]
                yield f"{name}-{p['id'][:SHORT]}", datetime.date.fromisoformat(p["date"]).toordinal(), text


def told(by, sentences):
    """The facts that sentences speak of, each with the first that does."""
    found = {}
    for s in sentences:
        ws = words(s)
        for w in dict.fromkeys(ws):
            for fact, key in by.get(w, ()):
                if fact not in found and stands(key, ws):
                    found[fact] = s
    return found


def strewn(by, sentences):
    """The facts' keys of several terms whose terms all stand on a page, wherever."""
    read = [words(s) for s in sentences]
    have = {w for ws in read for w in ws}
    for w in have & by.keys():
        for fact, key in by[w]:
            if len(key) > 1 and have.issuperset(whole(key)) and all(any(stands([term], ws) for ws in read) for term in key):
                yield fact, key


def check(by, news):
    """Prints the facts that too many pages speak of before their day, with the first of these, and the keys whose terms too many such pages have."""
    of, early = collections.Counter(), collections.defaultdict(list)
    terms, before = collections.Counter(), collections.Counter()
    for _, day, sentences in pages(news):
        for f, s in told(by, sentences).items():
            of[f] += 1
            if day < f.day - EARLY:
                early[f].append((day, s))
        for f, key in strewn(by, sentences):
            at = f, f.keys.index(key)
            terms[at] += 1
            before[at] += day < f.day - EARLY
    for (f, k), n in sorted(before.items(), key=lambda x: (x[0][0].day, x[0][1])):
        if n * STREWN > terms[f, k]:
            print(f.row[0], f.row[1].split(";")[k], f"{n} of {terms[f, k]} pages before have its terms", sep="\t")
    for f, old in sorted(early.items(), key=lambda x: x[0].day):
        if len(old) * TOLERATED > of[f]:
            day, s = min(old)
            print(f.row[0], f.row[1], f"{len(old)} of {of[f]} before:", datetime.date.fromordinal(day), s[:160], sep="\t")


def fresh(by, news, facts):
    """Sets the facts' share of pages that are of the weeks after them, and prints what facts of a kind have."""
    of, soon = collections.Counter(), collections.Counter()
    for name, day, sentences in pages(news):
        if not data.in_dev(name):
            newest = sorted(told(by, sentences), key=lambda f: -f.day)[:NEWEST]
            of.update(newest)
            soon.update(f for f in newest if f.day - EARLY <= day <= f.day + NEWS)
    for f in list(soon):  # less one page, from which the fact may have been written
        of[f], soon[f] = of[f] - 1, soon[f] - 1
    of = +of
    kinds = collections.defaultdict(list)
    for f in of:
        kinds[f.kind()].append(f)
    # Of a kind, between the share of its pages and the mean of its facts' shares: what few pages tell of is told of less long.
    mean = {k: (sum(soon[f] for f in fs) / sum(of[f] for f in fs) + sum(soon[f] / of[f] for f in fs) / len(fs)) / 2 for k, fs in kinds.items()}
    for f in facts:
        f.row[3] = str(round(100 * (soon[f] + DRAWN * mean.get(f.kind(), 0.1)) / (of[f] + DRAWN)))
    for k, fs in sorted(kinds.items()):
        print("office" if k[0] else "event", "several terms" if k[1] else "one term", "verbs" if k[2] else "no verbs", len(fs), "facts told of", f"{mean[k]:.2f}")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("what", choices=["check", "fresh"])
    p.add_argument("--news", required=True)
    args = p.parse_args()
    head, facts = table()
    by = index(facts)
    if args.what == "check":
        check(by, args.news)
    else:
        fresh(by, args.news, facts)
        TABLE.write_text("\n".join(head + ["\t".join(f.row) for f in facts]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
