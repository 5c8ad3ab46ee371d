"""Fits the reader of acts.

    python fit.py --base FOLDER --out FITTED --items train.npz .4 --items texts.npz 1 --dev dev.npz --minutes 80

Rates fall with the clock: the fit ends when the minutes are over. FITTED/state.pt is written every ten minutes; with --dev it is what had
the least loss there, asked at the end of every --every steps.
"""

import argparse
import json
import pathlib
import random
import time

import numpy as np
import torch
import torch.utils.data

import adapt
import batches
import items
import model
import swap
import teacher

MASK = 103  # the piece [MASK]


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--base", required=True)
    p.add_argument("--layers", type=int)
    p.add_argument("--teacher", help="a folder of MPNet, to fit that in place of the base's encoder (teacher.py)")
    p.add_argument("--init", help="a file of weights to begin from")
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--items", nargs=2, action="append", required=True, metavar=("FILE", "SHARE"), help="items (items.py, said.py), and the share of them that an epoch reads")
    p.add_argument("--dev", help="items to measure by")
    p.add_argument("--every", type=int, default=400, help="steps between measurements")
    p.add_argument("--minutes", type=float, default=80)
    p.add_argument("--rate", type=float, default=7e-5)
    p.add_argument("--batch", type=int, default=8)
    p.add_argument("--empty", type=float, default=0.5, help="share of windows without acts that an epoch reads")
    p.add_argument("--hide", type=float, default=0.05, help="share of pieces that are masked")
    p.add_argument("--rank", type=int, default=0, help="fit additions of this rank to the matrices of --init instead of them (adapt.py)")
    p.add_argument("--resume", help="a state.pt, or an addition's file, to go on from")
    p.add_argument("--frozen", type=int, default=0, help="layers at the bottom that are not fitted")
    p.add_argument("--swap", type=float, default=0.3, help="share of windows in which states change their names")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--dropout", type=float, default=0.1, help="in the encoder")
    p.add_argument("--heads", type=float, nargs=2, default=(0.1, 0.1), metavar=("FACTS", "PAIRS"), help="dropout in the heads")
    p.add_argument("--hold", type=float, default=0.375, help="share of the time, below 1, after which rates fall")
    p.add_argument("--bf16", action="store_true", help="the encoder in bfloat16, where the processor has it")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--device", default="cpu")
    p.add_argument("--workers", type=int, default=0, help="processes that make batches")
    return p.parse_args()


def near_lengths(ws, size, rng):
    """Batches of items of like lengths, in random order."""
    rng.shuffle(ws)
    out = []
    for k in range(0, len(ws), 16 * size):
        batch = []
        for w in sorted(ws[k : k + 16 * size], key=lambda w: len(w["ids"])):
            if batch and (len(batch) == 3 * size or (len(batch) + 1) * len(w["ids"]) > 300 * size):
                out.append(batch)
                batch = []
            batch.append(w)
        out.append(batch)
    rng.shuffle(out)
    return out


class Source:
    """Items of a file, of which each epoch reads a share: all come once before any comes again."""

    def __init__(self, file, share):
        self.items, self.acts = items.load(file)
        self.share, self.left = float(share), []

    def drawn(self, rng):
        n = round(self.share * len(self.items))
        while len(self.left) < n:
            self.left = self.left + rng.sample(self.items, len(self.items))
        out, self.left = self.left[:n], self.left[n:]
        return out


class Epoch(torch.utils.data.Dataset):
    """The batches of an epoch; of their windows some have states renamed and pieces hidden."""

    def __init__(self, sources, args, number, swaps):
        rng = random.Random(args.seed * 1000 + number)
        read = [x for s in sources for x in s.drawn(rng) if x["full"][0] or rng.random() < args.empty]
        self.batches, self.args, self.number, self.swaps = near_lengths(read, args.batch, rng), args, number, swaps

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, k):
        rng, changed = np.random.default_rng((self.args.seed, self.number, k)), []
        for x in self.batches[k]:
            ids = self.swaps.rename(x["ids"], rng) if rng.random() < self.args.swap else x["ids"]
            changed.append(x | {"ids": np.where(rng.random(len(ids)) < self.args.hide, MASK, ids)})
        return batches.Batch(changed)


def measured(net, dev, args):
    """The loss an act of a net on items."""
    net.eval()
    total = count = 0.0
    with torch.no_grad():
        for b in near_lengths(list(dev), args.batch, random.Random(1)):
            b = batches.Batch(b).to(args.device)
            loss, n = batches.losses(batches.Answers(net, b, args.bf16), b)
            total, count = total + float(loss), count + float(n)
    net.train()
    return total / count


