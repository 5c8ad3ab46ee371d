#!/usr/bin/env python3
"""Fits the models of internal/extract.

    pip install -r training/lines/requirements.txt
    python3 training/lines/fit.py                  # from the repository's root
    python3 training/lines/fit.py --folds DIR      # and five-fold: DIR/K/*.bin has not seen the pages of fold K
    CHANCERY_FOLDS=DIR CHANCERY_EVAL=1 go test -v -run TestEval ./internal/extract

Runs the Go test that writes feature rows, fits two passes of boosted trees for
text and for markup, and writes internal/extract/model/*.bin. Seeds are fixed;
the result is the same on every run with the pinned versions.
"""
import argparse, gzip, os, shutil, struct, subprocess, tempfile
import lightgbm as lgb
import numpy as np

REACH = 6  # contextReach in model.go
SEED = 7
FOLDS = 5  # as folds in train_test.go


class Page:
    """A page's rows: features, labels (-1: not known), and the groups that each block is of, by kind."""

    def __init__(self, fold, name, a, width, kinds):
        self.fold, self.name = fold, name
        self.x, self.y = a[:, :width], a[:, width]
        self.groups = a[:, width + 1 :].astype(int).T


def read_rows(path):
    pages = []
    with open(path, "rb") as f:
        while head := f.read(20):
            fold, name, n, width, kinds = struct.unpack("<IIIII", head)
            a = np.frombuffer(f.read(4 * n * (width + 1 + kinds)), "<f4").reshape(n, width + 1 + kinds)
            pages.append(Page(fold, name, a, width, kinds))
    return pages


def context(p, page):
    """What the first pass says around each block and in its groups; as context and groupContext in Go."""
    rows = page.x
    n = len(p)
    w = np.expm1(rows[:, 0].astype(float))
    mass = np.concatenate([[0], np.cumsum(w * p)])
    total = np.concatenate([[0], np.cumsum(w)])
    taken = np.concatenate([[0], np.cumsum(p > 0.5)])
    pad = np.concatenate([-np.ones(REACH), p, -np.ones(REACH)])
    cols = [pad[REACH + d : REACH + d + n] for d in range(-REACH, REACH + 1)]
    i = np.arange(n)
    lo, hi = np.maximum(0, i - 10), np.minimum(n, i + 11)
    cols += [
        np.log1p(mass[:-1]), np.log1p(mass[-1] - mass[1:]),
        (mass[hi] - mass[lo]) / np.maximum(total[hi] - total[lo], 1),
        np.log1p(taken[:-1]), np.log1p(taken[-1] - taken[1:]),
        np.full(n, mass[-1] / max(total[-1], 1)),
    ]
    for g in page.groups:
        size = g.max() + 1
        taken, every = np.bincount(g, w * p, size), np.bincount(g, w, size)
        cols += [(taken / np.maximum(every, 1))[g], np.log1p(every)[g]]
    return np.stack(cols, 1).astype("f4")


def weights(pages):
    """A block weighs as its words do, and every page the same in all."""
    out = []
    for p in pages:
        w = np.sqrt(np.expm1(p.x[:, 0]) + 1) * (p.y >= 0)
        out.append(w / max(w.sum(), 1e-9))
    w = np.concatenate(out)
    return w / w[w > 0].mean()


def fit(x, y, w, trees, leaves):
    """Of short lines that are none of the body there are plenty: a fifth of them stands for all."""
    easy = (w > 0) & (y == 0) & (x[:, 0] < 1.7)
    left = np.random.default_rng(SEED).random(len(y)) < 0.2
    w = np.where(easy, w * left / 0.2, w)
    keep = w > 0
    params = dict(objective="binary", learning_rate=0.12, max_bin=63, num_leaves=leaves, min_data_in_leaf=40,
                  feature_fraction=0.3, bagging_fraction=0.7, bagging_freq=1, lambda_l2=5.0,
                  seed=SEED, deterministic=True, force_col_wise=True, num_threads=1, verbose=-1)
    return lgb.train(params, lgb.Dataset(x[keep], y[keep], weight=w[keep]), trees)


