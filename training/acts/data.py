"""Pages with their labels, as windows to fit on.

A page comes from dump (what the program reads: windows, candidates) and from a file of labels
(one line an act, fifteen columns; training/acts/README.md). Words are named by their place in
a window; sides by codes of states.
"""

import dataclasses
import hashlib
import json
import pathlib
import re

import hung

TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST REJECT ACCUSE THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
STATUS = "reported alleged denied planned hypothetical".split()
CHANNELS = "- letter telegram message call meeting visit summons statement briefing speech interview post document broadcast note".split()
DEFAULTS = "day week open other".split()  # of an act without words for its time: the page's day, the week up to it, whenever before it
FIELDS = "sentence trigger act type source target recip status bg when interval channel occasion cited denied_by".split()
KEPT = frozenset(pathlib.Path(__file__).with_name("kept.txt").read_text(encoding="utf-8").split())
CODES = {"EU": "EUE", "UN": "UNO", "NATO": "NAT"}


def in_dev(page):
    return int(hashlib.md5(page.encode()).hexdigest(), 16) % 7 == 0


def kept(page):
    """Whether a page is kept out of fits: dev, or named in kept.txt."""
    return in_dev(page) or page in KEPT


def apart(pages):
    """Pages to fit on: not kept out, nor copies of such, of which a third of their sentences would be."""
    told = {s for p in pages if kept(p.name) for s in long(x["Text"] for x in p.sentences)}
    return [p for p in pages if not kept(p.name) and not copied([x["Text"] for x in p.sentences], told)]


def long(sentences):
    """Those by which copies are known, without their space."""
    return [squeezed(s) for s in sentences if len(s) > 40]


def copied(sentences, told):
    """Whether more than a third of the long sentences are told."""
    found = long(sentences)
    return 3 * sum(s in told for s in found) > len(found)


def labels(path):
    """Pages of a file of labels: name → acts, each a dict of the columns."""
    found, page = {}, None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("## "):
            page = found.setdefault(line[3:].strip(), [])
        elif line.strip() and not line.startswith("//"):
            row = line.split("\t")
            if len(row) == len(FIELDS):
                page.append(dict(zip(FIELDS, row)))
    return found


def codes_of(text):
    if text in ("-", ""):
        return []
    out = []
    for part in text.split(" | "):
        m = re.search(r"=([A-Z0-9+]+)$", part.strip())
        for c in m[1].split("+") if m else []:
            c = CODES.get(c, c)
            if c not in out:
                out.append(c)
    return out


def placed(text):
    """A phrase and the number of its sentence: "Monday@3" → ("Monday", 3)."""
    m = re.fullmatch(r"(.*?)(?:@(\d+))?", text)
    return m[1], int(m[2]) if m[2] else None


def squeezed(text):
    return re.sub(r"\s+", "", text)


@dataclasses.dataclass
class Act:
    head: int | None  # token that tells it; None where no words do
    phrase: set  # tokens of the words that tell it
    sentence: int
    again: set  # sentences that tell it once more
    act: str
    types: list
    source: list
    target: list
    row: dict
    interval: tuple
    when: set  # tokens of its time
    words: dict  # tokens of the words for source and target
    cited: list  # sets of tokens, nearest to the reader first
    occasion: set  # tokens that name its occasion
    each: bool = False  # one of several acts of different doers at one word


