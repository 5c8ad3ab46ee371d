#!/usr/bin/env python3
"""Fits the two line models of internal/extract.

    pip install -r training/lines/requirements.txt
    python3 training/lines/fit.py            # from the repository's root

Runs the Go test that writes feature rows (fitting halves of the page sets
only), fits two passes of boosted trees for text and for markup, and writes
internal/extract/model/{text,markup}.bin. Seeds are fixed; the result is the
same on every run with the pinned versions.
"""
import argparse, gzip, os, struct, subprocess, tempfile
import lightgbm as lgb
import numpy as np

REACH = 6  # contextReach in model.go
SEED = 7


def read_rows(path):
    """Pages as (id, rows, labels)."""
    pages = []
    with open(path, "rb") as f:
        while head := f.read(12):
            name, n, width = struct.unpack("<III", head)
            a = np.frombuffer(f.read(4 * n * (width + 1)), "<f4").reshape(n, width + 1)
            pages.append((name, a[:, :-1], a[:, -1]))
    return pages


def context(p, rows):
    """What the first pass says around each block; as context() in model.go."""
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
    return np.stack(cols, 1).astype("f4")


def weights(pages):
    """A block weighs as its words do, and every page the same in all."""
    out = []
    for _, rows, y in pages:
        w = np.sqrt(np.expm1(rows[:, 0]) + 1) * (y >= 0)
        out.append(w / max(w.sum(), 1e-9))
    w = np.concatenate(out)
    return w / w[w > 0].mean()


def fit(x, y, w, trees, leaves):
    keep = w > 0
    params = dict(objective="binary", learning_rate=0.08, max_bin=63, num_leaves=leaves, min_data_in_leaf=40,
                  feature_fraction=0.4, bagging_fraction=0.7, bagging_freq=1, lambda_l2=5.0,
                  seed=SEED, deterministic=True, force_row_wise=True, num_threads=1, verbose=-1)
    return lgb.train(params, lgb.Dataset(x[keep], y[keep], weight=w[keep]), trees)


def two_passes(pages, trees, leaves):
    x = np.concatenate([p[1] for p in pages])
    y = np.concatenate([p[2] for p in pages])
    w = weights(pages)
    doc = np.concatenate([np.full(len(p[2]), p[0]) for p in pages])
    oof = np.zeros(len(y), "f4")
    for k in range(3):  # the second pass must see opinions on pages the first was not fitted on
        test = doc // 2 % 3 == k
        oof[test] = fit(x[~test], y[~test], w[~test], trees, leaves).predict(x[test])
    first = fit(x, y, w, trees, leaves)
    at, ctx = 0, []
    for _, rows, _ in pages:
        ctx.append(context(oof[at : at + len(rows)], rows))
        at += len(rows)
    x2 = np.concatenate([x, np.concatenate(ctx)], 1)
    second = fit(x2, y, w, trees, leaves)
    known = y >= 0
    print(f"  {len(pages)} pages, {known.sum()} labelled blocks, {x.shape[1]} features; "
          f"first pass out of fold: accuracy {((oof > .5) == (y > .5))[known].mean():.4f}")
    return first, second


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
    x, y = np.concatenate([p[1] for p in pages]), np.concatenate([p[2] for p in pages])
    doc = np.concatenate([np.full(len(p[2]), p[0]) for p in pages])
    w = np.ones(len(y))
    test = doc // 2 % 5 == 0
    m = fit(x[~test], y[~test], w[~test], 160, 12)
    hit = wrong = miss = clean = 0
    for name, rows, label in pages:
        if name // 2 % 5:
            continue
        p = m.predict(rows)
        found = p.max() > 0.7  # gluedAt in glue.go
        if label.any():
            hit += found and label[p.argmax()] == 1
            miss += not found
            wrong += found and label[p.argmax()] == 0
        else:
            clean += not found
            wrong += found
    n = sum(1 for p in pages if p[0] // 2 % 5 == 0)
    print(f"  {n} pages held out: glued found {hit}, missed {miss}; clean left alone {clean}; wrong cuts {wrong}")
    return fit(x, y, w, 160, 12)


def save(root, kind, data):
    data = gzip.compress(data, 9, mtime=0)
    with open(os.path.join(root, "internal", "extract", "model", kind + ".bin"), "wb") as f:
        f.write(data)
    print(f"  {len(data)} bytes")


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--rows", help="keep the rows in this folder")
    ap.add_argument("--fit-only", action="store_true", help="use the rows that are there")
    ap.add_argument("--only", choices=["text", "markup", "cut"])
    ap.add_argument("--trees", type=int, default=160)
    ap.add_argument("--leaves", type=int, default=24)
    args = ap.parse_args()
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    with tempfile.TemporaryDirectory() as tmp:
        rows = os.path.abspath(args.rows or tmp)
        os.makedirs(rows, exist_ok=True)
        if not args.fit_only:
            subprocess.run(["go", "test", "-count=1", "-run", "^TestWriteRows$", "./internal/extract"], cwd=root, check=True,
                           env={**os.environ, "CHANCERY_ROWS": rows})
        if args.only in (None, "cut"):
            print("cut")
            save(root, "cut", forest(cuts(read_rows(os.path.join(rows, "cut.rows")))))
        for kind in ["text", "markup"]:
            if args.only and kind != args.only:
                continue
            print(kind)
            first, second = two_passes(read_rows(os.path.join(rows, kind + ".rows")), args.trees, args.leaves)
            save(root, kind, forest(first) + forest(second))


if __name__ == "__main__":
    main()
