"""Fits the head that says whether what a word tells is done within one state, as a government does to its rebels, over a net that stays.

    python within.py --base FOLDER --init ../../models/acts/en.bin --items train.npz --out ../../models/acts/addition.bin ../../models/acts/addition.bin

It is a logistic regression on relu(x·In), what the facts' last layer sees of a word that tells. Of windows without such an act a share is read;
choose.go weighs the head along with the sides, so that its odds need not be of the world.
"""

import argparse
import random

import torch
import torch.nn as nn
import torch.nn.functional as F

import adapt
import batches
import items
import model
from pack import Packer


def seen(net, batch):
    """What the facts' last layer sees of the words that tell, [T, width]."""
    x = net.states(batch["ids"], batch["cases"], batch["mask"]).flatten(0, 1)
    return F.relu(net.fact_in(x[batch["core"][batch["told"]]]))


def fitted(x, within, epochs=30, size=512):
    """Weights [1, width] and bias [1] of the log-odds."""
    spread = x.std(0) + 1e-6
    head = nn.Linear(x.shape[1], 1)
    opt = torch.optim.AdamW(head.parameters(), lr=3e-3)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(size):
            loss = F.binary_cross_entropy_with_logits(head(x[rows] / spread).squeeze(1), within[rows])
            opt.zero_grad()
            loss.backward()
            opt.step()
    return (head.weight / spread).detach(), head.bias.detach()


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--base", required=True)
    p.add_argument("--init", required=True, help="the file of weights that the addition is to")
    p.add_argument("--items", required=True, help="of labelled pages to fit on")
    p.add_argument("--share", type=float, default=0.12, help="of windows without an act within one state")
    p.add_argument("--out", required=True)
    p.add_argument("addition")
    args = p.parse_args()
    torch.manual_seed(1)
    rng = random.Random(1)
    read, acts = items.load(args.items)
    read = [x for x in read if len(x["told"]) and (x["within"].any() or rng.random() < args.share)]
    addition = adapt.File(args.addition)
    net = model.Reader(args.base, len(acts)).eval()
    net.load_state_dict(adapt.merged(adapt.state(adapt.File(args.init)) | adapt.addition(addition)), strict=False)
    read.sort(key=lambda x: len(x["ids"]))
    parts = [batches.Batch(read[k : k + 16]).to("cpu") for k in range(0, len(read), 16)]
    with torch.no_grad():
        x, within = torch.cat([seen(net, b) for b in parts]), torch.cat([b["within"] for b in parts])
    weight, bias = fitted(x, within)
    packer = Packer(addition.config)
    for name, (kind, data) in addition.tensors.items():
        if not name.startswith("within."):
            packer.add(name, kind, data.shape, data.astype(adapt.NUMBERS[kind]).tobytes())
    packer.floats("within.weight", weight)
    packer.floats("within.bias", bias)
    packer.write(args.out)
    print(len(read), "windows,", len(x), "acts,", int(within.sum()), "within one state")


if __name__ == "__main__":
    main()
