"""Fits the reader of acts.

    python fit.py --base FOLDER --out FITTED --dump DUMP… --labels FILE… --sentences FOLDER… --minutes 80

Files of labels are read again before every epoch, so that pages labelled meanwhile are fitted on too. Rates fall with the
clock: the fit ends when the minutes are over. FITTED/state.pt is written every ten minutes.
"""

import argparse
import json
import math
import pathlib
import random
import time

import torch
import torch.nn.functional as F

import adapt
import data
import model
import said
import swap
import teacher
import windows
from data import CHANNELS, STATUS, TYPES

MASK = 103  # the piece [MASK]

bce = F.binary_cross_entropy_with_logits


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--base", required=True)
    p.add_argument("--layers", type=int)
    p.add_argument("--teacher", help="a folder of MPNet, to fit that in place of the base's encoder (teacher.py)")
    p.add_argument("--init", help="a file of weights to begin from")
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--set", nargs=3, action="append", required=True, metavar=("DUMP", "SENTENCES", "LABELS"), help="LABELS: files joined by commas")
    p.add_argument("--templates", nargs=3, metavar=("DUMP", "SENTENCES", "LABELS"))
    p.add_argument("--texts", nargs=3, action="append", default=[], metavar=("DUMP", "SENTENCES", "LABELS"), help="short texts, that every epoch reads whole")
    p.add_argument("--said", nargs=2, action="append", default=[], metavar=("DUMP", "SAID"), help="what other nets say of further pages (said.py), to learn too")
    p.add_argument("--said-part", type=float, default=0.3, help="share of those windows that an epoch reads")
    p.add_argument("--replay", type=float, default=0.5, help="how much of known sets an epoch reads, of others 1")
    p.add_argument("--vocabulary", required=True)
    p.add_argument("--minutes", type=float, default=80)
    p.add_argument("--rate", type=float, default=7e-5)
    p.add_argument("--batch", type=int, default=8)
    p.add_argument("--empty", type=float, default=0.5, help="share of windows without acts that an epoch reads")
    p.add_argument("--known", type=int, default=0, help="how many of the first sets --init was fitted on")
    p.add_argument("--part", type=float, default=0.4, help="share of the windows of pages that an epoch reads")
    p.add_argument("--hide", type=float, default=0.05, help="share of pieces that are masked")
    p.add_argument("--rank", type=int, default=0, help="fit additions of this rank to the matrices of --init instead of them (adapt.py)")
    p.add_argument("--resume", help="a state.pt, or an addition's file, to go on from")
    p.add_argument("--frozen", type=int, default=0, help="layers at the bottom that are not fitted")
    p.add_argument("--swap", type=float, default=0.3, help="share of windows in which states change their names")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--dropout", type=float, default=0.1, help="in the encoder")
    p.add_argument("--bf16", action="store_true", help="the encoder in bfloat16, where the processor has it")
    p.add_argument("--threads", type=int, default=2)
    return p.parse_args()


def word_losses(net, ws, x, acts):
    """Losses of facts, and of pairs, summed; with how many acts they are of."""
    rows, at = [], []
    for i, w in enumerate(ws):
        for c in w.core:
            rows.append((i, w.place[c]))
            at.append((i, c))
    index = torch.tensor(rows)
    facts = net.facts(x[index[:, 0], index[:, 1]])
    tells = facts[0].squeeze(1)
    want, count = [], []
    for i, c in at:
        w = ws[i]
        want.append(float(c in w.tells))
        count.append(0.0 if c in w.ignored else 1.0)
    want, count = torch.tensor(want), torch.tensor(count)
    loss = (bce(tells, want, reduction="none") * count).sum()
    number = {p: n for n, p in enumerate(at)}
    told = [(i, c, as_) for i, w in enumerate(ws) for c, as_ in w.tells.items() if (i, c) in number]
    if not told:
        return loss, 0
    r = torch.tensor([number[i, c] for i, c, _ in told])
    kind = torch.zeros(len(told), len(TYPES))
    for n, (_, _, as_) in enumerate(told):
        for a in as_:
            for k, t in enumerate(a.types):
                if t in TYPES:
                    kind[n, TYPES.index(t)] += 1.0 if k == 0 else 0.4
    kind /= kind.sum(1, keepdim=True)
    first = [as_[0] for _, _, as_ in told]
    loss = loss + F.cross_entropy(facts[1][r], kind, reduction="sum")
    act = torch.tensor([acts.get(a.act, -100) for a in first])
    loss = loss + 0.5 * F.cross_entropy(facts[2][r], act, reduction="sum", ignore_index=-100)
    loss = loss + 0.7 * F.cross_entropy(facts[3][r], torch.tensor([STATUS.index(a.row["status"]) for a in first]), reduction="sum")
    planned = torch.tensor([float(a.row["status"] not in ("planned", "hypothetical")) for a in first])
    loss = loss + 0.7 * (bce(facts[4][r].squeeze(1), torch.tensor([float(a.row["bg"] == "y") for a in first]), reduction="none") * planned).sum()
    loss = loss + 0.5 * bce(facts[5][r].squeeze(1), torch.tensor([float(a.row["recip"] == "y") for a in first]), reduction="sum")
    many = torch.tensor([float(len({c for a in as_ for c in a.source}) > 1) for _, _, as_ in told])
    loss = loss + 0.5 * (bce(facts[6][r].squeeze(1), torch.tensor([float(as_[0].each) for _, _, as_ in told]), reduction="none") * many).sum()
    loss = loss + 0.5 * F.cross_entropy(facts[7][r], torch.tensor([CHANNELS.index(a.row["channel"]) for a in first]), reduction="sum", ignore_index=-100)
    defaults = [ws[i].default(a) if not a.when else None for (i, _, _), a in zip(told, first)]
    if any(d is not None for d in defaults):
        loss = loss + 0.3 * F.cross_entropy(facts[8][r], torch.tensor([-100 if d is None else d for d in defaults]), reduction="sum", ignore_index=-100)
    return loss + pair_losses(net, ws, x, told, facts[8][r]), len(told)


