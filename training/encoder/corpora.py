"""Reads the data sets into Documents: sentences of words with the layers that each set has.

Indices of words count through the whole document; spans are [first, last).
Nothing here is of the model: examples.py cuts documents into what it reads.
"""

import collections
import csv
import dataclasses
import json
import pathlib
import re
import subprocess
import tempfile
import xml.etree.ElementTree as xml

KINDS = ("person", "organisation", "place", "nationality", "event", "other")


@dataclasses.dataclass
class Document:
    words: list = dataclasses.field(default_factory=list)
    sentences: list = dataclasses.field(default_factory=list)   # (first, last, paragraph)
    tags: list = None        # (UPOS, XPOS) a word
    heads: list = None       # word, -1 for a root
    rels: list = None
    names: list = None       # (first, last, kind)
    predicates: list = None  # (word, [(first, last, label)])
    citings: list = None     # ([words of the cue], [(first, last, "source" or "content")])
    statuses: list = None    # "", "fact", "denied", "future" or "unsure" a word
    pair: tuple = None       # ((first, last) of the source, of the target, type)


def conllu(path):
    """Documents of a CoNLL-U file, with tags and trees."""
    documents, document, paragraph, first = [], None, 0, 0
    for line in pathlib.Path(path).read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newdoc") or document is None:
            document = Document(tags=[], heads=[], rels=[])
            documents.append(document)
            first = 0
        if line.startswith("# newpar"):
            paragraph += 1
        elif line and line[0] != "#":
            number, form, _, upos, xpos, _, head, rel, *_ = line.split("\t")
            if number.isdigit():
                document.words.append(form)
                document.tags.append((upos, xpos))
                document.heads.append(first + int(head) - 1 if head != "0" else -1)
                document.rels.append(rel)
        elif not line and len(document.words) > first:
            document.sentences.append((first, len(document.words), paragraph))
            first = len(document.words)
    return documents


def propbank(path, documents):
    """Adds the roles of a file to the documents of the same words, sentence by sentence."""
    blocks = [b.split("\n") for b in pathlib.Path(path).read_text(encoding="utf-8").split("\n\n") if b.strip()]
    roles = {}
    for block in blocks:
        rows = [line.split("\t") for line in block if line and line[0] != "#"]
        roles.setdefault(" ".join(r[1] for r in rows), rows)
    missing = 0
    for d in documents:
        d.predicates = []
        for first, last, _ in d.sentences:
            rows = roles.get(" ".join(d.words[first:last]))
            if rows is None:
                missing += 1
                continue
            heads = [i for i, r in enumerate(rows) if r[4] != "-"]
            for column, i in enumerate(heads):
                arguments = [a for a in brackets([r[5 + column] for r in rows], first) if a[2] != "V"]
                d.predicates.append((first + i, arguments))
    return missing


def brackets(cells, first):
    """The spans of a column such as "(ARG1*", "*", "*)"."""
    spans, open_ = [], []
    for i, cell in enumerate(cells):
        for label in re.findall(r"\(([^(*)]+)", cell):
            open_.append((first + i, label))
        for _ in range(cell.count(")")):
            start, label = open_.pop()
            spans.append((start, first + i + 1, label))
    return spans


def conll(path, nationalities):
    """Documents of CoNLL-2003 columns, with names. MISC is parted by nationality and event."""
    documents, document, labels = [], None, []

    def close():
        if document is not None and document.words:
            document.names = [(a, b, kind(k, document.words[a:b], nationalities)) for a, b, k in bio(labels)]
            documents.append(document)

    first = 0
    for line in pathlib.Path(path).read_text(encoding="utf-8").split("\n"):
        if line.startswith("-DOCSTART-"):
            close()
            document, labels, first = Document(), [], 0
        elif line:
            word, _, _, label = line.split(" ")
            document.words.append(word)
            labels.append(label)
        elif document is not None and len(document.words) > first:
            document.sentences.append((first, len(document.words), len(document.sentences)))
            first = len(document.words)
    close()
    return documents


EVENTS = re.compile(r"\b(cup|open|games?|war|day|summit|festival|championships?|prix|league|olympics?|olympiad|tour|masters|"
                    r"trophy|treaty|conference|series|bowl|classic|test|revolution|holocaust|wimbledon|ramadan|christmas|easter)\b", re.I)