def groups(net, args):
    """What is fitted, with rates: the encoder, additions to it, heads."""
    for layer in net.encoder.encoder.layer[: args.frozen]:
        layer.requires_grad_(False)
    named = [(n, p) for n, p in net.named_parameters() if p.requires_grad]
    low = [p for n, p in named if n.endswith((".widen", ".narrow"))]
    encoder = [p for n, p in named if n.startswith("encoder.") and not n.endswith((".widen", ".narrow"))]
    heads = [p for n, p in named if not n.startswith("encoder.") and not n.endswith((".widen", ".narrow"))]
    rates = (encoder, args.rate), (low, 4 * args.rate), (heads, args.rate if args.rank or args.resume else 1e-3)
    return [{"params": ps, "lr": rate, "peak": rate} for ps, rate in rates if ps]


def begun(args, acts):
    """The net to fit."""
    if args.teacher:
        net = teacher.Reader(args.teacher, acts, args.frozen, args.dropout)
    else:
        net = model.Reader(args.base, acts, args.layers, args.dropout)
    if args.init:
        print(net.load_state_dict(adapt.state(adapt.File(args.init)), strict=False))
    if args.rank:
        adapt.adapt(net, args.rank, args.frozen)
    if args.resume:
        state = torch.load(args.resume, map_location="cpu", weights_only=True) if args.resume.endswith(".pt") else adapt.addition(adapt.File(args.resume))
        unknown = net.load_state_dict(adapt.grown(net, state), strict=False).unexpected_keys
        assert not unknown, unknown
    assert not args.teacher or net.frozen == args.frozen, "the state to go on from has other layers fixed"
    net.drop.p = args.heads[0]
    for head in (net.sides, net.times, net.citings):
        head.drop.p = args.heads[1]
    return net.to(args.device).train()


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.set_float32_matmul_precision("high")
    torch.backends.cuda.enable_cudnn_sdp(False)  # with a mask its gradients may be NaN (pytorch issue 196678)
    torch.manual_seed(args.seed)
    sources = [Source(*x) for x in args.items]
    dev, acts = items.load(args.dev) if args.dev else ([], sources[0].acts)
    assert all(s.acts == acts for s in sources), "files of items are of other acts"
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "acts.json").write_text(json.dumps(acts))
    net = begun(args, len(acts))
    opt = torch.optim.AdamW(groups(net, args), weight_decay=0.01, betas=(0.9, 0.98), fused=args.device != "cpu")
    log, swaps = open(args.out / "log.txt", "a"), swap.States(pathlib.Path(args.base) / "vocab.txt")

    def note(*words):
        print(*words, f"{(time.time() - start) / 60:.2f} min", file=log, flush=True)

    def keep():
        nonlocal least, saved
        saved = time.time()
        if dev:
            loss = measured(net, dev, args)
            note("step", steps, "dev", round(loss, 3))
            if not loss <= least:
                return
            least = loss
        torch.save(net.state_dict(), args.out / "state.pt.new")
        (args.out / "state.pt.new").replace(args.out / "state.pt")

    start = saved = time.time()
    steps, number, least, mean, done = 0, 0, float("inf"), None, False
    while not done:
        epoch = Epoch(sources, args, number, swaps)
        note("epoch", number, "of", sum(len(b) for b in epoch.batches), "windows")
        for b in torch.utils.data.DataLoader(epoch, batch_size=None, num_workers=args.workers, collate_fn=lambda b: b, prefetch_factor=4 if args.workers else None):
            t = (time.time() - start) / 60 / args.minutes
            if t >= 1:
                done = True
                break
            for g in opt.param_groups:
                g["lr"] = g["peak"] * min(1, (steps + 1) / 60) * max(0.01, min(1, (1 - t) / (1 - args.hold)))
            b = b.to(args.device)
            loss, n = batches.losses(batches.Answers(net, b, args.bf16), b)
            loss = loss / n.clamp(min=8)
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0, error_if_nonfinite=True)
            opt.step()
            steps += 1
            mean = loss.detach() if mean is None else 0.98 * mean + 0.02 * loss.detach()
            if steps % 50 == 0:
                note("step", steps, "loss", round(float(mean), 3))
            if steps % args.every == 0 if dev else time.time() - saved > 600:
                keep()
        number += 1
    keep()
    note("done", steps, "steps")


if __name__ == "__main__":
    main()
