"""Packs what fit.py fitted for internal/nlp/acts.

    python export.py --base FOLDER --fitted FITTED --items train.npz --out models/acts/en.bin [--float32] [--windows N]
    python export.py --base FOLDER --fitted FITTED --to models/acts/en.bin --out models/acts/addition.bin      # of a fit with --rank

Weights are rounded by what they multiply in N windows of the items (../encoder/pack.py).
"""

import argparse
import json
import pathlib
import random
import sys

import torch
from transformers import BertConfig

sys.path.append(str(pathlib.Path(__file__).parent.parent / "encoder"))
import adapt
import data
import items
import pack

PAIRS = ("sides", "times", "citings")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--base", type=pathlib.Path, required=True)
    p.add_argument("--fitted", type=pathlib.Path, required=True)
    p.add_argument("--items", help="items that were fitted on, for a file with the encoder in it")
    p.add_argument("--to", type=pathlib.Path, help="the file of weights that was fitted on top of")
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--float32", action="store_true")
    p.add_argument("--windows", type=int, default=240)
    args = p.parse_args()
    if not (args.to or args.items):
        p.error("a file with the encoder in it wants --items")
    state = torch.load(args.fitted / "state.pt", map_location="cpu", weights_only=True)
    acts = json.loads((args.fitted / "acts.json").read_text())
    if args.to:
        packer, words = pack.Packer(adapt.File(args.to).config), None
        adapt.pack(packer, state)
    else:
        packer, words = whole(args, state)
    packer.text("labels", json.dumps({"types": data.TYPES, "acts": acts, "statuses": data.STATUS,
                                      "channels": ["" if c == "-" else c for c in data.CHANNELS], "defaults": data.DEFAULTS}))

    def floats(name):
        packer.floats(name + ".weight", state[name + ".weight"])
        packer.floats(name + ".bias", state[name + ".bias"])

    for head in ("within", "tied", "names"):  # of a fit that began from an addition that has them; within.py and occasions.py fit them anew
        if head + ".weight" in state:
            floats(head)
    for head in PAIRS:
        floats(head + ".out")
        packer.table(head + ".traits", state[head + ".traits.weight"])
    for name in adapt.HEADS if not args.to else ():
        if args.float32:
            floats(name)
        else:
            packer.matrix(name, state[name + ".weight"], state[name + ".bias"], None if name == "fact_out" else words)
    packer.write(args.out)


def whole(args, state):
    """A file with the encoder in it, and what its words' states are like."""
    config = BertConfig.from_pretrained(args.base).to_dict()
    config["num_hidden_layers"] = 1 + max(int(n.split(".")[3]) for n in state if n.startswith("encoder.encoder.layer."))
    encoder = pack.Encoder({k: v for k, v in state.items() if k.startswith("encoder.")}, config, state["case.weight"])
    ws, _ = items.load(args.items)
    ws = [(x["ids"].tolist(), x["cases"].tolist(), sorted({p for name in ("core", "sides.seen", "times.seen", "citings.seen") for p in x[name].tolist()})) for x in random.Random(5).sample(ws, min(args.windows, len(ws)))]
    places = {tuple(ids): seen for ids, _, seen in ws}
    words = pack.Inputs(config["hidden_size"])
    pieces = (args.base / "vocab.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    sentences = [(ids, cases) for ids, cases, _ in ws]
    return pack.encoder_tensors(encoder, pieces, sentences, args.float32, lambda s, states: words.see(states[places[tuple(s[0])]])), words


if __name__ == "__main__":
    main()
