"""Packs a BERT-like encoder for internal/infer: see weights.go there for the file.

    python pack.py MODEL_DIR OUT [--calibrate TEXT] [--float32]

MODEL_DIR holds config.json, vocab.txt, and model.safetensors or
pytorch_model.bin, as Hugging Face lays them out. TEXT is a file of sentences, a
line each, of the kind that the encoder will read; a few hundred do. With them
the weights are rounded so that each matrix's output stays nearest
(GPTQ, arXiv 2210.17323), after moving outliers from activations to weights
(SmoothQuant, arXiv 2211.10438). Without, weights are rounded one by one.

Needs torch and numpy, safetensors for such files, tokenizers for --calibrate.
Training code can use Packer and encoder_tensors itself, to add tensors of heads.
"""

import argparse
import json
import math
import pathlib
import struct
import zlib

import numpy as np
import torch

MAGIC = b"chancER1"
WEIGHT_MAX = 127
PAIR_MAX = 128    # of the magnitudes of inputs 2i and 2i+1: weights.go says why
DAMPING = 0.01    # of the mean diagonal, added to the Gram matrix
BLOCK = 64        # columns rounded between corrections of all others
SMOOTHING = 0.5   # share of an outlier that the weights take over


MATRICES = {  # of a layer, by their names in weights.go: what Hugging Face calls their parts
    "qkv": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "out": ("attention.output.dense",),
    "up": ("intermediate.dense",),
    "down": ("output.dense",),
}
NORMS = {"attention": "attention.output.LayerNorm", "output": "output.LayerNorm"}


class Packer:
    """Collects tensors and writes the file."""

    def __init__(self, config):
        self.config = config
        self.tensors = []

    def add(self, name, kind, shape, data):
        self.tensors.append(({"name": name, "type": kind, "shape": list(shape)}, data))

    def floats(self, name, x):
        x = x.detach().cpu().float().numpy()
        self.add(name, "float32", x.shape, x.astype("<f4").tobytes())

    def text(self, name, text):
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = deflate.compress(text.encode()) + deflate.flush()
        self.add(name, "deflate", [len(packed)], packed)

    def table(self, name, x):
        """Rows to look up, int8 with a scale a row."""
        scale = x.abs().amax(1).clamp(min=1e-12) / 127
        self.add(name, "int8", x.shape, (x / scale[:, None]).round().to(torch.int8).numpy().tobytes())
        self.floats(name + ".scale", scale)

    def matrix(self, name, weight, bias, inputs=None):
        """A matrix [outputs, inputs], int8; inputs are the Inputs seen by it, if known."""
        smooth = torch.ones(weight.shape[1])
        if inputs is not None:
            smooth = weight.abs().amax(0).clamp(min=1e-5) ** (1 - SMOOTHING) / inputs.highest.clamp(min=1e-3) ** SMOOTHING
            smooth = smooth / smooth.log().mean().exp()
        weight = weight / smooth  # and activations are multiplied by it
        scale = best_scale(weight)
        if inputs is None:
            q = round_alone(weight, scale)
        else:
            q = round_together(weight, scale, inputs.gram * smooth[:, None] * smooth[None, :])
            self.floats(name + ".smooth", smooth)
        self.add(name + ".weight", "int8", q.shape, q.to(torch.int8).numpy().tobytes())
        self.floats(name + ".scale", scale[:, 0])
        self.floats(name + ".bias", bias)

    def write(self, path):
        payload = b"".join(data for _, data in self.tensors)
        header = json.dumps({
            "config": self.config,
            "tensors": [t for t, _ in self.tensors],
            "crc32": zlib.crc32(payload),
        }).encode()
        with open(path, "wb") as f:
            f.write(MAGIC + struct.pack("<I", len(header)) + header + payload)


class Inputs:
    """What a matrix multiplies: the highest magnitude of each channel, and X^T X."""

    def __init__(self, width):
        self.highest = torch.zeros(width)
        self.gram = torch.zeros(width, width)

    def see(self, x):
        x = x.reshape(-1, x.shape[-1])
        self.highest = torch.maximum(self.highest, x.abs().amax(0))
        self.gram += x.T @ x


