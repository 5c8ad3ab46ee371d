"""Windows as arrays, batches of them as tensors, and a net's losses on them.

An item is a window: a dict of arrays. What a net is asked of it (asked), with C words of the core, T of which tell an act:

    ids, cases       [N] pieces, and what the page knows of them
    core             [C] places of words
    told             [T] which of the core
    HEAD.told        [n] for each head of pairs: whose candidate it is, of the T
    HEAD.seen        [n] the candidate's place
    HEAD.traits      [n, k] rows of the table of traits, -1 for none
    code.cand        [K] a candidate for a side that means a state
    code.group       [K] and which of the G it is
    group.told       [G] a state that may be a side of what a word tells

What is wanted of it (labelled, taught; said.py):

    tells, counts    [C] the chance that a word tells, and whether it counts
    weight           [T] by how much a word that tells counts
    much             [T, 8] how much each of its facts does, and its time
    fact.0 … fact.6  [T, size] what model.Heads' facts after the first should say: chances, that sum up to one where SOFT and known
    defaults         [T, 4] chances of the times by default, with
    times.want       [n] those of times
    group.want       [G, 2] the chance that a state is doer, recipient
    sides.want       [n, 2] chances of the mentions that name doer and recipient
    named            [T, 2] by how much those count
    any              [T] whether chances of times and mentions are sets instead, one of which is meant
    citings.want     [n] the chance that a source is of a word's chain
    within           [T] whether it is done within one state, by readers' labels (within.py)
    full             [1] whether acts are told in the window
"""

import numpy as np
import torch
import torch.nn.functional as F

from data import CHANNELS, STATUS, TYPES
from windows import Window

SOFT = (True, True, True, False, False, False, True)  # types, acts, statuses, background, reciprocal, each, channels: a choice or a chance
PAIRS = {"sides": Window.sides, "times": Window.whens, "citings": Window.cites}
WEIGHTS = (1, 0.5, 0.7, 0.7, 0.5, 0.3, 0.5, 1)  # of the losses of what nets say: of facts, and of times
NAMED = 0.3  # how much it counts which mention names a side
FAR = -1e9
# What an item's numbers count, so that a batch's can: places in a window, or rows of another array.
OF = {"core": "place", "told": "core", "code.cand": "sides.told", "code.group": "group.told", "group.told": "told"} | {
    h + k: v for h in PAIRS for k, v in ((".told", "told"), (".seen", "place"))}


def asked(w, words):
    """What a net is asked of a window and of the words, among its core, that tell an act; and the candidates of each: {head: [candidates]}."""
    number = {c: n for n, c in enumerate(w.core)}
    item = {"ids": np.array(w.ids, np.int32), "cases": np.array(w.cases, np.uint8), "core": ints([w.place[c] for c in w.core]), "told": ints([number[c] for c in words])}
    cands = {head: [find(w, c) for c in words] for head, find in PAIRS.items()}
    for head in PAIRS:
        rows = [(t, w.place[word], traits) for t, cs in enumerate(cands[head]) for _, word, traits in cs]
        k = max((len(r[2]) for r in rows), default=0)
        item[head + ".told"], item[head + ".seen"] = ints([r[0] for r in rows]), ints([r[1] for r in rows])
        item[head + ".traits"] = ints([r[2] + [-1] * (k - len(r[2])) for r in rows]).reshape(len(rows), k)
    group, cand, of, at = [], [], [], 0
    for t, cs in enumerate(cands["sides"]):
        for ns in w.codes(cs).values():
            cand += [at + n for n in ns]
            of += [len(group)] * len(ns)
            group.append(t)
        at += len(cs)
    item["code.cand"], item["code.group"], item["group.told"] = ints(cand), ints(of), ints(group)
    return item, cands


def ints(x):
    return np.array(x, np.int16)


def chances(x, *shape):
    return np.array(x, np.float16).reshape(shape)


