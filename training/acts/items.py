"""Windows as items (batches.py), and files of items.

    python items.py --vocabulary vocabulary.tsv --out train.npz --dev dev.npz --set DUMP SENTENCES LABELS …     LABELS: files joined by commas
    python items.py --vocabulary vocabulary.tsv --out texts.npz --undated --set DUMP SENTENCES LABELS           short texts (texts.py)

A file has each array of its items, end to end (NAME), how many rows of it are of each (NAME.n), and the acts' names in order (acts).
"""

import argparse
import json
import pathlib

import numpy as np

import batches
import data
import windows


def save(path, items, acts):
    """Writes a file of items."""
    out = {"acts": np.array(json.dumps(acts))}
    for name in items[0] if items else ():
        parts = batches.alike(name, items)
        out[name], out[name + ".n"] = np.concatenate(parts), np.array([len(p) for p in parts], np.int32)
    with open(path, "wb") as file:
        np.savez_compressed(file, **out)


def load(path):
    """Items of a file, and the acts' names."""
    file = np.load(path)
    names = [n for n in file.files if n + ".n" in file.files]
    columns = [np.split(file[n], np.cumsum(file[n + ".n"])[:-1]) for n in names]
    return [dict(zip(names, row)) for row in zip(*columns)], json.loads(str(file["acts"]))


def of(pages, acts):
    return [batches.labelled(w, acts) for p in pages for w in windows.of(p)]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--vocabulary", required=True)
    p.add_argument("--set", nargs=3, action="append", required=True, metavar=("DUMP", "SENTENCES", "LABELS"))
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--dev", type=pathlib.Path, help="where dev pages go; without it there are none among these")
    p.add_argument("--undated", action="store_true", help="a day that readers knew of a page is no measure of what an act without words for its time has")
    args = p.parse_args()
    words = data.Vocabulary(args.vocabulary)
    names = sorted(set(words.wordings.values()))
    acts = {a: i for i, a in enumerate(names)}
    pages = [p for dump, sentences, labels in args.set for p in data.load(dump, labels.split(","), sentences, words)]
    for p in pages if args.undated else ():
        p.published = {"from": "", "to": ""}
    if args.dev:
        save(args.dev, of([p for p in pages if data.in_dev(p.name)], acts), names)
        pages = data.apart(pages)
    save(args.out, of(pages, acts), names)
    print(len(pages), "pages,", sum(len(p.acts) for p in pages), "acts")


if __name__ == "__main__":
    main()
