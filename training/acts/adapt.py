"""Fits on top of a file of weights that stays as it is: what is learned of its matrices is of low rank (LoRA, arXiv 2106.09685).

A matrix W of a layer becomes W + widen·narrow, with narrow [rank, inputs] and widen [outputs, rank]; W is what the file's
integers stand for. Such a fit costs a repository two megabytes; a new file of weights, thirty.
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


def adapt(net, rank, first, before, forget):
    """Replaces the matrices of layers from first on; what lies below stays as it is.

    before is the state that the net was once fitted from: the additions begin as what leads back to it best, times forget.
    """
    for p in net.encoder.parameters():
        p.requires_grad_(False)
    net.case.weight.requires_grad_(False)
    for i, layer in list(enumerate(net.encoder.encoder.layer))[first:]:
        for names in MATRICES.values():
            linears = [layer.get_submodule(n) for n in names]
            back = torch.cat([before[f"encoder.layer.{i}.{n}.weight"] - x.weight.data for n, x in zip(names, linears)])
            u, s, v = torch.linalg.svd(forget * back, full_matrices=False)
            root = s[:rank].sqrt()
            narrow = nn.Parameter(root[:, None] * v[:rank])  # one for all that look at the same
            for n, x, widen in zip(names, linears, (u[:, :rank] * root).chunk(len(names))):
                x.bias.requires_grad_(True)
                way, _, last = n.rpartition(".")
                setattr(layer.get_submodule(way), last, Adapted(x, widen.clone(), narrow))
        for name in NORMS.values():
            layer.get_submodule(name).requires_grad_(True)


def merged(state):
    """The state with what was added, as if it were the weights' own."""
    out = {n: v for n, v in state.items() if not n.endswith((".widen", ".narrow"))}
    for n in state:
        if n.endswith(".widen"):
            n = n.removesuffix(".widen")
            out[n + ".weight"] = state[n + ".weight"] + state[n + ".widen"] @ state[n + ".narrow"]
    return out


def pack(packer, state):
    """Adds to a file what a fit added to another, and what it put in place of it."""
    for i in range(packer.config["layers"]):
        ours, theirs = f"layer.{i}.", f"encoder.encoder.layer.{i}."
        if theirs + MATRICES["out"][0] + ".widen" not in state:
            continue
        for name, parts in MATRICES.items():
            packer.table(ours + name + ".narrow", state[theirs + parts[0] + ".narrow"])
            packer.table(ours + name + ".widen", torch.cat([state[theirs + p + ".widen"] for p in parts]))
            packer.floats(ours + name + ".bias", torch.cat([state[theirs + p + ".bias"] for p in parts]))
        for name, part in NORMS.items():
            packer.floats(ours + name + ".gain", state[theirs + part + ".weight"])
            packer.floats(ours + name + ".bias", state[theirs + part + ".bias"])


class File:
    """The tensors of a file of weights (internal/infer/weights.go), as floats."""

    def __init__(self, path):
        data = open(path, "rb").read()
        length = struct.unpack("<I", data[8:12])[0]
        header = json.loads(data[12 : 12 + length])
        self.config, self.tensors, at = header["config"], {}, 12 + length
        for t in header["tensors"]:
            kind = {"int8": "<i1", "float32": "<f4", "deflate": "<u1"}[t["type"]]
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
    for name in file.tensors:
        head, _, part = name.rpartition(".")
        if head.split(".")[0] in ("fact_in", "fact_out", "sides", "times", "citings"):
            if part == "weight" or part == "bias":
                out[name] = file.floats(name)
            elif part == "traits":
                out[name + ".weight"] = file.floats(name)
    return out