def labelled(w, acts):
    """An item of what readers say of a window."""
    words = [c for c in w.core if c in w.tells]
    item, cands = asked(w, words)
    told = [w.tells[c] for c in words]
    first, n = [as_[0] for as_ in told], len(told)
    item["tells"] = chances([c in w.tells for c in w.core], -1)
    item["counts"] = chances([c not in w.ignored for c in w.core], -1)
    item["weight"] = np.ones(n, np.float16)
    kinds = np.zeros((n, len(TYPES)))
    for t, as_ in enumerate(told):
        for a in as_:
            for k, x in enumerate(a.types):
                if x in TYPES:
                    kinds[t, TYPES.index(x)] += 1.0 if k == 0 else 0.4
    item["fact.0"] = chances(kinds / kinds.sum(1, keepdims=True), n, len(TYPES))
    item["fact.1"] = one_of([acts.get(a.act, -1) for a in first], len(acts))
    item["fact.2"] = one_of([STATUS.index(a.row["status"]) for a in first], len(STATUS))
    for k, column in ((3, "bg"), (4, "recip")):
        item[f"fact.{k}"] = chances([a.row[column] == "y" for a in first], n, 1)
    item["fact.5"] = chances([a.each for a in first], n, 1)
    item["fact.6"] = one_of([CHANNELS.index(a.row["channel"]) if a.row["channel"] in CHANNELS else -1 for a in first], len(CHANNELS))
    whens = [when(w, c, a, cs) for c, a, cs in zip(words, first, cands["times"])]
    item["defaults"] = chances([x[0] for x in whens], n, 4)
    item["times.want"] = chances([p for x in whens for p in x[1]], -1)
    item["much"] = chances([
        (1, 0.5 * (a.act in acts), 0.7, 0.7 * (a.row["status"] not in ("planned", "hypothetical")), 0.5,
         0.5 * (len({c for b in as_ for c in b.source}) > 1), 0.5 * (a.row["channel"] in CHANNELS), x[2])
        for a, as_, x in zip(first, told, whens)], n, 8)
    item["within"] = chances([len(a.source) == 1 and a.source == a.target for a in first], n)
    want, names, named = [], [], np.zeros((n, 2))
    for t, (as_, cs) in enumerate(zip(told, cands["sides"])):
        sides = [{c for a in as_ for c in a.source}, {c for a in as_ for c in a.target}]
        want += [[code in side for side in sides] for code in w.codes(cs)]
        # Where words of the label name the side, that mention should weigh most.
        here = np.array([[any(w.mentioned(a, column, w.parties[j]["Mention"]) for a in as_) for column in ("source", "target")] for j, _, _ in cs]).reshape(-1, 2)
        names.append(here)
        named[t] = NAMED * ((here.sum(0) > 0) & (here.sum(0) < len(cs)))
    item["group.want"], item["sides.want"], item["named"] = chances(want, -1, 2), chances(np.concatenate(names), -1, 2) if names else chances([], 0, 2), chances(named, n, 2)
    item["any"], item["full"] = np.ones(n, np.float16), np.array([len(w.gold) > 0])
    item["citings.want"] = chances([w.cited(a, w.citings[j]["Attribution"]) for a, cs in zip(first, cands["citings"]) for j, _, _ in cs], -1)
    return item


def one_of(ks, size):
    out = np.zeros((len(ks), size), np.float16)
    for n, k in enumerate(ks):
        if k >= 0:
            out[n, k] = 1
    return out


def when(w, c, act, cands):
    """What gives the act's time: defaults that do, candidates that do, how much it counts."""
    good, d = w.when(c, act, cands), w.default(act)
    times = [n in good for n in range(len(cands))]
    if good or act.when:
        return [0] * 4, times, float(bool(good))
    return [d is None or d == k for k in range(4)], times, 1.0


def taught(item, said):
    """An item of what nets say of a window (said.py), on top of what they were asked."""
    weight = said["tells"][item["told"]]
    much = (weight[:, None] * np.array(WEIGHTS)).astype(np.float16)
    return item | said | {"counts": np.ones_like(said["tells"]), "weight": weight, "much": much, "named": chances(np.repeat(NAMED * weight, 2), -1, 2), "any": np.zeros_like(weight), "within": np.zeros_like(weight),
                          "full": np.array([len(weight) > 0])}


def alike(name, items):
    """An array of each item, all of one width: what traits lack is -1."""
    parts = [x[name] for x in items]
    if name.endswith(".traits"):
        k = max(p.shape[1] for p in parts)
        parts = [np.pad(p, ((0, 0), (0, k - p.shape[1])), constant_values=-1) for p in parts]
    return parts


