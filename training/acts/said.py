"""What nets say of unlabelled pages, for another to learn (distillation: Hinton et al., arXiv 1503.02531).

    python said.py --base FOLDER --dump DUMP --out SAID NET…

A NET is a file of weights, a file with an addition's (which goes on top of --init), or teacher:MPNET:STATE, a state of a teacher's fit.
Their probabilities are averaged. SAID has a pickled object a page: {"Page", "Windows": [what is said of each]}, where a window's is

    tells    [core words]                     probability of telling an act
    told     the words, among the core, that tell one at FLOOR or more; of each, in said:
    facts    a row for each of model.Heads' facts but tells, and times and defaults together after them
    sides    {code: (doer, recipient)}
    mentions [candidates, 2]                  which of them a side is, over all
    cites    [candidates]
"""

import argparse
import json
import pickle
import time

import numpy as np
import torch
import torch.nn.functional as F

import adapt
import data
import model
import teacher
import windows

FLOOR = 0.08
SOFT = (True, True, True, False, False, False, True)  # types, acts, statuses, background, reciprocal, each, channels: a choice or a chance
SIZE = 24  # windows a batch


def load(name, args):
    n = len(json.loads(open(args.acts).read()))
    if name.startswith("teacher:"):
        _, folder, state = name.split(":")
        net = teacher.Reader(folder, n, 12)
        net.load_state_dict(torch.load(state, map_location="cpu", weights_only=True))
    else:
        net = model.Reader(args.base, n)
        first = adapt.state(adapt.File(args.init))
        if name != args.init:
            first |= adapt.addition(adapt.File(name))
        net.load_state_dict(adapt.merged(first), strict=False)
    return net.eval()


def chance(x, soft):
    return x.softmax(-1) if soft else torch.sigmoid(x)


def mean(xs):
    return (sum(xs) / len(xs)).numpy().astype(np.float16)


def say(nets, ws):
    """What the nets say of windows, on average."""
    ids, cases, mask = windows.batch(ws)
    with torch.autocast("cpu", torch.bfloat16):
        xs = [net.states(ids, cases, mask) for net in nets]
    xs = [x.float() for x in xs]
    facts, out, told = [], [], []
    for i, w in enumerate(ws):
        facts.append([net.facts(x[i, [w.place[c] for c in w.core]]) for net, x in zip(nets, xs)])
        tells = mean([torch.sigmoid(f[0].squeeze(1)) for f in facts[i]])
        out.append({"tells": tells, "told": [n for n, p in enumerate(tells) if p >= FLOOR], "said": []})
        told += [(i, w.core[n], n) for n in out[i]["told"]]
    seen = [windows.Seen(net, ws, x, told) for net, x in zip(nets, xs)]
    for k, (i, _, n) in enumerate(told):
        out[i]["said"].append(one([[p[n] for p in f] for f in facts[i]], ws[i], [{h: s.of(h, k) for h in s.cands} for s in seen]))
    return out


def one(facts, w, seen):
    """What nets say of a word of window w: facts and seen have what each says, by its heads."""
    found = {"facts": [mean([chance(f[k + 1], soft) for f in facts]) for k, soft in enumerate(SOFT)]}
    found["facts"].append(mean([torch.cat([s["times"][1].squeeze(1), f[8]]).softmax(0) for s, f in zip(seen, facts)]))
    if by := w.codes(seen[0]["sides"][0]):
        found["sides"] = dict(zip(by, mean([torch.sigmoid(windows.pooled(s["sides"][1], by)) for s in seen])))
        found["mentions"] = mean([s["sides"][1].softmax(0) for s in seen])
    if seen[0]["citings"][0]:
        found["cites"] = mean([torch.sigmoid(s["citings"][1].squeeze(1)) for s in seen])
    return found


WEIGHTS = (1, 0.5, 0.7, 0.7, 0.5, 0.3, 0.5, 1)  # of the losses of facts, times after them


def pages(dump, said):
    """Pages of a dump of which something was said, each with that as its .said."""
    found, out = {}, []
    with open(said, "rb") as f:
        while True:
            try:
                page = pickle.load(f)
            except EOFError:
                break
            found[page["Page"]] = page["Windows"]
    for line in open(dump, encoding="utf-8"):
        name = json.loads(line[: line.index(",")] + "}")["Page"]
        if name in found:
            page = data.Page(json.loads(line), [], "", {})
            page.said = found[name]
            out.append(page)
    return out


