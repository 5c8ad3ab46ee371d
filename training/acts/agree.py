"""Writes what the net says of a few pages in float32, for internal/nlp/acts to compare itself with.

    python agree.py --base FOLDER --fitted FITTED --dump DUMP --out ../../internal/nlp/acts/testdata/agree.json

DUMP is of pages that may be published (`dump` writes it). Of every word that may tell: its scores, those of the sides, times and citings.
"""

import argparse
import json
import pathlib

import torch

import adapt
import data
import model
import windows

FLOOR = 0.03  # of telling, as net.go has it


def rounded(t):
    return [round(x, 4) for x in t.flatten().tolist()]


def telling(net, w, x, c):
    """What the net says of word c of window w, whose pieces have states x; None where it hardly tells."""
    facts = net.facts(x[w.place[c]][None])
    tells = torch.sigmoid(facts[0]).item()
    if tells < FLOOR:
        return None
    out = {"Word": c, "Tells": round(tells, 4), "Types": rounded(facts[1].softmax(1)), "Statuses": rounded(facts[3].softmax(1)), "Channels": rounded(facts[7].softmax(1)), "Sides": {}}
    seen = windows.Seen(net, [w], x[None], [(0, c)])
    cands, scores = seen.of("sides", 0)
    for code, ns in w.codes(cands).items():
        out["Sides"][code] = rounded(torch.sigmoid(windows.pooled(scores, {code: ns})))
    out["Times"] = rounded(torch.cat([seen.of("times", 0)[1].squeeze(1), facts[8][0]]).softmax(0))
    out["Citings"] = rounded(torch.sigmoid(seen.of("citings", 0)[1]))
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--base", required=True)
    p.add_argument("--fitted", type=pathlib.Path, required=True)
    p.add_argument("--dump", required=True)
    p.add_argument("--out", type=pathlib.Path, required=True)
    args = p.parse_args()
    state = torch.load(args.fitted / "state.pt", map_location="cpu", weights_only=True)
    net = model.Reader(args.base, len(json.loads((args.fitted / "acts.json").read_text())))
    net.load_state_dict(adapt.merged(state))
    net.eval()
    out = []
    with torch.no_grad():
        for line in open(args.dump, encoding="utf-8"):
            dump = json.loads(line)
            page = data.Page(dump, [], "", {})
            for raw in page.windows:
                w = windows.Window(page, raw, {})
                x = net.states(*windows.batch([w]))[0]
                out.append({"Window": raw, "Hung": dump["Hung"], "Tellings": [t for c in w.core if (t := telling(net, w, x, c))]})
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text("[\n" + ",\n".join(json.dumps(o) for o in out) + "\n]\n")


if __name__ == "__main__":
    main()