def pair_losses(net, ws, x, told, defaults):
    loss, seen = 0.0, windows.Seen(net, ws, x, told)
    for head, part in PART.items():
        for n, (i, c, as_) in enumerate(told):
            cands, scores = seen.of(head, n)
            if cands:
                loss = loss + part(ws[i], c, as_, cands, scores, defaults[n])
    return loss


def side_loss(w, c, as_, cands, scores, _):
    by = w.codes(cands)
    if not by:
        return 0.0
    source, target = {x for a in as_ for x in a.source}, {x for a in as_ for x in a.target}
    want = torch.tensor([[float(code in source), float(code in target)] for code in by])
    loss = bce(windows.pooled(scores, by), want, reduction="sum")
    # Where words of the label name the side, that mention should weigh most.
    for k, column in ((0, "source"), (1, "target")):
        named = [n for n, (j, _, _) in enumerate(cands) if any(w.mentioned(a, column, w.parties[j]["Mention"]) for a in as_)]
        if named and len(named) < len(cands):
            loss = loss - 0.3 * (torch.logsumexp(scores[named, k], 0) - torch.logsumexp(scores[:, k], 0))
    return loss


def time_loss(w, c, as_, cands, scores, defaults):
    """One choice among the times near and the defaults together."""
    good = w.when(c, as_[0], cands)
    every = torch.cat([scores.squeeze(1), defaults])
    if good:
        return -(torch.logsumexp(every[good], 0) - torch.logsumexp(every, 0))
    if as_[0].when:
        return 0.0
    d = w.default(as_[0])
    if d is None:
        return -(torch.logsumexp(defaults, 0) - torch.logsumexp(every, 0))
    return F.cross_entropy(every[None], torch.tensor([len(cands) + d]))


def cite_loss(w, c, as_, cands, scores, _):
    want = torch.tensor([[float(w.cited(as_[0], w.citings[j]["Attribution"]))] for j, _, _ in cands])
    return bce(scores, want, reduction="sum")


PART = {"sides": side_loss, "times": time_loss, "citings": cite_loss}


def losses(net, ws, x, acts):
    """Of windows with labels and of windows with what other nets say of them; with how many acts they are of."""
    loss, n = 0.0, 0.0
    taught = [i for i, w in enumerate(ws) if hasattr(w, "said")]
    labelled = [i for i, w in enumerate(ws) if not hasattr(w, "said")]
    if labelled:
        loss, n = word_losses(net, [ws[i] for i in labelled], x[labelled], acts)
    if taught:
        more, m = said.losses(net, [ws[i] for i in taught], x[taught])
        loss, n = loss + more, n + m
    return loss, n


def read_sets(sets, words):
    pages = []
    for dump, sentences, labels in sets:
        pages += data.load(dump, [f for f in labels.split(",") if pathlib.Path(f).exists()], sentences, words)
    return pages


def cut(pages, acts):
    return [x for p in pages for w in p.windows if (x := windows.Window(p, w, acts)).core]


def near_lengths(ws, size, rng):
    """Batches of windows of like lengths, in random order."""
    rng.shuffle(ws)
    out = []
    for k in range(0, len(ws), 16 * size):
        batch = []
        for w in sorted(ws[k : k + 16 * size], key=lambda w: len(w.ids)):
            if batch and (len(batch) == 3 * size or (len(batch) + 1) * len(w.ids) > 300 * size):
                out.append(batch)
                batch = []
            batch.append(w)
        out.append(batch)
    rng.shuffle(out)
    return out


def drawn(left, whole, part, rng):
    """A share of a whole from what is left of it, and what is left then: all come once before any comes again."""
    n = int(part * len(whole))
    if len(left) < n:
        left = left + rng.sample(whole, len(whole))
    return left[:n], left[n:]