def two_passes(pages, trees, leaves, measured):
    """Forests of both passes fitted on all pages, and, if measured, those that have not seen fold k."""
    x, y, w = np.concatenate([p.x for p in pages]), np.concatenate([p.y for p in pages]), weights(pages)
    fold = np.concatenate([np.full(len(p.y), p.fold) for p in pages])
    ends = np.cumsum([len(p.y) for p in pages])[:-1]

    def without(x, k):
        return fit(x[fold != k], y[fold != k], w[fold != k], trees, leaves)

    firsts = [without(x, k) for k in range(FOLDS)]
    oof = np.zeros(len(y))  # the second pass must see opinions on pages the first was not fitted on
    for k in range(FOLDS):
        oof[fold == k] = firsts[k].predict(x[fold == k])
    x2 = np.concatenate([x, np.concatenate([context(q, p) for q, p in zip(np.split(oof, ends), pages)])], 1)
    apart = [(firsts[k], without(x2, k)) for k in range(FOLDS)] if measured else []
    return (fit(x, y, w, trees, leaves), fit(x2, y, w, trees, leaves)), apart


def forest(model):
    """Bytes of a forest, as forest.read in model.go wants them."""
    trees = model.dump_model()["tree_info"]
    out = [struct.pack("<II", model.num_feature(), len(trees))]
    for t in trees:
        nodes = []

        def add(n):
            at = len(nodes)
            nodes.append(None)
            if "leaf_value" in n:
                nodes[at] = struct.pack("<hHHf", -1, 0, 0, n["leaf_value"])
                return at
            v = np.float32(n["threshold"])
            if float(v) > n["threshold"]:  # x <= threshold for every float32 x
                v = np.nextafter(v, np.float32(-np.inf))
            assert n["decision_type"] == "<="
            left, right = add(n["left_child"]), add(n["right_child"])
            nodes[at] = struct.pack("<hHHf", n["split_feature"], left, right, v)
            return at

        add(t["tree_structure"])
        out.append(struct.pack("<I", len(nodes)) + b"".join(nodes))
    return b"".join(out)


def cuts(pages):
    """Where a second article begins: one pass, every cut of its own."""
    x, y = np.concatenate([p.x for p in pages]), np.concatenate([p.y for p in pages])
    return fit(x, y, np.ones(len(y)), 160, 12)


def titles(pages):
    """Which line of a text is its title: one pass, every line of its own."""
    x, y = np.concatenate([p.x for p in pages]), np.concatenate([p.y for p in pages])
    params = dict(objective="binary", learning_rate=0.06, max_bin=63, num_leaves=12, min_data_in_leaf=20,
                  feature_fraction=0.5, bagging_fraction=0.8, bagging_freq=1, lambda_l2=5.0,
                  seed=SEED, deterministic=True, force_col_wise=True, num_threads=1, verbose=-1)
    return lgb.train(params, lgb.Dataset(x, y), 140)


def save(folder, kind, data):
    os.makedirs(folder, exist_ok=True)
    data = gzip.compress(data, 9, mtime=0)
    with open(os.path.join(folder, kind + ".bin"), "wb") as f:
        f.write(data)
    print(f"  {kind}: {len(data)} bytes", flush=True)


def write(root, kind, pages, args):
    folder = os.path.join(root, "internal", "extract", "model")
    if kind == "cut":
        save(folder, kind, forest(cuts(pages)))
        return
    if kind == "title":
        save(folder, kind, forest(titles(pages)))
        for k in range(FOLDS if args.folds else 0):
            save(os.path.join(args.folds, str(k)), kind, forest(titles([p for p in pages if p.fold != k])))
        return
    both, apart = two_passes(pages, args.trees, args.leaves, args.folds)
    save(folder, kind, b"".join(map(forest, both)))
    for k, fold in enumerate(apart):
        save(os.path.join(args.folds, str(k)), kind, b"".join(map(forest, fold)))
        shutil.copy(os.path.join(folder, "cut.bin"), os.path.join(args.folds, str(k)))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--rows", help="keep the rows in this folder")
    ap.add_argument("--fit-only", action="store_true", help="use the rows that are there")
    ap.add_argument("--folds", help="also write the models of a five-fold measurement, into this folder")
    ap.add_argument("--only", choices=["text", "markup", "cut", "title"])
    ap.add_argument("--trees", type=int, default=110)
    ap.add_argument("--leaves", type=int, default=24)
    args = ap.parse_args()
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    with tempfile.TemporaryDirectory() as tmp:
        rows = os.path.abspath(args.rows or tmp)
        os.makedirs(rows, exist_ok=True)
        if not args.fit_only:
            subprocess.run(["go", "test", "-count=1", "-run", "^TestWriteRows$", "./internal/extract"], cwd=root, check=True,
                           env={**os.environ, "CHANCERY_ROWS": rows})
        for kind in ["cut", "text", "markup", "title"]:
            if args.only and kind != args.only:
                continue
            write(root, kind, read_rows(os.path.join(rows, kind + ".rows")), args)


if __name__ == "__main__":
    main()