def kind(label, words, nationalities):
    if label != "MISC":
        return {"PER": "person", "ORG": "organisation", "LOC": "place"}[label]
    text = " ".join(words)
    if text.lower() in nationalities or words[-1].lower() in nationalities and len(words) < 3:
        return "nationality"
    return "event" if EVENTS.search(text) else "other"


def nationalities(folder):
    """Lower-case demonyms, of the profiles of countries."""
    found = {"arab", "arabs", "european", "europeans", "african", "africans", "asian", "asians", "kurdish", "kurd", "kurds", "jewish", "jew",
             "jews", "moslem", "moslems", "muslim", "muslims", "islamic", "western", "soviet", "yugoslav", "czechoslovak", "scandinavian",
             "english", "scottish", "welsh", "catalan", "basque", "basques", "chechen", "chechens", "tatar", "tibetan", "palestinian",
             "palestinians", "hindu", "hindus", "sikh", "sikhs", "christian", "christians", "catholic", "catholics", "orthodox", "protestant",
             "republican", "republicans", "democrat", "democrats", "democratic", "latin", "hispanic", "hutu", "hutus", "tutsi", "tutsis", "dutch",
             "spanish", "french", "british", "turkish", "swiss", "danish", "irish", "polish", "finnish", "swedish", "flemish", "slav", "serb"}
    for path in pathlib.Path(folder).glob("*/*.json"):
        profile = json.loads(path.read_text(encoding="utf-8"))
        nationality = profile.get("People and Society", {}).get("Nationality", {})
        for field in ("adjective", "noun"):
            text = nationality.get(field, {}).get("text", "") if isinstance(nationality.get(field), dict) else ""
            for word in re.findall(r"[^\W\d_]+(?:[- ][A-Z][^\W\d_]+)*", text):
                if word[:1].isupper():
                    found.update((word.lower(), word.lower() + "s"))
    return found


def bio(labels):
    """The spans of B- and I- labels."""
    spans, start, kind_ = [], None, None
    for i, label in enumerate(list(labels) + ["O"]):
        if start is not None and label != "I-" + kind_:
            spans.append((start, i, kind_))
            start = None
        if label != "O" and start is None:
            start, kind_ = i, label[2:]
    return spans


def tokens(texts):
    """Documents of texts by id, cut by the program's own tokenizer, with the offsets of their words."""
    lines = "".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in texts.items())
    root = pathlib.Path(__file__).parents[2]
    out = subprocess.run(["go", "run", "./training/encoder/tokens"], cwd=root, input=lines, text=True, encoding="utf-8",
                         stdout=subprocess.PIPE, check=True).stdout
    documents = {}
    for line in out.splitlines():
        line = json.loads(line)
        text, d, offsets = texts[line["id"]], Document(), []
        for s in line["sentences"] or ():
            first = len(d.words)
            for a, b in s["tokens"]:
                d.words.append(text[a:b])
                offsets.append((a, b))
            d.sentences.append((first, len(d.words), s["paragraph"]))
        documents[line["id"]] = d, offsets
    return documents


def words_of(offsets, start, end):
    """The words [first, last) that share a character with [start, end)."""
    first = next((i for i, (_, b) in enumerate(offsets) if b > start), len(offsets))
    last = first
    while last < len(offsets) and offsets[last][0] < end:
        last += 1
    return first, last


def polnear(folder):
    """Documents of PolNeAR articles, with attributions."""
    folder = pathlib.Path(folder)
    annotations = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotations[path.stem.rsplit("_", 1)[0] if not (folder / "text" / (path.stem + ".txt")).exists() else path.stem] = path
    texts = {name: (folder / "text" / (name + ".txt")).read_text(encoding="utf-8") for name in annotations}
    documents = []
    for name, (d, offsets) in tokens(texts).items():
        spans, events = {}, []
        for line in annotations[name].read_text(encoding="utf-8").split("\n"):
            fields = line.split("\t")
            if re.match(r"T\d+\t\S+ \d", line):
                spans[fields[0]] = [tuple(map(int, part.split())) for part in fields[1].split(" ", 1)[1].split(";")]
            elif re.match(r"E\d+\tAttribution", line):
                events.append([part.split(":") for part in fields[1].split()])
        d.citings = []
        for event in events:
            cue, parts = [], []
            for role, span in event:
                for start, end in spans[span]:
                    first, last = words_of(offsets, start, end)
                    if role.startswith("Cue"):
                        cue.extend(range(first, last))
                    elif role.startswith(("Source", "Content")):
                        parts.append((first, last, re.match("[A-Za-z]+", role)[0].lower()))
            if cue:
                d.citings.append((sorted(set(cue)), parts))
        documents.append(d)
    return documents


