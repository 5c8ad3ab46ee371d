"""Packs what fit.py fitted, the encoder with its heads, for internal/nlp/engine.

    python export.py SHARED FITTED OUT [--float32] [--windows N]

Weights are rounded by what they multiply in N windows of the training sets (pack.py). Small matrices, from which labels
are read off directly, stay float32.
"""

import argparse
import json
import pathlib

import torch
from transformers import BertConfig

import corpora
import examples
import fit
import pack

# Matrices that multiply the states of words, rounded to int8.
WIDE = ("dependent", "head", "rel.seer", "rel.seen", "roles.seer", "roles.seen", "parts.seer", "parts.seen")
SMALL = ("arc", "rel.out", "roles.out", "parts.out", "trigger", "type_in", "type_out")
TAGS = ("upos", "xpos", "names", "cues", "statuses", "predicate")  # one below the other, in the order of heads of engine.go


def sample(sets, cutter, n):
    """Windows of all training sets, as many of each."""
    rng = examples.shuffled(7)
    found = []
    for name in ("ewt", "conll", "polnear"):
        documents = rng.sample(sets[name]["train"], min(200, len(sets[name]["train"])))
        windows = [w for d in documents for w in cutter.windows(d)]
        found += rng.sample(windows, min(n // 3, len(windows)))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("fitted", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--float32", action="store_true")
    parser.add_argument("--windows", type=int, default=600)
    parser.add_argument("--base", type=pathlib.Path)
    args = parser.parse_args()
    base = args.base or fit.base_folder()
    vocabulary = (base / "vocab.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    state = torch.load(args.fitted / "state.pt", map_location="cpu", weights_only=True)
    encoder = pack.Encoder({k: v for k, v in state.items() if k.startswith("encoder.")},
                           BertConfig.from_pretrained(base).to_dict(), state["case.weight"])
    windows = sample(corpora.load(args.shared), examples.Cutter(vocabulary), args.windows)
    places = {tuple(w.ids): w.places for w in windows}
    words = pack.Inputs(encoder.config["width"])
    packer = pack.encoder_tensors(encoder, vocabulary, [(w.ids, w.cases) for w in windows], args.float32,
                                  lambda sentence, states: words.see(states[places[tuple(sentence[0])]]))
    packer.text("labels", (args.fitted / "labels.json").read_text())
    weights = lambda name: (state[name + ".weight"], state[name + ".bias"])
    floats = lambda name, matrix: [packer.floats(f"{name}.{part}", x) for part, x in zip(("weight", "bias"), matrix)]
    floats("tags", [torch.cat(parts) for parts in zip(*map(weights, TAGS))])
    for name in SMALL:
        floats(name, weights(name))
    for name in ("roles", "parts"):
        packer.floats(name + ".distance", state[name + ".distance.weight"])
    for name in examples.SPANS:
        packer.floats(name + ".between", state[f"chains.{name}.between"])
    for name in WIDE:
        if args.float32:
            floats(name, weights(name))
        else:
            packer.matrix(name, *weights(name), words)
    packer.write(args.out)


if __name__ == "__main__":
    main()