class Page:
    def __init__(self, dump, rows, sent, vocabulary):
        self.name, self.windows = dump["Page"], dump["Windows"] or []
        self.published = dump["Published"]
        self.hung = hung.Hung(dump["Hung"])
        self.tokens, self.heads, self.upos, self.lemmas = dump["Tokens"] or [], self.hung.heads, dump["UPOS"] or [], dump["Lemmas"] or []
        self.sentences, self.times, self.citings, self.mentions = dump["Sentences"] or [], dump["Times"] or [], dump["Citings"] or [], dump["Mentions"] or []
        numbers = self.numbers(sent)
        self.acts = [a for row in rows if (a := self.read(row, numbers, vocabulary))]
        by = {}
        for a in self.acts:
            if a.head is not None:
                by.setdefault((a.head, a.types[0]), []).append(a)
        for same in by.values():
            if len(same) > 1 and len({tuple(a.source) for a in same}) > 1:
                for a in same:
                    a.each = True

    def numbers(self, sent):
        """Sentences by the number that a reader saw."""
        have = {}
        for k, s in enumerate(self.sentences):
            have.setdefault(squeezed(s["Text"]), []).append(k)
        out = {}
        for line in sent.splitlines():
            m = re.match(r"\[(\d+)\] (?:\((?:title|heading|byline|dateline|caption|credit)\) )?(.*)$", line)
            if m and (ks := have.get(squeezed(m[2]))):
                out[int(m[1])] = ks.pop(0) if len(ks) > 1 else ks[0]
        return out

    def find(self, phrase, k):
        """Tokens of a phrase in sentence k."""
        s = self.sentences[k]
        text = s["Text"]
        pattern = re.escape(phrase).replace(r"\ ", r"\s+")
        x = re.search(r"(?<!\w)" + pattern + r"(?!\w)", text) or re.search(pattern, text)
        if not x:
            return set()
        a = s["Start"] + len(text[: x.start()].encode())
        b = s["Start"] + len(text[: x.end()].encode())
        return {i for i in range(s["First"], s["Last"]) if self.tokens[i][0] < b and self.tokens[i][1] > a}

    def head(self, words):
        ix = sorted(words)
        tops = [i for i in ix if self.heads[i] not in words]
        for pool in (tops, ix):
            for tags in ({"VERB"}, {"NOUN"}, {"VERB", "NOUN", "PROPN", "ADJ"}):
                c = [i for i in pool if self.upos[i] in tags]
                if c:
                    return c[0]
        return ix[0] if ix else None

    def read(self, row, numbers, vocabulary):
        ns = [int(x) for x in row["sentence"].split(",")]
        if ns[0] not in numbers:
            return None
        k = numbers[ns[0]]

        def words(text):
            phrase, n = placed(text)
            at = numbers.get(n if n is not None else ns[0])
            return set() if at is None or phrase in ("-", "") else self.find(phrase, at)

        phrase = set() if row["trigger"] == "=" else words(row["trigger"])
        a, b = row["interval"].split("..")
        return Act(
            head=self.head(phrase) if phrase else None, phrase=phrase, sentence=k,
            again={numbers[n] for n in ns[1:] if n in numbers}, act=vocabulary.act(row["act"], row["type"].split("/")[0]), types=row["type"].split("/"),
            source=codes_of(row["source"]), target=codes_of(row["target"]), row=row, interval=(a, b),
            words={c: set().union(*(words(re.sub(r"=[A-Z0-9+]+$", "", x.strip())) for x in row[c].split(" | "))) for c in ("source", "target")},
            when=words(row["when"]), cited=[w for x in (row["cited"].split(" < ") if row["cited"] != "-" else []) if (w := words(x.strip()))],
            occasion=words(row["occasion"]),
        )


class Vocabulary:
    """Readers' wordings → the acts of internal/act."""

    def __init__(self, path):
        self.wordings = dict(rows(path))
        self.types = dict(rows(pathlib.Path(__file__).parents[2] / "internal/act/acts.tsv"))

    def act(self, wording, kind):
        """The act of a wording, or of its first words where that has the type: "refuse to yield" is a refusal; else ""."""
        words = wording.split()
        for n in range(len(words), 0, -1):
            said = " ".join(words[:n])
            a = self.wordings.get(said + "|" + kind) or self.wordings.get(said)
            if a and (n == len(words) or self.types.get(a) == kind):
                return a
        return ""


def rows(path):
    """The first two columns."""
    return [line.rstrip("\n").split("\t")[:2] for line in open(path, encoding="utf-8") if line.strip() and not line.startswith("#")]


def load(dump, label_files, sentences, words):
    """Pages of a dump that the label files hold, in order of the dump."""
    rows = {}
    for f in label_files:
        rows.update(labels(f))
    out = []
    for line in open(dump, encoding="utf-8"):
        name = json.loads(line[: line.index(",")] + "}")["Page"]
        if name in rows:
            sent = (pathlib.Path(sentences) / (name + ".sent")).read_text(encoding="utf-8")
            out.append(Page(json.loads(line), rows[name], sent, words))
    return out