def plover(path):
    """Documents of the rows of PLV, each with a pair."""
    rows = list(csv.DictReader(open(path, encoding="utf-8"), delimiter="\t"))
    texts = {str(i): re.sub(r"</?[st]>", "", r["marked_sentence"]) for i, r in enumerate(rows)}
    documents = []
    for i, (d, offsets) in tokens(texts).items():
        marked, pair = rows[int(i)]["marked_sentence"], []
        for mark in "st":
            m = re.search(f"<{mark}>(.*?)</{mark}>", marked)
            if m is None:
                break
            start = len(re.sub(r"</?[st]>", "", marked[:m.start(1)]))
            pair.append(words_of(offsets, start, start + len(re.sub(r"</?[st]>", "", m[1]))))
        if len(pair) == 2 and all(a < b for a, b in pair):
            d.pair = (*pair, rows[int(i)]["gold_root"])
            documents.append(d)
    return documents


def timebank(folder):
    """Documents of TimeBank, with the statuses of their events. AQUAINT marks half of its events as negated, wrongly."""
    texts, events = {}, {}
    for path in sorted(pathlib.Path(folder).glob("TimeBank/*.tml")):
        root = xml.parse(path).getroot()
        element = root.find("TEXT")
        instances = {m.get("eventID"): m for m in root.iter("MAKEINSTANCE")}
        text, found = "", []

        def walk(e):
            nonlocal text
            start = len(text)
            text += e.text or ""
            for child in e:
                walk(child)
                text += child.tail or ""
            if e.tag == "EVENT" and e.get("eid") in instances:
                found.append((start, len(text), status(instances[e.get("eid")], e.get("class"))))

        if element is not None:
            walk(element)
            # Newswire breaks lines within sentences.
            texts[path.stem] = re.sub(r"(?<!\n)\n(?!\s*\n)", " ", text)
            events[path.stem] = found
    documents = []
    for name, (d, offsets) in tokens(texts).items():
        d.statuses = [""] * len(d.words)
        for start, end, s in events[name]:
            first, last = words_of(offsets, start, end)
            d.statuses[first:last] = [s] * (last - first)
        documents.append(d)
    return documents


def status(instance, class_):
    if instance.get("polarity") == "NEG":
        return "denied"
    if (instance.get("modality") or "none").lower() in ("would", "could", "may", "might", "possible", "potential", "likelihood", "can", "should"):
        return "unsure"
    if instance.get("tense") in ("FUTURE", "INFINITIVE") and class_ != "STATE":
        return "future"
    return "fact"


def load(shared):
    """All sets by name: {"ewt": {"train": [...], "dev": [...]}, ...}."""
    data = pathlib.Path(shared) / "data"
    demonyms = nationalities(data / "factbook")
    sets = collections.defaultdict(dict)
    for split in ("train", "dev"):
        sets["ewt"][split] = conllu(data / f"ud-english-ewt/{split}.conllu")
        propbank(data / f"propbank-ewt/{split}.tsv", sets["ewt"][split])
        sets["gum"][split] = [d for p in sorted((data / f"gum/{split}/dep").glob("*.conllu")) for d in conllu(p)]
        sets["conll"][split] = conll(data / f"conllpp/{split}.txt", demonyms)
        sets["polnear"][split] = polnear(data / f"polnear/data/{split}")
    # Written by our own grammar: subjects and verbs as agencies put them, and headlines.
    out = subprocess.run(["go", "run", "./training/encoder/newswire", "2400"], cwd=pathlib.Path(__file__).parents[2],
                         stdout=subprocess.PIPE, check=True).stdout
    with tempfile.NamedTemporaryFile(suffix=".conllu") as f:
        f.write(out)
        f.flush()
        written = conllu(f.name)
    sets["newswire"] = {"train": written, "dev": written[::40]}
    rows = plover(data / "plover/PLV_train.tsv")
    sets["plover"] = {"train": [d for i, d in enumerate(rows) if i % 5], "dev": rows[::5]}
    files = timebank(data / "timebank")
    sets["timebank"] = {"train": [d for i, d in enumerate(files) if i % 8], "dev": files[::8]}
    return sets
