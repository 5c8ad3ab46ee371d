"""Cuts documents into windows, what the encoder reads at once, and lays windows into batches of tensors.

A window is [CLS] words of a sentence [SEP] words of the next [SEP] …; a word is seen by its first piece, and a
sentence's root by the mark before it. internal/nlp/engine cuts articles in the same way.
"""

import dataclasses
import random

import numpy as np
import torch

import corpora

WINDOW = 128     # pieces of a window, marks included, where sentences allow
LONGEST = 384    # pieces of a sentence; what is beyond is cut off

SPANS = ("names", "cues", "parts", "roles")  # heads of spans; model.Chain has their labels
CASES = 4        # no letter or lower case, Capital, CAPITALS, mIxed


def case(word):
    letters = [c for c in word if c.isalpha()]
    if not any(c.isupper() for c in letters):
        return 0
    if all(c.isupper() for c in letters):
        return 2 if len(letters) > 1 else 1
    if letters[0].isupper() and not any(c.isupper() for c in letters[1:]):
        return 1
    return 3


def recased(cases, words, how):
    """Cases of words written as a headline ("title"), in capitals ("upper") or without any ("lower")."""
    if how == "lower":
        return [0] * len(cases)
    found = []
    for c, word in zip(cases, words):
        letters = sum(ch.isalpha() for ch in word)
        if how == "upper":
            found.append((2 if letters > 1 else 1) if letters else 0)
        else:
            found.append(1 if c == 0 and letters > 3 else c)
    return found


# How often a window is read as if written otherwise, so that headlines and shouted lines are understood.
RECASED = {"title": 0.06, "upper": 0.03, "lower": 0.03}


@dataclasses.dataclass
class Window:
    ids: list
    cases: list
    places: list       # of each word's first piece
    roots: list        # for each word, the place of its sentence's mark
    sentences: list    # (first, last) words of the window
    document: object
    words: tuple       # (first, last) of the document


class Cutter:
    def __init__(self, vocabulary):
        from tokenizers import BertWordPieceTokenizer
        self.tokenizer = BertWordPieceTokenizer({p: i for i, p in enumerate(vocabulary)}, lowercase=True)
        self.cls, self.sep, self.unknown = (vocabulary.index(p) for p in ("[CLS]", "[SEP]", "[UNK]"))
        self.known = {}

    def pieces(self, word):
        if word not in self.known:
            self.known[word] = self.tokenizer.encode(word, add_special_tokens=False).ids[:16] or [self.unknown]
        return self.known[word]

    def windows(self, document, most=WINDOW, rng=None):
        """Whole paragraphs while they fit; a longer paragraph is cut between sentences, a longer sentence in itself.
        With rng, some windows are recased."""
        sentences = []
        for first, last, paragraph in document.sentences:
            n = 1
            for i in range(first, last):
                n += len(self.pieces(document.words[i]))
                if n > LONGEST:
                    last = i
                    break
            sentences.append((first, last, paragraph, n))
        run, size, i = [], 1, 0
        while i < len(sentences):
            j = i
            while j < len(sentences) and sentences[j][2] == sentences[i][2]:
                j += 1
            whole = sum(s[3] for s in sentences[i:j])
            if run and size + whole > most:
                yield self.window(document, run, rng)
                run, size = [], 1
            for s in sentences[i:j]:
                if run and size + s[3] > most:
                    yield self.window(document, run, rng)
                    run, size = [], 1
                run.append(s)
                size += s[3]
            i = j
        if run:
            yield self.window(document, run, rng)

    def window(self, document, run, rng):
        how, at = None, rng.random() if rng else 1
        for name, share in RECASED.items():
            if 0 <= at < share:
                how = name
            at -= share
        w = Window([self.cls], [0], [], [], [], document, (run[0][0], run[-1][1]))
        for first, last, *_ in run:
            mark, start = len(w.ids) - 1, len(w.places)
            words = document.words[first:last]
            cases = [case(word) for word in words]
            for word, c in zip(words, recased(cases, words, how) if how else cases):
                pieces = self.pieces(word)
                w.places.append(len(w.ids))
                w.roots.append(mark)
                w.ids.extend(pieces)
                w.cases.extend([c] * len(pieces))
            w.sentences.append((start, len(w.places)))
            w.ids.append(self.sep)
            w.cases.append(0)
        # Where a sentence was cut in itself, words of the document between runs are skipped.
        w.numbers = [i for first, last, *_ in run for i in range(first, last)]
        w.at = {n: i for i, n in enumerate(w.numbers)}
        return w


class Labels:
    """The labels of all heads, fixed by the training data."""

    def __init__(self, sets):
        count = lambda values: sorted({v for v in values})
        trees = [d for name in ("ewt", "gum", "newswire") for d in sets[name]["train"]]
        frequent = {}
        for d in sets["ewt"]["train"]:
            for _, arguments in d.predicates:
                for *_, label in arguments:
                    frequent[label] = frequent.get(label, 0) + 1
        self.upos = count(t[0] for d in trees for t in d.tags)
        self.xpos = count(t[1] for d in trees for t in d.tags)
        self.rels = count(r for d in trees for r in d.rels)
        self.names = list(corpora.KINDS)
        self.cues = ["cue"]
        self.parts = ["source", "content"]
        self.roles = sorted(l for l, n in frequent.items() if n >= 10 and l != "C-V")
        self.statuses = ["", "fact", "denied", "future", "unsure"]
        self.types = count(d.pair[2] for d in sets["plover"]["train"])
        self.index = {k: {l: i for i, l in enumerate(v)} for k, v in vars(self).items() if k != "index"}