def limits(weight, scale):
    """The magnitudes that each weight may be rounded to: pairs share PAIR_MAX,
    what they have too much or have left over in equal parts."""
    pairs = (weight / scale).abs().unflatten(1, (-1, 2))
    first = ((PAIR_MAX + pairs[..., 0] - pairs[..., 1]) / 2).floor().clamp(PAIR_MAX - WEIGHT_MAX, WEIGHT_MAX)
    return torch.stack((first, PAIR_MAX - first), -1).flatten(1)


def round_alone(weight, scale):
    limit = limits(weight, scale)
    return (weight / scale).round().clamp(-limit, limit)


def best_scale(weight):
    """The scale of each row that loses least when rounding to nearest."""
    highest = weight.abs().amax(1, keepdim=True).clamp(min=1e-12)
    best, least = None, None
    for cut in np.arange(2.0, 0.6, -0.04):  # at 2, no pair is beyond PAIR_MAX
        scale = highest * cut / WEIGHT_MAX
        lost = ((round_alone(weight, scale) * scale - weight) ** 2).sum(1, keepdim=True)
        if best is None:
            best, least = scale, lost
        else:
            best, least = torch.where(lost < least, scale, best), torch.minimum(lost, least)
    return best


def round_together(weight, scale, gram):
    """GPTQ: rounds column by column, each error made good by the columns to come."""
    n = weight.shape[1]
    limit = limits(weight, scale).double()
    gram = gram.double()
    gram = gram + torch.eye(n) * (gram.diagonal().mean() * DAMPING + 1e-12)
    order = gram.diagonal().argsort(descending=True)
    upper = torch.linalg.cholesky(torch.linalg.inv(gram[order][:, order]), upper=True)
    weight, limit, scale = weight.double()[:, order].clone(), limit[:, order], scale.double()
    q = torch.empty_like(weight)
    for start in range(0, n, BLOCK):  # columns after the block are corrected once
        end = min(start + BLOCK, n)
        errors = torch.zeros_like(weight[:, start:end])
        for j in range(start, end):
            q[:, j:j + 1] = (weight[:, j:j + 1] / scale).round().clamp(-limit[:, j:j + 1], limit[:, j:j + 1])
            error = (weight[:, j:j + 1] - q[:, j:j + 1] * scale) / upper[j, j]
            weight[:, j + 1:end] -= error @ upper[j:j + 1, j + 1:end]
            errors[:, j - start:j - start + 1] = error
        weight[:, end:] -= errors @ upper[start:end, end:]
    return q[:, order.argsort()]


