"""Writes what the net says of a few pages in float32, for internal/nlp/acts to compare itself with.

    python agree.py --base FOLDER --fitted FITTED --addition ../../models/acts/addition.bin --dump DUMP --out ../../internal/nlp/acts/testdata/agree.json

DUMP is of pages that may be published (`dump` writes it). Of every word that may tell: its scores, those of the sides, times and citings.
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
    a, inside = batches.Answers(net, b, False), net.within(within.seen(net, b))
    for t, c in enumerate(words):
        groups = a.groups[torch.from_numpy(item["group.told"] == t)].sigmoid()
        yield {
            "Word": c, "Tells": round(a.tells[item["told"][t]].sigmoid().item(), 4), "Types": rounded(a.facts[0][t].softmax(0)), "Statuses": rounded(a.facts[2][t].softmax(0)),
            "Channels": rounded(a.facts[6][t].softmax(0)), "Sides": {code: rounded(p) for code, p in zip(w.codes(cands["sides"][t]), groups)},
            "Times": rounded(torch.cat([a.times[a.of["times"] == t], a.defaults[t]]).exp()), "Citings": rounded(a.cites[a.of["citings"] == t].sigmoid()),
            "Within": round(inside[t].item(), 4),
        }


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--base", required=True)
    p.add_argument("--fitted", type=pathlib.Path, required=True)
    p.add_argument("--addition", required=True, help="the file that has the head of within.py")
    p.add_argument("--dump", required=True)
    p.add_argument("--out", type=pathlib.Path, required=True)
    args = p.parse_args()
    state = torch.load(args.fitted / "state.pt", map_location="cpu", weights_only=True)
    net = model.Reader(args.base, len(json.loads((args.fitted / "acts.json").read_text())))
    head = {n: x for n, x in adapt.heads(adapt.File(args.addition)).items() if n.startswith("within.")}
    net.load_state_dict(adapt.merged(state) | head)
    net.eval()
    out = []
    with torch.no_grad():
        for line in open(args.dump, encoding="utf-8"):
            dump = json.loads(line)
            page = data.Page(dump, [], "", {})
            for raw in page.windows:
                w = windows.Window(page, raw)
                out.append({"Window": raw, "Hung": dump["Hung"], "Tellings": list(tellings(net, w)) if w.core else []})
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text("[\n" + ",\n".join(json.dumps(o) for o in out) + "\n]\n")


if __name__ == "__main__":
    main()