def chain(n, spans, index):
    """Labels of spans (first, last, kind) as model.Chain has them; where some overlap, the later ones cut the earlier."""
    kinds = [None] * n
    for number, (first, last, kind) in enumerate(spans):
        if kind in index:
            kinds[first:last] = [(number, index[kind])] * (last - first)
    labels = [0] * n
    for i, k in enumerate(kinds):
        if k is not None:
            before, after = i > 0 and kinds[i - 1] == k, i + 1 < n and kinds[i + 1] == k
            labels[i] = 4 * k[1] + (2 if before and after else 3 if before else 1 if after else 4)
    return labels


def inside(w, first, last):
    """A span of the document's words as one of the window's, or None where it is cut."""
    if first in w.at and last - 1 in w.at:
        return w.at[first], w.at[last - 1] + 1
    return None


def clipped(w, first, last):
    at = [w.at[i] for i in range(first, last) if i in w.at]
    return (at[0], at[-1] + 1) if at else None


def batch(windows, labels):
    """Tensors of a batch: pieces padded to the longest window, words and predicates laid end to end."""
    index = labels.index
    longest = max(len(w.ids) for w in windows)
    ids = np.zeros((len(windows), longest), np.int64)
    cases, mask = np.zeros_like(ids), np.zeros(ids.shape, bool)
    b = {k: [] for k in ("places", "roots", "upos", "xpos", "heads", "rels", "names", "statuses", "cues", "is_predicate")}
    spans = {"roles": [], "parts": []}   # (words of the predicate or cue, first word of the scope, labels)
    b["bounds"], b["pairs"] = [], []
    total = 0
    for row, w in enumerate(windows):
        ids[row, :len(w.ids)], cases[row, :len(w.ids)], mask[row, :len(w.ids)] = w.ids, w.cases, True
        n, d = len(w.places), w.document
        b["places"] += [row * longest + p for p in w.places]
        b["roots"] += [row * longest + p for p in w.roots]
        for first, last in w.sentences:
            b["bounds"].append((total + first, total + last))
        if d.tags is not None:
            b["upos"] += [index["upos"].get(d.tags[i][0], -100) for i in w.numbers]
            b["xpos"] += [index["xpos"].get(d.tags[i][1], -100) for i in w.numbers]
            b["rels"] += [index["rels"].get(d.rels[i], -100) for i in w.numbers]
            for first, last in w.sentences:
                for i in range(first, last):
                    head = d.heads[w.numbers[i]]
                    # Within the sentence; 0 is the root, -100 a head that was cut off.
                    at = 0 if head < 0 else w.at.get(head, -101) - first + 1
                    b["heads"].append(at if at >= 0 else -100)
        if d.names is not None:
            b["names"] += chain(n, [(*s, k) for f, l, k in d.names if (s := inside(w, f, l))], index["names"])
        if d.statuses is not None:
            b["statuses"] += [index["statuses"][d.statuses[i]] for i in w.numbers]
        if d.predicates is not None:
            marks = [0] * n
            for word, arguments in d.predicates:
                if word in w.at:
                    marks[w.at[word]] = 1
                    first, last = next(s for s in w.sentences if s[0] <= w.at[word] < s[1])
                    found = [(s[0] - first, s[1] - first, k) for f, l, k in arguments if (s := clipped(w, f, l))]
                    spans["roles"].append(([total + w.at[word]], total + first, chain(last - first, found, index["roles"])))
            b["is_predicate"] += marks
        if d.citings is not None:
            cues = []
            for cue, parts in d.citings:
                at = [w.at[i] for i in cue if i in w.at]
                if not at:
                    continue
                cues += [(*run, "cue") for run in runs(at)]
                found = [(*s, k) for f, l, k in parts if (s := clipped(w, f, l))]
                spans["parts"].append(([total + i for i in at], total, chain(n, found, index["parts"])))
            b["cues"] += chain(n, cues, index["cues"])
        if d.pair is not None:
            s, t = clipped(w, *d.pair[0]), clipped(w, *d.pair[1])
            if s and t:
                b["pairs"].append(((total + s[0], total + s[1]), (total + t[0], total + t[1]), (total, total + n), index["types"][d.pair[2]]))
        total += n
    out = {k: torch.tensor(v) for k, v in b.items() if k not in ("pairs", "bounds") and v}
    out.update(ids=torch.from_numpy(ids), cases=torch.from_numpy(cases), mask=torch.from_numpy(mask), bounds=b["bounds"], pairs=b["pairs"],
               **{k: v for k, v in spans.items() if v})
    return out


def runs(numbers):
    """Runs of consecutive numbers as (first, last)."""
    found = []
    for i in sorted(numbers):
        if found and found[-1][1] == i:
            found[-1] = (found[-1][0], i + 1)
        else:
            found.append((i, i + 1))
    return found


def batches(windows, pieces, rng):
    """Batches of windows of like length, of at most so many pieces with padding, in random order."""
    order = sorted(windows, key=lambda w: len(w.ids) + rng.random() * 8)
    found, start = [], 0
    for i in range(1, len(order) + 1):
        if i == len(order) or (i + 1 - start) * max(len(w.ids) for w in order[start:i + 1]) > pieces:
            found.append(order[start:i])
            start = i
    rng.shuffle(found)
    return found


def shuffled(seed):
    return random.Random(seed)