class Epochs:
    """What each epoch reads: a share of the windows of pages, every one once before any comes again, and fewer of those of pages that
    were fitted on before; some of the templates; all of the short texts, which are read anew."""

    def __init__(self, args, words, acts, rng):
        self.args, self.words, self.acts, self.rng = args, words, acts, rng
        more = [p for dump, file in args.said for p in said.pages(dump, file)]
        pages = data.apart(read_sets(args.set, words) + more)
        more, pages = [p for p in pages if hasattr(p, "said")], [p for p in pages if not hasattr(p, "said")]
        known = {p.name for p in read_sets(args.set[: args.known], words)}
        self.new, self.old = (cut([p for p in pages if (p.name in known) == k], acts) for k in (False, True))
        self.templates = cut(read_sets([args.templates] if args.templates else [], words), acts)
        self.taught = said.cut(more, acts)
        self.left, self.pile = [], []
        self.said = f"{len(pages)} pages, {sum(len(p.acts) for p in pages)} acts"

    def windows(self):
        rng, part = self.rng, self.args.part
        ws, self.left = drawn(self.left, self.new, part, rng)
        taught, self.pile = drawn(self.pile, self.taught, self.args.said_part, rng)
        taught = [w for w in taught if w.said["told"] or rng.random() < 0.15]
        ws = ws + rng.sample(self.old, int(part * self.args.replay * len(self.old)))
        full, empty = [w for w in ws if w.gold], [w for w in ws if not w.gold]
        empty = rng.sample(empty, int(self.args.empty * len(empty)))
        some = rng.sample(self.templates, min(len(self.templates), 150))
        texts = read_sets(self.args.texts, self.words)
        for p in texts:  # their readers knew a day for each: no measure of what an act without words for its time has
            p.published = {"from": "", "to": ""}
        short = cut(texts, self.acts)
        print(f"{self.said}: {len(full)} windows with acts, {len(empty)} without, {len(some)} of templates, {len(short)} of texts, {len(taught)} taught of {len(self.taught)}")
        return full + empty + some + short + taught


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    swaps = swap.States(pathlib.Path(args.base) / "vocab.txt")
    args.out.mkdir(parents=True, exist_ok=True)
    words = data.Vocabulary(args.vocabulary)
    names = sorted(set(words.wordings.values()))
    acts = {a: i for i, a in enumerate(names)}
    (args.out / "acts.json").write_text(json.dumps(names))
    if args.teacher:
        net = teacher.Reader(args.teacher, len(names), args.frozen, args.dropout)
    else:
        net = model.Reader(args.base, len(names), args.layers, args.dropout)
    if args.init:
        print(net.load_state_dict(adapt.state(adapt.File(args.init)), strict=False))
    if args.rank:
        adapt.adapt(net, args.rank, args.frozen)
    if args.resume:
        whole = args.resume.endswith(".pt")
        net.load_state_dict(torch.load(args.resume) if whole else adapt.grown(net, adapt.addition(adapt.File(args.resume))), strict=whole)
    for layer in net.encoder.encoder.layer[: args.frozen]:
        layer.requires_grad_(False)
    encoder = [p for n, p in net.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.") and p.requires_grad]
    low = [p for n, p in net.named_parameters() if n.endswith((".widen", ".narrow")) and p.requires_grad]
    ids = {id(p) for p in low}
    groups = ([p for p in encoder if id(p) not in ids], args.rate), (low, 4 * args.rate), ([p for p in heads if id(p) not in ids], args.rate if args.rank else 1e-3)
    opt = torch.optim.AdamW([{"params": p, "lr": rate, "peak": rate} for p, rate in groups if p], weight_decay=0.01, betas=(0.9, 0.98))
    start, saved, epoch, steps, mean = time.time(), time.time(), 0, 0, None
    done, epochs = False, Epochs(args, words, acts, rng)
    log = open(args.out / "log.txt", "a")
    while not done:
        ws = epochs.windows()
        print(f"epoch {epoch} {(time.time() - start) / 60:.1f} min", file=log, flush=True)
        net.train()
        for b in near_lengths(ws, args.batch, rng):
            t = (time.time() - start) / 60 / args.minutes
            if t >= 1:
                done = True
                break
            for g in opt.param_groups:
                g["lr"] = g["peak"] * min(1, (steps + 1) / 60) * max(0.01, min(1, 1.6 * (1 - t)))
            ids, cases, mask = windows.batch(b)
            for row in ids:
                if rng.random() < args.swap:
                    row.copy_(swaps.rename(row, rng))
            ids[(torch.rand(ids.shape) < args.hide) & mask] = MASK
            with torch.autocast("cpu", torch.bfloat16, args.bf16):
                x = net.states(ids, cases, mask)
            x = x.float()
            loss, n = losses(net, b, x, acts)
            loss = loss / max(8, n)
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            opt.step()
            steps += 1
            now = loss.item()
            mean = now if mean is None else 0.98 * mean + 0.02 * now
            if steps % 50 == 0:
                print(f"step {steps} loss {mean:.3f} {(time.time() - start) / 60:.1f} min", file=log, flush=True)
            if time.time() - saved > 600:
                torch.save(net.state_dict(), args.out / "state.pt.new")
                (args.out / "state.pt.new").replace(args.out / "state.pt")
                saved = time.time()
        epoch += 1
    torch.save(net.state_dict(), args.out / "state.pt")
    print("done", steps, "steps", file=log, flush=True)


if __name__ == "__main__":
    main()