class Batch(dict):
    """Arrays of items together, by their names; ids, cases and mask are [B, N], and pieces are counted over all."""

    def __init__(self, items):
        long = -(-max(len(x["ids"]) for x in items) // 8) * 8
        self["ids"], self["cases"] = np.zeros((2, len(items), long), np.int64)
        self["mask"] = np.zeros((len(items), long), bool)
        for i, x in enumerate(items):
            k = len(x["ids"])
            self["ids"][i, :k], self["cases"][i, :k], self["mask"][i, :k] = x["ids"], x["cases"], True
        for name in items[0]:
            if name not in self:
                self[name] = self.joined(name, items, long)

    @staticmethod
    def joined(name, items, long):
        parts, at = alike(name, items), 0
        if parts[0].dtype == np.float16:
            return np.concatenate(parts).astype(np.float32)
        parts, of = [p.astype(np.int64) for p in parts], OF.get(name)
        for i, x in enumerate(items) if of else ():
            parts[i] += at
            at += long if of == "place" else len(x[of])
        return np.concatenate(parts)

    def to(self, device):
        """The same as tensors."""
        return {name: torch.from_numpy(x).to(device) for name, x in self.items()}


class Answers:
    """What a net says of a batch: facts of the core and of what is told, scores of candidates."""

    def __init__(self, net, b, bf16):
        with torch.autocast(b["ids"].device.type, torch.bfloat16, bf16):
            x = net.states(b["ids"], b["cases"], b["mask"])
        x = x.float().flatten(0, 1)
        facts = net.facts(x[b["core"]])
        self.tells, self.facts = facts[0].squeeze(1), [f[b["told"]] for f in facts[1:]]
        self.n, at = len(b["told"]), b["core"][b["told"]]
        self.of = {h: b[h + ".told"] for h in PAIRS}
        self.scores = {}
        for h in PAIRS:
            traits = b[h + ".traits"]
            self.scores[h] = getattr(net, h)(x[at[self.of[h]]], x[b[h + ".seen"]], traits.clamp(min=0), (traits >= 0).float())
        self.groups = summed(self.scores["sides"][b["code.cand"]], b["code.group"], len(b["group.told"]))  # [G, 2]
        # Logarithms of chances: of mentions, and of times and defaults together, defaults after all times.
        self.mentions = among(self.scores["sides"], self.of["sides"], self.n)
        defaults = self.facts[7]
        rows = torch.arange(self.n, device=at.device).repeat_interleave(defaults.shape[1])
        self.of["whens"] = torch.cat([self.of["times"], rows])
        self.whens = among(torch.cat([self.scores["times"], defaults.reshape(-1, 1)]), self.of["whens"], self.n)
        self.times, self.defaults = self.whens[: len(self.of["times"]), 0], self.whens[len(self.of["times"]) :].reshape(defaults.shape)
        self.cites = self.scores["citings"].squeeze(1)


def summed(x, of, n):
    """The logarithm of the sum of exponentials of the rows x, [m, k], that are of each of n."""
    index = of[:, None].expand_as(x)
    top = x.detach().new_full((n, x.shape[1]), FAR).scatter_reduce(0, index, x.detach(), "amax")
    return top + torch.zeros_like(top).index_add(0, of, (x - top[of]).exp()).clamp(min=1e-30).log()


def among(x, of, n):
    """Logarithms of the chances of rows x among those that are of the same of n."""
    return x - summed(x, of, n)[of]


def bce(x, want):
    return F.binary_cross_entropy_with_logits(x, want, reduction="none")


def losses(a, b):
    """Losses of answers to a batch, summed; with how many acts they are of."""
    loss, weight, much = (bce(a.tells, b["tells"]) * b["counts"]).sum(), b["weight"], b["much"]
    if not a.n:
        return loss, loss.new_zeros(())
    for k, soft in enumerate(SOFT):
        want, x = b[f"fact.{k}"], a.facts[k]
        loss = loss + (much[:, k] * (-(want * x.log_softmax(1)).sum(1) if soft else bce(x, want).squeeze(1))).sum()
    whens = chosen(a.whens, torch.cat([b["times.want"], b["defaults"].flatten()])[:, None], a.of["whens"], b["any"])
    loss = loss + (much[:, 7] * whens.squeeze(1)).sum()
    loss = loss + (weight[b["group.told"]][:, None] * bce(a.groups, b["group.want"])).sum()
    loss = loss + (b["named"] * chosen(a.mentions, b["sides.want"], a.of["sides"], b["any"])).sum()
    loss = loss + (weight[a.of["citings"]] * bce(a.cites, b["citings.want"])).sum()
    return loss, weight.sum()


def chosen(logs, want, of, any_):
    """Losses [n, k] of choices with logarithms of chances, rows of which are of each of n: of one out of a set where any_, else of chances."""
    n = len(any_)
    sets = -summed(torch.where(want > 0, logs, FAR), of, n)
    soft = -torch.zeros_like(sets).index_add(0, of, want * logs)
    return torch.where(any_[:, None] > 0, sets, soft)