class Encoder:
    """The state dict of a BERT-like encoder, under the names of weights.go; cases is a table [N, width], if it has one."""

    def __init__(self, state, config, cases=None):
        self.cases = cases
        prefix = next(k for k in state if k.endswith("embeddings.word_embeddings.weight"))
        prefix = prefix.removesuffix("embeddings.word_embeddings.weight")
        at = lambda name: state[prefix + name].detach().cpu().float()
        self.config = {
            "layers": config["num_hidden_layers"], "width": config["hidden_size"],
            "heads": config["num_attention_heads"], "inner": config["intermediate_size"],
            "words": config["vocab_size"], "positions": config["max_position_embeddings"],
            "epsilon": config["layer_norm_eps"],
        }
        self.words = at("embeddings.word_embeddings.weight")
        self.positions = at("embeddings.position_embeddings.weight") + at("embeddings.token_type_embeddings.weight")[0]
        norm = lambda name: (at(name + ".weight"), at(name + ".bias"))
        self.norms = {"embedding": norm("embeddings.LayerNorm")}
        self.matrices = {}
        for i in range(self.config["layers"]):
            ours, theirs = f"layer.{i}.", f"encoder.layer.{i}."
            for name, parts in MATRICES.items():
                self.matrices[ours + name] = tuple(torch.cat([at(theirs + p + s) for p in parts]) for s in (".weight", ".bias"))
            for name, part in NORMS.items():
                self.norms[ours + name] = norm(theirs + part)

    @torch.no_grad()
    def states(self, ids, see=lambda name, x: None, cases=None):
        """The last hidden states of a sentence; see is shown what each matrix multiplies."""
        c = self.config

        def linear(name, x):
            see(name, x)
            return torch.nn.functional.linear(x, *self.matrices[name])

        def normalise(name, x):
            return torch.nn.functional.layer_norm(x, (c["width"],), *self.norms[name], c["epsilon"])

        x = self.words[ids] + self.positions[:len(ids)]
        if cases is not None:
            x = x + self.cases[cases]
        x = normalise("embedding", x)
        for i in range(c["layers"]):
            name = f"layer.{i}."
            q, k, v = linear(name + "qkv", x).reshape(len(ids), 3, c["heads"], -1).permute(1, 2, 0, 3)
            weights = (q @ k.mT / math.sqrt(q.shape[-1])).softmax(-1)
            context = (weights @ v).transpose(0, 1).reshape(len(ids), -1)
            x = normalise(name + "attention", x + linear(name + "out", context))
            inner = torch.nn.functional.gelu(linear(name + "up", x))
            x = normalise(name + "output", x + linear(name + "down", inner))
        return x

    def inputs(self, sentences, use=lambda sentence, states: None):
        """What each matrix multiplies in sentences of ids, or of (ids, cases); use is shown the states of each."""
        seen = {name: Inputs(weight.shape[1]) for name, (weight, _) in self.matrices.items()}
        for s in sentences:
            ids, cases = s if isinstance(s, tuple) else (s, None)
            use(s, self.states(ids, lambda name, x: seen[name].see(x), cases))
        return seen


def encoder_tensors(encoder, vocabulary, sentences=(), float32=False, use=lambda sentence, states: None):
    """A Packer with the encoder's tensors; vocabulary is the pieces, by id; use is shown the states of each sentence."""
    packer = Packer(encoder.config)
    packer.text("vocabulary", "".join(p + "\n" for p in vocabulary))
    packer.floats("words", encoder.words) if float32 else packer.table("words", encoder.words)
    packer.floats("positions", encoder.positions)
    if encoder.cases is not None:
        packer.floats("cases", encoder.cases)
    for name, (gain, bias) in encoder.norms.items():
        packer.floats(name + ".gain", gain)
        packer.floats(name + ".bias", bias)
    seen = encoder.inputs(sentences, use) if len(sentences) else {}
    for name, (weight, bias) in encoder.matrices.items():
        if float32:
            packer.floats(name + ".weight", weight)
            packer.floats(name + ".bias", bias)
        else:
            packer.matrix(name, weight, bias, seen.get(name))
    return packer


def load(folder):
    """The Encoder and vocabulary of a folder."""
    folder = pathlib.Path(folder)
    config = json.loads((folder / "config.json").read_text())
    if (folder / "model.safetensors").exists():
        from safetensors.torch import load_file
        state = load_file(folder / "model.safetensors")
    else:
        state = torch.load(folder / "pytorch_model.bin", map_location="cpu", weights_only=True)
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    return Encoder(state, config), vocabulary


def tokenise(vocabulary, lines, most):
    from tokenizers import BertWordPieceTokenizer
    t = BertWordPieceTokenizer({p: i for i, p in enumerate(vocabulary)}, lowercase=True)
    t.enable_truncation(most)
    return [e.ids for e in t.encode_batch(lines)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="folder of the model")
    parser.add_argument("out", help="file to write")
    parser.add_argument("--calibrate", metavar="TEXT", help="sentences to calibrate with")
    parser.add_argument("--float32", action="store_true", help="do not quantise")
    args = parser.parse_args()
    encoder, vocabulary = load(args.model)
    sentences = []
    if args.calibrate:
        lines = [l for l in pathlib.Path(args.calibrate).read_text(encoding="utf-8").splitlines() if l.strip()]
        sentences = tokenise(vocabulary, lines, encoder.config["positions"])
    encoder_tensors(encoder, vocabulary, sentences, args.float32).write(args.out)


if __name__ == "__main__":
    main()
