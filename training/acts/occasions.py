"""Fits the heads that say on what occasion an act was done, over a net that stays.

    python occasions.py --base FOLDER --init ../../models/acts/en.bin --set DUMP SENTENCES LABELS … --out ../../models/acts/addition.bin ../../models/acts/addition.bin

Two logistic regressions: tied, on what the facts' last layer sees of a word that tells, says whether the act is tied to an occasion; names, on a
noun's state, whether it names one. A third weighs both with how the two words stand to each other; its five numbers are printed, for
internal/nlp/acts/occasion.go. It is fitted on what the first two say of pages that they were not fitted on. Of pages without an occasion few are needed; the
bias goes with how many there are, and with the fifth of the nouns that is drawn: choose the least score anew on dev after another choice of pages.
"""

import argparse
import hashlib
import random

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import adapt
import batches
import data
import model
import windows
from pack import Packer

FOLDS = 5
HANGS = 4  # arcs between a word that tells and a noun that hangs on it


class Told:
    """A word that tells an act, with the nouns near it: their rows among all nouns, and traits of the pair."""

    def __init__(self, page, w, word, act, rows):
        self.act, self.rows, self.traits, self.names = act, [], [], []
        here, head = w.w["Words"][word], page.head(act.occasion) if act.occasion else None
        for n, row in rows.items():
            there = w.w["Words"][n]
            if w.near(word, n):
                same = here["Sentence"] == there["Sentence"]
                self.rows.append(row)
                self.traits.append((same, same and arcs(page.heads, here["Token"], there["Token"]) <= HANGS))
                self.names.append(there["Token"] == head)


def arcs(heads, a, b):
    """How many arcs of the tree lie between two tokens, 99 for more than it is worth to count."""
    up = {}
    for n in range(12):
        if a < 0:
            break
        up[a], a = n, heads[a]
    for n in range(12):
        if b < 0:
            break
        if b in up:
            return up[b] + n
        b = heads[b]
    return 99


class Seen:
    """What a net sees of labelled pages."""

    def __init__(self):
        self.acts, self.nouns, self.told, self.page_of_act, self.page_of_noun, self.named = [], [], [], [], [], {}

    @torch.no_grad()
    def read(self, net, jobs):
        """Jobs are windows of pages with the words that tell in them."""
        batch = batches.Batch([batches.asked(w, words)[0] for _, w, words in jobs]).to("cpu")
        states = net.states(batch["ids"], batch["cases"], batch["mask"])
        self.acts.extend(F.relu(net.fact_in(states.flatten(0, 1)[batch["core"][batch["told"]]])).numpy())
        for x, (page, w, words) in zip(states, jobs):
            rows = {}
            for n, word in enumerate(w.w["Words"]):
                if page.upos[word["Token"]] in ("NOUN", "PROPN"):
                    rows[n] = len(self.nouns)
                    self.nouns.append(x[word["Place"]].numpy().astype(np.float16))
                    self.page_of_noun.append(page.name)
            acts = [w.tells[word][0] for word in words]
            self.told += [Told(page, w, word, act, rows) for word, act in zip(words, acts)]
            self.page_of_act += [page.name] * len(words)
            for n, row in rows.items():
                token = w.w["Words"][n]["Token"]
                of = [a for a in acts if token in a.occasion]
                if of:  # beside the noun at its head a name has other words, which say nothing
                    self.named[row] = any(token == page.head(a.occasion) for a in of)


def regression(strength):
    return make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=500))


def held_out(x, y, folds):
    """The log-odds of rows by a regression fitted on the others' folds."""
    out = np.zeros(len(x), np.float32)
    for k in range(FOLDS):
        out[folds == k] = regression(STRENGTH).fit(x[folds != k], y[folds != k]).decision_function(x[folds == k])
    return out


STRENGTH = 0.003


def plain(fitted):
    """A regression's weights [1, n] and bias [1] on numbers as they are."""
    scale, last = fitted[0], fitted[1]
    w = last.coef_[0] / scale.scale_
    return torch.tensor(w[None], dtype=torch.float32), torch.tensor([last.intercept_[0] - (w * scale.mean_).sum()], dtype=torch.float32)


def fold(pages):
    return np.array([int(hashlib.md5(p.encode()).hexdigest(), 16) // 7 % FOLDS for p in pages])


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--base", required=True)
    p.add_argument("--init", required=True, help="the file of weights that the addition is to")
    p.add_argument("--vocabulary", default="vocabulary.tsv")
    p.add_argument("--set", nargs=3, action="append", required=True, metavar=("DUMP", "SENTENCES", "LABELS"))
    p.add_argument("--out", required=True)
    p.add_argument("addition")
    args = p.parse_args()
    words = data.Vocabulary(args.vocabulary)
    pages = data.apart([page for dump, sentences, labels in args.set for page in data.load(dump, labels.split(","), sentences, words)])
    addition = adapt.File(args.addition)
    net = model.Reader(args.base, len(set(words.wordings.values()))).eval()
    net.load_state_dict(adapt.merged(adapt.state(adapt.File(args.init)) | adapt.addition(addition)), strict=False)
    jobs = [(page, w, told) for page in pages for w in windows.of(page) if (told := [c for c in w.core if c in w.tells])]
    jobs.sort(key=lambda j: len(j[1].ids))
    seen = Seen()
    for k in range(0, len(jobs), 8):
        seen.read(net, jobs[k : k + 8])
    acts, nouns = np.array(seen.acts), np.array(seen.nouns)
    tied = np.array([t.act.row["occasion"] not in ("-", "") for t in seen.told])
    # Of nouns those of which labels say that they name one, and a share of all that no label has.
    rng = random.Random(1)
    rows = [n for n in range(len(nouns)) if seen.named.get(n, rng.random() < 0.25)]
    named = np.array([seen.named.get(n, False) for n in rows])
    x = nouns[rows].astype(np.float32)
    of_acts, of_nouns = fold(seen.page_of_act), fold(seen.page_of_noun)
    odds_tied, odds_names = held_out(acts, tied, of_acts), np.zeros(len(nouns), np.float32)
    for k in range(FOLDS):
        apart = of_nouns[rows] != k
        odds_names[of_nouns == k] = regression(STRENGTH).fit(x[apart], named[apart]).decision_function(nouns[of_nouns == k].astype(np.float32))
    pairs = np.array([(odds_names[row], odds_tied[n], *traits) for n, t in enumerate(seen.told) for row, traits in zip(t.rows, t.traits)], np.float32)
    right = np.array([y for t in seen.told for y in t.names])
    keep = right | (np.random.default_rng(1).random(len(right)) < 0.2)
    last = LogisticRegression(max_iter=500).fit(pairs[keep], right[keep])
    print(len(pages), "pages,", len(acts), "acts,", int(tied.sum()), "tied to an occasion,", int(right.sum()), "of them with a noun near; names, tied, same sentence, hangs near, bias:",
          last.coef_[0].round(2), last.intercept_.round(2))
    packer = Packer(addition.config)
    for name, (kind, values) in addition.tensors.items():
        if not name.startswith(("tied.", "names.")):
            packer.add(name, kind, values.shape, values.astype(adapt.NUMBERS[kind]).tobytes())
    for name, fitted in (("tied", regression(STRENGTH).fit(acts, tied)), ("names", regression(STRENGTH).fit(x, named))):
        weight, bias = plain(fitted)
        packer.floats(name + ".weight", weight)
        packer.floats(name + ".bias", bias)
    packer.write(args.out)


if __name__ == "__main__":
    main()
