"""Fits on top of a file of weights that stays as it is: what is learned of its matrices is of low rank (LoRA, arXiv 2106.09685).

A matrix W of a layer becomes W + widen·narrow, with narrow [rank, inputs] and widen [outputs, rank]; W is what the file's
integers stand for. Such a fit costs a repository half a megabyte; a new file of weights, thirty.
"""

import json
import pathlib
import struct
import sys
import zlib

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.append(str(pathlib.Path(__file__).parent.parent / "encoder"))
from pack import MATRICES, NORMS


class Adapted(nn.Module):
    """A linear layer whose weight stays, with an addition of low rank and a bias that are fitted."""

    def __init__(self, linear, widen, narrow):
        super().__init__()
        self.weight = nn.Parameter(linear.weight.data, requires_grad=False)
        self.bias, self.widen, self.narrow = linear.bias, nn.Parameter(widen), narrow

    def forward(self, x):
        return F.linear(F.linear(x, self.narrow), self.widen) + F.linear(x, self.weight, self.bias)


HEADS = ("fact_in", "fact_out", "sides.seer", "sides.seen", "times.seer", "times.seen", "citings.seer", "citings.seen")


def adapt(net, rank, first):
    """Additions, nothing as yet, to the matrices of layers from first on and of the heads. Of the encoder nothing else is fitted."""
    for p in net.encoder.parameters():
        p.requires_grad_(False)
    net.case.weight.requires_grad_(False)

    def narrow(linear):
        return nn.Parameter(torch.randn(rank, linear.in_features) / linear.in_features**0.5)

    def put(module, name, narrow):
        way, _, last = name.rpartition(".")
        linear = module.get_submodule(name)
        setattr(module.get_submodule(way), last, Adapted(linear, torch.zeros(linear.out_features, rank), narrow))

    for layer in list(net.encoder.encoder.layer)[first:]:
        for names in MATRICES.values():
            shared = narrow(layer.get_submodule(names[0]))  # one for all that look at the same
            for name in names:
                put(layer, name, shared)
    for name in HEADS:
        put(net, name, narrow(net.get_submodule(name)))


def grown(net, addition):
    """An addition of a lower rank as one of the net's, whose further rows add nothing yet."""
    out, mine = dict(addition), net.state_dict()
    for name, x in addition.items():
        if name.endswith(".narrow"):
            out[name] = torch.cat([x, mine[name][len(x) :]])
        elif name.endswith(".widen"):
            out[name] = F.pad(x, (0, mine[name].shape[1] - x.shape[1]))
    return out


def merged(state):
    """The state with what was added, as if it were the weights' own."""
    out = {n: v for n, v in state.items() if not n.endswith((".widen", ".narrow"))}
    for n in state:
        if n.endswith(".widen"):
            n = n.removesuffix(".widen")
            out[n + ".weight"] = state[n + ".weight"] + state[n + ".widen"] @ state[n + ".narrow"]
    return out


LEVELS = 15  # either side of zero, of an addition's numbers: a repository keeps these in half the room


def coarse(x):
    step = x.abs().amax(1, keepdim=True).clamp(min=1e-12) / LEVELS
    return (x / step).round() * step


def pack(packer, state):
    """Adds to a file what a fit added to another, and what it put in place of it."""

    def add(ours, theirs):
        packer.table(ours + ".narrow", coarse(state[theirs[0] + ".narrow"]))
        packer.table(ours + ".widen", coarse(torch.cat([state[t + ".widen"] for t in theirs]).T.contiguous()))

    for i in range(packer.config["layers"]):
        layer = f"encoder.encoder.layer.{i}."
        if layer + MATRICES["out"][0] + ".widen" in state:
            for name, parts in MATRICES.items():
                add(f"layer.{i}.{name}", [layer + p for p in parts])
    for name in HEADS:
        add(name, [name])
        packer.floats(name + ".bias", state[name + ".bias"])


def addition(file):
    """What pack wrote, as fit.py's net has it."""
    out = heads(file)

    def take(ours, theirs):
        narrow, widen = file.floats(ours + ".narrow"), file.floats(ours + ".widen").T
        for t, w in zip(theirs, widen.chunk(len(theirs))):
            out[t + ".narrow"], out[t + ".widen"] = narrow.clone(), w.contiguous()

    for name in [n.removesuffix(".narrow") for n in file.tensors if n.endswith(".narrow")]:
        layer, _, part = name.rpartition(".")
        if layer.startswith("layer."):
            take(name, [f"encoder.encoder.{layer}.{p}" for p in MATRICES[part]])
        else:
            take(name, [name])
    return out


def heads(file):
    """What a file has of the heads, whole."""
    out = {}
    for name in file.tensors:
        head, _, part = name.rpartition(".")
        if head.split(".")[0] in ("fact_in", "fact_out", "within", "tied", "names", "sides", "times", "citings"):
            if part == "weight" or part == "bias":
                out[name] = file.floats(name)
            elif part == "traits":
                out[name + ".weight"] = file.floats(name)
    return out


NUMBERS = {"int8": "<i1", "float32": "<f4", "deflate": "<u1"}  # of a tensor's type


class File:
    """The tensors of a file of weights (internal/infer/weights.go), as floats."""

    def __init__(self, path):
        data = open(path, "rb").read()
        length = struct.unpack("<I", data[8:12])[0]
        header = json.loads(data[12 : 12 + length])
        self.config, self.tensors, at = header["config"], {}, 12 + length
        for t in header["tensors"]:
            kind = NUMBERS[t["type"]]
            n = int(np.prod(t["shape"])) * np.dtype(kind).itemsize
            self.tensors[t["name"]] = (t["type"], np.frombuffer(data[at : at + n], kind).reshape(t["shape"]))
            at += n

    def floats(self, name):
        kind, x = self.tensors[name]
        x = torch.from_numpy(x.astype("<f4"))
        if kind == "int8":
            scale = self.tensors.get(name + ".scale") or self.tensors[name.removesuffix(".weight") + ".scale"]
            x = x * torch.from_numpy(scale[1].astype("<f4"))[:, None]
            smooth = self.tensors.get(name.removesuffix(".weight") + ".smooth")
            if smooth:
                x = x * torch.from_numpy(smooth[1].astype("<f4"))
        return x

    def text(self, name):
        return zlib.decompress(self.tensors[name][1].tobytes(), -15).decode()


def state(file):
    """What model.Reader loads, out of a file."""
    out = {}
    e = "encoder.embeddings."
    out[e + "word_embeddings.weight"] = file.floats("words")
    out[e + "position_embeddings.weight"] = file.floats("positions")
    out[e + "token_type_embeddings.weight"] = torch.zeros(2, file.config["width"])  # positions hold it
    out["case.weight"] = file.floats("cases")

    def norm(ours, theirs):
        out[theirs + ".weight"], out[theirs + ".bias"] = file.floats(ours + ".gain"), file.floats(ours + ".bias")

    norm("embedding", e + "LayerNorm")
    for i in range(file.config["layers"]):
        ours, theirs = f"layer.{i}.", f"encoder.encoder.layer.{i}."
        for name, parts in MATRICES.items():
            weights, biases = file.floats(ours + name + ".weight"), file.floats(ours + name + ".bias")
            for part, w, b in zip(parts, weights.chunk(len(parts)), biases.chunk(len(parts))):
                out[theirs + part + ".weight"], out[theirs + part + ".bias"] = w.clone(), b.clone()
        for name, part in NORMS.items():
            norm(ours + name, theirs + part)
    return out | heads(file)
