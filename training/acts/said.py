"""What nets say of pages without labels, for another to learn (distillation: Hinton et al., arXiv 1503.02531).

    python said.py --base FOLDER --init en.bin --acts acts.json --out said.npz --dump DUMP [--dump DUMP]… NET…

A NET is a file of weights, a file with an addition's (which goes on top of --init), a state.pt of such a fit (fit.py --rank), or
teacher:MPNET:STATE, a state of a teacher's fit. Their chances are averaged; of words that tell an act at --floor or more they are asked
the rest. Out comes a file of items (items.py).
"""

import argparse
import json
import multiprocessing
import random

import numpy as np
import torch

import adapt
import batches
import data
import items
import model
import teacher
import windows


def load(name, acts, args):
    """A net of so many acts."""
    if name.startswith("teacher:"):
        _, folder, state = name.split(":")
        net = teacher.Reader(folder, acts, 0)
        net.load_state_dict(torch.load(state, map_location="cpu", weights_only=True))
    else:
        net = model.Reader(args.base, acts)
        whole = adapt.state(adapt.File(args.init))
        if name != args.init:
            whole |= torch.load(name, map_location="cpu", weights_only=True) if name.endswith(".pt") else adapt.addition(adapt.File(name))
        net.load_state_dict(adapt.merged(whole), strict=False)
    return net.to(args.device).eval()


def say(net, b, args):
    """What a net says of a batch: arrays by their names in an item."""
    with torch.no_grad():
        a = batches.Answers(net, b.to(args.device), True)
        said = {"tells": a.tells.sigmoid(), "defaults": a.defaults.exp(), "times.want": a.times.exp(), "group.want": a.groups.sigmoid(),
                "sides.want": a.mentions.exp(), "citings.want": a.cites.sigmoid()}
        for k, soft in enumerate(batches.SOFT):
            said[f"fact.{k}"] = a.facts[k].softmax(1) if soft else a.facts[k].sigmoid()
        return {name: x.cpu().numpy() for name, x in said.items()}


ROWS = {"tells": "core", "defaults": "told", "times.want": "times.told", "group.want": "group.told", "sides.want": "sides.told", "citings.want": "citings.told"}


def heard(nets, asked, args):
    """What nets say of items on average: a dict of arrays an item."""
    order = sorted(range(len(asked)), key=lambda n: len(asked[n]["ids"]))
    out = [None] * len(asked)
    for at in range(0, len(order), args.size):
        some = order[at : at + args.size]
        b = batches.Batch([asked[n] for n in some])
        each = [say(net, b, args) for net in nets]
        for name in each[0]:
            mean = (sum(x[name] for x in each) / len(each)).astype(np.float16)
            for n, part in zip(some, np.split(mean, np.cumsum([len(asked[n][ROWS.get(name, "told")]) for n in some])[:-1])):
                out[n] = (out[n] or {}) | {name: part}
    return out


def read(line):
    return windows.of(data.Page(json.loads(line), [], "", {}))


def asked(job):
    """Items of a page's windows, asked of the words that tell; of none without them."""
    line, told = job
    return [batches.asked(w, [w.core[n] for n in told[k]] if told else [])[0] for k, w in enumerate(read(line))]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--base", required=True)
    p.add_argument("--init", required=True, help="the file of weights that additions are to")
    p.add_argument("--acts", required=True, help="acts.json of the fits")
    p.add_argument("--dump", action="append", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--part", type=int, nargs=2, default=(0, 1), metavar=("K", "OF"), help="pages whose number, divided by OF, leaves K")
    p.add_argument("--floor", type=float, default=0.08)
    p.add_argument("--empty", type=float, default=0.3, help="share of windows without a word that tells that is kept")
    p.add_argument("--size", type=int, default=24, help="windows a batch")
    p.add_argument("--workers", type=int, default=2)
    p.add_argument("--device", default="cpu")
    p.add_argument("nets", nargs="+")
    args = p.parse_args()
    acts = json.loads(open(args.acts).read())
    lines = [line for dump in args.dump for line in open(dump, encoding="utf-8")][args.part[0] :: args.part[1]]
    with multiprocessing.Pool(args.workers) as pool:
        plain = pool.map(asked, [(line, None) for line in lines], 20)
        nets = [load(n, len(acts), args) for n in args.nets]
        tells = iter(heard(nets, [x for page in plain for x in page], args))
        jobs = [(line, [np.flatnonzero(next(tells)["tells"] >= args.floor).tolist() for _ in page]) for line, page in zip(lines, plain)]
        rng = random.Random(1)
        full = [x for page in pool.imap(asked, jobs, 20) for x in page if len(x["told"]) or rng.random() < args.empty]
    out = [batches.taught(x, said) for x, said in zip(full, heard(nets, full, args))]
    items.save(args.out, out, acts)
    print(len(lines), "pages,", len(out), "windows,", sum(float(x["weight"].sum()) for x in out), "acts")


if __name__ == "__main__":
    main()
