"""Short texts with their labels, written two and two, that differ in the one thing by which the labels differ.

    python3 training/acts/texts.py [--out FOLDER] [FILE…]

reads texts/*.txt and writes what templates.py writes: FOLDER/labels.tsv, FOLDER/sent/PAGE.sent and FOLDER/pages.jsonl. A block is

    ## PAGE<tab>YYYY-MM-DD<tab>outlet
    T: a title, if there is one
    a sentence a line
    =
    an act a line: the fifteen columns of a label, without those at the end that say "-"

What a label names must stand in its sentence; else the block is left out and its fault said, and the exit code is 1.
Nothing here may be used in testdata/pairs, which measures: texts here are of 1994 to 2021, pairs of 2022 on.
"""

import argparse
import json
import pathlib
import re
import sys

from data import FIELDS, STATUS, codes_of, placed


def blocks(path):
    for block in path.read_text(encoding="utf-8").removeprefix("## ").split("\n## "):
        head, *lines = block.strip("\n").split("\n")
        at = lines.index("=")
        rows = [line.split("\t") for line in lines[at + 1 :]]
        yield head.split("\t"), lines[:at], [row + ["-"] * (len(FIELDS) - len(row)) for row in rows]


def faults(sentences, rows):
    for row in rows:
        act = dict(zip(FIELDS, row))
        if len(row) != len(FIELDS) or act["status"] not in STATUS:
            yield "columns: " + " ".join(row)
            continue
        here = int(act["sentence"].split(",")[0])
        for field in ("trigger", "source", "target", "when"):
            for part in act[field].split(" | "):
                phrase, n = placed(re.sub(r"=[A-Z0-9+]+$", "", part))
                if phrase != "-" and phrase not in sentences[(n or here) - 1]:
                    yield f"{field} is not in its sentence: {phrase}"
        if not codes_of(act["source"]):
            yield "nobody does it: " + act["trigger"]


def main():
    here = pathlib.Path(__file__).parent
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("files", nargs="*", type=pathlib.Path, default=sorted((here / "texts").glob("*.txt")))
    p.add_argument("--out", type=pathlib.Path, default=pathlib.Path("texts.out"))
    args = p.parse_args()
    (args.out / "sent").mkdir(parents=True, exist_ok=True)
    bad = 0
    with open(args.out / "labels.tsv", "w", encoding="utf-8") as labels, open(args.out / "pages.jsonl", "w", encoding="utf-8") as pages:
        for (page, published, outlet), sentences, rows in (b for f in args.files for b in blocks(f)):
            if found := list(faults(sentences, rows)):
                bad += 1
                print(page, *found, sep="\n    ", file=sys.stderr)
                continue
            title = [s.removeprefix("T: ") for s in sentences if s.startswith("T: ")]
            body = [s for s in sentences if not s.startswith("T: ")]
            numbered = [f"(title) {s}" for s in title] + body
            head = f"# {page}\n# published {published}\n# outlet {outlet}\n"
            (args.out / "sent" / f"{page}.sent").write_text(head + "".join(f"[{i}] {s}\n" for i, s in enumerate(numbered, 1)), encoding="utf-8")
            labels.write(f"## {page}\n" + "".join("\t".join(row) + "\n" for row in rows))
            text = "\n" + "".join(f"{s}\n\n" for s in title) + " ".join(body) + "\n"
            pages.write(json.dumps({"page": page, "published": published, "outlet": outlet, "text": text}, ensure_ascii=False) + "\n")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
