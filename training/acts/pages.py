"""The texts of labelled pages, out of the sets that their names name.

    python3 training/acts/pages.py --news FOLDER [LABELS…] >pages.jsonl
    python3 training/acts/pages.py --news FOLDER --further N [LABELS…] >more.jsonl     # up to N of each set that no label is of

FOLDER holds SET.jsonl.gz with objects {"id", "date", "title", "outlet", "text"}. A page is called SET-ID, with the ID's first eight
characters; where several texts of a set begin so, it is the one that holds the phrases of the labels. What is not settled so is said
and left out, and the exit code is 1. The lines are what dump reads.
"""

import argparse
import gzip
import json
import pathlib
import random
import re
import sys

import data

SHORT = 8  # characters of an ID in a page's name


def phrases(rows):
    for row in rows:
        for text in (row["trigger"], row["source"].split(" | ")[0]):
            phrase, _ = data.placed(re.sub(r"=[A-Z0-9+]+$", "", text))
            if len(phrase) > 3:
                yield phrase


def held(text, rows):
    """The share of the labels' phrases that stand in a text."""
    text, found = re.sub(r"\s+", " ", text), list(phrases(rows))
    return sum(p in text for p in found) / len(found) if len(found) > 1 else 0


def chosen(texts, rows):
    if len(texts) < 2:
        return texts[0] if texts else None
    best, next_, *_ = sorted(((held(t["text"], rows), n) for n, t in enumerate(texts)), reverse=True)
    return texts[best[1]] if best[0] > max(0.8, next_[0]) else None


def write(page, text):
    day = text["date"] if re.fullmatch(r"\d{4}-\d\d-\d\d", text["date"]) else ""
    head = text["title"] + "\n\n" if text["title"] else ""
    print(json.dumps({"page": page, "published": day, "outlet": text["outlet"], "text": f"\n{head}{text['text']}\n"}, ensure_ascii=False))


def labelled(args):
    """Labelled pages with their texts, None where that is not settled."""
    for file in args.labels:
        by = {}
        with gzip.open(args.news / f"{file.stem}.jsonl.gz", "rt", encoding="utf-8") as texts:
            for text in map(json.loads, texts):
                for short in {text["id"][:SHORT], re.sub(r"[^A-Za-z0-9]", "", text["id"])[:SHORT]}:
                    by.setdefault(short, []).append(text)
        for page, rows in data.labels(file).items():
            yield page, chosen(by.get(page.removeprefix(file.stem + "-"), []), rows)


def sentences(text):
    return re.split(r"(?<=[.!?])\s+|\n+", text)


def further(args):
    known = {page for file in args.labels for page in data.labels(file)}
    told = {s for page, text in labelled(args) if text and data.kept(page) for s in data.long(sentences(text["text"]))}
    for file in sorted(args.news.glob("*.jsonl.gz")):
        name, n = file.name.removesuffix(".jsonl.gz"), 0
        with gzip.open(file, "rt", encoding="utf-8") as texts:
            rows = [json.loads(line) for line in texts]
        for text in random.Random(3).sample(rows, len(rows)):
            page = f"{name}-{re.sub(r'[^A-Za-z0-9]', '', text['id'])[:SHORT]}"
            if n == args.further:
                break
            if page not in known and not data.in_dev(page) and 120 <= len(text["text"]) <= 7000 and not data.copied(sentences(text["text"]), told):
                known.add(page)
                write(page, text)
                n += 1


def main():
    here = pathlib.Path(__file__).parent
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("labels", nargs="*", type=pathlib.Path, default=sorted((here / "labels").glob("*.tsv")))
    p.add_argument("--news", type=pathlib.Path, required=True)
    p.add_argument("--further", type=int, metavar="N", help="up to N texts of each set that no label is of and that are neither dev nor copies of pages kept out of fits, none over 7,000 characters")
    args = p.parse_args()
    if args.further:
        return further(args)
    left = 0
    for page, text in labelled(args):
        if text is None:
            left += 1
            print("not settled:", page, file=sys.stderr)
            continue
        write(page, text)
    sys.exit(left > 0)


if __name__ == "__main__":
    main()