def cut(pages, acts):
    """Windows of such pages, each with what was said of it as its .said."""
    out = []
    for page in pages:
        for raw, said in zip(page.windows, page.said):
            w = windows.Window(page, raw, acts)
            if w.core:
                w.said = said
                out.append(w)
    return out


def losses(net, ws, x):
    """Losses against what was said of windows, with states x, each by how likely its word tells an act; and the sum of that."""
    rows = torch.tensor([(i, w.place[c]) for i, w in enumerate(ws) for c in w.core])
    facts = net.facts(x[rows[:, 0], rows[:, 1]])
    loss = bce(facts[0].squeeze(1), floats(np.concatenate([w.said["tells"] for w in ws])))
    told, at = [], 0
    for i, w in enumerate(ws):
        told += [(i, w.core[n], at + n, w.said["tells"][n], s) for n, s in zip(w.said["told"], w.said["said"])]
        at += len(w.core)
    if not told:
        return loss, 0.0
    r, weight = torch.tensor([n for _, _, n, _, _ in told]), floats([p for *_, p, _ in told])
    for k, soft in enumerate(SOFT):
        want = floats(np.stack([s["facts"][k] for *_, s in told]))
        got = facts[k + 1][r]
        each = F.cross_entropy(got, want, reduction="none") if soft else F.binary_cross_entropy_with_logits(got, want, reduction="none").squeeze(1)
        loss = loss + WEIGHTS[k] * (weight * each).sum()
    seen = windows.Seen(net, ws, x, told)
    for n, (i, c, at, p, s) in enumerate(told):
        p = float(p)
        every = torch.cat([seen.of("times", n)[1].squeeze(1), facts[8][at]])
        loss = loss + p * F.cross_entropy(every[None], floats(s["facts"][-1])[None])
        if "sides" in s:
            cands, got = seen.of("sides", n)
            by = ws[i].codes(cands)
            loss = loss + p * bce(windows.pooled(got, by), floats(np.stack([s["sides"][code] for code in by])))
            loss = loss - 0.3 * p * (floats(s["mentions"]) * got.log_softmax(0)).sum()
        if "cites" in s:
            loss = loss + p * bce(seen.of("citings", n)[1].squeeze(1), floats(s["cites"]))
    return loss, float(weight.sum())


def bce(got, want):
    return F.binary_cross_entropy_with_logits(got, want, reduction="sum")


def floats(x):
    return torch.from_numpy(np.asarray(x, dtype=np.float32))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--base", required=True)
    p.add_argument("--init", required=True, help="the file of weights that additions are to")
    p.add_argument("--acts", required=True, help="acts.json of the fits")
    p.add_argument("--dump", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--part", type=int, nargs=2, default=(0, 1), metavar=("K", "OF"), help="pages whose number, divided by OF, leaves K")
    p.add_argument("--minutes", type=float, default=1e9)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("nets", nargs="+")
    args = p.parse_args()
    torch.set_num_threads(args.threads)
    nets = [load(n, args) for n in args.nets]
    start, read, count, of = time.time(), [], 0, args.part[1]

    def write(out):
        ws = sorted(((len(w.ids), k, n, w) for k, p in enumerate(read) for n, w in enumerate(p[1])), key=lambda x: x[:3])
        said = [[None] * len(p[1]) for p in read]
        for at in range(0, len(ws), SIZE):
            some = ws[at : at + SIZE]
            for (_, k, n, _), x in zip(some, say(nets, [w for *_, w in some])):
                said[k][n] = x
        for (name, _), x in zip(read, said):
            pickle.dump({"Page": name, "Windows": x}, out)
        out.flush()
        read.clear()
        print(count, "pages", f"{(time.time() - start) / 60:.1f} min", flush=True)

    with torch.no_grad(), open(args.out, "wb") as out:
        for number, line in enumerate(open(args.dump, encoding="utf-8")):
            if (time.time() - start) / 60 > args.minutes:
                break
            if number % of != args.part[0]:
                continue
            page = data.Page(json.loads(line), [], "", {})
            read.append((page.name, [windows.Window(page, w, {}) for w in page.windows]))
            count += 1
            if count % 100 == 0:
                write(out)
        write(out)


if __name__ == "__main__":
    main()
