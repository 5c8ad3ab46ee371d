"""Writes what the net says of a few pages in float32, for internal/nlp/acts to compare itself with.

    python agree.py --base FOLDER --init ../../models/acts/en.bin --addition ../../models/acts/addition.bin --dump DUMP --out ../../internal/nlp/acts/testdata/agree.json

DUMP is of pages that may be published (`dump` writes it). Of every word: whether it names an occasion; of every
word that may tell: its scores, those of the sides, times and citings.
"""

import argparse
import json
import pathlib

import torch

import adapt
import batches
import data
import model
import windows
import within

FLOOR = 0.03  # of telling, as net.go has it


def rounded(t):
    return [round(x, 4) for x in t.flatten().tolist()]


def tellings(net, w):
    """What the net says of each word of window w that it takes to tell of an act."""
    tells = batches.Answers(net, batches.Batch([batches.asked(w, [])[0]]).to("cpu"), False).tells.sigmoid()
    words = [c for c, p in zip(w.core, tells) if p >= FLOOR]
    item, cands = batches.asked(w, words)
    b = batches.Batch([item]).to("cpu")
    a, x = batches.Answers(net, b, False), within.seen(net, b)
    inside, tied = net.within(x), net.tied(x)
    for t, c in enumerate(words):
        groups = a.groups[torch.from_numpy(item["group.told"] == t)].sigmoid()
        yield {
            "Word": c, "Tells": round(a.tells[item["told"][t]].sigmoid().item(), 4), "Types": rounded(a.facts[0][t].softmax(0)), "Statuses": rounded(a.facts[2][t].softmax(0)),
            "Channels": rounded(a.facts[6][t].softmax(0)), "Sides": {code: rounded(p) for code, p in zip(w.codes(cands["sides"][t]), groups)},
            "Times": rounded(torch.cat([a.times[a.of["times"] == t], a.defaults[t]]).exp()), "Citings": rounded(a.cites[a.of["citings"] == t].sigmoid()),
            "Within": round(inside[t].item(), 4), "Tied": round(tied[t].item(), 4),
        }


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--base", required=True)
    p.add_argument("--init", required=True, help="the file of weights that the addition is to")
    p.add_argument("--addition", required=True)
    p.add_argument("--dump", required=True)
    p.add_argument("--out", type=pathlib.Path, required=True)
    args = p.parse_args()
    init = adapt.File(args.init)
    net = model.Reader(args.base, len(json.loads(init.text("labels"))["acts"]))
    net.load_state_dict(adapt.merged(adapt.state(init) | adapt.addition(adapt.File(args.addition))), strict=False)
    net.eval()
    out = []
    with torch.no_grad():
        for line in open(args.dump, encoding="utf-8"):
            dump = json.loads(line)
            page = data.Page(dump, [], "", {})
            for raw in page.windows:
                w = windows.Window(page, raw)
                b = batches.Batch([batches.asked(w, [])[0]]).to("cpu")
                names = rounded(net.names(net.states(b["ids"], b["cases"], b["mask"])[0, w.place]))
                out.append({"Window": raw, "Hung": dump["Hung"], "Names": names, "Tellings": list(tellings(net, w)) if w.core else []})
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text("[\n" + ",\n".join(json.dumps(o) for o in out) + "\n]\n")


if __name__ == "__main__":
    main()
